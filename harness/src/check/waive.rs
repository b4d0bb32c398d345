//! Waivers: what is wrong, is known, and fails no run until a day.
//!
//! They take nothing away: a waived finding stays in every report. Only `fail` and `unknown` can be
//! waived; what could not be judged, or examined nothing, has no true finding that one could live with.

mod address;

use std::collections::BTreeSet;

use super::{Finding, Verdict};
use crate::config::{NameGlob, Waiver};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::spec::{Params, full_name};
use crate::verdict::Outcome;

/// The waivers of a run, their addresses completed by the params of it.
#[derive(Debug, Clone)]
pub struct Waivers {
    entries: Vec<Entry>,
    today: Date,
}

#[derive(Debug, Clone)]
struct Entry {
    waiver: Waiver,
    /// Its address, without `{name}`.
    address: Option<NameGlob>,
}

/// What a report says of a finding that is waived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverNote {
    /// Why people live with it.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it is followed up.
    pub issue: Option<String>,
    /// The last day on which it is waived, in UTC.
    pub expires: Date,
    /// Where the waiver stands.
    pub place: Place,
}

/// A waiver, and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverUse {
    /// The waiver.
    pub waiver: Waiver,
    /// What came of it.
    pub state: WaiverState,
}

/// What came of a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaiverState {
    /// It covers so many findings, at least one.
    Used(usize),
    /// There is nothing that it could cover; perhaps what is nearest to what it names.
    Unused(Option<String>),
    /// Its day is over: it covers nothing. So many findings are like it.
    Expired(usize),
    /// It covers nothing, because so many subjects of one stack are like it, and it does not say `many`.
    TooBroad(usize),
    /// It is about specs or stacks that this run did not judge.
    NotAsked,
}

impl WaiverState {
    /// A word for it in reports.
    pub fn word(&self) -> &'static str {
        match self {
            WaiverState::Used(_) => "used",
            WaiverState::Unused(_) => "unused",
            WaiverState::Expired(_) => "expired",
            WaiverState::TooBroad(_) => "too-broad",
            WaiverState::NotAsked => "not-asked",
        }
    }

    /// Whether somebody has to look at the waiver again.
    pub fn is_stale(&self) -> bool {
        !matches!(self, WaiverState::Used(_) | WaiverState::NotAsked)
    }
}

impl WaiverUse {
    /// The findings of these verdicts that it covers, each with its verdict.
    pub fn findings<'v>(
        &self,
        verdicts: &'v [Verdict],
    ) -> impl Iterator<Item = (&'v Verdict, &'v Finding)> {
        let of = &self.waiver.of;
        let named = move |it: &&Verdict| of.names(&it.file, &it.spec);
        let pairs = verdicts.iter().filter(named).flat_map(|verdict| {
            let findings = verdict.findings.iter();
            findings.map(move |finding| (verdict, finding))
        });
        let is = |note: &WaiverNote| note.place == self.waiver.of.place;
        pairs.filter(move |(_, finding)| finding.waived.as_ref().is_some_and(is))
    }
}

impl Verdict {
    /// How many of its findings are waived.
    pub fn waived(&self) -> usize {
        let waived = self.findings.iter().filter(|it| it.waived.is_some());
        waived.count()
    }
}

