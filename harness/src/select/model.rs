//! What a query is lowered into.

use std::ops::Range;

use super::pattern::Pattern;
use crate::value::Node;

/// One segment of a query: `.name`, `['a','b']`, `[*]`, `..name`.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Whether it applies to the node and everything below it (`..`).
    pub descendant: bool,
    /// The selectors, at least one; more than one is a union.
    pub selectors: Vec<Selector>,
    /// Its bytes in the text, with dots and brackets.
    pub span: Range<usize>,
}

/// One selector of a segment.
#[derive(Debug, Clone)]
pub struct Selector {
    /// What it picks.
    pub pick: Pick,
    /// Its bytes in the text: the name with its quotes, the number, the filter from its `?`.
    pub span: Range<usize>,
}

/// What a selector picks.
#[derive(Debug, Clone)]
pub enum Pick {
    /// The member of this name.
    Name(Box<str>),
    /// The element at this index; negative ones count from the end.
    Index(i64),
    /// Every member or element.
    Wildcard,
    /// A range of elements.
    Slice(Slice),
    /// The members or elements for which this holds.
    Filter(Box<Filter>),
}

/// `[start:end:step]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Where it starts.
    pub start: Option<i64>,
    /// One past where it ends.
    pub end: Option<i64>,
    /// How far it steps; 0 selects nothing.
    pub step: i64,
}

impl Slice {
    /// The indexes that it selects in a list of `length` elements: RFC 9535, section 2.3.4.2.2.
    pub(super) fn indexes(self, length: usize) -> impl Iterator<Item = usize> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let normal = |bound: i64| {
            if bound >= 0 {
                bound
            } else {
                length.saturating_add(bound)
            }
        };
        let (lower, upper) = if self.step >= 0 {
            let start = normal(self.start.unwrap_or(0)).clamp(0, length);
            (start, normal(self.end.unwrap_or(length)).clamp(0, length))
        } else {
            let end = self.end.map_or(-1, normal).clamp(-1, length - 1);
            let start = self.start.map_or(length - 1, normal).clamp(-1, length - 1);
            (end, start)
        };
        let step = self.step;
        let mut next = if step >= 0 { lower } else { upper };
        std::iter::from_fn(move || {
            let there = match step {
                0 => false,
                1.. => next < upper,
                _ => next > lower,
            };
            let index = there.then_some(next)?;
            next = next.saturating_add(step);
            usize::try_from(index).ok()
        })
    }
}

/// The logical expression of a filter.
#[derive(Debug, Clone)]
pub struct Filter {
    pub(super) expr: Expr,
}

/// Where a query inside a filter starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// `$`
    Root,
    /// `@`
    Current,
}

/// A logical expression.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Or(Vec<Expr>),
    And(Vec<Expr>),
    Not(Box<Expr>),
    Exists(Inner),
    Regex {
        text: Box<Operand>,
        pattern: Pattern,
    },
    Compare {
        op: Op,
        left: Box<Operand>,
        right: Box<Operand>,
        span: Range<usize>,
    },
}

/// A query inside a filter.
#[derive(Debug, Clone)]
pub(super) struct Inner {
    pub(super) anchor: Anchor,
    pub(super) segments: Vec<Segment>,
    /// Whether it stands in a comparison or a function that wants a single value, so that a path
    /// suggested in its place must be singular too.
    pub(super) single: bool,
}

/// What a comparison compares, and what a function takes as a value.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    Literal(Node<'static>),
    Query(Inner),
    Length(Box<Operand>),
    Count(Inner),
    Value(Inner),
}

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Segment {
    /// Whether it may select more nodes than are written out: `..`, a wildcard, slice or filter.
    pub fn is_multi(&self) -> bool {
        let written = |selector: &Selector| matches!(selector.pick, Pick::Name(_) | Pick::Index(_));
        self.descendant || !self.selectors.iter().all(written)
    }
}

impl Filter {
    /// The queries of the expression, in the order of the text, with where each starts. Those of
    /// a filter *inside* one of them are reached through that query's segments.
    pub fn queries(&self) -> Vec<(Anchor, &[Segment])> {
        let mut all = Vec::new();
        self.expr.each_inner(&mut |inner| all.push(inner));
        all.into_iter()
            .map(|inner| (inner.anchor, inner.segments.as_slice()))
            .collect()
    }

    /// The words that it compares members with: the anchor, the name of a member and the text, where
    /// `==` or `!=` stands between them. Nested filters are left out.
    pub fn words(&self) -> Vec<(Anchor, &str, &str)> {
        let mut all = Vec::new();
        self.expr.each_word(&mut |word| all.push(word));
        all
    }

