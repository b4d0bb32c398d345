//! The verdict of a run in words, for reports that are documents.

use std::collections::BTreeSet;

use super::{Report, counted, human};
use crate::check::{Finding, Verdict};
use crate::exit::{EXITS, Exit};
use crate::verdict::Outcome;

/// What a document says first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headline {
    /// `failed: 2 specs, 1 coverage gate`.
    pub(super) words: String,
    /// Whether the run is green.
    pub(super) green: bool,
    /// The counts, as the last line of the text report has them, without a full stop.
    pub(super) counts: String,
}

impl Headline {
    pub(super) fn of(report: &Report<'_, '_>) -> Self {
        let line = human::summary(report, human::Paint(false));
        let counts = line.split_once(": ").map(|(_, counts)| counts.to_owned());
        Headline {
            words: words(report),
            green: report.exit == Exit::Ok,
            counts: counts.unwrap_or(line),
        }
    }

    /// Of a run that could not judge.
    pub(super) fn refused(problems: usize, exit: Exit) -> Self {
        let info = EXITS.iter().find(|info| info.exit == exit);
        let meaning = info.map_or("", |info| info.meaning);
        Headline {
            words: format!("nothing was judged: {}", counted(problems, "problem")),
            green: false,
            counts: format!("{meaning} (exit code {})", exit.code()),
        }
    }
}

fn words(report: &Report<'_, '_>) -> String {
    let red = specs(report, Verdict::is_red);
    let gates = report.gates.iter().filter(|gate| !gate.is_met());
    match report.exit {
        Exit::Ok => match specs(report, only_warns) {
            0 => "passed".to_owned(),
            warned => format!("passed, with {}", counted(warned, "warning")),
        },
        Exit::Nothing => "nothing was judged".to_owned(),
        _ => {
            let stale = report.waivers.iter().filter(|it| it.state.is_stale());
            let parts = [
                (red, "spec"),
                (gates.count(), "coverage gate"),
                (stale.count(), "waiver to look at"),
            ];
            let parts = parts.into_iter().filter(|(count, _)| *count > 0);
            let parts: Vec<String> = parts.map(|(count, noun)| plural(count, noun)).collect();
            match parts.is_empty() {
                true => "failed".to_owned(),
                false => format!("failed: {}", parts.join(", ")),
            }
        }
    }
}

/// How many specs have such a verdict on any stack.
fn specs(report: &Report<'_, '_>, which: fn(&Verdict) -> bool) -> usize {
    let verdicts = report.verdicts.iter().filter(|it| which(it));
    let names: BTreeSet<_> = verdicts.map(|it| (&it.file, &it.spec)).collect();
    names.len()
}

fn plural(count: usize, noun: &str) -> String {
    match (noun.split_once(' '), count) {
        (Some(("waiver", rest)), 2..) => format!("{count} waivers {rest}"),
        _ => counted(count, noun),
    }
}

/// Whether it is red, and fails no run.
pub(super) fn only_warns(verdict: &Verdict) -> bool {
    verdict.outcome.is_red() && !verdict.is_red()
}

/// The findings that count: what is waived is told with its waiver.
pub(super) fn open(verdict: &Verdict) -> impl Iterator<Item = &Finding> {
    verdict.findings.iter().filter(|it| it.waived.is_none())
}

/// What is there instead of what is expected; of what could not be judged, why.
pub(super) fn actual(finding: &Finding) -> &str {
    match finding.outcome {
        Outcome::Fail if !finding.actual.is_empty() => &finding.actual,
        _ if !finding.message.is_empty() => &finding.message,
        _ => &finding.actual,
    }
}

/// What a finding is about.
pub(super) fn subject(finding: &Finding) -> &str {
    match finding.address.is_empty() {
        true => "(the whole stack)",
        false => &finding.address,
    }
}

/// `file:line:column`.
pub(super) fn place(finding: &Finding) -> Option<String> {
    let source = finding.source.as_ref()?;
    let (line, column) = (source.line, source.column);
    Some(format!("{}:{line}:{column}", source.file.display()))
}
