//! Coverage by sensitivity: each leaf is changed, and the clauses that fail for it hold it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::bench::{Bench, Part, Tried};
use super::change;
use super::clauses::Clauses;
use super::edit::Change;
use super::leaf::{BlockLeaves, Class, Leaf, LeafState, StackLeaves};
use super::readers::Readers;
use super::slice::Edit;
use super::text::Piece;
use super::written::{Place, Scalar, Written, class_of, member_of, written};
use crate::check::again::Sight;
use crate::graph::Vertex;
use crate::stack::{BlockId, BlockKind, Model, Repeat};
use crate::threads;
use crate::value::{Path, Step, locate};

/// How many leaves of a class are changed for specs that judge all subjects together: there the whole
/// spec is judged for each. What is true of all of them is taken to be true of the others.
const TRIED_TOGETHER: usize = 8;

/// What came of one block.
#[derive(Default)]
struct Seen {
    /// Its leaves, each with its path without indexes.
    leaves: Vec<(Leaf, Arc<str>)>,
    /// The clauses that a change or a removal made fail.
    proven: BTreeSet<usize>,
}

/// The leaves of a stack, and the clauses that were seen to fail.
pub(super) fn stack(
    readers: &Readers<'_, '_, '_>,
    clauses: &Clauses<'_>,
    at: usize,
    covered_by: &HashMap<&str, &[String]>,
) -> (StackLeaves, BTreeSet<usize>) {
    let subject = &readers.cx.run.stacks[at];
    let model = &subject.model;
    let blocks: Vec<BlockId> = (0..model.stack().blocks.len())
        .filter(|id| model.block(*id).kind != BlockKind::Document)
        // What a literal `count = 0` takes away is not there.
        .filter(|id| model.block(*id).repeat != Repeat::Times(0))
        .collect();
    let chosen = match clauses.any_together() {
        true => chosen(model, &blocks),
        false => Chosen::new(),
    };
    let paths = Paths::default();
    let of_block = |number: usize| {
        let vertex = Vertex {
            stack: at,
            block: blocks[number],
        };
        block(readers, vertex, &chosen, &paths)
    };
    let seen = threads::each(blocks.len(), of_block);
    let mut all: BTreeMap<(BlockKind, Arc<str>, Arc<str>), usize> = BTreeMap::new();
    for (id, of_block) in blocks.iter().zip(&seen) {
        let block = model.block(*id);
        for (_, class) in &of_block.leaves {
            let key = (block.kind, block.type_name.clone(), class.clone());
            all.entry(key).or_default();
        }
    }
    for (number, place) in all.values_mut().enumerate() {
        *place = number;
    }
    let class = |(kind, type_name, path): &(BlockKind, Arc<str>, Arc<str>)| Class {
        kind: *kind,
        type_name: type_name.to_string(),
        path: path.to_string(),
    };
    let mut proven = BTreeSet::new();
    let mut found = StackLeaves {
        stack: model.stack().name.clone(),
        role: subject.role.clone(),
        classes: all.keys().map(class).collect(),
        blocks: Vec::with_capacity(blocks.len()),
    };
    for (id, seen) in blocks.iter().zip(seen) {
        let block = model.block(*id);
        let place = model.place(*id, None);
        let (file, line) = match place {
            Some((source, span)) => (
                source.path.clone(),
                source.line_column(span.start as usize).0,
            ),
            None => (model.stack().input.clone(), 0),
        };
        proven.extend(seen.proven);
        let leaves = seen.leaves.into_iter().map(|(leaf, class)| {
            let key = (block.kind, block.type_name.clone(), class);
            Leaf {
                class: all.get(&key).copied().unwrap_or_default(),
                ..leaf
            }
        });
        found.blocks.push(BlockLeaves {
            kind: block.kind,
            address: block.address.to_string(),
            type_name: block.type_name.to_string(),
            construct_path: block.construct_path.as_deref().map(str::to_owned),
            file,
            line,
            leaves: leaves.collect(),
            covered_by: match block.kind {
                BlockKind::Resource => covered_by
                    .get(&*block.address)
                    .map_or_else(Vec::new, |all| all.to_vec()),
                _ => Vec::new(),
            },
        });
    }
    inherit(&mut found, &chosen, clauses);
    (found, proven)
}

/// The paths without indexes: few, and each stands at thousands of leaves.
#[derive(Default)]
struct Paths(Mutex<BTreeSet<Arc<str>>>);

