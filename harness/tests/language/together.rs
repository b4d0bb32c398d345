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
    judged(
        OVERLAP,
        &subnets(&small, &block(m, "10.0.0.128/25")),
        "fail 2/2 | aws_subnet.b $.cidr_block: `$.cidr_block` of all subjects together: \"10.0.0.128/25\" and \"10.0.0.0/24\" overlap; the spec wants no two ranges of addresses that overlap (at `$.cidr_block` of aws_subnet.b) (at `$.cidr_block` of aws_subnet.a) (of those with `$.vpc_id` ${aws_vpc.m.id})",
    );
    // Two networks of the same addresses in two VPCs are fine: their ids are never the same.
    judged(
        OVERLAP,
        &subnets(&small, &block(n, "10.0.0.0/24")),
        "pass 2/2",
    );
    // In a VPC that is not known it may be the same one.
    let any = r#""vpc_id": "${var.vpc}""#;
    judged(
        OVERLAP,
        &subnets(&small, &block(any, "10.0.0.0/24")),
        "unknown 2/2 | aws_subnet.b $.cidr_block: `$.cidr_block` of all subjects together: it is not known whether \"10.0.0.0/24\" and \"10.0.0.0/24\" overlap; the spec wants no two ranges of addresses that overlap (at `$.cidr_block` of aws_subnet.b) (at `$.cidr_block` of aws_subnet.a) (of those with `$.vpc_id` ${aws_vpc.m.id})",
    );
    judged(
        OVERLAP,
        &subnets(&small, &block(any, "10.9.0.0/24")),
        "pass 2/2",
    );
    judged(
        OVERLAP,
        &subnets(&small, &block(m, "${var.cidr}")),
        "unknown 2/2 | aws_subnet.b $.cidr_block: `$.cidr_block` of all subjects together: it is not known whether ${var.cidr} and \"10.0.0.0/24\" overlap; the spec wants no two ranges of addresses that overlap (at `$.cidr_block` of aws_subnet.b) (at `$.cidr_block` of aws_subnet.a) (waits for var.cidr) (of those with `$.vpc_id` ${aws_vpc.m.id})",
    );
    judged(
        OVERLAP,
        &subnets(&small, &format!("{{{m}}}")),
        "fail 2/2 | aws_subnet.b $.cidr_block: `$.cidr_block` of aws_subnet.b is missing; the spec wants no two ranges of addresses that overlap (of those with `$.vpc_id` ${aws_vpc.m.id})",
    );
    judged(
        OVERLAP,
        &subnets(&small, &block(m, "ten")),
        "error 2/2 | aws_subnet.a: `disjoint` wants an IP address or a network, as \"10.0.0.0/16\", and \"ten\" is some other text (of those with `$.vpc_id` ${aws_vpc.m.id})",
    );
    judged(
        OVERLAP,
        r#""resource": {"aws_vpc": {"m": {}}}"#,
        "vacuous 0/0 | this stack has no resource `aws_subnet` | if that is fine, say `when_empty = \"skip\"` in the spec",
    );
}

