//! The page and the Markdown summary of a run: what they show, through a browser and through a
//! renderer of Markdown, and that text from outside stays text.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "html/browser.rs"]
mod browser;
#[path = "pages/hostile.rs"]
mod hostile;
#[path = "pages/made.rs"]
mod made;
#[path = "pages/one_line.rs"]
mod one_line;
#[path = "pages/page.rs"]
mod page;
#[path = "common/say.rs"]
mod say;
#[path = "pages/summary.rs"]
mod summary;
#[path = "pages/traced.rs"]
mod traced;
