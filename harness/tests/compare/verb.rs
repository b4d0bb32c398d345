//! `stackspec compare`: what it writes, how it ends.

use pretty_assertions::assert_eq;
use stackspec::report::json::TABLE;
use stackspec::suite::Results;

use crate::cli::{Came, Folder};
use crate::made::text;
use crate::sides::side;

const SPECS: &[&str] = &["dlq", "kms"];

fn run(before: &str, after: &str, more: &[&str]) -> (Folder, Came) {
    let folder = Folder::with(&[("a.jsonl", before), ("b.jsonl", after)]);
    let came = folder.run(&[&["compare", "a.jsonl", "b.jsonl"], more].concat());
    (folder, came)
}

fn better() -> (Results, Results) {
    (
        side("a", SPECS, &[("c", &["dlq=fail*2", "kms=fail*1"])]),
        side("b", SPECS, &[("c", &["dlq=pass", "kms=fail*1"])]),
    )
}

/// One of everything.
fn worse() -> (Results, Results) {
    let before = side(
        "a",
        SPECS,
        &[
            ("broken", &["dlq=pass", "kms=pass"]),
            ("fixed", &["dlq=fail*1"]),
            ("gone", &["dlq=pass"]),
            ("more", &["dlq=fail*1", "kms=pass"]),
            ("refused", &["dlq=pass"]),
        ],
    );
    let after = side(
        "b",
        &["dlq", "kms", "extra"],
        &[
            ("broken", &["dlq=fail*5", "kms=pass", "extra=fail*1"]),
            ("fixed", &["dlq=pass", "kms=pass"]),
            ("more", &["dlq=fail*2", "kms=vacuous*1"]),
            ("new", &["dlq=pass"]),
            ("refused", &["refused"]),
        ],
    );
    (before, after)
}

#[test]
fn people_read() {
    let (before, after) = better();
    let (_, came) = run(&text(&before), &text(&after), &[]);
    assert_eq!(
        came.out,
        "newly fixed: c: aws::dlq on `app` (was fail, is pass)
by spec
    | spec      newly fixed  unchanged red
    | aws::kms            0              1
    | aws::dlq            1              0
by class
    | class  newly fixed  unchanged red
    | class            1              1
by model
    | model    newly fixed  unchanged red
    | model-a            1              1
no worse: 0 newly broken, 1 newly fixed, 1 unchanged red; 1 case in both
"
    );
    assert_eq!((came.code, &*came.err), (Some(0), ""));
    let (before, after) = worse();
    let (_, came) = run(&text(&before), &text(&after), &[]);
    came.is(
        104,
        &[
            "gone: case gone: was clean\n",
            "newly refused: case refused: was clean, is refused: there is no input\n",
            "new: case new: is clean\n",
            "newly broken: broken: aws::dlq on `app` (was pass, is fail)\n    + aws_sqs_queue.q0: dlq does not hold\n",
            "    + and 2 more findings\n",
            "judged no more: more: aws::kms on `app` (was pass, is vacuous)\n",
            "unchanged red: more: aws::dlq on `app` (was fail, is fail)\n    + aws_sqs_queue.q1: dlq does not hold\n",
            "newly asked: broken: aws::extra on `app` (was not judged, is fail)\n",
            "WORSE: 1 newly broken, 1 newly fixed, 1 unchanged red (1 finding new), 1 judged no more, \
             1 red that were not asked before, 1 judged newly; 4 cases in both, 1 gone, 1 newly refused, 1 new\n",
            "warning: `a.jsonl` and `b.jsonl` were judged by other specs",
        ],
    );
}

#[test]
fn how_it_ends() {
    let (before, after) = better();
    let (before, after) = (text(&before), text(&after));
    run(&after, &before, &[])
        .1
        .is(104, &["WORSE: 1 newly broken"]);
    run(&before, &before, &[])
        .1
        .is(0, &["no worse: 0 newly broken"]);
    let other = text(&side("c", SPECS, &[("other", &["dlq=pass"])]));
    let says = &[
        "error: `a.jsonl` and `b.jsonl` have no case in common",
        "NOTHING COMPARED",
    ];
    run(&before, &other, &[]).1.is(4, says);
    run("{}\n", &before, &[])
        .1
        .is(102, &["`a.jsonl`: this is no result of a suite"]);
    // Both files are read, whatever is wrong with the other.
    run("", "", &[]).1.is(102, &["`a.jsonl`", "`b.jsonl`"]);
    let cut: String = before
        .lines()
        .take(4)
        .map(|line| format!("{line}\n"))
        .collect();
    run(&before, &cut, &[])
        .1
        .is(102, &["`b.jsonl`: it is cut off"]);
    let version = before.replacen("\"version\":1", "\"version\":2", 1);
    let says = "`b.jsonl`: it is of version 2, and this stackspec reads version 1";
    run(&before, &version, &[]).1.is(102, &[says]);
    let twice = text(&side(
        "d",
        SPECS,
        &[("c", &["dlq=pass"]), ("c", &["dlq=pass"])],
    ));
    run(&before, &twice, &[])
        .1
        .is(102, &["the case `c` is twice in `b.jsonl`"]);
    run(&before, &after, &["--output", "gone/o.md"])
        .1
        .is(2, &["cannot be written"]);
    run(&before, &after, &["more.jsonl"])
        .1
        .is(2, &["more.jsonl"]);
    let folder = Folder::with(&[("a.jsonl", &before)]);
    let came = folder.run(&["compare", "a.jsonl", "gone.jsonl"]);
    came.is(102, &["`gone.jsonl` cannot be read"]);
    folder.run(&["compare", "a.jsonl"]).is(2, &["<AFTER>"]);
}

