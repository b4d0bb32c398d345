//! Paths to a place in a value.

use std::fmt::Write as _;

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// To the member of this name.
    Name(String),
    /// To the element at this index, from 0.
    Index(usize),
}

/// Where a value stands, from the root. Steps into an embedded document are steps like any other.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The normalized path of RFC 9535, section 2.7: `$['tags']['Name'][0]`.
    pub fn normalized(&self) -> String {
        let mut out = String::from("$");
        for step in &self.0 {
            match step {
                Step::Index(index) => _ = write!(out, "[{index}]"),
                Step::Name(name) => {
                    out.push_str("['");
                    for c in name.chars() {
                        match c {
                            '\'' => out.push_str("\\'"),
                            '\\' => out.push_str("\\\\"),
                            '\u{8}' => out.push_str("\\b"),
                            '\u{c}' => out.push_str("\\f"),
                            '\n' => out.push_str("\\n"),
                            '\r' => out.push_str("\\r"),
                            '\t' => out.push_str("\\t"),
                            c if c < ' ' => _ = write!(out, "\\u{:04x}", c as u32),
                            c => out.push(c),
                        }
                    }
                    out.push_str("']");
                }
            }
        }
        out
    }

    /// The path as a person would write it: `$.tags.Name[0]`, with brackets only where needed.
    pub fn shorthand(&self) -> String {
        let mut out = String::from("$");
        for step in &self.0 {
            match step {
                Step::Name(name) if is_shorthand(name) => _ = write!(out, ".{name}"),
                step => out.push_str(&Path(vec![step.clone()]).normalized()[1..]),
            }
        }
        out
    }
}

/// The name as a query writes it: `.name`, or `['a name']` where it must be quoted.
pub fn shorthand(name: &str) -> String {
    Path(vec![Step::Name(name.to_owned())]).shorthand()[1..].to_owned()
}

/// RFC 9535, `member-name-shorthand`.
fn is_shorthand(name: &str) -> bool {
    let mut chars = name.chars();
    let first = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    chars.next().is_some_and(first) && chars.all(|c| first(c) || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn writes_both_spellings() {
        let path = Path(vec![
            Step::Name("tags".into()),
            Step::Name("it's a".into()),
            Step::Index(2),
            Step::Name("\u{1}".into()),
        ]);
        assert_eq!(path.normalized(), r"$['tags']['it\'s a'][2]['\u0001']");
        assert_eq!(path.shorthand(), r"$.tags['it\'s a'][2]['\u0001']");
    }
}
