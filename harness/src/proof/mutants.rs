//! Mutants: which there are, which are tried, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use globset::{Glob, GlobMatcher};

use super::bench::{Bench, Part, Tried};
use super::change::{self, joined};
use super::edit::{Change, edited};
use super::mutant::{Mutant, Outcome, Scope, SkippedMutant};
use super::operator::Operator;
use super::readers::Readers;
use super::slice::Edit;
use super::text::Piece;
use super::written::{Place, Scalar, Written, class_of, member_of, written};
use crate::check::redacted;
use crate::config::BlockName;
use crate::graph::Vertex;
use crate::spec::full_name;
use crate::stack::{BlockId, BlockKind, Model, Repeat, Stack};
use crate::template::Reference;
use crate::threads;
use crate::verdict;

/// How many mutants of a class and operator are tried.
const STRATUM: usize = 3;

/// What is said of a mutant whose removal leaves references to nothing.
const UNDECLARED: &str = "stackspec::reference-undeclared";

/// One mutant, before it is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Planned {
    at: Vertex,
    /// Which of the block's, in the order of [`each`].
    nth: u32,
    /// How many it stands for.
    stands_for: usize,
}

/// What is to be tried, and what is not.
struct Plan {
    planned: Vec<Planned>,
    skipped: Vec<SkippedMutant>,
    possible: usize,
}

/// Mutants that are alike: stack, kind and type of block, a number for the path without indexes,
/// operator.
type Stratum = (usize, BlockKind, Arc<str>, u64, Operator);

/// What is known of a mutant before any is chosen. There are millions of them.
struct Candidate {
    rank: u64,
    class: u64,
    nth: u32,
    operator: Operator,
}

/// What came of the mutants that a scope asks for.
pub(super) struct Done {
    pub(super) mutants: Vec<Mutant>,
    pub(super) skipped: Vec<SkippedMutant>,
    /// The clauses that failed for one.
    pub(super) proven: BTreeSet<usize>,
    /// How many there would have been.
    pub(super) possible: usize,
}

