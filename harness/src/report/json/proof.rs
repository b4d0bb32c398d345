//! The lines of `coverage`, `merge` and `mutate`.

mod lines;

use std::io::{self, Write};

use super::lines::Outcomes;
use lines::{Block, Line, Share, Source, Survivor, Weighted};

use super::{VERSION, line, problem};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::proof::{BlockLeaves, ClauseProof, Leaf, LeafCoverage, Mutation, Score, StackLeaves};
use crate::report::proof::{CoverageReport, Figure, MutationReport};
use crate::stack::BlockKind;
use crate::verdict::Outcome;

/// Writes the report of `coverage`.
///
/// # Errors
/// Those of `out`.
pub fn write_coverage(report: &CoverageReport, out: &mut impl Write) -> io::Result<()> {
    for stack in &report.stacks {
        writeln!(out, "{}", stack.line)?;
    }
    for verdict in &report.verdicts {
        writeln!(out, "{}", verdict.line)?;
    }
    let names: Vec<String> = report
        .leaves
        .clauses
        .iter()
        .map(ClauseProof::name)
        .collect();
    for stack in &report.leaves.stacks {
        for block in &stack.blocks {
            line(&self::block(stack, block), out)?;
            for leaf in &block.leaves {
                line(&self::leaf(stack, block, leaf, &names), out)?;
            }
        }
        for (class, tally) in stack.classes.iter().zip(stack.by_class()) {
            let class = Line::Class {
                stack: &stack.stack,
                kind: class.kind.word(),
                block_type: &class.type_name,
                path: &class.path,
                leaves: tally.leaves,
                covered: tally.covered,
                present: tally.present,
                consulted: tally.consulted,
                never: tally.never,
                unknown: tally.unknown,
            };
            line(&class, out)?;
        }
    }
    for (at, clause) in report.leaves.clauses.iter().enumerate() {
        let ignored = report.ignored_clauses.binary_search(&at).is_ok();
        line(&self::clause(clause, ignored), out)?;
    }
    for gate in &report.gates {
        line(&super::gate(gate), out)?;
    }
    for ignore in &report.ignores {
        line(&super::ignore(ignore), out)?;
    }
    line(&coverage_summary(report), out)
}

/// Writes what stood in the way of coverage, and the summary of a run of nothing.
///
/// # Errors
/// Those of `out`.
pub fn write_coverage_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    for (exit, diagnostic) in problems {
        line(&problem(*exit, diagnostic), out)?;
    }
    let report = CoverageReport {
        stacks: Vec::new(),
        verdicts: Vec::new(),
        leaves: LeafCoverage::default(),
        shard: None,
        ignores: Vec::new(),
        ignored_clauses: Vec::new(),
        gates: Vec::new(),
        exit,
    };
    line(&coverage_summary(&report), out)
}

/// Writes the report of `mutate`.
///
/// # Errors
/// Those of `out`.
pub fn write_mutation(report: &MutationReport<'_>, out: &mut impl Write) -> io::Result<()> {
    let mutation = report.mutation;
    for mutant in &mutation.mutants {
        let mutant = Line::Mutant {
            stack: &mutant.stack,
            kind: mutant.kind.word(),
            address: &mutant.address,
            block_type: &mutant.type_name,
            path: &mutant.path,
            class: &mutant.class,
            operator: mutant.operator.name(),
            before: &mutant.before,
            after: &mutant.after,
            outcome: mutant.outcome.word(),
            by: &mutant.by,
            stands_for: mutant.stands_for,
        };
        line(&mutant, out)?;
    }
    for survivors in &mutation.survivors {
        let mutants = survivors.mutants.iter();
        let mutants = mutants.filter_map(|at| mutation.mutants.get(*at));
        let mutants = mutants.map(|mutant| Survivor {
            address: &mutant.address,
            path: &mutant.path,
            operator: mutant.operator.name(),
            before: &mutant.before,
            after: &mutant.after,
        });
        let survivors = Line::Survivors {
            stack: &survivors.stack,
            kind: survivors.kind.word(),
            block_type: &survivors.type_name,
            class: &survivors.class,
            count: survivors.mutants.len(),
            mutants: mutants.collect(),
            toml: survivors.spec.as_deref(),
        };
        line(&survivors, out)?;
    }
    for (case, outcome) in &mutation.left_out {
        line(&Line::LeftOut { case, outcome }, out)?;
    }
    for skipped in &mutation.skipped {
        let skipped = Line::MutantSkip {
            stack: &skipped.stack,
            address: &skipped.address,
            path: &skipped.path,
            operator: skipped.operator.name(),
            reason: &skipped.reason,
        };
        line(&skipped, out)?;
    }
    let clauses = mutation.clauses.iter().filter(|_| report.whole);
    for clause in clauses {
        line(&self::clause(clause, false), out)?;
    }
    line(&mutate_summary(report), out)
}

