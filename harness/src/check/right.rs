//! Right sides, resolved: params once for a spec, paths for each subject.

mod keyed;

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::finding;
use super::look::On;
use super::reach;
use crate::matcher::{Accepts, Expected, Matcher};
use crate::select::{Document, Found, Query};
use crate::spec::{Elsewhere, Match, Over, ParamsOfFile, Right, Template, TemplatePiece};
use crate::value::{Flags, Held, Hole, Kind, Map, Node, Piece, Text, coerced_number};

/// The subject, and what is at hand besides it (or the subject again).
pub(super) type Sides<'x, 'r, 'c, 's> = (&'r On<'r, 'c, 's>, &'x Document<'r, 'r>);

/// A right side that could not be resolved.
pub(super) enum Unresolved<'r> {
    /// It selects nothing, and nothing more is to come: for a positive matcher that is the fault,
    /// for a negative one there is nothing to compare with.
    Nothing(String),
    /// A table by key has no row for what stands on the subject. It is as if nothing were selected,
    /// unless the clause is optional: then it says nothing of this.
    NoRow(String),
    /// Which row of a table is meant is not known.
    Unsettled(Unsettled<'r>),
    /// It cannot be resolved.
    Error(String),
}

/// The rows of a table that may be meant, if any of them is.
pub(super) struct Unsettled<'r> {
    pub(super) rows: Vec<Expected<'r>>,
    pub(super) waits_for: Vec<String>,
}

/// Whether a right side is the same for every subject.
pub(super) fn is_fixed(matcher: &Match) -> bool {
    match &matcher.right {
        Right::Value(template) => !has_path(template),
        Right::Param(_) | Right::Regex(_) | Right::Count(_) => true,
        Right::Elsewhere(_) | Right::Keyed(_) => false,
    }
}

/// Whether a right side is read from what the clause has at hand, each by itself.
pub(super) fn is_at_hand(matcher: &Match) -> bool {
    match &matcher.right {
        Right::Elsewhere(from) => from.is_at_hand(),
        Right::Keyed(row) => row.is_at_hand(),
        _ => false,
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

/// Resolves a right side. `sides` is `None` while only fixed ones are resolved.
pub(super) fn resolve<'r>(
    matcher: &'r Match,
    params: &'r ParamsOfFile,
    sides: Option<Sides<'_, 'r, '_, '_>>,
) -> Result<Expected<'r>, Unresolved<'r>> {
    let document = sides.map(|(on, _)| &on.document);
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
        Right::Elsewhere(from) => elsewhere(matcher.matcher, from, sides),
        Right::Keyed(row) => keyed::row(matcher.matcher, row, params, sides),
    }
}

/// Whether a matcher compares with each of several values.
fn takes_several(matcher: Matcher) -> bool {
    matches!(
        matcher.info().accepts,
        Accepts::List
            | Accepts::Texts
            | Accepts::Glob
            | Accepts::Actions
            | Accepts::References
            | Accepts::Networks
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

/// `{ at = ... }` and its sisters: what the query selects. Only `one_of` takes several.
fn elsewhere<'r>(
    matcher: Matcher,
    from: &'r Elsewhere,
    sides: Option<Sides<'_, 'r, '_, '_>>,
) -> Result<Expected<'r>, Unresolved<'r>> {
    let Some((on, hand)) = sides else {
        return Err(Unresolved::Error(String::new()));
    };
    let mut found = Values::default();
    match &from.over {
        Over::Subject => {
            let start = if from.is_at_hand() {
                *hand
            } else {
                on.document
            };
            found.collect(from, &start, &on.document, &mut |node| Held::Ref(node));
        }
        over => {
            let subject = (on.target, &on.document);
            let reach = reach::over(over, on.target, on.cx);
            let reach = reach.filtered(from.filter.as_ref(), subject, on.cx, on.meta);
            found.open |= !reach.open.is_empty();
            if let Some((target, why)) = reach.errors.first() {
                found.error = Some(format!("{}: {why}", target.name(on.cx)));
            }
            for node in &reach.nodes {
                // Whether a value is there that may not be there is not known.
                if !node.sure {
                    found.open = true;
                    continue;
                }
                match reach::estranged(node.target, on.target, on.cx) {
                    Ok(Held::Ref(root)) => {
                        let document = node.target.document_on(root, on.cx, on.meta);
                        found.collect(from, &document, &on.document, &mut |node| Held::Ref(node));
                    }
                    Ok(Held::Own(root)) => {
                        let document = node.target.document_on(&root, on.cx, on.meta);
                        found.collect(from, &document, &on.document, &mut |node| {
                            Held::Own(node.clone())
                        });
                    }
                    Err(why) => found.error = Some(why),
                }
            }
        }
    }
    let Values { nodes, open, error } = found;
    let text = written(from);
    match (error, nodes.len()) {
        (Some(error), _) => Err(Unresolved::Error(format!("on the right side, {error}"))),
        (None, 0) if !open => Err(Unresolved::Nothing(format!(
            "{text} selects nothing to compare with"
        ))),
        (None, 0 | 1) => Ok(Expected::Values { nodes, open }),
        (None, _) if takes_several(matcher) => Ok(Expected::Values { nodes, open }),
        (None, count) => Err(Unresolved::Error(format!(
            "{text} on the right side selects {count} values, and `{}` compares with one (write \
             `one_of` for any of them)",
            matcher.info().name
        ))),
    }
}

/// The values of a right side as they are found.
#[derive(Default)]
struct Values<'r> {
    nodes: Vec<Held<'r>>,
    open: bool,
    error: Option<String>,
}

