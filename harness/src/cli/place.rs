//! Where a report goes: a file is replaced as a whole, and anything else is written to.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How many links lead on to others.
const LINKS: usize = 40;

/// A place that is written to.
#[derive(Debug)]
pub(super) enum Place {
    /// A file that is there as a whole or not at all.
    Whole {
        path: PathBuf,
        file: NamedTempFile,
        /// Those of the file that it takes the place of.
        permissions: Option<Permissions>,
    },
    /// A device, a pipe, an open file of `/dev/fd`: nothing may take its place.
    Straight(File),
}

impl Place {
    /// Goes to the end of the links of `path`.
    ///
    /// # Errors
    /// It cannot be written to.
    pub(super) fn begin(path: &Path) -> io::Result<Place> {
        if path == Path::new("-") {
            let why = "it is no file; for standard output leave the flag away, for a file of this name write `./-`";
            return Err(io::Error::other(why));
        }
        let path = followed(path)?;
        let there = fs::metadata(&path).ok();
        let is_file = |it: &fs::Metadata| it.is_file() || it.is_dir();
        if is_open(&path) || there.as_ref().is_some_and(|it| !is_file(it)) {
            let file = OpenOptions::new().append(true).open(&path)?;
            return Ok(Place::Straight(file));
        }
        let folder = path.parent();
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        let permissions = there.map(|it| it.permissions());
        Ok(Place::Whole {
            path,
            file,
            permissions,
        })
    }

    /// Puts it there.
    ///
    /// # Errors
    /// It cannot be put there.
    pub(super) fn keep(self) -> io::Result<()> {
        if let Place::Whole {
            path,
            file,
            permissions,
        } = self
        {
            match permissions {
                Some(permissions) => file.as_file().set_permissions(permissions)?,
                None => readable_by_others(file.as_file())?,
            }
            file.persist(path)?;
        }
        Ok(())
    }
}

impl Write for Place {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        match self {
            Place::Whole { file, .. } => file.write(text),
            Place::Straight(file) => file.write(text),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Place::Whole { file, .. } => file.flush(),
            Place::Straight(file) => file.flush(),
        }
    }
}

/// Writes to a place as a whole or not at all.
///
/// # Errors
/// It cannot be written to.
pub(super) fn put(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut place = Place::begin(path)?;
    place.write_all(text)?;
    place.keep()
}

/// By which two spellings of one file are the same, whether it is there or not: links are followed.
pub(super) fn whole(path: &Path) -> PathBuf {
    if let Ok(there) = path.canonicalize() {
        return there;
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        // In a folder that is not there nothing is written.
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}

/// What a link leads to, whether it is there or not; the link itself stays.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let is_link = fs::symlink_metadata(&path).is_ok_and(|it| it.is_symlink());
        if !is_link || is_open(&path) {
            return Ok(path);
        }
        let to = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(to);
    }
    Err(io::Error::other("a link leads back to itself"))
}

/// Whether it names an open file by its number, which may be a regular one: `/dev/stdout`, `/dev/fd/63`.
fn is_open(path: &Path) -> bool {
    let folders = ["/dev/fd", "/dev/stdout", "/dev/stderr", "/proc"];
    folders.iter().any(|it| path.starts_with(it))
}

/// A temporary file is its owner's alone; a report is like any other file.
#[cfg(unix)]
fn readable_by_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &File) -> io::Result<()> {
    Ok(())
}
