//! The mistakes that other harnesses pass on: each is red here, with its exit code and a sentence
//! that says why.

#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;

use common::{Came, Folder};

/// A stack with a public database that is not encrypted.
const STACK: &str = r#"{
  "resource": {
    "aws_db_instance": {
      "main": {
        "engine": "postgres",
        "storage_encrypted": false,
        "publicly_accessible": true,
        "allocated_storage": 20
      }
    }
  }
}"#;

/// Judges a stack by one spec, given as the lines below `[[spec]]` and its id.
fn judge(stack: &str, spec: &str) -> (Folder, Came) {
    let spec = format!("[[spec]]\nid = \"rule\"\n{spec}");
    let folder = Folder::with(&[("in/main.tf.json", stack), ("specs/a.toml", &spec)]);
    let came = folder.run(&["check", "in/main.tf.json", "--specs", "specs"]);
    (folder, came)
}

#[track_caller]
fn check(stack: &str, spec: &str, code: i32, sentences: &[&str]) {
    judge(stack, spec).1.is(code, sentences);
}

/// Judges a file as it is, by a spec that would fail if it could be judged.
#[track_caller]
fn refused(text: &str, sentences: &[&str]) {
    let folder = Folder::with(&[
        ("in/plan.json", text),
        (
            "specs/a.toml",
            "[[spec]]\nid = \"rule\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n",
        ),
    ]);
    folder
        .run(&["check", "in/plan.json", "--specs", "specs"])
        .is(102, sentences);
}

/// The twin of every row: the same spec on the same stack, spelt right, is red for what it says,
/// and green once that is mended.
#[test]
fn twins() {
    let spec = "resource = \"aws_db_instance\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n";
    check(
        STACK,
        spec,
        100,
        &["FAIL in::a::rule", "expected: equal true", "actual: false"],
    );
    let mended = STACK.replace("false", "true");
    check(&mended, spec, 0, &["ok: 1 spec on 1 stack: 1 pass"]);
}

#[test]
fn a_misspelt_type() {
    for must in [
        "{ at = \"$.storage_encrypted\", equal = true }",
        "{ at = \"$.storage_encrypted\", not_equal = false }",
        "{ at = \"$.publicly_accessible\", absent = true }",
        "{ at = \"$.publicly_accessible\", none = { equal = true } }",
        "{ at = \"$.allocated_storage\", optional = true, greater_than = 100 }",
        "{ at = \"$.publicly_accessible\", count = 0 }",
    ] {
        let spec = format!("resource = \"aws_db_instence\"\nmust = [ {must} ]\n");
        check(
            STACK,
            &spec,
            100,
            &[
                "VACUOUS in::a::rule",
                "aws_db_instence",
                "did you mean `aws_db_instance`?",
            ],
        );
        // `when_empty = "skip"` is no way around it.
        let spec = format!("{spec}when_empty = \"skip\"\n");
        check(
            STACK,
            &spec,
            100,
            &["VACUOUS in::a::rule", "did you mean `aws_db_instance`?"],
        );
    }
}

#[test]
fn a_misspelt_attribute() {
    for must in [
        "{ at = \"$.storage_encripted\", equal = true }",
        "{ at = \"$.storage_encripted\", not_equal = false }",
        "{ at = \"$.storage_encripted\", greater_than = 0 }",
        "{ at = \"$.storage_encripted\", absent = true }",
        "{ at = \"$.storage_encripted\", none = { equal = false } }",
        "{ at = \"$.storage_encripted\", count = 0 }",
        "{ at = \"$.storage_encripted\", optional = true, equal = true }",
        "{ at = \"$.storage_encripted\", default = true, equal = true }",
        "{ at = \"$['engine','storage_encripted']\", optional = true, not_equal = false }",
    ] {
        let spec = format!("resource = \"aws_db_instance\"\nmust = [ {must} ]\n");
        check(
            STACK,
            &spec,
            100,
            &["storage_encripted", "did you mean", "storage_encrypted"],
        );
    }
    // In `where` too: a filter that is misspelt takes everything away.
    let spec = "resource = \"aws_db_instance\"\nwhere = \"@.engin == 'postgres'\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n";
    check(STACK, spec, 100, &["engin", "did you mean", "engine"]);
}

