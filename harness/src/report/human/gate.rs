//! Gates, and what does not count.

use std::io::{self, Write};

use super::style::{Paint, Tone, WIDTH, elide};
use super::{Options, counted};
use crate::diagnostic::escape;
use crate::proof::{Gate, GateResult, IgnoreUse, Missing};

/// How many things that are missing a terminal shows.
pub const SHOWN: usize = 20;

/// A gate over leaves or clauses; that of resources stands in the coverage table.
pub(super) fn write(
    gate: &GateResult,
    several: bool,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let (tone, failed) = tone(gate);
    let word = Paint(options.colour).tone(tone, name(gate.gate));
    let (part, all) = (gate.part, counted(gate.all, gate.gate.noun()));
    let (verb, wanted) = (gate.gate.verb(), gate.wanted);
    let percent = share(gate.percent);
    writeln!(
        out,
        "{word}: {part} of {all} {verb} ({percent}); {wanted} % are required{failed}"
    )?;
    if gate.missing.is_empty() || gate.is_met() && !options.verbose {
        return Ok(());
    }
    let head = match gate.gate {
        Gate::ClausesProven => "no change was seen to make these clauses fail:",
        Gate::Resources | Gate::Attributes => "no clause would fail if these were otherwise:",
    };
    writeln!(out, "    {head}")?;
    let limit = match options.lines {
        usize::MAX => usize::MAX,
        _ => SHOWN,
    };
    for missing in gate.missing.iter().take(limit) {
        writeln!(out, "    - {}", line(missing, several))?;
    }
    match (gate.all - gate.part).saturating_sub(gate.missing.len().min(limit)) {
        0 => Ok(()),
        more => writeln!(
            out,
            "    + {more} more; `stackspec check --output FILE` lists them all"
        ),
    }
}

fn line(missing: &Missing, several: bool) -> String {
    let stack = match &missing.stack {
        stack if several && !stack.is_empty() => format!("[{}] ", escape(stack)),
        _ => String::new(),
    };
    let mut line = elide(&format!("{stack}{}", escape(&missing.what)), WIDTH);
    if !missing.note.is_empty() {
        line.push_str(&format!(" ({})", elide(&escape(&missing.note), WIDTH)));
    }
    if let Some((file, at)) = &missing.place {
        line.push_str(&format!("  {}:{at}", escape(&file.display().to_string())));
    }
    line
}

/// What does not count: what takes nothing away, and on demand all else.
pub(super) fn ignores(
    uses: &[IgnoreUse],
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let paint = Paint(options.colour);
    for it in uses {
        let file = escape(&it.ignore.place.file.path.display().to_string());
        let (entry, line) = (escape(&it.ignore.what.to_string()), it.line());
        if it.is_unused() {
            let word = paint.tone(Tone::Yellow, "ignored for nothing");
            writeln!(
                out,
                "{word}: {file}:{line}: {entry}: nothing that counts is like it; this entry of \
                 [[coverage.ignore]] can go"
            )?;
        } else if options.verbose && it.asked {
            let taken = [
                (it.resources, "resource"),
                (it.leaves, "attribute"),
                (it.clauses, "clause"),
            ];
            let taken = taken.iter().filter(|(count, _)| *count > 0);
            let taken: Vec<String> = taken.map(|(n, noun)| super::counted(*n, noun)).collect();
            let (taken, reason) = (taken.join(", "), escape(&it.ignore.reason));
            writeln!(out, "ignored: {taken} by {entry} ({file}:{line}): {reason}")?;
        }
    }
    Ok(())
}

/// The colour of a gate, and what is said if it is not met.
pub(super) fn tone(gate: &GateResult) -> (Tone, &'static str) {
    match gate.is_met() {
        true => (Tone::Green, ""),
        false => (Tone::Red, ": FAILED"),
    }
}

/// `30 %`
pub(super) fn share(percent: Option<u8>) -> String {
    match percent {
        Some(percent) => format!("{percent} %"),
        None => "nothing to cover".to_owned(),
    }
}

fn name(gate: Gate) -> &'static str {
    match gate {
        Gate::Resources => "coverage",
        Gate::Attributes => "attributes",
        Gate::ClausesProven => "clauses",
    }
}
