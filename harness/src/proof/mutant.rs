//! Mutants, and what became of them.

use std::collections::BTreeSet;

use super::leaf::ClauseProof;
use super::operator::Operator;
use super::skip::Skip;
use crate::stack::BlockKind;

/// A run of mutants.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mutation {
    /// Each mutant that was judged, in the order of stacks, addresses, paths and operators.
    pub mutants: Vec<Mutant>,
    /// What was not tried, and why.
    pub skipped: Vec<SkippedMutant>,
    /// The specs that say nothing about mutants, because they are not green as it is: the case
    /// (`<role>::<file>::<id>`) and the word of its outcome.
    pub left_out: Vec<(String, &'static str)>,
    /// Every clause of every spec that was judged, in the order of the spec files.
    pub clauses: Vec<ClauseProof>,
    /// The survivors by class, the largest class first.
    pub survivors: Vec<Survivors>,
    /// How many mutants there would have been with `--all`.
    pub possible: usize,
}

/// One change, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The stack's name.
    pub stack: String,
    /// The kind of block.
    pub kind: BlockKind,
    /// The block's address.
    pub address: String,
    /// Its type, or the name of an output and the like.
    pub type_name: String,
    /// Where in the normal form of the body; `$` where it is the resource as a whole.
    pub path: Box<str>,
    /// The path without indexes.
    pub class: Box<str>,
    /// What was done.
    pub operator: Operator,
    /// What stood there, as JSON; `(sensitive)` where that must not be printed.
    pub before: String,
    /// What was put there; empty where it was taken away.
    pub after: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The specs that fail for it, `<file>::<id>`, sorted; of a noticed one those that change.
    pub by: Vec<String>,
    /// How many mutants of this class and operator it stands for, itself among them.
    pub stands_for: usize,
}

/// What came of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A spec that passed with evidence fails.
    Killed,
    /// No spec minds.
    Survived,
    /// A spec can no longer be judged (`unknown`, `vacuous`, `error`), and none fails. It counts
    /// neither way.
    Noticed,
}

/// A mutant that was not tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedMutant {
    /// The stack's name.
    pub stack: String,
    /// The block's address.
    pub address: String,
    /// The path.
    pub path: Box<str>,
    /// The operator.
    pub operator: Operator,
    /// The reason that `[[mutant.skip]]` gives.
    pub reason: String,
}

/// Survivors that one spec would kill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivors {
    /// The stack's name.
    pub stack: String,
    /// The kind of block.
    pub kind: BlockKind,
    /// The type, or the name of an output and the like.
    pub type_name: String,
    /// The path without indexes.
    pub class: Box<str>,
    /// Which of [`Mutation::mutants`].
    pub mutants: Vec<usize>,
    /// The smallest spec that holds now and fails for them, as TOML to paste; `None` where none
    /// can be made up (a sensitive value, a value that is not known).
    pub spec: Option<String>,
}

/// Which mutants are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Every one, not three of each class and operator.
    pub all: bool,
    /// Only of blocks whose address is like one of these globs; empty: of every block.
    pub resources: Vec<String>,
    /// Only of these places: the stack's role, the address, and the path of the leaf or nested
    /// block; `$` for the block and all that is in it.
    pub only: Option<BTreeSet<(String, String, String)>>,
    /// What is not tried, and why.
    pub skips: Vec<Skip>,
}

impl Scope {
    /// Whether a place is asked for.
    pub(super) fn has(&self, role: &str, address: &str, path: &str) -> bool {
        let Some(only) = &self.only else { return true };
        let has =
            |path: &str| only.contains(&(role.to_owned(), address.to_owned(), path.to_owned()));
        has("$") || has(path)
    }
}

/// Numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// How many mutants were judged.
    pub mutants: usize,
    /// How many of them some spec fails for.
    pub killed: usize,
    /// How many of them no spec minds.
    pub survived: usize,
    /// How many of them leave a spec without a verdict.
    pub noticed: usize,
}

impl Outcome {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Killed => "killed",
            Outcome::Survived => "survived",
            Outcome::Noticed => "noticed",
        }
    }
}

impl Mutation {
    /// The numbers of the mutants that were judged.
    pub fn score(&self) -> Score {
        Score::of(self.mutants.iter().map(|mutant| (mutant.outcome, 1)))
    }

    /// The same, each mutant counted as often as it stands for others.
    pub fn weighted(&self) -> Score {
        Score::of(
            self.mutants
                .iter()
                .map(|mutant| (mutant.outcome, mutant.stands_for)),
        )
    }
}

impl Score {
    fn of(outcomes: impl Iterator<Item = (Outcome, usize)>) -> Self {
        let mut score = Score::default();
        for (outcome, count) in outcomes {
            score.mutants += count;
            *match outcome {
                Outcome::Killed => &mut score.killed,
                Outcome::Survived => &mut score.survived,
                Outcome::Noticed => &mut score.noticed,
            } += count;
        }
        score
    }

    /// Killed of killed and survived, in percent, rounded down; `None` if there are neither.
    pub fn percent(&self) -> Option<u8> {
        super::leaf::percent(self.killed, self.killed + self.survived)
    }
}
