//! What was seen, as findings: one for each value, or one for the whole selection.

use super::{Seeing, Seen};
use crate::check::finding::Raw;
use crate::check::look::Said;
use crate::spec::{Look, Over, Quantifier};
use crate::verdict::{Outcome, Truth};

impl Seen<'_> {
    /// A walk that ended early: nothing was examined.
    pub(super) fn vacuous(self, look: &Look, expected: String) -> Said {
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

    /// Under `every`, each value that does not hold is a finding of its own.
    pub(super) fn each(
        self,
        look: &Look,
        outcome: Outcome,
        expected: &dyn Fn() -> String,
    ) -> Vec<Raw> {
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
    pub(super) fn whole(self, look: &Look, outcome: Outcome, expected: String) -> Raw {
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

impl Seeing {
    pub(super) fn raw(self, outcome: Outcome, expected: String) -> Raw {
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

    pub(super) fn note(&self) -> String {
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

/// The finding where there is no value to name.
pub(super) fn nothing_there_raw(look: &Look, outcome: Outcome, expected: String) -> Raw {
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

/// What a verdict waits for, as a note.
pub(in crate::check) fn waiting(names: Vec<String>) -> Option<String> {
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    (!once.is_empty()).then(|| format!("waits for {}", once.join(", ")))
}
