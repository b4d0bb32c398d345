//! Drafts as TOML.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Draft, Topic, counted};
use crate::diagnostic::escape;
use crate::spec::toml_text;

/// A list in TOML.
pub(super) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let all: Vec<String> = texts.into_iter().map(toml_text).collect();
    match all.as_slice() {
        [only] => only.clone(),
        _ => format!("[{}]", all.join(", ")),
    }
}

/// A value that stands on the right of a matcher and means itself; `None` of one that cannot: a brace in a
/// text may stand for a param.
pub(super) fn value(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.contains('{') => None,
        Value::String(text) => Some(toml_text(text)),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Whether a type or an attribute is written in the letters of such names: nothing else is drafted.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(plain)
        && name.len() <= 80
}

/// An id made of words.
pub(super) fn id(words: &str) -> String {
    let dashed = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_lowercase(),
        false => '-',
    };
    let id: String = words.chars().map(dashed).collect();
    let parts: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// One spec of the file.
fn spec(draft: &Draft, kills: usize) -> String {
    let mut out = format!(
        "# draft, from {}; fails for {}\n[[spec]]\n",
        escape(&draft.from),
        counted(kills, "mutant")
    );
    let rows = [
        ("id", toml_text(&draft.id)),
        ("title", toml_text(&draft.title)),
    ];
    let rows: Vec<(&str, String)> = rows.into_iter().chain(draft.head.clone()).collect();
    let width = rows.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    for (key, value) in &rows {
        _ = writeln!(out, "{key:width$} = {value}");
    }
    match draft.clauses.as_slice() {
        [only] => _ = writeln!(out, "{:width$} = [ {{ {only} }} ]", "must"),
        all => {
            _ = writeln!(out, "{:width$} = [", "must");
            for clause in all {
                _ = writeln!(out, "    {{ {clause} }},");
            }
            out.push_str("]\n");
        }
    }
    out
}

/// The file.
pub(super) fn file(drafts: &[(Draft, usize)], suffix: bool, origin: &str) -> String {
    let mut out = format!(
        "# Drafted by `stackspec init` from {}.\n\
         #\n\
         # A draft says what is, not what should be. Each of these holds there, and fails for copies of the stack in\n\
         # which one thing was changed. Read them: keep what is meant, and take its `# draft` away; change what is\n\
         # not; delete the rest.\n",
        escape(origin)
    );
    if suffix && drafts.iter().any(|(draft, _)| uses_suffix(draft)) {
        out.push_str(
            "\n[param.suffix]\n\
             description = \"the suffix of the environment, which every name carries\"\n\
             identity    = true\n",
        );
    }
    for topic in Topic::ALL {
        let of = drafts.iter().filter(|(draft, _)| draft.topic == topic);
        for (at, (draft, kills)) in of.enumerate() {
            if at == 0 {
                _ = write!(out, "\n# {}\n", topic.heading());
            }
            _ = write!(out, "\n{}", spec(draft, *kills));
        }
    }
    out
}

/// Whether a draft asks for the param.
pub(super) fn uses_suffix(draft: &Draft) -> bool {
    draft
        .clauses
        .iter()
        .any(|clause| clause.contains("{suffix}"))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn braces_are_no_value() {
        assert_eq!(value(&"{suffix}".into()), None);
        assert_eq!(value(&"{$.x".into()), None);
        assert_eq!(value(&"a}".into()), Some("\"a}\"".to_owned()));
        assert_eq!(value(&Value::Null), None);
    }

    #[test]
    fn names_are_plain() {
        assert_eq!(is_name("aws_s3_bucket"), true);
        for name in ["", "_a", "a-b", "a\nb", "A", "aws_*", "a\"", "{a}"] {
            assert_eq!(is_name(name), false, "{name}");
        }
        assert_eq!(id("aws_s3_bucket $.a[*].b"), "aws-s3-bucket-a-b");
    }
}
