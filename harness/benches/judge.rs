//! What each step of judging costs: `cargo bench --bench judge`.
//!
//! `cargo bench --bench ratios` holds the same work against parsing the plan into a `Value`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops")]

#[path = "../workload/judge.rs"]
mod run;
#[path = "../workload/workload.rs"]
mod workload;

use std::path::PathBuf;

use divan::{Bencher, black_box};
use tempfile::TempDir;
use workload::{NINETY, TEN};

const RESOURCES: [usize; 2] = [1_000, 10_000];

fn main() {
    divan::main();
}

/// A workload on disk; it is removed when the folder is dropped.
fn written(resources: usize, input: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    workload::generate(resources)
        .write(folder.path())
        .expect("to write the workload");
    let input = folder.path().join(input);
    (folder, input)
}

#[divan::bench]
fn parse_ten_specs() {
    black_box(run::specs(&[TEN]));
}

#[divan::bench]
fn parse_a_hundred_specs() {
    black_box(run::specs(&[TEN, NINETY]));
}

#[divan::bench(args = RESOURCES, sample_count = 10)]
fn value_of_the_plan(bencher: Bencher<'_, '_>, resources: usize) {
    let plan = workload::generate(resources).plan;
    bencher.bench(|| serde_json::from_slice::<serde_json::Value>(plan.as_bytes()));
}

#[divan::bench(args = RESOURCES, sample_count = 10)]
fn index_the_plan(bencher: Bencher<'_, '_>, resources: usize) {
    let (_folder, plan) = written(resources, "plan.json");
    bencher.bench(|| run::index(&plan));
}

#[divan::bench(args = RESOURCES, sample_count = 10)]
fn index_the_synth_output(bencher: Bencher<'_, '_>, resources: usize) {
    let (_folder, synth) = written(resources, "cdktf.out");
    bencher.bench(|| run::index(&synth));
}

#[divan::bench(args = RESOURCES, sample_count = 10)]
fn judge_ten_specs_on_the_plan(bencher: Bencher<'_, '_>, resources: usize) {
    let (_folder, plan) = written(resources, "plan.json");
    let (stacks, specs) = (run::index(&plan), run::specs(&[TEN]));
    bencher.bench(|| run::judge(&stacks, &specs, &[]));
}

#[divan::bench(args = RESOURCES, sample_count = 10)]
fn judge_ten_specs_on_the_synth_output(bencher: Bencher<'_, '_>, resources: usize) {
    let (_folder, synth) = written(resources, "cdktf.out");
    let (stacks, specs) = (run::index(&synth), run::specs(&[TEN]));
    bencher.bench(|| run::judge(&stacks, &specs, &[]));
}

#[divan::bench(args = RESOURCES, sample_count = 10)]
fn judge_a_hundred_specs_on_the_plan(bencher: Bencher<'_, '_>, resources: usize) {
    let (_folder, plan) = written(resources, "plan.json");
    let (stacks, specs) = (run::index(&plan), run::specs(&[TEN, NINETY]));
    bencher.bench(|| run::judge(&stacks, &specs, &[]));
}
