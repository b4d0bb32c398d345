//! The built-in specs: what each finds, what each leaves alone, and how they show on every face.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests fail the test"
)]

mod common;

use std::path::Path;

use common::Folder;
use pretty_assertions::assert_eq;
use stackspec::check::{BuiltIns, Run, Subject, Verdict};
use stackspec::facts::Facts;
use stackspec::load::load_text;
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

fn judged(id: &str, stack: &Stack) -> Verdict {
    let set = SpecSet::default();
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("no params");
    let run = Run {
        stacks: vec![Subject {
            model: Model::new(stack, Facts::builtin()),
            role: "app".into(),
        }],
        specs: &set,
        params: &params,
    };
    let file = spec::built_in();
    let spec = file.specs.iter().find(|spec| spec.id == id);
    let Some(spec) = spec else {
        panic!("no built-in spec {id}")
    };
    BuiltIns::new(1).judge(&run, 0, file, spec)
}

fn synth(text: &str) -> Stack {
    load_text("app", Path::new("cdk.tf.json"), text.to_owned()).expect("Terraform JSON")
}

/// Each finding as `address path: message (expected)`.
#[track_caller]
fn finds(id: &str, stack: &str, expected: &[&str]) {
    let verdict = judged(id, &synth(stack));
    let lines: Vec<String> = verdict
        .findings
        .iter()
        .map(|it| {
            let path = it.path.as_ref().map(stackspec::value::Path::shorthand);
            let path = path.unwrap_or_default();
            format!("{} {path}: {} ({})", it.address, it.message, it.expected)
        })
        .collect();
    assert_eq!(lines, expected, "{stack}");
    let outcome = if expected.is_empty() { "pass" } else { "fail" };
    assert_eq!(verdict.outcome.word(), outcome, "{stack}");
    assert!(verdict.covered.is_empty());
    assert!(
        verdict.findings.iter().all(|it| it.source.is_some()),
        "{stack}"
    );
}

/// The same of the body of one resource.
#[track_caller]
fn of_body(id: &str, type_name: &str, body: &str, expected: &[&str]) {
    finds(
        id,
        &format!(r#"{{"resource": {{"{type_name}": {{"x": {body}}}}}}}"#),
        expected,
    );
}

#[test]
fn template_malformed() {
    let finds = |body: &str, expected: &[&str]| {
        of_body("template-malformed", "aws_sqs_queue", body, expected);
    };
    finds(
        r#"{"name": "a-${var.x}", "b": ["$${not one"], "tags": {"a": "%{ if var.x }a%{ endif }"}}"#,
        &[],
    );
    finds(r#"{"name": "plain"}"#, &[]);
    let verdict = judged(
        "template-malformed",
        &synth(
            r#"{"resource": {"aws_sqs_queue": {"q": {"tags": {"a": "x ${var.y"}}}}, "locals": {"l": "${"}}"#,
        ),
    );
    let places: Vec<String> = verdict
        .findings
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it.address,
                it.path.as_ref().expect("a path").shorthand()
            )
        })
        .collect();
    assert_eq!(places, ["aws_sqs_queue.q $.tags.a", "locals $.l"]);
    // Names and comments are no templates.
    finds(r#"{"//": {"a": "${"}, "depends_on": ["aws_x.y"]}"#, &[]);
    // Whatever the type.
    let verdict = judged(
        "template-malformed",
        &synth(r#"{"resource": {"acme_thing": {"x": {"y": "${"}}}}"#),
    );
    assert_eq!(verdict.findings.len(), 1);
    // Half of a character is no text: no spec can look at the block, so it is not passed over.
    let verdict = judged(
        "template-malformed",
        &synth(r#"{"resource": {"aws_sqs_queue": {"q": {"name": "\ud800"}}}}"#),
    );
    let said = &verdict.findings[0].message;
    assert!(said.starts_with("this block cannot be read: "), "{said}");
}

#[test]
fn reference_cycle() {
    let groups = |a: &str, b: &str| {
        format!(
            r#"{{"resource": {{"aws_security_group": {{"a": {{"ingress": [{{"security_groups": ["{a}"]}}]}}, "b": {{"description": "{b}"}}}}}}}}"#
        )
    };
    let to_b = "${aws_security_group.b.id}";
    finds("reference-cycle", &groups(to_b, "none"), &[]);
    finds(
        "reference-cycle",
        &groups(to_b, "with ${aws_security_group.a.id}"),
        &[
            "aws_security_group.a $.ingress[0].security_groups[0]: these refer to one another: \
           aws_security_group.a -> aws_security_group.b -> aws_security_group.a \
           (references that lead to no circle)",
        ],
    );
    // Through `depends_on` too.
    finds(
        "reference-cycle",
        r#"{"resource": {"aws_sqs_queue": {"a": {"depends_on": ["aws_sqs_queue.b"]}, "b": {"name": "x-${aws_sqs_queue.a.name}"}}}}"#,
        &[
            "aws_sqs_queue.a $.depends_on[0]: these refer to one another: aws_sqs_queue.a -> \
           aws_sqs_queue.b -> aws_sqs_queue.a (references that lead to no circle)",
        ],
    );
}

#[test]
fn reference_undeclared() {
    let queue = |name: &str| {
        format!(
            r#"{{"variable": {{"v": {{}}}}, "locals": {{"l": 1}}, "data": {{"aws_region": {{"here": {{}}}}}},
                "resource": {{"aws_sqs_queue": {{"q": {{"name": "{name}"}}, "dead": {{}}}}}}}}"#
        )
    };
    for fine in [
        "${aws_sqs_queue.dead.arn}",
        "${data.aws_region.here.name}",
        "${var.v}",
        "${local.l}",
        "${path.module}",
        "${terraform.workspace}",
        "aws_sqs_queue.none.arn",
        "$${aws_sqs_queue.none.arn}",
        "${[for k in [1] : k]}",
    ] {
        finds("reference-undeclared", &queue(fine), &[]);
    }
    for (written, named) in [
        ("${aws_sqs_queue.daed.arn}", "aws_sqs_queue.daed"),
        ("a-${data.aws_region.there.name}", "data.aws_region.there"),
        ("${var.w}", "var.w"),
        ("${local.k}", "local.k"),
    ] {
        let message = format!(
            "aws_sqs_queue.q $.name: `{named}` is not declared in this stack (a reference to what is declared)"
        );
        finds("reference-undeclared", &queue(written), &[&message]);
    }
}

