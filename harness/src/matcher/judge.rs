//! What a matcher says of one value.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::count::CountTest;
use super::same::same;
use super::shape::{self, Unit};
use super::table::Matcher;
use super::{archive, covers, keys, network, origin, version};
use crate::files::FilesAt;
use crate::stack::Origin;
use crate::value::{
    Flags, Held, Kind, Map, Node, PieceRef, Text, coerced_bool, coerced_number, compare_numbers,
};
use crate::verdict::Truth;

/// A matcher's right side, with every param and path in it resolved.
#[derive(Debug, Clone)]
pub enum Expected<'r> {
    /// One value.
    Value(Held<'r>),
    /// Several values, of which any one will do.
    Values {
        /// The values.
        nodes: Vec<Held<'r>>,
        /// Whether there may be more that are not known.
        open: bool,
    },
    /// Regular expressions, of which any one will do.
    Regex(&'r [regex::Regex]),
    /// A comparison with a number.
    Count(CountTest),
    /// Nothing: the matcher needs none.
    Nothing,
}

impl<'r> Expected<'r> {
    /// The values, and whether there may be more.
    pub(super) fn nodes(&self) -> (Vec<&Node<'r>>, bool) {
        match self {
            Expected::Value(node) => (vec![&**node], false),
            Expected::Values { nodes, open } => (nodes.iter().map(|node| &**node).collect(), *open),
            _ => (Vec::new(), true),
        }
    }
}

/// The value is of a type that the matcher cannot judge. That is an error, never a fail: a
/// `not_equal` on a list where a text was meant would be green for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongType {
    /// What the matcher judges, or compares with.
    pub wants: Cow<'static, str>,
    /// What the value is.
    pub is: &'static str,
}

/// Whether `actual` satisfies a matcher.
///
/// `unordered` says that the value is a set. Negation is the caller's: it is the plain complement
/// of the answer, value by value.
///
/// # Errors
/// [`WrongType`] if the matcher cannot judge a value of this type.
pub fn judge(
    matcher: Matcher,
    actual: &Node<'_>,
    expected: &Expected<'_>,
    unordered: bool,
) -> Result<Truth, WrongType> {
    let beside = Beside {
        unordered,
        ..Beside::default()
    };
    judge_beside(matcher, actual, expected, &beside)
}

/// What a matcher may ask besides the value.
#[derive(Clone, Copy, Default)]
pub struct Beside<'b> {
    /// The value is a set.
    pub unordered: bool,
    /// The answer will be negated. `not_keys` is about any of the names, `keys` about all.
    pub negated: bool,
    /// How the value is written; asked only by the matchers that need it.
    pub origin: Option<&'b dyn Fn() -> Origin>,
    /// The files that the value may name.
    pub files: Option<FilesAt<'b>>,
}

/// As [`judge`], with what the matcher may ask besides the value.
///
/// # Errors
/// As [`judge`].
pub fn judge_beside(
    matcher: Matcher,
    actual: &Node<'_>,
    expected: &Expected<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, WrongType> {
    let unordered = beside.unordered;
    match matcher {
        Matcher::Equal | Matcher::OneOf => one_of(actual, expected, unordered),
        Matcher::Contain => any(actual, expected, contain),
        Matcher::Include => any(actual, expected, include),
        Matcher::Like => any(actual, expected, like),
        Matcher::Match => match_regex(actual, expected),
        Matcher::AtLeast => any(actual, expected, |a, e| ordered(a, e, Ordering::is_ge)),
        Matcher::AtMost => any(actual, expected, |a, e| ordered(a, e, Ordering::is_le)),
        Matcher::LessThan => any(actual, expected, |a, e| ordered(a, e, Ordering::is_lt)),
        Matcher::GreaterThan => any(actual, expected, |a, e| ordered(a, e, Ordering::is_gt)),
        Matcher::Present => Ok(written(actual)),
        Matcher::Absent => Ok(!written(actual)),
        Matcher::Empty => size(actual).map(|(low, high)| within(CountTest::ZERO, low, high)),
        Matcher::Length => match expected {
            Expected::Count(test) => size(actual).map(|(low, high)| within(*test, low, high)),
            _ => Ok(Truth::Unknown),
        },
        Matcher::Parses => parses(actual),
        Matcher::Keys => keys::judge(actual, expected, beside.negated),
        Matcher::Literal => Ok(origin::literal(actual, beside)),
        Matcher::Reference => Ok(origin::reference(actual, expected, beside)),
        Matcher::Covers => covers::judge(actual, expected),
        Matcher::Within => network::within(actual, expected),
        Matcher::Disjoint => network::disjoint(actual, expected),
        Matcher::Version => version::judge(actual, expected),
        Matcher::File => archive::file(actual, beside),
        Matcher::ZipEntry => archive::entry(actual, expected, beside),
    }
}

impl CountTest {
    const ZERO: CountTest = CountTest {
        op: super::CountOp::Equal,
        number: 0,
    };
}

/// Present means written: what the provider filled in is not.
fn written(actual: &Node<'_>) -> Truth {
    if actual.flags.has(Flags::DEFAULTED) {
        Truth::False
    } else if actual.flags.has(Flags::UNATTRIBUTED) {
        Truth::Unknown
    } else {
        Truth::True
    }
}

fn within(test: CountTest, low: usize, high: Option<usize>) -> Truth {
    test.within(low as u64, high.map(|high| high as u64))
}

pub(super) fn wrong<T>(actual: &Node<'_>, wants: &'static str) -> Result<T, WrongType> {
    Err(WrongType {
        wants: wants.into(),
        is: actual.noun(),
    })
}

/// Tries each expected value; the first error stands only if none could be judged.
fn any(
    actual: &Node<'_>,
    expected: &Expected<'_>,
    test: impl Fn(&Node<'_>, &Node<'_>) -> Result<Truth, WrongType>,
) -> Result<Truth, WrongType> {
    let (nodes, open): (Vec<&Node<'_>>, bool) = match expected {
        Expected::Value(node) => (vec![&**node], false),
        Expected::Values { nodes, open } => (nodes.iter().map(|node| &**node).collect(), *open),
        _ => return Ok(Truth::Unknown),
    };
    let (mut truth, mut error, mut judged) = (Truth::False, None, false);
    for node in nodes {
        match test(actual, node) {
            Ok(found) => {
                truth = truth.or(found);
                judged = true;
            }
            Err(wrong) => error = error.or(Some(wrong)),
        }
    }
    match error {
        Some(error) if !judged => Err(error),
        _ => Ok(if open {
            truth.or(Truth::Unknown)
        } else {
            truth
        }),
    }
}

fn one_of(actual: &Node<'_>, expected: &Expected<'_>, unordered: bool) -> Result<Truth, WrongType> {
    let (nodes, open): (Vec<&Node<'_>>, bool) = match expected {
        Expected::Value(node) => (vec![&**node], false),
        Expected::Values { nodes, open } => (nodes.iter().map(|node| &**node).collect(), *open),
        _ => return Ok(Truth::Unknown),
    };
    let (mut truth, mut judged) = (Truth::False, false);
    let (mut other_kind, mut other_scalar) = (None, None);
    for node in nodes {
        let wrong = || WrongType {
            wants: format!("a comparison with {}", node.noun()).into(),
            is: actual.noun(),
        };
        match fit(actual, node) {
            Fit::Yes => {
                truth = truth.or(same(actual, node, unordered));
                judged = true;
            }
            Fit::OtherKind => other_kind = other_kind.or_else(|| Some(wrong())),
            Fit::OtherScalar => other_scalar = other_scalar.or_else(|| Some(wrong())),
        }
    }
    let wrong = other_kind.or(other_scalar.filter(|_| !judged));
    match wrong {
        Some(wrong) if truth != Truth::True => Err(wrong),
        _ if open => Ok(truth.or(Truth::Unknown)),
        _ => Ok(truth),
    }
}

/// Whether two values can be the same at all. To say that a list and a text differ would be true
/// and mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// They can.
    Yes,
    /// A list, an object or a scalar against another of these.
    OtherKind,
    /// A boolean against a text that spells none, a number against a boolean.
    OtherScalar,
}

