//! A clause on one subject: a look, or any one of several clauses.

use super::canary::Proven;
use super::finding::Raw;
use super::look::{self, On, Said};
use super::right;
use crate::matcher::Expected;
use crate::spec::{Clause, ClauseKind, Look, ParamsOfFile};
use crate::verdict::Outcome;

/// A clause whose right sides are resolved as far as they are the same for every subject.
pub(super) enum Prepared<'c> {
    /// Values at a path.
    Look(&'c Look, Vec<Option<Expected<'c>>>, Proven),
    /// The values of all subjects, judged together.
    Together(&'c Look, Vec<Option<Expected<'c>>>),
    /// Any one of these.
    Any(Vec<Prepared<'c>>),
}

/// Resolves what is the same for every subject.
pub(super) fn prepare<'c>(clause: &'c Clause, params: &'c ParamsOfFile) -> Prepared<'c> {
    match &clause.kind {
        ClauseKind::Any(clauses) => Prepared::Any(
            clauses
                .iter()
                .map(|clause| prepare(clause, params))
                .collect(),
        ),
        ClauseKind::Look(look) => {
            let fixed = look.matchers.iter().map(|matcher| {
                // What cannot be resolved is tried again on each subject, and said there.
                right::is_fixed(matcher).then(|| right::resolve(matcher, params, None).ok())?
            });
            match look.together {
                Some(_) => Prepared::Together(look, fixed.collect()),
                None => Prepared::Look(look, fixed.collect(), Proven::default()),
            }
        }
    }
}

/// Judges a clause on one subject.
pub(super) fn judge<'d>(clause: &'d Prepared<'d>, on: &'d On<'d, '_, '_>) -> Said {
    match clause {
        Prepared::Look(look, fixed, proven) => look::look(look, fixed, proven, on),
        // Judged once, not on each subject.
        Prepared::Together(..) => Said::default(),
        Prepared::Any(clauses) => any(clauses.iter().map(|clause| judge(clause, on)).collect()),
    }
}

/// `any`: it holds if one of them holds. An error or an unknown of one matters only if none does.
fn any(all: Vec<Said>) -> Said {
    // It could have failed only if whatever holds could have failed: one alternative that always
    // holds makes the others mean nothing.
    let holds = |said: &&Said| said.outcome == Some(Outcome::Pass);
    let could_differ = all.iter().filter(holds).all(|said| said.could_differ);
    // The same for what they looked at besides: it counts where no other alternative holds.
    let mut passing = all.iter().filter(holds);
    let covers = match (passing.next(), passing.next()) {
        (Some(only), None) => only.covers.clone(),
        _ => Vec::new(),
    };
    if all.iter().any(|said| said.outcome == Some(Outcome::Pass)) {
        return Said {
            outcome: Some(Outcome::Pass),
            could_differ,
            covers,
            ..Said::default()
        };
    }
    let worst = |outcome| all.iter().any(|said| said.outcome == Some(outcome));
    let outcome = match () {
        () if worst(Outcome::Error) => Outcome::Error,
        () if worst(Outcome::Unknown) => Outcome::Unknown,
        () if worst(Outcome::Fail) => Outcome::Fail,
        () => Outcome::Vacuous,
    };
    let first: Vec<Raw> = all
        .into_iter()
        .filter_map(|said| said.findings.into_iter().next())
        .collect();
    // What has to become known for one of them to hold.
    let open = first.iter().find(|raw| raw.outcome == Outcome::Unknown);
    let message = match open {
        Some(open) if outcome == Outcome::Unknown => {
            format!(
                "none of {} alternatives surely holds; {}",
                first.len(),
                open.message
            )
        }
        _ => format!("none of {} alternatives holds", first.len()),
    };
    let expected: Vec<&str> = first.iter().map(|raw| raw.expected.as_str()).collect();
    let actual: Vec<&str> = first.iter().map(|raw| raw.actual.as_str()).collect();
    let raw = Raw {
        outcome,
        target: first
            .iter()
            .find(|raw| raw.path.is_some())
            .and_then(|raw| raw.target),
        path: first.iter().find_map(|raw| raw.path.clone()),
        expected: format!("any of: {}", expected.join("; or ")),
        actual: actual.join("; "),
        message,
        notes: first
            .iter()
            .enumerate()
            .flat_map(|(index, raw)| {
                let alternative = format!("alternative {}: {}", index + 1, raw.message);
                [alternative].into_iter().chain(raw.notes.iter().cloned())
            })
            .collect(),
    };
    Said {
        outcome: Some(outcome),
        findings: vec![raw],
        could_differ,
        ..Said::default()
    }
}
