//! Suites: what is found in cases, held against what is said of them, both ways.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "suite/accept.rs"]
mod accept;
#[path = "suite/broken.rs"]
mod broken;
mod common;
#[path = "suite/corpus.rs"]
mod corpus;
#[path = "common/corpus.rs"]
mod corpus_place;
#[path = "suite/grade.rs"]
mod grade;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/made.rs"]
mod made;
#[path = "suite/new.rs"]
mod new;
#[path = "common/say.rs"]
mod say;
#[path = "suite/shards.rs"]
mod shards;
