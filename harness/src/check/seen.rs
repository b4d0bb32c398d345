//! What was seen along a path, and what is said of it.

use super::aggregate::{self, Item};
use super::finding::Raw;
use super::look::Said;
use super::tally::{Counts, Decided, Tally, decide};
use super::target::Target;
use crate::matcher::Matcher;
use crate::spec::{Look, Over, Quantifier};
use crate::value::Path;
use crate::verdict::{Outcome, Truth};

/// What was seen along a path.
#[derive(Default)]
pub(super) struct Seen<'n> {
    /// Values that surely are selected, and those that may be.
    sure: Tally,
    maybe: Tally,
    /// Values about which there is something to say.
    values: Vec<Seeing>,
    missing: Vec<Seeing>,
    open: Vec<Seeing>,
    errors: Vec<Seeing>,
    /// The values, each with its place, where they are judged by one another.
    items: Vec<(Item<'n>, Option<Spot>)>,
    /// Why nothing could be reached at all.
    broken: Option<String>,
}

/// Where something was seen.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// On what, if not on the subject.
    pub(super) target: Option<Target>,
    /// Where on it.
    pub(super) path: Path,
    /// Both in the words of a message: `` `$.name` ``, `` `@.name` of aws_x.y ``.
    pub(super) name: String,
}

/// One thing that was seen.
pub(super) struct Seeing {
    pub(super) spot: Option<Spot>,
    /// What is there.
    pub(super) actual: String,
    /// What the matchers say of it.
    pub(super) said: Truth,
    /// Whether it surely is selected.
    pub(super) sure: bool,
    pub(super) waits_for: Vec<String>,
    /// Why it is open or an error.
    pub(super) message: String,
}

impl<'n> Seen<'n> {
    /// A value. `seeing` is asked for only if there may be something to say of it.
    pub(super) fn value(
        &mut self,
        quantifier: Quantifier,
        said: Truth,
        sure: bool,
        seeing: impl FnOnce() -> Seeing,
    ) {
        let tally = if sure {
            &mut self.sure
        } else {
            &mut self.maybe
        };
        tally.count(said);
        let fine = match quantifier {
            Quantifier::Every | Quantifier::Some => said == Truth::True,
            Quantifier::None => said == Truth::False,
            Quantifier::Count(_) => said != Truth::Unknown,
            Quantifier::Unique
            | Quantifier::Distinct(_)
            | Quantifier::Sum(_)
            | Quantifier::Disjoint => true,
        };
        if !(fine && sure) {
            self.values.push(seeing());
        }
    }

    /// A value that is judged by the others.
    pub(super) fn item(&mut self, item: Item<'n>, spot: Option<Spot>) {
        self.items.push((item, spot));
    }

    /// A walk that ended before its last hop.
    pub(super) fn broken(&mut self, why: String) {
        self.broken = Some(why);
    }

    /// How many values surely are there.
    pub(super) fn sure(&self) -> u64 {
        self.sure.all()
    }

    /// An element that lacks the rest of the path. With a `default`, or where `absent` is asked
    /// for, that is a value like any other.
    pub(super) fn missing(&mut self, look: &Look, seeing: Seeing) {
        if look.default.is_some() || wants_absence(look) {
            self.value(look.quantifier, seeing.said, seeing.sure, || seeing);
        } else {
            self.missing.push(seeing);
        }
    }

    /// A place that is not known.
    pub(super) fn open(&mut self, spot: Option<Spot>, waits_for: Vec<String>, message: String) {
        let actual = "not known".to_owned();
        let said = Truth::Unknown;
        self.open.push(Seeing {
            spot,
            actual,
            said,
            sure: false,
            waits_for,
            message,
        });
    }

    /// What cannot be judged.
    pub(super) fn error(&mut self, spot: Option<Spot>, actual: String, message: String) {
        let (said, waits_for) = (Truth::Unknown, Vec::new());
        self.errors.push(Seeing {
            spot,
            actual,
            said,
            sure: true,
            waits_for,
            message,
        });
    }

