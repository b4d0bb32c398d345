//! A quick walk over JSON text, to step over what nobody asks for.
//!
//! It goes on only while everything is plain: JSON to the letter, no name twice in one object, not
//! too deep. Anything else is `None`, and the caller reads the text again with the parser proper,
//! which says what is wrong.

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
            names: Vec::with_capacity(64),
        }
    }

    /// The object at this place. `see` is called with the name of each member, at its value, and
    /// must leave that behind, by [`Scan::value`] or [`Scan::object`].
    pub(crate) fn object(
        &mut self,
        see: &mut dyn FnMut(&mut Self, &'t str) -> Option<()>,
    ) -> Option<()> {
        self.blank();
        self.take(b'{')?;
        self.levels += 1;
        if self.levels > MAX_LEVELS {
            return None;
        }
        let outer = self.names.len();
        let mut sorted = true;
        self.blank();
        if self.peek()? != b'}' {
            loop {
                self.take(b'"')?;
                let name = self.string().filter(|name| !name.contains('\\'))?;
                // Terraform writes names in order; only where somebody did not is there a search.
                let last = self.names.get(outer..)?.last();
                sorted &= last.is_none_or(|last| is_before(last, name));
                self.names.push(name);
                self.blank();
                self.take(b':')?;
                see(self, name)?;
                self.blank();
                match self.next()? {
                    b',' => self.blank(),
                    b'}' => break,
                    _ => return None,
                }
            }
        } else {
            self.at += 1;
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
        self.blank();
        let start = self.at;
        match self.peek()? {
            b'"' => {
                self.at += 1;
                self.string()?;
            }
            b'{' => self.object(&mut |scan, _| scan.value().map(drop))?,
            b'[' => self.list()?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => self.number()?,
        }
        self.text.get(start..self.at)
    }

    /// Nothing but blanks may follow.
    pub(crate) fn end(mut self) -> Option<()> {
        self.blank();
        (self.at == self.text.len()).then_some(())
    }

    fn list(&mut self) -> Option<()> {
        self.take(b'[')?;
        self.levels += 1;
        if self.levels > MAX_LEVELS {
            return None;
        }
        self.blank();
        if self.peek()? == b']' {
            self.at += 1;
        } else {
            loop {
                self.value()?;
                self.blank();
                match self.next()? {
                    b',' => {}
                    b']' => break,
                    _ => return None,
                }
            }
        }
        self.levels -= 1;
        Some(())
    }

    /// The rest of a string, behind its first quote, as it is written.
    fn string(&mut self) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        let (start, mut at) = (self.at, self.at);
        loop {
            while let Some(Ok(eight)) = bytes.get(at..at + 8).map(<[u8; 8]>::try_from) {
                let odd = odd_bytes(u64::from_le_bytes(eight));
                if odd != 0 {
                    at += odd.trailing_zeros() as usize / 8;
                    break;
                }
                at += 8;
            }
            match bytes.get(at)? {
                b'"' => {
                    self.at = at + 1;
                    return self.text.get(start..at);
                }
                b'\\' => match bytes.get(at + 1)? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                    b'u' => {
                        let digits = bytes.get(at + 2..at + 6)?;
                        if !digits.iter().all(u8::is_ascii_hexdigit) {
                            return None;
                        }
                        at += 6;
                    }
                    _ => return None,
                },
                0..0x20 => return None,
                _ => at += 1,
            }
        }
    }

    /// RFC 8259, `number`; of those that are no `f64`, none.
    fn number(&mut self) -> Option<()> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.next()? {
            b'0' => {}
            b'1'..=b'9' => _ = self.digits(),
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            let exponent = self.at;
            self.digits()?;
            if self.at - exponent > 2 {
                return None;
            }
        }
        (self.at - start < 100).then_some(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
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
        (self.next()? == byte).then_some(())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
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

/// The high bit of the first of eight bytes that is a quote, a backslash or a control character is
/// set, and of none before it.
fn odd_bytes(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES * 0x80;
    // "Hacker's Delight", 6-1: a byte that is zero borrows, and only bytes above it may then too.
    let zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let quote = zero(eight ^ (ONES * b'"' as u64));
    let backslash = zero(eight ^ (ONES * b'\\' as u64));
    let control = eight.wrapping_sub(ONES * 0x20) & !eight;
    (quote | backslash | control) & HIGH
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;
    use crate::value::parse;

    /// What is stepped over, if all of it is plain.
    fn plain(text: &str) -> bool {
        let mut scan = Scan::new(text);
        scan.value().is_some() && scan.end().is_some()
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
            assert!(!plain(text), "{text:?}");
            assert!(parse(text).is_err(), "{text:?}");
        }
        assert!(!plain(&"9".repeat(400)));
        assert!(!plain(&"[".repeat(10_000)));
        assert!(!plain(&format!("{}{}", "[".repeat(101), "]".repeat(101))));
    }

    #[test]
    fn steps_over_what_is_plain() {
        for text in [
            "null",
            " true ",
            "-0",
            "0.5e-3",
            "12345678901234567890",
            "\"\"",
            "\"\\u00e9\\\\\\\"\"",
            "\"0123456789 \u{e9}\u{20ac}\u{10ffff}\"",
            "[]",
            "[ [ ] , { } ]",
            "{\"b\":{\"x\":1},\"a\":[1,\"2\",null]}",
            "{\n\t\"a\" : 1\r\n}",
        ] {
            assert!(plain(text), "{text:?}");
            assert!(parse(text).is_ok(), "{text:?}");
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
        }

        #[test]
        fn ends_where_the_parser_does(text in pieces()) {
            let text = format!("{{\"k\":[{text}]}}");
            prop_assert_eq!(plain(&text), parse(&text).is_ok(), "{:?}", text);
        }
    }
}
