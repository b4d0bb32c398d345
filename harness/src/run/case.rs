//! `[[spec.case]]`: an example of a spec, judged by the same engine.

mod files;

use crate::check::{Run, Subject, Verdict, judge};
use crate::facts::Facts;
use crate::load;
use crate::spec::{Case, Expect, Level, Params, Spec, SpecFile, SpecSet, case_params};
use crate::stack::Model;
use crate::verdict::Outcome;

/// What came of a case.
#[derive(Debug)]
pub(crate) struct CaseResult {
    /// What it expects, in words.
    pub(crate) expected: String,
    /// What came of it, in words.
    pub(crate) actual: String,
    /// Why that is not what it expects; `None` if it is.
    pub(crate) wrong: Option<String>,
    /// The verdict, if it came to one.
    pub(crate) verdict: Option<Verdict>,
}

/// Judges a case of a spec.
///
/// It is judged whatever the spec's level and inputs are: a case shows what the clauses say.
pub(crate) fn run(file: &SpecFile, spec: &Spec, case: &Case) -> CaseResult {
    let expected = match &case.expect {
        Expect::Pass => "pass".to_owned(),
        Expect::Skip => "skip".to_owned(),
        Expect::Fail { address } => format!("fail at {address}"),
    };
    let refused = |wrong: String| CaseResult {
        expected: expected.clone(),
        actual: "refused".to_owned(),
        wrong: Some(wrong),
        verdict: None,
    };
    let mut stacks = Vec::new();
    for (index, given) in case.given.iter().enumerate() {
        let name = match case.given.len() {
            1 => "case".to_owned(),
            _ => format!("case-{}", index + 1),
        };
        // A stack with nothing in it is a stack, though a file with nothing in it is none.
        let text = match given.as_object().is_some_and(serde_json::Map::is_empty) {
            true => r#"{"resource": {}}"#.to_owned(),
            false => given.to_string(),
        };
        match load::load_text(&name, &file.source.path, text) {
            Ok(stack) => stacks.push(stack),
            Err(error) => return refused(format!("its stack does not load: {}", error.what)),
        }
    }
    let listed = case.files.as_ref().map(files::Listed::new);
    let mut only = spec.clone();
    only.level = Level::Deny;
    only.inputs = Vec::new();
    let mut set = SpecSet {
        files: vec![SpecFile {
            specs: vec![only],
            ..file.clone()
        }],
    };
    let params = Params::only(&file.name, case_params(file, case));
    if let Err(found) = set.bind(&params) {
        let first = found.first().map(|found| found.message.clone());
        return refused(first.unwrap_or_default());
    }
    let subject = |stack| {
        let model = Model::new(stack, Facts::builtin());
        Subject {
            model: match &listed {
                Some(files) => model.with_files(files),
                None => model,
            },
            role: "case".to_owned(),
        }
    };
    let judged = judge(&Run {
        stacks: stacks.iter().map(subject).collect(),
        specs: &set,
        params: &params,
    });
    let own = judged.into_iter().filter(|found| found.spec == spec.id);
    let Some(mut verdict) = own.reduce(worst) else {
        return refused("it was not judged".to_owned());
    };
    // Lines of the stack above, which stands in a spec file in another spelling.
    for finding in &mut verdict.findings {
        finding.source = None;
    }
    CaseResult {
        actual: actual(&verdict),
        wrong: wrong(&case.expect, &verdict),
        expected,
        verdict: Some(verdict),
    }
}

/// The verdicts on two stacks as one: the worse of them, with the findings of both.
fn worst(a: Verdict, b: Verdict) -> Verdict {
    let (mut worse, other) = if b.outcome > a.outcome {
        (b, a)
    } else {
        (a, b)
    };
    worse.findings.extend(other.findings);
    worse
}

/// `fail at aws_vpc.main`.
fn actual(verdict: &Verdict) -> String {
    let mut at: Vec<&str> = verdict
        .findings
        .iter()
        .map(|f| f.address.as_str())
        .collect();
    at.sort_unstable();
    at.dedup();
    let word = verdict.outcome.word();
    match (at.is_empty(), &verdict.reason) {
        (false, _) => format!("{word} at {}", at.join(", ")),
        (true, Some(reason)) => format!("{word}: {reason}"),
        (true, None) => word.to_owned(),
    }
}

/// Why a verdict is not what was expected.
fn wrong(expect: &Expect, verdict: &Verdict) -> Option<String> {
    let came = actual(verdict);
    match expect {
        Expect::Pass if verdict.outcome == Outcome::Pass => None,
        Expect::Pass => Some(format!("it expects pass, and came to {came}")),
        Expect::Skip if verdict.outcome == Outcome::Skipped => None,
        Expect::Skip => Some(format!("it expects skip, and came to {came}")),
        Expect::Fail { address } => {
            let here = |finding: &&crate::check::Finding| finding.address == *address;
            if verdict.outcome != Outcome::Fail {
                return Some(format!("it expects fail at {address}, and came to {came}"));
            }
            if !verdict
                .findings
                .iter()
                .any(|f| here(&f) && f.outcome == Outcome::Fail)
            {
                return Some(format!(
                    "it expects fail at {address}, and fails elsewhere: {came}"
                ));
            }
            if !verdict.findings.iter().all(|f| here(&f)) {
                return Some(format!(
                    "it expects fail at {address} and nowhere else, and came to {came}"
                ));
            }
            None
        }
    }
}
