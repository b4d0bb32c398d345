//! Values of a stop that may lead somewhere, and no reference says where: variables, literal names,
//! ids and ARNs, data sources.

use super::outside::Wanted;
use super::row::{self, Reference};
use super::{Hop, Stop};
use crate::facts::Facts;
use crate::graph::{Edge, Graph, Target, Vertex};
use crate::stack::{Block, BlockKind};
use crate::value::{Flags, Kind, Map, Node, Path, Step};
use crate::view::{Row, Views};

/// Attributes that hold the name of another resource, besides those that end in `_name`.
const NAMES: [&str; 9] = [
    "bucket", "group", "groups", "name", "role", "roles", "user", "users", "topic",
];

/// Services whose ARNs end in the name that the resource gives itself.
const NAMED: [&str; 8] = [
    "dynamodb", "iam", "lambda", "logs", "s3", "sns", "sqs", "states",
];

/// Members by which a resource gives itself a name.
const OWN: [&str; 6] = [
    "name",
    "bucket",
    "function_name",
    "identifier",
    "family",
    "domain_name",
];

/// A value that may lead somewhere.
#[derive(Debug, Clone)]
pub(super) struct Loose {
    address: Box<str>,
    path: Path,
    label: String,
    what: What,
    /// The attribute is the name that the block gives itself.
    own: bool,
    /// What it waits for.
    pub(super) waits_for: Vec<String>,
}

#[derive(Debug, Clone)]
enum What {
    /// A known text, and how it may be shown.
    Literal { text: String, shown: String },
    /// Something that is not known.
    Expression(String),
    /// The input does not say what the block refers to.
    Silent,
    /// An attribute of a data source.
    Data {
        address: Box<str>,
        type_name: Box<str>,
        attribute: Option<Box<str>>,
    },
}

/// The values of a stop that a hop could go through.
pub(super) fn of(
    graph: &Graph<'_, '_>,
    from: Stop,
    views: &[Views<'_, '_>],
    hop: &Hop,
    references: &[Reference<'_>],
) -> Vec<Loose> {
    let Some(vertex) = row::owner(views, from) else {
        return Vec::new();
    };
    let block = graph.block(vertex);
    let body = graph.model(vertex.stack).full_body(vertex.block);
    let mut found = Vec::new();
    if !graph.tells(vertex) {
        found.push(Loose {
            address: block.address.clone(),
            path: Path::default(),
            label: String::new(),
            what: What::Silent,
            own: false,
            waits_for: Vec::new(),
        });
    }
    for reference in references.iter().filter(|it| it.is_taken(hop)) {
        let Some(edge) = reference.as_edge().filter(|edge| !edge.order) else {
            continue;
        };
        let foreign = |vertex: &&Vertex| {
            let block = graph.block(**vertex);
            leaves(block.kind) && !hop.arrives_at(block)
        };
        let literal = || {
            let node = body.as_ref().ok().and_then(|body| at(body, &edge.path))?;
            Some(What::Literal {
                text: node.as_str()?.to_owned(),
                shown: node.render(),
            })
        };
        let what = match &edge.target {
            Target::Outside(written) => {
                literal().unwrap_or_else(|| What::Expression(written.to_string()))
            }
            Target::Blocks(blocks) | Target::OneOf(blocks) => match blocks.iter().find(foreign) {
                Some(vertex) => {
                    let block = graph.block(*vertex);
                    match block.kind {
                        BlockKind::Data => What::Data {
                            address: block.address.clone(),
                            type_name: block.type_name.as_ref().into(),
                            attribute: edge.attribute.clone(),
                        },
                        _ => literal().unwrap_or_else(|| What::Expression(written(block, edge))),
                    }
                }
                None => continue,
            },
            Target::Undeclared(_) => continue,
        };
        let waits_for = match &what {
            What::Literal { .. } | What::Silent => Vec::new(),
            What::Expression(written) => waits_for(written),
            What::Data { address, .. } => vec![address.to_string()],
        };
        found.push(Loose {
            address: block.address.clone(),
            path: edge.path.clone(),
            label: edge.label.to_string(),
            own: is_own(block, &edge.label, graph.model(vertex.stack).facts()),
            what,
            waits_for,
        });
    }
    if let Stop::Row(stack, view, index) = from {
        let row = views
            .get(stack)
            .and_then(|it| it.rows(view).rows.get(index));
        found.extend(row.into_iter().flat_map(|row| of_row(block, row, hop)));
    }
    // Besides, of a row only what says whose it is: `role` of a policy, and all of an `aws_route`.
    let within = match from {
        Stop::Block(_) => None,
        Stop::Row(stack, view, index) => {
            let row = views
                .get(stack)
                .and_then(|it| it.rows(view).rows.get(index));
            match row {
                Some(row) if row::carries(view, block) => row.origin.0.first(),
                _ => return found,
            }
        }
    };
    if let Ok(body) = &body {
        let mut path = Path::default();
        let edges = graph.out(vertex);
        // A plan lists the references of an attribute as a whole, whichever element holds them.
        let known = |path: &Path, node: &Node<'_>| {
            let is_hole = matches!(node.kind, Kind::Unknown(_));
            edges.iter().any(|edge| {
                row::starts_with(&edge.path, path)
                    || is_hole && !edge.order && row::starts_with(path, &edge.path)
            })
        };
        plain(body, &mut path, &mut |path, node| {
            let label = label(path);
            let elsewhere = within.is_none() || path.0.first() != within;
            // What the provider filled in nobody wrote.
            let written = !node.flags.has(Flags::DEFAULTED);
            if elsewhere && written && hop.takes(&label) && !known(path, node) {
                let facts = graph.model(vertex.stack).facts();
                found.extend(loose(block, path, label, node, facts));
            }
        });
    }
    found
}

