//! The library that ships with stackspec: every spec is shown both ways by its cases, and every
//! clause is needed by one of them.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "library/cases.rs"]
mod cases;
#[path = "common/committed.rs"]
mod committed;
mod common;
#[path = "library/layout.rs"]
mod layout;
#[path = "library/pages.rs"]
mod pages;
#[path = "library/payments.rs"]
mod payments;
#[path = "common/corpus.rs"]
mod real;
#[path = "library/red.rs"]
mod red;
#[path = "library/rows.rs"]
mod rows;
#[path = "common/say.rs"]
mod say;
#[path = "library/tables.rs"]
mod tables;

use common::{Folder, run};
use pretty_assertions::assert_eq;

const FIXED: &str = "examples/payments/fixed/cdktf.out";

#[test]
fn every_spec_is_proven_both_ways_clause_by_clause() {
    let came = run(&["test", "--library", "all", "--clauses"]);
    came.is(0, &["0 wrong"]).lacks(&["untested"]);
    let specs = run(&[
        "list",
        "specs",
        "--library",
        "all",
        "--message-format",
        "json",
    ]);
    let specs = specs.is(0, &[]).json().into_iter();
    for spec in specs.filter(|spec| spec["file"] != "stackspec") {
        let name = &spec["spec"];
        assert!(
            spec["cases"].as_u64().unwrap() >= 2,
            "{name} has too few cases"
        );
        assert_eq!(spec["title"].is_string(), true, "{name} has no title");
    }
}

#[test]
fn a_clause_that_no_case_needs_is_found() {
    let spec = r#"
[[spec]]
id       = "bucket-name"
resource = "aws_s3_bucket"
must     = [ { at = "$.bucket", equal = "a" }, { at = "$.force_destroy", optional = true, equal = false } ]

[[spec.case]]
expect = "pass"
given.resource.aws_s3_bucket.b = { bucket = "a" }

[[spec.case]]
expect  = "fail"
address = "aws_s3_bucket.b"
given.resource.aws_s3_bucket.b = { bucket = "b" }
"#;
    let folder = Folder::with(&[("specs/a.toml", spec)]);
    folder.run(&["test", "specs"]).is(0, &["2 ok"]);
    folder.run(&["test", "specs", "--clauses"]).is(
        100,
        &[
            "no case of a::bucket-name needs this clause",
            "specs/a.toml:5:48",
            "1 clause without a case that needs it",
        ],
    );
}

#[test]
fn groups_are_folders_purposes_and_ids() {
    run(&["check", FIXED, "--library", "aws/dynamodb"]).is(0, &["specs on 1 stack"]);
    run(&["check", FIXED, "--library", "iam-wildcard-action"]).is(0, &["1 spec on 1 stack"]);
    run(&["check", FIXED, "--library", "awz"]).is(
        2,
        &["the library has no group `awz`", "did you mean `aws`?"],
    );
    run(&["explain", "iam-wildcard-action", "--library", "all"]).is(0, &["Why it is bad"]);
    run(&["explain", "iam-wildcard-action"]).is(0, &["Why it is bad"]);
}

#[test]
fn the_configuration_names_groups_and_the_command_line_comes_first() {
    let folder = Folder::with(&[
        (
            "stackspec.toml",
            "inputs = ['in']\nlibrary = ['aws/dynamodb']\n",
        ),
        (
            "in/main.tf.json",
            r#"{"resource":{"aws_dynamodb_table":{"t":{"name":"t","hash_key":"id","attribute":[{"name":"pk","type":"S"}]}}}}"#,
        ),
    ]);
    folder.run(&["check"]).is(100, &["dynamodb-key-undeclared"]);
    // Nothing there is a policy, so there is nothing to judge.
    folder
        .run(&["check", "--library", "aws/iam"])
        .is(4, &["0 of 1 resource covered"]);
}

#[test]
fn the_configuration_sets_the_level_of_a_spec_that_ships() {
    let table = r#"{"resource":{"aws_dynamodb_table":{"t":{"name":"t","hash_key":"id","attribute":[{"name":"pk","type":"S"}]}}}}"#;
    let run = |levels: &str| {
        let config =
            format!("inputs = ['in']\nlibrary = ['dynamodb-key-undeclared']\n[levels]\n{levels}\n");
        let folder = Folder::with(&[("stackspec.toml", &config), ("in/main.tf.json", table)]);
        folder.run(&["check"])
    };
    run("").is(100, &["(deny)"]);
    run("dynamodb-key-undeclared = 'warn'")
        .is(0, &["(warn: it fails nothing)", "1 only warned about"]);
    run("dynamodb-key-undeclared = 'off'").is(4, &["its level is off"]);
    run("dynamodb-key-undeclard = 'off'").is(2, &["did you mean `dynamodb-key-undeclared`?"]);
    run("my-own-spec = 'off'").is(2, &["specs of your own say `level` themselves"]);
}
