//! What a terminal is shown, and what a pipe is not: colours, links, widths, progress, `--watch`.

#![expect(clippy::unwrap_used, reason = "a test")]

#[cfg(unix)]
#[path = "terminal/pty.rs"]
mod pty;

#[path = "terminal/watch.rs"]
mod watch;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A folder with a stack whose values would like to be more than text.
struct App(tempfile::TempDir);

const HOSTILE: &str = "\u{1b}]8;;http://evil\u{1b}\\x\u{1b}]8;;\u{1b}\\ \u{1b}[31mred --> main.tf.json:1:1 and then a lot of words behind it";

impl App {
    fn new() -> App {
        let app = App(tempfile::tempdir().unwrap());
        let queue = serde_json::json!({ "name": HOSTILE, "fifo_queue": false });
        let stack = serde_json::json!({ "resource": { "aws_sqs_queue": { "orders": queue } } });
        app.write(
            "in put/main.tf.json",
            &serde_json::to_string_pretty(&stack).unwrap(),
        );
        app.write("specs/q.toml", SPEC);
        app
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stackspec"));
        command
            .current_dir(self.0.path())
            .args(["check", "in put", "--specs", "specs"])
            .args(args)
            .stdin(Stdio::null());
        for name in [
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "CI",
            "FORCE_HYPERLINK",
            "VTE_VERSION",
            "TERM_PROGRAM",
        ] {
            command.env_remove(name);
        }
        command
            .env("TERM", "xterm-256color")
            .env("HOSTNAME", "here");
        command
    }
}

const SPEC: &str = r#"
[[spec]]
id       = "name"
title    = "a queue has a name of this team and of this environment, so that everybody knows whose it is"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", equal = "orders" }, { at = "$.fifo_queue", equal = true } ]
why      = "names are how we find out whom to wake up when a queue is full, and who is allowed to empty it"
fix      = "name = \"orders\""
"#;

/// Red twin of all below: a pipe gets no escape byte, whatever the values are.
#[test]
fn a_pipe_gets_text() {
    let app = App::new();
    for (args, name, value) in [
        (&[][..], "TERM", "xterm-kitty"),
        (&["--verbose"], "FORCE_HYPERLINK", "1"),
        (&["--color", "auto"], "VTE_VERSION", "7000"),
        (&["--color", "never"], "CLICOLOR_FORCE", "1"),
        (&["--color=never"], "CLICOLOR_FORCE", "1"),
        (&[], "COLUMNS", "40"),
    ] {
        let output = app.command(args).env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(100));
        assert!(
            !output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b),
            "{args:?} {name}"
        );
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.contains(r"\u001b]8;;http://evil") && text.contains(" --> specs/q.toml:6:14\n")
        );
        // No line of a pipe is broken.
        assert!(text.contains("everybody knows whose it is\n"), "{text}");
    }
}

#[test]
fn colour_is_asked_for() {
    let app = App::new();
    for (args, variables, expected) in [
        (&["--color", "always"][..], &[][..], true),
        (&["--color=always"], &[("NO_COLOR", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&[], &[("FORCE_COLOR", "1")], false),
    ] {
        let output = app
            .command(args)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.contains("\u{1b}["), expected, "{args:?} {variables:?}");
        // A pipe has no links, and what is hostile is no colour.
        assert!(!text.contains("\u{1b}]"));
        assert!(!text.contains("\u{1b}[31mred"));
    }
    let output = app.command(&["--color", "blue"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = app
        .command(&["--colour", "x", "--color", "always"])
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("\u{1b}[")
    );
}

/// JSON is JSON, whatever is asked of colours.
#[test]
fn json_has_no_colour() {
    let app = App::new();
    let output = app
        .command(&["--message-format", "json", "--color", "always"])
        .output()
        .unwrap();
    assert!(!output.stdout.contains(&0x1b));
}
