//! The verdict on values that are judged by one another.

use super::findings::{nothing_there_raw, place, waiting};
use super::{Seen, Spot};
use crate::check::aggregate::{self, Item};
use crate::check::finding::Raw;
use crate::check::look::{Said, holes};
use crate::spec::{Look, Quantifier};
use crate::verdict::{Outcome, Truth};

impl Seen<'_> {
    /// The verdict on values that are judged by one another.
    pub(super) fn aggregated(self, look: &Look, expected: &dyn Fn() -> String) -> Said {
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
                waits_for.extend(items.flat_map(|(item, _)| holes(&item.node)));
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
}
