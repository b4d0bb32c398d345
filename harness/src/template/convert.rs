//! Conversion between types, as Terraform does it where a value of another type is wanted.
//!
//! Source: "Type Conversion", Terraform language. Numbers there have 512 bits and are written in
//! full; here a number is exact or it is not known.

use std::borrow::Cow;

use super::outcome::{Outcome, Stop, error};
use crate::value::{Flags, Kind, Node, Number, Piece, PieceRef, Text, spelt_number};

/// The largest text that is built, in bytes.
pub(super) const MAX_TEXT: usize = 64 << 10;

/// The pieces of a value where a text is wanted.
pub(super) fn pieces(node: &Node<'static>) -> Outcome<Vec<Piece<'static>>> {
    Ok(match &node.kind {
        Kind::Text(text) => text.iter().map(owned).collect(),
        Kind::Unknown(hole) => {
            let mut hole = (**hole).clone();
            (hole.is_text, hole.non_null) = (true, true);
            vec![Piece::Hole(hole)]
        }
        Kind::Number(number) => vec![Piece::Literal(spelt(number)?.into())],
        Kind::Bool(value) => vec![Piece::Literal(value.to_string().into())],
        Kind::Null => return error("a string is wanted, and this is null"),
        Kind::List(_) | Kind::Map(_) => {
            return error("a string is wanted, and this is a collection");
        }
    })
}

/// A piece that owns its text.
pub(super) fn owned(piece: PieceRef<'_>) -> Piece<'static> {
    match piece {
        PieceRef::Literal(text) => Piece::Literal(Cow::Owned(text.to_owned())),
        PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
    }
}

/// A text of pieces, bounded.
pub(super) fn text(pieces: Vec<Piece<'static>>) -> Outcome {
    let size = |piece: &Piece<'_>| match piece {
        Piece::Literal(text) => text.len(),
        Piece::Hole(hole) => hole.expression.len(),
    };
    if pieces.iter().map(size).sum::<usize>() > MAX_TEXT {
        return Err(Stop::Budget);
    }
    let text = Text::pieces(pieces);
    Ok(Node::from(match text.into_known() {
        Ok(known) => Text::plain(known),
        Err(text) => text,
    }))
}

/// A known text, bounded.
pub(super) fn known(value: impl Into<Cow<'static, str>>) -> Outcome {
    let value = value.into();
    if value.len() > MAX_TEXT {
        return Err(Stop::Budget);
    }
    Ok(Node::text(value))
}

/// The text that a value is or becomes, if all of it is known.
pub(super) fn to_str<'n>(node: &'n Node<'static>) -> Outcome<Cow<'n, str>> {
    match &node.kind {
        Kind::Text(text) => text.as_known().map(Cow::Borrowed).ok_or(Stop::Unknown),
        Kind::Number(number) => Ok(spelt(number)?.into()),
        Kind::Bool(value) => Ok(if *value { "true" } else { "false" }.into()),
        Kind::Unknown(_) => Err(Stop::Unknown),
        Kind::Null => error("a string is wanted, and this is null"),
        Kind::List(_) | Kind::Map(_) => error("a string is wanted, and this is a collection"),
    }
}

/// A number as Terraform writes it. Not known where a double may differ from the digits that were
/// written.
pub(super) fn spelt(number: &Number) -> Outcome<String> {
    if number.is_i64() || number.is_u64() {
        return Ok(number.to_string());
    }
    let value = number.as_f64().filter(|value| value.is_finite());
    let Some(value) = value.filter(|value| value.abs() < 1e15) else {
        return Err(Stop::Unknown);
    };
    let digits = format!("{value}");
    let significant = digits.trim_start_matches(['-', '0', '.']);
    if significant.bytes().filter(u8::is_ascii_digit).count() > 15 {
        return Err(Stop::Unknown);
    }
    Ok(if digits == "-0" { "0".into() } else { digits })
}

/// The number that a value is or becomes.
pub(super) fn to_number(node: &Node<'static>) -> Outcome<Number> {
    match &node.kind {
        Kind::Number(number) => Ok(number.clone()),
        Kind::Unknown(hole) if hole.starts_with == Some("arn:") => {
            error("a number is wanted, and this is an ARN")
        }
        Kind::Unknown(_) => Err(Stop::Unknown),
        Kind::Text(text) => match text.as_known() {
            None => Err(Stop::Unknown),
            Some(known) => match spelt_number(known) {
                Some(number) => Ok(whole(number)),
                // Spellings that Terraform may take and JSON does not: "+1", ".5", "012".
                None if !known.is_empty()
                    && known.bytes().all(|b| b"0123456789+-.eE".contains(&b)) =>
                {
                    Err(Stop::Unknown)
                }
                None if known.to_ascii_lowercase().contains("inf") => Err(Stop::Unknown),
                None => error("a number is wanted, and this text spells none"),
            },
        },
        _ => error("a number is wanted"),
    }
}

/// A number without a fraction as an integer: `1.0` is `1`, `1e3` is `1000`.
pub(super) fn whole(number: Number) -> Number {
    if number.is_i64() || number.is_u64() {
        return number;
    }
    match number.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => Number::from(value as i64),
        _ => number,
    }
}

