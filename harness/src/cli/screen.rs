//! What a terminal can do, and what is written for it: no line is wider than it is, and files are links.
//!
//! A pipe and a file get the text as it is.

mod fit;
mod link;

use std::io::{self, IsTerminal as _};
use std::sync::OnceLock;

use crate::run::environment;
use link::Links;

/// A terminal that is narrower is taken for as wide: more breaks make nothing better.
const NARROW: usize = 40;

/// A terminal.
#[derive(Debug)]
pub(super) struct Screen {
    width: Option<usize>,
    links: Option<Links>,
}

impl Screen {
    /// Standard output, if it is a terminal.
    pub(super) fn of_stdout() -> Option<&'static Screen> {
        static SCREEN: OnceLock<Option<Screen>> = OnceLock::new();
        SCREEN
            .get_or_init(|| io::stdout().is_terminal().then(Screen::new))
            .as_ref()
    }

    /// Standard error, if it is a terminal.
    pub(super) fn of_stderr() -> Option<&'static Screen> {
        static SCREEN: OnceLock<Option<Screen>> = OnceLock::new();
        SCREEN
            .get_or_init(|| io::stderr().is_terminal().then(Screen::new))
            .as_ref()
    }

    fn new() -> Screen {
        let size = terminal_size::terminal_size();
        Screen {
            // A size of nothing is what a terminal says that does not know.
            width: size
                .map(|(width, _)| usize::from(width.0))
                .filter(|width| *width > 0),
            links: Links::of(&environment),
        }
    }

    /// A text of our own for this terminal.
    pub(super) fn show(&self, text: &str) -> String {
        let text = match self.width {
            Some(width) => fit::fit(text, width.max(NARROW)),
            None => text.to_owned(),
        };
        match &self.links {
            Some(links) => links.link(&text),
            None => text,
        }
    }
}

/// Whether a line can be taken back: progress is shown only then.
pub(super) fn takes_lines_back() -> bool {
    io::stderr().is_terminal() && environment("TERM").as_deref() != Some("dumb")
}

/// The length of an escape sequence at the start of a text, in bytes: a colour, or a link.
fn escape_at(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\u{1b}')?;
    match rest.as_bytes().first()? {
        b'[' => {
            let end = rest[1..].find(|c: char| ('@'..='~').contains(&c))?;
            Some(1 + 1 + end + 1)
        }
        b']' => Some(1 + rest.find("\u{1b}\\")? + 2),
        _ => None,
    }
}

/// The text as it is seen.
fn plain(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let escape = escape_at(rest);
        if escape.is_none() {
            out.push(c);
        }
        rest = &rest[escape.unwrap_or(c.len_utf8())..];
    }
    out
}
