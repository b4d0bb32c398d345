//! A node that is borrowed or owned.

use std::ops::Deref;

use super::Node;

/// A node that is borrowed or owned. `Cow` would do, were it not invariant: a node borrowed for
/// long could not stand where one borrowed for less is wanted.
#[derive(Debug, Clone)]
pub enum Held<'n> {
    /// Borrowed.
    Ref(&'n Node<'n>),
    /// Owned.
    Own(Node<'n>),
}

impl<'n> Deref for Held<'n> {
    type Target = Node<'n>;

    fn deref(&self) -> &Node<'n> {
        match self {
            Held::Ref(node) => node,
            Held::Own(node) => node,
        }
    }
}

impl<'n> Held<'n> {
    /// The node, cloned if it is borrowed.
    pub fn into_owned(self) -> Node<'n> {
        match self {
            Held::Ref(node) => node.clone(),
            Held::Own(node) => node,
        }
    }
}
