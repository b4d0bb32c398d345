//! A comparison for programs: JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, json_line};
use crate::exit::Exit;
use crate::report::json::{VERSION, write_problem};
use crate::suite::{
    Changed, ChangedCase, Comparison, FindingLine, Mode, Side, SourceLine, State, Tally, TallyBy,
};
use crate::verdict::Outcome;

/// The verb that every line names.
const VERB: &str = "compare";

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
struct FileFields<'c> {
    side: &'static str,
    name: &'c str,
    title: Option<&'c str>,
    mode: Mode,
    shard: Option<usize>,
    shards: Option<usize>,
    cases: usize,
    clean: usize,
    faulty: usize,
    specs: usize,
}

#[derive(Serialize)]
struct WarningFields<'c> {
    message: &'c str,
    notes: &'c [String],
    help: &'c [String],
}

#[derive(Serialize)]
struct CaseFields<'c> {
    case: &'c str,
    model: Option<&'c str>,
    classes: &'c [String],
    change: String,
    worse: bool,
    before: Option<State>,
    after: Option<State>,
    why: Option<&'c str>,
}

#[derive(Serialize)]
struct ChangeFields<'c> {
    case: &'c str,
    model: Option<&'c str>,
    stack: &'c str,
    file: &'c str,
    spec: &'c str,
    change: String,
    worse: bool,
    before: Option<Outcome>,
    after: Option<Outcome>,
    reason: Option<&'c str>,
    new: Vec<FindingFields<'c>>,
    gone: Vec<FindingFields<'c>>,
}

#[derive(Serialize)]
struct FindingFields<'c> {
    outcome: Outcome,
    fingerprint: &'c str,
    resource_type: &'c str,
    address: &'c str,
    construct_path: Option<&'c str>,
    path: Option<&'c str>,
    message: &'c str,
    source: Option<&'c SourceLine>,
}

#[derive(Serialize)]
struct TallyFields<'c> {
    by: &'static str,
    name: Option<&'c str>,
    #[serde(flatten)]
    counts: CountFields,
}

#[derive(Default, Serialize)]
struct CountFields {
    newly_broken: usize,
    newly_fixed: usize,
    unchanged_red: usize,
    new_findings: usize,
    gone_findings: usize,
    judged_no_more: usize,
    judged_newly: usize,
    newly_asked: usize,
    cases_gone: usize,
    cases_new: usize,
    cases_newly_refused: usize,
    cases_still_refused: usize,
    cases_refused_no_more: usize,
}

#[derive(Serialize)]
struct SummaryFields {
    version: u32,
    cases: usize,
    judgements: usize,
    worse: bool,
    exit_code: u8,
}

/// Writes the comparison.
///
/// # Errors
/// Those of `out`.
pub fn write(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    line("file", side("before", &comparison.before), out)?;
    line("file", side("after", &comparison.after), out)?;
    for warning in &comparison.warnings {
        let fields = WarningFields {
            message: &warning.message,
            notes: &warning.notes,
            help: &warning.help,
        };
        line("warning", fields, out)?;
    }
    for case in &comparison.cases {
        line("case", self::case(case), out)?;
    }
    for changed in &comparison.changes {
        line("change", change(changed), out)?;
    }
    line("tally", tally("total", None, &comparison.total), out)?;
    for (by, rows) in TallyBy::ALL.iter().zip(&comparison.by) {
        for row in rows {
            let fields = tally(by.word(), row.name.as_deref(), &row.tally);
            line("tally", fields, out)?;
        }
    }
    let fields = SummaryFields {
        version: VERSION,
        cases: comparison.common,
        judgements: comparison.compared,
        worse: comparison.is_worse(),
        exit_code: comparison.exit().code(),
    };
    line("summary", fields, out)
}

/// Writes what stood in the way of a comparison, and the summary of none.
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
    let fields = SummaryFields {
        version: VERSION,
        cases: 0,
        judgements: 0,
        worse: false,
        exit_code: exit.code(),
    };
    line("summary", fields, out)
}

fn side<'c>(side: &'static str, of: &'c Side) -> FileFields<'c> {
    FileFields {
        side,
        name: &of.name,
        title: of.suite.title.as_deref(),
        mode: of.suite.mode,
        shard: of.suite.shard,
        shards: of.suite.shards,
        cases: of.cases,
        clean: of.clean,
        faulty: of.faulty,
        specs: of.suite.specs,
    }
}

fn case(of: &ChangedCase) -> CaseFields<'_> {
    CaseFields {
        case: &of.case,
        model: of.model.as_deref(),
        classes: &of.classes,
        change: key(of.change.words()),
        worse: of.change.is_worse(),
        before: of.before,
        after: of.after,
        why: of.why.as_deref(),
    }
}

fn change(of: &Changed) -> ChangeFields<'_> {
    ChangeFields {
        case: &of.case,
        model: of.model.as_deref(),
        stack: &of.stack,
        file: &of.file,
        spec: &of.spec,
        change: key(of.change.words()),
        worse: of.is_worse(),
        before: of.before,
        after: of.after,
        reason: of.reason.as_deref(),
        new: of.new.iter().map(finding).collect(),
        gone: of.gone.iter().map(finding).collect(),
    }
}

fn finding(of: &FindingLine) -> FindingFields<'_> {
    FindingFields {
        outcome: of.outcome,
        fingerprint: &of.fingerprint,
        resource_type: &of.resource_type,
        address: &of.address,
        construct_path: of.construct_path.as_deref(),
        path: of.path.as_deref(),
        message: &of.message,
        source: of.source.as_ref(),
    }
}

fn tally<'c>(by: &'static str, name: Option<&'c str>, of: &Tally) -> TallyFields<'c> {
    let counts = CountFields {
        newly_broken: of.broken,
        newly_fixed: of.fixed,
        unchanged_red: of.still_red,
        new_findings: of.new_findings,
        gone_findings: of.gone_findings,
        judged_no_more: of.no_more,
        judged_newly: of.newly,
        newly_asked: of.asked,
        cases_gone: of.cases_gone,
        cases_new: of.cases_new,
        cases_newly_refused: of.cases_refused,
        cases_still_refused: of.cases_still_refused,
        cases_refused_no_more: of.cases_loading,
    };
    TallyFields { by, name, counts }
}

/// `newly-broken`
fn key(words: &str) -> String {
    words.replace(' ', "-")
}

fn line(kind: &'static str, fields: impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let line = Written {
        kind,
        verb: VERB,
        fields,
    };
    json_line(&line, out)
}
