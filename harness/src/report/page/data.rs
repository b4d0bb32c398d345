//! The data of the page: lists in a fixed order, because names of members would be most of it.
//! `js/model.js` reads it back; the order here is the order there.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::{Finding as Found, Verdict as Judged, WaiverNote, WaiverState, WaiverUse};
use crate::proof::GateResult;
use crate::report::Report;
use crate::report::headline;
use crate::report::html::intern::Intern;
use crate::report::html::text::Text;
use crate::report::human;
use crate::spec::full_name;
use crate::value::Path;
use crate::verdict::Outcome;

/// How many findings the page holds; the others are counted.
const FINDINGS: usize = 20_000;

/// How many resources that nothing covers, and missing things of a gate, the page holds.
const MISSING: usize = 2_000;

/// Everything that the script shows.
#[derive(Debug, Default, Serialize)]
pub(super) struct Data {
    /// The words of outcomes, the worst first.
    outcomes: Vec<&'static str>,
    /// Name, role, input, form.
    stacks: Vec<(Text, Text, Text, &'static str)>,
    texts: Intern<Text>,
    specs: Vec<Spec>,
    verdicts: Vec<Verdict>,
    findings: Vec<Finding>,
    /// How many findings are left out of the page.
    left_out: usize,
    waivers: Vec<Waiver>,
    gates: Vec<Gate>,
    /// Type, resources, covered.
    types: Vec<(Text, usize, usize)>,
    /// Stack, address, construct path.
    uncovered: Vec<(Text, Text, Option<Text>)>,
    uncovered_more: usize,
}

/// File, id, title, level, whether it is built in, place, why, fix, references.
#[derive(Debug, Serialize)]
struct Spec(
    Text,
    Text,
    Option<Text>,
    &'static str,
    bool,
    Option<Text>,
    Option<Text>,
    Option<Text>,
    Vec<Text>,
);

/// Spec, stack, outcome, whether it fails the run, selected, subjects, judged, findings, reason,
/// help, notes.
#[derive(Debug, Serialize)]
struct Verdict(
    usize,
    usize,
    usize,
    bool,
    usize,
    usize,
    usize,
    usize,
    Option<Text>,
    Option<Text>,
    Vec<Text>,
);

/// Verdict, outcome; as numbers of texts address, construct path, path, place, where the program
/// made it, expected, actual, message (-1 for what is not there); notes, clause, waiver's reason.
#[derive(Debug, Serialize)]
struct Finding(
    usize,
    usize,
    [i64; 8],
    Vec<Text>,
    Option<Text>,
    Option<Text>,
);

/// As written, place, state, what is to be said of that, findings, reason, owner, issue, expires.
#[derive(Debug, Serialize)]
struct Waiver(
    Text,
    Text,
    &'static str,
    Option<Text>,
    usize,
    Text,
    Option<Text>,
    Option<Text>,
    String,
);

/// Name, what it counts, verb, percent or -1, required, reached, all, whether it is met, what is
/// missing, how many more.
#[derive(Debug, Serialize)]
struct Gate(
    &'static str,
    &'static str,
    &'static str,
    i64,
    u8,
    usize,
    usize,
    bool,
    Vec<Text>,
    usize,
);

impl Data {
    pub(super) fn of(report: &Report<'_, '_>) -> Self {
        let mut data = Data {
            outcomes: outcomes().iter().map(|it| it.word()).collect(),
            ..Data::default()
        };
        for subject in &report.run.stacks {
            let stack = subject.model.stack();
            let input = Text::of(&stack.input.display().to_string());
            let (name, role) = (Text::of(&stack.name), Text::of(&subject.role));
            data.stacks.push((name, role, input, stack.form.word()));
        }
        let names = report.run.stacks.iter();
        let names: Vec<&str> = names.map(|it| it.model.stack().name.as_str()).collect();
        let mut specs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for judged in report.verdicts {
            let next = specs.len();
            let at = *specs.entry((&judged.file, &judged.spec)).or_insert(next);
            if at == next {
                data.specs.push(spec(report, judged));
            }
            let stack = names.iter().position(|name| *name == judged.stack);
            data.add(judged, at, stack.unwrap_or(0));
        }
        data.waivers = report.waivers.iter().map(waiver).collect();
        data.gates = report.gates.iter().map(gate).collect();
        data.cover(report);
        data
    }

    fn add(&mut self, judged: &Judged, spec: usize, stack: usize) {
        let number = self.verdicts.len();
        let text = |text: &Option<String>| text.as_deref().map(Text::of);
        self.verdicts.push(Verdict(
            spec,
            stack,
            place(judged.outcome),
            judged.is_red(),
            judged.selected,
            judged.subjects,
            judged.judged,
            judged.found,
            text(&judged.reason),
            text(&judged.help),
            judged.notes.iter().map(|note| Text::of(note)).collect(),
        ));
        let room = FINDINGS.saturating_sub(self.findings.len());
        for found in judged.findings.iter().take(room) {
            let finding = self.finding(number, judged, found);
            self.findings.push(finding);
        }
        self.left_out += judged.found.saturating_sub(judged.findings.len().min(room));
    }

