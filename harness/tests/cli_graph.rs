//! `stackspec graph`.

#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;

use common::{Folder, run};
use pretty_assertions::assert_eq;

const FIXED: &str = "examples/payments/fixed/cdktf.out";

const STACK: &str = r#"{
    "resource": {
        "aws_lambda_function": { "f": { "role": "${aws_iam_role.gone.arn}", "depends_on": ["aws_sqs_queue.q"], "kms_key_arn": "${var.key}" } },
        "aws_lambda_permission": { "p": { "function_name": "${aws_lambda_function.f.arn}" } },
        "aws_sqs_queue": { "q": { "tags": { "\u001b[31m": "${aws_lambda_function.f.arn}" } } }
    },
    "variable": { "key": {} }
}"#;

#[test]
fn edges_for_people() {
    let folder = Folder::with(&[("main.tf.json", STACK)]);
    let came = folder.run(&["graph", "main.tf.json"]);
    came.is(0, &[]);
    assert_eq!(
        came.out.lines().collect::<Vec<_>>(),
        [
            "- aws_lambda_function.f  -[depends_on]->  aws_sqs_queue.q",
            "- aws_lambda_function.f  -[kms_key_arn]->  var.key  (outside)",
            "- aws_lambda_function.f  -[role]->  aws_iam_role.gone  (undeclared)",
            "- aws_lambda_permission.p  -[function_name]->  aws_lambda_function.f (arn)",
            "- aws_sqs_queue.q  -[tags]->  aws_lambda_function.f (arn)",
        ]
    );
    let from = ["graph", "main.tf.json", "--from", "aws_lambda_permission.p"];
    assert_eq!(folder.run(&from).is(0, &[]).out.lines().count(), 1);
    let of_type = ["graph", "main.tf.json", "--type", "aws_sqs_*"];
    assert_eq!(folder.run(&of_type).is(0, &[]).out.lines().count(), 2);
    let given = ["graph", "main.tf.json", "--var", "key=x"];
    folder.run(&given).is(0, &[]).lacks(&["var.key"]);
}

#[test]
fn edges_for_programs() {
    let folder = Folder::with(&[("main.tf.json", STACK)]);
    let json = folder.run(&["graph", "main.tf.json", "--message-format", "json"]);
    let lines = json.is(0, &[]).json();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[2]["leads"], "undeclared");
    assert_eq!(lines[0]["order"], true);
    assert_eq!(lines[4]["path"], "$['tags']['\\u001b[31m']");
    let dot = folder.run(&["graph", "main.tf.json", "--message-format", "dot"]);
    dot.is(
        0,
        &[
            "digraph stacks {",
            r#""aws_lambda_function.f" -> "aws_sqs_queue.q" [label = "depends_on", style = dashed]"#,
            r#""aws_iam_role.gone (undeclared)" [shape = note, color = red]"#,
        ],
    );
}

#[test]
fn what_cannot_be_asked() {
    let folder = Folder::with(&[
        ("main.tf.json", STACK),
        (
            "bare/main.tf.json",
            r#"{"resource":{"aws_sqs_queue":{"q":{}}}}"#,
        ),
        (
            "hostile/main.tf.json",
            r#"{"resource":{"aws_sqs_queue":{"q\u001b[31m":{"name":"${aws_sqs_queue.gone.arn}"}}}}"#,
        ),
    ]);
    folder
        .run(&["graph", "bare/main.tf.json"])
        .is(4, &["nothing here refers to anything"]);
    folder
        .run(&["graph", "nowhere.json"])
        .is(102, &["nowhere.json"]);
    folder.run(&["graph"]).is(2, &["Usage"]);
    folder
        .run(&["graph", "main.tf.json", "--type", "a{"])
        .is(2, &["is no glob"]);
    folder
        .run(&["graph", "main.tf.json", "--from", "aws_sqs_queue.p"])
        .is(2, &["did you mean `aws_sqs_queue.q`?"]);
    folder
        .run(&["graph", "main.tf.json", "--type", "aws_nothing"])
        .is(4, &["aws_nothing"]);
    let hostile = folder.run(&["graph", "hostile/main.tf.json"]);
    hostile.is(0, &["\\u{1b}[31m"]).lacks(&["\u{1b}[31m"]);
    run(&["graph", "--help"]).is(0, &["Examples:", "(undeclared)"]);
    run(&["graph", FIXED]).is(0, &["-[role]->  aws_iam_role."]);
}
