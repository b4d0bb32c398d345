//! A knowledge table in words.

use std::fmt::Write as _;

use serde_json::Value;

use super::{KnowledgeTable, tables};

/// The table as Markdown: what it says, where that is from, and its rows.
pub fn explain_table(table: &KnowledgeTable) -> String {
    let mut out = format!(
        "# table {}\n\n{}.\n",
        table.name,
        table.title.trim_end_matches('.')
    );
    _ = write!(out, "\nSource: {}", table.source.trim());
    match &table.checked {
        Some(day) => _ = writeln!(out, "\n\nAs of: {day}"),
        None => out.push_str("\n\nMade of what stackspec knows anyway.\n"),
    }
    let used = match table.is_keyed() {
        true => "`[param.x] table = \"NAME\"`, looked up by `{ param = \"x\", key = \"$.path\" }`",
        false => "`[param.x] table = \"NAME\"`",
    };
    _ = writeln!(
        out,
        "\nIn a spec file: {}\n",
        used.replace("NAME", &table.name)
    );
    let note = |name: &str| {
        let found = table.notes.iter().find(|(of, _)| of == name);
        found
            .map(|(_, note)| format!(" ({note})"))
            .unwrap_or_default()
    };
    let word = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    match &table.value {
        Value::Object(rows) => {
            for (key, values) in rows {
                let values: Vec<String> = match values {
                    Value::Array(list) => list.iter().map(word).collect(),
                    single => vec![word(single)],
                };
                _ = writeln!(out, "- `{key}`: {}{}", values.join(", "), note(key));
            }
        }
        Value::Array(list) => {
            for value in list.iter().map(word) {
                _ = writeln!(out, "- `{value}`{}", note(&value));
            }
        }
        _ => {}
    }
    out
}

/// Every table with what it says, a line each.
pub fn list_tables() -> String {
    let mut out = String::from("| table | rows | says |\n|---|--:|---|\n");
    for table in tables() {
        _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            table.name,
            table.len(),
            table.title
        );
    }
    out
}