#[test]
fn a_count_is_judged_with_none_too() {
    let count = |test: &str| {
        format!("resource = \"aws_vpc\"\nmust = [ {{ together = \"stack\", count = \"{test}\" }} ]")
    };
    let none = r#""resource": {"aws_eip": {"e": {}}}"#;
    let two = r#""resource": {"aws_vpc": {"a": {}, "b": {}}}"#;
    judged(&count("<= 1"), none, "pass 0/0");
    judged(
        &count(">= 1"),
        none,
        "fail 0/0 | : all subjects together: nothing; the spec wants at least 1 values",
    );
    judged(&count("2"), two, "pass 2/2");
    judged(
        &count("<= 1"),
        two,
        "fail 2/2 | aws_vpc.a: all subjects together: 2 there; the spec wants at most 1 values",
    );
    // What a module holds is not listed.
    let module = r#""resource": {"aws_vpc": {"a": {}}}, "module": {"net": {"source": "./net"}}"#;
    judged(
        &count("<= 1"),
        module,
        "unknown 1/1 | aws_vpc.a: all subjects together: 1 there, and more hangs on what is not known; the spec wants at most 1 values (there may be more: module.net is not expanded in a synth output) (waits for module.net)",
    );
    judged(&count(">= 1"), module, "pass 1/1");
    // Instances are counted.
    let three = r#""resource": {"aws_vpc": {"a": {"count": 3}}}"#;
    judged(&count("3"), three, "pass 1/1");
    let some = r#""resource": {"aws_vpc": {"a": {"count": "${var.n}"}}}"#;
    judged(
        &count("<= 1"),
        some,
        "unknown 0/1 | aws_vpc.a $: all subjects together: 1 there, and more hangs on what is not known; the spec wants at most 1 values (aws_vpc.a is there) (there may be more: how many aws_vpc.a there are is not known) (waits for its `count` or `for_each`, var.n)",
    );
    // A misspelt type is not "none of them".
    judged(
        "resource = \"aws_vcp\"\nmust = [ { together = \"stack\", count = 0 } ]",
        none,
        "vacuous 0/0 | no provider known here has a resource `aws_vcp`, and no stack of this run has one | did you mean `aws_vpc`?",
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
    judged(
        &spec("unique = true"),
        &queues("x", "x"),
        "fail 2/2 | aws_sqs_queue.b $.name: `$.name` of all subjects together: \"x\" is there more than once; the spec wants no two values the same (at `$.name` of aws_sqs_queue.b) (at `$.name` of aws_sqs_queue.a)",
    );
    judged(
        &spec("unique = true"),
        &queues("x", "${var.y}"),
        "unknown 2/2 | aws_sqs_queue.b $.name: `$.name` of all subjects together: it is not known whether ${var.y} and \"x\" are the same; the spec wants no two values the same (at `$.name` of aws_sqs_queue.b) (at `$.name` of aws_sqs_queue.a) (waits for var.y)",
    );
    judged(
        &spec("unique = true"),
        &queues("x-${var.y}", "y-${var.y}"),
        "pass 2/2",
    );
    judged(
        &spec("unique = true"),
        &queues("x-${var.y}", "x-${var.y}"),
        "fail 2/2 | aws_sqs_queue.b $.name: `$.name` of all subjects together: \"x-${var.y}\" and \"x-${var.y}\" are the same; the spec wants no two values the same (at `$.name` of aws_sqs_queue.b) (at `$.name` of aws_sqs_queue.a)",
    );
    judged(&spec("distinct = \">= 2\""), &queues("x", "y"), "pass 2/2");
    judged(
        &spec("distinct = \">= 2\""),
        &queues("x", "x"),
        "fail 2/2 | aws_sqs_queue.a $.name: `$.name` of all subjects together: 1 different values: \"x\"; the spec wants at least 2 different values (at `$.name` of aws_sqs_queue.a) (at `$.name` of aws_sqs_queue.b)",
    );
    judged(
        &spec("distinct = \">= 2\""),
        &queues("x", "${var.y}"),
        "unknown 2/2 | aws_sqs_queue.a $.name: `$.name` of all subjects together: at least 1 different values: \"x\", ${var.y}; the spec wants at least 2 different values (at `$.name` of aws_sqs_queue.a) (at `$.name` of aws_sqs_queue.b) (waits for var.y)",
    );
    let sum = |test: &str| {
        format!(
            "resource = \"aws_lambda_function\"\nmust = [ {{ together = \"stack\", at = '$.reserved_concurrent_executions', optional = true, sum = \"{test}\" }} ]"
        )
    };
    let functions = r#""resource": {"aws_lambda_function": {"a": {"reserved_concurrent_executions": 6}, "b": {"reserved_concurrent_executions": "5"}, "c": {}}}"#;
    judged(&sum("<= 11"), functions, "pass 3/3");
    judged(
        &sum("<= 10"),
        functions,
        "fail 3/3 | aws_lambda_function.a $.reserved_concurrent_executions: `$.reserved_concurrent_executions` of all subjects together: the sum is 11; the spec wants a sum of at most 10 (at `$.reserved_concurrent_executions` of aws_lambda_function.a) (at `$.reserved_concurrent_executions` of aws_lambda_function.b)",
    );
    // Without `together` the values of each subject by itself.
    let own = "resource = \"aws_db_subnet_group\"\nmust = [ { at = '$.subnet_ids[*]', unique = true }, { at = '$.subnet_ids[*]', distinct = \">= 2\" } ]";
    let group = |a: &str| {
        format!(r#""resource": {{"aws_db_subnet_group": {{"g": {{"subnet_ids": ["a", "{a}"]}}}}}}"#)
    };
    judged(own, &group("b"), "pass 1/1");
    judged(
        own,
        &group("a"),
        "fail 1/1 | aws_db_subnet_group.g $.subnet_ids[0]: `$.subnet_ids[*]`: 1 different values: \"a\"; the spec wants at least 2 different values (at `$.subnet_ids[0]`) (at `$.subnet_ids[1]`) | aws_db_subnet_group.g $.subnet_ids[1]: `$.subnet_ids[*]`: \"a\" is there more than once; the spec wants no two values the same (at `$.subnet_ids[1]`) (at `$.subnet_ids[0]`)",
    );
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
        &[
            "skipped 0/0 | it is judged over the whole run, on the stack app",
            "fail 1/1 | aws_s3_bucket.b $.bucket: `$.bucket` of all subjects together: \"x\" is there more than once; the spec wants no two values the same (at `$.bucket` of aws_s3_bucket.b in the stack three) (at `$.bucket` of aws_s3_bucket.b in the stack two)",
            "skipped 0/0 | it is judged over the whole run, on the stack app",
        ],
    );
    judged_on(
        spec,
        &[("two", &bucket("x")), ("three", &bucket("y"))],
        &[
            "pass 1/1",
            "skipped 0/0 | it is judged over the whole run, on the stack app",
        ],
    );
    // The same expression in two stacks is no proof.
    judged_on(
        spec,
        &[("two", &bucket("${var.b}")), ("three", &bucket("${var.b}"))],
        &[
            "unknown 1/1 | aws_s3_bucket.b $.bucket: `$.bucket` of all subjects together: it is not known whether ${var.b} and ${var.b} are the same; the spec wants no two values the same (at `$.bucket` of aws_s3_bucket.b in the stack three) (at `$.bucket` of aws_s3_bucket.b in the stack two) (waits for var.b)",
            "skipped 0/0 | it is judged over the whole run, on the stack app",
        ],
    );
}
