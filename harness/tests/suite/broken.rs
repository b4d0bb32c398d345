//! Each way in which a case is not as it says, with the exit code and the message.

use crate::made::{CASE, suite};

/// A case that says what is so is green, and says how much was judged.
#[test]
fn as_it_says() {
    suite(CASE).run(&["suite", "run", "suite"]).is(
        0,
        &["ok: 1 case: 1 faulty; 1 as expected; 1 finding in 3 resources"],
    );
}

#[track_caller]
fn red(case: &str, code: i32, sentences: &[&str]) {
    let came = suite(case);
    came.run(&["suite", "run", "suite", "--today", "2026-06-01"])
        .is(code, sentences);
}

/// The case with this in place of its expectation.
fn saying(expectation: &str) -> String {
    let head = CASE.split("[[expect]]").next().unwrap();
    format!("{head}{expectation}")
}

const KNOWN: &str = "reason = \"later\"\nissue = \"SHOP-1\"\nexpires = \"2026-06-01\"\n";

#[test]
fn an_unexpected_finding() {
    red(
        &saying(""),
        104,
        &[
            "case orders (model-a): not as expected, 1 finding",
            "unexpected finding: `names::queue-without-suffix` fails at aws_sqs_queue.orders_0A1B2C3D, \
             and nothing expects it",
            "--> orders/cdktf.out/stacks/orders/cdk.tf.json:4:",
            "help: if the stack has this fault, say so in case.toml: `[[expect]]` with \
             spec = \"queue-without-suffix\", address = \"aws_sqs_queue.orders_0A1B2C3D\"",
            "FAILED: 1 case: 1 faulty; 0 as expected; 1 mismatch",
        ],
    );
    // Another expectation of the spec is the nearest candidate, and is not met either.
    red(
        &saying(
            "[[expect]]\nspec = \"names::queue-without-suffix\"\naddress = \"aws_sqs_queue.mails\"\n",
        ),
        104,
        &[
            "note: the nearest expectation expects this spec elsewhere: case.toml:7, \
             spec = \"names::queue-without-suffix\", address = \"aws_sqs_queue.mails\"",
            "unmet expectation: no finding meets the expectation of `fail` by \
             spec = \"names::queue-without-suffix\", address = \"aws_sqs_queue.mails\"",
            "note: the spec has findings at aws_sqs_queue.orders_0A1B2C3D",
            "2 mismatches",
        ],
    );
}

#[test]
fn an_unmet_expectation() {
    red(
        &format!("{CASE}[[expect]]\nspec = \"bucket-without-suffix\"\n"),
        104,
        &[
            "unmet expectation: no finding meets the expectation of `fail` by spec = \"bucket-without-suffix\"",
            "--> orders/case.toml:10:1",
            "note: `names::bucket-without-suffix` passes on the stack `orders`: 1 of 1 subjects were judged and hold",
        ],
    );
    let other = CASE.replace("[[expect]]", "[[expect]]\noutcome = \"unknown\"");
    red(
        &other,
        104,
        &[
            "note: the nearest expectation expects the outcome `unknown`",
            "note: the spec has findings at aws_sqs_queue.orders_0A1B2C3D (fail)",
        ],
    );
    red(
        &format!("{CASE}exactly = 2\n"),
        104,
        &[
            "1 findings meet spec = \"queue-without-suffix\", address = \"aws_sqs_queue.orders_*\", and it expects exactly 2",
        ],
    );
}

#[test]
fn known_failures() {
    let known = |spec: &str| format!("[[known]]\nspec = \"{spec}\"\n{KNOWN}");
    // On its last day it counts.
    let case = saying(&known("queue-without-suffix"));
    red(&case, 0, &["1 as expected"]);
    suite(&case)
        .run(&["suite", "run", "suite", "--today", "2026-06-02"])
        .is(
            104,
            &[
                "expired known failure: `names::queue-without-suffix` fails at aws_sqs_queue.orders_0A1B2C3D, \
                 which was known until 2026-06-01",
                "note: it was known because: later",
                "note: its issue is SHOP-1",
            ],
        );
    // A fault that no spec finds yet.
    let missed = "[[expect]]\nspec = \"bucket-without-suffix\"\n";
    let case = format!("{CASE}{missed}{}", known("bucket-without-suffix"));
    red(&case, 0, &["1 as expected"]);
    suite(&case)
        .run(&["suite", "run", "suite", "--today", "2027-01-01"])
        .is(104, &["expired known failure: no finding meets the expectation spec = \"bucket-without-suffix\""]);
    red(
        &format!("{CASE}{}", known("bucket-without-suffix")),
        104,
        &[
            "unexpected pass: the known failure spec = \"bucket-without-suffix\" is none any more",
            "help: accept it: take this `[[known]]` out of the file",
        ],
    );
}

