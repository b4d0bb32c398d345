//! The references that are being followed, and what came of those that were.

use super::BlockId;
use crate::address::Key;
use crate::value::Node;

/// How many references a value may hang on, one behind the other.
pub(super) const MAX_DEPTH: usize = 32;

/// What evaluating one reference may cost, with all that it hangs on: one for each value, and one
/// for each [`COST_BYTES`] of text that it is read from, counted each time it is used.
pub(super) const MAX_COST: u64 = 20_000;
pub(super) const COST_BYTES: usize = 64;

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Variable(Box<str>),
    Local(Box<str>),
    /// A member of a block, of the instance with this key.
    Member(BlockId, Box<str>, Option<Key>),
}

/// What a subject came to.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its value, if the stack sets it.
    pub(super) node: Option<Node<'static>>,
    /// The longest chain of references below it.
    height: usize,
    /// What it costs, see [`MAX_COST`].
    cost: u64,
    /// It ends in a cycle or is over a limit, and so is all that hangs on it.
    endless: bool,
}

/// The references that are being followed.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) frames: Vec<Frame>,
    spent: u64,
    endless: bool,
}

pub(super) struct Frame {
    pub(super) subject: Subject,
    height: usize,
    /// What was spent before it.
    before: u64,
    /// It holds what differs from one instance to the next, and which one is meant is not known.
    pub(super) instance: bool,
}

impl Walk {
    /// Follows a reference to a subject that was not found before, and says how many are followed
    /// now; `None` if it leads nowhere.
    pub(super) fn enter(&mut self, subject: &Subject) -> Option<usize> {
        let twice = self.frames.iter().any(|frame| frame.subject == *subject);
        if twice || self.frames.len() >= MAX_DEPTH {
            self.endless = true;
        }
        if self.endless {
            return None;
        }
        self.frames.push(Frame {
            subject: subject.clone(),
            height: 1,
            before: self.spent,
            instance: false,
        });
        self.spend(1);
        Some(self.frames.len())
    }

    /// What the subject that was entered last came to; `true`: for good. Of a subject on an endless
    /// chain only the first one is certain: from another one the chain may end.
    pub(super) fn leave(&mut self, node: Option<Node<'static>>) -> Option<(Found, bool)> {
        let frame = self.frames.pop()?;
        let node = node.filter(|_| !frame.instance && !self.endless);
        let found = Found {
            node,
            height: frame.height,
            cost: self.spent - frame.before,
            endless: self.endless,
        };
        match self.frames.last_mut() {
            Some(above) => above.height = above.height.max(frame.height + 1),
            None => *self = Walk::default(),
        }
        let certain = !found.endless || self.frames.is_empty();
        Some((found, certain))
    }

    /// Adds to what the walk cost so far.
    pub(super) fn spend(&mut self, cost: u64) {
        self.spent = self.spent.saturating_add(cost);
        if self.spent > MAX_COST && !self.frames.is_empty() {
            self.endless = true;
        }
    }

    /// Takes a value that was found before, as if it were found again.
    pub(super) fn use_known(&mut self, found: Found) -> Option<Node<'static>> {
        let depth = self.frames.len();
        if let Some(above) = self.frames.last_mut() {
            above.height = above.height.max(found.height + 1);
            self.spend(found.cost);
            if found.endless || depth + found.height > MAX_DEPTH {
                self.endless = true;
            }
            if self.endless {
                return None;
            }
        }
        found.node
    }
}
