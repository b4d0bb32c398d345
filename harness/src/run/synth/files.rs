//! The files that a synth command reads and writes, and when they changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest as _, Sha256};

use super::real;
use crate::config::{DEFAULT_SOURCES, SourceGlob, Synth};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Folders that `**` does not enter: what others put there, and what is built.
const NOT_ENTERED: [&str; 4] = ["node_modules", "target", "venv", "__pycache__"];

/// When a file changed, and how long it is.
type Mark = (SystemTime, u64);

/// Files, by their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Files(BTreeMap<PathBuf, Mark>);

impl Files {
    fn add(&mut self, path: PathBuf) {
        if let Ok(data) = fs::metadata(&path)
            && let Ok(changed) = data.modified()
        {
            self.0.insert(path, (changed, data.len()));
        }
    }

    #[cfg(feature = "cli")]
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.keys()
    }

    /// The one that changed last.
    pub(super) fn newest(&self) -> Option<(&PathBuf, SystemTime)> {
        let files = self.0.iter().map(|(path, (changed, _))| (path, *changed));
        files.max_by_key(|(_, changed)| *changed)
    }

    /// A file that is not the same in the other, if there is one.
    pub(super) fn differs_from(&self, other: &Files) -> Option<PathBuf> {
        let here = self
            .0
            .iter()
            .find(|(path, mark)| other.0.get(*path) != Some(mark));
        let gone = || other.0.keys().find(|path| !self.0.contains_key(*path));
        here.map(|(path, _)| path).or_else(gone).cloned()
    }

    /// All that is known of them.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (path, (changed, length)) in &self.0 {
            let since = changed.duration_since(UNIX_EPOCH);
            let since = since.map_or_else(|_| "before".to_owned(), |it| it.as_nanos().to_string());
            _ = writeln!(text, "{} {since} {length}", path.display());
        }
        text
    }
}

/// One thing that the command writes.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) path: PathBuf,
    files: Files,
    /// When it was written, if it is there.
    time: Option<SystemTime>,
}

impl Written {
    /// What is there: of a folder the manifest and the stacks, not what Terraform puts beside them.
    pub(super) fn of(path: &Path) -> Written {
        let mut files = Files::default();
        if path.is_dir() {
            stacks(path, &mut files);
        } else {
            files.add(path.to_owned());
        }
        let manifest = files.0.get(&path.join("manifest.json"));
        // cdktf writes the manifest last. Stacks that are no longer in it are older, and not judged.
        let time = match manifest {
            Some((changed, _)) => Some(*changed),
            None => files.0.values().map(|(changed, _)| *changed).min(),
        };
        Written {
            path: path.to_owned(),
            files,
            time,
        }
    }

    pub(super) fn time(&self) -> Option<SystemTime> {
        self.time
    }

    pub(super) fn is_same(&self, other: &Written) -> bool {
        self.files == other.files
    }

    /// What is known of all of them.
    pub(super) fn stamp(written: &[Written]) -> String {
        let texts = written.iter().map(|output| output.files.text());
        hash(&texts.collect::<String>())
    }
}

/// The manifest and the `*.tf.json` below a folder.
fn stacks(folder: &Path, files: &mut Files) {
    for (path, name, is_dir) in children(folder).unwrap_or_default() {
        if is_dir && !name.starts_with('.') && !name.starts_with("asset") {
            stacks(&path, files);
        } else if name == "manifest.json" || name.ends_with(".tf.json") {
            files.add(path);
        }
    }
}

