//! Whether a value holds another one: a text a part, an object members, a list an element.

use super::fit::one_of;
use super::{Expected, WrongType, wrong};
use crate::value::{Held, Kind, Map, Node, PieceRef};
use crate::verdict::Truth;

pub(super) fn contain(actual: &Node<'_>, expected: &Node<'_>) -> Result<Truth, WrongType> {
    match (&actual.kind, &expected.kind) {
        (Kind::Map(map), Kind::Map(part)) => has_members(map, part, actual.is_open()),
        (Kind::Text(text), Kind::Map(_)) => match text.document() {
            Some(Ok(document)) => contain(document, expected),
            _ => wrong(actual, "an object"),
        },
        (Kind::Unknown(_), Kind::Map(_)) => Ok(Truth::Unknown),
        (_, Kind::Map(_)) => wrong(actual, "an object"),
        (Kind::Text(_) | Kind::Unknown(_), _) => {
            let Some(needle) = expected.as_str().filter(|needle| !needle.is_empty()) else {
                return Ok(Truth::Unknown);
            };
            Ok(holds_text(actual, needle))
        }
        _ => wrong(actual, "a string or an object"),
    }
}

/// Whether a list has an element. An object stands for any element that has its members: the
/// elements of a list of blocks have more of them on a plan than on a synth output.
pub(super) fn include(actual: &Node<'_>, expected: &Node<'_>) -> Result<Truth, WrongType> {
    match &actual.kind {
        Kind::List(list) => {
            let (mut found, mut error) = (Truth::False, None);
            for element in list {
                let said = match (&element.kind, &expected.kind) {
                    (Kind::Map(map), Kind::Map(part)) => has_members(map, part, element.is_open()),
                    _ => one_of(
                        element,
                        &Expected::Value(Held::Own(expected.clone())),
                        false,
                    ),
                };
                match said {
                    Ok(said) => found = found.or(said),
                    Err(wrong) => error = error.or(Some(wrong)),
                }
            }
            match error {
                Some(wrong) if found != Truth::True => Err(wrong),
                _ if actual.is_open() => Ok(found.or(Truth::Unknown)),
                _ => Ok(found),
            }
        }
        Kind::Text(text) => match text.document() {
            Some(Ok(document)) if document.as_list().is_some() => include(document, expected),
            _ => wrong(actual, "a list"),
        },
        Kind::Unknown(hole) if hole.starts_with.is_none() => Ok(Truth::Unknown),
        _ => wrong(actual, "a list"),
    }
}

/// Whether an object has these members, in each object below too.
fn has_members(map: &Map<'_>, part: &Map<'_>, open: bool) -> Result<Truth, WrongType> {
    let mut truth = Truth::True;
    for (name, expected) in part.iter() {
        truth = truth.and(match map.get(name) {
            Some(actual) => match (&actual.kind, &expected.kind) {
                (Kind::Map(map), Kind::Map(part)) => has_members(map, part, actual.is_open())?,
                _ => one_of(actual, &Expected::Value(Held::Own(expected.clone())), false)?,
            },
            None if open => Truth::Unknown,
            None => Truth::False,
        });
    }
    Ok(truth)
}

/// A text is proved to hold a needle by one literal piece; it is refuted only if it has no hole.
fn holds_text(actual: &Node<'_>, needle: &str) -> Truth {
    match &actual.kind {
        Kind::Text(text) => {
            let literal = |piece| match piece {
                PieceRef::Literal(text) => text.contains(needle),
                PieceRef::Hole(hole) => hole.starts_with.is_some_and(|text| text.contains(needle)),
            };
            match (text.iter().any(literal), text.as_known()) {
                (true, _) => Truth::True,
                (false, Some(_)) => Truth::False,
                (false, None) => Truth::Unknown,
            }
        }
        Kind::Unknown(hole) if hole.starts_with.is_some_and(|text| text.contains(needle)) => {
            Truth::True
        }
        _ => Truth::Unknown,
    }
}
