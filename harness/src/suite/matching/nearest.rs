//! The nearest candidate: what was probably meant.

use super::say::{judged, source};
use super::{Holding, spec_of};
use crate::suite::expectation::Expect;
use crate::suite::record::FindingLine;
use crate::verdict::Outcome;

/// How many candidates are named.
const NAMED: usize = 3;

/// The expectation that comes nearest to a finding: of the same spec, else of the same subject.
pub(super) fn near_expectation(holding: &Holding<'_>, finding: &FindingLine) -> Option<String> {
    let expects = || holding.said.expects.iter();
    let of_spec = expects().find(|it| it.of.names(&finding.file, &finding.spec));
    let construct = finding.construct_path.as_deref();
    let at_subject = || {
        let written = |it: &&Expect| it.of.address.is_some();
        let covers = |it: &&Expect| it.of.covers(&finding.address, construct);
        expects().filter(written).find(covers)
    };
    let (near, why) = match of_spec {
        Some(near) if near.of.covers(&finding.address, construct) => (
            near,
            format!("expects the outcome `{}`", near.outcome.word()),
        ),
        Some(near) => (near, "expects this spec elsewhere".to_owned()),
        None => (at_subject()?, "expects another spec here".to_owned()),
    };
    let place = source(&near.of.place);
    Some(format!(
        "the nearest expectation {why}: {}:{}, {}",
        place.file,
        place.line,
        near.of.written()
    ))
}

/// What comes nearest to an expectation: findings of its spec elsewhere, findings of other specs at
/// its address, what the spec came to.
pub(super) fn near_finding(
    holding: &Holding<'_>,
    expect: &Expect,
    findings: &[FindingLine],
) -> Vec<String> {
    let mut notes = Vec::new();
    let of_spec = |it: &&FindingLine| expect.of.names(&it.file, &it.spec);
    let same: Vec<&FindingLine> = findings.iter().filter(of_spec).collect();
    if !same.is_empty() {
        let shown = same.iter().map(|it| match it.outcome == expect.outcome {
            true => it.address.clone(),
            false => format!("{} ({})", it.address, it.outcome.word()),
        });
        notes.push(format!("the spec has findings at {}", some(shown)));
        return notes;
    }
    let mut asked = holding.results.iter();
    match asked.find(|it| expect.of.names(&it.file, &it.spec)) {
        None => notes.push("no stack of the case was judged by that spec".to_owned()),
        Some(result) if result.outcome == Outcome::Pass => notes.push(format!(
            "`{}` passes on the stack `{}`: {} of {} subjects were judged and hold",
            judged(result),
            result.stack,
            result.judged,
            result.subjects
        )),
        Some(result) => {
            let why = result.reason.as_deref().unwrap_or("it has no finding");
            let (name, word) = (judged(result), result.outcome.word());
            notes.push(format!("`{name}` is {word}: {why}"));
        }
    }
    if expect.of.address.is_some() {
        let here = |it: &&FindingLine| expect.of.covers(&it.address, it.construct_path.as_deref());
        let mut here: Vec<String> = findings.iter().filter(here).map(spec_of).collect();
        here.dedup();
        if !here.is_empty() {
            let shown = some(here.into_iter().map(|name| format!("`{name}`")));
            notes.push(format!("at that address there are findings of {shown}"));
        }
    }
    notes
}

/// The first few, and how many more.
fn some(texts: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = texts.collect();
    let shown = all[..all.len().min(NAMED)].join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
