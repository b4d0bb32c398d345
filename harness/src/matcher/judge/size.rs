//! Numbers, and how much a value holds.

use std::cmp::Ordering;

use super::{WrongType, wrong};
use crate::matcher::shape::{self, Unit};
use crate::value::{Kind, Node, coerced_number, compare_numbers};
use crate::verdict::Truth;

pub(super) fn ordered(
    actual: &Node<'_>,
    expected: &Node<'_>,
    holds: fn(Ordering) -> bool,
) -> Result<Truth, WrongType> {
    match (coerced_number(actual), coerced_number(expected)) {
        (Some(actual), Some(expected)) => {
            Ok(Truth::from(holds(compare_numbers(&actual, &expected))))
        }
        (None, _) if may_be_number(actual) => Ok(Truth::Unknown),
        (Some(_), None) if may_be_number(expected) => Ok(Truth::Unknown),
        (Some(_), None) => Err(WrongType {
            wants: "a number to compare with".into(),
            is: expected.noun(),
        }),
        _ => wrong(actual, "a number"),
    }
}

/// The least and the most that a value may hold: characters, elements or members.
pub(super) fn size(actual: &Node<'_>) -> Result<(usize, Option<usize>), WrongType> {
    let sized = |count: usize| Ok((count, (!actual.is_open()).then_some(count)));
    match &actual.kind {
        Kind::Text(text) => {
            let units = shape::units(text);
            let known = units.iter().filter(|unit| **unit != Unit::Hole).count();
            Ok((known, (known == units.len()).then_some(known)))
        }
        Kind::List(list) => sized(list.len()),
        Kind::Map(map) => sized(map.len()),
        Kind::Unknown(hole) => Ok((hole.starts_with.map_or(0, str::len), None)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {
            wrong(actual, "a string, a list or an object")
        }
    }
}

/// Whether an unknown value, or a text with holes, may come to be a number.
fn may_be_number(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Unknown(hole) => hole.starts_with.is_none(),
        Kind::Text(text) if text.as_known().is_none() => {
            let numeric = |unit: &Unit| match unit {
                Unit::Char(c) => c.is_ascii_digit() || "+-.eE".contains(*c),
                Unit::Hole => true,
            };
            shape::units(text).iter().all(numeric)
        }
        _ => false,
    }
}
