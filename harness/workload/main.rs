//! `cargo run --example workload -- N FOLDER`: writes the benchmarks' workload of N resources, as
//! a plan and as a synth output, with the specs and the faults that they must find.

#[path = "workload.rs"]
mod workload;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let parsed = match arguments.as_slice() {
        [count, folder] => count.parse::<usize>().ok().map(|count| (count, folder)),
        _ => None,
    };
    let Some((count, folder)) = parsed else {
        return said("usage: cargo run --example workload -- RESOURCES FOLDER");
    };
    let workload = workload::generate(count);
    match workload.write(Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => said(&format!("{folder}: {error}")),
    }
}

#[expect(clippy::print_stderr, reason = "a command talks to its user")]
fn said(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::from(2)
}