/// What cases share is held against all of them.
#[test]
fn known_failures_of_the_suite() {
    let folder = suite(&saying(""));
    let shared = format!(
        "specs = '../specs'\n[[known]]\ncase = 'or*'\nspec = 'queue-without-suffix'\n{KNOWN}"
    );
    folder.write("suite/suite.toml", &shared);
    let run = ["suite", "run", "suite", "--today", "2026-06-01"];
    folder.run(&run).is(0, &["1 as expected"]);
    folder.write("suite/suite.toml", &shared.replace("or*", "other"));
    folder.run(&run).is(
        104,
        &[
            "unexpected finding",
            "unexpected pass: no case needs the known failure spec = \"queue-without-suffix\"",
            "--> suite.toml:2:1",
        ],
    );
    // Of a part of the suite it cannot be said.
    let part = ["suite", "run", "suite/orders", "--today", "2026-06-01"];
    folder.write("suite/orders/case.toml", CASE);
    folder
        .run(&part)
        .is(0, &["1 as expected"])
        .lacks(&["no case needs"]);
}

/// A spec that judges nothing anywhere is green for nothing.
#[test]
fn an_idle_spec() {
    let folder = suite(CASE);
    let more = "[[spec]]\nid = \"typo\"\nresource = \"aws_sqs_queu\"\nmust = [ { at = \"$.name\", present = true } ]\n";
    folder.write("specs/more.toml", more);
    folder.run(&["suite", "run", "suite"]).is(
        104,
        &[
            "idle spec: `more::typo` judges nothing in any case",
            "a name in it may be misspelt",
        ],
    );
}

/// A case in which nothing is judged is not green.
#[test]
fn nothing_judged() {
    let folder = suite("title = 'empty'\n");
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        r#"{"resource":{"aws_vpc":{"v":{}}}}"#,
    );
    folder.write(
        "specs/names.toml",
        &crate::made::SPECS.replace("[[spec]]", "[[spec]]\nwhen_empty = \"skip\""),
    );
    folder.run(&["suite", "run", "suite"]).is(
        4,
        &[
            "case orders: nothing was judged",
            "FAILED: 1 case: 1 nothing judged; 0 as expected",
        ],
    );
}

#[test]
fn missing_inputs() {
    let folder = suite(CASE);
    std::fs::remove_dir_all(folder.path("suite/orders/cdktf.out")).unwrap();
    folder.run(&["suite", "run", "suite"]).is(
        102,
        &[
            "case orders (model-a): not judged",
            "error: the case `orders` has no input",
            "put a cdktf.out or a plan.json beside",
        ],
    );
    let folder = suite(CASE);
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        "{\"resource\": {",
    );
    folder.write("suite/other/case.toml", CASE);
    folder.write("suite/other/cdktf.out/manifest.json", crate::made::MANIFEST);
    folder.write(
        "suite/other/cdktf.out/stacks/orders/cdk.tf.json",
        crate::made::STACK,
    );
    // The other case is judged all the same.
    folder
        .run(&["suite", "run", "suite"])
        .is(102, &["2 cases: 1 faulty, 1 refused; 1 as expected"]);
    let folder = suite(CASE);
    std::fs::remove_file(folder.path("suite/orders/case.toml")).unwrap();
    folder.run(&["suite", "run", "suite"]).is(
        102,
        &[
            "holds an input and no case.toml",
            "`stackspec new case INPUT` writes what is found in it",
        ],
    );
    suite(CASE)
        .run(&["suite", "run", "specs"])
        .is(4, &["there is no case below `specs`"]);
    suite(CASE).run(&["suite", "run", "no-such-folder"]).is(
        102,
        &["`no-such-folder` cannot be read as a folder of cases"],
    );
}

