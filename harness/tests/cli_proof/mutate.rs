//! `stackspec mutate`

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use super::common::Folder;
use super::coverage::of_type;
use super::{STACK, folder, words};

/// The report of a run, line by line.
fn lines(folder: &Folder, more: &[&str]) -> Vec<Value> {
    let more = [&["--message-format", "json"], more].concat();
    folder.run(&words("mutate", "specs", &more)).json()
}

/// The paths and operators of the mutants of an outcome.
fn mutants<'l>(lines: &'l [Value], outcome: &str) -> Vec<(&'l str, &'l str, &'l str)> {
    let text = |line: &'l Value, name: &str| line[name].as_str().unwrap();
    let mutants = of_type(lines, "mutant").into_iter();
    let mutants = mutants.filter(|mutant| mutant["outcome"] == outcome);
    mutants
        .map(|it| (text(it, "address"), text(it, "path"), text(it, "operator")))
        .collect()
}

#[test]
fn kills_survivors_and_their_spec() {
    let folder = folder();
    let lines = lines(&folder, &["--all"]);
    let killed = mutants(&lines, "killed");
    assert!(
        killed.contains(&("aws_sqs_queue.jobs", "$.delay_seconds", "number")),
        "{killed:?}"
    );
    let survived = mutants(&lines, "survived");
    let table = "aws_dynamodb_table.orders";
    assert!(
        survived.contains(&(table, "$.hash_key", "literal")),
        "{survived:?}"
    );
    let policy = ("aws_sqs_queue.jobs", "$.policy.Statement[0].Action", "star");
    assert!(survived.contains(&policy), "{survived:?}");
    let last = lines.last().unwrap();
    assert_eq!(
        (&last["type"], &last["verb"]),
        (&json!("summary"), &json!("mutate"))
    );
    let number = |name: &str| last[name].as_u64().unwrap() as usize;
    assert_eq!(number("killed"), killed.len());
    assert_eq!(number("survived"), survived.len());
    assert_eq!(number("mutants"), of_type(&lines, "mutant").len());
    let score = killed.len() * 100 / (killed.len() + survived.len());
    assert_eq!(number("score"), score);
    assert_eq!(
        (&last["exit_code"], &last["stacks"]),
        (&json!(0), &json!(1))
    );
    // Every survivor is in one class.
    let classes = of_type(&lines, "survivors");
    let in_classes: u64 = classes.iter().map(|it| it["count"].as_u64().unwrap()).sum();
    assert_eq!(in_classes as usize, survived.len());
}

/// What is offered to paste kills what it is offered for, and holds as it is.
#[test]
fn the_spec_that_is_offered_kills() {
    let folder = folder();
    let before = lines(&folder, &["--all"]);
    let class = of_type(&before, "survivors");
    let class = class.iter().find(|it| it["class"] == "$.hash_key").unwrap();
    let specs = format!("{}\n{}", super::SPECS, class["toml"].as_str().unwrap());
    folder.write("specs/app.toml", &specs);
    folder.run(&words("check", "specs", &[])).is(0, &[]);
    let after = lines(&folder, &["--all"]);
    let left = mutants(&after, "survived");
    assert!(
        !left.iter().any(|(_, path, _)| *path == "$.hash_key"),
        "{left:?}"
    );
    let score = |lines: &[Value]| lines.last().unwrap()["score"].as_u64();
    assert!(score(&after) > score(&before));
}

#[test]
fn says_it_for_people() {
    let folder = folder();
    let came = folder.run(&words("mutate", "specs", &[]));
    came.is(
        0,
        &[
            "mutation score: ",
            "x aws_dynamodb_table $.hash_key",
            "    | [[spec]]",
            "ok: 3 specs on 1 stack: ",
        ],
    );
    // No line of progress where nobody watches.
    came.lacks(&["\r", "mutants judged ("]);
    assert_eq!(came.err, "");
}

#[test]
fn a_score_that_is_too_low_is_red() {
    let folder = folder();
    let score = lines(&folder, &[]).last().unwrap()["score"]
        .as_u64()
        .unwrap();
    let (met, missed) = (score.to_string(), (score + 1).to_string());
    let of = |score: &str| folder.run(&words("mutate", "specs", &["--min-score", score]));
    of(&met).is(0, &["ok: "]).lacks(&["is required"]);
    let said = format!("a score of {missed} % is required (--min-score) (exit code 100)");
    of(&missed).is(100, &["FAILED: ", &said]);
    of("101").is(2, &["101"]);
}

#[test]
fn what_is_judged_can_be_narrowed() {
    let folder = folder();
    let one = lines(&folder, &["--resource", "aws_sqs_*"]);
    let all = of_type(&one, "mutant");
    assert!(!all.is_empty());
    assert!(all.iter().all(|it| it["address"] == "aws_sqs_queue.jobs"));
    // A clause about the table is not unproven because the table was left alone.
    assert_eq!(one.last().unwrap()["proven"], Value::Null);
    assert_eq!(of_type(&one, "clause"), Vec::<&Value>::new());
    let come = |more: &[&str]| folder.run(&words("mutate", "specs", more));
    come(&["--resource", "aws_sqs_*"]).is(0, &["only what was asked for: --resource aws_sqs_*"]);
    come(&["--resource", "aws_sqs_queue.job"]).is(2, &["did you mean `aws_sqs_queue.jobs`?"]);
    come(&["--resource", "["]).is(2, &["is no glob"]);
    // Only one spec is asked: what another one would kill survives.
    let one = lines(&folder, &["--spec", "table-*", "--all"]);
    let killed = mutants(&one, "killed");
    assert!(!killed.is_empty());
    assert!(
        killed
            .iter()
            .all(|(address, ..)| *address == "aws_dynamodb_table.orders"),
        "{killed:?}"
    );
    assert_eq!(one.last().unwrap()["specs"], 1);
    come(&["--spec", "tabel-on-demand"]).is(2, &["did you mean `table-on-demand`?"]);
}

