//! What judgement asks of a run besides bodies: its graph and its views, made when they are asked
//! for and kept for all specs.

use std::sync::OnceLock;

use super::Run;
use crate::graph::{Configurations, Graph};
use crate::stack::Model;
use crate::view::{Rows, View, Views};

/// A run, and what was made of it so far. Threads may share it.
pub struct Context<'r, 's> {
    /// The run.
    pub run: &'r Run<'s>,
    graph: OnceLock<Graph<'r, 's>>,
    views: OnceLock<Vec<Views<'r, 's>>>,
    known: Configurations<'s>,
}

impl<'r, 's> Context<'r, 's> {
    /// A context of a run; nothing is made yet.
    pub fn new(run: &'r Run<'s>) -> Self {
        Self {
            run,
            graph: OnceLock::new(),
            views: OnceLock::new(),
            known: Configurations::default(),
        }
    }

    /// A context of parts of stacks whose configurations have been read.
    pub(crate) fn knowing(run: &'r Run<'s>, known: Configurations<'s>) -> Self {
        Self {
            known,
            ..Self::new(run)
        }
    }

    /// What refers to what, in all stacks of the run.
    pub fn graph(&self) -> &Graph<'r, 's> {
        let models = || self.run.stacks.iter().map(|subject| &subject.model);
        self.graph
            .get_or_init(|| Graph::knowing(&models().collect::<Vec<_>>(), &self.known))
    }

    /// The views of each stack.
    pub fn views(&self) -> &[Views<'r, 's>] {
        let models = || self.run.stacks.iter().map(|subject| &subject.model);
        self.views
            .get_or_init(|| models().map(Views::new).collect())
    }

    /// The model of a stack of the run.
    pub(super) fn model(&self, stack: usize) -> &'r Model<'s> {
        &self.run.stacks[stack].model
    }

    /// The rows of a view of a stack.
    pub(super) fn rows(&self, stack: usize, view: View) -> &Rows<'s> {
        self.views()[stack].rows(view)
    }
}
