//! Gates of `coverage` and `merge`, and mutants that are not tried.

use pretty_assertions::assert_eq;
use serde_json::Value;

use super::check::{CONFIG, SPECS, STACK};
use super::common::{Came, Folder};

fn folder(config: &str) -> Folder {
    Folder::with(&[
        ("in/main.tf.json", STACK),
        ("specs/db.toml", SPECS),
        ("stackspec.toml", &format!("{CONFIG}{config}")),
    ])
}

fn summary(came: &Came) -> Value {
    came.json().pop().unwrap()
}

#[test]
fn coverage_is_held_to_each_gate() {
    for (met, missed) in [
        ("resources = 50", "resources = 51"),
        ("attributes = 33", "attributes = 34"),
        ("clauses_proven = 50", "clauses_proven = 51"),
    ] {
        let run = |gate: &str| folder(&format!("[coverage]\n{gate}\n")).run(&["coverage"]);
        let (name, percent) = missed.split_once(" = ").unwrap();
        let name = name.trim_end_matches("_proven");
        run(met).is(0, &["% are required\n"]);
        let says = format!("{percent} % are required: FAILED");
        run(missed).is(
            100,
            &[&says, &format!("; {percent} % of {name} are required")],
        );
    }
}

#[test]
fn what_does_not_count_is_in_no_figure() {
    let config = "[coverage]\nresources = 100\nattributes = 50\nclauses_proven = 100\n\
                  [[coverage.ignore]]\ntype = \"aws_vpc\"\nreason = \"x\"\n\
                  [[coverage.ignore]]\nspec = \"anything\"\nreason = \"x\"\n\
                  [[coverage.ignore]]\ntype = \"aws_lb\"\nreason = \"x\"\n";
    let json = ["coverage", "--message-format", "json"];
    let came = folder(config).run(&json);
    let lines = came.is(0, &[]).json();
    let of = summary(&came);
    assert_eq!(
        of["resources"],
        serde_json::json!({"count": 1, "of": 1, "percent": 100})
    );
    assert_eq!(
        of["attributes"],
        serde_json::json!({"count": 1, "of": 2, "percent": 50})
    );
    assert_eq!(
        of["proven"],
        serde_json::json!({"count": 1, "of": 1, "percent": 100})
    );
    let ignores = lines.iter().filter(|line| line["type"] == "ignore");
    let ignores: Vec<Value> = ignores
        .map(|it| serde_json::json!([it["resources"], it["leaves"], it["clauses"], it["unused"]]))
        .collect();
    let expected = serde_json::json!([[1, 1, 0, false], [0, 0, 1, false], [0, 0, 0, true]]);
    assert_eq!(Value::from(ignores), expected);
    folder(config)
        .run(&["coverage"])
        .is(0, &["ignored for nothing: stackspec.toml:13"])
        .lacks(&["anything"]);
    // The red twin: all of it counts.
    let all = &config[..config.find("[[").unwrap()];
    folder(all)
        .run(&["coverage"])
        .is(100, &["FAILED", "db::anything"]);
}

/// A shard holds to no gate, and what is merged does.
#[test]
fn gates_are_of_all_shards() {
    for (gate, code) in [("attributes = 33", 0), ("attributes = 34", 100)] {
        let folder = folder(&format!("[coverage]\n{gate}\n"));
        for shard in ["1", "2"] {
            let (of, file) = (format!("{shard}/2"), format!("{shard}.jsonl"));
            let args = [
                "coverage",
                "--shard",
                &of,
                "--message-format",
                "json",
                "--output",
                &file,
            ];
            folder.run(&args).is(0, &[]);
        }
        folder
            .run(&["merge", "1.jsonl", "2.jsonl"])
            .is(code, &["% are required"]);
    }
}

#[test]
fn mutants_that_are_not_tried() {
    let skip = "[[mutant.skip]]\ntype = \"aws_vpc\"\nreason = \"of another team\"\n";
    let json = ["mutate", "--all", "--message-format", "json"];
    let (some, all) = (folder(skip).run(&json), folder("").run(&json));
    let tried = |came: &Came| {
        let lines = came.is(0, &[]).json();
        let of = lines.iter().filter(|line| line["type"] == "mutant");
        of.filter(|line| line["address"] == "aws_vpc.net").count()
    };
    assert_eq!(tried(&some), 0);
    assert!(tried(&all) > 0);
    some.is(0, &["of another team"]);
}
