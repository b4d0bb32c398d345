//! `stackspec merge` of results of suites.

use serde_json::Value;

use crate::cli::args::{Format, MergeArgs};
use crate::cli::out;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::report::human::{Options, SuiteText};
use crate::run::Problems;
use crate::suite::{Results, merge};

/// Whether these files are results of suites; they are each given by its name and its text.
///
/// # Errors
/// Only some of them are, and another is a report of another kind.
pub(super) fn are_results(files: &[(String, String)]) -> Result<bool, Box<Diagnostic>> {
    let Some((suite, _)) = files.iter().find(|(_, text)| Results::is_results(text)) else {
        return Ok(false);
    };
    let other = files.iter().find(|(_, text)| {
        let first = text.lines().next().unwrap_or_default();
        let line = serde_json::from_str::<Value>(first);
        !Results::is_results(text) && line.is_ok_and(|line| line["type"].is_string())
    });
    match other {
        // What is nothing at all is refused where it is read.
        None => Ok(true),
        Some((other, _)) => {
            let message = format!("`{suite}` is a result of a suite, and `{other}` is none");
            let help = "merge reports of `stackspec coverage`, or results of `stackspec suite run`";
            Err(Box::new(Diagnostic::error(message).help(help)))
        }
    }
}

/// Merges what could be read, unless there are `problems`.
pub(super) fn run(args: &MergeArgs, files: &[(String, String)], mut problems: Problems) -> Exit {
    if let Some(report) = args.report.first() {
        let message = format!(
            "`--report` is of coverage, and there is none in `{}`",
            files.first().map_or("", |(name, _)| name)
        );
        let help =
            "leave it out; `stackspec scoreboard` and `stackspec compare` show results of suites";
        let note = format!("it asks for {}", report.file.display());
        let error = Diagnostic::error(message).note(note).help(help);
        problems.0.push((Exit::Usage, error));
    }
    let mut shards = Vec::new();
    for (name, text) in files {
        match Results::read(name, text) {
            Ok(read) => shards.push(read),
            Err(error) => problems.0.push((Exit::Load, *error)),
        }
    }
    if problems.0.is_empty() {
        match merge(shards) {
            Ok(merged) => return write(args, &merged),
            Err(error) => problems.0.push((Exit::Load, *error)),
        }
    }
    out::problems(&problems);
    decide(problems.exits())
}

fn write(args: &MergeArgs, merged: &Results) -> Exit {
    let exit = Exit::of_code(merged.summary.exit_code);
    let mut exits = vec![exit.unwrap_or(Exit::Bug)];
    let mut text = Vec::new();
    // Writing to memory does not fail.
    _ = merged.write(&mut text);
    if let Some(path) = &args.output
        && let Err(error) = out::file(path, &text)
    {
        out::diagnostic(&error);
        exits.push(Exit::Usage);
    }
    if args.output.is_none() && args.message_format == Format::Json {
        out::print_raw(&text);
    } else {
        let mut people = SuiteText::new(Options {
            verbose: args.verbose,
            ..Options::terminal(true)
        });
        for case in &merged.cases {
            out::print(people.case(case).as_bytes());
        }
        let end = people.end(&merged.mismatches, &merged.summary);
        out::print(end.as_bytes());
    }
    decide(exits)
}
