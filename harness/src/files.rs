//! Files that a stack names: whether they are there, and what a zip archive lists.
//!
//! Judgement is pure; a face gives it something that answers. Never a file's contents, and nothing
//! outside of one root: the names come from stacks, and stacks may come from anybody.

use std::path::Path;
use std::sync::Arc;

/// Answers about files.
pub trait Files: Sync {
    /// What is called `name`, seen from `folder`.
    fn look(&self, folder: &Path, name: &str) -> Looked;

    /// The names of the entries of the zip archive that is called `name`, seen from `folder`.
    ///
    /// # Errors
    /// When it is no zip archive that can be listed, as a sentence that follows "it".
    fn entries(&self, folder: &Path, name: &str) -> Result<Arc<[String]>, String>;
}

/// What is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// A regular file.
    File {
        /// Its size in bytes.
        size: u64,
    },
    /// Nothing.
    Nothing,
    /// Something that is no regular file: a folder, a device.
    NoFile,
    /// The name leads out of the root, so nobody looked.
    Outside,
    /// It could not be told, and why.
    Unreadable(String),
}

/// Files, as a stack's folder sees them.
#[derive(Clone, Copy)]
pub struct FilesAt<'f> {
    /// Who answers.
    pub files: &'f dyn Files,
    /// The folder that relative names start from.
    pub folder: &'f Path,
    /// Whether a name that is not there may still be made, or stand elsewhere: a plan does not say
    /// in which folder it was made.
    pub elsewhere: bool,
}
