//! The order of creation.

use std::collections::BTreeSet;

use super::context::Context;
use crate::graph::{Target as To, Vertex};
use crate::spec::Walk;
use crate::verdict::Truth;

/// Whether one block is created before another: what refers to something, or names it in
/// `depends_on`, comes after it, and so on.
pub(super) fn before(first: Vertex, then: Vertex, cx: &Context<'_, '_>) -> Truth {
    let graph = cx.graph();
    let (mut met, mut queue) = (BTreeSet::from([then]), vec![(then, true)]);
    let mut maybe = false;
    while let Some((vertex, sure)) = queue.pop() {
        for edge in graph.out(vertex) {
            let (ends, exact) = match &edge.target {
                To::Blocks(ends) => (ends, true),
                // Terraform orders by what an expression names, whichever instance it takes.
                To::OneOf(ends) => (ends, true),
                To::Undeclared(_) => continue,
                To::Outside(_) => {
                    continue;
                }
            };
            for end in ends {
                let sure = sure && exact;
                if *end == first {
                    match sure {
                        true => return Truth::True,
                        false => maybe = true,
                    }
                }
                if met.insert(*end) {
                    queue.push((*end, sure));
                }
            }
        }
    }
    match maybe {
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
