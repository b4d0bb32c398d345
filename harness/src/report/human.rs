//! The report for people, in the manner of rustc.
//!
//! What needs nobody's care comes first: what was not judged and why, what passed. Then what is wrong, in
//! full, then coverage, and last one line that says it all. No line starts with text from outside: a CI service reads
//! `::error` or `##[...]` at the start of a line as a command.

mod coverage;
mod gate;
mod leaves;
mod mutants;
mod skipped;
mod stable;
mod style;
mod suite;
mod table;
mod verdict;
mod waiver;

use std::collections::BTreeMap;
use std::io::{self, Write};

pub use gate::SHOWN;
pub use leaves::write_coverage;
pub use mutants::write_mutation;
pub use stable::stable;
pub(crate) use style::{Paint, Tone};
pub use style::{WIDTH, elide};
pub use suite::{SuiteText, accounted, suite_case, suite_problems};
pub(crate) use table::Table;
pub use verdict::render as verdict;
pub(crate) use waiver::stale as stale_waiver;

use super::{Report, counted};
use crate::check::Verdict;
use crate::diagnostic::escape;
use crate::exit::Exit;
use crate::proof::{Counted, Gate, GateResult};
use crate::spec::Level;
use crate::verdict::Outcome;

/// How much a report shows.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether to write colours, as ANSI escape sequences.
    pub colour: bool,
    /// Whether to list every spec that passed and every type in the coverage table.
    pub verbose: bool,
    /// How many findings of one case are shown.
    pub findings: usize,
    /// How many lines all findings may take together, their frames not counted.
    pub lines: usize,
}

impl Options {
    /// What a terminal shows: five findings a case, 200 lines of findings.
    pub fn terminal(colour: bool) -> Self {
        Self {
            colour,
            verbose: false,
            findings: 5,
            lines: 200,
        }
    }

    /// Everything.
    pub fn whole() -> Self {
        Self {
            colour: false,
            verbose: true,
            findings: usize::MAX,
            lines: usize::MAX,
        }
    }
}

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, options: Options, out: &mut impl Write) -> io::Result<()> {
    let paint = Paint(options.colour);
    // What is read is the end: what needs nobody's care comes first.
    skipped::write(report, options, out)?;
    passed(report, options, out)?;
    waiver::write(report.waivers, report.verdicts, options, out)?;
    troubles(report, options, out)?;
    if let Some(coverage) = report.coverage {
        gates(coverage, report.gates, options, out)?;
        if report.filtered {
            writeln!(
                out,
                "    = this is of all specs: a filter changes no percentage"
            )?;
        }
    }
    writeln!(out, "{}", summary(report, paint))
}

/// One gate that is not met, for its test case: of resources the coverage table.
pub fn gate(of: &Counted, gate: &GateResult, colour: bool) -> String {
    let (options, mut out) = (Options::terminal(colour), Vec::new());
    // Writing to memory does not fail.
    _ = match gate.gate {
        Gate::Resources => coverage::write(of, Some(gate), options, &mut out),
        Gate::Attributes | Gate::ClausesProven => {
            gate::write(gate, of.coverage.stacks.len() > 1, options, &mut out)
        }
    };
    String::from_utf8_lossy(&out).into_owned()
}