    /// The verdict on the clause: errors first, then the quantifiers' table.
    pub(super) fn decide(self, look: &Look, expected: &dyn Fn() -> String) -> Said {
        if !self.errors.is_empty() {
            let error = |seeing: Seeing| seeing.raw(Outcome::Error, expected());
            let findings = self.errors.into_iter().map(error).collect();
            return Said {
                outcome: Some(Outcome::Error),
                findings,
                ..Said::default()
            };
        }
        let nothing_there = self.items.is_empty() && self.missing.is_empty();
        if look.quantifier.is_aggregate()
            && !(self.broken.is_some() && nothing_there && self.open.is_empty())
        {
            return self.aggregated(look, expected);
        }
        let missing = |sure| {
            self.missing
                .iter()
                .filter(|seeing| seeing.sure == sure)
                .count() as u64
        };
        let counts = Counts {
            sure: self.sure,
            maybe: self.maybe,
            missing: missing(true),
            maybe_missing: missing(false),
            open: !self.open.is_empty(),
            nothing_will_do: look.optional || wants_absence(look),
            missing_counts: !look.optional,
        };
        // What the clause would say if nothing were there: where that is something else, what is
        // there was needed.
        let none = Counts {
            nothing_will_do: counts.nothing_will_do,
            missing_counts: counts.missing_counts,
            ..Counts::default()
        };
        let truth = match decide(look.quantifier, &counts, self.broken.is_some()) {
            Decided::Vacuous => return self.vacuous(look, expected()),
            Decided::Truth(truth) => truth,
        };
        let needed = decide(look.quantifier, &none, false) != Decided::Truth(truth);
        let outcome = match truth {
            Truth::True => {
                return Said {
                    outcome: Some(Outcome::Pass),
                    needed,
                    ..Said::default()
                };
            }
            Truth::False => Outcome::Fail,
            Truth::Unknown => Outcome::Unknown,
        };
        let findings = match look.quantifier {
            Quantifier::Every => self.each(look, outcome, expected),
            _ => vec![self.whole(look, outcome, expected())],
        };
        Said {
            outcome: Some(outcome),
            findings,
            needed: needed && outcome == Outcome::Fail,
            ..Said::default()
        }
    }

    /// A walk that ended early: nothing was examined.
    fn vacuous(self, look: &Look, expected: String) -> Said {
        let why = self.broken.unwrap_or_default();
        let raw = Raw {
            message: format!("{why}; nothing was examined, and the spec wants {expected}"),
            ..Raw::new(Outcome::Vacuous, expected, "nothing".into())
        };
        let over = matches!(look.over, Over::Walk(_));
        debug_assert!(over, "only a walk breaks");
        Said {
            outcome: Some(Outcome::Vacuous),
            findings: vec![raw],
            ..Said::default()
        }
    }

