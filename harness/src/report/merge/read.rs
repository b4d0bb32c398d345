//! Reads a report of coverage back, and holds it to its own summary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::proof::{BlockLeaves, Class, LeafState};
use crate::report::json::VERSION;
use crate::report::proof::{Shard as Part, StackLine, VerdictLine};
use crate::stack::BlockKind;
use crate::verdict::Outcome;

/// What one file says.
#[derive(Debug, Default)]
pub(super) struct Shard {
    /// The file, as it was named.
    pub(super) name: String,
    pub(super) stacks: Vec<(StackLine, String)>,
    pub(super) verdicts: Vec<VerdictLine>,
    /// By stack: its classes and blocks, in their order.
    pub(super) leaves: BTreeMap<String, Leaves>,
    pub(super) clauses: Vec<ClauseLine>,
    /// Which part of the specs it judged.
    pub(super) part: Option<Part>,
}

/// The leaves of a stack.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    pub(super) classes: Vec<Class>,
    /// Blocks without leaves, and their leaves.
    pub(super) blocks: Vec<(BlockLeaves, Vec<LeafLine>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeafLine {
    pub(super) path: Box<str>,
    pub(super) class: Box<str>,
    pub(super) state: LeafState,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) by: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct ClauseLine {
    pub(super) file: String,
    pub(super) spec: String,
    pub(super) clause: usize,
    pub(super) written: String,
    pub(super) source: Source,
    pub(super) proven: bool,
    pub(super) why: Option<String>,
    pub(super) covers: usize,
    pub(super) ignored: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Source {
    pub(super) file: PathBuf,
    pub(super) line: usize,
}

#[derive(Deserialize)]
struct Head<'t> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'t, str>,
}

#[derive(Deserialize)]
struct OfStack {
    name: String,
    role: String,
    input: String,
}

#[derive(Deserialize)]
struct OfVerdict {
    stack: String,
    file: String,
    spec: String,
    level: String,
    outcome: String,
    findings: usize,
}

#[derive(Deserialize)]
struct OfBlock {
    stack: String,
    kind: String,
    address: String,
    block_type: String,
    construct_path: Option<String>,
    source: Source,
    covered_by: Vec<String>,
}

#[derive(Deserialize)]
struct OfLeaf {
    stack: String,
    address: String,
    path: Box<str>,
    class: Box<str>,
    state: String,
    line: usize,
    column: usize,
    by: Vec<String>,
}

#[derive(Deserialize)]
struct OfClass {
    stack: String,
    kind: String,
    block_type: String,
    path: String,
}

#[derive(Deserialize)]
struct Summary {
    resources: Share,
    attributes: Share,
    unknown: Share,
    proven: Share,
    outcomes: BTreeMap<String, usize>,
    built_in: BTreeMap<String, usize>,
    stacks: usize,
    shard: Option<Part>,
}

/// What every summary has; which other fields there are hangs on it.
#[derive(Deserialize)]
struct AnySummary<'t> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'t, str>,
    version: Option<u32>,
    #[serde(borrow, default)]
    verb: Option<Cow<'t, str>>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Share {
    count: usize,
    of: usize,
}

/// Reads a report.
///
/// # Errors
/// It is of another kind or version, was cut off, or holds what cannot be merged.
pub(super) fn shard(name: &str, text: &str) -> Result<Shard, Box<Diagnostic>> {
    let summary = summary(name, text)?;
    let mut shard = Shard {
        name: name.to_owned(),
        ..Shard::default()
    };
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines[..lines.len().saturating_sub(1)].iter().enumerate() {
        let wrong = |why: &str| {
            let message = format!("{name}:{}: {why}", at + 1);
            let help = "merge reads what `stackspec coverage --message-format json` writes";
            Box::new(Diagnostic::error(message).help(help))
        };
        shard.take(line).map_err(|why| wrong(&why))?;
    }
    shard.hold_to(&summary)?;
    shard.part = summary.shard;
    Ok(shard)
}

/// The last line.
fn summary(name: &str, text: &str) -> Result<Summary, Box<Diagnostic>> {
    let refuse = |why: String, help: &str| {
        let error = Diagnostic::error(format!("`{name}` cannot be merged: {why}"));
        Err(Box::new(error.help(help)))
    };
    let again = "write it again: `stackspec coverage INPUT --message-format json --output FILE`";
    let last = text.lines().next_back().unwrap_or_default();
    let any: AnySummary<'_> = match serde_json::from_str(last) {
        Ok(any) => any,
        Err(_) => {
            let why = "it does not end with a summary line, so it was cut off or is no report";
            return refuse(why.to_owned(), again);
        }
    };
    if any.kind != "summary" {
        let why = format!("its last line is of type `{}`, not `summary`", any.kind);
        return refuse(why, again);
    }
    let version = any.version.unwrap_or_default();
    if version != VERSION {
        let why =
            format!("it is of version {version} of the format, and this is version {VERSION}");
        return refuse(why, "write all shards with one version of stackspec");
    }
    match any.verb.as_deref() {
        Some("coverage") => {}
        verb => {
            let verb = verb.unwrap_or("check");
            let why =
                format!("it is a report of `{verb}`, and only those of `coverage` are merged");
            return refuse(why, again);
        }
    }
    match serde_json::from_str(last) {
        Ok(summary) => Ok(summary),
        Err(error) => refuse(format!("its summary cannot be read: {error}"), again),
    }
}

