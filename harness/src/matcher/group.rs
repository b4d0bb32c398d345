//! Questions about several values at once: are they different, how many different ones are there,
//! what do they come to, do they overlap.
//!
//! The values are what every subject of a group has at a path. Whether there may be more of them is
//! the caller's to know; with `open` there may.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::WrongType;
use super::{network, same};
use crate::value::{Kind, Node, Number, coerced_number};
use crate::verdict::Truth;

/// What is so of a group, and the two values that tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pairwise {
    /// Whether it holds of every pair.
    pub truth: Truth,
    /// The first pair that breaks it, or of which it is not known, by their places.
    pub pair: Option<(usize, usize)>,
}

/// How many, or how much, at the least and at the most.
#[derive(Debug, Clone, PartialEq)]
pub struct Range<N> {
    /// The least.
    pub low: N,
    /// The most; `None` without an end.
    pub high: Option<N>,
}

/// The most pairs that are compared one by one. Plain texts are told apart by sorting, and do not
/// count.
pub const MAX_PAIRS: usize = 1_000_000;

/// Why a group cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupError {
    /// The value at this place is of a wrong type.
    WrongType(usize, WrongType),
    /// More than [`MAX_PAIRS`] pairs.
    TooMany,
}

/// Whether all values differ from one another.
///
/// # Errors
/// Too many values that are only partly known.
pub fn unique(nodes: &[&Node<'_>], open: bool) -> Result<Pairwise, GroupError> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let Some(text) = plain(node) else {
            rest.push(place);
            continue;
        };
        if let Some(first) = seen.insert(text, place) {
            return Ok(Pairwise {
                truth: Truth::False,
                pair: Some((first, place)),
            });
        }
    }
    if rest.len().saturating_mul(nodes.len()) > MAX_PAIRS {
        return Err(GroupError::TooMany);
    }
    let of_rest = |(first, second): &(usize, usize)| {
        rest.binary_search(first).is_ok() || rest.binary_search(second).is_ok()
    };
    let pairs = pairs(nodes.len()).filter(of_rest);
    pairwise(nodes, pairs, open, |a, b| Ok(!same(a, b, false)))
}

/// A text that equals another text only if they are the same: no hole in it, and no document.
fn plain<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.kind {
        Kind::Text(text) if text.document().is_none() => text.as_known(),
        _ => None,
    }
}

/// Every pair of so many places, by the second of them.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(|second| (0..second).map(move |first| (first, second)))
}

