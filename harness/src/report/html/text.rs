//! Text from outside, written so that it stays text.

use std::io;

use serde::{Serialize, Serializer};

use crate::diagnostic::{self, escape};
use crate::report::shown::shown;

/// The bytes of lines to copy that are shown.
const LONGEST_LINES: usize = 20_000;

/// Text that is fit to be shown: what cannot be seen or turns its surroundings about is made
/// visible, and what is too long is cut, with a word on what it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::report) struct Text(String);

impl Text {
    pub(in crate::report) fn of(text: &str) -> Self {
        Text(shown(text))
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Lines to copy: what cannot be seen is made visible, tabs and line breaks kept. With it the
/// reason if that is no longer what was meant, so that it must not be pasted.
pub(super) fn lines(text: &str) -> (String, Option<&'static str>) {
    if text.len() > LONGEST_LINES {
        return (Text::of(text).0, Some("It is too long to be shown."));
    }
    let mut out = String::with_capacity(text.len());
    let mut why = None;
    for c in text.chars() {
        if matches!(c, '\n' | '\t') {
            out.push(c);
            continue;
        }
        let shown = escape(c.encode_utf8(&mut [0; 4]));
        if !shown.chars().eq([c]) {
            why = Some("It holds characters that cannot be seen; they are written out here.");
        }
        out.push_str(&shown);
    }
    (out, why)
}

/// Text between tags or in a quoted attribute.
pub(in crate::report) fn html(text: &str) -> String {
    let shown = Text::of(text).0;
    let mut out = String::with_capacity(shown.len());
    for c in shown.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// JSON for inside of `<script type="application/json">`: no character in it can end the element,
/// begin a comment or a character reference, or end a line of JavaScript.
pub(in crate::report) fn json(value: &impl Serialize, out: &mut impl io::Write) -> io::Result<()> {
    let unsafe_at = |text: &str| text.find(['<', '>', '&', '\u{2028}', '\u{2029}']);
    diagnostic::json(value, unsafe_at, out)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::report::shown::LONGEST;

    #[track_caller]
    fn written(text: &str, expected: &str) {
        let mut out = Vec::new();
        json(&text, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out, expected);
        // It is another spelling, not another text.
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }

    #[test]
    fn json_cannot_leave_its_element() {
        written("plain", r#""plain""#);
        written("", r#""""#);
        written(
            "</script><script>",
            r#""\u003c/script\u003e\u003cscript\u003e""#,
        );
        written("<!--&amp;", r#""\u003c!--\u0026amp;""#);
        written("a\u{2028}b\u{2029}", r#""a\u2028b\u2029""#);
        written("\"<\\>\n", r#""\"\u003c\\\u003e\n""#);
    }

    #[test]
    fn html_is_text() {
        assert_eq!(
            html("<a href='x'>\"&"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;"
        );
        assert_eq!(html("a\u{202e}b\u{1b}[31m"), r"a\u{202e}b\u{1b}[31m");
    }

    #[test]
    fn long_text_is_cut_and_stays_apart() {
        let long = "x".repeat(1 << 20);
        let (one, other) = (Text::of(&long), Text::of(&(long.clone() + "y")));
        assert!(one.0.len() < 700, "{}", one.0);
        assert!(one.0.contains("(1048576 characters, sha256 "));
        assert_ne!(one, other);
        assert_eq!(Text::of(&"ü".repeat(LONGEST)).0, "ü".repeat(LONGEST));
    }

    #[test]
    fn what_is_pasted_is_what_is_seen() {
        let toml = "[[spec]]\n\tid = \"a\" # ##[error]\n";
        assert_eq!(lines(toml), (toml.to_owned(), None));
        let (shown, why) = lines("id = 'a\u{202e}b'\r\n");
        assert_eq!(shown, "id = 'a\\u{202e}b'\\r\n");
        assert!(why.is_some());
        let (shown, why) = lines(&"x".repeat(LONGEST_LINES + 1));
        assert!(shown.len() < 700 && why.is_some());
    }
}