    /// The verdict on values that are judged by one another.
    fn aggregated(self, look: &Look, expected: &dyn Fn() -> String) -> Said {
        let lacks = |sure: bool| {
            let mut missing = self.missing.iter();
            !look.optional && missing.any(|seeing| seeing.sure == sure)
        };
        let needs_one = matches!(look.quantifier, Quantifier::Unique | Quantifier::Disjoint);
        let nothing = needs_one && !look.optional && self.items.is_empty();
        let items: Vec<Item<'_>> = self.items.iter().map(|(item, _)| item.clone()).collect();
        let open = !self.open.is_empty();
        let found = match aggregate::aggregate(look.quantifier, &items, open) {
            Ok(found) => found,
            Err(why) => {
                let raw = Raw {
                    message: why,
                    ..Raw::new(Outcome::Error, expected(), String::new())
                };
                return Said {
                    outcome: Some(Outcome::Error),
                    findings: vec![raw],
                    ..Said::default()
                };
            }
        };
        let truth = match () {
            () if lacks(true) || nothing && !open => Truth::False,
            () if lacks(false) || nothing => found.truth.and(Truth::Unknown),
            () => found.truth,
        };
        let outcome = match truth {
            Truth::True => {
                return Said {
                    outcome: Some(Outcome::Pass),
                    could_differ: !items.is_empty(),
                    ..Said::default()
                };
            }
            Truth::False => Outcome::Fail,
            Truth::Unknown => Outcome::Unknown,
        };
        let mut findings: Vec<Raw> = Vec::new();
        if found.truth != Truth::True || !lacks(true) {
            let spots: Vec<&Spot> = found
                .at
                .iter()
                .filter_map(|at| self.items.get(*at)?.1.as_ref())
                .collect();
            let mut raw = Raw::new(outcome, expected(), found.actual);
            raw.message = format!(
                "{}: {}; the spec wants {}",
                place(look),
                raw.actual,
                raw.expected
            );
            if nothing {
                raw = nothing_there_raw(look, outcome, expected());
            }
            raw.target = spots.first().and_then(|spot| spot.target);
            raw.path = spots.first().map(|spot| spot.path.clone());
            raw.notes = spots
                .iter()
                .map(|spot| format!("at {}", spot.name))
                .collect();
            let mut waits_for = Vec::new();
            for seeing in self.open {
                if raw.notes.len() < 3 {
                    raw.notes.push(seeing.note());
                }
                waits_for.extend(seeing.waits_for);
            }
            if outcome == Outcome::Unknown {
                let items = self.items.iter();
                waits_for.extend(items.flat_map(|(item, _)| super::look::holes(&item.node)));
                raw.notes.extend(waiting(waits_for));
            }
            findings.push(raw);
        }
        if !look.optional {
            let missing = self.missing.into_iter();
            let missing = missing.map(|seeing| match seeing.sure {
                true => seeing.raw(Outcome::Fail, expected()),
                false => seeing.raw(Outcome::Unknown, expected()),
            });
            findings.extend(missing);
        }
        Said {
            outcome: Some(outcome),
            findings,
            could_differ: outcome == Outcome::Fail,
            ..Said::default()
        }
    }

    /// Under `every`, each value that does not hold is a finding of its own.
    fn each(self, look: &Look, outcome: Outcome, expected: &dyn Fn() -> String) -> Vec<Raw> {
        let mut findings = Vec::new();
        let mut doubts = Vec::new();
        let missing = if look.optional {
            Vec::new()
        } else {
            self.missing
        };
        for seeing in self.values.into_iter().chain(missing) {
            match (seeing.said, seeing.sure) {
                (Truth::False, true) => findings.push(seeing.raw(Outcome::Fail, expected())),
                (Truth::True, _) => {}
                _ => doubts.push(seeing.raw(Outcome::Unknown, expected())),
            }
        }
        doubts.extend(
            self.open
                .into_iter()
                .map(|it| it.raw(Outcome::Unknown, expected())),
        );
        if findings.is_empty() && (outcome == Outcome::Fail || doubts.is_empty()) {
            findings.push(nothing_there_raw(look, outcome, expected()));
        }
        findings.extend(doubts);
        findings
    }

    /// Under the other quantifiers one finding speaks of the whole selection.
    fn whole(self, look: &Look, outcome: Outcome, expected: String) -> Raw {
        let (holds, all) = (self.sure.holds, self.sure.all() + self.maybe.all());
        let actual = match look.quantifier {
            _ if all == 0 && self.open.is_empty() => "nothing".to_owned(),
            Quantifier::Count(_) if look.matchers.is_empty() => {
                let thing = match look.at.segments().is_empty() {
                    true => "there",
                    false => "values",
                };
                format!("{} {thing}", holds + self.maybe.holds)
            }
            _ => format!("{holds} of {all} values"),
        };
        let (mut waits_for, mut notes, mut spot) = (Vec::new(), Vec::new(), None);
        for seeing in self.values.into_iter().chain(self.open) {
            if notes.len() < 3 {
                notes.push(seeing.note());
            }
            waits_for.extend(seeing.waits_for);
            spot = spot.or(seeing.spot);
        }
        let hangs = match outcome {
            Outcome::Unknown => ", and more hangs on what is not known",
            _ => "",
        };
        let message = format!(
            "{}: {actual}{hangs}; the spec wants {expected}",
            place(look)
        );
        notes.extend(waiting(waits_for));
        Raw {
            target: spot.as_ref().and_then(|spot| spot.target),
            path: spot.map(|spot| spot.path),
            message,
            notes,
            ..Raw::new(outcome, expected, actual)
        }
    }
}

