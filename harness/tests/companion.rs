//! A plan together with the synth output that it was made from.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

mod common;

use common::{Came, Folder, run};
use pretty_assertions::assert_eq;

/// A planned resource: type, name, `after`, `after_unknown` and `expressions`.
type Planned<'t> = (&'t str, &'t str, &'t str, &'t str, &'t str);

fn plan(resources: &[Planned<'_>]) -> String {
    let named = |(ty, name, ..): &Planned<'_>| {
        format!(r#""address":"{ty}.{name}","mode":"managed","type":"{ty}","name":"{name}""#)
    };
    let join = |part: &dyn Fn(&Planned<'_>) -> String| {
        resources.iter().map(part).collect::<Vec<_>>().join(",")
    };
    let planned = join(&|it| format!(r#"{{{},"values":{}}}"#, named(it), it.2));
    let changes = join(&|it| {
        format!(
            r#"{{{},"change":{{"actions":["create"],"before":null,"after":{},"after_unknown":{},"after_sensitive":{{}}}}}}"#,
            named(it),
            it.2,
            it.3
        )
    });
    let written = join(&|it| format!(r#"{{{},"expressions":{}}}"#, named(it), it.4));
    format!(
        r#"{{"format_version":"1.2","variables":{{"env":{{"value":"pr1"}}}},
        "planned_values":{{"root_module":{{"resources":[{planned}]}}}},"resource_changes":[{changes}],
        "configuration":{{"root_module":{{"variables":{{"env":{{}}}},"resources":[{written}]}}}}}}"#
    )
}

/// A policy that embeds an ARN of the same plan: nothing of it is known.
fn policies() -> String {
    plan(&[
        (
            "aws_iam_policy",
            "p",
            r#"{"name":"known"}"#,
            r#"{"policy":true,"arn":true}"#,
            r#"{"name":{"references":["var.env"]},"policy":{"references":["aws_sqs_queue.q.arn","aws_sqs_queue.q"]}}"#,
        ),
        (
            "aws_sqs_queue",
            "q",
            r#"{"name":"q"}"#,
            r#"{"arn":true}"#,
            r#"{"name":{"constant_value":"q"}}"#,
        ),
    ])
}

const SYNTH: &str = r#"{
  "terraform": {"backend": {"s3": {"bucket": "state", "encrypt": true}}},
  "variable": {"env": {"default": "dev", "validation": [{"condition": "${true}", "error_message": "no"}]}},
  "resource": {
    "aws_iam_policy": {"p": {
      "name": "other-${var.env}",
      "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":[\"${aws_sqs_queue.q.arn}\",\"*\"]}]}"
    }},
    "aws_sqs_queue": {"q": {"name": "q", "lifecycle": {"prevent_destroy": true}}}
  }
}"#;

const WILDCARD: &str = "[[spec]]\nid = \"wildcard\"\nresource = \"aws_iam_policy\"\n\
    must = [ { at = \"$.policy.Statement[*].Resource[*]\", not_equal = \"*\" } ]\n";

fn folder(synth: &str, spec: &str) -> Folder {
    Folder::with(&[
        ("plan.json", &policies()),
        ("synth/cdk.tf.json", synth),
        ("specs/s.toml", spec),
    ])
}

/// The verdicts of a run as `spec: outcome`, with the exit code.
fn outcomes(came: &Came) -> (Vec<String>, Option<i32>) {
    let lines = came.json();
    // What is built in is skipped on every plan.
    let verdicts = lines
        .iter()
        .filter(|line| line["type"] == "verdict" && line["file"] != "stackspec");
    let lines = verdicts.map(|line| {
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        format!("{}: {}", text("spec"), text("outcome"))
    });
    (lines.collect(), came.code)
}

/// Judges the plan, alone and with its synth output.
#[track_caller]
fn judged(spec: &str, alone: (&str, i32), with: (&str, i32)) {
    let folder = folder(SYNTH, spec);
    let args = [
        "check",
        "plan.json",
        "--specs",
        "specs",
        "--message-format",
        "json",
    ];
    let (found, code) = outcomes(&folder.run(&args));
    assert_eq!((found, code), (vec![alone.0.to_owned()], Some(alone.1)));
    let args = [&args[..], &["--synth", "synth"]].concat();
    let (found, code) = outcomes(&folder.run(&args));
    assert_eq!((found, code), (vec![with.0.to_owned()], Some(with.1)));
}

#[test]
fn a_fault_that_only_the_synth_output_shows() {
    judged(
        WILDCARD,
        ("wildcard: unknown", 100),
        ("wildcard: fail", 100),
    );
}

#[test]
fn what_a_plan_never_carries() {
    let lifecycle = "[[spec]]\nid = \"lifecycle\"\nresource = \"aws_sqs_queue\"\n\
        must = [ { at = \"$.lifecycle.prevent_destroy\", equal = true } ]\n";
    judged(
        lifecycle,
        ("lifecycle: unknown", 100),
        ("lifecycle: pass", 0),
    );
    let red = lifecycle.replace("equal = true", "equal = false");
    judged(&red, ("lifecycle: unknown", 100), ("lifecycle: fail", 100));
    let only_synth = lifecycle.replace("must", "input = \"synth\"\nmust");
    judged(
        &only_synth,
        ("lifecycle: skipped", 4),
        ("lifecycle: pass", 0),
    );
    let backend = "[[spec]]\nid = \"backend\"\nbackend = \"s3\"\n\
        must = [ { at = \"$.encrypt\", equal = true } ]\n";
    judged(backend, ("backend: vacuous", 100), ("backend: pass", 0));
    let red = backend.replace("equal = true", "equal = false");
    judged(&red, ("backend: vacuous", 100), ("backend: fail", 100));
    let validation = "[[spec]]\nid = \"validation\"\nvariable = \"env\"\n\
        must = [ { at = \"$.validation\", present = true } ]\n";
    judged(
        validation,
        ("validation: unknown", 100),
        ("validation: pass", 0),
    );
}

#[test]
fn what_the_plan_knows_wins() {
    let name = "[[spec]]\nid = \"name\"\nresource = \"aws_iam_policy\"\n\
        must = [ { at = \"$.name\", equal = \"known\" } ]\n";
    judged(name, ("name: pass", 0), ("name: pass", 0));
    let red = name.replace("known", "other-pr1");
    judged(&red, ("name: fail", 100), ("name: fail", 100));
}

#[test]
fn the_synth_output_has_the_variables_of_the_plan() {
    let synth = SYNTH.replace(r#"\"Action\":\"sqs:*\""#, r#"\"Action\":\"${var.env}\""#);
    let spec = WILDCARD
        .replace("Resource[*]", "Action")
        .replace("not_equal = \"*\"", "equal = \"pr1\"");
    let folder = folder(&synth, &spec);
    let came = folder.run(&["check", "plan.json", "--specs", "specs", "--synth", "synth"]);
    assert_eq!(came.code, Some(0), "{}{}", came.out, came.err);
}

#[test]
fn a_finding_points_at_the_input_that_says_it() {
    let folder = folder(SYNTH, WILDCARD);
    let came = folder.run(&["check", "plan.json", "--specs", "specs", "--synth", "synth"]);
    assert!(came.out.contains("synth/cdk.tf.json:7:"), "{}", came.out);
    let json = ["--message-format", "json"];
    let args = ["check", "plan.json", "--specs", "specs", "--synth", "synth"];
    let came = folder.run(&[&args[..], &json[..]].concat());
    assert_eq!(
        came.json()[0]["companion"],
        serde_json::json!({"name": "synth", "input": "synth"})
    );
}

/// `check` with these arguments is a mistake, and says so.
#[track_caller]
fn refused(folder: &Folder, args: &[&str], expected: &[&str]) {
    let came = folder.run(&[&["check"], args, &["--specs", "specs"]].concat());
    came.is(2, expected);
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let other = r#"{"resource":{"aws_vpc":{"a":{}},"aws_subnet":{"b":{},"c":{}},"aws_sqs_queue":{"q":{}}}}"#;
    refused(
        &folder(other, WILDCARD),
        &["plan.json", "--synth", "synth"],
        &[
            "plan.json was not made from the stack `synth` of synth: they have 1 addresses in common",
            "only the plan has aws_iam_policy.p; only the synth output has aws_subnet.b",
        ],
    );
    let folder = folder(SYNTH, WILDCARD);
    folder.write(
        "state.json",
        r#"{"format_version":"1.0","values":{"root_module":{}}}"#,
    );
    refused(
        &folder,
        &["plan.json", "--synth", "plan.json"],
        &["`--synth` wants a synth output, and plan.json is none"],
    );
    refused(
        &folder,
        &["synth", "--synth", "synth"],
        &["`--synth` goes with a plan, and synth is a synth"],
    );
    let came = folder.run(&[
        "check",
        "plan.json",
        "--specs",
        "specs",
        "--synth",
        "nowhere",
    ]);
    assert_eq!(came.code, Some(102), "{}", came.err);
}

const MANIFEST: &str = r#"{"version":"0.21.0","stacks":{
    "a":{"name":"a","constructPath":"a","synthesizedStackPath":"stacks/a/cdk.tf.json","workingDirectory":"stacks/a","annotations":[],"dependencies":[]},
    "b":{"name":"b","constructPath":"b","synthesizedStackPath":"stacks/b/cdk.tf.json","workingDirectory":"stacks/b","annotations":[],"dependencies":[]}}}"#;

#[test]
fn of_several_stacks_it_is_the_one_of_the_same_name() {
    let folder = folder(SYNTH, WILDCARD);
    folder.write("cdktf.out/manifest.json", MANIFEST);
    folder.write("cdktf.out/stacks/a/cdk.tf.json", SYNTH);
    folder.write(
        "cdktf.out/stacks/b/cdk.tf.json",
        r#"{"resource":{"aws_vpc":{"v":{}}}}"#,
    );
    refused(
        &folder,
        &["plan.json", "--stack", "c", "--synth", "cdktf.out"],
        &[
            "cdktf.out has 2 stacks, and it cannot be told which",
            "the stacks are a, b; the plan is `c`",
        ],
    );
    refused(
        &folder,
        &["plan.json", "--stack", "b", "--synth", "cdktf.out"],
        &["was not made from the stack `b`"],
    );
    let args = [
        "check",
        "plan.json",
        "--specs",
        "specs",
        "--stack",
        "a",
        "--synth",
        "cdktf.out",
    ];
    let came = folder.run(&args);
    assert_eq!(came.code, Some(100), "{}{}", came.out, came.err);
    assert!(came.out.contains("fail"), "{}", came.out);
}

#[test]
fn resources_of_one_alone_are_named() {
    let more = SYNTH.replace(
        r#""aws_sqs_queue": {"#,
        r#""aws_sqs_queue": {"new": {"name": "n"}, "#,
    );
    let folder = folder(&more, WILDCARD);
    let came = folder.run(&["check", "plan.json", "--specs", "specs", "--synth", "synth"]);
    assert_eq!(came.code, Some(100), "{}{}", came.out, came.err);
    assert!(
        came.err
            .contains("only the synth output has aws_sqs_queue.new"),
        "{}",
        came.err
    );
}

#[test]
fn variables_are_given_by_flags() {
    let spec = "[[spec]]\nid = \"name\"\nresource = \"aws_iam_policy\"\n\
        must = [ { at = \"$.name\", equal = \"pr7\" } ]\n";
    let synth =
        r#"{"variable":{"env":{}},"resource":{"aws_iam_policy":{"p":{"name":"${var.env}"}}}}"#;
    let folder = folder(synth, spec);
    let came = folder.run(&["check", "synth", "--specs", "specs"]);
    assert_eq!(came.code, Some(100), "unknown: {}", came.out);
    assert!(came.out.contains("unknown"), "{}", came.out);
    let came = folder.run(&["check", "synth", "--specs", "specs", "--var", "env=pr7"]);
    assert_eq!(came.code, Some(0), "{}{}", came.out, came.err);
    let came = folder.run(&["check", "synth", "--specs", "specs", "--var", "env=pr8"]);
    assert_eq!(came.code, Some(100), "{}{}", came.out, came.err);
    let query = ["query", "synth", "$.name", "--var", "env=pr7"];
    assert!(folder.run(&query).out.contains("pr7"));
    refused(
        &folder,
        &["synth", "--var", "environment=pr7"],
        &[
            "no synth output declares the variable `environment`",
            "the variables are env",
        ],
    );
    refused(
        &folder,
        &["synth", "--var", "env"],
        &["gives no variable a value"],
    );
    folder.write(
        "stackspec.toml",
        "specs = ['specs']\ninputs = ['synth']\n[vars]\nenv = 'pr7'\n",
    );
    let came = folder.run(&["check"]);
    assert_eq!(came.code, Some(0), "{}{}", came.out, came.err);
}

#[test]
fn a_secret_that_only_the_synth_output_has_is_not_printed() {
    let synth = SYNTH.replace(
        r#"\"Action\":\"sqs:*\""#,
        r#"\"Action\":\"${var.db_password}\""#,
    );
    let synth = synth.replace(
        r#""variable": {"#,
        r#""variable": {"db_password": {"default": "hunter22"}, "#,
    );
    let spec = WILDCARD
        .replace("Resource[*]", "Action")
        .replace("not_equal = \"*\"", "equal = \"pr1\"");
    let folder = folder(&synth, &spec);
    let came = folder.run(&["check", "plan.json", "--specs", "specs", "--synth", "synth"]);
    assert_eq!(came.code, Some(100), "{}{}", came.out, came.err);
    came.lacks(&["hunter22"]);
}

/// What the specs of the example say of one of its inputs.
fn example(input: &[&str]) -> Vec<String> {
    let args = [
        "--specs",
        "examples/payments/specs",
        "--param",
        "suffix=pr1234",
        "--message-format",
        "json",
    ];
    outcomes(&run(&[&["check"], input, &args[..]].concat())).0
}

/// The specs that look at what a plan does not carry are judged on it as on the synth output.
#[test]
fn the_example_with_its_synth_output() {
    for variant in ["fixed", "broken"] {
        let plan = format!("examples/payments/{variant}/plan.json");
        let synth = format!("examples/payments/{variant}/cdktf.out");
        let alone = example(&[&plan]);
        let skipped = alone.iter().filter(|it| it.ends_with(": skipped"));
        assert_eq!(skipped.count(), 17, "{variant}");
        // A spec on the document of the synth output: that of a plan is its own.
        let document = |it: &String| !it.starts_with("provider-version-open: ");
        let both = example(&[&plan, "--synth", &synth]);
        let synth = example(&[&synth]);
        let [both, synth] = [both, synth].map(|all| all.into_iter().filter(document).collect());
        let [both, synth]: [Vec<String>; 2] = [both, synth];
        assert_eq!((both.len(), both), (97, synth), "{variant}");
    }
}