/// The mutants that a scope asks for, judged.
pub(super) fn run(
    readers: &Readers<'_, '_, '_>,
    scope: &Scope,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Done {
    let peers = Peers::of(readers);
    let Plan {
        planned,
        skipped,
        possible,
    } = plan(readers, scope, &peers);
    let mut by_block: Vec<(Vertex, Vec<Planned>)> = Vec::new();
    for one in planned {
        match by_block.last_mut() {
            Some((at, all)) if *at == one.at => all.push(one),
            _ => by_block.push((one.at, vec![one])),
        }
    }
    let (all, done) = (
        by_block.iter().map(|(_, all)| all.len()).sum(),
        AtomicUsize::new(0),
    );
    let judged = threads::each(by_block.len(), |number| {
        let (at, planned) = &by_block[number];
        let judged = of_block(readers, &peers, *at, planned);
        let so_far = done.fetch_add(planned.len(), Ordering::Relaxed) + planned.len();
        progress(so_far, all);
        judged
    });
    let (mut mutants, mut proven) = (Vec::new(), BTreeSet::new());
    for (more, clauses) in judged {
        mutants.extend(more);
        proven.extend(clauses);
    }
    Done {
        mutants,
        skipped,
        proven,
        possible,
    }
}

/// The blocks of each type, for references to lead elsewhere.
struct Peers(Vec<HashMap<(BlockKind, Arc<str>), Vec<String>>>);

impl Peers {
    fn of(readers: &Readers<'_, '_, '_>) -> Self {
        let of_stack = |stack: &Stack| {
            let mut peers: HashMap<(BlockKind, Arc<str>), Vec<String>> = HashMap::new();
            for block in &stack.blocks {
                let whole = block.module.is_empty() && block.key.is_none();
                if whole && matches!(block.kind, BlockKind::Resource | BlockKind::Data) {
                    let key = (block.kind, block.type_name.clone());
                    peers
                        .entry(key)
                        .or_default()
                        .push(block.address.to_string());
                }
            }
            peers
        };
        let stacks = readers.cx.run.stacks.iter();
        Peers(
            stacks
                .map(|subject| of_stack(subject.model.stack()))
                .collect(),
        )
    }

    /// The expression with another block of the same type in it: the next one, never `own`.
    fn other(&self, stack: usize, own: &str, expression: &str) -> Option<String> {
        let reference = Reference::parse(expression)?;
        let (kind, ty, name) = match reference.name(0)? {
            "data" => (BlockKind::Data, reference.name(1)?, reference.name(2)?),
            ty => (BlockKind::Resource, ty, reference.name(1)?),
        };
        let prefix = if kind == BlockKind::Data { "data." } else { "" };
        let address = format!("{prefix}{ty}.{name}");
        let peers = self.0.get(stack)?.get(&(kind, ty.into()))?;
        let at = peers.iter().position(|peer| *peer == address)?;
        let others = peers.iter().cycle().skip(at + 1).take(peers.len() - 1);
        let other = others.into_iter().find(|peer| *peer != own)?;
        let rest = expression.strip_prefix(&address)?;
        Some(format!("{other}{rest}"))
    }
}

/// The mutants to try, in the order of blocks, paths and operators.
fn plan(readers: &Readers<'_, '_, '_>, scope: &Scope, peers: &Peers) -> Plan {
    let globs: Vec<GlobMatcher> = scope
        .resources
        .iter()
        .filter_map(|glob| Some(Glob::new(glob).ok()?.compile_matcher()))
        .collect();
    let blocks: Vec<Vertex> = readers
        .cx
        .run
        .stacks
        .iter()
        .enumerate()
        .flat_map(|(stack, subject)| {
            let count = subject.model.stack().blocks.len();
            (0..count).map(move |block| Vertex { stack, block })
        })
        .filter(|at| {
            let block = readers.cx.run.stacks[at.stack].model.block(at.block);
            let asked = globs.is_empty() || globs.iter().any(|it| it.is_match(&*block.address));
            block.kind != BlockKind::Document && block.repeat != Repeat::Times(0) && asked
        })
        .collect();
    let found = threads::each(blocks.len(), |number| {
        let at = blocks[number];
        let subject = &readers.cx.run.stacks[at.stack];
        let block = subject.model.block(at.block);
        let address = &block.address;
        let name = BlockName {
            kind: block.kind,
            type_name: &block.type_name,
            address,
            construct_path: block.construct_path.as_deref(),
        };
        let (mut all, mut skipped) = (Vec::new(), Vec::new());
        let mut nth = 0;
        each(&subject.model, at, peers, &mut |place, operator, _, _| {
            let path = path_of(place);
            if scope.has(&subject.role, address, &path) {
                let mut skips = scope.skips.iter();
                match skips.find(|skip| skip.has(name, &path, operator)) {
                    Some(skip) => skipped.push(SkippedMutant {
                        stack: subject.model.stack().name.clone(),
                        address: address.to_string(),
                        path: path.into(),
                        operator,
                        reason: skip.entry.reason.clone(),
                    }),
                    None => all.push(Candidate {
                        rank: super::rank(address, &path, operator.name()),
                        class: super::rank("", &class(place), ""),
                        nth,
                        operator,
                    }),
                }
            }
            nth += 1;
        });
        (all.into_boxed_slice(), skipped)
    });
    let mut strata: BTreeMap<Stratum, (usize, Vec<(u64, Planned)>)> = BTreeMap::new();
    let (mut possible, mut skipped) = (0, Vec::new());
    for (at, (all, left)) in blocks.iter().zip(found) {
        skipped.extend(left);
        let block = readers.cx.run.stacks[at.stack].model.block(at.block);
        for one in &all {
            possible += 1;
            let key = (
                at.stack,
                block.kind,
                block.type_name.clone(),
                one.class,
                one.operator,
            );
            let planned = Planned {
                at: *at,
                nth: one.nth,
                stands_for: 1,
            };
            let (count, kept) = strata.entry(key).or_default();
            *count += 1;
            kept.push((one.rank, planned));
            if !scope.all && kept.len() > STRATUM {
                kept.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
                kept.truncate(STRATUM);
            }
        }
    }
    let mut planned: Vec<Planned> = Vec::new();
    for (count, kept) in strata.into_values() {
        let parts = kept.len();
        for (nth, (_, mut one)) in kept.into_iter().enumerate() {
            // What is left over after sharing out goes to the first.
            one.stands_for = count / parts + usize::from(nth < count % parts);
            planned.push(one);
        }
    }
    planned.sort();
    skipped.sort_by(|a: &SkippedMutant, b| {
        let [a, b] = [a, b].map(|it| (&it.stack, &it.address, &it.path, it.operator));
        a.cmp(&b)
    });
    Plan {
        planned,
        skipped,
        possible,
    }
}

fn path_of(place: Option<&Place>) -> String {
    place.map_or_else(|| "$".to_owned(), |place| place.path.shorthand())
}

fn class(place: Option<&Place>) -> String {
    place.map_or_else(|| "$".to_owned(), |place| class_of(&place.path))
}

/// Shows every mutant of a block: the place (none for the block as a whole), the operator, what is
/// done, and what the block says.
fn each(
    model: &Model<'_>,
    at: Vertex,
    peers: &Peers,
    show: &mut dyn FnMut(Option<&Place>, Operator, &Change, &Written),
) {
    let block = model.block(at.block);
    let Some(written) = written(model, at.block) else {
        return;
    };
    let refer = |expression: &str| peers.other(at.stack, &block.address, expression);
    for place in written.leaves.iter().chain(&written.blocks) {
        for (operator, change) in change::mistakes(place, &refer) {
            show(Some(place), operator, &change, &written);
        }
    }
    if written.json.get("depends_on").is_some() {
        show(None, Operator::DropDependsOn, &Change::Drop, &written);
    }
    if block.kind == BlockKind::Resource {
        show(None, Operator::Remove, &Change::Drop, &written);
        show(None, Operator::Duplicate, &Change::Drop, &written);
    }
}

/// Judges the mutants of one block.
fn of_block(
    readers: &Readers<'_, '_, '_>,
    peers: &Peers,
    at: Vertex,
    planned: &[Planned],
) -> (Vec<Mutant>, BTreeSet<usize>) {
    let subject = &readers.cx.run.stacks[at.stack];
    let (model, block) = (&subject.model, subject.model.block(at.block));
    let mut bench = Bench::new(readers, at);
    let (mut mutants, mut proven) = (Vec::new(), BTreeSet::new());
    let (mut nth, mut planned) = (0, planned.iter().peekable());
    each(model, at, peers, &mut |place, operator, change, written| {
        nth += 1;
        let Some(Planned { stands_for, .. }) = planned.next_if(|it| it.nth == nth - 1) else {
            return;
        };
        let path = path_of(place);
        let Some((tried, undeclared)) =
            judge(readers, &mut bench, at, (place, operator), change, written)
        else {
            return;
        };
        let number = |(cell, clause): &(usize, usize)| readers.cells[*cell].first_clause + clause;
        proven.extend(tried.killed.iter().map(number));
        let name = |cell: &usize| {
            let cell = &readers.cells[*cell];
            full_name(&cell.file.name, &cell.spec.id)
        };
        // A spec that loses its only subject is red: for a resource that is gone that is a kill.
        let only = |cell: &&usize| is_only_subject(readers, **cell);
        let emptied: Vec<&usize> = tried.emptied.iter().filter(only).collect();
        let mut by: BTreeSet<String> = tried.killed.iter().map(|(cell, _)| name(cell)).collect();
        if operator == Operator::Remove {
            by.extend(emptied.iter().map(|cell| name(cell)));
        }
        if undeclared {
            by.insert(UNDECLARED.to_owned());
        }
        let mut outcome = Outcome::Killed;
        if by.is_empty() {
            by.extend(tried.unjudged.iter().chain(emptied).map(name));
            outcome = match by.is_empty() {
                true => Outcome::Survived,
                false => Outcome::Noticed,
            };
        }
        let (before, after) = shown(model, at.block, place, change);
        mutants.push(Mutant {
            stack: model.stack().name.clone(),
            kind: block.kind,
            address: block.address.to_string(),
            type_name: block.type_name.to_string(),
            class: class(place).into(),
            path: path.into(),
            operator,
            before,
            after,
            outcome,
            by: by.into_iter().collect(),
            stands_for: *stands_for,
        });
    });
    mutants.sort_by(|a, b| (&a.path, a.operator).cmp(&(&b.path, b.operator)));
    (mutants, proven)
}

/// Makes a mutant and judges it; whether references lead to nothing then. `None` if it is none.
fn judge(
    readers: &Readers<'_, '_, '_>,
    bench: &mut Bench<'_, '_, '_, '_>,
    at: Vertex,
    (place, operator): (Option<&Place>, Operator),
    change: &Change,
    written: &Written,
) -> Option<(Tried, bool)> {
    match (place, operator) {
        (Some(place), _) => {
            let text = edited(&written.json, written.texts, &place.raw, change)?;
            let part = Part::Member(member_of(&place.path));
            Some((bench.judge(part, Edit::Body(&text), None), false))
        }
        (None, Operator::DropDependsOn) => {
            let raw = [super::written::RawStep::Name("depends_on".into())];
            let text = edited(&written.json, written.texts, &raw, change)?;
            let part = Part::Member("depends_on");
            Some((bench.judge(part, Edit::Body(&text), None), false))
        }
        (None, Operator::Duplicate) => Some((bench.judge(Part::All, Edit::Duplicate, None), false)),
        (None, _) => {
            let undeclared = !readers.cx.graph().into(at, &|_| true).is_empty();
            Some((bench.judge(Part::All, Edit::Remove, None), undeclared))
        }
    }
}

/// Whether a spec judges one subject and no other.
fn is_only_subject(readers: &Readers<'_, '_, '_>, cell: usize) -> bool {
    let cell = &readers.cells[cell];
    cell.judged == 1 && cell.outcome == verdict::Outcome::Pass
}

/// What stood at a place and what was put there, as JSON.
fn shown(
    model: &Model<'_>,
    block: BlockId,
    place: Option<&Place>,
    change: &Change,
) -> (String, String) {
    const SENSITIVE: &str = "(sensitive)";
    let Some(place) = place else {
        return (model.block(block).address.to_string(), String::new());
    };
    let text = |pieces: &[Piece]| serde_json::Value::from(joined(pieces)).to_string();
    let before = match &place.scalar {
        Some(Scalar::Text(pieces)) => text(pieces),
        Some(Scalar::Json(value)) => value.to_string(),
        Some(Scalar::Unknown) | None => String::new(),
    };
    let after = match change {
        Change::Drop => String::new(),
        Change::Text(pieces) => text(pieces),
        Change::Json(value) => value.to_string(),
    };
    if place.secret {
        let after = if after.is_empty() {
            after
        } else {
            SENSITIVE.to_owned()
        };
        return (SENSITIVE.to_owned(), after);
    }
    (redacted(model, before), redacted(model, after))
}
