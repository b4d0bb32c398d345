//! What the pages show can be read: spec files pass their own cases, a configuration is one, and the
//! recipes are proven both ways.

use std::fs;
use std::process::Command;

use pretty_assertions::assert_eq;
use stackspec::config;
use stackspec::diagnostic::SourceFile;
use tempfile::TempDir;

use super::say::say;
use super::{pages, text};

/// The blocks of TOML of a page, each with the line it starts at.
fn blocks(text: &str) -> Vec<(usize, &str)> {
    let fence = "\n```toml\n";
    let found = text.match_indices(fence).map(|(at, _)| {
        let block = &text[at + fence.len()..];
        let end = block.find("\n```").map_or(block.len(), |end| end + 1);
        (
            text[..at + fence.len()].matches('\n').count() + 1,
            &block[..end],
        )
    });
    found.collect()
}

/// What `stackspec test` says of a spec file that holds this block: its exit code and its text.
fn tested(block: &str) -> (Option<i32>, String) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("shown.toml");
    fs::write(&file, block).expect("to write");
    let run = Command::new(env!("CARGO_BIN_EXE_stackspec"))
        .arg("test")
        .arg(&file)
        .output();
    let run = run.expect("to run stackspec");
    let said = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (run.status.code(), said.concat())
}

#[test]
fn spec_files_pass_their_cases() {
    let mut judged = 0;
    for page in pages() {
        let text = text(&format!("docs/{page}"));
        for (line, block) in blocks(&text) {
            if !block.contains("[[spec]]") {
                continue;
            }
            // Without a case there is nothing to run, but the file is read.
            let expected = match block.contains("[[spec.case]]") {
                true => 0,
                false => 4,
            };
            let (code, said) = tested(block);
            assert_eq!(code, Some(expected), "docs/{page}:{line}: {said}");
            judged += 1;
        }
    }
    assert!(judged > 20, "only {judged} blocks hold specs");
}

/// A recipe shows what it finds and what it leaves in peace.
#[test]
fn recipes_are_proven_both_ways() {
    for page in pages().iter().filter(|page| page.starts_with("recipes")) {
        let text = text(&format!("docs/{page}"));
        for (line, block) in blocks(&text) {
            if !block.contains("[[spec]]") {
                continue;
            }
            for outcome in ["\"fail\"", "\"pass\""] {
                let shown = block
                    .lines()
                    .any(|line| line.starts_with("expect") && line.ends_with(outcome));
                assert!(shown, "docs/{page}:{line}: no case expects {outcome}");
            }
        }
    }
}

#[test]
fn configurations_are_read() {
    let mut read = 0;
    for page in pages() {
        let text = text(&format!("docs/{page}"));
        for (line, block) in blocks(&text) {
            if !block.starts_with("# stackspec.toml") {
                continue;
            }
            let file = SourceFile {
                path: "stackspec.toml".into(),
                text: block.into(),
            };
            let problems = config::parse(&file).err().map(|all| format!("{all:?}"));
            assert_eq!(problems, None, "docs/{page}:{line}");
            read += 1;
        }
    }
    assert!(read >= 3, "only {read} blocks are configurations");
}

/// The red twins: a case that does not hold, a key that there is not.
#[test]
fn a_block_that_is_wrong_is_found() {
    let spec = "[[spec]]\nid = \"a\"\nresource = \"aws_sqs_queue\"\nmust = [ { at = \"$.name\", equal = \"b\" } ]\n";
    let case =
        "[[spec.case]]\nexpect = \"pass\"\ngiven.resource.aws_sqs_queue.q = { name = \"c\" }\n";
    assert_eq!(tested(spec).0, Some(4));
    assert_eq!(tested(&format!("{spec}{case}")).0, Some(100));
    assert_eq!(tested(&spec.replace("must", "most")).0, Some(103));
}

/// The recipes for CI services are YAML. Python reads them, where it has a parser for that; without
/// one this says that it was skipped.
#[test]
fn recipes_for_ci_are_yaml() {
    let text = text("docs/ci.md");
    let blocks: Vec<&str> = text.split("\n```yaml\n").skip(1).collect();
    assert!(blocks.len() >= 2, "only {} blocks are YAML", blocks.len());
    for block in blocks {
        let block = block.split("\n```").next().unwrap_or_default();
        match is_yaml(block) {
            Some(good) => assert!(good, "this is no YAML:\n{block}"),
            None => say("skipped: there is no Python with a YAML parser"),
        }
    }
    assert_ne!(is_yaml("a: [b"), Some(true), "the red twin");
}

/// Whether a text is YAML; `None` if there is nobody to ask.
fn is_yaml(text: &str) -> Option<bool> {
    let python = |program: &str, argument: &str| {
        let run = Command::new("python3")
            .args(["-c", program, argument])
            .output();
        run.is_ok_and(|run| run.status.success())
    };
    python("import yaml", "").then(|| python("import sys, yaml; yaml.safe_load(sys.argv[1])", text))
}

/// What a page says stands in a file does stand there, comments aside.
#[test]
fn tutorials_show_what_the_files_hold() {
    for (page, file) in [
        ("tutorial-cdktf.md", "examples/orders/specs/orders.toml"),
        ("tutorial-cdktf.md", "examples/orders/stackspec.toml"),
        ("tutorial-cdktf.md", "examples/orders/tests/infra.rs"),
        (
            "tutorial-plan.md",
            "examples/plain-terraform/specs/workers.toml",
        ),
        ("waivers.md", "examples/orders/waived.toml"),
    ] {
        let wanted = bare(&text(file));
        let page_text = text(&format!("docs/{page}"));
        let shown = page_text.split("\n```").map(|block| {
            let block = block.split_once('\n').map_or("", |(_, block)| block);
            bare(block)
        });
        let shown: Vec<String> = shown.collect();
        assert!(shown.contains(&wanted), "docs/{page} does not show {file}");
    }
}

/// A text without comments, empty lines and the blanks before a comment.
fn bare(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.split("  #").next().unwrap_or_default();
        match line.starts_with('#') || line.starts_with("//") {
            true => "",
            false => line.trim_end(),
        }
    });
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// The changes that the tutorial shows are those between the two programs.
#[test]
fn the_tutorial_mends_what_differs() {
    let (first, fixed) = (
        text("examples/orders/app/first.ts"),
        text("examples/orders/app/main.ts"),
    );
    let page = text("docs/tutorial-cdktf.md");
    let diff = page.split("\n```diff\n").nth(1).expect("a diff");
    let diff = diff.split("\n```").next().expect("its end");
    let of = |sign: char| -> Vec<&str> {
        let lines = diff.lines();
        lines.filter_map(|line| line.strip_prefix(sign)).collect()
    };
    assert_eq!(of('-'), differing(&first, &fixed));
    assert_eq!(of('+'), differing(&fixed, &first));
}

/// The lines of a text that another does not have.
fn differing<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let others: Vec<&str> = other.lines().collect();
    let lines = text.lines();
    lines.filter(|line| !others.contains(line)).collect()
}
