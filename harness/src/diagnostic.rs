//! Messages about files: what is wrong, where, and what to do about it.
//!
//! A [`Diagnostic`] is data; rendering it is rustc's own renderer (`annotate-snippets`). All
//! errors of a file are collected and shown at once.

mod json;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

pub(crate) use json::{json, json_line, json_text};

/// A text file that messages point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as the user wrote it.
    pub path: PathBuf,
    /// Its whole text.
    pub text: Arc<str>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It cannot go on.
    Error,
    /// It goes on, and somebody should look.
    Warning,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The file and the bytes in it that the message is about, and what to say under them.
    pub place: Option<Box<Place>>,
    /// What else explains it.
    pub notes: Vec<String>,
    /// What to do: a command, a spelling.
    pub help: Vec<String>,
}

/// Bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: SourceFile,
    /// The bytes.
    pub span: Range<usize>,
    /// What to say under them; may be empty.
    pub label: String,
}

impl Place {
    /// The line that it starts in, from 1.
    pub fn line(&self) -> usize {
        let before = self.file.text.get(..self.span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            place: None,
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, file: &SourceFile, span: Range<usize>, label: impl Into<String>) -> Self {
        self.place = Some(Box::new(Place {
            file: file.clone(),
            span,
            label: label.into(),
        }));
        self
    }

    /// Explains.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The message as rustc would print it. Text from outside is escaped by [`escape`].
    pub fn render(&self, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let (message, path, label);
        message = escape(&self.message);
        let mut group = Group::with_title(level.primary_title(message.as_str()));
        if let Some(place) = &self.place {
            path = escape(&place.file.path.display().to_string());
            label = escape(&place.label);
            let end = place.file.text.len();
            let span = place.span.start.min(end)..place.span.end.min(end);
            let annotation = AnnotationKind::Primary.span(span);
            let annotation = if label.is_empty() {
                annotation
            } else {
                annotation.label(label.as_str())
            };
            group = group.element(
                Snippet::source(place.file.text.as_ref())
                    .path(path.as_str())
                    .annotation(annotation),
            );
        }
        for note in &self.notes {
            group = group.element(Level::NOTE.message(escape(note)));
        }
        for help in &self.help {
            group = group.element(Level::HELP.message(escape(help)));
        }
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        disarmed(renderer.render(&[group]))
    }
}

/// Text from outside, made safe for a terminal: control characters (C0 and C1, so no escape
/// sequence survives), bidirectional overrides and invisible characters are written as
/// `\u{..}`, line breaks as `\n`. The first `#` of `##[...]` and `##word[...]` is written so too: CI
/// services take these for commands wherever they stand in a line.
///
/// ```
/// use stackspec::diagnostic::escape;
/// assert_eq!(escape("a\u{1b}[31mb\n\u{202e}c"), r"a\u{1b}[31mb\n\u{202e}c");
/// ```
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '#' if is_command(&text[at..]) => out.push_str("\\u{23}"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// A text of several lines for a terminal: as [`escape`], with its tabs and line breaks kept, and no line
/// that a CI service would take for a command (`::error::`).
pub(crate) fn escape_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |it| (it, "\n"));
        let blank = line.len() - line.trim_start().len();
        let (blank, rest) = line.split_at(blank);
        let rest = match rest.strip_prefix("::") {
            Some(rest) => {
                out.push_str(&keep_tabs(blank));
                out.push_str("\\u{3a}:");
                rest
            }
            None => line,
        };
        out.push_str(&keep_tabs(rest));
        out.push_str(end);
    }
    out
}

fn keep_tabs(line: &str) -> String {
    line.split('\t').map(escape).collect::<Vec<_>>().join("\t")
}

/// A text of several lines, of which some are from a file as they stand there, without commands of CI
/// services: the first `#` of `##[...]` and `##word[...]` is written as in [`escape`].
pub(crate) fn disarmed(text: String) -> String {
    let mut from = 0;
    let mut out = String::new();
    for (at, _) in text.match_indices('#') {
        if is_command(&text[at..]) {
            out.push_str(&text[from..at]);
            out.push_str("\\u{23}");
            from = at + 1;
        }
    }
    match from {
        0 => text,
        from => out + &text[from..],
    }
}

/// Whether a text starts with a command of Azure Pipelines, GitHub's runner or `TeamCity`:
/// `##[error]`, `##vso[task.complete]`, `##teamcity[...]`.
fn is_command(text: &str) -> bool {
    let word = text
        .strip_prefix("##")
        .map(|rest| rest.trim_start_matches(char::is_alphabetic));
    word.is_some_and(|rest| rest.starts_with('['))
}

/// Characters that change how the text around them is shown, or show nothing at all.
/// Source: Unicode Standard Annex #9 (bidirectional formatting), zero-width characters, tags.
fn is_invisible(c: char) -> bool {
    // The two last of each plane, and a few more, are no characters at all, and no XML may hold some of them.
    u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{feff}' |
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' |
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The candidate nearest to `word`, if one is near enough to be a misspelling of it.
///
/// ```
/// use stackspec::diagnostic::nearest;
/// assert_eq!(nearest("funktion", ["function", "runtime"]), Some("function"));
/// assert_eq!(nearest("colour", ["function", "runtime"]), None);
/// ```
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_and_nothing_in_them_is_obeyed() {
        for (text, expected) in [
            ("a\n\tb\n\nc", "a\n\tb\n\nc"),
            (
                "a\u{1b}[2J\rb\u{7}\u{202e}\n",
                "a\\u{1b}[2J\\rb\\u{7}\\u{202e}\n",
            ),
            ("x\n  ::error::y ::z", "x\n  \\u{3a}:error::y ::z"),
            ("\t::a\n##vso[b]\n## c", "\t\\u{3a}:a\n\\u{23}#vso[b]\n## c"),
        ] {
            pretty_assertions::assert_eq!(escape_lines(text), expected);
        }
    }

    #[test]
    fn renders_like_rustc() {
        let file = SourceFile {
            path: "specs/a.toml".into(),
            text: "[[spec]]\nidd = 1\n".into(),
        };
        let shown = Diagnostic::error("unknown key `idd`")
            .at(&file, 9..12, "not a key of a spec")
            .help("did you mean `id`?")
            .render(false);
        let expected = "\
error: unknown key `idd`
 --> specs/a.toml:2:1
  |
2 | idd = 1
  | ^^^ not a key of a spec
  |
  = help: did you mean `id`?";
        pretty_assertions::assert_eq!(shown, expected);
    }
}
