//! Whether the cases of a spec need each of its clauses: one that can be left out without any case
//! noticing says nothing that was ever seen to matter.

use std::ops::Range;

use super::case;
use crate::spec::{Case, Clause, ClauseKind, Expect, Spec, SpecFile};

/// The clauses, and the alternatives of an `any`, without which every case comes out the same: as
/// the bytes of the spec file.
pub(crate) fn needless(file: &SpecFile, spec: &Spec) -> Vec<Range<usize>> {
    let mut needless = Vec::new();
    for (index, clause) in spec.must.iter().enumerate() {
        let mut without = spec.clone();
        without.must.remove(index);
        // A spec that demands nothing is vacuous, whatever its cases: then one must have failed.
        let unnoticed = match without.must.is_empty() {
            true => !spec.cases.iter().any(expects_fail),
            false => all_hold(file, &without),
        };
        if unnoticed {
            needless.push(clause.span.clone());
        }
        if let ClauseKind::Any(alternatives) = &clause.kind {
            for (nth, alternative) in alternatives.iter().enumerate() {
                let mut without = spec.clone();
                leave_out(&mut without.must[index], nth);
                if all_hold(file, &without) {
                    needless.push(alternative.span.clone());
                }
            }
        }
    }
    needless
}

fn expects_fail(case: &Case) -> bool {
    matches!(case.expect, Expect::Fail { .. })
}

fn leave_out(clause: &mut Clause, nth: usize) {
    if let ClauseKind::Any(alternatives) = &mut clause.kind {
        alternatives.remove(nth);
    }
}

fn all_hold(file: &SpecFile, spec: &Spec) -> bool {
    spec.cases
        .iter()
        .all(|it| case::run(file, spec, it).wrong.is_none())
}
