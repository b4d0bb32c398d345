//! `stackspec mutate`

use std::collections::BTreeSet;

use globset::Glob;

use super::args::{MutateArgs, ReportKind};
use super::deliver::{Deliver, deliver, distinct, refuse, title, unwritten};
use super::progress::Progress;
use super::settings::Settings;
use super::{judged, out};
use crate::check::{Context, Verdict};
use crate::diagnostic::{Diagnostic, nearest};
use crate::exit::{Exit, decide};
use crate::proof::{self, Mutation, Scope};
use crate::report::html::{self, Page};
use crate::report::human::{self, Options};
use crate::report::json;
use crate::report::proof::MutationReport;
use crate::run::{Base, Chosen, Inputs, Problems};
use crate::verdict::Outcome;

pub(super) fn run(args: &MutateArgs) -> Exit {
    let read = judged::read(&args.input).and_then(|(settings, mut inputs)| {
        let kinds = args.report.report.iter().map(|to| to.kind);
        let none = kinds
            .filter(|kind| *kind == ReportKind::Lcov)
            .map(|_| no_lcov());
        let none: Vec<Diagnostic> = none.collect();
        if !none.is_empty() {
            return Err(Problems::of(Exit::Usage, none));
        }
        let chosen = Chosen::new(&inputs.specs, None, &args.only)?;
        inputs.specs.retain(|file, spec| chosen.has(file, spec));
        let scope = scope(args, &settings, &inputs)?;
        Ok((inputs, scope))
    });
    match read {
        Ok((inputs, scope)) => judge(args, &inputs, &scope),
        Err(problems) => {
            let mut text = Vec::new();
            let exit = decide(problems.exits());
            // Writing to memory does not fail.
            _ = json::write_mutation_problems(&problems.0, exit, &mut text);
            refuse(&problems, &args.report, &text)
        }
    }
}

/// Which mutants are asked for.
fn scope(args: &MutateArgs, settings: &Settings, inputs: &Inputs) -> Result<Scope, Problems> {
    let stacks = inputs.stacks.iter();
    let addresses: Vec<&str> = stacks
        .flat_map(|stack| stack.blocks.iter().map(|block| &*block.address))
        .collect();
    let problems: Vec<Diagnostic> = args
        .resources
        .iter()
        .filter_map(|text| misses(text, &addresses))
        .collect();
    if !problems.is_empty() {
        return Err(Problems::of(Exit::Usage, problems));
    }
    let only = match &args.in_diff {
        None => None,
        Some(path) => {
            let base = Base::read(path, &settings.request, inputs).map_err(|found| *found)?;
            for stack in base.new_stacks(inputs) {
                out::note(&format!(
                    "the stack `{stack}` is not in {}: all of it counts as new",
                    path.display()
                ));
            }
            Some(proof::changed(&inputs.run(), &base.run(inputs)))
        }
    };
    Ok(Scope {
        all: args.all,
        resources: args.resources.clone(),
        only,
        skips: settings.skips.clone(),
    })
}

/// What is wrong with a `--resource`: a typo would change nothing, silently.
fn misses(text: &str, addresses: &[&str]) -> Option<Diagnostic> {
    let glob = match Glob::new(text) {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            let message = format!("`--resource {text}` is no glob: {}", error.kind());
            return Some(Diagnostic::error(message));
        }
    };
    if addresses
        .iter()
        .any(|address| *address == text || glob.is_match(address))
    {
        return None;
    }
    let error = Diagnostic::error(format!(
        "`--resource {text}` matches the address of no block"
    ));
    Some(match nearest(text, addresses.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => {
            error.help("`stackspec list resources` lists them; `aws_db_*` takes every database")
        }
    })
}

