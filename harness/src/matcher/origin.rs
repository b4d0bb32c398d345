//! How a value is written: out, or by reference.

use super::judge::{Beside, Expected};
use super::shape::{self, Unit};
use crate::stack::Origin;
use crate::value::{Kind, Node};
use crate::verdict::Truth;

/// Whether a value is written out. Without its origin, a value with holes is not, and of a known
/// one it cannot be told: it may have been evaluated.
pub(super) fn literal(actual: &Node<'_>, beside: &Beside<'_>) -> Truth {
    match beside.origin {
        Some(origin) => origin().literal,
        None if holes(actual).is_empty() => Truth::Unknown,
        None => Truth::False,
    }
}

/// Whether a value refers to something that one of the globs on the right matches.
pub(super) fn reference(actual: &Node<'_>, expected: &Expected<'_>, beside: &Beside<'_>) -> Truth {
    let (nodes, open) = expected.nodes();
    let globs: Vec<&str> = nodes.iter().filter_map(|node| node.as_str()).collect();
    let meets = |reference: &str| globs.iter().any(|glob| matches(glob, reference));
    // What is still a hole in the value is surely in it.
    let mut truth = Truth::from(holes(actual).iter().any(|name| meets(name)));
    truth = truth.or(match beside.origin.map(|origin| origin()) {
        Some(origin) => of_origin(&origin, &meets),
        None => Truth::Unknown,
    });
    if open {
        truth.or(Truth::Unknown)
    } else {
        truth
    }
}

fn of_origin(origin: &Origin, meets: &dyn Fn(&str) -> bool) -> Truth {
    let met = origin.references.iter().any(|name| meets(name));
    let opaque = origin
        .references
        .iter()
        .any(|name| is_opaque(name, origin.in_module));
    match (met, origin.exact) {
        (true, true) => Truth::True,
        (true, false) => Truth::Unknown,
        (false, _) if opaque || !origin.complete => Truth::Unknown,
        (false, _) => Truth::False,
    }
}

/// Whether what a reference leads to may itself refer to anything: what it stands for is not in
/// the expression.
fn is_opaque(reference: &str, in_module: bool) -> bool {
    let root = reference.split('.').next().unwrap_or(reference);
    match root {
        "local" | "module" | "each" | "self" => true,
        // A variable of the root module is set from outside, where nothing can be referred to.
        "var" => in_module,
        "data" => reference.starts_with("data.terraform_remote_state."),
        _ => false,
    }
}

/// Whether a glob matches a reference: `aws_x.name.attribute` by its type, by type and attribute,
/// or as it stands.
fn matches(glob: &str, reference: &str) -> bool {
    let parts: Vec<&str> = reference.split('.').collect();
    let kind = if parts[0] == "data" { 2 } else { 1 };
    let kind = kind.min(parts.len());
    let type_name = parts[..kind].join(".");
    let attribute = parts.get(kind + 1..).unwrap_or_default().join(".");
    let first = parts.get(kind + 1).copied().unwrap_or_default();
    let spellings = [
        type_name.clone(),
        format!("{type_name}.{attribute}"),
        format!("{type_name}.{first}"),
        reference.to_owned(),
    ];
    let glob = shape::glob(glob);
    spellings.iter().any(|spelling| {
        let units: Vec<Unit> = spelling.chars().map(Unit::Char).collect();
        shape::matches(&glob, &units) == Truth::True
    })
}

/// What the holes of a value wait for.
fn holes(node: &Node<'_>) -> Vec<String> {
    let of = |hole: &crate::value::Hole| -> Vec<String> {
        match hole.waits_for.is_empty() {
            true => vec![hole.expression.to_string()],
            false => hole.waits_for.iter().map(ToString::to_string).collect(),
        }
    };
    match &node.kind {
        Kind::Unknown(hole) => of(hole),
        Kind::Text(text) => text.holes().flat_map(of).collect(),
        Kind::List(list) => list.iter().flat_map(holes).collect(),
        Kind::Map(map) => map.iter().flat_map(|(_, node)| holes(node)).collect(),
        _ => Vec::new(),
    }
}
