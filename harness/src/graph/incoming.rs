//! The way back: what refers to a block, indexed for each type that somebody comes from.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use super::{Edge, Graph, Vertex};
use crate::stack::{Block, BlockId, BlockKind};

/// The blocks of one kind and type in one stack, and what they refer to.
struct OfType {
    stack: usize,
    blocks: Vec<BlockId>,
    /// By target: the blocks that refer to it, and which of their edges does.
    to: OnceLock<HashMap<Vertex, Vec<(Vertex, usize)>>>,
}

/// Indexes by type, made at the first question.
#[derive(Default)]
pub(super) struct Incoming(OnceLock<Vec<OfType>>);

impl Incoming {
    /// See [`Graph::into`].
    pub(super) fn to<'g>(
        &'g self,
        graph: &'g Graph<'_, '_>,
        to: Vertex,
        which: &dyn Fn(&Block) -> bool,
    ) -> Vec<(Vertex, &'g Edge)> {
        let types = self.0.get_or_init(|| by_type(graph));
        let mut found = Vec::new();
        for of_type in types {
            let Some(first) = of_type.blocks.first() else {
                continue;
            };
            let stack = of_type.stack;
            if !which(graph.block(Vertex {
                stack,
                block: *first,
            })) {
                continue;
            }
            let index = of_type.to.get_or_init(|| index(graph, of_type));
            for (vertex, edge) in index.get(&to).into_iter().flatten() {
                found.push((*vertex, &graph.out(*vertex)[*edge]));
            }
        }
        found.sort_by_key(|(vertex, _)| *vertex);
        found
    }
}

fn by_type(graph: &Graph<'_, '_>) -> Vec<OfType> {
    let mut types: BTreeMap<(usize, BlockKind, Arc<str>), Vec<BlockId>> = BTreeMap::new();
    for stack in 0..graph.stacks() {
        let mut last: Option<(BlockKind, &Arc<str>, Vec<BlockId>)> = None;
        for (id, block) in graph.model(stack).stack().blocks.iter().enumerate() {
            match &mut last {
                Some((kind, ty, blocks)) if *kind == block.kind && **ty == block.type_name => {
                    blocks.push(id);
                }
                _ => {
                    put(&mut types, stack, last.take());
                    last = Some((block.kind, &block.type_name, vec![id]));
                }
            }
        }
        put(&mut types, stack, last);
    }
    let of_type = |((stack, _, _), blocks)| OfType {
        stack,
        blocks,
        to: OnceLock::new(),
    };
    types.into_iter().map(of_type).collect()
}

fn put(
    types: &mut BTreeMap<(usize, BlockKind, Arc<str>), Vec<BlockId>>,
    stack: usize,
    run: Option<(BlockKind, &Arc<str>, Vec<BlockId>)>,
) {
    if let Some((kind, ty, blocks)) = run {
        let key = (stack, kind, ty.clone());
        types.entry(key).or_default().extend(blocks);
    }
}

fn index(graph: &Graph<'_, '_>, of_type: &OfType) -> HashMap<Vertex, Vec<(Vertex, usize)>> {
    let mut index: HashMap<Vertex, Vec<(Vertex, usize)>> = HashMap::new();
    for block in &of_type.blocks {
        let from = Vertex {
            stack: of_type.stack,
            block: *block,
        };
        for (nth, edge) in graph.out(from).iter().enumerate() {
            for to in edge.target.vertices() {
                index.entry(*to).or_default().push((from, nth));
            }
        }
    }
    index
}
