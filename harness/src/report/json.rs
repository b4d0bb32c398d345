//! The report for programs: JSON Lines, one object a line, each with its `"type"`.
//!
//! [`TABLE`] documents every line; `docs/json-lines.md` is made from it.

mod lines;
mod table;

use std::io::{self, Write};

use lines::{ByType, Companion, Line, Outcomes, Resource, Source, Uncovered};
pub use table::{FieldInfo, LineInfo, TABLE, reference};

use super::{Report, gate_is_met};
use crate::check::{Finding, Verdict};
use crate::coverage::{ResourceCoverage, StackCoverage};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::spec::Level;
use crate::stack::{Block, BlockKind, Stack};
use crate::verdict::Outcome;

/// The version of the format. It changes when a field changes its meaning or goes away; new
/// fields and new types of line do not change it.
pub const VERSION: u32 = 1;

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(report: &Report<'_, '_>, out: &mut impl Write) -> io::Result<()> {
    for subject in &report.run.stacks {
        line(&stack(subject.model.stack(), &subject.role), out)?;
    }
    for verdict in report.verdicts {
        line(&self::verdict(verdict), out)?;
        for finding in &verdict.findings {
            line(&self::finding(verdict, finding), out)?;
        }
    }
    if let Some(coverage) = report.coverage {
        for stack in &coverage.stacks {
            line(
                &self::coverage(std::slice::from_ref(stack), false, report),
                out,
            )?;
        }
        line(&self::coverage(&coverage.stacks, true, report), out)?;
    }
    line(&summary(report), out)
}

/// Writes what stood in the way of any judgement, and the summary of a run of nothing.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    for (exit, diagnostic) in problems {
        line(&problem(*exit, diagnostic), out)?;
    }
    line(
        &Line::Summary {
            version: VERSION,
            outcomes: Outcomes::default(),
            built_in: Outcomes::default(),
            specs: 0,
            stacks: 0,
            findings: 0,
            exit_code: exit.code(),
        },
        out,
    )
}

fn problem(exit: Exit, diagnostic: &Diagnostic) -> Line<'_> {
    let source = diagnostic.place.as_ref().map(|place| {
        let before = place.file.text.get(..place.span.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Source {
            file: place.file.path.to_string_lossy(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    });
    Line::Problem {
        exit_code: exit.code(),
        message: &diagnostic.message,
        source,
        notes: &diagnostic.notes,
        help: &diagnostic.help,
    }
}

/// Writes the line of a stack, as [`write()`] does.
///
/// # Errors
/// Those of `out`.
pub fn write_stack(of: &Stack, role: &str, out: &mut impl Write) -> io::Result<()> {
    line(&stack(of, role), out)
}

/// Writes the line of a resource: `list resources`.
///
/// # Errors
/// Those of `out`.
pub fn write_resource(stack: &Stack, block: &Block, out: &mut impl Write) -> io::Result<()> {
    line(
        &Resource {
            stack: &stack.name,
            address: &block.address,
            resource_type: &block.type_name,
            construct_path: block.construct_path.as_deref(),
        },
        out,
    )
}

/// Writes the line of a spec: `list specs`.
///
/// # Errors
/// Those of `out`.
pub fn write_spec(
    file: &crate::spec::SpecFile,
    spec: &crate::spec::Spec,
    out: &mut impl Write,
) -> io::Result<()> {
    line(
        &Line::Spec {
            file: &file.name,
            spec: &spec.id,
            level: level(spec.level),
            title: spec.title.as_deref(),
            selects: match file.name == crate::spec::BUILT_IN {
                true => "built-in",
                false => spec.selects.what.word(),
            },
            groups: crate::spec::groups_of(&file.name, spec),
            refs: &spec.refs,
            params: &spec.uses,
            cases: spec.cases.len(),
        },
        out,
    )
}

/// Writes the line of one problem.
///
/// # Errors
/// Those of `out`.
pub fn write_problem(exit: Exit, found: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    line(&problem(exit, found), out)
}

/// Writes the line of a value that a query found.
///
/// # Errors
/// Those of `out`.
pub fn write_value(
    stack: &str,
    address: &str,
    path: &str,
    value: &str,
    sure: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    line(
        &Line::Value {
            stack,
            address,
            path,
            value,
            sure,
        },
        out,
    )
}

/// Where a hop of a walk came to: `query`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Hop<'a> {
    /// The stack of the block that the walk starts from.
    pub stack: &'a str,
    /// The address of that block.
    pub from: &'a str,
    /// Which hop, from 1.
    pub hop: usize,
    /// The hop as it is written.
    pub text: &'a str,
    /// The stack of the block that it came to.
    pub to_stack: &'a str,
    /// The address of that block.
    pub address: &'a str,
    /// Its construct path.
    pub construct_path: Option<&'a str>,
    /// Where in that block the row of a view stands.
    pub path: Option<String>,
    /// The attribute of the reference that led there.
    pub through: Option<&'a str>,
    /// Whether it is surely reached.
    pub sure: bool,
}

/// Writes the line of a place that a hop came to: `query`.
///
/// # Errors
/// Those of `out`.
pub fn write_hop(hop: &Hop<'_>, out: &mut impl Write) -> io::Result<()> {
    line(&Line::Hop(hop), out)
}

/// An edge of the graph: `graph`. An edge to several blocks is a line each.
#[derive(serde::Serialize)]
pub struct Edge<'a> {
    /// The stack of the block that refers.
    pub stack: &'a str,
    /// The address of that block.
    pub from: &'a str,
    /// Where in its body, as a normalized path.
    pub path: &'a str,
    /// The attribute, as `follow` names it.
    pub label: &'a str,
    /// `block`, `undeclared` or `outside`.
    pub leads: &'a str,
    /// The stack of the block that it leads to.
    pub to_stack: Option<&'a str>,
    /// The address of that block; of anything else, what is written.
    pub to: &'a str,
    /// The attribute of that block that is taken.
    pub attribute: Option<&'a str>,
    /// It orders, and carries no value.
    pub order: bool,
    /// Whether it surely leads there, not to another one of several.
    pub sure: bool,
}

