//! The Markdown summary, through a renderer of GitHub's Markdown. Without Node.js and `marked` in
//! `target/markdown` these tests say that they were skipped.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use pretty_assertions::assert_eq;
use stackspec::diagnostic::Diagnostic;
use stackspec::exit::Exit;
use stackspec::report::summary;

use super::hostile::{PAYLOADS, hostile};
use super::made::{Made, as_judged, many};
use super::say::say;

/// What a comment of GitHub takes, in characters.
const COMMENT: usize = 65_536;

/// Renders Markdown to HTML by `marked`, another's program.
fn rendered(markdown: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/markdown");
    if !folder.join("node_modules/marked").exists() {
        say("skipped: `npm install --prefix target/markdown marked` gives this test its renderer");
        return None;
    }
    let script = "const { marked } = require('marked'); \
                  process.stdout.write(marked.parse(require('fs').readFileSync(0, 'utf8'), { gfm: true }));";
    let mut node = Command::new("node")
        .args(["-e", script])
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node");
    let mut input = node.stdin.take().expect("its input");
    input.write_all(markdown.as_bytes()).expect("to write");
    drop(input);
    let out = node.wait_with_output().expect("its output");
    assert!(out.status.success(), "marked failed");
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

/// The names of the elements of a document.
fn elements(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').skip(1);
    let name = |tag: &str| {
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        name
    };
    tags.map(name).collect()
}

/// What a summary is made of, and nothing else.
const OURS: [&str; 15] = [
    "br", "details", "h2", "h3", "p", "span", "strong", "summary", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
];

#[test]
fn the_summary_says_what_there_is_to_say() {
    let text = Made::orders().summary(as_judged);
    let first = text.lines().next();
    assert_eq!(
        first,
        Some("## stackspec: failed: 3 specs, 1 coverage gate, 1 waiver to look at")
    );
    for part in [
        "### What fails: 6",
        "### Gates, not all met: 1",
        "### Waivers to look at again: 1",
        "**Coverage:** 6 of 8 resources covered (75 %).",
        "<details><summary>Only warned about: 4</summary>",
        "<details><summary>Waived: 1</summary>",
        "moved to the new cluster in December | data | OPS-12 | 2027-01-31 |",
        "<details><summary>Not judged, by reason: 1</summary>",
        "| aws\\_sqs\\_queue.jobs<br>\\$.message\\_retention\\_seconds<br>orders/jobs/queue \
         | cdk.tf.json:14:38<br>made at lib/jobs.ts:42:5 | at\\_least 86400 | 60 |",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("hunter2"));
}

#[test]
fn the_rendered_summary_has_only_elements_of_ours() {
    let mut texts = vec!["plain".to_owned(), "n".repeat(1 << 20)];
    texts.extend(PAYLOADS.map(str::to_owned));
    for text in texts {
        let markdown = Made::orders().summary(|verdicts| hostile(&text, verdicts));
        assert!(markdown.len() < COMMENT, "{} bytes", markdown.len());
        let Some(html) = rendered(&markdown) else {
            return;
        };
        let shown: String = text.chars().take(80).collect();
        for element in elements(&html) {
            assert!(
                OURS.contains(&element.as_str()),
                "{shown}: <{element}>\n{html}"
            );
        }
        // The tables and what is folded are as many as without it.
        assert_eq!(html.matches("<table").count(), 7, "{shown}");
        assert_eq!(html.matches("<details>").count(), 4, "{shown}");
        assert!(!html.contains("href="), "{shown}: a link");
    }
}

/// Red twin: the test sees an element that is not ours.
#[test]
fn markdown_that_is_not_escaped_is_seen() {
    let payload = "[d](https://a.example) <img src=x>";
    let Some(html) = rendered(&format!("| a |\n| --- |\n| {payload} |\n")) else {
        return;
    };
    let found = elements(&html);
    assert!(found.contains("img") && found.contains("a"), "{found:?}");
}

/// What there is no room for is counted.
#[test]
fn a_summary_fits_into_a_comment() {
    let long = "<@#|".repeat(2_000);
    for text in ["x", &long] {
        let markdown = Made::orders().summary(|verdicts| {
            hostile(text, verdicts);
            many(verdicts, 10_000);
        });
        let characters = markdown.chars().count();
        assert!(characters < COMMENT, "{characters} characters");
        assert!(
            markdown.contains("### What fails: 10005"),
            "{}",
            &markdown[..300]
        );
        let rows = markdown
            .lines()
            .filter(|line| line.starts_with("| orders"))
            .count();
        let left = markdown.split_once("\nand ").expect("a count").1;
        let left = left.split(' ').next().and_then(|n| n.parse::<usize>().ok());
        assert!(
            rows >= 10 && left.is_some_and(|left| left >= 9_900),
            "{rows} rows, {left:?}"
        );
    }
}

#[test]
fn a_run_that_could_not_judge_says_so() {
    let problem = Diagnostic::error("<b>no such file</b>").help("look for it");
    let mut out = Vec::new();
    summary::write_problems(&[(Exit::Load, problem)], Exit::Load, &mut out).expect("memory");
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(
        text.starts_with("## stackspec: nothing was judged: 1 problem\n"),
        "{text}"
    );
    assert!(
        text.contains("(exit code 102)") || text.contains(r"\(exit code 102\)"),
        "{text}"
    );
    assert!(
        text.contains("&lt;b&gt;no such file&lt;/b&gt; |  | look for it |"),
        "{text}"
    );
    assert!(!text.contains("passed"));
}
