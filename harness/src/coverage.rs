//! Which resources any spec really looked at.
//!
//! A resource is covered when a clause that could have failed examined it, in a spec of level `deny` that
//! came to a verdict: `present` alone covers nothing, nor does a matcher that no change of the value could
//! make fail. Data sources are listed by `list`, and do not count here: nobody deploys them.

use crate::check::{Run, Verdict};
use crate::spec::{Level, full_name};
use crate::stack::{Block, BlockId, BlockKind, Repeat};
use crate::verdict::Outcome;

/// The coverage of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By stack, in the order of the run.
    pub stacks: Vec<StackCoverage>,
}

/// The coverage of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackCoverage {
    /// The stack's name.
    pub stack: String,
    /// Its resources, in the order of their addresses.
    pub resources: Vec<ResourceCoverage>,
}

/// One resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceCoverage {
    /// Its address.
    pub address: String,
    /// Its type.
    pub type_name: String,
    /// Its construct path.
    pub construct_path: Option<String>,
    /// The specs that cover it, as `<file>::<id>`; empty if none does.
    pub covered_by: Vec<String>,
}

impl Coverage {
    /// The coverage that these verdicts give. `verdicts` must be the full judgement of `run`,
    /// whatever is shown of it: a filter must not change a percentage.
    pub fn of(run: &Run<'_>, verdicts: &[Verdict]) -> Coverage {
        let stacks = run.stacks.iter().map(|subject| {
            let stack = subject.model.stack();
            let mut by: Vec<(BlockId, String)> = Vec::new();
            for verdict in verdicts
                .iter()
                .filter(|verdict| verdict.stack == stack.name)
            {
                let judged = matches!(
                    verdict.outcome,
                    Outcome::Pass | Outcome::Fail | Outcome::Waived
                );
                // What a warning says stops nothing, so it guards nothing.
                if judged && verdict.level == Level::Deny {
                    let spec = full_name(&verdict.file, &verdict.spec);
                    by.extend(verdict.covered.iter().map(|id| (*id, spec.clone())));
                }
            }
            by.sort();
            let resource = |(id, block): (BlockId, &Block)| {
                let from = by.partition_point(|(other, _)| *other < id);
                let specs = by[from..].iter().take_while(|(other, _)| *other == id);
                ResourceCoverage {
                    address: block.address.to_string(),
                    type_name: block.type_name.to_string(),
                    construct_path: block.construct_path.as_deref().map(str::to_owned),
                    covered_by: specs.map(|(_, spec)| spec.clone()).collect(),
                }
            };
            // A resource that a literal `count = 0` takes away is not there to be covered.
            let there = |(_, block): &(BlockId, &Block)| block.repeat != Repeat::Times(0);
            let resources = stack
                .blocks_of(BlockKind::Resource)
                .filter(there)
                .map(resource)
                .collect();
            StackCoverage {
                stack: stack.name.clone(),
                resources,
            }
        });
        Coverage {
            stacks: stacks.collect(),
        }
    }

    /// How many resources there are, and how many of them are covered.
    pub fn resources(&self) -> (usize, usize) {
        let all = || self.stacks.iter().flat_map(|stack| &stack.resources);
        (
            all().count(),
            all().filter(|resource| resource.is_covered()).count(),
        )
    }

    /// The share of covered resources in percent, rounded down: 100 means all. `None` if there is
    /// no resource, which no gate takes for 100.
    pub fn percent(&self) -> Option<u8> {
        let (all, covered) = self.resources();
        // At most 100, so it fits.
        (all > 0).then(|| (covered * 100 / all) as u8)
    }
}

impl ResourceCoverage {
    /// Whether any spec covers it.
    pub fn is_covered(&self) -> bool {
        !self.covered_by.is_empty()
    }
}
