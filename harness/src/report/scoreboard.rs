//! Scoreboards, for people ([`human`], [`markdown`], [`html`]) and for programs ([`json`]).
//!
//! All of them show the same figures: [`COLUMNS`] says which, and what each is called.

pub mod html;
pub mod human;
pub mod json;
pub mod markdown;

use super::counted;
use crate::suite::{Axis, Rate, Score, Scoreboard, Share};

/// What is written where there is nothing: neither 0 nor 100 %.
pub(crate) const NONE: &str = "none";

/// How many rows of a table are shown to people, unless they ask for all.
const SHOWN: usize = 15;

/// The figures of a part of the cases, in their order, each with its name.
pub const COLUMNS: [&str; 12] = [
    "cases",
    "clean",
    "pass rate",
    "faulty",
    "no verdict",
    "as expected",
    "faults found",
    "pass@1",
    "pass@k",
    "prompts",
    "findings",
    "per 100 resources",
];

/// The figures of [`COLUMNS`], as people read them.
pub(crate) fn figures(score: &Score) -> [String; COLUMNS.len()] {
    let passes = &score.passes;
    let at = |k: usize| passes.percent(k).map(percent_of);
    let many = Some(passes.fewest()).filter(|fewest| *fewest > 1);
    let many = many.and_then(|k| Some(format!("{} (k = {k})", at(k)?)));
    [
        score.cases.to_string(),
        score.clean.to_string(),
        percent(score.passed()),
        score.faulty.to_string(),
        (score.nothing_judged + score.refused).to_string(),
        part(score.expected()),
        part(score.found()),
        at(1).unwrap_or_else(none),
        many.unwrap_or_else(none),
        nonzero(passes.prompts()),
        score.findings.to_string(),
        rate(score.rate()),
    ]
}

/// All that matters in one line.
pub(crate) fn summary(board: &Scoreboard) -> String {
    let total = &board.total;
    let mut parts = vec![format!(
        "{} of {} clean ({})",
        total.clean,
        counted(total.cases, "case"),
        percent(total.passed())
    )];
    let others = [
        (total.faulty, "faulty"),
        (total.nothing_judged, "with nothing judged"),
        (total.refused, "refused"),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(others.map(|(count, word)| format!("{count} {word}")));
    if total.expecting > 0 {
        parts.push(format!(
            "{} of {} as expected",
            total.as_expected, total.expecting
        ));
    }
    if let Some(percent) = total.passes.percent(1) {
        let prompts = counted(total.passes.prompts(), "prompt");
        parts.push(format!("pass@1 {} over {prompts}", percent_of(percent)));
    }
    let (findings, per) = (counted(total.findings, "finding"), rate(total.rate()));
    parts.push(match per.as_str() {
        NONE => findings,
        per => format!("{findings}, {per} per 100 resources"),
    });
    parts.join("; ")
}

/// The name of a row; cases without one are named as such. The name is as it is.
pub(crate) fn name_of(axis: Axis, name: Option<&str>) -> String {
    match name {
        Some(name) => name.to_owned(),
        None => format!("(no {})", axis.word()),
    }
}

/// What the cases are of: the titles of the suites, or else the names of the files.
pub fn title(board: &Scoreboard) -> String {
    let mut names: Vec<&str> = Vec::new();
    for file in &board.files {
        let last = file.name.rsplit(['/', '\\']).next();
        let name = file.title.as_deref().or(last).unwrap_or(&file.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(3);
    let named = names[..names.len() - more].join(", ");
    match more {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// `41 %`
pub(crate) fn percent(share: Share) -> String {
    share.percent().map_or_else(none, percent_of)
}

/// `41 % (5 of 12)`
fn part(share: Share) -> String {
    match share.percent() {
        Some(percent) => format!("{percent} % ({} of {})", share.part, share.of),
        None => none(),
    }
}

/// `3.4`
pub(crate) fn rate(rate: Rate) -> String {
    let tenths = rate.tenths();
    tenths.map_or_else(none, |tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

pub(crate) fn percent_of(percent: usize) -> String {
    format!("{percent} %")
}

fn nonzero(count: usize) -> String {
    match count {
        0 => none(),
        count => count.to_string(),
    }
}

fn none() -> String {
    NONE.to_owned()
}
