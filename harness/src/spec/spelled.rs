//! Texts, keys and values as TOML spells them on one line: what we write for others to keep or read.

use std::fmt::Write as _;

use serde_json::Value;

use crate::diagnostic::escape;

/// A text: with single quotes where it is read best so, as paths and regular expressions are. What a
/// reader would not see is written as an escape.
/// Source: TOML 1.0, "String".
pub(crate) fn toml_text(text: &str) -> String {
    let hidden = |c: char| c.is_control() || !is_plain(c);
    if text.contains(['"', '\\']) && !text.contains('\'') && !text.chars().any(hidden) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if hidden(c) => _ = write!(out, "\\U{:08X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, in quotes where it must be.
/// Source: TOML 1.0, "Keys".
pub(crate) fn toml_key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => toml_text(name),
    }
}

/// A value. TOML has no null: the reader says so.
pub(crate) fn toml_value(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => toml_text(text),
        Value::Array(list) => {
            let elements: Vec<String> = list.iter().map(toml_value).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let member = |(name, member): (&String, &Value)| {
                format!("{} = {}", toml_key(name), toml_value(member))
            };
            let members: Vec<String> = map.iter().map(member).collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

/// Whether a reader sees a character as it is.
fn is_plain(c: char) -> bool {
    c.is_ascii() || escape(c.encode_utf8(&mut [0; 4])).starts_with(c)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_escaped() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(toml_text(text), expected);
        }
        check("a", "\"a\"");
        check("", "\"\"");
        check(r"^\d$", r"'^\d$'");
        check("it's \"\n", r#""it's \"\n""#);
        check("'''", "\"'''\"");
        check("{a} {{b}}", "\"{a} {{b}}\"");
        check("a\u{202e}b", "\"a\\U0000202Eb\"");
        check("\u{1b}[31m\u{7f}", "\"\\U0000001B[31m\\U0000007F\"");
        check("grün", "\"grün\"");
    }

    #[test]
    fn values_are_read_as_they_were() {
        let value = json!({ "a b": [1, 2.5, true, "x\n"], "c": {}, "d-e": { "'": "\"" } });
        let written = toml_value(&value);
        assert_eq!(
            written,
            r#"{ "a b" = [1, 2.5, true, "x\n"], c = {}, d-e = { "'" = '"' } }"#
        );
        let read: toml::Table = toml::from_str(&format!("x = {written}")).unwrap();
        assert_eq!(serde_json::to_value(&read["x"]).unwrap(), value);
        assert_eq!(toml_value(&Value::Null), "null");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(1),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn any_text_survives(text in any::<String>()) {
            let written = format!("{} = {}", toml_key(&text), toml_text(&text));
            let document: toml::Table = toml::from_str(&written).unwrap();
            prop_assert_eq!(document[&text].as_str(), Some(text.as_str()));
        }
    }
}
