//! Cases come from anywhere.

use crate::made::{CASE, STACK, suite};

/// What a case names lies in its own folder.
#[test]
fn nothing_leads_out_of_a_case() {
    for input in [
        "../../specs",
        "/etc",
        "cdktf.out/../../other",
        "C:/x",
        "a\\\\..\\\\b",
        "",
    ] {
        let case = format!("input = \"{input}\"\n{CASE}");
        suite(&case).run(&["suite", "run", "suite"]).is(
            103,
            &["`input` does not name something in the folder of the case"],
        );
    }
}

#[cfg(unix)]
#[test]
fn nor_does_a_link() {
    let folder = suite(CASE);
    std::fs::rename(
        folder.path("suite/orders/cdktf.out"),
        folder.path("elsewhere"),
    )
    .unwrap();
    std::os::unix::fs::symlink(
        folder.path("elsewhere"),
        folder.path("suite/orders/cdktf.out"),
    )
    .unwrap();
    folder.write(
        "suite/orders/case.toml",
        &format!("input = 'cdktf.out'\n{CASE}"),
    );
    folder
        .run(&["suite", "run", "suite"])
        .is(102, &["leads out of the folder of its case"]);
}

/// Nothing below a case is read as specs, configuration, a suite or another case.
#[test]
fn a_case_does_not_configure_its_judgement() {
    let folder = suite(CASE.split("[[expect]]").next().unwrap());
    let below = "suite/orders/cdktf.out";
    folder.write(&format!("{below}/stackspec.toml"), "[levels]\n");
    folder.write(&format!("{below}/suite.toml"), "[[known]]\n");
    folder.write(&format!("{below}/case.toml"), "not toml");
    folder.write(&format!("{below}/baseline.json"), "{");
    folder.write("suite/orders/suite.toml", "not toml");
    folder.write("suite/orders/baseline.json", "{");
    folder
        .run(&["suite", "run", "suite"])
        .is(104, &["unexpected finding", "1 mismatch"]);
}

/// Nor does it where the case itself is named.
#[test]
fn a_case_that_is_named_does_not_configure_itself_either() {
    let folder = suite(CASE.split("[[expect]]").next().unwrap());
    folder
        .run(&["suite", "run", "suite/orders"])
        .is(104, &["unexpected finding"]);
    let levels = "specs = '../../specs'\n[[known]]\nspec = 'queue-without-suffix'\nreason = 'x'\nexpires = '2999-01-01'\n";
    folder.write("suite/orders/suite.toml", levels);
    folder
        .run(&["suite", "run", "suite/orders"])
        .is(104, &["unexpected finding"]);
    // A tree without a case.toml is a case too, where it is graded.
    folder.write(
        "suite/orders/suite.toml",
        "[levels]\nqueue-without-dead-letter = 'off'\n",
    );
    std::fs::remove_file(folder.path("suite/orders/case.toml")).unwrap();
    let graded = [
        "suite",
        "run",
        "suite/orders",
        "--grade",
        "--library",
        "queue-without-dead-letter",
    ];
    let before = folder.run(&graded);
    std::fs::remove_file(folder.path("suite/orders/suite.toml")).unwrap();
    assert_eq!(before.out, folder.run(&graded).out);
    // A baseline in its folder is none, and none is written there.
    folder.write(
        "suite/orders/case.toml",
        CASE.split("[[expect]]").next().unwrap(),
    );
    folder.write("suite/orders/baseline.json", "{");
    folder
        .run(&["suite", "run", "suite/orders"])
        .is(104, &["unexpected finding"]);
}

/// Texts of a case are escaped wherever they are shown.
#[test]
fn texts_are_escaped() {
    let nasty = "\u{1b}[31m\u{202e}::error::x ##[error]";
    let quoted = "\\u001b[31m\\u202e::error::x ##[error]";
    let case = CASE
        .split("[[expect]]")
        .next()
        .unwrap()
        .replace("model-a", quoted)
        .replace("a queue without the suffix", quoted);
    let folder = suite(&case);
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        &STACK.replace("\"name\": \"orders\"", &format!("\"name\": \"{quoted}\"")),
    );
    let came = folder.run(&["suite", "run", "suite", "--verbose"]);
    came.is(104, &["\\u{1b}[31m\\u{202e}"])
        .lacks(&["\u{1b}", "\u{202e}", "##[error]", nasty]);
    assert!(
        !came.out.lines().any(|line| line.starts_with("::")),
        "{}",
        came.out
    );
    let json = folder.run(&["suite", "run", "suite", "--message-format", "json"]);
    json.is(104, &[]);
    assert!(!json.out.contains('\u{1b}'), "{}", json.out);
    assert!(json.json().iter().any(|line| line["model"] == nasty));
}

/// A value that is marked sensitive is in no result.
#[test]
fn secrets_are_not_shown() {
    let folder = suite(CASE.split("[[expect]]").next().unwrap());
    folder.write(
        "suite/orders/cdktf.out/stacks/orders/cdk.tf.json",
        r#"{"resource":{"aws_sqs_queue":{"q":{"name":"hunter2hunter2"}},
            "aws_db_instance":{"d":{"password":"hunter2hunter2"}}}}"#,
    );
    for format in ["human", "json"] {
        folder
            .run(&[
                "suite",
                "run",
                "suite",
                "--verbose",
                "--message-format",
                format,
            ])
            .is(104, &["queue-without-suffix"])
            .lacks(&["hunter2hunter2"]);
    }
}

/// A file that is not written as a whole is not written.
#[test]
fn output_is_whole_or_not_there() {
    let folder = suite(CASE);
    folder
        .run(&["suite", "run", "suite", "--output", "no/such/folder/x"])
        .is(
            2,
            &["cannot be written", "name a file in a folder that exists"],
        );
    let args = [
        "suite",
        "run",
        "suite",
        "--message-format",
        "json",
        "--output",
        "r.jsonl",
    ];
    folder.run(&args).is(0, &["ok: 1 case"]);
    let text = std::fs::read_to_string(folder.path("r.jsonl")).unwrap();
    let read = stackspec::suite::Results::read("r.jsonl", &text).unwrap();
    assert_eq!((read.cases.len(), read.summary.exit_code), (1, 0));
    let plain = folder.run(&["suite", "run", "suite", "--message-format", "json"]);
    assert_eq!(plain.out, text);
}
