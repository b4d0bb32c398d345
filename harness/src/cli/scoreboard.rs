//! `stackspec scoreboard`

use std::fs;
use std::io;
use std::path::Path;

use super::args::{BoardFormat, ScoreboardArgs};
use super::deliver::terminal;
use super::out;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::report::scoreboard::{self, human, json, markdown};
use crate::run::Problems;
use crate::suite::{Results, Scoreboard};

/// What a file of the scoreboard may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    Markdown,
    Json,
}

/// The endings of files, each with its kind.
const ENDINGS: [(&str, Kind); 4] = [
    ("html", Kind::Html),
    ("md", Kind::Markdown),
    ("json", Kind::Json),
    ("jsonl", Kind::Json),
];

pub(super) fn run(args: &ScoreboardArgs) -> Exit {
    let kind = match args.output.as_deref().map(kind) {
        None => None,
        Some(Ok(kind)) => Some(kind),
        Some(Err(error)) => {
            out::diagnostic(&error);
            return Exit::Usage;
        }
    };
    match read(args) {
        Ok(board) => write(args, kind, &board),
        Err(problems) => refuse(args, kind, &problems),
    }
}

/// What the ending of a file asks for.
fn kind(path: &Path) -> Result<Kind, Diagnostic> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let found = ENDINGS.iter().find(|(known, _)| Some(*known) == ending);
    found.map(|(_, kind)| *kind).ok_or_else(|| {
        let known = ENDINGS.map(|(known, _)| format!("`.{known}`")).join(", ");
        let message = format!("`--output {}` does not say what to write", path.display());
        Diagnostic::error(message).help(format!("let its name end in one of {known}"))
    })
}

/// Every file is tried, whatever is wrong with another.
fn read(args: &ScoreboardArgs) -> Result<Scoreboard, Problems> {
    let mut problems = Problems(Vec::new());
    let mut results = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            let error = Diagnostic::error(format!("`{name}` cannot be read: {error}"));
            Box::new(error.help(
                "`stackspec suite run DIR --message-format json --output FILE` writes such a file",
            ))
        });
        match text.and_then(|text| Results::read(&name, &text)) {
            Ok(read) => results.push(read),
            Err(error) => problems.0.push((Exit::Load, *error)),
        }
    }
    if !problems.0.is_empty() {
        return Err(problems);
    }
    Scoreboard::of(results).map_err(|error| Problems(vec![(Exit::Load, *error)]))
}

fn write(args: &ScoreboardArgs, kind: Option<Kind>, board: &Scoreboard) -> Exit {
    for warning in &board.warnings {
        out::diagnostic(warning);
    }
    let mut exits = vec![match board.is_empty() {
        true => Exit::Nothing,
        false => Exit::Ok,
    }];
    if board.is_empty() {
        out::note("no file has a case, so there is no scoreboard");
    }
    let exit = decide(exits.iter().copied());
    if let (Some(path), Some(kind)) = (&args.output, kind) {
        let text = written(|out| match kind {
            Kind::Html => scoreboard::html::write(board, out),
            Kind::Markdown => markdown::write(board, out),
            Kind::Json => json::write(board, exit, out),
        });
        if let Err(error) = text.and_then(|text| out::file(path, &text)) {
            out::diagnostic(&error);
            exits.push(Exit::Usage);
        }
    }
    let text = written(|out| match args.message_format {
        BoardFormat::Human => human::write(board, terminal(args.verbose), out),
        BoardFormat::Json => json::write(board, exit, out),
        BoardFormat::Markdown => markdown::write(board, out),
    });
    match (text, args.message_format) {
        (Ok(text), BoardFormat::Human) => out::print(&text),
        (Ok(text), _) => out::print_raw(&text),
        (Err(error), _) => {
            out::diagnostic(&error);
            exits.push(Exit::Bug);
        }
    }
    decide(exits)
}

/// Says why there is no scoreboard, to programs too.
fn refuse(args: &ScoreboardArgs, kind: Option<Kind>, problems: &Problems) -> Exit {
    out::problems(problems);
    let mut exits = vec![decide(problems.exits())];
    let exit = decide(exits.iter().copied());
    let text = written(|out| json::write_problems(&problems.0, exit, out));
    let text = text.unwrap_or_default();
    if args.message_format == BoardFormat::Json {
        out::print_raw(&text);
    }
    if let (Some(path), Some(Kind::Json)) = (&args.output, kind)
        && let Err(error) = out::file(path, &text)
    {
        out::diagnostic(&error);
        exits.push(Exit::Usage);
    }
    decide(exits)
}

/// What a report writes. Memory takes everything, so that an error is ours.
fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<Vec<u8>, Diagnostic> {
    let mut text = Vec::new();
    match write(&mut text) {
        Ok(()) => Ok(text),
        Err(error) => {
            let message = format!("the scoreboard cannot be written: {error}");
            Err(Diagnostic::error(message).help("please report it as a bug of stackspec"))
        }
    }
}
