//! `stackspec coverage`

use std::cell::Cell;

use super::args::{CoverageArgs, ReportKind};
use super::deliver::{Deliver, deliver, distinct, refuse, title, unwritten};
use super::settings::Settings;
use super::{judged, out};
use crate::check::Context;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::proof;
use crate::report::html::{self, Page};
use crate::report::human::{self, Options};
use crate::report::json;
use crate::report::lcov;
use crate::report::proof::CoverageReport;
use crate::run::{Chosen, Inputs};

pub(super) fn run(args: &CoverageArgs) -> Exit {
    match judged::read(&args.input) {
        Ok((settings, mut inputs)) => {
            if let Some(shard) = args.shard {
                let specs = inputs.specs.declared();
                let place = Cell::new(0);
                inputs
                    .specs
                    .retain(|_, _| shard.has(place.replace(place.get() + 1), specs));
            }
            judge(args, &settings, &inputs)
        }
        Err(problems) => {
            let mut text = Vec::new();
            let exit = decide(problems.exits());
            // Writing to memory does not fail.
            _ = json::write_coverage_problems(&problems.0, exit, &mut text);
            refuse(&problems, &args.report, &text)
        }
    }
}

fn judge(args: &CoverageArgs, settings: &Settings, inputs: &Inputs) -> Exit {
    for warning in &inputs.warnings {
        out::diagnostic(warning);
    }
    let run = inputs.run();
    let cx = Context::new(&run);
    let verdicts = judged::judge(&cx, inputs, &Chosen::all());
    let leaves = proof::coverage(&run, &verdicts);
    let report = CoverageReport::of(&run, &verdicts, leaves);
    let report = match args.shard {
        Some(shard) => report.sharded(shard),
        None => report.gated(&settings.coverage),
    };
    deliver(&report, &args.report, report.exit)
}

impl Deliver for CoverageReport {
    fn human(&self, options: Options) -> Vec<u8> {
        let mut text = Vec::new();
        _ = human::write_coverage(self, options, &mut text);
        text
    }

    fn machine(&self, kind: ReportKind) -> Result<Vec<u8>, Diagnostic> {
        let mut text = Vec::new();
        let written = match kind {
            ReportKind::Json => json::write_coverage(self, &mut text),
            ReportKind::Lcov => lcov::write(&self.leaves, &mut text),
            ReportKind::Html => {
                let names: Vec<String> = self.stacks.iter().map(|it| it.name.clone()).collect();
                let page = Page {
                    title: &title(&names),
                    inputs: &distinct(self.stacks.iter().map(|it| it.input.clone())),
                    leaves: Some(&self.leaves),
                    mutation: None,
                };
                html::write(&page, &mut text)
            }
        };
        written.map_err(|error| unwritten(kind, &error))?;
        Ok(text)
    }
}
