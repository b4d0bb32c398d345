//! Reading `[param.<name>]`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::reader::{Entry, Keys, Reader, Table, names};
use super::scope::Declared;
use super::{KnowledgeTable, Param, ParamKind, keys, table};
use crate::diagnostic::nearest;

/// `[param.*]`. A param that is wrong is kept all the same, so that its uses are no errors too.
pub(super) fn read(reader: &mut Reader<'_>, entry: Entry<'_>) -> Vec<Param> {
    let Some(table) = reader.table(entry) else {
        return Vec::new();
    };
    let mut params = Vec::new();
    for entry in table.entries() {
        let Some(table) = Table::of(entry.value) else {
            let message = format!("the param `{}` is not a table", entry.key);
            let help = format!(
                "write `[param.{}]`, and below it `default = ...`",
                entry.key
            );
            reader.error(entry.span(), message, "").help.push(help);
            continue;
        };
        if !is_param_name(entry.key) {
            let message = format!("`{}` is no name for a param", entry.key);
            let label = "small letters, digits and `_`, a letter first";
            reader.error(entry.key_span(), message, label);
        }
        params.push(read_param(reader, entry, table));
    }
    params.sort_by_key(|param| param.span.start);
    params
}

fn read_param(reader: &mut Reader<'_>, entry: Entry<'_>, table: Table<'_>) -> Param {
    let known = Keys {
        of: "a param",
        known: &names(keys::PARAM),
        aliases: &[
            ("value", "default"),
            ("environment", "env"),
            ("variable", "env"),
            ("from", "table"),
            ("values", "default"),
        ],
        later: &[],
    };
    reader.check_keys(table, &known);
    let written = table.get("default");
    let default = written.and_then(|entry| read_default(reader, entry));
    let from = table
        .get("table")
        .and_then(|entry| read_table(reader, entry));
    if let (Some(_), Some(entry)) = (written, table.get("table")) {
        let message = "`table` beside `default`: both say what holds where nothing sets it";
        let found = reader.error(entry.key_span(), message, "");
        found.help.push("leave one of them out".into());
    }
    let default = default.or_else(|| from.map(|table| table.value.clone()));
    if matches!(default, Some(Value::Object(_)))
        && let Some(entry) = table.get("env")
    {
        let message = "an environment variable holds no table by key";
        let found = reader.error(entry.span(), message, "");
        found
            .help
            .push("leave `env` out; `[params]` of stackspec.toml may set this param".into());
    }
    let identity = table
        .get("identity")
        .and_then(|entry| reader.flag(entry))
        .unwrap_or(false);
    if identity
        && matches!(
            default,
            Some(Value::Array(_) | Value::Bool(_) | Value::Object(_))
        )
        && let Some(entry) = table.get("identity")
    {
        let message = "only a text or a number can be taken out of names";
        let label = "the default of this param is neither";
        reader.error(entry.span(), message, label);
    }
    Param {
        name: entry.key.to_owned(),
        description: table
            .get("description")
            .and_then(|entry| reader.words(entry)),
        env: table
            .get("env")
            .and_then(|entry| read_env_name(reader, entry)),
        kind: default.as_ref().map_or(ParamKind::Text, ParamKind::of),
        default,
        table: from,
        identity,
        span: entry.key_span(),
    }
}

/// `table = "..."`: one of the knowledge tables.
fn read_table(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<&'static KnowledgeTable> {
    let text = reader.text(entry)?;
    let found = table::table(text.value);
    if found.is_none() {
        let message = format!("no table is called `{}`", text.value);
        let help = table::unknown(text.value);
        reader.error(text.span(), message, "").help.push(help);
    }
    found
}

/// `[a-z][a-z0-9_]*`
fn is_param_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn read_env_name(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<String> {
    let text = reader.text(entry)?;
    if !is_env_name(text.value) {
        let label = "letters, digits and `_`, no digit first";
        reader.error(
            text.span(),
            "this is no name of an environment variable",
            label,
        );
        return None;
    }
    Some(text.value.to_owned())
}

/// The portable names of POSIX, and lower case as well.
pub(crate) fn is_env_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A value that a param may have: a scalar, a list of scalars with something in it, or such a list
/// (or a scalar) for each of some keys.
pub(crate) fn read_default(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<Value> {
    let value = reader.json(entry.value)?;
    if let Some((message, label)) = unfit(&value) {
        reader.error(entry.value_span(), message, label);
        return None;
    }
    Some(value)
}

/// What is said of a value with nothing in it.
pub(super) const EMPTY: &str = "a param must not be empty";
const KINDS: &str =
    "a param is a text, a number, a boolean, a list of them, or a table of such lists by key";

/// Why a value is none for a param, and what to say under it.
pub(crate) fn unfit(value: &Value) -> Option<(&'static str, &'static str)> {
    match value {
        Value::Object(rows) if rows.is_empty() => Some((EMPTY, "this table has no key")),
        Value::Object(rows) => rows.values().find_map(|row| match row {
            Value::Object(_) => Some((KINDS, "this table holds another table")),
            row => unfit_scalars(row),
        }),
        value => unfit_scalars(value),
    }
}

fn unfit_scalars(value: &Value) -> Option<(&'static str, &'static str)> {
    let nested = |v: &Value| v.is_array() || v.is_object() || v.is_null();
    match value {
        Value::String(text) if text.is_empty() => {
            Some((EMPTY, "every text contains the empty text"))
        }
        Value::Array(list) if list.is_empty() => Some((EMPTY, "nothing is one of an empty list")),
        Value::Array(list) if list.iter().any(nested) => {
            Some((KINDS, "this list holds something else"))
        }
        Value::Array(list) if list.iter().any(|v| v.as_str() == Some("")) => {
            Some((EMPTY, "this list holds an empty text"))
        }
        Value::Null => Some((KINDS, "this is none of them")),
        _ => None,
    }
}

/// For a param that is not declared: what to say.
pub(super) fn undeclared(name: &str, declared: &BTreeMap<String, Declared>) -> String {
    match nearest(name, declared.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it: `[param.{name}]`"),
    }
}
