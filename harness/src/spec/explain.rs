//! A spec in words.

use super::{Spec, SpecFile};

/// The spec in words: what it selects, what must hold of it, its params and cases.
pub fn explain(spec: &Spec, file: &SpecFile) -> String {
    format!("{}::{}", file.name, spec.id)
}
