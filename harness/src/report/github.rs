//! Annotations of GitHub Actions: workflow commands, a line each, which GitHub shows beside the code.
//!
//! Source: GitHub Docs, "Workflow commands for GitHub Actions", and `command.ts` of `@actions/core`, which
//! escapes them. A step shows ten errors, ten warnings and ten notices; what is beyond is counted in the
//! last.

use std::io::{self, Write};

use super::shown::shown;
use super::{Report, counted, human};
use crate::check::{Finding, Verdict};
use crate::diagnostic::{Diagnostic, Place};
use crate::exit::Exit;
use crate::spec::full_name;

/// How many annotations of a level GitHub shows of a step.
pub const MOST: usize = 10;

/// How much it matters: the word of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Notice,
}

/// One annotation.
struct Annotation {
    level: Level,
    title: String,
    /// File, line and column, from 1.
    at: Option<(String, usize, Option<usize>)>,
    /// Lines, each escaped.
    lines: Vec<String>,
}

/// Writes what came of a run.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, out: &mut impl Write) -> io::Result<()> {
    let mut all = Vec::new();
    for verdict in report.verdicts {
        of_verdict(verdict, &mut all);
    }
    for gate in report.gates.iter().filter(|gate| !gate.is_met()) {
        all.push(Annotation {
            level: Level::Error,
            title: gate.gate.case(),
            at: None,
            lines: vec![format!(
                "{} of {} {}; {} % are required",
                gate.part,
                counted(gate.all, gate.gate.noun()),
                gate.gate.verb(),
                gate.wanted
            )],
        });
    }
    for stale in report.waivers.iter().filter_map(human::stale_waiver) {
        let level = match report.locked {
            true => Level::Error,
            false => Level::Warning,
        };
        all.push(of_diagnostic(level, "run::waivers", &stale));
    }
    if report.exit == Exit::Nothing {
        all.push(Annotation {
            level: Level::Error,
            title: "stackspec".to_owned(),
            at: None,
            lines: vec!["nothing was judged: see why each spec is skipped".to_owned()],
        });
    }
    commands(&all, out)
}

/// Writes what stood in the way of any judgement.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut all: Vec<Annotation> = problems
        .iter()
        .map(|(exit, problem)| of_diagnostic(Level::Error, exit.info().name, problem))
        .collect();
    if all.is_empty() {
        all.push(Annotation {
            level: Level::Error,
            title: exit.info().name.to_owned(),
            at: None,
            lines: vec!["nothing was judged".to_owned()],
        });
    }
    commands(&all, out)
}

fn of_verdict(verdict: &Verdict, all: &mut Vec<Annotation>) {
    let level = match (verdict.is_red(), verdict.outcome.is_red()) {
        (true, _) => Level::Error,
        (false, true) => Level::Warning,
        (false, false) => Level::Notice,
    };
    let title = full_name(&verdict.file, &verdict.spec);
    for finding in &verdict.findings {
        let level = match finding.waived {
            Some(_) => Level::Notice,
            None => level,
        };
        all.push(Annotation {
            level,
            title: title.clone(),
            at: at(finding, verdict),
            lines: lines(finding, verdict),
        });
    }
    if verdict.findings.is_empty() && verdict.outcome.is_red() {
        let said = verdict.reason.iter().chain(&verdict.help);
        let said = said.map(|text| shown(text));
        let outcome = std::iter::once(format!("{} on {}", verdict.outcome, shown(&verdict.role)));
        all.push(Annotation {
            level,
            title,
            at: Some(of_place(&verdict.place.file.path, verdict.place.line())),
            lines: outcome.chain(said).collect(),
        });
    }
}

/// Where the value stands; of what has no place, where the spec stands.
fn at(finding: &Finding, verdict: &Verdict) -> Option<(String, usize, Option<usize>)> {
    Some(match &finding.source {
        Some(source) => {
            let file = source.file.display().to_string();
            (file, source.line, Some(source.column))
        }
        None => of_place(&verdict.place.file.path, verdict.place.line()),
    })
}

fn of_place(path: &std::path::Path, line: usize) -> (String, usize, Option<usize>) {
    (path.display().to_string(), line, None)
}

