//! The order of creation.

use super::context::Context;
use crate::graph::Vertex;
use crate::spec::Walk;
use crate::verdict::Truth;

/// Whether one block is created before another: what refers to something, or names it in
/// `depends_on`, comes after it, and so on.
pub(super) fn before(first: Vertex, then: Vertex, cx: &Context<'_, '_>) -> Truth {
    Truth::from(cx.graph().before(first, then))
}

/// A hop of a walk, as it is written.
pub(super) fn hop(walk: &Walk, hop: usize) -> &str {
    let span = walk.follow.hops.get(hop).map(|hop| hop.span.clone());
    let text = span.and_then(|span| walk.follow.text.get(span));
    text.unwrap_or(&walk.follow.text).trim()
}
