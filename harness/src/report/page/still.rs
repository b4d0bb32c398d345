//! What stands in the page itself, whether its script runs or not.

use std::io;

use super::data;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::report::html::text::html;
use crate::report::{Report, counted, headline};
use crate::verdict::Outcome;

/// How many findings stand in the table of those who run no script.
const SHOWN: usize = 500;

/// The colour of the verdict: green only where the run is.
pub(super) fn tone(report: &Report<'_, '_>) -> &'static str {
    let warns = report.verdicts.iter().any(headline::only_warns);
    match (report.exit, warns) {
        (Exit::Ok, false) => "green",
        (Exit::Ok, true) => "yellow",
        _ => "red",
    }
}

/// The stacks, each with the input that it comes from.
pub(super) fn inputs(report: &Report<'_, '_>, out: &mut impl io::Write) -> io::Result<()> {
    const NAMED: usize = 4;
    let stacks = &report.run.stacks;
    for (at, subject) in stacks.iter().take(NAMED).enumerate() {
        let stack = subject.model.stack();
        let comma = if at == 0 { "" } else { ", " };
        let input = stack.input.display().to_string();
        let (name, form) = (html(&stack.name), html(stack.form.word()));
        write!(
            out,
            "{comma}<code>{name}</code> ({form}, <code>{}</code>)",
            html(&input)
        )?;
    }
    match stacks.len().saturating_sub(NAMED) {
        0 => Ok(()),
        more => write!(out, " and {}", counted(more, "more stack")),
    }
}

/// The figures at the head of the page.
pub(super) fn figures(report: &Report<'_, '_>, out: &mut impl io::Write) -> io::Result<()> {
    let open = |red: bool| {
        let of = report.verdicts.iter().filter(move |it| match red {
            true => it.is_red(),
            false => headline::only_warns(it),
        });
        of.map(|it| it.found.saturating_sub(it.waived()))
            .sum::<usize>()
    };
    let red = report.verdicts.iter().filter(|it| it.is_red()).count();
    let warned = report
        .verdicts
        .iter()
        .filter(|it| headline::only_warns(it))
        .count();
    let tone = |count: usize, tone| if count > 0 { tone } else { "" };
    let note = counted(open(true), "finding");
    figure(
        out,
        "Specs that fail the run",
        &red.to_string(),
        &note,
        tone(red, "fail"),
    )?;
    let note = counted(open(false), "finding");
    figure(
        out,
        "Only warned about",
        &warned.to_string(),
        &note,
        tone(warned, "unknown"),
    )?;
    let passed = report.count(Outcome::Pass, false) + report.count(Outcome::Pass, true);
    let skipped = report.count(Outcome::Skipped, false) + report.count(Outcome::Skipped, true);
    let note = format!(
        "{skipped} skipped, of {}",
        counted(report.verdicts.len(), "judgement")
    );
    figure(
        out,
        "Pass",
        &passed.to_string(),
        &note,
        tone(passed, "pass"),
    )?;
    let waived: usize = report
        .verdicts
        .iter()
        .map(crate::check::Verdict::waived)
        .sum();
    let stale = report
        .waivers
        .iter()
        .filter(|it| it.state.is_stale())
        .count();
    let note = match stale {
        0 => format!("by {}", counted(report.waivers.len(), "waiver")),
        stale => format!(
            "by {}; {stale} to look at",
            counted(report.waivers.len(), "waiver")
        ),
    };
    figure(
        out,
        "Findings waived",
        &waived.to_string(),
        &note,
        tone(waived, "waived"),
    )?;
    let Some(coverage) = report.coverage else {
        return figure(
            out,
            "Resources covered",
            "not counted",
            "a part of the specs has no coverage",
            "",
        );
    };
    let (all, covered) = coverage.coverage.resources();
    let percent = coverage.coverage.percent();
    let percent = percent.map_or("none".to_owned(), |it| format!("{it}\u{202f}%"));
    let unmet = report.gates.iter().filter(|gate| !gate.is_met()).count();
    let mut note = format!("{covered} of {}", counted(all, "resource"));
    if unmet > 0 {
        note.push_str(&format!("; {} not met", counted(unmet, "gate")));
    }
    figure(
        out,
        "Resources covered",
        &percent,
        &note,
        tone(unmet, "fail"),
    )
}

fn figure(
    out: &mut impl io::Write,
    name: &str,
    value: &str,
    note: &str,
    tone: &str,
) -> io::Result<()> {
    let class = match tone {
        "" => String::new(),
        tone => format!(" class=\"ink {tone}\""),
    };
    writeln!(
        out,
        "<div{class}><dt>{name}</dt><dd><strong>{value}</strong> <span>{}</span></dd></div>",
        html(note)
    )
}

/// What somebody sees whose browser runs no script.
pub(super) fn summary(report: &Report<'_, '_>, out: &mut impl io::Write) -> io::Result<()> {
    writeln!(
        out,
        "<table><caption>What is red</caption><thead><tr><th scope=\"col\">spec</th>\
         <th scope=\"col\">level</th><th scope=\"col\">stack</th><th scope=\"col\">outcome</th>\
         <th scope=\"col\">what</th><th scope=\"col\">place</th><th scope=\"col\">expected</th>\
         <th scope=\"col\">actual</th></tr></thead><tbody>"
    )?;
    let mut left = SHOWN;
    let mut more = 0;
    for verdict in report.verdicts.iter().filter(|it| it.outcome.is_red()) {
        let name = html(&data::name(verdict));
        let (level, stack) = (verdict.level.word(), html(&verdict.stack));
        let head = format!("<tr><td><code>{name}</code></td><td>{level}</td><td>{stack}</td>");
        let reason = html(verdict.reason.as_deref().unwrap_or_default());
        if verdict.findings.is_empty() {
            let word = verdict.outcome.word();
            writeln!(
                out,
                "{head}<td>{word}</td><td colspan=\"4\">{reason}</td></tr>"
            )?;
        }
        for finding in headline::open(verdict) {
            if left == 0 {
                more += 1;
                continue;
            }
            left -= 1;
            let construct = finding.construct_path.as_deref().unwrap_or_default();
            writeln!(
                out,
                "{head}<td>{}</td><td><code>{}</code> {}</td><td><code>{}</code></td>\
                 <td>{}</td><td>{}</td></tr>",
                finding.outcome.word(),
                html(headline::subject(finding)),
                html(construct),
                html(&headline::place(finding).unwrap_or_default()),
                html(&finding.expected),
                html(headline::actual(finding)),
            )?;
        }
    }
    writeln!(out, "</tbody></table>")?;
    match more {
        0 => Ok(()),
        more => writeln!(out, "<p>and {more} more.</p>"),
    }
}

/// What stood in the way.
pub(super) fn problems(
    problems: &[(Exit, Diagnostic)],
    out: &mut impl io::Write,
) -> io::Result<()> {
    for (_, problem) in problems {
        writeln!(
            out,
            "<div class=\"problem\"><h2>{}</h2>",
            html(&problem.message)
        )?;
        if let Some(place) = &problem.place {
            let file = place.file.path.display().to_string();
            writeln!(out, "<p><code>{}:{}</code></p>", html(&file), place.line())?;
        }
        for more in problem.notes.iter().chain(&problem.help) {
            writeln!(out, "<p>{}</p>", html(more))?;
        }
        writeln!(out, "</div>")?;
    }
    Ok(())
}