#[test]
fn only_what_differs_from_a_base() {
    let folder = folder();
    folder.write(
        "base/app.tf.json",
        &STACK.replace("\"delay_seconds\": 5", "\"delay_seconds\": 9"),
    );
    let base = ["--in-diff", "base", "--all", "--stack", "in"];
    let changed = lines(&folder, &base);
    let all = of_type(&changed, "mutant");
    assert!(!all.is_empty());
    assert!(
        all.iter().all(|it| it["path"] == "$.delay_seconds"),
        "{all:?}"
    );
    folder.write("base/app.tf.json", STACK);
    let come = |more: &[&str]| folder.run(&words("mutate", "specs", more));
    come(&base).is(
        4,
        &[
            "nothing differs from what `--in-diff` names",
            "NOTHING JUDGED",
        ],
    );
    come(&["--in-diff", "gone"]).is(102, &["gone"]);
    come(&["--in-diff", "base"]).is(
        2,
        &[
            "has none of the stacks of the input",
            "it has base; the input has in",
        ],
    );
    come(&["--in-diff", "base", "--synth", "in"]).is(2, &["cannot be used with"]);
    folder.write(
        "base/app.tf.json",
        r#"{"resource":{"aws_sqs_queue":{"jobs":{"name":"jobs"}}}}"#,
    );
    let new = lines(&folder, &base);
    let table = of_type(&new, "mutant")
        .into_iter()
        .any(|it| it["address"] == "aws_dynamodb_table.orders");
    let name = of_type(&new, "mutant")
        .into_iter()
        .any(|it| it["address"] == "aws_sqs_queue.jobs" && it["path"] == "$.name");
    assert!(table && !name);
}

#[test]
fn specs_that_are_not_green_show_nothing() {
    let folder = folder();
    folder.run(&words("mutate", "red", &[])).is(
        4,
        &[
            "no spec is green as it is",
            "1 spec left out",
            "- fail in::red::table-is-red",
            "NOTHING JUDGED",
        ],
    );
    folder
        .run(&words("mutate", "red", &["--min-score", "0"]))
        .is(4, &[]);
    // Beside green ones it is only left out.
    let both = [
        "mutate",
        "in",
        "--specs",
        "specs",
        "red",
        "--message-format",
        "json",
    ];
    let lines = folder.run(&both).is(0, &[]).json();
    let left_out = of_type(&lines, "left_out");
    assert_eq!(
        left_out,
        [&json!({"type": "left_out", "case": "in::red::table-is-red", "outcome": "fail"})]
    );
    folder.write("none/none.toml", "");
    folder
        .run(&words("mutate", "none", &[]))
        .is(4, &["declare no spec"]);
    let json = [
        "mutate",
        "gone",
        "--specs",
        "specs",
        "--message-format",
        "json",
    ];
    let lines = folder.run(&json).is(102, &[]).json();
    assert_eq!(lines.last().unwrap()["verb"], "mutate");
}

#[test]
fn reports_go_where_they_are_asked_for() {
    let folder = folder();
    let to = [
        "--report",
        "json=a.jsonl",
        "--report",
        "html=a.html",
        "--output",
        "a.txt",
    ];
    folder
        .run(&words("mutate", "specs", &to))
        .is(0, &["ok: 3 specs"]);
    let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
    assert!(read("a.jsonl").ends_with("\"exit_code\":0}\n"));
    assert!(read("a.txt").starts_with("mutation score: "));
    for text in ["aws-dynamodb-table-hash-key", "$.delay_seconds"] {
        assert!(read("a.html").contains(text), "{text}");
    }
    folder
        .run(&words("mutate", "specs", &["--report", "lcov=a.info"]))
        .is(2, &["there is no lcov of them"]);
    assert!(!folder.path("a.info").exists());
}

#[test]
fn two_runs_are_equal() {
    let folder = folder();
    assert_eq!(lines(&folder, &[]), lines(&folder, &[]));
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
            "[[spec]]\nid = \"e\"\nresource = \"aws_db_instance\"\nmust = [ { at = \"$.engine\", equal = \"postgres\" } ]\n",
        ),
    ]);
    let more = ["--all", "--verbose", "--report", "json=a.jsonl"];
    folder
        .run(&words("mutate", "specs", &more))
        .is(0, &["$.password", "(sensitive)"])
        .lacks(&["hunter2"]);
    let json = std::fs::read_to_string(folder.path("a.jsonl")).unwrap();
    assert!(!json.contains("hunter2"), "{json}");
}

/// What `[[mutant.skip]]` names is listed with its reason, and not tried.
#[test]
fn what_is_skipped_has_a_reason() {
    let folder = folder();
    let before = mutants(&lines(&folder, &["--all"]), "survived").len();
    folder.write(
        "stackspec.toml",
        "[[mutant.skip]]\ntype = \"aws_dynamodb_table\"\npath = \"$.hash_key\"\nreason = \"it never changes\"\n",
    );
    let after = lines(&folder, &["--all"]);
    let skipped = of_type(&after, "mutant_skip");
    assert!(!skipped.is_empty());
    assert!(
        skipped
            .iter()
            .all(|it| it["path"] == "$.hash_key" && it["reason"] == "it never changes")
    );
    assert_eq!(mutants(&after, "survived").len() + skipped.len(), before);
    assert_eq!(after.last().unwrap()["skipped"], skipped.len());
    folder
        .run(&words("mutate", "specs", &["--all"]))
        .is(0, &["skipped with a reason", "x it never changes"]);
}
