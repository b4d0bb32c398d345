//! Links, in the pages as they are written and in the book that was built of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;

use super::say::say;
use super::{pages, prose, root, text};

/// Where the links of a line lead to. What stands in code is none.
pub(crate) fn of(line: &str) -> Vec<String> {
    let plain: String = line.split('`').step_by(2).collect::<Vec<_>>().join("\u{1}");
    let starts = plain.match_indices("](");
    let ends = starts.filter_map(|(at, _)| {
        let rest = &plain[at + 2..];
        rest.find(')').map(|end| rest[..end].to_owned())
    });
    ends.collect()
}

/// The anchor of a heading, as mdBook and most viewers make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '_' | '-' => Some(letter),
        _ if letter.is_alphanumeric() => Some(letter),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

/// The anchors of a page; one that is there twice is counted on.
fn anchors(text: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let headings = prose(text).into_iter().filter_map(|(_, line)| {
        let heading = line.trim_start_matches('#');
        (heading.len() < line.len() && heading.starts_with(' ')).then(|| anchor(heading))
    });
    headings
        .map(|name| {
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            match *count {
                1 => name,
                more => format!("{name}-{}", more - 1),
            }
        })
        .collect()
}

/// What is wrong with a link of a file, if anything is. Links to the web are not followed.
fn complaint(file: &str, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, wanted) = link.split_once('#').unwrap_or((link, ""));
    let here = root().join(file);
    let target = match path {
        "" => here,
        path => here.parent().expect("a folder").join(path),
    };
    if !target.exists() {
        return Some(format!("{file}: there is nothing at `{link}`"));
    }
    if wanted.is_empty() {
        return None;
    }
    let text = fs::read_to_string(&target).unwrap_or_default();
    let there = anchors(&text);
    let found = there.iter().any(|name| name == wanted);
    (!found).then(|| format!("{file}: `{link}` has no such heading; there are {there:?}"))
}

#[test]
fn every_link_leads_somewhere() {
    let mut files: Vec<String> = pages().iter().map(|page| format!("docs/{page}")).collect();
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "specs/README.md",
    ] {
        files.push(name.to_owned());
    }
    let mut complaints = Vec::new();
    for file in &files {
        for (_, line) in prose(&text(file)) {
            complaints.extend(of(line).iter().filter_map(|link| complaint(file, link)));
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
}

/// mdBook makes a page of every link to a Markdown file, also of one that is not in the book: such a
/// link would lead nowhere there. Pages name those files instead.
#[test]
fn no_page_links_to_markdown_outside_of_the_book() {
    for page in pages() {
        for (number, line) in prose(&text(&format!("docs/{page}"))) {
            for link in of(line) {
                let path = link.split('#').next().unwrap_or_default();
                let outside =
                    path.starts_with("../") && (path.ends_with(".md") || path.ends_with('/'));
                assert!(!outside, "docs/{page}:{number}: {link}");
            }
        }
    }
}

/// The red twins: links that lead nowhere are found.
#[test]
fn a_link_that_leads_nowhere_is_found() {
    for (link, good) in [
        ("spec-files.md", true),
        ("spec-files.md#clauses", true),
        ("../examples/ten-checks.toml", true),
        ("https://nowhere.example/x", true),
        ("spec-file.md", false),
        ("spec-files.md#clause", false),
        ("#no-such-heading", false),
        ("../examples/eleven-checks.toml", false),
    ] {
        assert_eq!(
            complaint("docs/coverage.md", link).is_none(),
            good,
            "{link}"
        );
    }
    assert_eq!(of("[a](b.md) `[c](d.md)` ![e](f.png)"), ["b.md", "f.png"]);
    assert_eq!(
        anchors("# `[[spec]]` of it\n## A\n## A\n"),
        ["spec-of-it", "a", "a-1"]
    );
}

/// Whatever the built book links to is there. `STACKSPEC_BOOK` names the folder that it was built
/// in; without it this says that it was skipped.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads where the book is")]
fn links_of_the_built_book_lead_somewhere() {
    let Ok(book) = std::env::var("STACKSPEC_BOOK") else {
        say("skipped: STACKSPEC_BOOK does not say where the book was built");
        return;
    };
    let book = root().join(book);
    let mut complaints = Vec::new();
    let mut links = 0;
    for page in pages() {
        let name = page
            .replace("README.md", "index.md")
            .replace(".md", ".html");
        let html = fs::read_to_string(book.join(&name)).unwrap_or_default();
        assert!(html.contains("</html>"), "{name} is no page");
        for link in hrefs(&html) {
            links += 1;
            complaints.extend(dangling(&book, &name, &html, &link));
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
    assert!(links > 500, "only {links} links were found");
}

/// What the attributes `href` and `src` of a page say.
fn hrefs(html: &str) -> Vec<String> {
    [" href=\"", " src=\""]
        .iter()
        .flat_map(|attribute| html.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect()
}

fn dangling(book: &Path, name: &str, html: &str, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("data:") {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let file: PathBuf = match path {
        "" => book.join(name),
        path => book.join(path),
    };
    if !file.is_file() {
        return Some(format!("{name}: {link}"));
    }
    if anchor.is_empty() {
        return None;
    }
    let text = match path {
        "" => html.to_owned(),
        _ => fs::read_to_string(&file).unwrap_or_default(),
    };
    (!text.contains(&format!("id=\"{anchor}\""))).then(|| format!("{name}: {link}"))
}
