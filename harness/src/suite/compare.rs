//! Two results of a suite side by side: what got worse, what got better, what is as red as it was.
//!
//! Cases are matched by their names, judgements by the role of the stack and the spec, findings by
//! their fingerprints: none of them hangs on the suffix of an environment. Only what is of level
//! `deny` counts. What is judged no more is worse than before, whatever it came to: nobody knows.

mod judgements;
mod sets;
mod tally;

use std::collections::{BTreeMap, BTreeSet};

use super::record::{CaseLine, CaseRecord, FindingLine, State, SuiteLine};
use super::results::Results;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::spec::full_name;
use crate::verdict::Outcome;

pub use tally::{Tally, TallyBy, TallyRow};

/// What became of a judgement: a spec on a stack of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It is red, and was not: it passed, or had nothing to judge.
    Broken,
    /// It was judged or red, and is judged no more.
    NoMore,
    /// It was red and is red.
    StillRed,
    /// It is red, and was not asked before: the spec is new, or was not of level `deny`.
    Asked,
    /// It was red, and passes.
    Fixed,
    /// It passes, and was not judged before.
    Newly,
}

/// A judgement that is not as it was, or is as red as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The case.
    pub case: String,
    /// Which model wrote it.
    pub model: Option<String>,
    /// The role of the stack.
    pub stack: String,
    /// The name of the spec's file.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// What became of it.
    pub change: Change,
    /// What it came to before; `None`: there was no line of it.
    pub before: Option<Outcome>,
    /// What it comes to now.
    pub after: Option<Outcome>,
    /// Why it is vacuous now.
    pub reason: Option<String>,
    /// Findings that are there now and were not before.
    pub new: Vec<FindingLine>,
    /// Findings that were there before and are not now.
    pub gone: Vec<FindingLine>,
}

/// What became of a case as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseChange {
    /// It is not there any more.
    Gone,
    /// It did load, and does not now.
    Refused,
    /// It did not load, and does not now.
    StillRefused,
    /// It did not load, and does now.
    Loads,
    /// It was not there before.
    New,
}

/// A case of which the judgements cannot be held side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCase {
    /// Its name.
    pub case: String,
    /// Which model wrote it.
    pub model: Option<String>,
    /// The failure classes that it is about.
    pub classes: Vec<String>,
    /// What became of it.
    pub change: CaseChange,
    /// What it came to before.
    pub before: Option<State>,
    /// What it comes to now.
    pub after: Option<State>,
    /// Why it does not load.
    pub why: Option<String>,
}

/// One of the two results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The file, as it was named.
    pub name: String,
    /// What was judged.
    pub suite: SuiteLine,
    /// How many cases it has.
    pub cases: usize,
    /// How many of them are clean.
    pub clean: usize,
    /// How many of them are faulty.
    pub faulty: usize,
}

/// Two results side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The older one.
    pub before: Side,
    /// The newer one.
    pub after: Side,
    /// What speaks against holding them side by side.
    pub warnings: Vec<Diagnostic>,
    /// How many cases are in both.
    pub common: usize,
    /// How many judgements are in both.
    pub compared: usize,
    /// Cases that are gone, new or did not load, in the order of [`CaseChange`] and of their names.
    pub cases: Vec<ChangedCase>,
    /// Judgements, in the order of [`Change`], then of cases, stacks and specs.
    pub changes: Vec<Changed>,
    /// All of it, counted.
    pub total: Tally,
    /// The same by each of [`TallyBy::ALL`], in that order.
    pub by: [Vec<TallyRow>; TallyBy::ALL.len()],
}

impl Change {
    /// Every change, worst first.
    pub const ALL: [Change; 6] = [
        Change::Broken,
        Change::NoMore,
        Change::StillRed,
        Change::Asked,
        Change::Fixed,
        Change::Newly,
    ];

    /// The words for it in reports.
    pub fn words(self) -> &'static str {
        match self {
            Change::Broken => "newly broken",
            Change::NoMore => "judged no more",
            Change::StillRed => "unchanged red",
            Change::Asked => "newly asked",
            Change::Fixed => "newly fixed",
            Change::Newly => "judged newly",
        }
    }
}

impl CaseChange {
    /// Every change, worst first.
    pub const ALL: [CaseChange; 5] = [
        CaseChange::Gone,
        CaseChange::Refused,
        CaseChange::StillRefused,
        CaseChange::Loads,
        CaseChange::New,
    ];

    /// The words for it in reports.
    pub fn words(self) -> &'static str {
        match self {
            CaseChange::Gone => "gone",
            CaseChange::Refused => "newly refused",
            CaseChange::StillRefused => "still refused",
            CaseChange::Loads => "refused no more",
            CaseChange::New => "new",
        }
    }

    /// Whether it makes a comparison red.
    pub fn is_worse(self) -> bool {
        matches!(self, CaseChange::Gone | CaseChange::Refused)
    }
}

impl Changed {
    /// Whether it makes a comparison red.
    pub fn is_worse(&self) -> bool {
        match self.change {
            Change::Broken | Change::NoMore => true,
            Change::StillRed => !self.new.is_empty(),
            Change::Asked | Change::Fixed | Change::Newly => false,
        }
    }

    /// The spec as people name it.
    pub fn name(&self) -> String {
        full_name(&self.file, &self.spec)
    }
}

