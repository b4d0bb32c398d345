//! Right sides that stand elsewhere.

use super::judged;

const LOGS: &str = r#"resource = "aws_lambda_function"
must = [ { at = "$.function_name", as = "/aws/lambda/{}", one_of = { resource = "aws_cloudwatch_log_group", at = "@.name" } } ]"#;

fn stack(function: &str, groups: &str) -> String {
    format!(
        r#""resource": {{"aws_lambda_function": {{"f": {{"function_name": "{function}"}}}}{groups}}}"#
    )
}

#[test]
fn a_function_and_its_log_group() {
    let group =
        |name: &str| format!(r#", "aws_cloudwatch_log_group": {{"g": {{"name": "{name}"}}}}"#);
    judged(LOGS, &stack("pay", &group("/aws/lambda/pay")), "pass 1/1");
    judged(
        LOGS,
        &stack("pay", &group("/aws/lambda/other")),
        "fail 1/1 | aws_lambda_function.f $.function_name: `$.function_name` is \"pay\" (compared as \"/aws/lambda/pay\"); the spec wants one_of `@.name` of every resource `aws_cloudwatch_log_group` (here [\"/aws/lambda/other\"])",
    );
    // No log group at all is the fault, and no mistake of the spec.
    judged(
        LOGS,
        &stack("pay", ""),
        "fail 1/1 | aws_lambda_function.f $.function_name: `$.function_name` is \"pay\" (compared as \"/aws/lambda/pay\"); the spec wants one_of `@.name` of every resource `aws_cloudwatch_log_group`",
    );
    judged(
        LOGS,
        &stack("pay", &group("/aws/lambda/${var.n}")),
        "unknown 1/1 | aws_lambda_function.f $.function_name: `$.function_name` is \"pay\" (compared as \"/aws/lambda/pay\"): hangs on what is not known before apply; the spec wants one_of `@.name` of every resource `aws_cloudwatch_log_group` (here [\"/aws/lambda/${var.n}\"])",
    );
    judged(
        LOGS,
        &stack("${var.n}", &group("/aws/lambda/${var.n}")),
        "pass 1/1",
    );
    judged(
        LOGS,
        &stack("${var.n}", &group("/aws/lambda/pay")),
        "unknown 1/1 | aws_lambda_function.f $.function_name: `$.function_name` is ${var.n} (compared as \"/aws/lambda/${var.n}\"): hangs on what is not known before apply; the spec wants one_of `@.name` of every resource `aws_cloudwatch_log_group` (here [\"/aws/lambda/pay\"]) (waits for var.n)",
    );
    // A module may hold one.
    let module = format!(
        "{}, \"module\": {{\"m\": {{\"source\": \"./m\"}}}}",
        stack("pay", "")
    );
    judged(
        LOGS,
        &module,
        "unknown 1/1 | aws_lambda_function.f $.function_name: `$.function_name` is \"pay\" (compared as \"/aws/lambda/pay\"): hangs on what is not known before apply; the spec wants one_of `@.name` of every resource `aws_cloudwatch_log_group` (here [], and more that is not known)",
    );
}

#[test]
fn the_same_expression_of_two_instances_is_no_proof() {
    let stack = r#""resource": {
        "aws_lambda_function": {"f": {"for_each": "${toset([\"a\"])}", "function_name": "${each.key}"}},
        "aws_cloudwatch_log_group": {"g": {"for_each": "${toset([\"b\"])}", "name": "/aws/lambda/${each.key}"}}}"#;
    judged(
        LOGS,
        stack,
        "unknown 0/1 | aws_lambda_function.f $.function_name: `$.function_name` is ${each.key} (compared as \"/aws/lambda/${each.key}\"): hangs on what is not known before apply; the spec wants one_of `@.name` of every resource `aws_cloudwatch_log_group` (here [], and more that is not known) (waits for each.key)",
    );
}

#[test]
fn a_negative_right_side_that_is_empty_is_an_error() {
    let spec = LOGS.replace("one_of", "not_one_of");
    judged(
        &spec,
        &stack("pay", ""),
        "error 1/1 | aws_lambda_function.f $.function_name: `$.function_name` is \"pay\": `@.name` of every resource `aws_cloudwatch_log_group` selects nothing to compare with",
    );
}