#[test]
fn attribute_unknown() {
    let finds = |type_name: &str, body: &str, expected: &[&str]| {
        of_body("attribute-unknown", type_name, body, expected);
    };
    finds(
        "aws_sqs_queue",
        r#"{"name": "q", "tags": {"any": "key"}, "provider": "aws.eu", "count": 2}"#,
        &[],
    );
    finds(
        "aws_sqs_queue",
        r#"{"nmae": "q"}"#,
        &["aws_sqs_queue.x $.nmae: `aws_sqs_queue` has no `nmae` (perhaps `name`)"],
    );
    finds(
        "aws_ecr_repository",
        r#"{"name": "r", "encryption_configuration": [{"encryptionType": "KMS"}]}"#,
        &[
            "aws_ecr_repository.x $.encryption_configuration[0].encryptionType: \
           `aws_ecr_repository.encryption_configuration` has no `encryptionType` (perhaps `encryption_type`)",
        ],
    );
    // One object stands for a list of one, and null is not written.
    finds(
        "aws_ecr_repository",
        r#"{"name": "r", "encryption_configuration": {"x": 1}, "y": null}"#,
        &["aws_ecr_repository.x $.encryption_configuration[0].x: \
           `aws_ecr_repository.encryption_configuration` has no `x` (a member of `aws_ecr_repository.encryption_configuration`)"],
    );
    finds(
        "aws_sqs_queue",
        r#"{"url": "x"}"#,
        &[
            "aws_sqs_queue.x $.url: `url` of `aws_sqs_queue` is set by the provider: nobody may write it (not written)",
        ],
    );
    // Within `dynamic` too.
    finds(
        "aws_ecr_repository",
        r#"{"name": "r", "dynamic": {"encryption_configuration": {"for_each": [1], "content": {"encryptionType": "KMS"}}}}"#,
        &[
            "aws_ecr_repository.x $.dynamic.encryption_configuration.content.encryptionType: \
           `aws_ecr_repository.dynamic.encryption_configuration.content` has no `encryptionType` (perhaps `encryption_type`)",
        ],
    );
    // Nobody knows this type.
    let verdict = judged(
        "attribute-unknown",
        &synth(r#"{"resource": {"acme_thing": {"x": {"y": 1}}}}"#),
    );
    assert_eq!(verdict.outcome.word(), "skipped");
}

#[test]
fn attribute_missing() {
    let finds = |type_name: &str, body: &str, expected: &[&str]| {
        of_body("attribute-missing", type_name, body, expected);
    };
    finds(
        "aws_sns_topic_subscription",
        r#"{"topic_arn": "a", "protocol": "email", "endpoint": "${var.x}"}"#,
        &[],
    );
    finds(
        "aws_sns_topic_subscription",
        r#"{"topic_arn": "a", "protocol": "email", "endpoint": null}"#,
        &[
            "aws_sns_topic_subscription.x $.endpoint: `aws_sns_topic_subscription` lacks the attribute `endpoint`, \
           which the provider demands (`endpoint` is written)",
        ],
    );
    finds(
        "aws_s3_bucket_versioning",
        r#"{"bucket": "b"}"#,
        &[
            "aws_s3_bucket_versioning.x $.versioning_configuration: `aws_s3_bucket_versioning` lacks the block \
           `versioning_configuration`, which the provider demands (`versioning_configuration` is written)",
        ],
    );
    finds(
        "aws_s3_bucket_versioning",
        r#"{"bucket": "b", "dynamic": {"versioning_configuration": {"for_each": "${var.x}", "content": {"status": "Enabled"}}}}"#,
        &[],
    );
    finds(
        "aws_s3_bucket_versioning",
        r#"{"bucket": "b", "versioning_configuration": {"mfa_delete": "Disabled"}}"#,
        &[
            "aws_s3_bucket_versioning.x $.versioning_configuration[0].status: `aws_s3_bucket_versioning.versioning_configuration` \
           lacks the attribute `status`, which the provider demands (`status` is written)",
        ],
    );
}

#[test]
fn block_empty() {
    let finds = |type_name: &str, body: &str, expected: &[&str]| {
        of_body("block-empty", type_name, body, expected);
    };
    let encryption = "aws_s3_bucket_server_side_encryption_configuration";
    let rule = "aws_s3_bucket_server_side_encryption_configuration.x $.rule[0]: \
                `aws_s3_bucket_server_side_encryption_configuration.rule` is empty (at least one of \
                `apply_server_side_encryption_by_default`, `blocked_encryption_types`, `bucket_key_enabled`)";
    finds(encryption, r#"{"bucket": "b", "rule": [{}]}"#, &[rule]);
    finds(encryption, r#"{"bucket": "b", "rule": {}}"#, &[rule]);
    finds(
        encryption,
        r#"{"bucket": "b", "rule": [{"bucket_key_enabled": null}]}"#,
        &[rule],
    );
    finds(
        encryption,
        r#"{"bucket": "b", "rule": [{"bucket_key_enabled": true}]}"#,
        &[],
    );
    finds(
        encryption,
        r#"{"bucket": "b", "rule": "${var.rules}"}"#,
        &[],
    );
    finds(encryption, r#"{"bucket": "b", "rule": []}"#, &[]);
    // Being there is all that these say.
    finds(
        "aws_wafv2_web_acl",
        r#"{"default_action": {"allow": {}}, "rule": [{"override_action": {"none": {}}}]}"#,
        &[],
    );
    finds(
        "aws_s3_bucket_lifecycle_configuration",
        r#"{"rule": [{"id": "a", "filter": [{}]}]}"#,
        &[],
    );
    // The tags of a provider.
    default_tags();
    // What an empty block lacks is said once.
    let stack = synth(
        r#"{"resource": {"aws_s3_bucket_versioning": {"x": {"bucket": "b", "versioning_configuration": [{}]}}}}"#,
    );
    assert_eq!(judged("block-empty", &stack).findings.len(), 1);
    assert_eq!(judged("attribute-missing", &stack).findings.len(), 0);
}

fn default_tags() {
    finds(
        "block-empty",
        r#"{"provider": {"aws": [{"region": "eu-west-1", "default_tags": [{}]}]}}"#,
        &["provider.aws $.default_tags[0]: `aws.default_tags` is empty (at least one of `tags`)"],
    );
}

#[test]
fn value_wrong_type() {
    let finds = |type_name: &str, body: &str, expected: &[&str]| {
        of_body("value-wrong-type", type_name, body, expected);
    };
    finds(
        "aws_lambda_function",
        r#"{"function_name": "f", "role": "r", "timeout": "300", "publish": "true", "memory_size": "${var.m}", "layers": "${var.l}", "tags": {"n": 1}}"#,
        &[],
    );
    finds(
        "aws_lambda_function",
        r#"{"function_name": ["f"], "role": "r", "timeout": "soon", "publish": "yes", "layers": "one", "tags": {"n": ["a"]}, "vpc_config": "none"}"#,
        &[
            "aws_lambda_function.x $.function_name: `aws_lambda_function.function_name` takes a text, and this is a list (a text)",
            "aws_lambda_function.x $.layers: `aws_lambda_function.layers` takes a list (list(string)), and this is a string (a list (list(string)))",
            "aws_lambda_function.x $.publish: `aws_lambda_function.publish` takes true or false, and this is a string (true or false)",
            "aws_lambda_function.x $.tags.n: `aws_lambda_function.tags.n` takes a text, and this is a list (a text)",
            "aws_lambda_function.x $.timeout: `aws_lambda_function.timeout` takes a number, and this is a string (a number)",
            "aws_lambda_function.x $.vpc_config: `aws_lambda_function.vpc_config` is a block, and this is a string (an object)",
        ],
    );
}

/// A secret of a wrong type is not printed.
#[test]
fn secrets_are_left_out() {
    let stack = synth(
        r#"{"resource": {"aws_db_instance": {"x": {"instance_class": "c", "password": ["pw1"]}}}}"#,
    );
    let verdict = judged("value-wrong-type", &stack);
    assert_eq!(verdict.findings.len(), 1);
    assert_eq!(verdict.findings[0].actual, "(sensitive)");
}

/// Of another major version of a provider the facts do not know what exists.
#[test]
fn another_major_version() {
    let of = |version: &str, id: &str| {
        let stack = format!(
            r#"{{"terraform": {{"required_providers": {{"aws": {{"source": "hashicorp/aws", "version": "{version}"}}}}}},
                "resource": {{"aws_sqs_queue": {{"x": {{"nmae": 1}}}},
                "aws_s3_bucket_server_side_encryption_configuration": {{"x": {{"bucket": "b", "rule": [{{}}]}}}}}}}}"#
        );
        let verdict = judged(id, &synth(&stack));
        (verdict.findings.len(), verdict.notes.len())
    };
    assert_eq!(of("6.10.0", "attribute-unknown"), (1, 0));
    assert_eq!(of("~> 6.0", "attribute-unknown"), (1, 0));
    assert_eq!(of("~> 5.0", "attribute-unknown"), (0, 1));
    assert_eq!(of("5.93.0", "block-empty"), (1, 1));
}

const STACK: &str = r#"{"resource": {"aws_s3_bucket_server_side_encryption_configuration": {"x": {"bucket": "b", "rule": [{}]}}}}"#;
const SPEC: &str = "[[spec]]\nid = \"named\"\nresource = \"aws_s3_*\"\nmust = [ { at = '$.bucket', equal = \"b\" } ]\n";

fn folder(config: &str) -> Folder {
    Folder::with(&[
        ("app/cdk.tf.json", STACK),
        ("specs/a.toml", SPEC),
        ("stackspec.toml", config),
    ])
}

#[test]
fn a_warning_is_shown_and_fails_nothing() {
    let came = folder("").run(&["check", "app/cdk.tf.json", "--specs", "specs"]);
    came.is(
        0,
        &["fail app::stackspec::block-empty (warn: it fails nothing)"],
    );
    assert!(came.out.contains("cdk.tf.json:1:"), "{}", came.out);
    assert!(
        came.out.ends_with("ok: 1 spec on 1 stack: 1 pass; 1 of 1 resource covered; 7 built-in specs: 1 only warn, 6 hold\n"),
        "{}",
        came.out
    );
}

#[test]
fn levels_are_set_in_the_configuration() {
    let run = |config: &str| folder(config).run(&["check", "app/cdk.tf.json", "--specs", "specs"]);
    let came = run("[levels]\nblock-empty = \"deny\"\n");
    came.is(100, &["FAIL app::stackspec::block-empty (deny)"]);
    assert!(
        came.out
            .contains("7 built-in specs: 1 fail, 6 hold (exit code 100)"),
        "{}",
        came.out
    );
    let came = run("[levels]\nblock-empty = \"off\"\n");
    assert_eq!(came.code, Some(0));
    came.lacks(&["block-empty"]);
    let came = run("[levels]\nblock-emtpy = \"off\"\n");
    came.is(2, &["block-empty"]);
    let came = run("[levels]\nblock-empty = \"loud\"\n");
    assert_eq!(came.code, Some(2));
}

/// They are no evidence that anything holds.
#[test]
fn built_in_specs_alone_judge_nothing() {
    let came = folder("").run(&[
        "check",
        "app/cdk.tf.json",
        "--specs",
        "specs",
        "--spec",
        "stackspec::*",
    ]);
    came.is(
        4,
        &["NOTHING JUDGED: 0 specs on 1 stack: none was asked for"],
    );
    let came = folder("").run(&[
        "check",
        "app/cdk.tf.json",
        "--specs",
        "specs",
        "--spec",
        "named",
    ]);
    came.lacks(&["built-in"]);
    let came = folder("").run(&[
        "check",
        "app/cdk.tf.json",
        "--specs",
        "specs",
        "--spec",
        "block-emtpy",
    ]);
    came.is(2, &["did you mean `block-empty`?"]);
}

#[test]
fn they_are_listed_and_explained() {
    let folder = folder("[levels]\nblock-empty = \"deny\"\n");
    let came = folder.run(&["list", "specs", "--specs", "specs"]);
    assert!(came.out.contains("stackspec::block-empty"), "{}", came.out);
    assert!(
        came.out
            .contains("  deny  built in  a block is there and says nothing"),
        "{}",
        came.out
    );
    let came = folder.run(&["explain", "block-empty"]);
    came.is(0, &["The fault: a block is there and says nothing"]);
    assert!(
        came.out.contains("On a synth output: every nested block"),
        "{}",
        came.out
    );
    let came = folder.run(&["explain", "stackspec::attribute-unknown"]);
    assert_eq!(came.code, Some(0));
}

#[test]
fn lines_for_programs() {
    let came = folder("").run(&[
        "check",
        "app/cdk.tf.json",
        "--specs",
        "specs",
        "--message-format",
        "json",
    ]);
    let lines = came.json();
    let of = |kind: &str, spec: &str| {
        let is = |line: &&serde_json::Value| line["type"] == kind && line["spec"] == spec;
        lines.iter().find(is).cloned().unwrap_or_default()
    };
    let verdict = of("verdict", "block-empty");
    assert_eq!(
        (&verdict["file"], &verdict["outcome"]),
        (&"stackspec".into(), &"fail".into())
    );
    let finding = of("finding", "block-empty");
    assert_eq!(finding["path"], "$['rule'][0]");
    assert_eq!(finding["source"]["line"], 1);
    let summary = lines.last().expect("a summary");
    assert_eq!(
        (&summary["outcomes"]["pass"], &summary["specs"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        (&summary["outcomes"]["fail"], &summary["built_in"]["fail"]),
        (&0.into(), &1.into())
    );
}

/// On a plan Terraform itself has looked.
#[test]
fn plans_are_left_to_terraform() {
    let folder = folder("");
    folder.write(
        "plan.json",
        r#"{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b","provider_name":"x","values":{"bucket":"b"}}]}},"configuration":{"root_module":{}}}"#,
    );
    let came = folder.run(&[
        "check",
        "plan.json",
        "--specs",
        "specs",
        "--message-format",
        "json",
    ]);
    let reasons = came
        .out
        .matches("Terraform has read that to make the plan")
        .count();
    assert_eq!(reasons, spec::built_in().specs.len(), "{}", came.out);
}

#[test]
fn the_name_belongs_to_them() {
    let source = stackspec::diagnostic::SourceFile {
        path: "stackspec.toml".into(),
        text: SPEC.into(),
    };
    let file = spec::parse(&source, spec::BUILT_IN).expect("a spec file");
    let errors = SpecSet::new(vec![file]).expect_err("its name is taken");
    assert!(errors[0].message.contains("belongs to the built-in specs"));
}

/// The example has none of these faults.
#[test]
fn they_hold_of_the_example() {
    let example = "examples/payments/fixed/cdktf.out";
    let came = common::run(&["check", example, "--specs", "specs/aws", "--verbose"]);
    let all = spec::built_in().specs.len();
    came.is(0, &[&format!("; {all} built-in specs hold")]);
    came.is(
        0,
        &["pass payments-pr1234::stackspec::block-empty (83 of 83)"],
    );
}
