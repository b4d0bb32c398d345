//! `stackspec coverage`

use std::process::Command;

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use super::common::{Folder, run};
use super::{folder, words};

/// The lines of one type.
pub(super) fn of_type<'l>(lines: &'l [Value], name: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["type"] == name).collect()
}

#[test]
fn says_it_for_people() {
    let folder = folder();
    folder.run(&words("coverage", "specs", &[])).is(
        0,
        &[
            "  2 of 2  100 %",
            "aws_sqs_queue",
            "$.policy.Statement[*].Action",
            "ok: 3 specs on 1 stack: 3 pass; 2 of 2 resources and 2 of",
            "3 of 3 clauses proven",
        ],
    );
}

#[test]
fn says_it_line_by_line() {
    let folder = folder();
    let json = words("coverage", "specs", &["--message-format", "json"]);
    let lines = folder.run(&json).is(0, &[]).json();
    let leaves = of_type(&lines, "leaf");
    let leaf = |path: &str| {
        let leaf = leaves.iter().find(|leaf| leaf["path"] == path).unwrap();
        (
            leaf["state"].clone(),
            leaf["by"].clone(),
            leaf["line"].clone(),
        )
    };
    let covered = |by: &str, line: usize| (json!("covered"), json!([by]), json!(line));
    assert_eq!(leaf("$.delay_seconds"), covered("app::queue-waits#1", 6));
    assert_eq!(
        leaf("$.billing_mode"),
        covered("app::table-on-demand#1", 13)
    );
    assert_eq!(leaf("$.hash_key"), (json!("never"), json!([]), json!(14)));
    assert_eq!(
        leaf("$.policy.Statement[0].Action"),
        (json!("never"), json!([]), json!(7))
    );
    let queue = leaves
        .iter()
        .find(|leaf| leaf["path"] == "$.name" && leaf["line"] == 5);
    assert_eq!(queue.unwrap()["state"], "present");
    let states: Vec<&Value> = of_type(&lines, "resource")
        .iter()
        .map(|it| &it["state"])
        .collect();
    assert_eq!(states, ["covered", "covered"]);
    assert_eq!(of_type(&lines, "clause").len(), 3);
    assert_eq!(
        of_type(&lines, "verdict")
            .iter()
            .filter(|it| it["file"] == "app")
            .count(),
        3
    );
    let last = lines.last().unwrap();
    assert_eq!(
        (&last["type"], &last["verb"]),
        (&json!("summary"), &json!("coverage"))
    );
    assert_eq!(
        last["resources"],
        json!({"count": 2, "of": 2, "percent": 100})
    );
    assert_eq!(last["attributes"]["count"], 2);
    assert_eq!(last["attributes"]["of"], leaves.len());
    assert_eq!(last["outcomes"]["pass"], 3);
    // Each class is counted once, and the classes are all there is.
    let classes = of_type(&lines, "class");
    let all: u64 = classes
        .iter()
        .map(|it| it["leaves"].as_u64().unwrap())
        .sum();
    assert_eq!(all, leaves.len() as u64);
}

#[test]
fn presence_alone_covers_nothing() {
    let folder = folder();
    folder.write(
        "blanket/all.toml",
        "[[spec]]\nid = \"all\"\nresource = \"*\"\nmust = [ { at = \"$..*\", present = true } ]\n",
    );
    folder.run(&words("coverage", "blanket", &[])).is(
        0,
        &["  0 of 2    0 %", "2 resources not covered by any spec"],
    );
}

#[test]
fn red_specs_are_counted_and_gates_fail() {
    let folder = folder();
    folder.run(&words("coverage", "red", &[])).is(
        0,
        &[
            "1 verdict is red",
            "- fail red::table-is-red on in",
            "ok: 1 spec on 1 stack: 1 fail",
        ],
    );
    let gate = |percent: u8| format!("[coverage]\nresources = {percent}\n");
    folder.write("met.toml", &gate(50));
    folder.write("missed.toml", &gate(51));
    folder
        .run(&words("coverage", "red", &["--config", "met.toml"]))
        .is(0, &["50 % are required"]);
    folder
        .run(&words("coverage", "red", &["--config", "missed.toml"]))
        .is(100, &["51 % are required: FAILED", "(exit code 100)"]);
}

