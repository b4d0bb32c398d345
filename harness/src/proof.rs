//! Proof that a green means something: which leaves the specs hold, and which changes they notice.
//!
//! One engine answers both questions. It changes one thing of a stack, as somebody might have
//! written it, and judges again whatever may look there. [`coverage`] asks of each leaf whether a
//! change of it would make a clause fail; [`mutate`] makes the mistakes that people make and counts
//! those that nobody notices.

mod bench;
mod change;
mod clauses;
mod cover;
mod diff;
#[cfg(feature = "cli")]
pub(crate) mod draft;
mod edit;
mod engine;
mod gate;
mod ignore;
mod leaf;
mod mutant;
mod mutants;
mod operator;
mod readers;
mod skip;
mod slice;
mod survivors;
mod text;
mod written;

pub use diff::changed;
pub use engine::{coverage, mutate};
pub use gate::{Gate, GateResult, Missing, judge_gates};
pub use ignore::{Counted, IgnoreUse, count};
pub(crate) use leaf::percent;
pub use leaf::{
    BlockLeaves, Class, ClauseProof, Leaf, LeafCoverage, LeafState, StackLeaves, Tally,
};
pub use mutant::{Mutant, Mutation, Outcome, Scope, Score, SkippedMutant, Survivors};
pub use operator::{OPERATORS, Operator, OperatorInfo};
pub use skip::{Skip, skips};

/// A number for a place and what is done to it, which never changes: the lowest are tried first.
/// Source: FNV-1a, 64 bits.
fn rank(address: &str, path: &str, operator: &str) -> u64 {
    let bytes = [address, path, operator]
        .into_iter()
        .flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The last bytes must move the first bits too.
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
