//! Walks: how they are written, and where they come to.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "follow/syntax.rs"]
mod syntax;
#[path = "follow/walks.rs"]
mod walks;
