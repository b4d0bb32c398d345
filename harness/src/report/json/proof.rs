//! The lines of `coverage`, `merge` and `mutate`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::lines::Outcomes;
use super::{VERSION, line, problem};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::proof::{BlockLeaves, ClauseProof, Leaf, LeafCoverage, Mutation, Score, StackLeaves};
use crate::report::proof::{CoverageReport, Figure, MutationReport, Shard};
use crate::stack::BlockKind;
use crate::verdict::Outcome;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    Resource(Block<'a>),
    Block(Block<'a>),
    Leaf {
        stack: &'a str,
        address: &'a str,
        path: &'a str,
        class: &'a str,
        state: &'static str,
        line: usize,
        column: usize,
        by: Vec<&'a str>,
    },
    Class {
        stack: &'a str,
        kind: &'static str,
        block_type: &'a str,
        path: &'a str,
        leaves: usize,
        covered: usize,
        present: usize,
        consulted: usize,
        never: usize,
        unknown: usize,
    },
    Clause {
        file: &'a str,
        spec: &'a str,
        clause: usize,
        written: &'a str,
        source: Source<'a>,
        proven: bool,
        why: Option<&'a str>,
        covers: usize,
        ignored: bool,
    },
    Mutant {
        stack: &'a str,
        kind: &'static str,
        address: &'a str,
        block_type: &'a str,
        path: &'a str,
        class: &'a str,
        operator: &'static str,
        before: &'a str,
        after: &'a str,
        outcome: &'static str,
        by: &'a [String],
        stands_for: usize,
    },
    Survivors {
        stack: &'a str,
        kind: &'static str,
        block_type: &'a str,
        class: &'a str,
        count: usize,
        mutants: Vec<Survivor<'a>>,
        toml: Option<&'a str>,
    },
    LeftOut {
        case: &'a str,
        outcome: &'static str,
    },
    MutantSkip {
        stack: &'a str,
        address: &'a str,
        path: &'a str,
        operator: &'static str,
        reason: &'a str,
    },
    #[serde(rename = "summary")]
    CoverageSummary {
        version: u32,
        verb: &'static str,
        resources: Share,
        attributes: Share,
        present: Share,
        consulted: Share,
        never: Share,
        unknown: Share,
        clauses: usize,
        proven: Share,
        shard: Option<Shard>,
        outcomes: Outcomes,
        built_in: Outcomes,
        specs: usize,
        stacks: usize,
        findings: usize,
        exit_code: u8,
    },
    #[serde(rename = "summary")]
    MutateSummary {
        version: u32,
        verb: &'static str,
        mutants: usize,
        killed: usize,
        survived: usize,
        noticed: usize,
        score: Option<u8>,
        weighted: Weighted,
        possible: usize,
        skipped: usize,
        left_out: usize,
        clauses: usize,
        proven: Option<Share>,
        required: Option<u8>,
        specs: usize,
        stacks: usize,
        exit_code: u8,
    },
}

#[derive(Serialize)]
struct Block<'a> {
    stack: &'a str,
    kind: &'static str,
    address: &'a str,
    block_type: &'a str,
    construct_path: Option<&'a str>,
    state: &'static str,
    source: Source<'a>,
    covered_by: &'a [String],
    leaves: usize,
    covered: usize,
    present: usize,
    consulted: usize,
    never: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct Source<'a> {
    file: Cow<'a, str>,
    line: usize,
}

#[derive(Serialize)]
struct Survivor<'a> {
    address: &'a str,
    path: &'a str,
    operator: &'static str,
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct Share {
    count: usize,
    of: usize,
    percent: Option<u8>,
}

#[derive(Serialize)]
struct Weighted {
    mutants: usize,
    killed: usize,
    survived: usize,
    noticed: usize,
    score: Option<u8>,
}

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
mod tests {
    use std::fmt;

    use pretty_assertions::assert_eq;
    use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

    use super::*;
    use crate::report::example;
    use crate::report::json::TABLE;

    /// The members of a JSON object, in the order of the text.
    struct Keys(Vec<String>);

