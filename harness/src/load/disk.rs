//! The files that a stack names, on the disk.
//!
//! The names come from a stack that anybody may have written: nothing outside of the root is looked
//! at, nothing but regular files counts, and of a file nothing is read but the directory of a zip
//! archive, within bounds. Every answer is kept, so that a run gives the same one twice.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::zip;
use crate::files::{Files, Looked};

/// Files under a root.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    looked: Mutex<BTreeMap<PathBuf, Looked>>,
    listed: Mutex<BTreeMap<PathBuf, Listed>>,
}

/// The names of an archive's entries, or why there are none.
type Listed = Result<Arc<[String]>, String>;

impl Disk {
    /// The files under `root`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn new(root: &Path) -> std::io::Result<Disk> {
        let root = fs::canonicalize(root)?;
        if !root.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(Disk {
            root,
            looked: Mutex::default(),
            listed: Mutex::default(),
        })
    }

    /// The files under the root of an input: the nearest folder above it that is a repository, else
    /// the folder of the input.
    ///
    /// # Errors
    /// When there is no such input.
    pub fn around(input: &Path) -> std::io::Result<Disk> {
        let input = fs::canonicalize(input)?;
        let own = match input.is_dir() {
            true => input.as_path(),
            false => input.parent().unwrap_or(&input),
        };
        let repository = own.ancestors().find(|folder| {
            [".git", ".hg", ".jj"]
                .iter()
                .any(|it| folder.join(it).exists())
        });
        Disk::new(repository.unwrap_or(own))
    }

    /// What was asked for, and what the answers were: they belong to what a verdict hangs on.
    pub fn answers(&self) -> BTreeMap<PathBuf, Looked> {
        self.looked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The place that a name means, as far as it can be told without looking: `..` is taken away by
    /// the names before it. `None` if that leads out of the root.
    fn place(&self, folder: &Path, name: &str) -> Option<PathBuf> {
        // `plan.json` lies in the folder that is called nothing.
        let here = folder.as_os_str().is_empty();
        let folder = fs::canonicalize(if here { Path::new(".") } else { folder }).ok()?;
        let mut place = PathBuf::new();
        for part in folder.join(name).components() {
            match part {
                Component::ParentDir => _ = place.pop(),
                Component::CurDir => {}
                part => place.push(part),
            }
        }
        place.starts_with(&self.root).then_some(place)
    }

    fn see(&self, place: &Path) -> Looked {
        let real = match fs::canonicalize(place) {
            Ok(real) => real,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Looked::Nothing;
            }
            Err(error) => return Looked::Unreadable(error.kind().to_string()),
        };
        if !real.starts_with(&self.root) {
            return Looked::Outside;
        }
        match fs::metadata(&real) {
            Ok(found) if found.is_file() => Looked::File { size: found.len() },
            Ok(_) => Looked::NoFile,
            Err(error) => Looked::Unreadable(error.kind().to_string()),
        }
    }
}

impl Files for Disk {
    fn look(&self, folder: &Path, name: &str) -> Looked {
        // A NUL ends a name for the system, and stands in no name of a file.
        if name.is_empty() || name.contains('\0') {
            return Looked::Nothing;
        }
        let Some(place) = self.place(folder, name) else {
            return Looked::Outside;
        };
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked
            .entry(place)
            .or_insert_with_key(|place| self.see(place))
            .clone()
    }

    fn entries(&self, folder: &Path, name: &str) -> Listed {
        let Looked::File { .. } = self.look(folder, name) else {
            return Err("is no regular file".to_owned());
        };
        let place = self.place(folder, name);
        let real = place.and_then(|place| fs::canonicalize(place).ok());
        let Some(real) = real.filter(|real| real.starts_with(&self.root)) else {
            return Err("is not under the root".to_owned());
        };
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        listed
            .entry(real)
            .or_insert_with_key(|real| {
                let mut file = File::open(real).map_err(|_| "cannot be opened".to_owned())?;
                zip::entries(&mut file).map(Arc::from)
            })
            .clone()
    }
}
