//! `stackspec check`

mod reports;

use super::args::{CheckArgs, Format};
use super::progress::Busy;
use super::settings::{Settings, Wants, settings};
use super::{judged, out, watch};
use crate::check::Context;
use crate::exit::{Exit, decide};
use crate::proof::judge_gates;
use crate::report::{Report, human, json};
use crate::run::{Chosen, Inputs, Problems, count, environment, exit_of, under_ci};
use reports::Events;

pub(super) fn run(args: &CheckArgs) -> Exit {
    if let Some(error) = reports::clash(args) {
        out::diagnostic(&error);
        return Exit::Usage;
    }
    match args.watch {
        true => watch::run(args),
        false => once(args, |_| {}),
    }
}

/// Judges once. `begins` is told what is judged before any of it is read.
pub(super) fn once(args: &CheckArgs, begins: impl FnOnce(&Settings)) -> Exit {
    let (mut settings, mut problems) =
        settings(&args.inputs, &args.specs, Some(&args.names), Wants::Inputs);
    settings.request.root.clone_from(&args.root);
    settings.request.today = args.today;
    begins(&settings);
    if problems.0.is_empty()
        && let Err(problems) = settings.synthesize(args.synth.no_synth)
    {
        return refuse(args, &problems);
    }
    let busy = Busy::with("reading what is judged");
    let read = Inputs::read(&settings.request, &environment);
    drop(busy);
    let read = read.and_then(|inputs| {
        let chosen = Chosen::new(&inputs.specs, Some(&inputs.built_in), &args.only)?;
        Ok((inputs, chosen))
    });
    match read {
        Ok((inputs, chosen)) if problems.0.is_empty() => judge(args, &settings, &inputs, &chosen),
        read => {
            problems
                .0
                .extend(read.err().into_iter().flat_map(|found| found.0));
            refuse(args, &problems)
        }
    }
}

fn judge(args: &CheckArgs, settings: &Settings, inputs: &Inputs, chosen: &Chosen) -> Exit {
    for warning in &inputs.warnings {
        out::diagnostic(warning);
    }
    let run = inputs.run();
    let cx = Context::new(&run);
    // A filter must not change a percentage: a gate is of all specs, whichever are shown, and
    // without one a part of the specs has no coverage.
    let demands = &settings.coverage;
    let whole = chosen.is_all() || !demands.gates.is_empty();
    let judged_too = match whole {
        true => &Chosen::all(),
        false => chosen,
    };
    let mut verdicts = judged::judge(&cx, inputs, judged_too);
    let coverage = whole.then(|| count(&run, &verdicts, demands));
    verdicts.retain(|verdict| chosen.names(&verdict.file, &verdict.spec));
    // Behind the coverage: what is lived with is examined all the same.
    for verdict in &mut verdicts {
        inputs.waivers.apply(verdict);
    }
    let examples = match args.output {
        Some(_) => usize::MAX,
        None => human::SHOWN,
    };
    let gates = coverage.as_ref();
    let gates = gates.map(|counted| judge_gates(&demands.gates, counted, examples));
    let gates = gates.unwrap_or_default();
    let waivers = inputs.waivers.uses(&verdicts, chosen.is_all());
    let locked = args.locked || under_ci(&environment);
    let exit = exit_of(&verdicts, &gates, &waivers, locked);
    let report = Report {
        run: &run,
        verdicts: &verdicts,
        coverage: coverage.as_ref(),
        gates: &gates,
        waivers: &waivers,
        locked,
        filtered: !chosen.is_all(),
        exit,
    };
    let exit = write(args, &report);
    // A plan of 200 MB takes a while to drop, and the process ends here.
    std::mem::forget(cx);
    std::mem::forget(verdicts);
    std::mem::forget(run);
    exit
}

/// Writes the report to where it was asked for, and gives back how the process ends.
fn write(args: &CheckArgs, report: &Report<'_, '_>) -> Exit {
    let mut options = human::Options::terminal(true);
    options.verbose = args.verbose;
    let (mut text, mut whole) = (Vec::new(), Vec::new());
    // Writing to memory does not fail.
    if args.message_format == Format::Json {
        _ = json::write(report, &mut whole);
    } else if args.output.is_some() {
        _ = human::write(report, human::Options::whole(), &mut whole);
    }
    let mut exit = report.exit;
    if let Some(path) = &args.output
        && let Err(error) = out::file(path, &whole)
    {
        out::diagnostic(&error);
        exit = decide([exit, Exit::Usage]);
    }
    if args.message_format == Format::Json && args.output.is_none() {
        out::print_raw(&whole);
    } else {
        _ = human::write(report, options, &mut text);
        out::print(&text);
    }
    reports::write(&args.report, Events::Judged(report), exit)
}

/// Says why nothing was judged.
fn refuse(args: &CheckArgs, problems: &Problems) -> Exit {
    let exit = decide(problems.exits());
    out::problems(problems);
    if args.message_format == Format::Json {
        let mut text = Vec::new();
        _ = json::write_problems(&problems.0, exit, &mut text);
        match &args.output {
            None => out::print_raw(&text),
            Some(path) => {
                if let Err(error) = out::file(path, &text) {
                    out::diagnostic(&error);
                }
            }
        }
    }
    reports::write(&args.report, Events::Refused(problems, exit), exit)
}
