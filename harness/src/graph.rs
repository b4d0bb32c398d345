//! What refers to what: labelled value edges and ordering edges between the blocks of all stacks of
//! a run.
//!
//! An edge belongs to the attribute that holds it. Edges of a block are read when they are asked
//! for, so a run whose specs follow nothing pays nothing; the way back is indexed for each type that
//! somebody comes from.

mod config;
mod cycle;
mod edges;
mod incoming;
mod literal;
mod memo;
mod names;
mod plan;
mod resolve;
mod site;
mod synth;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::stack::{Block, BlockId, Form, Model};
use crate::value::Path;

use incoming::Incoming;
use names::Names;

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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

impl Target {
    /// The blocks that it leads to, or may lead to.
    pub fn vertices(&self) -> &[Vertex] {
        match self {
            Target::Blocks(all) | Target::OneOf(all) => all,
            Target::Undeclared(_) | Target::Outside(_) => &[],
        }
    }
}

/// The configurations of the stacks of a run, as far as they are plans.
#[derive(Clone, Default)]
pub(crate) struct Configurations<'s>(Vec<Option<&'s config::Module<'s>>>);

/// The edges of one stack's blocks, by block.
type Out = Box<[OnceLock<Box<[Edge]>>]>;

/// What a block hangs on, kept for the block that was asked last.
type Reached = Option<(Vertex, Arc<HashSet<Vertex>>)>;

/// The edges of the stacks of a run, read as they are asked for.
pub struct Graph<'m, 's> {
    models: Vec<&'m Model<'s>>,
    out: Vec<Out>,
    names: Vec<Names<'s>>,
    /// Every output by its name.
    outputs: OnceLock<HashMap<&'s str, Vec<Vertex>>>,
    incoming: Incoming,
    reached: Mutex<Reached>,
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
        let names = models.iter().map(|_| Names::default()).collect();
        Self {
            outputs: OnceLock::new(),
            incoming: Incoming::default(),
            models,
            out,
            names,
            reached: Mutex::default(),
            memo: memo::Memo::default(),
        }
    }

    /// The configurations of the plans, for another graph over parts of the same stacks.
    pub(crate) fn configurations(&self) -> Configurations<'_> {
        let stacks = self.models.iter().zip(&self.names);
        let read = stacks.map(|(model, names)| match model.stack().form {
            Form::Plan => names.config(model.stack()),
            Form::Synth | Form::State => None,
        });
        Configurations(read.collect())
    }

    /// A graph over parts of stacks whose configurations have been read.
    pub(crate) fn knowing(models: &[&'m Model<'s>], known: &Configurations<'s>) -> Self {
        let known = known.0.iter().copied().chain(std::iter::repeat(None));
        let names = models.iter().zip(known).map(|(_, it)| Names::knowing(it));
        Self {
            names: names.collect(),
            ..Self::new(models.to_vec())
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
        self.out[from.stack][from.block].get_or_init(|| edges::of(self, from))
    }

    /// Whether the input says what a block refers to. A state does not, nor does a plan without
    /// `configuration`: of such a block there are no value edges, and that means nothing.
    pub fn tells(&self, vertex: Vertex) -> bool {
        match self.model(vertex.stack).stack().form {
            Form::Synth => true,
            Form::Plan => self.block(vertex).body.config.is_some(),
            Form::State => false,
        }
    }

    /// What refers to a block, of the blocks for which `which` holds: each with its edge, in the
    /// order of the run. Edges that may lead elsewhere ([`Target::OneOf`]) are among them.
    ///
    /// `which` is asked of one block of each kind and type: it must not tell blocks of one type
    /// apart.
    pub fn into(&self, to: Vertex, which: &dyn Fn(&Block) -> bool) -> Vec<(Vertex, &Edge)> {
        self.incoming.to(self, to, which)
    }

    /// Whether `after` depends on `before`, over value edges or `depends_on`, however far.
    pub fn before(&self, before: Vertex, after: Vertex) -> bool {
        self.hangs_on(after).contains(&before)
    }

    /// Everything that a block depends on, over value edges and `depends_on`, however far; itself
    /// only if it is part of a cycle. Terraform orders by what an expression names, so an edge to
    /// one of several orders all of them.
    pub fn hangs_on(&self, block: Vertex) -> Arc<HashSet<Vertex>> {
        let mut kept = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, found)) = &*kept
            && *of == block
        {
            return found.clone();
        }
        let (mut found, mut todo) = (HashSet::new(), vec![block]);
        while let Some(vertex) = todo.pop() {
            for edge in self.out(vertex) {
                let blocks = edge.target.vertices().iter();
                todo.extend(blocks.filter(|block| found.insert(**block)));
            }
        }
        let found = Arc::new(found);
        *kept = Some((block, found.clone()));
        found
    }
}