/// What entries of `[[coverage.ignore]]` take nothing away, a line each.
pub fn unused(of: &Counted, colour: bool) -> String {
    let mut out = Vec::new();
    _ = gate::ignores(&of.ignores, Options::terminal(colour), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The coverage table, and all gates.
fn gates(
    of: &Counted,
    gates: &[GateResult],
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_table = |gate: &&GateResult| gate.gate == Gate::Resources;
    coverage::write(of, gates.iter().find(is_table), options, out)?;
    for gate in gates.iter().filter(|gate| !is_table(gate)) {
        gate::write(gate, of.coverage.stacks.len() > 1, options, out)?;
    }
    gate::ignores(&of.ignores, options, out)
}

/// Whatever is not green, fails of level `deny` last: the end of a long log is what is read.
fn troubles(report: &Report<'_, '_>, options: Options, out: &mut impl Write) -> io::Result<()> {
    let red = |verdict: &&Verdict| verdict.outcome.is_red() || !verdict.notes.is_empty();
    let (deny, warn): (Vec<_>, Vec<_>) =
        (report.verdicts.iter().filter(red)).partition(|verdict| verdict.is_red());
    let (mut left, mut hidden, mut shown) = (options.lines, Vec::new(), Vec::new());
    // What fails the run has the room first, whatever is only warned about.
    let room = deny.into_iter().map(|it| (true, it));
    for (fails, verdict) in room.chain(warn.into_iter().map(|it| (false, it))) {
        if left == 0 {
            hidden.push(verdict);
            continue;
        }
        let text = verdict::write(verdict, report.spec_of(verdict), options.findings, options);
        // What frames the findings is not counted, but no verdict is for nothing.
        let lines = text.lines().count().saturating_sub(6);
        left = left.saturating_sub(lines.max(3));
        shown.push((fails, text));
    }
    let (deny, warn): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(fails, _)| *fails);
    for (_, text) in warn.into_iter().chain(deny) {
        writeln!(out, "{text}")?;
    }
    if !hidden.is_empty() {
        let findings: usize = hidden.iter().map(|verdict| verdict.found).sum();
        let dots = Paint(options.colour).tone(Tone::Red, "...");
        writeln!(out, "{dots} {}", left_out(findings, hidden.len()))?;
        for verdict in hidden {
            let word = verdict::word(verdict);
            writeln!(out, "    {word} {}", escape(&verdict.case()))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What is not shown. Specs without a finding are green ones, of which there is something to note.
fn left_out(findings: usize, specs: usize) -> String {
    let specs = counted(specs, "spec");
    let what = match findings {
        0 => format!("notes of {specs}"),
        _ => format!("{} of {specs}", counted(findings, "more finding")),
    };
    format!("{what} left out here; --output FILE writes them all:")
}

fn passed(report: &Report<'_, '_>, options: Options, out: &mut impl Write) -> io::Result<()> {
    if !options.verbose {
        return Ok(());
    }
    let paint = Paint(options.colour);
    let green = |verdict: &&Verdict| matches!(verdict.outcome, Outcome::Pass | Outcome::Waived);
    for verdict in report.verdicts.iter().filter(green) {
        let word = paint.tone(Tone::Green, verdict.outcome.word());
        let (case, judged) = (escape(&verdict.case()), verdict::judged(verdict));
        writeln!(out, "{word} {case} ({judged})")?;
    }
    Ok(())
}

/// How many verdicts came to an outcome, those left out that are only warned about.
fn counts_for_the_run(report: &Report<'_, '_>, outcome: Outcome) -> usize {
    let of = |verdict: &&Verdict| verdict.outcome == outcome && !verdict.is_built_in();
    let counts = |verdict: &&Verdict| !outcome.is_red() || verdict.is_red();
    report.verdicts.iter().filter(of).filter(counts).count()
}

/// `FAIL: 2 of 95 specs fail, 93 pass; 84 of 118 resources covered (exit code 100)`.
pub(super) fn summary(report: &Report<'_, '_>, paint: Paint) -> String {
    let (tone, word) = match report.exit {
        Exit::Ok => (Tone::Green, "ok"),
        Exit::Nothing => (Tone::Red, "NOTHING JUDGED"),
        _ => (Tone::Red, "FAILED"),
    };
    let warned = report.verdicts.iter().filter(|verdict| {
        verdict.outcome.is_red()
            && !verdict.is_red()
            && verdict.level == Level::Warn
            && !verdict.is_built_in()
    });
    let mut parts: Vec<String> = Outcome::ALL
        .iter()
        .rev()
        .map(|outcome| (counts_for_the_run(report, *outcome), outcome.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match warned.count() {
        0 => {}
        warned => parts.push(format!("{warned} only warned about")),
    }
    let all = report.verdicts.iter();
    match all.map(Verdict::waived).sum::<usize>() {
        0 => {}
        waived => parts.push(format!("{} waived", counted(waived, "finding"))),
    }
    let partly = report.verdicts.iter();
    match partly.filter(|verdict| !verdict.notes.is_empty()).count() {
        0 => {}
        partly => parts.push(format!("{partly} where something is not known yet")),
    }
    let specs = counted(report.specs(false), "spec");
    let stacks = counted(report.run.stacks.len(), "stack");
    if parts.is_empty() {
        parts.push("none was asked for".to_owned());
    }
    let mut line = format!(
        "{}: {specs} on {stacks}: {}",
        paint.tone(tone, word),
        parts.join(", ")
    );
    if let Some(coverage) = report.coverage {
        let gates = report.gates.iter().map(|gate| gate.gate);
        let others = gates.filter(|gate| *gate != Gate::Resources);
        for (at, gate) in [Gate::Resources].into_iter().chain(others).enumerate() {
            let (all, part) = coverage.of(gate);
            let (sign, all) = ([";", ","][at.min(1)], counted(all, gate.noun()));
            line.push_str(&format!("{sign} {part} of {all} {}", gate.verb()));
        }
    }
    line.push_str(&built_in(report));
    if report.exit != Exit::Ok {
        line.push_str(&format!(" (exit code {})", report.exit.code()));
    }
    line
}

/// `; 8 built-in specs hold`, or which part of them.
fn built_in(report: &Report<'_, '_>) -> String {
    // Of each, what it came to on all stacks: an error or a warning on one of them counts.
    let mut each: BTreeMap<&str, (bool, bool, bool)> = BTreeMap::new();
    for verdict in report.verdicts.iter().filter(|it| it.is_built_in()) {
        let (denied, warned, held) = each.entry(&verdict.spec).or_default();
        *denied |= verdict.is_red();
        *warned |= verdict.outcome.is_red();
        *held |= verdict.outcome == Outcome::Pass;
    }
    let count =
        |which: fn(&(bool, bool, bool)) -> bool| each.values().filter(|it| which(it)).count();
    let parts = [
        (count(|(denied, ..)| *denied), "fail"),
        (count(|(denied, warned, _)| *warned && !denied), "only warn"),
        (count(|(_, warned, held)| *held && !warned), "hold"),
    ];
    let parts: Vec<(usize, &str)> = parts.into_iter().filter(|(count, _)| *count > 0).collect();
    let all = counted(parts.iter().map(|(count, _)| count).sum(), "built-in spec");
    match parts.as_slice() {
        [] => String::new(),
        [(_, only)] => format!("; {all} {only}"),
        several => {
            let each = several
                .iter()
                .map(|(count, what)| format!("{count} {what}"));
            format!("; {all}: {}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted() {
        let end = "left out here; --output FILE writes them all:";
        assert_eq!(left_out(0, 2), format!("notes of 2 specs {end}"));
        assert_eq!(left_out(1, 1), format!("1 more finding of 1 spec {end}"));
    }
}
