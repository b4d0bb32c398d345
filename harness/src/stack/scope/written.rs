//! Values as a stack writes them.

use std::collections::HashMap;

use crate::facts::{Member, Nesting, Type};
use crate::stack::{Stack, VariableValue};
use crate::value::{Flags, Kind, Node, coerced_bool, coerced_number, parse, parse_members};

impl VariableValue {
    /// The value. A flag's text is JSON if it parses, unless the variable is declared a string.
    pub(super) fn node(&self, text: bool) -> Node<'static> {
        match self {
            VariableValue::Text(given) if text => Node::text(given.clone()),
            VariableValue::Text(given) => match parse(given) {
                Ok(node) => node.into_static(),
                Err(_) => Node::text(given.clone()),
            },
            VariableValue::Json(value) => Node::from(value).into_static(),
        }
    }
}

/// Terraform converts what a variable is given to the type that it declares.
pub(super) fn converted(node: Node<'static>, ty: &str) -> Node<'static> {
    let kind = match (ty, &node.kind) {
        ("number", Kind::Text(_)) => coerced_number(&node).map(Kind::Number),
        ("bool", Kind::Text(_)) => coerced_bool(&node).map(Kind::Bool),
        ("string", Kind::Number(_) | Kind::Bool(_)) => Some(Node::text(node.render()).kind),
        _ => None,
    };
    Node {
        kind: kind.unwrap_or(node.kind),
        flags: node.flags,
    }
}

/// The texts of all locals by name. A name that is there twice has no value.
pub(super) fn locals(stack: &Stack) -> HashMap<String, &str> {
    let mut found: HashMap<String, Option<&str>> = HashMap::new();
    for extent in &stack.locals {
        let text = stack.text(extent.source, extent.span);
        let members: Result<HashMap<String, &serde_json::value::RawValue>, _> =
            serde_json::from_str(text);
        // With a name twice in one object no value of it counts.
        if parse_members(text, &|_| false).is_err() {
            continue;
        }
        for (name, raw) in members.into_iter().flatten() {
            let once = !found.contains_key(&name);
            found.insert(name, once.then(|| raw.get()));
        }
    }
    let once = found.into_iter();
    once.filter_map(|(name, text)| Some((name, text?)))
        .collect()
}

/// Terraform sorts a set of texts and keeps each once. With something unknown in it neither its
/// order nor its length is known.
pub(super) fn as_set(node: &mut Node<'_>) {
    let Kind::List(list) = &mut node.kind else {
        return;
    };
    if list.iter().all(|node| node.as_str().is_some()) {
        list.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        list.dedup_by(|a, b| a.as_str() == b.as_str());
    } else if list.len() > 1 {
        node.flags.set(Flags::OPEN);
    }
    node.flags.set(Flags::SET);
}

/// Whether the facts say that a member is a set.
pub(super) fn is_set(facts: Option<Member<'_>>) -> bool {
    match facts {
        Some(Member::Attribute(attribute)) => matches!(attribute.ty, Type::Set(_)),
        Some(Member::Block(block)) => block.nesting == Nesting::Set,
        None => false,
    }
}

/// Says of every object in a value that it may have members which are not listed.
pub(super) fn open_maps(node: &mut Node<'_>) {
    match &mut node.kind {
        Kind::List(list) => list.iter_mut().for_each(open_maps),
        Kind::Map(map) => {
            map.iter_mut().for_each(|(_, node)| open_maps(node));
            node.flags.set(Flags::OPEN);
        }
        _ => {}
    }
}
