//! Finding spec files.

use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, SourceFile};

/// The spec files at `paths`, each with its name. A path is a file, a folder (all `*.toml` below
/// it except hidden ones and `stackspec.toml`) or a glob.
///
/// # Errors
/// A path at which there is no spec file, and files that cannot be read.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<(SourceFile, String)>, Diagnostic> {
    Err(Diagnostic::error(format!("{paths:?} is not read yet")))
}
