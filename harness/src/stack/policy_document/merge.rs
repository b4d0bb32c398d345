//! Several documents as one.

use super::MERGED;
use super::statement::{owned, statement};
use crate::value::{Kind, Map, Node};

/// One document, to be merged with others.
#[derive(Default)]
pub(super) struct Merged {
    pub(super) statements: Vec<Node<'static>>,
    /// There may be other statements.
    pub(super) open: bool,
    /// What stands for all statements, if they are not known at all.
    pub(super) unknown: Option<Node<'static>>,
    pub(super) version: Option<Node<'static>>,
    pub(super) id: Option<Node<'static>>,
    /// There may be a `Version` or `Id`.
    pub(super) open_members: bool,
}

impl Merged {
    /// Merges the documents that a body names before or after its own.
    pub(super) fn add_all(&mut self, body: &Map<'_>, overriding: bool) {
        for (name, _) in MERGED.iter().filter(|(_, it)| *it == overriding) {
            let Some(node) = body.get(name) else { continue };
            match &node.kind {
                Kind::List(list) => {
                    list.iter().for_each(|node| self.add(written(node)));
                    if node.is_open() {
                        self.add(Merged::unknown());
                    }
                }
                _ => self.add(written(node)),
            }
        }
    }

    /// Merges another document into this one: a statement replaces the one of the same `Sid`.
    pub(super) fn add(&mut self, other: Merged) {
        let uncertain = other.open || other.statements.iter().any(|it| sid(it) == Sid::Unknown);
        if uncertain {
            // Whatever has a `Sid` may be replaced.
            let before = self.statements.len();
            self.statements.retain(|it| sid(it) == Sid::None);
            self.open |= self.statements.len() != before;
        }
        for statement in other.statements {
            let same = match sid(&statement) {
                Sid::Known(name) => {
                    let named = |it: &Node<'_>| sid(it) == Sid::Known(name);
                    self.statements.iter().position(named)
                }
                _ => None,
            };
            match same {
                Some(at) => self.statements[at] = statement,
                None => self.statements.push(statement),
            }
        }
        self.open |= other.open;
        self.unknown = self.unknown.take().or(other.unknown);
        if other.open_members {
            (self.version, self.id) = (None, None);
            self.open_members = true;
        }
        self.version = other.version.or(self.version.take());
        self.id = other.id.or(self.id.take());
    }

    /// A document of which nothing is known.
    pub(super) fn unknown() -> Self {
        Merged {
            open: true,
            open_members: true,
            ..Merged::default()
        }
    }
}

#[derive(PartialEq)]
enum Sid<'n> {
    None,
    Known(&'n str),
    Unknown,
}

fn sid<'n>(statement: &'n Node<'_>) -> Sid<'n> {
    match (statement.get("Sid"), &statement.kind) {
        (None, Kind::Map(_)) if !statement.is_open() => Sid::None,
        (Some(node), _) => match node.as_str() {
            Some("") => Sid::None,
            Some(name) => Sid::Known(name),
            None => Sid::Unknown,
        },
        _ => Sid::Unknown,
    }
}

/// The document in a text.
fn written(node: &Node<'_>) -> Merged {
    let document = match &node.kind {
        Kind::Null => return Merged::default(),
        Kind::Text(text) if text.as_known() == Some("") => return Merged::default(),
        Kind::Text(text) => match text.document() {
            Some(Ok(document)) => document,
            _ => return Merged::unknown(),
        },
        _ => return Merged::unknown(),
    };
    let member = |name| document.get(name).cloned().map(Node::into_static);
    let mut merged = Merged {
        version: member("Version"),
        id: member("Id"),
        open_members: document.is_open(),
        ..Merged::default()
    };
    match member("Statement") {
        None => merged.open = document.is_open() || document.as_map().is_none(),
        Some(node) => {
            let open = node.is_open();
            match node.kind {
                Kind::List(list) => {
                    merged.statements = list;
                    merged.open = open;
                }
                Kind::Map(_) => merged.statements = vec![node],
                _ => merged.open = true,
            }
        }
    }
    merged
}

/// The statements that a body writes itself.
pub(super) fn own(body: &Map<'_>) -> Merged {
    let default = || Node::text("2012-10-17");
    let mut merged = Merged {
        version: Some(body.get("version").map_or_else(default, owned)),
        id: body.get("policy_id").map(owned),
        ..Merged::default()
    };
    match body.get("statement") {
        None => {}
        Some(node) => match &node.kind {
            Kind::List(list) => {
                merged.statements = list.iter().map(statement).collect();
                merged.open = node.is_open();
            }
            _ => {
                merged.open = true;
                merged.unknown = Some(owned(node));
            }
        },
    }
    merged
}
