//! Puts reports of coverage together that shards of one run wrote.
//!
//! What is merged are sets of leaves, never percentages: a leaf is what its strongest shard says,
//! and every figure is counted anew. A shard judged a part of the specs or of the stacks.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use super::proof::{CoverageReport, VerdictLine};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::proof::{ClauseProof, Leaf, LeafCoverage, StackLeaves};
use read::{ClauseLine, LeafLine, Leaves, Shard, shard};

/// What came of merging.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The report of all shards.
    pub report: CoverageReport,
    /// Whether they are parts of one run (`--shard`), from which nothing was taken out yet that does
    /// not count.
    pub parts: bool,
    /// What no shard judged, although one has the stack and one the spec: the stack's name, and the
    /// spec as `<file>::<id>`.
    pub missing: Vec<(String, String)>,
}

/// Merges reports of `coverage`, each given by its name and its text.
///
/// # Errors
/// A file that is no whole report of coverage of this version; the same shard twice; a stack or a
/// clause that is not the same in two of them.
pub fn merge(files: &[(String, String)]) -> Result<Merged, Vec<Diagnostic>> {
    let (mut shards, mut errors) = (Vec::new(), Vec::new());
    for (name, text) in files {
        match shard(name, text) {
            Ok(shard) => shards.push(shard),
            Err(error) => errors.push(*error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // The order of the specs, whatever the order of the files.
    shards.sort_by_key(|shard| shard.part);
    together(&shards).map_err(|error| vec![*error])
}

fn together(shards: &[Shard]) -> Result<Merged, Box<Diagnostic>> {
    parts(shards)?;
    let verdicts = verdicts(shards)?;
    let clauses = clauses(shards)?;
    let places: BTreeMap<String, usize> = clauses
        .iter()
        .enumerate()
        .map(|(at, clause)| (clause.name(), at))
        .collect();
    let (mut stacks, mut leaves) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (stack, role) in shards.iter().flat_map(|shard| &shard.stacks) {
        if seen.insert(&stack.name) {
            stacks.push(stack.clone());
            leaves.push(leaves_of(&stack.name, role, shards, &places)?);
        }
    }
    let mut report = CoverageReport {
        stacks,
        verdicts,
        leaves: LeafCoverage {
            stacks: leaves,
            clauses,
        },
        shard: None,
        ignores: Vec::new(),
        ignored_clauses: ignored(shards, &places),
        gates: Vec::new(),
        exit: Exit::Ok,
    };
    recount(&mut report.leaves, shards);
    let order: BTreeMap<&str, usize> = report
        .stacks
        .iter()
        .enumerate()
        .map(|(at, stack)| (stack.name.as_str(), at))
        .collect();
    let key = |verdict: &VerdictLine| {
        let stack = order.get(verdict.stack.as_str()).copied();
        (stack, verdict.is_built_in(), verdict.file.clone())
    };
    report.verdicts.sort_by_cached_key(key);
    let missing = missing(&report);
    let parts = shards.iter().any(|shard| shard.part.is_some());
    Ok(Merged {
        report,
        parts,
        missing,
    })
}

/// Whether the parts that `--shard` took are all there.
fn parts(shards: &[Shard]) -> Result<(), Box<Diagnostic>> {
    let Some(last) = shards.last() else {
        return Ok(());
    };
    let parts: BTreeSet<_> = shards.iter().map(|shard| shard.part).collect();
    let refuse = |message: String, help: &str| Err(Box::new(Diagnostic::error(message).help(help)));
    let Some(of) = last.part.map(|part| part.of) else {
        return Ok(());
    };
    if let Some(other) = shards
        .iter()
        .find(|shard| shard.part.is_none_or(|it| it.of != of))
    {
        let message = format!(
            "`{}` is not of the shards that `{}` is one of: --shard N/{of}",
            other.name, last.name
        );
        return refuse(message, "merge the reports of one run");
    }
    let seen = |number: &usize| parts.iter().flatten().any(|part| part.number == *number);
    match (1..=of).find(|number| !seen(number)) {
        None => Ok(()),
        Some(number) => refuse(
            format!("the report of shard {number}/{of} is missing"),
            "name the reports of all shards",
        ),
    }
}

/// All verdicts; those of built-in specs, which every shard has, once.
fn verdicts(shards: &[Shard]) -> Result<Vec<VerdictLine>, Box<Diagnostic>> {
    let mut merged: Vec<VerdictLine> = Vec::new();
    let mut seen: BTreeMap<(&str, &str, &str), (usize, &str)> = BTreeMap::new();
    for shard in shards {
        for verdict in &shard.verdicts {
            let key = (&*verdict.stack, &*verdict.file, &*verdict.spec);
            match seen.get(&key) {
                None => {
                    seen.insert(key, (merged.len(), &shard.name));
                    merged.push(verdict.clone());
                }
                Some((at, _)) if verdict.is_built_in() => {
                    // The worst that any of them saw.
                    if merged[*at].outcome < verdict.outcome {
                        merged[*at] = verdict.clone();
                    }
                }
                Some((_, first)) => {
                    let message = format!(
                        "`{first}` and `{}` are the same shard: both judged {} on `{}`",
                        shard.name,
                        verdict.spec(),
                        verdict.stack
                    );
                    let help =
                        "name each file once, and let each shard have specs or stacks of its own";
                    return Err(Box::new(Diagnostic::error(message).help(help)));
                }
            }
        }
    }
    Ok(merged)
}

/// All clauses, in the order of the names of spec files.
fn clauses(shards: &[Shard]) -> Result<Vec<ClauseProof>, Box<Diagnostic>> {
    let mut merged: Vec<ClauseProof> = Vec::new();
    let mut seen: BTreeMap<(&str, &str, usize), (usize, &str)> = BTreeMap::new();
    for shard in shards {
        for line in &shard.clauses {
            let Some((at, first)) = seen.get(&(&line.file, &line.spec, line.clause)) else {
                let key = (&*line.file, &*line.spec, line.clause);
                seen.insert(key, (merged.len(), &shard.name));
                merged.push(proof(line));
                continue;
            };
            let known = &mut merged[*at];
            if known.written != line.written {
                let message = format!(
                    "{} is not the same in `{first}` and `{}`",
                    known.name(),
                    shard.name
                );
                let help = "let all shards judge the same spec files";
                return Err(Box::new(Diagnostic::error(message).help(help)));
            }
            known.proven |= line.proven;
            if known.proven {
                known.why = None;
            }
        }
    }
    merged.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(merged)
}

fn proof(line: &ClauseLine) -> ClauseProof {
    ClauseProof {
        file: line.file.clone(),
        spec: line.spec.clone(),
        clause: line.clause.saturating_sub(1),
        written: line.written.clone(),
        source: line.source.file.clone(),
        line: line.source.line,
        proven: line.proven,
        why: line.why.clone(),
        covers: line.covers,
    }
}

/// The clauses that any shard did not count.
fn ignored(shards: &[Shard], places: &BTreeMap<String, usize>) -> Vec<usize> {
    let lines = shards.iter().flat_map(|shard| &shard.clauses);
    let ignored = lines
        .filter(|line| line.ignored)
        .map(|line| proof(line).name());
    let ignored: BTreeSet<usize> = ignored
        .filter_map(|name| places.get(&name).copied())
        .collect();
    ignored.into_iter().collect()
}

/// A clause that several shards have covers the leaves of all of them.
fn recount(coverage: &mut LeafCoverage, shards: &[Shard]) {
    let mut counts = vec![0; coverage.clauses.len()];
    let leaves = coverage.stacks.iter().flat_map(StackLeaves::leaves);
    for at in leaves.flat_map(|leaf| &leaf.by) {
        if let Some(count) = counts.get_mut(*at) {
            *count += 1;
        }
    }
    let mut named: BTreeMap<(&str, &str, usize), usize> = BTreeMap::new();
    for line in shards.iter().flat_map(|shard| &shard.clauses) {
        *named
            .entry((&line.file, &line.spec, line.clause.saturating_sub(1)))
            .or_default() += 1;
    }
    for (clause, count) in coverage.clauses.iter_mut().zip(counts) {
        let shards = named.get(&(&*clause.file, &*clause.spec, clause.clause));
        if shards.is_some_and(|shards| *shards > 1) {
            clause.covers = count;
        }
    }
}

/// The leaves of one stack, from every shard that has it.
fn leaves_of(
    stack: &str,
    role: &str,
    shards: &[Shard],
    clauses: &BTreeMap<String, usize>,
) -> Result<StackLeaves, Box<Diagnostic>> {
    let having = |shard: &Shard| shard.stacks.iter().any(|(other, _)| other.name == stack);
    let having: Vec<&Shard> = shards.iter().filter(|shard| having(shard)).collect();
    let of: Vec<&Leaves> = having
        .iter()
        .filter_map(|it| it.leaves.get(stack))
        .collect();
    let mut merged = StackLeaves {
        stack: stack.to_owned(),
        role: role.to_owned(),
        ..StackLeaves::default()
    };
    let Some(first) = of.first() else {
        return Ok(merged);
    };
    for (shard, other) in having.iter().zip(&of).skip(1) {
        if let Some(what) = difference(first, other) {
            let (one, two) = (&having[0].name, &shard.name);
            let message =
                format!("the stack `{stack}` is not the same in `{one}` and `{two}`: {what}");
            let help = "synthesize once, and let all shards judge that";
            return Err(Box::new(Diagnostic::error(message).help(help)));
        }
    }
    merged.classes = first.classes.clone();
    let classes: BTreeMap<_, usize> = first
        .classes
        .iter()
        .enumerate()
        .map(|(at, class)| ((class.kind, &*class.type_name, &*class.path), at))
        .collect();
    for (at, (block, lines)) in first.blocks.iter().enumerate() {
        let mut block = block.clone();
        let by = of.iter().flat_map(|leaves| &leaves.blocks[at].0.covered_by);
        let by: BTreeSet<&String> = by.collect();
        block.covered_by = by.into_iter().cloned().collect();
        for (nth, line) in lines.iter().enumerate() {
            let same = || of.iter().map(|leaves| &leaves.blocks[at].1[nth]);
            let class = (block.kind, &*block.type_name, &*line.class);
            let Some(class) = classes.get(&class) else {
                return Err(nowhere(&having[0].name, &format!("class `{}`", line.class)));
            };
            let by: Option<BTreeSet<usize>> = same()
                .flat_map(|leaf| &leaf.by)
                .map(|name| clauses.get(name).copied())
                .collect();
            let Some(by) = by else {
                return Err(nowhere(&having[0].name, "clause that a leaf names"));
            };
            block.leaves.push(Leaf {
                path: line.path.clone(),
                class: *class,
                line: line.line,
                column: line.column,
                state: same().map(|leaf| leaf.state).max().unwrap_or(line.state),
                by: by.into_iter().collect(),
            });
        }
        merged.blocks.push(block);
    }
    Ok(merged)
}

fn nowhere(file: &str, what: &str) -> Box<Diagnostic> {
    let message = format!("`{file}` cannot be merged: it has no line of the {what}");
    Box::new(Diagnostic::error(message).help("lines were lost or changed; write it again"))
}

/// What is not the same, if anything is.
fn difference(one: &Leaves, two: &Leaves) -> Option<String> {
    let place = |leaf: &LeafLine| (leaf.path.clone(), leaf.line, leaf.column);
    let mut both = one.blocks.iter().zip(&two.blocks);
    let other = both.find_map(|((a, of_a), (b, of_b))| {
        if (a.kind, &a.address) != (b.kind, &b.address) {
            return Some(format!("{} and {}", a.address, b.address));
        }
        let mut leaves = of_a.iter().zip(of_b);
        let leaf = leaves.find(|(a, b)| place(a) != place(b));
        let leaf = leaf.map(|(a, b)| {
            format!(
                "{} in line {}, and {} in {}",
                a.path, a.line, b.path, b.line
            )
        });
        let count = (of_a.len() != of_b.len()).then(|| {
            format!(
                "{} has {} leaves, and {}",
                a.address,
                of_a.len(),
                of_b.len()
            )
        });
        leaf.map(|leaf| format!("{}: {leaf}", a.address)).or(count)
    });
    let counts = (one.blocks.len(), two.blocks.len());
    let count = (counts.0 != counts.1).then(|| format!("{} blocks, and {}", counts.0, counts.1));
    let classes = (one.classes != two.classes).then(|| "its classes".to_owned());
    other.or(count).or(classes)
}

/// What no shard judged.
fn missing(report: &CoverageReport) -> Vec<(String, String)> {
    let own = || {
        report
            .verdicts
            .iter()
            .filter(|verdict| !verdict.is_built_in())
    };
    let judged: BTreeSet<(&str, String)> = own().map(|it| (&*it.stack, it.spec())).collect();
    let specs: BTreeSet<String> = own().map(VerdictLine::spec).collect();
    let stacks = report.stacks.iter().map(|stack| &*stack.name);
    stacks
        .flat_map(|stack| specs.iter().map(move |spec| (stack, spec.clone())))
        .filter(|pair| !judged.contains(pair))
        .map(|(stack, spec)| (stack.to_owned(), spec))
        .collect()
}

#[cfg(test)]
mod tests;
