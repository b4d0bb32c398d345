//! JSON Schemas of the files that people write, for editors: completion, hover, and errors while
//! typing.
//!
//! They are made from the tables of keys that the readers of these files read, so a key is in the
//! schema if the reader knows it. A schema is narrower than the reader nowhere; what it cannot say
//! (whether a path is a path, whether a clause can fail) the reader says.
//!
//! Draft 7, which Taplo reads: <https://json-schema.org/draft-07/json-schema-release-notes>. In that
//! draft a `$ref` hides what stands beside it, so what is said of a key stands in what it refers to.

mod right;
mod takes;

use serde_json::{Map, Value, json};

use crate::config::keys::CONFIG;
use crate::matcher::MATCHERS;
use crate::spec::keys::{CLAUSE, FILE, SPEC};
use crate::spec::reader::{Key, Takes};
use crate::suite::keys::{CASE, SUITE};

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Spec files.
    Spec,
    /// `case.toml`.
    Case,
    /// `suite.toml`.
    Suite,
    /// `stackspec.toml`.
    Config,
}

impl Schema {
    /// Every schema.
    pub const ALL: [Schema; 4] = [Schema::Spec, Schema::Case, Schema::Suite, Schema::Config];

    /// The name of its file: `spec.schema.json`.
    pub const fn file_name(self) -> &'static str {
        match self {
            Schema::Spec => "spec.schema.json",
            Schema::Case => "case.schema.json",
            Schema::Suite => "suite.schema.json",
            Schema::Config => "stackspec.schema.json",
        }
    }

    /// What it is the schema of.
    pub fn of(self) -> &'static str {
        match self {
            Schema::Spec => "spec files of stackspec",
            Schema::Case => "case.toml of stackspec",
            Schema::Suite => "suite.toml of stackspec",
            Schema::Config => "stackspec.toml",
        }
    }

    /// The schema: JSON, with a line break at its end.
    pub fn text(self) -> String {
        let keys = match self {
            Schema::Spec => FILE,
            Schema::Case => CASE,
            Schema::Suite => SUITE,
            Schema::Config => CONFIG,
        };
        let mut schema = table(keys);
        schema.insert(
            "$schema".into(),
            json!("http://json-schema.org/draft-07/schema#"),
        );
        schema.insert("title".into(), json!(self.of()));
        let made = format!("Made by `stackspec explain {}`.", self.file_name());
        schema.insert("$comment".into(), json!(made));
        let mut definitions = Map::new();
        lists(keys, &mut definitions);
        if self == Schema::Spec {
            definitions.extend(of_specs());
        }
        schema.insert("definitions".into(), Value::Object(definitions));
        let mut text = String::new();
        written(&mut text, &Value::Object(schema), 0);
        text.push('\n');
        text
    }
}

/// How long a line gets, in characters, where it may be broken.
const WIDTH: usize = 120;

/// Writes JSON: what fits on a line stands on one.
fn written(out: &mut String, value: &Value, depth: usize) {
    let plain = value.to_string();
    let (open, close, lines): (_, _, Vec<(String, &Value)>) = match value {
        Value::Object(map) if !map.is_empty() => {
            let line = |(key, value)| (format!("{}: ", Value::from(key)), value);
            let map = map.iter().map(|(key, value)| (key.as_str(), value));
            ('{', '}', map.map(line).collect())
        }
        Value::Array(list) if !list.is_empty() => (
            '[',
            ']',
            list.iter().map(|it| (String::new(), it)).collect(),
        ),
        _ => return out.push_str(&plain),
    };
    if depth > 1 && plain.len() + 2 * depth <= WIDTH {
        return out.push_str(&plain);
    }
    out.push(open);
    let indent = "  ".repeat(depth + 1);
    for (index, (key, value)) in lines.into_iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        out.push_str(&format!("{comma}\n{indent}{key}"));
        written(out, value, depth + 1);
    }
    out.push_str(&format!("\n{}{close}", "  ".repeat(depth)));
}

