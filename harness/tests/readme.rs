//! The documents that people read first do not lie: every ```console block of them is run, and
//! every ```toml block that is a spec file is read and passes its own cases.
//!
//! In a console block `$ ` starts a command, `...` alone in a line stands for any lines, and
//! `# exit code N` says how the command before it ends (0 if nothing is said).

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use std::fs;
use std::path::Path;
use std::process::Command;

use pretty_assertions::assert_eq;
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Where the blocks are that are run, beside the pages of `docs/`.
const DOCUMENTS: [&str; 4] = [
    "README.md",
    "specs/README.md",
    "examples/payments/README.md",
    "examples/platform/README.md",
];

/// Every document whose blocks are run.
fn documents() -> Vec<String> {
    let pages = fs::read_dir(Path::new(ROOT).join("docs")).expect("docs");
    let names = pages.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    names.extend(DOCUMENTS.map(str::to_owned));
    names.sort();
    names
}

/// The blocks of a language in a Markdown text, each with the line it starts at.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<(usize, &'t str)> {
    let fence = format!("\n```{language}\n");
    let start = |(at, found): (usize, &str)| {
        let from = at + found.len();
        let block = &text[from..];
        let end = block.find("\n```").map_or(block.len(), |end| end + 1);
        (text[..from].matches('\n').count() + 1, &block[..end])
    };
    text.match_indices(&fence).map(start).collect()
}

/// A command of a console block, and what it must print.
#[derive(Debug, PartialEq, Eq)]
struct Session {
    command: Vec<String>,
    output: Vec<String>,
    exit: i32,
}

fn sessions(block: &str) -> Vec<Session> {
    let mut sessions: Vec<Session> = Vec::new();
    for line in block.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            sessions.push(Session {
                command: words(command),
                output: Vec::new(),
                exit: 0,
            });
            continue;
        }
        let session = sessions
            .last_mut()
            .expect("a console block starts with `$ `");
        match line.strip_prefix("# exit code ") {
            Some(code) => session.exit = code.parse().expect("a number"),
            None => session.output.push(line.to_owned()),
        }
    }
    sessions
}

/// The words of a command; single quotes hold one together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (nth, part) in command.split('\'').enumerate() {
        match nth % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// What is wrong with a session, if anything is.
fn complaint(session: &Session) -> Option<String> {
    let words: Vec<&str> = session.command.iter().map(String::as_str).collect();
    let arguments = match words.as_slice() {
        ["stackspec", arguments @ ..] | ["cargo", "run", "-q", "--", arguments @ ..] => arguments,
        other => return Some(format!("this is no command of ours: {other:?}")),
    };
    let run = Command::new(env!("CARGO_BIN_EXE_stackspec"))
        .args(arguments)
        .current_dir(ROOT)
        .env("NO_COLOR", "1")
        .output()
        .expect("to run stackspec");
    let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = text.concat().replace('\\', "/");
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    let wanted = session.output.join("\n");
    let wanted: Vec<&str> = wanted.trim_end().lines().map(str::trim_end).collect();
    let exit = run.status.code();
    if exit != Some(session.exit) {
        return Some(format!(
            "{words:?} ends with {exit:?}, not {}:\n{text}",
            session.exit
        ));
    }
    (!fits(&wanted, &lines)).then(|| format!("{words:?} prints\n{text}"))
}

/// Whether lines are these, where `...` stands for any lines.
fn fits(wanted: &[&str], lines: &[&str]) -> bool {
    match wanted.split_first() {
        None => lines.is_empty(),
        Some((&"...", rest)) => (0..=lines.len()).any(|skip| fits(rest, &lines[skip..])),
        Some((first, rest)) => lines.first() == Some(first) && fits(rest, &lines[1..]),
    }
}

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).expect("the document")
}

#[test]
fn console_blocks_say_what_is_printed() {
    let mut run = 0;
    for name in documents() {
        let text = document(&name);
        for (line, block) in blocks(&text, "console") {
            for session in sessions(block) {
                let complaint = complaint(&session);
                assert_eq!(complaint, None, "{name}:{line}");
                run += 1;
            }
        }
    }
    assert!(run >= 40, "only {run} commands were run");
}

#[test]
fn spec_files_in_the_readme_pass_their_cases() {
    let text = document("README.md");
    let specs = blocks(&text, "toml");
    let specs: Vec<_> = specs
        .iter()
        .filter(|(_, block)| block.contains("[[spec]]"))
        .collect();
    assert!(!specs.is_empty());
    for (line, block) in specs {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("readme.toml");
        fs::write(&file, block).expect("to write");
        let run = Command::new(env!("CARGO_BIN_EXE_stackspec"))
            .arg("test")
            .arg(&file)
            .output();
        let run = run.expect("to run stackspec");
        let said = String::from_utf8_lossy(&run.stdout).into_owned()
            + &String::from_utf8_lossy(&run.stderr);
        // A block without a case is a spec file all the same: then there is nothing to run.
        let expected = match block.contains("[[spec.case]]") {
            true => 0,
            false => 4,
        };
        assert_eq!(
            run.status.code(),
            Some(expected),
            "README.md:{line}: {said}"
        );
    }
}

/// What the README says goes into `tests/infra.rs` is what stands there.
#[test]
fn the_three_lines_are_those_of_the_example() {
    let example = document("examples/payments/tests/infra.rs");
    let text = document("README.md");
    let main = blocks(&text, "rust")
        .into_iter()
        .find(|(_, block)| block.contains("fn main"));
    let (_, main) = main.expect("a block with a main");
    let main: Vec<&str> = main
        .lines()
        .filter(|line| !line.starts_with("//"))
        .collect();
    let example: Vec<&str> = example
        .lines()
        .filter(|line| !line.starts_with("//") && !line.is_empty())
        .collect();
    assert_eq!(main, example);
}

#[track_caller]
fn says(block: &str, expected: Option<&str>) {
    let sessions = sessions(block);
    let complaint = sessions.iter().find_map(complaint);
    match expected {
        None => assert_eq!(complaint, None),
        Some(part) => assert!(
            complaint.as_ref().is_some_and(|text| text.contains(part)),
            "{complaint:?}"
        ),
    }
}

/// The red twin: a block that lies is found out.
#[test]
fn a_block_that_lies_is_found_out() {
    let query = "$ stackspec query examples/payments/fixed/cdktf.out '$.engine' --resource aws_db_instance\n";
    says(&format!("{query}...\n"), None);
    says(&format!("{query}...\n# exit code 0\n"), None);
    says(
        &format!("{query}...\n# exit code 4\n"),
        Some("ends with Some(0), not 4"),
    );
    says(&format!("{query}something else\n"), Some("prints"));
    says(query, Some("prints"));
    says(&format!("{query}...\nthe end\n"), Some("prints"));
    says("$ rm -rf target\n", Some("no command of ours"));
    says("$ stackspec no-such-verb\n...\n# exit code 2\n", None);
}

#[test]
fn lines_may_be_left_out() {
    for (wanted, expected) in [
        ("a\nb\nc", true),
        ("...", true),
        ("a\n...", true),
        ("...\nc", true),
        ("a\n...\nc", true),
        ("...\nb\n...", true),
        ("a\nb", false),
        ("...\nb", false),
        ("b\n...", false),
        ("", false),
    ] {
        let wanted: Vec<&str> = wanted.lines().collect();
        assert_eq!(fits(&wanted, &["a", "b", "c"]), expected, "{wanted:?}");
    }
}