impl Paths {
    fn get(&self, path: &str) -> Arc<str> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(path) {
            return known.clone();
        }
        let new: Arc<str> = path.into();
        known.insert(new.clone());
        new
    }
}

/// The leaves of each class that are changed for specs that judge all subjects together.
type Chosen = HashMap<(BlockKind, String, String), BTreeSet<u64>>;

fn chosen(model: &Model<'_>, blocks: &[BlockId]) -> Chosen {
    let of_block = |at: usize| {
        let block = model.block(blocks[at]);
        let leaves = written(model, blocks[at])
            .map(|it| it.leaves)
            .unwrap_or_default();
        let key = |place: Place| {
            let class = class_of(&place.path);
            (
                class,
                super::rank(&block.address, &place.path.shorthand(), ""),
            )
        };
        leaves.into_iter().map(key).collect::<Vec<_>>()
    };
    let mut chosen = Chosen::new();
    let ranks = threads::each(blocks.len(), of_block);
    for (id, ranks) in blocks.iter().zip(ranks) {
        let block = model.block(*id);
        for (class, rank) in ranks {
            let key = (block.kind, block.type_name.to_string(), class);
            let lowest = chosen.entry(key).or_default();
            lowest.insert(rank);
            if lowest.len() > TRIED_TOGETHER {
                lowest.pop_last();
            }
        }
    }
    chosen
}

/// The leaves of a block.
fn block(readers: &Readers<'_, '_, '_>, at: Vertex, chosen: &Chosen, paths: &Paths) -> Seen {
    let model = &readers.cx.run.stacks[at.stack].model;
    let block = model.block(at.block);
    let Some(written) = written(model, at.block) else {
        return Seen::default();
    };
    let mut bench = Bench::new(readers, at);
    let consulted = bench.consulted();
    let (source, span) = match model.place(at.block, None) {
        Some((source, span)) => (Some(source), span),
        None => (None, crate::stack::Span::default()),
    };
    let body = source.map_or("", |source| source.slice(span));
    let mut seen = Seen::default();
    for place in &written.leaves {
        let path = place.path.shorthand();
        let class = class_of(&place.path);
        let key = (block.kind, block.type_name.to_string(), class.clone());
        let rank = super::rank(&block.address, &path, "");
        let together = chosen.get(&key).is_some_and(|it| it.contains(&rank));
        let tried = match &place.scalar {
            Some(scalar) if *scalar != Scalar::Unknown && !bench.is_idle() => {
                leaf(&mut bench, readers, &written, place, scalar, together)
            }
            _ => LeafTried::default(),
        };
        let asked = consulted.iter().any(|path| holds(path, &place.path));
        let state = match &place.scalar {
            Some(Scalar::Unknown) => LeafState::Unknown,
            _ if !tried.held.is_empty() => LeafState::Covered,
            _ if !tried.needed.is_empty() => LeafState::Present,
            _ if tried.noticed || asked => LeafState::Consulted,
            _ => LeafState::Never,
        };
        let (line, column) = match source {
            Some(source) => source.line_column(span.start as usize + locate(body, &place.path.0)),
            None => (0, 0),
        };
        let by = numbers(readers, &tried.held);
        seen.proven.extend(by.iter().copied());
        seen.proven.extend(numbers(readers, &tried.needed));
        let leaf = Leaf {
            path: path.into(),
            class: 0,
            line,
            column,
            state,
            by: by.into_iter().collect(),
        };
        seen.leaves.push((leaf, paths.get(&class)));
    }
    if bench.is_idle() {
        return seen;
    }
    // A clause that asks for a block fails where the block is gone as a whole.
    for place in &written.blocks {
        let part = Part::Member(member_of(&place.path));
        let text = written.edited(place, &Change::Drop);
        if let Some(text) = text {
            let came = bench.judge(part, Edit::Body(&text), None);
            seen.proven.extend(numbers(readers, &came.killed));
        }
    }
    seen
}

/// The numbers of clauses that are given by cell and clause.
fn numbers<'k>(
    readers: &Readers<'_, '_, '_>,
    killed: impl IntoIterator<Item = &'k (usize, usize)>,
) -> BTreeSet<usize> {
    let killed = killed.into_iter();
    killed
        .map(|(cell, clause)| readers.cells[*cell].first_clause + clause)
        .collect()
}

