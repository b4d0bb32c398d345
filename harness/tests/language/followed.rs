//! `follow`: quantifiers over what is reached, broken walks and open ones.

use super::judged;

/// Functions with permissions: `f` has the one that is given.
fn api(uri: &str, permission: &str) -> String {
    format!(
        r#""resource": {{
        "aws_api_gateway_integration": {{"i": {{"type": "AWS_PROXY", "uri": "{uri}"}}}},
        "aws_lambda_function": {{"f": {{"function_name": "f"}}}}{permission}}},
        "variable": {{"uri": {{}}, "p": {{}}}}"#
    )
}

const PERMITTED: &str = r#"resource = "aws_api_gateway_integration"
where = "@.type == 'AWS_PROXY'"
must = [ { follow = "-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission", at = "@.principal", some = { equal = "apigateway.amazonaws.com" } } ]"#;

fn permission(principal: &str) -> String {
    format!(
        r#", "aws_lambda_permission": {{"p": {{"function_name": "${{aws_lambda_function.f.function_name}}", "principal": "{principal}"}}}}"#
    )
}

const F: &str = "${aws_lambda_function.f.invoke_arn}";

#[test]
fn an_integration_that_is_permitted() {
    judged(
        PERMITTED,
        &api(F, &permission("apigateway.amazonaws.com")),
        "pass 1/1",
    );
    judged(PERMITTED, &api(F, &permission("events.amazonaws.com")), "?");
    judged(PERMITTED, &api(F, &permission("${var.p}")), "?");
    // Nothing behind the last hop is the fault itself.
    judged(PERMITTED, &api(F, ""), "?");
    // The walk leaves the stack: not known.
    judged(
        PERMITTED,
        &api("${var.uri}", &permission("apigateway.amazonaws.com")),
        "?",
    );
    // It ends at the first hop: nothing was examined.
    judged(
        PERMITTED,
        &api("${aws_api_gateway_rest_api.a.arn}", &permission("x")),
        "?",
    );
}

#[test]
fn each_quantifier_over_what_is_reached() {
    let spec = |says: &str| {
        format!(
            "resource = \"aws_lambda_function\"\nmust = [ {{ follow = \"<-[function_name]- aws_lambda_permission\", {says} }} ]"
        )
    };
    let with = |permissions: &str| {
        format!(
            r#""resource": {{"aws_lambda_function": {{"f": {{"function_name": "f"}}}}{permissions}}}"#
        )
    };
    let one = with(&permission("a"));
    let none = with("");
    judged(&spec("present = true"), &one, "pass 1/1");
    judged(&spec("present = true"), &none, "?");
    judged(&spec("absent = true"), &one, "?");
    judged(&spec("absent = true"), &none, "pass 1/1");
    judged(&spec("count = 0"), &one, "?");
    judged(&spec("count = 0"), &none, "pass 1/1");
    judged(&spec("count = 1"), &one, "pass 1/1");
    judged(&spec("at = '@.principal', equal = \"a\""), &one, "pass 1/1");
    judged(&spec("at = '@.principal', equal = \"b\""), &one, "?");
    judged(
        &spec("at = '@.principal', optional = true, equal = \"b\""),
        &none,
        "pass 1/1",
    );
    judged(&spec("at = '@.principal', equal = \"b\""), &none, "?");
    judged(
        &spec("at = '@.principal', none = { equal = \"a\" }"),
        &one,
        "?",
    );
    judged(
        &spec("at = '@.principal', none = { equal = \"b\" }"),
        &one,
        "pass 1/1",
    );
    judged(
        &spec("at = '@.principal', count = \">= 2\", equal = \"a\""),
        &one,
        "?",
    );
    judged(
        &spec("where = \"@.principal == 'a'\", count = 1"),
        &one,
        "pass 1/1",
    );
    judged(
        &spec("where = \"@.principal == 'b'\", count = 1"),
        &one,
        "?",
    );
    judged(
        &spec("where = \"@.principal == $.function_name\", count = 0"),
        &one,
        "pass 1/1",
    );
    judged(&spec("at = '@.source_arn', present = true"), &one, "?");
    judged(
        &spec("at = '@.principal', equal = { at = '@.statement_id' }"),
        &one,
        "?",
    );
}

#[test]
fn subjects_that_are_reached() {
    let spec = r#"resource = "aws_cloudwatch_event_target"
follow = "-[arn]-> aws_lambda_function"
must = [ { follow = "<-[function_name]- aws_lambda_permission", where = "@.principal == 'events.amazonaws.com'", count = ">= 1" } ]"#;
    let stack = |arn: &str, principal: &str| {
        format!(
            r#""resource": {{"aws_cloudwatch_event_target": {{"t": {{"arn": "{arn}", "rule": "r"}}, "u": {{"arn": "{arn}", "rule": "s"}}}}, "aws_lambda_function": {{"f": {{"function_name": "f"}}, "g": {{"function_name": "g"}}}}{}}}, "variable": {{"arn": {{}}}}"#,
            permission(principal)
        )
    };
    let f = "${aws_lambda_function.f.arn}";
    judged(spec, &stack(f, "events.amazonaws.com"), "pass 1/2");
    judged(spec, &stack(f, "s3.amazonaws.com"), "?");
    judged(spec, &stack("${var.arn}", "events.amazonaws.com"), "?");
    judged(
        &spec.replace("must", "unknown = \"warn\"\nmust"),
        &stack("${var.arn}", "events.amazonaws.com"),
        "?",
    );
}

#[test]
fn what_is_created_before() {
    let spec = r#"resource = "aws_api_gateway_deployment"
must = [ { follow = "-> aws_api_gateway_rest_api <- aws_api_gateway_{method,integration}", optional = true, ordered = "before" } ]"#;
    let stack = |depends: &str| {
        format!(
            r#""resource": {{
        "aws_api_gateway_rest_api": {{"a": {{"name": "a"}}}},
        "aws_api_gateway_method": {{"m": {{"rest_api_id": "${{aws_api_gateway_rest_api.a.id}}", "http_method": "GET"}}}},
        "aws_api_gateway_deployment": {{"d": {{"rest_api_id": "${{aws_api_gateway_rest_api.a.id}}"{depends}}}}}}}"#
        )
    };
    judged(
        spec,
        &stack(r#", "depends_on": ["aws_api_gateway_method.m"]"#),
        "?",
    );
    judged(
        spec,
        &stack(r#", "triggers": {"r": "${aws_api_gateway_method.m.id}"}"#),
        "?",
    );
    judged(spec, &stack(""), "?");
    // `depends_on` orders, and leads nowhere.
    let no_edge = r#"resource = "aws_api_gateway_deployment"
must = [ { follow = "-> aws_api_gateway_method", count = ">= 1" } ]"#;
    judged(
        no_edge,
        &stack(r#", "depends_on": ["aws_api_gateway_method.m"]"#),
        "?",
    );
}
