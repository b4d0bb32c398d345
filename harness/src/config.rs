//! `stackspec.toml`: what a repository always passes to the harness.

use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::spec::Given;

/// The name of the file.
pub const FILE_NAME: &str = "stackspec.toml";

/// A validated `stackspec.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The inputs, paths relative to the file's folder already joined with it.
    pub inputs: Vec<PathBuf>,
    /// Spec files, folders and globs, joined likewise.
    pub specs: Vec<PathBuf>,
    /// `[params]`.
    pub params: Vec<Given>,
    /// The environment variables that a `[param]` may read.
    pub env: Vec<String>,
    /// `[coverage]`
    pub coverage: CoverageGate,
}

/// `[coverage]`: gates, each a test case of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CoverageGate {
    /// At least so many percent of the resources are covered.
    pub resources: Option<u8>,
}

/// Reads and validates a `stackspec.toml`.
///
/// # Errors
/// Everything that is wrong with the file, in the order of the file.
pub fn parse(file: &SourceFile) -> Result<Config, Vec<Diagnostic>> {
    Err(vec![Diagnostic::error(format!("{file:?}"))])
}
