//! The honest claim of having one model: if both the synth output and the plan of one program decide,
//! they agree. The one exception is a value that the author did not write and the provider fills
//! in: missing in the synth output, there in the plan.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

#[path = "../workload/judge.rs"]
mod run;
#[path = "../workload/workload.rs"]
mod workload;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::check::Verdict;
use stackspec::verdict::Outcome;
use tempfile::TempDir;
use workload::{NINETY, TEN, TEN_CHECKS};

/// What two inputs of one program came to.
#[derive(Debug, Default)]
struct Compared {
    /// Specs that both decide.
    decided: usize,
    /// Findings that both have.
    agreed: usize,
    /// Findings of the synth output that say "missing", where the plan has what the provider fills
    /// in.
    filled_in: BTreeSet<String>,
    /// Everything else, as a line.
    disagreed: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of the spec files of a folder, its folders included.
fn specs_below(folder: &Path) -> Vec<String> {
    let pattern = folder.join("**/*.toml");
    let files = glob::glob(&pattern.to_string_lossy()).expect("a pattern");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file")).collect();
    files.sort();
    let read = |file: &PathBuf| fs::read_to_string(file).expect("a spec file");
    files.iter().map(read).collect()
}

/// The findings of a verdict by address: whether one is a `fail`, and what they say.
fn by_address(verdict: &Verdict) -> BTreeMap<&str, (Outcome, Vec<&str>)> {
    let mut found: BTreeMap<&str, (Outcome, Vec<&str>)> = BTreeMap::new();
    for finding in &verdict.findings {
        let entry = found
            .entry(&finding.address)
            .or_insert((finding.outcome, Vec::new()));
        entry.0 = Outcome::roll_up([entry.0, finding.outcome]);
        entry.1.push(&finding.actual);
    }
    found
}

/// Judges both inputs and holds what they say of each address against each other.
fn compare(synth: &Path, plan: &Path, specs: &[&str], params: &[&str]) -> Compared {
    let specs = run::specs(specs);
    let judge = |input: &Path| run::judge(&run::index(input), &specs, params);
    let (synth, plan) = (judge(synth), judge(plan));
    assert_eq!(synth.len(), plan.len());
    let mut compared = Compared::default();
    let is_judged = |verdict: &Verdict| {
        matches!(
            verdict.outcome,
            Outcome::Pass | Outcome::Fail | Outcome::Unknown | Outcome::Error
        )
    };
    for (synth, plan) in synth.iter().zip(&plan) {
        assert_eq!(synth.spec, plan.spec);
        if !is_judged(synth) || !is_judged(plan) {
            continue;
        }
        let decides = |verdict: &Verdict| matches!(verdict.outcome, Outcome::Pass | Outcome::Fail);
        compared.decided += usize::from(decides(synth) && decides(plan));
        let (left, right) = (by_address(synth), by_address(plan));
        let addresses: BTreeSet<&&str> = left.keys().chain(right.keys()).collect();
        for address in addresses {
            // Where `unknown = "warn"` took something out, nothing found is nothing said.
            let of = |found: &BTreeMap<&str, (Outcome, Vec<&str>)>, verdict: &Verdict| {
                let silent = match verdict.notes.is_empty() {
                    true => Outcome::Pass,
                    false => Outcome::Unknown,
                };
                found.get(*address).map_or(silent, |(outcome, _)| *outcome)
            };
            let name = format!("{} at {address}", synth.spec);
            match (of(&left, synth), of(&right, plan)) {
                (Outcome::Fail, Outcome::Fail) => compared.agreed += 1,
                (Outcome::Fail, Outcome::Pass)
                    if left[*address].1.iter().all(|actual| *actual == "missing") =>
                {
                    compared.filled_in.insert(name);
                }
                (Outcome::Fail, Outcome::Pass) | (Outcome::Pass, Outcome::Fail) => {
                    let (left, right) = (left.get(*address), right.get(*address));
                    compared
                        .disagreed
                        .push(format!("{name}: synth {left:?}, plan {right:?}"));
                }
                _ => {}
            }
        }
    }
    compared
}

#[test]
fn a_workload_agrees() {
    for resources in [20, 1_000] {
        let folder = TempDir::new().expect("a folder");
        workload::generate(resources)
            .write(folder.path())
            .expect("to write");
        let (synth, plan) = (
            folder.path().join("cdktf.out"),
            folder.path().join("plan.json"),
        );
        for specs in [TEN, NINETY, TEN_CHECKS] {
            let compared = compare(&synth, &plan, &[specs], &["suffix=pr1234"]);
            assert_eq!(compared.disagreed, Vec::<String>::new());
            assert_eq!(compared.filled_in, BTreeSet::new());
            assert!(compared.decided >= 8, "{compared:?}");
            assert!(specs == NINETY || compared.agreed >= 8, "{compared:?}");
        }
    }
}

#[test]
fn the_payments_stack_agrees_with_the_plan_made_of_it() {
    let example = root().join("examples/payments");
    let mut texts = specs_below(&example.join("specs"));
    texts.extend(specs_below(&root().join("specs")));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for state in ["broken", "fixed"] {
        let (synth, plan) = (
            example.join(state).join("cdktf.out"),
            example.join(state).join("plan.json"),
        );
        let compared = compare(&synth, &plan, &texts, &["suffix=pr1234"]);
        assert_eq!(compared.disagreed, Vec::<String>::new(), "{state}");
        assert!(compared.decided >= 60, "{compared:?}");
        assert!(state == "fixed" || compared.agreed >= 10, "{compared:?}");
    }
}

/// The red twin: a plan that says something else is found out.
#[test]
fn a_plan_of_another_program_disagrees() {
    let folder = TempDir::new().expect("a folder");
    let mut workload = workload::generate(200);
    workload.plan = workload.plan.replace(
        "\"sse_algorithm\":\"AES256\"",
        "\"sse_algorithm\":\"aws:kms\"",
    );
    workload.write(folder.path()).expect("to write");
    let (synth, plan) = (
        folder.path().join("cdktf.out"),
        folder.path().join("plan.json"),
    );
    let compared = compare(&synth, &plan, &[TEN], &[]);
    assert_eq!(compared.disagreed.len(), 1, "{compared:?}");
    assert!(compared.disagreed[0].starts_with("bucket-key-not-ours at "));
}
