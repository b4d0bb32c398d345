//! A run for a comment at a pull request or the summary of a CI job: GitHub's Markdown, which GitLab
//! reads too.
//!
//! A comment of GitHub takes 65,536 characters, the summary of a step 1 MiB; what is longer than
//! `LONGEST` is counted, not shown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::headline::{self, Headline};
use super::human::elide;
use super::markdown::{Section, text};
use super::{Report, counted, human};
use crate::check::{Finding, Verdict, WaiverState, WaiverUse};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::spec::full_name;
use crate::value::Path;
use crate::verdict::Outcome;

/// How many rows of a table are written.
const SHOWN: usize = 100;

/// How many bytes all rows may take together.
const LONGEST: usize = 48_000;

/// How many characters a name or a value gets.
const CELL: usize = 200;

/// Writes the summary. What fails comes first; what the tables leave out is counted below them.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, out: &mut impl Write) -> io::Result<()> {
    head(&Headline::of(report), out)?;
    let mut left = LONGEST;
    let of = |which: fn(&Verdict) -> bool| report.verdicts.iter().filter(move |it| which(it));
    findings("What fails", of(Verdict::is_red)).open(&mut left, out)?;
    if let Some(gates) = gates(report) {
        gates.open(&mut left, out)?;
    }
    stale(report).open(&mut left, out)?;
    coverage(report, out)?;
    findings("Only warned about", of(headline::only_warns)).folded(&mut left, out)?;
    waivers(report).folded(&mut left, out)?;
    notes(report).folded(&mut left, out)?;
    skipped(report).folded(&mut left, out)
}

/// Writes what stood in the way of any judgement. It says so, and looks like nothing that passed.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    head(&Headline::refused(problems.len(), exit), out)?;
    let row = |(_, problem): &(Exit, Diagnostic)| {
        let place = problem.place.as_ref();
        let place = place.map(|it| format!("{}:{}", it.file.path.display(), it.line()));
        let more: Vec<String> = problem.notes.iter().chain(&problem.help).cloned().collect();
        vec![
            cell(&problem.message),
            cell(&place.unwrap_or_default()),
            cell(&more.join("; ")),
        ]
    };
    let rows = problems.iter().map(row).collect();
    section("Problems", &["problem", "place", "what to do"], rows).open(&mut LONGEST.clone(), out)
}

fn head(headline: &Headline, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "## stackspec: {}\n", text(&headline.words))?;
    writeln!(out, "{}.\n", text(&headline.counts))
}

/// A row for each finding, and one for each verdict without any: what is vacuous has none.
fn findings<'v>(title: &str, verdicts: impl Iterator<Item = &'v Verdict>) -> Section {
    let mut rows = Vec::new();
    // Findings that are not kept are counted with their spec.
    let mut lost = Vec::new();
    for verdict in verdicts {
        let before = rows.len();
        rows.extend(headline::open(verdict).map(|it| finding(verdict, it)));
        if rows.len() == before {
            rows.push(without(verdict));
        }
        if let more @ 1.. = verdict.found.saturating_sub(verdict.findings.len()) {
            let mut row = without(verdict);
            if let Some(last) = row.last_mut() {
                *last = counted(more, "finding") + " more";
            }
            lost.push(row);
        }
    }
    rows.extend(lost);
    let heads = ["spec", "stack", "what", "place", "expected", "actual"];
    section(title, &heads, rows)
}

fn finding(verdict: &Verdict, finding: &Finding) -> Vec<String> {
    let mut what = cell(headline::subject(finding));
    // A path below the block itself says nothing that the address does not.
    let path = finding.path.as_ref().map(Path::shorthand);
    let construct = finding.construct_path.clone();
    for more in [path.filter(|path| path != "$"), construct]
        .into_iter()
        .flatten()
    {
        what.push_str(&format!("<br>{}", cell(&more)));
    }
    let mut place = cell(&headline::place(finding).unwrap_or_default());
    if let Some(made) = &finding.made_at {
        place.push_str(&format!("<br>made at {}", cell(made)));
    }
    let expected = match finding.expected.as_str() {
        "" => String::new(),
        expected => cell(expected),
    };
    let mut actual = cell(headline::actual(finding));
    if finding.outcome != Outcome::Fail {
        actual = format!("**{}**: {actual}", finding.outcome.word());
    }
    let names = [name(verdict), cell(&verdict.stack)];
    names
        .into_iter()
        .chain([what, place, expected, actual])
        .collect()
}

/// A verdict by itself.
fn without(verdict: &Verdict) -> Vec<String> {
    let reason = verdict.reason.as_deref().unwrap_or_default();
    let actual = format!("**{}**: {}", verdict.outcome.word(), cell(reason));
    let nothing = || String::new();
    let stack = cell(&verdict.stack);
    vec![
        name(verdict),
        stack,
        nothing(),
        nothing(),
        nothing(),
        actual,
    ]
}

