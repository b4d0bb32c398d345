//! One of many processes synthesizes: `cargo nextest` starts one for each case.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::PathBuf;

use super::files::hash;
use crate::run::environment;

/// A lock that is let go when it is dropped, or when the process dies. Its file remembers what the last
/// output was made from.
#[derive(Debug)]
pub(super) struct Lock {
    file: Option<File>,
    /// Of the sources and of the output.
    stamps: Option<(String, String)>,
    /// Whether the last run of the command has not ended well.
    unfinished: bool,
}

/// What the file says while the command runs, and after a run that did not end well.
const UNFINISHED: &str = "unfinished";

impl Lock {
    /// Takes the lock of this key, and waits for it if it must; `waits` is told so. Where no file can be
    /// made, nothing is locked.
    pub(super) fn take(key: &str, waits: &dyn Fn()) -> Lock {
        let mut file = open(key);
        if let Some(file) = &file
            && let Err(TryLockError::WouldBlock) = file.try_lock()
        {
            waits();
            // A file system without locks is like no file.
            _ = file.lock();
        }
        let mut text = String::new();
        if let Some(file) = &mut file {
            _ = file.read_to_string(&mut text);
        }
        let line = text.lines().next().unwrap_or_default();
        let stamps = line.split_once(' ');
        let stamps = stamps.map(|(sources, output)| (sources.to_owned(), output.to_owned()));
        Lock {
            file,
            stamps,
            unfinished: line == UNFINISHED,
        }
    }

    /// Whether the last run of the command for this key has not ended well, or still goes on. Takes no lock.
    pub(super) fn was_left_unfinished(key: &str) -> bool {
        let text = path(key).and_then(|path| fs::read_to_string(path).ok());
        text.is_some_and(|text| text.lines().next() == Some(UNFINISHED))
    }

    /// Whether the last run of the command has not ended well: what it left is no synth output.
    pub(super) fn is_unfinished(&self) -> bool {
        self.unfinished
    }

    /// The command is about to run. Until [`Lock::remember`] what it writes is no synth output, though
    /// this process may be killed.
    pub(super) fn begin(&mut self) {
        self.write(UNFINISHED);
    }

    /// What the sources of the last output were.
    pub(super) fn sources(&self) -> Option<&String> {
        self.stamps.as_ref().map(|(sources, _)| sources)
    }

    /// What the last output was.
    pub(super) fn output(&self) -> Option<&String> {
        self.stamps.as_ref().map(|(_, output)| output)
    }

    /// Remembers what this output was made from. What cannot be written is not remembered: then times
    /// decide.
    pub(super) fn remember(&mut self, sources: &str, output: &str) {
        self.write(&format!("{sources} {output}"));
    }

    fn write(&mut self, line: &str) {
        if let Some(file) = &mut self.file {
            _ = file.set_len(0);
            _ = file.rewind();
            _ = writeln!(file, "{line}");
        }
    }
}

/// The file of a key, in the user's own folder for such things.
fn path(key: &str) -> Option<PathBuf> {
    let folder = folder()?.join("stackspec").join("synth");
    Some(folder.join(format!("{}.lock", &hash(key)[..32])))
}

fn open(key: &str) -> Option<File> {
    let path = path(key)?;
    fs::create_dir_all(path.parent()?).ok()?;
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false);
    options.open(path).ok()
}

/// The user's folder for what can be made again.
/// Sources: XDG Base Directory Specification; `LOCALAPPDATA` of Windows.
fn folder() -> Option<PathBuf> {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    let named = set("XDG_CACHE_HOME").or_else(|| set("LOCALAPPDATA"));
    let named = named.map(PathBuf::from).filter(|path| path.is_absolute());
    named.or_else(|| Some(PathBuf::from(set("HOME")?).join(".cache")))
}
