//! Matchers and their right sides, as JSON Schema.

use serde_json::{Map, Value, json};

use super::takes::{self, capital};
use super::{closed, defined};
use crate::matcher::{Accepts, MATCHERS, MatcherInfo};
use crate::spec::keys::{ELSEWHERE, KEYED};
use crate::spec::reader::Key;

/// A definition for each matcher, negations among them.
pub(super) fn matchers() -> Map<String, Value> {
    let mut all = Map::new();
    for info in MATCHERS {
        all.insert(info.name.to_owned(), matcher(info, ""));
        if info.negatable {
            all.insert(format!("not_{}", info.name), matcher(info, "not_"));
        }
    }
    all
}

/// The matchers but one by name, each as what is defined.
pub(super) fn names(negations: bool, but: &str) -> Map<String, Value> {
    let plain = MATCHERS.iter().map(|info| info.name.to_owned());
    let negated = MATCHERS
        .iter()
        .filter(|info| negations && info.negatable)
        .map(|info| format!("not_{}", info.name));
    plain
        .chain(negated)
        .filter(|name| name != but)
        .map(|name| {
            let schema = defined(&name);
            (name, schema)
        })
        .collect()
}

fn matcher(info: &MatcherInfo, prefix: &str) -> Value {
    let holds = match prefix {
        "" => "Holds of a value that",
        _ => "Holds where no value",
    };
    let mut says = format!("{holds} {}.", info.says);
    if !info.judges.is_empty() {
        says.push_str(&format!(
            "\n\nJudges {}; anything else is an error.",
            info.judges
        ));
    }
    says.push_str(&format!("\n\n    {prefix}{} = {}", info.name, info.example));
    let mut schema = right(info.accepts);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), json!(capital(&says)));
    }
    schema
}

/// A word that is a quantifier where it is `true`, else a matcher.
pub(super) fn or_true(info: &MatcherInfo, key: &Key) -> Value {
    let mut schema = matcher(info, "");
    if let Some(types) = schema["type"].as_array_mut() {
        types.push(json!("boolean"));
    }
    schema["not"] = json!({ "const": false });
    let matches = schema["description"].as_str().unwrap_or_default();
    let says = format!("{}\n\nOr, as a matcher: {matches}", takes::description(key));
    schema["description"] = json!(says);
    schema
}

/// What may stand on the right.
fn right(accepts: Accepts) -> Value {
    match accepts {
        Accepts::Any => or_object(&["string", "number", "boolean", "array", "object"]),
        Accepts::TextOrObject => or_object(&["string", "object"]),
        Accepts::List => or_elsewhere(&["array"]),
        Accepts::Text | Accepts::Constraint => or_elsewhere(&["string"]),
        Accepts::Number => or_elsewhere(&["number"]),
        Accepts::Texts | Accepts::Actions | Accepts::Networks => {
            texts(or_elsewhere(&["string", "array"]))
        }
        Accepts::Glob => texts(or_param(&["param", "key"])),
        Accepts::Regex => texts(or_param(&["param"])),
        Accepts::References => texts(json!({ "type": ["string", "array"] })),
        Accepts::True => json!({ "const": true }),
        Accepts::Count => takes::count(),
        Accepts::Format => json!({ "enum": ["json"] }),
    }
}

/// Any table is an object, unless it says where a value stands: what its members mean then is shown, and
/// nothing is asked of them.
fn or_object(types: &[&str]) -> Value {
    let keys = KEYED.iter().chain(ELSEWHERE);
    let says = |key: &Key| json!({ "description": takes::description(key) });
    let properties: Map<String, Value> = keys.map(|key| (key.name.to_owned(), says(key))).collect();
    json!({ "type": types, "properties": properties })
}

/// A value of these types, or a table that says where it stands. What is said of tables holds of
/// nothing else, so an editor names the key that is wrong, not all that could have stood there.
fn or_elsewhere(types: &[&str]) -> Value {
    let mut schema = elsewhere();
    let types: Vec<&str> = types.iter().copied().chain(["object"]).collect();
    schema["type"] = json!(types);
    schema
}

/// The same for what a param alone may hold.
fn or_param(keys: &[&str]) -> Value {
    let known = KEYED.iter().filter(|key| keys.contains(&key.name));
    let properties = known.map(|key| (key.name.to_owned(), member(key.name)));
    let mut schema = closed(properties.collect());
    schema.insert("type".into(), json!(["string", "array", "object"]));
    schema.insert("required".into(), json!(["param"]));
    Value::Object(schema)
}

fn texts(mut schema: Value) -> Value {
    schema["items"] = json!({ "type": "string" });
    schema["minItems"] = json!(1);
    schema
}

/// A definition for each key of a value that stands elsewhere.
pub(super) fn members() -> Map<String, Value> {
    let keys = KEYED.iter().chain(ELSEWHERE);
    keys.map(|key| (format!("elsewhere.{}", key.name), takes::of(key)))
        .collect()
}

fn member(name: &str) -> Value {
    defined(&format!("elsewhere.{name}"))
}

/// `{ param = "name" }`, and `{ at = "$.path" }` with what it is read from.
fn elsewhere() -> Value {
    let keys = KEYED.iter().chain(ELSEWHERE);
    let properties = keys.map(|key| (key.name.to_owned(), member(key.name)));
    let of_param: Vec<&str> = KEYED.iter().map(|key| key.name).collect();
    let mut schema = closed(properties.collect());
    schema.insert(
        "dependencies".into(),
        json!({ "param": { "propertyNames": { "enum": of_param } }, "key": ["param"] }),
    );
    schema.insert("minProperties".into(), json!(1));
    Value::Object(schema)
}
