//! What a stop refers to, block or row.
//!
//! A row of a view is a part of a block, and its references are those of that part. Besides, a row
//! belongs to something, and refers to it as if by an attribute, inline or not: a rule to its
//! security group, a route to its route table, a statement to what its policy is attached to.

mod inside;

use super::{Hop, Stop};
use crate::graph::{Edge, Graph, Target, Vertex};
use crate::stack::{Block, BlockKind};
use crate::value::{Path, Step};
use crate::view::{Row, View, Views, knows_policy};

/// Attributes of a rule that name the other side, not the group that the rule belongs to.
const PEERS: [&str; 3] = [
    "source_security_group_id",
    "referenced_security_group_id",
    "security_groups",
];

/// What attaches a managed policy.
const ATTACHMENTS: [&str; 4] = [
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
];

/// What managed policies are attached to.
const HOLDERS: [&str; 3] = ["aws_iam_group", "aws_iam_role", "aws_iam_user"];

/// A reference of a stop.
#[derive(Debug, Clone)]
pub(super) struct Reference<'g> {
    via: Via<'g>,
    /// Whether it is surely there.
    pub(super) sure: bool,
    /// Names that a hop may give it besides its label: the members of the row that it became.
    names: Vec<&'static str>,
    /// Where it stands within the attribute that the edge belongs to, as labels.
    labels: Vec<String>,
    /// It names the other side of a rule: only a hop that names it takes it.
    peer: bool,
}

#[derive(Debug, Clone)]
enum Via<'g> {
    Edge(&'g Edge),
    /// The row stands in this block.
    Inline(Target),
}

impl<'g> Reference<'g> {
    /// An edge of a block.
    pub(super) fn edge(edge: &'g Edge) -> Self {
        Reference {
            via: Via::Edge(edge),
            sure: true,
            names: Vec::new(),
            labels: Vec::new(),
            peer: false,
        }
    }

    /// What it leads to.
    pub(super) fn target(&self) -> &Target {
        match &self.via {
            Via::Edge(edge) => &edge.target,
            Via::Inline(target) => target,
        }
    }

    /// The edge, unless the row merely stands in what it leads to.
    pub(super) fn as_edge(&self) -> Option<&'g Edge> {
        match &self.via {
            Via::Edge(edge) => Some(edge),
            Via::Inline(_) => None,
        }
    }

    /// Its label; empty for a row that stands in what it leads to.
    pub(super) fn label(&self) -> &str {
        let within = self.labels.first().map(String::as_str);
        within.unwrap_or_else(|| self.as_edge().map_or("", |edge| &edge.label))
    }

    /// Whether a hop goes through it.
    pub(super) fn is_taken(&self, hop: &Hop) -> bool {
        let edge = self.as_edge();
        if edge.is_some_and(|edge| edge.order) && !hop.is_over_order() {
            return false;
        }
        if hop.labels.is_empty() {
            return !self.peer;
        }
        edge.is_some_and(|edge| hop.takes(&edge.label))
            || self.names.iter().any(|it| hop.takes(it))
            || self.labels.iter().any(|it| hop.takes(it))
    }

    /// Whether it leads to a block, and whether surely.
    pub(super) fn leads_to(&self, to: Vertex) -> Option<bool> {
        match self.target() {
            Target::Blocks(blocks) => blocks.contains(&to).then_some(self.sure),
            Target::OneOf(blocks) => blocks.contains(&to).then_some(false),
            Target::Undeclared(_) | Target::Outside(_) => None,
        }
    }
}

/// What a stop refers to.
pub(super) fn of<'g>(
    graph: &'g Graph<'_, '_>,
    views: &[Views<'_, '_>],
    stop: Stop,
) -> Vec<Reference<'g>> {
    match stop {
        Stop::Block(vertex) => graph.out(vertex).iter().map(Reference::edge).collect(),
        Stop::Row(stack, view, index) => {
            let row = views
                .get(stack)
                .and_then(|views| views.rows(view).rows.get(index));
            row.map_or_else(Vec::new, |row| of_row(graph, stack, view, row))
        }
    }
}

