//! Lines that are no wider than a terminal, broken at blanks: what goes on stands under where its text
//! began, inside its frame.

use super::{escape_at, plain};

/// The text with no line wider than `width`, where that can be: a word is never broken, so that it can
/// be copied, and neither are lines of a file, which stand over their marks.
pub(super) fn fit(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        let seen = plain(line);
        if seen.chars().count() <= width || is_source(&seen) {
            out.push_str(line);
        } else {
            broken(line, &Hang::of(&seen, width), width, &mut out);
        }
        out.push_str(end);
    }
    out
}

/// How a line goes on.
#[derive(Debug, PartialEq, Eq)]
struct Hang {
    /// How many characters in front belong to the frame, and come again.
    frame: usize,
    /// Where the text goes on.
    at: usize,
}

impl Hang {
    fn of(seen: &str, width: usize) -> Hang {
        let blank = |text: &str| text.chars().take_while(|c| *c == ' ').count();
        let margin = blank(seen);
        let rest = &seen[margin..];
        let (frame, inner) = match rest.strip_prefix('|') {
            Some(inner) => (margin + 1, inner),
            None => (0, rest),
        };
        let start = seen.chars().count() - inner.chars().count() + blank(inner);
        let inner = inner.trim_start_matches(' ');
        let inner = match inner
            .strip_prefix("= ")
            .or_else(|| inner.strip_prefix("- "))
        {
            Some(inner) => (start + 2, inner),
            None => (start, inner),
        };
        let (start, text) = inner;
        // `expected: ...`, and `error: ...` at the start of a line.
        let label = text.split_once(": ").map(|(label, _)| label);
        let label =
            label.filter(|label| label.len() <= 9 && label.chars().all(char::is_alphanumeric));
        let at = match label {
            Some(label) => start + label.chars().count() + 2,
            None if frame > 0 || start > margin => start,
            None => start + 4,
        };
        let at = if at > width / 2 { frame + 4 } else { at };
        Hang { frame, at }
    }
}

/// `8 | must = [ ... ]`, or the marks under it; or TOML to be copied.
fn is_source(seen: &str) -> bool {
    let text = seen.trim_start();
    let inner = text.strip_prefix('|').unwrap_or(text).trim_start();
    let key = inner.split_once(" = ").map(|(key, _)| key.trim_end());
    let name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if inner.starts_with("[[") || key.is_some_and(|key| !key.is_empty() && key.chars().all(name)) {
        return true;
    }
    let behind = text
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start();
    if let Some(rest) = behind.strip_prefix('|') {
        let marks = |c: char| matches!(c, '^' | '~' | '-' | '_');
        return behind.len() < text.len() || rest.trim_start().starts_with(marks);
    }
    false
}

/// A line in several.
fn broken(line: &str, hang: &Hang, width: usize, out: &mut String) {
    // The frame with its colours, and what is behind it.
    let (mut head, mut rest) = (String::new(), line);
    let mut seen = 0;
    while let Some(c) = rest.chars().next() {
        let escape = escape_at(rest);
        if escape.is_none() && seen == hang.frame {
            break;
        }
        let length = escape.unwrap_or(c.len_utf8());
        seen += usize::from(escape.is_none());
        head.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    if hang.frame == 0 {
        // What is in front of a whole line is no frame: its colours do not come again.
        rest = line;
        head.clear();
    }
    out.push_str(&head);
    let (mut column, mut colour) = (hang.frame, String::new());
    // Blanks wait: at the end of a line they are left out.
    let (mut blanks, mut first) = (0, true);
    while !rest.is_empty() {
        let word = word(rest);
        let wide = plain(word).chars().count();
        rest = &rest[word.len()..];
        if word == " " {
            blanks += 1;
            continue;
        }
        if !first && wide > 0 && column + blanks + wide > width && column > hang.at {
            if !colour.is_empty() {
                out.push_str(RESET);
            }
            out.push('\n');
            out.push_str(&head);
            out.push_str(&" ".repeat(hang.at.saturating_sub(hang.frame)));
            out.push_str(&colour);
            column = hang.at;
        } else {
            out.push_str(&" ".repeat(blanks));
            column += blanks;
        }
        blanks = 0;
        out.push_str(word);
        column += wide;
        first = first && wide == 0;
        track(word, &mut colour);
    }
    out.push_str(&" ".repeat(blanks));
}

const RESET: &str = "\u{1b}[0m";

/// The text up to the next blank, or one blank.
fn word(text: &str) -> &str {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == ' ' {
            return &text[..at.max(1)];
        }
        at += escape_at(&text[at..]).unwrap_or(c.len_utf8());
    }
    text
}

