//! Proof: which leaves the specs hold, and which changes nobody minds. The stacks here are written
//! by hand.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

#[path = "proof/hold.rs"]
mod hold;
#[path = "proof/judged.rs"]
mod judged;
#[path = "proof/kill.rs"]
mod kill;
#[path = "proof/nothing.rs"]
mod nothing;
#[path = "proof/same.rs"]
mod same;