/// Writes what stood in the way of mutants, and the summary of a run of nothing.
///
/// # Errors
/// Those of `out`.
pub fn write_mutation_problems(
    problems: &[(Exit, Diagnostic)],
    exit: Exit,
    out: &mut impl Write,
) -> io::Result<()> {
    for (exit, diagnostic) in problems {
        line(&problem(*exit, diagnostic), out)?;
    }
    let report = MutationReport {
        mutation: &Mutation::default(),
        stacks: &[],
        inputs: &[],
        leaves: None,
        specs: 0,
        narrowed: &[],
        whole: true,
        required: None,
        exit,
    };
    line(&mutate_summary(&report), out)
}

fn block<'a>(stack: &'a StackLeaves, block: &'a BlockLeaves) -> Line<'a> {
    let tally = crate::proof::Tally::of(&block.leaves);
    let fields = Block {
        stack: &stack.stack,
        kind: block.kind.word(),
        address: &block.address,
        block_type: &block.type_name,
        construct_path: block.construct_path.as_deref(),
        state: block.state().word(),
        source: Source {
            file: block.file.to_string_lossy(),
            line: block.line,
        },
        covered_by: &block.covered_by,
        leaves: tally.leaves,
        covered: tally.covered,
        present: tally.present,
        consulted: tally.consulted,
        never: tally.never,
        unknown: tally.unknown,
    };
    match block.kind {
        BlockKind::Resource => Line::Resource(fields),
        _ => Line::Block(fields),
    }
}

fn leaf<'a>(
    stack: &'a StackLeaves,
    block: &'a BlockLeaves,
    leaf: &'a Leaf,
    names: &'a [String],
) -> Line<'a> {
    let class = stack.classes.get(leaf.class);
    let by = leaf.by.iter().filter_map(|at| names.get(*at));
    Line::Leaf {
        stack: &stack.stack,
        address: &block.address,
        path: &leaf.path,
        class: class.map_or("", |class| &class.path),
        state: leaf.state.word(),
        line: leaf.line,
        column: leaf.column,
        by: by.map(String::as_str).collect(),
    }
}

fn clause(clause: &ClauseProof, ignored: bool) -> Line<'_> {
    Line::Clause {
        file: &clause.file,
        spec: &clause.spec,
        clause: clause.clause + 1,
        written: &clause.written,
        source: Source {
            file: clause.source.to_string_lossy(),
            line: clause.line,
        },
        proven: clause.proven,
        why: clause.why.as_deref(),
        covers: clause.covers,
        ignored,
    }
}

fn coverage_summary(report: &CoverageReport) -> Line<'static> {
    let figures = report.figures();
    let outcomes = |built_in| Outcomes::count(|outcome: Outcome| report.count(outcome, built_in));
    Line::CoverageSummary {
        version: VERSION,
        verb: "coverage",
        resources: share(figures.resources),
        attributes: share(figures.attributes),
        present: share(figures.present),
        consulted: share(figures.consulted),
        never: share(figures.never),
        unknown: share(figures.unknown),
        clauses: figures.proven.of,
        proven: share(figures.proven),
        shard: report.shard,
        outcomes: outcomes(false),
        built_in: outcomes(true),
        specs: report.specs(),
        stacks: report.stacks.len(),
        findings: report.verdicts.iter().map(|verdict| verdict.findings).sum(),
        exit_code: report.exit.code(),
    }
}

fn mutate_summary(report: &MutationReport<'_>) -> Line<'static> {
    let mutation = report.mutation;
    let (score, weighted): (Score, Score) = (mutation.score(), mutation.weighted());
    let proven = mutation.clauses.iter().filter(|clause| clause.proven);
    Line::MutateSummary {
        version: VERSION,
        verb: "mutate",
        mutants: score.mutants,
        killed: score.killed,
        survived: score.survived,
        noticed: score.noticed,
        score: score.percent(),
        weighted: Weighted {
            mutants: weighted.mutants,
            killed: weighted.killed,
            survived: weighted.survived,
            noticed: weighted.noticed,
            score: weighted.percent(),
        },
        possible: mutation.possible,
        skipped: mutation.skipped.len(),
        left_out: mutation.left_out.len(),
        clauses: mutation.clauses.len(),
        proven: report.whole.then(|| {
            share(Figure {
                count: proven.count(),
                of: mutation.clauses.len(),
            })
        }),
        required: report.required,
        specs: report.specs,
        stacks: report.stacks.len(),
        exit_code: report.exit.code(),
    }
}

fn share(figure: Figure) -> Share {
    Share {
        count: figure.count,
        of: figure.of,
        percent: figure.percent(),
    }
}

#[cfg(test)]
mod tests;
