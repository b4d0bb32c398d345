//! `docs/json-lines.md`, made from the table of lines.

use super::VERSION;
use super::table::TABLE;

/// The documentation of the format, as Markdown.
pub fn reference() -> String {
    let mut text = format!(
        "# JSON Lines\n\n\
         `--message-format json` writes one JSON object a line, in UTF-8, each with its `type`. \
         This is version {VERSION} of the format;\nthe number changes when a field changes its \
         meaning or goes away. New fields and new types may come at any time:\nskip what you do \
         not know.\n\n\
         The order is fixed: stacks and specs in the order of their names, findings in the order \
         of addresses and paths.\n"
    );
    for line in TABLE {
        let title = match (line.name, line.verb) {
            ("", _) => "resources".to_owned(),
            (name, "") => name.to_owned(),
            (name, verb) => format!("{name} of {verb}"),
        };
        text.push_str(&format!("\n## {title}\n\n{}\n\n", line.says));
        text.push_str("| field | | |\n|---|---|---|\n");
        if !line.name.is_empty() {
            text.push_str(&format!("| `type` | text | `\"{}\"` |\n", line.name));
        }
        for field in line.fields {
            text.push_str(&format!(
                "| `{}` | {} | {} |\n",
                field.name, field.kind, field.says
            ));
        }
    }
    text
}