/// A table with these keys and no others.
fn table(keys: &[Key]) -> Map<String, Value> {
    let properties = keys.iter().map(|key| (key.name.to_owned(), takes::of(key)));
    let mut table = closed(properties.collect());
    let needed: Vec<&str> = keys
        .iter()
        .filter(|key| key.needed)
        .map(|key| key.name)
        .collect();
    if !needed.is_empty() {
        table.insert("required".into(), json!(needed));
    }
    table
}

/// A table with these members and no others.
fn closed(properties: Map<String, Value>) -> Map<String, Value> {
    let mut table = Map::new();
    table.insert("type".into(), json!("object"));
    table.insert("properties".into(), Value::Object(properties));
    table.insert("additionalProperties".into(), json!(false));
    table
}

/// A schema that stands in `definitions`.
fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// Defines what the lists of tables hold, each under the name of its key.
fn lists(keys: &[Key], definitions: &mut Map<String, Value>) {
    for key in keys {
        match key.takes {
            Takes::Tables(keys) => {
                definitions.insert(key.name.to_owned(), in_list(key.name, key, table(keys)));
                lists(keys, definitions);
            }
            Takes::Table(keys) | Takes::Named(keys) => lists(keys, definitions),
            _ => {}
        }
    }
}

/// A table that is defined under this name and stands in a list. It has itself as `items`, which says
/// nothing of tables: Taplo's language server looks for a key of a table in a list with the index
/// twice, and would neither show nor offer anything there. At the key of the list it shows what is said
/// of the table.
fn in_list(name: &str, list: &Key, mut table: Map<String, Value>) -> Value {
    table.insert("description".into(), json!(takes::description(list)));
    table.insert("items".into(), defined(name));
    Value::Object(table)
}

/// What spec files need more than once: matchers, clauses, values that stand elsewhere.
fn of_specs() -> Map<String, Value> {
    let mut all = right::matchers();
    all.extend(right::members());
    let positive: Map<String, Value> = right::names(false, "absent");
    let mut some = closed(positive.clone());
    some.insert("minProperties".into(), json!(1));
    let mut none = some.clone();
    let without_presence = right::names(false, "present");
    none.insert(
        "properties".into(),
        positive
            .into_iter()
            .filter(|(name, _)| without_presence.contains_key(name))
            .collect(),
    );
    for (name, mut schema) in [("some", some), ("none", none)] {
        let says = CLAUSE.iter().find(|key| key.name == name);
        schema.insert(
            "description".into(),
            json!(says.map_or_else(String::new, takes::description)),
        );
        all.insert(name.to_owned(), Value::Object(schema));
    }
    all.insert("clause".into(), clause("clause", |_| true));
    // What is about each subject stands in no `any`, and an `any` in no other.
    let inner = |key: &str| !["any", "together", "per"].contains(&key);
    all.insert("clause_of_any".into(), clause("clause_of_any", inner));
    all
}

/// A clause with those of its keys that may stand there.
fn clause(name: &str, may: fn(&str) -> bool) -> Value {
    let mut properties = right::names(true, "");
    for key in CLAUSE.iter().filter(|key| may(key.name)) {
        let matcher = MATCHERS.iter().find(|info| info.name == key.name);
        let schema = match (key.name, matcher) {
            ("some" | "none", _) => defined(key.name),
            (_, Some(info)) => right::or_true(info, key),
            (_, None) => takes::of(key),
        };
        properties.insert(key.name.to_owned(), schema);
    }
    let any = properties.contains_key("any");
    let mut clause = closed(properties);
    clause.insert("minProperties".into(), json!(1));
    if any {
        // An `any` stands alone.
        clause.insert(
            "dependencies".into(),
            json!({ "any": { "maxProperties": 1 }, "per": ["together"] }),
        );
    }
    let list = SPEC.iter().find(|key| key.name == "must");
    let list = list
        .filter(|_| any)
        .or_else(|| CLAUSE.iter().find(|key| key.name == "any"));
    match list {
        Some(list) => in_list(name, list, clause),
        None => Value::Object(clause),
    }
}
