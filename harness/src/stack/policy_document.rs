//! The document that `data.aws_iam_policy_document` spells.
//!
//! Terraform reads such a data source only when all that it hangs on is known, but what it says is
//! written in its body. Here the body becomes the document, with holes where it has holes.
//! Source: "Data Source: `aws_iam_policy_document`", documentation of the AWS provider: defaults,
//! one text in place of a list of one, `&{...}` for `${...}`, merging by `sid`.

use std::borrow::Cow;

use super::{Block, BlockKind};
use crate::facts::{Member, Shape, Type, document_attribute};
use crate::value::{Flags, Hole, Kind, Map, Node, Piece, PieceRef, Text};

/// The members of an object that is being made, each name once.
type Members = Vec<(Cow<'static, str>, Node<'static>)>;

/// Whether an attribute is the text of a policy document: one with white space, one without.
pub(super) fn is_text_of(block: &Block, attribute: &str) -> bool {
    block.kind == BlockKind::Data && *block.type_name == *TYPE && TEXTS.contains(&attribute)
}

const TYPE: &str = "aws_iam_policy_document";
const TEXTS: [&str; 2] = ["json", "minified_json"];

/// The text of a policy document. The provider decides how it is spelt, so that nothing of the text
/// itself is known; the document in it is.
pub(super) fn text(block: &Block, body: &Node<'_>) -> Option<Node<'static>> {
    let map = body.as_map()?;
    let expression = format!("{}.json", block.address);
    let hole = Hole {
        waits_for: vec![expression.as_str().into()],
        pure: true,
        ..Hole::opaque(expression)
    };
    Some(Node::from(Text::of_document(
        hole,
        document(map, body.is_open()),
    )))
}

/// Replaces each unknown document of a plan's body that refers to a policy document and to nothing
/// else by that document. `text_of` gives the text of the one at an address, relative to the module.
pub(super) fn enter(
    type_name: &str,
    map: &mut Map<'_>,
    shape: Option<Shape<'_>>,
    text_of: &dyn Fn(&str) -> Option<Node<'static>>,
) {
    for (name, node) in map.iter_mut() {
        match shape.and_then(|shape| shape.get(name)) {
            Some(Member::Block(block)) => {
                if let Kind::List(list) = &mut node.kind {
                    for element in list {
                        if let Kind::Map(map) = &mut element.kind {
                            enter(type_name, map, Some(block.shape), text_of);
                        }
                    }
                }
            }
            Some(Member::Attribute(attribute)) => {
                let merged = type_name == TYPE && MERGED.iter().any(|(it, _)| *it == name);
                if !merged && document_attribute(type_name, name).is_none() {
                    continue;
                }
                match (&mut node.kind, attribute.ty) {
                    (Kind::List(list), Type::List(_)) => {
                        // The references are those of the whole list.
                        if let [only] = list.as_mut_slice() {
                            replace(only, text_of);
                        }
                    }
                    (_, Type::String) => replace(node, text_of),
                    _ => {}
                }
            }
            None => {}
        }
    }
}

fn replace(node: &mut Node<'_>, text_of: &dyn Fn(&str) -> Option<Node<'static>>) {
    let Kind::Unknown(hole) = &node.kind else {
        return;
    };
    let [only] = hole.waits_for.as_slice() else {
        return;
    };
    let address = TEXTS
        .iter()
        .find_map(|text| only.strip_suffix(text)?.strip_suffix('.'));
    let found = address
        .filter(|address| address.starts_with("data.aws_iam_policy_document."))
        .and_then(text_of);
    if let Some(found) = found {
        node.kind = found.kind;
    }
}

/// The attributes that hold other documents, and whether those override this one.
const MERGED: [(&str, bool); 4] = [
    ("source_json", false),
    ("source_policy_documents", false),
    ("override_json", true),
    ("override_policy_documents", true),
];

/// The document of a body in its normal form; `open`: the body may say more than it lists.
fn document(body: &Map<'_>, open: bool) -> Node<'static> {
    let mut merged = Merged::default();
    merged.add_all(body, false);
    merged.add(own(body));
    if open {
        merged.add(Merged::unknown());
    }
    merged.add_all(body, true);
    let mut members: Members = Vec::new();
    members.extend(merged.version.map(|node| ("Version".into(), node)));
    members.extend(merged.id.map(|node| ("Id".into(), node)));
    let mut statements = match merged.unknown {
        Some(unknown) if merged.statements.is_empty() => unknown,
        _ => Node::new(Kind::List(merged.statements)),
    };
    if merged.open {
        statements.flags.set(Flags::OPEN);
    }
    members.push(("Statement".into(), statements));
    let mut node = object(members);
    if merged.open_members {
        node.flags.set(Flags::OPEN);
    }
    node
}

/// One document, to be merged with others.
#[derive(Default)]
struct Merged {
    statements: Vec<Node<'static>>,
    /// There may be other statements.
    open: bool,
    /// What stands for all statements, if they are not known at all.
    unknown: Option<Node<'static>>,
    version: Option<Node<'static>>,
    id: Option<Node<'static>>,
    /// There may be a `Version` or `Id`.
    open_members: bool,
}

impl Merged {
    /// Merges the documents that a body names before or after its own.
    fn add_all(&mut self, body: &Map<'_>, overriding: bool) {
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
    fn add(&mut self, other: Merged) {
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
    fn unknown() -> Self {
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
fn own(body: &Map<'_>) -> Merged {
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

fn statement(node: &Node<'_>) -> Node<'static> {
    let Kind::Map(map) = &node.kind else {
        return owned(node);
    };
    let mut members: Members = Vec::new();
    let mut put = |name: &'static str, node: Option<Node<'static>>| {
        members.extend(node.map(|node| (Cow::Borrowed(name), node)));
    };
    put(
        "Sid",
        map.get("sid")
            .filter(|it| it.as_str() != Some(""))
            .map(owned),
    );
    match map.get("effect") {
        None if node.is_open() => {}
        effect => put(
            "Effect",
            Some(effect.map_or_else(|| Node::text("Allow"), owned)),
        ),
    }
    put("Action", set(map.get("actions")));
    put("NotAction", set(map.get("not_actions")));
    put("Resource", set(map.get("resources")));
    put("NotResource", set(map.get("not_resources")));
    put("Principal", principals(map.get("principals")));
    put("NotPrincipal", principals(map.get("not_principals")));
    put("Condition", conditions(map.get("condition")));
    let mut made = object(members);
    made.flags.set(node.flags);
    made
}

/// A set of texts: the one that is in it, or a list. The provider sorts it downwards.
fn set(node: Option<&Node<'_>>) -> Option<Node<'static>> {
    let mut node = variables(owned(node?));
    let Kind::List(list) = &mut node.kind else {
        return Some(node);
    };
    if node.flags.has(Flags::OPEN) {
        return Some(node);
    }
    if list.iter().all(|node| node.as_str().is_some()) {
        list.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
        list.dedup_by(|a, b| a.as_str() == b.as_str());
    }
    match list.len() {
        0 => None,
        1 => list.pop(),
        _ => Some(node),
    }
}

/// `{"AWS": [...], "Service": "..."}`, and `"*"` for all of them.
fn principals(node: Option<&Node<'_>>) -> Option<Node<'static>> {
    let (blocks, mut open) = match blocks(node?) {
        Ok(blocks) => blocks,
        Err(unknown) => return Some(unknown),
    };
    let mut found: Members = Vec::new();
    for block in &blocks {
        let kind = block.get("type").and_then(Node::as_str);
        let (Some(kind), Some(names)) = (kind, set(block.get("identifiers"))) else {
            open = true;
            continue;
        };
        if kind == "*" && blocks.len() == 1 && !open && names.as_str() == Some("*") {
            return Some(names);
        }
        join(&mut found, kind, names);
    }
    (open || !found.is_empty()).then(|| opened(object(found), open))
}

/// `{"StringEquals": {"aws:SourceArn": "..."}}`.
fn conditions(node: Option<&Node<'_>>) -> Option<Node<'static>> {
    let (blocks, mut open) = match blocks(node?) {
        Ok(blocks) => blocks,
        Err(unknown) => return Some(unknown),
    };
    let mut tests: Vec<(&str, Members)> = Vec::new();
    for block in &blocks {
        let text = |name| block.get(name).and_then(Node::as_str);
        let values = block.get("values").map(owned).map(variables).map(single);
        let (Some(test), Some(variable), Some(values)) = (text("test"), text("variable"), values)
        else {
            open = true;
            continue;
        };
        if !tests.iter().any(|(it, _)| *it == test) {
            tests.push((test, Vec::new()));
        }
        for (_, found) in tests.iter_mut().filter(|(it, _)| *it == test) {
            join(found, variable, values.clone());
        }
    }
    let tests = tests.into_iter();
    // Another block may be of the same test.
    let made =
        tests.map(|(test, found)| (Cow::Owned(test.to_owned()), opened(object(found), open)));
    let made: Vec<_> = made.collect();
    (open || !made.is_empty()).then(|| opened(object(made), open))
}

/// The nested blocks, and whether there may be more.
fn blocks<'n>(node: &'n Node<'_>) -> Result<(Vec<&'n Node<'n>>, bool), Node<'static>> {
    match &node.kind {
        Kind::List(list) => Ok((list.iter().collect(), node.is_open())),
        _ => Err(owned(node)),
    }
}

/// A list of one is written as the one.
fn single(mut node: Node<'static>) -> Node<'static> {
    match &mut node.kind {
        Kind::List(list) if list.len() == 1 && !node.flags.has(Flags::OPEN) => {
            list.pop().unwrap_or(node)
        }
        _ => node,
    }
}

/// Adds values under a name; those of a name that is there already are added to its own.
fn join(found: &mut Members, name: &str, values: Node<'static>) {
    let Some((_, there)) = found.iter_mut().find(|(it, _)| it == name) else {
        found.push((Cow::Owned(name.to_owned()), values));
        return;
    };
    let open = there.is_open() || values.is_open();
    let list = |node: Node<'static>| match node.kind {
        Kind::List(list) => list,
        _ => vec![node],
    };
    let mut all = list(std::mem::replace(there, Node::new(Kind::Null)));
    all.extend(list(values));
    *there = opened(Node::new(Kind::List(all)), open);
}

/// IAM's own variables, `${aws:username}`, are written `&{aws:username}` in Terraform.
fn variables(mut node: Node<'static>) -> Node<'static> {
    node.kind = match node.kind {
        Kind::List(list) => Kind::List(list.into_iter().map(variables).collect()),
        Kind::Text(text) if text.source().contains("&{") => {
            let pieces = text.iter().map(|piece| match piece {
                PieceRef::Literal(text) => Piece::Literal(Cow::Owned(text.replace("&{", "${"))),
                PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
            });
            Kind::Text(Text::pieces(pieces.collect()))
        }
        kind => kind,
    };
    node
}

fn object(members: Members) -> Node<'static> {
    // Each name is put once.
    Node::new(Kind::Map(Map::new(members).unwrap_or_default()))
}

fn opened(mut node: Node<'static>, open: bool) -> Node<'static> {
    if open {
        node.flags.set(Flags::OPEN);
    }
    node
}

/// A copy that owns its text.
fn owned(node: &Node<'_>) -> Node<'static> {
    node.clone().into_static()
}
