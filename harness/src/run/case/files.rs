//! The files of a case: those that it lists are there, and nothing else is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::files::{Files, Looked};
use crate::spec::CaseFiles;

/// Files by their names, seen from the folder of the stack.
pub(super) struct Listed<'c> {
    files: BTreeMap<String, (bool, Option<&'c [String]>)>,
}

impl<'c> Listed<'c> {
    pub(super) fn new(files: &'c CaseFiles) -> Self {
        let files = files.iter().map(|(name, entries)| {
            let is_folder = name.ends_with('/');
            (plain(name), (is_folder, entries.as_deref()))
        });
        Self {
            files: files.collect(),
        }
    }

    /// Whether a name is that of a folder which some file of the list is in.
    fn holds(&self, name: &str) -> bool {
        let below = format!("{name}/");
        self.files.keys().any(|file| file.starts_with(&below))
    }
}

impl Files for Listed<'_> {
    fn look(&self, _: &Path, name: &str) -> Looked {
        let name = plain(name);
        match self.files.get(&name) {
            Some((true, _)) => Looked::NoFile,
            Some((false, entries)) => Looked::File {
                size: entries.map_or(1, |entries| entries.len() as u64),
            },
            None if self.holds(&name) => Looked::NoFile,
            None if name.starts_with('/') || name.starts_with("..") => Looked::Outside,
            None => Looked::Nothing,
        }
    }

    fn entries(&self, _: &Path, name: &str) -> Result<Arc<[String]>, String> {
        match self.files.get(&plain(name)) {
            Some((_, Some(entries))) => Ok(entries.to_vec().into()),
            _ => Err("is a file of which this case does not say what is in it".into()),
        }
    }
}

/// A name without `.` and `..` in it, as far as it has a folder to leave.
fn plain(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    let root = if name.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_there_and_nothing_else() {
        let files = CaseFiles::from([
            ("assets/a.zip".to_owned(), Some(vec!["index.js".to_owned()])),
            ("./b.txt".to_owned(), None),
            ("src/".to_owned(), None),
        ]);
        let listed = Listed::new(&files);
        let look = |name: &str| listed.look(Path::new(""), name);
        assert!(matches!(
            look("./assets/../assets/a.zip"),
            Looked::File { .. }
        ));
        assert!(matches!(look("b.txt"), Looked::File { .. }));
        assert_eq!(look("c.txt"), Looked::Nothing);
        assert_eq!(
            (look("src"), look("assets")),
            (Looked::NoFile, Looked::NoFile)
        );
        assert_eq!(
            (look("../a"), look("/a")),
            (Looked::Outside, Looked::Outside)
        );
        assert_eq!(
            &*listed.entries(Path::new(""), "assets/a.zip").unwrap(),
            ["index.js"]
        );
        assert!(listed.entries(Path::new(""), "b.txt").is_err());
    }
}
