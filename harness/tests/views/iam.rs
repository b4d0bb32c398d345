//! Statements of policies.

use pretty_assertions::assert_eq;

use super::*;

#[track_caller]
fn statements(document: &str, expected: &[&str]) {
    let body = policy("policy", document);
    rows(View::IamStatement, &one("aws_iam_policy", &body), expected);
}

#[test]
fn lists_are_lists_and_effect_is_allow() {
    statements(
        r#"{"Version":"2012-10-17","Statement":{"Sid":"a","Action":"s3:*","Resource":["*","${aws_s3_bucket.b.arn}/*"]}}"#,
        &[
            r#"aws_iam_policy.x $.policy.Statement {"actions":["s3:*"],"effect":"Allow","kind":"identity","policy_version":"2012-10-17","resources":["*","${aws_s3_bucket.b.arn}/*"],"sid":"a"}"#,
        ],
    );
    statements(
        r#"{"Statement":[{"Effect":"Deny","NotAction":["a:b"],"NotResource":"*"},{"Effect":"Allow"}]}"#,
        &[
            r#"aws_iam_policy.x $.policy.Statement[0] {"effect":"Deny","kind":"identity","not_actions":["a:b"],"not_resources":["*"]}"#,
            r#"aws_iam_policy.x $.policy.Statement[1] {"effect":"Allow","kind":"identity"}"#,
        ],
    );
}

#[test]
fn names_in_any_case_hide_nothing() {
    statements(
        r#"{"statement":[{"effect":"Allow","action":"*","resource":"*"}]}"#,
        &[
            r#"aws_iam_policy.x $.policy.statement[0] {"actions":["*"],"effect":"Allow","kind":"identity","resources":["*"]}"#,
        ],
    );
}

#[test]
fn principals_and_conditions_are_flat() {
    let document = r#"{"Statement":[
        {"Principal":"*","Action":"sts:AssumeRole"},
        {"Principal":{"AWS":["a","${var.b}"],"Service":"lambda.amazonaws.com"},
         "Condition":{"StringEquals":{"aws:SourceAccount":"1","aws:x":["y","z"]}}}]}"#;
    let body = policy("assume_role_policy", document);
    rows(
        View::IamStatement,
        &one("aws_iam_role", &body),
        &[
            r#"aws_iam_role.x $.assume_role_policy.Statement[0] {"actions":["sts:AssumeRole"],"effect":"Allow","kind":"trust","principals":[{"type":"*","value":"*"}]}"#,
            r#"aws_iam_role.x $.assume_role_policy.Statement[1] {"conditions":[{"test":"StringEquals","values":["1"],"variable":"aws:SourceAccount"},{"test":"StringEquals","values":["y","z"],"variable":"aws:x"}],"effect":"Allow","kind":"trust","principals":[{"type":"AWS","value":"a"},{"type":"AWS","value":"${var.b}"},{"type":"Service","value":"lambda.amazonaws.com"}]}"#,
        ],
    );
}

