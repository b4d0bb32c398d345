//! Scoreboards: what many cases came to, by model, run, failure class, platform and prompt.
//!
//! Counts are kept as whole numbers, and shares are made of them where they are shown, rounded down: 100 %
//! is said of all, and of nothing no share at all. A case that did not load, or of which nothing was
//! judged, counts as one that did not pass.

mod comparable;
mod make;
mod passes;
mod specs;

pub use passes::{Passes, pass_at};
pub use specs::{Hits, ScoredGroup, ScoredSpec};

use super::record::{CaseRecord, Mode};
use crate::diagnostic::Diagnostic;
use crate::verdict::Outcome;

/// What the results of one or several runs come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoreboard {
    /// Where the results come from, in the order in which they were given.
    pub files: Vec<ScoredFile>,
    /// What speaks against holding them side by side.
    pub warnings: Vec<Diagnostic>,
    /// The cases, by run, model and name.
    pub cases: Vec<ScoredCase>,
    /// The specs that were asked of a case, by file and id.
    pub specs: Vec<ScoredSpec>,
    /// The groups of the library that have a spec of level `deny` which was red, most cases first.
    pub groups: Vec<ScoredGroup>,
    /// All cases together.
    pub total: Score,
    /// The cases by each of [`Axis::ALL`], in that order.
    pub by: [Vec<Row>; Axis::ALL.len()],
    /// The runs in the order of their names, each as a whole and by model.
    pub trend: Vec<Moment>,
}

/// A file of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredFile {
    /// Its name, as it was given.
    pub name: String,
    /// The title of the suite.
    pub title: Option<String>,
    /// What the run was for.
    pub mode: Mode,
    /// Which shard it is, and of how many.
    pub shard: Option<(usize, usize)>,
    /// How many cases it has.
    pub cases: usize,
    /// How many specs judged them.
    pub specs: usize,
}

/// A case, and what each spec came to on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredCase {
    /// What was written of it.
    pub record: CaseRecord,
    /// Its row of the matrix: the specs that were asked, in the order of [`Scoreboard::specs`].
    pub cells: Vec<Cell>,
}

/// What a spec came to on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its place in [`Scoreboard::specs`].
    pub spec: usize,
    /// The worst of what it came to on the stacks of the case.
    pub outcome: Outcome,
    /// How many findings it has on all of them.
    pub findings: usize,
}

/// What cases are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// The model that wrote them.
    Model,
    /// The run.
    Run,
    /// The failure classes; a case with several counts in each.
    Class,
    /// What they are written for.
    Platform,
    /// What the model was asked.
    Prompt,
}

/// A part of the cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name that they share; `None`: they have none.
    pub name: Option<String>,
    /// What they come to.
    pub score: Score,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Its name; `None`: cases that name no run, which come last.
    pub run: Option<String>,
    /// All of it.
    pub all: Score,
    /// By model.
    pub models: Vec<Row>,
}

/// What cases come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// How many cases there are.
    pub cases: usize,
    /// In how many no spec of level `deny` is red: they passed.
    pub clean: usize,
    /// In how many one is.
    pub faulty: usize,
    /// Of how many nothing was judged.
    pub nothing_judged: usize,
    /// How many did not load.
    pub refused: usize,
    /// How many say what is expected of them.
    pub expecting: usize,
    /// How many of those are as they say.
    pub as_expected: usize,
    /// How many expect a fault.
    pub with_faults: usize,
    /// In how many of those each expected fault was found.
    pub faults_found: usize,
    /// How many findings meet an expectation.
    pub expected_findings: usize,
    /// How many expectations no finding meets.
    pub unmet: usize,
    /// How many managed resources they have.
    pub resources: usize,
    /// How many findings of specs of level `deny`.
    pub findings: usize,
    /// Attempts at prompts.
    pub passes: Passes,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many are of the part.
    pub part: usize,
    /// How many there are.
    pub of: usize,
}

/// Findings for each hundred resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many findings.
    pub findings: usize,
    /// In how many resources.
    pub resources: usize,
}

impl Axis {
    /// Every axis, in the order of reports.
    pub const ALL: [Axis; 5] = [
        Axis::Model,
        Axis::Run,
        Axis::Class,
        Axis::Platform,
        Axis::Prompt,
    ];

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Axis::Model => "model",
            Axis::Run => "run",
            Axis::Class => "class",
            Axis::Platform => "platform",
            Axis::Prompt => "prompt",
        }
    }
}

impl Scoreboard {
    /// The cases by this axis, in the order of names, those without a name last.
    pub fn rows(&self, axis: Axis) -> &[Row] {
        &self.by[axis as usize]
    }

    /// Whether any case has a name on this axis.
    pub fn tells_apart(&self, axis: Axis) -> bool {
        self.rows(axis).iter().any(|row| row.name.is_some())
    }

    /// The specs that were red in a case, as places in [`Scoreboard::specs`]: those of level `deny`
    /// first, then those that hit most cases, then those with most findings.
    pub fn failures(&self) -> Vec<usize> {
        let hit = |at: &usize| self.specs.get(*at).is_some_and(|spec| spec.hits.hit > 0);
        let mut red: Vec<usize> = (0..self.specs.len()).filter(hit).collect();
        red.sort_by_key(|at| self.specs.get(*at).map(ScoredSpec::rank));
        red
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there is no case.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }
}

impl Score {
    /// The cases that passed.
    pub fn passed(&self) -> Share {
        Share {
            part: self.clean,
            of: self.cases,
        }
    }

    /// The cases that are as they say they are.
    pub fn expected(&self) -> Share {
        Share {
            part: self.as_expected,
            of: self.expecting,
        }
    }

    /// The cases with expected faults in which all of them were found.
    pub fn found(&self) -> Share {
        Share {
            part: self.faults_found,
            of: self.with_faults,
        }
    }

    /// Findings for each hundred resources.
    pub fn rate(&self) -> Rate {
        Rate {
            findings: self.findings,
            resources: self.resources,
        }
    }
}

impl Share {
    /// In percent, rounded down: 100 means all. `None` if there is nothing.
    pub fn percent(self) -> Option<usize> {
        let percent = (self.part as u128 * 100).checked_div(self.of as u128)?;
        usize::try_from(percent).ok()
    }
}

impl Rate {
    /// In tenths, rounded up: 0 means that there is none. `None` if there is no resource.
    pub fn tenths(self) -> Option<usize> {
        let resources = Some(self.resources as u128).filter(|resources| *resources > 0)?;
        usize::try_from((self.findings as u128 * 1000).div_ceil(resources)).ok()
    }
}
