//! JSON, base64 and URL encoding.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::convert::{MAX_TEXT, known, to_list, to_str};
use super::super::hole;
use super::super::machine::Machine;
use super::super::outcome::{Outcome, Stop, error};
use crate::value::{Hole, Kind, Map, Node, Piece, PieceRef, Text};

type Args<'a> = &'a [Node<'static>];

pub(super) fn base64encode(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    known(STANDARD.encode(to_str(&args[0])?.as_bytes()))
}

pub(super) fn base64decode(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let Ok(bytes) = STANDARD.decode(to_str(&args[0])?.as_bytes()) else {
        return error("this is no base64");
    };
    match String::from_utf8(bytes) {
        Ok(text) => known(text),
        Err(_) => error("what this decodes to is no text"),
    }
}

/// Go's `url.QueryEscape`.
pub(super) fn urlencode(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut out = String::new();
    for byte in to_str(&args[0])?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            byte => _ = write!(out, "%{byte:02X}"),
        }
    }
    known(out)
}

pub(super) fn jsondecode(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let text = match &args[0].kind {
        Kind::Text(text) => text,
        _ => {
            to_str(&args[0])?;
            return Err(Stop::Unknown);
        }
    };
    match (text.as_known(), text.document()) {
        (_, Some(Ok(document))) => Ok(whole(document.clone())),
        (Some(known), Some(Err(_))) => no_json(known),
        (Some(known), None) => match serde_json::from_str::<serde_json::Value>(known) {
            Ok(value) => Ok(owned(&value)),
            Err(_) => no_json(known),
        },
        (None, _) => Err(Stop::Unknown),
    }
}

/// A text that is not read here: an error if it is no JSON at all. Large numbers, deep nesting and
/// keys that occur twice are taken by Terraform.
fn no_json(text: &str) -> Outcome {
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Err(Stop::Unknown),
        Err(_) => error("this is no JSON"),
    }
}

/// The numbers in a document as Terraform has them: `1.0` is `1`.
fn whole(node: Node<'static>) -> Node<'static> {
    let Node { kind, flags } = node;
    let kind = match kind {
        Kind::Number(number) => Kind::Number(super::super::convert::whole(number)),
        Kind::List(list) => Kind::List(list.into_iter().map(whole).collect()),
        Kind::Map(map) => {
            let members = map
                .iter()
                .map(|(name, node)| (name.to_owned().into(), whole(node.clone())));
            Kind::Map(Map::new(members.collect()).unwrap_or_default())
        }
        kind => kind,
    };
    Node { kind, flags }
}

fn owned(value: &serde_json::Value) -> Node<'static> {
    match value {
        serde_json::Value::String(text) => Node::text(text.clone()),
        serde_json::Value::Bool(value) => Node::new(Kind::Bool(*value)),
        serde_json::Value::Number(number) => {
            Node::new(Kind::Number(super::super::convert::whole(number.clone())))
        }
        _ => Node::new(Kind::Null),
    }
}

/// The text of the document, with holes where something in it is not known. The document that is
/// read out of the text is the value itself: a hole in it needs no escapes.
pub(super) fn jsonencode(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut pieces = Vec::new();
    encode(&args[0], &mut pieces)?;
    if pieces
        .iter()
        .all(|piece| matches!(piece, Piece::Literal(_)))
    {
        return super::super::convert::text(pieces);
    }
    let bytes: usize = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Hole(hole) => hole.expression.len(),
        })
        .sum();
    if bytes > MAX_TEXT {
        return Err(Stop::Budget);
    }
    let collection = matches!(args[0].kind, Kind::List(_) | Kind::Map(_));
    Ok(Node::from(if collection {
        Text::encoded(pieces, args[0].clone())
    } else {
        Text::pieces(pieces)
    }))
}

fn encode(node: &Node<'static>, pieces: &mut Vec<Piece<'static>>) -> Outcome<()> {
    let literal = |text: String, pieces: &mut Vec<Piece<'static>>| {
        pieces.push(Piece::Literal(text.into()));
    };
    if node.is_open() {
        // What else is in it may stand anywhere between its members.
        pieces.push(Piece::Hole(raw(node)));
        return Ok(());
    }
    match &node.kind {
        Kind::Null => literal("null".into(), pieces),
        Kind::Bool(value) => literal(value.to_string(), pieces),
        Kind::Number(_) => literal(to_str(node)?.into_owned(), pieces),
        Kind::Unknown(hole) if hole.is_text && hole.non_null => {
            literal("\"".into(), pieces);
            pieces.push(Piece::Hole(inside((**hole).clone())));
            literal("\"".into(), pieces);
        }
        Kind::Unknown(_) => pieces.push(Piece::Hole(raw(node))),
        Kind::Text(text) => {
            literal("\"".into(), pieces);
            for piece in text.iter() {
                pieces.push(match piece {
                    PieceRef::Literal(text) => Piece::Literal(escaped(text).into()),
                    PieceRef::Hole(hole) => Piece::Hole(inside(hole.clone())),
                });
            }
            literal("\"".into(), pieces);
        }
        Kind::List(_) => {
            literal("[".into(), pieces);
            for (index, node) in to_list(node)?.iter().enumerate() {
                literal(if index == 0 { "" } else { "," }.into(), pieces);
                encode(node, pieces)?;
            }
            literal("]".into(), pieces);
        }
        Kind::Map(map) => {
            literal("{".into(), pieces);
            for (index, (name, node)) in map.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                literal(format!("{comma}\"{}\":", escaped(name)), pieces);
                encode(node, pieces)?;
            }
            literal("}".into(), pieces);
        }
    }
    Ok(())
}

/// The hole of a text within quotes. What stands there has escapes that the value has not, so the
/// two are not the same text.
fn inside(hole: Hole) -> Hole {
    Hole {
        pure: false,
        starts_with: hole.starts_with.filter(|start| escaped(start) == **start),
        is_text: true,
        non_null: true,
        ..hole
    }
}

/// The hole of a whole value, outside of quotes.
fn raw(node: &Node<'static>) -> Hole {
    let computed = hole::computed(hole::written(node), [node]);
    Hole {
        pure: false,
        ..computed
    }
}

/// A text as Go's `encoding/json` writes it within quotes, which escapes what HTML would read too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => _ = write!(out, "\\u{:04x}", c as u32),
            c if c < ' ' => _ = write!(out, "\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out
}
