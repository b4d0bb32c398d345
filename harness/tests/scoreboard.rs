//! Scoreboards: what is counted, how it is written, and what the page shows in a browser.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "html/browser.rs"]
mod browser;
#[path = "common/mod.rs"]
mod cli;
#[path = "scoreboard/counts.rs"]
mod counts;
#[path = "scoreboard/hostile.rs"]
mod hostile;
#[path = "scoreboard/made.rs"]
mod made;
#[path = "scoreboard/page.rs"]
mod page;
#[path = "common/say.rs"]
mod say;
#[path = "scoreboard/verb.rs"]
mod verb;
