//! What was not judged, grouped by the reason.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::style::{Paint, Tone};
use super::{Options, Report};
use crate::check::Verdict;
use crate::diagnostic::escape;
use crate::report::counted;
use crate::spec::is_shipped;
use crate::verdict::Outcome;

/// How many lines follow a heading where not all are wanted.
const SHOWN: usize = 5;

/// Writes it. What a library skips is told in numbers alone, unless all is wanted: more of it does not apply
/// than one reads.
pub(super) fn write(
    report: &Report<'_, '_>,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let files = report.run.specs.files.iter();
    let shipped: BTreeSet<&str> = files
        .filter(|file| is_shipped(file))
        .map(|file| file.name.as_str())
        .collect();
    // What built-in specs do not look at is nobody's concern who did not ask for them; what has
    // notes was shown with them.
    let is_meant =
        |it: &&Verdict| it.outcome == Outcome::Skipped && !it.is_built_in() && it.notes.is_empty();
    let all = report.verdicts.iter().filter(is_meant);
    let in_numbers = |it: &&Verdict| !options.verbose && shipped.contains(it.file.as_str());
    let (library, own): (Vec<&Verdict>, Vec<&Verdict>) = all.partition(in_numbers);
    let paint = Paint(options.colour);
    let word = paint.tone(Tone::Yellow, Outcome::Skipped.word());
    if !library.is_empty() {
        let specs = counted(library.len(), "spec");
        writeln!(out, "{word} {specs} of the library: --verbose lists them")?;
        numbers(library, out)?;
    }
    for (reason, verdicts) in by_reason(own) {
        let specs = counted(verdicts.len(), "spec");
        writeln!(out, "{word} {specs}: {}", escape(reason))?;
        let shown = match options.verbose {
            true => verdicts.len(),
            false => SHOWN,
        };
        for verdict in verdicts.iter().take(shown) {
            writeln!(out, "    - {}", escape(&verdict.case()))?;
        }
        let more = verdicts.len().saturating_sub(shown);
        if more > 0 {
            writeln!(out, "    ... and {more} more: --verbose lists them")?;
        }
    }
    Ok(())
}

/// How many were skipped for each reason, the most frequent first.
fn numbers(verdicts: Vec<&Verdict>, out: &mut impl Write) -> io::Result<()> {
    let reasons = by_reason(verdicts).into_iter();
    let mut counts: Vec<(usize, &str)> = reasons.map(|(why, of)| (of.len(), why)).collect();
    counts.sort_by_key(|(count, _)| Reverse(*count));
    let (shown, rest) = counts.split_at(counts.len().min(SHOWN));
    let others: usize = rest.iter().map(|(count, _)| count).sum();
    let most = counts.first().map_or(0, |(count, _)| *count).max(others);
    let width = most.to_string().len();
    for (count, reason) in shown {
        writeln!(out, "    - {count:width$}: {}", escape(reason))?;
    }
    if !rest.is_empty() {
        let reasons = counted(rest.len(), "other reason");
        writeln!(out, "    - {others:width$}: for {reasons}")?;
    }
    Ok(())
}

fn by_reason(verdicts: Vec<&Verdict>) -> BTreeMap<&str, Vec<&Verdict>> {
    let mut found: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts {
        let reason = verdict.reason.as_deref().unwrap_or("no reason is given");
        found.entry(reason).or_default().push(verdict);
    }
    found
}
