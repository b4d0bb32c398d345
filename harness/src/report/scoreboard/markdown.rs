//! A scoreboard for a comment or a wiki: GitHub's Markdown.

use std::io::{self, Write};

use super::{COLUMNS, NONE, figures, name_of, summary};
use crate::report::counted;
use crate::report::markdown::text;
use crate::suite::{Axis, Scoreboard, ScoredSpec};

/// How many rows of a table are written.
const SHOWN: usize = 50;

/// How many models get a column of their own.
const MODELS: usize = 8;

/// Writes the scoreboard. What the longest tables leave out is counted below them.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Scoreboard, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# Scoreboard: {}\n", text(&super::title(board)))?;
    writeln!(out, "{}.\n", summary(board))?;
    for warning in &board.warnings {
        writeln!(out, "> **Warning:** {}\n", text(&warning.message))?;
    }
    for axis in Axis::ALL {
        if board.tells_apart(axis) {
            rows(board, axis, out)?;
        }
    }
    failures(board, out)
}

fn rows(board: &Scoreboard, axis: Axis, out: &mut impl Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> = board
        .rows(axis)
        .iter()
        .map(|row| {
            let name = text(&name_of(axis, row.name.as_deref()));
            std::iter::once(name).chain(figures(&row.score)).collect()
        })
        .collect();
    let heads: Vec<String> = std::iter::once(axis.word())
        .chain(COLUMNS)
        .map(str::to_owned)
        .collect();
    writeln!(out, "## By {}\n", axis.word())?;
    table(&heads, 1, &rows, out)
}

/// Which spec hits how many cases of which model.
fn failures(board: &Scoreboard, out: &mut impl Write) -> io::Result<()> {
    let failures = board.failures();
    if failures.is_empty() {
        return Ok(());
    }
    let models = match board.rows(Axis::Model) {
        models if board.tells_apart(Axis::Model) => &models[..models.len().min(MODELS)],
        _ => &[],
    };
    let mut heads: Vec<String> = ["spec", "level", "title", "cases hit", "findings"]
        .map(str::to_owned)
        .to_vec();
    let names = models.iter().map(|row| row.name.as_deref());
    heads.extend(names.map(|name| text(&name_of(Axis::Model, name))));
    let row = |spec: &ScoredSpec| {
        let mut cells = vec![
            text(&spec.name()),
            text(&spec.level),
            text(spec.title.as_deref().unwrap_or_default()),
            format!("{} of {}", spec.hits.hit, spec.hits.asked),
            spec.hits.findings.to_string(),
        ];
        let of = spec.models.iter().take(models.len());
        cells.extend(of.map(|hits| match hits.asked {
            0 => NONE.to_owned(),
            asked => format!("{} of {asked}", hits.hit),
        }));
        cells
    };
    let specs = failures.iter().filter_map(|at| board.specs.get(*at));
    let rows: Vec<Vec<String>> = specs.map(row).collect();
    writeln!(out, "## Failures by spec\n")?;
    table(&heads, 3, &rows, out)
}

/// A table without the columns that say nothing; those from `right` on stand to the right.
fn table(
    heads: &[String],
    right: usize,
    rows: &[Vec<String>],
    out: &mut impl Write,
) -> io::Result<()> {
    let says = |at: &usize| {
        let cell = |row: &Vec<String>| row.get(*at).is_some_and(|cell| cell != NONE);
        *at == 0 || rows.iter().any(cell)
    };
    let columns: Vec<usize> = (0..heads.len()).filter(says).collect();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<&str> = cells.collect();
        writeln!(out, "| {} |", cells.join(" | "))
    };
    let of = |cells: &[String], at: &usize| cells.get(*at).cloned().unwrap_or_default();
    let pick =
        |cells: &[String]| -> Vec<String> { columns.iter().map(|at| of(cells, at)).collect() };
    line(&mut pick(heads).iter().map(String::as_str))?;
    let rule = |at: &usize| if *at < right { "---" } else { "---:" };
    line(&mut columns.iter().map(rule))?;
    for row in rows.iter().take(SHOWN) {
        line(&mut pick(row).iter().map(String::as_str))?;
    }
    match rows.len().saturating_sub(SHOWN) {
        0 => writeln!(out),
        more => writeln!(out, "\n{} left out here.\n", counted(more, "row")),
    }
}
