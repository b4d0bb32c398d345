//! How a text looks: its shape, and whether it is a document.

use super::{Expected, WrongType, automaton, wrong};
use crate::matcher::shape;
use crate::value::{Kind, Node, PieceRef, Text};
use crate::verdict::Truth;

pub(super) fn like(actual: &Node<'_>, expected: &Node<'_>) -> Result<Truth, WrongType> {
    if let (Some(known), Some(pattern)) = (actual.as_str(), expected.as_str()) {
        return Ok(Truth::from(shape::matches_known(pattern, known)));
    }
    let (Some(units), Some(pattern)) = (shape::units_of(actual), expected.as_str()) else {
        return wrong(actual, "a string");
    };
    let truth = shape::matches(&shape::glob(pattern), &units);
    match &actual.kind {
        // A value that may yet be null or a list matches no shape for sure.
        Kind::Unknown(hole) if !(hole.is_text && hole.non_null) => Ok(truth.and(Truth::Unknown)),
        _ => Ok(truth),
    }
}

pub(super) fn match_regex(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let Expected::Regex(patterns) = expected else {
        return Ok(Truth::Unknown);
    };
    let text = match &actual.kind {
        Kind::Text(text) => text,
        Kind::Unknown(hole) if hole.is_text && hole.non_null => {
            let units = shape::units_of(actual).unwrap_or_default();
            return Ok(partly(patterns, &units, &|_| false));
        }
        Kind::Unknown(_) => return Ok(Truth::Unknown),
        _ => return wrong(actual, "a string"),
    };
    if let Some(known) = text.as_known() {
        return Ok(Truth::from(
            patterns.iter().any(|pattern| pattern.is_match(known)),
        ));
    }
    // A pattern without anchors that is found in one literal piece is found whatever the holes hold.
    let surely = |pattern: &regex::Regex| {
        !looks_around(pattern.as_str())
            && text.iter().any(|piece| match piece {
                PieceRef::Literal(literal) => pattern.is_match(literal),
                PieceRef::Hole(_) => false,
            })
    };
    Ok(partly(patterns, &shape::units(text), &surely))
}

/// Whether one of the patterns is found in every text that the units may stand for, or none in any.
fn partly(
    patterns: &[regex::Regex],
    units: &[shape::Unit],
    surely: &dyn Fn(&regex::Regex) -> bool,
) -> Truth {
    let one = |pattern: &regex::Regex| match surely(pattern) {
        true => Truth::True,
        false => automaton::found(pattern, units),
    };
    patterns.iter().map(one).fold(Truth::False, Truth::or)
}

/// Whether a pattern may look at what stands beside its match.
fn looks_around(pattern: &str) -> bool {
    ["^", "$", "\\b", "\\B", "\\A", "\\z", "\\<", "\\>"]
        .iter()
        .any(|anchor| pattern.contains(anchor))
}

pub(super) fn parses(actual: &Node<'_>) -> Result<Truth, WrongType> {
    match &actual.kind {
        Kind::Text(text) => Ok(match text.document() {
            Some(document) => Truth::from(document.is_ok()),
            None if begins_with_hole(text) => Truth::Unknown,
            None => Truth::False,
        }),
        Kind::Unknown(hole) if hole.starts_with.is_none() => Ok(Truth::Unknown),
        Kind::Unknown(_) => Ok(Truth::False),
        _ => wrong(actual, "a string"),
    }
}

/// Whether what a text begins with is not known: it may yet open a document.
pub(in crate::matcher) fn begins_with_hole(text: &Text<'_>) -> bool {
    let first = text.iter().find(|piece| match piece {
        PieceRef::Literal(literal) => !literal.trim_start().is_empty(),
        PieceRef::Hole(_) => true,
    });
    match first {
        Some(PieceRef::Hole(hole)) => hole.starts_with.is_none(),
        _ => false,
    }
}