/// Writes the line of an edge: `graph`.
///
/// # Errors
/// Those of `out`.
pub fn write_edge(edge: &Edge<'_>, out: &mut impl Write) -> io::Result<()> {
    line(&Line::Edge(edge), out)
}

/// Writes the line of a walk as a whole: `query`. `broken_at` counts hops from 1.
///
/// # Errors
/// Those of `out`.
pub fn write_walk(
    stack: &str,
    from: &str,
    reached: usize,
    broken_at: Option<usize>,
    open: &[&str],
    out: &mut impl Write,
) -> io::Result<()> {
    let walk = Line::Walk {
        stack,
        from,
        reached,
        broken_at,
        open,
    };
    line(&walk, out)
}

/// Writes the line of a case of a spec file: `test`.
///
/// # Errors
/// Those of `out`.
pub fn write_case(
    file: &str,
    spec: &str,
    case: usize,
    expected: &str,
    actual: &str,
    ok: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    line(
        &Line::Case {
            file,
            spec,
            case,
            expected,
            actual,
            ok,
        },
        out,
    )
}

fn line(line: &impl serde::Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// The word for a level.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "deny",
        Level::Warn => "warn",
        Level::Off => "off",
    }
}

fn stack<'a>(stack: &'a Stack, role: &'a str) -> Line<'a> {
    Line::Stack {
        name: &stack.name,
        role,
        input: stack.input.to_string_lossy(),
        form: stack.form.word(),
        companion: stack.companion.as_ref().map(|synth| Companion {
            name: &synth.name,
            input: synth.input.to_string_lossy(),
        }),
        resources: stack.blocks_of(BlockKind::Resource).count(),
        data: stack.blocks_of(BlockKind::Data).count(),
    }
}

fn verdict(verdict: &Verdict) -> Line<'_> {
    Line::Verdict {
        stack: &verdict.stack,
        role: &verdict.role,
        file: &verdict.file,
        spec: &verdict.spec,
        case: verdict.case(),
        level: level(verdict.level),
        outcome: verdict.outcome,
        subjects: verdict.subjects,
        judged: verdict.judged,
        findings: verdict.found,
        title: verdict.title.as_deref(),
        reason: verdict.reason.as_deref(),
        help: verdict.help.as_deref(),
        notes: &verdict.notes,
    }
}

fn finding<'a>(verdict: &'a Verdict, finding: &'a Finding) -> Line<'a> {
    Line::Finding {
        stack: &verdict.stack,
        file: &verdict.file,
        spec: &verdict.spec,
        outcome: finding.outcome,
        address: &finding.address,
        construct_path: finding.construct_path.as_deref(),
        path: finding.path.as_ref().map(crate::value::Path::normalized),
        expected: &finding.expected,
        actual: &finding.actual,
        source: finding.source.as_ref().map(|source| Source {
            file: source.file.to_string_lossy(),
            line: source.line,
            column: source.column,
        }),
        message: &finding.message,
        notes: &finding.notes,
    }
}

fn coverage<'a>(of: &'a [StackCoverage], total: bool, report: &Report<'_, '_>) -> Line<'a> {
    let resources = || of.iter().flat_map(|stack| &stack.resources);
    let all = resources().count();
    let covered = resources().filter(|resource| resource.is_covered()).count();
    let mut types: Vec<ByType<'_>> = Vec::new();
    let mut sorted: Vec<&ResourceCoverage> = resources().collect();
    sorted.sort_by_key(|resource| &resource.type_name);
    for resource in sorted {
        if types
            .last()
            .is_none_or(|last| last.resource_type != resource.type_name)
        {
            types.push(ByType {
                resource_type: &resource.type_name,
                resources: 0,
                covered: 0,
            });
        }
        if let Some(last) = types.last_mut() {
            last.resources += 1;
            last.covered += usize::from(resource.is_covered());
        }
    }
    let gate = report.gate.filter(|_| total);
    Line::Coverage {
        stack: of
            .first()
            .filter(|_| !total)
            .map(|stack| stack.stack.as_str()),
        resources: all,
        covered,
        percent: (covered * 100).checked_div(all),
        required: gate,
        met: gate
            .zip(report.coverage)
            .map(|(gate, whole)| gate_is_met(whole, gate)),
        types,
        uncovered: resources()
            .filter(|resource| !resource.is_covered())
            .map(|resource| Uncovered {
                address: &resource.address,
                construct_path: resource.construct_path.as_deref(),
            })
            .collect(),
    }
}

fn summary<'a>(report: &Report<'_, '_>) -> Line<'a> {
    Line::Summary {
        version: VERSION,
        outcomes: outcomes(report, false),
        built_in: outcomes(report, true),
        specs: report.specs(false),
        stacks: report.run.stacks.len(),
        findings: report.verdicts.iter().map(|verdict| verdict.found).sum(),
        exit_code: report.exit.code(),
    }
}

fn outcomes(report: &Report<'_, '_>, built_in: bool) -> Outcomes {
    let count = |outcome| report.count(outcome, built_in);
    Outcomes {
        pass: count(Outcome::Pass),
        fail: count(Outcome::Fail),
        unknown: count(Outcome::Unknown),
        vacuous: count(Outcome::Vacuous),
        waived: count(Outcome::Waived),
        skipped: count(Outcome::Skipped),
        error: count(Outcome::Error),
    }
}
