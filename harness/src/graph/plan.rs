//! Where a plan's `configuration`, or a state's `depends_on`, says that a block refers to something.
//!
//! Source: "JSON Output Format", expression representation and block expressions representation.

use super::site::{Mention, Site, What, of_list};
use super::synth;
use crate::stack::{BlockId, BlockKind, Form, Model};
use crate::template::Reference;
use crate::value::{Kind, Map, Node, Path, Step, parse};

/// What a block refers to. Empty where the input does not say it.
pub(super) fn sites(model: &Model<'_>, id: BlockId) -> Vec<Site> {
    let (stack, block) = (model.stack(), model.block(id));
    let Some(span) = block.body.config else {
        return Vec::new();
    };
    let Ok(entry) = parse(stack.text(block.body.source, span)) else {
        return Vec::new();
    };
    let mut walk = Walk::default();
    match (stack.form, block.kind) {
        (Form::State, _) => walk.addresses(&entry),
        (_, BlockKind::Resource | BlockKind::Data) => {
            walk.entry(&entry);
            walk.block(entry.get("expressions"));
            walk.provisioners(entry.get("provisioners"));
        }
        (_, BlockKind::Module) => {
            walk.entry(&entry);
            walk.block(entry.get("expressions"));
        }
        (_, BlockKind::Provider) => walk.block(entry.get("expressions")),
        (_, BlockKind::Output) => {
            walk.entry(&entry);
            walk.named("value", entry.get("expression"));
        }
        _ => {}
    }
    walk.sites
}

/// What an expression refers to; the outside names of a constant.
pub(super) fn mentions(expression: &Node<'_>) -> Vec<What> {
    let mut walk = Walk::default();
    walk.expression(expression);
    walk.sites.into_iter().map(|site| site.what).collect()
}

/// The references of an expression.
pub(super) fn references(expression: &Node<'_>) -> Vec<Mention> {
    let list = expression.get("references").and_then(Node::as_list);
    of_list(list.unwrap_or_default().iter().filter_map(Node::as_str))
}

#[derive(Default)]
struct Walk {
    path: Vec<Step>,
    sites: Vec<Site>,
}

impl Walk {
    /// What every entry may have besides its expressions.
    fn entry(&mut self, entry: &Node<'_>) {
        if let Some(list) = entry.get("depends_on") {
            self.addresses(list);
        }
        self.named("count", entry.get("count_expression"));
        self.named("for_each", entry.get("for_each_expression"));
    }

    fn named(&mut self, name: &str, expression: Option<&Node<'_>>) {
        if let Some(expression) = expression {
            self.path.push(Step::Name(name.to_owned()));
            self.expression(expression);
            self.path.pop();
        }
    }

    fn addresses(&mut self, list: &Node<'_>) {
        for (index, node) in list.as_list().unwrap_or_default().iter().enumerate() {
            let address = node
                .as_str()
                .filter(|text| Reference::parse(text).is_some());
            let Some(address) = address else { continue };
            let path = vec![Step::Name("depends_on".to_owned()), Step::Index(index)];
            self.sites.push(Site {
                path: Path(path),
                label: "depends_on".into(),
                order: true,
                what: What::Address(address.into()),
            });
        }
    }

    fn block(&mut self, expressions: Option<&Node<'_>>) {
        let Some(map) = expressions.and_then(Node::as_map) else {
            return;
        };
        for (name, node) in map.iter() {
            self.path.push(Step::Name(name.to_owned()));
            match &node.kind {
                Kind::Map(map) if is_expression(map) => self.expression(node),
                Kind::Map(_) => self.block(Some(node)),
                Kind::List(list) => {
                    for (index, block) in list.iter().enumerate() {
                        self.path.push(Step::Index(index));
                        self.block(Some(block));
                        self.path.pop();
                    }
                }
                _ => {}
            }
            self.path.pop();
        }
    }

    /// In a body they stand as `provisioner[0]['local-exec']`.
    fn provisioners(&mut self, list: Option<&Node<'_>>) {
        let list = list.and_then(Node::as_list).unwrap_or_default();
        for (index, node) in list.iter().enumerate() {
            let kind = node.get("type").and_then(Node::as_str).unwrap_or_default();
            let from = self.sites.len();
            self.path = vec![
                Step::Name("provisioner".to_owned()),
                Step::Index(index),
                Step::Name(kind.to_owned()),
            ];
            self.block(node.get("expressions"));
            self.path.clear();
            for site in &mut self.sites[from..] {
                site.label = "provisioner".into();
            }
        }
    }

    fn expression(&mut self, expression: &Node<'_>) {
        let found = references(expression);
        if !found.is_empty() {
            self.push(Vec::new(), What::Refers(found));
        }
        if let Some(constant) = expression.get("constant_value") {
            for (path, literal) in literals(constant) {
                self.push(path, What::Literal(literal));
            }
        }
    }

    fn push(&mut self, below: Vec<Step>, what: What) {
        let names = self.path.iter().filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        let label: Vec<&str> = names.collect();
        let path = self.path.iter().cloned().chain(below).collect();
        self.sites.push(Site {
            path: Path(path),
            label: label.join(".").into(),
            order: false,
            what,
        });
    }
}

/// Whether an object of `expressions` is an expression, and no block.
fn is_expression(map: &Map<'_>) -> bool {
    map.is_empty() || map.get("references").is_some() || map.get("constant_value").is_some()
}

/// The outside names in a value that is known, and where they stand.
pub(super) fn literals(node: &Node<'_>) -> Vec<(Vec<Step>, Box<str>)> {
    synth::literals(node)
}
