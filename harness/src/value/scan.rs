//! A quick walk over JSON text, to step over what nobody asks for.
//!
//! It goes on only while everything is plain: JSON to the letter, no name twice in one object, not
//! too deep. Anything else is `None`, and the caller reads the text again with the parser proper,
//! which says what is wrong.

mod build;
mod skip;

use std::borrow::Cow;

/// Objects and lists in one another beyond which the walk gives up; the limits of the parsers that
/// are asked then lie above.
const MAX_LEVELS: usize = 100;

/// A place in a text.
pub(crate) struct Scan<'t> {
    text: &'t str,
    at: usize,
    levels: usize,
    /// The names of the objects that the place is in.
    names: Vec<&'t str>,
}

impl<'t> Scan<'t> {
    /// The start of a text.
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            levels: 0,
            names: Vec::new(),
        }
    }

    /// The place of a text behind so many bytes, inside of so many objects and lists.
    pub(crate) fn at(text: &'t str, at: usize, levels: usize) -> Self {
        Self {
            at,
            levels,
            ..Self::new(text)
        }
    }

    /// The object at this place. `see` is called with the name of each member, at its value, and
    /// must leave that behind, by [`Scan::value`] or [`Scan::object`].
    pub(crate) fn object(
        &mut self,
        see: &mut dyn FnMut(&mut Self, &'t str) -> Option<()>,
    ) -> Option<()> {
        self.enter(b'{')?;
        let outer = self.names.len();
        let mut sorted = true;
        if self.first()? == b'}' {
            self.at += 1;
        } else {
            loop {
                let name = self.name()?;
                // Terraform writes names in order; only where somebody did not is there a search.
                let last = self.names.get(outer..)?.last();
                sorted &= last.is_none_or(|last| is_before(last, name));
                if self.names.capacity() == 0 {
                    self.names.reserve(64);
                }
                self.names.push(name);
                see(self, name)?;
                match self.first()? {
                    b',' => self.at += 1,
                    b'}' => {
                        self.at += 1;
                        break;
                    }
                    _ => return None,
                }
            }
        }
        if !sorted {
            let names = self.names.get_mut(outer..)?;
            names.sort_unstable();
            if names.windows(2).any(|pair| pair[0] == pair[1]) {
                return None;
            }
        }
        self.names.truncate(outer);
        self.levels -= 1;
        Some(())
    }

    /// Leaves the value at this place behind, and gives its text.
    pub(crate) fn value(&mut self) -> Option<&'t str> {
        let first = self.first()?;
        let start = self.at;
        match first {
            b'"' => {
                self.at += 1;
                self.string()?;
            }
            b'{' => self.object(&mut |scan, _| scan.value().map(drop))?,
            b'[' => self.items(&mut |scan| scan.value().map(drop))?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => self.at = skip::number(self.text.as_bytes(), self.at)?,
        }
        self.text.get(start..self.at)
    }

    /// Leaves the value at this place behind, and gives its text. Unlike [`Scan::value`] it does not
    /// look whether objects have a name twice.
    pub(crate) fn skip(&mut self) -> Option<&'t str> {
        self.blank();
        let start = self.at;
        self.at = skip::value(self.text.as_bytes(), start, MAX_LEVELS - self.levels)?;
        self.text.get(start..self.at)
    }

    /// The string at this place.
    pub(crate) fn text(&mut self) -> Option<Cow<'t, str>> {
        self.blank();
        let start = self.at;
        self.take(b'"')?;
        if let (written, false) = self.string()? {
            return Some(Cow::Borrowed(written));
        }
        serde_json::from_str(self.text.get(start..self.at)?).ok()
    }

    /// Whether null is at this place; it is left behind then.
    pub(crate) fn null(&mut self) -> bool {
        self.first() == Some(b'n') && self.word("null").is_some()
    }

    /// The elements of the list at this place. `see` is called at each, and must leave it behind.
    pub(crate) fn items(&mut self, see: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.enter(b'[')?;
        if self.first()? == b']' {
            self.at += 1;
        } else {
            loop {
                see(self)?;
                match self.first()? {
                    b',' => self.at += 1,
                    b']' => {
                        self.at += 1;
                        break;
                    }
                    _ => return None,
                }
            }
        }
        self.levels -= 1;
        Some(())
    }

    /// How many bytes, blanks among them, lie before what comes next.
    pub(crate) fn offset(&mut self) -> usize {
        self.blank();
        self.at
    }

    /// The text from a place to this one.
    pub(crate) fn since(&self, start: usize) -> Option<&'t str> {
        self.text.get(start..self.at)
    }

    /// Nothing but blanks may follow.
    pub(crate) fn end(mut self) -> Option<()> {
        self.blank();
        (self.at == self.text.len()).then_some(())
    }

    /// The rest of a string, behind its first quote, as it is written, and whether anything in it is
    /// escaped.
    #[inline]
    fn string(&mut self) -> Option<(&'t str, bool)> {
        let start = self.at;
        let (end, escaped) = skip::text(self.text.as_bytes(), start)?;
        self.at = end;
        Some((self.text.get(start..end - 1)?, escaped))
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.starts_with(word.as_bytes())
            .then(|| self.at += word.len())
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// What comes next, behind blanks.
    #[inline]
    pub(crate) fn first(&mut self) -> Option<u8> {
        self.blank();
        self.peek()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// Whether a name stands before another. Mostly their first bytes tell.
fn is_before(a: &str, b: &str) -> bool {
    match (a.as_bytes().first(), b.as_bytes().first()) {
        (Some(x), Some(y)) if x != y => x < y,
        _ => a < b,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;
    use crate::value::Node;
    use crate::value::parse::parse_properly as parse;

    /// What is stepped over, if all of it is plain.
    fn plain(text: &str) -> bool {
        let mut scan = Scan::new(text);
        scan.value().is_some() && scan.end().is_some()
    }

    /// The value, if all of it is plain.
    fn made(text: &str) -> Option<Node<'_>> {
        let mut scan = Scan::new(text);
        let node = scan.node()?;
        scan.end().map(|()| node)
    }

    /// The same without a look at names.
    fn skipped(text: &str) -> bool {
        let mut scan = Scan::new(text);
        scan.skip().is_some() && scan.end().is_some()
    }

    #[test]
    fn gives_up_on_what_the_parser_refuses() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "{a:1}",
            "{1:2}",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "\"01234567\tx\"",
            "tru",
            "nul",
            "truefalse",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            "--1",
            "NaN",
            "1e999",
            "1 1",
            "{} x",
            "{\"a\":1,\"a\":2}",
            "{\"b\":1,\"a\":2,\"b\":3}",
            "[{\"z\":1,\"y\":[],\"z\":2}]",
        ] {
            assert!(!plain(text) && made(text).is_none(), "{text:?}");
            assert!(parse(text).is_err(), "{text:?}");
            let json = serde_json::from_str::<IgnoredAny>(text).is_ok();
            assert!(json || !skipped(text), "{text:?}");
        }
        assert!(!plain(&"9".repeat(400)));
        assert!(made(&"[".repeat(10_000)).is_none() && !plain(&"[".repeat(10_000)));
        assert!(!plain(&format!("{}{}", "[".repeat(101), "]".repeat(101))));
    }

    #[test]
    fn steps_over_what_is_plain() {
        for text in [
            "null",
            " true ",
            "-0",
            "0.5e-3",
            "0",
            "-12",
            "12345678901234567890",
            "123456789012345678901",
            "-9223372036854775809",
            "1.5E2",
            "1e2",
            "{\"b\":1,\"a\":\" {}\",\"\":[\"\\ud83d\\ude00\"]}",
            "\"\"",
            "\"\\u00e9\\\\\\\"\"",
            "\"0123456789 \u{e9}\u{20ac}\u{10ffff}\"",
            "[]",
            "[ [ ] , { } ]",
            "{\"b\":{\"x\":1},\"a\":[1,\"2\",null]}",
            "{\n\t\"a\" : 1\r\n}",
        ] {
            assert!(plain(text) && skipped(text), "{text:?}");
            assert_eq!(made(text), parse(text).ok(), "{text:?}");
        }
    }

    #[test]
    fn shows_members_and_their_texts() {
        let mut scan = Scan::new(r#" {"a": [1, {"x": "]"}], "b" : {"c":null} , "d":-1.5} "#);
        let mut seen = Vec::new();
        let walked = scan.object(&mut |scan, name| {
            if name == "b" {
                return scan.object(&mut |scan, name| {
                    seen.push((name, scan.value()?));
                    Some(())
                });
            }
            seen.push((name, scan.value()?));
            Some(())
        });
        assert_eq!(walked.and_then(|()| scan.end()), Some(()));
        let expected = [("a", r#"[1, {"x": "]"}]"#), ("c", "null"), ("d", "-1.5")];
        assert_eq!(seen, expected);
    }

    /// Pieces of JSON, put together at random: mostly none, sometimes JSON.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "\"a\":",
            "\"b\":",
            "1",
            "-0.5e1",
            "0",
            "true",
            "null",
            " ",
            "\"x\\n\"",
            "\"\u{e9}\"",
            "\\",
            "\"",
            "\u{1}",
            "{}",
            "[]",
        ]);
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn is_never_surer_than_the_parser(text in pieces()) {
            if plain(&text) {
                prop_assert!(parse(&text).is_ok(), "{text:?}");
            }
            if let Some(node) = made(&text) {
                prop_assert_eq!(Ok(node), parse(&text), "{:?}", text);
            }
        }

        #[test]
        fn ends_where_the_parser_does(text in pieces()) {
            let text = format!("{{\"k\":[{text}]}}");
            prop_assert_eq!(plain(&text), parse(&text).is_ok(), "{:?}", text);
            prop_assert_eq!(made(&text), parse(&text).ok(), "{:?}", text);
            let json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            prop_assert_eq!(skipped(&text), json, "{:?}", text);
        }
    }
}
