//! `stackspec stable`.

#![expect(clippy::unwrap_used, reason = "a test")]

mod common;
#[path = "common/copy.rs"]
mod copy;

use common::{Folder, run};
use copy::copy;
use pretty_assertions::assert_eq;

const A: &str = "fixtures/unstable/a/cdktf.out";
const B: &str = "fixtures/unstable/b/cdktf.out";

/// Terraform JSON with these resources of a queue.
fn queue(body: &str) -> String {
    format!(r#"{{"resource": {{"aws_sqs_queue": {{"q": {{"name": "orders", {body}}}}}}}}}"#)
}

fn pair(a: &str, b: &str) -> Folder {
    Folder::with(&[("a/main.tf.json", a), ("b/main.tf.json", b)])
}

#[test]
fn a_real_program_twice() {
    let came = run(&["stable", A, B]);
    came.is(104, &[]);
    assert_eq!(
        came.out,
        "\
clock: 2 values hang on the time of the synth
  aws_api_gateway_deployment.deployment $.triggers.redeployment
   --> stacks/orders/cdk.tf.json
    A: 1795405421880
    B: 1795405455034
  aws_lambda_function.worker $.environment.variables.BUILT_AT
   --> stacks/orders/cdk.tf.json
    A: 2026-11-23T03:43:41.883441+00:00
    B: 2026-11-23T03:44:15.037089+00:00
    = help: a trigger of a deployment hashes what it deploys: sha1(jsonencode(...)) of the methods and integrations
    = help: take the time from outside, or leave it out: each synth changes what is deployed
absolute-path: 2 values hang on where the synth ran
  $.terraform.backend.local.path
   --> stacks/orders/cdk.tf.json
    A: /opt/build-1/terraform.orders.tfstate
    B: /opt/build-2/terraform.orders.tfstate
  aws_lambda_function.worker $.filename
   --> stacks/orders/cdk.tf.json
    A: /opt/build-1/worker.zip
    B: /opt/build-2/worker.zip
    = help: name a backend: the local one that cdktf takes by default has an absolute path
    = help: write the path relative to the project, or make the file a TerraformAsset
random: 1 value is another one each time
  aws_s3_bucket.uploads $.bucket
   --> stacks/orders/cdk.tf.json
    A: orders-uploads-4317144a-d072-4100-99c5-867855adc4b5
    B: orders-uploads-0be94963-dccf-49f2-833d-2a089a49d52e
    = help: give it a stable name, or let Terraform choose and keep one: random_id, name_prefix
    = help: a hash differs where what it is made of does: look for a clock or a path in that
UNSTABLE: 5 differences; compared 2 files, 5 resources and 23 values
"
    );
}

#[test]
fn the_same_twice_is_stable() {
    for input in [
        A,
        "examples/platform/cdktf.out",
        "fixtures/terraform-builtin/plan.json",
    ] {
        let folder = Folder::with(&[]);
        copy(input, &folder.path("a"));
        copy(input, &folder.path("b"));
        folder
            .run(&["stable", "a", "b"])
            .is(0, &["stable: compared "])
            .lacks(&["compared 0", " 0 resources", " 0 values", "UNSTABLE"]);
    }
    // What a CI service writes around a plan is none of it.
    let wrapped = "fixtures/encodings/ci-wrapper.json";
    run(&["stable", wrapped, "fixtures/terraform-builtin/plan.json"]).is(0, &["stable: "]);
}

/// What is compared with itself cannot differ.
#[test]
fn one_input_is_not_two() {
    run(&["stable", A, A]).is(
        2,
        &[
            "`fixtures/unstable/a/cdktf.out` is compared with itself",
            "synthesize twice",
        ],
    );
    run(&["stable", A, "fixtures/unstable/b/../a/cdktf.out"]).is(2, &["are one and the same"]);
}

#[test]
fn kinds() {
    for (a, b, kind, place) in [
        (
            r#""policy": "{\"at\": \"2026-11-23\"}""#,
            r#""policy": "{\"at\": \"2026-11-24\"}""#,
            "clock",
            "$.policy.at",
        ),
        (
            r#""delay_seconds": 1795405421"#,
            r#""delay_seconds": 1795405455"#,
            "clock",
            "$.delay_seconds",
        ),
        (
            r#""tags": {"t1795405421": "x"}"#,
            r#""tags": {"t1795405455": "x"}"#,
            "clock",
            "$.tags",
        ),
        (
            r#""tags": {"f": "/opt/a/x"}"#,
            r#""tags": {"f": "/opt/b/x"}"#,
            "absolute-path",
            "$.tags.f",
        ),
        (
            r#""tags": {"r": "x-7f1c3f5e"}"#,
            r#""tags": {"r": "x-0b8f9d52"}"#,
            "random",
            "$.tags.r",
        ),
        (r#""x": ["a", "b"]"#, r#""x": ["b", "a"]"#, "order", "$.x"),
        (
            r#""x": "{\"a\":1,\"b\":2}""#,
            r#""x": "{\"b\":2,\"a\":1}""#,
            "order",
            "$.x",
        ),
        (
            r#""x": "{\"a\":1}""#,
            r#""x": "{ \"a\": 1}""#,
            "value",
            "$.x",
        ),
        (r#""x": ["a", "b"]"#, r#""x": ["b"]"#, "missing", "$.x[0]"),
        (r#""x": null"#, r#""y": null"#, "missing", "$.x"),
        (r#""x": 1"#, r#""x": "1""#, "value", "$.x"),
        (
            r#""x": 12345678901234567890121"#,
            r#""x": 12345678901234567890122"#,
            "value",
            "$.x",
        ),
        (r#""x": true"#, r#""x": false"#, "value", "$.x"),
        (r#""x": {}"#, r#""x": []"#, "value", "$.x"),
        (r#""x": "eu-west-1""#, r#""x": "us-east-1""#, "value", "$.x"),
    ] {
        let folder = pair(&queue(a), &queue(b));
        let json = ["stable", "a", "b", "--message-format", "json"];
        let lines = folder.run(&json).is(104, &[]).json();
        assert_eq!(lines[0]["kind"], kind, "{a} | {b}");
        assert_eq!(lines[0]["address"], "aws_sqs_queue.q");
        assert_eq!(lines[0]["path"], place);
        assert_eq!(lines.last().unwrap()["exit_code"], 104);
        // Either way round.
        folder
            .run(&["stable", "b", "a"])
            .is(104, &[&format!("{kind}: "), "UNSTABLE"]);
        copy(folder.path("a"), &folder.path("c"));
        folder
            .run(&["stable", "a", "c"])
            .is(0, &["stable: compared 1 file, 1 resource"]);
    }
}

#[test]
fn what_one_side_alone_has() {
    let one = queue(r#""x": 1"#);
    let two = one.replace(r#""q": {"#, r#""other": {"name": "o"}, "q": {"#);
    let folder = pair(&one, &two);
    folder.run(&["stable", "a", "b"]).is(
        104,
        &[
            "missing: 1 thing",
            "aws_sqs_queue.other $\n",
            "A: (nothing)\n    B: a block",
        ],
    );
    folder.write("b/main.tf.json", &one);
    folder.write(
        "b/more.tf.json",
        r#"{"resource": {"aws_sqs_queue": {"m": {"name": "m"}}}}"#,
    );
    folder
        .run(&["stable", "a", "b"])
        .is(104, &["--> more.tf.json", "B: a file"]);
    // Nothing is the same, so nothing was compared, and that is no green.
    folder.write("c/other.tf.json", &one);
    folder
        .run(&["stable", "a", "c"])
        .is(104, &["compared 0 files, 0 resources and 0 values"]);
}

#[test]
fn two_files_may_have_two_names() {
    let text = queue(r#""x": 1"#);
    let folder = Folder::with(&[("one.tf.json", &text), ("two.tf.json", &text)]);
    folder
        .run(&["stable", "one.tf.json", "two.tf.json"])
        .is(0, &["stable: compared 1 file, 1 resource and 2 values"]);
}

#[test]
fn what_may_differ() {
    let out = |version: &str, trace: &str, name: &str| {
        let manifest = format!(
            r#"{{"version": "{version}", "stacks": {{"s": {{"name": "s", "constructPath": "s", "workingDirectory": "stacks/s",
                "synthesizedStackPath": "stacks/s/cdk.tf.json", "dependencies": [],
                "annotations": [{{"constructPath": "s/q", "level": "@cdktf/info", "message": "m", "stacktrace": ["{trace}"]}}]}}}}}}"#
        );
        let stack = format!(
            r#"{{"//": {{"metadata": {{"version": "{version}", "stackName": "s", "backend": "local"}}}},
                "resource": {{"aws_sqs_queue": {{"q": {{"//": {{"metadata": {{"path": "s/q", "uniqueId": "q", "stackTrace": ["{trace}"]}}}}, "name": "{name}"}}}}}}}}"#
        );
        (manifest, stack)
    };
    let folder = |b: (String, String)| {
        let a = out("0.20.0", "/home/a", "orders");
        Folder::with(&[
            ("a/manifest.json", &a.0),
            ("a/stacks/s/cdk.tf.json", &a.1),
            ("b/manifest.json", &b.0),
            ("b/stacks/s/cdk.tf.json", &b.1),
        ])
    };
    folder(out("0.21.0", "/home/b", "orders"))
        .run(&["stable", "a", "b"])
        .is(
            0,
            &[
                "allowed: 4 differences",
                "a stack trace, the version of cdktf",
                "stable: compared 2 files, 1 resource and 3 values\n",
            ],
        );
    folder(out("0.21.0", "/home/b", "parcels"))
        .run(&["stable", "a", "b"])
        .is(
            104,
            &[
                "allowed: 4 differences",
                "value: 1 value differs",
                "UNSTABLE: 1 difference;",
            ],
        );
    // The identity of an environment may differ where it is named, and nowhere else.
    let named = folder(out("0.20.0", "/home/a", "parcels"));
    named
        .run(&["stable", "a", "b", "--identity", "orders=parcels"])
        .is(0, &["stable: "]);
    named
        .run(&["stable", "a", "b", "--identity", "order=parcels"])
        .is(104, &["A: orders", "B: parcels"]);
    named
        .run(&["stable", "a", "b", "--identity", "gone=parcels"])
        .is(104, &["note: `--identity gone=parcels` does nothing"]);
    named
        .run(&["stable", "a", "b", "--identity", "=x"])
        .is(2, &["write A=B"]);
}

#[test]
fn no_secret_is_shown() {
    for (a, b) in [
        (r#""password": "hunter2-a""#, r#""password": "hunter2-b""#),
        (r#""password": "hu-a""#, r#""password": "hu-b""#),
        (
            r#""env": [{"name": "DB_PASSWORD", "value": "hu-a"}]"#,
            r#""env": [{"name": "DB_PASSWORD", "value": "hu-b"}]"#,
        ),
        (
            r#""x": "{\"db_password\": \"hu-a\"}""#,
            r#""x": "{\"db_password\": \"hu-b\"}""#,
        ),
        (
            r#""x": "${jsonencode({password = \"hu-a\"})}""#,
            r#""x": "${jsonencode({password = \"hu-b\"})}""#,
        ),
        (
            r#""password": "hunter2-a", "x": "url hunter2-a""#,
            r#""password": "hunter2-b", "x": "url hunter2-b""#,
        ),
        (r#""password": ["hu-a"]"#, r#""password": ["hu-b", "hu-c"]"#),
        (r#""password": "hu-a""#, r#""y": "z""#),
    ] {
        let folder = pair(&queue(a), &queue(b));
        for format in ["human", "json"] {
            let args = ["stable", "a", "b", "-v", "--message-format", format];
            folder
                .run(&args)
                .is(104, &["(sensitive)"])
                .lacks(&["hu-", "hunter2"]);
        }
    }
    // What an identity takes out of a secret does not show the rest.
    let folder = pair(
        &queue(r#""password": "hunter2-one", "x": "is hunter2-one!""#),
        &queue(r#""password": "hunter2-two", "x": "is hunter2-two.""#),
    );
    folder
        .run(&["stable", "a", "b", "--identity", "one=two"])
        .is(104, &["is (sensitive)!"])
        .lacks(&["hunter2"]);
    let variable = |value: &str| {
        format!(
            r#"{{"variable": {{"v": {{"sensitive": true, "default": "{value}"}}}}, "output": {{"o": {{"value": "x"}}}}}}"#
        )
    };
    pair(&variable("hu-a"), &variable("hu-b"))
        .run(&["stable", "a", "b"])
        .is(104, &["(sensitive)"])
        .lacks(&["hu-"]);
}

#[test]
fn hostile_values_are_escaped() {
    let folder = pair(
        &queue(r#""x": "\u001b[31m\n::error::a\u202e", "\u001b[2J": 1"#),
        &queue(r#""x": "\u001b[31m\n##[error]b", "\u001b[2J": 2"#),
    );
    folder
        .run(&["stable", "a", "b"])
        .is(
            104,
            &[r"A: \u{1b}[31m\n::error::a\u{202e}", r"\u{23}#[error]b"],
        )
        .lacks(&["\u{1b}", "\u{202e}", "\n::error", "##[error]"]);
}

#[test]
fn what_cannot_be_compared() {
    let plan = "fixtures/terraform-builtin/plan.json";
    run(&["stable", A, plan]).is(
        2,
        &[
            "the first input is a synth, the second a plan",
            "compare two synths",
        ],
    );
    run(&["stable", A, "gone"]).is(102, &["gone"]);
    run(&["stable", "gone", A, "--message-format", "json"]).is(102, &["\"exit_code\":102"]);
    let folder = Folder::with(&[
        ("a/x.txt", ""),
        ("b/x.txt", ""),
        ("e.tf.json", "{}"),
        ("t.tf.json", r#"{"terraform": {"required_version": "1"}}"#),
    ]);
    folder.run(&["stable", "a", "b"]).is(102, &[]);
    for empty in ["e.tf.json", "t.tf.json"] {
        copy(folder.path(empty), &folder.path("twin.tf.json"));
        let came = folder.run(&["stable", empty, "twin.tf.json"]);
        assert!(matches!(came.code, Some(4 | 102)), "{came:?}");
        came.lacks(&["stable: "]);
    }
}

#[test]
fn plans_are_held_by_address() {
    let plan = std::fs::read_to_string("fixtures/terraform-builtin/plan.json").unwrap();
    let other = plan.replacen("\"timestamp\":\"20", "\"timestamp\":\"19", 1);
    let folder = Folder::with(&[("a.json", &plan), ("b.json", &other)]);
    folder.run(&["stable", "a.json", "b.json"]).is(
        0,
        &["allowed: 1 difference", "the time of the plan", "stable: "],
    );
    run(&[
        "stable",
        "fixtures/terraform-builtin/plan.json",
        "fixtures/terraform-builtin/plan-change.json",
    ])
    .is(104, &["missing: ", "UNSTABLE"]);
}

#[test]
fn lines_are_as_documented() {
    use stackspec::report::json::TABLE;
    let folder = Folder::with(&[]);
    let root = env!("CARGO_MANIFEST_DIR");
    let [a, b] = [A, B].map(|it| format!("{root}/{it}"));
    let args = [
        "stable",
        &a,
        &b,
        "--message-format",
        "json",
        "--output",
        "r.jsonl",
    ];
    folder.run(&args).is(104, &["UNSTABLE: 5 differences"]);
    let text = std::fs::read_to_string(folder.path("r.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 6);
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut keys: Vec<&str> = value
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let row = TABLE
            .iter()
            .find(|row| {
                value["type"] == row.name && value.get("verb").is_none_or(|verb| verb == row.verb)
            })
            .unwrap();
        let mut fields: Vec<&str> = row
            .fields
            .iter()
            .map(|field| field.name)
            .chain(["type"])
            .collect();
        keys.sort_unstable();
        fields.sort_unstable();
        assert_eq!(keys, fields, "{line}");
    }
    folder
        .run(&["stable", &a, &b, "--output", "r.txt"])
        .is(104, &[]);
    assert!(
        std::fs::read_to_string(folder.path("r.txt"))
            .unwrap()
            .contains("UNSTABLE")
    );
    folder
        .run(&["stable", &a, &b, "--output", "no/r.txt"])
        .is(2, &["cannot be written"]);
}