#[test]
fn nothing_judged_is_no_green() {
    let folder = folder();
    folder.write(
        "off/off.toml",
        "[[spec]]\nid = \"off\"\nlevel = \"off\"\nresource = \"aws_sqs_queue\"\nmust = [ { at = \"$.name\", present = true } ]\n",
    );
    folder
        .run(&words("coverage", "off", &[]))
        .is(4, &["NOTHING JUDGED"]);
    folder.write("none/none.toml", "");
    folder
        .run(&words("coverage", "none", &[]))
        .is(4, &["declare no spec"]);
    folder.run(&words("coverage", "gone", &[])).is(2, &["gone"]);
    folder
        .run(&["coverage", "gone", "--specs", "specs"])
        .is(102, &["gone"]);
    let json = [
        "coverage",
        "gone",
        "--specs",
        "specs",
        "--message-format",
        "json",
    ];
    let lines = folder.run(&json).is(102, &[]).json();
    let last = lines.last().unwrap();
    assert_eq!(
        (&last["verb"], &last["exit_code"]),
        (&json!("coverage"), &json!(102))
    );
    assert_eq!(of_type(&lines, "problem").len(), 1);
}

#[test]
fn reports_go_where_they_are_asked_for() {
    let folder = folder();
    let all = [
        "--report",
        "json=a.jsonl",
        "--report",
        "lcov=a.info",
        "--report",
        "html=a.html",
        "--output",
        "a.txt",
    ];
    folder
        .run(&words("coverage", "specs", &all))
        .is(0, &["coverage\n", "ok: 3 specs"]);
    let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
    assert!(read("a.jsonl").ends_with("\"exit_code\":0}\n"));
    assert!(read("a.info").ends_with("end_of_record\n"));
    assert!(read("a.html").contains("aws_sqs_queue.jobs"));
    // The file has every class, the terminal the worst.
    assert!(
        read("a.txt").contains("$.delay_seconds"),
        "{}",
        read("a.txt")
    );
    let json = ["--message-format", "json", "--output", "b.jsonl"];
    folder
        .run(&words("coverage", "specs", &json))
        .is(0, &["ok: 3 specs"]);
    assert_eq!(read("b.jsonl"), read("a.jsonl"));
    for (report, said) in [
        ("pdf=a", "`pdf` is no kind of report; the kinds are"),
        ("lcov", "write KIND=FILE"),
        ("lcov=", "no file is named"),
        (
            "lcov=gone/a.info",
            "`--report lcov=gone/a.info` cannot be written",
        ),
    ] {
        folder
            .run(&words("coverage", "specs", &["--report", report]))
            .is(2, &[said]);
    }
}

#[test]
fn verbose_lists_every_class() {
    let folder = folder();
    folder
        .run(&words("coverage", "specs", &[]))
        .lacks(&["$.delay_seconds  "]);
    folder
        .run(&words("coverage", "specs", &["--verbose"]))
        .is(0, &["$.delay_seconds  "]);
}

/// What `check` calls covered is what `coverage` calls covered.
#[test]
fn resources_are_those_of_check() {
    let input = [
        "examples/payments/fixed/cdktf.out",
        "--specs",
        "examples/payments/specs",
    ];
    let last = |verb: &str, name: &str| {
        let words = [&[verb], &input[..], &["--message-format", "json"]].concat();
        let lines = run(&words).json();
        of_type(&lines, name)
            .last()
            .map(|line| (*line).clone())
            .unwrap()
    };
    let check = last("check", "coverage");
    let coverage = last("coverage", "summary");
    assert_eq!(coverage["resources"]["count"], check["covered"]);
    assert_eq!(coverage["resources"]["of"], check["resources"]);
    assert_eq!(coverage["outcomes"], last("check", "summary")["outcomes"]);
    assert!(coverage["attributes"]["count"].as_u64().unwrap() > 100);
}

