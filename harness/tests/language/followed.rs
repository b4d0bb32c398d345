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
    judged(
        PERMITTED,
        &api(F, &permission("events.amazonaws.com")),
        "fail 1/1 | aws_api_gateway_integration.i: `@.principal` of what `-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission` reaches: 0 of 1 values; the spec wants some value: equal \"apigateway.amazonaws.com\" (`@.principal` of aws_lambda_permission.p is \"events.amazonaws.com\")",
    );
    judged(
        PERMITTED,
        &api(F, &permission("${var.p}")),
        "unknown 1/1 | aws_api_gateway_integration.i: `@.principal` of what `-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission` reaches: 0 of 1 values, and more hangs on what is not known; the spec wants some value: equal \"apigateway.amazonaws.com\" (`@.principal` of aws_lambda_permission.p is ${var.p}) (waits for var.p)",
    );
    // Nothing behind the last hop is the fault itself.
    judged(
        PERMITTED,
        &api(F, ""),
        "fail 1/1 | aws_api_gateway_integration.i: `@.principal` of what `-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission` reaches: nothing; the spec wants some value: equal \"apigateway.amazonaws.com\"",
    );
    // The walk leaves the stack: not known.
    judged(
        PERMITTED,
        &api("${var.uri}", &permission("apigateway.amazonaws.com")),
        "unknown 1/1 | aws_api_gateway_integration.i: `@.principal` of what `-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission` reaches: 0 of 0 values, and more hangs on what is not known; the spec wants some value: equal \"apigateway.amazonaws.com\" (there may be more: `$.uri` of aws_api_gateway_integration.i is `var.uri`, which leaves the stack) (waits for var.uri)",
    );
    // It ends at the first hop: nothing was examined.
    judged(
        PERMITTED,
        &api("${aws_api_gateway_rest_api.a.arn}", &permission("x")),
        "vacuous 1/1 | aws_api_gateway_integration.i: the walk ends at hop 1, `-[uri]-> aws_lambda_function`: nothing is there; nothing was examined, and the spec wants some value: equal \"apigateway.amazonaws.com\" | aws_api_gateway_integration.i: the walk ends at hop 1, `-[uri]-> aws_lambda_function`: nothing is there; nothing was examined, and the spec wants some value: equal \"apigateway.amazonaws.com\"",
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
    judged(
        &spec("present = true"),
        &none,
        "fail 1/1 | aws_lambda_function.f: there is nothing: what `<-[function_name]- aws_lambda_permission` reaches; the spec wants at least one value: present",
    );
    judged(
        &spec("absent = true"),
        &one,
        "fail 1/1 | aws_lambda_function.f: aws_lambda_permission.p is there; the spec wants absent",
    );
    judged(&spec("absent = true"), &none, "pass 1/1");
    judged(
        &spec("count = 0"),
        &one,
        "fail 1/1 | aws_lambda_function.f: what `<-[function_name]- aws_lambda_permission` reaches: 1 there; the spec wants exactly 0 values",
    );
    judged(&spec("count = 0"), &none, "pass 1/1");
    judged(&spec("count = 1"), &one, "pass 1/1");
    judged(&spec("at = '@.principal', equal = \"a\""), &one, "pass 1/1");
    judged(
        &spec("at = '@.principal', equal = \"b\""),
        &one,
        "fail 1/1 | aws_lambda_function.f: `@.principal` of aws_lambda_permission.p is \"a\"; the spec wants equal \"b\"",
    );
    judged(
        &spec("at = '@.principal', optional = true, equal = \"b\""),
        &none,
        "pass 1/1",
    );
    judged(
        &spec("at = '@.principal', equal = \"b\""),
        &none,
        "fail 1/1 | aws_lambda_function.f: there is nothing: `@.principal` of what `<-[function_name]- aws_lambda_permission` reaches; the spec wants at least one value: equal \"b\"",
    );
    judged(
        &spec("at = '@.principal', none = { equal = \"a\" }"),
        &one,
        "fail 1/1 | aws_lambda_function.f: `@.principal` of what `<-[function_name]- aws_lambda_permission` reaches: 1 of 1 values; the spec wants no value: equal \"a\" (`@.principal` of aws_lambda_permission.p is \"a\")",
    );
    judged(
        &spec("at = '@.principal', none = { equal = \"b\" }"),
        &one,
        "pass 1/1",
    );
    judged(
        &spec("at = '@.principal', count = \">= 2\", equal = \"a\""),
        &one,
        "fail 1/1 | aws_lambda_function.f: `@.principal` of what `<-[function_name]- aws_lambda_permission` reaches: 1 of 1 values; the spec wants at least 2 values: equal \"a\"",
    );
    judged(
        &spec("where = \"@.principal == 'a'\", count = 1"),
        &one,
        "pass 1/1",
    );
    judged(
        &spec("where = \"@.principal == 'b'\", count = 1"),
        &one,
        "fail 1/1 | aws_lambda_function.f: what `<-[function_name]- aws_lambda_permission` reaches: nothing; the spec wants exactly 1 values",
    );
    judged(
        &spec("where = \"@.principal == $.function_name\", count = 0"),
        &one,
        "pass 1/1",
    );
    judged(
        &spec("at = '@.source_arn', present = true"),
        &one,
        "fail 1/1 | aws_lambda_function.f: `@.source_arn` of aws_lambda_permission.p is missing; the spec wants present",
    );
    judged(
        &spec("at = '@.principal', equal = { at = '@.statement_id' }"),
        &one,
        "fail 1/1 | aws_lambda_function.f: `@.principal` of aws_lambda_permission.p is \"a\"; the spec wants equal @.statement_id",
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
    judged(
        spec,
        &stack(f, "s3.amazonaws.com"),
        "fail 1/2 | aws_lambda_function.f: what `<-[function_name]- aws_lambda_permission` reaches: nothing; the spec wants at least 1 values",
    );
    judged(
        spec,
        &stack("${var.arn}", "events.amazonaws.com"),
        "unknown 0/2 | aws_cloudwatch_event_target.t: there may be more subjects than are known: `$.arn` of aws_cloudwatch_event_target.t is `var.arn`, which leaves the stack (waits for var.arn) | aws_cloudwatch_event_target.u: there may be more subjects than are known: `$.arn` of aws_cloudwatch_event_target.u is `var.arn`, which leaves the stack (waits for var.arn)",
    );
    judged(
        &spec.replace("must", "unknown = \"warn\"\nmust"),
        &stack("${var.arn}", "events.amazonaws.com"),
        "vacuous 0/2 | `-[arn]-> aws_lambda_function` reaches nothing from 2 of resource `aws_cloudwatch_event_target` | if that is fine, say `when_empty = \"skip\"` in the spec | note: aws_cloudwatch_event_target.t: there may be more subjects than are known: `$.arn` of aws_cloudwatch_event_target.t is `var.arn`, which leaves the stack | note: aws_cloudwatch_event_target.u: there may be more subjects than are known: `$.arn` of aws_cloudwatch_event_target.u is `var.arn`, which leaves the stack",
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
        "pass 1/1",
    );
    judged(
        spec,
        &stack(r#", "triggers": {"r": "${aws_api_gateway_method.m.id}"}"#),
        "pass 1/1",
    );
    judged(
        spec,
        &stack(""),
        "fail 1/1 | aws_api_gateway_deployment.d: aws_api_gateway_method.m is not created before the subject; the spec wants created before the subject",
    );
    // `depends_on` orders, and leads nowhere.
    let no_edge = r#"resource = "aws_api_gateway_deployment"
must = [ { follow = "-> aws_api_gateway_method", count = ">= 1" } ]"#;
    judged(
        no_edge,
        &stack(r#", "depends_on": ["aws_api_gateway_method.m"]"#),
        "fail 1/1 | aws_api_gateway_deployment.d: what `-> aws_api_gateway_method` reaches: nothing; the spec wants at least 1 values",
    );
}
