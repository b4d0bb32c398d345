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
    judged(
        spec,
        &stack("b"),
        "fail 2/2 | aws_s3_bucket.b $.bucket: `$.value` is \"b\"; the spec wants contain \"pr1\"",
    );
    judged(
        spec,
        &stack("b-${var.s}"),
        "unknown 2/2 | aws_s3_bucket.b $.bucket: `$.value` is \"b-${var.s}\": hangs on what is not known before apply; the spec wants contain \"pr1\" (waits for var.s)",
    );
    judged(
        spec,
        r#""resource": {"aws_eip": {"e": {}}}"#,
        "vacuous 0/0 | this stack has no row of the view `physical_name` | if that is fine, say `when_empty = \"skip\"` in the spec",
    );
    judged(
        &spec.replace("$.value", "$.vlaue"),
        &stack("b"),
        "vacuous 0/0 | nothing is called `vlaue` at `$`: neither the provider facts nor any stack of this run know that name | did you mean `value`?",
    );
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
    judged(
        spec,
        &policy("s3:GetObject", r#"\"*\""#),
        "fail 1/1 | aws_iam_role_policy.p $.policy.Statement[0].Resource: none of 2 alternatives holds (alternative 1: `$.resources[0]` is \"*\"; the spec wants not_equal \"*\") (alternative 2: `$.actions[0]` is \"s3:GetObject\"; the spec wants one_of [\"xray:PutTraceSegments\"])",
    );
    judged(
        spec,
        &policy("s3:GetObject", r#"[\"*\",\"arn:aws:s3:::b/*\"]"#),
        "fail 1/1 | aws_iam_role_policy.p $.policy.Statement[0].Resource[0]: none of 2 alternatives holds (alternative 1: `$.resources[0]` is \"*\"; the spec wants not_equal \"*\") (alternative 2: `$.actions[0]` is \"s3:GetObject\"; the spec wants one_of [\"xray:PutTraceSegments\"])",
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
        "unknown 0/0 | aws_iam_role_policy.p: there may be more subjects than are known: `$.policy` is not known (waits for var.policy)",
    );
}

/// Which of two spellings a service takes is not known, so neither is what the policy allows.
#[test]
fn an_element_that_is_named_twice() {
    let policy = |statement: &str| {
        let document = serde_json::Value::from(format!("{{\"Statement\":[{statement}]}}"));
        format!(r#""resource":{{"aws_iam_policy":{{"p":{{"policy":{document}}}}}}}"#)
    };
    let spec =
        "view = \"iam_statement\"\nmust = [ { at = \"$.resources[*]\", not_equal = \"*\" } ]";
    let fine = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#;
    judged(spec, &policy(fine), "pass 1/1");
    let twice = fine.replace(r#""Resource""#, r#""resource":"*","Resource""#);
    judged(
        spec,
        &policy(&twice),
        "unknown 0/0 | aws_iam_policy.p: there may be more subjects than are known: \
         `$.policy.Statement[0]` names `Resource` twice, in different letters",
    );
}

/// What a view never says is not compared with, whether it is wanted or forbidden.
#[test]
fn words_that_a_view_never_says() {
    let policy = r#""resource":{"aws_iam_policy":{"p":{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}}}"#;
    let never = |word: &str| {
        format!(
            "vacuous 0/0 | `effect` of the view `iam_statement` is never '{word}' | it is one of: Allow, Deny"
        )
    };
    for (clause, expected) in [
        (
            r#"{ at = "$.effect", not_equal = "allow" }"#,
            never("allow"),
        ),
        (
            r#"{ at = "$.effect", not_one_of = ["Deny", "deny"] }"#,
            never("deny"),
        ),
        (
            r#"{ view = "iam_statement", at = "@.effect", count = 0, equal = "allow" }"#,
            never("allow"),
        ),
        (
            r#"{ at = "$.effect", equal = "Allow" }"#,
            "pass 1/1".to_owned(),
        ),
    ] {
        let spec = format!("view = \"iam_statement\"\nmust = [ {clause} ]");
        judged(&spec, policy, &expected);
    }
}

/// A policy of AWS's own that is known says what it allows, under a kind of its own: nobody wrote its
/// "*".
#[test]
fn a_policy_of_aws_allows_what_it_says() {
    let stack = |policy: &str| {
        format!(
            r#""resource": {{"aws_iam_role": {{"r": {{"name": "r"}}}}, "aws_iam_role_policy_attachment": {{"a": {{"role": "${{aws_iam_role.r.name}}", "policy_arn": "arn:aws:iam::aws:policy/{policy}"}}}}, "aws_lambda_function": {{"f": {{"role": "${{aws_iam_role.r.arn}}"}}}}}}"#
        )
    };
    let spec = |action: &str| {
        format!(
            "resource = \"aws_lambda_function\"\nmust = [ {{ follow = '-[role]-> aws_iam_role <- iam_statement', where = \"@.effect == 'Allow'\", at = '@.actions[*]', some = {{ covers = '{action}' }} }} ]"
        )
    };
    let (logs, table) = (spec("logs:PutLogEvents"), spec("dynamodb:GetItem"));
    let basic = stack("service-role/AWSLambdaBasicExecutionRole");
    judged(&logs, &basic, "pass 1/1");
    judged(
        &table,
        &basic,
        "fail 1/1 | aws_lambda_function.f: `@.actions[*]` of what `-[role]-> aws_iam_role <- iam_statement` reaches: 0 of 3 values; the spec wants some value: covers [\"dynamodb:GetItem\"] (`@.actions[0]` of the iam_statement at `$.policy_arn` of aws_iam_role_policy_attachment.a is \"logs:CreateLogGroup\") (`@.actions[1]` of the iam_statement at `$.policy_arn` of aws_iam_role_policy_attachment.a is \"logs:CreateLogStream\") (`@.actions[2]` of the iam_statement at `$.policy_arn` of aws_iam_role_policy_attachment.a is \"logs:PutLogEvents\")",
    );
    let wild = "view = \"iam_statement\"\nwhere = \"@.kind == 'identity'\"\nwhen_empty = \"skip\"\nmust = [ { at = '$.resources[*]', not_equal = '*' } ]";
    judged(
        wild,
        &basic,
        "skipped 0/0 | `where` left 0 of 1 rows of the view `iam_statement`; seen: .kind = \"managed\"",
    );
    // Of another policy nothing is known.
    let unknown = "unknown 1/1 | aws_lambda_function.f: `@.actions[*]` of what `-[role]-> aws_iam_role <- iam_statement` reaches: 0 of 0 values, and more hangs on what is not known; the spec wants some value: covers [\"dynamodb:GetItem\"] (there may be more: aws_iam_role_policy_attachment.a attaches `arn:aws:iam::aws:policy/AdministratorAccess`, whose statements are not in the stack)";
    judged(&table, &stack("AdministratorAccess"), unknown);
}
