//! What a matcher says of one value.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::count::CountTest;
use super::table::Matcher;
use super::{archive, covers, keys, network, origin, version};
use crate::files::FilesAt;
use crate::stack::Origin;
use crate::value::{Flags, Held, Node};
use crate::verdict::Truth;
use fit::one_of;
use hold::{contain, include};
use size::{ordered, size};
use text::{like, match_regex, parses};

mod automaton;
mod fit;
mod hold;
mod size;
mod text;

pub(super) use text::begins_with_hole;

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
    pub(super) fn nodes(&self) -> (&[Held<'r>], bool) {
        match self {
            Expected::Value(node) => (std::slice::from_ref(node), false),
            Expected::Values { nodes, open } => (nodes, *open),
            _ => (&[], true),
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
        Matcher::Names => keys::only(actual, expected),
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
    let (nodes, open) = expected.nodes();
    if !matches!(expected, Expected::Value(_) | Expected::Values { .. }) {
        return Ok(Truth::Unknown);
    }
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

#[cfg(test)]
mod tests;
