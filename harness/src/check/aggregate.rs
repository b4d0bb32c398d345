//! Values judged by one another: none twice, so many different ones, their sum, ranges of addresses
//! that do not overlap.
//!
//! As with the quantifiers a statement is true if it holds in every possible world, false if it
//! holds in none, else unknown; where telling them apart would cost too much, unknown.

use std::collections::HashMap;

use crate::matcher::{self, CountOp, CountTest};
use crate::spec::Quantifier;
use crate::value::{Held, Kind, Node, coerced_number};
use crate::verdict::Truth;

/// How many pairs of values are compared.
const MAX_PAIRS: usize = 1_000_000;

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Item<'n> {
    /// What it is.
    pub(super) node: Held<'n>,
    /// Whether it surely is one of them.
    pub(super) sure: bool,
    /// How often it is there: the instances of a block.
    pub(super) copies: u64,
    /// The stack and module that it is from: an expression means the same only within one.
    pub(super) home: (usize, &'n str),
}

/// What they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aggregated {
    /// Whether it holds.
    pub(super) truth: Truth,
    /// What there is: `3 different values`, `"a" twice`.
    pub(super) actual: String,
    /// The values that it hangs on, by their place.
    pub(super) at: Vec<usize>,
}

/// Judges values by one another. `open`: there may be more of them.
///
/// # Errors
/// When one of them is of a kind that cannot be judged so.
pub(super) fn aggregate(
    quantifier: Quantifier,
    items: &[Item<'_>],
    open: bool,
) -> Result<Aggregated, String> {
    match quantifier {
        Quantifier::Distinct(test) => distinct(items, open, test),
        Quantifier::Sum(test) => sum(items, open, test),
        Quantifier::Disjoint => {
            // One alone is held against itself: it may be no network.
            for item in items {
                overlap(item, item)?;
            }
            pairs(items, open, "overlap", overlap)
        }
        _ => unique(items, open),
    }
}

/// Whether two values are the same one.
pub(super) fn same(a: &Item<'_>, b: &Item<'_>) -> Truth {
    at_home(a, b, matcher::same(&a.node, &b.node, false))
}

/// Whether two networks have an address in common.
fn overlap(a: &Item<'_>, b: &Item<'_>) -> Result<Truth, String> {
    let said = matcher::overlapping(&a.node, &b.node).map_err(|wrong| {
        format!(
            "`disjoint` wants {}, and {} is {}",
            wrong.wants,
            a.node.render(),
            wrong.is
        )
    })?;
    Ok(at_home(a, b, said))
}

/// The same text of an expression elsewhere is no proof.
fn at_home(a: &Item<'_>, b: &Item<'_>, said: Truth) -> Truth {
    match said {
        Truth::True if a.home != b.home && a.node.has_unknown() && b.node.has_unknown() => {
            Truth::Unknown
        }
        said => said,
    }
}

/// A value that is known and single, as a text: what spells the same is the same.
fn known(node: &Node<'_>) -> Option<String> {
    match &node.kind {
        Kind::Bool(_) => Some(node.render()),
        Kind::Number(_) => coerced_number(node).map(|number| number.to_string()),
        Kind::Text(text) => {
            let known = text.as_known()?;
            // What may hold a document, or spells a number in another way, is compared in full.
            let plain = text.document().is_none() && coerced_number(node).is_none();
            plain.then(|| known.to_owned())
        }
        _ => None,
    }
}

fn unique(items: &[Item<'_>], open: bool) -> Result<Aggregated, String> {
    // Known texts are told apart at once, the others pair by pair.
    let plain = |item: &Item<'_>| item.copies == 1 && known(&item.node).is_some();
    if items.iter().all(|item| item.sure && plain(item)) {
        let mut first: HashMap<String, usize> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            let Some(text) = known(&item.node) else {
                continue;
            };
            if let Some(other) = first.insert(text, at) {
                return Ok(Aggregated {
                    truth: Truth::False,
                    actual: format!("{} is there more than once", item.node.render()),
                    at: vec![at, other],
                });
            }
        }
        return Ok(Aggregated {
            truth: if open { Truth::Unknown } else { Truth::True },
            actual: format!("{} different values", items.len()),
            at: Vec::new(),
        });
    }
    pairs(items, open, "are the same", |a, b| Ok(same(a, b)))
}

/// Whether no pair of values is in a relation.
fn pairs(
    items: &[Item<'_>],
    open: bool,
    are: &str,
    relation: impl Fn(&Item<'_>, &Item<'_>) -> Result<Truth, String>,
) -> Result<Aggregated, String> {
    if items.len() * items.len() / 2 > MAX_PAIRS {
        return Err("the clause compares more values than one evaluation may".to_owned());
    }
    let mut doubt: Option<Aggregated> = None;
    for (i, a) in items.iter().enumerate() {
        for (j, b) in items.iter().enumerate().skip(i) {
            let mut said = match i == j {
                // The instances of one block.
                true if a.copies < 2 => continue,
                true if a.node.has_unknown() => Truth::Unknown,
                true => Truth::True,
                false => relation(a, b)?,
            };
            if !(a.sure && b.sure) && said == Truth::True {
                said = Truth::Unknown;
            }
            let (a, b) = (a.node.render(), b.node.render());
            match said {
                Truth::False => {}
                Truth::True => {
                    return Ok(Aggregated {
                        truth: Truth::False,
                        actual: format!("{b} and {a} {are}"),
                        at: vec![j, i],
                    });
                }
                Truth::Unknown => {
                    doubt.get_or_insert_with(|| Aggregated {
                        truth: Truth::Unknown,
                        actual: format!("it is not known whether {b} and {a} {are}"),
                        at: vec![j, i],
                    });
                }
            }
        }
    }
    Ok(doubt.unwrap_or_else(|| Aggregated {
        truth: if open { Truth::Unknown } else { Truth::True },
        actual: format!("{} values, no two of which {are}", items.len()),
        at: Vec::new(),
    }))
}

fn distinct(items: &[Item<'_>], open: bool, test: CountTest) -> Result<Aggregated, String> {
    if items.len() * items.len() / 2 > MAX_PAIRS {
        return Err("the clause compares more values than one evaluation may".to_owned());
    }
    // One of each class of values that are provably the same.
    let mut classes: Vec<&Item<'_>> = Vec::new();
    // Values of which any two provably differ, each surely there.
    let mut apart: Vec<&Item<'_>> = Vec::new();
    let mut more = 0;
    for item in items
        .iter()
        .filter(|it| it.sure)
        .chain(items.iter().filter(|it| !it.sure))
    {
        let mut is_new = true;
        for class in &classes {
            is_new &= same(item, class) != Truth::True;
        }
        if is_new {
            classes.push(item);
        }
        if item.node.has_unknown() {
            more += item.copies - 1;
        }
        let mut differs = item.sure;
        for other in &apart {
            differs = differs && same(item, other) == Truth::False;
        }
        if differs {
            apart.push(item);
        }
    }
    let (low, high) = (apart.len() as u64, classes.len() as u64 + more);
    let shown: Vec<String> = classes.iter().take(5).map(|it| it.node.render()).collect();
    let shown = match shown.is_empty() {
        true => String::new(),
        false => format!(": {}", shown.join(", ")),
    };
    let count = match low == high && !open {
        true => format!("{low} different values{shown}"),
        false => format!("at least {low} different values{shown}"),
    };
    Ok(Aggregated {
        truth: test.within(low, (!open).then_some(high)),
        actual: count,
        at: (0..items.len().min(3)).collect(),
    })
}

fn sum(items: &[Item<'_>], open: bool, test: CountTest) -> Result<Aggregated, String> {
    let (mut low, mut high, mut known) = (0.0_f64, 0.0_f64, !open);
    for item in items {
        let number = match coerced_number(&item.node) {
            Some(number) => number.as_f64().unwrap_or(f64::NAN),
            None if item.node.has_unknown() => {
                known = false;
                continue;
            }
            None => {
                return Err(format!(
                    "`sum` wants numbers, and {} is {}",
                    item.node.render(),
                    item.node.noun()
                ));
            }
        };
        let all = number * item.copies as f64;
        low += if item.sure { all } else { all.min(0.0) };
        high += if item.sure { all } else { all.max(0.0) };
    }
    let truth = match known {
        true => between(test, low, high),
        false => Truth::Unknown,
    };
    let actual = match (known, low == high) {
        (true, true) => format!("the sum is {low}"),
        (true, false) => format!("the sum is from {low} to {high}"),
        (false, _) => "the sum is not known".to_owned(),
    };
    Ok(Aggregated {
        truth,
        actual,
        at: (0..items.len().min(3)).collect(),
    })
}

/// Whether a number from `low` to `high` satisfies a test.
fn between(test: CountTest, low: f64, high: f64) -> Truth {
    let number = test.number as f64;
    let decide = |holds: bool, fails: bool| match (holds, fails) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    };
    let (is, is_not) = (low == high && low == number, number < low || number > high);
    match test.op {
        CountOp::Equal => decide(is, is_not),
        CountOp::NotEqual => decide(is_not, is),
        CountOp::Less => decide(high < number, low >= number),
        CountOp::AtMost => decide(high <= number, low > number),
        CountOp::Greater => decide(low > number, high <= number),
        CountOp::AtLeast => decide(low >= number, high < number),
    }
}
