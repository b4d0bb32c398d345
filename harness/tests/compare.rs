//! Results of suites: two side by side, shards put together, files of old read for good.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "compare/changes.rs"]
mod changes;
#[path = "common/mod.rs"]
mod cli;
#[path = "compare/hostile.rs"]
mod hostile;
#[path = "scoreboard/made.rs"]
mod made;
#[path = "compare/real.rs"]
mod real;
#[path = "compare/shards.rs"]
mod shards;
#[path = "compare/sides.rs"]
mod sides;
#[path = "compare/verb.rs"]
mod verb;
#[path = "compare/versions.rs"]
mod versions;
