//! Findings: what is said of a broken clause, and what must not be said.

use std::ops::ControlFlow;

use crate::follow::Stop;
use crate::matcher::{Accepts, Expected};
use crate::select::{Document, Found, Query};
use crate::spec::{
    Elsewhere, Look, Match, Over, ParamValue, ParamsOfFile, Quantifier, Right, Template,
    TemplatePiece,
};
use crate::stack::{BlockId, Model, has_short, is_reference, is_secret_member, mark_names};
use crate::value::{Flags, Hole, Kind, Node, Path, Step, locate};
use crate::verdict::Outcome;

use super::context::Context;
use super::look::On;
use super::right;
use super::target::Target;
use super::{Finding, Location};

/// A finding of one clause on one subject, before it knows its subject.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub(super) outcome: Outcome,
    /// On what the path stands, if not on the subject.
    pub(super) target: Option<Target>,
    pub(super) path: Option<Path>,
    pub(super) expected: String,
    pub(super) actual: String,
    pub(super) message: String,
    pub(super) notes: Vec<String>,
}

impl Raw {
    /// A finding without a place.
    pub(super) fn new(outcome: Outcome, expected: String, actual: String) -> Self {
        Raw {
            outcome,
            target: None,
            path: None,
            expected,
            actual,
            message: String::new(),
            notes: Vec::new(),
        }
    }
}

/// What stands in a message for a value that must not be printed.
pub(super) const SENSITIVE: &str = "(sensitive)";

/// Puts a finding at its subject: address, construct path, and the place of the value in the
/// synthesized file, which may be another resource's. A row is where its block writes it. Texts that
/// are secret anywhere in the stack are taken out.
pub(super) fn place(
    raw: Raw,
    cx: &Context<'_, '_>,
    subject: Target,
    clause: Option<std::ops::Range<usize>>,
) -> Finding {
    let block = subject.of_block(cx);
    let (on, model) = (raw.target.unwrap_or(subject), subject.model(cx));
    let path = raw.path.map(|path| on.in_block(&path, cx));
    // Of a row as a whole there is a place too.
    let path = path.or_else(|| match on.0 {
        Stop::Row(..) => Some(on.in_block(&Path::default(), cx)),
        Stop::Block(_) => None,
    });
    let source = location(on.model(cx), on.vertex(cx).block, path.as_ref());
    let mut finding = Finding {
        outcome: raw.outcome,
        address: block.address.to_string(),
        construct_path: block.construct_path.as_deref().map(str::to_owned),
        source,
        // A path on another resource would be read as one on the subject.
        path: path.filter(|_| on.vertex(cx) == subject.vertex(cx)),
        expected: raw.expected,
        actual: raw.actual,
        message: raw.message,
        notes: raw.notes,
        clause,
    };
    redact(&mut finding, model);
    if on.stack() != subject.stack() {
        redact(&mut finding, on.model(cx));
    }
    finding
}

/// Puts a finding at a block of a stack.
pub(super) fn on_block(
    raw: Raw,
    model: &Model<'_>,
    id: BlockId,
    clause: Option<std::ops::Range<usize>>,
) -> Finding {
    let block = model.block(id);
    let mut finding = Finding {
        address: block.address.to_string(),
        construct_path: block.construct_path.as_deref().map(str::to_owned),
        source: location(model, id, raw.path.as_ref()),
        path: raw.path.clone(),
        ..of_stack(raw, model, clause)
    };
    redact(&mut finding, model);
    finding
}

/// Puts a finding about no one subject.
pub(super) fn of_stack(
    raw: Raw,
    model: &Model<'_>,
    clause: Option<std::ops::Range<usize>>,
) -> Finding {
    let mut finding = Finding {
        outcome: raw.outcome,
        address: String::new(),
        construct_path: None,
        source: None,
        path: None,
        expected: raw.expected,
        actual: raw.actual,
        message: raw.message,
        notes: raw.notes,
        clause,
    };
    redact(&mut finding, model);
    finding
}

fn redact(finding: &mut Finding, model: &Model<'_>) {
    let texts = [
        &mut finding.expected,
        &mut finding.actual,
        &mut finding.message,
    ];
    for text in texts.into_iter().chain(finding.notes.iter_mut()) {
        *text = redacted(model, std::mem::take(text));
    }
}

/// A text without any value that is secret somewhere in the stack: neither as it is, nor as JSON
/// spells it (a private key has line breaks).
pub(crate) fn redacted(model: &Model<'_>, mut text: String) -> String {
    for secret in model.secrets() {
        let json = serde_json::Value::from(secret.as_str()).to_string();
        for spelling in [secret.as_str(), &json[1..json.len() - 1]] {
            if text.contains(spelling) {
                text = text.replace(spelling, SENSITIVE);
            }
        }
    }
    text
}

