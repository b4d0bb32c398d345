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
    /// An object that has members of these names.
    Keys,
    /// Its members have no other names.
    Names,
    /// Written out, with nothing in it that comes from elsewhere.
    Literal,
    /// Refers to a block of a type.
    Reference,
    /// An IAM pattern that an action matches.
    Covers,
    /// A network inside of another.
    Within,
    /// A network that shares no address with another.
    Disjoint,
    /// A version, or a constraint that admits only such.
    Version,
    /// The name of a file that is there.
    File,
    /// The name of a zip archive that has an entry.
    ZipEntry,
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
    /// A text, or a list of texts.
    Texts,
    /// An IAM action, or a list of them.
    Actions,
    /// A glob over types or references, or a list of them: any one.
    References,
    /// A network, or a list of them.
    Networks,
    /// A version constraint.
    Constraint,
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
    MatcherInfo {
        matcher: Matcher::Keys,
        name: "keys",
        accepts: Accepts::Texts,
        judges: "an object",
        negatable: true,
        presence: false,
        says: "is an object with members of all these names (`not_keys`: of any of them)",
        example: "[\"Owner\", \"CostCenter\"]",
    },
    MatcherInfo {
        matcher: Matcher::Names,
        name: "names",
        accepts: Accepts::Texts,
        judges: "an object",
        negatable: false,
        presence: false,
        says: "is an object whose members all have one of these names",
        example: "[\"ApiName\", \"Stage\"]",
    },
    MatcherInfo {
        matcher: Matcher::Literal,
        name: "literal",
        accepts: Accepts::True,
        judges: "",
        negatable: true,
        presence: false,
        says: "is written out, as far as it goes: no reference stands in it, only locals that are \
               written out themselves",
        example: "true",
    },
    MatcherInfo {
        matcher: Matcher::Reference,
        name: "reference",
        accepts: Accepts::References,
        judges: "",
        negatable: true,
        presence: false,
        says: "refers to a block of such a type: `aws_kms_key`, `aws_kms_key.arn`, `data.aws_vpc`, \
               or `var.*`",
        example: "[\"aws_kms_key.arn\", \"aws_kms_alias\"]",
    },
    MatcherInfo {
        matcher: Matcher::Covers,
        name: "covers",
        accepts: Accepts::Actions,
        judges: "a string, or a list of strings",
        negatable: true,
        presence: false,
        says: "is an IAM pattern (or a list with one) that this action matches, or any one of these",
        example: "\"secretsmanager:GetSecretValue\"",
    },
    MatcherInfo {
        matcher: Matcher::Within,
        name: "within",
        accepts: Accepts::Networks,
        judges: "an IP address or a network",
        negatable: true,
        presence: false,
        says: "is a network that lies as a whole in this one, or in any one of these",
        example: "[\"10.0.0.0/8\", \"fd00::/8\"]",
    },
    MatcherInfo {
        matcher: Matcher::Disjoint,
        name: "disjoint",
        accepts: Accepts::Networks,
        judges: "an IP address or a network",
        negatable: false,
        presence: false,
        says: "is a network that has no address in common with this one, nor with any one of these",
        example: "\"172.17.0.0/16\"",
    },
    MatcherInfo {
        matcher: Matcher::Version,
        name: "version",
        accepts: Accepts::Constraint,
        judges: "a version or a version constraint",
        negatable: true,
        presence: false,
        says: "is a version that meets this constraint, or a constraint that admits only such",
        example: "\">= 5.0, < 7\"",
    },
    MatcherInfo {
        matcher: Matcher::File,
        name: "file",
        accepts: Accepts::True,
        judges: "a string",
        negatable: true,
        presence: false,
        says: "is the name of a regular file, from the folder of the stack and under the root",
        example: "true",
    },
    MatcherInfo {
        matcher: Matcher::ZipEntry,
        name: "zip_entry",
        accepts: Accepts::Texts,
        judges: "a string that names a zip archive",
        negatable: true,
        presence: false,
        says: "is the name of a zip archive, as `file`, with an entry of this name, or of any one of \
               these; `*` is any text, `?` any one character",
        example: "\"index.*\"",
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
        assert_eq!(MATCHERS.len(), Matcher::ZipEntry as usize + 1);
    }
}