/// The ARNs that a row spells out: an edge belongs to an attribute, and a policy as a whole is no
/// ARN.
fn of_row(block: &Block, row: &Row<'_>, hop: &Hop) -> Vec<Loose> {
    let mut found = Vec::new();
    for (name, node) in row.document.as_map().into_iter().flat_map(Map::iter) {
        if !hop.takes(name) || row.origin.0.is_empty() {
            continue;
        }
        let source = row.sources.iter().find(|(member, _)| *member == name);
        let source = source.map_or(&row.origin, |(_, path)| path);
        plain(node, &mut Path::default(), &mut |_, node| {
            if let Some(text) = node.as_str().filter(|text| text.starts_with("arn:")) {
                found.push(Loose {
                    address: block.address.clone(),
                    path: source.clone(),
                    label: name.to_owned(),
                    what: What::Literal {
                        text: text.to_owned(),
                        shown: node.render(),
                    },
                    own: false,
                    waits_for: Vec::new(),
                });
            }
        });
    }
    found
}

fn loose(
    block: &Block,
    path: &Path,
    label: String,
    node: &Node<'_>,
    facts: &Facts,
) -> Option<Loose> {
    let (what, waits_for) = match &node.kind {
        Kind::Unknown(hole) => {
            let shown = match &*hole.expression {
                "" => "known after apply",
                expression => expression,
            };
            let waits_for = hole.waits_for.iter().map(ToString::to_string).collect();
            (What::Expression(shown.to_owned()), waits_for)
        }
        _ => {
            let text = node.as_str()?.to_owned();
            let shown = node.render();
            (What::Literal { text, shown }, Vec::new())
        }
    };
    Some(Loose {
        address: block.address.clone(),
        own: is_own(block, &label, facts),
        path: path.clone(),
        label,
        what,
        waits_for,
    })
}

/// Whether what a block of this kind stands for is not in the stack: what a data source finds, what
/// a module that is not expanded declares, what a variable is given.
fn leaves(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Data | BlockKind::Module | BlockKind::Variable
    )
}

/// Whether an attribute is what the block itself is called.
fn is_own(block: &Block, label: &str, facts: &Facts) -> bool {
    ["arn", "id"].contains(&label) || Wanted::block(block).is_named_in(label, facts)
}

/// A reference to a module or variable, as it is written.
fn written(block: &Block, edge: &Edge) -> String {
    match (block.kind, &edge.attribute) {
        (BlockKind::Variable, _) => format!("var.{}", block.name),
        (_, Some(attribute)) => format!("{}.{attribute}", block.address),
        (_, None) => block.address.to_string(),
    }
}

