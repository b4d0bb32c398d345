//! Gates: what is demanded of coverage and proof, what does not count, and how a run ends.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "gates/check.rs"]
mod check;
mod common;
#[path = "gates/pure.rs"]
mod pure;
#[path = "gates/skips.rs"]
mod skips;
