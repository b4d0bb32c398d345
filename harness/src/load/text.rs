//! The text of a file, and the one JSON document in it.

use std::ops::Range;
use std::path::Path;

use super::error::{LoadError, LoadErrorKind as Kind};
use super::pairs::Object;
use crate::stack::{SharedText, Source, Span};
use crate::value::{ParseError, ParseErrorKind};

/// A document and the file that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Doc<'a> {
    /// The file, for messages.
    pub(crate) path: &'a Path,
    /// The whole text of the file.
    pub(crate) text: &'a str,
    /// Where the document starts; junk lines of a wrapper may stand before it.
    pub(crate) start: usize,
}

impl<'a> Doc<'a> {
    /// The document and what follows it.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// The span of `part`, which must be a slice of this text (what serde lends is one).
    pub(crate) fn span(&self, part: &str) -> Span {
        let range = self.range(part);
        // Files of 4 GiB and more are refused before they are read.
        Span {
            start: u32::try_from(range.start).unwrap_or(u32::MAX),
            end: u32::try_from(range.end).unwrap_or(u32::MAX),
        }
    }

    /// The span of the object that has these values first and last.
    pub(crate) fn object_span(&self, first: &str, last: &str) -> Option<Span> {
        let before = self.text.get(..self.range(first).start)?;
        let key = before.trim_end().strip_suffix(':')?.trim_end();
        let mut rest = key.strip_suffix('"')?;
        // The key's opening quote: the nearest one that is not escaped.
        let open = loop {
            let at = rest.rfind('"')?;
            rest = &rest[..at];
            let escapes = rest.len() - rest.trim_end_matches('\\').len();
            if escapes % 2 == 0 {
                break rest;
            }
        };
        let start = open.trim_end().strip_suffix('{')?.len();
        let after = self.text.get(self.range(last).end..)?;
        let end = self.text.len() - after.trim_start().strip_prefix('}')?.len();
        Some(Span {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
        })
    }

    fn range(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }

    /// Line and column of a byte of the file.
    fn place(&self, offset: usize) -> (usize, usize) {
        line_column(self.text, offset)
    }

    /// An error about `part`, a slice of this text.
    pub(crate) fn error(&self, kind: Kind, what: impl Into<String>, part: &str) -> LoadError {
        let place = self.place(self.range(part).start);
        LoadError::new(self.path, kind, what).at(Some(place))
    }

    /// An error of `serde_json` in reading `part`, a slice of this text.
    pub(crate) fn json_error(&self, part: &str, error: &serde_json::Error) -> LoadError {
        let said = error.to_string();
        let (kind, what) = if let Some(field) = said.strip_prefix("duplicate field `") {
            let field = field.split('`').next().unwrap_or_default();
            let twice = ParseErrorKind::DuplicateKey(field.to_owned());
            (Kind::DuplicateKey, say(twice))
        } else {
            let parsed = ParseError::from_json(error);
            match parsed.kind {
                ParseErrorKind::DuplicateKey(_) => (Kind::DuplicateKey, say(parsed.kind)),
                ParseErrorKind::TooDeep => (Kind::TooDeep, say(parsed.kind)),
                ParseErrorKind::Truncated => (Kind::Truncated, say(parsed.kind)),
                ParseErrorKind::Syntax(said) if error.is_data() => {
                    (Kind::Misshapen, format!("a part has another shape: {said}"))
                }
                ParseErrorKind::Syntax(said) => {
                    (Kind::Syntax, format!("this is not JSON here: {said}"))
                }
            }
        };
        let (line, column) = self.place(self.range(part).start);
        let place = match error.line() {
            0 => (line, column),
            1 => (line, column + error.column().saturating_sub(1)),
            further => (line + further - 1, error.column().max(1)),
        };
        LoadError::new(self.path, kind, what).at(Some(place))
    }

    /// Reads a slice of this text, which must be an object, to a struct.
    pub(crate) fn read_object<T: serde::Deserialize<'a>>(
        &self,
        part: &'a str,
    ) -> Result<T, LoadError> {
        self.read::<Object<T>>(part).map(|object| object.0)
    }

    /// Reads a slice of this text.
    pub(crate) fn read<T: serde::Deserialize<'a>>(&self, part: &'a str) -> Result<T, LoadError> {
        serde_json::from_str(part).map_err(|error| self.json_error(part, &error))
    }
}

fn say(kind: ParseErrorKind) -> String {
    ParseError {
        kind,
        line: 0,
        column: 0,
    }
    .to_string()
}

pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// Finds where the document starts in a text.
///
/// # Errors
/// When the text is empty or no JSON object.
pub(crate) fn find<'a>(path: &'a Path, text: &'a str) -> Result<Doc<'a>, LoadError> {
    let mut start = 0;
    loop {
        let rest = text.get(start..).unwrap_or_default();
        // A plan is one line of 100 MB: its end is looked for only if the line is none of it.
        let blank = rest.trim_start();
        let blank = rest.len() - blank.len();
        let blank = rest.get(..blank).unwrap_or_default().rfind('\n');
        if let Some(last) = blank {
            start += last + 1;
        } else if is_wrapper_line(rest) {
            start += rest.find('\n').map_or(rest.len(), |end| end + 1);
        } else {
            if rest.trim_start().is_empty() {
                start = text.len();
            }
            break;
        }
    }
    let doc = Doc { path, text, start };
    let document = doc.rest().trim_start();
    if document.is_empty() {
        let what = if text.trim().is_empty() {
            "the file is empty"
        } else {
            "the file holds nothing but the lines of a wrapper"
        };
        return Err(LoadError::new(path, Kind::EmptyFile, what));
    }
    if document.starts_with('{') {
        return Ok(doc);
    }
    Err(not_an_object(&doc, document))
}

/// Whether a line was written by a CI wrapper around `terraform show -json`: `[command]...` (the
/// GitHub action with its wrapper on), workflow commands (`::debug::`, `##[section]`), a shell
/// that traces (`+ terraform show`).
fn is_wrapper_line(line: &str) -> bool {
    ["[command]", "::", "##[", "+ "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// What follows the document must be blank, or lines of a wrapper.
pub(crate) fn check_rest(doc: &Doc<'_>, end: usize) -> Result<(), LoadError> {
    let rest = doc.rest().get(end..).unwrap_or_default();
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() && (index == 0 || !line.starts_with("::")) {
            let what = format!("text follows the JSON document: `{}`", excerpt(line));
            return Err(doc.error(Kind::TrailingText, what, line.trim_start()));
        }
    }
    Ok(())
}

fn not_an_object(doc: &Doc<'_>, document: &str) -> LoadError {
    let mut values =
        serde_json::Deserializer::from_str(document).into_iter::<&serde_json::value::RawValue>();
    match values.next() {
        Some(Ok(value)) => {
            let noun = match value.get().as_bytes().first() {
                Some(b'[') => "a list",
                Some(b'"') => "a string",
                Some(b't' | b'f') => "a boolean",
                Some(b'n') => "null",
                _ => "a number",
            };
            let what = format!("this is JSON, but {noun} and not an object");
            return doc.error(Kind::NotAnObject, what, document);
        }
        Some(Err(error)) if document.starts_with("[{") || document.starts_with('"') => {
            return doc.json_error(document, &error);
        }
        _ => {}
    }
    let hcl_name = doc.path.extension().is_some_and(|name| name == "tf");
    if hcl_name || document.lines().any(is_hcl_line) {
        return doc.error(Kind::Hcl, "this is HCL, Terraform's own language", document);
    }
    if document.contains("Terraform will perform the following actions")
        || document.contains("OpenTofu will perform the following actions")
        || document.contains("used the selected providers to generate the following execution")
    {
        let what = "this is a plan as it is printed for people";
        return doc.error(Kind::PlanText, what, document);
    }
    let first = document.lines().next().unwrap_or_default();
    let what = match document
        .lines()
        .skip(1)
        .position(|line| line.starts_with('{'))
    {
        Some(line) => format!(
            "text stands before the JSON, which starts {} lines further down: `{}`",
            line + 1,
            excerpt(first)
        ),
        None => format!("this is no JSON: it starts with `{}`", excerpt(first)),
    };
    doc.error(Kind::NotJson, what, document)
}

/// Whether a line opens a block of Terraform's language: `resource "aws_vpc" "main" {`.
fn is_hcl_line(line: &str) -> bool {
    let line = line.trim();
    let word = line.split([' ', '\t', '"', '{']).next().unwrap_or_default();
    line.contains('{')
        && line[word.len()..].starts_with([' ', '\t', '"', '{'])
        && [
            "terraform",
            "resource",
            "data",
            "provider",
            "variable",
            "output",
            "locals",
            "module",
            "moved",
            "import",
            "check",
            "removed",
        ]
        .contains(&word)
}

fn excerpt(line: &str) -> String {
    let line = line.trim();
    let short: String = line.chars().take(40).collect();
    if short.len() < line.len() {
        format!("{short}...")
    } else {
        short
    }
}

/// A source of a stack.
pub(crate) fn source(path: &Path, text: SharedText) -> Source {
    Source {
        path: path.to_owned(),
        text,
    }
}