impl Loose {
    /// Whether it may be what is wanted. `named`: the hop names the attribute.
    pub(super) fn may_be(&self, wanted: &Wanted, named: bool, facts: &Facts) -> bool {
        match &self.what {
            // A name that the block gives itself leads nowhere.
            What::Literal { .. } if self.own && !named => false,
            What::Literal { text, .. } => wanted.may_be_literal(text, &self.label, named, facts),
            What::Silent => !wanted.is_nothing(),
            What::Expression(_) if self.own && !named => false,
            What::Expression(text) if text.starts_with("arn:") => {
                wanted.may_be_literal(text, &self.label, named, facts)
            }
            What::Expression(_) => wanted.may_be_expression(&self.label, named, facts),
            What::Data {
                type_name,
                attribute,
                ..
            } => wanted.may_be_data(type_name, attribute.as_deref(), &self.label, named, facts),
        }
    }

    /// Why the walk is open.
    pub(super) fn sentence(&self) -> String {
        let (path, address) = (self.path.shorthand(), &self.address);
        match &self.what {
            What::Literal { shown, .. } => {
                format!("`{path}` of {address} is {shown}, which leaves the stack")
            }
            What::Expression(written) => {
                format!("`{path}` of {address} is `{written}`, which leaves the stack")
            }
            What::Silent => format!("this input does not say what {address} refers to"),
            What::Data { address: data, .. } => format!(
                "`{path}` of {address} comes from {data}, and what that finds is outside of the stack"
            ),
        }
    }
}

/// Whether a literal name surely means another block than this one, which gives itself a name that
/// differs.
pub(super) fn is_another(graph: &Graph<'_, '_>, loose: &Loose, to: Vertex) -> bool {
    let What::Literal { text, .. } = &loose.what else {
        return false;
    };
    let last = loose.label.rsplit('.').next().unwrap_or_default();
    let arn = text.strip_prefix("arn:");
    let compares = match arn {
        Some(arn) => arn
            .split(':')
            .nth(1)
            .is_some_and(|service| NAMED.contains(&service)),
        None => {
            let names = last.ends_with("_name") || NAMES.contains(&last);
            names && !text.contains([':', '/'])
        }
    };
    let Ok(body) = graph.model(to.stack).full_body(to.block) else {
        return false;
    };
    let own = [last]
        .into_iter()
        .chain(OWN)
        .find_map(|name| body.get(name));
    let Some(own) = own.and_then(Node::as_str).filter(|_| compares) else {
        return false;
    };
    match arn {
        Some(arn) => !arn.contains(own),
        None => text != own,
    }
}

/// What an expression that leaves the stack waits for: itself, unless it is a text.
pub(super) fn waits_for(written: &str) -> Vec<String> {
    match written.starts_with("arn:") || written.contains([' ', '"']) {
        true => Vec::new(),
        false => vec![written.to_owned()],
    }
}

/// The texts and unknown values of a body with their paths.
fn plain<'n>(node: &'n Node<'_>, path: &mut Path, found: &mut dyn FnMut(&Path, &'n Node<'_>)) {
    match &node.kind {
        Kind::Text(_) | Kind::Unknown(_) => found(path, node),
        Kind::List(list) => {
            for (index, node) in list.iter().enumerate() {
                path.0.push(Step::Index(index));
                plain(node, path, found);
                path.0.pop();
            }
        }
        Kind::Map(map) => {
            for (name, node) in map.iter() {
                path.0.push(Step::Name(name.to_owned()));
                plain(node, path, found);
                path.0.pop();
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
    }
}

/// The value at a path; embedded documents are not stepped into.
fn at<'n, 's>(node: &'n Node<'s>, path: &Path) -> Option<&'n Node<'s>> {
    path.0.iter().try_fold(node, |node, step| match step {
        Step::Name(name) => node.get(name),
        Step::Index(index) => node.as_list()?.get(*index),
    })
}

/// The path as a label: its names without the indexes.
fn label(path: &Path) -> String {
    let names = path.0.iter().filter_map(|step| match step {
        Step::Name(name) => Some(name.as_str()),
        Step::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}