/// The integer that a value is or becomes.
pub(super) fn to_integer(node: &Node<'static>) -> Outcome<i64> {
    let number = whole(to_number(node)?);
    if let Some(integer) = number.as_i64() {
        return Ok(integer);
    }
    match number.as_f64() {
        Some(value) if value.fract() != 0.0 => error("a whole number is wanted"),
        _ => Err(Stop::Unknown),
    }
}

/// The boolean that a value is or becomes.
pub(super) fn to_bool(node: &Node<'static>) -> Outcome<bool> {
    match &node.kind {
        Kind::Bool(value) => Ok(*value),
        Kind::Text(text) => match text.as_known() {
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(_) => error("true or false is wanted, and this text spells neither"),
            None => Err(Stop::Unknown),
        },
        Kind::Unknown(hole) if hole.starts_with == Some("arn:") => {
            error("true or false is wanted, and this is an ARN")
        }
        Kind::Unknown(_) => Err(Stop::Unknown),
        _ => error("true or false is wanted"),
    }
}

/// The elements of a list in an order that is sure, if all are there. Sets of known strings,
/// numbers or booleans are sorted; the order of other sets is not known.
pub(super) fn to_list(node: &Node<'static>) -> Outcome<Vec<Node<'static>>> {
    let list = elements(node)?;
    if node.is_open() {
        return Err(Stop::Unknown);
    }
    if node.flags.has(Flags::SET) && list.len() > 1 {
        return sorted(list.to_vec());
    }
    Ok(list.to_vec())
}

/// The elements that are listed.
pub(super) fn elements<'n>(node: &'n Node<'static>) -> Outcome<&'n [Node<'static>]> {
    match &node.kind {
        Kind::List(list) => Ok(list),
        Kind::Unknown(hole) if hole.is_text => error("a list is wanted, and this is a string"),
        Kind::Unknown(_) => Err(Stop::Unknown),
        _ => error("a list is wanted"),
    }
}

/// The members that are listed.
pub(super) fn members<'n>(node: &'n Node<'static>) -> Outcome<&'n crate::value::Map<'static>> {
    match &node.kind {
        Kind::Map(map) => Ok(map),
        Kind::Unknown(hole) if hole.is_text => error("a map is wanted, and this is a string"),
        Kind::Unknown(_) => Err(Stop::Unknown),
        _ => error("a map is wanted"),
    }
}

/// Known scalars of one kind in the order in which a set has them.
fn sorted(mut list: Vec<Node<'static>>) -> Outcome<Vec<Node<'static>>> {
    if list.iter().all(|node| node.as_str().is_some()) {
        list.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        return Ok(list);
    }
    if list.iter().all(|node| matches!(node.kind, Kind::Number(_))) {
        list.sort_by(|a, b| match (&a.kind, &b.kind) {
            (Kind::Number(a), Kind::Number(b)) => crate::value::compare_numbers(a, b),
            _ => std::cmp::Ordering::Equal,
        });
        return Ok(list);
    }
    Err(Stop::Unknown)
}

/// What the scalars in values are, to know whether a conversion to one type would change any.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Leaves {
    text: bool,
    number: bool,
    bool: bool,
    unknown: bool,
}

