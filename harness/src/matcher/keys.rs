//! The names of an object's members.

use super::judge::{Expected, WrongType, wrong};
use crate::value::{Kind, Map, Node};
use crate::verdict::Truth;

/// Whether an object has members of all the names; with `any`, of any of them: `not_keys` is the
/// complement of that. What the provider filled in counts: it will be there.
pub(super) fn judge(
    actual: &Node<'_>,
    expected: &Expected<'_>,
    any: bool,
) -> Result<Truth, WrongType> {
    of_object(actual, &|map, open| members(map, open, expected, any))
}

/// Whether an object has no members but those of these names.
pub(super) fn only(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let (names, more) = expected.nodes();
    of_object(actual, &|map, open| {
        let is_one = |member: &str| match names.iter().any(|name| name.as_str() == Some(member)) {
            true => Truth::True,
            // A name with a hole in it, on either side, may come to be one.
            false if more || member.contains("${") => Truth::Unknown,
            false if names.iter().any(|name| name.as_str().is_none()) => Truth::Unknown,
            false => Truth::False,
        };
        let said = map.iter().map(|(name, _)| is_one(name));
        let said = said.fold(Truth::True, Truth::and);
        match open {
            true => said.and(Truth::Unknown),
            false => said,
        }
    })
}

/// What is said of an object, or of a text that holds one; whether it may have more members.
fn of_object(actual: &Node<'_>, say: &dyn Fn(&Map<'_>, bool) -> Truth) -> Result<Truth, WrongType> {
    match &actual.kind {
        Kind::Map(map) => Ok(say(map, actual.is_open())),
        Kind::Text(text) => match text.document() {
            Some(Ok(document)) if document.as_map().is_some() => of_object(document, say),
            None if text.as_known().is_none() && super::judge::begins_with_hole(text) => {
                Ok(Truth::Unknown)
            }
            _ => wrong(actual, "an object"),
        },
        Kind::Unknown(hole) if hole.starts_with.is_none() => Ok(Truth::Unknown),
        _ => wrong(actual, "an object"),
    }
}

fn members(map: &Map<'_>, open: bool, expected: &Expected<'_>, any: bool) -> Truth {
    let (names, more) = expected.nodes();
    let has = |name: &Node<'_>| match name.as_str() {
        Some(name) if map.get(name).is_some() => Truth::True,
        Some(_) if open => Truth::Unknown,
        Some(_) => Truth::False,
        None => Truth::Unknown,
    };
    let said = names.iter().map(|name| has(name));
    let said = match any {
        true => said.fold(Truth::False, Truth::or),
        false => said.fold(Truth::True, Truth::and),
    };
    match (more, any) {
        (false, _) => said,
        (true, true) => said.or(Truth::Unknown),
        (true, false) => said.and(Truth::Unknown),
    }
}
