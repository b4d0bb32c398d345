//! Documents embedded in text: JSON with `${...}` holes in it.
//!
//! The holes are masked before the text is parsed, because a hole may hold quotes of its own
//! (`"${lookup(var.m, "k")}"`), and put back afterwards:
//!
//! * inside quotes the string becomes a text with a hole;
//! * outside quotes (`"Resource": ${x}`) the value becomes unknown as a whole, and the list that it
//!   stands in open: `[${join(",", x)}]` may be any number of elements;
//! * in a key the object becomes open: it may have members that are not listed.

use std::borrow::Cow;

use super::{Flags, Hole, Kind, Map, Node, ParseError, Piece, Text, parse};

/// The document in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Embedded {
    /// The text does not start like an object or a list: it is text and nothing else.
    None,
    /// The document.
    Document(Box<Node<'static>>),
    /// It starts like one and is none.
    Invalid(InvalidDocument),
}

/// Why a text that looks like a document is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDocument(pub ParseError);

/// How much text is read as one document; more is refused with a sentence.
const MAX_BYTES: usize = 4 << 20;

/// Opens and closes the number of a hole in the masked text. Both are private-use characters; a
/// text that holds one of them is not read as a document.
const OPEN: char = '\u{F5500}';
const CLOSE: char = '\u{F5501}';

/// Reads the document that the pieces spell.
pub(super) fn read(pieces: &[Piece<'_>]) -> Embedded {
    let starts = match pieces.first() {
        Some(Piece::Literal(text)) => text.trim_start().starts_with(['{', '[']),
        _ => false,
    };
    let bytes: usize = pieces.iter().map(|piece| piece.literal().len()).sum();
    if !starts
        || pieces
            .iter()
            .any(|piece| piece.literal().contains([OPEN, CLOSE]))
    {
        return Embedded::None;
    }
    if bytes > MAX_BYTES {
        let kind =
            super::ParseErrorKind::Syntax(format!("a document of {bytes} bytes is too long"));
        return Embedded::Invalid(InvalidDocument(ParseError {
            kind,
            line: 1,
            column: 1,
        }));
    }
    // Nearly all have no hole, and are the document as they are.
    if let [Piece::Literal(text)] = pieces {
        return match parse(text) {
            Ok(node) => Embedded::Document(Box::new(node.into_static())),
            Err(error) => Embedded::Invalid(InvalidDocument(error)),
        };
    }
    let (masked, holes) = mask(pieces);
    match parse(&masked) {
        Ok(node) => Embedded::Document(Box::new(restore(node, &holes))),
        Err(error) => Embedded::Invalid(InvalidDocument(error)),
    }
}

impl Piece<'_> {
    fn literal(&self) -> &str {
        match self {
            Piece::Literal(text) => text,
            Piece::Hole(_) => "",
        }
    }
}

/// The text with a numbered mark for each hole, in quotes of its own where it stands outside any.
fn mask<'p>(pieces: &'p [Piece<'_>]) -> (String, Vec<(&'p Hole, bool)>) {
    let (mut out, mut holes) = (String::new(), Vec::new());
    let (mut quoted, mut escaped) = (false, false);
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                for c in text.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' => escaped = quoted,
                        '"' => quoted = !quoted,
                        _ => {}
                    }
                }
                out.push_str(text);
            }
            Piece::Hole(hole) => {
                let quote = if quoted { "" } else { "\"" };
                out.push_str(&format!("{quote}{OPEN}{}{CLOSE}{quote}", holes.len()));
                holes.push((hole, quoted));
            }
        }
    }
    (out, holes)
}

