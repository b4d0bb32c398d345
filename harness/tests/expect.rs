//! Assertions from Rust: each that holds has a twin that panics, with its sentence.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::panic::{AssertUnwindSafe, Location, catch_unwind};

use stackspec::expect::{
    Stack, absent, at_least, at_most, contain, empty, equal, greater_than, include, length,
    less_than, like, matches, not_contain, not_empty, not_equal, not_include, not_like,
    not_matches, not_one_of, one_of, parses, present,
};

const STACK: &str = r#"{
  "resource": {
    "aws_db_instance": {
      "main": {
        "engine": "postgres", "allocated_storage": 20, "storage_encrypted": true, "db_name": "${var.n}",
        "enabled_cloudwatch_logs_exports": ["postgresql"], "tags": { "Team": "a" }
      }
    },
    "aws_iam_policy": { "p": { "name": "p", "policy": "{\"Statement\":[]}" } }
  }
}"#;

fn stack(text: &str) -> Stack {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("main.tf.json");
    std::fs::write(&path, text).unwrap();
    Stack::load(&path).unwrap()
}

/// What an assertion says when it panics, and on which line.
#[track_caller]
fn said(assertion: impl FnOnce(&Stack)) -> (String, u32) {
    let stack = stack(STACK);
    let line = std::sync::Arc::new(std::sync::Mutex::new(0));
    let seen = line.clone();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        *seen.lock().unwrap() = info.location().unwrap().line();
    }));
    let came = catch_unwind(AssertUnwindSafe(|| assertion(&stack)));
    std::panic::set_hook(before);
    let text = came
        .err()
        .map(|payload| payload.downcast_ref::<String>().cloned().unwrap());
    let line = *line.lock().unwrap();
    (text.unwrap_or_default(), line)
}

#[track_caller]
fn panics(assertion: impl FnOnce(&Stack), sentences: &[&str]) {
    let (text, line) = said(assertion);
    for sentence in sentences {
        assert!(text.contains(sentence), "`{sentence}` is not in:\n{text}");
    }
    // On the line of the caller.
    assert_eq!(line, Location::caller().line(), "{text}");
}

// One test: the hook for panics belongs to the whole process.
#[test]
#[rustfmt::skip]
fn assertions() {
    let it = stack(STACK);
    let db = it.resources("aws_db_instance");
    let at = |path: &str| db.clone().at(path);
    at("$.engine").must(equal("postgres")).must(not_equal("mysql")).must(one_of(["postgres", "mysql"]))
        .must(not_one_of(["a"])).must(contain("gres")).must(not_contain("x")).must(like("post*"))
        .must(not_like("x*")).must(matches("^p")).must(not_matches(r"\d")).must(present())
        .must(not_empty()).must(length(8)).must(length(">= 2"));
    at("$.allocated_storage").must(at_least(20)).must(at_most(20)).must(less_than(21)).must(greater_than(19));
    at("$.enabled_cloudwatch_logs_exports").must(include("postgresql")).must(not_include("audit"));
    at("$.storage_encrypted").must(equal(true));
    at("$.kms_key_id").must(absent());
    at("$.kms_key_id").optional().must(like("arn:*"));
    at("$.enabled_cloudwatch_logs_exports[*]").some().must(equal("postgresql"));
    at("$.enabled_cloudwatch_logs_exports[*]").none().must(equal("audit"));
    it.resources("aws_iam_policy").at("$.policy").must(parses("json"));
    db.clone().filter("@.engine == 'postgres'").at("$.engine").must(present());
    it.resources("aws_vpc").may_be_empty().at("$.cidr_block").must(present());

    let main = "aws_db_instance.main";
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine").must(equal("mysql")), &[main, "expected: equal \"mysql\"", "actual: \"postgres\""]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine").must(not_equal("postgres")), &[main]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine").must(empty()), &[main]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.kms_key_id").must(present()), &[main, "missing"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.db_name").must(equal("x")), &["UNKNOWN", "var.n"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine").must(at_least(1)), &["ERROR"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.enabled_cloudwatch_logs_exports[*]").some().must(equal("x")), &[main]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.enabled_cloudwatch_logs_exports[*]").none().must(equal("postgresql")), &[main]);
    panics(|s| _ = s.resources("aws_vpc").at("$.cidr_block").must(present()), &["VACUOUS"]);
    panics(|s| _ = s.resources("aws_db_instance").filter("@.engine == 'x'").at("$.engine").must(present()), &["VACUOUS", "`where` left 0 of 1"]);
    panics(|s| _ = s.resources("aws_db_instence").may_be_empty().at("$.engine").must(absent()), &["did you mean `aws_db_instance`?"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engin").must(absent()), &["did you mean", "engine"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engin").optional().must(not_equal("x")), &["did you mean"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine[").must(present()), &["error:", "assertion:"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine").must(at_least("x")), &["error:"]);
    panics(|s| _ = s.resources("aws_db_instance").at("$.engine").some().must(not_equal("x")), &["error:"]);
    panics(|s| _ = s.only("gone"), &["there is no stack `gone`"]);
}

/// Of several stacks those that hold no such block are not meant, unless none does.
#[test]
fn several_stacks() {
    let stack = Stack::load(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/python-app/cdktf.out"
    ))
    .unwrap();
    assert_eq!(
        stack.names().collect::<Vec<_>>(),
        ["network-pr1234", "reports-pr1234"]
    );
    stack
        .resources("aws_vpc")
        .at("$.cidr_block")
        .must(present());
    let came = catch_unwind(AssertUnwindSafe(|| {
        stack
            .only("reports-pr1234")
            .resources("aws_vpc")
            .at("$.cidr_block")
            .must(present());
    }));
    assert!(came.is_err());
}

#[test]
fn an_input_that_is_none() {
    assert!(Stack::load("gone").is_err());
}
