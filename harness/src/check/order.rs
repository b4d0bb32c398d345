//! The order of creation.

use std::collections::HashSet;

use super::context::Context;
use crate::graph::{Target as To, Vertex};
use crate::spec::Walk;
use crate::verdict::Truth;

/// Whether one block is created before another: what refers to something, or names it in
/// `depends_on`, comes after it, and so on.
pub(super) fn before(first: Vertex, then: Vertex, cx: &Context<'_, '_>) -> Truth {
    let graph = cx.graph();
    if graph.before(first, then) {
        return Truth::True;
    }
    // It may come after one of several, and which one is not known.
    let (mut met, mut todo) = (HashSet::from([then]), vec![then]);
    while let Some(vertex) = todo.pop() {
        for edge in graph.out(vertex) {
            if let To::Blocks(ends) | To::OneOf(ends) = &edge.target {
                todo.extend(ends.iter().filter(|end| met.insert(**end)));
            }
        }
    }
    match met.contains(&first) {
        true => Truth::Unknown,
        false => Truth::False,
    }
}

/// A hop of a walk, as it is written.
pub(super) fn hop(walk: &Walk, hop: usize) -> &str {
    let span = walk.follow.hops.get(hop).map(|hop| hop.span.clone());
    let text = span.and_then(|span| walk.follow.text.get(span));
    text.unwrap_or(&walk.follow.text).trim()
}
