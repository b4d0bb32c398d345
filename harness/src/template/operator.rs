//! Operators, equality and the choice of a conditional.

use hcl_edit::expr::{BinaryOperator, UnaryOperator};

use super::convert::{to_bool, to_number, unify};
use super::number;
use super::outcome::{Outcome, Stop};
use crate::value::{
    Hole, Kind, Node, Piece, PieceRef, Text, coerced_bool, coerced_number, compare_numbers,
};

/// `-a` and `!a`.
pub(super) fn unary(operator: UnaryOperator, value: &Node<'static>) -> Outcome {
    match operator {
        UnaryOperator::Neg => number::negate(&to_number(value)?),
        UnaryOperator::Not => Ok(bool_node(!to_bool(value)?)),
    }
}

/// `a + b`, `a == b`, `a && b`.
pub(super) fn binary(operator: BinaryOperator, a: &Node<'static>, b: &Node<'static>) -> Outcome {
    use BinaryOperator as Op;
    match operator {
        Op::Eq => equal(a, b).map_or(Err(Stop::Unknown), |equal| Ok(bool_node(equal))),
        Op::NotEq => equal(a, b).map_or(Err(Stop::Unknown), |equal| Ok(bool_node(!equal))),
        Op::And => logic(a, b, false),
        Op::Or => logic(a, b, true),
        Op::Less | Op::LessEq | Op::Greater | Op::GreaterEq => {
            let order = both(a, b, |a, b| Ok(compare_numbers(a, b)))?;
            Ok(bool_node(match operator {
                Op::Less => order.is_lt(),
                Op::LessEq => order.is_le(),
                Op::Greater => order.is_gt(),
                _ => order.is_ge(),
            }))
        }
        Op::Plus => both(a, b, number::add),
        Op::Minus => both(a, b, number::subtract),
        Op::Mul => both(a, b, number::multiply),
        Op::Div => both(a, b, number::divide),
        Op::Mod => both(a, b, number::remainder),
    }
}

fn both<T>(
    a: &Node<'static>,
    b: &Node<'static>,
    then: impl FnOnce(&crate::value::Number, &crate::value::Number) -> Outcome<T>,
) -> Outcome<T> {
    match (to_number(a), to_number(b)) {
        (Ok(a), Ok(b)) => then(&a, &b),
        (Err(Stop::Error(why)), _) | (_, Err(Stop::Error(why))) => Err(Stop::Error(why)),
        _ => Err(Stop::Unknown),
    }
}

/// `&&` and `||` of Kleene: `decides` is the side that settles it alone. Whether an error on the
/// other side counts then differs between versions of Terraform.
fn logic(a: &Node<'static>, b: &Node<'static>, decides: bool) -> Outcome {
    match (to_bool(a), to_bool(b)) {
        (Ok(a), Ok(b)) => Ok(bool_node(if decides { a || b } else { a && b })),
        (Ok(one), Err(Stop::Unknown)) | (Err(Stop::Unknown), Ok(one)) if one == decides => {
            Ok(bool_node(decides))
        }
        (Ok(a), Err(Stop::Error(_))) if a == decides => Err(Stop::Unknown),
        (Err(Stop::Unknown), Err(Stop::Error(_))) => Err(Stop::Unknown),
        (Err(Stop::Error(why)), _) | (_, Err(Stop::Error(why))) => Err(Stop::Error(why)),
        _ => Err(Stop::Unknown),
    }
}

/// A boolean.
pub(super) fn bool_node(value: bool) -> Node<'static> {
    Node::new(Kind::Bool(value))
}

/// Whether a value surely is not null.
pub(super) fn is_non_null(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Null => false,
        Kind::Unknown(hole) => hole.non_null,
        _ => true,
    }
}

