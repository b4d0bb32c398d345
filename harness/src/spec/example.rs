//! A case as an example to read.

use serde_json::Value;

use super::{Case, Expect, Spec};

/// The first stack that the spec's cases say it finds at fault, as Markdown.
pub(super) fn faulty(spec: &Spec) -> Option<String> {
    let fails = |case: &&Case| matches!(case.expect, Expect::Fail { .. });
    spec.cases.iter().find(fails).map(shown)
}

/// The first stack that the spec's cases say it passes, as Markdown.
pub(super) fn sound(spec: &Spec) -> Option<String> {
    let passes = |case: &&Case| case.expect == Expect::Pass;
    spec.cases.iter().find(passes).map(shown)
}

/// The case as Markdown: its params, and a block for each of its stacks.
fn shown(case: &Case) -> String {
    let mut blocks = Vec::new();
    let params = case.params.iter();
    let params: Vec<String> = params
        .map(|(name, value)| format!("`{name} = {value}`"))
        .collect();
    if !params.is_empty() {
        blocks.push(format!("With {}:", params.join(", ")));
    }
    for stack in &case.given {
        let mut text = String::new();
        write(stack, 0, &mut text);
        blocks.push(format!("```json\n{text}\n```"));
    }
    blocks.join("\n\n")
}

/// The longest value that stays on one line, in characters.
const LINE: usize = 88;

/// JSON in lines: what is short stays on one line, which the usual printing of JSON does not have.
fn write(value: &Value, indent: usize, out: &mut String) {
    let flat = flat(value);
    if flat.chars().count() + indent <= LINE {
        out.push_str(&flat);
        return;
    }
    let (open, close) = match value {
        Value::Object(_) => ('{', '}'),
        Value::Array(_) => ('[', ']'),
        _ => {
            out.push_str(&flat);
            return;
        }
    };
    out.push(open);
    let mut first = true;
    let mut item = |name: Option<&String>, value: &Value| {
        out.push_str(if first { "\n" } else { ",\n" });
        first = false;
        out.push_str(&" ".repeat(indent + 2));
        if let Some(name) = name {
            out.push_str(&format!("{}: ", Value::from(name.as_str())));
        }
        write(value, indent + 2, out);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, it)| item(Some(name), it)),
        Value::Array(items) => items.iter().for_each(|it| item(None, it)),
        _ => {}
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

/// JSON on one line, with blanks where one reads them.
fn flat(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, it)| format!("{}: {}", Value::from(name.as_str()), flat(it)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!(
                "[{}]",
                items.iter().map(flat).collect::<Vec<_>>().join(", ")
            )
        }
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_short_stays_on_one_line() {
        let rows = [
            (
                json!({"a": [1, "x"], "b": {}}),
                "{ \"a\": [1, \"x\"], \"b\": {} }".to_owned(),
            ),
            (
                json!({"a": "x".repeat(80), "b": {"c": true}}),
                format!(
                    "{{\n  \"a\": \"{}\",\n  \"b\": {{ \"c\": true }}\n}}",
                    "x".repeat(80)
                ),
            ),
        ];
        for (value, expected) in rows {
            let mut out = String::new();
            write(&value, 0, &mut out);
            assert_eq!(out, expected);
        }
    }
}
