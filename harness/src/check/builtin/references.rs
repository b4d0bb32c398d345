//! `reference-cycle` and `reference-undeclared`: what the graph of references says.

use super::finding::{self, Raw};
use super::{Finding, Run, Seen};
use crate::graph::{Edge, Graph, Target, Vertex};
use crate::stack::BlockKind;
use crate::value::Path;
use crate::verdict::Outcome;

pub(super) const CYCLE: &str = "reference-cycle";
pub(super) const UNDECLARED: &str = "reference-undeclared";

/// What the graph says of a stack.
#[derive(Debug, Default)]
pub(super) struct References {
    looked: usize,
    cycles: Vec<Finding>,
    undeclared: Vec<Finding>,
}

impl References {
    /// What one spec says of it.
    pub(super) fn of(&self, id: &str) -> Seen {
        let findings = if id == CYCLE {
            &self.cycles
        } else {
            &self.undeclared
        };
        Seen {
            looked: self.looked,
            findings: findings.clone(),
            notes: Vec::new(),
        }
    }
}

/// Asks the graph of the run about one of its stacks.
pub(super) fn read(run: &Run<'_>, stack: usize) -> References {
    let graph = Graph::new(run.stacks.iter().map(|subject| &subject.model).collect());
    let blocks = &graph.model(stack).stack().blocks;
    let cycles = graph.cycles(stack);
    let undeclared = graph.undeclared(stack);
    References {
        looked: blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Document)
            .count(),
        cycles: cycles
            .iter()
            .filter_map(|cycle| circle(&graph, cycle))
            .collect(),
        undeclared: undeclared
            .iter()
            .map(|(from, edge)| nowhere(&graph, *from, edge))
            .collect(),
    }
}

/// A circle, at the reference that leads from its first block.
fn circle(graph: &Graph<'_, '_>, cycle: &[(Vertex, &Edge)]) -> Option<Finding> {
    let (first, edge) = cycle.first()?;
    let address = |vertex: &Vertex| graph.block(*vertex).address.to_string();
    let mut round: Vec<String> = cycle.iter().map(|(vertex, _)| address(vertex)).collect();
    round.push(address(first));
    let hops = cycle.iter().zip(round.windows(2));
    let hops = hops
        .map(|((_, edge), pair)| format!("{} refers to {} in `{}`", pair[0], pair[1], edge.label));
    let notes = hops.collect();
    let round = round.join(" -> ");
    let raw = Raw {
        target: None,
        outcome: Outcome::Fail,
        path: Some(edge.path.clone()),
        expected: "references that lead to no circle".to_owned(),
        message: format!("these refer to one another: {round}"),
        actual: round,
        notes,
    };
    Some(place(graph, *first, raw))
}

/// A reference to a block that nobody declares.
fn nowhere(graph: &Graph<'_, '_>, from: Vertex, edge: &Edge) -> Finding {
    let written = match &edge.target {
        Target::Undeclared(written) => written.to_string(),
        _ => String::new(),
    };
    let stack = graph.model(from.stack).stack();
    let addresses = stack.blocks.iter().map(|block| &*block.address);
    let near = crate::diagnostic::nearest(&written, addresses);
    let raw = Raw {
        target: None,
        outcome: Outcome::Fail,
        path: Some(edge.path.clone()),
        expected: "a reference to what is declared".to_owned(),
        message: format!("`{written}` is not declared in this stack"),
        actual: written,
        notes: near
            .map(|near| format!("did you mean `{near}`?"))
            .into_iter()
            .collect(),
    };
    place(graph, from, raw)
}

fn place(graph: &Graph<'_, '_>, vertex: Vertex, mut raw: Raw) -> Finding {
    // The body of a block as a whole is no place.
    raw.path = raw.path.filter(|path| *path != Path::default());
    finding::on_block(raw, graph.model(vertex.stack), vertex.block, None)
}
