//! The data of the page: lists in a fixed order, because names of members would be most of it.
//! `js/model.js` reads it back; the order here is the order there.

use serde::Serialize;

use crate::report::html::intern::Intern;
use crate::report::html::text::Text;
use crate::suite::{
    Axis, CaseLine, FindingLine, Met, MismatchKind, MismatchLine, ProblemLine, Scoreboard,
    ScoredCase, SourceLine, State,
};
use crate::verdict::Outcome;

/// How many findings of one case the page holds.
const FINDINGS: usize = 200;

/// What nothing is numbered as.
const NONE: i64 = -1;

/// Everything that the script shows.
#[derive(Debug, Default, Serialize)]
pub(super) struct Data {
    outcomes: Vec<&'static str>,
    states: Vec<&'static str>,
    /// The names of each axis but that of classes in its order; cases name them by number.
    models: Vec<Text>,
    runs: Vec<Text>,
    classes: Vec<Text>,
    platforms: Vec<Text>,
    prompts: Vec<Text>,
    groups: Intern<Text>,
    specs: Vec<Spec>,
    texts: Intern<Text>,
    cases: Vec<Case>,
}

/// Name, whether its level is `deny`, title, groups.
#[derive(Debug, Serialize)]
struct Spec(Text, bool, Option<Text>, Vec<usize>);

/// A case: what it is called and of, what it came to, what is said of it.
#[derive(Debug, Serialize)]
struct Case {
    name: Text,
    title: Option<Text>,
    source: Option<Text>,
    /// Model, run, platform, prompt, attempt, classes.
    of: (i64, i64, i64, i64, u32, Vec<i64>),
    /// State, whether it is as expected, stacks, resources, findings.
    is: (usize, Option<bool>, usize, usize, usize),
    /// A letter for each spec: the number of its outcome, or `.` if it was not asked.
    cells: String,
    /// Specs with findings, each with how many.
    counts: Vec<(usize, usize)>,
    /// Findings that meet an expectation, and expectations that none meets.
    expected: (usize, usize),
    findings: Vec<Finding>,
    /// How many findings are left out.
    more: usize,
    mismatches: Vec<Mismatch>,
    problems: Vec<Problem>,
}

/// Spec, stack, outcome, what accounts for it, address, construct path, path, message, fingerprint,
/// place.
#[derive(Debug, Serialize)]
struct Finding(
    usize,
    usize,
    usize,
    &'static str,
    usize,
    Option<Text>,
    Option<Text>,
    Text,
    Text,
    Option<Text>,
);