fn judge(args: &MutateArgs, inputs: &Inputs, scope: &Scope) -> Exit {
    for warning in &inputs.warnings {
        out::diagnostic(warning);
    }
    let run = inputs.run();
    let cx = Context::new(&run);
    let verdicts = judged::judge(&cx, inputs, &Chosen::all());
    let progress = Progress::of("mutants");
    let mutation = proof::mutate(&run, &verdicts, scope, &|done, all| {
        progress.tell(done, all);
    });
    drop(progress);
    // A page without leaves is a list: who asks for one sees the stack too.
    let reports = &args.report.report;
    let paged = reports.iter().any(|to| to.kind == ReportKind::Html);
    let leaves = paged.then(|| proof::coverage(&run, &verdicts));
    let stacks = run.stacks.iter().map(|subject| subject.model.stack());
    let idle = idle(&mutation, &verdicts, scope.only.as_ref());
    let mut report = MutationReport {
        mutation: &mutation,
        stacks: &stacks.clone().map(|it| it.name.clone()).collect::<Vec<_>>(),
        inputs: &distinct(stacks.map(|it| it.input.to_string_lossy().into_owned())),
        leaves: leaves.as_ref(),
        specs: inputs.specs.declared(),
        narrowed: &narrowed(args),
        whole: scope.resources.is_empty() && scope.only.is_none(),
        required: args.min_score,
        exit: Exit::Ok,
    };
    let mut happened = vec![Exit::Ok];
    if report.is_missed() {
        happened.push(Exit::Failed);
    }
    happened.extend(idle.map(|_| Exit::Nothing));
    report.exit = decide(happened);
    let exit = deliver(&report, &args.report, report.exit);
    if let Some(why) = idle {
        out::error(&format!("no mutant was judged: {why}"));
    }
    exit
}

/// Why nothing was shown, if nothing was: a set of specs that is all red is no green.
fn idle(
    mutation: &Mutation,
    verdicts: &[Verdict],
    only: Option<&BTreeSet<(String, String, String)>>,
) -> Option<&'static str> {
    let green = |verdict: &&Verdict| !verdict.is_built_in() && verdict.outcome == Outcome::Pass;
    let score = mutation.score();
    if !verdicts.iter().any(|verdict| green(&verdict)) {
        Some("no spec is green as it is, so none can notice a change; see `stackspec check`")
    } else if only.is_some_and(BTreeSet::is_empty) {
        Some("nothing differs from what `--in-diff` names")
    } else if score.mutants == 0 {
        Some("there is nothing to change in what was asked for")
    } else if score.percent().is_none() {
        Some("every one leaves a spec without a verdict")
    } else {
        None
    }
}

/// What narrows the run, as it was written.
fn narrowed(args: &MutateArgs) -> Vec<String> {
    let specs = args.only.iter().map(|glob| format!("--spec {glob}"));
    let resources = args
        .resources
        .iter()
        .map(|glob| format!("--resource {glob}"));
    let base = args.in_diff.iter();
    let base = base.map(|path| format!("--in-diff {}", path.display()));
    specs.chain(resources).chain(base).collect()
}

fn no_lcov() -> Diagnostic {
    Diagnostic::error("mutants have no lines, so there is no lcov of them")
        .help("`stackspec coverage --report lcov=FILE` writes it")
}

impl Deliver for MutationReport<'_> {
    fn human(&self, options: Options) -> Vec<u8> {
        let mut text = Vec::new();
        _ = human::write_mutation(self, options, &mut text);
        text
    }

    fn machine(&self, kind: ReportKind) -> Result<Vec<u8>, Diagnostic> {
        let mut text = Vec::new();
        let written = match kind {
            ReportKind::Json => json::write_mutation(self, &mut text),
            ReportKind::Lcov => return Err(no_lcov()),
            ReportKind::Html => {
                let page = Page {
                    title: &title(self.stacks),
                    inputs: self.inputs,
                    leaves: self.leaves,
                    mutation: Some(self.mutation),
                };
                html::write(&page, &mut text)
            }
        };
        written.map_err(|error| unwritten(kind, &error))?;
        Ok(text)
    }
}
