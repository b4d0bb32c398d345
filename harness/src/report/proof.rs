//! What the reports of proof are made from: of coverage leaf by leaf, and of mutants.

use serde::{Deserialize, Serialize};

use crate::check::{Run, Verdict};
use crate::config::CoverageConfig;
use crate::exit::Exit;
use crate::proof::{self, GateResult, IgnoreUse, LeafCoverage, Mutation, Tally};
use crate::spec::{BUILT_IN, full_name};
use crate::verdict::Outcome;

/// Coverage leaf by leaf, of a run or of several that were merged.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageReport {
    /// The stacks, in the order of the run.
    pub stacks: Vec<StackLine>,
    /// The verdicts, in the order of `check`.
    pub verdicts: Vec<VerdictLine>,
    /// The leaves and the clauses.
    pub leaves: LeafCoverage,
    /// Which part of the specs it is about; `None` if it is about all of them.
    pub shard: Option<Shard>,
    /// What entries of `[[coverage.ignore]]` took away; `leaves` is without it.
    pub ignores: Vec<IgnoreUse>,
    /// The clauses that do not count, as places in [`LeafCoverage::clauses`], sorted.
    pub ignored_clauses: Vec<usize>,
    /// The gates of the configuration.
    pub gates: Vec<GateResult>,
    /// How the process ends.
    pub exit: Exit,
}

/// A part of the specs: `2/4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which part, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

/// A stack, as a report carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackLine {
    /// Its name.
    pub name: String,
    /// The input, as it was named on the command line.
    pub input: String,
    /// Its line of JSON, without the line break.
    pub line: String,
}

/// A verdict, as a report carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictLine {
    /// The stack's name.
    pub stack: String,
    /// The spec file's name, as in a test case.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// What it came to.
    pub outcome: Outcome,
    /// Whether it makes `check` fail.
    pub red: bool,
    /// How many findings there were.
    pub findings: usize,
    /// Its line of JSON, without the line break.
    pub line: String,
}

/// How many of how many, for one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

/// What the figures of a coverage report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Covered resources.
    pub resources: Figure,
    /// Covered leaves, of those that are known.
    pub attributes: Figure,
    /// Leaves of which only the presence is asked for.
    pub present: Figure,
    /// Leaves that only decide what is judged.
    pub consulted: Figure,
    /// Leaves that nobody looks at.
    pub never: Figure,
    /// Leaves that are not known, of all.
    pub unknown: Figure,
    /// Proven clauses.
    pub proven: Figure,
}

/// A run of mutants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MutationReport<'r> {
    /// What came of them.
    pub mutation: &'r Mutation,
    /// The names of the stacks.
    pub stacks: &'r [String],
    /// The inputs, as they were named on the command line.
    pub inputs: &'r [String],
    /// What the specs hold, leaf by leaf, if somebody asked for that too.
    pub leaves: Option<&'r LeafCoverage>,
    /// How many specs there are, those that were left out by `--spec` not counted.
    pub specs: usize,
    /// What was asked for besides, in the words of the command line: `--spec iam::*`.
    pub narrowed: &'r [String],
    /// Whether every block was changed: only then is it known which clauses are proven.
    pub whole: bool,
    /// `--min-score`.
    pub required: Option<u8>,
    /// How the process ends.
    pub exit: Exit,
}

impl CoverageReport {
    /// Of a run that was judged.
    pub fn of(run: &Run<'_>, verdicts: &[Verdict], leaves: LeafCoverage) -> Self {
        let stacks = run.stacks.iter().map(|subject| StackLine {
            name: subject.model.stack().name.clone(),
            input: subject.model.stack().input.to_string_lossy().into_owned(),
            line: super::json::stack_line(subject.model.stack(), &subject.role),
        });
        let verdicts = verdicts.iter().map(|verdict| VerdictLine {
            stack: verdict.stack.clone(),
            file: verdict.file.clone(),
            spec: verdict.spec.clone(),
            outcome: verdict.outcome,
            red: verdict.is_red(),
            findings: verdict.found,
            line: super::json::verdict_line(verdict),
        });
        Self {
            stacks: stacks.collect(),
            verdicts: verdicts.collect(),
            leaves,
            shard: None,
            ignores: Vec::new(),
            ignored_clauses: Vec::new(),
            gates: Vec::new(),
            exit: Exit::Ok,
        }
    }

    /// Makes it the report of a part of the specs: it is held to no gate, and may have nothing to
    /// judge. What comes of all parts is settled when they are merged.
    #[must_use]
    pub fn sharded(mut self, shard: Shard) -> Self {
        self.shard = Some(shard);
        self.exit = Exit::Ok;
        self
    }

