//! Two results of a suite side by side, for people ([`human`], [`markdown`]) and for programs
//! ([`json`]).

pub mod human;
pub mod json;
pub mod markdown;

use super::counted;
use crate::exit::Exit;
use crate::suite::{CaseChange, Change, Changed, ChangedCase, Comparison, State, Tally, TallyRow};
use crate::verdict::Outcome;

/// What is written where there is nothing.
const NONE: &str = "none";

/// The heads of [`figures`].
const COLUMNS: [&str; 9] = [
    "newly broken",
    "new findings",
    "judged no more",
    "cases gone",
    "newly refused",
    "newly fixed",
    "gone findings",
    "unchanged red",
    "newly asked",
];

/// A part of the changes, as people read it.
fn figures(tally: &Tally) -> [String; COLUMNS.len()] {
    [
        tally.broken,
        tally.new_findings,
        tally.no_more,
        tally.cases_gone,
        tally.cases_refused,
        tally.fixed,
        tally.gone_findings,
        tally.still_red,
        tally.asked,
    ]
    .map(|count| count.to_string())
}

/// Whether a row says anything that the total does not: one is left out if it is alone.
fn tells(rows: &[TallyRow]) -> bool {
    rows.iter().any(|row| row.name.is_some())
}

/// In one word how it ends, and whether that is bad.
fn verdict(comparison: &Comparison) -> (&'static str, bool) {
    match comparison.exit() {
        Exit::Nothing => ("NOTHING COMPARED", true),
        Exit::Mismatch => ("WORSE", true),
        _ => ("no worse", false),
    }
}

/// All that matters in one line.
fn summary(comparison: &Comparison) -> String {
    let tally = &comparison.total;
    let mut parts = vec![
        format!("{} newly broken", tally.broken),
        format!("{} newly fixed", tally.fixed),
    ];
    let inside = match (tally.new_findings, tally.gone_findings) {
        (0, 0) => String::new(),
        (new, 0) => format!(" ({} new)", counted(new, "finding")),
        (0, gone) => format!(" ({} gone)", counted(gone, "finding")),
        (new, gone) => format!(" ({} new, {gone} gone)", counted(new, "finding")),
    };
    parts.push(format!("{} unchanged red{inside}", tally.still_red));
    for (count, word) in [
        (tally.no_more, Change::NoMore.words()),
        (tally.asked, "red that were not asked before"),
        (tally.newly, Change::Newly.words()),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    let mut text = parts.join(", ");
    text.push_str(&format!("; {} in both", counted(comparison.common, "case")));
    for (count, change) in [
        (tally.cases_gone, CaseChange::Gone),
        (tally.cases_refused, CaseChange::Refused),
        (tally.cases_still_refused, CaseChange::StillRefused),
        (tally.cases_loading, CaseChange::Loads),
        (tally.cases_new, CaseChange::New),
    ] {
        if count > 0 {
            text.push_str(&format!(", {count} {}", change.words()));
        }
    }
    text
}

/// `was pass, is fail`
fn outcomes(changed: &Changed) -> String {
    format!("was {}, is {}", word(changed.before), word(changed.after))
}

fn word(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("not judged", Outcome::word)
}

/// What is said of a case as a whole.
fn said_of_case(case: &ChangedCase) -> String {
    let state = |state: Option<State>| state.map_or(NONE, State::word);
    let why = case.why.as_deref().map(|why| format!(": {why}"));
    let why = why.unwrap_or_default();
    let (was, is) = (state(case.before), state(case.after));
    match case.change {
        CaseChange::Gone => format!("was {was}"),
        CaseChange::New => format!("is {is}{why}"),
        _ => format!("was {was}, is {is}{why}"),
    }
}
