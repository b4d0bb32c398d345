//! Subjects that are rows of a view.

use super::judged;

#[test]
fn a_name_without_the_suffix() {
    let spec = r#"view = "physical_name"
must = [ { at = "$.value", contain = "pr1" } ]"#;
    let stack = |name: &str| {
        format!(
            r#""resource": {{"aws_s3_bucket": {{"b": {{"bucket": "{name}"}}}}, "aws_sqs_queue": {{"q": {{"name": "q-pr1"}}}}}}"#
        )
    };
    judged(spec, &stack("b-pr1"), "pass 2/2");
    judged(spec, &stack("b"), "?");
    judged(spec, &stack("b-${var.s}"), "?");
    judged(spec, r#""resource": {"aws_eip": {"e": {}}}"#, "?");
    judged(&spec.replace("$.value", "$.vlaue"), &stack("b"), "?");
    judged(
        &spec.replace("must", "where = \"@['//'].type == 'aws_sqs_queue'\"\nmust"),
        &stack("b"),
        "pass 1/2",
    );
}

#[test]
fn a_wildcard_resource() {
    let spec = r#"view = "iam_statement"
where = "@.kind == 'identity' && @.effect == 'Allow'"
must = [ { any = [ { at = "$.resources[*]", not_equal = "*" }, { at = "$.actions[*]", one_of = ["xray:PutTraceSegments"] } ] } ]"#;
    let policy = |action: &str, resource: &str| {
        format!(
            r#""resource": {{"aws_iam_role_policy": {{"p": {{"name": "p", "role": "r", "policy": "{{\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":{resource}}}]}}"}}}}}}"#
        )
    };
    judged(
        spec,
        &policy("s3:GetObject", r#"\"arn:aws:s3:::b/*\""#),
        "pass 1/1",
    );
    judged(spec, &policy("s3:GetObject", r#"\"*\""#), "?");
    judged(
        spec,
        &policy("s3:GetObject", r#"[\"*\",\"arn:aws:s3:::b/*\"]"#),
        "?",
    );
    judged(
        spec,
        &policy("xray:PutTraceSegments", r#"\"*\""#),
        "pass 1/1",
    );
    judged(
        spec,
        &policy("s3:GetObject", r#"\"${aws_s3_bucket.b.arn}\""#),
        "pass 1/1",
    );
    judged(
        spec,
        r#""resource": {"aws_iam_role_policy": {"p": {"name": "p", "role": "r", "policy": "${var.policy}"}}}"#,
        "?",
    );
}
