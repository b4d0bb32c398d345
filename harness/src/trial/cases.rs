//! One case a spec and stack, judged when it is run.

use std::process::ExitCode;
use std::sync::OnceLock;

use libtest_mimic::{Failed, Trial};

use super::arguments::Options;
use super::{case_name, say};
use crate::check::{
    BuiltIns, Context, Run, Skip, Verdict, Waivers, built_in_skip, judge_one, skip_reason,
};
use crate::config::CoverageConfig;
use crate::diagnostic::escape;
use crate::proof::{Counted, Gate, judge_gates};
use crate::report::human;
use crate::run::{Inputs, count, environment, under_ci};
use crate::spec::{Spec, SpecFile, full_name};
use crate::verdict::Outcome;

/// What the cases of a process share. It lives as long as the process.
struct Shared {
    cx: Context<'static, 'static>,
    /// A cell a case, in the order of the cases: each is judged once, whoever asks first.
    cells: Vec<Cell>,
    built_in: BuiltIns,
    colour: bool,
    demands: CoverageConfig,
    waivers: &'static Waivers,
    /// What the gates are judged by: once, whichever is asked for first.
    counted: OnceLock<Counted>,
}

struct Cell {
    stack: usize,
    file: &'static SpecFile,
    spec: &'static Spec,
    name: String,
    skip: Option<Skip>,
    verdict: OnceLock<Verdict>,
    built_in: bool,
}

pub(super) fn run(inputs: Inputs, demands: CoverageConfig, options: Options) -> ExitCode {
    // The runner's threads share them, and the process ends with the last case.
    let inputs: &'static Inputs = Box::leak(Box::new(inputs));
    let run: &'static Run<'static> = Box::leak(Box::new(inputs.run()));
    let cx = Context::new(run);
    let mut cells = Vec::new();
    for stack in 0..run.stacks.len() {
        for (file, spec) in inputs.specs.iter() {
            let subject = &run.stacks[stack];
            let name = format!("{}::{}", subject.role, full_name(&file.name, &spec.id));
            cells.push(Cell {
                stack,
                file,
                spec,
                name: case_name(&name),
                skip: skip_reason(&cx, stack, file, spec),
                verdict: OnceLock::new(),
                built_in: false,
            });
        }
        for spec in &inputs.built_in.specs {
            let subject = &run.stacks[stack];
            let name = format!("{}::{}::{}", subject.role, inputs.built_in.name, spec.id);
            cells.push(Cell {
                stack,
                file: &inputs.built_in,
                spec,
                name: case_name(&name),
                skip: built_in_skip(subject.model.stack(), spec),
                verdict: OnceLock::new(),
                built_in: true,
            });
        }
    }
    let colour = options.may_colour();
    let shared: &'static Shared = Box::leak(Box::new(Shared {
        built_in: BuiltIns::new(run.stacks.len()),
        cx,
        cells,
        colour,
        demands,
        waivers: &inputs.waivers,
        counted: OnceLock::new(),
    }));
    let mut trials: Vec<Trial> = shared
        .cells
        .iter()
        .map(|cell| trial(shared, cell))
        .collect();
    let gates = shared.demands.gates;
    for gate in Gate::ALL
        .into_iter()
        .filter(|gate| gate.wanted(&gates).is_some())
    {
        let body = move || self::gate(shared, gate);
        trials.push(Trial::test(gate.case(), body));
    }
    if !shared.waivers.is_empty() {
        trials.push(Trial::test("run::waivers", move || waivers(shared)));
    }
    let mut asked = shared.cells.iter().filter(|cell| !cell.built_in);
    if asked.all(|cell| cell.skip.is_some()) {
        let body = move || Err(Failed::from(nothing_judged(shared)));
        trials.push(Trial::test("stackspec::nothing-judged", body));
    }
    if !options.args.list {
        remarks(inputs, shared, &trials, &options);
    }
    options.run(trials)
}

fn trial(shared: &'static Shared, cell: &'static Cell) -> Trial {
    let ignored = cell.skip.is_some();
    Trial::test(cell.name.clone(), move || case(shared, cell)).with_ignored_flag(ignored)
}