/// Whether no two networks share an address.
///
/// # Errors
/// A value that is no network; too many values.
pub fn disjoint(nodes: &[&Node<'_>], open: bool) -> Result<Pairwise, GroupError> {
    for (place, node) in nodes.iter().enumerate() {
        network::overlapping(node, node).map_err(|wrong| GroupError::WrongType(place, wrong))?;
    }
    if nodes.len().saturating_mul(nodes.len()) / 2 > MAX_PAIRS {
        return Err(GroupError::TooMany);
    }
    pairwise(nodes, pairs(nodes.len()), open, |a, b| {
        network::overlapping(a, b).map(|truth| !truth)
    })
}

fn pairwise(
    nodes: &[&Node<'_>],
    pairs: impl Iterator<Item = (usize, usize)>,
    open: bool,
    holds: impl Fn(&Node<'_>, &Node<'_>) -> Result<Truth, WrongType>,
) -> Result<Pairwise, GroupError> {
    let mut unclear = None;
    for pair in pairs {
        let said = holds(nodes[pair.0], nodes[pair.1]);
        match said.map_err(|wrong| GroupError::WrongType(pair.1, wrong))? {
            Truth::True => {}
            Truth::False => {
                return Ok(Pairwise {
                    truth: Truth::False,
                    pair: Some(pair),
                });
            }
            Truth::Unknown => unclear = unclear.or(Some(pair)),
        }
    }
    let truth = if unclear.is_some() || open {
        Truth::Unknown
    } else {
        Truth::True
    };
    Ok(Pairwise {
        truth,
        pair: unclear,
    })
}

/// How many different values there are.
///
/// At the least as many as are surely different from one another, as found by going through them
/// once; at the most one for each that is not surely the same as one before it.
///
/// # Errors
/// Too many values.
pub fn distinct(nodes: &[&Node<'_>], open: bool) -> Result<Range<u64>, GroupError> {
    let texts: Option<BTreeSet<&str>> = nodes.iter().map(|node| plain(node)).collect();
    if let Some(texts) = texts {
        let count = texts.len() as u64;
        return Ok(Range {
            low: count,
            high: (!open).then_some(count),
        });
    }
    if nodes.len().saturating_mul(nodes.len()) > MAX_PAIRS {
        return Err(GroupError::TooMany);
    }
    let (mut apart, mut classes): (Vec<&Node<'_>>, Vec<&Node<'_>>) = (Vec::new(), Vec::new());
    // Known values first: an unknown one that came before them would hide what they tell apart.
    let (known, unknown): (Vec<&Node<'_>>, Vec<&Node<'_>>) =
        nodes.iter().copied().partition(|node| !node.has_unknown());
    for node in known.into_iter().chain(unknown) {
        if apart
            .iter()
            .all(|other| same(node, other, false) == Truth::False)
        {
            apart.push(node);
        }
        if classes
            .iter()
            .all(|other| same(node, other, false) != Truth::True)
        {
            classes.push(node);
        }
    }
    Ok(Range {
        low: apart.len() as u64,
        high: (!open).then_some(classes.len() as u64),
    })
}

/// What numbers come to, as a range: a number that is not known may be anything, unless `least`
/// says that none is below it.
///
/// # Errors
/// A value that is no number.
pub fn sum(nodes: &[&Node<'_>], open: bool, least: Option<f64>) -> Result<Range<f64>, GroupError> {
    let (mut known, mut unknown) = (0.0, 0usize);
    for (place, node) in nodes.iter().enumerate() {
        match coerced_number(node).as_ref().and_then(Number::as_f64) {
            Some(number) => known += number,
            None if may_be_number(node) => unknown += 1,
            None => {
                let wrong = WrongType {
                    wants: "a number".into(),
                    is: node.noun(),
                };
                return Err(GroupError::WrongType(place, wrong));
            }
        }
    }
    let sure = unknown == 0 && !open;
    let low = match least {
        _ if sure => known,
        // What may be there besides is no less than nothing.
        Some(least) if !open || least >= 0.0 => known + least * unknown as f64,
        _ => f64::NEG_INFINITY,
    };
    Ok(Range {
        low,
        high: sure.then_some(known),
    })
}

fn may_be_number(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Unknown(hole) => hole.starts_with.is_none(),
        Kind::Text(_) => super::judge::may_be_number(node),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::template;
    use crate::value::parse;

    /// JSON, or a template after `~`.
    fn node(text: &'static str) -> Node<'static> {
        match text.strip_prefix('~') {
            Some(template) => template::read(template.into()),
            None => parse(text).unwrap(),
        }
    }

    /// Every order of a few values.
    fn orders<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
        if all.is_empty() {
            return vec![Vec::new()];
        }
        let mut found = Vec::new();
        for at in 0..all.len() {
            let mut rest = all.to_vec();
            let one = rest.remove(at);
            for mut order in orders(&rest) {
                order.insert(0, one.clone());
                found.push(order);
            }
        }
        found
    }

    /// Asks of every order of the values.
    #[track_caller]
    fn in_all_orders<A: PartialEq + std::fmt::Debug>(
        texts: &[&'static str],
        ask: impl Fn(&[&Node<'_>]) -> A,
        expected: &A,
    ) {
        for order in orders(texts) {
            let nodes: Vec<Node<'_>> = order.iter().map(|text| node(text)).collect();
            let nodes: Vec<&Node<'_>> = nodes.iter().collect();
            assert_eq!(&ask(&nodes), expected, "{order:?}");
        }
    }

    #[test]
    fn unique_in_all_orders() {
        use Truth::{False, True, Unknown};
        for (texts, open, expected) in [
            (&["\"a\"", "\"b\"", "\"c\""][..], false, True),
            (&["\"a\"", "\"b\"", "\"c\""], true, Unknown),
            (&["\"a\"", "\"b\"", "\"a\""], false, False),
            (&["\"a\"", "\"b\"", "\"a\""], true, False),
            (&["\"a\"", "~${var.x}", "\"a\""], false, False),
            (&["\"a\"", "~${var.x}"], false, Unknown),
            (&["~${var.x}", "~${var.x}", "\"a\""], false, False),
            (&["~${uuid()}", "~${uuid()}"], false, Unknown),
            (&["~a-${var.x}", "~b-${var.x}", "\"c\""], false, True),
            (&["1", "\"1\"", "\"b\""], false, False),
            (&["\"{\\\"a\\\": 1}\"", "\"{\\\"a\\\":1}\""], false, False),
            (&[], false, True),
            (&[], true, Unknown),
        ] {
            in_all_orders(texts, |nodes| unique(nodes, open).unwrap().truth, &expected);
        }
        let nodes = [node("\"a\""), node("\"b\""), node("\"a\"")];
        let nodes: Vec<&Node<'_>> = nodes.iter().collect();
        assert_eq!(unique(&nodes, false).unwrap().pair, Some((0, 2)));
    }

    #[test]
    fn distinct_in_all_orders() {
        for (texts, open, expected) in [
            (&["\"a\"", "\"b\"", "\"a\""][..], false, (2, Some(2))),
            (&["\"a\"", "\"b\"", "\"a\""], true, (2, None)),
            (&["\"a\"", "~${var.x}"], false, (1, Some(2))),
            (&["~${var.x}", "~${var.x}", "\"a\""], false, (1, Some(2))),
            (
                &["~${var.x}", "~${var.y}", "\"a\"", "\"b\""],
                false,
                (2, Some(4)),
            ),
            (&["~a${var.x}", "~b${var.y}"], false, (2, Some(2))),
            (&[], false, (0, Some(0))),
        ] {
            let ask = |nodes: &[&Node<'_>]| {
                let range = distinct(nodes, open).unwrap();
                (range.low, range.high)
            };
            in_all_orders(texts, ask, &expected);
        }
    }

    #[test]
    fn sums_in_all_orders() {
        for (texts, open, least, expected) in [
            (&["1", "\"2\"", "3.5"][..], false, None, (6.5, Some(6.5))),
            (&["1", "2"], true, None, (f64::NEG_INFINITY, None)),
            (&["1", "2"], true, Some(0.0), (3.0, None)),
            (&["1", "~${var.x}"], false, None, (f64::NEG_INFINITY, None)),
            (
                &["1", "~${var.x}", "~${var.y}"],
                false,
                Some(2.0),
                (5.0, None),
            ),
            (&["1"], true, Some(-1.0), (f64::NEG_INFINITY, None)),
            (&[], false, None, (0.0, Some(0.0))),
        ] {
            let ask = |nodes: &[&Node<'_>]| {
                let range = sum(nodes, open, least).unwrap();
                (range.low, range.high)
            };
            in_all_orders(texts, ask, &expected);
        }
        let text = node("\"many\"");
        assert!(matches!(
            sum(&[&text], false, None),
            Err(GroupError::WrongType(0, _))
        ));
    }

    #[test]
    fn disjoint_in_all_orders() {
        use Truth::{False, True, Unknown};
        for (texts, open, expected) in [
            (
                &["\"10.0.0.0/24\"", "\"10.0.1.0/24\"", "\"fd00::/8\""][..],
                false,
                True,
            ),
            (&["\"10.0.0.0/24\"", "\"10.0.1.0/24\""], true, Unknown),
            (
                &["\"10.0.0.0/24\"", "\"10.0.0.128/25\"", "~${var.x}"],
                false,
                False,
            ),
            (&["\"10.0.0.0/24\"", "~${var.x}"], false, Unknown),
            (&["~${var.x}", "~${var.x}"], false, False),
            (&["~10.1.${var.x}.0/24", "\"10.2.0.0/16\""], false, True),
            (&["\"10.0.0.0/24\""], false, True),
        ] {
            in_all_orders(
                texts,
                |nodes| disjoint(nodes, open).unwrap().truth,
                &expected,
            );
        }
        let text = node("\"sg-1\"");
        assert!(matches!(
            disjoint(&[&text], false),
            Err(GroupError::WrongType(0, _))
        ));
    }
}
