//! What the names in an expression stand for.

use super::Reference;
use crate::value::Node;

/// What an expression may refer to: variables, locals, attributes that the stack itself sets.
///
/// What it gives must be true of every run of the stack, and of the type that Terraform gives it:
///
/// * values have the type of the variable or attribute (`"80"` set to a number is the number 80);
/// * a map that does not list all of its members, such as a resource whose other attributes the
///   provider sets, carries [`Flags::OPEN`](crate::value::Flags::OPEN), and so does a list;
/// * a set carries [`Flags::SET`](crate::value::Flags::SET): it has no positions;
/// * a sensitive value carries [`Flags::SENSITIVE`](crate::value::Flags::SENSITIVE);
/// * a value that may be null, or may differ between instances or modules, is no known value.
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
