//! The quantifiers' table.
//!
//! What was seen stands for a set of possible worlds: a value whose truth is unknown holds in some
//! of them and not in others, a *maybe* value is there in some of them, and where the selection is
//! open there may be any more. A quantifier is true if it holds in every world, false if it holds
//! in none, else unknown. The test holds the table against all worlds of every small tally.

use crate::spec::Quantifier;
use crate::verdict::Truth;

/// How many values there were, by what the matchers say of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) holds: u64,
    pub(super) fails: u64,
    pub(super) unknown: u64,
}

/// Everything that was seen along a path.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Values that surely are selected.
    pub(super) sure: Tally,
    /// Values that may be.
    pub(super) maybe: Tally,
    /// Elements that lack the rest of the path.
    pub(super) missing: u64,
    /// Elements that may be selected and lack it.
    pub(super) maybe_missing: u64,
    /// Whether there may be more.
    pub(super) open: bool,
    /// Whether the clause is satisfied by nothing at all: `optional`, or `absent`.
    pub(super) nothing_will_do: bool,
    /// Whether elements that lack the rest of the path count: not if `optional`.
    pub(super) missing_counts: bool,
}

impl Tally {
    /// Counts a value.
    pub(super) fn count(&mut self, said: Truth) {
        match said {
            Truth::True => self.holds += 1,
            Truth::False => self.fails += 1,
            Truth::Unknown => self.unknown += 1,
        }
    }

    /// All values.
    pub(super) fn all(&self) -> u64 {
        self.holds + self.fails + self.unknown
    }

    /// Those that hold in some world.
    fn may_hold(&self) -> u64 {
        self.holds + self.unknown
    }
}

/// What a clause over what a walk reaches comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decided {
    /// Whether it holds.
    Truth(Truth),
    /// The walk ended before its last hop, so that nothing was examined.
    Vacuous,
}

/// Whether the quantified clause holds; `broken`: a walk that should have led to the values reached
/// nothing before its last hop. Then that there is none means nothing, whatever the quantifier: a
/// database behind no route table is not one behind a private route table. Where the walk may go on
/// after all (`open`), it is not known instead.
pub(super) fn decide(quantifier: Quantifier, seen: &Counts, broken: bool) -> Decided {
    let nothing = seen.sure.all() + seen.maybe.all() + seen.missing + seen.maybe_missing == 0;
    if broken && nothing && !seen.open {
        return Decided::Vacuous;
    }
    Decided::Truth(quantify(quantifier, seen))
}

/// Whether the quantified clause holds.
pub(super) fn quantify(quantifier: Quantifier, seen: &Counts) -> Truth {
    let Counts {
        sure, maybe, open, ..
    } = *seen;
    let some_may_hold = sure.may_hold() + maybe.may_hold() > 0 || open;
    let (may_hold, may_fail) = match quantifier {
        Quantifier::Every => every(seen),
        Quantifier::Some => (some_may_hold, sure.holds == 0),
        Quantifier::None => (sure.holds == 0, some_may_hold),
        Quantifier::Count(test) => {
            let high = sure.may_hold() + maybe.may_hold();
            return test.within(sure.holds, (!open).then_some(high));
        }
        // Decided by the values themselves, not by how many satisfy a matcher.
        Quantifier::Unique
        | Quantifier::Distinct(_)
        | Quantifier::Sum(_)
        | Quantifier::Disjoint => return Truth::Unknown,
    };
    match (may_hold, may_fail) {
        (false, _) => Truth::False,
        (true, false) => Truth::True,
        (true, true) => Truth::Unknown,
    }
}

