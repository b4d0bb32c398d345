//! Matchers from the text of a spec to a verdict, on synth outputs and plans: small inputs, two
//! helpers. Every matcher has rows that hold, rows that fail, rows that cannot be told, and rows of
//! a wrong type.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::{Disk, LoadOptions, load, load_text};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

fn parsed(must: &str) -> Result<SpecSet, String> {
    let text = format!(
        "[param.names]\ndefault = [\"a\", \"b\"]\n\n[[spec]]\nid = \"x\"\n\
         resource = \"test_thing\"\nmust = [ {must} ]\n\n\
         [[spec]]\nid = \"uses\"\nresource = \"test_thing\"\nmust = [ {{ at = '$.v', one_of = {{ param = \"names\" }} }} ]\n"
    );
    let source = SourceFile {
        path: "t.toml".into(),
        text: text.into(),
    };
    let shown = |errors: Vec<stackspec::diagnostic::Diagnostic>| {
        let each = errors.iter().map(|error| error.message.clone());
        each.collect::<Vec<_>>().join("; ")
    };
    let file = spec::parse(&source, "t").map_err(shown)?;
    SpecSet::new(vec![file]).map_err(shown)
}

fn verdict(must: &str, stack: &Stack, disk: Option<&Disk>) -> Verdict {
    let set = match parsed(must) {
        Ok(set) => set,
        Err(why) => panic!("{must}: {why}"),
    };
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
    let mut model = Model::focused(stack, Facts::builtin(), check::focus(stack, &set));
    if let Some(disk) = disk {
        model = model.with_files(disk);
    }
    let run = Run {
        stacks: vec![Subject {
            model,
            role: "app".into(),
        }],
        specs: &set,
        params: &params,
    };
    check::judge(&run).into_iter().next().expect("a verdict")
}

/// The outcome, and of an error why.
fn said(verdict: &Verdict) -> String {
    match verdict.outcome {
        stackspec::verdict::Outcome::Error => {
            let why = verdict.findings.first().map(|it| it.message.as_str());
            let why = why.or(verdict.reason.as_deref()).unwrap_or_default();
            format!("error: {}", why.split(": ").last().unwrap_or_default())
        }
        stackspec::verdict::Outcome::Vacuous => {
            format!("vacuous: {}", verdict.reason.clone().unwrap_or_default())
        }
        outcome => outcome.word().to_owned(),
    }
}

/// A clause on `$.v`, against values of it on a synth output.
#[track_caller]
fn synth(clause: &str, rows: &[(&str, &str)]) {
    for (value, expected) in rows {
        let body = format!(
            r#"{{"locals": {{"role": "${{aws_iam_role.r.arn}}", "plain": "x", "both": {{"a": "${{aws_iam_role.r.arn}}", "b": "y"}}}},
                "resource": {{"test_thing": {{"t": {{"v": {value}}}}}, "aws_iam_role": {{"r": {{}}}}}}}}"#
        );
        let stack = load_text("app", Path::new("cdk.tf.json"), body).expect("Terraform JSON");
        let verdict = verdict(&format!("{{ at = '$.v', {clause} }}"), &stack, None);
        assert_eq!(&said(&verdict), expected, "{clause} on {value}");
    }
}

/// The same on a plan: the value, what is unknown of it, and what `configuration` says.
#[track_caller]
fn plan(clause: &str, rows: &[(&str, &str, &str, &str)]) {
    for (value, unknown, config, expected) in rows {
        let text = format!(
            r#"{{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{{"root_module":{{"resources":[
              {{"address":"test_thing.t","mode":"managed","type":"test_thing","name":"t","provider_name":"x","values":{{"v":{value}}}}}]}}}},
              "resource_changes":[{{"address":"test_thing.t","mode":"managed","type":"test_thing","name":"t","provider_name":"x",
              "change":{{"actions":["create"],"before":null,"after":{{"v":{value}}},"after_unknown":{{"v":{unknown}}}}}}}],
              "configuration":{{"root_module":{{"resources":[{{"address":"test_thing.t","mode":"managed","type":"test_thing","name":"t",
              "expressions":{{"v":{config}}}}}]}}}}}}"#
        );
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.json");
        std::fs::write(&path, text).expect("a file");
        let stacks = load(&path, &LoadOptions::default()).expect("a plan");
        let verdict = verdict(&format!("{{ at = '$.v', {clause} }}"), &stacks[0], None);
        assert_eq!(&said(&verdict), expected, "{clause} on {value} {config}");
    }
}

