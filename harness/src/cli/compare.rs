//! `stackspec compare`

use std::fs;
use std::io;
use std::path::Path;

use super::args::{BoardFormat, CompareArgs};
use super::deliver::terminal;
use super::out;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::report::compare::{human, json, markdown};
use crate::report::human::Options;
use crate::run::Problems;
use crate::suite::{Comparison, Results};

pub(super) fn run(args: &CompareArgs) -> Exit {
    match read(args) {
        Ok(comparison) => write(args, &comparison),
        Err(problems) => refuse(args, &problems),
    }
}

/// Both files are tried, whatever is wrong with the other.
fn read(args: &CompareArgs) -> Result<Comparison, Problems> {
    let one = |path: &Path| {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            let error = Diagnostic::error(format!("`{name}` cannot be read: {error}"));
            Box::new(error.help(
                "`stackspec suite run DIR --message-format json --output FILE` writes such a file",
            ))
        });
        text.and_then(|text| Results::read(&name, &text))
    };
    let found = match (one(&args.before), one(&args.after)) {
        (Ok(before), Ok(after)) => match Comparison::of(&before, &after) {
            Ok(comparison) => return Ok(comparison),
            Err(error) => vec![error],
        },
        (before, after) => before.err().into_iter().chain(after.err()).collect(),
    };
    let found = found.into_iter().map(|error| (Exit::Load, *error));
    Err(Problems(found.collect()))
}

/// How a file is written, by its ending.
fn kind(path: &Path) -> BoardFormat {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending {
        Some("md") => BoardFormat::Markdown,
        Some("json" | "jsonl") => BoardFormat::Json,
        _ => BoardFormat::Human,
    }
}

fn write(args: &CompareArgs, comparison: &Comparison) -> Exit {
    for warning in comparison.warnings.iter().chain(&comparison.nothing()) {
        out::diagnostic(warning);
    }
    let mut exits = vec![comparison.exit()];
    if let Some(path) = &args.output {
        let text = text(comparison, kind(path), Options::whole());
        if let Err(error) = text.and_then(|text| out::file(path, &text)) {
            out::diagnostic(&error);
            exits.push(Exit::Usage);
        }
    }
    let shown = text(comparison, args.message_format, terminal(args.verbose));
    match (shown, args.message_format) {
        (Ok(text), BoardFormat::Human) => out::print(&text),
        (Ok(text), _) => out::print_raw(&text),
        (Err(error), _) => {
            out::diagnostic(&error);
            exits.push(Exit::Bug);
        }
    }
    decide(exits)
}

/// Says why there is no comparison, to programs too.
fn refuse(args: &CompareArgs, problems: &Problems) -> Exit {
    out::problems(problems);
    let mut exits = vec![decide(problems.exits())];
    let exit = decide(exits.iter().copied());
    let mut text = Vec::new();
    // Writing to memory does not fail.
    _ = json::write_problems(&problems.0, exit, &mut text);
    if args.message_format == BoardFormat::Json {
        out::print_raw(&text);
    }
    if let Some(path) = &args.output
        && kind(path) == BoardFormat::Json
        && let Err(error) = out::file(path, &text)
    {
        out::diagnostic(&error);
        exits.push(Exit::Usage);
    }
    decide(exits)
}

/// The comparison as a text. Memory takes everything, so that an error is ours.
fn text(
    comparison: &Comparison,
    format: BoardFormat,
    options: Options,
) -> Result<Vec<u8>, Diagnostic> {
    let mut text = Vec::new();
    let written: io::Result<()> = match format {
        BoardFormat::Human => human::write(comparison, options, &mut text),
        BoardFormat::Json => json::write(comparison, &mut text),
        BoardFormat::Markdown => markdown::write(comparison, &mut text),
    };
    match written {
        Ok(()) => Ok(text),
        Err(error) => {
            let message = format!("the comparison cannot be written: {error}");
            Err(Diagnostic::error(message).help("please report it as a bug of stackspec"))
        }
    }
}
