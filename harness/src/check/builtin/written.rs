//! Walks what an author wrote in a block beside the shape that the provider facts give it.

use crate::facts::{Attribute, BlockShape, Member, Nesting, Shape};
use crate::value::{Kind, Map, Node, Path, Step};

/// What a walk meets.
pub(super) trait Meet {
    /// A member that the shape does not have, or that nobody may write.
    fn unknown(&mut self, path: &[Step], name: &str, shape: Shape<'_>, known: bool);
    /// A literal at an attribute.
    fn value(&mut self, path: &[Step], name: &str, node: &Node<'_>, attribute: &Attribute);
    /// Something at a nested block that is no block.
    fn no_block(&mut self, path: &[Step], node: &Node<'_>);
    /// One nested block that is written, and what it holds; `false`: do not look into it.
    fn block(&mut self, path: &[Step], name: &str, map: &Map<'_>, shape: Shape<'_>) -> bool;
    /// A member that must be written and is not.
    fn missing(&mut self, path: &[Step], name: &str, is_block: bool);
}

/// A walk over one body.
pub(super) struct Walk<'m, M> {
    pub(super) meet: &'m mut M,
    /// Members that Terraform gives every block.
    pub(super) meta: Option<Shape<'m>>,
    path: Path,
}

impl<'m, M: Meet> Walk<'m, M> {
    pub(super) fn new(meet: &'m mut M, meta: Option<Shape<'m>>) -> Self {
        Self {
            meet,
            meta,
            path: Path::default(),
        }
    }

    /// The members of a body, or of a nested block.
    pub(super) fn members(&mut self, map: &Map<'_>, shape: Shape<'_>) {
        if shape.is_any() {
            return;
        }
        let dynamic = dynamics(map);
        for (name, node) in map.iter() {
            let is_meta =
                self.path.0.is_empty() && self.meta.is_some_and(|meta| meta.get(name).is_some());
            if name == "//" || name == "dynamic" || is_meta || node.kind == Kind::Null {
                continue;
            }
            self.path.0.push(Step::Name(name.to_owned()));
            self.member(name, node, shape);
            self.path.0.pop();
        }
        for (name, content) in &dynamic {
            if let Some(Member::Block(block)) = shape.get(name) {
                let steps = ["dynamic", name, "content"].map(|it| Step::Name(it.to_owned()));
                self.path.0.extend(steps);
                if let Some(content) = content {
                    self.members(content, block.shape);
                }
                self.path.0.truncate(self.path.0.len() - 3);
            }
        }
        for (name, member) in shape.members().filter(|(_, member)| member.is_required()) {
            let there = map.get(name).is_some_and(|node| !is_nothing(node, &member));
            if !there && !dynamic.iter().any(|(it, _)| *it == name) {
                self.meet
                    .missing(&self.path.0, name, matches!(member, Member::Block(_)));
            }
        }
    }

    fn member(&mut self, name: &str, node: &Node<'_>, shape: Shape<'_>) {
        match shape.get(name) {
            None => self.meet.unknown(&self.path.0, name, shape, false),
            Some(member) if !member.is_settable() => {
                self.meet.unknown(&self.path.0, name, shape, true);
            }
            Some(Member::Attribute(attribute)) => {
                self.meet.value(&self.path.0, name, node, &attribute);
            }
            Some(Member::Block(block)) => self.blocks(name, node, block),
        }
    }

    fn blocks(&mut self, name: &str, node: &Node<'_>, block: BlockShape<'_>) {
        match (&node.kind, block.nesting) {
            (Kind::Map(map), Nesting::Map) => {
                for (key, node) in map.iter() {
                    self.path.0.push(Step::Name(key.to_owned()));
                    self.one(name, node, block.shape);
                    self.path.0.pop();
                }
            }
            (Kind::List(list), Nesting::List | Nesting::Set) => self.list(name, list, block.shape),
            // One object stands for a list of one.
            (Kind::Map(_), Nesting::List | Nesting::Set) => {
                self.path.0.push(Step::Index(0));
                self.one(name, node, block.shape);
                self.path.0.pop();
            }
            (Kind::List(list), _) if !block.attribute => self.list(name, list, block.shape),
            _ => self.one(name, node, block.shape),
        }
    }

    fn list(&mut self, name: &str, list: &[Node<'_>], shape: Shape<'_>) {
        for (index, node) in list.iter().enumerate() {
            self.path.0.push(Step::Index(index));
            self.one(name, node, shape);
            self.path.0.pop();
        }
    }

    fn one(&mut self, name: &str, node: &Node<'_>, shape: Shape<'_>) {
        match &node.kind {
            Kind::Map(map) => {
                if self.meet.block(&self.path.0, name, map, shape) {
                    self.members(map, shape);
                }
            }
            Kind::Null => {}
            _ => self.meet.no_block(&self.path.0, node),
        }
    }
}

/// Whether a value is written and says nothing: null, or no block at all.
fn is_nothing(node: &Node<'_>, member: &Member<'_>) -> bool {
    match (&node.kind, member) {
        (Kind::Null, _) => true,
        (Kind::List(list), Member::Block(block)) => list.is_empty() && !block.attribute,
        _ => false,
    }
}

/// The blocks that `dynamic` makes: their names, and what is in them.
fn dynamics<'n>(map: &'n Map<'_>) -> Vec<(&'n str, Option<&'n Map<'n>>)> {
    let mut found = Vec::new();
    let Some(dynamic) = map.get("dynamic") else {
        return found;
    };
    let objects: Vec<&Map<'_>> = match &dynamic.kind {
        Kind::Map(map) => vec![map],
        Kind::List(list) => list.iter().filter_map(Node::as_map).collect(),
        _ => Vec::new(),
    };
    for (name, node) in objects.into_iter().flat_map(Map::iter) {
        let each: Vec<&Node<'_>> = match &node.kind {
            Kind::List(list) => list.iter().collect(),
            _ => vec![node],
        };
        for node in each {
            let content = node.get("content").and_then(|content| match &content.kind {
                Kind::Map(map) => Some(map),
                Kind::List(list) => list.first()?.as_map(),
                _ => None,
            });
            found.push((name, content));
        }
    }
    found
}
