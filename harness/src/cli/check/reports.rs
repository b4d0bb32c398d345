//! The reports of `--report`: each is made from the same events, and goes to its file.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::args::{CheckArgs, CheckKind, CheckReport, Format};
use crate::cli::out;
use crate::cli::place::whole;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::report::{Report, github, json, junit, page, sarif, summary};
use crate::run::{Problems, environment};

/// What a report is made from: what came of the run, or what stood in its way.
#[derive(Clone, Copy)]
pub(super) enum Events<'e, 'r, 's> {
    /// The run.
    Judged(&'e Report<'r, 's>),
    /// No run.
    Refused(&'e Problems, Exit),
}

/// What is wrong with where the reports go: two of them at one place, where one would overwrite the
/// other, or stand in the midst of it.
pub(super) fn clash(args: &CheckArgs) -> Option<Diagnostic> {
    let json = args.message_format == Format::Json && args.output.is_none();
    let mut taken: Vec<(String, Option<PathBuf>)> = Vec::new();
    taken.extend(json.then(|| ("--message-format json".to_owned(), None)));
    if let Some(path) = &args.output {
        taken.push(("--output".to_owned(), Some(whole(path))));
    }
    for report in &args.report {
        let at = report.file.as_deref();
        if at.is_some_and(is_step_summary) {
            continue;
        }
        let (flag, at) = (format!("--report {}", report.kind.word()), at.map(whole));
        if let Some((other, _)) = taken.iter().find(|(_, there)| *there == at) {
            let place = match &report.file {
                Some(file) => format!("`{}`", file.display()),
                None => "standard output".to_owned(),
            };
            let message = format!("`{other}` and `{flag}` both go to {place}");
            return Some(Diagnostic::error(message).help("name another file for one of them"));
        }
        taken.push((flag, at));
    }
    None
}

/// Writes them, and gives back how the process ends: a report that cannot be written is no success.
pub(super) fn write(reports: &[CheckReport], events: Events<'_, '_, '_>, exit: Exit) -> Exit {
    let mut exits = vec![exit];
    for report in reports {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        _ = make(report.kind, events, &mut text);
        let written = match &report.file {
            None => {
                out::print_raw(&text);
                Ok(())
            }
            Some(path) if is_step_summary(path) => append(path, &text),
            Some(path) => {
                let flag = format!("--report {}=", report.kind.word());
                out::file_of(&flag, path, &text)
            }
        };
        if let Err(error) = written {
            out::diagnostic(&error);
            exits.push(Exit::Usage);
        }
    }
    decide(exits)
}

fn make(kind: CheckKind, events: Events<'_, '_, '_>, out: &mut impl Write) -> io::Result<()> {
    match (kind, events) {
        (CheckKind::Json, Events::Judged(report)) => json::write(report, out),
        (CheckKind::Json, Events::Refused(problems, exit)) => {
            json::write_problems(&problems.0, exit, out)
        }
        (CheckKind::Junit, Events::Judged(report)) => junit::write(report, out),
        (CheckKind::Junit, Events::Refused(problems, exit)) => {
            junit::write_problems(&problems.0, exit, out)
        }
        (CheckKind::Sarif, Events::Judged(report)) => {
            let here = std::env::current_dir().unwrap_or_default();
            sarif::write(report, &here, out)
        }
        (CheckKind::Sarif, Events::Refused(problems, exit)) => {
            let here = std::env::current_dir().unwrap_or_default();
            sarif::write_problems(&problems.0, exit, &here, out)
        }
        (CheckKind::Github, Events::Judged(report)) => github::write(report, out),
        (CheckKind::Github, Events::Refused(problems, exit)) => {
            github::write_problems(&problems.0, exit, out)
        }
        (CheckKind::Markdown, Events::Judged(report)) => summary::write(report, out),
        (CheckKind::Markdown, Events::Refused(problems, exit)) => {
            summary::write_problems(&problems.0, exit, out)
        }
        (CheckKind::Html, Events::Judged(report)) => page::write(report, out),
        (CheckKind::Html, Events::Refused(problems, exit)) => {
            page::write_problems(&problems.0, exit, out)
        }
    }
}

/// Whether it is the file that GitHub shows of a step: other commands of the step have written to it.
fn is_step_summary(path: &Path) -> bool {
    environment("GITHUB_STEP_SUMMARY").is_some_and(|file| whole(Path::new(&file)) == whole(path))
}

fn append(path: &Path, text: &[u8]) -> Result<(), Diagnostic> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text))
        .map_err(|error| {
            let message = format!("`{}` cannot be written to: {error}", path.display());
            Diagnostic::error(message).help("it is the file of $GITHUB_STEP_SUMMARY")
        })
}
