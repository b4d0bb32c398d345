//! Brings reports to where they were asked for.

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::args::{Format, ReportArgs, ReportKind, ReportTo};
use super::out;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::report::human::Options;
use crate::run::Problems;

/// Reads `--report KIND=FILE`.
///
/// # Errors
/// What is wrong with it, for clap.
pub(super) fn report_to(text: &str) -> Result<ReportTo, String> {
    let kinds: Vec<String> = ReportKind::value_variants()
        .iter()
        .filter_map(|kind| Some(kind.to_possible_value()?.get_name().to_owned()))
        .collect();
    let kinds = kinds.join(", ");
    let Some((kind, file)) = text.split_once('=') else {
        return Err(format!("write KIND=FILE; the kinds are {kinds}"));
    };
    let kind = ReportKind::from_str(kind, false)
        .map_err(|_| format!("`{kind}` is no kind of report; the kinds are {kinds}"))?;
    if file.is_empty() {
        return Err("no file is named behind `=`".to_owned());
    }
    Ok(ReportTo {
        kind,
        file: PathBuf::from(file),
    })
}

/// A report that can be written in several ways.
pub(super) trait Deliver {
    /// For people.
    fn human(&self, options: Options) -> Vec<u8>;

    /// For programs.
    ///
    /// # Errors
    /// There is no report of this kind.
    fn machine(&self, kind: ReportKind) -> Result<Vec<u8>, Diagnostic>;
}

/// Writes a report to every place, and gives back how the process ends.
pub(super) fn deliver(report: &dyn Deliver, args: &ReportArgs, exit: Exit) -> Exit {
    let mut exits = vec![exit];
    let mut whole = None;
    if args.message_format == Format::Json {
        match report.machine(ReportKind::Json) {
            Ok(text) => whole = Some(text),
            Err(error) => complain(&error, &mut exits),
        }
    } else if args.output.is_some() {
        whole = Some(report.human(Options::whole()));
    }
    extra(report, &args.report, &mut exits);
    if let (Some(path), Some(whole)) = (&args.output, &whole)
        && let Err(error) = out::file(path, whole)
    {
        complain(&error, &mut exits);
    }
    match (args.message_format, &args.output, whole) {
        (Format::Json, None, Some(whole)) => out::print_raw(&whole),
        _ => out::print(&report.human(terminal(args.verbose))),
    }
    decide(exits)
}

/// What a terminal shows.
pub(super) fn terminal(verbose: bool) -> Options {
    Options {
        verbose,
        ..Options::terminal(true)
    }
}

/// Writes the reports of `--report`.
pub(super) fn extra(report: &dyn Deliver, to: &[ReportTo], exits: &mut Vec<Exit>) {
    for to in to {
        let flag = format!("--report {}=", kind_of(to.kind));
        let written = report.machine(to.kind);
        if let Err(error) = written.and_then(|text| out::file_of(&flag, &to.file, &text)) {
            complain(&error, exits);
        }
    }
}

/// Says why nothing was judged; `text` is the report of it for programs.
pub(super) fn refuse(problems: &Problems, args: &ReportArgs, text: &[u8]) -> Exit {
    let mut exits = vec![decide(problems.exits())];
    out::problems(problems);
    let json = |to: &&ReportTo| to.kind == ReportKind::Json;
    for to in args.report.iter().filter(json) {
        if let Err(error) = out::file_of("--report json=", &to.file, text) {
            complain(&error, &mut exits);
        }
    }
    if args.message_format == Format::Json {
        match &args.output {
            None => out::print_raw(text),
            Some(path) => write(path, text, &mut exits),
        }
    }
    decide(exits)
}

fn write(path: &Path, text: &[u8], exits: &mut Vec<Exit>) {
    if let Err(error) = out::file(path, text) {
        complain(&error, exits);
    }
}

fn complain(error: &Diagnostic, exits: &mut Vec<Exit>) {
    out::diagnostic(error);
    exits.push(Exit::Usage);
}

/// What a page is about: the names of its stacks, the first few.
pub(super) fn title(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names[..names.len() - more].join(", ");
    match more {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// How many stacks a title names.
const NAMED: usize = 3;

/// Each text once, in the order in which they come.
pub(super) fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    once
}

/// A report that cannot be made: memory takes everything, so that it is ours.
pub(super) fn unwritten(kind: ReportKind, error: &std::io::Error) -> Diagnostic {
    let kind = kind_of(kind);
    Diagnostic::error(format!("the {kind} report cannot be made: {error}"))
        .help("please report it as a bug of stackspec")
}

/// The word for a kind.
fn kind_of(kind: ReportKind) -> String {
    let value = kind.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}