    impl<'de> Deserialize<'de> for Keys {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Names;
            impl<'de> Visitor<'de> for Names {
                type Value = Keys;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                    let mut keys = Vec::new();
                    while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                        keys.push(key);
                    }
                    Ok(Keys(keys))
                }
            }
            from.deserialize_map(Names)
        }
    }

    fn mutation<'r>(mutation: &'r Mutation) -> MutationReport<'r> {
        MutationReport {
            mutation,
            stacks: &[],
            inputs: &[],
            leaves: None,
            specs: 2,
            narrowed: &[],
            whole: true,
            required: Some(90),
            exit: Exit::Failed,
        }
    }

    fn lines(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> Vec<String> {
        let mut text = Vec::new();
        write(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_line_is_in_the_table() {
        let mutants = example::mutation();
        let problem = || [(Exit::Usage, Diagnostic::error("wrong"))];
        let all = [
            lines(|out| write_coverage(&example::report(), out)),
            lines(|out| write_mutation(&mutation(&mutants), out)),
            lines(|out| write_coverage_problems(&problem(), Exit::Usage, out)),
            lines(|out| write_mutation_problems(&problem(), Exit::Usage, out)),
        ];
        let mut seen = Vec::new();
        for line in all.concat() {
            let value: serde_json::Value = serde_json::from_str(&line).unwrap();
            let (name, verb) = (value["type"].as_str().unwrap(), value["verb"].as_str());
            if matches!(name, "stack" | "verdict") {
                continue; // Those of the example are made by hand.
            }
            let same = |row: &&crate::report::json::LineInfo| {
                row.name == name && row.verb == verb.unwrap_or_default()
            };
            let row = TABLE.iter().find(same).unwrap();
            let mut fields = vec!["type"];
            fields.extend(row.fields.iter().map(|field| field.name));
            let keys: Keys = serde_json::from_str(&line).unwrap();
            assert_eq!(keys.0, fields, "{line}");
            seen.push((row.name, row.verb));
        }
        let of_proof = |says: &str| says.starts_with("`coverage`") || says.starts_with("`mutate`");
        let unseen = TABLE.iter().filter(|row| of_proof(row.says));
        let unseen: Vec<_> = unseen
            .filter(|row| !seen.contains(&(row.name, row.verb)))
            .collect();
        assert!(unseen.is_empty(), "{unseen:?}");
    }

    #[test]
    fn figures_of_the_summary() {
        let last = lines(|out| write_coverage(&example::report(), out))
            .pop()
            .unwrap();
        let last: serde_json::Value = serde_json::from_str(&last).unwrap();
        let share =
            |count, of, percent| serde_json::json!({"count": count, "of": of, "percent": percent});
        assert_eq!(last["resources"], share(1, 2, 50));
        assert_eq!(last["attributes"], share(4, 8, 50));
        assert_eq!(last["present"], share(1, 8, 12));
        assert_eq!(last["unknown"], share(1, 9, 11));
        assert_eq!(last["proven"], share(3, 4, 75));
        assert_eq!(last["clauses"], 4);
        let mutants = example::mutation();
        let last = lines(|out| write_mutation(&mutation(&mutants), out))
            .pop()
            .unwrap();
        let last: serde_json::Value = serde_json::from_str(&last).unwrap();
        assert_eq!(last["score"], 33);
        assert_eq!(last["weighted"]["mutants"], 8);
        assert_eq!(last["exit_code"], 100);
        // Nothing is no 100 percent.
        let none = lines(|out| write_mutation(&mutation(&Mutation::default()), out)).pop();
        let none: serde_json::Value = serde_json::from_str(&none.unwrap()).unwrap();
        assert_eq!(none["score"], serde_json::Value::Null);
    }

    #[test]
    fn a_leaf_names_its_clauses() {
        let all = lines(|out| write_coverage(&example::report(), out));
        let leaf = all
            .iter()
            .find(|line| line.contains("$.tags.Name"))
            .unwrap();
        assert!(
            leaf.contains(r#""state":"covered","line":13,"column":9,"by":["storage::versions#1","tags::owner#1"]"#),
            "{leaf}"
        );
    }
}