impl Waivers {
    /// Completes the addresses: `{name}` stands for the value of the param `name`.
    ///
    /// # Errors
    /// An address names what is no param, or a param without a value. No message repeats a value.
    pub fn new(waivers: &[Waiver], params: &Params, today: Date) -> Result<Self, Vec<Diagnostic>> {
        let (mut entries, mut errors) = (Vec::new(), Vec::new());
        for waiver in waivers {
            let address = waiver.of.address.as_ref();
            match address.map(|glob| address::complete(glob, waiver, params)) {
                Some(Err(error)) => errors.push(*error),
                address => entries.push(Entry {
                    waiver: waiver.clone(),
                    address: address.and_then(Result::ok),
                }),
            }
        }
        match errors.is_empty() {
            true => Ok(Waivers { entries, today }),
            false => Err(errors),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Marks what is waived in one verdict, and rolls it up again. Twice is as once.
    pub fn apply(&self, verdict: &mut Verdict) {
        if !can_be_waived(verdict) {
            return;
        }
        let entries = self.entries.iter();
        for entry in entries.filter(|entry| self.counts(entry)) {
            if !entry.asks(verdict) || entry.is_too_broad(verdict) {
                continue;
            }
            for finding in &mut verdict.findings {
                if finding.waived.is_none() && entry.has(finding) {
                    finding.waived = Some(entry.note());
                }
            }
        }
        if verdict.waived() > 0 {
            verdict.outcome = rolled_up(verdict);
            if verdict.outcome == Outcome::Vacuous {
                verdict.reason = verdict.reason.take().or(verdict.hollow.clone());
            }
        }
    }

    /// What each waiver did in these verdicts, in the order of the file. `whole` says that these are
    /// the verdicts of every spec: else what is not among them was not asked.
    pub fn uses(&self, verdicts: &[Verdict], whole: bool) -> Vec<WaiverUse> {
        let of = |entry: &Entry| WaiverUse {
            waiver: entry.waiver.clone(),
            state: self.state(entry, verdicts, whole),
        };
        self.entries.iter().map(of).collect()
    }

    /// The last day counts.
    fn counts(&self, entry: &Entry) -> bool {
        self.today <= entry.waiver.expires
    }

    fn state(&self, entry: &Entry, verdicts: &[Verdict], whole: bool) -> WaiverState {
        let of_stack = || verdicts.iter().filter(|it| entry.is_about(&it.role));
        let asked: Vec<&Verdict> = of_stack().filter(|it| entry.asks(it)).collect();
        if asked.is_empty() {
            // Another job of the same repository judges the other stacks.
            let elsewhere = entry.waiver.stack.is_some() && of_stack().next().is_none();
            return match whole && !elsewhere {
                true => WaiverState::Unused(nearest_spec(entry, verdicts)),
                false => WaiverState::NotAsked,
            };
        }
        let mut covered = 0;
        let mut broadest = 0;
        for verdict in asked.iter().filter(|it| can_be_waived(it)) {
            let like = verdict.findings.iter().filter(|it| entry.has(it)).count();
            match entry.is_too_broad(verdict) {
                true => broadest = broadest.max(entry.subjects(verdict)),
                false => covered += like,
            }
        }
        match (self.counts(entry), covered, broadest) {
            (false, like, _) => WaiverState::Expired(like),
            (true, _, 1..) => WaiverState::TooBroad(broadest),
            (true, 0, 0) => WaiverState::Unused(nearest_subject(entry, &asked)),
            (true, covered, 0) => WaiverState::Used(covered),
        }
    }
}

impl Entry {
    fn is_about(&self, role: &str) -> bool {
        (self.waiver.stack.as_ref()).is_none_or(|glob| glob.has(role))
    }

    fn asks(&self, verdict: &Verdict) -> bool {
        self.waiver.of.names(&verdict.file, &verdict.spec) && self.is_about(&verdict.role)
    }

    fn has(&self, finding: &Finding) -> bool {
        let waivable = matches!(finding.outcome, Outcome::Fail | Outcome::Unknown);
        let construct = finding.construct_path.as_deref();
        let named = |glob: &NameGlob| {
            glob.has_address(&finding.address) || construct.is_some_and(|path| glob.has(path))
        };
        waivable && self.address.as_ref().is_none_or(named)
    }

    /// How many subjects are like it.
    fn subjects(&self, verdict: &Verdict) -> usize {
        let like = verdict.findings.iter().filter(|it| self.has(it));
        let subjects = like.map(|it| (it.address.as_str(), it.construct_path.as_deref()));
        subjects.collect::<BTreeSet<_>>().len()
    }

    fn is_too_broad(&self, verdict: &Verdict) -> bool {
        !self.waiver.many && self.subjects(verdict) > 1
    }

    fn note(&self) -> WaiverNote {
        let waiver = &self.waiver;
        WaiverNote {
            reason: waiver.reason.clone(),
            owner: waiver.owner.clone(),
            issue: waiver.issue.clone(),
            expires: waiver.expires,
            place: waiver.of.place.clone(),
        }
    }
}

/// Whether anything of it can be waived: what fails beside an error is not lived with yet.
fn can_be_waived(verdict: &Verdict) -> bool {
    matches!(
        verdict.outcome,
        Outcome::Fail | Outcome::Unknown | Outcome::Waived
    )
}

/// The outcome without what is waived. Each finding has its own; what has none beside it is `hollow`.
fn rolled_up(verdict: &Verdict) -> Outcome {
    let left = verdict.findings.iter().filter(|it| it.waived.is_none());
    let mut outcomes: Vec<Outcome> = left.map(|finding| finding.outcome).collect();
    // Findings beyond those that are kept were held against no waiver.
    if verdict.found > verdict.findings.len() {
        outcomes.push(verdict.outcome);
    }
    if verdict.hollow.is_some() {
        outcomes.push(Outcome::Vacuous);
    }
    outcomes.push(Outcome::Waived);
    Outcome::roll_up(outcomes)
}

fn nearest_spec(entry: &Entry, verdicts: &[Verdict]) -> Option<String> {
    let wanted = entry.waiver.of.spec.as_str();
    let full: Vec<String> = verdicts
        .iter()
        .map(|it| full_name(&it.file, &it.spec))
        .collect();
    let ids = verdicts.iter().map(|it| it.spec.as_str());
    let near = nearest(wanted, ids.chain(full.iter().map(String::as_str)));
    near.map(str::to_owned)
}

fn nearest_subject(entry: &Entry, asked: &[&Verdict]) -> Option<String> {
    let wanted = entry.waiver.of.address.as_ref()?.text();
    let findings = asked.iter().flat_map(|verdict| &verdict.findings);
    let names = findings.flat_map(|it| {
        let address = (!it.address.is_empty()).then_some(it.address.as_str());
        address.into_iter().chain(it.construct_path.as_deref())
    });
    nearest(wanted, names).map(str::to_owned)
}
