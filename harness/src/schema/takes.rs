//! What a key takes, as JSON Schema.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::{defined, table};
use crate::spec::reader::{Key, Takes};
use crate::spec::{self, BLOCKS};
use crate::view::View;

/// What a member of this name may be, with what is said of it.
pub(super) fn of(key: &Key) -> Value {
    let mut schema = match key.takes {
        Takes::Tables(_) => json!({ "type": "array", "items": defined(key.name) }),
        takes => shape(takes),
    };
    schema["description"] = json!(description(key));
    // At the key of a list Taplo shows what is said of its elements.
    let items = schema.get_mut("items");
    if let Some(items) = items.filter(|items| items.get("$ref").is_none()) {
        items["description"] = json!(description(key));
    }
    schema
}

/// What an editor shows of a key.
pub(super) fn description(key: &Key) -> String {
    let mut text = format!("{}.", capital(key.says));
    let words = key.takes.words();
    text.push_str(&format!("\n\nTakes: {words}"));
    if matches!(key.takes, Takes::View) {
        text.push_str(". Views, and what their rows have:\n");
        for view in View::ALL {
            text.push_str(&format!(
                "\n- `{}`: {}",
                view.word(),
                view.members().join(", ")
            ));
        }
    }
    text
}

/// A sentence begins with a capital, unless it begins with code.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The kind of value; what the reader asks beyond that and JSON Schema can say.
fn shape(takes: Takes) -> Value {
    match takes {
        Takes::Text
        | Takes::Param
        | Takes::Glob
        | Takes::Pattern
        | Takes::Walk
        | Takes::Condition
        | Takes::Query => text(),
        Takes::Id => json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$" }),
        Takes::EnvName => json!({ "type": "string", "pattern": ENV_NAME }),
        Takes::EnvNames => texts(&json!({ "pattern": ENV_NAME }), ENV_NAME),
        Takes::Texts | Takes::Paths | Takes::Globs | Takes::Regexes => texts(&json!({}), ""),
        Takes::Groups => texts(&known_or_text(&groups()), ""),
        Takes::Purposes => texts(&known_or_text(&purposes()), ""),
        Takes::Words(words) => json!({ "enum": words }),
        Takes::WordsOrList(words) => texts(
            &json!({ "enum": words }),
            &format!("^({})$", words.join("|")),
        ),
        Takes::True => json!({ "const": true }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Positive => json!({ "type": "integer", "minimum": 1 }),
        Takes::Percent => json!({ "type": "integer", "minimum": 0, "maximum": 100 }),
        Takes::Count => count(),
        Takes::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Takes::Value => json!({}),
        Takes::View => json!({ "enum": View::ALL.map(View::word) }),
        Takes::Rewrite => json!({ "type": "string", "pattern": r"\{\}" }),
        Takes::TableName => {
            let names: Vec<&str> = spec::tables().iter().map(|it| it.name.as_str()).collect();
            json!({ "enum": names })
        }
        Takes::ParamValue => param_value(),
        Takes::Params => params(),
        Takes::Vars => json!({ "type": "object" }),
        Takes::Levels => levels(),
        // Both stand in `definitions`; this is for a table that has them elsewhere.
        Takes::Matchers => json!({ "type": "object" }),
        Takes::Clauses => clauses("clause"),
        Takes::Alternatives => clauses("clause_of_any"),
        Takes::Stacks => stacks(),
        Takes::Files => json!({
            "type": ["string", "array", "object"],
            "items": { "type": "string" },
            "additionalProperties": {
                "anyOf": [
                    { "const": true },
                    { "type": ["string", "array"], "items": { "type": "string" } },
                ],
            },
        }),
        Takes::Table(keys) => Value::Object(table(keys)),
        Takes::Named(keys) => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[a-z][a-z0-9_]*$" },
            "additionalProperties": table(keys),
        }),
        // What is in the list is defined under the name of the key.
        Takes::Tables(_) => json!({ "type": "array" }),
    }
}

/// A text with something in it.
fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

const ENV_NAME: &str = "^[A-Za-z_][A-Za-z0-9_]*$";

