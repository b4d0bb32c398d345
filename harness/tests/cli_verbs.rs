//! `stackspec list`, `query`, `explain`, and the help.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "common/committed.rs"]
mod committed;
#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;

use committed::committed;
use common::{Folder, run};
use pretty_assertions::assert_eq;

const FIXED: &str = "examples/payments/fixed/cdktf.out";
const SPECS: [&str; 2] = ["--specs", "examples/payments/specs"];

#[test]
fn help_teaches() {
    run(&["--help"]).is(
        0,
        &[
            "Where to start",
            "stackspec check cdktf.out --specs specs",
            "102",
        ],
    );
    run(&["check", "--help"]).is(0, &["Examples:", "--param", "vacuous"]);
    run(&["test", "--help"]).is(0, &["[[spec.case]]"]);
    run(&["query", "--help"]).is(0, &["Examples:", "$.tags"]);
    run(&[]).is(2, &["Usage"]);
    run(&["--version"]).is(0, &["stackspec "]);
}

#[test]
fn lists() {
    let came = run(&["list", "resources", FIXED, "--message-format", "json"]);
    let lines = came.is(0, &[]).json();
    assert_eq!(lines.len(), 80);
    assert_eq!(
        lines[0],
        serde_json::json!({
            "stack": "payments-pr1234",
            "address": "aws_api_gateway_deployment.api_deployment_3C116365",
            "type": "aws_api_gateway_deployment",
            "construct_path": "payments-pr1234/api/deployment",
        }),
    );
    run(&["list", "resources", FIXED]).is(0, &["- aws_db_instance.database_instance_"]);
    run(&["list", "stacks", FIXED]).is(
        0,
        &["payments-pr1234  role payments-pr1234  synth  80 resources"],
    );
    let with_specs = [
        &["list", "stacks", FIXED, "--param", "suffix=pr1234"],
        &SPECS[..],
    ]
    .concat();
    run(&with_specs).is(0, &["payments-pr1234  role payments  synth"]);
    run(&[&["list", "specs"], &SPECS[..]].concat()).is(
        0,
        &[
            "iam::iam-wildcard-resource",
            "deny  resource aws_iam_role_policy",
        ],
    );
    run(&["list", "resources", "gone"]).is(102, &["gone"]);
    run(&["list", "specs", "--specs", "gone"]).is(2, &["gone"]);
    run(&["list", "things"]).is(2, &["specs, stacks, resources"]);
    let empty = Folder::with(&[("in/a.tf.json", "{\"output\":{\"a\":{\"value\":1}}}")]);
    empty
        .run(&["list", "resources", "in"])
        .is(4, &["there is nothing to list"]);
}

#[test]
fn queries() {
    let came = run(&["query", FIXED, "$.engine", "--resource", "aws_db_*"]);
    came.is(0, &["$['engine'] = \"postgres\""]);
    run(&["query", FIXED, "$.tag"]).is(
        4,
        &[
            "`$.tag` finds nothing",
            "asked of 80 resources",
            "did you mean `tags`?",
        ],
    );
    run(&["query", FIXED, "$.tags", "--resource", "aws_foo"])
        .is(4, &["no resource is of a type `aws_foo`"]);
    run(&["query", FIXED, "$.tags["]).is(2, &["is no JSONPath", "JSONPATH:1:"]);
    run(&["query", FIXED, "$.tags[?@.x in 1]"]).is(2, &["`in` is no operator of RFC 9535"]);
    run(&["query", FIXED, "$.region", "--data", "*"]).is(4, &["data source"]);
    run(&["query", FIXED, "$.x", "--data", "a", "--document"]).is(2, &["cannot be used with"]);
    run(&["query", "gone", "$.x"]).is(102, &["gone"]);
    // A path that misfits the shape says what is right.
    run(&[
        "query",
        FIXED,
        "$.vpc_config.subnet_ids",
        "--resource",
        "aws_lambda_function",
    ])
    .is(4, &["$.vpc_config", "[*]"]);
    let plan = "examples/payments/fixed/plan.json";
    run(&["query", plan, "$.arn", "--resource", "aws_sqs_queue"]).is(4, &["finds nothing"]);
}

#[test]
fn explains() {
    run(&[&["explain", "iam-wildcard-resource"], &SPECS[..]].concat()).is(
        0,
        &[
            "iam::iam-wildcard-resource",
            "a policy grants scopable actions",
        ],
    );
    run(&[&["explain", "iam::iam-wildcard-resource"], &SPECS[..]].concat())
        .is(0, &["aws_iam_role_policy"]);
    run(&[&["explain", "iam-wildcard-resorce"], &SPECS[..]].concat())
        .is(2, &["did you mean `iam-wildcard-resource`?"]);
    run(&["explain", "iam"]).is(2, &["no spec is called `iam`", "--library all"]);
    let matchers = run(&["explain", "matchers"]);
    for row in stackspec::matcher::MATCHERS {
        matchers.is(0, &[row.name, row.says, row.example]);
    }
    let exits = run(&["explain", "exit-codes"]);
    for row in stackspec::exit::EXITS {
        exits.is(0, &[row.name, row.meaning]);
    }
}

/// The committed documentation is the table's. `STACKSPEC_BLESS=1` writes it.
#[test]
fn documentation_is_generated() {
    committed("docs/json-lines.md", &stackspec::report::json::reference());
}
