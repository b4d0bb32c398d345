//! A comparison for a terminal.

use std::io::{self, Write};

use super::{COLUMNS, NONE, figures, outcomes, said_of_case, summary, tells, verdict};
use crate::diagnostic::escape;
use crate::report::counted;
use crate::report::human::{Options, Paint, Table, Tone, WIDTH, elide};
use crate::suite::{CaseChange, Change, Changed, Comparison, FindingLine, TallyBy, TallyRow};

/// How many judgements and cases of one change are named.
const SHOWN: usize = 20;

/// How many findings of a judgement are told.
const FINDINGS: usize = 3;

/// How many rows a table has.
const ROWS: usize = 10;

/// How many characters a name gets.
const NAME: usize = 72;

/// Writes the comparison.
///
/// # Errors
/// Those of `out`.
pub fn write(comparison: &Comparison, options: Options, out: &mut impl Write) -> io::Result<()> {
    for change in CaseChange::ALL {
        cases(comparison, change, options, out)?;
    }
    for change in Change::ALL {
        judgements(comparison, change, options, out)?;
    }
    for (by, rows) in TallyBy::ALL.iter().zip(&comparison.by) {
        if tells(rows) {
            table(*by, rows, options, out)?;
        }
    }
    let (word, bad) = verdict(comparison);
    let tone = match bad {
        true => Tone::Red,
        false => Tone::Green,
    };
    let word = Paint(options.colour).tone(tone, word);
    writeln!(out, "{word}: {}", summary(comparison))
}

fn cases(
    comparison: &Comparison,
    change: CaseChange,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let all: Vec<_> = comparison.cases_of(change).collect();
    let tone = match change {
        CaseChange::Gone | CaseChange::Refused => Tone::Red,
        CaseChange::StillRefused => Tone::Yellow,
        CaseChange::Loads | CaseChange::New => Tone::Bold,
    };
    let shown = shown(all.len(), options);
    for case in &all[..shown] {
        let word = Paint(options.colour).tone(tone, change.words());
        let name = elide(&escape(&case.case), NAME);
        let said = elide(&escape(&said_of_case(case)), WIDTH * 3);
        writeln!(out, "{word}: case {name}: {said}")?;
    }
    more(all.len() - shown, "case", out)
}

fn judgements(
    comparison: &Comparison,
    change: Change,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    // What is as red as it was is only counted.
    let told = |it: &&Changed| {
        let same = it.new.is_empty() && it.gone.is_empty();
        options.verbose || it.change != Change::StillRed || !same
    };
    let mut all: Vec<&Changed> = comparison.of_change(change).filter(told).collect();
    // What got worse is never behind what did not.
    all.sort_by_key(|it| !it.is_worse());
    let shown = shown(all.len(), options);
    for changed in &all[..shown] {
        let tone = match changed.is_worse() {
            true => Tone::Red,
            false if change == Change::Fixed => Tone::Green,
            false => Tone::Bold,
        };
        let word = Paint(options.colour).tone(tone, change.words());
        let case = elide(&escape(&changed.case), NAME);
        let stack = elide(&escape(&changed.stack), NAME);
        let spec = elide(&escape(&changed.name()), NAME);
        let outcomes = outcomes(changed);
        writeln!(out, "{word}: {case}: {spec} on `{stack}` ({outcomes})")?;
        if let Some(reason) = &changed.reason {
            writeln!(out, "    = {}", elide(&escape(reason), WIDTH * 3))?;
        }
        findings('+', &changed.new, options, out)?;
        // Of what is fixed or judged no more all of them are gone.
        if change == Change::StillRed || options.verbose {
            findings('-', &changed.gone, options, out)?;
        }
    }
    more(all.len() - shown, "judgement", out)
}

fn findings(
    sign: char,
    findings: &[FindingLine],
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let shown = match options.verbose {
        true => findings.len(),
        false => findings.len().min(FINDINGS),
    };
    for finding in &findings[..shown] {
        let message = elide(&escape(&finding.message), WIDTH * 3);
        writeln!(out, "    {sign} {message}")?;
    }
    match findings.len() - shown {
        0 => Ok(()),
        more => writeln!(out, "    {sign} and {}", counted(more, "more finding")),
    }
}

fn table(by: TallyBy, rows: &[TallyRow], options: Options, out: &mut impl Write) -> io::Result<()> {
    const N: usize = COLUMNS.len() + 1;
    let mut heads = [by.word(); N];
    for (head, column) in heads.iter_mut().skip(1).zip(COLUMNS) {
        *head = column;
    }
    let mut right = [true; N];
    right[0] = false;
    let mut table = Table::new(heads, right);
    for row in rows {
        let mut cells = figures(&row.tally).into_iter();
        let name = match &row.name {
            Some(name) => elide(&escape(name), NAME),
            None => format!("({NONE})"),
        };
        table.row(std::array::from_fn(|at| match at {
            0 => name.clone(),
            _ => cells.next().unwrap_or_default(),
        }));
    }
    table.leave_out("0");
    let more = match options.verbose {
        true => 0,
        false => table.cut(ROWS),
    };
    let head = format!("by {}", by.word());
    writeln!(out, "{}", Paint(options.colour).tone(Tone::Bold, &head))?;
    table.write(out)?;
    if more > 0 {
        writeln!(out, "    = and {more} more: --verbose, or --output FILE")?;
    }
    Ok(())
}

fn shown(all: usize, options: Options) -> usize {
    match options.verbose {
        true => all,
        false => all.min(SHOWN),
    }
}

fn more(more: usize, noun: &str, out: &mut impl Write) -> io::Result<()> {
    match more {
        0 => Ok(()),
        more => {
            let many = counted(more, &format!("more {noun}"));
            writeln!(out, "    = and {many}: --verbose, or --output FILE")
        }
    }
}
