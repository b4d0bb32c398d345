//! Why a hop reached nothing.

use super::Scene;
use crate::follow::{Direction, Stop, refers_to};
use crate::graph::{Target, Vertex};

/// How many references a message lists.
const MOST: usize = 4;

/// What to say of a hop that reached nothing from these places. `broken`: more hops were to come.
pub(super) fn nothing(
    scene: &Scene<'_, '_, '_>,
    index: usize,
    before: &[Stop],
    broken: bool,
) -> Vec<String> {
    let text = scene.follow.hop_text(index);
    let from = match before {
        [only] => scene.short(*only),
        several => format!("these {}", several.len()),
    };
    let mut lines = match broken {
        true => vec![format!(
            "hop {} `{text}` reached nothing from {from}: the walk breaks here",
            index + 1
        )],
        false => vec![format!("nothing from {from}")],
    };
    lines.extend(match scene.follow.hops[index].direction {
        Direction::To => forward(scene, index, before),
        Direction::From => backward(scene, index),
    });
    lines
}

/// What the places refer to instead.
fn forward(scene: &Scene<'_, '_, '_>, index: usize, before: &[Stop]) -> Vec<String> {
    let hop = &scene.follow.hops[index];
    let mut found: Vec<String> = Vec::new();
    for stop in before {
        for (label, target) in refers_to(hop, *stop, &scene.graph, scene.views) {
            let shown = shown(scene, &label, &target);
            if !found.contains(&shown) {
                found.push(shown);
            }
        }
    }
    let through = if hop.labels.is_empty() {
        ""
    } else {
        " through that"
    };
    match found.is_empty() {
        true => vec![format!("refers to nothing{through}")],
        false => vec![format!("refers to{through}: {}", list(&found))],
    }
}

/// What the blocks of the wanted types refer to instead.
fn backward(scene: &Scene<'_, '_, '_>, index: usize) -> Vec<String> {
    let hop = &scene.follow.hops[index];
    let ends = hop
        .ends
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let (mut count, mut found) = (0, Vec::new());
    for (stack, it) in scene.stacks.iter().enumerate() {
        for (block, it) in it.blocks.iter().enumerate() {
            if !hop.arrives_at(it) {
                continue;
            }
            count += 1;
            let stop = Stop::Block(Vertex { stack, block });
            for (label, target) in refers_to(hop, stop, &scene.graph, scene.views) {
                let shown = shown(scene, &label, &target);
                if !found.contains(&shown) {
                    found.push(shown);
                }
            }
        }
    }
    if hop.ends.iter().all(|end| end.as_view().is_some()) {
        return Vec::new();
    }
    let here = match scene.stacks.len() {
        1 => "in this stack",
        _ => "in these stacks",
    };
    match (count, found.is_empty()) {
        (0, _) => vec![format!("there is no {ends} {here}")],
        (_, true) => vec![format!("{ends} {here}: {count}, which refer to nothing so")],
        (_, false) => vec![format!(
            "{ends} {here}: {count}, which refer to {}",
            list(&found)
        )],
    }
}

fn shown(scene: &Scene<'_, '_, '_>, label: &str, target: &Target) -> String {
    let to = match target {
        Target::Blocks(blocks) | Target::OneOf(blocks) => blocks
            .iter()
            .map(|vertex| scene.graph.block(*vertex).address.to_string())
            .collect::<Vec<_>>()
            .join(" or "),
        Target::Undeclared(written) => format!("`{written}`, which is not declared"),
        Target::Outside(written) => format!("`{written}`"),
    };
    match label {
        "" => to,
        label => format!("{to} by {label}"),
    }
}

fn list(found: &[String]) -> String {
    let mut shown = found
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if found.len() > MOST {
        shown = format!("{shown}, and {} more", found.len() - MOST);
    }
    shown
}
