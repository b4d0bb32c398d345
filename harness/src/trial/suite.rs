//! Suites as native test cases: `<case>::<file>::<id>` for each spec of which something is said or
//! that finds something in a case, and `<case>::case` for all others: that they find nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use libtest_mimic::Trial;

use super::arguments::Options;
use super::{asked, broken, case_name, say};
use crate::diagnostic::escape;
use crate::report::human::{suite_case, suite_problems};
use crate::run::suite::{Judged, Planned, Suite, SuiteRequest};
use crate::run::{Request, today};
use crate::spec::{Given, Origin, full_name};
use crate::suite::{CaseRecord, MismatchLine, Overall, ResultLine, State};
use crate::threads;

/// The case that is about the suite as a whole.
const WHOLE: &str = "stackspec::suite";

/// The last part of the name of the case that is about a case as a whole.
const OF_CASE: &str = "case";

/// A suite, to be judged case by case. Each spec that finds something in a case, or of which the case
/// says something, is a test case, `<case>::<file>::<id>`; `<case>::case` is that the input loads, that
/// something is judged, and that no other spec finds anything.
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     stackspec::suite("suite").run()
/// }
/// ```
///
/// `folder` is relative to the working directory, which for a test is the folder of its
/// `Cargo.toml`.
pub fn suite(folder: impl Into<PathBuf>) -> SuiteHarness {
    SuiteHarness {
        folders: vec![folder.into()],
        base: Request::default(),
    }
}

/// What a test binary judges. See [`suite`].
#[derive(Debug, Clone)]
#[must_use = "call `run`"]
pub struct SuiteHarness {
    folders: Vec<PathBuf>,
    base: Request,
}

impl SuiteHarness {
    /// Judges the cases in this folder too.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Judges by these specs, not by those of the `suite.toml`: a file, a folder or a glob.
    pub fn specs(mut self, path: impl Into<PathBuf>) -> Self {
        self.base.specs.push(path.into());
        self
    }

    /// Judges by this group of the library, not by the specs of the `suite.toml`.
    pub fn library(mut self, group: impl Into<String>) -> Self {
        self.base.library.push(group.into());
        self
    }

    /// Gives a param a value, in all cases, as `--param` does.
    pub fn param(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.base.params.push(Given {
            name: name.into(),
            value: value.into(),
            origin: Origin::Flag,
            place: None,
        });
        self
    }

    /// Lets params read this environment variable.
    pub fn env(mut self, name: impl Into<String>) -> Self {
        self.base.env.push(name.into());
        self
    }

    /// Runs the cases that the arguments of this process ask for.
    ///
    /// A suite without a case, a `case.toml` that is wrong and the like are one failing case,
    /// `stackspec::inputs`, that no filter takes away. A case whose input is missing fails as
    /// `<case>::case`.
    pub fn run(self) -> ExitCode {
        let options = match asked() {
            Ok(options) => options,
            Err(end) => return end,
        };
        let request = SuiteRequest {
            folders: self.folders,
            grade: false,
            named: !self.base.specs.is_empty() || !self.base.library.is_empty(),
            base: self.base,
            baseline: None,
            shard: None,
            today: today(),
            run: None,
        };
        match Suite::read(&request) {
            Ok(suite) => cases(&suite, options),
            Err(problems) => broken(&problems, options),
        }
    }
}

fn cases(suite: &Suite, options: Options) -> ExitCode {
    // Under `--exact`, as nextest runs each, the others need not be judged.
    let wanted = |case: &&Planned| {
        let prefix = format!("{}::", case_name(&case.at.name));
        let named = options.filters.iter();
        !options.args.exact
            || named
                .into_iter()
                .any(|filter| filter.starts_with(&prefix) || filter == WHOLE)
    };
    let planned: Vec<&Planned> = suite.cases.iter().filter(wanted).collect();
    let all = planned.len() == suite.cases.len();
    let colour = options.may_colour();
    let judged = threads::each(planned.len(), |at| suite.judge(planned[at]));
    let (mut overall, mut trials) = (Overall::default(), Vec::new());
    for (plan, case) in planned.iter().zip(&judged) {
        overall.add(&case.record);
        trials.extend(of_case(plan, &case.record, colour));
    }
    if all {
        let mut mismatches = suite.gone.clone();
        mismatches.extend(overall.mismatches(&suite.line));
        trials.push(trial(
            WHOLE.to_owned(),
            said(&mismatches.iter().collect::<Vec<_>>(), colour),
        ));
    }
    if !options.args.list {
        remarks(&judged, &trials, &options);
    }
    options.run(trials)
}

/// The test cases of a case: one for each spec that finds something or of which something is said,
/// and one for all else.
fn of_case(plan: &Planned, record: &CaseRecord, colour: bool) -> Vec<Trial> {
    let said_of = |line: &&ResultLine| {
        let expects = plan.file.expects.iter().map(|expect| &expect.of);
        let mut targets = expects.chain(plan.file.knowns.iter().map(|known| &known.of));
        (line.findings > 0 && line.level == "deny")
            || targets.any(|target| target.names(&line.file, &line.spec))
    };
    let judged = record.results.iter().filter(said_of);
    let mut specs: BTreeSet<(&str, &str)> = judged
        .map(|line| (line.file.as_str(), line.spec.as_str()))
        .collect();
    let told = record
        .mismatches
        .iter()
        .filter(|line| !line.file.is_empty());
    specs.extend(told.map(|line| (line.file.as_str(), line.spec.as_str())));
    let case = &record.case.case;
    let mut trials = Vec::new();
    for (file, spec) in &specs {
        let about = |line: &&MismatchLine| line.file == *file && line.spec == *spec;
        let lines: Vec<&MismatchLine> = record.mismatches.iter().filter(about).collect();
        let name = format!("{case}::{}", full_name(file, spec));
        trials.push(trial(case_name(&name), said(&lines, colour)));
    }
    let rest = record.mismatches.iter().filter(|line| line.file.is_empty());
    let mut wrong = said(&rest.collect::<Vec<_>>(), colour).unwrap_or_default();
    wrong.push_str(&suite_problems(&record.problems, colour));
    if record.case.state == State::NothingJudged {
        wrong.push_str("  nothing was judged: no spec has a subject in it\n");
    }
    let name = format!("{case}::{OF_CASE}");
    trials.push(trial(
        case_name(&name),
        Some(wrong).filter(|wrong| !wrong.is_empty()),
    ));
    trials
}

fn said(lines: &[&MismatchLine], colour: bool) -> Option<String> {
    (!lines.is_empty()).then(|| suite_case(lines, colour))
}

fn trial(name: String, wrong: Option<String>) -> Trial {
    Trial::test(name, move || match wrong {
        None => Ok(()),
        Some(text) => Err(text.into()),
    })
}

/// What the runner does not say.
fn remarks(judged: &[Judged], trials: &[Trial], options: &Options) {
    let mut told = BTreeSet::new();
    for warning in judged.iter().flat_map(|case| &case.warnings) {
        if told.insert(&warning.message) {
            say(&warning.render(false));
        }
    }
    if !trials.iter().any(|trial| options.names(trial.name())) {
        let filters = escape(&options.filters.join(" "));
        say(&format!(
            "stackspec: NO CASE of {} matches `{filters}`: nothing is judged",
            trials.len()
        ));
    }
}
