//! Params where a number of things or an expression stands.

use super::judged;

#[track_caller]
fn said(clause: &str, param: &str, expected: &str) {
    let spec = format!("resource = \"aws_vpc\"\nmust = [ {clause} ]\n[param.p]\n{param}\n");
    let stack = r#""resource": {"aws_vpc": {"v": {"cidr_block": "10.0.0.0/16", "tags": {"a": "1", "b": "2"}}}}"#;
    judged(&spec, stack, expected);
}

#[test]
fn a_number_of_things() {
    said(
        "{ at = '$.tags.*', count = '>= {p}' }",
        "default = 2",
        "pass 1/1",
    );
    said(
        "{ at = '$.tags.*', count = '>= {p}' }",
        "default = 3",
        "fail 1/1 | aws_vpc.v $.tags: `$.tags.*`: 2 values; the spec wants at least 3 values",
    );
    said(
        "{ at = '$.tags.*', count = '{p}' }",
        "default = 2",
        "pass 1/1",
    );
    said(
        "{ at = '$.tags.*', distinct = '{p}' }",
        "default = 2",
        "pass 1/1",
    );
    said(
        "{ at = '$.tags.*', sum = '<= {p}' }",
        "default = 3",
        "pass 1/1",
    );
    said(
        "{ at = '$.tags.*', sum = '<= {p}' }",
        "default = 2",
        "fail 1/1 | aws_vpc.v $.tags: `$.tags.*`: a sum of 3; the spec wants a sum of at most 2",
    );
    said(
        "{ at = '$.cidr_block', length = '<= {p}' }",
        "default = 11",
        "pass 1/1",
    );
    said(
        "{ at = '$.cidr_block', length = '<= {p}' }",
        "default = 10",
        "fail 1/1 | aws_vpc.v $.cidr_block: `$.cidr_block` is \"10.0.0.0/16\"; the spec wants length at most 10",
    );
    let together = "{ together = 'stack', at = '$', count = '<= {p}' }";
    said(together, "default = 1", "pass 1/1");
    // Not set, not asked.
    said(
        together,
        "",
        "skipped 0/0 | the param `p` has no value (give --param p=VALUE)",
    );
}

#[test]
fn an_expression() {
    let clause = "{ at = '$.cidr_block', match = { param = 'p' } }";
    said(clause, "default = '^10[.]'", "pass 1/1");
    said(clause, "default = ['^11[.]', '/16$']", "pass 1/1");
    said(
        clause,
        "default = '^11[.]'",
        "fail 1/1 | aws_vpc.v $.cidr_block: `$.cidr_block` is \"10.0.0.0/16\"; the spec wants match '^11[.]'",
    );
    said(
        &clause.replace("match", "not_match"),
        "default = '^10[.]'",
        "fail 1/1 | aws_vpc.v $.cidr_block: `$.cidr_block` is \"10.0.0.0/16\"; the spec wants not_match '^10[.]'",
    );
    said(
        clause,
        "",
        "skipped 0/0 | the param `p` has no value (give --param p=VALUE)",
    );
}