#[test]
fn a_rule_asked_for_by_a_wrong_name() {
    let (folder, _) = judge(
        STACK,
        "resource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", present = true } ]\n",
    );
    let check = ["check", "in/main.tf.json", "--specs", "specs"];
    let with = |more: &[&'static str]| folder.run(&[&check, more].concat());
    with(&["--spec", "rul"]).is(2, &["`--spec rul` matches no spec", "did you mean `rule`?"]);
    with(&["--spec", "rule"]).is(0, &["1 pass"]);
    folder
        .run(&["explain", "rulle", "--specs", "specs"])
        .is(2, &["no spec is called `rulle`", "did you mean `rule`?"]);
    folder
        .run(&["test", "--specs", "specs", "--spec", "zzz"])
        .is(2, &["`--spec zzz` matches no spec"]);
}

#[test]
fn a_plan_with_no_resources() {
    let spec = "resource = \"aws_db_instance\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n";
    let plan = r#"{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[],"configuration":{"root_module":{}}}"#;
    check(plan, spec, 100, &["VACUOUS in::a::rule"]);
    check("{\"resource\":{}}", spec, 100, &["VACUOUS in::a::rule"]);
    let specs = ["--specs", "examples/payments/specs"];
    common::run(
        &[
            &["check", "fixtures/wrong-inputs/cdktf.out-no-resources"],
            &specs[..],
        ]
        .concat(),
    )
    .is(100, &["VACUOUS"]);
}

#[test]
fn a_synthesis_that_ended_with_an_error() {
    let specs = ["--specs", "examples/payments/specs"];
    let input = "fixtures/wrong-inputs/cdktf.out-error-annotation";
    let only = ["--spec", "stackspec::*"];
    common::run(&[&["check", input], &specs[..], &only].concat()).is(
        100,
        &[
            "FAIL told-pr1234::stackspec::synth-annotation-error",
            "(told-pr1234/bucket)",
            "The bucket needs an owner",
        ],
    );
}

#[test]
fn hello_world() {
    refused(
        r#"{"hello":"world"}"#,
        &["neither a plan, a state nor Terraform JSON", "`hello`"],
    );
}

#[test]
fn empty_and_truncated() {
    refused("", &["empty"]);
    refused(" \n", &["empty"]);
    refused("{}", &["expected"]);
    refused(&STACK[..STACK.len() / 2], &["ends"]);
}

#[test]
fn ten_thousand_levels() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    refused(&deep, &["expected"]);
    // Where the index looks, the file is refused; inside a body, what selects it is an error.
    let wide = format!(r#"{{"resource":{{"aws_db_instance":{{"main":{deep}}}}}}}"#);
    let spec = "resource = \"aws_db_instance\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n";
    let (_, came) = judge(&wide, spec);
    assert!(matches!(came.code, Some(100 | 102)), "{came:?}");
    let body = format!(r#"{{"resource":{{"aws_db_instance":{{"main":{{"tags":{deep}}}}}}}}}"#);
    check(&body, spec, 100, &["ERROR in::a::rule", "levels"]);
}

#[test]
fn an_errored_plan_and_a_version_of_the_future() {
    let plan = r#"{"format_version":"1.2","errored":true,"planned_values":{"root_module":{}}}"#;
    refused(plan, &["error"]);
    let plan = r#"{"format_version":"9.9","planned_values":{"root_module":{}}}"#;
    refused(plan, &["9.9", "expected format version"]);
    let plan = r#"{"format_version":"1.2","complete":false,"planned_values":{"root_module":{}}}"#;
    refused(plan, &["complete"]);
}

#[test]
fn a_value_unknown_until_apply() {
    let stack = STACK.replace("false", "\"${var.encrypted}\"");
    for must in ["equal = true", "not_equal = false", "one_of = [true]"] {
        let spec = format!(
            "resource = \"aws_db_instance\"\nmust = [ {{ at = \"$.storage_encrypted\", {must} }} ]\n"
        );
        check(
            &stack,
            &spec,
            100,
            &["UNKNOWN in::a::rule", "var.encrypted"],
        );
    }
}

#[test]
fn a_duplicate_key_that_hides_the_violation() {
    let twice = STACK.replace(
        "\"storage_encrypted\": false,",
        "\"storage_encrypted\": false, \"storage_encrypted\": true,",
    );
    let spec = "resource = \"aws_db_instance\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n";
    check(
        &twice,
        spec,
        100,
        &["ERROR in::a::rule", "storage_encrypted", "twice"],
    );
}

#[test]
fn empty_folders_and_what_is_not_there() {
    let folder = Folder::with(&[("in/main.tf.json", STACK), ("none/.keep", "")]);
    folder.write("specs/a.toml", "[[spec]]\nid = \"r\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", present = true } ]\n");
    let run = |args: &[&str]| folder.run(args);
    run(&["check", "none", "--specs", "specs"]).is(102, &["this folder holds no input"]);
    run(&["check", "gone", "--specs", "specs"]).is(102, &["gone"]);
    run(&["check", "in/main.tf.json", "--specs", "none"])
        .is(2, &["there is no spec file in `none`"]);
    run(&["check", "in/main.tf.json", "--specs", "gone"])
        .is(2, &["there is no spec file or folder"]);
    run(&["check", "in/main.tf.json"]).is(2, &["no spec files are given", "--specs PATH"]);
    run(&["check", "--specs", "specs"]).is(2, &["no input is given"]);
    run(&["check", "--specs", "specs", "in/main.tf.json"]).is(2, &["write INPUT first"]);
    folder.write("empty/a.toml", "# nothing yet\n");
    run(&["check", "in/main.tf.json", "--specs", "empty"])
        .is(4, &["nothing was judged: the spec files declare no spec"]);
    folder.write("off/a.toml", "[[spec]]\nid = \"r\"\nlevel = \"off\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", present = true } ]\n");
    run(&["check", "in/main.tf.json", "--specs", "off"])
        .is(4, &["NOTHING JUDGED", "its level is off"]);
}