#[test]
fn holes_are_not_guessed() {
    // Outside quotes it may be one text or a list of them.
    statements(
        r#"{"Statement":[{"Action":${var.a},"Resource":"${var.r}","Principal":{"AWS":${var.p}}}]}"#,
        &[
            r#"aws_iam_policy.x $.policy.Statement[0] {"actions":${var.a},"effect":"Allow","kind":"identity","principals":[{"type":"AWS","value":${var.p}},...],"resources":["${var.r}"]}"#,
        ],
    );
    statements(
        r#"{"Statement":[{"${var.k}":"Deny","Action":"*"}]}"#,
        &[r#"aws_iam_policy.x $.policy.Statement[0] {"actions":["*"],"kind":"identity",...}"#],
    );
    statements(
        r#"{"Statement":${var.s}}"#,
        &[r#"aws_iam_policy.x $.policy.Statement Unknown: is not known ["var.s"]"#],
    );
    statements(
        r#"{"${var.s}":[]}"#,
        &[r#"aws_iam_policy.x $.policy.Statement Unknown: is not known []"#],
    );
    statements(
        "${var.p}",
        &[r#"aws_iam_policy.x $.policy Unknown: is not known ["var.p"]"#],
    );
    statements(
        "${var.p}{}",
        &[r#"aws_iam_policy.x $.policy Unknown: is not known as a whole ["var.p"]"#],
    );
}

#[test]
fn what_cannot_be_read_is_never_silent() {
    statements(
        r#"{"Statement":[}"#,
        &[r#"aws_iam_policy.x $.policy Malformed: does not parse as JSON: expected value []"#],
    );
    statements(
        "arn:aws:iam::aws:policy/ReadOnly",
        &[r#"aws_iam_policy.x $.policy Malformed: does not parse as JSON: it is not an object []"#],
    );
    statements(
        r#"{"Statements":[]}"#,
        &[r#"aws_iam_policy.x $.policy Malformed: is a policy without `Statement` []"#],
    );
    statements(
        r#"{"Statement":["x"]}"#,
        &[r#"aws_iam_policy.x $.policy.Statement[0] Malformed: is a string, not an object []"#],
    );
    statements(
        "[]",
        &[
            r#"aws_iam_policy.x $.policy Malformed: holds a list, not an object with a `Statement` []"#,
        ],
    );
    // How a provider is told that there is none.
    for none in ["", "{}", r#"{"Statement":[]}"#] {
        statements(none, &[]);
    }
}

#[test]
fn policies_stand_in_blocks_too() {
    let inline = policy("policy", r#"{"Statement":[{"Action":"a"}]}"#);
    let body = format!(r#"{{"inline_policy":[{inline},{{"name":"n"}}]}}"#);
    rows(
        View::IamStatement,
        &one("aws_iam_role", &body),
        &[
            r#"aws_iam_role.x $.inline_policy[0].policy.Statement[0] {"actions":["a"],"effect":"Allow","kind":"identity"}"#,
        ],
    );
    let body = policy("policy", r#"{"Statement":[{"Action":"a"}]}"#);
    let details = format!(r#"{{"details":{body}}}"#);
    rows(
        View::IamStatement,
        &one("aws_s3control_multi_region_access_point_policy", &details),
        &[
            r#"aws_s3control_multi_region_access_point_policy.x $.details[0].policy.Statement[0] {"actions":["a"],"effect":"Allow","kind":"resource"}"#,
        ],
    );
    rows(
        View::IamStatement,
        &one(
            "aws_iam_role",
            r#"{"dynamic":{"inline_policy":{"for_each":"${var.p}","content":{}}}}"#,
        ),
        &["aws_iam_role.x $.inline_policy Unknown: may hold more than is listed []"],
    );
}

#[test]
fn blocks_that_may_not_be_there_give_rows_that_may_not() {
    let stack = r#"{"resource":{"aws_iam_policy":{
        "none":{"count":0,"policy":"{\"Statement\":{\"Action\":\"a\"}}"},
        "some":{"count":"${var.n}","policy":"{\"Statement\":{\"Action\":\"a\"}}"}}}}"#;
    rows(
        View::IamStatement,
        stack,
        &[
            r#"aws_iam_policy.some? $.policy.Statement {"actions":["a"],"effect":"Allow","kind":"identity"}"#,
        ],
    );
}

/// What is spliced into a list may be one statement or several: the others are there all the same.
#[test]
fn a_hole_among_statements_is_open() {
    let body = policy("policy", r#"{"Statement":[${var.s},{"Action":"*"}]}"#);
    let text = one("aws_iam_policy", &body);
    let stack = load_text("s", Path::new("s.tf.json"), text).unwrap();
    let model = Model::new(&stack, Facts::builtin());
    let views = Views::new(&model);
    let rows = views.rows(View::IamStatement);
    let rendered = render(&stack, rows);
    let row = r#"aws_iam_policy.x $.policy.Statement[1] {"actions":["*"],"effect":"Allow","kind":"identity"}"#;
    assert!(rendered.contains(row), "{rendered}");
    assert!(!rows.open.is_empty());
    for open in &rows.open {
        assert!(open.path.shorthand().starts_with("$.policy.Statement"));
        assert_eq!(open.waits_for, ["var.s"]);
    }
}