/// Every value, and at least one. Whether it may hold, and whether it may fail.
fn every(seen: &Counts) -> (bool, bool) {
    let Counts {
        sure,
        maybe,
        open,
        nothing_will_do,
        ..
    } = *seen;
    let (missing, maybe_missing) = match seen.missing_counts {
        true => (seen.missing, seen.maybe_missing),
        false => (0, 0),
    };
    let none_fails = sure.fails == 0 && missing == 0;
    let one_may_be = sure.all() > 0 || maybe.may_hold() > 0 || open || nothing_will_do;
    let one_may_fail = sure.fails + sure.unknown + maybe.fails + maybe.unknown > 0
        || missing + maybe_missing > 0
        || open;
    let none_may_be = sure.all() == 0 && !nothing_will_do;
    (none_fails && one_may_be, one_may_fail || none_may_be)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::CountTest;

    /// What one value may be in a world: gone, there and holding, there and not, lacking the tail.
    #[derive(Clone, Copy, PartialEq)]
    enum One {
        Gone,
        Holds,
        Fails,
        Lacks,
    }

    fn worlds(seen: &Counts) -> Vec<Vec<One>> {
        use One::{Fails, Gone, Holds, Lacks};
        let mut choices: Vec<Vec<One>> = Vec::new();
        let mut add = |count: u64, options: &[One]| {
            choices.extend((0..count).map(|_| options.to_vec()));
        };
        add(seen.sure.holds, &[Holds]);
        add(seen.sure.fails, &[Fails]);
        add(seen.sure.unknown, &[Holds, Fails]);
        add(seen.maybe.holds, &[Gone, Holds]);
        add(seen.maybe.fails, &[Gone, Fails]);
        add(seen.maybe.unknown, &[Gone, Holds, Fails]);
        add(seen.missing, &[Lacks]);
        add(seen.maybe_missing, &[Gone, Lacks]);
        // Three more are enough for the counts below.
        add(if seen.open { 3 } else { 0 }, &[Gone, Holds, Fails]);
        choices.iter().fold(vec![Vec::new()], |worlds, options| {
            let with = |world: &Vec<One>| {
                let world = world.clone();
                options
                    .iter()
                    .map(move |one| [world.as_slice(), &[*one]].concat())
            };
            worlds.iter().flat_map(with).collect()
        })
    }

    fn holds(quantifier: Quantifier, seen: &Counts, world: &[One]) -> bool {
        let count = |wanted: One| world.iter().filter(|one| **one == wanted).count() as u64;
        let (holds, fails, lacks) = (count(One::Holds), count(One::Fails), count(One::Lacks));
        match quantifier {
            Quantifier::Every => {
                fails == 0
                    && (lacks == 0 || !seen.missing_counts)
                    && (holds > 0 || seen.nothing_will_do)
            }
            Quantifier::Some => holds > 0,
            Quantifier::None => holds == 0,
            Quantifier::Count(test) => test.holds(holds),
            _ => unreachable!("aggregates have a table of their own"),
        }
    }

    /// Every tally of at most one of each kind, open and closed, optional and not.
    #[test]
    fn the_table_agrees_with_all_worlds() {
        let counts = ["0", ">= 1", "1", "!= 1", "< 2", "> 2"];
        let mut quantifiers = vec![Quantifier::Every, Quantifier::Some, Quantifier::None];
        quantifiers.extend(counts.map(|text| Quantifier::Count(CountTest::parse(text).unwrap())));
        let mut checked = 0;
        for bits in 0u32..(1 << 11) {
            let bit = |at: u32| u64::from(bits >> at & 1);
            let seen = Counts {
                sure: Tally {
                    holds: bit(0),
                    fails: bit(1),
                    unknown: bit(2),
                },
                maybe: Tally {
                    holds: bit(3),
                    fails: bit(4),
                    unknown: bit(5),
                },
                missing: bit(6),
                maybe_missing: bit(7),
                open: bit(8) == 1,
                nothing_will_do: bit(9) == 1,
                missing_counts: bit(10) == 1,
            };
            let worlds = worlds(&seen);
            for quantifier in &quantifiers {
                let held = worlds
                    .iter()
                    .filter(|world| holds(*quantifier, &seen, world))
                    .count();
                let expected = match held {
                    0 => Truth::False,
                    all if all == worlds.len() => Truth::True,
                    _ => Truth::Unknown,
                };
                let said = quantify(*quantifier, &seen);
                assert_eq!(said, expected, "{quantifier:?} {seen:?}");
                // A walk that broke says nothing of what it did not reach, unless it may go on.
                let nothing = bits & 0b1_1111_1111 == 0;
                for broken in [false, true] {
                    let decided = match broken && nothing {
                        true => Decided::Vacuous,
                        false => Decided::Truth(expected),
                    };
                    assert_eq!(decide(*quantifier, &seen, broken), decided, "{seen:?}");
                }
                checked += 1;
            }
        }
        assert_eq!(checked, 2048 * 9);
    }
}