fn of_row<'g>(
    graph: &'g Graph<'_, '_>,
    stack: usize,
    view: View,
    row: &Row<'_>,
) -> Vec<Reference<'g>> {
    let owner = Vertex {
        stack,
        block: row.block,
    };
    let block = graph.block(owner);
    let mut found = Vec::new();
    for edge in graph.out(owner) {
        // The policy of AWS's own that the row was made of: the row is what it says.
        if matches!(&edge.target, Target::Outside(written) if knows_policy(written)) {
            continue;
        }
        if starts_with(&edge.path, &row.origin) {
            found.push(Reference {
                names: members(row, &edge.path),
                peer: is_peer(view, edge),
                ..Reference::edge(edge)
            });
        } else if starts_with(&row.origin, &edge.path) {
            // The document stands in a block of its own, or the edge is one of those inside.
            found.extend(of_document(graph, &edge.target, &row.origin, &edge.path));
        } else if carries(view, block) && edge.path.0.first() != row.origin.0.first() {
            found.push(Reference::edge(edge));
        }
    }
    let key = format!(
        "inside {stack} {} {} {}",
        view.word(),
        row.block,
        row.origin.normalized()
    );
    let inside = graph.remembered(&key, || inside::of(graph, owner, row));
    for one in inside.iter() {
        let edge = &graph.out(owner)[one.edge];
        found.push(Reference {
            sure: one.sure,
            names: one.names.clone(),
            labels: one.labels.clone(),
            ..Reference::edge(edge)
        });
    }
    if !row.origin.0.is_empty() {
        found.push(Reference {
            via: Via::Inline(Target::Blocks(vec![owner])),
            sure: true,
            names: belongs(view).into_iter().collect(),
            labels: Vec::new(),
            peer: false,
        });
    }
    if view == View::IamStatement && &*block.type_name == "aws_iam_policy" {
        found.extend(of_attached(graph, owner));
    }
    found
}

/// The row was read from a policy document that stands in a block of its own.
fn of_document<'g>(
    graph: &'g Graph<'_, '_>,
    target: &Target,
    origin: &Path,
    attribute: &Path,
) -> Vec<Reference<'g>> {
    let Target::Blocks(blocks) = target else {
        return Vec::new();
    };
    let number = origin.0[attribute.0.len()..]
        .iter()
        .find_map(|step| match step {
            Step::Index(index) => Some(*index),
            Step::Name(_) => None,
        });
    let is_document = |vertex: &&Vertex| {
        let block = graph.block(**vertex);
        block.kind == BlockKind::Data && &*block.type_name == "aws_iam_policy_document"
    };
    let documents: Vec<&Vertex> = blocks.iter().filter(is_document).collect();
    let mut found = Vec::new();
    for vertex in &documents {
        // A document made of others does not say which statement is whose.
        let edges = graph.out(**vertex);
        let merged = documents.len() > 1
            || edges
                .iter()
                .any(|edge| edge.label.ends_with("policy_documents"));
        for edge in edges.iter().filter(|edge| !edge.order) {
            let same = matches!(edge.path.0.get(1), Some(Step::Index(at)) if Some(*at) == number);
            if merged || same || number.is_none() {
                found.push(Reference {
                    sure: !merged && number.is_some(),
                    ..Reference::edge(edge)
                });
            }
        }
    }
    found
}

/// What a managed policy is attached to.
fn of_attached<'g>(graph: &'g Graph<'_, '_>, policy: Vertex) -> Vec<Reference<'g>> {
    let mut found = Vec::new();
    for (from, edge) in graph.into(policy, &|block| is_attachment(block) || is_holder(block)) {
        let sure = !matches!(edge.target, Target::OneOf(_));
        if is_attachment(graph.block(from)) {
            let others = graph
                .out(from)
                .iter()
                .filter(|other| other.label != edge.label);
            found.extend(others.map(|other| Reference {
                sure,
                ..Reference::edge(other)
            }));
        } else if !edge.order {
            found.push(Reference {
                via: Via::Inline(Target::Blocks(vec![from])),
                sure,
                names: vec!["managed_policy_arns"],
                labels: Vec::new(),
                peer: false,
            });
        }
    }
    found
}

