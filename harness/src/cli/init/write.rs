//! New files: all of them, or none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, escape};
use crate::exit::Exit;
use crate::report::counted;
use crate::run::Problems;

/// A file to be written.
pub(super) struct NewFile {
    /// Its path below the folder, with `/`.
    pub(super) path: String,
    /// What is in it.
    pub(super) text: String,
}

impl NewFile {
    pub(super) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// Writes all of the files into a folder. Where that goes wrong, what was written is taken away again.
///
/// # Errors
/// One of them is there already; the folder cannot be written to.
pub(super) fn all(folder: &Path, files: &[NewFile]) -> Result<(), Problems> {
    let is_there = |file: &&NewFile| fs::symlink_metadata(folder.join(&file.path)).is_ok();
    let (there, missing): (Vec<&NewFile>, Vec<&NewFile>) = files.iter().partition(is_there);
    if !there.is_empty() {
        return Err(refused(folder, &there, &missing));
    }
    let mut made = Made::default();
    for file in files {
        let path = folder.join(&file.path);
        if let Err(error) = made.file(&path, &file.text) {
            made.undo();
            let shown = escape(&path.display().to_string());
            let error = Diagnostic::error(format!("`{shown}` cannot be written: {error}"))
                .note("nothing was written")
                .help("make the folder writable, or copy the input to one that is");
            return Err(Problems::one(Exit::Usage, error));
        }
    }
    Ok(())
}

/// What has been made so far.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Writes a file that is not there, and the folders that it lies in.
    fn file(&mut self, path: &Path, text: &str) -> io::Result<()> {
        let above = path.ancestors().skip(1);
        let mut missing: Vec<&Path> = above.take_while(|it| !it.exists()).collect();
        missing.reverse();
        for folder in missing.into_iter().filter(|it| !it.as_os_str().is_empty()) {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        self.files.push(path.to_owned());
        file.write_all(text.as_bytes())
    }

    /// Takes it away again. What cannot be taken away stays: there is nobody to tell more.
    fn undo(&self) {
        for file in self.files.iter().rev() {
            _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            _ = fs::remove_dir(folder);
        }
    }
}

/// What is there, and what would have been written.
fn refused(folder: &Path, there: &[&NewFile], missing: &[&NewFile]) -> Problems {
    let shown = |file: &NewFile| match folder == Path::new(".") {
        true => escape(&file.path),
        false => escape(&folder.join(&file.path).display().to_string()),
    };
    let names: Vec<String> = there
        .iter()
        .map(|file| format!("`{}`", shown(file)))
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let mut error = Diagnostic::error(format!("{} {verb} there already", names.join(", ")))
        .note("nothing was written");
    for file in there.iter().chain(missing) {
        let lines = counted(file.text.lines().count(), "line");
        error = error.note(format!("it would have written {} ({lines})", shown(file)));
    }
    let help = "move what is there away, then `stackspec init` again";
    Problems::one(Exit::Usage, error.help(help))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = names
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The second file cannot be written: a file stands where its folder should be.
    #[test]
    fn half_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            NewFile::new("new/a", "a"),
            NewFile::new("b", "b"),
            NewFile::new("b/c", "c"),
        ];
        assert!(all(folder.path(), &files).is_err());
        assert_eq!(names(folder.path()), Vec::<String>::new());
        assert!(all(folder.path(), &files[..2]).is_ok());
        assert_eq!(names(folder.path()), ["b", "new"]);
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b"), "mine").unwrap();
        let files = [NewFile::new("a", "a"), NewFile::new("b", "b")];
        let problems = all(folder.path(), &files).unwrap_err();
        let text = problems.render(false);
        assert!(text.contains("is there already"), "{text}");
        assert!(text.contains("a (1 line)"), "{text}");
        assert_eq!(names(folder.path()), ["b"]);
        assert_eq!(fs::read_to_string(folder.path().join("b")).unwrap(), "mine");
    }

    /// A link to nowhere is there too: what it leads to is not ours to make.
    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("elsewhere", folder.path().join("a")).unwrap();
        assert!(all(folder.path(), &[NewFile::new("a", "a")]).is_err());
        assert_eq!(names(folder.path()), ["a"]);
    }
}
