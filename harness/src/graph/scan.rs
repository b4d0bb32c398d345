//! The texts of a body as it is written, each with its path in the normal form.

use crate::facts::{BlockShape, Member, Nesting, Shape};
use crate::value::{Kind, Node, Path, Step};

/// Shows every text in a body, with its path in the normal form: a block that is written as one
/// object is a list there. `shape` is what the facts say of the body.
pub(super) fn texts(body: &Node<'_>, shape: Option<Shape<'_>>, see: &mut dyn FnMut(&[Step], &str)) {
    let mut path = Vec::new();
    members(body, shape, &mut path, see);
}

fn members(
    node: &Node<'_>,
    shape: Option<Shape<'_>>,
    path: &mut Vec<Step>,
    see: &mut dyn FnMut(&[Step], &str),
) {
    let Some(map) = node.as_map() else {
        return value(node, path, see);
    };
    for (name, member) in map.iter() {
        if name == "//" {
            continue;
        }
        if name == "dynamic" && !shape.is_some_and(|shape| shape.get(name).is_some()) {
            dynamic(member, shape, path, see);
            continue;
        }
        path.push(Step::Name(name.to_owned()));
        match shape.and_then(|shape| shape.get(name)) {
            Some(Member::Block(block)) => nested(member, block, path, see),
            _ => value(member, path, see),
        }
        path.pop();
    }
}

/// A nested block, whichever way it is written.
fn nested(
    node: &Node<'_>,
    block: BlockShape<'_>,
    path: &mut Vec<Step>,
    see: &mut dyn FnMut(&[Step], &str),
) {
    let listed = matches!(block.nesting, Nesting::List | Nesting::Set);
    match &node.kind {
        Kind::List(list) => {
            for (index, element) in list.iter().enumerate() {
                path.push(Step::Index(index));
                members(element, Some(block.shape), path, see);
                path.pop();
            }
        }
        Kind::Map(_) if listed => {
            path.push(Step::Index(0));
            members(node, Some(block.shape), path, see);
            path.pop();
        }
        Kind::Map(map) if block.nesting == Nesting::Map => {
            for (name, element) in map.iter() {
                path.push(Step::Name(name.to_owned()));
                members(element, Some(block.shape), path, see);
                path.pop();
            }
        }
        Kind::Map(_) => members(node, Some(block.shape), path, see),
        _ => value(node, path, see),
    }
}

/// `dynamic.ingress.content` makes blocks of `ingress`: what it says belongs to these.
fn dynamic(
    node: &Node<'_>,
    shape: Option<Shape<'_>>,
    path: &mut Vec<Step>,
    see: &mut dyn FnMut(&[Step], &str),
) {
    match &node.kind {
        Kind::List(list) => list.iter().for_each(|it| dynamic(it, shape, path, see)),
        Kind::Map(blocks) => {
            for (name, block) in blocks.iter() {
                path.push(Step::Name(name.to_owned()));
                value(block, path, see);
                path.pop();
            }
        }
        _ => value(node, path, see),
    }
}

fn value(node: &Node<'_>, path: &mut Vec<Step>, see: &mut dyn FnMut(&[Step], &str)) {
    match &node.kind {
        Kind::Text(text) => {
            if let Some(text) = text.as_known() {
                see(path, text);
            }
        }
        Kind::List(list) => {
            for (index, element) in list.iter().enumerate() {
                path.push(Step::Index(index));
                value(element, path, see);
                path.pop();
            }
        }
        Kind::Map(map) => {
            for (name, member) in map.iter() {
                path.push(Step::Name(name.to_owned()));
                value(member, path, see);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The names of a path, dotted.
pub(super) fn label(path: &[Step]) -> Box<str> {
    let names = path.iter().filter_map(|step| match step {
        Step::Name(name) => Some(name.as_str()),
        Step::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".").into()
}

/// A path to keep.
pub(super) fn kept(path: &[Step]) -> Path {
    Path(path.to_vec())
}
