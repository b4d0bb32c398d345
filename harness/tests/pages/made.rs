//! Runs of stacks that stand here.

use std::path::Path;

use stackspec::check::{self, Run, Subject, Verdict, Waivers};
use stackspec::config::{self, Config};
use stackspec::coverage::Coverage;
use stackspec::date::Date;
use stackspec::diagnostic::SourceFile;
use stackspec::exit::Exit;
use stackspec::facts::Facts;
use stackspec::load::load_text;
use stackspec::proof::{count, judge_gates};
use stackspec::report::{Report, page, summary};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

/// A stack with something of everything: what fails, what is warned about, what is waived, unknown,
/// skipped and vacuous, a secret, and the line of the program.
pub(crate) const STACK: &str = include_str!("orders.tf.json");
const SPECS: &str = include_str!("orders.toml");
const CONFIG: &str = include_str!("stackspec.toml");

/// What a run is made from.
pub(crate) struct Made {
    pub(crate) stacks: Vec<Stack>,
    pub(crate) specs: &'static str,
    pub(crate) config: &'static str,
}

impl Made {
    /// The stack of orders in two environments.
    pub(crate) fn orders() -> Self {
        Made {
            stacks: vec![stack("orders-dev", STACK), stack("orders-prod", STACK)],
            specs: SPECS,
            config: CONFIG,
        }
    }

    /// Judges, lets `change` put other texts into the verdicts, and writes.
    pub(crate) fn written(
        &self,
        change: impl FnOnce(&mut Vec<Verdict>),
        write: impl FnOnce(&Report<'_, '_>, &mut Vec<u8>) -> std::io::Result<()>,
    ) -> String {
        let source = |path: &str, text: &str| SourceFile {
            path: path.into(),
            text: text.into(),
        };
        let file = spec::parse(&source("specs/orders.toml", self.specs), "orders");
        let file = file.unwrap_or_else(|errors| panic!("{:?}", errors[0].message));
        let config: Config = config::parse(&source("stackspec.toml", self.config))
            .unwrap_or_else(|errors| panic!("{:?}", errors[0].message));
        let mut set = SpecSet::new(vec![file]).expect("one file");
        let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
        set.bind(&params).expect("params that fit");
        let subject = |stack| Subject {
            model: Model::focused(stack, Facts::builtin(), check::focus(stack, &set)),
            role: "orders".into(),
        };
        let run = Run {
            stacks: self.stacks.iter().map(subject).collect(),
            specs: &set,
            params: &params,
        };
        let mut verdicts = check::judge(&run);
        let coverage = Coverage::of(&run, &verdicts);
        let counted = count(&config.coverage.ignore, coverage, None);
        let gates = judge_gates(&config.coverage.gates, &counted, 20);
        let today = Date::read("2026-11-02").expect("a day");
        let waivers = Waivers::new(&config.waivers, &params, today).expect("waivers");
        for verdict in &mut verdicts {
            waivers.apply(verdict);
        }
        let uses = waivers.uses(&verdicts, true);
        change(&mut verdicts);
        let red = verdicts.iter().any(Verdict::is_red);
        let report = Report {
            run: &run,
            verdicts: &verdicts,
            coverage: Some(&counted),
            gates: &gates,
            waivers: &uses,
            locked: false,
            filtered: false,
            exit: if red { Exit::Failed } else { Exit::Ok },
        };
        let mut out = Vec::new();
        write(&report, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    pub(crate) fn page(&self, change: impl FnOnce(&mut Vec<Verdict>)) -> String {
        self.written(change, |report, out| page::write(report, out))
    }

    pub(crate) fn summary(&self, change: impl FnOnce(&mut Vec<Verdict>)) -> String {
        self.written(change, |report, out| summary::write(report, out))
    }
}

pub(crate) fn stack(name: &str, text: &str) -> Stack {
    load_text(name, Path::new("cdk.tf.json"), text.to_owned()).expect("Terraform JSON")
}

/// Leaves the verdicts as they are.
pub(crate) fn as_judged(_: &mut Vec<Verdict>) {}

/// A finding of the first red verdict, so many times.
pub(crate) fn many(verdicts: &mut [Verdict], findings: usize) {
    let red = verdicts
        .iter_mut()
        .find(|it| it.is_red() && !it.findings.is_empty());
    let red = red.expect("a red verdict");
    let one = red.findings[0].clone();
    red.findings = (0..findings)
        .map(|at| {
            let mut finding = one.clone();
            finding.address = format!("aws_sqs_queue.queue_{at}");
            finding
        })
        .collect();
    red.found = findings;
}
