//! Which members of a body anybody will ask for.
//!
//! A resource of a plan lists thirty attributes, and its specs ask for two. The others are stepped
//! over when the body is read: their names are still checked for duplicates, their values are not
//! made.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, BlockKind};

/// What of a body becomes a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// All of it.
    All,
    /// The members of these names.
    Named(BTreeSet<String>),
}

/// The members that will be asked for, by kind and type of block. A type that it does not list is
/// read as a whole.
#[derive(Debug, Clone, Default)]
pub struct Focus(BTreeMap<(BlockKind, String), Members>);

impl Focus {
    /// Adds members of a type to what will be asked for.
    pub fn add(&mut self, kind: BlockKind, type_name: &str, members: &Members) {
        let key = (kind, type_name.to_owned());
        match (self.0.get_mut(&key), members) {
            (None, members) => _ = self.0.insert(key, members.clone()),
            (Some(Members::Named(known)), Members::Named(more)) => {
                known.extend(more.iter().cloned());
            }
            (Some(known), Members::All) => *known = Members::All,
            (Some(Members::All), _) => {}
        }
    }

    /// The members of a block that will be asked for.
    pub fn of(&self, block: &Block) -> &Members {
        // Few types, so the key is made for each body that is read, not for each that is there.
        self.0
            .get(&(block.kind, block.type_name.to_string()))
            .unwrap_or(&Members::All)
    }
}

impl Members {
    /// Whether a member is asked for.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Members::All => true,
            Members::Named(names) => names.contains(name),
        }
    }
}
