//! Finds the place of a value in the text it was read from.
//!
//! Values carry no positions: nearly none of them is ever reported. The one that is, is found by
//! walking its resource's text again, along its path.

use serde_json::value::RawValue;

use super::Step;
use std::collections::BTreeMap;

/// The byte offset in `text` at which the value at `path` starts, or the nearest value above it
/// that is there (a missing attribute is shown at its block). A step that the text does not have
/// because blocks are lists in the normal form (`[0]` on an object) is passed over; a step into a
/// string (an embedded document) stops at the string.
pub fn locate(text: &str, path: &[Step]) -> usize {
    let mut at = text;
    for step in path {
        let below = match step {
            Step::Name(name) => member(at, name),
            Step::Index(index) => match at.trim_start().as_bytes().first() {
                Some(b'{') if *index == 0 => Some(at),
                _ => serde_json::from_str::<Vec<&RawValue>>(at)
                    .ok()
                    .and_then(|elements| elements.get(*index).map(|raw| raw.get())),
            },
        };
        match below {
            Some(below) => at = below,
            None => break,
        }
    }
    let skipped = at.len() - at.trim_start().len();
    // `at` always is a slice of `text`.
    (at.as_ptr() as usize) - (text.as_ptr() as usize) + skipped
}

fn member<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let members: BTreeMap<std::borrow::Cow<'t, str>, &'t RawValue> =
        serde_json::from_str(text).ok()?;
    members.get(name).map(|raw| raw.get())
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn at(text: &str, path: &[Step], expected: &str) {
        assert!(
            text[locate(text, path)..].starts_with(expected),
            "{}",
            &text[locate(text, path)..]
        );
    }

    #[test]
    fn finds_values_and_what_is_nearest() {
        let text = r#" {"a": {"b": [1, {"c": "x"}]}, "policy": "{\"S\":1}"} "#;
        let name = |name: &str| Step::Name(name.into());
        at(text, &[], "{\"a\"");
        at(
            text,
            &[name("a"), name("b"), Step::Index(1), name("c")],
            "\"x\"",
        );
        at(text, &[name("a"), Step::Index(0), name("b")], "[1");
        at(text, &[name("a"), name("missing")], "{\"b\"");
        at(text, &[name("policy"), name("S")], "\"{");
        assert_eq!(locate("", &[name("a")]), 0);
    }
}
