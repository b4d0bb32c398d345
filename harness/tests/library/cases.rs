//! `[[spec.case]]`: what a case can show, and that a case that shows something else is wrong.

use super::common::Folder;

/// `stackspec test` on a spec with these cases.
#[track_caller]
fn tested(spec: &str, code: i32, says: &[&str]) {
    let folder = Folder::with(&[("specs/a.toml", spec)]);
    folder.run(&["test", "specs", "--clauses"]).is(code, says);
}

const FILE: &str = r#"
[[spec]]
id       = "package-missing"
resource = "aws_lambda_function"
must     = [ { at = "$.filename", file = true }, { at = "$.filename", zip_entry = "index.*" } ]
"#;

fn file_case(files: &str, expect: &str) -> String {
    format!(
        "{FILE}\n[[spec.case]]\ngiven.resource.aws_lambda_function.f = {{ filename = './dist/a.zip' }}\n{files}\n{expect}\n"
    )
}

#[test]
fn the_files_of_a_case_are_there_and_no_others() {
    let pass = "expect = 'pass'";
    let fail = "expect = 'fail'\naddress = 'aws_lambda_function.f'";
    let there = "files = { 'dist/a.zip' = ['index.mjs'] }";
    let run = |files: &str, expect: &str, code, says: &[&str]| {
        let folder = Folder::with(&[("specs/a.toml", &file_case(files, expect))]);
        folder.run(&["test", "specs"]).is(code, says);
    };
    run(there, pass, 0, &["1 ok"]);
    run(there, fail, 100, &["came to pass"]);
    run("files = { 'dist/a.zip' = ['main.py'] }", fail, 0, &["1 ok"]);
    run(
        "files = { 'dist/b.zip' = ['index.mjs'] }",
        fail,
        0,
        &["1 ok"],
    );
    run("files = []", fail, 0, &["1 ok"]);
    run("files = ['dist/a.zip/']", fail, 0, &["1 ok"]);
    // What is in it was not said, and without any word of files nothing is known.
    run(
        "files = ['dist/a.zip']",
        pass,
        100,
        &["does not say what is in it"],
    );
    run("", pass, 100, &["came to unknown"]);
}

#[test]
fn a_case_may_be_of_several_stacks() {
    let spec = |second: &str, expect: &str| {
        format!(
            r#"
[[spec]]
id       = "state-key-shared"
backend  = "s3"
must     = [ {{ together = "run", at = "$.key", unique = true }} ]

[[spec.case]]
{expect}
[[spec.case.given]]
terraform.backend.s3 = {{ bucket = "b", key = "a" }}
[[spec.case.given]]
terraform.backend.s3 = {{ bucket = "b", key = "{second}" }}
"#
        )
    };
    let fails = "expect = 'fail'\naddress = 'backend.s3'";
    tested(&spec("a", fails), 0, &["1 ok"]);
    tested(&spec("b", fails), 100, &["came to pass"]);
    let passes = spec("b", "expect = 'pass'");
    let folder = Folder::with(&[("specs/a.toml", &passes)]);
    folder.run(&["test", "specs"]).is(0, &["1 ok"]);
}

#[test]
fn a_case_may_show_that_nothing_is_a_subject() {
    let spec = |given: &str| {
        format!(
            r#"
[[spec]]
id         = "queue-unencrypted"
resource   = "aws_sqs_queue"
where      = "!@.sqs_managed_sse_enabled"
when_empty = "skip"
must       = [ {{ at = "$.kms_master_key_id", present = true }} ]

[[spec.case]]
expect = "skip"
given  = {given}
"#
        )
    };
    let run = |given: &str, code, says: &[&str]| {
        let folder = Folder::with(&[("specs/a.toml", &spec(given))]);
        folder.run(&["test", "specs"]).is(code, says);
    };
    run("{}", 0, &["1 ok"]);
    run(
        "{ resource.aws_sqs_queue.q = { sqs_managed_sse_enabled = true } }",
        0,
        &["1 ok"],
    );
    run(
        "{ resource.aws_sqs_queue.q = { kms_master_key_id = 'k' } }",
        100,
        &["it expects skip, and came to pass"],
    );
    run(
        "{ resource.aws_sqs_queue.q = {} }",
        100,
        &["it expects skip, and came to fail"],
    );
}

/// A value from outside that makes a clause mean nothing is refused, and never printed.
#[test]
fn a_param_that_cannot_stand_where_it_should_is_refused() {
    let spec = r#"
[param.max]
[param.name]
[[spec]]
id       = "too-many"
resource = "aws_vpc"
must     = [ { together = "stack", at = "$", count = "<= {max}" } ]
[[spec]]
id       = "name"
resource = "aws_vpc"
must     = [ { at = "$.tags.Name", match = { param = "name" } } ]
"#;
    let stack = r#"{"resource": {"aws_vpc": {"v": {"tags": {"Name": "main"}}}}}"#;
    let folder = Folder::with(&[("specs/a.toml", spec), ("in/main.tf.json", stack)]);
    let check = |params: &[&str], code, says: &[&str]| {
        let mut args = vec!["check", "in", "--specs", "specs"];
        for param in params {
            args.extend(["--param", *param]);
        }
        folder.run(&args).is(code, says);
    };
    check(&["max=1", "name=^main$"], 0, &["2 pass"]);
    check(&["max=0", "name=^main$"], 100, &["at most 0 values"]);
    check(&["max=1", "name=^other$"], 100, &["expected: match '^other$'"]);
    check(
        &["max=1.5"],
        2,
        &["the value of the param `max` is no whole number"],
    );
    check(&["max=-1"], 2, &["is no whole number"]);
    check(&["name=(secret"], 2, &["`name` is no regular expression"]);
    check(&["name=.*"], 2, &["makes a clause that never fails"]);
    check(&["max=1"], 0, &["1 pass", "1 skipped"]);
}
