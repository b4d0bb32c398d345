//! Comparisons and functions in a filter whose sides can never fit: their answer is that of
//! RFC 9535, and in a stack it is told, for such a filter selects nothing and says so to nobody.

use std::ops::ControlFlow;

use super::model::{Inner, Op, Operand};
use super::operand::Value;
use super::walk::{At, Run};
use super::{Found, Misfit};
use crate::value::{Kind, Node, Path, spelt_number};

/// An operand and what it came to.
pub(super) type Side<'a, 'v, 's> = (&'a Operand, &'a Value<'v, 's>);

const SINGLE: &str = "a single value";
const TEXT: &str = "a text";
const NUMBER: &str = "a number";
const BOOL: &str = "true or false";
const ORDERED: &str = "a number or a text";
const COUNTED: &str = "a text, a list or an object";

impl<'d, 's> Run<'_, 'd, 's> {
    /// Keeps a note if the sides of a comparison can never be equal, or have no order.
    pub(super) fn note_comparison(
        &self,
        op: Op,
        (left, right): (Side<'_, '_, 's>, Side<'_, '_, 's>),
        span: &std::ops::Range<usize>,
        current: &'d Node<'s>,
        at: At<'_>,
    ) {
        let (Some(a), Some(b)) = (kind(left.1), kind(right.1)) else {
            return;
        };
        let ordered = !matches!(op, Op::Equal | Op::NotEqual);
        let wanted = |own, other| match ordered {
            true => unordered(own).or_else(|| never_equal(own, other)),
            false => never_equal(own, other),
        };
        let step = self.text[span.clone()].to_owned();
        for (side, wanted) in [(left, wanted(a, b)), (right, wanted(b, a))] {
            if let (Operand::Query(inner), Some(wanted)) = (side.0, wanted) {
                return self.note_kind(inner, wanted, step, current, at);
            }
        }
    }

    /// Keeps a note if `match` or `search` is given what is no text.
    pub(super) fn note_text(
        &self,
        (operand, value): Side<'_, '_, 's>,
        current: &'d Node<'s>,
        at: At<'_>,
    ) {
        if let (Operand::Query(inner), Some(Kind::List(_) | Kind::Map(_))) = (operand, kind(value))
        {
            let step = format!("match or search of {}", self.written(inner));
            self.note_kind(inner, TEXT, step, current, at);
        }
    }

    /// Keeps a note if `length` is given what has none.
    pub(super) fn note_length(
        &self,
        (operand, value): Side<'_, '_, 's>,
        current: &'d Node<'s>,
        at: At<'_>,
    ) {
        if let (Operand::Query(inner), Some(Kind::Number(_) | Kind::Bool(_))) =
            (operand, kind(value))
        {
            let step = format!("length({})", self.written(inner));
            self.note_kind(inner, COUNTED, step, current, at);
        }
    }

    fn note_kind(
        &self,
        inner: &Inner,
        wanted: &'static str,
        step: String,
        current: &'d Node<'s>,
        at: At<'_>,
    ) {
        // Below `..` the values are of every kind.
        if !self.is_stack() || at.quiet {
            return;
        }
        let mut found: Option<(Path, &'static str)> = None;
        let _ = self.inner(inner, current, at, &mut |at| {
            if let Found::Node { path, node, .. } = at {
                found = Some((path.to_path(), node.noun()));
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        let Some((path, noun)) = found else { return };
        let start = inner.segments.first().map_or(0, |first| first.span.start);
        let end = inner.segments.last().map_or(start, |last| last.span.end);
        let either = format!(
            "where it may be either, write `value({})`",
            self.written(inner)
        );
        self.note(Misfit {
            path,
            at: noun,
            step,
            wanted,
            detail: Some(either),
            suggestion: None,
            span: start..end,
        });
    }

    /// A query in a filter as it is written, with its `@` or `$`.
    fn written(&self, inner: &Inner) -> &str {
        let (Some(first), Some(last)) = (inner.segments.first(), inner.segments.last()) else {
            return "@";
        };
        self.text[..last.span.end]
            .get(first.span.start.saturating_sub(1)..)
            .unwrap_or_default()
    }
}

/// What a value is, if that is known and it is set.
fn kind<'k>(value: &'k Value<'_, '_>) -> Option<&'k Kind<'k>> {
    let kind: &Kind<'_> = match value {
        Value::Node(node) => &node.kind,
        Value::Literal(node) => &node.kind,
        Value::Nothing | Value::Between(..) | Value::Unknown => return None,
    };
    match kind {
        Kind::Null | Kind::Unknown(_) => None,
        // An empty text is how a provider fills in what is not set.
        Kind::Text(text) if text.as_known().is_none_or(str::is_empty) => None,
        kind => Some(kind),
    }
}

/// What a value would have to be, to be equal to one of the other kind; `None` if it may be.
fn never_equal(own: &Kind<'_>, other: &Kind<'_>) -> Option<&'static str> {
    let known = |kind: &Kind<'_>, spells: fn(&str) -> bool| match kind {
        Kind::Text(text) => text.as_known().is_some_and(|text| !spells(text)),
        _ => false,
    };
    let is_number = |text: &str| spelt_number(text).is_some();
    let is_bool = |text: &str| matches!(text, "true" | "false");
    match (own, other) {
        (Kind::List(_), Kind::List(_)) | (Kind::Map(_), Kind::Map(_)) => None,
        (Kind::Map(_), Kind::List(_)) => Some("a list"),
        (Kind::List(_), Kind::Map(_)) => Some("an object"),
        (Kind::List(_) | Kind::Map(_), _) => Some(SINGLE),
        (Kind::Number(_), Kind::Text(_)) if known(other, is_number) => Some(TEXT),
        (Kind::Text(_), Kind::Number(_)) if known(own, is_number) => Some(NUMBER),
        (Kind::Bool(_), Kind::Text(_)) if known(other, is_bool) => Some(TEXT),
        (Kind::Text(_), Kind::Bool(_)) if known(own, is_bool) => Some(BOOL),
        (Kind::Number(_), Kind::Bool(_)) => Some(BOOL),
        (Kind::Bool(_), Kind::Number(_)) => Some(NUMBER),
        _ => None,
    }
}

/// What a value would have to be, to be below or above another one.
fn unordered(own: &Kind<'_>) -> Option<&'static str> {
    matches!(own, Kind::List(_) | Kind::Map(_) | Kind::Bool(_)).then_some(ORDERED)
}