#[test]
fn a_where_that_matches_nothing() {
    let spec = "resource = \"aws_db_instance\"\nwhere = \"@.engine == 'mysql'\"\nmust = [ { at = \"$.storage_encrypted\", equal = true } ]\n";
    check(
        STACK,
        spec,
        100,
        &["VACUOUS in::a::rule", "`where` left 0 of 1"],
    );
}

#[test]
fn red_that_only_warns_shows_nothing() {
    // A run of nothing but a misspelt warning has judged nothing.
    let spec = "level = \"warn\"\nresource = \"aws_db_instence\"\nmust = [ { at = \"$.engine\", equal = \"x\" } ]\n";
    check(
        STACK,
        spec,
        4,
        &["vacuous in::a::rule (warn", "NOTHING JUDGED"],
    );
    let spec = "level = \"warn\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", equal = \"x\" } ]\n";
    check(
        STACK,
        spec,
        0,
        &["fail in::a::rule (warn", "1 only warned about"],
    );
}

#[test]
fn a_case_that_does_not_do_as_it_says() {
    let case = |expect: &str, encrypted: &str| {
        let spec = format!(
            "[[spec]]\nid = \"rule\"\nresource = \"aws_db_instance\"\nmust = [ {{ at = \"$.storage_encrypted\", equal = true }} ]\n\
             [[spec.case]]\n{expect}\ngiven.resource.aws_db_instance.d = {{ storage_encrypted = {encrypted} }}\n"
        );
        Folder::with(&[("specs/a.toml", &spec)]).run(&["test", "--specs", "specs"])
    };
    let fail = "expect = \"fail\"\naddress = \"aws_db_instance.d\"";
    case(fail, "false").is(0, &["1 case: 1 ok, 0 wrong"]);
    case(fail, "true").is(
        100,
        &["expects fail at aws_db_instance.d, and came to pass"],
    );
    let elsewhere = "expect = \"fail\"\naddress = \"aws_db_instance.e\"";
    case(elsewhere, "false").is(100, &["fails elsewhere: fail at aws_db_instance.d"]);
    case("expect = \"pass\"", "true").is(0, &["1 case: 1 ok"]);
    case("expect = \"pass\"", "false").is(
        100,
        &["expects pass, and came to fail at aws_db_instance.d"],
    );
    case(fail, "\"${var.x}\"").is(100, &["came to unknown"]);
    Folder::with(&[("specs/a.toml", "[[spec]]\nid = \"rule\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", present = true } ]\n")])
        .run(&["test", "--specs", "specs"])
        .is(4, &["NOTHING JUDGED", "untested", "- a::rule"]);
}

/// Text from a stack must not speak to a terminal, nor to a CI service.
#[test]
fn hostile_values_stay_text() {
    let hostile =
        "::error::x\u{1b}[31m\u{202e}\n::set-output name=a::b\r##[error]boo ##vso[task.complete]";
    let quoted = serde_json::Value::from(hostile).to_string();
    let stack = format!(
        r#"{{"resource":{{"aws_db_instance":{{"main":{{"engine":{quoted},"//":{{"metadata":{{"path":{quoted}}}}}}}}}}},
            "output":{{{quoted}:{{"value":"x"}}}}}}"#
    );
    let spec = "resource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", equal = \"postgres\" } ]\n\
                [[spec]]\nid = \"other\"\noutput = \"*\"\nmust = [ { at = \"$.value\", equal = \"y\" } ]\n";
    let (folder, came) = judge(&stack, spec);
    came.is(100, &[r"\u{1b}[31m\u{202e}\n::set-output"]);
    let list = folder.run(&["list", "resources", "in/main.tf.json"]);
    let query = folder.run(&["query", "in/main.tf.json", "$.engine"]);
    for came in [&came, list.is(0, &[]), query.is(0, &[])] {
        came.lacks(&["\u{1b}", "\u{202e}", "##[error]", "##vso["]);
        for line in came.out.lines().chain(came.err.lines()) {
            let start = line.trim_start();
            assert!(
                !start.starts_with("::") && !start.starts_with("##"),
                "{line}"
            );
        }
    }
}

