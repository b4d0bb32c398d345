//! Spec files put together.

use std::collections::BTreeMap;

use super::{BUILT_IN, Param, Spec, SpecFile, SpecSet};
use crate::diagnostic::Diagnostic;

impl SpecSet {
    /// Puts files together, sorted by name. No spec at all is no error here, because the caller
    /// has its own word for it: see [`SpecSet::declared`].
    ///
    /// # Errors
    /// Two files of one name: their cases could not be told apart. Params of one name and
    /// different kinds: a value from outside could not fit both.
    pub fn new(mut files: Vec<SpecFile>) -> Result<SpecSet, Vec<Diagnostic>> {
        files.sort_by(|a, b| (&a.name, &a.source.path).cmp(&(&b.name, &b.source.path)));
        let mut errors = Vec::new();
        for pair in files.windows(2) {
            if pair[0].name == pair[1].name {
                let [first, second] = [0, 1].map(|at| pair[at].source.path.display().to_string());
                let message = format!(
                    "two spec files are called `{}` in the names of cases",
                    pair[0].name
                );
                errors.push(
                    Diagnostic::error(message)
                        .note(format!("{first} and {second}"))
                        .help("rename one, or pass the folder that both are in"),
                );
            }
        }
        if let Some(file) = files.iter().find(|file| file.name == BUILT_IN) {
            let path = file.source.path.display();
            let message = format!("{path}: the name `{BUILT_IN}` belongs to the built-in specs");
            errors.push(Diagnostic::error(message).help("rename the file"));
        }
        let mut seen: BTreeMap<&str, (&SpecFile, &Param)> = BTreeMap::new();
        for file in &files {
            for param in &file.params {
                let (other, first) = *seen.entry(&param.name).or_insert((file, param));
                if first.kind != param.kind {
                    let message =
                        format!("the param `{}` is {} here", param.name, param.kind.noun());
                    let note = format!(
                        "in {} it is {}; a value given from outside applies to both",
                        other.source.path.display(),
                        first.kind.noun()
                    );
                    let error = Diagnostic::error(message).at(&file.source, param.span.clone(), "");
                    errors.push(error.note(note).help("give one of them another name"));
                }
            }
        }
        if errors.is_empty() {
            Ok(SpecSet { files })
        } else {
            Err(errors)
        }
    }

    /// How many specs the files declare, those of level `off` included. None at all must make a
    /// run red.
    pub fn declared(&self) -> usize {
        self.files.iter().map(|file| file.specs.len()).sum()
    }

    /// All specs with their files, in the order of cases.
    pub fn iter(&self) -> impl Iterator<Item = (&SpecFile, &Spec)> {
        self.files
            .iter()
            .flat_map(|file| file.specs.iter().map(move |spec| (file, spec)))
    }

    /// Keeps only the specs for which `keep` holds.
    pub fn retain(&mut self, keep: impl Fn(&SpecFile, &Spec) -> bool) {
        for file in &mut self.files {
            let specs = std::mem::take(&mut file.specs);
            let kept = specs.into_iter().filter(|spec| keep(file, spec));
            file.specs = kept.collect();
        }
    }

    /// What is odd in the files and no error.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| &file.warnings)
    }
}
