//! Results that were written once are read for good, as a whole or not at all.

use pretty_assertions::assert_eq;
use stackspec::suite::{Met, MismatchKind, Results, State};

use crate::made::text;
use crate::verb::documented;

/// One of every line, as version 1 is written.
const V1: &str = include_str!("../suite/results-v1.jsonl");

#[test]
fn version_1_is_read() {
    let read = Results::read("v1", V1).expect("results of version 1");
    assert_eq!(text(&read), V1);
    assert_eq!(read.cases.len(), 2);
    let first = &read.cases[0];
    assert_eq!(first.case.state, State::Faulty);
    assert_eq!(first.case.model.as_deref(), Some("model-a"));
    assert_eq!(first.findings[0].fingerprint, "0123456789abcdef");
    assert_eq!(first.findings[0].met, Met::Unexpected);
    assert_eq!(first.mismatches[0].kind, MismatchKind::UnexpectedFinding);
    assert_eq!(read.cases[1].problems[0].exit_code, 102);
    assert_eq!(read.mismatches[0].kind, MismatchKind::IdleSpec);
    documented("suite run", V1);
    // A field that came later may be missing.
    let older = V1.replace(",\"notes\":[\"it is 1\"]", "");
    let read = Results::read("v1", &older).expect("results of an older version 1");
    assert!(older != V1 && read.cases[0].findings[0].notes.is_empty());
}

/// A file that lost a line on the way is none: less would be greener.
#[test]
fn a_lost_line_is_noticed() {
    let lines: Vec<&str> = V1.lines().collect();
    for lost in 0..lines.len() {
        let mut left = lines.clone();
        left.remove(lost);
        let text = left.join("\n") + "\n";
        assert!(
            Results::read("f", &text).is_err(),
            "without line {}",
            lost + 1
        );
    }
    refused(
        &V1.replace(
            "\"exit_code\":102,\"message\"",
            "\"exit_code\":77,\"message\"",
        ),
        "77 is no exit code",
    );
}

#[track_caller]
fn refused(text: &str, says: &str) {
    let error = Results::read("f", text).expect_err("refused");
    assert!(error.message.contains(says), "{}", error.message);
}

#[test]
fn another_version_is_refused() {
    for version in ["0", "2", "4294967295"] {
        let other = V1.replacen("\"version\":1", &format!("\"version\":{version}"), 1);
        let says = format!("it is of version {version}, and this stackspec reads version 1");
        refused(&other, &says);
    }
}

/// A file that is cut off anywhere is never taken for a whole one.
#[test]
fn what_is_cut_off_is_refused() {
    let ends: Vec<usize> = V1.match_indices('\n').map(|(at, _)| at).collect();
    for end in &ends[..ends.len() - 1] {
        refused(&V1[..*end], "it is cut off: there is no summary");
        refused(&V1[..=*end], "it is cut off: there is no summary");
        // In the midst of the line that follows.
        refused(&V1[..end + 10], "this is no line of it");
    }
    refused("", "this is no result of a suite");
    // The last line break is no content.
    assert!(Results::read("f", V1.trim_end()).is_ok());
}

/// Nor is one from which a line was taken that others stand on, or that has more than its own.
#[test]
fn what_does_not_fit_is_refused() {
    let without = |lines: &[usize]| -> String {
        let kept = V1.lines().enumerate().filter(|(at, _)| !lines.contains(at));
        kept.map(|(_, line)| format!("{line}\n")).collect()
    };
    refused(&without(&[0]), "this is no result of a suite");
    refused(&without(&[3]), "which is not here");
    refused(
        &without(&[8, 9]),
        "its summary counts 2 cases, and 1 are there",
    );
    refused(&format!("{V1}{V1}"), "there is more behind the summary");
    refused(
        &without(&[]).replace("\"fail\"", "\"odd\""),
        "this is no line of it",
    );
}
