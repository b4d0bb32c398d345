//! Judgement, from the text of a spec and of a stack to a verdict: small inputs, one helper.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

#[path = "judge/coverage.rs"]
mod coverage;
#[path = "judge/plans.rs"]
mod plans;
#[path = "judge/right.rs"]
mod right;
#[path = "judge/secrets.rs"]
mod secrets;
#[path = "judge/subjects.rs"]
mod subjects;
#[path = "judge/witnesses.rs"]
mod witnesses;

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

/// Every verdict of the specs in a file's text on a stack.
fn verdicts(specs: &str, stack: &Stack) -> Vec<Verdict> {
    let source = SourceFile {
        path: "t.toml".into(),
        text: specs.into(),
    };
    let file = match spec::parse(&source, "t") {
        Ok(file) => file,
        Err(errors) => panic!(
            "{}",
            errors.iter().map(|e| e.render(false)).collect::<String>()
        ),
    };
    let set = SpecSet::new(vec![file]).expect("one file");
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
    let model = Model::focused(stack, Facts::builtin(), check::focus(stack, &set));
    let stacks = vec![Subject {
        model,
        role: "app".into(),
    }];
    check::judge(&Run {
        stacks,
        specs: &set,
        params: &params,
    })
}

fn synth(body: &str) -> Stack {
    load_text("app", Path::new("cdk.tf.json"), body.to_owned()).expect("Terraform JSON")
}

/// A verdict in one line: outcome, then reason and help, then each finding.
fn line(verdict: &Verdict) -> String {
    let mut out = format!(
        "{} {}/{}",
        verdict.outcome, verdict.judged, verdict.selected
    );
    for text in [&verdict.reason, &verdict.help].into_iter().flatten() {
        out += &format!(" | {text}");
    }
    for finding in &verdict.findings {
        out += &format!(" | {}: {}", finding.address, finding.message);
        for note in &finding.notes {
            out += &format!(" ({note})");
        }
    }
    out
}

/// One spec, whose `must` is given, on resources `aws_sqs_queue.q` and so on.
#[track_caller]
fn judged(spec: &str, stack: &str, expected: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let lines: Vec<String> = verdicts(&specs, &synth(stack)).iter().map(line).collect();
    assert_eq!(lines.join("\n"), expected);
}

/// A plan that creates one resource: `values`, `after_unknown`, `expressions`.
fn plan(type_name: &str, values: &str, unknown: &str, expressions: &str) -> Stack {
    planned("create", type_name, values, unknown, expressions)
}

fn planned(action: &str, type_name: &str, values: &str, unknown: &str, expressions: &str) -> Stack {
    let address = format!("{type_name}.r");
    let named =
        format!(r#""address":"{address}","mode":"managed","type":"{type_name}","name":"r""#);
    let text = format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{{{named},"values":{values}}}]}}}},
        "resource_changes":[{{{named},"change":{{"actions":["{action}"],"before":null,"after":{values},"after_unknown":{unknown},"after_sensitive":{{}}}}}}],
        "configuration":{{"root_module":{{"resources":[{{{named},"expressions":{expressions}}}]}}}}}}"#
    );
    shown(&text)
}

/// What `terraform show -json` prints.
fn shown(text: &str) -> Stack {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    std::fs::write(&path, text).expect("written");
    load(&path, &LoadOptions::default())
        .expect("a plan")
        .remove(0)
}

#[track_caller]
fn judged_on(stack: &Stack, spec: &str, expected: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let lines: Vec<String> = verdicts(&specs, stack).iter().map(line).collect();
    assert_eq!(lines.join("\n"), expected);
}

/// One clause on the only resource: the outcome alone.
#[track_caller]
fn outcome(stack: &Stack, type_name: &str, clause: &str, expected: &str) {
    let specs =
        format!("[[spec]]\nid = \"x\"\nresource = \"{type_name}\"\nmust = [{{ {clause} }}]\n");
    let found: Vec<String> = verdicts(&specs, stack)
        .iter()
        .map(|verdict| verdict.outcome.to_string())
        .collect();
    assert_eq!(found.join(" "), expected, "{clause}");
}

/// One spec on a stack is red before anything is judged, and says this.
#[track_caller]
fn refused(spec: &str, stack: &str, said: &[&str]) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let lines: Vec<String> = verdicts(&specs, &synth(stack)).iter().map(line).collect();
    let lines = lines.join("\n");
    for said in said {
        assert!(lines.contains(said), "{spec}\n{lines}\nlacks {said}");
    }
}

const QUEUES: &str = r#"{"resource": {"aws_sqs_queue": {
    "a": {"name": "orders-pr1", "delay_seconds": 5, "tags": {"Env": "dev"}},
    "b": {"name": "orders-${var.s}", "delay_seconds": "900", "kms_master_key_id": "${aws_kms_key.k.arn}"}
}, "aws_kms_key": {"k": {}}}}"#;