/// A key of several lines is spelt in another way where it is printed.
#[test]
fn secrets_of_several_lines_are_not_printed() {
    let key = r#"-----BEGIN\nMII\"hunter2\"\n-----END"#;
    let stack = format!(
        r#"{{"resource":{{"aws_iam_server_certificate":{{"c":{{"private_key":"{key}","certificate_body":"x {key}"}}}}}}}}"#
    );
    let spec = "resource = \"aws_iam_server_certificate\"\nmust = [ { at = \"$.certificate_body\", equal = \"y\" } ]\n";
    let (folder, came) = judge(&stack, spec);
    came.is(100, &["FAIL in::a::rule"]).lacks(&["hunter2"]);
    folder
        .run(&["query", "in/main.tf.json", "$.*"])
        .is(0, &["(sensitive)"])
        .lacks(&["hunter2"]);
}

/// Neither by mask, nor by name, nor by value elsewhere, nor in any format.
#[test]
fn secrets_are_not_printed() {
    let secret = "hunter2-hunter2";
    let stack = format!(
        r#"{{"resource":{{"aws_db_instance":{{"main":{{"engine":"x {secret} y","password":"{secret}"}}}}}}}}"#
    );
    let plan = format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","provider_name":"registry.terraform.io/hashicorp/aws","values":{{"engine":"x {secret} y","db_name":"{secret}"}},"sensitive_values":{{"db_name":true}}}}]}}}},
           "resource_changes":[{{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","change":{{"actions":["create"],"before":null,"after":{{"engine":"x {secret} y","db_name":"{secret}"}},"after_unknown":{{}},"before_sensitive":false,"after_sensitive":{{"db_name":true}}}}}}],
           "configuration":{{"root_module":{{"resources":[{{"address":"aws_db_instance.main","mode":"managed","type":"aws_db_instance","name":"main","expressions":{{"engine":{{"constant_value":"x {secret} y"}},"db_name":{{"references":["var.n"]}}}}}}]}}}}}}"#
    );
    for (stack, attribute) in [(stack, "password"), (plan, "db_name")] {
        let spec = format!(
            "resource = \"aws_db_instance\"\nmust = [ {{ at = \"$.{attribute}\", equal = \"y\" }}, {{ at = \"$.engine\", equal = \"y\" }} ]\n"
        );
        let (folder, came) = judge(&stack, &spec);
        came.is(100, &["FAIL in::a::rule", "(sensitive)"])
            .lacks(&["hunter2"]);
        folder
            .run(&[
                "check",
                "in/main.tf.json",
                "--specs",
                "specs",
                "--message-format",
                "json",
            ])
            .is(100, &["(sensitive)"])
            .lacks(&["hunter2"]);
        folder
            .run(&[
                "query",
                "in/main.tf.json",
                "$['engine','password','db_name']",
            ])
            .is(0, &["(sensitive)"])
            .lacks(&["hunter2"]);
    }
}
