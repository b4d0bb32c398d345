//! `[[mutant.skip]]`: mutants that are not tried.

use super::mutant::Mutant;
use super::operator::{OPERATORS, Operator};
use crate::config::{self, BlockName};
use crate::diagnostic::{Diagnostic, nearest};

/// Which mutants are not tried: an entry of `[[mutant.skip]]` that names an operator there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// The entry.
    pub entry: config::Skip,
    /// The operator; `None`: every one.
    pub operator: Option<Operator>,
}

/// Reads the operators of `[[mutant.skip]]`.
///
/// # Errors
/// Every name that is none of [`OPERATORS`].
pub fn skips(entries: &[config::Skip]) -> Result<Vec<Skip>, Vec<Diagnostic>> {
    let (mut skips, mut errors) = (Vec::new(), Vec::new());
    for entry in entries {
        let operator = match &entry.operator {
            None => None,
            Some((name, place)) => {
                let operator = Operator::of_name(name);
                if operator.is_none() {
                    let message = format!("no operator is called `{name}`");
                    let names = OPERATORS.iter().map(|info| info.name);
                    let help = match nearest(name, names.clone()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("they are {}", names.collect::<Vec<_>>().join(", ")),
                    };
                    let error = Diagnostic::error(message).help(help);
                    errors.push(error.at(&place.file, place.span.clone(), ""));
                }
                operator
            }
        };
        skips.push(Skip {
            entry: entry.clone(),
            operator,
        });
    }
    if errors.is_empty() {
        Ok(skips)
    } else {
        Err(errors)
    }
}

impl Skip {
    /// Whether this is not to be tried: `path` is `$` where the block as a whole is changed.
    pub fn has(&self, block: BlockName<'_>, path: &str, operator: Operator) -> bool {
        let place = self.entry.path.as_ref();
        self.operator.is_none_or(|only| only == operator)
            && self.entry.blocks.has(block)
            && place.is_none_or(|place| place.has(path))
    }

    /// The same of a mutant, of a block with this construct path.
    pub fn has_mutant(&self, mutant: &Mutant, construct_path: Option<&str>) -> bool {
        let block = BlockName {
            kind: mutant.kind,
            type_name: &mutant.type_name,
            address: &mutant.address,
            construct_path,
        };
        self.has(block, &mutant.path, mutant.operator)
    }
}
