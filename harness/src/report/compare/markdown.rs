//! A comparison for a comment at a pull request: GitHub's Markdown, which GitLab reads too.
//!
//! A comment of GitHub takes 65,536 characters; what is longer than `LONGEST` is counted, not shown.

use std::io::{self, Write};

use super::{COLUMNS, NONE, figures, said_of_case, summary, tells, verdict, word};
use crate::report::human::elide;
use crate::report::markdown::{Section, text};
use crate::suite::{CaseChange, Change, Changed, ChangedCase, Comparison, TallyBy, TallyRow};

/// How many rows of a table are written.
const SHOWN: usize = 50;

/// How many bytes all rows may take together.
const LONGEST: usize = 48_000;

/// How many characters a name or a message gets.
const CELL: usize = 200;

/// Writes the comparison. What got worse comes first; what the tables leave out is counted below.
///
/// # Errors
/// Those of `out`.
pub fn write(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let (verdict, _) = verdict(comparison);
    writeln!(out, "## stackspec compare: {verdict}\n")?;
    writeln!(out, "{}.\n", summary(comparison))?;
    for warning in &comparison.warnings {
        writeln!(out, "> **Warning:** {}", text(&warning.message))?;
        for note in &warning.notes {
            writeln!(out, "> - {}", text(&elide(note, CELL)))?;
        }
        writeln!(out)?;
    }
    if let Some(nothing) = comparison.nothing() {
        writeln!(out, "> **Error:** {}\n", text(&nothing.message))?;
    }
    let mut left = LONGEST;
    let (worse, rest): (Vec<&Changed>, Vec<&Changed>) =
        comparison.changes.iter().partition(|it| it.is_worse());
    let of = |changes: &[&Changed], change| -> Vec<Vec<String>> {
        let of = changes.iter().filter(|it| it.change == change);
        of.map(|changed| judgement(changed)).collect()
    };
    for change in [Change::Broken, Change::NoMore, Change::StillRed] {
        let title = match change {
            Change::StillRed => "New findings of what was red".to_owned(),
            change => capital(change.words()),
        };
        judgements(title, of(&worse, change)).open(&mut left, out)?;
    }
    for change in [CaseChange::Gone, CaseChange::Refused] {
        cases(comparison, change).open(&mut left, out)?;
    }
    for (by, rows) in TallyBy::ALL.iter().zip(&comparison.by) {
        if tells(rows) {
            tallies(*by, rows).folded(&mut left, out)?;
        }
    }
    for change in [
        Change::Fixed,
        Change::Asked,
        Change::Newly,
        Change::StillRed,
    ] {
        let section = judgements(capital(change.words()), of(&rest, change));
        section.folded(&mut left, out)?;
    }
    for change in [CaseChange::StillRefused, CaseChange::Loads, CaseChange::New] {
        cases(comparison, change).folded(&mut left, out)?;
    }
    Ok(())
}

fn judgements(title: String, rows: Vec<Vec<String>>) -> Section {
    let heads = ["case", "model", "stack", "spec", "was", "is", "what"];
    Section {
        title,
        heads: heads.map(str::to_owned).to_vec(),
        right: heads.len(),
        rows,
        shown: SHOWN,
    }
}

fn judgement(changed: &Changed) -> Vec<String> {
    let of = match changed.is_worse() || changed.change == Change::Asked {
        true => &changed.new,
        false => &changed.gone,
    };
    let mut what = match of.first() {
        Some(first) => cell(&first.message),
        None => cell(changed.reason.as_deref().unwrap_or_default()),
    };
    if let more @ 1.. = of.len().saturating_sub(1) {
        what.push_str(&format!(" and {more} more"));
    }
    vec![
        cell(&changed.case),
        cell(changed.model.as_deref().unwrap_or_default()),
        cell(&changed.stack),
        cell(&changed.name()),
        word(changed.before).to_owned(),
        word(changed.after).to_owned(),
        what,
    ]
}

fn cases(comparison: &Comparison, change: CaseChange) -> Section {
    let row = |case: &ChangedCase| {
        vec![
            cell(&case.case),
            cell(case.model.as_deref().unwrap_or_default()),
            cell(&said_of_case(case)),
        ]
    };
    Section {
        title: format!("Cases {}", change.words()),
        heads: ["case", "model", "what"].map(str::to_owned).to_vec(),
        right: 3,
        rows: comparison.cases_of(change).map(row).collect(),
        shown: SHOWN,
    }
}

fn tallies(by: TallyBy, rows: &[TallyRow]) -> Section {
    let row = |row: &TallyRow| {
        let name = match &row.name {
            Some(name) => cell(name),
            None => format!("\\({NONE}\\)"),
        };
        std::iter::once(name).chain(figures(&row.tally)).collect()
    };
    let heads = std::iter::once(by.word()).chain(COLUMNS);
    Section {
        title: format!("By {}", by.word()),
        heads: heads.map(str::to_owned).collect(),
        right: 1,
        rows: rows.iter().map(row).collect(),
        shown: SHOWN,
    }
}

fn cell(from: &str) -> String {
    text(&elide(from, CELL))
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}