/// A text that `pattern` finds something in, or a list of texts that are like `item`. Without `anyOf`: an
/// editor offers a key once for each of its branches.
fn texts(item: &Value, pattern: &str) -> Value {
    let mut item = item.clone();
    if item.get("anyOf").is_none() && item.get("enum").is_none() {
        item["type"] = json!("string");
    }
    let mut schema = json!({ "type": ["string", "array"], "items": item, "minItems": 1 });
    if !pattern.is_empty() {
        schema["pattern"] = json!(pattern);
    }
    schema
}

/// A number of things, or a comparison with one.
pub(super) fn count() -> Value {
    json!({
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": r"^\s*(==|!=|<=|>=|<|>)?\s*([0-9]+|\{[a-z][a-z0-9_]*\})\s*$",
    })
}

fn clauses(name: &str) -> Value {
    json!({ "type": "array", "items": defined(name), "minItems": 1 })
}

/// Any text; an editor offers these.
fn known_or_text(known: &BTreeSet<String>) -> Value {
    json!({ "anyOf": [{ "enum": known }, { "type": "string" }] })
}

/// A scalar, a list of scalars, or a table of such by key; nothing in it is empty.
fn param_value() -> Value {
    let scalar = json!({ "type": ["string", "number", "boolean"], "minLength": 1 });
    json!({
        "type": ["string", "number", "boolean", "array", "object"],
        "minLength": 1,
        "minItems": 1,
        "items": scalar,
        "minProperties": 1,
        "additionalProperties": {
            "type": ["string", "number", "boolean", "array"],
            "minLength": 1,
            "minItems": 1,
            "items": scalar,
        },
    })
}

/// Any params, and what those of the library are for.
fn params() -> Value {
    let mut known = Map::new();
    for param in shipped().iter().flat_map(|file| &file.params) {
        if let (Some(says), None) = (&param.description, known.get(&param.name)) {
            let mut schema = param_value();
            if let Value::Object(schema) = &mut schema {
                schema.insert("description".into(), json!(capital(says.trim())));
            }
            known.insert(param.name.clone(), schema);
        }
    }
    json!({ "type": "object", "properties": known, "additionalProperties": param_value() })
}

/// The ids of all specs that ship, each with its level and the fault that it finds.
fn levels() -> Value {
    let built_in = std::iter::once(spec::built_in());
    let mut known = Map::new();
    for spec in built_in.chain(shipped()).flat_map(|file| &file.specs) {
        let title = capital(spec.title.as_deref().unwrap_or_default());
        let says = format!("{title}.\n\nIts own level: {}", spec.level.word());
        let schema = json!({ "enum": ["deny", "warn", "off"], "description": says });
        known.insert(spec.id.clone(), schema);
    }
    json!({ "type": "object", "properties": known, "additionalProperties": false })
}

/// A stack as Terraform JSON, as JSON in a text, or several.
fn stacks() -> Value {
    let blocks: Map<String, Value> = BLOCKS
        .iter()
        .map(|block| ((*block).to_owned(), json!({})))
        .collect();
    json!({
        "type": ["object", "string", "array"],
        "properties": blocks,
        "additionalProperties": false,
        "minItems": 1,
        "items": {
            "type": ["object", "string"],
            "properties": blocks,
            "additionalProperties": false,
        },
    })
}

/// The library's files; what is wrong with them fails their own tests.
fn shipped() -> &'static [spec::SpecFile] {
    static FILES: OnceLock<Vec<spec::SpecFile>> = OnceLock::new();
    FILES.get_or_init(|| spec::library(&[spec::ALL.to_owned()]).unwrap_or_default())
}

fn purposes() -> BTreeSet<String> {
    let specs = shipped().iter().flat_map(|file| &file.specs);
    specs.flat_map(|spec| spec.groups.clone()).collect()
}

fn groups() -> BTreeSet<String> {
    let mut groups = BTreeSet::from([spec::ALL, "deny", "warn"].map(str::to_owned));
    for file in shipped() {
        for spec in &file.specs {
            groups.extend(spec::groups_of(&file.name, spec));
        }
    }
    groups
}
