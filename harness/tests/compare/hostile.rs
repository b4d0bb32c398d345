//! Whatever a result says, it does not get out of its place in a report.

use stackspec::report::compare::{human, json, markdown};
use stackspec::report::human::Options;
use stackspec::suite::{Comparison, Results};

use crate::sides::side;

/// A name that tries everything: the terminal, tables, markup, mentions, commands of CI services.
const HOSTILE: &str = "x\u{1b}[2J\u{7}\r\n::error::y\u{202e}|`</details><script>alert(1)</script>@team #1 ![a](http://e.example/b)";

fn hostile() -> (Results, Results) {
    let cases: &[(&str, &[&str])] = &[
        ("c", &["dlq=pass"]),
        ("d", &["dlq=pass"]),
        (HOSTILE, &["kms=pass"]),
    ];
    let mut before = side(HOSTILE, &["dlq", "kms"], cases);
    let cases: &[(&str, &[&str])] = &[("c", &["dlq=fail*1"]), (HOSTILE, &["refused"])];
    let mut after = side(HOSTILE, &["dlq", "extra"], cases);
    before.specs[1].spec = HOSTILE.into();
    after.cases[1].problems[0].message = HOSTILE.into();
    for record in before.cases.iter_mut().chain(&mut after.cases) {
        record.case.model = Some(HOSTILE.into());
        record.case.classes = vec![HOSTILE.into()];
        for line in &mut record.results {
            (line.stack, line.file, line.spec) = (HOSTILE.into(), HOSTILE.into(), HOSTILE.into());
            line.reason = Some(HOSTILE.into());
        }
        for line in &mut record.findings {
            (line.stack, line.file, line.spec) = (HOSTILE.into(), HOSTILE.into(), HOSTILE.into());
            (line.message, line.address) = (HOSTILE.into(), HOSTILE.into());
        }
    }
    (before, after)
}

fn written(write: impl FnOnce(&Comparison, &mut Vec<u8>) -> std::io::Result<()>) -> String {
    let (before, after) = hostile();
    let comparison = Comparison::of(&before, &after).expect("a comparison");
    assert!(comparison.is_worse());
    let mut text = Vec::new();
    write(&comparison, &mut text).expect("memory takes everything");
    String::from_utf8(text).expect("UTF-8")
}

/// Nothing that a terminal or a CI service acts on.
#[track_caller]
fn is_tame(text: &str) {
    for odd in ['\u{1b}', '\u{7}', '\r', '\u{202e}'] {
        assert!(!text.contains(odd), "{odd:?} in {text}");
    }
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::error"), "{line}");
    }
}

#[test]
fn in_text() {
    is_tame(&written(|it, out| human::write(it, Options::whole(), out)));
    let text = written(|it, out| human::write(it, Options::terminal(false), out));
    is_tame(&text);
    assert!(text.contains("newly broken: c: "), "{text}");
}

#[test]
fn in_markdown() {
    let text = written(markdown::write);
    is_tame(&text);
    assert!(text.contains("### Newly broken: 1\n"), "{text}");
    for odd in ["<script", "@team", " #1", "![a]", "](http", "http://e"] {
        assert!(!text.contains(odd), "{odd} in {text}");
    }
    // What folds is closed where it ends, and nowhere else.
    assert_eq!(
        text.matches("<details>").count(),
        text.matches("</details>").count()
    );
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let cells = row.replace("\\|", "").matches('|').count();
        assert!([4, 8, 11].contains(&cells), "{cells} in {row}");
    }
}

#[test]
fn in_json() {
    let text = written(json::write);
    let mut told = 0;
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        told += usize::from(value["model"] == HOSTILE);
    }
    assert!(told >= 2, "{text}");
    assert!(!text.contains('\u{1b}'));
}