/// The body of a case. One that is ignored fails when it is run all the same: it cannot pass.
fn case(shared: &Shared, cell: &Cell) -> Result<(), Failed> {
    if let Some(Skip(reason)) = &cell.skip {
        return Err(format!("= not judged: {}", escape(reason)).into());
    }
    let mut verdict = shared.verdict(cell).clone();
    shared.waivers.apply(&mut verdict);
    let verdict = &verdict;
    let text = |colour| human::verdict(verdict, Some(cell.spec), colour);
    if verdict.is_red() {
        return Err(text(shared.colour).into());
    }
    match verdict.outcome {
        Outcome::Pass | Outcome::Waived => {
            if !verdict.notes.is_empty() || verdict.waived() > 0 {
                say(&text(false));
            }
            Ok(())
        }
        // Known only after judging (`when_empty = "skip"` and a `where` that leaves nothing). To
        // turn ignored now would be a pass for nextest, so it says so and stays ok.
        _ => {
            say(&text(false));
            Ok(())
        }
    }
}

/// A gate, over the whole run, whatever is filtered.
fn gate(shared: &Shared, gate: Gate) -> Result<(), Failed> {
    let counted = shared.counted();
    let results = judge_gates(&shared.demands.gates, counted, human::SHOWN);
    match results.iter().find(|result| result.gate == gate) {
        Some(result) if result.is_met() => Ok(()),
        Some(result) => Err(human::gate(counted, result, shared.colour).into()),
        // Its case is there because it is set.
        None => Err(format!("= {} was not judged", gate.name()).into()),
    }
}

/// What is lived with, whatever is filtered: a waiver that nothing needs hides the next fault.
fn waivers(shared: &Shared) -> Result<(), Failed> {
    let verdicts = shared.cells.iter().map(|cell| shared.verdict(cell).clone());
    let mut verdicts: Vec<Verdict> = verdicts.collect();
    for verdict in &mut verdicts {
        shared.waivers.apply(verdict);
    }
    let uses = shared.waivers.uses(&verdicts, true);
    let stale: Vec<String> = uses
        .iter()
        .filter_map(human::stale_waiver)
        .map(|warning| warning.render(shared.colour))
        .collect();
    match stale.is_empty() {
        true => Ok(()),
        false if under_ci(&environment) => Err(stale.join("\n\n").into()),
        false => {
            say(&stale.join("\n\n"));
            Ok(())
        }
    }
}

fn nothing_judged(shared: &Shared) -> String {
    let mut text = format!(
        "= nothing was judged: each of the {} cases is ignored\n",
        shared.cells.iter().filter(|cell| !cell.built_in).count()
    );
    for cell in shared.cells.iter().filter(|cell| !cell.built_in).take(20) {
        if let Some(Skip(reason)) = &cell.skip {
            text.push_str(&format!("  - {}: {}\n", cell.name, escape(reason)));
        }
    }
    text
}

/// What the runner does not say: why cases are ignored, and that a filter matches nothing.
fn remarks(inputs: &Inputs, shared: &Shared, trials: &[Trial], options: &Options) {
    for warning in &inputs.warnings {
        say(&warning.render(false));
    }
    let asked = trials
        .iter()
        .filter(|trial| options.names(trial.name()))
        .count();
    if asked == 0 {
        let filters = escape(&options.filters.join(" "));
        say(&format!(
            "stackspec: NO CASE of {} matches `{filters}`: nothing is judged",
            trials.len()
        ));
    }
    if options.args.ignored || options.args.include_ignored {
        return;
    }
    for cell in shared.cells.iter().filter(|cell| options.names(&cell.name)) {
        if let Some(Skip(reason)) = &cell.skip {
            say(&format!("ignored {}: {}", cell.name, escape(reason)));
        }
    }
}

impl Shared {
    fn counted(&self) -> &Counted {
        self.counted.get_or_init(|| {
            let verdicts = self.cells.iter().map(|cell| self.verdict(cell).clone());
            let verdicts: Vec<Verdict> = verdicts.collect();
            let counted = count(self.cx.run, &verdicts, &self.demands);
            let unused = human::unused(&counted, false);
            if !unused.is_empty() {
                say(unused.trim_end());
            }
            counted
        })
    }

    fn verdict<'a>(&self, cell: &'a Cell) -> &'a Verdict {
        cell.verdict.get_or_init(|| match cell.built_in {
            true => (self.built_in).judge(self.cx.run, cell.stack, cell.file, cell.spec),
            false => judge_one(&self.cx, cell.stack, cell.file, cell.spec),
        })
    }
}
