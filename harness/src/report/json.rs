//! The report for programs: JSON Lines, one object a line, each with its `"type"`.
//!
//! [`TABLE`] documents every line; `docs/json-lines.md` is made from it.

mod lines;
mod one;
mod proof;
mod reference;
mod stable;
mod table;

use std::io::{self, Write};

use lines::{ByType, Companion, Lacking, Line, Outcomes, Source, Uncovered, Waived};
pub use one::{
    Edge, Hop, write_case, write_edge, write_hop, write_problem, write_resource, write_spec,
    write_stack, write_value, write_walk,
};
pub use proof::{write_coverage, write_coverage_problems, write_mutation, write_mutation_problems};
pub use reference::reference;
pub use stable::{write_stable, write_stable_problems};
pub use table::{FieldInfo, LineInfo, TABLE};

use super::{Report, human};
use crate::check::{Finding, Verdict, WaiverState, WaiverUse};
use crate::coverage::{ResourceCoverage, StackCoverage};
use crate::diagnostic::{Diagnostic, json_line, json_text};
use crate::exit::Exit;
use crate::proof::{Gate, GateResult, IgnoreUse};
use crate::stack::{BlockKind, Stack};

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
    for it in report.waivers {
        line(&waiver(it), out)?;
    }
    if let Some(coverage) = report.coverage.map(|counted| &counted.coverage) {
        for stack in &coverage.stacks {
            line(
                &self::coverage(std::slice::from_ref(stack), false, report),
                out,
            )?;
        }
        line(&self::coverage(&coverage.stacks, true, report), out)?;
    }
    for gate in report.gates {
        line(&self::gate(gate), out)?;
    }
    for ignore in report.coverage.iter().flat_map(|it| &it.ignores) {
        line(&self::ignore(ignore), out)?;
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

/// The line of a stack, without the line break.
pub(crate) fn stack_line(of: &Stack, role: &str) -> String {
    json_text(&stack(of, role))
}

/// The line of a verdict, without the line break.
pub(crate) fn verdict_line(of: &Verdict) -> String {
    json_text(&verdict(of))
}

fn line(line: &impl serde::Serialize, out: &mut impl Write) -> io::Result<()> {
    json_line(line, out)
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
        level: verdict.level.word(),
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
        made_at: finding.made_at.as_deref(),
        message: &finding.message,
        notes: &finding.notes,
        waived: finding.waived.as_ref().map(|note| Waived {
            reason: &note.reason,
            owner: note.owner.as_deref(),
            issue: note.issue.as_deref(),
            expires: note.expires.to_string(),
        }),
    }
}

fn waiver(it: &WaiverUse) -> Line<'_> {
    let waiver = &it.waiver;
    Line::Waiver {
        entry: waiver.of.written(),
        file: waiver.of.place.file.path.to_string_lossy(),
        line: waiver.of.place.line(),
        state: it.state.word(),
        findings: match it.state {
            WaiverState::Used(findings) | WaiverState::Expired(findings) => findings,
            _ => 0,
        },
        reason: &waiver.reason,
        owner: waiver.owner.as_deref(),
        issue: waiver.issue.as_deref(),
        expires: waiver.expires.to_string(),
        stale: it.state.is_stale(),
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
    let mut gates = report.gates.iter().filter(|_| total);
    let gate = gates.find(|gate| gate.gate == Gate::Resources);
    Line::Coverage {
        stack: of
            .first()
            .filter(|_| !total)
            .map(|stack| stack.stack.as_str()),
        resources: all,
        covered,
        percent: (covered * 100).checked_div(all),
        required: gate.map(|gate| gate.wanted),
        met: gate.map(GateResult::is_met),
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

fn gate(gate: &GateResult) -> Line<'_> {
    let missing = gate.missing.iter().take(human::SHOWN);
    Line::Gate {
        gate: gate.gate.name(),
        case: gate.gate.case(),
        required: gate.wanted,
        percent: gate.percent,
        all: gate.all,
        reached: gate.part,
        met: gate.is_met(),
        missing: missing
            .map(|missing| Lacking {
                stack: Some(missing.stack.as_str()).filter(|stack| !stack.is_empty()),
                what: &missing.what,
                note: &missing.note,
                file: (missing.place.as_ref()).map(|(file, _)| file.to_string_lossy()),
                line: missing.place.as_ref().map(|(_, line)| *line),
            })
            .collect(),
    }
}

fn ignore(it: &IgnoreUse) -> Line<'_> {
    Line::Ignore {
        entry: it.ignore.what.to_string(),
        reason: &it.ignore.reason,
        file: it.ignore.place.file.path.to_string_lossy(),
        line: it.line(),
        asked: it.asked,
        resources: it.resources,
        leaves: it.leaves,
        clauses: it.clauses,
        unused: it.is_unused(),
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
    Outcomes::count(|outcome| report.count(outcome, built_in))
}
