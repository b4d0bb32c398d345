//! What was seen along a path, and what is said of it.

use super::finding::Raw;
use super::look::Said;
use super::tally::{Counts, Tally, quantify};
use crate::matcher::Matcher;
use crate::spec::{Look, Quantifier};
use crate::value::Path;
use crate::verdict::{Outcome, Truth};

/// What was seen along a path.
#[derive(Default)]
pub(super) struct Seen {
    /// Values that surely are selected, and those that may be.
    sure: Tally,
    maybe: Tally,
    /// Values about which there is something to say.
    values: Vec<Seeing>,
    missing: Vec<Seeing>,
    open: Vec<Seeing>,
    errors: Vec<Seeing>,
}

/// One thing that was seen.
pub(super) struct Seeing {
    pub(super) path: Option<Path>,
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

impl Seen {
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
        };
        if !(fine && sure) {
            self.values.push(seeing());
        }
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
    pub(super) fn open(&mut self, path: Option<Path>, waits_for: Vec<String>, message: String) {
        let actual = "not known".to_owned();
        let said = Truth::Unknown;
        self.open.push(Seeing {
            path,
            actual,
            said,
            sure: false,
            waits_for,
            message,
        });
    }

    /// What cannot be judged.
    pub(super) fn error(&mut self, path: Option<Path>, actual: String, message: String) {
        let (said, waits_for) = (Truth::Unknown, Vec::new());
        self.errors.push(Seeing {
            path,
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
                could_differ: false,
            };
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
        let outcome = match quantify(look.quantifier, &counts) {
            Truth::True => {
                return Said {
                    outcome: Some(Outcome::Pass),
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
            could_differ: false,
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
            findings.push(nothing(look, outcome, expected()));
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
                format!("{} values", holds + self.maybe.holds)
            }
            _ => format!("{holds} of {all} values"),
        };
        let (mut waits_for, mut notes, mut path) = (Vec::new(), Vec::new(), None);
        for seeing in self.values.into_iter().chain(self.open) {
            if notes.len() < 3 {
                notes.push(seeing.note());
            }
            waits_for.extend(seeing.waits_for);
            path = path.or(seeing.path);
        }
        let hangs = match outcome {
            Outcome::Unknown => ", and more hangs on what is not known",
            _ => "",
        };
        let at = look.at.text();
        let message = format!("`{at}`: {actual}{hangs}; the spec wants {expected}");
        notes.extend(waiting(waits_for));
        Raw {
            outcome,
            path,
            expected,
            actual,
            message,
            notes,
        }
    }
}

/// Whether a clause asks that something is not there.
fn wants_absence(look: &Look) -> bool {
    !look.matchers.is_empty() && look.matchers.iter().all(|it| it.matcher == Matcher::Absent)
}

/// The finding where there is no value to name.
fn nothing(look: &Look, outcome: Outcome, expected: String) -> Raw {
    let at = look.at.text();
    let (actual, message) = match outcome {
        Outcome::Unknown => (
            "not known",
            format!("whether `{at}` selects anything is not known"),
        ),
        _ => ("nothing", format!("`{at}` selects nothing")),
    };
    Raw {
        outcome,
        path: None,
        message: format!("{message}; the spec wants at least one value: {expected}"),
        expected,
        actual: actual.into(),
        notes: Vec::new(),
    }
}

impl Seeing {
    fn raw(self, outcome: Outcome, expected: String) -> Raw {
        let at = self.path.as_ref().map(Path::shorthand).unwrap_or_default();
        let actual = self.actual;
        let message = match (outcome, self.message.as_str()) {
            (Outcome::Error, why) => why.to_owned(),
            (Outcome::Unknown, "") => format!(
                "`{at}` is {actual}: hangs on what is not known before apply; the spec wants \
                 {expected}"
            ),
            (Outcome::Unknown, why) => {
                format!("`{at}` is {actual}: {why}; the spec wants {expected}")
            }
            _ => format!("`{at}` is {actual}; the spec wants {expected}"),
        };
        let waits = (outcome == Outcome::Unknown)
            .then(|| waiting(self.waits_for))
            .flatten();
        let notes = waits.into_iter().collect();
        Raw {
            outcome,
            path: self.path,
            expected,
            actual,
            message,
            notes,
        }
    }

    fn note(&self) -> String {
        let at = self.path.as_ref().map(Path::shorthand).unwrap_or_default();
        let why = if self.message.is_empty() {
            String::new()
        } else {
            format!(": {}", self.message)
        };
        format!("`{at}` is {}{why}", self.actual)
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
