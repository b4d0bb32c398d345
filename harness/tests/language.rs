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
#[path = "language/names.rs"]
mod names;
#[path = "language/plans.rs"]
mod plans;
#[path = "language/right.rs"]
mod right;
#[path = "language/together.rs"]
mod together;
#[path = "language/views.rs"]
mod views;

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::load_text;
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

/// Every verdict of the specs in a file's text on stacks.
fn verdicts(specs: &str, stacks: &[Stack]) -> Vec<Verdict> {
    let source = SourceFile {
        path: "t.toml".into(),
        text: specs.into(),
    };
    let file = match spec::parse(&source, "t") {
        Ok(file) => file,
        Err(errors) => panic!(
            "{}",
            errors
                .iter()
                .map(|e| e.render(false))
                .collect::<Vec<_>>()
                .join("\n")
        ),
    };
    let set = SpecSet::new(vec![file]).expect("one file");
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
    let subject = |stack| Subject {
        model: Model::focused(stack, Facts::builtin(), check::focus(stack, &set)),
        role: "app".into(),
    };
    check::judge(&Run {
        stacks: stacks.iter().map(subject).collect(),
        specs: &set,
        params: &params,
    })
}

fn synth(name: &str, body: &str) -> Stack {
    load_text(name, Path::new("cdk.tf.json"), body.to_owned()).expect("Terraform JSON")
}

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
