//! What drafts are made of: the resources by type, each with what its author wrote and what it refers to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::text::Piece;
use super::super::written::{Scalar, class_of, written};
use super::text::is_name;
use crate::graph::{Graph, Vertex};
use crate::stack::{BlockKind, Model};
use crate::value::Kind;
use crate::view::{View, Views};

/// What is in the stacks.
pub(super) struct Seen {
    /// How many stacks there are.
    pub(super) stacks: usize,
    /// The resources by type.
    pub(super) types: BTreeMap<String, Vec<Block>>,
    /// How many outputs each stack has.
    pub(super) outputs: Vec<usize>,
    /// The types that each output with a reference leads to; `None` for an output without.
    pub(super) output_types: Vec<Option<BTreeSet<String>>>,
    /// The physical names that are written.
    pub(super) names: Vec<Name>,
}

/// A resource.
pub(super) struct Block {
    pub(super) stack: usize,
    /// The leaves by class (a path without indexes); secrets and what is not known are `None`.
    pub(super) leaves: BTreeMap<String, Vec<Option<Value>>>,
    /// What is referred to: the class, and the type that is reached.
    pub(super) edges: BTreeSet<(String, String)>,
    /// The tags: the name, and the value if it is known.
    pub(super) tags: BTreeMap<String, Option<String>>,
}

/// A physical name.
pub(super) struct Name {
    pub(super) type_name: String,
    /// What is known of its beginning and its end.
    pub(super) start: String,
    pub(super) end: String,
}

impl Seen {
    pub(super) fn of(models: &[Model<'_>], graph: &Graph<'_, '_>) -> Seen {
        let mut seen = Seen {
            stacks: models.len(),
            types: BTreeMap::new(),
            outputs: Vec::new(),
            output_types: Vec::new(),
            names: Vec::new(),
        };
        for (at, model) in models.iter().enumerate() {
            for (id, block) in model.stack().blocks_of(BlockKind::Resource) {
                if is_name(&block.type_name) {
                    let vertex = Vertex {
                        stack: at,
                        block: id,
                    };
                    let of_type = seen.types.entry(block.type_name.to_string());
                    of_type.or_default().push(resource(model, graph, vertex));
                }
            }
            let outputs = model.stack().blocks_of(BlockKind::Output);
            let outputs: Vec<_> = outputs.map(|(id, _)| id).collect();
            seen.outputs.push(outputs.len());
            for block in outputs {
                let reached = reached(graph, Vertex { stack: at, block });
                let reached: BTreeSet<String> = reached.into_iter().map(|(_, it)| it).collect();
                let reached = (!reached.is_empty()).then_some(reached);
                seen.output_types.push(reached);
            }
            seen.names.extend(names(model));
        }
        seen
    }

    /// Whether some stack has no resource of a type.
    pub(super) fn is_missing(&self, types: &[&str]) -> bool {
        let has = |stack: usize| {
            let mut blocks = types.iter().filter_map(|it| self.types.get(*it)).flatten();
            blocks.any(|block| block.stack == stack)
        };
        (0..self.stacks).any(|stack| !has(stack))
    }

    /// How many resources there are of these types.
    pub(super) fn count(&self, types: &[&str]) -> usize {
        let of = types.iter().filter_map(|it| self.types.get(*it));
        of.map(Vec::len).sum()
    }
}

fn resource(model: &Model<'_>, graph: &Graph<'_, '_>, at: Vertex) -> Block {
    let mut leaves: BTreeMap<String, Vec<Option<Value>>> = BTreeMap::new();
    let mut tags = BTreeMap::new();
    let places = written(model, at.block).map(|written| written.leaves);
    for leaf in places.into_iter().flatten() {
        let literal = match &leaf.scalar {
            _ if leaf.secret => None,
            Some(Scalar::Json(value)) => Some(value.clone()),
            Some(Scalar::Text(pieces)) => match pieces.as_slice() {
                [] => Some(Value::from("")),
                [Piece::Literal(text)] => Some(Value::from(text.as_str())),
                _ => None,
            },
            Some(Scalar::Unknown) | None => None,
        };
        if let [
            crate::value::Step::Name(first),
            crate::value::Step::Name(name),
        ] = leaf.path.0.as_slice()
            && first == "tags"
        {
            let text = literal.as_ref().and_then(Value::as_str);
            tags.insert(name.clone(), text.map(str::to_owned));
        }
        leaves
            .entry(class_of(&leaf.path))
            .or_default()
            .push(literal);
    }
    Block {
        stack: at.stack,
        leaves,
        edges: reached(graph, at),
        tags,
    }
}

/// What a block refers to, with the class of the place that does.
fn reached(graph: &Graph<'_, '_>, at: Vertex) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for edge in graph.out(at).iter().filter(|edge| !edge.order) {
        for vertex in edge.target.vertices() {
            let block = graph.block(*vertex);
            if block.kind == BlockKind::Resource && is_name(&block.type_name) {
                found.insert((class_of(&edge.path), block.type_name.to_string()));
            }
        }
    }
    found
}

/// The physical names that somebody wrote, as far as they are known.
fn names(model: &Model<'_>) -> Vec<Name> {
    let views = Views::new(model);
    let rows = views.rows(View::PhysicalName).rows.iter();
    let name = |row: &crate::view::Row<'_>| {
        let prefix = row.document.get("prefix").map(|it| &it.kind);
        let value = row.document.get("value")?;
        if value.is_sensitive() || !matches!(prefix, Some(Kind::Bool(false))) {
            return None;
        }
        let Kind::Text(text) = &value.kind else {
            return None;
        };
        Some(Name {
            type_name: row.document.get("type")?.as_str()?.to_owned(),
            start: text.prefix(),
            end: text.suffix().to_owned(),
        })
    };
    rows.filter_map(name).collect()
}
