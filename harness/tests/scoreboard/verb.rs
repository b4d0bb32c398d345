//! `stackspec scoreboard`: what it reads, what it writes, how it ends.

use pretty_assertions::assert_eq;
use serde_json::Value;
use stackspec::report::json::TABLE;
use stackspec::suite::{Met, State};
use stackspec::verdict::Outcome::Fail;

use super::made::{Made, Say, text};
use crate::cli::{self, Came, Folder};

/// A run of one model: three cases, of which one passes.
fn run_of(file: &str, run: &str, model: &str) -> String {
    let mut made = Made::new(file, &["dlq", "kms", "warn-tags"]);
    let case = made.case("clean").by(run, model, "orders");
    case.passes("dlq").red("warn-tags", Fail, 1, Met::Warned);
    let case = made.case("red").by(run, model, "orders").passes("kms");
    case.red("dlq", Fail, 2, Met::Expected).case.classes = vec!["lambda-dlq".into()];
    made.case("refused")
        .by(run, model, "refund")
        .no_verdict(State::Refused);
    text(&made.done())
}

/// Runs `scoreboard` on files, each a name and a text.
fn run(files: &[(&str, &str)], more: &[&str]) -> (Folder, Came) {
    let folder = Folder::with(files);
    let names = files.iter().map(|(name, _)| *name);
    let args: Vec<&str> = ["scoreboard"].into_iter().chain(names).collect();
    let came = folder.run(&[&args, more].concat());
    (folder, came)
}

/// How it ends, and what it says on the way.
#[track_caller]
fn ends(files: &[(&str, &str)], more: &[&str], code: i32, says: &[&str]) {
    run(files, more).1.is(code, says);
}

#[test]
fn figures_are_no_verdict() {
    let (a, b) = (run_of("a", "r1", "a"), run_of("b", "r1", "b"));
    let says = "scoreboard: 2 of 6 cases clean (33 %); 2 faulty; 2 refused; 4 of 6 as expected; \
                pass@1 25 % over 4 prompts; 4 findings, 10.0 per 100 resources";
    ends(
        &[("a.jsonl", &a), ("b.jsonl", &b)],
        &[],
        0,
        &[says, "by model", "by class"],
    );
}

#[test]
fn how_it_ends() {
    let empty = text(&Made::new("a", &["dlq"]).done());
    ends(
        &[("a.jsonl", &empty)],
        &[],
        4,
        &["NO CASE", "no file has a case", "(none)"],
    );
    cli::run(&["scoreboard"]).is(2, &["<FILE>"]);
    let a = run_of("a", "r1", "a");
    let cut: String = a.lines().take(5).map(|line| format!("{line}\n")).collect();
    ends(
        &[("a.jsonl", &cut)],
        &[],
        102,
        &["`a.jsonl`: it is cut off"],
    );
    ends(&[("a.jsonl", "{}\n")], &[], 102, &["no result of a suite"]);
    ends(
        &[("a.jsonl", &a)],
        &["gone.jsonl"],
        102,
        &["`gone.jsonl` cannot be read"],
    );
    // Each file is read, whatever is wrong with another.
    ends(
        &[("a.jsonl", "{}"), ("b.jsonl", "")],
        &[],
        102,
        &["`a.jsonl`", "`b.jsonl`"],
    );
}

/// A case that is there twice would count twice.
#[test]
fn no_case_counts_twice() {
    let (a, b) = (run_of("a", "r1", "a"), run_of("b", "", ""));
    let twice = [
        "the case `clean` is in `a.jsonl` and in `b.jsonl`",
        "the run `r1` and the model `a`",
    ];
    ends(&[("a.jsonl", &a), ("b.jsonl", &a)], &[], 102, &twice);
    ends(
        &[("a.jsonl", &a)],
        &["a.jsonl"],
        102,
        &["is twice in `a.jsonl`"],
    );
    ends(
        &[("a.jsonl", &b), ("b.jsonl", &b)],
        &[],
        102,
        &["no run and no model"],
    );
    // Another run or another model is another case.
    ends(
        &[("a.jsonl", &a), ("b.jsonl", &b)],
        &[],
        0,
        &["2 of 6 cases"],
    );
}

#[test]
fn other_specs_are_a_warning() {
    let a = run_of("a", "r1", "a");
    let mut other = Made::new("b", &["dlq", "warn-kms", "extra"]);
    other.case("clean").by("r1", "b", "orders").passes("dlq");
    let mut other = other.done();
    other.specs[1].spec = "kms".into();
    let other = text(&other);
    ends(
        &[("a.jsonl", &a), ("b.jsonl", &other)],
        &[],
        0,
        &[
            "warning: not comparable: other specs judged the cases of `a.jsonl` and of `b.jsonl`",
            "`aws::extra` judged only those of `b.jsonl`",
            "`aws::kms` is `deny` in the one, `warn` in the other",
            "`aws::warn-tags` judged only those of `a.jsonl`",
        ],
    );
    // Red twin: the same specs are no warning.
    let files = [("a.jsonl", &*a), ("b.jsonl", &run_of("b", "r1", "b"))];
    run(&files, &[]).1.lacks(&["warning"]);
}