/// Blocks whose rows lead to a block although the blocks themselves do not: managed policies.
pub(super) fn attached(graph: &Graph<'_, '_>, view: View, to: Vertex) -> Vec<Vertex> {
    if view != View::IamStatement || !is_holder(graph.block(to)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for from in attachments(graph, to) {
        for edge in graph.out(from) {
            if let Target::Blocks(blocks) | Target::OneOf(blocks) = &edge.target {
                found.extend(blocks);
            }
        }
    }
    found
}

/// What may name the policies of a block: the attachments to it, and the block itself.
fn attachments(graph: &Graph<'_, '_>, to: Vertex) -> impl Iterator<Item = Vertex> {
    let attachments = graph.into(to, &is_attachment);
    attachments.into_iter().map(|(from, _)| from).chain([to])
}

/// Policies that are attached to a block, and whose statements no stack holds: each as a sentence
/// and what it waits for.
pub(super) fn foreign(graph: &Graph<'_, '_>, view: View, to: Vertex) -> Vec<(String, Vec<String>)> {
    if view != View::IamStatement || !is_holder(graph.block(to)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for from in attachments(graph, to) {
        for edge in graph.out(from) {
            if let Target::Outside(written) = &edge.target
                && !knows_policy(written)
                && ["policy_arn", "managed_policy_arns"].contains(&&*edge.label)
            {
                let address = &graph.block(from).address;
                let sentence = format!(
                    "{address} attaches `{written}`, whose statements are not in the stack"
                );
                found.push((sentence, super::loose::waits_for(written)));
            }
        }
    }
    found
}

fn is_attachment(block: &Block) -> bool {
    block.kind == BlockKind::Resource && ATTACHMENTS.contains(&&*block.type_name)
}

fn is_holder(block: &Block) -> bool {
    block.kind == BlockKind::Resource && HOLDERS.contains(&&*block.type_name)
}

/// The block that a stop is, or is a part of.
pub(super) fn owner(views: &[Views<'_, '_>], stop: Stop) -> Option<Vertex> {
    match stop {
        Stop::Block(vertex) => Some(vertex),
        Stop::Row(stack, view, index) => {
            let block = views.get(stack)?.rows(view).rows.get(index)?.block;
            Some(Vertex { stack, block })
        }
    }
}

/// The rows of a block with their places. Rows are in the order of their blocks.
pub(super) fn held<'v, 's>(
    views: &'v Views<'_, 's>,
    view: View,
    block: usize,
) -> impl Iterator<Item = (usize, &'v Row<'s>)> + use<'v, 's> {
    let rows = &views.rows(view).rows;
    let start = rows.partition_point(|row| row.block < block);
    rows[start..]
        .iter()
        .enumerate()
        .take_while(move |(_, row)| row.block == block)
        .map(move |(offset, row)| (start + offset, row))
}

/// Whether a block exists to hold rows of a view for another block, so that its own references are
/// those of its rows: `aws_route`, `aws_s3_bucket_policy`.
pub(super) fn carries(view: View, block: &Block) -> bool {
    let name = &*block.type_name;
    match view {
        View::IamStatement => name.ends_with("_policy") || is_attachment(block),
        View::Route => name == "aws_route",
        View::SecurityGroupRule => name.ends_with("_rule"),
        View::PhysicalName | View::State | View::File => false,
    }
}

/// The attribute by which a row that is a block of its own names what it belongs to.
fn belongs(view: View) -> Option<&'static str> {
    match view {
        View::SecurityGroupRule => Some("security_group_id"),
        View::Route => Some("route_table_id"),
        _ => None,
    }
}

fn is_peer(view: View, edge: &Edge) -> bool {
    let last = edge.label.rsplit('.').next().unwrap_or_default();
    view == View::SecurityGroupRule && PEERS.contains(&last)
}

/// The members of a row that a place in the body became.
fn members(row: &Row<'_>, path: &Path) -> Vec<&'static str> {
    let from = row
        .sources
        .iter()
        .filter(|(_, source)| starts_with(path, source));
    from.map(|(member, _)| *member).collect()
}

pub(super) fn starts_with(path: &Path, start: &Path) -> bool {
    path.0.starts_with(&start.0)
}
