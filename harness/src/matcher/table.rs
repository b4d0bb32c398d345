//! The table of matchers.

/// A matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matcher {
    /// The same value.
    Equal,
    /// One of the listed values.
    OneOf,
    /// A text that holds a text, or an object that holds an object.
    Contain,
    /// A list that has an element.
    Include,
    /// A text of a shape given by `*` and `?`.
    Like,
    /// A text in which a regular expression is found.
    Match,
    /// A number not below.
    AtLeast,
    /// A number not above.
    AtMost,
    /// A number below.
    LessThan,
    /// A number above.
    GreaterThan,
    /// It is written.
    Present,
    /// It is not written.
    Absent,
    /// A text, list or object with nothing in it.
    Empty,
    /// How long a text, list or object is.
    Length,
    /// A text that is a document of a format.
    Parses,
}

/// What may stand on a matcher's right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// Any value.
    Any,
    /// A list of values.
    List,
    /// A text or an object.
    TextOrObject,
    /// A text.
    Text,
    /// A glob.
    Glob,
    /// A regular expression, or a list of them: any one.
    Regex,
    /// A number.
    Number,
    /// `true`, and nothing else: the opposite has a matcher of its own.
    True,
    /// A number, or a comparison such as `">= 2"`.
    Count,
    /// The name of a format: `json`.
    Format,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct MatcherInfo {
    /// Which matcher.
    pub matcher: Matcher,
    /// Its name in a spec file.
    pub name: &'static str,
    /// What stands on the right side.
    pub accepts: Accepts,
    /// What the value must be; anything else is an `error`, never a `fail`. Empty: anything.
    pub judges: &'static str,
    /// Whether `not_<name>` is a matcher too.
    pub negatable: bool,
    /// Whether it only asks if something is written. Such a clause covers no resource.
    pub presence: bool,
    /// What it says, as a sentence about the value.
    pub says: &'static str,
    /// A right side, as TOML.
    pub example: &'static str,
}

/// Every matcher, in the order of the documentation.
pub const MATCHERS: &[MatcherInfo] = &[
    MatcherInfo {
        matcher: Matcher::Equal,
        name: "equal",
        accepts: Accepts::Any,
        judges: "",
        negatable: true,
        presence: false,
        says: "is this value; numbers and booleans written as text count as what they spell",
        example: "\"aws:kms\"",
    },
    MatcherInfo {
        matcher: Matcher::OneOf,
        name: "one_of",
        accepts: Accepts::List,
        judges: "",
        negatable: true,
        presence: false,
        says: "is one of these values",
        example: "[\"S\", \"N\", \"B\"]",
    },
    MatcherInfo {
        matcher: Matcher::Contain,
        name: "contain",
        accepts: Accepts::TextOrObject,
        judges: "a string or an object",
        negatable: true,
        presence: false,
        says: "is a text that holds this text, or an object that has these members",
        example: "\"{suffix}\"",
    },
    MatcherInfo {
        matcher: Matcher::Include,
        name: "include",
        accepts: Accepts::Any,
        judges: "a list",
        negatable: true,
        presence: false,
        says: "is a list with this element; an object stands for any element that has its members",
        example: "\"postgresql\"",
    },
    MatcherInfo {
        matcher: Matcher::Like,
        name: "like",
        accepts: Accepts::Glob,
        judges: "a string",
        negatable: true,
        presence: false,
        says: "is a text of this shape: `*` is any text, `?` any one character",
        example: "\"arn:aws:kms:*\"",
    },
    MatcherInfo {
        matcher: Matcher::Match,
        name: "match",
        accepts: Accepts::Regex,
        judges: "a string",
        negatable: true,
        presence: false,
        says: "is a text in which this regular expression is found (anchor it with ^ and $)",
        example: "'^[a-z0-9-]+$'",
    },
    MatcherInfo {
        matcher: Matcher::AtLeast,
        name: "at_least",
        accepts: Accepts::Number,
        judges: "a number",
        negatable: false,
        presence: false,
        says: "is a number, this or more",
        example: "7",
    },
    MatcherInfo {
        matcher: Matcher::AtMost,
        name: "at_most",
        accepts: Accepts::Number,
        judges: "a number",
        negatable: false,
        presence: false,
        says: "is a number, this or less",
        example: "29",
    },
    MatcherInfo {
        matcher: Matcher::LessThan,
        name: "less_than",
        accepts: Accepts::Number,
        judges: "a number",
        negatable: false,
        presence: false,
        says: "is a number below this",
        example: "900",
    },
    MatcherInfo {
        matcher: Matcher::GreaterThan,
        name: "greater_than",
        accepts: Accepts::Number,
        judges: "a number",
        negatable: false,
        presence: false,
        says: "is a number above this",
        example: "0",
    },
    MatcherInfo {
        matcher: Matcher::Present,
        name: "present",
        accepts: Accepts::True,
        judges: "",
        negatable: false,
        presence: true,
        says: "is written, whatever its value",
        example: "true",
    },
    MatcherInfo {
        matcher: Matcher::Absent,
        name: "absent",
        accepts: Accepts::True,
        judges: "",
        negatable: false,
        presence: true,
        says: "is not written",
        example: "true",
    },
    MatcherInfo {
        matcher: Matcher::Empty,
        name: "empty",
        accepts: Accepts::True,
        judges: "a string, a list or an object",
        negatable: true,
        presence: false,
        says: "has nothing in it",
        example: "true",
    },
    MatcherInfo {
        matcher: Matcher::Length,
        name: "length",
        accepts: Accepts::Count,
        judges: "a string, a list or an object",
        negatable: false,
        presence: false,
        says: "has this many characters, elements or members",
        example: "\">= 2\"",
    },
    MatcherInfo {
        matcher: Matcher::Parses,
        name: "parses",
        accepts: Accepts::Format,
        judges: "a string",
        negatable: true,
        presence: false,
        says: "is a text that is a document of this format: an object or a list",
        example: "\"json\"",
    },
];

impl Matcher {
    /// Its row.
    pub fn info(self) -> &'static MatcherInfo {
        // The table lists every variant once; a test holds it to that.
        &MATCHERS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_enum() {
        for (index, row) in MATCHERS.iter().enumerate() {
            assert_eq!(row.matcher as usize, index, "{}", row.name);
        }
        assert_eq!(MATCHERS.len(), Matcher::Parses as usize + 1);
    }
}
