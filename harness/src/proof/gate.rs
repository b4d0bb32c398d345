//! Gates: what must be reached of coverage and proof, and what does not count.
//!
//! [`count`](super::count) takes out what does not count, [`judge_gates`] holds what is left against
//! the gates: always the full judgement of a run, whatever is shown of it.

use std::path::PathBuf;

use super::ignore::Counted;
use super::leaf::{LeafState, percent};
use crate::config::Gates;
use crate::spec::full_name;

/// What is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// Resources that are covered.
    Resources,
    /// Leaves that are covered.
    Attributes,
    /// Clauses that are proven.
    ClausesProven,
}

/// A gate, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateResult {
    /// Which.
    pub gate: Gate,
    /// How many percent it demands.
    pub wanted: u8,
    /// How many percent there are, rounded down; `None` if there is nothing to cover.
    pub percent: Option<u8>,
    /// How many are covered or proven.
    pub part: usize,
    /// How many there are.
    pub all: usize,
    /// The first of those that are not, in their order.
    pub missing: Vec<Missing>,
}

/// What is not covered, or not proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The stack's name; empty of a clause.
    pub stack: String,
    /// What it is: an address, an address and a path, a spec and which clause of it.
    pub what: String,
    /// What else is to be said: a construct path, the state of a leaf, why a clause is not proven.
    pub note: String,
    /// The file that it stands in, and the line from 1.
    pub place: Option<(PathBuf, usize)>,
}

/// Holds what counts against the gates, those that are not set left out. Of what is missing the
/// first `examples` are kept. Nothing to cover meets no gate.
pub fn judge_gates(gates: &Gates, counted: &Counted, examples: usize) -> Vec<GateResult> {
    let wanted = Gate::ALL.into_iter();
    let wanted = wanted.filter_map(|gate| Some((gate, gate.wanted(gates)?)));
    wanted
        .map(|(gate, wanted)| {
            let (all, part) = counted.of(gate);
            GateResult {
                gate,
                wanted,
                percent: percent(part, all),
                part,
                all,
                missing: missing(gate, counted, examples),
            }
        })
        .collect()
}

impl Gate {
    /// Every gate, in the order of reports.
    pub const ALL: [Gate; 3] = [Gate::Resources, Gate::Attributes, Gate::ClausesProven];

    /// How many percent of it are demanded; `None` if it is not set.
    pub fn wanted(self, gates: &Gates) -> Option<u8> {
        match self {
            Gate::Resources => gates.resources,
            Gate::Attributes => gates.attributes,
            Gate::ClausesProven => gates.clauses_proven,
        }
    }

    /// Its name: the key of `[coverage]`, and the end of its case.
    pub fn name(self) -> &'static str {
        match self {
            Gate::Resources => "resources",
            Gate::Attributes => "attributes",
            Gate::ClausesProven => "clauses_proven",
        }
    }

    /// The name of its test case.
    pub fn case(self) -> String {
        format!("run::coverage::{}", self.name())
    }

    /// What it counts, one of them.
    pub fn noun(self) -> &'static str {
        match self {
            Gate::Resources => "resource",
            Gate::Attributes => "attribute",
            Gate::ClausesProven => "clause",
        }
    }

    /// What they must be.
    pub fn verb(self) -> &'static str {
        match self {
            Gate::Resources | Gate::Attributes => "covered",
            Gate::ClausesProven => "proven",
        }
    }
}

impl GateResult {
    /// Whether it is met. Nothing to cover meets no gate, not even one of 0 percent.
    pub fn is_met(&self) -> bool {
        self.percent.is_some_and(|percent| percent >= self.wanted)
    }
}

fn missing(gate: Gate, counted: &Counted, examples: usize) -> Vec<Missing> {
    match gate {
        Gate::Resources => resources(counted).take(examples).collect(),
        Gate::Attributes => attributes(counted).take(examples).collect(),
        Gate::ClausesProven => clauses(counted).take(examples).collect(),
    }
}

fn resources(counted: &Counted) -> impl Iterator<Item = Missing> {
    let resources = (counted.coverage.stacks.iter())
        .flat_map(|stack| stack.resources.iter().map(move |it| (&stack.stack, it)));
    let open = resources.filter(|(_, resource)| !resource.is_covered());
    open.map(|(stack, resource)| Missing {
        stack: stack.clone(),
        what: resource.address.clone(),
        note: resource.construct_path.clone().unwrap_or_default(),
        place: None,
    })
}

fn attributes(counted: &Counted) -> impl Iterator<Item = Missing> {
    let stacks = counted.leaves.iter().flat_map(|leaves| &leaves.stacks);
    stacks.flat_map(|stack| {
        let leaves = (stack.blocks.iter())
            .flat_map(|block| block.leaves.iter().map(move |leaf| (block, leaf)));
        let open = leaves
            .filter(|(_, leaf)| !matches!(leaf.state, LeafState::Covered | LeafState::Unknown));
        open.map(|(block, leaf)| Missing {
            stack: stack.stack.clone(),
            what: format!("{} {}", block.address, leaf.path),
            note: match leaf.state {
                LeafState::Never => String::new(),
                state => state.word().to_owned(),
            },
            place: Some((block.file.clone(), leaf.line)),
        })
    })
}

fn clauses(counted: &Counted) -> impl Iterator<Item = Missing> {
    let clauses = counted.leaves.iter().flat_map(|leaves| &leaves.clauses);
    let open = clauses.enumerate().filter(|(at, clause)| {
        !clause.proven && counted.ignored_clauses.binary_search(at).is_err()
    });
    open.map(|(_, clause)| {
        let name = full_name(&clause.file, &clause.spec);
        Missing {
            stack: String::new(),
            what: format!("{name} clause {}: {}", clause.clause + 1, clause.written),
            note: clause.why.clone().unwrap_or_default(),
            place: Some((clause.source.clone(), clause.line)),
        }
    })
}
