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
    match &actual.kind {
        Kind::Map(map) => Ok(members(map, actual.is_open(), expected, any)),
        Kind::Text(text) => match text.document() {
            Some(Ok(document)) if document.as_map().is_some() => judge(document, expected, any),
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
