//! What is read is not written over, and is not compared with itself.

use std::path::{Path, PathBuf};

use super::args::Verb;
use crate::diagnostic::{Diagnostic, escape};

/// The ends of the paths of files that are read, and that no report is called by.
const SOURCES: [&str; 3] = [".toml", ".tf.json", "/manifest.json"];

/// What is wrong with where a verb reads and writes. Asked before anything is done: what a report would take
/// the place of is lost.
pub(super) fn wrong(verb: &Verb) -> Option<Diagnostic> {
    let (reads, writes) = places(verb);
    same(verb).or_else(|| overwritten(&reads, writes))
}

/// The first of these files that would take the place of one of these inputs, or of a file that is read.
pub(super) fn overwritten<'p>(
    reads: &[PathBuf],
    writes: impl IntoIterator<Item = &'p Path>,
) -> Option<Diagnostic> {
    let reads: Vec<PathBuf> = reads
        .iter()
        .filter_map(|it| it.canonicalize().ok())
        .collect();
    let is_read = |path: &&Path| {
        let there = path.canonicalize().ok().filter(|there| there.is_file());
        there.is_some_and(|there| {
            let name = there.to_string_lossy().replace('\\', "/");
            reads.contains(&there) || SOURCES.iter().any(|end| name.ends_with(end))
        })
    };
    let path = writes.into_iter().find(is_read)?;
    let shown = escape(&path.display().to_string());
    let message = format!("a report in `{shown}` would take the place of what is read there");
    let help = "name a file that is not there yet, or that an earlier report is in";
    Some(Diagnostic::error(message).help(help))
}

/// The inputs that a verb names, and the files that it writes reports into.
fn places(verb: &Verb) -> (Vec<PathBuf>, Vec<&Path>) {
    let pair = |a: &PathBuf, b: &PathBuf| vec![a.clone(), b.clone()];
    let (reads, output) = match verb {
        Verb::Check(args) => (args.inputs.clone(), &args.output),
        Verb::Coverage(args) => (args.input.inputs.clone(), &args.report.output),
        Verb::Mutate(args) => (args.input.inputs.clone(), &args.report.output),
        Verb::Merge(args) => (args.files.clone(), &args.output),
        Verb::Compare(args) => (pair(&args.before, &args.after), &args.output),
        Verb::Scoreboard(args) => (args.files.clone(), &args.output),
        Verb::Stable(args) => (pair(&args.a, &args.b), &args.output),
        Verb::Suite(args) => {
            let super::args::SuiteVerb::Run(args) = &args.verb;
            (args.folders.clone(), &args.output)
        }
        _ => (Vec::new(), &None),
    };
    let reports: Vec<&Path> = match verb {
        Verb::Check(args) => (args.report.iter())
            .filter_map(|it| it.file.as_deref())
            .collect(),
        Verb::Coverage(args) => args.report.report.iter().map(|it| &*it.file).collect(),
        Verb::Mutate(args) => args.report.report.iter().map(|it| &*it.file).collect(),
        Verb::Merge(args) => args.report.iter().map(|it| &*it.file).collect(),
        _ => Vec::new(),
    };
    let writes = output.as_deref().into_iter().chain(reports);
    (reads, writes.collect())
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