#[test]
fn a_shard_that_is_not_here_is_a_warning() {
    let mut one = Made::new("1", &["dlq"]);
    one.case("clean").passes("dlq");
    let mut one = one.done();
    (one.suite.shard, one.suite.shards) = (Some(2), Some(3));
    let says = "not all cases are here: of 3 shards, 1, 3 lack";
    ends(&[("1.jsonl", &text(&one))], &[], 0, &[says]);
}

/// The ending of the file says how it is written.
#[test]
fn what_is_written_where() {
    let a = run_of("a", "r1", "a");
    for (file, holds) in [
        ("o.html", "<!doctype html>"),
        ("o.md", "# Scoreboard: orders\n"),
        ("o.json", "{\"type\":\"file\",\"verb\":\"scoreboard\""),
        ("o.jsonl", "{\"type\":\"file\",\"verb\":\"scoreboard\""),
    ] {
        let (folder, came) = run(&[("a.jsonl", &a)], &["--output", file]);
        assert_eq!(came.code, Some(0), "{}", came.err);
        assert!(came.out.contains("scoreboard: 1 of 3 cases clean (33 %)"));
        let text = std::fs::read_to_string(folder.path(file)).unwrap_or_default();
        assert!(text.starts_with(holds), "{file}: {text}");
    }
    for file in ["o", "o.txt", "o.HTML", "html"] {
        let says = "let its name end in one of `.html`, `.md`, `.json`, `.jsonl`";
        ends(&[("a.jsonl", &a)], &["--output", file], 2, &[says]);
    }
    let gone = "gone/o.html";
    ends(
        &[("a.jsonl", &a)],
        &["--output", gone],
        2,
        &["cannot be written"],
    );
}

/// A refusal never leaves a scoreboard behind that looks like one of today.
#[test]
fn a_refusal_is_said_to_programs_too() {
    let more = ["--message-format", "json", "--output", "o.jsonl"];
    let (folder, came) = run(&[("a.jsonl", "{}")], &more);
    let written = std::fs::read_to_string(folder.path("o.jsonl")).unwrap_or_default();
    assert_eq!(came.out, written);
    let lines = came.json();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["type"], &lines[0]["exit_code"]),
        (&"problem".into(), &102.into())
    );
    assert_eq!(
        (&lines[1]["cases"], &lines[1]["exit_code"]),
        (&0.into(), &102.into())
    );
    let (folder, _) = run(&[("a.jsonl", "{}")], &["--output", "o.html"]);
    assert!(!folder.path("o.html").exists());
}

/// Every line has the fields that the table names, in their order.
#[test]
fn lines_are_as_documented() {
    let (a, b) = (run_of("a", "r1", "a"), run_of("b", "r2", "b"));
    let mut other = Made::new("c", &["dlq"]);
    other.case("clean").passes("dlq");
    let c = text(&other.done());
    let files = [("a.jsonl", &*a), ("b.jsonl", &b), ("c.jsonl", &c)];
    let (_, came) = run(&files, &["--message-format", "json"]);
    assert_eq!(came.code, Some(0), "{}", came.err);
    let mut seen: Vec<&str> = Vec::new();
    for line in came.out.lines() {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let row = TABLE
            .iter()
            .find(|row| row.verb == "scoreboard" && value["type"] == row.name);
        let row = row.unwrap_or_else(|| panic!("no row for {line}"));
        let mut at = 0;
        for name in ["type"]
            .into_iter()
            .chain(row.fields.iter().map(|it| it.name))
        {
            let key = format!("\"{name}\":");
            let found = line[at..].find(&key);
            at += found.unwrap_or_else(|| panic!("{name} is not in its place: {line}"));
        }
        let fields = value.as_object().map(serde_json::Map::len);
        assert_eq!(fields, Some(row.fields.len() + 1), "{line}");
        seen.push(row.name);
    }
    let of_verb = TABLE.iter().filter(|row| row.verb == "scoreboard");
    for row in of_verb {
        assert!(seen.contains(&row.name), "{} was not written", row.name);
    }
}

#[test]
fn the_same_files_give_the_same_bytes_in_any_order() {
    let (a, b) = (run_of("a", "r1", "a"), run_of("b", "r1", "b"));
    for format in ["human", "markdown"] {
        let more = ["--message-format", format];
        let (_, one) = run(&[("a.jsonl", &a), ("b.jsonl", &b)], &more);
        let (_, two) = run(&[("b.jsonl", &b), ("a.jsonl", &a)], &more);
        assert_eq!(one.out, two.out);
    }
}
