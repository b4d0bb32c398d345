//! A `statement` block as a statement of the document.

use std::borrow::Cow;

use super::Members;
use crate::value::{Flags, Kind, Map, Node, Piece, PieceRef, Text};

/// The statement of a block; what is not known of it stays so.
pub(super) fn statement(node: &Node<'_>) -> Node<'static> {
    let Kind::Map(map) = &node.kind else {
        return owned(node);
    };
    let mut members: Members = Vec::new();
    let mut put = |name: &'static str, node: Option<Node<'static>>| {
        members.extend(node.map(|node| (Cow::Borrowed(name), node)));
    };
    put(
        "Sid",
        map.get("sid")
            .filter(|it| it.as_str() != Some(""))
            .map(owned),
    );
    match map.get("effect") {
        None if node.is_open() => {}
        effect => put(
            "Effect",
            Some(effect.map_or_else(|| Node::text("Allow"), owned)),
        ),
    }
    put("Action", set(map.get("actions")));
    put("NotAction", set(map.get("not_actions")));
    put("Resource", set(map.get("resources")));
    put("NotResource", set(map.get("not_resources")));
    put("Principal", principals(map.get("principals")));
    put("NotPrincipal", principals(map.get("not_principals")));
    put("Condition", conditions(map.get("condition")));
    let mut made = object(members);
    made.flags.set(node.flags);
    made
}

/// A set of texts: the one that is in it, or a list. The provider sorts it downwards.
fn set(node: Option<&Node<'_>>) -> Option<Node<'static>> {
    let mut node = variables(owned(node?));
    let Kind::List(list) = &mut node.kind else {
        return Some(node);
    };
    if node.flags.has(Flags::OPEN) {
        return Some(node);
    }
    if list.iter().all(|node| node.as_str().is_some()) {
        list.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
        list.dedup_by(|a, b| a.as_str() == b.as_str());
    }
    match list.len() {
        0 => None,
        1 => list.pop(),
        _ => Some(node),
    }
}

/// `{"AWS": [...], "Service": "..."}`, and `"*"` for all of them.
fn principals(node: Option<&Node<'_>>) -> Option<Node<'static>> {
    let (blocks, mut open) = match blocks(node?) {
        Ok(blocks) => blocks,
        Err(unknown) => return Some(unknown),
    };
    let mut found: Members = Vec::new();
    for block in &blocks {
        let kind = block.get("type").and_then(Node::as_str);
        let (Some(kind), Some(names)) = (kind, set(block.get("identifiers"))) else {
            open = true;
            continue;
        };
        if kind == "*" && blocks.len() == 1 && !open && names.as_str() == Some("*") {
            return Some(names);
        }
        join(&mut found, kind, names);
    }
    (open || !found.is_empty()).then(|| opened(object(found), open))
}

/// `{"StringEquals": {"aws:SourceArn": "..."}}`.
fn conditions(node: Option<&Node<'_>>) -> Option<Node<'static>> {
    let (blocks, mut open) = match blocks(node?) {
        Ok(blocks) => blocks,
        Err(unknown) => return Some(unknown),
    };
    let mut tests: Vec<(&str, Members)> = Vec::new();
    for block in &blocks {
        let text = |name| block.get(name).and_then(Node::as_str);
        let values = block.get("values").map(owned).map(variables).map(single);
        let (Some(test), Some(variable), Some(values)) = (text("test"), text("variable"), values)
        else {
            open = true;
            continue;
        };
        if !tests.iter().any(|(it, _)| *it == test) {
            tests.push((test, Vec::new()));
        }
        for (_, found) in tests.iter_mut().filter(|(it, _)| *it == test) {
            join(found, variable, values.clone());
        }
    }
    let tests = tests.into_iter();
    // Another block may be of the same test.
    let made =
        tests.map(|(test, found)| (Cow::Owned(test.to_owned()), opened(object(found), open)));
    let made: Vec<_> = made.collect();
    (open || !made.is_empty()).then(|| opened(object(made), open))
}

/// The nested blocks, and whether there may be more.
fn blocks<'n>(node: &'n Node<'_>) -> Result<(Vec<&'n Node<'n>>, bool), Node<'static>> {
    match &node.kind {
        Kind::List(list) => Ok((list.iter().collect(), node.is_open())),
        _ => Err(owned(node)),
    }
}

/// A list of one is written as the one.
fn single(mut node: Node<'static>) -> Node<'static> {
    match &mut node.kind {
        Kind::List(list) if list.len() == 1 && !node.flags.has(Flags::OPEN) => {
            list.pop().unwrap_or(node)
        }
        _ => node,
    }
}

/// Adds values under a name; those of a name that is there already are added to its own.
fn join(found: &mut Members, name: &str, values: Node<'static>) {
    let Some((_, there)) = found.iter_mut().find(|(it, _)| it == name) else {
        found.push((Cow::Owned(name.to_owned()), values));
        return;
    };
    let open = there.is_open() || values.is_open();
    let list = |node: Node<'static>| match node.kind {
        Kind::List(list) => list,
        _ => vec![node],
    };
    let mut all = list(std::mem::replace(there, Node::new(Kind::Null)));
    all.extend(list(values));
    *there = opened(Node::new(Kind::List(all)), open);
}

/// IAM's own variables, `${aws:username}`, are written `&{aws:username}` in Terraform.
fn variables(mut node: Node<'static>) -> Node<'static> {
    node.kind = match node.kind {
        Kind::List(list) => Kind::List(list.into_iter().map(variables).collect()),
        Kind::Text(text) if text.source().contains("&{") => {
            let pieces = text.iter().map(|piece| match piece {
                PieceRef::Literal(text) => Piece::Literal(Cow::Owned(text.replace("&{", "${"))),
                PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
            });
            Kind::Text(Text::pieces(pieces.collect()))
        }
        kind => kind,
    };
    node
}

/// An object of members.
pub(super) fn object(members: Members) -> Node<'static> {
    // Each name is put once.
    Node::new(Kind::Map(Map::new(members).unwrap_or_default()))
}

fn opened(mut node: Node<'static>, open: bool) -> Node<'static> {
    if open {
        node.flags.set(Flags::OPEN);
    }
    node
}

/// A copy that owns its text.
pub(super) fn owned(node: &Node<'_>) -> Node<'static> {
    node.clone().into_static()
}
