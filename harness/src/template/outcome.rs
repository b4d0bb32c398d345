//! How the evaluation of an expression ends.

use std::borrow::Cow;

use crate::value::Node;

/// Why an expression, or a function of known arguments, has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// It hangs on something that is not known, or that is not evaluated here.
    Unknown,
    /// Terraform refuses it, whatever the holes hold. An error never becomes a value.
    Error(Cow<'static, str>),
    /// It is too large to be evaluated.
    Budget,
}

/// What an evaluation gives.
pub(super) type Outcome<T = Node<'static>> = Result<T, Stop>;

/// An error with a message that says what was wanted.
pub(super) fn error<T>(message: impl Into<Cow<'static, str>>) -> Outcome<T> {
    Err(Stop::Error(message.into()))
}
