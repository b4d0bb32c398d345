//! Finding spec files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::exit::Exit;

/// How long a spec file may be, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// Not a spec file, wherever it lies.
const CONFIG: &str = "stackspec.toml";

/// Reads the spec files at `paths`, each with its name in cases: the path below the folder that
/// was given (or below the part of a glob that is written out) without extension, `::` for `/`.
///
/// A path is a file; a folder, which stands for every `*.toml` below it except hidden ones and
/// `stackspec.toml`; or a glob. A file that is reached twice counts once, under the name that it
/// was reached by first.
///
/// # Errors
/// A path at which there is no spec file, a file that cannot be read, is no UTF-8, or is longer
/// than 1 MiB.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<(SourceFile, String)>, Refused> {
    let (mut files, mut seen) = (Vec::new(), BTreeSet::new());
    for path in paths {
        for (file, base) in expand(path).map_err(usage)? {
            let real = file
                .canonicalize()
                .map_err(|error| usage(unreadable(&file, &error)))?;
            if seen.insert(real) {
                files.push((read(&file)?, name(&file, &base)));
            }
        }
    }
    Ok(files)
}

/// Why nothing is judged, and how the process ends: a path that names no spec file is [`Exit::Usage`], a
/// file that is none [`Exit::Spec`].
pub(super) type Refused = (Exit, Box<Diagnostic>);

fn usage(error: Box<Diagnostic>) -> Refused {
    (Exit::Usage, error)
}

/// The files that a path stands for, sorted, each with the folder that its name is relative to.
fn expand(path: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Box<Diagnostic>> {
    let shown = path.display();
    if path.is_dir() {
        let mut files = Vec::new();
        walk(path, &mut BTreeSet::new(), &mut files)?;
        if files.is_empty() {
            let message = format!("there is no spec file in `{shown}`");
            let help = "a spec file is called `*.toml`, and not `stackspec.toml`";
            return Err(Diagnostic::error(message).help(help).into());
        }
        return Ok(files
            .into_iter()
            .map(|file| (file, path.to_owned()))
            .collect());
    }
    if path.exists() {
        if path.file_name().is_some_and(|name| name == CONFIG) {
            let message = format!("`{shown}` is the configuration, not a spec file");
            let help = "pass a folder of spec files, as `--specs specs`";
            return Err(Diagnostic::error(message).help(help).into());
        }
        let base = path.parent().unwrap_or(Path::new(""));
        return Ok(vec![(path.to_owned(), base.to_owned())]);
    }
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
    let Some(pattern) = pattern else {
        let message = format!("there is no spec file or folder `{shown}`");
        let help = "pass a file, a folder or a glob, as `--specs specs`";
        return Err(Diagnostic::error(message).help(help).into());
    };
    let options = glob::MatchOptions {
        require_literal_separator: true,
        require_literal_leading_dot: true,
        ..glob::MatchOptions::default()
    };
    let found = glob::glob_with(pattern, options)
        .map_err(|error| Diagnostic::error(format!("`{shown}` is no glob: {}", error.msg)))?;
    let base = written_out(path);
    let mut files = Vec::new();
    for file in found {
        let file = file.map_err(|error| unreadable(error.path(), error.error()))?;
        if file.is_file() && is_spec(&file) {
            files.push((file, base.clone()));
        }
    }
    if files.is_empty() {
        let message = format!("the glob `{shown}` matches no spec file");
        let help = "`*` stays in one folder, `**/` goes into all; a spec file is called `*.toml`";
        return Err(Diagnostic::error(message).help(help).into());
    }
    files.sort();
    Ok(files)
}

/// The leading components of a glob that have no wildcard.
fn written_out(pattern: &Path) -> PathBuf {
    let plain =
        |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    pattern.components().take_while(plain).collect()
}

/// Every spec file below a folder, in the order of their names. A folder is entered once, however
/// many links lead to it: `above` holds those that are being walked or were.
fn walk(
    folder: &Path,
    above: &mut BTreeSet<PathBuf>,
    out: &mut Vec<PathBuf>,
) -> Result<(), Box<Diagnostic>> {
    let real = folder
        .canonicalize()
        .map_err(|error| unreadable(folder, &error))?;
    if !above.insert(real) {
        return Ok(());
    }
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = entries.map_err(|error| unreadable(folder, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, above, out)?;
        } else if is_spec(&path) {
            // A link that leads nowhere is kept: reading it says so.
            out.push(path);
        }
    }
    Ok(())
}

fn is_spec(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "toml")
        && path.file_name().is_some_and(|name| name != CONFIG)
}