#[test]
fn what_stands_elsewhere_on_the_subject() {
    let spec = r#"resource = "aws_dynamodb_table"
must = [ { at = "$['hash_key','range_key']", optional = true, one_of = { at = "$.attribute[*].name" } } ]"#;
    let table = |key: &str| {
        format!(
            r#""resource": {{"aws_dynamodb_table": {{"t": {{"hash_key": "{key}", "attribute": [{{"name": "id", "type": "S"}}]}}}}}}"#
        )
    };
    judged(spec, &table("id"), "pass 1/1");
    judged(
        spec,
        &table("key"),
        "fail 1/1 | aws_dynamodb_table.t $.hash_key: `$.hash_key` is \"key\"; the spec wants one_of $.attribute[*].name (here [\"id\"])",
    );
}

#[test]
fn filters_and_defaults() {
    let spec = r#"resource = "aws_sqs_queue"
must = [ { at = "$.visibility_timeout_seconds", default = 30, at_least = { resource = "aws_lambda_function", where = "@.function_name == $.name", at = "@.timeout", default = 3, times = 6 } } ]"#;
    let stack = |visibility: &str, timeout: &str| {
        format!(
            r#""resource": {{"aws_sqs_queue": {{"q": {{"name": "a"{visibility}}}}}, "aws_lambda_function": {{"f": {{"function_name": "a"{timeout}}}, "g": {{"function_name": "b", "timeout": 900}}}}}}"#
        )
    };
    judged(spec, &stack("", ""), "pass 1/1");
    judged(
        spec,
        &stack("", r#", "timeout": 10"#),
        "fail 1/1 | aws_sqs_queue.q $.visibility_timeout_seconds: `$.visibility_timeout_seconds` is missing; the spec wants at_least 6 times `@.timeout` of every resource `aws_lambda_function` (here [60])",
    );
    judged(
        spec,
        &stack(
            r#", "visibility_timeout_seconds": 60"#,
            r#", "timeout": 10"#,
        ),
        "pass 1/1",
    );
}

#[test]
fn stack_wide_clauses() {
    let spec = r#"resource = "aws_api_gateway_rest_api"
must = [ { resource = "aws_api_gateway_account", count = ">= 1" } ]"#;
    let api = |more: &str| {
        format!(r#""resource": {{"aws_api_gateway_rest_api": {{"a": {{"name": "x"}}}}{more}}}"#)
    };
    judged(
        spec,
        &api(r#", "aws_api_gateway_account": {"a": {}}"#),
        "pass 1/1",
    );
    judged(
        spec,
        &api(""),
        "fail 1/1 | aws_api_gateway_rest_api.a: the stack's resource `aws_api_gateway_account`: nothing; the spec wants at least 1 values",
    );
    let named = r#"resource = "aws_api_gateway_rest_api"
must = [ { resource = "aws_wafv2_web_acl", where = "@.name == $.name", at = "@.scope", equal = "REGIONAL" } ]"#;
    let acl = |name: &str, scope: &str| {
        api(&format!(
            r#", "aws_wafv2_web_acl": {{"w": {{"name": "{name}", "scope": "{scope}"}}}}"#
        ))
    };
    judged(named, &acl("x", "REGIONAL"), "pass 1/1");
    judged(
        named,
        &acl("x", "CLOUDFRONT"),
        "fail 1/1 | aws_api_gateway_rest_api.a: `@.scope` of aws_wafv2_web_acl.w is \"CLOUDFRONT\"; the spec wants equal \"REGIONAL\"",
    );
    judged(
        named,
        &acl("y", "REGIONAL"),
        "fail 1/1 | aws_api_gateway_rest_api.a: there is nothing: `@.scope` of the stack's resource `aws_wafv2_web_acl`; the spec wants at least one value: equal \"REGIONAL\"",
    );
    judged(
        named,
        &acl("${var.n}", "REGIONAL"),
        "unknown 1/1 | aws_api_gateway_rest_api.a: whether there is `@.scope` of the stack's resource `aws_wafv2_web_acl` is not known; the spec wants at least one value: equal \"REGIONAL\"",
    );
}
