//! Proof: which leaves the specs hold, and which changes nobody minds. The stacks here are written
//! by hand.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

#[path = "common/corpus.rs"]
mod corpus;
#[path = "proof/hold.rs"]
mod hold;
#[path = "proof/judged.rs"]
mod judged;
#[path = "proof/kill.rs"]
mod kill;
#[path = "proof/nothing.rs"]
mod nothing;
#[path = "proof/corpus.rs"]
mod others;
#[path = "proof/same.rs"]
mod same;
#[path = "common/say.rs"]
mod say;