/// Keeps the colours that hold at the end of a word.
fn track(word: &str, colour: &mut String) {
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let Some(length) = escape_at(rest) else {
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let escape = &rest[..length];
        if escape == RESET || escape == "\u{1b}[m" {
            colour.clear();
        } else if escape.ends_with('m') {
            colour.push_str(escape);
        }
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn fits(text: &str, width: usize, expected: &str) {
        assert_eq!(fit(text, width), expected);
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        for text in [
            "",
            "\n",
            "short\n",
            "  | a: b\n\n  = c",
            "\u{1b}[1m40 characters are no more than 40 are.\u{1b}[0m",
        ] {
            fits(text, 40, text);
        }
    }

    #[test]
    fn a_line_goes_on_under_its_text() {
        fits(
            "  | expected: one of the words that somebody wrote\n",
            40,
            "  | expected: one of the words that\n  |           somebody wrote\n",
        );
        fits(
            "  = help: write the suffix into the name of it\n",
            40,
            "  = help: write the suffix into the name\n          of it\n",
        );
        fits(
            "FAIL a::b (deny): a title that is longer than it",
            40,
            "FAIL a::b (deny): a title that is longer\n    than it",
        );
        fits(
            "    - a name that has blanks in it and is much too long\n",
            40,
            "    - a name that has blanks in it and\n      is much too long\n",
        );
        fits(
            "    | aws_a_type_with_a_long_name   0/1   100 %\n",
            40,
            "    | aws_a_type_with_a_long_name   0/1\n    | 100 %\n",
        );
    }

    /// A word can be copied; lines of a file stand over their marks.
    #[test]
    fn what_is_never_broken() {
        for text in [
            "arn:aws:iam::123456789012:role/a-name-that-is-much-longer-than-the-line\n",
            "8 | must     = [ { at = \"$.storage_encrypted\", equal = true } ]\n",
            "    | must = [ { at = \"$.target_key_id\", present = true } ]\n",
            "  |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is it\n",
        ] {
            fits(text, 40, text);
        }
        fits(
            "  | actual: arn:aws:iam::123456789012:role/a-name-that-is-longer x\n",
            40,
            "  | actual: arn:aws:iam::123456789012:role/a-name-that-is-longer\n  |         x\n",
        );
    }

    #[test]
    fn colours_end_and_go_on() {
        fits(
            "\u{1b}[1m  |\u{1b}[0m note: \u{1b}[31mred words that are longer than one line\u{1b}[0m",
            40,
            "\u{1b}[1m  |\u{1b}[0m note: \u{1b}[31mred words that are longer than\u{1b}[0m\n\
             \u{1b}[1m  |\u{1b}[0m       \u{1b}[31mone line\u{1b}[0m",
        );
    }

    /// Nothing is lost, whatever the width.
    #[test]
    fn only_blanks_and_frames_change() {
        let text = "FAIL a::b (deny): some title\n  | expected: a b c d e f g h i j k l m n o p q r\n  = why: x y z\n";
        let words = |text: &str| {
            text.split_whitespace()
                .filter(|it| *it != "|")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for width in [1, 10, 20, 40, 60, 80, 200] {
            assert_eq!(words(&fit(text, width)), words(text), "{width}");
        }
    }
}
