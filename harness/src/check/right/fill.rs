//! Values whose texts hold `{param}` and `{$.path}`, filled in.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::{OVER_BUDGET, Unresolved, unset};
use crate::select::{Document, Found, Query};
use crate::spec::{ParamsOfFile, Template, TemplatePiece};
use crate::value::{Hole, Kind, Map, Node, Piece, Text};

/// The value that a template comes to.
pub(super) fn fill<'r>(
    template: &'r Template,
    params: &ParamsOfFile,
    document: Option<&Document<'r, 'r>>,
) -> Result<Node<'r>, Unresolved<'r>> {
    match template {
        Template::Plain(value) => Ok(Node::from(value)),
        Template::List(list) => {
            let (mut nodes, mut nothing) = (Vec::with_capacity(list.len()), None);
            for template in list {
                match fill(template, params, document) {
                    Ok(node) => nodes.push(node),
                    // One that selects nothing leaves the others to compare with.
                    Err(Unresolved::Nothing(why)) => nothing = Some(why),
                    Err(error) => return Err(error),
                }
            }
            match nothing {
                Some(why) if nodes.is_empty() => Err(Unresolved::Nothing(why)),
                _ => Ok(Node::new(Kind::List(nodes))),
            }
        }
        Template::Map(map) => {
            let mut members = Vec::with_capacity(map.len());
            for (name, template) in map {
                members.push((
                    Cow::Borrowed(name.as_str()),
                    fill(template, params, document)?,
                ));
            }
            // Keys of one TOML table, each once.
            Ok(Node::new(Kind::Map(Map::new(members).unwrap_or_default())))
        }
        Template::Text(pieces) => {
            let mut text = Vec::with_capacity(pieces.len());
            for piece in pieces {
                match piece {
                    TemplatePiece::Literal(literal) => {
                        text.push(Piece::Literal(Cow::Borrowed(literal.as_str())));
                    }
                    TemplatePiece::Param(name) => {
                        let value = params.get(name);
                        let value = value.ok_or_else(|| Unresolved::Error(unset(name)))?;
                        text.push(Piece::Literal(Cow::Owned(plain(&value.value))));
                    }
                    TemplatePiece::Path(query) => text.extend(spliced(query, document)?),
                }
            }
            let text = Text::pieces(text);
            // A text without holes is plain text, so that it is compared as such.
            Ok(Node::from(match text.into_known() {
                Ok(known) => Text::plain(known),
                Err(text) => text,
            }))
        }
    }
}

/// A param's value inside a text.
pub(super) fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// The one value that `{$.path}` selects, as pieces of a text.
fn spliced<'r>(
    query: &'r Query,
    document: Option<&Document<'r, 'r>>,
) -> Result<Vec<Piece<'r>>, Unresolved<'r>> {
    let text = query.text();
    let Some(document) = document else {
        return Err(Unresolved::Error(String::new()));
    };
    let (mut nodes, mut open, mut error) = (Vec::new(), false, None);
    let _ = query.visit(document, &mut |found| {
        match found {
            Found::Node {
                node, sure: true, ..
            } => nodes.push(node),
            Found::Node { .. } | Found::Open { .. } => open = true,
            Found::Missing { .. } => {}
            Found::Misfit(misfit) => error = Some(misfit.to_string()),
            Found::OverBudget => error = Some(OVER_BUDGET.to_owned()),
        }
        ControlFlow::Continue(())
    });
    if let Some(error) = error {
        return Err(Unresolved::Error(format!("on the right side, {error}")));
    }
    let node = match nodes.as_slice() {
        _ if open => return Ok(vec![Piece::Hole(Hole::opaque(text))]),
        [] => {
            let why = format!("`{text}` selects nothing to compare with");
            return Err(Unresolved::Nothing(why));
        }
        [node] => *node,
        several => {
            let count = several.len();
            return Err(Unresolved::Error(format!(
                "`{text}` on the right side selects {count} values, and a text holds one"
            )));
        }
    };
    match &node.kind {
        Kind::Text(text) => Ok(text
            .iter()
            .map(|piece| match piece {
                crate::value::PieceRef::Literal(text) => {
                    Piece::Literal(Cow::Owned(text.to_owned()))
                }
                crate::value::PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
            })
            .collect()),
        Kind::Number(_) | Kind::Bool(_) => Ok(vec![Piece::Literal(Cow::Owned(node.render()))]),
        Kind::Unknown(hole) => Ok(vec![Piece::Hole((**hole).clone())]),
        Kind::Null | Kind::List(_) | Kind::Map(_) => Err(Unresolved::Error(format!(
            "`{{{text}}}` in a text wants a single value, and it is {}",
            node.noun()
        ))),
    }
}