#[track_caller]
fn refused(clause: &str, expected: &str) {
    match parsed(&format!("{{ at = '$.v', {clause} }}")) {
        Ok(_) => panic!("{clause} is read"),
        Err(why) => assert_eq!(why, expected, "{clause}"),
    }
}

#[test]
fn keys() {
    synth(
        "keys = [\"a\", \"b\"]",
        &[
            (r#"{"a": 1, "b": 2, "c": 3}"#, "pass"),
            (r#"{"a": 1}"#, "fail"),
            (r#"{"A": 1, "b": 2}"#, "fail"),
            ("{}", "fail"),
            (r#""{\"a\": 1, \"b\": 2}""#, "pass"),
            (r#""${var.x}""#, "unknown"),
            (
                r#""a""#,
                "error: `keys` wants an object, and this is a string",
            ),
            (
                r#"["a", "b"]"#,
                "error: `keys` wants an object, and this is a list",
            ),
        ],
    );
    synth(
        "keys = \"a\"",
        &[(r#"{"a": 1}"#, "pass"), (r#"{"b": 1}"#, "fail")],
    );
    synth(
        "keys = { param = \"names\" }",
        &[(r#"{"a": 1, "b": 2}"#, "pass"), (r#"{"a": 1}"#, "fail")],
    );
    // `not_keys`: none of them.
    synth(
        "not_keys = [\"a\", \"b\"]",
        &[
            (r#"{"c": 1}"#, "pass"),
            (r#"{"a": 1}"#, "fail"),
            (r#"{"a": 1, "b": 2}"#, "fail"),
            (r#""${var.x}""#, "unknown"),
        ],
    );
    refused("keys = []", "`keys` is an empty list");
    refused("keys = \"\"", "a text of `keys` is empty");
    refused(
        "keys = 1",
        "`keys` takes a text in quotes, or a list of texts",
    );
}

#[test]
fn literal_and_reference_on_a_synth_output() {
    synth(
        "literal = true",
        &[
            ("\"ami-1\"", "pass"),
            ("[\"a\", 1, {\"b\": true}]", "pass"),
            ("\"${local.plain}\"", "pass"),
            ("\"${aws_iam_role.r.arn}\"", "fail"),
            ("\"x-${aws_iam_role.r.name}\"", "fail"),
            ("[\"a\", \"${var.x}\"]", "fail"),
            ("\"${local.role}\"", "fail"),
            ("\"${local.nothing}\"", "unknown"),
            ("\"${file(\\\"key.pem\\\")}\"", "fail"),
            ("\"$${not.a.reference}\"", "pass"),
        ],
    );
    synth(
        "not_literal = true",
        &[
            ("\"ami-1\"", "fail"),
            ("\"${var.x}\"", "pass"),
            ("\"${local.nothing}\"", "unknown"),
        ],
    );
    synth(
        "reference = \"aws_iam_role\"",
        &[
            ("\"${aws_iam_role.r.arn}\"", "pass"),
            ("\"x-${aws_iam_role.r.name}\"", "pass"),
            ("[\"x\", \"${aws_iam_role.r.arn}\"]", "pass"),
            ("\"${local.role}\"", "pass"),
            ("\"${local.both.a}\"", "pass"),
            ("\"${local.both.b}\"", "fail"),
            ("\"arn:aws:iam::1:role/r\"", "fail"),
            ("\"${data.aws_iam_role.r.arn}\"", "fail"),
            ("\"${aws_iam_role_policy.r.id}\"", "fail"),
            ("\"${var.role}\"", "fail"),
            ("\"aws_iam_role.r.arn\"", "fail"),
            ("\"${module.m.role}\"", "unknown"),
            (
                "\"${data.terraform_remote_state.s.outputs.role}\"",
                "unknown",
            ),
            ("\"${local.nothing}\"", "unknown"),
        ],
    );
    synth(
        "reference = [\"aws_iam_role.arn\", \"data.aws_iam_*\"]",
        &[
            ("\"${aws_iam_role.r.arn}\"", "pass"),
            ("\"${aws_iam_role.r[0].arn}\"", "pass"),
            ("\"${aws_iam_role.r.name}\"", "fail"),
            ("\"${data.aws_iam_policy_document.d.json}\"", "pass"),
        ],
    );
    synth(
        "not_reference = \"aws_iam_role.{arn,name}\"",
        &[
            ("\"${aws_iam_role.r.id}\"", "pass"),
            ("\"${aws_iam_role.r.name}\"", "fail"),
        ],
    );
    synth(
        "reference = \"var.*\"",
        &[
            ("\"${var.role}\"", "pass"),
            ("\"${aws_iam_role.r.id}\"", "fail"),
        ],
    );
    synth(
        "not_reference = \"aws_iam_rol\"",
        &[(
            "\"x\"",
            "vacuous: `reference`: no provider known here has a resource `aws_iam_rol`, and no stack of this run has one",
        )],
    );
    synth(
        "not_reference = \"aws_iam_role.anr\"",
        &[(
            "\"x\"",
            "vacuous: `reference`: `aws_iam_role` has no attribute `anr`",
        )],
    );
    refused(
        "reference = true",
        "`reference` takes a glob over types, or a list of them",
    );
    refused("reference = \"*\"", "this is no glob over references");
    refused("reference = \"a b\"", "this is no glob over references");
    refused("literal = false", "`literal` takes `true` and nothing else");
}

/// A value that a plan knows is still a reference if `configuration` says so.
#[test]
fn literal_and_reference_on_a_plan() {
    let role = r#"{"references":["aws_iam_role.r.arn","aws_iam_role.r"]}"#;
    plan(
        "reference = \"aws_iam_role\"",
        &[
            ("null", "true", role, "pass"),
            ("\"arn:aws:iam::1:role/r\"", "false", role, "pass"),
            ("\"x\"", "false", r#"{"constant_value":"x"}"#, "fail"),
            ("\"x\"", "false", r#"{"references":["var.x"]}"#, "fail"),
            ("\"x\"", "false", r#"{"references":["local.x"]}"#, "unknown"),
            (
                "\"x\"",
                "false",
                r#"{"references":["module.m.x","module.m"]}"#,
                "unknown",
            ),
        ],
    );
    plan(
        "reference = \"aws_iam_role.arn\"",
        &[("\"x\"", "false", role, "pass")],
    );
    plan(
        "reference = \"aws_iam_role.name\"",
        &[("\"x\"", "false", role, "fail")],
    );
    plan(
        "literal = true",
        &[
            ("\"x\"", "false", r#"{"constant_value":"x"}"#, "pass"),
            ("\"x\"", "false", role, "fail"),
            ("\"x\"", "false", r#"{"references":["local.x"]}"#, "unknown"),
            ("\"x\"", "false", "{}", "unknown"),
        ],
    );
}

#[test]
fn covers() {
    synth(
        "covers = \"s3:GetObject\"",
        &[
            ("\"s3:GetObject\"", "pass"),
            ("\"S3:getobject\"", "pass"),
            ("\"s3:*\"", "pass"),
            ("\"*\"", "pass"),
            ("\"s3:Get?bject\"", "pass"),
            ("\"s3:Put*\"", "fail"),
            ("\"s3:GetObjectAcl\"", "fail"),
            ("\"s3:${var.x}\"", "unknown"),
            ("\"ec2:${var.x}\"", "fail"),
            ("\"${var.x}\"", "unknown"),
            ("[\"ec2:*\", \"s3:Get*\"]", "pass"),
            ("[\"ec2:*\"]", "fail"),
            (
                "1",
                "error: `covers` wants a string, or a list of strings, and this is a number",
            ),
        ],
    );
    // Any one of several.
    synth(
        "not_covers = [\"s3:GetObject\", \"iam:PassRole\"]",
        &[
            ("\"ec2:*\"", "pass"),
            ("\"iam:*\"", "fail"),
            ("\"s3:*\"", "fail"),
            ("\"iam:${var.x}\"", "unknown"),
            ("\"${aws_iam_role.r.arn}\"", "pass"),
        ],
    );
    synth(
        "covers = \"arn:aws:s3:::Logs/x\"",
        &[
            ("\"arn:aws:s3:::Logs/*\"", "pass"),
            ("\"arn:aws:s3:::logs/*\"", "fail"),
        ],
    );
    refused(
        "covers = \"s3:*\"",
        "`covers` takes an action, not a pattern",
    );
    refused("covers = []", "`covers` is an empty list");
}

#[test]
fn networks() {
    synth(
        "within = [\"10.0.0.0/8\", \"fd00::/8\"]",
        &[
            ("\"10.1.0.0/16\"", "pass"),
            ("\"10.0.0.0/8\"", "pass"),
            ("\"fd12::/48\"", "pass"),
            ("\"10.1.2.3\"", "pass"),
            ("\"10.0.0.5/8\"", "pass"),
            ("\"0.0.0.0/0\"", "fail"),
            ("\"0.0.0.0/00\"", "fail"),
            ("\"10.0.0.5/7\"", "fail"),
            ("\"::/0\"", "fail"),
            ("\"11.0.0.0/16\"", "fail"),
            ("\"10.${var.x}.0.0/16\"", "pass"),
            ("\"10.${var.x}.0.0/4\"", "fail"),
            ("\"${var.x}\"", "unknown"),
            (
                "\"sg-1\"",
                "error: `within` wants an IP address or a network, as \"10.0.0.0/16\", and this is some other text",
            ),
            (
                "[\"10.0.0.0/8\"]",
                "error: `within` wants an IP address or a network, as \"10.0.0.0/16\", and this is a list",
            ),
            (
                "\"${aws_iam_role.r.arn}\"",
                "error: `within` wants an IP address or a network, as \"10.0.0.0/16\", and this is not known before apply",
            ),
        ],
    );
    synth(
        "not_within = \"10.0.0.0/8\"",
        &[
            ("\"11.0.0.0/8\"", "pass"),
            ("\"10.2.0.0/16\"", "fail"),
            ("\"${var.x}\"", "unknown"),
        ],
    );
    synth(
        "disjoint = [\"172.17.0.0/16\", \"10.0.0.0/24\"]",
        &[
            ("\"10.0.1.0/24\"", "pass"),
            ("\"10.0.0.0/16\"", "fail"),
            ("\"172.17.3.4\"", "fail"),
            ("\"::/0\"", "pass"),
            ("\"0.0.0.0/0\"", "fail"),
            ("\"10.1.${var.x}.0/24\"", "pass"),
            ("\"${var.x}\"", "unknown"),
        ],
    );
    refused("within = \"10.0.0.0/33\"", "this is no network");
    refused("within = [\"10.0.0.0/8\", \"x\"]", "this is no network");
}

#[test]
fn versions() {
    synth(
        "version = \">= 5.0, < 7\"",
        &[
            ("\"~> 6.0\"", "pass"),
            ("\"6.25.0\"", "pass"),
            ("\">= 5.0\"", "fail"),
            ("\"4.67.0\"", "fail"),
            ("6", "pass"),
            ("\"${var.x}\"", "unknown"),
            (
                "\"latest\"",
                "error: `version` wants a version or a version constraint, as \"6.2.0\" or \"~> 6.0\", and this is some other text",
            ),
        ],
    );
    synth(
        "not_version = \"~> 5.0\"",
        &[("\"6.1\"", "pass"), ("\"5.1\"", "fail")],
    );
    refused("version = \"x\"", "this is no version constraint");
    refused(
        "version = \">= 5, < 5\"",
        "no version meets this constraint",
    );
    refused("version = \">= 0\"", "every version meets this constraint");
}

/// A repository with a stack in it, and files beside.
fn files(clause: &str, rows: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("root");
    let stack = root.join("app");
    std::fs::create_dir_all(stack.join("assets/dir")).expect("a folder");
    std::fs::write(folder.path().join("outside.zip"), b"x").expect("a file");
    std::fs::write(root.join("shared.js"), b"x").expect("a file");
    std::fs::write(stack.join("assets/a.js"), b"x").expect("a file");
    std::fs::write(stack.join("assets/a.zip"), EMPTY_ENTRY).expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", stack.join("assets/link")).expect("a link");
    for (value, expected) in rows {
        let body =
            format!(r#"{{"resource": {{"test_thing": {{"t": {{"v": {value}, "h": "index"}}}}}}}}"#);
        std::fs::write(stack.join("cdk.tf.json"), &body).expect("a file");
        let stacks = load(&stack.join("cdk.tf.json"), &LoadOptions::default()).expect("a stack");
        let disk = Disk::new(&root).expect("a root");
        let verdict = verdict(
            &format!("{{ at = '$.v', {clause} }}"),
            &stacks[0],
            Some(&disk),
        );
        assert_eq!(&said(&verdict), expected, "{clause} on {value}");
    }
}

/// A zip archive with one empty entry, `index.js`.
const EMPTY_ENTRY: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0index.js\
PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0index.js\
PK\x05\x06\0\0\0\0\x01\0\x01\0\x36\0\0\0\x26\0\0\0\0\0";

#[test]
fn files_under_a_root() {
    let leads_out = "error: `file` wants a name under the root (`--root`), and this is a name that leads out of it";
    files(
        "file = true",
        &[
            ("\"assets/a.js\"", "pass"),
            ("\"./assets/../assets/a.js\"", "pass"),
            ("\"../shared.js\"", "pass"),
            ("\"assets/b.js\"", "fail"),
            ("\"assets/dir\"", "fail"),
            ("\"\"", "fail"),
            ("\"../../outside.zip\"", leads_out),
            ("\"../../nothing.zip\"", leads_out),
            ("\"/etc/passwd\"", leads_out),
            ("\"assets/link/passwd\"", leads_out),
            ("\"${data.archive_file.a.output_path}\"", "unknown"),
            ("1", "error: `file` wants a string, and this is a number"),
        ],
    );
    files(
        "not_file = true",
        &[("\"assets/b.js\"", "pass"), ("\"assets/a.js\"", "fail")],
    );
    files(
        "zip_entry = [\"{$.h}.js\", \"main.py\"]",
        &[
            ("\"assets/a.zip\"", "pass"),
            ("\"assets/none.zip\"", "fail"),
            (
                "\"assets/a.js\"",
                "error: `zip_entry` wants a zip archive, and it does not end as one, and this is the name of another file",
            ),
        ],
    );
    files("zip_entry = \"index.*\"", &[("\"assets/a.zip\"", "pass")]);
    files("zip_entry = \"main.py\"", &[("\"assets/a.zip\"", "fail")]);
    files(
        "not_zip_entry = \"main.py\"",
        &[("\"assets/a.zip\"", "pass")],
    );
    files(
        "not_zip_entry = \"index.js\"",
        &[("\"assets/a.zip\"", "fail")],
    );
    // Nobody answers: it is not known.
    synth("file = true", &[("\"assets/a.js\"", "unknown")]);
}

/// What could not have failed covers nothing; each of these could.
#[test]
fn a_clause_that_could_have_failed_covers_its_resource() {
    for (clause, value) in [
        ("keys = \"a\"", r#"{"a": 1}"#),
        ("not_keys = \"a\"", r#"{"b": 1}"#),
        ("literal = true", "\"x\""),
        ("not_reference = \"aws_iam_role\"", "\"x\""),
        ("covers = \"s3:GetObject\"", "\"s3:*\""),
        ("not_covers = \"s3:GetObject\"", "\"ec2:*\""),
        ("within = \"10.0.0.0/8\"", "\"10.0.0.0/16\""),
        ("not_within = \"10.0.0.0/8\"", "\"11.0.0.0/16\""),
        ("disjoint = \"10.0.0.0/8\"", "\"11.0.0.0/16\""),
        ("version = \">= 5\"", "\"6.0\""),
        ("not_version = \"~> 5.0\"", "\"6.0\""),
    ] {
        let body = format!(r#"{{"resource": {{"test_thing": {{"t": {{"v": {value}}}}}}}}}"#);
        let stack = load_text("app", Path::new("cdk.tf.json"), body).expect("Terraform JSON");
        let verdict = verdict(&format!("{{ at = '$.v', {clause} }}"), &stack, None);
        assert_eq!(
            (said(&verdict).as_str(), verdict.covered.len()),
            ("pass", 1),
            "{clause}"
        );
    }
}
