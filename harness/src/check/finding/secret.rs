//! Values in a message, and which of them must not stand in one.

use std::borrow::Cow;
use std::ops::ControlFlow;

use crate::select::{Document, Found, Query};
use crate::spec::{Template, TemplatePiece};
use crate::stack::{has_short, is_reference, is_secret_member, mark_names};
use crate::value::{Flags, Hole, Kind, Node, Path, Step};

/// What stands in a message for a value that must not be printed.
pub(in crate::check) const SENSITIVE: &str = "(sensitive)";

/// A value without what must not be printed. `root` is what `path` leads into.
pub(crate) fn printable(root: &Node<'_>, path: &Path, node: &Node<'_>) -> String {
    match node.flags.has(Flags::SENSITIVE) || secret_on_the_way(root, &path.0) {
        true => SENSITIVE.to_owned(),
        false => shown(node),
    }
}

/// A path without names that must not be printed: the keys of a map that is sensitive as a whole.
pub(crate) fn printable_path<'p>(root: &Node<'_>, path: &'p Path) -> Cow<'p, Path> {
    let mut node = Some(root);
    let secret = path.0.iter().position(|step| {
        let is_secret = node.is_some_and(|it| it.flags.has(Flags::SENSITIVE));
        node = node.and_then(|it| inside(it, step));
        is_secret
    });
    // Every value that is put together with others has a path: hardly one of them is a secret.
    let Some(secret) = secret else {
        return Cow::Borrowed(path);
    };
    let mut path = path.clone();
    for step in &mut path.0[secret..] {
        if let Step::Name(name) = step {
            SENSITIVE.clone_into(name);
        }
    }
    Cow::Owned(path)
}

/// What a step leads to, also into the document that a text holds.
fn inside<'n, 's>(node: &'n Node<'s>, step: &Step) -> Option<&'n Node<'s>> {
    match (&node.kind, step) {
        (Kind::Map(map), Step::Name(name)) => map.get(name),
        (Kind::List(list), Step::Index(index)) => list.get(*index),
        (Kind::Text(text), step) => inside(text.document()?.as_ref().ok()?, step),
        _ => None,
    }
}

/// A value in a message: secrets and long texts are left out.
pub(in crate::check) fn actual(root: &Node<'_>, path: &Path, node: &Node<'_>) -> String {
    let mut text = printable(root, path, node);
    if text == SENSITIVE {
        return text;
    }
    if node.flags.has(Flags::DEFAULTED) {
        text.push_str(" (filled in by the provider, not written)");
    }
    text
}

/// Whether a value must not be printed.
pub(in crate::check) fn is_secret(root: &Node<'_>, path: &Path, node: &Node<'_>) -> bool {
    node.is_sensitive() || secret_on_the_way(root, &path.0)
}

/// Whether a right side takes something from the subject that must not be printed.
pub(super) fn takes_secret(template: &Template, document: &Document<'_, '_>) -> bool {
    match template {
        Template::Plain(_) => false,
        Template::Text(pieces) => pieces.iter().any(|piece| match piece {
            TemplatePiece::Path(query) => selects_secret(query, document),
            TemplatePiece::Literal(_) | TemplatePiece::Param(_) => false,
        }),
        Template::List(list) => list.iter().any(|it| takes_secret(it, document)),
        Template::Map(map) => map.iter().any(|(_, it)| takes_secret(it, document)),
    }
}

/// Whether a query selects something that must not be printed.
fn selects_secret(query: &Query, document: &Document<'_, '_>) -> bool {
    query
        .visit(document, &mut |found| match found {
            Found::Node { path, node, .. }
                if node.is_sensitive() || secret_on_the_way(document.root, &path.to_path().0) =>
            {
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        })
        .is_break()
}

/// A value without the secrets that names in an embedded document tell.
fn shown(node: &Node<'_>) -> String {
    match &node.kind {
        Kind::List(_) | Kind::Map(_) | Kind::Unknown(_) => {
            let mut node = node.clone();
            mark_names(&mut node);
            node.render()
        }
        Kind::Text(text) => {
            let Some(Ok(document)) = text.document() else {
                return node.render();
            };
            let mut document = document.clone();
            mark_names(&mut document);
            // Longer ones are taken out of the text.
            if has_short(&document) {
                serde_json::Value::from(document.render()).to_string()
            } else {
                node.render()
            }
        }
        _ => node.render(),
    }
}

/// Whether a value stands inside of one that is marked as sensitive, or under a secret's name in an
/// embedded document: a secret's text is one, so is every member of the document in it.
fn secret_on_the_way(root: &Node<'_>, steps: &[Step]) -> bool {
    if root.flags.has(Flags::SENSITIVE) {
        return true;
    }
    let Some((first, rest)) = steps.split_first() else {
        return false;
    };
    let inner = match (&root.kind, first) {
        (Kind::Text(text), _) => match text.document() {
            Some(Ok(document)) => return secret_on_the_way(document, steps),
            _ => return false,
        },
        (Kind::Map(map), Step::Name(name)) => {
            let inner = map.get(name);
            let plain = |hole: &Hole| is_reference(&hole.expression);
            return inner.is_some_and(|inner| {
                let named = match &inner.kind {
                    Kind::Unknown(hole) => !plain(hole),
                    Kind::Text(_) | Kind::Number(_) => true,
                    Kind::List(_) | Kind::Map(_) => !rest.is_empty(),
                    Kind::Null | Kind::Bool(_) => false,
                };
                named && is_secret_member(map, name) || secret_on_the_way(inner, rest)
            });
        }
        (Kind::List(list), Step::Index(index)) => list.get(*index),
        _ => None,
    };
    inner.is_some_and(|inner| secret_on_the_way(inner, rest))
}