#[test]
fn every_value_and_at_least_one() {
    let queues = |must: &str| format!("resource = \"aws_sqs_queue\"\nmust = [{must}]");
    judged(
        &queues("{ at = '$.name', like = 'orders-*' }"),
        QUEUES,
        "pass 2/2",
    );
    judged(
        &queues("{ at = '$.delay_seconds', at_most = 100 }"),
        QUEUES,
        "fail 2/2 | aws_sqs_queue.b: `$.delay_seconds` is 900; the spec wants at_most 100",
    );
    judged(
        &queues("{ at = '$.name', contain = 'pr1' }"),
        QUEUES,
        "unknown 2/2 | aws_sqs_queue.b: `$.name` is \"orders-${var.s}\": hangs on what is not known \
         before apply; the spec wants contain \"pr1\" (waits for var.s)",
    );
    judged(
        &queues("{ at = '$.kms_master_key_id', not_equal = '*' }"),
        QUEUES,
        "fail 2/2 | aws_sqs_queue.a: `$.kms_master_key_id` is missing; the spec wants not_equal \"*\"",
    );
    judged(
        &queues("{ at = '$.kms_master_key_id', optional = true, not_equal = '*' }"),
        QUEUES,
        "pass 2/2",
    );
    judged(
        &queues("{ at = '$.delay_seconds', default = 0, at_least = 5 }"),
        QUEUES,
        "pass 2/2",
    );
    judged(
        &queues("{ at = '$.visibility_timeout_seconds', default = 30, at_least = 60 }"),
        QUEUES,
        "fail 2/2 | aws_sqs_queue.a: `$.visibility_timeout_seconds` is missing; the spec wants at_least 60 \
         | aws_sqs_queue.b: `$.visibility_timeout_seconds` is missing; the spec wants at_least 60",
    );
}

#[test]
fn a_path_that_misfits_is_an_error() {
    let stack =
        r#"{"resource": {"aws_lambda_function": {"f": {"vpc_config": {"subnet_ids": ["a"]}}}}}"#;
    judged(
        "resource = \"aws_lambda_function\"\nmust = [{ at = '$.vpc_config.subnet_ids', absent = true }]",
        stack,
        "error 0/0 | this is a list of blocks, and `.subnet_ids` wants one of them | write `[*].subnet_ids`",
    );
    judged(
        "resource = \"aws_lambda_function\"\nmust = [{ at = '$.vpc_config[*].subnet_ids', not_equal = 'a' }]",
        stack,
        "error 1/1 | aws_lambda_function.f: `$.vpc_config[0].subnet_ids` is [\"a\"]: `equal` wants a \
         comparison with a string, and this is a list",
    );
}

#[test]
fn quantifiers() {
    let stack = r#"{"resource": {"aws_dynamodb_table": {"t": {"hash_key": "pk", "range_key": "sk",
        "attribute": [{"name": "pk", "type": "S"}, {"name": "id", "type": "X"}]}}}}"#;
    let table = |must: &str| format!("resource = \"aws_dynamodb_table\"\nmust = [{must}]");
    judged(
        &table("{ at = '$.attribute[*].type', some = { equal = 'S' } }"),
        stack,
        "pass 1/1",
    );
    judged(
        &table("{ at = '$.attribute[*].type', none = { equal = 'X' } }"),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: `$.attribute[*].type`: 1 of 2 values; the spec wants no \
         value: equal \"X\" (`$.attribute[1].type` is \"X\")",
    );
    judged(
        &table("{ at = '$.attribute[*]', count = '>= 2' }"),
        stack,
        "pass 1/1",
    );
    judged(
        &table("{ at = '$.attribute[*].type', count = 2, one_of = ['S', 'N', 'B'] }"),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: `$.attribute[*].type`: 1 of 2 values; the spec wants exactly \
         2 values: one_of [\"S\",\"N\",\"B\"]",
    );
    judged(
        &table(
            "{ at = \"$['hash_key','range_key']\", optional = true, one_of = { at = '$.attribute[*].name' } }",
        ),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: `$.range_key` is \"sk\"; the spec wants one_of \
         $.attribute[*].name (here [\"pk\",\"id\"])",
    );
    judged(
        &table(
            "{ any = [{ at = '$.ttl[*].enabled', equal = true }, { at = '$.hash_key', equal = 'x' }] }",
        ),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: none of 2 alternatives holds (alternative 1: \
         `$.ttl` is missing; the spec wants equal true) \
         (alternative 2: `$.hash_key` is \"pk\"; the spec wants equal \"x\")",
    );
    judged(
        &table(
            "{ any = [{ at = '$.ttl[*].enabled', equal = true }, { at = '$.hash_key', equal = 'pk' }] }",
        ),
        stack,
        "pass 1/1",
    );
}

/// An element that lacks the tail counts as missing.
#[test]
fn the_tail_is_judged_per_element() {
    let stack = r#"{"resource": {"aws_iam_policy": {"p": {"policy":
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Condition\":{}},{\"Effect\":\"Allow\"}]}"}}}}"#;
    judged(
        "resource = \"aws_iam_policy\"\nmust = [{ at = '$.policy.Statement[*].Condition', present = true }]",
        stack,
        "fail 1/1 | aws_iam_policy.p: `$.policy.Statement[1].Condition` is missing; the spec wants present",
    );
    judged(
        "resource = \"aws_iam_policy\"\nmust = [{ at = '$.policy.Statement[*].Conditon', absent = true }]",
        stack,
        "vacuous 0/0 | nothing is called `Conditon` at `$.policy.Statement[*]`: neither the provider \
         facts nor any stack of this run know that name | did you mean `Condition`?",
    );
}

#[test]
fn a_duplicate_key_hides_nothing() {
    let stack = r#"{"resource": {"aws_sqs_queue": {"a": {"name": "bad", "name": "good"}}}}"#;
    judged(
        "resource = \"aws_sqs_queue\"\nmust = [{ at = '$.name', equal = 'good' }]",
        stack,
        "error 0/1 | aws_sqs_queue.a: cdk.tf.json:1:68: `aws_sqs_queue.a` cannot be read: the key \
         `name` occurs twice in one object, and only one would count",
    );
}
