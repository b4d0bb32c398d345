//! One case: its input is read, judged, and held against what is said of it.

use std::path::Path;

use super::{Judged, Planned, Suite};
use crate::check::{BuiltIns, Finding, Verdict, judge};
use crate::diagnostic::{Diagnostic, Severity};
use crate::exit::Exit;
use crate::run::{Inputs, Problems, Request, environment};
use crate::spec::{Given, Level, full_name, role};
use crate::stack::BlockKind;
use crate::suite::{
    CaseLine, CaseRecord, FindingLine, Met, Mode, ProblemLine, ResultLine, Said, SourceLine, State,
    Traits, fingerprint, hold, logical, normalized, type_of,
};
use crate::verdict::Outcome;

/// A case whose input was read.
#[derive(Debug)]
pub(crate) struct ReadCase<'s> {
    suite: &'s Suite,
    case: &'s Planned,
    /// What is judged.
    pub(crate) inputs: Inputs,
    /// The values that are taken out of names.
    pub(crate) identity: Vec<String>,
}

impl Suite {
    /// Judges a case.
    pub(crate) fn judge(&self, case: &Planned) -> Judged {
        match ReadCase::read(self, case) {
            Ok(read) => {
                let run = read.inputs.run();
                let mut verdicts = judge(&run);
                let built_in = BuiltIns::new(run.stacks.len());
                for stack in 0..run.stacks.len() {
                    let file = &read.inputs.built_in;
                    let specs = file.specs.iter();
                    verdicts.extend(specs.map(|spec| built_in.judge(&run, stack, file, spec)));
                }
                read.judged(&verdicts)
            }
            Err(problems) => self.refused(case, &problems),
        }
    }

