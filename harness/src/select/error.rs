//! Why a query is refused.

use std::fmt;

/// Why a query or condition is refused, pointing at the bytes that are to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The byte offset of the offender in the text; the text's length if it ends too early.
    pub column: usize,
    /// How many bytes the offender has; 0 at the end of the text.
    pub length: usize,
    /// What to write instead.
    pub help: Option<String>,
}

impl QueryError {
    pub(super) fn new(span: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            column: span.start,
            length: span.len(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.column)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}
