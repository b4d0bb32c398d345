//! Rows that were found: bodies of one type ask for the same names again and again.

use std::sync::atomic::{AtomicU32, Ordering};

use super::NodeId;

/// How many rows are remembered.
const REMEMBERED: usize = 1024;

/// The rows of members, each in the place of its name until another name takes that. Whoever asks
/// must look whether the row is the one that he means.
pub(super) struct Found(Box<[AtomicU32]>);

impl Found {
    /// The row that may be that of a name.
    pub(super) fn get(&self, node: NodeId, name: &[u8]) -> Option<usize> {
        let row = self.0.get(place(node, name))?.load(Ordering::Relaxed);
        Some(row as usize)
    }

    /// Remembers the row of a name.
    pub(super) fn set(&self, node: NodeId, name: &[u8], row: usize) {
        if let (Some(slot), Ok(row)) = (self.0.get(place(node, name)), u32::try_from(row)) {
            slot.store(row, Ordering::Relaxed);
        }
    }
}

impl Default for Found {
    fn default() -> Self {
        let none = || AtomicU32::new(u32::MAX);
        Found(std::iter::repeat_with(none).take(REMEMBERED).collect())
    }
}

fn place(node: NodeId, name: &[u8]) -> usize {
    let byte = |at: usize| u64::from(name.get(at).copied().unwrap_or_default());
    let bytes = byte(0) << 24 | byte(name.len() / 2) << 32 | byte(name.len().wrapping_sub(1)) << 40;
    let mixed = (u64::from(node) | (name.len() as u64 & 0xff) << 16 | bytes)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize % REMEMBERED
}