fn fit(a: &Node<'_>, b: &Node<'_>) -> Fit {
    let class = |node: &Node<'_>| match &node.kind {
        Kind::List(_) => 1,
        Kind::Map(_) => 2,
        Kind::Unknown(_) | Kind::Null => 3,
        Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => 0,
    };
    let document = |node: &Node<'_>| match &node.kind {
        Kind::Text(text) => text.document().is_some(),
        _ => false,
    };
    match (class(a), class(b)) {
        (3, _) | (_, 3) => Fit::Yes,
        (0, 0) if scalars_fit(a, b) && scalars_fit(b, a) => Fit::Yes,
        (0, 0) => Fit::OtherScalar,
        (0, 1 | 2) if document(a) => Fit::Yes,
        (1 | 2, 0) if document(b) => Fit::Yes,
        (x, y) if x == y => Fit::Yes,
        _ => Fit::OtherKind,
    }
}

/// Whether `b` can be the boolean or number that `a` is. `"True"` spells no boolean, so it differs
/// from `true` whatever was meant.
fn scalars_fit(a: &Node<'_>, b: &Node<'_>) -> bool {
    let open_text = matches!(&b.kind, Kind::Text(text) if text.as_known().is_none());
    match &a.kind {
        Kind::Bool(_) => open_text || coerced_bool(b).is_some(),
        Kind::Number(_) => open_text || coerced_number(b).is_some(),
        _ => true,
    }
}

fn contain(actual: &Node<'_>, expected: &Node<'_>) -> Result<Truth, WrongType> {
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

/// Whether a list has an element. An object stands for any element that has its members: the
/// elements of a list of blocks have more of them on a plan than on a synth output.
fn include(actual: &Node<'_>, expected: &Node<'_>) -> Result<Truth, WrongType> {
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

fn like(actual: &Node<'_>, expected: &Node<'_>) -> Result<Truth, WrongType> {
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

fn match_regex(actual: &Node<'_>, expected: &Expected<'_>) -> Result<Truth, WrongType> {
    let Expected::Regex(patterns) = expected else {
        return Ok(Truth::Unknown);
    };
    let text = match &actual.kind {
        Kind::Text(text) => text,
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
    Ok(if patterns.iter().any(surely) {
        Truth::True
    } else {
        Truth::Unknown
    })
}

/// Whether a pattern may look at what stands beside its match.
fn looks_around(pattern: &str) -> bool {
    ["^", "$", "\\b", "\\B", "\\A", "\\z", "\\<", "\\>"]
        .iter()
        .any(|anchor| pattern.contains(anchor))
}

fn ordered(
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

/// Whether an unknown value, or a text with holes, may come to be a number.
pub(super) fn may_be_number(node: &Node<'_>) -> bool {
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

/// The least and the most that a value may hold: characters, elements or members.
fn size(actual: &Node<'_>) -> Result<(usize, Option<usize>), WrongType> {
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

fn parses(actual: &Node<'_>) -> Result<Truth, WrongType> {
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
pub(super) fn begins_with_hole(text: &Text<'_>) -> bool {
    let first = text.iter().find(|piece| match piece {
        PieceRef::Literal(literal) => !literal.trim_start().is_empty(),
        PieceRef::Hole(_) => true,
    });
    match first {
        Some(PieceRef::Hole(hole)) => hole.starts_with.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