impl Shard {
    fn take(&mut self, line: &str) -> Result<(), String> {
        let head: Head<'_> = read(line)?;
        match &*head.kind {
            "stack" => {
                let OfStack { name, role, input } = read(line)?;
                self.leaves.entry(name.clone()).or_default();
                let line = line.to_owned();
                self.stacks.push((StackLine { name, input, line }, role));
            }
            "verdict" => self.verdicts.push(verdict(line)?),
            "resource" | "block" => {
                let (stack, block) = block(read(line)?)?;
                self.leaves
                    .entry(stack)
                    .or_default()
                    .blocks
                    .push((block, Vec::new()));
            }
            "leaf" => {
                let of: OfLeaf = read(line)?;
                let leaf = LeafLine {
                    path: of.path,
                    class: of.class,
                    state: state(&of.state)?,
                    line: of.line,
                    column: of.column,
                    by: of.by,
                };
                let blocks = self.leaves.get_mut(&of.stack);
                match blocks.and_then(|leaves| leaves.blocks.last_mut()) {
                    Some((block, leaves)) if block.address == of.address => leaves.push(leaf),
                    _ => return Err(format!("no block of {} stands before its leaf", of.address)),
                }
            }
            "class" => {
                let of: OfClass = read(line)?;
                self.leaves
                    .entry(of.stack)
                    .or_default()
                    .classes
                    .push(Class {
                        kind: kind(&of.kind)?,
                        type_name: of.block_type,
                        path: of.path,
                    });
            }
            "clause" => self.clauses.push(read(line)?),
            // They are judged anew.
            "gate" | "ignore" => {}
            "problem" => return Err("this run came to nothing: it has a problem".to_owned()),
            other => return Err(format!("a line of type `{other}` cannot be merged")),
        }
        Ok(())
    }

    /// Whether the lines are those that the summary counts.
    fn hold_to(&self, summary: &Summary) -> Result<(), Box<Diagnostic>> {
        let blocks = || self.leaves.values().flat_map(|leaves| &leaves.blocks);
        let resources = || blocks().filter(|(block, _)| block.kind == BlockKind::Resource);
        let leaves = || blocks().flat_map(|(_, leaves)| leaves);
        let known = || leaves().filter(|leaf| leaf.state != LeafState::Unknown);
        let covered = resources().filter(|(block, _)| !block.covered_by.is_empty());
        let of = |count, of| Share { count, of };
        let counting = || self.clauses.iter().filter(|clause| !clause.ignored);
        let proven = counting().filter(|clause| clause.proven);
        let attributes = known().filter(|leaf| leaf.state == LeafState::Covered);
        let unknown = leaves().count() - known().count();
        let outcomes = |built_in: bool| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for outcome in Outcome::ALL {
                counts.insert(outcome.word().to_owned(), 0);
            }
            let verdicts = self.verdicts.iter();
            for verdict in verdicts.filter(|verdict| verdict.is_built_in() == built_in) {
                *counts.entry(verdict.outcome.word().to_owned()).or_default() += 1;
            }
            counts
        };
        let held = [
            (
                "resources",
                summary.resources == of(covered.count(), resources().count()),
            ),
            (
                "leaves",
                summary.attributes == of(attributes.count(), known().count()),
            ),
            ("leaves", summary.unknown == of(unknown, leaves().count())),
            (
                "clauses",
                summary.proven == of(proven.count(), counting().count()),
            ),
            ("verdicts", summary.outcomes == outcomes(false)),
            ("verdicts", summary.built_in == outcomes(true)),
            ("stacks", summary.stacks == self.stacks.len()),
        ];
        match held.iter().find(|(_, held)| !held) {
            None => Ok(()),
            Some((what, _)) => {
                let name = &self.name;
                let message = format!(
                    "`{name}` cannot be merged: its {what} are not those that its summary counts"
                );
                let help = "lines were lost or changed; write it again";
                Err(Box::new(Diagnostic::error(message).help(help)))
            }
        }
    }
}

fn read<'t, T: Deserialize<'t>>(line: &'t str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| error.to_string())
}

fn verdict(line: &str) -> Result<VerdictLine, String> {
    let of: OfVerdict = read(line)?;
    let outcome = Outcome::ALL.into_iter().find(|it| it.word() == of.outcome);
    let outcome = outcome.ok_or_else(|| format!("`{}` is no outcome", of.outcome))?;
    Ok(VerdictLine {
        stack: of.stack,
        file: of.file,
        spec: of.spec,
        outcome,
        red: outcome.is_red() && of.level == "deny",
        findings: of.findings,
        line: line.to_owned(),
    })
}

fn block(of: OfBlock) -> Result<(String, BlockLeaves), String> {
    let block = BlockLeaves {
        kind: kind(&of.kind)?,
        address: of.address,
        type_name: of.block_type,
        construct_path: of.construct_path,
        file: of.source.file,
        line: of.source.line,
        covered_by: of.covered_by,
        leaves: Vec::new(),
    };
    Ok((of.stack, block))
}

fn state(word: &str) -> Result<LeafState, String> {
    let found = LeafState::ALL
        .into_iter()
        .find(|state| state.word() == word);
    found.ok_or_else(|| format!("`{word}` is no state of a leaf"))
}

fn kind(word: &str) -> Result<BlockKind, String> {
    let found = BlockKind::ALL.into_iter().find(|kind| kind.word() == word);
    found.ok_or_else(|| format!("`{word}` is no kind of block"))
}
