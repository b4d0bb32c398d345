//! `baseline.json`: findings that somebody looked at and accepted, as they were.
//!
//! It holds fingerprints and outcomes, no values and no messages: another wording changes nothing in
//! it. It is only ever written on request.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::CaseRecord;
use super::{Met, logical};
use crate::diagnostic::Diagnostic;
use crate::spec::full_name;
use crate::verdict::Outcome;

/// The name of the file.
pub const BASELINE_FILE: &str = "baseline.json";

/// The version of the format.
pub const BASELINE_VERSION: u32 = 1;

/// What was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// [`BASELINE_VERSION`]
    pub version: u32,
    /// By the names of the cases.
    pub cases: BTreeMap<String, CaseBaseline>,
}

/// What was accepted of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseBaseline {
    /// The findings that nothing else accounts for, sorted.
    pub findings: Vec<Accepted>,
    /// What specs of level `deny` came to, by `<stack role>::<file>::<id>`; only those that judged
    /// something.
    pub outcomes: BTreeMap<String, Outcome>,
}

/// Findings of one fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The spec, as `<file>::<id>`.
    pub spec: String,
    /// The type of the subject and its logical key.
    pub at: String,
    /// The fingerprint.
    pub fingerprint: String,
    /// What they come to.
    pub outcome: Outcome,
    /// How many there are.
    pub count: usize,
}

/// The name of a judgement in a baseline.
pub(super) fn judgement(stack: &str, file: &str, spec: &str) -> String {
    format!("{stack}::{}", full_name(file, spec))
}

impl Baseline {
    /// A baseline of nothing.
    pub fn new() -> Self {
        Baseline {
            version: BASELINE_VERSION,
            cases: BTreeMap::new(),
        }
    }

    /// Reads one. `name` is the file, for messages.
    ///
    /// # Errors
    /// It is none, or is of another version.
    pub fn read(name: &str, text: &str) -> Result<Baseline, Box<Diagnostic>> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let help = "bring back the one that was committed; or take the file away, and `stackspec suite run DIR \
                    --accept` writes a new one";
        let refuse = |why: String| {
            let error = Diagnostic::error(format!("`{name}` is no baseline: {why}"));
            Err(Box::new(error.help(help)))
        };
        match serde_json::from_str::<Versioned>(text) {
            Err(error) => refuse(error.to_string()),
            Ok(head) if head.version != BASELINE_VERSION => refuse(format!(
                "it is of version {}, and this stackspec reads version {BASELINE_VERSION}",
                head.version
            )),
            Ok(_) => match serde_json::from_str(text) {
                Ok(baseline) => Ok(baseline),
                Err(error) => refuse(error.to_string()),
            },
        }
    }

    /// As it is written: sorted, with a line for each thing, so that a change of it can be read.
    pub fn text(&self) -> String {
        // Texts and numbers alone: there is nothing that JSON cannot write.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Takes in what a case comes to now; what expectations and known failures account for stays out.
    pub fn accept(&mut self, record: &CaseRecord, identity: &[String]) {
        let mut case = CaseBaseline::default();
        let mut counts: BTreeMap<Accepted, usize> = BTreeMap::new();
        for finding in &record.findings {
            if matches!(finding.met, Met::Unexpected | Met::Baseline) {
                let construct = finding.construct_path.as_deref();
                let one = Accepted {
                    spec: full_name(&finding.file, &finding.spec),
                    at: logical(&finding.address, construct, identity),
                    fingerprint: finding.fingerprint.clone(),
                    outcome: finding.outcome,
                    count: 0,
                };
                *counts.entry(one).or_default() += 1;
            }
        }
        for (accepted, count) in counts {
            case.findings.push(Accepted { count, ..accepted });
        }
        for result in &record.results {
            if result.level == "deny" && result.outcome.is_verdict() {
                let name = judgement(&result.stack, &result.file, &result.spec);
                case.outcomes.insert(name, result.outcome);
            }
        }
        self.cases.insert(record.case.case.clone(), case);
    }
}

impl Default for Baseline {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// As the first version wrote it: it is read for good, or the version changes.
    const FIRST: &str = include_str!("../../tests/suite/baseline-v1.json");

    #[test]
    fn the_first_version_is_read_and_written_again() {
        let baseline = Baseline::read("baseline.json", FIRST).unwrap();
        assert_eq!(baseline.cases["orders"].findings[0].count, 2);
        assert_eq!(baseline.text(), FIRST);
    }

    #[track_caller]
    fn refused(text: &str, why: &str) {
        let error = Baseline::read("b.json", text).unwrap_err();
        assert!(error.message.contains(why), "{}", error.message);
    }

    #[test]
    fn anything_else_is_refused() {
        refused("", "is no baseline");
        refused("{}", "missing field `version`");
        refused(r#"{"version":2,"cases":{}}"#, "it is of version 2");
        refused(
            r#"{"version":1,"cases":{},"more":1}"#,
            "unknown field `more`",
        );
        refused(
            &FIRST.replace("\"fail\"", "\"bad\""),
            "unknown variant `bad`",
        );
        refused(&FIRST[..FIRST.len() - 4], "EOF");
        refused(
            &FIRST.replace("{\n  \"version\"", "<<<<<<< ours\n{\n  \"version\""),
            "line 1",
        );
    }
}
