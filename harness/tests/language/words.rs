//! Names of members: which of them a clause looks at, and which there may be.

use super::judged;

#[track_caller]
fn said(clause: &str, variables: &str, expected: &str) {
    let spec = format!("resource = \"aws_lambda_function\"\nmust = [ {clause} ]");
    let stack = format!(
        r#""resource": {{"aws_lambda_function": {{"f": {{"filename": "a.zip", "handler": "src/index.handler", "environment": {{"variables": {variables}}}}}}}, "aws_db_instance": {{"d": {{}}}}}}"#
    );
    judged(&spec, &stack, expected);
}

#[test]
fn values_of_some_names() {
    let clause = "{ at = '$.environment[*].variables.*', named = '(?i)(password|token)$', optional = true, not_literal = true }";
    said(
        clause,
        r#"{"DB_PASSWORD": "${aws_db_instance.d.password}", "LEVEL": "info"}"#,
        "pass 1/1",
    );
    said(
        clause,
        r#"{"DB_PASSWORD": "hunter2", "LEVEL": "info"}"#,
        "fail 1/1 | aws_lambda_function.f $.environment[0].variables.DB_PASSWORD: `$.environment[0].variables.DB_PASSWORD` is (sensitive); the spec wants not_literal",
    );
    said(clause, r#"{"LEVEL": "info"}"#, "pass 1/1");
    // Without `optional` there must be one.
    said(
        &clause.replace("optional = true, ", ""),
        r#"{"LEVEL": "info"}"#,
        "fail 1/1 | aws_lambda_function.f: `$.environment[*].variables.*` selects nothing; the spec wants at least one value: not_literal",
    );
    // What is not known may have such a name.
    said(
        clause,
        r#""${var.variables}""#,
        "unknown 1/1 | aws_lambda_function.f $.environment[0].variables: `$.environment[0].variables` is not known: it is ${var.variables}; the spec wants not_literal (waits for var.variables)",
    );
    let count = "{ at = '$..*', named = '^LEVEL$', count = 1 }";
    said(count, r#"{"LEVEL": "info"}"#, "pass 1/1");
    said(
        count,
        r#"{"LEVELS": "info"}"#,
        "fail 1/1 | aws_lambda_function.f: `$..*`: nothing; the spec wants exactly 1 values",
    );
}

#[test]
fn no_other_names() {
    let clause = "{ at = '$.environment[*].variables', names = ['A', 'B'] }";
    said(clause, r#"{"A": "1"}"#, "pass 1/1");
    said(clause, r#"{"A": "1", "B": "2"}"#, "pass 1/1");
    said(
        clause,
        r#"{"A": "1", "C": "2"}"#,
        "fail 1/1 | aws_lambda_function.f $.environment[0].variables: `$.environment[0].variables` is {\"A\":\"1\",\"C\":\"2\"}; the spec wants names [\"A\",\"B\"]",
    );
    said(
        clause,
        r#""${merge({\"A\" = \"1\"}, var.more)}""#,
        "unknown 1/1 | aws_lambda_function.f $.environment[0].variables: `$.environment[0].variables` is {\"A\":${merge({\"A\" = \"1\"}, var.more)[\"A\"]},...}: hangs on what is not known before apply; the spec wants names [\"A\",\"B\"] (waits for var.more)",
    );
    said(
        "{ at = '$.handler', names = ['A'] }",
        r#"{"A": "1"}"#,
        "error 1/1 | aws_lambda_function.f $.handler: `$.handler` is \"src/index.handler\": `names` wants an object, and this is a string",
    );
}

#[test]
fn what_a_right_side_makes_of_a_value() {
    let clause = "{ at = '$.environment[*].variables.FILE', equal = { at = '$.handler', before_last = '.', as = '{}.mjs' } }";
    said(clause, r#"{"FILE": "src/index.mjs"}"#, "pass 1/1");
    said(
        clause,
        r#"{"FILE": "src/index.handler.mjs"}"#,
        "fail 1/1 | aws_lambda_function.f $.environment[0].variables.FILE: `$.environment[0].variables.FILE` is \"src/index.handler.mjs\"; the spec wants equal `{$.handler before the last .}.mjs` (here [\"src/index.mjs\"])",
    );
    let there = "{ at = '$.environment[*].variables.GROUP', one_of = { resource = 'aws_lambda_function', at = '@.handler', as = '/aws/{}' } }";
    said(there, r#"{"GROUP": "/aws/src/index.handler"}"#, "pass 1/1");
    said(
        there,
        r#"{"GROUP": "src/index.handler"}"#,
        "fail 1/1 | aws_lambda_function.f $.environment[0].variables.GROUP: `$.environment[0].variables.GROUP` is \"src/index.handler\"; the spec wants one_of `/aws/{@.handler}` of every resource `aws_lambda_function` (here [\"/aws/src/index.handler\"])",
    );
}
