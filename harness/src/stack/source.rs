//! Input files, kept whole, and places in them.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// One input file, kept whole: bodies are read out of it, and messages point into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user would open it.
    pub path: PathBuf,
    /// Its text, decoded to UTF-8 and without a byte order mark. Spans count bytes of this text.
    pub text: SharedText,
}

/// Text that is shared, not copied. An `Arc<str>` would do but for one thing: making one from a
/// text that was just read copies it, and a plan of 100 MB would be there twice.
#[derive(Clone, Default)]
pub struct SharedText(Arc<Shared>);

#[derive(Default)]
struct Shared {
    text: String,
    /// The line and column at every [`STRIDE`] bytes, made when the first place is asked for. A
    /// plan is one line of any length: without them each place would count from its start.
    marks: OnceLock<Box<[(usize, usize)]>>,
}

/// How many bytes apart the marks are.
const STRIDE: usize = 16 << 10;

/// Bytes of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span as a range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Source {
    /// The text at a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let marks = self.text.0.marks.get_or_init(|| marks(bytes));
        let stride = (offset / STRIDE).min(marks.len().saturating_sub(1));
        let from = marks.get(stride).copied().unwrap_or((1, 1));
        advance(from, &bytes[stride * STRIDE..offset])
    }
}

fn marks(bytes: &[u8]) -> Box<[(usize, usize)]> {
    let mut at = (1, 1);
    bytes
        .chunks(STRIDE)
        .map(|chunk| {
            let start = at;
            at = advance(start, chunk);
            start
        })
        .collect()
}

/// Line and column after some more bytes. A character counts at its first byte.
fn advance((line, column): (usize, usize), bytes: &[u8]) -> (usize, usize) {
    let characters = |bytes: &[u8]| bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
    match bytes.iter().rposition(|byte| *byte == b'\n') {
        None => (line, column + characters(bytes)),
        Some(last) => {
            let lines = bytes[..=last].iter().filter(|byte| **byte == b'\n').count();
            (line + lines, 1 + characters(&bytes[last + 1..]))
        }
    }
}

impl std::ops::Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl AsRef<str> for SharedText {
    fn as_ref(&self) -> &str {
        &self.0.text
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        Self(Arc::new(Shared {
            text,
            marks: OnceLock::new(),
        }))
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl PartialEq for SharedText {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for SharedText {}

impl std::fmt::Debug for SharedText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SharedText({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every place of texts with long lines, many lines and wide characters, against counting from
    /// the start.
    #[test]
    fn places_agree_with_counting_from_the_start() {
        let long = "é\u{1F600}x".repeat(STRIDE / 3);
        for text in [
            long.clone(),
            format!("{long}\n\n{long}\nend"),
            "a\n".repeat(STRIDE),
            String::new(),
        ] {
            let source = Source {
                path: "x".into(),
                text: text.as_str().into(),
            };
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for at in ends.step_by(97).chain([text.len()]) {
                let before = &text[..at];
                let start = before.rfind('\n').map_or(0, |newline| newline + 1);
                let line = before.matches('\n').count() + 1;
                let expected = (line, before[start..].chars().count() + 1);
                assert_eq!(source.line_column(at), expected, "at {at}");
            }
        }
    }
}
