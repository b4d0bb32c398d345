//! A scoreboard for programs: JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, json_line};
use crate::exit::Exit;
use crate::report::json::{VERSION, write_problem};
use crate::suite::{
    Axis, Cell, Counts, Hits, Mode, Row, Score, Scoreboard, ScoredCase, ScoredSpec,
};
use crate::verdict::Outcome;

/// The verb that every line names.
const VERB: &str = "scoreboard";

/// A line: its type, the verb, its fields. [`TABLE`](crate::report::json::TABLE) says what each means.
#[derive(Serialize)]
struct Written<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    verb: &'static str,
    #[serde(flatten)]
    fields: T,
}

#[derive(Serialize)]
struct FileFields<'b> {
    name: &'b str,
    title: Option<&'b str>,
    mode: Mode,
    shard: Option<usize>,
    shards: Option<usize>,
    cases: usize,
    specs: usize,
}

#[derive(Serialize)]
struct WarningFields<'b> {
    message: &'b str,
    notes: &'b [String],
    help: &'b [String],
}

#[derive(Serialize)]
struct ScoreFields<'b> {
    by: &'static str,
    name: Option<&'b str>,
    run: Option<&'b str>,
    cases: usize,
    clean: usize,
    faulty: usize,
    nothing_judged: usize,
    refused: usize,
    pass_rate: Option<usize>,
    expecting: usize,
    as_expected: usize,
    with_faults: usize,
    faults_found: usize,
    expected_findings: usize,
    unmet: usize,
    prompts: usize,
    attempts: usize,
    pass_at: Vec<PassAt>,
    resources: usize,
    findings: usize,
    per_100_resources: Option<f64>,
}

#[derive(Serialize)]
struct PassAt {
    k: usize,
    value: Option<f64>,
    percent: Option<usize>,
}

#[derive(Serialize)]
struct GroupFields<'b> {
    group: &'b str,
    specs: usize,
    asked: usize,
    hit: usize,
    findings: usize,
}

#[derive(Serialize)]
struct FailureFields<'b> {
    file: &'b str,
    spec: &'b str,
    level: &'b str,
    title: Option<&'b str>,
    groups: &'b [String],
    asked: usize,
    hit: usize,
    findings: usize,
    outcomes: Counts,
    models: Vec<ModelHits<'b>>,
}

#[derive(Serialize)]
struct ModelHits<'b> {
    model: Option<&'b str>,
    asked: usize,
    hit: usize,
    findings: usize,
}

#[derive(Serialize)]
struct CellFields<'b> {
    case: &'b str,
    model: Option<&'b str>,
    run: Option<&'b str>,
    file: &'b str,
    spec: &'b str,
    outcome: Outcome,
    findings: usize,
}

#[derive(Serialize)]
struct SummaryFields {
    version: u32,
    files: usize,
    cases: usize,
    clean: usize,
    faulty: usize,
    nothing_judged: usize,
    refused: usize,
    exit_code: u8,
}

/// Writes the scoreboard; `exit` is how the process ends.
///
/// # Errors
/// Those of `out`.
pub fn write(board: &Scoreboard, exit: Exit, out: &mut impl Write) -> io::Result<()> {
    for file in &board.files {
        let fields = FileFields {
            name: &file.name,
            title: file.title.as_deref(),
            mode: file.mode,
            shard: file.shard.map(|(shard, _)| shard),
            shards: file.shard.map(|(_, shards)| shards),
            cases: file.cases,
            specs: file.specs,
        };
        line("file", fields, out)?;
    }
    for warning in &board.warnings {
        let fields = WarningFields {
            message: &warning.message,
            notes: &warning.notes,
            help: &warning.help,
        };
        line("warning", fields, out)?;
    }
    line("score", score("total", None, None, &board.total), out)?;
    for axis in Axis::ALL {
        for Row { name, score: of } in board.rows(axis) {
            line("score", score(axis.word(), name.as_deref(), None, of), out)?;
        }
    }
    for moment in &board.trend {
        for Row { name, score: of } in &moment.models {
            let run = moment.run.as_deref();
            line(
                "score",
                score("model-and-run", name.as_deref(), run, of),
                out,
            )?;
        }
    }
    for group in &board.groups {
        let fields = GroupFields {
            group: &group.group,
            specs: group.specs,
            asked: group.hits.asked,
            hit: group.hits.hit,
            findings: group.hits.findings,
        };
        line("group", fields, out)?;
    }
    let failures = board.failures();
    for spec in failures.iter().filter_map(|at| board.specs.get(*at)) {
        line("failure", failure(board, spec), out)?;
    }
    for case in &board.cases {
        let red = |cell: &&Cell| failures.contains(&cell.spec);
        for cell in case.cells.iter().filter(red) {
            if let Some(spec) = board.specs.get(cell.spec) {
                line("cell", self::cell(case, cell, spec), out)?;
            }
        }
    }
    let total = &board.total;
    line("summary", summary(board.files.len(), total, exit), out)
}

