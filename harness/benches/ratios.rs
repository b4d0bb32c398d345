//! Judging held against `serde_json::from_slice::<Value>` of the same plan in the same run:
//! `cargo bench --bench ratios`, or of some sizes only: `cargo bench --bench ratios -- 10000`.
//!
//! Ratios of CPU time, that of all threads of the process, and beside it of the time that passes;
//! the best of several rounds: on a loaded machine times move, ratios hardly do. The other side is only parsed: reading the file and dropping the value are
//! not counted there; what reading costs, which every step of ours does too, has a row of its own.
//! Ours starts at the file's name and ends with the verdicts, specs parsed and
//! every finding with its line and column.

#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops")]

#[path = "../workload/judge.rs"]
mod run;
#[path = "../workload/workload.rs"]
mod workload;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use tempfile::TempDir;
use workload::{NINETY, TEN};

/// What each round measures, in this order.
const STEPS: [&str; 5] = ["value", "read", "index", "ten specs", "100 specs"];

/// The bars of CPU time, as multiples of parsing.
const CPU_BARS: [Option<f64>; 5] = [None, None, Some(0.4), Some(0.6), None];

/// The bars of the time that passes on two cores, of plans of 10,000 resources and more.
const WALL_BARS: [Option<f64>; 5] = [None, None, None, None, Some(0.5)];

/// The bar of peak memory, as a multiple of the file.
const MEMORY_BAR: f64 = 2.0;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [flag, what, plan] = arguments.as_slice()
        && flag == "--child"
    {
        return child(what, Path::new(plan));
    }
    say(&format!(
        "{:>9} {:>8}  {:>10} {:>9} {:>14} {:>6} {:>9} {:>6}",
        "resources", "plan", "step", "CPU ms", "us a resource", "ratio", "wall ms", "ratio"
    ));
    let wanted: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    for (resources, rounds) in [(1_000, 25), (10_000, 15), (50_000, 7)] {
        if !wanted.is_empty() && !wanted.contains(&resources) {
            continue;
        }
        let folder = TempDir::new().expect("a folder");
        let workload = workload::generate(resources);
        workload
            .write(folder.path())
            .expect("to write the workload");
        let planted = workload.truth.len();
        drop(workload);
        let plan = folder.path().join("plan.json");
        times(&plan, resources, rounds, planted);
        memory(&plan, resources);
    }
    say(
        "bars: CPU of index 0.40, of ten specs 0.60; wall of 100 specs 0.50; peak memory 2.00 x the file",
    );
}

/// Prints the best CPU time of each step, the best that passes, and their ratios to the first.
fn times(plan: &Path, resources: usize, rounds: usize, planted: usize) {
    let bytes = fs::read(plan).expect("the plan");
    let mut best = [[Duration::MAX; 2]; 5];
    for _ in 0..rounds {
        let parsed =
            timed(|| serde_json::from_slice::<serde_json::Value>(black_box(&bytes)).expect("JSON"));
        let read = timed(|| fs::read_to_string(plan).expect("the plan"));
        let indexed = timed(|| run::index(plan));
        let ten = timed(|| {
            let stacks = run::index(plan);
            let verdicts = run::judge(&stacks, &run::specs(&[TEN]), &[]);
            (stacks, verdicts)
        });
        let hundred = timed(|| {
            let stacks = run::index(plan);
            let verdicts = run::judge(&stacks, &run::specs(&[TEN, NINETY]), &[]);
            (stacks, verdicts)
        });
        // A fast answer counts only if it is right.
        for (_, verdicts) in [&ten.1, &hundred.1] {
            assert_eq!(
                verdicts.iter().map(|verdict| verdict.found).sum::<usize>(),
                planted
            );
        }
        for (best, time) in best
            .iter_mut()
            .zip([parsed.0, read.0, indexed.0, ten.0, hundred.0])
        {
            *best = [time[0].min(best[0]), time[1].min(best[1])];
        }
    }
    let megabytes = bytes.len() as f64 / 1e6;
    for (nth, step) in STEPS.iter().enumerate() {
        let ratio = |clock: usize| best[nth][clock].as_secs_f64() / best[0][clock].as_secs_f64();
        let (cpu, wall) = (ratio(0), ratio(1));
        let each = best[nth][0].as_secs_f64() * 1e6 / resources as f64;
        let [spent, passed] = best[nth].map(|time| time.as_secs_f64() * 1e3);
        let missed = CPU_BARS[nth].is_some_and(|bar| cpu > bar)
            || resources >= 10_000 && WALL_BARS[nth].is_some_and(|bar| wall > bar);
        let note = if missed { "  above the bar" } else { "" };
        say(&format!(
            "{resources:>9} {megabytes:>5.1} MB  {step:>10} {spent:>9.1} {each:>14.2} {cpu:>6.2} \
             {passed:>9.1} {wall:>6.2}{note}"
        ));
    }
}

/// Prints the peak memory of judging in a process of its own, as a multiple of the file.
fn memory(plan: &Path, resources: usize) {
    let size = fs::metadata(plan).expect("the plan").len() as f64;
    for what in STEPS.into_iter().filter(|step| *step != "read") {
        let own = env::current_exe().expect("this program");
        let child = Command::new(own)
            .args(["--child", what])
            .arg(plan)
            .output()
            .expect("a child");
        assert!(
            child.status.success(),
            "{}",
            String::from_utf8_lossy(&child.stderr)
        );
        match String::from_utf8_lossy(&child.stdout).trim().parse::<f64>() {
            Ok(peak) => {
                let ratio = peak / size;
                // In a small plan the memory of any program is more than twice the file.
                let missed = what != STEPS[0] && resources >= 10_000 && ratio > MEMORY_BAR;
                let note = if missed { "  above the bar" } else { "" };
                say(&format!(
                    "{resources:>9}    peak   {what:>10} {:>6.1} MB {:>14} {ratio:>6.2}{note}",
                    peak / 1e6,
                    ""
                ));
            }
            Err(_) => say(&format!(
                "{resources:>9}    peak   {what:>10}  not measured: no /proc/self/status here"
            )),
        }
    }
}

/// Does one step and prints the peak of its memory in bytes.
fn child(what: &str, plan: &Path) {
    match what {
        "value" => {
            let bytes = fs::read(plan).expect("the plan");
            black_box(serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON"));
        }
        "index" => drop(black_box(run::index(plan))),
        _ => {
            let texts: &[&str] = if what == "ten specs" {
                &[TEN]
            } else {
                &[TEN, NINETY]
            };
            let stacks = run::index(plan);
            black_box(run::judge(&stacks, &run::specs(texts), &[]));
        }
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok());
    say(&kibibytes.map_or_else(
        || "?".to_owned(),
        |kibibytes| (kibibytes * 1024).to_string(),
    ));
}

/// The CPU time that `work` takes, the time that passes, and what it makes; that is dropped
/// afterwards.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn timed<T>(work: impl FnOnce() -> T) -> ([Duration; 2], T) {
    let (spent, start) = (clock(), std::time::Instant::now());
    let made = black_box(work());
    ([clock() - spent, start.elapsed()], made)
}

/// The CPU time of all threads of this process. Where it cannot be had, the time that passes.
#[cfg(unix)]
fn clock() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or(0),
    )
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn clock() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn say(line: &str) {
    println!("{line}");
}
