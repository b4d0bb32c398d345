use std::fmt;

use pretty_assertions::assert_eq;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::*;
use crate::report::example;
use crate::report::json::TABLE;

/// The members of a JSON object, in the order of the text.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Keys;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        from.deserialize_map(Names)
    }
}

fn mutation<'r>(mutation: &'r Mutation) -> MutationReport<'r> {
    MutationReport {
        mutation,
        stacks: &[],
        inputs: &[],
        leaves: None,
        specs: 2,
        narrowed: &[],
        whole: true,
        required: Some(90),
        exit: Exit::Failed,
    }
}

fn lines(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> Vec<String> {
    let mut text = Vec::new();
    write(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn every_line_is_in_the_table() {
    let mutants = example::mutation();
    let problem = || [(Exit::Usage, Diagnostic::error("wrong"))];
    let all = [
        lines(|out| write_coverage(&example::report(), out)),
        lines(|out| write_mutation(&mutation(&mutants), out)),
        lines(|out| write_coverage_problems(&problem(), Exit::Usage, out)),
        lines(|out| write_mutation_problems(&problem(), Exit::Usage, out)),
    ];
    let mut seen = Vec::new();
    for line in all.concat() {
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        let (name, verb) = (value["type"].as_str().unwrap(), value["verb"].as_str());
        if matches!(name, "stack" | "verdict") {
            continue; // Those of the example are made by hand.
        }
        let same = |row: &&crate::report::json::LineInfo| {
            row.name == name && row.verb == verb.unwrap_or_default()
        };
        let row = TABLE.iter().find(same).unwrap();
        let mut fields = vec!["type"];
        fields.extend(row.fields.iter().map(|field| field.name));
        let keys: Keys = serde_json::from_str(&line).unwrap();
        assert_eq!(keys.0, fields, "{line}");
        seen.push((row.name, row.verb));
    }
    let of_proof = |says: &str| says.starts_with("`coverage`") || says.starts_with("`mutate`");
    let unseen = TABLE.iter().filter(|row| of_proof(row.says));
    let unseen: Vec<_> = unseen
        .filter(|row| !seen.contains(&(row.name, row.verb)))
        .collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn figures_of_the_summary() {
    let last = lines(|out| write_coverage(&example::report(), out))
        .pop()
        .unwrap();
    let last: serde_json::Value = serde_json::from_str(&last).unwrap();
    let share =
        |count, of, percent| serde_json::json!({"count": count, "of": of, "percent": percent});
    assert_eq!(last["resources"], share(1, 2, 50));
    assert_eq!(last["attributes"], share(4, 8, 50));
    assert_eq!(last["present"], share(1, 8, 12));
    assert_eq!(last["unknown"], share(1, 9, 11));
    assert_eq!(last["proven"], share(3, 4, 75));
    assert_eq!(last["clauses"], 4);
    let mutants = example::mutation();
    let last = lines(|out| write_mutation(&mutation(&mutants), out))
        .pop()
        .unwrap();
    let last: serde_json::Value = serde_json::from_str(&last).unwrap();
    assert_eq!(last["score"], 33);
    assert_eq!(last["weighted"]["mutants"], 8);
    assert_eq!(last["exit_code"], 100);
    // Nothing is no 100 percent.
    let none = lines(|out| write_mutation(&mutation(&Mutation::default()), out)).pop();
    let none: serde_json::Value = serde_json::from_str(&none.unwrap()).unwrap();
    assert_eq!(none["score"], serde_json::Value::Null);
}

#[test]
fn a_leaf_names_its_clauses() {
    let all = lines(|out| write_coverage(&example::report(), out));
    let leaf = all
        .iter()
        .find(|line| line.contains("$.tags.Name"))
        .unwrap();
    assert!(
        leaf.contains(
            r#""state":"covered","line":13,"column":9,"by":["storage::versions#1","tags::owner#1"]"#
        ),
        "{leaf}"
    );
}
