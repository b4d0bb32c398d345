//! The document that `data.aws_iam_policy_document` spells.
//!
//! Terraform reads such a data source only when all that it hangs on is known, but what it says is
//! written in its body. Here the body becomes the document, with holes where it has holes.
//! Source: "Data Source: `aws_iam_policy_document`", documentation of the AWS provider: defaults,
//! one text in place of a list of one, `&{...}` for `${...}`, merging by `sid`.

mod merge;
mod statement;

use std::borrow::Cow;

use super::{Block, BlockKind};
use crate::facts::{Member, Shape, Type, document_attribute};
use crate::value::{Flags, Hole, Kind, Map, Node, Text};
use merge::{Merged, own};
use statement::object;

/// The members of an object that is being made, each name once.
type Members = Vec<(Cow<'static, str>, Node<'static>)>;

/// Whether an attribute is the text of a policy document: one with white space, one without.
pub(super) fn is_text_of(block: &Block, attribute: &str) -> bool {
    block.kind == BlockKind::Data && *block.type_name == *TYPE && TEXTS.contains(&attribute)
}

const TYPE: &str = "aws_iam_policy_document";
const TEXTS: [&str; 2] = ["json", "minified_json"];

/// The text of a policy document. The provider decides how it is spelt, so that nothing of the text
/// itself is known; the document in it is.
pub(super) fn text(block: &Block, body: &Node<'_>) -> Option<Node<'static>> {
    let map = body.as_map()?;
    let expression = format!("{}.json", block.address);
    let hole = Hole {
        waits_for: vec![expression.as_str().into()],
        pure: true,
        ..Hole::opaque(expression)
    };
    Some(Node::from(Text::of_document(
        hole,
        document(map, body.is_open()),
    )))
}

/// Replaces each unknown document of a plan's body that refers to a policy document and to nothing
/// else by that document. `text_of` gives the text of the one at an address, relative to the module.
pub(super) fn enter(
    type_name: &str,
    map: &mut Map<'_>,
    shape: Option<Shape<'_>>,
    text_of: &dyn Fn(&str) -> Option<Node<'static>>,
) {
    for (name, node) in map.iter_mut() {
        // Most is something else: that is told without asking the facts.
        let may_be = match &node.kind {
            Kind::Unknown(_) => refers_to(node).is_some(),
            Kind::List(list) => list
                .iter()
                .any(|it| matches!(it.kind, Kind::Map(_)) || refers_to(it).is_some()),
            _ => false,
        };
        if !may_be {
            continue;
        }
        match shape.and_then(|shape| shape.get(name)) {
            Some(Member::Block(block)) => {
                if let Kind::List(list) = &mut node.kind {
                    for element in list {
                        if let Kind::Map(map) = &mut element.kind {
                            enter(type_name, map, Some(block.shape), text_of);
                        }
                    }
                }
            }
            Some(Member::Attribute(attribute)) => {
                let merged = type_name == TYPE && MERGED.iter().any(|(it, _)| *it == name);
                if !merged && document_attribute(type_name, name).is_none() {
                    continue;
                }
                match (&mut node.kind, attribute.ty) {
                    (Kind::List(list), Type::List(_)) => {
                        // The references are those of the whole list.
                        if let [only] = list.as_mut_slice() {
                            replace(only, text_of);
                        }
                    }
                    (_, Type::String) => replace(node, text_of),
                    _ => {}
                }
            }
            None => {}
        }
    }
}

fn replace(node: &mut Node<'_>, text_of: &dyn Fn(&str) -> Option<Node<'static>>) {
    if let Some(found) = refers_to(node).and_then(text_of) {
        node.kind = found.kind;
    }
}

/// The address of the policy document whose text an unknown value refers to, and to nothing else.
fn refers_to<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    let Kind::Unknown(hole) = &node.kind else {
        return None;
    };
    let [only] = hole.waits_for.as_slice() else {
        return None;
    };
    only.starts_with("data.aws_iam_policy_document.")
        .then(|| TEXTS.iter().find_map(|text| only.strip_suffix(text)))??
        .strip_suffix('.')
}

/// The attributes that hold other documents, and whether those override this one.
const MERGED: [(&str, bool); 4] = [
    ("source_json", false),
    ("source_policy_documents", false),
    ("override_json", true),
    ("override_policy_documents", true),
];

/// The document of a body in its normal form; `open`: the body may say more than it lists.
fn document(body: &Map<'_>, open: bool) -> Node<'static> {
    let mut merged = Merged::default();
    merged.add_all(body, false);
    merged.add(own(body));
    if open {
        merged.add(Merged::unknown());
    }
    merged.add_all(body, true);
    let mut members: Members = Vec::new();
    members.extend(merged.version.map(|node| ("Version".into(), node)));
    members.extend(merged.id.map(|node| ("Id".into(), node)));
    let mut statements = match merged.unknown {
        Some(unknown) if merged.statements.is_empty() => unknown,
        _ => Node::new(Kind::List(merged.statements)),
    };
    if merged.open {
        statements.flags.set(Flags::OPEN);
    }
    members.push(("Statement".into(), statements));
    let mut node = object(members);
    if merged.open_members {
        node.flags.set(Flags::OPEN);
    }
    node
}
