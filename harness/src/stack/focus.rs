//! Which members of a body anybody will ask for.
//!
//! A resource of a plan lists thirty attributes, and its specs ask for two. The others are stepped
//! over when the body is read: their names are still checked for duplicates, their values are not
//! made.

use std::collections::BTreeMap;

use super::{Block, BlockKind};

/// What of a body becomes a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// All of it.
    All,
    /// The members of these names.
    Named(Names),
}

/// A set of names that is asked about many times, nearly always in vain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    names: Vec<String>,
    /// A bit for each name: without its bit it is none of them.
    bits: u64,
}

/// The members that will be asked for, by kind and type of block. A type that it does not list is
/// read as a whole.
#[derive(Debug, Clone, Default)]
pub struct Focus(BTreeMap<BlockKind, BTreeMap<String, Members>>);

impl Focus {
    /// Adds members of a type to what will be asked for.
    pub fn add(&mut self, kind: BlockKind, type_name: &str, members: &Members) {
        let types = self.0.entry(kind).or_default();
        match (types.get_mut(type_name), members) {
            (None, members) => _ = types.insert(type_name.to_owned(), members.clone()),
            (Some(Members::Named(known)), Members::Named(more)) => {
                more.names.iter().for_each(|name| known.insert(name));
            }
            (Some(known), Members::All) => *known = Members::All,
            (Some(Members::All), _) => {}
        }
    }

    /// The members of a block that will be asked for.
    pub fn of(&self, block: &Block) -> &Members {
        let types = self.0.get(&block.kind);
        types
            .and_then(|types| types.get(&*block.type_name))
            .unwrap_or(&Members::All)
    }
}

impl Names {
    /// Adds a name.
    pub fn insert(&mut self, name: &str) {
        self.bits |= bit(name);
        if let Err(at) = self.names.binary_search_by(|known| (**known).cmp(name)) {
            self.names.insert(at, name.to_owned());
        }
    }

    /// The names, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether a name is one of them.
    pub fn has(&self, name: &str) -> bool {
        self.bits & bit(name) != 0 && self.names.iter().any(|known| **known == *name)
    }
}

fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let at = |place: usize| bytes.get(place).map_or(0, |byte| usize::from(*byte));
    let last = at(bytes.len().wrapping_sub(1));
    1 << ((bytes.len() * 7 + at(0) * 31 + last * 11) % 64)
}

impl Members {
    /// Whether a member is asked for.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Members::All => true,
            Members::Named(names) => names.has(name),
        }
    }
}
