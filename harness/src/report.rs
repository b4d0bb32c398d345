//! Reports: what came of a run, for people ([`human`], [`html`]) and for programs ([`json`]).
//!
//! Pure: a report neither loads nor judges, and writes to whatever it is given. Everything in it
//! that comes from outside is escaped here, at the edge.

pub mod compare;
#[cfg(test)]
pub(crate) mod example;
#[cfg(feature = "cli")]
pub mod github;
mod headline;
pub mod html;
pub mod human;
pub mod json;
#[cfg(feature = "cli")]
pub mod junit;
pub mod lcov;
pub(crate) mod markdown;
pub mod merge;
pub mod page;
pub mod proof;
#[cfg(feature = "cli")]
pub mod sarif;
pub mod scoreboard;
mod shown;
pub mod summary;

use crate::check::{Run, Verdict, WaiverUse};
use crate::exit::Exit;
use crate::proof::{Counted, GateResult};
use crate::spec::{self, Spec};
use crate::verdict::Outcome;

/// All that a report is made from.
#[derive(Clone, Copy)]
pub struct Report<'r, 's> {
    /// What was judged.
    pub run: &'r Run<'s>,
    /// What came of it, in the order of [`judge`](crate::check::judge).
    pub verdicts: &'r [Verdict],
    /// What counts of the coverage by all specs. `None` where only some were asked for and no gate
    /// is set: a filter must not change a percentage, and nobody waits for one.
    pub coverage: Option<&'r Counted>,
    /// The gates that are set.
    pub gates: &'r [GateResult],
    /// The waivers of the configuration, and what each did.
    pub waivers: &'r [WaiverUse],
    /// Whether stale waivers fail the run.
    pub locked: bool,
    /// Whether the verdicts are only those of the specs that were asked for.
    pub filtered: bool,
    /// How the process will end.
    pub exit: Exit,
}

impl Report<'_, '_> {
    /// How many verdicts came to this outcome, those of built-in specs left out or alone.
    pub fn count(&self, outcome: Outcome, built_in: bool) -> usize {
        let same = |verdict: &&Verdict| verdict.outcome == outcome;
        self.of(built_in).filter(same).count()
    }

    /// How many different specs the verdicts are about, built-in ones left out or alone.
    pub fn specs(&self, built_in: bool) -> usize {
        let mut names: Vec<_> = self.of(built_in).map(|v| (&v.file, &v.spec)).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    fn of(&self, built_in: bool) -> impl Iterator<Item = &Verdict> {
        let is = move |verdict: &&Verdict| verdict.is_built_in() == built_in;
        self.verdicts.iter().filter(is)
    }

    /// The spec that a verdict is about.
    pub fn spec_of(&self, verdict: &Verdict) -> Option<&Spec> {
        let built_in = spec::built_in();
        let built_in = built_in.specs.iter().map(|spec| (built_in, spec));
        let mut all = self.run.specs.iter().chain(built_in);
        all.find(|(file, spec)| file.name == verdict.file && spec.id == verdict.spec)
            .map(|(_, spec)| spec)
    }
}

/// `1 finding`, `2 findings`, `2 mismatches`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = match (count, noun.ends_with("ch")) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {noun}{plural}")
}
