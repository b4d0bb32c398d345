//! Which references of a document are those of one of its parts.
//!
//! An edge belongs to an attribute, and a policy is one attribute. What a statement refers to is
//! read from the text of the statement: as it is written, and from the holes of the row.

use super::starts_with;
use crate::graph::{Edge, Graph, Target, Vertex};
use crate::stack::{BlockKind, Form};
use crate::value::{Kind, Map, Node, Path, PieceRef, Step, parse};
use crate::view::Row;

/// An edge that a row goes through although its path stops above the row.
#[derive(Debug, Clone)]
pub(super) struct Inside {
    /// Its place among the edges of the block.
    pub(super) edge: usize,
    /// Whether the row surely has it.
    pub(super) sure: bool,
    /// The members of the row that it became.
    pub(super) names: Vec<&'static str>,
    /// Where it stands, as labels: `policy.Statement.Resource`.
    pub(super) labels: Vec<String>,
}

/// What an expression may go through on its way to a block.
const INDIRECT: [&str; 4] = ["each.", "local.", "module.", "var."];

/// A text of the row: where it stands, and what it says.
struct Said {
    path: Path,
    text: String,
}

/// The edges of a block that are above a row and within it.
pub(super) fn of(graph: &Graph<'_, '_>, owner: Vertex, row: &Row<'_>) -> Vec<Inside> {
    let edges = graph.out(owner);
    let above = |edge: &Edge| {
        !edge.order
            && edge.path.0.len() < row.origin.0.len()
            && starts_with(&row.origin, &edge.path)
    };
    if !edges.iter().any(above) {
        return Vec::new();
    }
    let mut said = Vec::new();
    let written = written(graph, owner, &row.origin, &mut said);
    holes(row, &mut said);
    // A local, a variable or a module may stand for anything.
    let indirect = |it: &Said| INDIRECT.iter().any(|root| it.text.contains(root));
    let written = written && !said.iter().any(indirect);
    let mut found = Vec::new();
    for (at, edge) in edges.iter().enumerate().filter(|(_, edge)| above(edge)) {
        let needles = needles(graph, &edge.target);
        let says = |it: &&Said| needles.iter().any(|needle| mentions(&it.text, needle));
        let here: Vec<&Said> = said.iter().filter(says).collect();
        // What is not written as text may stand in any part of the document.
        if here.is_empty() && written {
            continue;
        }
        let within = |source: &Path| here.iter().any(|it| starts_with(&it.path, source));
        let names = row.sources.iter().filter(|(_, source)| within(source));
        found.push(Inside {
            edge: at,
            sure: !here.is_empty(),
            names: names.map(|(name, _)| *name).collect(),
            labels: here.iter().map(|it| label(&it.path)).collect(),
        });
    }
    found
}

/// What a reference to a target is written as.
fn needles(graph: &Graph<'_, '_>, target: &Target) -> Vec<String> {
    match target {
        Target::Blocks(blocks) | Target::OneOf(blocks) => {
            let needle = |vertex: &Vertex| {
                let block = graph.block(*vertex);
                match block.kind {
                    BlockKind::Resource => format!("{}.{}", block.type_name, block.name),
                    BlockKind::Data => format!("data.{}.{}", block.type_name, block.name),
                    BlockKind::Variable => format!("var.{}", block.name),
                    kind => format!("{}.{}", kind.word(), block.name),
                }
            };
            blocks.iter().map(needle).collect()
        }
        Target::Undeclared(written) | Target::Outside(written) => vec![written.to_string()],
    }
}

/// Whether a text mentions a reference as a whole: `aws_x.y` is not in `data.aws_x.y` nor in
/// `aws_x.yz`.
fn mentions(text: &str, needle: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(needle).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + needle.len()..].chars().next();
        !before.is_some_and(|c| name(c) || c == '.') && !after.is_some_and(name)
    })
}

/// The texts of a row as they are written; `false` if it is not written as text.
fn written(graph: &Graph<'_, '_>, owner: Vertex, origin: &Path, said: &mut Vec<Said>) -> bool {
    let (stack, block) = (graph.model(owner.stack).stack(), graph.block(owner));
    // A plan writes what came of the references.
    let Some(span) = block.body.values.filter(|_| stack.form == Form::Synth) else {
        return false;
    };
    let Ok(body) = parse(stack.text(block.body.source, span)) else {
        return false;
    };
    down(&body, &origin.0, &mut Path::default(), said)
}

/// Goes down to a place, through texts that are documents, and collects the texts there.
fn down(node: &Node<'_>, steps: &[Step], path: &mut Path, said: &mut Vec<Said>) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        collect(node, path, said);
        return true;
    };
    let next = match (&node.kind, step) {
        (Kind::Map(map), Step::Name(name)) => map.get(name),
        (Kind::List(list), Step::Index(index)) => list.get(*index),
        // One block, or one statement, written without the list around it.
        (Kind::Map(_), Step::Index(0)) => Some(node),
        (Kind::Text(_), _) => {
            let document = node.as_str().and_then(|text| parse(text).ok());
            return match document {
                Some(document) if document.as_str().is_none() => down(&document, steps, path, said),
                _ => false,
            };
        }
        _ => None,
    };
    let Some(next) = next else { return false };
    path.0.push(step.clone());
    let there = down(next, rest, path, said);
    path.0.pop();
    there
}

fn collect(node: &Node<'_>, path: &mut Path, said: &mut Vec<Said>) {
    match &node.kind {
        Kind::List(list) => {
            for (index, node) in list.iter().enumerate() {
                path.0.push(Step::Index(index));
                collect(node, path, said);
                path.0.pop();
            }
        }
        Kind::Map(map) => {
            for (name, node) in map.iter() {
                path.0.push(Step::Name(name.to_owned()));
                // A key may be a template as well.
                say(name, path, said);
                collect(node, path, said);
                path.0.pop();
            }
        }
        _ => {
            if let Some(text) = node.as_str() {
                say(text, path, said);
            }
        }
    }
}

fn say(text: &str, path: &Path, said: &mut Vec<Said>) {
    said.push(Said {
        path: path.clone(),
        text: text.to_owned(),
    });
}

/// The expressions of a row's holes, each where its member came from.
fn holes(row: &Row<'_>, said: &mut Vec<Said>) {
    for (name, node) in row.document.as_map().into_iter().flat_map(Map::iter) {
        let source = row.sources.iter().find(|(member, _)| *member == name);
        let path = source.map_or(&row.origin, |(_, path)| path);
        let mut left = vec![node];
        while let Some(node) = left.pop() {
            match &node.kind {
                Kind::Unknown(hole) => {
                    say(&hole.expression, path, said);
                    hole.waits_for.iter().for_each(|it| say(it, path, said));
                }
                Kind::Text(text) => {
                    for piece in text.iter() {
                        if let PieceRef::Hole(hole) = piece {
                            say(&hole.expression, path, said);
                        }
                    }
                }
                Kind::List(list) => left.extend(list),
                Kind::Map(map) => left.extend(map.iter().map(|(_, node)| node)),
                Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
            }
        }
    }
}

fn label(path: &Path) -> String {
    let names = path.0.iter().filter_map(|step| match step {
        Step::Name(name) => Some(name.as_str()),
        Step::Index(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}