    fn finding(&mut self, verdict: usize, judged: &Judged, found: &Found) -> Finding {
        let path = found.path.as_ref().map(Path::shorthand);
        let place_of = headline::place(found);
        let message = Some(found.message.as_str()).filter(|_| found.outcome != Outcome::Fail);
        let texts = [
            Some(headline::subject(found)),
            found.construct_path.as_deref(),
            path.as_deref(),
            place_of.as_deref(),
            found.made_at.as_deref(),
            Some(found.expected.as_str()),
            Some(found.actual.as_str()),
            message,
        ];
        let texts = texts.map(|text| match text {
            Some(text) if !text.is_empty() => {
                i64::try_from(self.texts.put(Text::of(text))).unwrap_or(-1)
            }
            _ => -1,
        });
        let clause = found.clause.clone();
        let clause = clause.and_then(|span| judged.place.file.text.get(span));
        Finding(
            verdict,
            place(found.outcome),
            texts,
            found.notes.iter().map(|note| Text::of(note)).collect(),
            clause.map(Text::of),
            found.waived.as_ref().map(waived),
        )
    }

    fn cover(&mut self, report: &Report<'_, '_>) {
        let Some(counted) = report.coverage else {
            return;
        };
        let mut types: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for stack in &counted.coverage.stacks {
            for resource in &stack.resources {
                let (all, covered) = types.entry(&resource.type_name).or_default();
                *all += 1;
                if resource.is_covered() {
                    *covered += 1;
                } else if self.uncovered.len() < MISSING {
                    let construct = resource.construct_path.as_deref().map(Text::of);
                    let (stack, address) = (Text::of(&stack.stack), Text::of(&resource.address));
                    self.uncovered.push((stack, address, construct));
                } else {
                    self.uncovered_more += 1;
                }
            }
        }
        let types = types.into_iter();
        self.types = types
            .map(|(name, (all, covered))| (Text::of(name), all, covered))
            .collect();
    }
}

fn spec(report: &Report<'_, '_>, judged: &Judged) -> Spec {
    let of = report.spec_of(judged);
    let text = |text: Option<&String>| text.map(|text| Text::of(text));
    let before = judged.place.file.text.get(..judged.place.span.start);
    let line = before.unwrap_or_default().matches('\n').count() + 1;
    let file = judged.place.file.path.display().to_string();
    let place =
        (!judged.is_built_in() && !file.is_empty()).then(|| Text::of(&format!("{file}:{line}")));
    let refs = of.map(|spec| spec.refs.iter().map(|it| Text::of(it)).collect());
    Spec(
        Text::of(&judged.file),
        Text::of(&judged.spec),
        text(judged.title.as_ref()),
        judged.level.word(),
        judged.is_built_in(),
        place,
        text(of.and_then(|spec| spec.why.as_ref())),
        text(of.and_then(|spec| spec.fix.as_ref())),
        refs.unwrap_or_default(),
    )
}

fn waived(note: &WaiverNote) -> Text {
    let by: Vec<&str> = [&note.owner, &note.issue]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let by = match by.is_empty() {
        true => String::new(),
        false => format!(" ({})", by.join(", ")),
    };
    Text::of(&format!("{}{by}, until {}", note.reason, note.expires))
}

fn waiver(it: &WaiverUse) -> Waiver {
    let waiver = &it.waiver;
    let place = &waiver.of.place;
    let place = format!("{}:{}", place.file.path.display(), place.line());
    let text = |text: &Option<String>| text.as_deref().map(Text::of);
    Waiver(
        Text::of(&waiver.of.written()),
        Text::of(&place),
        it.state.word(),
        human::stale_waiver(it).map(|stale| Text::of(&stale.message)),
        match it.state {
            WaiverState::Used(findings) | WaiverState::Expired(findings) => findings,
            _ => 0,
        },
        Text::of(&waiver.reason),
        text(&waiver.owner),
        text(&waiver.issue),
        waiver.expires.to_string(),
    )
}

fn gate(gate: &GateResult) -> Gate {
    let lines = gate.missing.iter().take(MISSING).map(|missing| {
        let mut line = missing.what.clone();
        for more in [&missing.stack, &missing.note] {
            if !more.is_empty() {
                line.push_str(&format!("  ({more})"));
            }
        }
        Text::of(&line)
    });
    let lines: Vec<Text> = lines.collect();
    let more = (gate.all - gate.part).saturating_sub(lines.len());
    Gate(
        gate.gate.name(),
        gate.gate.noun(),
        gate.gate.verb(),
        gate.percent.map_or(-1, i64::from),
        gate.wanted,
        gate.part,
        gate.all,
        gate.is_met(),
        lines,
        more,
    )
}

/// Every outcome, the worst first.
pub(super) fn outcomes() -> Vec<Outcome> {
    Outcome::ALL.iter().rev().copied().collect()
}

fn place(outcome: Outcome) -> usize {
    outcomes().iter().position(|it| *it == outcome).unwrap_or(0)
}

/// The name of a verdict's spec, for the table of those who run no script.
pub(super) fn name(judged: &Judged) -> String {
    full_name(&judged.file, &judged.spec)
}