#[test]
fn the_help_teaches() {
    let came = crate::cli::run(&["compare", "--help"]);
    came.is(0, &["Ends with 104 if anything got worse", "comment.md"])
        .lacks(&["TODO"]);
}

/// The ending of the file says how it is written.
#[test]
fn what_is_written_where() {
    let (before, after) = better();
    let (before, after) = (text(&before), text(&after));
    for (file, holds) in [
        ("o.md", "## stackspec compare: no worse\n"),
        (
            "o.json",
            "{\"type\":\"file\",\"verb\":\"compare\",\"side\":\"before\"",
        ),
        (
            "o.jsonl",
            "{\"type\":\"file\",\"verb\":\"compare\",\"side\":\"before\"",
        ),
        ("o.txt", "unchanged red: c: aws::kms"),
        ("o", "unchanged red: c: aws::kms"),
    ] {
        let (folder, came) = run(&before, &after, &["--output", file]);
        came.is(0, &["no worse: "]);
        let text = std::fs::read_to_string(folder.path(file)).unwrap_or_default();
        assert!(text.starts_with(holds), "{file}: {text}");
    }
    // What stood in the way is for programs too.
    let (folder, came) = run("", &after, &["--output", "o.json"]);
    came.is(102, &[]);
    let text = std::fs::read_to_string(folder.path("o.json")).unwrap_or_default();
    assert!(text.contains("\"exit_code\":102"), "{text}");
}

#[test]
fn markdown_for_a_pull_request() {
    let (before, after) = worse();
    let (_, came) = run(
        &text(&before),
        &text(&after),
        &["--message-format", "markdown"],
    );
    let places = [
        "## stackspec compare: WORSE\n\n1 newly broken, 1 newly fixed, ",
        "> **Warning:** \\`a.jsonl\\` and \\`b.jsonl\\` were judged by other specs",
        "### Newly broken: 1\n\n| case | model | stack | spec | was | is | what |\n",
        "| broken | model-a | app | aws::dlq | pass | fail | aws\\_sqs\\_queue.q0: dlq does not hold and 4 more |\n",
        "### Judged no more: 1\n",
        "### New findings of what was red: 1\n",
        "### Cases gone: 1\n",
        "### Cases newly refused: 1\n",
        "<details><summary>By spec: 3</summary>\n\n| spec |",
        "<details><summary>Newly fixed: 1</summary>\n\n",
        "<details><summary>Newly asked: 1</summary>\n\n",
        "<details><summary>Cases new: 1</summary>\n\n",
    ];
    let mut at = 0;
    for place in places {
        let found = came.out[at..].find(place);
        at += found.unwrap_or_else(|| panic!("`{place}` is not in its place:\n{}", came.out));
    }
    assert_eq!(came.code, Some(104));
}

/// A comment has an end.
#[test]
fn markdown_is_capped() {
    let names: Vec<String> = (0..3_000)
        .map(|at| format!("{at}-{}", "@|#1".repeat(200)))
        .collect();
    let of = |file, judged: &'static [&'static str]| {
        let cases: Vec<_> = names.iter().map(|name| (name.as_str(), judged)).collect();
        text(&side(file, SPECS, &cases))
    };
    let (before, after) = (
        of("a", &["dlq=pass", "kms=fail*1"]),
        of("b", &["dlq=fail*1", "kms=pass"]),
    );
    let (_, came) = run(&before, &after, &["--message-format", "markdown"]);
    came.is(
        104,
        &[
            "### Newly broken: 3000\n",
            "\nand 29",
            "<details><summary>Newly fixed: 3000</summary>",
        ],
    );
    assert!(came.out.len() < 65_536, "{} bytes", came.out.len());
    assert_eq!(
        came.out.matches("<details>").count(),
        came.out.matches("</details>").count()
    );
}

/// Every line has the fields of its row in the table, in their order; every row is written.
#[test]
fn lines_are_as_documented() {
    let (before, after) = worse();
    let (_, came) = run(&text(&before), &text(&after), &["--message-format", "json"]);
    assert_eq!(came.code, Some(104));
    documented("compare", &came.out);
    let last = came.out.lines().last().unwrap_or_default();
    assert_eq!(
        last,
        "{\"type\":\"summary\",\"verb\":\"compare\",\"version\":1,\"cases\":4,\"judgements\":5,\"worse\":true,\
         \"exit_code\":104}"
    );
}

/// Holds lines to the rows of a verb.
#[track_caller]
pub(crate) fn documented(verb: &str, lines: &str) {
    let rows = || TABLE.iter().filter(|row| row.verb == verb);
    let mut seen: Vec<&str> = Vec::new();
    for line in lines.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let row = rows().find(|row| value["type"] == row.name);
        let row = row.unwrap_or_else(|| panic!("no row for {line}"));
        let fields = row.fields.iter().map(|it| it.name);
        let mut at = 0;
        for name in ["type"].into_iter().chain(fields) {
            let found = line[at..].find(&format!("\"{name}\":"));
            at += found.unwrap_or_else(|| panic!("{name} is not in its place: {line}"));
        }
        let count = value.as_object().map(serde_json::Map::len);
        assert_eq!(count, Some(row.fields.len() + 1), "{line}");
        seen.push(row.name);
    }
    for row in rows() {
        assert!(seen.contains(&row.name), "{} was not written", row.name);
    }
}
