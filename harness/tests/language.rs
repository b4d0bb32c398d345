//! The language that stands on the graph and the views: from the text of a spec and of a stack to a
//! verdict. Each example of the design parses and judges as it says, and has its red twin.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

#[path = "language/examples.rs"]
mod examples;
#[path = "language/followed.rs"]
mod followed;
#[path = "language/keyed.rs"]
mod keyed;
#[path = "language/names.rs"]
mod names;
#[path = "language/params.rs"]
mod params;
#[path = "language/plans.rs"]
mod plans;
#[path = "language/right.rs"]
mod right;
#[path = "common/judged.rs"]
mod run;
#[path = "language/together.rs"]
mod together;
#[path = "language/views.rs"]
mod views;

use pretty_assertions::assert_eq;
use run::{synth, verdicts};
use stackspec::check::Verdict;
use stackspec::stack::Stack;

/// A verdict in one line: outcome, then reason and help, then each finding with its notes.
fn line(verdict: &Verdict) -> String {
    let mut out = format!(
        "{} {}/{}",
        verdict.outcome, verdict.judged, verdict.selected
    );
    for text in [&verdict.reason, &verdict.help].into_iter().flatten() {
        out += &format!(" | {text}");
    }
    for note in &verdict.notes {
        out += &format!(" | note: {note}");
    }
    for finding in &verdict.findings {
        out += &format!(" | {}", finding.address);
        if let Some(path) = &finding.path {
            out += &format!(" {}", path.shorthand());
        }
        out += &format!(": {}", finding.message);
        for note in &finding.notes {
            out += &format!(" ({note})");
        }
    }
    out
}

/// What comes of one spec on one stack, as lines.
#[track_caller]
fn judged(spec: &str, resources: &str, expected: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let stack = synth("app", &format!("{{{resources}}}"));
    let lines: Vec<String> = verdicts(&specs, &[stack]).iter().map(line).collect();
    assert_eq!(lines.join("\n"), expected);
}

/// The same on several stacks.
#[track_caller]
fn judged_on(spec: &str, stacks: &[(&str, &str)], expected: &[&str]) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let stacks: Vec<Stack> = stacks
        .iter()
        .map(|(name, resources)| synth(name, &format!("{{{resources}}}")))
        .collect();
    let lines: Vec<String> = verdicts(&specs, &stacks).iter().map(line).collect();
    assert_eq!(lines, expected);
}
