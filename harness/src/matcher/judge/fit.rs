//! Whether a value is one of some others, and whether it could be at all.

use super::{Expected, WrongType};
use crate::matcher::same::same;
use crate::value::{Kind, Node, coerced_bool, coerced_number};
use crate::verdict::Truth;

pub(super) fn one_of(
    actual: &Node<'_>,
    expected: &Expected<'_>,
    unordered: bool,
) -> Result<Truth, WrongType> {
    let (nodes, open) = expected.nodes();
    if !matches!(expected, Expected::Value(_) | Expected::Values { .. }) {
        return Ok(Truth::Unknown);
    }
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
