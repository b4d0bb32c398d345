//! What is said of each mismatch.

use super::nearest::{near_expectation, near_finding};
use super::{Holding, spec_of};
use crate::config::Target;
use crate::diagnostic::Place;
use crate::spec::full_name;
use crate::suite::baseline::Accepted;
use crate::suite::expectation::{Expect, Known};
use crate::suite::record::{FindingLine, MismatchKind, MismatchLine, ResultLine, SourceLine};
use crate::verdict::Outcome;

/// What to do about a baseline that is not as it is.
const ACCEPT: &str = "look at it; `stackspec suite run DIR --accept` takes what is there now into \
                      baseline.json";

/// A finding that nothing accounts for.
pub(super) fn unexpected(holding: &Holding<'_>, finding: &FindingLine) -> MismatchLine {
    let mut line = of_finding(
        holding,
        MismatchKind::UnexpectedFinding,
        finding,
        format!(
            "`{}` {}{}, and nothing expects it: {}",
            spec_of(finding),
            verb(finding),
            at(finding),
            finding.message
        ),
    );
    line.notes.clone_from(&finding.notes);
    line.notes.extend(near_expectation(holding, finding));
    let address = match finding.address.is_empty() {
        true => String::new(),
        false => format!(", address = \"{}\"", finding.address),
    };
    let outcome = match finding.outcome.word() {
        "fail" => String::new(),
        word => format!(", outcome = \"{word}\""),
    };
    line.help.push(format!(
        "if the stack has this fault, say so in case.toml: `[[expect]]` with spec = \"{}\"{address}{outcome}",
        finding.spec
    ));
    line
}

/// A finding whose known failure is out of date.
pub(super) fn expired(holding: &Holding<'_>, known: &Known, finding: &FindingLine) -> MismatchLine {
    let message = format!(
        "`{}` {}{}, which was known until {}: {}",
        spec_of(finding),
        verb(finding),
        at(finding),
        known.expires,
        finding.message
    );
    let line = of_finding(holding, MismatchKind::ExpiredKnown, finding, message);
    about_known(line, known)
}

/// An expectation that is not met, and whose known failure is out of date.
pub(super) fn expired_expectation(
    holding: &Holding<'_>,
    known: &Known,
    expect: &Expect,
) -> MismatchLine {
    let message = format!(
        "no finding meets the expectation {}, which was known until {}",
        expect.of.written(),
        known.expires
    );
    let mut line = MismatchLine::new(holding.case, MismatchKind::ExpiredKnown, message);
    line.source = Some(source(&known.of.place));
    about_known(named(line, &expect.of, holding), known)
}

fn about_known(mut line: MismatchLine, known: &Known) -> MismatchLine {
    line.notes
        .push(format!("it was known because: {}", known.reason));
    if let Some(issue) = &known.issue {
        line.notes.push(format!("its issue is {issue}"));
    }
    line.help
        .push("mend what is wrong, or look at it again and give `expires` another day".to_owned());
    line
}

/// An expectation that no finding meets, or not as many as it says.
pub(super) fn unmet(
    holding: &Holding<'_>,
    expect: &Expect,
    met: usize,
    findings: &[FindingLine],
) -> MismatchLine {
    let (what, outcome) = (expect.of.written(), expect.outcome.word());
    let message = match expect.exactly {
        Some(exactly) if met > 0 => {
            format!("{met} findings meet {what}, and it expects exactly {exactly}")
        }
        _ => format!("no finding meets the expectation of `{outcome}` by {what}"),
    };
    let mut line = MismatchLine::new(holding.case, MismatchKind::UnmetExpectation, message);
    line.source = Some(source(&expect.of.place));
    if met == 0 {
        line.notes.extend(near_finding(holding, expect, findings));
        let asked = holding
            .results
            .iter()
            .any(|it| expect.of.names(&it.file, &it.spec) && it.outcome != Outcome::Skipped);
        if !asked {
            let help = "see that the spec is asked here: its level, the values of its params, its input; or take \
                        the expectation out";
            line.help.push(help.to_owned());
            return named(line, &expect.of, holding);
        }
        line.help.push(
            "if the stack has this fault, a spec misses it: mend the spec, or write `[[known]]` with a \
             reason; if it does not, take the expectation out"
                .to_owned(),
        );
    }
    named(line, &expect.of, holding)
}

