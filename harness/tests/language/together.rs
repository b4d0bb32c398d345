//! `together`, `per`, and values that are judged by one another.

use super::{judged, judged_on};

const OVERLAP: &str = r#"resource = "aws_subnet"
must = [ { together = "stack", per = "$.vpc_id", at = "$.cidr_block", disjoint = true } ]"#;

fn subnets(a: &str, b: &str) -> String {
    format!(
        r#""resource": {{"aws_vpc": {{"m": {{}}, "n": {{}}}}, "aws_subnet": {{"a": {a}, "b": {b}}}}}"#
    )
}

#[test]
fn ranges_that_overlap() {
    let m = r#""vpc_id": "${aws_vpc.m.id}""#;
    let n = r#""vpc_id": "${aws_vpc.n.id}""#;
    let block = |vpc: &str, cidr: &str| format!(r#"{{{vpc}, "cidr_block": "{cidr}"}}"#);
    let small = block(m, "10.0.0.0/24");
    judged(
        OVERLAP,
        &subnets(&small, &block(m, "10.0.1.0/24")),
        "pass 2/2",
    );
    judged(OVERLAP, &subnets(&small, &block(m, "10.0.0.128/25")), "?");
    // Two networks of the same addresses in two VPCs are fine: their ids are never the same.
    judged(
        OVERLAP,
        &subnets(&small, &block(n, "10.0.0.0/24")),
        "pass 2/2",
    );
    // In a VPC that is not known it may be the same one.
    let any = r#""vpc_id": "${var.vpc}""#;
    judged(OVERLAP, &subnets(&small, &block(any, "10.0.0.0/24")), "?");
    judged(
        OVERLAP,
        &subnets(&small, &block(any, "10.9.0.0/24")),
        "pass 2/2",
    );
    judged(OVERLAP, &subnets(&small, &block(m, "${var.cidr}")), "?");
    judged(OVERLAP, &subnets(&small, &format!("{{{m}}}")), "?");
    judged(OVERLAP, &subnets(&small, &block(m, "ten")), "?");
    judged(OVERLAP, r#""resource": {"aws_vpc": {"m": {}}}"#, "?");
}

#[test]
fn a_count_is_judged_with_none_too() {
    let count = |test: &str| {
        format!("resource = \"aws_vpc\"\nmust = [ {{ together = \"stack\", count = \"{test}\" }} ]")
    };
    let none = r#""resource": {"aws_eip": {"e": {}}}"#;
    let two = r#""resource": {"aws_vpc": {"a": {}, "b": {}}}"#;
    judged(&count("<= 1"), none, "pass 0/0");
    judged(&count(">= 1"), none, "?");
    judged(&count("2"), two, "pass 2/2");
    judged(&count("<= 1"), two, "?");
    // What a module holds is not listed.
    let module = r#""resource": {"aws_vpc": {"a": {}}}, "module": {"net": {"source": "./net"}}"#;
    judged(&count("<= 1"), module, "?");
    judged(&count(">= 1"), module, "pass 1/1");
    // Instances are counted.
    let three = r#""resource": {"aws_vpc": {"a": {"count": 3}}}"#;
    judged(&count("3"), three, "pass 1/1");
    let some = r#""resource": {"aws_vpc": {"a": {"count": "${var.n}"}}}"#;
    judged(&count("<= 1"), some, "?");
    // A misspelt type is not "none of them".
    judged(
        "resource = \"aws_vcp\"\nmust = [ { together = \"stack\", count = 0 } ]",
        none,
        "?",
    );
    // With a matcher those are counted that satisfy it.
    let some = "resource = \"aws_eip\"\nmust = [ { together = \"stack\", at = '$.domain', equal = \"vpc\", count = 1 } ]";
    let eips = r#""resource": {"aws_eip": {"e": {"domain": "vpc"}, "f": {}}}"#;
    judged(some, eips, "pass 2/2");
}

#[test]
fn values_that_are_judged_by_one_another() {
    let spec = |says: &str| {
        format!(
            "resource = \"aws_sqs_queue\"\nmust = [ {{ together = \"stack\", at = '$.name', {says} }} ]"
        )
    };
    let queues = |a: &str, b: &str| {
        format!(
            r#""resource": {{"aws_sqs_queue": {{"a": {{"name": "{a}"}}, "b": {{"name": "{b}"}}}}}}"#
        )
    };
    judged(&spec("unique = true"), &queues("x", "y"), "pass 2/2");
    judged(&spec("unique = true"), &queues("x", "x"), "?");
    judged(&spec("unique = true"), &queues("x", "${var.y}"), "?");
    judged(
        &spec("unique = true"),
        &queues("x-${var.y}", "y-${var.y}"),
        "pass 2/2",
    );
    judged(
        &spec("unique = true"),
        &queues("x-${var.y}", "x-${var.y}"),
        "?",
    );
    judged(&spec("distinct = \">= 2\""), &queues("x", "y"), "pass 2/2");
    judged(&spec("distinct = \">= 2\""), &queues("x", "x"), "?");
    judged(&spec("distinct = \">= 2\""), &queues("x", "${var.y}"), "?");
    let sum = |test: &str| {
        format!(
            "resource = \"aws_lambda_function\"\nmust = [ {{ together = \"stack\", at = '$.reserved_concurrent_executions', optional = true, sum = \"{test}\" }} ]"
        )
    };
    let functions = r#""resource": {"aws_lambda_function": {"a": {"reserved_concurrent_executions": 6}, "b": {"reserved_concurrent_executions": "5"}, "c": {}}}"#;
    judged(&sum("<= 11"), functions, "pass 3/3");
    judged(&sum("<= 10"), functions, "?");
    // Without `together` the values of each subject by itself.
    let own = "resource = \"aws_db_subnet_group\"\nmust = [ { at = '$.subnet_ids[*]', unique = true }, { at = '$.subnet_ids[*]', distinct = \">= 2\" } ]";
    let group = |a: &str| {
        format!(r#""resource": {{"aws_db_subnet_group": {{"g": {{"subnet_ids": ["a", "{a}"]}}}}}}"#)
    };
    judged(own, &group("b"), "pass 1/1");
    judged(own, &group("a"), "?");
}

#[test]
fn over_the_run() {
    let spec = "resource = \"aws_s3_bucket\"\nmust = [ { together = \"run\", at = '$.bucket', unique = true } ]";
    let bucket =
        |name: &str| format!(r#""resource": {{"aws_s3_bucket": {{"b": {{"bucket": "{name}"}}}}}}"#);
    let none = r#""resource": {"aws_vpc": {"v": {}}}"#;
    judged_on(
        spec,
        &[
            ("one", none),
            ("two", &bucket("x")),
            ("three", &bucket("x")),
        ],
        &["?"],
    );
    judged_on(
        spec,
        &[("two", &bucket("x")), ("three", &bucket("y"))],
        &["?"],
    );
    // The same expression in two stacks is no proof.
    judged_on(
        spec,
        &[("two", &bucket("${var.b}")), ("three", &bucket("${var.b}"))],
        &["?"],
    );
}
