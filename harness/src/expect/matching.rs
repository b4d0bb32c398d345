//! The matchers of spec files, as functions.

use serde_json::Value;

/// A matcher and its right side.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// Its key in a spec file.
    pub(super) key: &'static str,
    /// What stands behind it.
    pub(super) right: Value,
}

fn matching(key: &'static str, right: impl Into<Value>) -> Matching {
    Matching {
        key,
        right: right.into(),
    }
}

fn list<T: Into<Value>>(values: impl IntoIterator<Item = T>) -> Value {
    Value::Array(values.into_iter().map(Into::into).collect())
}

/// It is this value; numbers and booleans written as text count as what they spell.
pub fn equal(value: impl Into<Value>) -> Matching {
    matching("equal", value)
}

/// It is not this value.
pub fn not_equal(value: impl Into<Value>) -> Matching {
    matching("not_equal", value)
}

/// It is one of these values.
pub fn one_of<T: Into<Value>>(values: impl IntoIterator<Item = T>) -> Matching {
    matching("one_of", list(values))
}

/// It is none of these values.
pub fn not_one_of<T: Into<Value>>(values: impl IntoIterator<Item = T>) -> Matching {
    matching("not_one_of", list(values))
}

/// It is a text that holds this text, or an object that has these members.
pub fn contain(part: impl Into<Value>) -> Matching {
    matching("contain", part)
}

/// It is a text that does not hold this text, or an object that lacks these members.
pub fn not_contain(part: impl Into<Value>) -> Matching {
    matching("not_contain", part)
}

/// It is a list with this element.
pub fn include(element: impl Into<Value>) -> Matching {
    matching("include", element)
}

/// It is a list without this element.
pub fn not_include(element: impl Into<Value>) -> Matching {
    matching("not_include", element)
}

/// It is a text of this shape: `*` is any text, `?` any one character.
pub fn like(glob: &str) -> Matching {
    matching("like", glob)
}

/// It is a text of another shape than this.
pub fn not_like(glob: &str) -> Matching {
    matching("not_like", glob)
}

/// It is a text in which this regular expression is found (anchor it with `^` and `$`).
pub fn matches(regex: &str) -> Matching {
    matching("match", regex)
}

/// It is a text in which this regular expression is not found.
pub fn not_matches(regex: &str) -> Matching {
    matching("not_match", regex)
}

/// It is a number, this or more.
pub fn at_least(number: impl Into<Value>) -> Matching {
    matching("at_least", number)
}

/// It is a number, this or less.
pub fn at_most(number: impl Into<Value>) -> Matching {
    matching("at_most", number)
}

/// It is a number below this.
pub fn less_than(number: impl Into<Value>) -> Matching {
    matching("less_than", number)
}

/// It is a number above this.
pub fn greater_than(number: impl Into<Value>) -> Matching {
    matching("greater_than", number)
}

/// It is written, whatever its value.
pub fn present() -> Matching {
    matching("present", true)
}

/// It is not written.
pub fn absent() -> Matching {
    matching("absent", true)
}

/// It is a text, list or object with nothing in it.
pub fn empty() -> Matching {
    matching("empty", true)
}

/// It is a text, list or object with something in it.
pub fn not_empty() -> Matching {
    matching("not_empty", true)
}

/// It has this many characters, elements or members: `2`, or `">= 2"`.
pub fn length(count: impl Into<Value>) -> Matching {
    matching("length", count)
}

/// It is a text that is a document of this format: `json`.
pub fn parses(format: &str) -> Matching {
    matching("parses", format)
}
