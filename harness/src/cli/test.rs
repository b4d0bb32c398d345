//! `stackspec test`

use std::io::Write as _;

use super::args::{Format, SpecsArgs, TestArgs};
use super::out;
use super::settings::{Wants, settings, strict};
use crate::diagnostic::{Diagnostic, escape};
use crate::exit::{Exit, decide};
use crate::report::human::{Paint, Tone, verdict};
use crate::report::{counted, json};
use crate::run::case::{self, CaseResult};
use crate::run::needed::needless;
use crate::run::{Chosen, load_specs};
use crate::spec::{Case, Spec, SpecFile, SpecSet, full_name};

pub(super) fn run(args: &TestArgs) -> Exit {
    let specs = SpecsArgs {
        specs: [args.paths.as_slice(), &args.specs.specs].concat(),
        library: args.specs.library.clone(),
        config: args.specs.config.clone(),
    };
    let read = strict(settings(&[], &specs, None, Wants::Specs)).and_then(|settings| {
        let specs = load_specs(&settings.request)?;
        let chosen = Chosen::new(&specs, None, &args.only)?;
        Ok((specs, chosen))
    });
    match read {
        Ok((specs, chosen)) => cases(args, &specs, &chosen),
        Err(problems) => {
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

/// How many of each came out.
#[derive(Default)]
struct Tally {
    ok: usize,
    wrong: usize,
    specs: usize,
    untested: Vec<String>,
    /// Clauses that no case needs.
    needless: usize,
}

fn cases(args: &TestArgs, specs: &SpecSet, chosen: &Chosen) -> Exit {
    let (mut text, mut tally) = (Vec::new(), Tally::default());
    for (file, spec) in specs.iter().filter(|(file, spec)| chosen.has(file, spec)) {
        tally.specs += 1;
        if spec.cases.is_empty() {
            tally.untested.push(full_name(&file.name, &spec.id));
        }
        if args.clauses && !spec.cases.is_empty() {
            for span in needless(file, spec) {
                tally.needless += 1;
                let found = unneeded(file, spec, span);
                match args.message_format {
                    Format::Human => _ = writeln!(text, "{}", found.render(true)),
                    Format::Json => _ = json::write_problem(Exit::Failed, &found, &mut text),
                }
            }
        }
        for (index, case) in spec.cases.iter().enumerate() {
            let result = case::run(file, spec, case);
            let ok = result.wrong.is_none();
            tally.ok += usize::from(ok);
            tally.wrong += usize::from(!ok);
            if args.message_format == Format::Json {
                let CaseResult {
                    expected, actual, ..
                } = &result;
                let (file, spec) = (&file.name, &spec.id);
                // Writing to memory does not fail.
                _ = json::write_case(file, spec, index + 1, expected, actual, ok, &mut text);
            } else if !ok {
                _ = writeln!(text, "{}", failure(file, spec, index, case, &result));
            } else if args.verbose {
                let word = Paint(true).tone(Tone::Green, "ok");
                let name = name(file, spec, index);
                _ = writeln!(text, "{word} {name} ({})", escape(&result.expected));
            }
        }
    }
    let exit = match tally {
        Tally {
            ok: 0, wrong: 0, ..
        } => Exit::Nothing,
        Tally {
            wrong: 0,
            needless: 0,
            ..
        } => Exit::Ok,
        _ => Exit::Failed,
    };
    if args.message_format == Format::Human {
        summary(&tally, exit, &mut text);
    }
    out::print(&text);
    exit
}

/// A clause without which every case comes out the same.
fn unneeded(file: &SpecFile, spec: &Spec, span: std::ops::Range<usize>) -> Diagnostic {
    let name = full_name(&file.name, &spec.id);
    Diagnostic::error(format!("no case of {name} needs this clause"))
        .at(
            &file.source,
            span,
            "without it, every case comes out the same",
        )
        .help("add a case that expects `fail` because of this clause alone")
}

fn name(file: &SpecFile, spec: &Spec, index: usize) -> String {
    format!(
        "{} case {}",
        escape(&full_name(&file.name, &spec.id)),
        index + 1
    )
}

fn failure(file: &SpecFile, spec: &Spec, index: usize, case: &Case, result: &CaseResult) -> String {
    let wrong = result.wrong.as_deref().unwrap_or_default();
    let title = case
        .title
        .as_ref()
        .map_or_else(String::new, |title| format!(" ({title})"));
    let message = format!("{}{title}: {wrong}", name(file, spec, index));
    let line = file
        .source
        .text
        .get(case.span.start..case.span.end)
        .unwrap_or_default();
    let line = line.lines().next().unwrap_or_default().len();
    let span = case.span.start..case.span.start + line;
    let mut text = Diagnostic::error(message)
        .at(&file.source, span, "this case")
        .render(true);
    if let Some(found) = result
        .verdict
        .as_ref()
        .filter(|found| !found.findings.is_empty())
    {
        text.push_str("\n  what came of it:\n");
        for line in verdict(found, None, true).lines() {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text
}

fn summary(tally: &Tally, exit: Exit, text: &mut Vec<u8>) {
    let paint = Paint(true);
    let untested = tally.untested.len();
    if untested > 0 {
        let word = paint.tone(Tone::Yellow, "untested");
        let specs = counted(untested, "spec");
        _ = writeln!(text, "{word} {specs} without a [[spec.case]]:");
        for name in &tally.untested {
            _ = writeln!(text, "    - {}", escape(name));
        }
    }
    let (tone, word) = match exit {
        Exit::Ok => (Tone::Green, "ok"),
        Exit::Nothing => (Tone::Red, "NOTHING JUDGED"),
        _ => (Tone::Red, "FAILED"),
    };
    let cases = counted(tally.ok + tally.wrong, "case");
    let tested = tally.specs - untested;
    let mut line = format!(
        "{}: {cases}: {} ok, {} wrong; {tested} of {} tested",
        paint.tone(tone, word),
        tally.ok,
        tally.wrong,
        counted(tally.specs, "spec")
    );
    if tally.needless > 0 {
        line.push_str(&format!(
            "; {} without a case that needs it",
            counted(tally.needless, "clause")
        ));
    }
    if exit != Exit::Ok {
        line.push_str(&format!(" (exit code {})", exit.code()));
    }
    _ = writeln!(text, "{line}");
}
