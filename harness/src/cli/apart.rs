//! What is read is not written over, and is not compared with itself.

use std::path::{Path, PathBuf};

use super::args::{ReportTo, SpecsArgs, SuiteVerb, Verb};
use super::settings::{Wants, settings};
use crate::diagnostic::{Diagnostic, escape};

/// The ends of the paths of files that are read, and that no report is called by.
const SOURCES: [&str; 3] = [".toml", ".tf.json", "/manifest.json"];

/// What is wrong with where a verb reads and writes. Asked before anything is done: what a report would take
/// the place of is lost.
pub(super) fn wrong(verb: &Verb) -> Option<Diagnostic> {
    same(verb).or_else(|| match writes(verb).as_slice() {
        [] => None,
        writes => overwritten(&reads(verb), writes),
    })
}

/// The first of these files that would take the place of one of these inputs, or of a file that is read.
fn overwritten(reads: &[PathBuf], writes: &[&Path]) -> Option<Diagnostic> {
    let reads = reads.iter().filter_map(|it| it.canonicalize().ok());
    let reads: Vec<PathBuf> = reads.collect();
    let is_read = |path: &&&Path| {
        let there = path.canonicalize().ok().filter(|there| there.is_file());
        there.is_some_and(|there| {
            let name = there.to_string_lossy().replace('\\', "/");
            reads.contains(&there) || SOURCES.iter().any(|end| name.ends_with(end))
        })
    };
    let path = writes.iter().find(is_read)?;
    let shown = escape(&path.display().to_string());
    let message = format!("a report in `{shown}` would take the place of what is read there");
    let help = "name a file that is not there yet, or that an earlier report is in";
    Some(Diagnostic::error(message).help(help))
}

/// The inputs of a verb: those that it names, else those of the configuration.
fn reads(verb: &Verb) -> Vec<PathBuf> {
    let or = |named: &[PathBuf], specs: &SpecsArgs| match named.is_empty() {
        // What is wrong with it is said where it is used.
        true => settings(&[], specs, None, Wants::Inputs).0.request.inputs,
        false => named.to_vec(),
    };
    match verb {
        Verb::Check(args) => or(&args.inputs, &args.specs),
        Verb::Coverage(args) => or(&args.input.inputs, &args.input.specs),
        Verb::Mutate(args) => or(&args.input.inputs, &args.input.specs),
        Verb::Merge(args) => args.files.clone(),
        Verb::Compare(args) => vec![args.before.clone(), args.after.clone()],
        Verb::Scoreboard(args) => args.files.clone(),
        Verb::Stable(args) => vec![args.a.clone(), args.b.clone()],
        _ => Vec::new(),
    }
}

/// The files that a verb writes reports into.
fn writes(verb: &Verb) -> Vec<&Path> {
    let (output, reports): (_, Vec<Option<&Path>>) = match verb {
        Verb::Check(args) => {
            let files = args.report.iter().map(|it| it.file.as_deref());
            (&args.output, files.collect())
        }
        Verb::Coverage(args) => (&args.report.output, files(&args.report.report)),
        Verb::Mutate(args) => (&args.report.output, files(&args.report.report)),
        Verb::Merge(args) => (&args.output, files(&args.report)),
        Verb::Compare(args) => (&args.output, Vec::new()),
        Verb::Scoreboard(args) => (&args.output, Vec::new()),
        Verb::Stable(args) => (&args.output, Vec::new()),
        Verb::Suite(args) => {
            let SuiteVerb::Run(args) = &args.verb;
            (&args.output, Vec::new())
        }
        _ => return Vec::new(),
    };
    let all = [output.as_deref()].into_iter().chain(reports);
    all.flatten().collect()
}

fn files(reports: &[ReportTo]) -> Vec<Option<&Path>> {
    reports.iter().map(|it| Some(&*it.file)).collect()
}

/// Two that are one: nothing can differ, so that they do not says nothing.
fn same(verb: &Verb) -> Option<Diagnostic> {
    let (a, b, help) = match verb {
        Verb::Compare(args) => (&args.before, &args.after, "name the results of two runs"),
        Verb::Stable(args) => (
            &args.a,
            &args.b,
            "synthesize twice, into two folders, and name both",
        ),
        _ => return None,
    };
    let one = a.canonicalize().ok()? == b.canonicalize().ok()?;
    let shown = |path: &Path| escape(&path.display().to_string());
    let message = match shown(a) == shown(b) {
        true => format!("`{}` is compared with itself", shown(a)),
        false => format!("`{}` and `{}` are one and the same", shown(a), shown(b)),
    };
    one.then(|| Diagnostic::error(message).help(help))
}
