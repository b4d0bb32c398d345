//! Findings against what is said of a case, both ways.
//!
//! | | a finding is there | none is |
//! |---|---|---|
//! | `[[expect]]` | expected | unmet expectation |
//! | `[[known]]`, of a finding | known | unexpected pass |
//! | `[[known]]`, of an expectation | unexpected pass | known |
//! | `[[known]]` beyond its date | expired | expired |
//! | baseline | baseline | stale |
//! | nothing | unexpected finding | as it should be |
//!
//! The first row that applies decides. Specs of level `warn` need no expectation, and may meet one.

mod nearest;
mod say;

use std::collections::BTreeMap;

pub use say::source as place_of;

use super::baseline::{CaseBaseline, judgement};
use super::expectation::{Expect, Known};
use super::record::{FindingLine, Met, MismatchLine, ResultLine};
use crate::date::Date;
use crate::spec::full_name;
use crate::verdict::Outcome;

/// What is said of a case.
#[derive(Debug, Clone)]
pub struct Said<'s> {
    /// Its `[[expect]]`.
    pub expects: &'s [Expect],
    /// Its `[[known]]`.
    pub knowns: &'s [Known],
    /// Those of its suite that are about it.
    pub shared: Vec<&'s Known>,
    /// What was accepted of it; `None`: there is no baseline at all.
    pub baseline: Option<&'s CaseBaseline>,
    /// The day on which it is judged.
    pub today: Date,
}

/// What came of holding a case against what is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// How it is not as it was said to be.
    pub mismatches: Vec<MismatchLine>,
    /// Of [`Said::shared`], those that accounted for something.
    pub used: Vec<bool>,
}

/// Holds the findings of a case against what is said of it, and notes at each finding what accounts
/// for it. `results` are all judgements of the case, the skipped ones too.
pub fn hold(
    case: &str,
    said: &Said<'_>,
    results: &[ResultLine],
    findings: &mut [FindingLine],
) -> Held {
    let mut holding = Holding {
        case,
        said,
        results,
        met: vec![0; said.expects.len()],
        known: vec![false; said.knowns.len() + said.shared.len()],
        mismatches: Vec::new(),
    };
    let levels = levels(results);
    let mut accepted = holding.accepted();
    for finding in findings.iter_mut() {
        let level = levels.get(&judgement(&finding.stack, &finding.file, &finding.spec));
        let warned = level.is_some_and(|level| *level != "deny");
        finding.met = holding.finding(finding, warned, &mut accepted);
    }
    holding.expectations(findings);
    holding.knowns();
    holding.baseline(&accepted);
    Held {
        mismatches: holding.mismatches,
        used: holding.known.split_off(said.knowns.len()),
    }
}

fn levels(results: &[ResultLine]) -> BTreeMap<String, &str> {
    let of = |line: &'_ ResultLine| judgement(&line.stack, &line.file, &line.spec);
    let all = results.iter();
    all.map(|line| (of(line), line.level.as_str())).collect()
}

/// How many findings of a fingerprint and an outcome were accepted, and are not there yet.
type Left = BTreeMap<(String, Outcome), usize>;

struct Holding<'s> {
    case: &'s str,
    said: &'s Said<'s>,
    results: &'s [ResultLine],
    /// How many findings met each expectation.
    met: Vec<usize>,
    /// Which known failures account for something: those of the case, then those of the suite.
    known: Vec<bool>,
    mismatches: Vec<MismatchLine>,
}

impl<'s> Holding<'s> {
    fn accepted(&self) -> Left {
        let mut left = Left::new();
        for accepted in self.said.baseline.iter().flat_map(|it| &it.findings) {
            *left
                .entry((accepted.fingerprint.clone(), accepted.outcome))
                .or_default() += accepted.count;
        }
        left
    }

