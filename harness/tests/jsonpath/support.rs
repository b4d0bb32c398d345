//! Documents to ask, and answers as text.

use std::ops::ControlFlow;

use stackspec::select::{Document, Found, Mode, Open, Query};
use stackspec::value::{Flags, Hole, Kind, Node, Piece, Text, parse};

/// The nodes of a query by the letter of RFC 9535: normalized path and value.
pub(crate) fn strict(query: &Query, root: &Node<'_>) -> Vec<(String, String)> {
    let document = Document {
        root,
        meta: None,
        omits: None,
        mode: Mode::Strict,
    };
    let mut nodes = Vec::new();
    let flow = query.visit(&document, &mut |found| {
        match found {
            Found::Node {
                path, node, sure, ..
            } => {
                assert!(sure, "a strict answer is sure");
                nodes.push((path.to_path().normalized(), node.render()));
            }
            other => panic!("a strict answer holds nodes only: {other:?}"),
        }
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    nodes
}

/// A document: JSON in which these strings stand for what is not known.
///
/// * `"?name"`: a hole, nullable and opaque; `"?!name"`: one that is not null
/// * `"?=name"`: a pure one; `"?arn:name"`: one that starts with `arn:`
/// * `"<a{x}b>"`: a text with a hole `x` in it
/// * a list or map with the element or member `"..."`: open
pub(crate) fn document(json: &str) -> Node<'_> {
    with_holes(parse(json).unwrap_or_else(|error| panic!("{json}: {error:?}")))
}

fn with_holes(mut node: Node<'_>) -> Node<'_> {
    match node.kind {
        Kind::List(list) => {
            let before = list.len();
            let list: Vec<_> = list
                .into_iter()
                .filter(|node| node.as_str() != Some("..."))
                .map(with_holes)
                .collect();
            if list.len() < before {
                node.flags.set(Flags::OPEN);
            }
            node.kind = Kind::List(list);
        }
        Kind::Map(mut map) => {
            if map.remove("...").is_some() {
                node.flags.set(Flags::OPEN);
            }
            for (_, child) in map.iter_mut() {
                *child = with_holes(std::mem::replace(child, Node::new(Kind::Null)));
            }
            node.kind = Kind::Map(map);
        }
        Kind::Text(text) => {
            let known = text.as_known().unwrap().to_owned();
            node.kind = if let Some(name) = known.strip_prefix('?') {
                Kind::Unknown(Box::new(hole(name)))
            } else if let Some(template) = known.strip_prefix('<').and_then(|t| t.strip_suffix('>'))
            {
                Kind::Text(template_text(template))
            } else {
                Kind::Text(text)
            };
        }
        _ => {}
    }
    node
}

fn hole(name: &str) -> Hole {
    let plain = name.trim_start_matches(['!', '=']);
    let arn = plain.strip_prefix("arn:");
    Hole {
        non_null: name.starts_with('!') || arn.is_some(),
        pure: name.starts_with('='),
        starts_with: arn.map(|_| "arn:"),
        ..Hole::opaque(arn.unwrap_or(plain))
    }
}

/// `a{x}b`; `{{` stands for a brace, so that a document may be written.
fn template_text<'a>(template: &str) -> Text<'a> {
    let mut pieces = Vec::new();
    for part in template
        .replace("{{", "\u{1}")
        .replace("}}", "\u{2}")
        .split_inclusive(['{', '}'])
    {
        let brace = |text: &str| text.replace('\u{1}', "{").replace('\u{2}', "}");
        if let Some(name) = part.strip_suffix('}') {
            let hole = Hole {
                pure: name.starts_with('='),
                ..Hole::opaque(name.trim_start_matches('='))
            };
            pieces.push(Piece::Hole(hole));
        } else {
            pieces.push(Piece::Literal(brace(part.trim_end_matches('{')).into()));
        }
    }
    Text::pieces(pieces)
}

/// What a query finds by the rules of a stack, a line each: `$.a = 1`, `maybe $.a = 1 (x)`,
/// `missing $.a`, `open $.a (unknown x)`, `misfit ...`.
pub(crate) fn stack(query: &str, root: &Node<'_>) -> Vec<String> {
    let meta = document(r#"{"address":"aws_a.b","type":"aws_a"}"#);
    let document = Document {
        root,
        meta: Some(&meta),
        omits: Some(&|name| name == "lifecycle"),
        mode: Mode::Stack,
    };
    let query = Query::parse(query).unwrap_or_else(|error| panic!("{error}"));
    let mut lines = Vec::new();
    let _ = query.visit(&document, &mut |found| {
        lines.push(line(&found));
        ControlFlow::Continue(())
    });
    lines
}

fn line(found: &Found<'_, '_, '_>) -> String {
    match found {
        Found::Node {
            path,
            node,
            sure: true,
            ..
        } => format!("{path:?} = {}", node.render()),
        Found::Node {
            path, node, doubts, ..
        } => format!(
            "maybe {path:?} = {} ({})",
            node.render(),
            doubts.waits_for().join(" ")
        ),
        Found::Missing {
            path, sure: true, ..
        } => format!("missing {path:?}"),
        Found::Missing { path, doubts, .. } => {
            format!("maybe missing {path:?} ({})", doubts.waits_for().join(" "))
        }
        Found::Open { path, reason } => {
            let why = match reason {
                Open::Unknown(hole) => format!("unknown {}", hole.expression),
                Open::OpenContainer => "open".to_owned(),
                Open::NotCarried(name) => format!("not carried {name}"),
                Open::TooDeep => "too deep".to_owned(),
            };
            format!("open {path:?} ({why})")
        }
        Found::Misfit(misfit) => format!("misfit {misfit}"),
        Found::OverBudget => "over budget".to_owned(),
    }
}
