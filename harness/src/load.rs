//! Loading: one [`Stack`] from each kind of input.
//!
//! A `cdktf.out` (or `cdktn.out`) directory, a folder or file of Terraform JSON, the JSON of a plan
//! or of a state. What an input is, is read from its content, never from its name. The text is
//! walked once; the index keeps names and byte spans, and bodies stay unread.
//!
//! Everything else is refused, with a sentence that names what it is and the command that makes
//! the right file ([`LoadErrorKind`] has the closed list of reasons).

mod disk;
mod document;
mod error;
mod index;
mod pairs;
mod parts;
mod plan;
mod read;
mod recognise;
mod shape;
mod shared;
mod synth;
mod text;
mod trace;
mod tree;
mod zip;

use std::path::Path;

pub use disk::Disk;
pub use error::{LoadError, LoadErrorKind};

use crate::stack::{SharedText, Stack};

/// How to load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// The name of the stack of a plan, a state, or a folder or file of Terraform JSON; without it
    /// the name of its folder. The stacks of a `cdktf.out` are named by its manifest.
    pub stack_name: Option<String>,
}

/// Loads what is at `path`: one stack, or all stacks of a `cdktf.out`, in the order of their names.
///
/// # Errors
/// When there is no input that can be judged as a whole; see [`LoadErrorKind`].
pub fn load(path: &Path, options: &LoadOptions) -> Result<Vec<Stack>, LoadError> {
    tree::load(path, options)
}

/// Loads Terraform JSON text as a stack called `name`, as `[[spec.case]] given` holds it. `path`
/// is the file that messages name.
///
/// # Errors
/// When the text is no Terraform JSON; see [`LoadErrorKind`].
pub fn load_text(name: &str, path: &Path, text: String) -> Result<Stack, LoadError> {
    document::load_terraform_json(name, path, &SharedText::from(text))
}