/// Whether two values are equal as `==` finds it: of one type and the same. `None`: not known.
/// Whether a list is a tuple, and so never equal to a list, is not kept, so that collections are
/// never proved equal.
pub(super) fn equal(a: &Node<'static>, b: &Node<'static>) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (Kind::Null, Kind::Null) => Some(true),
        (Kind::Null, _) => is_non_null(b).then_some(false),
        (_, Kind::Null) => is_non_null(a).then_some(false),
        (Kind::Unknown(x), Kind::Unknown(y)) => {
            let same = x.pure && y.pure && !x.expression.is_empty() && x.expression == y.expression;
            same.then_some(true)
        }
        (Kind::Unknown(hole), Kind::Text(text)) | (Kind::Text(text), Kind::Unknown(hole)) => {
            // The hole may be a number that the text only spells.
            let alone = Text::pieces(vec![Piece::Hole((**hole).clone())]);
            texts(&alone, text).filter(|same| !same || hole.is_text)
        }
        (Kind::Unknown(hole), _) | (_, Kind::Unknown(hole)) => {
            (hole.starts_with.is_some() && hole.non_null).then_some(false)
        }
        (Kind::Bool(x), Kind::Bool(y)) => Some(x == y),
        (Kind::Number(x), Kind::Number(y)) => Some(compare_numbers(x, y).is_eq()),
        (Kind::Text(x), Kind::Text(y)) => texts(x, y),
        (Kind::List(x), Kind::List(y)) => {
            let (open, set) = (a.is_open() || b.is_open(), crate::value::Flags::SET);
            let set = a.flags.has(set) || b.flags.has(set);
            let differ = x.len() != y.len()
                || !set && x.iter().zip(y).any(|(x, y)| equal(x, y) == Some(false));
            (differ && !open).then_some(false)
        }
        (Kind::Map(x), Kind::Map(y)) => {
            let missing = |one: &Node<'_>, other: &Node<'_>| {
                let names = one.as_map().map(|map| map.iter().map(|(name, _)| name));
                !other.is_open()
                    && names
                        .into_iter()
                        .flatten()
                        .any(|name| other.get(name).is_none())
            };
            let differ = missing(a, b)
                || missing(b, a)
                || x.iter()
                    .any(|(name, x)| y.get(name).is_some_and(|y| equal(x, y) == Some(false)));
            differ.then_some(false)
        }
        (Kind::List(_) | Kind::Map(_), _) | (_, Kind::List(_) | Kind::Map(_)) => Some(false),
        // Scalars of different types are not equal. Where one spells the other, its type may yet
        // be the other's: a literal is brought to the type of the argument that it is set for.
        _ => {
            let holes = [a, b].iter().any(|node| node.has_unknown());
            let numbers = coerced_number(a).zip(coerced_number(b));
            let bools = coerced_bool(a).zip(coerced_bool(b));
            let spell = numbers.is_some_and(|(a, b)| compare_numbers(&a, &b).is_eq())
                || bools.is_some_and(|(a, b)| a == b);
            (!holes && !spell).then_some(false)
        }
    }
}

/// Two texts: equal if they are the same pieces, not equal if their known ends contradict.
fn texts(a: &Text<'_>, b: &Text<'_>) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.as_known(), b.as_known()) {
        // Terraform brings texts to one Unicode normal form; only plain letters surely are in it.
        return (a == b || a.is_ascii() && b.is_ascii()).then_some(a == b);
    }
    let pure = |text: &Text<'_>| {
        text.holes()
            .all(|hole| hole.pure && !hole.expression.is_empty())
    };
    if pure(a) && pure(b) && a.iter().eq(b.iter()) {
        return Some(true);
    }
    let (start_a, start_b) = (a.prefix(), b.prefix());
    let (end_a, end_b) = (a.suffix(), b.suffix());
    let differ = differ(start_a.bytes(), start_b.bytes())
        || differ(end_a.bytes().rev(), end_b.bytes().rev())
        || a.as_known().is_some_and(|known| known.len() < least(b))
        || b.as_known().is_some_and(|known| known.len() < least(a));
    differ.then_some(false)
}

fn differ(a: impl Iterator<Item = u8>, b: impl Iterator<Item = u8>) -> bool {
    a.zip(b).any(|(a, b)| a != b)
}

fn least(text: &Text<'_>) -> usize {
    let bytes = |piece| match piece {
        PieceRef::Literal(text) => text.len(),
        PieceRef::Hole(hole) => hole.starts_with.map_or(0, str::len),
    };
    text.iter().map(bytes).sum()
}

/// The side that a conditional takes, brought to the type that both sides have.
pub(super) fn choose(known: Option<bool>, yes: &Node<'static>, no: &Node<'static>) -> Outcome {
    let mut sides = [yes.clone(), no.clone()];
    let unified = unify(&mut sides, false);
    let [yes, no] = sides;
    match (known, unified) {
        (_, Err(Stop::Error(why))) => Err(Stop::Error(why)),
        (Some(_), Err(stop)) => Err(stop),
        (Some(true), Ok(())) => Ok(yes),
        (Some(false), Ok(())) => Ok(no),
        // The same on both sides, whatever the condition.
        (None, Ok(())) if same(&yes, &no) => Ok(yes),
        (None, _) => Err(Stop::Unknown),
    }
}

/// Whether two values surely are the same, of the same type.
fn same(a: &Node<'static>, b: &Node<'static>) -> bool {
    let hole = |node: &Node<'_>| matches!(&node.kind, Kind::Unknown(hole) if hole_is_opaque(hole));
    a.flags == b.flags && a.kind == b.kind && super::hole::is_pure(a) && !hole(a)
}

fn hole_is_opaque(hole: &Hole) -> bool {
    !hole.pure || hole.expression.is_empty()
}

/// How many bytes a text surely has.
pub(super) fn sure_bytes(text: &Text<'_>) -> usize {
    least(text)
}
