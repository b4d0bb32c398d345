//! `JSONPath` (RFC 9535) over [`Node`]: the grammar of `jsonpath-rust`, our
//! evaluator.
//!
//! A query is parsed once, lowered into [`Segment`]s with its regular expressions compiled, and
//! then asked of any number of documents. In [`Mode::Strict`] the answer is that of RFC 9535 to
//! the letter. [`Mode::Stack`] adds what a stack needs: values that are not known make filters
//! three-valued, embedded documents are read through, and what a path does *not* find is told
//! apart: an element that lacks the rest of the path ([`Found::Missing`]), a place that is not
//! known ([`Found::Open`]), a path that misfits the shape ([`Found::Misfit`]).

mod check;
mod compare;
mod embedded;
mod error;
mod found;
mod function;
mod kinds;
mod lex;
mod logic;
mod lower;
mod model;
mod operand;
mod pattern;
mod refused;
mod step;
mod template;
mod walk;

use std::ops::ControlFlow;

pub use error::QueryError;
pub use found::{Document, Doubts, Found, Judged, Misfit, Mode, Open, PathView, StepView};
pub use model::{Anchor, Filter, Pick, Segment, Selector, Slice};

use crate::value::Node;

/// How long the text of a query or condition may be, in bytes.
pub const MAX_TEXT: usize = 4096;

/// How many nodes one evaluation may visit; a query that visits more is over budget.
pub const MAX_VISITS: u32 = 1_000_000;

/// How many embedded documents may be nested in one another before the path counts as open.
pub const MAX_TEXTS: u8 = 4;

/// A compiled query: `$.vpc_config[*].subnet_ids[*]`.
#[derive(Debug, Clone)]
pub struct Query {
    text: String,
    anchor: Anchor,
    segments: Vec<Segment>,
}

impl Query {
    /// Compiles a query. It starts with `$`.
    ///
    /// # Errors
    /// When the text is no query of RFC 9535, a function is unknown or ill-typed, a regular
    /// expression does not compile, or a limit is exceeded (4,096 bytes, 16 levels of brackets,
    /// 128 segments, 2 descendant segments). The error points at the offending bytes.
    ///
    /// ```
    /// use stackspec::select::Query;
    /// assert!(Query::parse("$.vpc_config[*].subnet_ids").is_ok());
    /// let error = Query::parse("$.rule[?@.type in ['a']]").unwrap_err();
    /// assert_eq!(error.column, 15);
    /// ```
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let segments = lower::query(text)?;
        Ok(Query {
            text: text.to_owned(),
            anchor: Anchor::Root,
            segments,
        })
    }

    /// Compiles a query that may also start with `@`, the thing at hand: what was followed to, or
    /// one of the blocks that are looked at. It is asked with [`visit_at`](Self::visit_at).
    ///
    /// # Errors
    /// As [`Query::parse`].
    ///
    /// ```
    /// use stackspec::select::{Anchor, Query};
    /// let query = Query::parse_at("@.principal").unwrap();
    /// assert_eq!((query.anchor(), query.text()), (Anchor::Current, "@.principal"));
    /// assert!(Query::parse("@.principal").is_err());
    /// ```
    pub fn parse_at(text: &str) -> Result<Query, QueryError> {
        let Some(rest) = text.strip_prefix('@') else {
            return Query::parse(text);
        };
        // The grammar is the same but for the first byte.
        let segments = lower::query(&format!("${rest}"))?;
        Ok(Query {
            text: text.to_owned(),
            anchor: Anchor::Current,
            segments,
        })
    }

    /// What it starts with: `$` or `@`.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// The query as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The segments, for a walk along a provider's schema. Spans are byte offsets in
    /// [`text`](Self::text).
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether it selects at most one node, whatever the document: names and indexes only, one a
    /// segment.
    pub fn is_singular(&self) -> bool {
        model::is_singular(&self.segments)
    }

    /// Where the query compares with `null`, as a byte offset. On a body that is never right:
    /// null is unset there, `!@.x` asks for it.
    pub fn null_comparison(&self) -> Option<usize> {
        model::null_comparison(&self.segments)
    }

    /// Where the query has a slice that selects nothing of any list (`[3:1]`, `[::0]`), as a byte
    /// offset. RFC 9535 allows it; in a spec it is a mistake.
    pub fn never_selects(&self) -> Option<usize> {
        model::never_selects(&self.segments)
    }

    /// Asks the document, in the order of RFC 9535, and shows what is found to `see` until it
    /// breaks.
    ///
    /// Gives back `Break` if `see` did, or if the budget of [`MAX_VISITS`] nodes was exceeded
    /// (after [`Found::OverBudget`] was shown).
    pub fn visit<'d, 's>(
        &self,
        on: &Document<'d, 's>,
        see: &mut dyn FnMut(Found<'_, 'd, 's>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        walk::visit(&self.text, &self.segments, (on, on), see)
    }

    /// The same of the thing at hand, with the spec's subject as `$` in filters.
    pub fn visit_at<'d, 's>(
        &self,
        on: &Document<'d, 's>,
        subject: &Document<'d, 's>,
        see: &mut dyn FnMut(Found<'_, 'd, 's>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        walk::visit(&self.text, &self.segments, (on, subject), see)
    }
}

/// The logical expression of a filter: `@.kind == 'identity' && !@.x`.
#[derive(Debug, Clone)]
pub struct Condition {
    text: String,
    filter: Filter,
}

impl Condition {
    /// Compiles a condition.
    ///
    /// # Errors
    /// As [`Query::parse`]; columns are byte offsets in `text`.
    pub fn parse(text: &str) -> Result<Condition, QueryError> {
        let filter = lower::condition(text)?;
        Ok(Condition {
            text: text.to_owned(),
            filter,
        })
    }

    /// The condition as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it holds: `$` is the document's root, `@` is `current`.
    pub fn judge<'d, 's>(&self, on: &Document<'d, 's>, current: &'d Node<'s>) -> Judged {
        walk::judge(&self.text, &self.filter, (on, on), current)
    }

    /// Whether it holds of the thing at hand: `@` is its root, `$` the spec's subject.
    pub fn judge_at<'d, 's>(&self, on: &Document<'d, 's>, subject: &Document<'d, 's>) -> Judged {
        walk::judge(&self.text, &self.filter, (on, subject), on.root)
    }

    /// The queries in it, in the order of the text: see [`Filter::queries`].
    pub fn queries(&self) -> Vec<(Anchor, &[Segment])> {
        self.filter.queries()
    }

    /// The words that it compares members with: see [`Filter::words`].
    pub fn words(&self) -> Vec<(Anchor, &str, &str)> {
        self.filter.words()
    }

    /// Where it has a slice that selects nothing, as a byte offset: see [`Query::never_selects`].
    pub fn never_selects(&self) -> Option<usize> {
        self.filter.never_selects()
    }

    /// Where it compares with `null`, as a byte offset: see [`Query::null_comparison`].
    pub fn null_comparison(&self) -> Option<usize> {
        self.filter.null_comparison()
    }
}
