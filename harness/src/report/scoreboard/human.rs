//! A scoreboard for a terminal.

use std::io::{self, Write};

use super::{COLUMNS, SHOWN, figures, name_of, percent, rate, summary};
use crate::diagnostic::escape;
use crate::report::counted;
use crate::report::human::{Options, Paint, Table, Tone, elide};
use crate::suite::{Axis, Row, Scoreboard};

/// How many characters a name gets.
const NAME: usize = 72;

/// Writes the scoreboard.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Scoreboard, options: Options, out: &mut impl Write) -> io::Result<()> {
    for axis in Axis::ALL {
        // One run, one model: the total says it.
        if board.tells_apart(axis) && (board.rows(axis).len() > 1 || axis == Axis::Model) {
            rows(axis, board.rows(axis), options, out)?;
        }
    }
    trend(board, options, out)?;
    groups(board, options, out)?;
    failures(board, options, out)?;
    let paint = Paint(options.colour);
    let (tone, word) = match board.is_empty() {
        true => (Tone::Red, "NO CASE"),
        false => (Tone::Bold, "scoreboard"),
    };
    writeln!(out, "{}: {}", paint.tone(tone, word), summary(board))
}

fn rows(axis: Axis, rows: &[Row], options: Options, out: &mut impl Write) -> io::Result<()> {
    const N: usize = COLUMNS.len() + 1;
    let mut heads = [axis.word(); N];
    for (head, column) in heads.iter_mut().skip(1).zip(COLUMNS) {
        *head = column;
    }
    let mut right = [true; N];
    right[0] = false;
    let mut table = Table::new(heads, right);
    for row in rows {
        let mut cells = figures(&row.score).into_iter();
        let name = elide(&escape(&name_of(axis, row.name.as_deref())), NAME);
        table.row(std::array::from_fn(|at| match at {
            0 => name.clone(),
            _ => cells.next().unwrap_or_default(),
        }));
    }
    table.leave_out(super::NONE);
    section(
        &format!("by {}", axis.word()),
        table,
        axis.word(),
        options,
        out,
    )
}

/// Runs side by side, model by model.
fn trend(board: &Scoreboard, options: Options, out: &mut impl Write) -> io::Result<()> {
    if board.trend.len() < 2 || !board.tells_apart(Axis::Model) {
        return Ok(());
    }
    let heads = [
        "model",
        "run",
        "cases",
        "clean",
        "pass rate",
        "per 100 resources",
    ];
    let mut table = Table::new(heads, [false, false, true, true, true, true]);
    for model in board.rows(Axis::Model) {
        for moment in &board.trend {
            let row = moment.models.iter().find(|row| row.name == model.name);
            let Some(Row { score, .. }) = row else {
                continue;
            };
            table.row([
                elide(&escape(&name_of(Axis::Model, model.name.as_deref())), NAME),
                elide(&escape(&name_of(Axis::Run, moment.run.as_deref())), NAME),
                score.cases.to_string(),
                score.clean.to_string(),
                percent(score.passed()),
                rate(score.rate()),
            ]);
        }
    }
    section("by model and run", table, "row", options, out)
}

fn groups(board: &Scoreboard, options: Options, out: &mut impl Write) -> io::Result<()> {
    let heads = ["group", "specs", "cases hit", "of", "findings"];
    let mut table = Table::new(heads, [false, true, true, true, true]);
    for group in &board.groups {
        table.row([
            elide(&escape(&group.group), NAME),
            group.specs.to_string(),
            group.hits.hit.to_string(),
            group.hits.asked.to_string(),
            group.hits.findings.to_string(),
        ]);
    }
    section("failures by group of specs", table, "group", options, out)
}

fn failures(board: &Scoreboard, options: Options, out: &mut impl Write) -> io::Result<()> {
    let heads = ["spec", "level", "cases hit", "of", "findings", "title"];
    let mut table = Table::new(heads, [false, false, true, true, true, false]);
    for spec in board
        .failures()
        .iter()
        .filter_map(|at| board.specs.get(*at))
    {
        table.row([
            elide(&escape(&spec.name()), NAME),
            escape(&spec.level),
            spec.hits.hit.to_string(),
            spec.hits.asked.to_string(),
            spec.hits.findings.to_string(),
            elide(&escape(spec.title.as_deref().unwrap_or_default()), NAME),
        ]);
    }
    section("failures by spec", table, "spec", options, out)
}

/// A table with its head, as far as there is room.
fn section<const N: usize>(
    head: &str,
    mut table: Table<N>,
    noun: &str,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let limit = match options.verbose || options.lines == usize::MAX {
        true => usize::MAX,
        false => SHOWN,
    };
    let more = table.cut(limit);
    if table.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", Paint(options.colour).tone(Tone::Bold, head))?;
    table.write(out)?;
    if more > 0 {
        let noun = match noun {
            "class" if more > 1 => format!("{more} more classes"),
            noun => counted(more, &format!("more {noun}")),
        };
        writeln!(out, "    + {noun}; --verbose lists all")?;
    }
    writeln!(out)
}
