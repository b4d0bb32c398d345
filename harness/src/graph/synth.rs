//! Where a body of Terraform JSON refers to something.
//!
//! The text of the body is read as it is written, and places are given as the normal form has
//! them: a block that is written as one object is a list there, and nulls are none.

use super::literal;
use super::site::{Mention, Site, What, of_template};
use crate::facts::{BlockShape, Member, Nesting, Shape};
use crate::stack::{BlockId, BlockKind, Model};
use crate::template::Reference;
use crate::value::{Kind, Map, Node, Path, Step, parse};

/// What a block refers to, in the order of the members. Empty if the body cannot be read: whoever
/// reads it says so.
pub(super) fn sites(model: &Model<'_>, id: BlockId) -> Vec<Site> {
    let block = model.block(id);
    let skipped: &[&str] = match block.kind {
        BlockKind::Variable | BlockKind::Backend | BlockKind::Document => return Vec::new(),
        BlockKind::Module => &["source", "version", "providers"],
        BlockKind::Provider => &["alias", "version"],
        BlockKind::Output => &["description", "sensitive", "ephemeral"],
        BlockKind::Resource | BlockKind::Data => &["provider"],
    };
    let text = model.stack().sources.get(usize::from(block.body.source));
    let text = text.zip(block.body.values);
    let Some(node) = text.and_then(|(source, span)| parse(source.slice(span)).ok()) else {
        return Vec::new();
    };
    let Some(map) = node.as_map() else {
        return Vec::new();
    };
    let mut walk = Walk::default();
    let shape = model.shape(block);
    for (name, node) in map.iter().filter(|(name, _)| !skipped.contains(name)) {
        match name {
            "//" => {}
            "depends_on" => walk.addresses(node, &["depends_on"]),
            "lifecycle" if block.kind != BlockKind::Module => walk.lifecycle(node),
            // One attribute each, however deep their values.
            "count" | "for_each" | "provisioner" | "connection" => walk.fixed(name, node),
            "precondition" => walk.ordering(name, node),
            _ if matches!(block.kind, BlockKind::Module | BlockKind::Output) => {
                walk.fixed(name, node);
            }
            "dynamic" => walk.dynamic(node, shape, &Label::default()),
            _ => walk.member(name, node, shape, &Label::default()),
        }
    }
    walk.sites
}

/// The references and outside names in a value, whatever its place.
pub(super) fn mentions(node: &Node<'_>) -> Vec<What> {
    let mut walk = Walk::default();
    walk.value(node, &Label::default());
    walk.sites.into_iter().map(|site| site.what).collect()
}

/// The names on the way, and whether another one belongs to it: behind an attribute none does.
#[derive(Clone, Default)]
struct Label {
    text: String,
    fixed: bool,
}

impl Label {
    fn with(&self, name: &str) -> Label {
        let mut label = self.clone();
        if !label.fixed {
            if !label.text.is_empty() {
                label.text.push('.');
            }
            label.text.push_str(name);
        }
        label
    }

    fn fixed(mut self) -> Label {
        self.fixed = true;
        self
    }
}

#[derive(Default)]
struct Walk {
    path: Vec<Step>,
    /// Names that a `dynamic` block around this place binds.
    iterators: Vec<String>,
    order: bool,
    sites: Vec<Site>,
}

