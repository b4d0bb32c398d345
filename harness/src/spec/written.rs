//! A clause on one line, as its author wrote it.

use toml::de::DeValue;

use super::reader::{Reader, Slot, Table};
use super::spelled::{toml_key, toml_text};

/// A table as an inline table on one line, whichever way it is written.
pub(super) fn table(reader: &Reader<'_>, table: Table<'_>) -> String {
    let members: Vec<_> = table
        .entries()
        .into_iter()
        .map(|entry| format!("{} = {}", toml_key(entry.key), value(reader, entry.value)))
        .collect();
    match members.is_empty() {
        true => "{}".to_owned(),
        false => format!("{{ {} }}", members.join(", ")),
    }
}

fn value(reader: &Reader<'_>, slot: Slot<'_>) -> String {
    match slot.get_ref() {
        DeValue::Array(list) => {
            let elements: Vec<_> = list.iter().map(|element| value(reader, element)).collect();
            format!("[{}]", elements.join(", "))
        }
        DeValue::Table(_) => Table::of(slot).map_or_else(String::new, |inner| table(reader, inner)),
        DeValue::String(text) => {
            let raw = reader.slice(slot.span());
            let one_line =
                !raw.contains('\n') && !raw.starts_with("'''") && !raw.starts_with("\"\"\"");
            match one_line {
                true => raw.to_owned(),
                false => toml_text(text),
            }
        }
        _ => reader.slice(slot.span()).to_owned(),
    }
}
