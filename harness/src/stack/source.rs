//! The text of an input, and places in it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use memchr::{memchr_iter, memrchr};

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
    milestones: OnceLock<Box<[Milestone]>>,
}

/// What is known of the text before every [`STRIDE`]th byte, so that a place is found by reading
/// one stride and not the whole file: a plan is one line of 100 MB, and a report points into it a
/// thousand times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Milestone {
    /// The newlines before it.
    newlines: usize,
    /// The characters between the last of those and it.
    characters: usize,
}

/// How many bytes lie between two milestones.
const STRIDE: usize = 16 * 1024;

/// Bytes of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A span of one of a stack's sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Which of [`Stack::sources`](super::Stack::sources).
    pub source: u16,
    /// The bytes.
    pub span: Span,
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
            milestones: OnceLock::new(),
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
        **self == **other
    }
}

impl Eq for SharedText {}

impl SharedText {
    /// Line and column of a byte, both from 1; columns count characters. Behind the end is at it.
    fn line_column(&self, offset: usize) -> (usize, usize) {
        let text = self.0.text.as_bytes();
        let offset = offset.min(text.len());
        let milestones = self.0.milestones.get_or_init(|| milestones(text));
        let nearest = (offset / STRIDE).min(milestones.len().saturating_sub(1));
        let start = milestones.get(nearest).copied().unwrap_or(Milestone::START);
        let here = start.after(text.get(nearest * STRIDE..offset).unwrap_or_default());
        (here.newlines + 1, here.characters + 1)
    }
}

/// A milestone at every stride of a text, the first at its start.
fn milestones(text: &[u8]) -> Box<[Milestone]> {
    let strides = text.chunks(STRIDE);
    let walk = strides.scan(Milestone::START, |here, stride| {
        let before = *here;
        *here = here.after(stride);
        Some(before)
    });
    walk.collect()
}

impl Milestone {
    const START: Milestone = Milestone {
        newlines: 0,
        characters: 0,
    };

    /// What is known behind these bytes, if this is known before them. A character counts where
    /// its first byte stands, so strides may cut characters.
    fn after(self, bytes: &[u8]) -> Milestone {
        let newlines = memchr_iter(b'\n', bytes).count();
        let last = match newlines {
            0 => None,
            _ => memrchr(b'\n', bytes),
        };
        let (kept, line) = match last {
            None => (self.characters, bytes),
            Some(last) => (0, bytes.get(last + 1..).unwrap_or_default()),
        };
        // Nearly all text is ASCII, and that is told sooner than characters are counted.
        let characters = match line.is_ascii() {
            true => line.len(),
            false => count(line, |byte| byte & 0xC0 != 0x80),
        };
        Milestone {
            newlines: self.newlines + newlines,
            characters: kept + characters,
        }
    }
}

/// How many bytes are such. Sums of 255 fit a byte, and bytes are added many at a time.
fn count(bytes: &[u8], such: impl Fn(u8) -> bool) -> usize {
    let few = |few: &[u8]| few.iter().map(|byte| u8::from(such(*byte))).sum::<u8>();
    bytes.chunks(255).map(|chunk| usize::from(few(chunk))).sum()
}

impl std::fmt::Debug for SharedText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SharedText({} bytes)", self.len())
    }
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
        self.text.line_column(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line and column of the first `^` of a text, counted the slow way.
    #[track_caller]
    fn agrees(text: &str) {
        let offset = text.find('^').unwrap();
        let before = &text[..offset];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before[start..].chars().count() + 1;
        assert_eq!(SharedText::from(text).line_column(offset), (line, column));
    }

    #[test]
    fn places_agree_with_counting_from_the_start() {
        agrees("^");
        agrees("a\n^");
        agrees("a\nbc\n\n d^");
        for length in [STRIDE - 2, STRIDE - 1, STRIDE, STRIDE + 1, 3 * STRIDE] {
            agrees(&format!("{}^", "x".repeat(length)));
            agrees(&format!("{}^", "\u{20ac}".repeat(length)));
            agrees(&format!("{}\n^", "x".repeat(length)));
            agrees(&format!("\n{}^", "\u{e9}".repeat(length)));
            agrees(&format!("{}^", "ab\n".repeat(length)));
        }
    }

    #[test]
    fn a_place_behind_the_end_is_the_end() {
        let text = SharedText::from("a\nbc");
        assert_eq!(text.line_column(99), (2, 3));
        assert_eq!(SharedText::from("").line_column(0), (1, 1));
        let whole = SharedText::from("x".repeat(STRIDE));
        assert_eq!(whole.line_column(STRIDE), (1, STRIDE + 1));
    }
}