    /// The byte offset of the first slice that selects nothing of any list.
    pub fn never_selects(&self) -> Option<usize> {
        let queries = self.queries();
        queries
            .into_iter()
            .find_map(|(_, segments)| never_selects(segments))
    }

    /// The byte offset of the first comparison with `null`, nested filters included.
    pub fn null_comparison(&self) -> Option<usize> {
        self.expr.null_comparison()
    }
}

impl Expr {
    fn each_word<'e>(&'e self, see: &mut dyn FnMut((Anchor, &'e str, &'e str))) {
        match self {
            Expr::Or(parts) | Expr::And(parts) => {
                parts.iter().for_each(|part| part.each_word(see));
            }
            Expr::Not(part) => part.each_word(see),
            Expr::Compare {
                op: Op::Equal | Op::NotEqual,
                left,
                right,
                ..
            } => {
                let ((Operand::Query(inner), Operand::Literal(word))
                | (Operand::Literal(word), Operand::Query(inner))) = (&**left, &**right)
                else {
                    return;
                };
                if let ([segment], Some(word)) = (inner.segments.as_slice(), word.as_str())
                    && let [selector] = segment.selectors.as_slice()
                    && let Pick::Name(name) = &selector.pick
                {
                    see((inner.anchor, name, word));
                }
            }
            Expr::Exists(_) | Expr::Regex { .. } | Expr::Compare { .. } => {}
        }
    }

    fn each_inner<'e>(&'e self, see: &mut dyn FnMut(&'e Inner)) {
        match self {
            Expr::Or(parts) | Expr::And(parts) => {
                parts.iter().for_each(|part| part.each_inner(see));
            }
            Expr::Not(part) => part.each_inner(see),
            Expr::Exists(inner) => see(inner),
            Expr::Regex { text, pattern } => {
                text.each_inner(see);
                if let Pattern::Dynamic { operand, .. } = pattern {
                    operand.each_inner(see);
                }
            }
            Expr::Compare { left, right, .. } => {
                left.each_inner(see);
                right.each_inner(see);
            }
        }
    }

    fn null_comparison(&self) -> Option<usize> {
        let is_null = |operand: &Operand| match operand {
            Operand::Literal(node) => matches!(node.kind, crate::value::Kind::Null),
            _ => false,
        };
        let own = match self {
            Expr::Or(parts) | Expr::And(parts) => {
                return parts.iter().find_map(Expr::null_comparison);
            }
            Expr::Not(part) => return part.null_comparison(),
            Expr::Compare {
                left, right, span, ..
            } if is_null(left) || is_null(right) => Some(span.start),
            _ => None,
        };
        let mut nested = None;
        self.each_inner(&mut |inner| {
            nested = nested.or_else(|| null_comparison(&inner.segments));
        });
        own.or(nested)
    }
}

impl Operand {
    fn each_inner<'e>(&'e self, see: &mut dyn FnMut(&'e Inner)) {
        match self {
            Operand::Literal(_) => {}
            Operand::Query(inner) | Operand::Count(inner) | Operand::Value(inner) => see(inner),
            Operand::Length(operand) => operand.each_inner(see),
        }
    }
}

pub(super) fn is_singular(segments: &[Segment]) -> bool {
    segments
        .iter()
        .all(|segment| !segment.is_multi() && segment.selectors.len() == 1)
}

/// The first slice, nested filters included, that selects nothing of any list.
pub(super) fn never_selects(segments: &[Segment]) -> Option<usize> {
    let mut picks = segments.iter().flat_map(|segment| &segment.selectors);
    picks.find_map(|selector| match &selector.pick {
        Pick::Slice(slice) => slice.is_empty().then_some(selector.span.start),
        Pick::Filter(filter) => filter.never_selects(),
        _ => None,
    })
}

impl Slice {
    /// Whether it selects nothing, however long the list is.
    fn is_empty(self) -> bool {
        // Bounds from the same end are in the same order in every list.
        let same_end = |a: i64, b: i64| (a < 0) == (b < 0);
        match (self.step, self.end) {
            (0, _) => true,
            (_, None) => false,
            (1.., Some(end)) => {
                let start = self.start.unwrap_or(0);
                end == 0 || same_end(start, end) && start >= end
            }
            (_, Some(end)) => {
                let start = self.start.unwrap_or(-1);
                end == -1 || same_end(start, end) && start <= end
            }
        }
    }
}

/// The first comparison with `null` in any filter of the segments.
pub(super) fn null_comparison(segments: &[Segment]) -> Option<usize> {
    let mut picks = segments.iter().flat_map(|segment| &segment.selectors);
    picks.find_map(|selector| match &selector.pick {
        Pick::Filter(filter) => filter.null_comparison(),
        _ => None,
    })
}
