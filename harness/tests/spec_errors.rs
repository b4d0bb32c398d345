//! Every message about a spec file, in full.
//!
//! The data is beside this file, in `spec_errors/*.txt`: `=== what it is about`, the spec file,
//! `---`, and what is shown for it. Each file must be refused or warned about; a case for which
//! nothing is shown fails. `STACKSPEC_BLESS=1 cargo test --test spec_errors` writes what is shown,
//! to be read before it is committed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::diagnostic::{Diagnostic, SourceFile};
use stackspec::{config, spec};

/// What is shown for a file: its errors, or its warnings.
fn shown(suite: &str, text: &str) -> String {
    let read = |path: &str| SourceFile {
        path: path.into(),
        text: text.into(),
    };
    let found = if suite == "config" {
        config::parse(&read("stackspec.toml"))
            .err()
            .unwrap_or_default()
    } else {
        match spec::parse(&read("specs/a.toml"), "a") {
            Ok(file) => file.warnings,
            Err(found) => found,
        }
    };
    let rendered: Vec<_> = found
        .iter()
        .map(|found: &Diagnostic| found.render(false))
        .collect();
    rendered.join("\n\n")
}

/// Runs every case of a data file.
#[track_caller]
fn check(suite: &str) {
    let path = data(suite);
    let text = std::fs::read_to_string(&path).unwrap();
    let (mut actual, mut silent) = (String::new(), Vec::new());
    for case in text.split("=== ").skip(1) {
        let (title, rest) = case.split_once('\n').unwrap();
        let file = rest
            .split_once("\n---\n")
            .map_or(rest.trim_end(), |(file, _)| file);
        let shown = shown(suite, &format!("{file}\n"));
        if shown.is_empty() {
            silent.push(title.to_owned());
        }
        _ = write!(actual, "=== {title}\n{file}\n---\n{shown}\n\n");
    }
    if blessing() {
        std::fs::write(&path, &actual).unwrap();
    }
    assert_eq!(silent, [] as [String; 0], "nothing is said about these");
    assert_eq!(actual, if blessing() { actual.clone() } else { text });
}

fn data(suite: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("harness/tests/spec_errors/{suite}.txt"))
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own switch")]
fn blessing() -> bool {
    std::env::var("STACKSPEC_BLESS").is_ok_and(|value| value == "1")
}

#[test]
fn syntax() {
    check("syntax");
}

#[test]
fn files() {
    check("file");
}

#[test]
fn params() {
    check("param");
}

#[test]
fn specs() {
    check("spec");
}

#[test]
fn clauses() {
    check("clause");
}

#[test]
fn clauses_that_cannot_fail() {
    check("sure");
}

#[test]
fn right_sides() {
    check("right");
}

#[test]
fn language() {
    check("language");
}

#[test]
fn queries() {
    check("query");
}

#[test]
fn cases() {
    check("case");
}

#[test]
fn config() {
    check("config");
}
