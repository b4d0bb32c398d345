//! Text from outside, written so that it stays text in Markdown: in a cell of a table or within a
//! line, on GitHub, GitLab and wherever else `CommonMark` with tables is read.
//!
//! Sources: `CommonMark` 0.31.2, sections 2.4 (backslash escapes) and 2.5 (references); GitHub Flavored
//! Markdown 0.29, sections 4.10 (tables) and 6.9 (autolinks).

mod section;

pub(crate) use section::Section;

use super::shown::shown;

/// Text for a cell of a table, or for the midst of a line. What cannot be seen is made visible, what
/// is too long is cut, and nothing of it is markup, a link, a mention or an issue's number.
///
/// A mention is found in what came of the Markdown, where a backslash is long gone: there `@` gets
/// an element of its own, and so does the `#` of a number.
pub(crate) fn text(text: &str) -> String {
    let shown = shown(text);
    let mut out = String::with_capacity(shown.len() + 16);
    let mut before = None;
    let mut rest = shown.chars();
    while let Some(c) = rest.next() {
        let next = rest.as_str();
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' if next.starts_with(char::is_alphanumeric) => out.push_str("<span>@</span>"),
            '#' if next.starts_with(|c: char| c.is_ascii_digit()) => {
                out.push_str("<span>#</span>");
            }
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '!' | '~' | '$' | '@'
            | '{' | '}' => {
                out.extend(['\\', c]);
            }
            // A list, a heading's underline, a table's delimiter.
            '-' | '+' | '=' | ':' if before.is_none() => out.extend(['\\', c]),
            // Addresses that nobody wrote as links become some.
            ':' if next.starts_with("//") => out.push_str("\\:"),
            '.' if out.ends_with("www") || out.ends_with("WWW") => out.push_str("\\."),
            // `1.` and `1)` begin a list.
            '.' if !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.push_str("\\.");
            }
            // Spaces at the ends would be gone, and four at the start are code.
            ' ' if before.is_none() || next.is_empty() => out.push_str("&#32;"),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn written(from: &str, expected: &str) {
        assert_eq!(text(from), expected);
    }

    #[test]
    fn what_is_plain_stays_as_it_is() {
        written("", "");
        written("orders queue, 2 of 3", "orders queue, 2 of 3");
        written("2026-11-02", "2026-11-02");
        written("größe: 3.5", "größe: 3.5");
    }

    #[test]
    fn a_cell_is_not_left_and_a_line_does_not_end() {
        written("a|b", r"a\|b");
        written("a\\|b", r"a\\\|b");
        written("a\nb\r\n| c |", r"a\\nb\\r\\n\| c \|");
        written(" a ", "&#32;a&#32;");
    }

    #[test]
    fn nothing_of_it_is_markup() {
        written("`code`", r"\`code\`");
        written("**b** _i_ ~~s~~", r"\*\*b\*\* \_i\_ \~\~s\~\~");
        written("[a](b) ![c](d)", r"\[a\]\(b\) \!\[c\]\(d\)");
        written("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;");
        written("# h", r"\# h");
        written("- a", r"\- a");
        written("1. a", r"1\. a");
        written("$x$", r"\$x\$");
        written("aws_x.a[\"b\"]", r#"aws\_x.a\["b"\]"#);
    }

    #[test]
    fn nobody_is_called_and_nothing_is_linked() {
        written("@team a@b", "<span>@</span>team a<span>@</span>b");
        written("#12 a#12", "<span>#</span>12 a<span>#</span>12");
        written("https://a.example", r"https\://a.example");
        written("www.a.example", r"www\.a.example");
    }

    /// A line of a report never starts with text from outside, and if it did, it would be no command.
    #[test]
    fn no_service_takes_it_for_a_command() {
        written("::error::x", r"\::error::x");
        written("##[error]x", r"\\u\{23\}\#\[error\]x");
    }

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        written("a\u{202e}b\u{1b}[31m", r"a\\u\{202e\}b\\u\{1b\}\[31m");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let long = text(&"|".repeat(1 << 20));
        assert!(long.len() < 2_000, "{} bytes", long.len());
        assert!(long.contains(r"… \(1048576 characters, sha256 "));
        assert!(text(&"|".repeat((1 << 20) + 1)) != long);
    }
}
