//! Equality and order of values: RFC 9535, section 2.3.5.2.2, and in a stack Terraform's
//! conversions and what is not known.

use std::cmp::Ordering;

use super::Mode;
use super::template;
use crate::facts::are_apart;
use crate::value::{Hole, Kind, Node, Number, Text, coerced_number, compare_numbers, spelt_number};
use crate::verdict::Truth;

/// Whether `a == b`.
pub(super) fn equal(a: &Node<'_>, b: &Node<'_>, mode: Mode) -> Truth {
    match (&a.kind, &b.kind) {
        (Kind::Unknown(a), Kind::Unknown(b)) => holes_equal(a, b),
        (Kind::Unknown(hole), known) => hole_equal(hole, known),
        (known, Kind::Unknown(hole)) => hole_equal(hole, known),
        (Kind::Null, Kind::Null) => Truth::True,
        (Kind::Bool(a), Kind::Bool(b)) => (a == b).into(),
        (Kind::Number(a), Kind::Number(b)) => (compare_numbers(a, b) == Ordering::Equal).into(),
        (Kind::Text(a), Kind::Text(b)) => texts_equal(a, b),
        (Kind::List(x), Kind::List(y)) => lists_equal((a, x), (b, y), mode),
        (Kind::Map(_), Kind::Map(_)) => maps_equal(a, b, mode),
        (Kind::Text(a), Kind::Number(b)) if mode == Mode::Stack => text_number(a, b),
        (Kind::Number(a), Kind::Text(b)) if mode == Mode::Stack => text_number(b, a),
        (Kind::Text(a), Kind::Bool(b)) if mode == Mode::Stack => text_bool(a, *b),
        (Kind::Bool(a), Kind::Text(b)) if mode == Mode::Stack => text_bool(b, *a),
        _ => Truth::False,
    }
}

/// Whether `a < b`: of two numbers or two texts, and false of anything else.
pub(super) fn less(a: &Node<'_>, b: &Node<'_>, mode: Mode) -> Truth {
    if mode == Mode::Stack
        && let (Some(a), Some(b)) = (coerced_number(a), coerced_number(b))
    {
        return (compare_numbers(&a, &b) == Ordering::Less).into();
    }
    match (&a.kind, &b.kind) {
        (Kind::Number(a), Kind::Number(b)) => (compare_numbers(a, b) == Ordering::Less).into(),
        (Kind::Text(a), Kind::Text(b)) => match (a.as_known(), b.as_known()) {
            (Some(a), Some(b)) => (a < b).into(),
            _ if template::must_equal(a, b) => Truth::False,
            _ => Truth::Unknown,
        },
        (Kind::Text(text), Kind::Number(_)) => possibly(may_be_number(text)),
        (Kind::Number(_), Kind::Text(text)) => possibly(may_be_number(text)),
        (Kind::Unknown(a), Kind::Unknown(b)) if template::same_hole(a, b) => Truth::False,
        (Kind::Unknown(_), other) => possibly(has_order(other)),
        (other, Kind::Unknown(_)) => possibly(has_order(other)),
        _ => Truth::False,
    }
}

/// A text against a number, as Terraform converts them.
fn text_number(text: &Text<'_>, number: &Number) -> Truth {
    match text.as_known() {
        Some(known) => spelt_number(known)
            .is_some_and(|known| compare_numbers(&known, number) == Ordering::Equal)
            .into(),
        None => possibly(template::may_be_number(text)),
    }
}

/// A text against a boolean, as Terraform converts them.
fn text_bool(text: &Text<'_>, value: bool) -> Truth {
    let word = if value { "true" } else { "false" };
    match text.as_known() {
        Some(known) => (known == word).into(),
        None => possibly(template::may_be(text, word)),
    }
}

/// Whether a text with holes may spell a number; what known text spells was decided before.
fn may_be_number(text: &Text<'_>) -> bool {
    text.as_known().is_none() && template::may_be_number(text)
}

/// Whether a value can be below or above another one.
fn has_order(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Number(_) | Kind::Text(_) | Kind::Unknown(_))
}

fn possibly(may: bool) -> Truth {
    if may { Truth::Unknown } else { Truth::False }
}

fn texts_equal(a: &Text<'_>, b: &Text<'_>) -> Truth {
    match (a.as_known(), b.as_known()) {
        (Some(a), Some(b)) => (a == b).into(),
        _ if template::must_equal(a, b) => Truth::True,
        _ => possibly(template::may_equal(a, b)),
    }
}

fn holes_equal(a: &Hole, b: &Hole) -> Truth {
    let starts = match (a.starts_with, b.starts_with) {
        (Some(a), Some(b)) => !a.starts_with(b) && !b.starts_with(a),
        _ => false,
    };
    let apart = starts || a.pure && b.pure && are_apart(&a.expression, &b.expression);
    match (template::same_hole(a, b), apart) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// A hole against a value that is no hole.
fn hole_equal(hole: &Hole, known: &Kind<'_>) -> Truth {
    let is_text = hole.is_text || hole.starts_with.is_some();
    let start = hole.starts_with.unwrap_or_default();
    possibly(match known {
        Kind::Null => !(hole.non_null || is_text),
        Kind::Bool(value) => if *value { "true" } else { "false" }.starts_with(start),
        Kind::Number(_) => start.bytes().all(|byte| !byte.is_ascii_alphabetic()),
        Kind::Text(text) => match text.as_known() {
            Some(known) => known.starts_with(start),
            None => template::may_equal(
                text,
                &Text::pieces(vec![crate::value::Piece::Hole(hole.clone())]),
            ),
        },
        // A text that spells a document is still a text.
        Kind::List(_) | Kind::Map(_) => !is_text,
        Kind::Unknown(_) => true,
    })
}

fn lists_equal(
    (a, x): (&Node<'_>, &[Node<'_>]),
    (b, y): (&Node<'_>, &[Node<'_>]),
    mode: Mode,
) -> Truth {
    // What an open list holds besides may stand anywhere.
    if a.is_open() || b.is_open() {
        let too_long = |longer: &[Node<'_>], other: &Node<'_>, shorter: &[Node<'_>]| {
            longer.len() > shorter.len() && !other.is_open()
        };
        return possibly(!too_long(x, b, y) && !too_long(y, a, x));
    }
    if x.len() != y.len() {
        return Truth::False;
    }
    all(x.iter().zip(y).map(|(x, y)| equal(x, y, mode)))
}

fn maps_equal(a: &Node<'_>, b: &Node<'_>, mode: Mode) -> Truth {
    let (Some(x), Some(y)) = (a.as_map(), b.as_map()) else {
        return Truth::False;
    };
    if !a.is_open() && !b.is_open() && x.len() != y.len() {
        return Truth::False;
    }
    let open = if a.is_open() || b.is_open() {
        Truth::Unknown
    } else {
        Truth::True
    };
    let mine = x.iter().map(|(name, x)| match y.get(name) {
        Some(y) => equal(x, y, mode),
        None => possibly(b.is_open()),
    });
    let theirs = y.iter().map(|(name, _)| match x.get(name) {
        Some(_) => Truth::True,
        None => possibly(a.is_open()),
    });
    open.and(all(mine.chain(theirs)))
}

fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut sum = Truth::True;
    for truth in truths {
        sum = sum.and(truth);
        if sum == Truth::False {
            break;
        }
    }
    sum
}