impl Walk {
    fn within(&mut self, step: Step, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    fn fixed(&mut self, name: &str, node: &Node<'_>) {
        let label = Label::default().with(name).fixed();
        self.within(Step::Name(name.to_owned()), |walk| walk.value(node, &label));
    }

    fn ordering(&mut self, name: &str, node: &Node<'_>) {
        let before = std::mem::replace(&mut self.order, true);
        self.fixed(name, node);
        self.order = before;
    }

    /// `replace_triggered_by` and conditions order; `ignore_changes` names the block's own
    /// attributes.
    fn lifecycle(&mut self, node: &Node<'_>) {
        let blocks: &[Node<'_>] = match &node.kind {
            Kind::List(list) => list,
            _ => std::slice::from_ref(node),
        };
        for map in blocks.iter().filter_map(Node::as_map) {
            for (name, node) in map.iter() {
                match name {
                    "replace_triggered_by" => self.addresses(node, &["lifecycle", name]),
                    "precondition" | "postcondition" => {
                        let step = Step::Name("lifecycle".to_owned());
                        self.within(step, |walk| walk.ordering(name, node));
                    }
                    _ => {}
                }
            }
        }
    }

    /// A list of addresses, each as it is or as a template.
    fn addresses(&mut self, node: &Node<'_>, names: &[&str]) {
        let list: &[Node<'_>] = match &node.kind {
            Kind::List(list) => list,
            _ => std::slice::from_ref(node),
        };
        for (index, text) in list.iter().enumerate() {
            let Some(text) = text.as_str() else { continue };
            let what = if text.contains("${") {
                What::Refers(of_template(text))
            } else {
                match Reference::parse(text) {
                    Some(_) => What::Address(text.into()),
                    None => continue,
                }
            };
            let mut path: Vec<Step> = names
                .iter()
                .map(|name| Step::Name((*name).to_owned()))
                .collect();
            path.push(Step::Index(index));
            self.sites.push(Site {
                path: Path(path),
                label: names.last().copied().unwrap_or_default().into(),
                order: true,
                what,
            });
        }
    }

    fn block(&mut self, map: &Map<'_>, shape: Option<Shape<'_>>, label: &Label) {
        for (name, node) in map.iter() {
            match name {
                "//" => {}
                "dynamic" => self.dynamic(node, shape, label),
                _ => self.member(name, node, shape, label),
            }
        }
    }

    fn member(&mut self, name: &str, node: &Node<'_>, shape: Option<Shape<'_>>, label: &Label) {
        let label = label.with(name);
        let member = shape.and_then(|shape| shape.get(name));
        self.within(Step::Name(name.to_owned()), |walk| match member {
            Some(Member::Block(block)) => walk.nested(node, block, &label),
            Some(Member::Attribute(_)) => walk.value(node, &label.fixed()),
            None => walk.value(node, &label),
        });
    }

    /// A nested block, at the index that it has in the normal form.
    fn nested(&mut self, node: &Node<'_>, block: BlockShape<'_>, label: &Label) {
        let mut label = label.clone();
        label.fixed |= block.attribute;
        let shape = Some(block.shape);
        match (block.nesting, &node.kind) {
            (Nesting::List | Nesting::Set, Kind::Map(map)) => {
                self.within(Step::Index(0), |walk| walk.block(map, shape, &label));
            }
            (Nesting::List | Nesting::Set, Kind::List(list)) => {
                let there = list.iter().filter(|element| element.kind != Kind::Null);
                for (index, element) in there.enumerate() {
                    self.within(Step::Index(index), |walk| match element.as_map() {
                        Some(map) => walk.block(map, shape, &label),
                        None => walk.value(element, &label),
                    });
                }
            }
            (Nesting::Map, Kind::Map(map)) => {
                for (key, element) in map.iter() {
                    self.key(key, &label);
                    self.within(Step::Name(key.to_owned()), |walk| match element.as_map() {
                        Some(map) => walk.block(map, shape, &label),
                        None => walk.value(element, &label),
                    });
                }
            }
            (Nesting::Single, Kind::Map(map)) => self.block(map, shape, &label),
            _ => self.value(node, &label),
        }
    }

    /// `dynamic "ingress"` makes blocks that are in no place yet: what it refers to belongs to
    /// the list of them.
    fn dynamic(&mut self, node: &Node<'_>, shape: Option<Shape<'_>>, label: &Label) {
        let groups: &[Node<'_>] = match &node.kind {
            Kind::List(list) => list,
            _ => std::slice::from_ref(node),
        };
        for (name, made) in groups.iter().filter_map(Node::as_map).flat_map(Map::iter) {
            let label = label.with(name);
            let member = shape.and_then(|shape| shape.get(name));
            let below = match member {
                Some(Member::Block(block)) => Some(block.shape),
                _ => None,
            };
            let made: &[Node<'_>] = match &made.kind {
                Kind::List(list) => list,
                _ => std::slice::from_ref(made),
            };
            self.within(Step::Name(name.to_owned()), |walk| {
                for map in made.iter().filter_map(Node::as_map) {
                    walk.generator(name, map, below, &label);
                }
            });
        }
    }

    fn generator(&mut self, name: &str, map: &Map<'_>, shape: Option<Shape<'_>>, label: &Label) {
        let from = self.sites.len();
        if let Some(over) = map.get("for_each") {
            self.value(over, &label.clone().fixed());
        }
        let iterator = map.get("iterator").and_then(Node::as_str).unwrap_or(name);
        self.iterators.push(iterator.to_owned());
        let content: &[Node<'_>] = match map.get("content").map(|node| (node, &node.kind)) {
            Some((_, Kind::List(list))) => list,
            Some((node, _)) => std::slice::from_ref(node),
            None => &[],
        };
        for map in content.iter().filter_map(Node::as_map) {
            self.block(map, shape, label);
        }
        if let Some(labels) = map.get("labels") {
            self.value(labels, &label.clone().fixed());
        }
        self.iterators.pop();
        // No element of the list is this one.
        for site in &mut self.sites[from..] {
            site.path.0.truncate(self.path.len());
        }
    }

    fn value(&mut self, node: &Node<'_>, label: &Label) {
        match &node.kind {
            Kind::Text(_) => {
                if let Some(text) = node.as_str() {
                    self.text(text, label);
                }
            }
            Kind::List(list) => {
                for (index, element) in list.iter().enumerate() {
                    self.within(Step::Index(index), |walk| walk.value(element, label));
                }
            }
            Kind::Map(map) => {
                for (name, element) in map.iter() {
                    self.key(name, label);
                    let label = label.with(name);
                    self.within(Step::Name(name.to_owned()), |walk| {
                        walk.value(element, &label);
                    });
                }
            }
            _ => {}
        }
    }

    /// The key of an object may be a template as well.
    fn key(&mut self, name: &str, label: &Label) {
        if name.contains("${") {
            self.text(name, label);
        }
    }

    fn text(&mut self, text: &str, label: &Label) {
        let what = if text.contains("${") || text.contains("%{") {
            let mentions = self.unbound(of_template(text));
            if literal::is_arn(text) {
                What::Arn(mentions, text.into())
            } else if mentions.is_empty() {
                return;
            } else {
                What::Refers(mentions)
            }
        } else if literal::leaves_the_stack(text) {
            What::Literal(text.into())
        } else {
            return;
        };
        self.sites.push(Site {
            path: Path(self.path.clone()),
            label: label.text.as_str().into(),
            order: self.order,
            what,
        });
    }

    fn unbound(&self, mut mentions: Vec<Mention>) -> Vec<Mention> {
        mentions.retain(|mention| {
            let root = mention.reference.name(0).unwrap_or_default();
            !self.iterators.iter().any(|name| name == root)
        });
        mentions
    }
}

/// The outside names in a value whose texts are no templates, and where they stand.
pub(super) fn literals(node: &Node<'_>) -> Vec<(Vec<Step>, Box<str>)> {
    let mut found = Vec::new();
    let mut left = vec![(Vec::new(), node)];
    while let Some((path, node)) = left.pop() {
        let below = |step: Step| -> Vec<Step> { path.iter().cloned().chain([step]).collect() };
        match &node.kind {
            Kind::Text(_) => {
                if let Some(text) = node.as_str().filter(|text| literal::leaves_the_stack(text)) {
                    found.push((path, text.into()));
                }
            }
            Kind::List(list) => {
                let elements = list.iter().enumerate().rev();
                left.extend(elements.map(|(index, node)| (below(Step::Index(index)), node)));
            }
            Kind::Map(map) => {
                let members: Vec<_> = map.iter().collect();
                let members = members.into_iter().rev();
                left.extend(members.map(|(name, node)| (below(Step::Name(name.to_owned())), node)));
            }
            _ => {}
        }
    }
    found
}
