//! `template-malformed`: strings that Terraform cannot read.

use super::{Fault, Seen};
use crate::stack::{BlockKind, Model};
use crate::template;
use crate::value::{Kind, Node, Path, Step, parse};

pub(super) const ID: &str = "template-malformed";

pub(super) fn judge(model: &Model<'_>) -> Seen {
    let stack = model.stack();
    let mut seen = Seen::default();
    for (id, block) in stack.blocks.iter().enumerate() {
        let Some(span) = block
            .body
            .values
            .filter(|_| block.kind != BlockKind::Document)
        else {
            continue;
        };
        let text = stack.text(block.body.source, span);
        seen.looked += 1;
        // Most bodies hold no template, and all that do are read once more; so are those that may hold
        // half of a character, which is no text.
        if !["${", "%{", "\\u"].iter().any(|sign| text.contains(sign)) {
            continue;
        }
        let body = match parse(text) {
            Ok(body) => body,
            Err(error) => {
                let why = error.to_string();
                let fault = Fault {
                    spec: ID,
                    block: id,
                    path: Path::default(),
                    expected: "a block that can be read".to_owned(),
                    actual: why.clone(),
                    message: format!("this block cannot be read: {why}"),
                    notes: Vec::new(),
                };
                seen.findings.push(fault.place(model));
                continue;
            }
        };
        let mut found = Vec::new();
        walk(&body, &mut Vec::new(), &mut found);
        seen.findings
            .extend(found.into_iter().map(|(path, why, actual)| {
                let fault = Fault {
                    spec: ID,
                    block: id,
                    message: format!("`{}` is no template: {why}", path.shorthand()),
                    path,
                    expected: "a template that can be read".to_owned(),
                    actual,
                    notes: vec![why],
                };
                fault.place(model)
            }));
    }
    for locals in &stack.locals {
        let Ok(node) = parse(stack.text(locals.source, locals.span)) else {
            continue;
        };
        seen.looked += 1;
        let mut found = Vec::new();
        walk(&node, &mut Vec::new(), &mut found);
        let source = stack.sources.get(usize::from(locals.source));
        for (path, why, actual) in found {
            let place = source.map(|source| {
                let start = locals.span.range().start;
                let at = crate::value::locate(source.slice(locals.span), &path.0);
                let (line, column) = source.line_column(start + at);
                crate::check::Location {
                    file: source.path.clone(),
                    line,
                    column,
                }
            });
            seen.findings.push(crate::check::Finding {
                outcome: crate::verdict::Outcome::Fail,
                address: "locals".to_owned(),
                construct_path: None,
                made_at: None,
                message: format!("`{}` of the locals is no template: {why}", path.shorthand()),
                path: Some(path),
                expected: "a template that can be read".to_owned(),
                actual: super::finding::redacted(model, actual),
                source: place,
                notes: vec![why],
                clause: None,
                waived: None,
            });
        }
    }
    seen
}

/// Every text below a value that is no template: where, why, and the text.
fn walk(node: &Node<'_>, path: &mut Vec<Step>, found: &mut Vec<(Path, String, String)>) {
    match &node.kind {
        Kind::Text(text) => {
            let written = text.source();
            if let Some(why) = template::malformed(&written) {
                let before = written.get(..why.offset).unwrap_or(&written);
                let at = before.chars().count() + 1;
                let why = format!("{} (character {at})", why.message);
                found.push((Path(path.clone()), why, node.render()));
            }
        }
        Kind::List(list) => {
            for (index, node) in list.iter().enumerate() {
                path.push(Step::Index(index));
                walk(node, path, found);
                path.pop();
            }
        }
        Kind::Map(map) => {
            for (name, node) in map.iter() {
                if is_name(path, name) {
                    continue;
                }
                path.push(Step::Name(name.to_owned()));
                walk(node, path, found);
                path.pop();
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Unknown(_) => {}
    }
}

/// Whether a member of a block holds names or a comment, not templates.
fn is_name(path: &[Step], name: &str) -> bool {
    name == "//" || path.is_empty() && ["depends_on", "provider", "lifecycle"].contains(&name)
}
