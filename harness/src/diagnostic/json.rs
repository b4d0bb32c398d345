//! JSON in which text from outside does nothing to whoever shows it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::{is_command, is_invisible};

/// Writes a line of JSON Lines. What [`escape`](super::escape) makes visible is a JSON escape in it: no
/// other text, and nothing that a terminal, an editor or a CI service obeys.
///
/// # Errors
/// Those of `out`.
pub(crate) fn json_line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    json(value, unsafe_at, out)?;
    out.write_all(b"\n")
}

/// The same without the line break.
pub(crate) fn json_text(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    // Memory takes everything, and there is nothing in our lines that JSON cannot write.
    _ = json(value, unsafe_at, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes JSON in one line. `unsafe_at` finds in a text the first character that must be an escape.
///
/// # Errors
/// Those of `out`.
pub(crate) fn json(
    value: &impl Serialize,
    unsafe_at: impl Fn(&str) -> Option<usize>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping(unsafe_at));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The bytes in front of the first character that is no part of a line as it is.
fn unsafe_at(text: &str) -> Option<usize> {
    let mut all = text.char_indices();
    let at = all.find(|(at, c)| match c {
        '#' => is_command(&text[*at..]),
        c => c.is_control() || is_invisible(*c),
    });
    at.map(|(at, _)| at)
}

struct Escaping<F>(F);

impl<F: Fn(&str) -> Option<usize>> Formatter for Escaping<F> {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut rest = fragment;
        while let Some(at) = (self.0)(rest) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let mut after = rest[at..].chars();
            if let Some(c) = after.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = after.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn written(text: &str, expected: &str) {
        let out = json_text(&text);
        assert_eq!(out, expected);
        // It is another spelling, not another text.
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }

    #[test]
    fn nothing_in_it_is_obeyed() {
        written("plain <b> # ## ü", "\"plain <b> # ## ü\"");
        written("", "\"\"");
        written("a\u{1b}[31m\n\"\\", r#""a\u001b[31m\n\"\\""#);
        written("a\u{7f}\u{85}\u{9b}b", r#""a\u007f\u0085\u009bb""#);
        written("\u{202e}\u{2028}\u{200b}", r#""\u202e\u2028\u200b""#);
        written("\u{e0041}x", r#""\udb40\udc41x""#);
        written(
            "##vso[task.complete]##[error]",
            r#""\u0023#vso[task.complete]\u0023#[error]""#,
        );
    }

    #[test]
    fn a_line_is_one_line() {
        let mut out = Vec::new();
        json_line(&["a\nb", "\u{2029}"], &mut out).unwrap();
        assert_eq!(out, b"[\"a\\nb\",\"\\u2029\"]\n");
    }
}
