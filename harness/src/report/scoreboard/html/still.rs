//! What stands in the page itself, whether its script runs or not.

use std::io;

use super::super::{COLUMNS, name_of};
use crate::report::html::text::html;
use crate::report::scoreboard;
use crate::suite::{Axis, Scoreboard};

/// How many files are named at once.
const FILES: usize = 3;

/// The files, folded if they are many.
pub(super) fn inputs(board: &Scoreboard, out: &mut impl io::Write) -> io::Result<()> {
    let names = board.files.iter().map(|file| html(&file.name));
    let names: Vec<String> = names.map(|name| format!("<code>{name}</code>")).collect();
    let names_in_line = names.join(", ");
    match names.len() {
        0..=FILES => write!(out, "{names_in_line}"),
        many => write!(
            out,
            "<details><summary>{many} files of results</summary>{names_in_line}</details>"
        ),
    }
}

/// What speaks against holding the files side by side.
pub(super) fn warnings(board: &Scoreboard, out: &mut impl io::Write) -> io::Result<()> {
    for warning in &board.warnings {
        writeln!(
            out,
            "<div class=\"warning\"><strong>{}</strong>",
            html(&warning.message)
        )?;
        for note in warning.notes.iter().chain(&warning.help) {
            writeln!(out, "<br>{}", html(note))?;
        }
        writeln!(out, "</div>")?;
    }
    Ok(())
}

/// The figures of all cases; the script puts those of the chosen ones in their place.
pub(super) fn figures(board: &Scoreboard, out: &mut impl io::Write) -> io::Result<()> {
    let figures = scoreboard::figures(&board.total);
    let note = |name: &str| COLUMNS.iter().position(|column| *column == name);
    for name in [
        "pass rate",
        "as expected",
        "faults found",
        "pass@1",
        "per 100 resources",
    ] {
        let value = note(name).and_then(|at| figures.get(at)).cloned();
        let value = value.unwrap_or_default();
        writeln!(
            out,
            "<div><dt>{name}</dt><dd><strong>{}</strong></dd></div>",
            html(&value)
        )?;
    }
    Ok(())
}

/// What somebody sees whose browser runs no script: every figure by every axis, and the failures.
pub(super) fn summary(board: &Scoreboard, out: &mut impl io::Write) -> io::Result<()> {
    writeln!(out, "<p>{}.</p>", html(&scoreboard::summary(board)))?;
    for axis in Axis::ALL {
        if !board.tells_apart(axis) {
            continue;
        }
        write!(
            out,
            "<table><caption>By {}</caption><thead><tr><th scope=\"col\">{0}</th>",
            axis.word()
        )?;
        for column in COLUMNS {
            write!(out, "<th scope=\"col\">{column}</th>")?;
        }
        writeln!(out, "</tr></thead><tbody>")?;
        for row in board.rows(axis) {
            write!(
                out,
                "<tr><td>{}</td>",
                html(&name_of(axis, row.name.as_deref()))
            )?;
            for figure in scoreboard::figures(&row.score) {
                write!(out, "<td class=\"n\">{}</td>", html(&figure))?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody></table>")?;
    }
    writeln!(
        out,
        "<table><caption>Failures by spec</caption><thead><tr><th scope=\"col\">spec</th>\
         <th scope=\"col\">level</th><th scope=\"col\">cases hit</th><th scope=\"col\">findings</th>\
         <th scope=\"col\">title</th></tr></thead><tbody>"
    )?;
    let failures = board.failures();
    for spec in failures.iter().filter_map(|at| board.specs.get(*at)) {
        writeln!(
            out,
            "<tr><td><code>{}</code></td><td>{}</td><td class=\"n\">{} of {}</td>\
             <td class=\"n\">{}</td><td>{}</td></tr>",
            html(&spec.name()),
            html(&spec.level),
            spec.hits.hit,
            spec.hits.asked,
            spec.hits.findings,
            html(spec.title.as_deref().unwrap_or_default()),
        )?;
    }
    writeln!(out, "</tbody></table>")
}