impl Leaves {
    fn of<'n>(nodes: impl IntoIterator<Item = &'n Node<'static>>) -> Leaves {
        let mut leaves = Leaves::default();
        for node in nodes {
            leaves.add(node);
        }
        leaves
    }

    fn add(&mut self, node: &Node<'static>) {
        self.unknown |= node.is_open();
        match &node.kind {
            Kind::Null => {}
            Kind::Bool(_) => self.bool = true,
            Kind::Number(_) => self.number = true,
            Kind::Text(_) => self.text = true,
            Kind::Unknown(hole) if hole.is_text => self.text = true,
            Kind::Unknown(_) => self.unknown = true,
            Kind::List(list) => list.iter().for_each(|node| self.add(node)),
            Kind::Map(map) => map.iter().for_each(|(_, node)| self.add(node)),
        }
    }
}

/// Brings values to the one type that Terraform finds for all of them, as for the elements of a
/// list or the two sides of a conditional. Not known where that type hangs on a hole, or, with
/// `open`, on a value that is not among them.
pub(super) fn unify(nodes: &mut [Node<'static>], open: bool) -> Outcome<()> {
    let mut leaves = Leaves::of(nodes.iter());
    leaves.unknown |= open;
    let collection = |node: &Node<'_>| matches!(node.kind, Kind::List(_) | Kind::Map(_));
    let scalar =
        |node: &Node<'_>| matches!(node.kind, Kind::Bool(_) | Kind::Number(_) | Kind::Text(_));
    let list = |node: &Node<'_>| matches!(node.kind, Kind::List(_));
    let map = |node: &Node<'_>| matches!(node.kind, Kind::Map(_));
    if nodes.iter().any(collection) && nodes.iter().any(scalar)
        || nodes.iter().any(list) && nodes.iter().any(map)
    {
        return error("these values have no common type");
    }
    let kinds = u8::from(leaves.text) + u8::from(leaves.number) + u8::from(leaves.bool);
    if kinds + u8::from(leaves.unknown) <= 1 || (!leaves.number && !leaves.bool) {
        return Ok(());
    }
    let flat = !nodes.iter().any(collection);
    if leaves.text && flat {
        for node in nodes {
            if matches!(node.kind, Kind::Number(_) | Kind::Bool(_)) {
                let flags = node.flags;
                *node = known(to_str(node)?.into_owned())?;
                node.flags = flags;
            }
        }
        return Ok(());
    }
    if leaves.number && leaves.bool && !leaves.text && !leaves.unknown && flat {
        return error("numbers and booleans have no common type");
    }
    match nodes.split_first() {
        Some((first, rest)) if !open && rest.iter().all(|node| same_type(first, node)) => Ok(()),
        _ => Err(Stop::Unknown),
    }
}

/// Whether two values surely are of one type, member by member.
fn same_type(a: &Node<'static>, b: &Node<'static>) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Text(_), Kind::Text(_))
        | (Kind::Number(_), Kind::Number(_))
        | (Kind::Bool(_), Kind::Bool(_)) => true,
        (Kind::Text(_), Kind::Unknown(hole)) | (Kind::Unknown(hole), Kind::Text(_)) => hole.is_text,
        (Kind::List(x), Kind::List(y)) => {
            !a.is_open()
                && !b.is_open()
                && x.len() == y.len()
                && x.iter().zip(y).all(|(x, y)| same_type(x, y))
        }
        (Kind::Map(x), Kind::Map(y)) => {
            !a.is_open()
                && !b.is_open()
                && x.len() == y.len()
                && x.iter()
                    .zip(y.iter())
                    .all(|((n, x), (m, y))| n == m && same_type(x, y))
        }
        _ => false,
    }
}
