//! Two runs of real stacks that differ by known edits, and shards of one of them.

use std::path::Path;

use pretty_assertions::assert_eq;
use serde_json::Value;

use crate::cli::{Folder, run_in};
use crate::verb::documented;

/// What was edited between the two runs, as the README of the example has it.
const BROKEN: [&str; 2] = [
    "public-api.model-a.2 api-deployment-before-its-methods",
    "public-api.model-a.2 api-deployment-without-trigger",
];

const FIXED: [&str; 15] = [
    "image-thumbnails.model-b.1 bucket-notification-not-permitted",
    "image-thumbnails.model-c.2 lambda-runtime-blocked",
    "nightly-workflow.model-b.1 sfn-broken-transition",
    "nightly-workflow.model-b.1 sfn-state-unreachable",
    "nightly-workflow.model-b.2 sfn-role-not-assumable",
    "orders-queue.model-b.1 queue-without-dead-letter",
    "orders-queue.model-b.2 dynamodb-key-undeclared",
    "orders-queue.model-c.2 reference-cycle",
    "public-api.model-b.1 api-deployment-before-its-methods",
    "public-api.model-b.1 api-deployment-without-trigger",
    "public-api.model-c.2 reference-undeclared",
    "reports-database.model-b.1 zone-hardcoded",
    "reports-database.model-c.1 db-not-encrypted",
    "static-site.model-b.1 certificate-for-cloudfront-elsewhere",
    "static-site.model-c.1 name-without-suffix",
];

/// A spec that judges zones which are written as text only, and no other: the edit took the text out.
const NO_MORE: [&str; 1] = ["reports-database.model-b.1 db-subnets-in-one-zone"];

/// `<case> <spec>` of the changes of this kind.
fn changes(lines: &[Value], change: &str) -> Vec<String> {
    let of = lines.iter().filter(|line| line["change"] == change);
    let of = of.filter(|line| line["type"] == "change");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    of.map(|line| format!("{} {}", text(&line["case"]), text(&line["spec"])))
        .collect()
}

#[test]
fn known_edits_are_what_is_said_and_shards_are_the_whole() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/model-regression");
    let folder = Folder::with(&[]);
    let to = |name: &str| folder.path(name).display().to_string();
    let judged = |run: &str, more: &[&str], name: &str| {
        let (suite, file) = (format!("suite/{run}"), to(name));
        let args = [
            "suite",
            "run",
            &suite,
            "--message-format",
            "json",
            "--output",
            &file,
        ];
        run_in(&example, &[&args[..], more].concat()).is(0, &["as expected"]);
    };
    let read = |name: &str| std::fs::read(folder.path(name)).expect("a file");
    judged("2026-11-02", &[], "old.jsonl");
    judged("2026-11-16", &[], "new.jsonl");
    let shards: Vec<String> = (1..=3).map(|at| format!("{at}.jsonl")).collect();
    for (at, name) in shards.iter().enumerate() {
        judged("2026-11-02", &["--shard", &format!("{}/3", at + 1)], name);
    }

    let came = folder.run(&[
        "merge",
        "3.jsonl",
        "1.jsonl",
        "2.jsonl",
        "--output",
        "all.jsonl",
    ]);
    came.is(0, &["ok: 26 cases: 6 clean, 20 faulty; 26 as expected"]);
    assert!(
        read("all.jsonl") == read("old.jsonl"),
        "merged is not unsharded"
    );

    let came = folder.run(&[
        "compare",
        "old.jsonl",
        "new.jsonl",
        "--message-format",
        "json",
    ]);
    assert_eq!(came.code, Some(104), "{}", came.err);
    assert_eq!(came.err, "");
    let lines = came.json();
    assert_eq!(changes(&lines, "newly-broken"), BROKEN);
    assert_eq!(changes(&lines, "newly-fixed"), FIXED);
    assert_eq!(changes(&lines, "judged-no-more"), NO_MORE);
    // What is red in both is the same under the other suffix, finding by finding.
    let red = lines
        .iter()
        .filter(|line| line["change"] == "unchanged-red");
    for line in red {
        let none = Value::Array(Vec::new());
        assert_eq!((&line["new"], &line["gone"]), (&none, &none), "{line}");
    }
    assert_eq!(
        lines.iter().filter(|line| line["type"] == "case").count(),
        0
    );

    // A run is no worse than itself.
    let came = folder.run(&["compare", "old.jsonl", "all.jsonl"]);
    came.is(
        0,
        &["no worse: 0 newly broken, 0 newly fixed, 46 unchanged red; 26 cases in both"],
    );

    // What a real run writes is what is documented: all but what only a bad run has.
    let text = String::from_utf8(read("old.jsonl")).expect("UTF-8");
    let bad = include_str!("../suite/results-v1.jsonl").lines();
    let bad = bad.filter(|line| line.contains("\"mismatch\"") || line.contains("\"problem\""));
    let bad: Vec<&str> = bad.collect();
    documented("suite run", &format!("{text}{}", bad.join("\n")));
}
