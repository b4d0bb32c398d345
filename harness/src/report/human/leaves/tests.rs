use super::*;
use crate::config::CoverageConfig;
use crate::report::example;

fn written(report: &CoverageReport, options: Options) -> String {
    let mut text = Vec::new();
    write_coverage(report, options, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn figures_holes_and_one_line() {
    let text = written(&example::report(), Options::terminal(false));
    says(
        &text,
        &[
            "resources   1 of 2  50 %",
            "attributes  4 of 8  50 %",
            "present     1 of 8  12 %",
            "unknown     1 of 9  11 %",
            "clauses     3 of 4  75 %",
            "the widest clause, storage::versions#1, covers 2 of 4 covered attributes (50 %)",
            "(outputs)",
            "$.policy.Statement[*].Effect",
            "1 clause not proven",
            "tags::owner#2",
            "no change of one thing makes it fail",
            "1 resource not covered by any spec",
            "- aws_sqs_queue.jobs  (shop-pr1/jobs)",
            "1 verdict is red",
            "- fail tags::owner on shop-pr1",
            "ok: 2 specs on 1 stack: 1 fail, 1 pass; 1 of 2 resources and 4 of 8 attributes covered; 3 of 4 clauses proven\n",
        ],
    );
    assert!(!text.contains("$.bucket "), "{text}");
    let text = written(&example::report(), Options::whole());
    says(&text, &["$.bucket "]);
}

fn gated(resources: u8) -> CoverageReport {
    let mut config = CoverageConfig::default();
    config.gates.resources = Some(resources);
    example::report().gated(&config)
}

#[test]
fn a_gate_that_is_missed_is_red() {
    let met = written(&gated(50), Options::terminal(false));
    says(&met, &["; 50 % are required\n", "ok: 2 specs"]);
    let missed = gated(51);
    assert_eq!(missed.exit, Exit::Failed);
    let text = written(&missed, Options::terminal(false));
    says(
        &text,
        &[
            "; 51 % are required: FAILED",
            "FAILED: 2 specs",
            "(exit code 100)",
        ],
    );
}

/// What is only warned about is not among what fails, as with `check`.
#[test]
fn a_warning_is_no_fail() {
    let mut report = example::report();
    for verdict in &mut report.verdicts {
        verdict.red = false;
    }
    let text = written(&report, Options::terminal(false));
    says(
        &text,
        &["ok: 2 specs on 1 stack: 1 pass, 1 only warned about; 1 of 2 resources"],
    );
    assert!(!text.contains("is red"), "{text}");
}

#[test]
fn nothing_judged_is_no_green() {
    let mut report = example::report();
    report
        .verdicts
        .retain(crate::report::proof::VerdictLine::is_built_in);
    let report = report.gated(&CoverageConfig::default());
    assert_eq!(report.exit, Exit::Nothing);
    says(
        &written(&report, Options::terminal(false)),
        &["NOTHING JUDGED"],
    );
}

#[test]
fn hostile_names_stay_text() {
    let mut report = example::report();
    let stack = &mut report.leaves.stacks[0];
    for block in &mut stack.blocks {
        block.covered_by.clear();
        block.address = "a.b[\"\u{1b}[31m\n::error\"]".into();
        block.type_name = "t\u{202e}".into();
    }
    for class in &mut stack.classes {
        class.path = "$.x\n##[error]".into();
    }
    report.leaves.clauses[3].written = "at\n::error::x".into();
    let text = written(&report, Options::whole());
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    assert!(
        !text
            .lines()
            .any(|line| line.starts_with("::") || line.contains("##[")),
        "{text}"
    );
}