/// Whether a clause asks that something is not there.
fn wants_absence(look: &Look) -> bool {
    !look.matchers.is_empty() && look.matchers.iter().all(|it| it.matcher == Matcher::Absent)
}

/// The finding where there is no value to name.
fn nothing_there_raw(look: &Look, outcome: Outcome, expected: String) -> Raw {
    let alone = !look.over.has_nodes() && look.together.is_none();
    let (at, is_path) = (place(look), alone);
    let (actual, message) = match (outcome, is_path) {
        (Outcome::Unknown, true) => (
            "not known",
            format!("whether {at} selects anything is not known"),
        ),
        (Outcome::Unknown, false) => ("not known", format!("whether there is {at} is not known")),
        (_, true) => ("nothing", format!("{at} selects nothing")),
        (_, false) => ("nothing", format!("there is nothing: {at}")),
    };
    Raw {
        message: format!("{message}; the spec wants at least one value: {expected}"),
        ..Raw::new(outcome, expected, actual.into())
    }
}

/// Where a clause looks, in the words of a message.
pub(super) fn place(look: &Look) -> String {
    let at = look.at.text();
    let of = match &look.over {
        Over::Subject if look.together.is_some() => "all subjects together".to_owned(),
        Over::Subject => return format!("`{at}`"),
        Over::Walk(walk) => format!("what `{}` reaches", walk.follow.text),
        Over::Stack(selection) => match selection.patterns.is_empty() {
            true => format!("the stack's rows of {}", selection.names()),
            false => format!(
                "the stack's {} {}",
                selection.what.word(),
                selection.names()
            ),
        },
    };
    match look.at.segments().is_empty() {
        true => of,
        false => format!("`{at}` of {of}"),
    }
}

impl Seeing {
    fn raw(self, outcome: Outcome, expected: String) -> Raw {
        let at = self.name();
        let actual = self.actual;
        let message = match (outcome, self.message.as_str()) {
            (Outcome::Unknown, why) if self.spot.is_none() => {
                format!("there may be more: {why}; the spec wants {expected}")
            }
            (Outcome::Error, why) => why.to_owned(),
            (Outcome::Unknown, "") => format!(
                "{at} is {actual}: hangs on what is not known before apply; the spec wants \
                 {expected}"
            ),
            (Outcome::Unknown, why) => {
                format!("{at} is {actual}: {why}; the spec wants {expected}")
            }
            _ => format!("{at} is {actual}; the spec wants {expected}"),
        };
        let waits = (outcome == Outcome::Unknown)
            .then(|| waiting(self.waits_for))
            .flatten();
        let notes = waits.into_iter().collect();
        Raw {
            target: self.spot.as_ref().and_then(|spot| spot.target),
            path: self.spot.map(|spot| spot.path),
            message,
            notes,
            ..Raw::new(outcome, expected, actual)
        }
    }

    /// Where it was seen, in the words of a message.
    fn name(&self) -> String {
        self.spot
            .as_ref()
            .map_or_else(String::new, |spot| spot.name.clone())
    }

    fn note(&self) -> String {
        let at = self.name();
        if self.spot.is_none() {
            return format!("there may be more: {}", self.message);
        }
        let why = if self.message.is_empty() {
            String::new()
        } else {
            format!(": {}", self.message)
        };
        format!("{at} is {}{why}", self.actual)
    }
}

/// What a verdict waits for, as a note.
pub(super) fn waiting(names: Vec<String>) -> Option<String> {
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    (!once.is_empty()).then(|| format!("waits for {}", once.join(", ")))
}
