//! Edges of Terraform JSON: what the templates of a body refer to.

use std::collections::BTreeSet;

use super::names::vertices;
use super::scan::{kept, label, texts};
use super::{Edge, Graph, Target, Vertex, literal};
use crate::stack::BlockKind;
use crate::template::{Part, Reference, references};
use crate::value::{Node, Step, parse};

/// The edges of a block of a synth output.
pub(super) fn edges(graph: &Graph<'_, '_>, from: Vertex) -> Vec<Edge> {
    let model = graph.model(from.stack);
    let block = model.block(from.block);
    let mut edges = Vec::new();
    if block.kind == BlockKind::Document {
        return edges;
    }
    let text = block
        .body
        .values
        .map(|span| model.stack().text(block.body.source, span));
    // What cannot be read is an error wherever it is judged.
    let Some(Ok(body)) = text.map(parse) else {
        return edges;
    };
    let body = only(body);
    texts(&body, model.shape(block), &mut |path, text| {
        let first = match path.first() {
            Some(Step::Name(name)) => name.as_str(),
            _ => "",
        };
        match first {
            "depends_on" => ordering(graph, from, path, text, &mut edges),
            "lifecycle" => match path.get(1) {
                Some(Step::Name(name)) if name == "replace_triggered_by" => {
                    ordering(graph, from, path, text, &mut edges);
                }
                Some(Step::Name(name)) if name == "ignore_changes" => {}
                _ => valued(graph, from, path, text, &mut edges),
            },
            "provider" | "providers" => {}
            _ => valued(graph, from, path, text, &mut edges),
        }
    });
    edges
}

/// A body may be written as a list of one.
fn only(node: Node<'_>) -> Node<'_> {
    match node.kind {
        crate::value::Kind::List(mut list) if list.len() == 1 => list.remove(0),
        kind => Node {
            kind,
            flags: node.flags,
        },
    }
}

fn ordering(graph: &Graph<'_, '_>, from: Vertex, path: &[Step], text: &str, edges: &mut Vec<Edge>) {
    let found = match text.contains("${") {
        true => references(text),
        false => Reference::parse(text).into_iter().collect(),
    };
    for reference in found {
        let Some((target, _)) = resolve(graph, from, &reference) else {
            continue;
        };
        edges.push(Edge {
            path: kept(path),
            label: label(path),
            target,
            attribute: None,
            order: true,
        });
    }
}

fn valued(graph: &Graph<'_, '_>, from: Vertex, path: &[Step], text: &str, edges: &mut Vec<Edge>) {
    if !text.contains("${") && !text.contains("%{") {
        if literal::leaves_the_stack(text) {
            edges.push(edge(path, Target::Outside(text.into()), None));
        }
        return;
    }
    let mut seen = BTreeSet::new();
    for reference in references(text) {
        refer(graph, from, path, &reference, &mut seen, edges);
    }
}

fn edge(path: &[Step], target: Target, attribute: Option<Box<str>>) -> Edge {
    Edge {
        path: kept(path),
        label: label(path),
        target,
        attribute,
        order: false,
    }
}

/// The edges of one reference; a local stands for what it refers to.
fn refer(
    graph: &Graph<'_, '_>,
    from: Vertex,
    path: &[Step],
    reference: &Reference,
    seen: &mut BTreeSet<String>,
    edges: &mut Vec<Edge>,
) {
    if reference.name(0) == Some("local") {
        let name = reference.name(1).unwrap_or_default();
        let Some(text) = graph.names[from.stack].local(name) else {
            let written = format!("local.{name}");
            return edges.push(edge(path, Target::Undeclared(written.into()), None));
        };
        // A local that hangs on itself is followed once.
        if seen.insert(name.to_owned())
            && let Ok(node) = parse(text)
        {
            let mut below = Vec::new();
            texts(&node, None, &mut |_, text| below.extend(references(text)));
            for reference in below {
                refer(graph, from, path, &reference, seen, edges);
            }
        }
        return;
    }
    if let Some(through) = super::plan::across(graph, from.stack, reference) {
        for (target, attribute) in through {
            edges.push(edge(path, target, attribute));
        }
    } else if let Some((target, attribute)) = resolve(graph, from, reference) {
        edges.push(edge(path, target, attribute));
    }
}

/// What a reference leads to; `None` if it leads nowhere (`each.key`, a variable with a default).
fn resolve(
    graph: &Graph<'_, '_>,
    from: Vertex,
    reference: &Reference,
) -> Option<(Target, Option<Box<str>>)> {
    let names = &graph.names[from.stack];
    let written = || short(reference);
    let root = reference.name(0)?;
    match root {
        "each" | "count" | "path" | "terraform" | "self" | "local" => None,
        "var" => {
            let name = reference.name(1)?;
            let Some(id) = names.find(BlockKind::Variable, &format!("variable.{name}")) else {
                return Some((Target::Undeclared(written()), None));
            };
            let model = graph.model(from.stack);
            let default = model.body(id).ok().and_then(|body| body.get("default"));
            let known = default.is_some() || model.stack().given.contains_key(name);
            (!known).then(|| (Target::Outside(written()), None))
        }
        "module" => {
            let name = reference.name(1)?;
            match names.find(BlockKind::Module, &format!("module.{name}")) {
                Some(_) => Some((Target::Outside(written()), None)),
                None => Some((Target::Undeclared(written()), None)),
            }
        }
        _ => {
            let at = usize::from(root == "data");
            let (ty, name) = (reference.name(at)?, reference.name(at + 1)?);
            let found = names.instances("", at == 1, ty, name);
            if found.is_empty() {
                return Some((Target::Undeclared(written()), None));
            }
            let target = Target::Blocks(vertices(from.stack, found));
            Some((target, attribute(reference, at + 2)))
        }
    }
}

/// The first name behind the resource's own.
pub(super) fn attribute(reference: &Reference, from: usize) -> Option<Box<str>> {
    let name = |part: &Part| match part {
        Part::Name(name) => Some(name.clone()),
        _ => None,
    };
    reference.parts.iter().skip(from).find_map(name)
}

/// The part of a reference that names a block.
fn short(reference: &Reference) -> Box<str> {
    let names: usize = match reference.name(0) {
        Some("data" | "module") => 3,
        _ => 2,
    };
    let mut parts = Vec::new();
    for part in &reference.parts {
        if parts.len() == names || !matches!(part, Part::Name(_)) {
            break;
        }
        parts.push(part.clone());
    }
    Reference { parts }.to_string().into()
}