/// A known failure that nothing needs.
pub(super) fn unexpected_pass(holding: &Holding<'_>, known: &Known) -> MismatchLine {
    let message = format!(
        "the known failure {} is none any more: the case is as it should be without it",
        known.of.written()
    );
    let mut line = MismatchLine::new(holding.case, MismatchKind::UnexpectedPass, message);
    line.source = Some(source(&known.of.place));
    line.notes
        .push(format!("it was known because: {}", known.reason));
    line.help
        .push("accept it: take this `[[known]]` out of the file".to_owned());
    named(line, &known.of, holding)
}

/// Accepted findings that are not there.
pub(super) fn stale(holding: &Holding<'_>, accepted: &Accepted, left: usize) -> MismatchLine {
    let count = match (left, accepted.count) {
        (left, all) if left == all => String::new(),
        (left, all) => format!(" ({left} of {all})"),
    };
    let message = format!(
        "baseline.json has a `{}` of `{}` on {}{count} that is not there any more",
        accepted.outcome.word(),
        accepted.spec,
        accepted.at
    );
    let mut line = MismatchLine::new(holding.case, MismatchKind::StaleBaseline, message);
    let (file, spec) = split(&accepted.spec);
    (line.file, line.spec) = (file.to_owned(), spec.to_owned());
    line.help.push(ACCEPT.to_owned());
    line
}

/// A spec that judged something once, and does not now.
pub(super) fn judged_no_more(
    holding: &Holding<'_>,
    name: &str,
    now: Option<&ResultLine>,
) -> MismatchLine {
    let message =
        format!("`{name}` judged something when the baseline was accepted, and does not now");
    let mut line = MismatchLine::new(holding.case, MismatchKind::JudgedNoMore, message);
    match now {
        Some(now) => {
            (line.stack, line.file, line.spec) =
                (now.stack.clone(), now.file.clone(), now.spec.clone());
            let why = now.reason.as_deref().unwrap_or("it found no subject");
            line.notes
                .push(format!("it is {}: {why}", now.outcome.word()));
        }
        None => line
            .notes
            .push("no spec and stack of these names are there".to_owned()),
    }
    line.help.push(ACCEPT.to_owned());
    line
}

fn of_finding(
    holding: &Holding<'_>,
    kind: MismatchKind,
    finding: &FindingLine,
    message: String,
) -> MismatchLine {
    MismatchLine {
        stack: finding.stack.clone(),
        file: finding.file.clone(),
        spec: finding.spec.clone(),
        source: finding.source.clone(),
        ..MismatchLine::new(holding.case, kind, message)
    }
}

/// The spec that an entry names, as far as one of that name was judged.
fn named(mut line: MismatchLine, of: &Target, holding: &Holding<'_>) -> MismatchLine {
    let mut all = holding.results.iter();
    match all.find(|result| of.names(&result.file, &result.spec)) {
        Some(result) => {
            (line.file, line.spec) = (result.file.clone(), result.spec.clone());
        }
        None => line.spec.clone_from(&of.spec),
    }
    line
}

fn verb(finding: &FindingLine) -> &'static str {
    match finding.outcome.word() {
        "fail" => "fails",
        "unknown" => "is unknown",
        "vacuous" => "is vacuous",
        _ => "could not be judged",
    }
}

fn at(finding: &FindingLine) -> String {
    match finding.address.is_empty() {
        true => format!(" on the stack `{}`", finding.stack),
        false => format!(" at {}", finding.address),
    }
}

/// The file and the id in the full name of a spec.
fn split(full: &str) -> (&str, &str) {
    full.rsplit_once("::").unwrap_or(("", full))
}

/// A place in a file of a suite: the name of the file, the line and the column.
pub fn source(place: &Place) -> SourceLine {
    let before = place.file.text.get(..place.span.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let file = place.file.path.file_name();
    SourceLine {
        file: file.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        line: before.matches('\n').count() + 1,
        column: before[start..].chars().count() + 1,
    }
}

/// The full name of the spec of a judgement.
pub(super) fn judged(result: &ResultLine) -> String {
    full_name(&result.file, &result.spec)
}
