//! A comparison for a comment at a pull request: GitHub's Markdown, which GitLab reads too.
//!
//! A comment of GitHub takes 65,536 characters; what is longer than `LONGEST` is counted, not shown.

use std::io::{self, Write};

use super::{COLUMNS, NONE, figures, said_of_case, summary, tells, verdict, word};
use crate::report::human::elide;
use crate::report::markdown::text;
use crate::suite::{CaseChange, Change, Changed, ChangedCase, Comparison, TallyBy, TallyRow};

/// How many rows of a table are written.
const SHOWN: usize = 50;

/// How many bytes all rows may take together.
const LONGEST: usize = 48_000;

/// How many characters a name or a message gets.
const CELL: usize = 200;

/// A table under construction: its heads, which of them stand to the right, its rows.
struct Section {
    title: String,
    heads: Vec<String>,
    right: usize,
    rows: Vec<Vec<String>>,
}

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
        open(&judgements(title, of(&worse, change)), &mut left, out)?;
    }
    for change in [CaseChange::Gone, CaseChange::Refused] {
        open(&cases(comparison, change), &mut left, out)?;
    }
    for (by, rows) in TallyBy::ALL.iter().zip(&comparison.by) {
        if tells(rows) {
            folded(&tallies(*by, rows), &mut left, out)?;
        }
    }
    for change in [
        Change::Fixed,
        Change::Asked,
        Change::Newly,
        Change::StillRed,
    ] {
        let section = judgements(capital(change.words()), of(&rest, change));
        folded(&section, &mut left, out)?;
    }
    for change in [CaseChange::StillRefused, CaseChange::Loads, CaseChange::New] {
        folded(&cases(comparison, change), &mut left, out)?;
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
    }
}

/// A table that is seen at once.
fn open(section: &Section, left: &mut usize, out: &mut impl Write) -> io::Result<()> {
    if section.rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}: {}\n", section.title, section.rows.len())?;
    table(section, left, out)
}

/// A table that is seen when somebody asks for it.
fn folded(section: &Section, left: &mut usize, out: &mut impl Write) -> io::Result<()> {
    if section.rows.is_empty() {
        return Ok(());
    }
    let (title, count) = (&section.title, section.rows.len());
    writeln!(out, "<details><summary>{title}: {count}</summary>\n")?;
    table(section, left, out)?;
    writeln!(out, "</details>\n")
}

fn table(section: &Section, left: &mut usize, out: &mut impl Write) -> io::Result<()> {
    let mut rows: Vec<String> = Vec::new();
    for row in section.rows.iter().take(SHOWN) {
        let row = format!("| {} |", row.join(" | "));
        if row.len() > *left {
            break;
        }
        *left -= row.len();
        rows.push(row);
    }
    if !rows.is_empty() {
        let rule = |at: usize| if at < section.right { "---" } else { "---:" };
        let rules: Vec<&str> = (0..section.heads.len()).map(rule).collect();
        writeln!(
            out,
            "| {} |\n| {} |",
            section.heads.join(" | "),
            rules.join(" | ")
        )?;
    }
    for row in &rows {
        writeln!(out, "{row}")?;
    }
    match (section.rows.len() - rows.len(), rows.is_empty()) {
        (0, _) => writeln!(out),
        (more, true) => writeln!(out, "{more} that are not shown here.\n"),
        (more, false) => writeln!(out, "\nand {more} more.\n"),
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
