//! The keys that a reader knows, as its message for a wrong one lists them, are the keys of the
//! schema at that place.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;
use stackspec::matcher::MATCHERS;
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
    of("/definitions/spec", &format!("{spec}{must}{WRONG}"));
    of(
        "/definitions/case",
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
        "/definitions/ignore",
        &format!("[[coverage.ignore]]\n{WRONG}"),
    );
    of("/properties/synth", &format!("[synth]\n{WRONG}"));
    of("/properties/mutant", &format!("[mutant]\n{WRONG}"));
    of("/definitions/skip", &format!("[[mutant.skip]]\n{WRONG}"));
    of("/definitions/waiver", &format!("[[waiver]]\n{WRONG}"));
}

#[test]
fn of_suites() {
    same(Schema::Case, "", WRONG);
    let expect = format!("[[expect]]\n{WRONG}");
    same(Schema::Case, "/definitions/expect", &expect);
    let known = format!("[[known]]\n{WRONG}");
    // In a case.toml the reader knows `case`, and says that it has no place there.
    let mut keys = of_reader(Schema::Case, &known);
    assert!(keys.remove("case"));
    assert_eq!(of_schema(Schema::Case, "/definitions/known"), keys);
    same(Schema::Suite, "", WRONG);
    same(Schema::Suite, "/definitions/known", &known);
}

/// A table that is defined in a schema is one that a test above looks at: what is new is not forgotten.
#[test]
fn every_table_is_looked_at() {
    for (schema, tables) in [
        (
            Schema::Spec,
            &["case", "clause", "clause_of_any", "none", "some", "spec"][..],
        ),
        (Schema::Config, &["ignore", "skip", "waiver"]),
        (Schema::Case, &["expect", "known"]),
        (Schema::Suite, &["known"]),
    ] {
        let value = parsed(schema);
        let defined = value["definitions"].as_object().unwrap().iter();
        let matcher = |name: &str| {
            let name = name.strip_prefix("not_").unwrap_or(name);
            MATCHERS.iter().any(|info| info.name == name)
        };
        let closed = defined.filter(|(_, it)| it["additionalProperties"] == false);
        let names = closed.map(|(name, _)| name.as_str());
        let names: Vec<&str> = names.filter(|name| !matcher(name)).collect();
        assert_eq!(names, tables, "{schema:?}");
    }
}
