//! Right sides, resolved: params once for a spec, paths for each subject.

use std::borrow::Cow;
use std::ops::ControlFlow;

use crate::matcher::{Accepts, Expected, Matcher};
use crate::select::{Document, Found, Query};
use crate::spec::{Match, ParamsOfFile, Right, Template, TemplatePiece};
use crate::value::{Held, Kind, Map, Node, Piece, Text};

/// A right side that could not be resolved.
pub(super) enum Unresolved {
    /// It selects nothing, and nothing more is to come: for a positive matcher that is the fault,
    /// for a negative one there is nothing to compare with.
    Nothing(String),
    /// It cannot be resolved.
    Error(String),
}

/// Whether a right side is the same for every subject.
pub(super) fn is_fixed(matcher: &Match) -> bool {
    match &matcher.right {
        Right::Value(template) => !has_path(template),
        Right::Param(_) | Right::Regex(_) | Right::Count(_) => true,
        Right::At(_) => false,
    }
}

fn has_path(template: &Template) -> bool {
    match template {
        Template::Plain(_) => false,
        Template::Text(pieces) => pieces.iter().any(|p| matches!(p, TemplatePiece::Path(_))),
        Template::List(list) => list.iter().any(has_path),
        Template::Map(map) => map.iter().any(|(_, template)| has_path(template)),
    }
}

/// Resolves a right side. `document` is `None` while only fixed ones are resolved.
pub(super) fn resolve<'r>(
    matcher: &'r Match,
    params: &'r ParamsOfFile,
    document: Option<&Document<'r, 'r>>,
) -> Result<Expected<'r>, Unresolved> {
    let list = |node: Node<'r>| match takes_several(matcher.matcher) {
        true => elements(node),
        false => Expected::Value(Held::Own(node)),
    };
    match &matcher.right {
        Right::Regex(patterns) => Ok(Expected::Regex(patterns)),
        Right::Count(test) => Ok(Expected::Count(*test)),
        Right::Param(name) => {
            let value = params
                .get(name)
                .ok_or_else(|| Unresolved::Error(unset(name)))?;
            Ok(list(Node::from(&value.value)))
        }
        Right::Value(template) => {
            let accepts = matcher.matcher.info().accepts;
            match matches!(accepts, Accepts::True | Accepts::Format) {
                true => Ok(Expected::Nothing),
                false => Ok(list(fill(template, params, document)?)),
            }
        }
        Right::At(query) => at(matcher.matcher, query, document),
    }
}

/// Whether a matcher compares with each of several values.
fn takes_several(matcher: Matcher) -> bool {
    matches!(
        matcher.info().accepts,
        Accepts::List | Accepts::Texts | Accepts::Actions | Accepts::References | Accepts::Networks
    )
}

fn unset(name: &str) -> String {
    format!("the param `{name}` has no value")
}

fn elements<'r>(node: Node<'r>) -> Expected<'r> {
    let open = node.is_open();
    match node.kind {
        Kind::List(list) => Expected::Values {
            nodes: list.into_iter().map(Held::Own).collect(),
            open,
        },
        kind => Expected::Values {
            nodes: vec![Held::Own(Node::new(kind))],
            open,
        },
    }
}

/// `{ at = "$..." }`: what the query selects on the subject. Only `one_of` takes several.
fn at<'r>(
    matcher: Matcher,
    query: &'r Query,
    document: Option<&Document<'r, 'r>>,
) -> Result<Expected<'r>, Unresolved> {
    let Some(document) = document else {
        return Err(Unresolved::Error(String::new()));
    };
    let (mut nodes, mut open, mut error) = (Vec::new(), false, None);
    let _ = query.visit(document, &mut |found| {
        match found {
            Found::Node { node, sure, .. } => {
                nodes.push(Held::Ref(node));
                open |= !sure;
            }
            Found::Missing { .. } => {}
            Found::Open { .. } => open = true,
            Found::Misfit(misfit) => error = Some(misfit.to_string()),
            Found::OverBudget => error = Some(OVER_BUDGET.to_owned()),
        }
        ControlFlow::Continue(())
    });
    let text = query.text();
    match (error, nodes.len()) {
        (Some(error), _) => Err(Unresolved::Error(format!("on the right side, {error}"))),
        (None, 0) if !open => Err(Unresolved::Nothing(format!(
            "`{text}` selects nothing to compare with"
        ))),
        (None, 0 | 1) => Ok(Expected::Values { nodes, open }),
        (None, _) if takes_several(matcher) => Ok(Expected::Values { nodes, open }),
        (None, count) => Err(Unresolved::Error(format!(
            "`{text}` on the right side selects {count} values, and `{}` compares with one (write \
             `one_of` for any of them)",
            matcher.info().name
        ))),
    }
}

/// What a message says when an evaluation is cut short.
pub(super) const OVER_BUDGET: &str = "the query visits more values than one evaluation may";

fn fill<'r>(
    template: &'r Template,
    params: &ParamsOfFile,
    document: Option<&Document<'r, 'r>>,
) -> Result<Node<'r>, Unresolved> {
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
) -> Result<Vec<Piece<'r>>, Unresolved> {
    let text = query.text();
    let nodes = match at(Matcher::Equal, query, document)? {
        Expected::Values { nodes, open: false } => nodes,
        _ => return Ok(vec![Piece::Hole(crate::value::Hole::opaque(text))]),
    };
    let Some(node) = nodes.first() else {
        return Ok(Vec::new());
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