/// What changes of a leaf came to.
#[derive(Default)]
struct LeafTried {
    /// The clauses that fail if it is otherwise: cell and clause.
    held: BTreeSet<(usize, usize)>,
    /// Those that fail if it is not there.
    needed: BTreeSet<(usize, usize)>,
    /// Whether some spec says something else, and does not fail.
    noticed: bool,
}

fn leaf(
    bench: &mut Bench<'_, '_, '_, '_>,
    readers: &Readers<'_, '_, '_>,
    written: &Written,
    place: &Place,
    scalar: &Scalar,
    together: bool,
) -> LeafTried {
    let member = member_of(&place.path).to_owned();
    let part = Part::Member(&member);
    let mut cells = bench.cells(part);
    cells.retain(|cell| together || readers.cells[*cell].sight != Sight::Whole);
    let mut tried = LeafTried::default();
    if cells.is_empty() {
        return tried;
    }
    let attempt = |change: &Change, cells: &[usize], bench: &mut Bench<'_, '_, '_, '_>| {
        let text = written.edited(place, change);
        text.map_or_else(Tried::default, |text| {
            bench.judge(part, Edit::Body(&text), Some(cells))
        })
    };
    for change in change::others(scalar) {
        let came = attempt(&change, &cells, bench);
        tried.noticed |= !came.changed.is_empty();
        tried.held.extend(came.killed);
    }
    // A clause that asks that something be not so fails only if it is so.
    for cell in &cells {
        let own = bench.is_own(*cell);
        let mut wanted: Vec<serde_json::Value> = Vec::new();
        if let Some(again) = bench.again(*cell) {
            for (clause, values) in again.wanted().into_iter().enumerate() {
                let open = !tried.held.contains(&(*cell, clause));
                if open && again.clause_asks_for(clause, &member, own) {
                    wanted.extend(values);
                }
            }
        }
        wanted.dedup();
        for value in wanted {
            let came = attempt(&Change::Json(value), &[*cell], bench);
            tried.noticed |= !came.changed.is_empty();
            tried.held.extend(came.killed);
        }
    }
    let came = attempt(&Change::Drop, &cells, bench);
    tried.noticed |= !came.changed.is_empty();
    let refers = matches!(scalar, Scalar::Text(pieces) if pieces.iter().any(Piece::is_hole));
    for (cell, clause) in came.killed {
        // A walk looks at where a reference leads: cutting it is as good as changing it.
        let walks = || {
            bench
                .again(cell)
                .is_some_and(|again| again.clause_walks(clause))
        };
        if refers && walks() {
            tried.held.insert((cell, clause));
        }
        tried.needed.insert((cell, clause));
    }
    tried
}

/// Whether a path is another, or leads there.
fn holds(outer: &Path, inner: &Path) -> bool {
    let same = |(a, b): (&Step, &Step)| a == b;
    outer.0.len() <= inner.0.len() && outer.0.iter().zip(&inner.0).all(same)
}

/// Gives the leaves that were not changed for specs which judge all subjects together what those of
/// their class have that were.
fn inherit(stack: &mut StackLeaves, chosen: &Chosen, clauses: &Clauses<'_>) {
    if !clauses.any_together() {
        return;
    }
    let mut common: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    let is_tried = |block: &BlockLeaves, leaf: &Leaf, class: &Class| {
        let key = (class.kind, class.type_name.clone(), class.path.clone());
        let rank = super::rank(&block.address, &leaf.path, "");
        chosen.get(&key).is_some_and(|it| it.contains(&rank))
    };
    for block in &stack.blocks {
        for leaf in &block.leaves {
            if !is_tried(block, leaf, &stack.classes[leaf.class]) {
                continue;
            }
            let together = leaf
                .by
                .iter()
                .copied()
                .filter(|it| clauses.is_together(*it));
            let together: BTreeSet<usize> = together.collect();
            match common.get_mut(&leaf.class) {
                Some(known) => known.retain(|it| together.contains(it)),
                None => _ = common.insert(leaf.class, together),
            }
        }
    }
    for block in &mut stack.blocks {
        for leaf in &mut block.leaves {
            let Some(more) = common.get(&leaf.class).filter(|it| !it.is_empty()) else {
                continue;
            };
            if leaf.state != LeafState::Unknown {
                let by: BTreeSet<usize> = leaf.by.iter().chain(more).copied().collect();
                leaf.by = by.into_iter().collect();
                leaf.state = LeafState::Covered;
            }
        }
    }
}