/// In which way, message, place, notes, help.
#[derive(Debug, Serialize)]
struct Mismatch(&'static str, Text, Option<Text>, Vec<Text>, Vec<Text>);

/// Message, notes, help.
#[derive(Debug, Serialize)]
struct Problem(Text, Vec<Text>, Vec<Text>);

impl Data {
    pub(super) fn of(board: &Scoreboard) -> Self {
        let names = |axis: Axis| -> Vec<Text> {
            let names = board.rows(axis).iter();
            names
                .filter_map(|row| Some(Text::of(row.name.as_deref()?)))
                .collect()
        };
        let mut data = Data {
            outcomes: Outcome::ALL.map(Outcome::word).to_vec(),
            states: State::ALL.map(State::word).to_vec(),
            models: names(Axis::Model),
            runs: names(Axis::Run),
            classes: names(Axis::Class),
            platforms: names(Axis::Platform),
            prompts: names(Axis::Prompt),
            ..Data::default()
        };
        for spec in &board.specs {
            let groups = spec
                .groups
                .iter()
                .map(|group| data.groups.put(Text::of(group)));
            let groups = groups.collect();
            let title = spec.title.as_deref().map(Text::of);
            data.specs
                .push(Spec(Text::of(&spec.name()), spec.denies(), title, groups));
        }
        for case in &board.cases {
            let case = data.case(board, case);
            data.cases.push(case);
        }
        data
    }

    fn case(&mut self, board: &Scoreboard, scored: &ScoredCase) -> Case {
        let record = &scored.record;
        let case = &record.case;
        let mut cells = vec![b'.'; board.specs.len()];
        for cell in &scored.cells {
            if let Some(letter) = cells.get_mut(cell.spec) {
                *letter = b'0' + place(&Outcome::ALL, &cell.outcome) as u8;
            }
        }
        let met = record.findings.iter();
        let met = met.filter(|finding| finding.met == Met::Expected).count();
        let unmet = |it: &&MismatchLine| it.kind == MismatchKind::UnmetExpectation;
        let unmet = record.mismatches.iter().filter(unmet).count();
        let findings = record.findings.iter().take(FINDINGS);
        Case {
            name: Text::of(&case.case),
            title: case.title.as_deref().map(Text::of),
            source: case.source.as_deref().map(Text::of),
            of: (
                one(board, Axis::Model, case),
                one(board, Axis::Run, case),
                one(board, Axis::Platform, case),
                one(board, Axis::Prompt, case),
                case.attempt.unwrap_or_default(),
                numbers(board, Axis::Class, case),
            ),
            is: (
                place(&State::ALL, &case.state),
                case.as_expected,
                case.stacks,
                case.resources,
                case.findings,
            ),
            // Each is a digit or a dot.
            cells: String::from_utf8(cells).unwrap_or_default(),
            counts: (scored.cells.iter())
                .filter(|cell| cell.findings > 0)
                .map(|cell| (cell.spec, cell.findings))
                .collect(),
            expected: (met, unmet),
            findings: findings
                .map(|finding| self.finding(board, finding))
                .collect(),
            more: record.findings.len().saturating_sub(FINDINGS),
            mismatches: record.mismatches.iter().map(mismatch).collect(),
            problems: record.problems.iter().map(problem).collect(),
        }
    }

    fn finding(&mut self, board: &Scoreboard, finding: &FindingLine) -> Finding {
        let key = (finding.file.as_str(), finding.spec.as_str());
        let specs = &board.specs;
        let spec = specs.binary_search_by(|spec| (&*spec.file, &*spec.spec).cmp(&key));
        let text = |text: &Option<String>| text.as_deref().map(Text::of);
        Finding(
            // One whose result is not there is of no spec that is known.
            spec.unwrap_or(specs.len()),
            self.texts.put(Text::of(&finding.stack)),
            place(&Outcome::ALL, &finding.outcome),
            met_word(finding.met),
            self.texts.put(Text::of(&finding.address)),
            text(&finding.construct_path),
            text(&finding.path),
            Text::of(&finding.message),
            Text::of(&finding.fingerprint),
            finding.source.as_ref().map(source),
        )
    }
}

/// The numbers of a case's names on an axis.
fn numbers(board: &Scoreboard, axis: Axis, case: &CaseLine) -> Vec<i64> {
    let rows = board.rows(axis);
    let number = |name: Option<&str>| {
        let found = rows.iter().position(|row| row.name.as_deref() == name);
        let found = found.filter(|_| name.is_some());
        found.and_then(|at| i64::try_from(at).ok()).unwrap_or(NONE)
    };
    axis.names(case).into_iter().map(number).collect()
}

fn one(board: &Scoreboard, axis: Axis, case: &CaseLine) -> i64 {
    numbers(board, axis, case).first().copied().unwrap_or(NONE)
}

fn mismatch(line: &MismatchLine) -> Mismatch {
    let place = line.source.as_ref().map(source);
    let message = Text::of(&line.message);
    Mismatch(
        line.kind.words(),
        message,
        place,
        texts(&line.notes),
        texts(&line.help),
    )
}

fn problem(line: &ProblemLine) -> Problem {
    Problem(
        Text::of(&line.message),
        texts(&line.notes),
        texts(&line.help),
    )
}

fn texts(texts: &[String]) -> Vec<Text> {
    texts.iter().map(|text| Text::of(text)).collect()
}

fn source(source: &SourceLine) -> Text {
    Text::of(&format!(
        "{}:{}:{}",
        source.file, source.line, source.column
    ))
}

/// The word for what accounts for a finding.
fn met_word(met: Met) -> &'static str {
    match met {
        Met::Expected => "expected",
        Met::Known => "known",
        Met::Baseline => "in the baseline",
        Met::Expired => "known until a day that is over",
        Met::Unexpected => "unexpected",
        Met::Warned => "a warning",
        Met::Graded => "",
    }
}

/// The place of a value in a table that holds it.
fn place<T: PartialEq>(table: &[T], value: &T) -> usize {
    table.iter().position(|row| row == value).unwrap_or(0)
}