impl Comparison {
    /// Holds the newer result against the older one.
    ///
    /// # Errors
    /// A case is twice in one of them: nobody could say which one is meant.
    pub fn of(before: &Results, after: &Results) -> Result<Comparison, Box<Diagnostic>> {
        let (of_before, of_after) = (by_name(before)?, by_name(after)?);
        let asked = sets::asked(before);
        let mut comparison = Comparison {
            before: side(before),
            after: side(after),
            warnings: sets::warnings(before, after),
            common: 0,
            compared: 0,
            cases: Vec::new(),
            changes: Vec::new(),
            total: Tally::default(),
            by: Default::default(),
        };
        let names: BTreeSet<&str> = of_before.keys().chain(of_after.keys()).copied().collect();
        let mut classes: BTreeMap<&str, &[String]> = BTreeMap::new();
        for name in names {
            let (one, two) = (of_before.get(name).copied(), of_after.get(name).copied());
            if let Some(record) = two.or(one) {
                classes.insert(name, &record.case.classes);
            }
            comparison.cases.extend(case(one, two));
            let (Some(one), Some(two)) = (one, two) else {
                continue;
            };
            comparison.common += 1;
            if one.case.state != State::Refused && two.case.state != State::Refused {
                let (changes, compared) = judgements::changes(one, two, &asked);
                comparison.changes.extend(changes);
                comparison.compared += compared;
            }
        }
        // Stable: cases, stacks and specs stay in their order.
        comparison.cases.sort_by_key(|case| case.change);
        comparison.changes.sort_by_key(|changed| changed.change);
        (comparison.total, comparison.by) =
            tally::count(&comparison.cases, &comparison.changes, &classes);
        Ok(comparison)
    }

    /// Whether anything got worse.
    pub fn is_worse(&self) -> bool {
        self.cases.iter().any(|case| case.change.is_worse())
            || self.changes.iter().any(Changed::is_worse)
    }

    /// How a run that compares ends. Where nothing is in both, nothing is as it was.
    pub fn exit(&self) -> Exit {
        match (self.common, self.compared) {
            (0, _) => Exit::Nothing,
            _ if self.is_worse() => Exit::Mismatch,
            (_, 0) => Exit::Nothing,
            _ => Exit::Ok,
        }
    }

    /// Why there is nothing to say, if there is not.
    pub fn nothing(&self) -> Option<Diagnostic> {
        let (one, two) = (&self.before.name, &self.after.name);
        let (message, help) = match (self.common, self.compared) {
            (0, _) => (
                format!("`{one}` and `{two}` have no case in common"),
                "give two results of one suite: cases are matched by their names, which are their folders below DIR",
            ),
            (_, 0) => (
                format!("no judgement of level `deny` is in `{one}` and in `{two}`"),
                "look at the two runs: nothing was judged in one of them",
            ),
            _ => return None,
        };
        Some(Diagnostic::error(message).help(help))
    }

    /// The judgements that a change became of.
    pub fn of_change(&self, change: Change) -> impl Iterator<Item = &Changed> {
        self.changes.iter().filter(move |it| it.change == change)
    }

    /// The cases that a change became of.
    pub fn cases_of(&self, change: CaseChange) -> impl Iterator<Item = &ChangedCase> {
        self.cases.iter().filter(move |it| it.change == change)
    }
}

fn side(results: &Results) -> Side {
    Side {
        name: results.name.clone(),
        suite: results.suite.clone(),
        cases: results.cases.len(),
        clean: of_state(results, State::Clean),
        faulty: of_state(results, State::Faulty),
    }
}

fn of_state(results: &Results, state: State) -> usize {
    let of = results.cases.iter();
    of.filter(|record| record.case.state == state).count()
}

/// The cases of a result, each once.
fn by_name(results: &Results) -> Result<BTreeMap<&str, &CaseRecord>, Box<Diagnostic>> {
    let mut cases = BTreeMap::new();
    for record in &results.cases {
        let name = record.case.case.as_str();
        if cases.insert(name, record).is_some() {
            let message = format!("the case `{name}` is twice in `{}`", results.name);
            let help =
                "compare results of single runs: `stackspec suite run` writes each case once";
            return Err(Box::new(Diagnostic::error(message).help(help)));
        }
    }
    Ok(cases)
}

/// What became of a case, if its judgements do not say.
fn case(before: Option<&CaseRecord>, after: Option<&CaseRecord>) -> Option<ChangedCase> {
    let state = |record: Option<&CaseRecord>| record.map(|record| record.case.state);
    let refused = |record: &CaseRecord| record.case.state == State::Refused;
    let change = match (before, after) {
        (Some(_), None) => CaseChange::Gone,
        (None, _) => CaseChange::New,
        (Some(one), Some(two)) => match (refused(one), refused(two)) {
            (false, true) => CaseChange::Refused,
            (true, true) => CaseChange::StillRefused,
            (true, false) => CaseChange::Loads,
            (false, false) => return None,
        },
    };
    let CaseLine {
        case,
        model,
        classes,
        ..
    } = after.or(before).map(|record| &record.case)?;
    let problem = after.and_then(|record| record.problems.first());
    Some(ChangedCase {
        case: case.clone(),
        model: model.clone(),
        classes: classes.clone(),
        change,
        before: state(before),
        after: state(after),
        why: problem.map(|problem| problem.message.clone()),
    })
}
