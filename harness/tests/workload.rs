//! The whole, on a stack of 1,000 resources with a known truth: what is planted is found, nothing
//! besides, and the plan and the synth output of one program agree.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

#[path = "../workload/judge.rs"]
mod run;
#[path = "../workload/workload.rs"]
mod workload;

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use stackspec::check::Verdict;
use stackspec::verdict::Outcome;
use tempfile::TempDir;
use workload::{NINETY, Planted, TEN, TEN_CHECKS, Workload, generate};

/// A workload on disk.
struct Written {
    folder: TempDir,
    workload: Workload,
}

fn written(workload: Workload) -> Written {
    let folder = TempDir::new().expect("a folder");
    workload
        .write(folder.path())
        .expect("to write the workload");
    Written { folder, workload }
}

impl Written {
    /// Every verdict of the specs in this text on `plan.json` or `cdktf.out`.
    fn judge(&self, input: &str, specs: &str) -> Vec<Verdict> {
        let stacks = run::index(&self.folder.path().join(input));
        run::judge(&stacks, &run::specs(&[specs]), &["suffix=pr1234"])
    }
}

/// What the verdicts find, as `(spec, address)`.
fn found(verdicts: &[Verdict]) -> BTreeSet<(String, String)> {
    let rows = verdicts.iter().flat_map(|verdict| {
        verdict
            .findings
            .iter()
            .map(|finding| (verdict.spec.clone(), finding.address.clone()))
    });
    rows.collect()
}

fn planted(truth: &[Planted]) -> BTreeSet<(String, String)> {
    let rows = truth.iter();
    rows.map(|planted| (planted.spec.to_owned(), planted.address.clone()))
        .collect()
}

/// A verdict without the words: what must be the same on a plan and a synth output.
fn gist(verdict: &Verdict) -> String {
    let Verdict {
        spec,
        outcome,
        selected,
        subjects,
        judged,
        ..
    } = verdict;
    let at: BTreeSet<&str> = verdict
        .findings
        .iter()
        .map(|finding| finding.address.as_str())
        .collect();
    format!("{spec}: {outcome}, {judged} of {subjects} of {selected}, {at:?}")
}

#[test]
fn what_is_planted_is_found_and_nothing_besides() {
    for resources in [20, 200, 1_000] {
        let written = written(generate(resources));
        for input in ["plan.json", "cdktf.out"] {
            let verdicts = written.judge(input, TEN);
            assert_eq!(
                found(&verdicts),
                planted(&written.workload.truth),
                "{input}, {resources} resources"
            );
            let outcomes: Vec<Outcome> = verdicts.iter().map(|verdict| verdict.outcome).collect();
            assert_eq!(
                outcomes,
                [Outcome::Fail; 10],
                "{input}, {resources} resources"
            );
        }
    }
}

#[test]
fn the_ten_checks_find_what_is_planted_and_nothing_besides() {
    for resources in [20, 200, 1_000] {
        let written = written(generate(resources));
        for input in ["plan.json", "cdktf.out"] {
            let verdicts = written.judge(input, TEN_CHECKS);
            let undecided: Vec<_> = verdicts
                .iter()
                .filter(|it| !matches!(it.outcome, Outcome::Pass | Outcome::Fail))
                .map(|it| (&it.spec, it.outcome, &it.reason, it.findings.first()))
                .collect();
            assert!(undecided.is_empty(), "{input}: {undecided:?}");
            assert_eq!(
                found(&verdicts),
                planted(&written.workload.checks),
                "{input}, {resources} resources"
            );
        }
    }
}

