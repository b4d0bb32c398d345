//! The keys that a reader knows, as its message for a wrong one lists them, are the keys of the
//! schema at that place.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;
use stackspec::schema::Schema;

use crate::read::{Judge, parsed};

/// A key that is near to no other.
const WRONG: &str = "zzzzzzzzzzzz = 1";

/// The keys that the reader lists for the wrong one of `text`.
#[track_caller]
fn of_reader(schema: Schema, text: &str) -> BTreeSet<String> {
    let found = Judge::of(schema).reader(text);
    let found = found
        .iter()
        .find(|it| it.message == "unknown key `zzzzzzzzzzzz`")
        .unwrap_or_else(|| panic!("nobody minds:\n{text}"));
    let keys = found
        .notes
        .iter()
        .find(|note| note.starts_with("the keys of "));
    let (_, listed) = keys.unwrap().rsplit_once(" are ").unwrap();
    let words = listed.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words = words.filter(|word| !word.is_empty() && !["and", "or"].contains(word));
    words.map(str::to_owned).collect()
}

/// The keys of the schema at a JSON pointer.
#[track_caller]
fn of_schema(schema: Schema, place: &str) -> BTreeSet<String> {
    let value = parsed(schema);
    let table = value.pointer(place).unwrap_or_else(|| panic!("{place}"));
    assert_eq!(table["additionalProperties"], false, "{place} is open");
    let keys = table["properties"].as_object().unwrap().keys();
    keys.cloned().collect()
}

#[track_caller]
fn same(schema: Schema, place: &str, text: &str) {
    assert_eq!(of_schema(schema, place), of_reader(schema, text), "{place}");
}

#[test]
fn of_spec_files() {
    let spec = "[[spec]]\nid = 'a'\nresource = 'a'\n";
    let must = "must = [ { at = '$.x', equal = 1 } ]\n";
    let of = |place: &str, text: &str| same(Schema::Spec, place, text);
    of("", WRONG);
    of(
        "/properties/param/additionalProperties",
        &format!("[param.a]\n{WRONG}"),
    );
    of("/properties/spec/items", &format!("{spec}{must}{WRONG}"));
    of(
        "/properties/spec/items/properties/case/items",
        &format!("{spec}{must}[[spec.case]]\n{WRONG}"),
    );
    let clause = |inside: &str| format!("{spec}must = [ {{ at = '$.x', {inside} }} ]\n");
    of("/definitions/clause", &clause(WRONG));
    let row = format!("like = {{ param = 'p', key = '$.y', {WRONG} }}");
    of("/definitions/like", &format!("[param.p]\n{}", clause(&row)));
    // Some keys of a reader it refuses in a second sentence: negations below a quantifier, and
    // what asks that nothing is there.
    for (word, absent) in [("some", &["absent"][..]), ("none", &["absent", "present"])] {
        let mut known = of_reader(Schema::Spec, &clause(&format!("{word} = {{ {WRONG} }}")));
        known.retain(|key| !key.starts_with("not_") && !absent.contains(&key.as_str()));
        assert_eq!(
            of_schema(Schema::Spec, &format!("/definitions/{word}")),
            known
        );
    }
    let mut known = of_schema(Schema::Spec, "/definitions/clause");
    for key in ["any", "together", "per"] {
        assert!(known.remove(key), "{key}");
    }
    assert_eq!(of_schema(Schema::Spec, "/definitions/clause_of_any"), known);
}

#[test]
fn of_configuration() {
    let of = |place: &str, text: &str| same(Schema::Config, place, text);
    of("", WRONG);
    of("/properties/coverage", &format!("[coverage]\n{WRONG}"));
    of(
        "/properties/coverage/properties/ignore/items",
        &format!("[[coverage.ignore]]\n{WRONG}"),
    );
    of("/properties/mutant", &format!("[mutant]\n{WRONG}"));
    of(
        "/properties/mutant/properties/skip/items",
        &format!("[[mutant.skip]]\n{WRONG}"),
    );
    of("/properties/waiver/items", &format!("[[waiver]]\n{WRONG}"));
}

#[test]
fn of_suites() {
    same(Schema::Case, "", WRONG);
    let expect = format!("[[expect]]\n{WRONG}");
    same(Schema::Case, "/properties/expect/items", &expect);
    let known = format!("[[known]]\n{WRONG}");
    // In a case.toml the reader knows `case`, and says that it has no place there.
    let mut keys = of_reader(Schema::Case, &known);
    assert!(keys.remove("case"));
    assert_eq!(of_schema(Schema::Case, "/properties/known/items"), keys);
    same(Schema::Suite, "", WRONG);
    same(Schema::Suite, "/properties/known/items", &known);
}

/// A table that is closed in a schema is one that a test above looks at: what is new is not forgotten.
#[test]
fn every_closed_table_is_looked_at() {
    for (schema, tables) in [
        // The tables above, and what is no table of a reader's keys: stacks of a case and what a
        // matcher's right side may be.
        (Schema::Spec, 4),
        (Schema::Config, 7),
        (Schema::Case, 3),
        (Schema::Suite, 3),
    ] {
        let value = parsed(schema);
        let mut count = 0;
        count_closed(&value, "", &mut count);
        assert_eq!(count, tables, "{schema:?}");
    }
}

fn count_closed(value: &serde_json::Value, key: &str, count: &mut usize) {
    if key == "definitions" || key == "given" {
        return;
    }
    match value {
        serde_json::Value::Object(map) => {
            *count += usize::from(map.get("additionalProperties") == Some(&false.into()));
            map.iter()
                .for_each(|(key, value)| count_closed(value, key, count));
        }
        serde_json::Value::Array(list) => {
            list.iter().for_each(|value| count_closed(value, "", count));
        }
        _ => {}
    }
}