/// The place of a value, or of the nearest one above it that is written.
fn location(model: &Model<'_>, id: BlockId, path: Option<&Path>) -> Option<Location> {
    let steps = match path.map(|path| path.0.as_slice()) {
        Some([Step::Name(name), ..]) if name == "//" => &[],
        Some(steps) => steps,
        None => &[],
    };
    let member = match steps.first() {
        Some(Step::Name(name)) => Some(name.as_ref()),
        _ => None,
    };
    let (source, span) = model.place(id, member)?;
    let offset = span.range().start + locate(source.slice(span), steps);
    let (line, column) = source.line_column(offset);
    Some(Location {
        file: source.path.clone(),
        line,
        column,
    })
}

/// A value in a message: secrets and long texts are left out.
pub(super) fn actual(root: &Node<'_>, path: &Path, node: &Node<'_>) -> String {
    if node.flags.has(Flags::SENSITIVE) || secret_on_the_way(root, &path.0) {
        return SENSITIVE.to_owned();
    }
    let mut text = shown(node);
    if node.flags.has(Flags::DEFAULTED) {
        text.push_str(" (filled in by the provider, not written)");
    }
    text
}

/// A value without the secrets that names in an embedded document tell.
fn shown(node: &Node<'_>) -> String {
    match &node.kind {
        Kind::List(_) | Kind::Map(_) | Kind::Unknown(_) => {
            let mut node = node.clone();
            mark_names(&mut node);
            node.render()
        }
        Kind::Text(text) => {
            let Some(Ok(document)) = text.document() else {
                return node.render();
            };
            let mut document = document.clone();
            mark_names(&mut document);
            // Longer ones are taken out of the text.
            if has_short(&document) {
                serde_json::Value::from(document.render()).to_string()
            } else {
                node.render()
            }
        }
        _ => node.render(),
    }
}

/// Whether a value must not be printed.
pub(super) fn is_secret(root: &Node<'_>, path: &Path, node: &Node<'_>) -> bool {
    node.is_sensitive() || secret_on_the_way(root, &path.0)
}