/// The name of a spec, with what it says of itself.
fn name(verdict: &Verdict) -> String {
    let name = cell(&full_name(&verdict.file, &verdict.spec));
    match &verdict.title {
        Some(title) => format!("{name}<br>{}", cell(title)),
        None => name,
    }
}

/// Gates that are not met stand open, so that what fails the run is seen.
fn gates(report: &Report<'_, '_>) -> Option<Section> {
    let missed = report.gates.iter().any(|gate| !gate.is_met());
    let row = |gate: &crate::proof::GateResult| {
        let percent = gate
            .percent
            .map_or("none".to_owned(), |it| format!("{it} %"));
        let all = counted(gate.all, gate.gate.noun());
        let met = if gate.is_met() { "met" } else { "**not met**" };
        vec![
            cell(gate.gate.name()),
            format!("{} of {all} {}", gate.part, gate.gate.verb()),
            percent,
            format!("{} %", gate.wanted),
            met.to_owned(),
        ]
    };
    let rows = report.gates.iter().map(row).collect();
    let title = if missed {
        "Gates, not all met"
    } else {
        "Gates"
    };
    let heads = ["gate", "reached", "percent", "required", "met"];
    (!report.gates.is_empty()).then(|| section(title, &heads, rows))
}

fn coverage(report: &Report<'_, '_>, out: &mut impl Write) -> io::Result<()> {
    let Some(coverage) = report.coverage else {
        return Ok(());
    };
    let (all, covered) = coverage.coverage.resources();
    let percent = coverage.coverage.percent();
    let percent = percent.map_or("nothing to cover".to_owned(), |it| format!("{it} %"));
    let all = counted(all, "resource");
    write!(out, "**Coverage:** {covered} of {all} covered ({percent})")?;
    if coverage.ignored_resources > 0 {
        write!(out, "; {} more ignored", coverage.ignored_resources)?;
    }
    if report.filtered {
        write!(
            out,
            "; this is of all specs: a filter changes no percentage"
        )?;
    }
    writeln!(out, ".\n")
}

/// Waivers that somebody has to look at again: they fail a locked run.
fn stale(report: &Report<'_, '_>) -> Section {
    let stale = report.waivers.iter().filter(|it| it.state.is_stale());
    waiver_table("Waivers to look at again", stale)
}

fn waivers(report: &Report<'_, '_>) -> Section {
    let used = |it: &&WaiverUse| matches!(it.state, WaiverState::Used(_));
    waiver_table("Waived", report.waivers.iter().filter(used))
}

fn waiver_table<'w>(title: &str, uses: impl Iterator<Item = &'w WaiverUse>) -> Section {
    let row = |it: &WaiverUse| {
        let waiver = &it.waiver;
        let stale = human::stale_waiver(it);
        let state = match (it.state.clone(), stale) {
            (WaiverState::Used(findings), _) => counted(findings, "finding"),
            (_, Some(stale)) => cell(&stale.message),
            (state, None) => state.word().to_owned(),
        };
        vec![
            cell(&waiver.of.written()),
            state,
            cell(&waiver.reason),
            cell(waiver.owner.as_deref().unwrap_or_default()),
            cell(waiver.issue.as_deref().unwrap_or_default()),
            waiver.expires.to_string(),
        ]
    };
    let heads = [
        "waiver",
        "what it does",
        "reason",
        "owner",
        "issue",
        "expires",
    ];
    section(title, &heads, uses.map(row).collect())
}

fn notes(report: &Report<'_, '_>) -> Section {
    let rows = report.verdicts.iter().flat_map(|verdict| {
        let notes = verdict.notes.iter();
        notes.map(|note| vec![name(verdict), cell(&verdict.stack), cell(note)])
    });
    section("Notes", &["spec", "stack", "note"], rows.collect())
}

/// What was not judged, by the reason.
fn skipped(report: &Report<'_, '_>) -> Section {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let skipped = |it: &&Verdict| it.outcome == Outcome::Skipped && !it.is_built_in();
    for verdict in report.verdicts.iter().filter(skipped) {
        let reason = verdict.reason.as_deref().unwrap_or("no reason is given");
        *reasons.entry(reason).or_default() += 1;
    }
    let row = |(reason, count): (&str, usize)| vec![cell(reason), count.to_string()];
    let rows = reasons.into_iter().map(row).collect();
    let mut section = section("Not judged, by reason", &["reason", "specs"], rows);
    section.right = 1;
    section
}

fn section(title: &str, heads: &[&str], rows: Vec<Vec<String>>) -> Section {
    Section {
        title: title.to_owned(),
        heads: heads.iter().map(|head| (*head).to_owned()).collect(),
        right: heads.len(),
        rows,
        shown: SHOWN,
    }
}

fn cell(from: &str) -> String {
    text(&elide(from, CELL))
}