/// The parsed node with the holes back in their places, owning its text.
fn restore(node: Node<'_>, holes: &[(&Hole, bool)]) -> Node<'static> {
    let mut flags = node.flags;
    let kind = match node.kind {
        Kind::Null => Kind::Null,
        Kind::Bool(value) => Kind::Bool(value),
        Kind::Number(number) => Kind::Number(number),
        Kind::Unknown(hole) => Kind::Unknown(hole),
        Kind::List(list) => {
            let bare = |node: &Node<'_>| unquoted(node.as_str().unwrap_or_default(), holes);
            if list.iter().any(|node| bare(node).is_some()) {
                flags.set(Flags::OPEN);
            }
            Kind::List(list.into_iter().map(|node| restore(node, holes)).collect())
        }
        Kind::Map(map) => {
            let mut members = Vec::with_capacity(map.len());
            for (name, node) in map.0 {
                if name.contains(OPEN) {
                    flags.set(Flags::OPEN);
                } else {
                    members.push((Cow::Owned(name.into_owned()), restore(node, holes)));
                }
            }
            // The names come out of a map: none occurs twice.
            Kind::Map(Map(members))
        }
        Kind::Text(text) => {
            let known = text.as_known().unwrap_or_default();
            match unquoted(known, holes) {
                // What surely holds of it as a piece of text does not of the value that it spells.
                Some(hole) => Kind::Unknown(Box::new(Hole {
                    is_text: false,
                    non_null: false,
                    starts_with: None,
                    ..hole.clone()
                })),
                None => Kind::Text(unmask(known, holes)),
            }
        }
    };
    Node { kind, flags }
}

/// The hole that stands for a whole value, outside quotes.
fn unquoted<'h>(text: &str, holes: &[(&'h Hole, bool)]) -> Option<&'h Hole> {
    let number = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
    let (hole, quoted) = holes.get(number.parse::<usize>().ok()?)?;
    (!quoted).then_some(*hole)
}

fn unmask(text: &str, holes: &[(&Hole, bool)]) -> Text<'static> {
    if !text.contains(OPEN) {
        return Text::plain(Cow::Owned(text.to_owned()));
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        pieces.push(Piece::Literal(Cow::Owned(before.to_owned())));
        let (number, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        if let Some((hole, _)) = number
            .parse::<usize>()
            .ok()
            .and_then(|number| holes.get(number))
        {
            let hole = Hole {
                is_text: true,
                non_null: true,
                ..(*hole).clone()
            };
            pieces.push(Piece::Hole(hole));
        }
        rest = after;
    }
    pieces.push(Piece::Literal(Cow::Owned(rest.to_owned())));
    Text::pieces(pieces)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn pieces(parts: &[&'static str]) -> Vec<Piece<'static>> {
        let piece = |part: &&'static str| match part.strip_prefix('$') {
            Some(expression) => Piece::Hole(Hole::opaque(expression)),
            None => Piece::Literal((*part).into()),
        };
        parts.iter().map(piece).collect()
    }

    #[track_caller]
    fn reads(parts: &[&'static str], expected: &str) {
        let rendered = match read(&pieces(parts)) {
            Embedded::None => "none".into(),
            Embedded::Document(node) => node.render(),
            Embedded::Invalid(why) => format!("invalid: {}", why.0),
        };
        assert_eq!(rendered, expected);
    }

    #[test]
    fn holes_in_values_keys_and_outside_quotes() {
        reads(&[r#"{"a":"x-"#, "$n", r#"-y"}"#], r#"{"a":"x-${n}-y"}"#);
        reads(&[r#"{"a":"#, "$n", "}"], r#"{"a":${n}}"#);
        reads(&[r#"{""#, "$n", r#"":1,"b":2}"#], r#"{"b":2,...}"#);
        reads(&[r#"["a\"b","#, "$n", "]"], r#"["a\"b",${n},...]"#);
    }

    #[test]
    fn only_objects_and_lists_are_documents() {
        reads(&["12"], "none");
        reads(&["true"], "none");
        reads(&["$n"], "none");
        reads(&["{productId}"], "invalid: key must be a string");
        reads(
            &[r#"{"a":1,"a":2}"#],
            "invalid: the key `a` occurs twice in one object, and only one would count",
        );
    }
}
