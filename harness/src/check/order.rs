//! The order of creation.

use std::collections::HashSet;

use super::context::Context;
use crate::graph::{Target as To, Vertex};
use crate::spec::Walk;
use crate::stack::BlockKind;
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
            match &edge.target {
                To::Blocks(ends) | To::OneOf(ends) => {
                    todo.extend(ends.iter().filter(|end| met.insert(**end)));
                }
                // What a module gives may hang on what it is given.
                To::Outside(written) => {
                    let module = called(cx, vertex.stack, written);
                    todo.extend(module.filter(|module| met.insert(*module)));
                }
                To::Undeclared(_) => {}
            }
        }
    }
    match met.contains(&first) {
        true => Truth::Unknown,
        false => Truth::False,
    }
}

/// The call of a module that is not expanded, by a reference to it: `module.net["a"].vpc_id`.
fn called(cx: &Context<'_, '_>, stack: usize, written: &str) -> Option<Vertex> {
    let name = written.strip_prefix("module.")?;
    let name = name.split(['.', '[']).next()?;
    let mut calls = cx.model(stack).stack().blocks_of(BlockKind::Module);
    let (block, _) = calls.find(|(_, call)| call.address.strip_prefix("module.") == Some(name))?;
    Some(Vertex { stack, block })
}

/// A hop of a walk, as it is written.
pub(super) fn hop(walk: &Walk, hop: usize) -> &str {
    let span = walk.follow.hops.get(hop).map(|hop| hop.span.clone());
    let text = span.and_then(|span| walk.follow.text.get(span));
    text.unwrap_or(&walk.follow.text).trim()
}