fn lines(finding: &Finding, verdict: &Verdict) -> Vec<String> {
    let path = finding.path.as_ref().map(crate::value::Path::shorthand);
    let title = verdict.title.clone().unwrap_or_default();
    let waived = finding.waived.as_ref();
    let waived = waived.map(|note| format!("until {}: {}", note.expires, note.reason));
    let subject = match &finding.construct_path {
        Some(construct) => format!("{} ({construct})", finding.address),
        None => finding.address.clone(),
    };
    let parts = [
        ("", title),
        ("", subject),
        ("path: ", path.unwrap_or_default()),
        ("expected: ", finding.expected.clone()),
        ("actual: ", finding.actual.clone()),
        ("made at ", finding.made_at.clone().unwrap_or_default()),
        ("waived ", waived.unwrap_or_default()),
    ];
    let parts = parts.iter().filter(|(_, text)| !text.is_empty());
    parts
        .map(|(label, text)| format!("{label}{}", shown(text)))
        .collect()
}

fn of_diagnostic(level: Level, title: &str, problem: &Diagnostic) -> Annotation {
    let place = |place: &Place| of_place(&place.file.path, place.line());
    let more = problem.notes.iter().chain(&problem.help);
    let lines = std::iter::once(&problem.message).chain(more);
    Annotation {
        level,
        title: title.to_owned(),
        at: problem.place.as_deref().map(place),
        lines: lines.map(|text| shown(text)).collect(),
    }
}

fn commands(all: &[Annotation], out: &mut impl Write) -> io::Result<()> {
    for level in [Level::Error, Level::Warning, Level::Notice] {
        let of: Vec<&Annotation> = all.iter().filter(|it| it.level == level).collect();
        let kept = match of.len() {
            0..=MOST => of.len(),
            _ => MOST - 1,
        };
        for annotation in &of[..kept] {
            command(annotation, out)?;
        }
        let more = of.len() - kept;
        if more > 0 {
            let said = format!(
                "{more} more of these: GitHub shows {MOST}; the log of the step has them all"
            );
            command(
                &Annotation {
                    level,
                    title: "stackspec".to_owned(),
                    at: None,
                    lines: vec![said],
                },
                out,
            )?;
        }
    }
    Ok(())
}

fn command(annotation: &Annotation, out: &mut impl Write) -> io::Result<()> {
    let word = match annotation.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    write!(out, "::{word} ")?;
    if let Some((file, line, column)) = &annotation.at {
        write!(out, "file={},line={line},", property(file))?;
        if let Some(column) = column {
            write!(out, "col={column},")?;
        }
    }
    let message: Vec<String> = annotation.lines.iter().map(|line| data(line)).collect();
    writeln!(
        out,
        "title={}::{}",
        property(&annotation.title),
        message.join("%0A")
    )
}

/// Text behind `::`, as `escapeData` of `@actions/core` has it.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text of a property, as `escapeProperty` has it. What cannot be seen is made visible first.
fn property(text: &str) -> String {
    data(&shown(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn values_are_no_commands() {
        let annotation = Annotation {
            level: Level::Error,
            title: "a,b::c%\r\n::error::x".to_owned(),
            at: Some(("x,line=9::y\n.json".to_owned(), 3, Some(4))),
            lines: vec![
                "100 %0A".to_owned(),
                "::error::z\n::stop-commands::t".to_owned(),
            ],
        };
        let mut out = Vec::new();
        command(&annotation, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "::error file=x%2Cline=9%3A%3Ay\\n.json,line=3,col=4,title=a%2Cb%3A%3Ac%25\\r\\n%3A%3Aerror%3A%3Ax\
             ::100 %250A%0A::error::z%0A::stop-commands::t\n"
        );
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn what_github_does_not_show_is_counted() {
        let of = |count: usize| {
            let one = || Annotation {
                level: Level::Warning,
                title: "t".to_owned(),
                at: None,
                lines: vec!["m".to_owned()],
            };
            let all: Vec<Annotation> = std::iter::repeat_with(one).take(count).collect();
            let mut out = Vec::new();
            commands(&all, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(of(10).lines().count(), 10);
        assert_eq!(of(10).matches("more of these").count(), 0);
        assert_eq!(of(11).lines().count(), 10);
        assert!(of(11).ends_with("::warning title=stackspec::2 more of these: GitHub shows 10; the log of the step has them all\n"));
    }
}
