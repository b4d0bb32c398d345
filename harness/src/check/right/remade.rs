//! What a right side makes of the values that it finds: `before_last` and `as`.

use std::borrow::Cow;

use crate::spec::Elsewhere;
use crate::value::{Hole, Kind, Node, Piece, PieceRef, Text};

/// The value as the right side wants it.
///
/// # Errors
/// It is no single value, as the end of a message.
pub(super) fn remade<'n>(node: &Node<'n>, from: &Elsewhere) -> Result<Node<'n>, String> {
    let mut pieces = pieces(node).ok_or_else(|| {
        let (at, is) = (from.at.text(), node.noun());
        format!("a text is made of `{at}`, and it is {is}")
    })?;
    if let Some(mark) = &from.before_last {
        pieces = before_last(pieces, mark);
    }
    if let Some(rewrite) = &from.rewrite {
        pieces.insert(0, Piece::Literal(rewrite.before.clone().into()));
        pieces.push(Piece::Literal(rewrite.after.clone().into()));
    }
    let text = match Text::pieces(pieces).into_known() {
        Ok(known) => Text::plain(known),
        Err(text) => text,
    };
    Ok(Node {
        kind: Kind::Text(text),
        flags: node.flags,
    })
}

fn pieces<'n>(node: &Node<'n>) -> Option<Vec<Piece<'n>>> {
    Some(match &node.kind {
        Kind::Text(text) => text
            .iter()
            .map(|piece| match piece {
                PieceRef::Literal(text) => Piece::Literal(Cow::Owned(text.to_owned())),
                PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
            })
            .collect(),
        Kind::Number(_) | Kind::Bool(_) => vec![Piece::Literal(node.render().into())],
        Kind::Unknown(hole) => vec![Piece::Hole(Hole {
            is_text: true,
            non_null: true,
            ..(**hole).clone()
        })],
        Kind::Null | Kind::List(_) | Kind::Map(_) => return None,
    })
}

/// What stands before the last `mark`; all of it where there is none. Where a hole may hold one, what
/// it is cut to is not known.
fn before_last<'n>(mut pieces: Vec<Piece<'n>>, mark: &str) -> Vec<Piece<'n>> {
    let mut waits_for = Vec::new();
    while let Some(last) = pieces.pop() {
        match last {
            Piece::Literal(text) => {
                if let Some((before, _)) = text.rsplit_once(mark) {
                    pieces.push(Piece::Literal(Cow::Owned(before.to_owned())));
                    return pieces;
                }
                if !pieces.iter().any(|it| matches!(it, Piece::Hole(_))) {
                    pieces.push(Piece::Literal(text));
                    return pieces;
                }
            }
            Piece::Hole(hole) => {
                waits_for.extend(hole.waits_for);
                break;
            }
        }
    }
    let mut hole = Hole::opaque("");
    hole.waits_for = waits_for;
    hole.is_text = true;
    vec![Piece::Hole(hole)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_the_last_mark() {
        let hole = || Piece::Hole(Hole::opaque("var.x"));
        let lit = |text: &'static str| Piece::Literal(Cow::Borrowed(text));
        let cut = |pieces| Text::pieces(before_last(pieces, ".")).source().into_owned();
        assert_eq!(cut(vec![lit("src/index.handler")]), "src/index");
        assert_eq!(cut(vec![lit("a.b.c")]), "a.b");
        assert_eq!(cut(vec![lit("index")]), "index");
        assert_eq!(cut(vec![hole(), lit("/index.handler")]), "${var.x}/index");
        // The hole may hold a later mark: nothing of the text is sure.
        let open = before_last(vec![lit("index."), hole()], ".");
        assert!(matches!(open.as_slice(), [Piece::Hole(_)]));
        let open = before_last(vec![hole(), lit("index")], ".");
        assert!(matches!(open.as_slice(), [Piece::Hole(_)]));
    }
}
