//! The tokens of a query, with their places.
//!
//! jsonpath-rust's tree has no places in it. The tokens do: lowering walks both in step, so that
//! every segment knows its bytes, and so that text which the grammar reads in another way than
//! RFC 9535 (`@.type in` as one name) is refused instead of believed.

use std::ops::Range;

use super::QueryError;
use super::model::Op;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Current,
    Dot,
    DotDot,
    Open,
    Close,
    ParenOpen,
    ParenClose,
    Comma,
    Colon,
    Question,
    Star,
    Not,
    And,
    Or,
    Op(Op),
    Name,
    Number,
    Text,
}

/// A token and its bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// Splits the text into tokens; blanks are left out.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            at += 1;
            continue;
        }
        let (kind, length) = token(text, at, c)?;
        let span = at..at + length;
        at = span.end;
        tokens.push(Token { kind, span });
    }
    Ok(tokens)
}

fn token(text: &str, at: usize, c: char) -> Result<(Kind, usize), QueryError> {
    let rest = &text[at..];
    let symbols = [
        ("..", Kind::DotDot),
        ("&&", Kind::And),
        ("||", Kind::Or),
        ("==", Kind::Op(Op::Equal)),
        ("!=", Kind::Op(Op::NotEqual)),
        ("<=", Kind::Op(Op::LessEqual)),
        (">=", Kind::Op(Op::GreaterEqual)),
        ("<", Kind::Op(Op::Less)),
        (">", Kind::Op(Op::Greater)),
        ("$", Kind::Root),
        ("@", Kind::Current),
        (".", Kind::Dot),
        ("[", Kind::Open),
        ("]", Kind::Close),
        ("(", Kind::ParenOpen),
        (")", Kind::ParenClose),
        (",", Kind::Comma),
        (":", Kind::Colon),
        ("?", Kind::Question),
        ("*", Kind::Star),
        ("!", Kind::Not),
    ];
    if let Some((symbol, kind)) = symbols.iter().find(|(symbol, _)| rest.starts_with(symbol)) {
        return Ok((*kind, symbol.len()));
    }
    match c {
        '\'' | '"' => Ok((Kind::Text, string(text, at, c)?)),
        c if c.is_ascii_digit() => Ok((Kind::Number, number(rest))),
        '-' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
            Ok((Kind::Number, number(rest)))
        }
        c if is_name(c) => {
            let end = rest.find(|c: char| !is_name(c) && !c.is_ascii_digit());
            Ok((Kind::Name, end.unwrap_or(rest.len())))
        }
        c => Err(stray(text, at, c)),
    }
}

/// RFC 9535, `name-first`.
fn is_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn number(rest: &str) -> usize {
    let digits = |from: usize| {
        let end = rest[from..].find(|c: char| !c.is_ascii_digit());
        end.map_or(rest.len(), |end| from + end)
    };
    let mut end = digits(usize::from(rest.starts_with('-')));
    let is_digit = |at: usize| rest.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    if rest[end..].starts_with('.') && is_digit(end + 1) {
        end = digits(end + 1);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
        if is_digit(end + 1 + sign) {
            end = digits(end + 1 + sign);
        }
    }
    end
}

/// How long the string literal at `at` is, quotes included.
fn string(text: &str, at: usize, quote: char) -> Result<usize, QueryError> {
    let mut chars = text[at + 1..].char_indices();
    while let Some((offset, c)) = chars.next() {
        let here = at + 1 + offset;
        match c {
            c if c == quote => return Ok(offset + 2),
            c if c < ' ' => {
                let message = format!("a string holds the control character U+{:04X}", c as u32);
                let help = format!("write it as `\\u{:04x}`", c as u32);
                return Err(QueryError::new(here..here + 1, message).help(help));
            }
            '\\' => {
                let escaped = chars.next().map(|(_, c)| c);
                match escaped {
                    Some('b' | 'f' | 'n' | 'r' | 't' | '/' | '\\' | 'u') => {}
                    Some(c) if c == quote => {}
                    Some(c) => {
                        let span = here..here + 1 + c.len_utf8();
                        return Err(QueryError::new(span, format!("`\\{c}` is no escape")).help(
                            "a backslash is written as `\\\\`, also in a regular expression",
                        ));
                    }
                    None => break,
                }
            }
            _ => {}
        }
    }
    Err(QueryError::new(at..at + 1, "this string never ends")
        .help(format!("close it with `{quote}`")))
}

fn stray(text: &str, at: usize, c: char) -> QueryError {
    let rest = &text[at..];
    let here = at..at + c.len_utf8();
    match c {
        '=' if rest.starts_with("=~") => QueryError::new(at..at + 2, "`=~` is no operator")
            .help("write `match(@.x, 'whole')` or `search(@.x, 'part')`"),
        '=' => QueryError::new(here, "`=` is no operator").help("equality is written `==`"),
        '&' => QueryError::new(here, "`&` is no operator").help("\"and\" is written `&&`"),
        '|' => QueryError::new(here, "`|` is no operator").help("\"or\" is written `||`"),
        '-' => {
            let name = |c: char| !(is_name(c) || c.is_ascii_digit() || c == '-');
            let start = text[..at].rfind(name).map_or(0, |before| {
                before + text[before..].chars().next().map_or(1, char::len_utf8)
            });
            let end = rest.find(name).map_or(text.len(), |end| at + end);
            let error = QueryError::new(here, "`-` cannot stand in a name written with a dot");
            error.help(format!(
                "write `['{}']` instead of `.{}`",
                &text[start..end],
                &text[start..end]
            ))
        }
        c => QueryError::new(here, format!("`{}` means nothing here", c.escape_debug())).help(
            "names with other characters than letters, digits and `_` are written `['like this']`",
        ),
    }
}