fn read(path: &Path) -> Result<SourceFile, Refused> {
    let metadata = fs::metadata(path).map_err(|error| usage(unreadable(path, &error)))?;
    let shown = path.display();
    if !metadata.is_file() {
        let error = Diagnostic::error(format!("`{shown}` is no file"));
        return Err(usage(error.into()));
    }
    if metadata.len() > MAX_BYTES {
        let message = format!(
            "`{shown}` has {} bytes, and a spec file at most {MAX_BYTES}",
            metadata.len()
        );
        let error = Diagnostic::error(message).help("split it into several files");
        return Err((Exit::Spec, error.into()));
    }
    let bytes = fs::read(path).map_err(|error| usage(unreadable(path, &error)))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let error = Diagnostic::error(format!(
            "`{shown}` is no UTF-8: byte {at} does not belong there"
        ));
        let error = error.help("save it as UTF-8, as TOML demands");
        (Exit::Spec, error.into())
    })?;
    Ok(SourceFile {
        path: path.to_owned(),
        text: text.into(),
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Box<Diagnostic> {
    Diagnostic::error(format!("`{}` cannot be read: {error}", path.display())).into()
}

/// `aws::iam` for `specs/aws/iam.toml` below `specs`.
fn name(file: &Path, base: &Path) -> String {
    let below = file.strip_prefix(base).unwrap_or(file).with_extension("");
    let parts = below.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("::")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// A folder with these files, each with a line of text.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "# a\n").unwrap();
        }
        folder
    }

    #[track_caller]
    fn check(folder: &tempfile::TempDir, paths: &[&str], expected: &[&str]) {
        let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
        let found = discover(&paths)
            .map_err(|(_, error)| error.render(false))
            .unwrap();
        let names: Vec<_> = found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, expected);
    }

    /// How it ends, and the message with the folder's own path as `DIR`.
    #[track_caller]
    fn refused(folder: &tempfile::TempDir, path: &str, expected: &str) {
        let (exit, error) = discover(&[folder.path().join(path)]).unwrap_err();
        // A file that is there and no spec file, or no file at all.
        let invalid = ["long.toml", "latin.toml"].contains(&path);
        assert_eq!(exit == Exit::Spec, invalid, "{path}");
        let shown = error.render(false);
        let shown = shown.replace(&folder.path().display().to_string(), "DIR");
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_path_is_a_file_a_folder_or_a_glob() {
        let files = [
            "s/b.toml",
            "s/aws/iam.toml",
            "s/.git/x.toml",
            "s/.h.toml",
            "s/stackspec.toml",
            "s/n.md",
        ];
        let dir = folder(&files);
        check(&dir, &["s"], &["aws::iam", "b"]);
        check(&dir, &["s/aws/iam.toml"], &["iam"]);
        check(&dir, &["s/*.toml"], &["b"]);
        check(&dir, &["s/**/*.toml"], &["aws::iam", "b"]);
        check(&dir, &["s/*/*.toml"], &["aws::iam"]);
        // Once, under the first name.
        check(
            &dir,
            &["s/aws/iam.toml", "s", "s/aws/../b.toml"],
            &["iam", "b"],
        );
    }

    #[test]
    #[cfg(unix)]
    fn links_that_go_round_end() {
        let dir = folder(&["s/a.toml", "s/in/b.toml"]);
        std::os::unix::fs::symlink(dir.path().join("s"), dir.path().join("s/in/up")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("s/a.toml"), dir.path().join("s/z.toml"))
            .unwrap();
        check(&dir, &["s"], &["a", "in::b"]);
        std::os::unix::fs::symlink(dir.path().join("gone"), dir.path().join("s/gone.toml"))
            .unwrap();
        refused(
            &dir,
            "s",
            "error: `DIR/s/gone.toml` cannot be read: No such file or directory (os error 2)",
        );
    }

    #[test]
    fn what_is_no_spec_file_is_refused() {
        let dir = folder(&["empty/n.md", "stackspec.toml"]);
        fs::write(dir.path().join("long.toml"), vec![b'#'; 1024 * 1024 + 1]).unwrap();
        fs::write(dir.path().join("latin.toml"), b"# \xe9").unwrap();
        refused(
            &dir,
            "empty",
            "error: there is no spec file in `DIR/empty`\n |\n = help: a spec file is called `*.toml`, and not `stackspec.toml`",
        );
        refused(
            &dir,
            "gone",
            "error: there is no spec file or folder `DIR/gone`\n |\n = help: pass a file, a folder or a glob, as `--specs specs`",
        );
        refused(
            &dir,
            "empty/*.toml",
            "error: the glob `DIR/empty/*.toml` matches no spec file\n |\n = help: `*` stays in one folder, `**/` goes into all; a spec file is called `*.toml`",
        );
        refused(
            &dir,
            "stackspec.toml",
            "error: `DIR/stackspec.toml` is the configuration, not a spec file\n |\n = help: pass a folder of spec files, as `--specs specs`",
        );
        refused(
            &dir,
            "long.toml",
            "error: `DIR/long.toml` has 1048577 bytes, and a spec file at most 1048576\n |\n = help: split it into several files",
        );
        refused(
            &dir,
            "latin.toml",
            "error: `DIR/latin.toml` is no UTF-8: byte 2 does not belong there\n |\n = help: save it as UTF-8, as TOML demands",
        );
        assert_eq!(discover(&[]), Ok(Vec::new()));
    }
}