/// The schema is closed.
#[test]
fn invalid_files() {
    let invalid = |case: &str, sentences: &[&str]| red(case, 103, sentences);
    invalid(
        "titel = 'x'\n",
        &["unknown key `titel`", "did you mean `title`?"],
    );
    invalid("title = 1\n", &["`title` takes a text in quotes"]);
    invalid(
        "attempt = 0\n",
        &["`attempt` takes the number of an attempt, from 1"],
    );
    invalid(
        "classes = ['a', 'a']\n",
        &["a class is empty, or stands here twice"],
    );
    invalid(
        "[[expect]]\naddress = 'x'\n",
        &["this `[[expect]]` names no spec"],
    );
    invalid(
        "[[expect]]\nspec = 'queue-without-sufix'\n",
        &[
            "no spec of this suite is called `queue-without-sufix`",
            "did you mean `queue-without-suffix`?",
        ],
    );
    invalid(
        "[[expect]]\nspec = 'queue-without-suffix'\noutcome = 'red'\n",
        &["`outcome` takes"],
    );
    invalid(
        "[[expect]]\nspec = 'queue-without-suffix'\nexactly = 0\n",
        &["`exactly` takes a whole number from 1"],
    );
    invalid(
        "[[expect]]\nspec = 'queue-without-suffix'\naddress = '['\n",
        &["this is no glob"],
    );
    invalid(
        "[[known]]\nspec = 'queue-without-suffix'\n",
        &[
            "this known failure has no `reason`",
            "this known failure has no `expires`",
        ],
    );
    invalid(
        "[[known]]\nspec = 'x'\nreason = 'y'\nexpires = 'soon'\n",
        &["`expires` takes a day, as \"2027-01-31\""],
    );
    invalid("not toml", &["error"]);
    let folder = suite(CASE);
    folder.write("suite/suite.toml", "spec = 'x'\nspecs = '../specs'\n");
    folder
        .run(&["suite", "run", "suite"])
        .is(103, &["unknown key `spec`", "a suite.toml"]);
}

/// Above the folder of a suite there is none: the message names it.
#[test]
fn a_suite_that_is_one_floor_below() {
    let folder = crate::made::suite(crate::made::CASE);
    let named = "there is a suite in `./suite`: `stackspec suite run ./suite`";
    folder
        .run(&["suite", "run", "."])
        .is(2, &["no spec files are given", named]);
    folder.write("main.tf.json", "{}");
    folder
        .run(&["suite", "run", "."])
        .is(102, &["holds an input and no case.toml", named]);
    // Two floors below, and named from elsewhere.
    folder.write("a/b/case.toml", "");
    folder.write("a/b/c/suite.toml", "");
    folder
        .run(&["suite", "run", "a"])
        .is(2, &["there is a suite in `a/b/c`"]);
    // Red twin: what is right is not told of others.
    folder
        .run(&["suite", "run", "suite"])
        .is(0, &[])
        .lacks(&["there is a suite in"]);
}

/// A param of a case that nobody asks for was meant for somebody.
#[test]
fn a_param_that_no_spec_declares() {
    let wrong = crate::made::CASE.replace("suffix = ", "sufix = ");
    let folder = crate::made::suite(&wrong);
    let sentences = [
        "no spec of this suite declares the param `sufix`",
        "suite/orders/case.toml:6:1",
        "did you mean `suffix`?",
    ];
    folder.run(&["suite", "run", "suite"]).is(103, &sentences);
    folder
        .run(&["suite", "run", "suite", "--grade"])
        .is(103, &sentences);
    // A param of the library is for groups that may be chosen or left out, and specs that the command
    // line names are others.
    let library = format!(
        "{}[params]\nsuffix = 'pr1234'\ndeletion_protection = true\n",
        crate::made::CASE.split("[params]").next().unwrap()
    );
    let folder = crate::made::suite(&library);
    folder
        .run(&["suite", "run", "suite"])
        .is(104, &["unexpected finding"]);
    let folder = crate::made::suite(&wrong);
    folder
        .run(&["suite", "run", "suite", "--library", "aws/sqs"])
        .lacks(&["no spec of this suite declares"]);
}
