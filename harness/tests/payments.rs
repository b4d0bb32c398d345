//! The shipped example: every planted fault is found and nothing besides; the plan of the same
//! stack gives the same verdicts, except where it cannot carry the value.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject};
use stackspec::coverage::Coverage;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::Model;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments")
}

/// The outcome of each spec as `<file>::<id>`, and the resources and how many are covered.
fn judge(input: &str) -> (BTreeMap<String, &'static str>, (usize, usize)) {
    let (verdicts, coverage) = judged(input, true);
    let name = |it: &check::Verdict| (format!("{}::{}", it.file, it.spec), it.outcome.word());
    (verdicts.iter().map(name).collect(), coverage)
}

/// Every verdict, with bodies read as a whole or only what the specs ask for.
fn judged(input: &str, focused: bool) -> (Vec<check::Verdict>, (usize, usize)) {
    let stacks = load(&example().join(input), &LoadOptions::default()).expect("loads");
    let files = spec::discover(&[example().join("specs")]).expect("specs");
    let files = files
        .iter()
        .map(|(source, name)| spec::parse(source, name).expect("a spec file"));
    let set = SpecSet::new(files.collect()).expect("a set");
    let given = spec::Given::flag("suffix=pr1234").expect("a flag");
    let params = spec::resolve_params(&set, &[given], &|_| None, &[]).expect("params");
    let subject = |stack| Subject {
        model: match focused {
            true => Model::focused(stack, Facts::builtin(), check::focus(stack, &set)),
            false => Model::new(stack, Facts::builtin()),
        },
        role: "payments".into(),
    };
    let stacks = stacks.iter().map(subject).collect();
    let run = Run {
        stacks,
        specs: &set,
        params: &params,
    };
    let verdicts = check::judge(&run);
    let coverage = Coverage::of(&run, &verdicts).resources();
    (verdicts, coverage)
}

fn with(outcomes: &BTreeMap<String, &'static str>, wanted: &str) -> BTreeSet<String> {
    let found = outcomes.iter().filter(|(_, outcome)| **outcome == wanted);
    found.map(|(name, _)| name.clone()).collect()
}

/// The specs that `FAULTS.md` says find something, from its table.
fn promised() -> BTreeSet<String> {
    let text = std::fs::read_to_string(example().join("FAULTS.md")).expect("FAULTS.md");
    let rows = text.lines().filter(|line| line.starts_with("| S"));
    let cells = rows
        .filter_map(|line| line.split('|').nth(4))
        .flat_map(|cell| cell.split('`'));
    cells
        .filter(|word| word.contains("::"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn broken_shows_every_planted_fault_and_nothing_besides() {
    let (synth, _) = judge("broken/cdktf.out");
    assert_eq!(with(&synth, "fail"), promised());
    for outcome in ["error", "unknown", "vacuous"] {
        assert_eq!(with(&synth, outcome), BTreeSet::new(), "{outcome}");
    }
}

#[test]
fn fixed_is_green_and_looked_at() {
    let (synth, (resources, covered)) = judge("fixed/cdktf.out");
    assert_eq!(with(&synth, "pass").len(), synth.len());
    assert_eq!((resources, covered), (80, 80));
}

#[test]
fn the_plan_agrees_wherever_it_carries_the_value() {
    for variant in ["broken", "fixed"] {
        let (synth, _) = judge(&format!("{variant}/cdktf.out"));
        let (plan, _) = judge(&format!("{variant}/plan.json"));
        let skipped = with(&plan, "skipped");
        assert_eq!(skipped.len(), 17, "the specs that say `input = \"synth\"`");
        for (name, outcome) in &plan {
            if !skipped.contains(name) {
                assert_eq!((name, outcome), (name, &synth[name]), "{variant}");
            }
        }
    }
}

/// What is stepped over changes nothing: not a finding, not a place, not what is covered.
#[test]
fn reading_only_what_is_asked_for_changes_no_verdict() {
    for variant in ["broken", "fixed"] {
        for input in ["cdktf.out", "plan.json"] {
            let input = format!("{variant}/{input}");
            let shown = |focused| {
                let (verdicts, coverage) = judged(&input, focused);
                let lines = verdicts.iter().map(|it| {
                    format!(
                        "{} {:?} {:?} {:?}",
                        it.spec, it.outcome, it.covered, it.findings
                    )
                });
                (lines.collect::<Vec<_>>(), coverage)
            };
            assert_eq!(shown(true), shown(false), "{input}");
        }
    }
}
