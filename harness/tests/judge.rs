//! Judgement, from the text of a spec and of a stack to a verdict: small inputs, one helper.

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
    let model = Model::new(stack, Facts::builtin());
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
fn a_typo_is_vacuous_and_says_what_was_meant() {
    judged(
        "resource = \"aws_sqs_que\"\nwhen_empty = \"skip\"\nmust = [{ at = '$.name', present = true }]",
        QUEUES,
        "vacuous 0/0 | no provider known here has a resource `aws_sqs_que`, and no stack of this run \
         has one | did you mean `aws_sqs_queue`?",
    );
    judged(
        "resource = \"aws_sqs_queue\"\nmust = [{ at = '$.nmae', absent = true }]",
        QUEUES,
        "vacuous 0/0 | nothing is called `nmae` at `$`: neither the provider facts nor any stack of \
         this run know that name | did you mean `name`?",
    );
    judged(
        "resource = \"aws_sqs_queue\"\nwhere = \"@.nmae == 'x'\"\nmust = [{ at = '$.name', present = true }]",
        QUEUES,
        "vacuous 0/0 | nothing is called `nmae` at `@`: neither the provider facts nor any stack of \
         this run know that name | did you mean `name`?",
    );
    judged(
        "resource = \"aws_sqs_queue\"\nwhere = \"@.name == 'x'\"\nmust = [{ at = '$.name', present = true }]",
        r#"{"resource": {"aws_sqs_queue": {"a": {"name": "y"}}}}"#,
        "vacuous 0/1 | `where` left 0 of 1 blocks of resource `aws_sqs_queue`; seen: .name = \"y\"",
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
         `$.ttl[*].enabled` selects nothing; the spec wants at least one value: equal true) \
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
fn maybe_subjects_are_no_evidence() {
    let stack =
        r#"{"resource": {"aws_sqs_queue": {"a": {"name": "${var.n}", "delay_seconds": 1}}}}"#;
    let filtered = |must: &str| {
        format!("resource = \"aws_sqs_queue\"\nwhere = \"@.name == 'x'\"\nmust = [{must}]")
    };
    judged(
        &filtered("{ at = '$.delay_seconds', equal = 1 }"),
        stack,
        "vacuous 0/1 | whether any of the selected blocks is a subject is not known",
    );
    judged(
        &filtered("{ at = '$.delay_seconds', equal = 2 }"),
        stack,
        "unknown 0/1 | aws_sqs_queue.a: `$.delay_seconds` is 1; the spec wants equal 2 (whether this \
         is a subject at all is not known) (waits for var.n)",
    );
}

#[test]
fn secrets_are_never_printed() {
    let stack = r#"{"resource": {"aws_db_instance": {"d": {"password": "hunter2hunter2",
        "username": "x-hunter2hunter2"}}}}"#;
    judged(
        "resource = \"aws_db_instance\"\nmust = [{ at = \"$['password','username']\", equal = 'no' }]",
        stack,
        "fail 1/1 | aws_db_instance.d: `$.password` is (sensitive); the spec wants equal \"no\" \
         | aws_db_instance.d: `$.username` is \"x-(sensitive)\"; the spec wants equal \"no\"",
    );
}

#[test]
fn skipped_with_a_reason() {
    judged(
        "resource = \"aws_vpc\"\nwhen_empty = \"skip\"\nmust = [{ at = '$.cidr_block', present = true }]",
        QUEUES,
        "skipped 0/0 | there is no such resource in this stack",
    );
    judged(
        "resource = \"aws_vpc\"\nmust = [{ at = '$.cidr_block', present = true }]",
        QUEUES,
        "vacuous 0/0 | this stack has no resource `aws_vpc` | if that is fine, say `when_empty = \
         \"skip\"` in the spec",
    );
    judged(
        "resource = \"aws_sqs_queue\"\ninput = \"plan\"\nmust = [{ at = '$.name', present = true }]",
        QUEUES,
        "skipped 0/0 | it is for plan input, and this is a synth",
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

/// The shipped example, with every verdict that is not a pass.
#[test]
fn payments() {
    for (variant, input) in [
        ("fixed", "cdktf.out"),
        ("fixed", "plan.json"),
        ("broken", "cdktf.out"),
        ("broken", "plan.json"),
    ] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments");
        let stacks = load(&root.join(variant).join(input), &LoadOptions::default()).expect("loads");
        let files = spec::discover(&[root.join("specs")]).expect("specs");
        let parse = |(source, name): &(SourceFile, String)| match spec::parse(source, name) {
            Ok(file) => file,
            Err(errors) => panic!(
                "{}",
                errors.iter().map(|e| e.render(false)).collect::<String>()
            ),
        };
        let set = SpecSet::new(files.iter().map(parse).collect()).expect("set");
        let given = spec::Given::flag("suffix=pr1234").expect("flag");
        let params = spec::resolve_params(&set, &[given], &|_| None, &[]).expect("params");
        let subject = |stack| Subject {
            model: Model::new(stack, Facts::builtin()),
            role: "payments".into(),
        };
        let run = Run {
            stacks: stacks.iter().map(subject).collect(),
            specs: &set,
            params: &params,
        };
        let verdicts = check::judge(&run);
        let mut counts = std::collections::BTreeMap::new();
        for v in &verdicts {
            *counts.entry(v.outcome.word()).or_insert(0) += 1;
            if v.is_red() {
                println!("{variant}/{input} {}::{} {}", v.file, v.spec, line(v));
            }
        }
        let coverage = stackspec::coverage::Coverage::of(&run, &verdicts);
        println!("{variant}/{input} {counts:?} {:?}", coverage.resources());
    }
}
