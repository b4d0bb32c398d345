//! Results of suites, written and read.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::record::{
    CaseLine, CaseRecord, FindingLine, MismatchLine, ProblemLine, ResultLine, SpecLine, SuiteLine,
    SummaryLine, VERSION,
};
use crate::diagnostic::{Diagnostic, json_line};
use crate::exit::Exit;

/// The verb that every line names.
const VERB: &str = "suite run";

/// What a file of results says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// The file, as it was named.
    pub name: String,
    /// What was judged.
    pub suite: SuiteLine,
    /// The specs, in the order of cases.
    pub specs: Vec<SpecLine>,
    /// The cases, in the order of their names.
    pub cases: Vec<CaseRecord>,
    /// What is about no one case.
    pub mismatches: Vec<MismatchLine>,
    /// The last line.
    pub summary: SummaryLine,
}

/// Any line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Suite(SuiteLine),
    Spec(SpecLine),
    Case(CaseLine),
    Result(ResultLine),
    Finding(FindingLine),
    Mismatch(MismatchLine),
    Problem(ProblemLine),
    Summary(SummaryLine),
}

/// A line as it is written: its type, the verb, its fields.
#[derive(Serialize)]
struct Written<'l, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    verb: &'static str,
    #[serde(flatten)]
    line: &'l T,
}

fn line<T: Serialize>(kind: &'static str, line: &T, out: &mut impl Write) -> io::Result<()> {
    let written = Written {
        kind,
        verb: VERB,
        line,
    };
    json_line(&written, out)
}

impl Results {
    /// Writes the first lines: the suite and its specs.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_head(
        suite: &SuiteLine,
        specs: &[SpecLine],
        out: &mut impl Write,
    ) -> io::Result<()> {
        line("suite", suite, out)?;
        specs.iter().try_for_each(|spec| line("spec", spec, out))
    }

    /// Writes what is said of a case.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_case(record: &CaseRecord, out: &mut impl Write) -> io::Result<()> {
        line("case", &record.case, out)?;
        for result in &record.results {
            line("result", result, out)?;
        }
        for finding in &record.findings {
            line("finding", finding, out)?;
        }
        for mismatch in &record.mismatches {
            line("mismatch", mismatch, out)?;
        }
        for problem in &record.problems {
            line("problem", problem, out)?;
        }
        Ok(())
    }

    /// Writes the last lines: what is about no one case, and the summary.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_tail(
        mismatches: &[MismatchLine],
        summary: &SummaryLine,
        out: &mut impl Write,
    ) -> io::Result<()> {
        for mismatch in mismatches {
            line("mismatch", mismatch, out)?;
        }
        line("summary", summary, out)
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        Self::write_head(&self.suite, &self.specs, out)?;
        for case in &self.cases {
            Self::write_case(case, out)?;
        }
        Self::write_tail(&self.mismatches, &self.summary, out)
    }

    /// Whether a text is one of results of suites, by its first line.
    pub fn is_results(text: &str) -> bool {
        #[derive(Deserialize)]
        struct Head {
            #[serde(rename = "type")]
            kind: String,
            verb: String,
        }
        let first = text.lines().next().unwrap_or_default();
        serde_json::from_str::<Head>(first)
            .is_ok_and(|head| head.kind == "suite" && head.verb == VERB)
    }

    /// Reads what a run of a suite wrote. `name` is the file, for messages.
    ///
    /// # Errors
    /// It is no such file, is not whole, or is of another version.
    pub fn read(name: &str, text: &str) -> Result<Results, Box<Diagnostic>> {
        let refuse = |at: Option<usize>, why: String| {
            let at = at.map_or_else(String::new, |at| format!(", line {at}"));
            let error = Diagnostic::error(format!("`{name}`{at}: {why}"));
            let help = "`stackspec suite run DIR --message-format json --output FILE` writes it";
            Err(Box::new(error.help(help)))
        };
        if !Self::is_results(text) {
            return refuse(None, "this is no result of a suite".to_owned());
        }
        let (mut suite, mut summary): (Option<SuiteLine>, Option<SummaryLine>) = (None, None);
        let (mut specs, mut mismatches) = (Vec::new(), Vec::new());
        let mut cases: Vec<CaseRecord> = Vec::new();
        for (at, text) in text.lines().enumerate() {
            let read = match serde_json::from_str::<Line>(text) {
                Ok(read) => read,
                Err(error) => {
                    return refuse(Some(at + 1), format!("this is no line of it: {error}"));
                }
            };
            if summary.is_some() {
                return refuse(Some(at + 1), "there is more behind the summary".to_owned());
            }
            if let Line::Problem(problem) = &read
                && Exit::of_code(problem.exit_code).is_none()
            {
                let why = format!("{} is no exit code", problem.exit_code);
                return refuse(Some(at + 1), why);
            }
            // What is behind the line of a case is about it.
            let stray = |case: &str| format!("this is about the case `{case}`, which is not here");
            match read {
                Line::Suite(line) if line.version != VERSION => {
                    let why = format!(
                        "it is of version {}, and this stackspec reads version {VERSION}",
                        line.version
                    );
                    return refuse(None, why);
                }
                Line::Suite(line) if suite.is_none() => suite = Some(line),
                Line::Suite(_) => {
                    return refuse(Some(at + 1), "a second result begins here".to_owned());
                }
                Line::Spec(line) => specs.push(line),
                Line::Case(case) => cases.push(CaseRecord {
                    case,
                    results: Vec::new(),
                    findings: Vec::new(),
                    mismatches: Vec::new(),
                    problems: Vec::new(),
                }),
                Line::Result(line) => match current(&mut cases, &line.case) {
                    Some(case) => case.results.push(line),
                    None => return refuse(Some(at + 1), stray(&line.case)),
                },
                Line::Finding(line) => match current(&mut cases, &line.case) {
                    Some(case) => case.findings.push(line),
                    None => return refuse(Some(at + 1), stray(&line.case)),
                },
                Line::Problem(line) => match current(&mut cases, &line.case) {
                    Some(case) => case.problems.push(line),
                    None => return refuse(Some(at + 1), stray(&line.case)),
                },
                Line::Mismatch(line) if line.case.is_empty() => mismatches.push(line),
                Line::Mismatch(line) => match current(&mut cases, &line.case) {
                    Some(case) => case.mismatches.push(line),
                    None => return refuse(Some(at + 1), stray(&line.case)),
                },
                Line::Summary(line) => summary = Some(line),
            }
        }
        let (Some(suite), Some(summary)) = (suite, summary) else {
            return refuse(None, "it is cut off: there is no summary".to_owned());
        };
        let counts = |told: usize, what: &str, there: usize| {
            format!("its summary counts {told} {what}, and {there} are there")
        };
        if summary.cases != cases.len() {
            return refuse(None, counts(summary.cases, "cases", cases.len()));
        }
        let lines = text.lines().count().saturating_sub(1);
        if let Some(told) = summary.lines.filter(|told| *told != lines) {
            return refuse(None, counts(told, "lines before it", lines));
        }
        Ok(Results {
            name: name.to_owned(),
            suite,
            specs,
            cases,
            mismatches,
            summary,
        })
    }
}

/// The case that lines are about, if it is the one that came last.
fn current<'c>(cases: &'c mut [CaseRecord], name: &str) -> Option<&'c mut CaseRecord> {
    cases.last_mut().filter(|last| last.case.case == name)
}