#[test]
fn two_runs_are_equal() {
    let folder = folder();
    let json = words("coverage", "specs", &["--message-format", "json"]);
    assert_eq!(folder.run(&json).out, folder.run(&json).out);
}

#[test]
fn secrets_are_not_printed() {
    let folder = Folder::with(&[
        (
            "in/app.tf.json",
            r#"{"resource":{"aws_db_instance":{"d":{"password":"hunter2hunter2","engine":"postgres"}}}}"#,
        ),
        (
            "specs/app.toml",
            "[[spec]]\nid = \"e\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.password\", equal = \"hunter2hunter2\" } ]\n",
        ),
    ]);
    let all = [
        "--report",
        "json=a.jsonl",
        "--report",
        "lcov=a.info",
        "--verbose",
    ];
    let came = folder.run(&words("coverage", "specs", &all));
    came.is(0, &["$.engine"]);
    let lcov = std::fs::read_to_string(folder.path("a.info")).unwrap();
    assert!(!lcov.contains("hunter2"), "{lcov}");
}

/// The real genhtml reads it, if there is one.
#[test]
fn genhtml_reads_the_tracefile() {
    if Command::new("genhtml").arg("--version").output().is_err() {
        crate::say::say("skipped: there is no genhtml (Debian: lcov)");
        return;
    }
    let folder = Folder::with(&[
        (
            "in/app.tf.json",
            "{\n\"resource\":{\n\"aws_sqs_queue\":{\n\"a,b\\nDA:1,1\":{\n\"name\":\"a\",\n\"tags\":{\"A\":\"1\",\"B\":\"2\"}}}}}\n",
        ),
        (
            "specs/app.toml",
            "[[spec]]\nid = \"n\"\nresource = \"aws_sqs_queue\"\nmust = [ { at = \"$.name\", equal = \"a\" }, { at = \"$.tags.A\", equal = \"1\" } ]\n",
        ),
    ]);
    folder
        .run(&words("coverage", "specs", &["--report", "lcov=a.info"]))
        .is(0, &[]);
    let made = Command::new("genhtml")
        .args(["--branch-coverage", "--output-directory", "html", "a.info"])
        .current_dir(folder.0.path())
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&made.stdout).into_owned() + &String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
    for figure in ["(1 of 2 lines)", "(1 of 1 function)", "(1 of 2 branches)"] {
        assert!(said.contains(figure), "`{figure}` is not in:\n{said}");
    }
}

/// Every gate holds, and what does not count is out of every figure.
#[test]
fn gates_and_what_does_not_count() {
    let folder = folder();
    let come = |config: &str| {
        folder.write("gates.toml", config);
        folder.run(&words("coverage", "specs", &["--config", "gates.toml"]))
    };
    come("[coverage]\nattributes = 18\nclauses_proven = 100\n").is(
        0,
        &["; 18 % are required\n", "proven; 100 % are required\n"],
    );
    come("[coverage]\nattributes = 19\n").is(
        100,
        &[
            "19 % are required: FAILED",
            "19 % of attributes are required (exit code 100)",
        ],
    );
    let ignore = |what: &str| {
        format!(
            "[coverage]\nattributes = 100\n[[coverage.ignore]]\n{what}\nreason = \"not ours\"\n"
        )
    };
    come(&ignore("type = \"*\"")).is(100, &["0 of 0 resources", "none"]);
    come(&ignore("type = \"aws_dynamodb_table\""))
        .is(100, &["1 of 1 resource and 1 of 6 attributes covered"]);
    come(&ignore("type = \"aws_lambda_function\""))
        .is(100, &["ignored for nothing", "2 of 11 attributes covered"]);
}
