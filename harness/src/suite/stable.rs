//! Two synths of one program, held against one another: they may differ only where they may.
//!
//! What differs is named by its [`UnstableKind`], because the remedy hangs on it: a clock, a path of
//! the machine, something random, an order. Nothing here reads a file.

mod doc;
mod identity;
mod kind;
mod secret;
mod walk;

use std::collections::BTreeMap;

pub use doc::Doc;
pub use kind::UnstableKind;

/// The documents of one side.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// By the name of the file, relative to the input: the stack that it belongs to (of a manifest
    /// none), and what it says.
    pub files: BTreeMap<String, (Option<String>, Doc)>,
}

/// One place at which the two sides differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlike {
    /// The name of the file, as the first side has it.
    pub file: String,
    /// The stack that the file belongs to.
    pub stack: Option<String>,
    /// The address of the resource or data source that it stands in.
    pub address: Option<String>,
    /// Where: in the block, if there is an address, else in the file; as `$.triggers.redeployment`.
    pub path: String,
    /// What kind of difference it is.
    pub kind: UnstableKind,
    /// The value on the first side, secrets left out; `None` if there is none.
    pub a: Option<String>,
    /// The same on the second side.
    pub b: Option<String>,
    /// Why the two sides may differ here; `None` if they may not.
    pub allowed: Option<&'static str>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stability {
    /// All that differs, in the order of files, addresses and paths.
    pub unlike: Vec<Unlike>,
    /// How many files are on both sides.
    pub files: usize,
    /// How many resources and data sources are on both sides.
    pub resources: usize,
    /// How many values of theirs and of everything else that is deployed were compared.
    pub values: usize,
    /// The pairs of `--identity` of which a side does not have its value: they do nothing.
    pub unused: Vec<(String, String)>,
}

impl Stability {
    /// The differences that may not be.
    pub fn red(&self) -> impl Iterator<Item = &Unlike> {
        self.unlike.iter().filter(|it| it.allowed.is_none())
    }

    /// The differences that may be.
    pub fn allowed(&self) -> impl Iterator<Item = &Unlike> {
        self.unlike.iter().filter(|it| it.allowed.is_some())
    }
}

/// Compares two sides. `identity` are pairs of values that may differ: wherever the first side has
/// the first and the second the second, they are the same. `redact` takes the secrets of both sides
/// out of a text.
pub fn stable(
    a: &Tree,
    b: &Tree,
    identity: &[(String, String)],
    redact: &dyn Fn(String) -> String,
) -> Stability {
    walk::compare(a, b, identity, redact)
}