/// What the command reads.
///
/// # Errors
/// A glob that matches nothing; a folder that cannot be read.
pub(super) fn sources(
    synth: &Synth,
    outputs: &[PathBuf],
) -> Result<Files, (Exit, Box<Diagnostic>)> {
    let mut files = Files::default();
    for glob in &synth.sources {
        let mut found = Files::default();
        matching(&synth.folder, glob, outputs, &mut found)?;
        if found.0.is_empty() {
            return Err(nothing(synth, glob));
        }
        files.0.extend(found.0);
    }
    if synth.sources.is_empty() {
        for text in DEFAULT_SOURCES {
            if let Ok(glob) = SourceGlob::new(text) {
                matching(&synth.folder, &glob, outputs, &mut files)?;
            }
        }
        if files.0.is_empty() {
            let folder = or_here(synth.folder.clone());
            let folder = folder.display();
            let message = format!("there is no program in `{folder}` that the command could read");
            let place = &synth.place;
            let error = Diagnostic::error(message)
                .at(&place.file, place.span.clone(), "")
                .help("name what it reads with `sources`, or the folder with `folder`");
            return Err((Exit::Usage, error.into()));
        }
    }
    Ok(files)
}

fn nothing(synth: &Synth, glob: &SourceGlob) -> (Exit, Box<Diagnostic>) {
    let folder = or_here(below(&synth.folder, &glob.base));
    let message = format!(
        "no file below `{}` is like `{}`",
        folder.display(),
        glob.text
    );
    let error = Diagnostic::error(message)
        .at(&glob.place.file, glob.place.span.clone(), "a source that nothing is")
        .note("what it should have found could change, and an old synth output would be judged")
        .help(
            "`*` is no `/`; `**` enters no folder that begins with `.`, and no node_modules, target, venv \
             or __pycache__: write such a folder out, as `.gen/**`",
        );
    (Exit::Usage, error.into())
}

/// The files that a glob is about.
fn matching(
    folder: &Path,
    glob: &SourceGlob,
    outputs: &[PathBuf],
    found: &mut Files,
) -> Result<(), (Exit, Box<Diagnostic>)> {
    let base = or_here(below(folder, &glob.base));
    if base.is_dir() {
        // Without `**` a glob is about a few floors only.
        let pattern = glob.pattern.glob().glob();
        let depth = match pattern.contains("**") {
            true => usize::MAX,
            false => pattern.matches('/').count(),
        };
        walk(&base, "", depth, glob, outputs, found)?;
    }
    Ok(())
}

/// Joined, without a `/` for a folder that has no name.
fn below(folder: &Path, base: &Path) -> PathBuf {
    match base.as_os_str().is_empty() {
        true => folder.to_owned(),
        false => folder.join(base),
    }
}

/// The folder, and `.` for the one that has no name.
fn or_here(folder: PathBuf) -> PathBuf {
    match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder,
    }
}

fn walk(
    folder: &Path,
    below: &str,
    depth: usize,
    glob: &SourceGlob,
    outputs: &[PathBuf],
    found: &mut Files,
) -> Result<(), (Exit, Box<Diagnostic>)> {
    let children = children(folder).map_err(|error| {
        let message = format!("`{}` cannot be read: {error}", folder.display());
        (Exit::Load, Box::new(Diagnostic::error(message)))
    })?;
    for (path, name, is_dir) in children {
        let inside = format!("{below}{name}");
        let entered = depth > 0 && !name.starts_with('.') && !NOT_ENTERED.contains(&name.as_str());
        if is_dir {
            if entered && !outputs.contains(&real(&path)) {
                walk(
                    &path,
                    &format!("{inside}/"),
                    depth - 1,
                    glob,
                    outputs,
                    found,
                )?;
            }
        } else if glob.pattern.is_match(&inside) && !outputs.contains(&real(&path)) {
            found.add(tidy(&path));
        }
    }
    Ok(())
}

/// What is in a folder: its path, its name, and whether it is a folder. Links to folders are none.
fn children(folder: &Path) -> std::io::Result<Vec<(PathBuf, String, bool)>> {
    let mut children = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let path = entry.path();
        if kind.is_symlink() && path.is_dir() {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        children.push((path, name, kind.is_dir()));
    }
    Ok(children)
}

/// Without `./` in front.
fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// A text in 64 digits.
pub(super) fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::new();
    for byte in digest {
        _ = write!(out, "{byte:02x}");
    }
    out
}
