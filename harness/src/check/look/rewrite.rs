//! What `as` makes of a value before it is compared.

use crate::spec::Rewrite;
use crate::value::{Held, Hole, Kind, Node, Piece, PieceRef, Text};

/// What `as` makes of a value.
pub(super) fn rewritten<'n>(
    rewrite: Option<&'n Rewrite>,
    node: &'n Node<'n>,
) -> Result<Held<'n>, String> {
    let Some(Rewrite { before, after }) = rewrite else {
        return Ok(Held::Ref(node));
    };
    let mut pieces = vec![Piece::Literal(before.as_str().into())];
    match &node.kind {
        Kind::Text(text) => pieces.extend(text.iter().map(|piece| match piece {
            PieceRef::Literal(text) => Piece::Literal(text.into()),
            PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
        })),
        Kind::Number(_) | Kind::Bool(_) => pieces.push(Piece::Literal(node.render().into())),
        Kind::Unknown(hole) => pieces.push(Piece::Hole(Hole {
            is_text: true,
            non_null: true,
            ..(**hole).clone()
        })),
        Kind::Null | Kind::List(_) | Kind::Map(_) => {
            return Err(format!(
                "`as` wants a single value, and this is {}",
                node.noun()
            ));
        }
    }
    pieces.push(Piece::Literal(after.as_str().into()));
    let text = match Text::pieces(pieces).into_known() {
        Ok(known) => Text::plain(known),
        Err(text) => text,
    };
    Ok(Held::Own(Node {
        kind: Kind::Text(text),
        flags: node.flags,
    }))
}
