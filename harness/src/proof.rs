//! Proof that a green means something: which leaves the specs hold, and which changes they notice.
//!
//! One engine answers both questions. It changes one thing of a stack, as somebody might have
//! written it, and judges again whatever may look there. [`coverage`] asks of each leaf whether a
//! change of it would make a clause fail; [`mutate`] makes the mistakes that people make and counts
//! those that nobody notices.

mod diff;
mod engine;
mod leaf;
mod mutant;
mod operator;

pub use diff::changed;
pub use engine::{coverage, mutate};
pub(crate) use leaf::percent;
pub use leaf::{
    BlockLeaves, Class, ClauseProof, Leaf, LeafCoverage, LeafState, StackLeaves, Tally,
};
pub use mutant::{Mutant, Mutation, Outcome, Scope, Score, SkippedMutant, Survivors};
pub use operator::{OPERATORS, Operator, OperatorInfo};
