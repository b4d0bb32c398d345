//! Reports: what came of a run, for people ([`human`], [`html`]) and for programs ([`json`]).
//!
//! Pure: a report neither loads nor judges, and writes to whatever it is given. Everything in it
//! that comes from outside is escaped here, at the edge.

pub mod html;
pub mod human;
pub mod json;

use crate::check::{Run, Verdict};
use crate::coverage::Coverage;
use crate::exit::Exit;
use crate::spec::{self, Spec};
use crate::verdict::Outcome;

/// All that a report is made from.
#[derive(Clone, Copy)]
pub struct Report<'r, 's> {
    /// What was judged.
    pub run: &'r Run<'s>,
    /// What came of it, in the order of [`judge`](crate::check::judge).
    pub verdicts: &'r [Verdict],
    /// The coverage of the whole run; `None` where only some specs were asked for, because a
    /// filter must not change a percentage.
    pub coverage: Option<&'r Coverage>,
    /// The percentage of resources that must be covered.
    pub gate: Option<u8>,
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

/// Whether a coverage gate is met. Nothing to cover meets no gate.
pub fn gate_is_met(coverage: &Coverage, gate: u8) -> bool {
    coverage.percent().is_some_and(|percent| percent >= gate)
}

/// `1 finding`, `2 findings`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
