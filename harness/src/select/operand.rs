//! What the sides of a comparison and the arguments of a function come to.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::model::Op;
use super::{Mode, found};
use crate::value::{Hole, Kind, Node, Number, PieceRef, compare_numbers};
use crate::verdict::Truth;

/// What an operand comes to.
pub(super) enum Value<'v, 's> {
    /// There is none: RFC 9535's Nothing.
    Nothing,
    /// A node of the document; it may be, or hold, something unknown.
    Node(&'v Node<'s>),
    /// A literal of the query.
    Literal(&'v Node<'static>),
    /// A number of things, known within bounds.
    Between(u64, Option<u64>),
    /// Not known, whether it is there or what it is.
    Unknown,
}

/// What a value is as the text that a regular expression is matched with.
pub(super) enum Spelt<'v> {
    Known(Cow<'v, str>),
    /// A text that is not known.
    Unknown,
    /// No text: it never matches.
    Never,
}

impl<'v> Value<'v, '_> {
    pub(super) fn length<'w, 't>(&self) -> Value<'w, 't> {
        let length = match self {
            Value::Nothing | Value::Between(..) => return Value::Nothing,
            Value::Unknown => return Value::Unknown,
            Value::Node(node) => length(node),
            Value::Literal(node) => length(node),
        };
        match length {
            Length::None => Value::Nothing,
            Length::Unknown => Value::Unknown,
            Length::AtLeast(low) => Value::Between(low, None),
            Length::Is(length) => Value::Between(length, Some(length)),
        }
    }

    /// Whether this may be Nothing after all.
    pub(super) fn may_be_nothing(&self) -> Truth {
        match self {
            Value::Unknown => Truth::Unknown,
            Value::Node(Node {
                kind: Kind::Unknown(hole),
                ..
            }) if !non_null(hole) => Truth::Unknown,
            Value::Nothing => Truth::True,
            _ => Truth::False,
        }
    }

    /// In a stack (`convert`) numbers and booleans are spelt as Terraform spells them.
    pub(super) fn spell(&self, convert: bool) -> Spelt<'v> {
        match self {
            Value::Node(node) => spell(node, convert),
            Value::Literal(node) => spell(node, convert),
            Value::Between(low, high) if convert && Some(*low) == *high => {
                Spelt::Known(low.to_string().into())
            }
            Value::Unknown => Spelt::Unknown,
            Value::Nothing | Value::Between(..) => Spelt::Never,
        }
    }

    pub(super) fn wait(&self, waits: &mut Vec<String>) {
        if let Value::Node(node) = self {
            wait_for(node, waits);
        }
    }

    /// The least and the largest number that it may be, if it is one.
    fn bounds(&self) -> Option<(Number, Option<Number>)> {
        let number = match self {
            Value::Between(low, high) => return Some(((*low).into(), high.map(Number::from))),
            Value::Node(node) => match &node.kind {
                Kind::Number(number) => number,
                _ => return None,
            },
            Value::Literal(node) => match &node.kind {
                Kind::Number(number) => number,
                _ => return None,
            },
            Value::Nothing | Value::Unknown => return None,
        };
        Some((number.clone(), Some(number.clone())))
    }
}

/// How long a value is.
enum Length {
    Is(u64),
    AtLeast(u64),
    Unknown,
    None,
}

fn length(node: &Node<'_>) -> Length {
    let many = |count: usize| count as u64;
    let counted = |count: usize| match node.is_open() {
        true => Length::AtLeast(many(count)),
        false => Length::Is(many(count)),
    };
    match &node.kind {
        Kind::List(list) => counted(list.len()),
        Kind::Map(map) => counted(map.len()),
        Kind::Unknown(_) => Length::Unknown,
        Kind::Text(text) => match text.as_known() {
            Some(known) => Length::Is(many(known.chars().count())),
            None => Length::AtLeast(
                text.iter()
                    .map(|piece| match piece {
                        PieceRef::Literal(literal) => many(literal.chars().count()),
                        PieceRef::Hole(hole) => {
                            many(hole.starts_with.unwrap_or_default().chars().count())
                        }
                    })
                    .sum(),
            ),
        },
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => Length::None,
    }
}