/// Writes what stood in the way of a scoreboard, and the summary of none.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    for (exit, problem) in problems {
        write_problem(*exit, problem, out)?;
    }
    line("summary", summary(0, &Score::default(), exit), out)
}

fn score<'b>(
    by: &'static str,
    name: Option<&'b str>,
    run: Option<&'b str>,
    score: &Score,
) -> ScoreFields<'b> {
    let passes = &score.passes;
    let pass_at = |k| PassAt {
        k,
        value: passes.parts(k).map(|parts| parts as f64 / 10_000.0),
        percent: passes.percent(k),
    };
    ScoreFields {
        by,
        name,
        run,
        cases: score.cases,
        clean: score.clean,
        faulty: score.faulty,
        nothing_judged: score.nothing_judged,
        refused: score.refused,
        pass_rate: score.passed().percent(),
        expecting: score.expecting,
        as_expected: score.as_expected,
        with_faults: score.with_faults,
        faults_found: score.faults_found,
        expected_findings: score.expected_findings,
        unmet: score.unmet,
        prompts: passes.prompts(),
        attempts: passes.attempts(),
        pass_at: passes.ks().into_iter().map(pass_at).collect(),
        resources: score.resources,
        findings: score.findings,
        per_100_resources: score.rate().tenths().map(|tenths| tenths as f64 / 10.0),
    }
}

fn failure<'b>(board: &'b Scoreboard, spec: &'b ScoredSpec) -> FailureFields<'b> {
    let models = board.rows(Axis::Model).iter().zip(&spec.models);
    let models = models.filter(|(_, hits)| hits.asked > 0);
    let Hits {
        asked,
        hit,
        findings,
        outcomes,
    } = spec.hits;
    FailureFields {
        file: &spec.file,
        spec: &spec.spec,
        level: &spec.level,
        title: spec.title.as_deref(),
        groups: &spec.groups,
        asked,
        hit,
        findings,
        outcomes,
        models: models
            .map(|(row, hits)| ModelHits {
                model: row.name.as_deref(),
                asked: hits.asked,
                hit: hits.hit,
                findings: hits.findings,
            })
            .collect(),
    }
}

fn cell<'b>(case: &'b ScoredCase, cell: &Cell, spec: &'b ScoredSpec) -> CellFields<'b> {
    let case = &case.record.case;
    CellFields {
        case: &case.case,
        model: case.model.as_deref(),
        run: case.run.as_deref(),
        file: &spec.file,
        spec: &spec.spec,
        outcome: cell.outcome,
        findings: cell.findings,
    }
}

fn summary(files: usize, total: &Score, exit: Exit) -> SummaryFields {
    SummaryFields {
        version: VERSION,
        files,
        cases: total.cases,
        clean: total.clean,
        faulty: total.faulty,
        nothing_judged: total.nothing_judged,
        refused: total.refused,
        exit_code: exit.code(),
    }
}

fn line(kind: &'static str, fields: impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let line = Written {
        kind,
        verb: VERB,
        fields,
    };
    json_line(&line, out)
}