#[test]
fn no_fault_is_missed_when_one_is_taken_out_and_another_put_in() {
    let mut workload = generate(1_000);
    let ours = "\"name\":\"svc00009-queue-pr1234\"";
    assert_eq!(workload.plan.matches(ours).count(), 2);
    workload.plan = workload.plan.replace(ours, "\"name\":\"svc00009-queue\"");
    workload.plan = workload.plan.replace(
        "\"name\":\"orders-queue\"",
        "\"name\":\"orders-queue-pr1234\"",
    );
    let written = written(workload);
    let verdicts = written.judge("plan.json", TEN);
    let (found, planted) = (found(&verdicts), planted(&written.workload.truth));
    let spec = "queue-name-without-suffix".to_owned();
    let put_in = (spec.clone(), "aws_sqs_queue.svc00009_queue".to_owned());
    let taken_out = (spec, "aws_sqs_queue.svc00002_queue".to_owned());
    assert_eq!(found.difference(&planted).collect::<Vec<_>>(), [&put_in]);
    assert_eq!(planted.difference(&found).collect::<Vec<_>>(), [&taken_out]);
}

#[test]
fn the_plan_and_the_synth_output_agree_where_both_decide() {
    let written = written(generate(1_000));
    for specs in [TEN, NINETY] {
        let [plan, synth] = ["plan.json", "cdktf.out"].map(|input| written.judge(input, specs));
        assert_eq!(plan.len(), synth.len());
        for (plan, synth) in plan.iter().zip(&synth) {
            assert_eq!(gist(plan), gist(synth));
        }
    }
}

#[test]
fn all_fifty_subjects_are_judged_and_hold() {
    let written = written(generate(1_000));
    let verdicts = written.judge("plan.json", NINETY);
    assert_eq!(verdicts.len(), 90);
    for verdict in &verdicts {
        let Verdict {
            outcome, judged, ..
        } = verdict;
        assert_eq!(
            (*outcome, *judged),
            (Outcome::Pass, 50),
            "{}: {:?}",
            verdict.spec,
            verdict.findings
        );
    }
}

/// The red twin of [`all_fifty_subjects_are_judged_and_hold`]: each of the ninety specs fails on a
/// stack in which every value is another one.
#[test]
fn each_of_the_ninety_specs_can_fail() {
    let mut green: Option<BTreeSet<String>> = None;
    for (number, text, enter) in [
        (json!(-1), "*", true),
        (json!(1_000_000_000), "NONE", false),
    ] {
        let mut workload = generate(20);
        let mut stack: Value = serde_json::from_str(&workload.cdk_tf_json).expect("JSON");
        let other = Other {
            number,
            text,
            enter,
        };
        other.change(&mut stack["resource"]);
        workload.cdk_tf_json = stack.to_string();
        let verdicts = written(workload).judge("cdktf.out", NINETY);
        let passed = verdicts
            .iter()
            .filter(|verdict| verdict.outcome == Outcome::Pass);
        let passed = passed.map(|verdict| verdict.spec.clone()).collect();
        green = match green {
            None => Some(passed),
            Some(green) => Some(&green & &passed),
        };
    }
    // What only asks whether something is written does not see another value.
    let only_present = [
        "api-gateway-deployment-rest-api-id",
        "api-gateway-integration-uri",
        "api-gateway-method-resource-id",
        "api-gateway-resource-parent-id",
        "iam-role-policy-attachment-policy-arn",
    ];
    assert_eq!(green, Some(only_present.map(str::to_owned).into()));
}

/// What stands in for every value.
struct Other {
    number: Value,
    text: &'static str,
    /// Whether a text that is a document is changed inside, or replaced as a text.
    enter: bool,
}

impl Other {
    /// Replaces every value by another of its kind; construct paths stay.
    fn change(&self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                let members = map.iter_mut().filter(|(name, _)| *name != "//");
                members.for_each(|(_, value)| self.change(value));
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.change(value)),
            Value::String(text) => match serde_json::from_str::<Value>(text) {
                Ok(mut document @ Value::Object(_)) if self.enter => {
                    self.change(&mut document);
                    *value = json!(document.to_string());
                }
                _ => *value = json!(self.text),
            },
            Value::Number(_) => *value = self.number.clone(),
            Value::Bool(flag) => *flag = !*flag,
            Value::Null => {}
        }
    }
}
