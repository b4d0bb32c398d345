//! The pages of `docs/` are a book: every page is in its summary, every link leads somewhere, what is
//! generated is what the tables say, and every spec and configuration that a page shows can be read.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

#[path = "docs/generated.rs"]
mod generated;
#[path = "docs/links.rs"]
mod links;
#[path = "common/say.rs"]
mod say;
#[path = "docs/shown.rs"]
mod shown;

use std::fs;
use std::path::PathBuf;

use pretty_assertions::assert_eq;

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of the book, by name, sorted.
fn pages() -> Vec<String> {
    let listed = fs::read_dir(root().join("docs")).expect("docs");
    let names = listed.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .collect();
    names.sort();
    names
}

/// A file of the repository.
fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).expect(name)
}

/// The lines of a Markdown text that stand in no block of code, each with its number.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            lines.push((index + 1, line));
        }
    }
    lines
}

#[test]
fn every_page_is_in_the_summary_once() {
    let mut listed: Vec<String> = prose(&text("docs/SUMMARY.md"))
        .into_iter()
        .flat_map(|(_, line)| links::of(line))
        .collect();
    listed.sort();
    assert_eq!(listed, pages());
}

/// A page begins with a title, and there is only one: mdBook and the search take it for the name.
#[test]
fn every_page_has_one_title() {
    for page in pages() {
        let text = text(&format!("docs/{page}"));
        let titles = prose(&text)
            .into_iter()
            .filter(|(_, line)| line.starts_with("# "))
            .count();
        assert_eq!(titles, 1, "{page}");
    }
}

#[test]
fn code_is_no_prose() {
    let text = "# A\n```sh\n# B\n```\nc [d](e.md)\n";
    assert_eq!(prose(text), [(1, "# A"), (5, "c [d](e.md)")]);
}