/// Whether a query selects something that must not be printed.
fn selects_secret(query: &Query, document: &Document<'_, '_>) -> bool {
    query
        .visit(document, &mut |found| match found {
            Found::Node { path, node, .. }
                if node.is_sensitive() || secret_on_the_way(document.root, &path.to_path().0) =>
            {
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        })
        .is_break()
}

/// Whether a right side takes something from the subject that must not be printed.
fn takes_secret(template: &Template, document: &Document<'_, '_>) -> bool {
    match template {
        Template::Plain(_) => false,
        Template::Text(pieces) => pieces.iter().any(|piece| match piece {
            TemplatePiece::Path(query) => selects_secret(query, document),
            TemplatePiece::Literal(_) | TemplatePiece::Param(_) => false,
        }),
        Template::List(list) => list.iter().any(|it| takes_secret(it, document)),
        Template::Map(map) => map.iter().any(|(_, it)| takes_secret(it, document)),
    }
}

/// Whether a value stands inside of one that is marked as sensitive, or under a secret's name in an
/// embedded document: a secret's text is one, so is every member of the document in it.
fn secret_on_the_way(root: &Node<'_>, steps: &[Step]) -> bool {
    if root.flags.has(Flags::SENSITIVE) {
        return true;
    }
    let Some((first, rest)) = steps.split_first() else {
        return false;
    };
    let inner = match (&root.kind, first) {
        (Kind::Text(text), _) => match text.document() {
            Some(Ok(document)) => return secret_on_the_way(document, steps),
            _ => return false,
        },
        (Kind::Map(map), Step::Name(name)) => {
            let inner = map.get(name);
            let plain = |hole: &Hole| is_reference(&hole.expression);
            return inner.is_some_and(|inner| {
                let named = match &inner.kind {
                    Kind::Unknown(hole) => !plain(hole),
                    Kind::Text(_) | Kind::Number(_) => true,
                    Kind::List(_) | Kind::Map(_) => !rest.is_empty(),
                    Kind::Null | Kind::Bool(_) => false,
                };
                named && is_secret_member(map, name) || secret_on_the_way(inner, rest)
            });
        }
        (Kind::List(list), Step::Index(index)) => list.get(*index),
        _ => None,
    };
    inner.is_some_and(|inner| secret_on_the_way(inner, rest))
}

/// What a clause wants, in the words of the spec file: `not_equal "*"`.
pub(super) fn expected(
    look: &Look,
    resolved: &[Option<&Expected<'_>>],
    on: Option<&On<'_, '_, '_>>,
) -> String {
    let mut matchers: Vec<String> = look
        .matchers
        .iter()
        .enumerate()
        .map(|(index, matcher)| one(matcher, resolved.get(index).copied().flatten(), on))
        .collect();
    if look.before.is_some() {
        matchers.push("created before the subject".into());
    }
    let matchers = matchers.join(" and ");
    match look.quantifier {
        Quantifier::Every => matchers,
        Quantifier::Some => format!("some value: {matchers}"),
        Quantifier::None => format!("no value: {matchers}"),
        Quantifier::Count(test) if matchers.is_empty() => format!("{test} values"),
        Quantifier::Count(test) => format!("{test} values: {matchers}"),
        Quantifier::Unique => "no two values the same".into(),
        Quantifier::Distinct(test) => format!("{test} different values"),
        Quantifier::Sum(test) => format!("a sum of {test}"),
        Quantifier::Disjoint => "no two ranges of addresses that overlap".into(),
    }
}

fn one(matcher: &Match, resolved: Option<&Expected<'_>>, on: Option<&On<'_, '_, '_>>) -> String {
    let not = if matcher.negated { "not_" } else { "" };
    let name = format!("{not}{}", matcher.matcher.info().name);
    let right = match &matcher.right {
        _ if matcher.matcher.info().accepts == Accepts::True => return name,
        Right::Regex(patterns) => {
            let texts: Vec<String> = patterns.iter().map(|p| format!("'{p}'")).collect();
            texts.join(" or ")
        }
        Right::Count(test) => test.to_string(),
        Right::Param(param) => match on.and_then(|on| on.params.get(param)) {
            Some(value) if value.may_print() => value.value.to_string(),
            _ => format!("{{{param}}}"),
        },
        Right::Value(template) if on.is_some_and(|on| takes_secret(template, &on.document)) => {
            format!("{} (here {SENSITIVE})", written(template))
        }
        Right::Value(template) if on.is_none_or(|on| printable(template, on.params)) => {
            match resolved {
                Some(Expected::Value(node)) => node.render(),
                Some(Expected::Values { nodes, .. }) => list(nodes.iter().map(|node| &**node)),
                _ => written(template),
            }
        }
        Right::Value(template) => written(template),
        Right::Elsewhere(from) => match resolved {
            Some(Expected::Values { nodes, .. }) if nodes.iter().any(|it| it.is_sensitive()) => {
                format!("{} (here {SENSITIVE})", elsewhere(from))
            }
            Some(Expected::Values { nodes, open }) => {
                let more = if *open {
                    ", and more that is not known"
                } else {
                    ""
                };
                let values = list(nodes.iter().map(|node| &**node));
                format!("{} (here {values}{more})", elsewhere(from))
            }
            _ => elsewhere(from),
        },
    };
    format!("{name} {right}")
}

/// A right side as a person would say it; one on the subject is its path.
fn elsewhere(from: &Elsewhere) -> String {
    match (&from.over, &from.times) {
        (Over::Subject, None) => from.at.text().to_owned(),
        _ => right::written(from),
    }
}

/// How many values of a right side are listed.
const MAX_LISTED: usize = 10;

fn list<'n>(nodes: impl Iterator<Item = &'n Node<'n>>) -> String {
    let mut all: Vec<String> = nodes.map(Node::render).collect();
    if all.len() > MAX_LISTED {
        let more = all.len() - MAX_LISTED;
        all.truncate(MAX_LISTED);
        all.push(format!("and {more} more"));
    }
    format!("[{}]", all.join(","))
}

/// Whether every param in a right side may be printed.
fn printable(template: &Template, params: &ParamsOfFile) -> bool {
    match template {
        Template::Plain(_) => true,
        Template::Text(pieces) => pieces.iter().all(|piece| match piece {
            TemplatePiece::Param(name) => params.get(name).is_none_or(ParamValue::may_print),
            TemplatePiece::Literal(_) | TemplatePiece::Path(_) => true,
        }),
        Template::List(list) => list.iter().all(|template| printable(template, params)),
        Template::Map(map) => map.iter().all(|(_, template)| printable(template, params)),
    }
}

/// A right side as the spec file has it.
fn written(template: &Template) -> String {
    match template {
        Template::Plain(value) => value.to_string(),
        Template::Text(pieces) => {
            let piece = |piece: &TemplatePiece| match piece {
                TemplatePiece::Literal(text) => text.clone(),
                TemplatePiece::Param(name) => format!("{{{name}}}"),
                TemplatePiece::Path(query) => format!("{{{}}}", query.text()),
            };
            serde_json::Value::from(pieces.iter().map(piece).collect::<String>()).to_string()
        }
        Template::List(list) => {
            format!(
                "[{}]",
                list.iter().map(written).collect::<Vec<_>>().join(",")
            )
        }
        Template::Map(map) => {
            let member = |(name, value): &(String, Template)| format!("{name}: {}", written(value));
            format!(
                "{{{}}}",
                map.iter().map(member).collect::<Vec<_>>().join(", ")
            )
        }
    }
}