    fn finding(&mut self, finding: &FindingLine, warned: bool, left: &mut Left) -> Met {
        let mut expected = false;
        for (at, expect) in self.said.expects.iter().enumerate() {
            if meets(expect, finding) {
                self.met[at] += 1;
                expected = true;
            }
        }
        if expected {
            return Met::Expected;
        }
        let names = |known: &Known| {
            known.of.names(&finding.file, &finding.spec)
                && known
                    .of
                    .covers(&finding.address, finding.construct_path.as_deref())
        };
        if let Some((_, known)) = self.take(names) {
            if known.expires >= self.said.today {
                return Met::Known;
            }
            if warned {
                return Met::Warned;
            }
            self.mismatches.push(say::expired(self, known, finding));
            return Met::Expired;
        }
        if warned {
            return Met::Warned;
        }
        let key = (finding.fingerprint.clone(), finding.outcome);
        if let Some(count) = left.get_mut(&key).filter(|count| **count > 0) {
            *count -= 1;
            return Met::Baseline;
        }
        self.mismatches.push(say::unexpected(self, finding));
        Met::Unexpected
    }

    /// The first known failure for which `is` holds; it is needed.
    fn take(&mut self, is: impl Fn(&Known) -> bool) -> Option<(usize, &'s Known)> {
        let (at, known) = self.knowns_with_place().find(|(_, known)| is(known))?;
        self.known[at] = true;
        Some((at, known))
    }

    fn knowns_with_place(&self) -> impl Iterator<Item = (usize, &'s Known)> + use<'s> {
        let said = self.said;
        let own = said.knowns.iter();
        own.chain(said.shared.iter().copied()).enumerate()
    }

    fn expectations(&mut self, findings: &[FindingLine]) {
        for (at, expect) in self.said.expects.iter().enumerate() {
            let met = self.met[at];
            if met > 0 && expect.exactly.is_none_or(|exactly| exactly == met) {
                continue;
            }
            let results = self.results;
            let about = |known: &Known| {
                let same = known.of.address.is_none() || known.of.address == expect.of.address;
                same && is_same_spec(results, known, expect)
            };
            match self.take(about) {
                Some((_, known)) if known.expires >= self.said.today => {}
                Some((_, known)) => {
                    let line = say::expired_expectation(self, known, expect);
                    self.mismatches.push(line);
                }
                None => {
                    let line = say::unmet(self, expect, met, findings);
                    self.mismatches.push(line);
                }
            }
        }
    }

    /// Known failures of the case that nothing needs. Those of the suite may be needed elsewhere.
    fn knowns(&mut self) {
        for (at, known) in self.said.knowns.iter().enumerate() {
            if !self.known[at] {
                let line = say::unexpected_pass(self, known);
                self.mismatches.push(line);
            }
        }
    }

    fn baseline(&mut self, left: &Left) {
        let Some(baseline) = self.said.baseline else {
            return;
        };
        for accepted in &baseline.findings {
            let key = (accepted.fingerprint.clone(), accepted.outcome);
            if let Some(count) = left.get(&key).filter(|count| **count > 0) {
                let line = say::stale(self, accepted, *count);
                self.mismatches.push(line);
            }
        }
        for name in baseline.outcomes.keys() {
            let same = |line: &&ResultLine| judgement(&line.stack, &line.file, &line.spec) == *name;
            let now = self.results.iter().find(same);
            // What is red is said by its findings.
            if now.is_none_or(|line| matches!(line.outcome, Outcome::Skipped | Outcome::Vacuous)) {
                let line = say::judged_no_more(self, name, now);
                self.mismatches.push(line);
            }
        }
    }
}

/// Whether a finding is what an entry expects.
fn meets(expect: &Expect, finding: &FindingLine) -> bool {
    expect.outcome == finding.outcome
        && expect.of.names(&finding.file, &finding.spec)
        && expect
            .of
            .covers(&finding.address, finding.construct_path.as_deref())
}

/// Whether two entries name the same spec, of which one may name its file too.
fn is_same_spec(results: &[ResultLine], known: &Known, expect: &Expect) -> bool {
    let both = |line: &ResultLine| {
        known.of.names(&line.file, &line.spec) && expect.of.names(&line.file, &line.spec)
    };
    known.of.spec == expect.of.spec || results.iter().any(both)
}

/// The spec of a finding, as `<file>::<id>`.
fn spec_of(finding: &FindingLine) -> String {
    full_name(&finding.file, &finding.spec)
}
