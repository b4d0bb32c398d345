//! Grading: findings are counted, and nothing is expected.

use crate::common::Folder;
use crate::made::{CASE, MANIFEST, SPECS, STACK, suite};

#[test]
fn inputs_without_a_case_are_graded() {
    let folder = Folder::with(&[
        ("specs/names.toml", SPECS),
        ("in/a/cdktf.out/manifest.json", MANIFEST),
        ("in/a/cdktf.out/stacks/orders/cdk.tf.json", STACK),
        (
            "in/b/cdk.tf.json",
            &STACK.replace("\"orders\"", "\"orders-pr1234\""),
        ),
        ("in/c/plan.json", "{}"),
        ("in/c/notes.txt", ""),
    ]);
    let came = folder.run(&[
        "suite",
        "run",
        "in",
        "--grade",
        "--specs",
        "specs",
        "--param",
        "suffix=pr1234",
        "--verbose",
    ]);
    came.is(
        102,
        &[
            "case a: faulty, 1 finding",
            "case b: clean",
            "case c: not judged",
            "FAILED: 3 cases: 1 clean, 1 faulty, 1 refused; 1 finding in 6 resources",
        ],
    );
    std::fs::remove_dir_all(folder.path("in/c")).unwrap();
    folder
        .run(&[
            "suite",
            "run",
            "in",
            "--grade",
            "--specs",
            "specs",
            "--param",
            "suffix=pr1234",
        ])
        .is(0, &["graded: 2 cases: 1 clean, 1 faulty"])
        .lacks(&["as expected"]);
}

/// What a case expects does not count, and neither does a baseline.
#[test]
fn expectations_do_not_count() {
    let folder = suite(&CASE.replace("orders_*", "nowhere"));
    folder.write("suite/baseline.json", "{");
    folder
        .run(&["suite", "run", "suite", "--grade"])
        .is(0, &["graded: 1 case: 1 faulty"]);
}

#[test]
fn levels_are_groups_of_the_library() {
    for level in ["deny", "warn"] {
        let args = [
            "list",
            "specs",
            "--library",
            level,
            "--message-format",
            "json",
        ];
        let lines = crate::common::run(&args).json();
        let own = lines.iter().filter(|line| line["selects"] != "built-in");
        let levels: Vec<&str> = own.map(|line| line["level"].as_str().unwrap()).collect();
        assert!(levels.len() > 50, "{level}");
        assert!(levels.iter().all(|it| *it == level), "{levels:?}");
    }
    crate::common::run(&["list", "specs", "--library", "denny"]).is(2, &["did you mean `deny`?"]);
}

/// Specs that are not there are as wrong as in `check`.
#[test]
fn it_is_no_way_around_specs() {
    let folder = suite(CASE);
    folder.write("suite/suite.toml", "");
    folder
        .run(&["suite", "run", "suite", "--grade"])
        .is(2, &["no spec files are given"]);
    folder.write("specs/names.toml", "");
    folder
        .run(&["suite", "run", "suite", "--grade", "--specs", "specs"])
        .is(4, &["the spec files declare no spec"]);
}

/// `--run` says of which run all cases are, so that two gradings can be compared and scored.
#[test]
fn a_run_is_named() {
    let folder = suite(CASE);
    let grade = ["suite", "run", "suite", "--grade"];
    for (name, file) in [("monday", "a.jsonl"), ("tuesday", "b.jsonl")] {
        let more = ["--run", name, "--message-format", "json", "--output", file];
        folder.run(&[&grade[..], &more].concat()).is(0, &[]);
        let written = std::fs::read_to_string(folder.path(file)).unwrap();
        assert!(
            written.contains(&format!("\"run\":\"{name}\"")),
            "{written}"
        );
    }
    folder.run(&["compare", "a.jsonl", "b.jsonl"]).is(0, &[]);
    folder
        .run(&["scoreboard", "a.jsonl", "b.jsonl"])
        .is(0, &["monday", "tuesday"]);
    // Red twins: what is expected of a case is expected of its own run.
    folder
        .run(&["suite", "run", "suite", "--run", "x"])
        .is(2, &["--grade"]);
    folder
        .run(&[&grade[..], &["--run", ""]].concat())
        .is(2, &["--run"]);
}
