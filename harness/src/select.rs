//! JSONPath (RFC 9535) over [`Node`](crate::value::Node): jsonpath-rust's grammar, our evaluator.

/// A compiled query.
#[derive(Debug, Clone)]
pub struct Query;

/// A compiled condition: the logical expression of a filter.
#[derive(Debug, Clone)]
pub struct Condition;
