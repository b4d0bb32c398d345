//! What `check`, `coverage` and `mutate` have in common: what is judged, and the judgement.

use super::args::InputArgs;
use super::progress::{Busy, Progress};
use super::settings::{Settings, Wants, settings};
use crate::check::{BuiltIns, Context, Verdict, judge_one};
use crate::run::{Chosen, Inputs, Problems, environment};

/// Reads everything that is judged.
///
/// # Errors
/// All that stands in the way.
pub(super) fn read(args: &InputArgs) -> Result<(Settings, Inputs), Problems> {
    let (mut settings, mut problems) =
        settings(&args.inputs, &args.specs, Some(&args.names), Wants::Inputs);
    settings.request.root.clone_from(&args.root);
    if problems.0.is_empty() {
        settings.synthesize(args.synth.no_synth)?;
    }
    let busy = Busy::with("reading what is judged");
    let read = Inputs::read(&settings.request, &environment);
    drop(busy);
    match read {
        Ok(inputs) if problems.0.is_empty() => Ok((settings, inputs)),
        read => {
            let found = read.err().into_iter().flat_map(|found| found.0);
            problems.0.extend(found);
            Err(problems)
        }
    }
}

/// Judges the specs that were asked for, the built-in ones among them, stack by stack.
pub(super) fn judge(cx: &Context<'_, '_>, inputs: &Inputs, chosen: &Chosen) -> Vec<Verdict> {
    let run = cx.run;
    let built_in = BuiltIns::new(run.stacks.len());
    let mut verdicts: Vec<Verdict> = Vec::new();
    let progress = Progress::of("specs");
    let all = run.stacks.len()
        * run
            .specs
            .iter()
            .filter(|(file, spec)| chosen.has(file, spec))
            .count();
    for stack in 0..run.stacks.len() {
        let specs = run
            .specs
            .iter()
            .filter(|(file, spec)| chosen.has(file, spec));
        for (file, spec) in specs {
            verdicts.push(judge_one(cx, stack, file, spec));
            progress.tell(verdicts.len().min(all), all);
        }
        let file = &inputs.built_in;
        let specs = file.specs.iter().filter(|spec| chosen.has(file, spec));
        verdicts.extend(specs.map(|spec| built_in.judge(run, stack, file, spec)));
    }
    verdicts
}