fn spell<'v>(node: &'v Node<'_>, convert: bool) -> Spelt<'v> {
    match &node.kind {
        Kind::Text(text) => match text.as_known() {
            Some(known) => Spelt::Known(known.into()),
            None => Spelt::Unknown,
        },
        Kind::Unknown(_) => Spelt::Unknown,
        Kind::Number(number) if convert => Spelt::Known(number.to_string().into()),
        Kind::Bool(value) if convert => Spelt::Known(if *value { "true" } else { "false" }.into()),
        _ => Spelt::Never,
    }
}

/// A comparison of a number of things that is known within bounds; `None` if neither side is one
/// or the other side is no number.
pub(super) fn bounded(op: Op, left: &Value<'_, '_>, right: &Value<'_, '_>) -> Option<Truth> {
    if !matches!(left, Value::Between(..)) && !matches!(right, Value::Between(..)) {
        return None;
    }
    let ((left_low, left_high), (right_low, right_high)) = (left.bounds()?, right.bounds()?);
    // Whether a number is surely below another one; a bound that is missing is infinity.
    let below = |a: &Option<Number>, b: &Number, or_equal: bool| {
        a.as_ref().is_some_and(|a| match compare_numbers(a, b) {
            Ordering::Less => true,
            Ordering::Equal => or_equal,
            Ordering::Greater => false,
        })
    };
    let decide = |holds: bool, fails: bool| match (holds, fails) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    };
    let apart = below(&left_high, &right_low, false) || below(&right_high, &left_low, false);
    let same = below(&left_high, &right_low, true) && below(&right_high, &left_low, true);
    Some(match op {
        Op::Equal => decide(same, apart),
        Op::NotEqual => decide(apart, same),
        Op::Less => decide(
            below(&left_high, &right_low, false),
            below(&right_high, &left_low, true),
        ),
        Op::LessEqual => decide(
            below(&left_high, &right_low, true),
            below(&right_high, &left_low, false),
        ),
        Op::Greater => decide(
            below(&right_high, &left_low, false),
            below(&left_high, &right_low, true),
        ),
        Op::GreaterEqual => decide(
            below(&right_high, &left_low, true),
            below(&left_high, &right_low, false),
        ),
    })
}

/// Compares two values that are there.
pub(super) fn pair(
    compare: fn(&Node<'_>, &Node<'_>, Mode) -> Truth,
    left: &Value<'_, '_>,
    right: &Value<'_, '_>,
    mode: Mode,
) -> Truth {
    match (left, right) {
        (Value::Node(a), Value::Node(b)) => compare(a, b, mode),
        (Value::Node(a), Value::Literal(b)) => compare(a, b, mode),
        (Value::Literal(a), Value::Node(b)) => compare(a, b, mode),
        (Value::Literal(a), Value::Literal(b)) => compare(a, b, mode),
        (Value::Between(low, high), other) if Some(*low) == *high => {
            let number = Node::new(Kind::Number((*low).into()));
            pair(compare, &Value::Node(&number), other, mode)
        }
        (other, Value::Between(low, high)) if Some(*low) == *high => {
            let number = Node::new(Kind::Number((*low).into()));
            pair(compare, other, &Value::Node(&number), mode)
        }
        _ => Truth::Unknown,
    }
}

pub(super) fn non_null(hole: &Hole) -> bool {
    hole.non_null || hole.is_text || hole.starts_with.is_some()
}

/// Adds what the unknown parts of a value wait for.
pub(super) fn wait_for(node: &Node<'_>, waits: &mut Vec<String>) {
    match &node.kind {
        Kind::Unknown(hole) => waits.extend(found::waits_for(hole)),
        Kind::Text(text) => text
            .holes()
            .for_each(|hole| waits.extend(found::waits_for(hole))),
        Kind::List(list) => list.iter().for_each(|node| wait_for(node, waits)),
        Kind::Map(map) => map.iter().for_each(|(_, node)| wait_for(node, waits)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
    }
}
