//! The judgements of one case, before and now.

use std::collections::{BTreeMap, BTreeSet};

use super::sets::Asked;
use super::{Change, Changed};
use crate::suite::record::{CaseRecord, FindingLine, ResultLine};
use crate::verdict::Outcome;

/// The level that counts.
const DENY: &str = "deny";

/// The role of the stack, the file and the id of the spec.
type Key<'r> = (&'r str, &'r str, &'r str);

/// What a spec came to on a stack.
#[derive(Default)]
struct Judgement<'r> {
    outcome: Option<Outcome>,
    reason: Option<&'r String>,
    findings: Vec<&'r FindingLine>,
}

/// How a judgement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// There is no line of it, or it was skipped.
    Absent,
    /// It is red, for there is nothing to judge.
    Vacuous,
    /// It was judged, and is not red.
    Green,
    /// It is red.
    Red,
}

/// What changed, and how many judgements could be held side by side. `asked` are the specs that
/// were asked before.
pub(super) fn changes(
    before: &CaseRecord,
    after: &CaseRecord,
    asked: &Asked<'_>,
) -> (Vec<Changed>, usize) {
    let (of_before, of_after) = (judgements(before), judgements(after));
    let keys: BTreeSet<Key<'_>> = of_before.keys().chain(of_after.keys()).copied().collect();
    let (mut changes, mut compared) = (Vec::new(), 0);
    let nothing = Judgement::default();
    for key in keys {
        let one = of_before.get(&key).unwrap_or(&nothing);
        let two = of_after.get(&key).unwrap_or(&nothing);
        let (was, is) = (kind(one.outcome), kind(two.outcome));
        compared += usize::from(was != Kind::Absent && is != Kind::Absent);
        let (stack, file, spec) = key;
        let Some(change) = change(was, is, asked.contains(file, spec)) else {
            continue;
        };
        changes.push(Changed {
            case: after.case.case.clone(),
            model: after.case.model.clone(),
            stack: stack.to_owned(),
            file: file.to_owned(),
            spec: spec.to_owned(),
            change,
            before: one.outcome,
            after: two.outcome,
            reason: two.reason.cloned(),
            new: besides(&two.findings, &one.findings),
            gone: besides(&one.findings, &two.findings),
        });
    }
    (changes, compared)
}

/// What became of a judgement; `None`: nothing worth a word.
fn change(was: Kind, is: Kind, asked: bool) -> Option<Change> {
    Some(match (was, is) {
        (Kind::Absent, Kind::Absent) | (Kind::Green, Kind::Green) => return None,
        (Kind::Absent, Kind::Red | Kind::Vacuous) if !asked => Change::Asked,
        (Kind::Absent | Kind::Vacuous | Kind::Green, Kind::Red) => Change::Broken,
        // It was skipped for want of a subject, and is red for it now.
        (Kind::Absent, Kind::Vacuous) => Change::Broken,
        (Kind::Vacuous, Kind::Vacuous) | (Kind::Red, Kind::Red) => Change::StillRed,
        (Kind::Red, Kind::Green) => Change::Fixed,
        (Kind::Absent | Kind::Vacuous, Kind::Green) => Change::Newly,
        (Kind::Green | Kind::Red, Kind::Vacuous | Kind::Absent) => Change::NoMore,
        (Kind::Vacuous, Kind::Absent) => Change::NoMore,
    })
}

fn kind(outcome: Option<Outcome>) -> Kind {
    match outcome {
        None | Some(Outcome::Skipped) => Kind::Absent,
        Some(Outcome::Vacuous) => Kind::Vacuous,
        Some(Outcome::Pass | Outcome::Waived) => Kind::Green,
        Some(Outcome::Unknown | Outcome::Fail | Outcome::Error) => Kind::Red,
    }
}

/// What a case says of level `deny`.
fn judgements(record: &CaseRecord) -> BTreeMap<Key<'_>, Judgement<'_>> {
    let mut judgements: BTreeMap<Key<'_>, Judgement<'_>> = BTreeMap::new();
    for line in record.results.iter().filter(|line| line.level == DENY) {
        let ResultLine {
            stack, file, spec, ..
        } = line;
        let judgement = judgements.entry((stack, file, spec)).or_default();
        // The worst, should there be two.
        if judgement.outcome < Some(line.outcome) {
            judgement.outcome = Some(line.outcome);
            judgement.reason = line.reason.as_ref();
        }
    }
    for line in &record.findings {
        // Those of other levels have no judgement here.
        if let Some(judgement) = judgements.get_mut(&(&*line.stack, &*line.file, &*line.spec)) {
            judgement.findings.push(line);
        }
    }
    judgements
}

/// The findings that `others` lack; of equal ones as many as there are more.
fn besides(findings: &[&FindingLine], others: &[&FindingLine]) -> Vec<FindingLine> {
    let mut there: BTreeMap<&str, usize> = BTreeMap::new();
    for other in others {
        *there.entry(&other.fingerprint).or_default() += 1;
    }
    let mut lacking = Vec::new();
    for finding in findings {
        match there.get_mut(&*finding.fingerprint) {
            Some(count @ 1..) => *count -= 1,
            _ => lacking.push((*finding).clone()),
        }
    }
    lacking
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::Kind::{Absent, Green, Red, Vacuous};
    use super::*;

    /// Every pair, with a spec that was asked before and with one that was not.
    #[test]
    fn what_becomes_of_a_judgement() {
        let of = |was, is| (change(was, is, true), change(was, is, false));
        let both = |change| (Some(change), Some(change));
        for (was, is, expected) in [
            (Absent, Absent, (None, None)),
            (Absent, Vacuous, (Some(Change::Broken), Some(Change::Asked))),
            (Absent, Green, both(Change::Newly)),
            (Absent, Red, (Some(Change::Broken), Some(Change::Asked))),
            (Vacuous, Absent, both(Change::NoMore)),
            (Vacuous, Vacuous, both(Change::StillRed)),
            (Vacuous, Green, both(Change::Newly)),
            (Vacuous, Red, both(Change::Broken)),
            (Green, Absent, both(Change::NoMore)),
            (Green, Vacuous, both(Change::NoMore)),
            (Green, Green, (None, None)),
            (Green, Red, both(Change::Broken)),
            (Red, Absent, both(Change::NoMore)),
            (Red, Vacuous, both(Change::NoMore)),
            (Red, Green, both(Change::Fixed)),
            (Red, Red, both(Change::StillRed)),
        ] {
            assert_eq!(of(was, is), expected, "{was:?} to {is:?}");
        }
    }

    #[test]
    fn outcomes_count_as() {
        for (outcome, expected) in [
            (None, Absent),
            (Some(Outcome::Skipped), Absent),
            (Some(Outcome::Pass), Green),
            (Some(Outcome::Waived), Green),
            (Some(Outcome::Vacuous), Vacuous),
            (Some(Outcome::Unknown), Red),
            (Some(Outcome::Fail), Red),
            (Some(Outcome::Error), Red),
        ] {
            assert_eq!(kind(outcome), expected, "{outcome:?}");
        }
    }
}
