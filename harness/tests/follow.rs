//! Walks: how they are written, where they come to, and how `stackspec query` shows them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
#[path = "follow/outside.rs"]
mod outside;
#[path = "follow/policies.rs"]
mod policies;
#[path = "follow/query.rs"]
mod query;
#[path = "follow/syntax.rs"]
mod syntax;
#[path = "follow/walks.rs"]
mod walks;