impl<'r> Values<'r> {
    fn collect<'x>(
        &mut self,
        from: &'r Elsewhere,
        start: &Document<'x, 'r>,
        subject: &Document<'x, 'r>,
        keep: &mut dyn FnMut(&'x Node<'r>) -> Held<'r>,
    ) {
        let _ = from.at.visit_at(start, subject, &mut |found| {
            match found {
                Found::Node {
                    path, node, sure, ..
                } if sure => {
                    let secret = finding::is_secret(start.root, &path.to_path(), node);
                    self.push(from, keep(node), secret);
                }
                Found::Node { .. } | Found::Open { .. } => self.open = true,
                Found::Missing { sure, .. } => match &from.default {
                    Some(default) if sure => {
                        self.push(from, Held::Own(Node::from(default)), false);
                    }
                    Some(_) => self.open = true,
                    None => {}
                },
                Found::Misfit(misfit) => self.error = Some(misfit.to_string()),
                Found::OverBudget => self.error = Some(OVER_BUDGET.to_owned()),
            }
            ControlFlow::Continue(())
        });
    }

    fn push(&mut self, from: &Elsewhere, node: Held<'r>, secret: bool) {
        let mut node = match &from.times {
            Some(times) => Held::Own(multiplied(&node, times)),
            None => node,
        };
        if secret {
            let mut own = node.into_owned();
            own.flag_all(Flags::SENSITIVE);
            node = Held::Own(own);
        }
        self.nodes.push(node);
    }
}

/// A number so many times. What is not known stays so.
fn multiplied<'n>(node: &Node<'n>, times: &serde_json::Number) -> Node<'n> {
    let Some(number) = coerced_number(node) else {
        return match node.has_unknown() {
            true => Node {
                kind: Kind::Unknown(Box::new(Hole::opaque(node.render()))),
                flags: node.flags,
            },
            false => node.clone(),
        };
    };
    let exact = number.as_i64().zip(times.as_i64());
    let product = match exact.and_then(|(a, b)| a.checked_mul(b)) {
        Some(product) => Some(product.into()),
        None => {
            let product = number.as_f64().zip(times.as_f64()).map(|(a, b)| a * b);
            product.and_then(serde_json::Number::from_f64)
        }
    };
    Node {
        kind: product.map_or_else(|| node.kind.clone(), Kind::Number),
        flags: node.flags,
    }
}

/// A right side from elsewhere in the words of a message.
pub(super) fn written(from: &Elsewhere) -> String {
    let at = from.at.text();
    let times = from.times.as_ref().map(|times| format!("{times} times "));
    let times = times.unwrap_or_default();
    match &from.over {
        Over::Subject => format!("{times}`{at}`"),
        Over::Walk(walk) => format!("{times}`{at}` of what `{}` reaches", walk.follow.text),
        Over::Stack(selection) => {
            let word = selection.what.word();
            format!("{times}`{at}` of every {word} {}", selection.names())
        }
    }
}

/// What a message says when an evaluation is cut short.
pub(super) const OVER_BUDGET: &str = "the query visits more values than one evaluation may";

fn fill<'r>(
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
