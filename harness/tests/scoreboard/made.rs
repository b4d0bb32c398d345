//! Results of suites, made by hand.

use stackspec::suite::{
    CaseLine, CaseRecord, FindingLine, Met, MismatchKind, MismatchLine, Mode, ProblemLine,
    ResultLine, Results, SourceLine, SpecLine, State, SuiteLine, SummaryLine, VERSION,
};
use stackspec::verdict::Outcome;

/// The file of every spec here.
pub(crate) const FILE: &str = "aws";

/// Results under construction.
pub(crate) struct Made(pub(crate) Results);

impl Made {
    /// Of no case yet. Specs are named with their level: `deny` unless they begin with `warn-`.
    pub(crate) fn new(file: &str, specs: &[&str]) -> Self {
        let line = |spec: &&str| SpecLine {
            file: FILE.into(),
            spec: (*spec).into(),
            level: level(spec).into(),
            title: Some(format!("what {spec} says")),
            groups: vec![
                "aws".into(),
                format!("aws/{}", spec.split('-').next().unwrap_or(spec)),
            ],
        };
        Made(Results {
            name: file.into(),
            suite: SuiteLine {
                version: VERSION,
                title: Some("orders".into()),
                mode: Mode::Expect,
                cases: 0,
                digest: "d".into(),
                specs: specs.len(),
                shard: None,
                shards: None,
                whole: true,
                knowns: Vec::new(),
            },
            specs: specs.iter().map(line).collect(),
            cases: Vec::new(),
            mismatches: Vec::new(),
            summary: SummaryLine::default(),
        })
    }

    /// A case more, which is clean until something is said of it.
    pub(crate) fn case(&mut self, name: &str) -> &mut CaseRecord {
        let case = CaseLine {
            state: State::Clean,
            as_expected: Some(true),
            stacks: 1,
            resources: 10,
            ..CaseLine::named(name)
        };
        self.0.cases.push(CaseRecord {
            case,
            results: Vec::new(),
            findings: Vec::new(),
            mismatches: Vec::new(),
            problems: Vec::new(),
        });
        self.0.cases.last_mut().expect("the case")
    }

    /// The file, with its summary.
    pub(crate) fn done(self) -> Results {
        let mut summary = SummaryLine::default();
        self.0.cases.iter().for_each(|case| summary.add(case));
        summary.close(self.0.specs.len(), 0);
        self.done_as(summary)
    }

    /// The same with another summary.
    pub(crate) fn done_as(mut self, summary: SummaryLine) -> Results {
        self.0.suite.cases = self.0.cases.len();
        self.0.summary = summary;
        self.0
    }
}

/// The text of a file.
pub(crate) fn text(results: &Results) -> String {
    let mut out = Vec::new();
    results.write(&mut out).expect("memory takes everything");
    String::from_utf8(out).expect("UTF-8")
}

fn level(spec: &str) -> &'static str {
    match spec.starts_with("warn-") {
        true => "warn",
        false => "deny",
    }
}

/// What is said of a case.
pub(crate) trait Say {
    /// Who made it: run, model and prompt; empty is none.
    fn by(&mut self, run: &str, model: &str, prompt: &str) -> &mut Self;

    /// A spec passed.
    fn passes(&mut self, spec: &str) -> &mut Self;

    /// A spec is red, with as many findings, each accounted for so.
    fn red(&mut self, spec: &str, outcome: Outcome, findings: usize, met: Met) -> &mut Self;

    /// It expects what was not found.
    fn unmet(&mut self, spec: &str) -> &mut Self;

    /// It did not load, or nothing was judged.
    fn no_verdict(&mut self, state: State) -> &mut Self;
}

impl Say for CaseRecord {
    fn by(&mut self, run: &str, model: &str, prompt: &str) -> &mut Self {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        self.case.run = said(run);
        self.case.model = said(model);
        self.case.prompt = said(prompt);
        self
    }

    fn passes(&mut self, spec: &str) -> &mut Self {
        result(self, spec, Outcome::Pass, 0);
        self
    }

    fn red(&mut self, spec: &str, outcome: Outcome, findings: usize, met: Met) -> &mut Self {
        result(self, spec, outcome, findings);
        for at in 0..findings {
            let finding = FindingLine {
                case: self.case.case.clone(),
                stack: "app".into(),
                file: FILE.into(),
                spec: spec.into(),
                outcome,
                met,
                fingerprint: format!("{spec}-{at}"),
                resource_type: "aws_sqs_queue".into(),
                address: format!("aws_sqs_queue.q{at}"),
                construct_path: Some(format!("app/orders/q{at}")),
                path: Some("$['redrive_policy']".into()),
                message: format!("aws_sqs_queue.q{at}: {spec} does not hold"),
                notes: Vec::new(),
                source: Some(SourceLine {
                    file: "cdktf.out/stacks/app/cdk.tf.json".into(),
                    line: 12 + at,
                    column: 7,
                }),
            };
            self.findings.push(finding);
        }
        if level(spec) == "deny" {
            self.case.state = State::Faulty;
            self.case.findings += findings;
            if met == Met::Unexpected {
                mismatch(self, spec, MismatchKind::UnexpectedFinding);
            }
        }
        self
    }

    fn unmet(&mut self, spec: &str) -> &mut Self {
        mismatch(self, spec, MismatchKind::UnmetExpectation);
        self
    }

    fn no_verdict(&mut self, state: State) -> &mut Self {
        self.case.state = state;
        self.case.as_expected = Some(false);
        if state == State::Refused {
            self.case.stacks = 0;
            self.case.resources = 0;
            self.problems.push(ProblemLine {
                case: self.case.case.clone(),
                exit_code: 102,
                message: "there is no input".into(),
                notes: vec!["neither cdktf.out nor plan.json is there".into()],
                help: vec!["synthesize it".into()],
            });
        }
        self
    }
}

fn result(record: &mut CaseRecord, spec: &str, outcome: Outcome, findings: usize) {
    if level(spec) == "deny" {
        record.case.outcomes.add(outcome);
    }
    record.results.push(ResultLine {
        case: record.case.case.clone(),
        stack: "app".into(),
        file: FILE.into(),
        spec: spec.into(),
        level: level(spec).into(),
        outcome,
        subjects: 1,
        judged: 1,
        findings,
        reason: None,
    });
}

fn mismatch(record: &mut CaseRecord, spec: &str, kind: MismatchKind) {
    record.case.as_expected = Some(false);
    record.mismatches.push(MismatchLine {
        case: record.case.case.clone(),
        stack: "app".into(),
        file: FILE.into(),
        spec: spec.into(),
        kind,
        message: format!("{}: {spec}", kind.words()),
        source: None,
        notes: vec!["the nearest is another".into()],
        help: vec!["write an [[expect]]".into()],
    });
}
