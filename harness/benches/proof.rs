//! Proof held against one judgement of the same input in the same run: `cargo bench --bench proof`,
//! or of some sizes only: `cargo bench --bench proof -- 10000`.

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

use stackspec::check::{Run, Verdict};
use stackspec::proof::{self, Scope};
use tempfile::TempDir;
use workload::{NINETY, TEN};

/// The bar of the default strata, as a multiple of one judgement from file to verdicts.
const BAR: f64 = 60.0;

/// The bar of mutants a second, where clauses are judged on one subject.
const RATE: f64 = 50_000.0;

/// The bar of peak memory, as a multiple of the file.
const MEMORY_BAR: f64 = 3.0;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [flag, what, input] = arguments.as_slice()
        && flag == "--child"
    {
        return child(what, Path::new(input));
    }
    let wanted: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    for resources in [1_000, 10_000] {
        if !wanted.is_empty() && !wanted.contains(&resources) {
            continue;
        }
        let folder = TempDir::new().expect("a folder");
        let workload = workload::generate(resources);
        workload
            .write(folder.path())
            .expect("to write the workload");
        for (form, input) in [
            ("plan", "plan.json"),
            ("synth", "cdktf.out/stacks/orders/cdk.tf.json"),
        ] {
            let input = folder.path().join(input);
            let size = fs::metadata(&input).expect("the input").len() as f64;
            let check = check(&input).0;
            let (mutants, count) = timed(&input, &|run, verdicts| {
                proof::mutate(run, verdicts, &Scope::default(), &|_, _| ())
                    .mutants
                    .len()
            });
            let (leaves, changed) = timed(&input, &|run, verdicts| {
                let found = proof::coverage(run, verdicts);
                found.attributes().leaves
            });
            let ratio = |time: Duration| time.as_secs_f64() / check.as_secs_f64();
            let judging = mutants.saturating_sub(check).as_secs_f64();
            let note = if ratio(mutants) > BAR {
                "  above the bar"
            } else {
                ""
            };
            say(&format!(
                "{resources:>7} {form:>5} {:>6.1} MB  check {:>7.1} ms  mutate {:>8.1} ms {:>6.1}x  {count} mutants {:>8.0} a second{note}  coverage {:>8.1} ms {:>6.1}x  {changed} leaves",
                size / 1e6,
                check.as_secs_f64() * 1e3,
                mutants.as_secs_f64() * 1e3,
                ratio(mutants),
                count as f64 / judging,
                leaves.as_secs_f64() * 1e3,
                ratio(leaves),
            ));
            for what in ["check", "mutate", "coverage"] {
                peak(what, &input, size);
            }
        }
        rate(&folder.path().join("plan.json"));
    }
    say(&format!(
        "bars: mutate {BAR} x check; {RATE} mutants a second by specs of one subject; peak memory {MEMORY_BAR} x the file"
    ));
}

/// Every mutant of some types, by specs that look at one subject each.
fn rate(input: &Path) {
    let stacks = run::index(input);
    let specs = run::specs(&[NINETY]);
    let count = |glob: &str| {
        let resources = vec![glob.to_owned()];
        let scope = Scope {
            resources,
            all: true,
            ..Scope::default()
        };
        clocked(|| {
            run::judged(&stacks, &specs, &[], &|run, verdicts| {
                proof::mutate(run, verdicts, &scope, &|_, _| ())
                    .mutants
                    .len()
            })
        })
    };
    let (base, _) = count("none");
    let (all, mutants) = count("aws_[i-s]*");
    let a_second = mutants as f64 / all.saturating_sub(base).as_secs_f64();
    let note = if a_second < RATE {
        "  below the bar"
    } else {
        ""
    };
    say(&format!(
        "        {mutants} mutants by specs of one subject: {a_second:.0} a second{note}"
    ));
}

fn peak(what: &str, input: &Path, size: f64) {
    let own = env::current_exe().expect("this program");
    let child = Command::new(own)
        .args(["--child", what])
        .arg(input)
        .output()
        .expect("a child");
    let text = String::from_utf8_lossy(&child.stdout);
    if let Ok(peak) = text.trim().parse::<f64>() {
        let note = if peak / size > MEMORY_BAR {
            "  above the bar"
        } else {
            ""
        };
        say(&format!(
            "        peak {what:>9} {:>6.1} MB {:>5.2} x the file{note}",
            peak / 1e6,
            peak / size
        ));
    }
}

fn child(what: &str, input: &Path) {
    match what {
        "check" => _ = check(input),
        "mutate" => {
            _ = timed(input, &|run, verdicts| {
                proof::mutate(run, verdicts, &Scope::default(), &|_, _| ())
                    .mutants
                    .len()
            });
        }
        _ => {
            _ = timed(input, &|run, verdicts| {
                proof::coverage(run, verdicts).attributes().leaves
            });
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

/// From the name of a file to its verdicts.
fn check(input: &Path) -> (Duration, usize) {
    clocked(|| {
        let stacks = run::index(input);
        run::judge(&stacks, &run::specs(&[TEN, NINETY]), &[]).len()
    })
}

/// From the name of a file to what is asked of its verdicts.
fn timed(input: &Path, ask: &dyn Fn(&Run<'_>, &[Verdict]) -> usize) -> (Duration, usize) {
    clocked(|| {
        let stacks = run::index(input);
        run::judged(&stacks, &run::specs(&[TEN, NINETY]), &[], ask)
    })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn clocked<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = std::time::Instant::now();
    let made = black_box(work());
    (start.elapsed(), made)
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn say(line: &str) {
    println!("{line}");
}
