//! A matcher, and what it compares with.

use std::ops::Range;
use std::sync::Arc;

use super::{Filter, FromParam, Over};
use crate::matcher::{CountTest, Matcher};
use crate::select::{Anchor, Query};

/// A matcher and its right side.
#[derive(Debug, Clone)]
pub struct Match {
    /// Which.
    pub matcher: Matcher,
    /// `not_...`.
    pub negated: bool,
    /// What it compares with.
    pub right: Right,
    /// The param that the number or the expressions on the right are of.
    pub from: Option<FromParam>,
    /// The bytes of `key = value` in the file.
    pub span: Range<usize>,
}

/// A matcher's right side.
#[derive(Debug, Clone)]
pub enum Right {
    /// A value. Texts in it may hold `{param}` and `{$.path}`.
    Value(Template),
    /// `{ param = "name" }`: the param's whole value.
    Param(String),
    /// `{ param = "name", key = "$.engine" }`: the row of a table by key.
    Keyed(Box<Keyed>),
    /// `{ at = "$..." }` and its sisters: what stands elsewhere.
    Elsewhere(Box<Elsewhere>),
    /// A compiled regular expression, or several: any one.
    Regex(Vec<regex::Regex>),
    /// A comparison with a number.
    Count(CountTest),
}

/// The values that a table by key has for what stands on the subject.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The param.
    pub param: String,
    /// Where the key is: on the subject, or on what the clause has at hand.
    pub key: Arc<Query>,
    /// The bytes of the path in the file, inside the quotes.
    pub key_span: Range<usize>,
}

impl Keyed {
    /// Whether the key is read from what the clause has at hand, each by itself.
    pub fn is_at_hand(&self) -> bool {
        self.key.anchor() == Anchor::Current
    }
}

/// Values that stand elsewhere: `{ resource = "aws_x", at = "@.name" }`.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// On what: the subject (or what the clause has at hand, if the path starts with `@`), what is
    /// reached from the subject, or what the stack has.
    pub over: Over,
    /// Which of those.
    pub filter: Option<Filter>,
    /// Where on each.
    pub at: Arc<Query>,
    /// The bytes of the path in the file, inside the quotes.
    pub at_span: Range<usize>,
    /// What stands in for an unset value.
    pub default: Option<serde_json::Value>,
    /// What numbers are multiplied by.
    pub times: Option<serde_json::Number>,
}

impl Elsewhere {
    /// Whether it is read from what the clause has at hand, each by itself.
    pub fn is_at_hand(&self) -> bool {
        matches!(self.over, Over::Subject) && self.at.anchor() == Anchor::Current
    }
}

/// A value whose texts may hold placeholders.
#[derive(Debug, Clone)]
pub enum Template {
    /// A value without placeholders.
    Plain(serde_json::Value),
    /// A text with placeholders.
    Text(Vec<TemplatePiece>),
    /// A list.
    List(Vec<Template>),
    /// An object.
    Map(Vec<(String, Template)>),
}

/// A piece of a text on a right side.
#[derive(Debug, Clone)]
pub enum TemplatePiece {
    /// Text.
    Literal(String),
    /// `{name}`, where `name` is a declared param.
    Param(String),
    /// `{$.path}` on the subject.
    Path(Arc<Query>),
}
