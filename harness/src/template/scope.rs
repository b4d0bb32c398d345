//! What the names in an expression stand for.

use super::Reference;
use crate::value::Node;

/// What an expression may refer to: variables, locals, attributes that the stack itself sets.
pub trait Scope {
    /// The value of the longest beginning of `reference` that this scope knows, and how many of its
    /// parts that took. The evaluator steps through the rest. `None`: nothing is known of it, and
    /// it stays a hole.
    fn resolve(&self, reference: &Reference) -> Option<(Node<'static>, usize)>;
}

/// A scope that knows nothing: what is evaluated are pure functions of literals.
pub struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, _: &Reference) -> Option<(Node<'static>, usize)> {
        None
    }
}
