//! Right sides, resolved: params once for a spec, paths for each subject.

mod fill;
mod keyed;
mod remade;

use std::ops::ControlFlow;

use super::finding;
use super::look::On;
use super::reach;
use crate::matcher::{Accepts, Expected, Matcher};
use crate::select::{Document, Found};
use crate::spec::{Elsewhere, Match, Over, ParamsOfFile, Right, Template, TemplatePiece};
use crate::value::{Flags, Held, Hole, Kind, Node, coerced_number};

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
                false => Ok(list(fill::fill(template, params, document)?)),
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
        if from.before_last.is_some() || from.rewrite.is_some() {
            match remade::remade(&node, from) {
                Ok(made) => node = Held::Own(made),
                Err(why) => {
                    self.error = Some(why);
                    return;
                }
            }
        }
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
    let mut at = from.at.text().to_owned();
    if let Some(mark) = &from.before_last {
        at = format!("{at} before the last {mark}");
    }
    if let Some(rewrite) = &from.rewrite {
        at = format!("{}{{{at}}}{}", rewrite.before, rewrite.after);
    }
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