    /// What is said of a case whose input is not there, or is none.
    pub(crate) fn refused(&self, case: &Planned, problems: &Problems) -> Judged {
        let problem = |(exit, found): &(Exit, Diagnostic)| ProblemLine {
            case: case.at.name.clone(),
            exit_code: exit.code(),
            message: found.message.clone(),
            notes: found.notes.clone(),
            help: found.help.clone(),
        };
        let errors = problems.0.iter();
        let errors = errors.filter(|(_, found)| found.severity == Severity::Error);
        let mut line = self.case_line(case);
        line.as_expected = line.as_expected.map(|_| false);
        Judged {
            record: CaseRecord {
                case: line,
                results: Vec::new(),
                findings: Vec::new(),
                mismatches: Vec::new(),
                problems: errors.map(problem).collect(),
            },
            #[cfg(feature = "cli")]
            identity: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn case_line(&self, case: &Planned) -> CaseLine {
        let file = &case.file;
        CaseLine {
            title: file.title.clone(),
            source: file.source.clone(),
            platform: file.platform.clone(),
            model: file.model.clone(),
            prompt: file.prompt.clone(),
            run: self.run.clone().or_else(|| file.run.clone()),
            attempt: file.attempt,
            classes: file.classes.clone(),
            as_expected: (self.line.mode == Mode::Expect).then_some(true),
            ..CaseLine::named(&case.at.name)
        }
    }
}

impl<'s> ReadCase<'s> {
    /// Reads the input of a case.
    ///
    /// # Errors
    /// It is not there, does not load, or lies outside of the folder of the case.
    pub(crate) fn read(suite: &'s Suite, case: &'s Planned) -> Result<ReadCase<'s>, Problems> {
        let request = request(suite, case)?;
        let specs = Some(suite.specs.clone());
        let inputs = Inputs::with(specs, &request, &environment, Problems::default())?;
        let mut identity = inputs.params.identity_values();
        identity.extend(case.file.identity.iter().cloned());
        identity.extend(suite.shared.identity.iter().cloned());
        Ok(ReadCase {
            suite,
            case,
            inputs,
            identity,
        })
    }

    /// Holds verdicts against what is said of the case. They may be those of some specs only: then
    /// only what is said of these counts.
    pub(crate) fn judged(&self, verdicts: &[Verdict]) -> Judged {
        let name = &self.case.at.name;
        let mut results: Vec<ResultLine> = verdicts.iter().map(|it| self.result(it)).collect();
        let (mut findings, mut denied) = (Vec::new(), 0);
        for verdict in verdicts {
            let own = self.findings(verdict);
            let before = findings.len();
            findings.extend(own);
            if verdict.level == Level::Deny {
                denied += findings.len() - before;
            }
        }
        let mut line = self.suite.case_line(self.case);
        let deny = verdicts.iter().filter(|it| it.level == Level::Deny);
        deny.for_each(|verdict| line.outcomes.add(verdict.outcome));
        let judged = verdicts
            .iter()
            .any(|it| !it.is_built_in() && it.outcome.is_verdict());
        let stacks = self.inputs.stacks.iter();
        line.stacks = stacks.len();
        line.resources = stacks
            .map(|stack| stack.blocks_of(BlockKind::Resource).count())
            .sum();
        line.findings = denied;
        line.state = match (line.findings, judged) {
            (0, true) => State::Clean,
            (0, false) => State::NothingJudged,
            _ => State::Faulty,
        };
        let mut mismatches = Vec::new();
        if self.suite.line.mode == Mode::Expect {
            let shared = self.suite.shared_knowns(self.case);
            let baseline = self.suite.baseline.as_ref();
            let nothing = Default::default();
            let said = Said {
                expects: &self.case.file.expects,
                knowns: &self.case.file.knowns,
                shared: shared.iter().map(|(_, known)| *known).collect(),
                baseline: baseline.map(|it| it.cases.get(name).unwrap_or(&nothing)),
                today: self.suite.today,
            };
            let held = hold(name, &said, &results, &mut findings);
            let used = shared.iter().zip(held.used).filter(|(_, used)| *used);
            line.knowns = used.map(|((at, _), _)| *at).collect();
            line.as_expected =
                Some(held.mismatches.is_empty() && line.state != State::NothingJudged);
            mismatches = held.mismatches;
        }
        results.retain(|line| line.outcome != Outcome::Skipped);
        Judged {
            record: CaseRecord {
                case: line,
                results,
                findings,
                mismatches,
                problems: Vec::new(),
            },
            #[cfg(feature = "cli")]
            identity: self.identity.clone(),
            warnings: self.inputs.warnings.clone(),
        }
    }

    fn result(&self, verdict: &Verdict) -> ResultLine {
        ResultLine {
            case: self.case.at.name.clone(),
            stack: self.role(verdict),
            file: verdict.file.clone(),
            spec: verdict.spec.clone(),
            level: verdict.level.word().to_owned(),
            outcome: verdict.outcome,
            subjects: verdict.subjects,
            judged: verdict.judged,
            findings: verdict.found,
            reason: verdict.reason.clone(),
        }
    }

    fn role(&self, verdict: &Verdict) -> String {
        role(&verdict.role, &self.identity)
    }

    /// The findings of a verdict. A spec that has no subject in a stack has none: most stacks lack
    /// what most specs are about.
    fn findings(&self, verdict: &Verdict) -> impl Iterator<Item = FindingLine> {
        let red = verdict.outcome.is_red();
        let own = verdict.findings.iter().filter(move |_| red);
        let without_subject = verdict.outcome == Outcome::Vacuous && verdict.subjects == 0;
        let silent = red && verdict.findings.is_empty() && !without_subject;
        let whole = silent.then(|| self.of_stack(verdict));
        own.map(|finding| self.finding(verdict, finding))
            .chain(whole)
    }

    fn finding(&self, verdict: &Verdict, finding: &Finding) -> FindingLine {
        let construct = finding.construct_path.as_deref();
        let clause = finding.clause.as_ref().map(|span| {
            let key = (verdict.file.clone(), span.start);
            self.suite.clauses.get(&key).map_or("", String::as_str)
        });
        let path = finding.path.as_ref();
        let spec = full_name(&verdict.file, &verdict.spec);
        let stack = self.role(verdict);
        let fingerprint = fingerprint(&Traits {
            stack: &stack,
            spec: &spec,
            clause: clause.unwrap_or_default(),
            subject: &logical(&finding.address, construct, &self.identity),
            path: &path.map_or_else(String::new, |path| normalized(path, &self.identity)),
        });
        FindingLine {
            case: self.case.at.name.clone(),
            stack,
            file: verdict.file.clone(),
            spec: verdict.spec.clone(),
            outcome: finding.outcome,
            met: Met::Graded,
            fingerprint,
            resource_type: type_of(&finding.address).to_owned(),
            address: finding.address.clone(),
            construct_path: finding.construct_path.clone(),
            path: path.map(crate::value::Path::normalized),
            message: finding.message.clone(),
            notes: finding.notes.clone(),
            source: finding.source.as_ref().map(|source| SourceLine {
                file: self.below(&source.file),
                line: source.line,
                column: source.column,
            }),
        }
    }

    /// A verdict that says what is wrong only as a whole.
    fn of_stack(&self, verdict: &Verdict) -> FindingLine {
        let stack = self.role(verdict);
        let spec = full_name(&verdict.file, &verdict.spec);
        let fingerprint = fingerprint(&Traits {
            stack: &stack,
            spec: &spec,
            clause: "",
            subject: "",
            path: "",
        });
        FindingLine {
            case: self.case.at.name.clone(),
            stack,
            file: verdict.file.clone(),
            spec: verdict.spec.clone(),
            outcome: verdict.outcome,
            met: Met::Graded,
            fingerprint,
            resource_type: String::new(),
            address: String::new(),
            construct_path: None,
            path: None,
            message: verdict.reason.clone().unwrap_or_default(),
            notes: verdict.notes.clone(),
            source: None,
        }
    }

    /// A file as it is named below the folder of the case.
    fn below(&self, file: &Path) -> String {
        let below = file.strip_prefix(&self.case.at.folder).unwrap_or(file);
        below.to_string_lossy().replace('\\', "/")
    }
}

/// What is asked of a case: as `check` would be asked.
fn request(suite: &Suite, case: &Planned) -> Result<Request, Problems> {
    let file = &case.file;
    let input = match (&file.input, &case.at.input) {
        (Some(name), _) => case.at.folder.join(name),
        (None, Some(input)) => input.clone(),
        (None, None) => {
            let message = format!("the case `{}` has no input", case.at.name);
            let help = "put a cdktf.out or a plan.json beside its case.toml, or name it there: `input = \"...\"`";
            let error = Diagnostic::error(message).help(help);
            return Err(Problems::one(Exit::Load, error));
        }
    };
    inside(&case.at.folder, &input)?;
    let synth = file.synth.as_ref().map(|name| case.at.folder.join(name));
    if let Some(synth) = &synth {
        inside(&case.at.folder, synth)?;
    }
    let base = &suite.base;
    let mut vars = base.vars.clone();
    vars.extend(suite.shared.vars.clone());
    vars.extend(file.vars.clone());
    Ok(Request {
        inputs: vec![input],
        specs: Vec::new(),
        library: Vec::new(),
        params: params([&file.params, &suite.shared.params, &base.params]),
        env: base.env.clone(),
        // A stack of one file is called like its case, without the folders.
        stack_name: file.stack.clone(),
        root: Some(case.at.folder.clone()),
        levels: base.levels.clone(),
        vars,
        synth,
        incomplete: false,
        // What is known of cases stands in `[[known]]`: a suite has no waivers.
        waivers: Vec::new(),
        today: None,
    })
}

/// The params of these lists, the first of a name; flags among them win anyway.
fn params(lists: [&Vec<Given>; 3]) -> Vec<Given> {
    let mut params: Vec<Given> = Vec::new();
    for given in lists.into_iter().flatten() {
        let same = |it: &Given| it.name == given.name && it.origin == given.origin;
        if !params.iter().any(same) {
            params.push(given.clone());
        }
    }
    params
}

/// Whether an input lies in the folder of its case, links followed: a case comes from anywhere.
fn inside(folder: &Path, input: &Path) -> Result<(), Problems> {
    let whole = |path: &Path| path.canonicalize().ok();
    // What is not there is said by whoever reads it.
    let (Some(folder_whole), Some(input_whole)) = (whole(folder), whole(input)) else {
        return Ok(());
    };
    if input_whole.starts_with(&folder_whole) {
        return Ok(());
    }
    let message = format!("`{}` leads out of the folder of its case", input.display());
    let error = Diagnostic::error(message).help("copy the input into the folder of the case");
    Err(Problems::one(Exit::Load, error))
}
