//! `stackspec merge`

mod suite;

use std::fs;

use super::args::{Format, MergeArgs, ReportArgs, ReportKind, SpecsArgs};
use super::deliver::{Deliver as _, deliver};
use super::out;
use super::settings::{Wants, settings};
use crate::config::CoverageConfig;
use crate::diagnostic::{Diagnostic, Severity};
use crate::exit::{Exit, decide};
use crate::report::merge::{Merged, merge};
use crate::run::Problems;

/// How many of what no shard judged are named.
const NAMED: usize = 5;

pub(super) fn run(args: &MergeArgs) -> Exit {
    let specs = SpecsArgs {
        specs: Vec::new(),
        library: Vec::new(),
        config: args.config.clone(),
    };
    let (settings, mut problems) = settings(&[], &specs, None, Wants::Specs);
    let mut files = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => files.push((name, text)),
            Err(error) => {
                let message = format!("`{name}` cannot be read: {error}");
                let help = "`stackspec coverage` and `stackspec suite run` write such files: \
                            --message-format json --output FILE";
                problems
                    .0
                    .push((Exit::Load, Diagnostic::error(message).help(help)));
            }
        }
    }
    match suite::are_results(&files) {
        Ok(true) => return suite::run(args, &files, problems),
        Ok(false) => {}
        Err(error) => {
            problems.0.push((Exit::Usage, *error));
            out::problems(&problems);
            return decide(problems.exits());
        }
    }
    // What is there is tried, whatever is not.
    match merge(&files) {
        Ok(merged) if problems.0.is_empty() => write(args, merged, settings.coverage),
        merged => {
            let found = merged.err().unwrap_or_default();
            problems.0.extend(Problems::of(Exit::Load, found).0);
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

fn write(args: &MergeArgs, merged: Merged, mut demands: CoverageConfig) -> Exit {
    if !merged.missing.is_empty() {
        out::diagnostic(&gap(&merged));
    }
    if !merged.parts {
        // Each was a run of its own, and what does not count is out already.
        demands.ignore.clear();
    }
    let report = merged.report.gated(&demands);
    let mut exits = vec![report.exit];
    if let Some(path) = &args.output
        && let Err(error) = report
            .machine(ReportKind::Json)
            .and_then(|text| out::file(path, &text))
    {
        out::diagnostic(&error);
        exits.push(Exit::Usage);
    }
    let beside = ReportArgs {
        message_format: match args.output {
            Some(_) => Format::Human,
            None => args.message_format,
        },
        output: None,
        report: args.report.clone(),
        verbose: args.verbose,
    };
    exits.push(deliver(&report, &beside, report.exit));
    decide(exits)
}

/// A shard that is not there is not seen otherwise.
fn gap(merged: &Merged) -> Diagnostic {
    let count = merged.missing.len();
    let mut warning = Diagnostic::error(format!(
        "no shard judged {count} of the specs on a stack that another one judged"
    ));
    warning.severity = Severity::Warning;
    for (stack, spec) in merged.missing.iter().take(NAMED) {
        warning.notes.push(format!("{spec} on `{stack}`"));
    }
    if count > NAMED {
        warning.notes.push(format!("and {} more", count - NAMED));
    }
    warning.help("give `merge` the reports of all shards")
}