    /// Takes out what does not count, holds the rest against the gates, and settles how the process
    /// ends: with [`Exit::Failed`] if a gate is missed, with [`Exit::Nothing`] if no spec of the
    /// user came to a verdict, else well. A red spec is for `check` to complain about.
    #[must_use]
    pub fn gated(mut self, config: &CoverageConfig) -> Self {
        let leaves = std::mem::take(&mut self.leaves);
        let counted = proof::count(&config.ignore, leaves.by_resource(), Some(leaves));
        self.gates = proof::judge_gates(&config.gates, &counted, super::human::SHOWN);
        self.leaves = counted.leaves.unwrap_or_default();
        self.ignores = counted.ignores;
        self.ignored_clauses.extend(counted.ignored_clauses);
        self.ignored_clauses.sort_unstable();
        self.ignored_clauses.dedup();
        let mut happened = vec![Exit::Ok];
        if self.gates.iter().any(|gate| !gate.is_met()) {
            happened.push(Exit::Failed);
        }
        let own = |verdict: &VerdictLine| !verdict.is_built_in();
        let mut judged = self.verdicts.iter().filter(|verdict| own(verdict));
        if !judged.any(|verdict| verdict.outcome.is_verdict()) {
            happened.push(Exit::Nothing);
        }
        self.exit = crate::exit::decide(happened);
        self
    }

    /// The figures.
    pub fn figures(&self) -> Figures {
        let Tally {
            leaves,
            covered,
            present,
            consulted,
            never,
            unknown,
        } = self.leaves.attributes();
        let (resources, covered_resources) = self.leaves.resources();
        let clauses = self.leaves.clauses.iter().enumerate();
        let counts = |(at, _): &(usize, _)| self.ignored_clauses.binary_search(at).is_err();
        let counting: Vec<_> = clauses.filter(counts).map(|(_, clause)| clause).collect();
        let (clauses, proven) = (
            counting.len(),
            counting.iter().filter(|it| it.proven).count(),
        );
        let of = |count, of| Figure { count, of };
        Figures {
            resources: of(covered_resources, resources),
            attributes: of(covered, leaves),
            present: of(present, leaves),
            consulted: of(consulted, leaves),
            never: of(never, leaves),
            unknown: of(unknown, leaves + unknown),
            proven: of(proven, clauses),
        }
    }

    /// How many verdicts came to this outcome, those of built-in specs left out or alone.
    pub fn count(&self, outcome: Outcome, built_in: bool) -> usize {
        let same = |verdict: &&VerdictLine| {
            verdict.outcome == outcome && verdict.is_built_in() == built_in
        };
        self.verdicts.iter().filter(same).count()
    }

    /// How many different specs of the user the verdicts are about.
    pub fn specs(&self) -> usize {
        let own = self
            .verdicts
            .iter()
            .filter(|verdict| !verdict.is_built_in());
        let mut names: Vec<_> = own.map(|verdict| (&verdict.file, &verdict.spec)).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }
}

impl Shard {
    /// Reads `2/4`.
    ///
    /// # Errors
    /// It is no such thing, or there is no such part.
    pub fn read(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/');
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
        let read = numbers.and_then(|(one, all)| Some((number(one)?, number(all)?)));
        match read {
            None => Err("write which of how many, from 1: `2/4`".to_owned()),
            Some((number, of)) if number > of => Err(format!("there are only {of} shards")),
            Some((number, of)) => Ok(Shard { number, of }),
        }
    }

    /// Whether the spec at a place of so many belongs to it. Neighbours stay together.
    pub fn has(self, place: usize, specs: usize) -> bool {
        place * self.of / specs.max(1) + 1 == self.number
    }
}

impl VerdictLine {
    /// Whether it is about a built-in spec.
    pub fn is_built_in(&self) -> bool {
        self.file == BUILT_IN
    }

    /// The spec, as `<file>::<id>`.
    pub fn spec(&self) -> String {
        full_name(&self.file, &self.spec)
    }
}

impl Figure {
    /// The share in percent, rounded down; `None` of nothing.
    pub fn percent(self) -> Option<u8> {
        crate::proof::percent(self.count, self.of)
    }
}

impl MutationReport<'_> {
    /// Whether `--min-score` is missed. Without any score nothing was judged, which is worse.
    pub fn is_missed(&self) -> bool {
        let score = self.mutation.score().percent();
        let both = self.required.zip(score);
        both.is_some_and(|(required, score)| score < required)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_a_partition() {
        for specs in [0, 1, 3, 4, 10, 97] {
            for of in [1, 2, 4, 7] {
                for place in 0..specs {
                    let shard = |number| Shard { number, of };
                    let having = (1..=of).filter(|number| shard(*number).has(place, specs));
                    assert_eq!(having.count(), 1, "{place} of {specs} in {of}");
                }
            }
        }
        assert_eq!(Shard::read("2/4"), Ok(Shard { number: 2, of: 4 }));
        for wrong in ["", "2", "0/4", "5/4", "a/4", "2/0", "-1/4", "2/4/6"] {
            assert!(Shard::read(wrong).is_err(), "{wrong}");
        }
    }
}
