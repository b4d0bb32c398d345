//! A terminal of our own.

use std::fs::File;
use std::io::Read as _;
use std::process::{Command, Stdio};

use pretty_assertions::assert_eq;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::App;

/// Runs a command on a terminal that is so wide, and gives back what it was shown.
fn shown(mut command: Command, columns: u16) -> String {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let size = Winsize {
        ws_row: 50,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&ours, size).unwrap();
    let theirs = File::from(theirs);
    command
        .stdout(theirs.try_clone().unwrap())
        .stderr(theirs)
        .stdin(Stdio::null());
    let mut child = command.spawn().unwrap();
    // Its ends of the terminal are closed with it, and ours with the command.
    drop(command);
    let mut ours = File::from(ours);
    let (mut all, mut part) = (Vec::new(), [0; 4096]);
    // At the end a terminal is an error, not an empty read.
    while let Ok(length @ 1..) = ours.read(&mut part) {
        all.extend_from_slice(&part[..length]);
    }
    assert_eq!(child.wait().unwrap().code(), Some(100));
    String::from_utf8(all).unwrap().replace("\r\n", "\n")
}

/// Takes escape sequences away.
fn plain(text: &str) -> String {
    let bytes = anstream::adapter::strip_str(text);
    bytes.to_string()
}

#[test]
fn lines_fit() {
    for columns in [60, 80, 200] {
        let app = App::new();
        let text = plain(&shown(app.command(&[]), columns));
        for line in text.lines() {
            // Lines of a file stand over their marks, as they are.
            let source = line
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit() || c == '^');
            let marks = line.contains("^^^");
            let fits = line.chars().count() <= usize::from(columns);
            // A word is never broken.
            let word = line
                .rsplit(' ')
                .next()
                .is_some_and(|word| word.chars().count() > 40);
            assert!(fits || source || marks || word, "{columns}: {line}");
        }
        let broken = text
            .lines()
            .any(|line| line.ends_with("everybody knows whose it is"));
        assert_eq!(
            broken,
            columns == 200 || text.contains("whose it is\n"),
            "{text}"
        );
    }
    // Red twin: at 60 it is more lines than at 200, with the same words.
    let app = App::new();
    let (narrow, wide) = (
        plain(&shown(app.command(&[]), 60)),
        plain(&shown(app.command(&[]), 200)),
    );
    assert!(narrow.lines().count() > wide.lines().count());
    let words = |text: &str| {
        let words = text.split_whitespace().filter(|word| *word != "|");
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words(&narrow), words(&wide));
    // Narrower than anybody reads: nothing breaks, and nothing is lost.
    assert_eq!(words(&plain(&shown(app.command(&[]), 8))), words(&wide));
}

#[test]
fn colours_and_links() {
    let app = App::new();
    let with = |pairs: &[(&str, &str)], args: &[&str]| {
        let mut command = app.command(args);
        command.envs(pairs.iter().copied());
        shown(command, 200)
    };
    let text = with(&[], &[]);
    assert!(
        text.contains("\u{1b}[") && !text.contains("\u{1b}]"),
        "{text}"
    );
    let text = with(&[("TERM", "xterm-kitty")], &[]);
    let root = app.0.path().canonicalize().unwrap();
    let root = root.display();
    for (path, place) in [
        ("in%20put/main.tf.json", "in put/main.tf.json:"),
        ("specs/q.toml", "specs/q.toml:"),
    ] {
        let begins = format!("\u{1b}]8;;file://here{root}/{path}\u{1b}\\{place}");
        assert!(text.contains(&begins), "{begins:?} is not in {text:?}");
    }
    // As many ends as beginnings, and none that a value made.
    assert_eq!(
        text.matches("\u{1b}]8;;file://").count(),
        text.matches("\u{1b}]8;;\u{1b}\\").count()
    );
    assert_eq!(text.matches("\u{1b}]8;;http").count(), 0);
    assert!(!text.contains("\u{1b}[31mred"));
    for (pairs, args) in [
        (&[("NO_COLOR", "1"), ("TERM", "xterm-kitty")][..], &[][..]),
        (&[("TERM", "xterm-kitty")], &["--color", "never"]),
        (&[("TERM", "dumb")], &[]),
    ] {
        let text = with(pairs, args);
        assert!(!text.contains('\u{1b}'), "{pairs:?} {text:?}");
    }
    let text = with(&[("CI", "true"), ("TERM", "xterm-kitty")], &[]);
    assert!(!text.contains("\u{1b}]"));
}
