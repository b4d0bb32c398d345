//! What was seen along a path, and what is said of it.

use super::aggregate::Item;
use super::look::Said;
use super::tally::{Counts, Decided, Tally, decide};
use super::target::Target;
use crate::matcher::Matcher;
use crate::spec::{Look, Quantifier};
use crate::value::Path;
use crate::verdict::{Outcome, Truth};

mod aggregated;
mod findings;

pub(super) use findings::waiting;

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

    /// Whether there was nothing at all, not even something that is not known.
    pub(super) fn is_nothing(&self) -> bool {
        let Seen {
            sure,
            maybe,
            values,
            missing,
            open,
            errors,
            items,
            broken,
        } = self;
        let none = values.is_empty() && missing.is_empty() && open.is_empty() && errors.is_empty();
        none && items.is_empty() && broken.is_none() && sure.all() + maybe.all() == 0
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
}

/// Whether a clause asks that something is not there.
fn wants_absence(look: &Look) -> bool {
    !look.matchers.is_empty() && look.matchers.iter().all(|it| it.matcher == Matcher::Absent)
}
