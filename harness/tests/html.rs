//! The page in a browser: what the hash asks for is what is shown, and what comes from a stack
//! stays text. Without a Chromium the tests that need one say that they were skipped.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

#[path = "html/browser.rs"]
mod browser;
#[path = "common/corpus.rs"]
mod corpus;
#[path = "html/made.rs"]
mod made;

use browser::{Opened, between, plain, rows, status};
use made::Made;
use pretty_assertions::{assert_eq, assert_ne};
use stackspec::report::html::{Page, write};

/// The page of what was made.
fn page(made: &Made) -> String {
    let inputs = ["cdktf.out".to_owned()];
    written(&Page {
        title: "payments: proof",
        inputs: &inputs,
        leaves: Some(&made.leaves),
        mutation: Some(&made.mutation),
    })
}

fn written(report: &Page<'_>) -> String {
    let mut out = Vec::new();
    write(report, &mut out).expect("a page");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn pages_to_look_at() {
    for (name, made) in [
        ("payments", made::payments()),
        ("large", made::large(5_000, 20)),
    ] {
        Opened::new(name, page(&made).as_bytes());
    }
}
