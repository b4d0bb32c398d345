//! Types and attributes of a walk that nobody knows, and what was meant.

use super::Scene;
use crate::facts::Mode;
use crate::follow::{Direction, End};
use crate::stack::BlockKind;

/// Each name of a walk that neither the facts nor a stack knows: a sentence, and what to do.
pub(super) fn misspelt(scene: &Scene<'_, '_, '_>) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for (index, hop) in scene.follow.hops.iter().enumerate() {
        for end in hop.ends.iter().filter(|end| !end.is_any()) {
            found.extend(of_end(scene, end));
        }
        if hop.direction == Direction::From {
            found.extend(of_labels(scene, index));
        }
    }
    found
}

fn of_end(scene: &Scene<'_, '_, '_>, end: &End) -> Option<(String, Option<String>)> {
    let End::Type {
        kind, text, glob, ..
    } = end
    else {
        return None;
    };
    let mut blocks = scene.stacks.iter().flat_map(|stack| &stack.blocks);
    if blocks.any(|block| end.matches(block)) {
        return None;
    }
    let mode = match kind {
        BlockKind::Resource => Mode::Resource,
        BlockKind::Data => Mode::Data,
        _ => return Some((format!("no stack has an {} `{text}`", kind.word()), None)),
    };
    let facts = scene.graph.model(0).facts();
    if facts.type_names(mode).any(|name| glob.is_match(name)) {
        return None;
    }
    let near = facts
        .suggest_type(mode, text)
        .first()
        .map(|near| format!("did you mean `{near}`?"));
    Some((
        format!("`{end}` is a type that neither the provider facts nor the input know"),
        near,
    ))
}

/// The labels of a backward hop are attributes of what it arrives at.
fn of_labels(scene: &Scene<'_, '_, '_>, index: usize) -> Vec<(String, Option<String>)> {
    let hop = &scene.follow.hops[index];
    let facts = scene.graph.model(0).facts();
    let types: Vec<&str> = facts
        .type_names(Mode::Resource)
        .filter(|name| {
            hop.ends.iter().any(|end| match end {
                End::Type {
                    kind: BlockKind::Resource,
                    glob,
                    ..
                } if !end.is_any() => glob.is_match(name),
                _ => false,
            })
        })
        .collect();
    let views = hop.is_onto_view();
    if types.is_empty() || views {
        return Vec::new();
    }
    let shapes: Vec<_> = types
        .iter()
        .filter_map(|name| facts.block(Mode::Resource, name))
        .collect();
    let mut found = Vec::new();
    for label in &hop.labels {
        let first = label.text.split('.').next().unwrap_or_default();
        let plain = first.chars().all(|c| c.is_alphanumeric() || c == '_');
        let known = shapes.iter().any(|shape| shape.get(first).is_some());
        if !plain
            || known
            || label.text.contains('.')
            || first == "depends_on"
            || is_nested(scene, index, first)
        {
            continue;
        }
        let near = shapes
            .iter()
            .find_map(|shape| shape.suggest(first).first().copied());
        let help = near.map(|near| format!("did you mean `{near}`?"));
        found.push((
            format!(
                "no `{first}` is known of {}",
                hop.ends
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            help,
        ));
    }
    found
}

/// Whether some block that the hop may arrive at has an edge of this label.
fn is_nested(scene: &Scene<'_, '_, '_>, index: usize, label: &str) -> bool {
    let hop = &scene.follow.hops[index];
    scene.stacks.iter().enumerate().any(|(stack, it)| {
        it.blocks.iter().enumerate().any(|(block, it)| {
            let vertex = crate::graph::Vertex { stack, block };
            hop.arrives_at(it)
                && scene
                    .graph
                    .out(vertex)
                    .iter()
                    .any(|edge| edge.label.split('.').any(|name| name == label))
        })
    })
}
