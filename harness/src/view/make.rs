//! What every view does: takes the blocks it reads, and writes rows.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Doubt, OpenRows, Row, Rows, View, file, iam, name, route, rule, state};
use crate::stack::{Block, BlockId, BlockKind, Model, Repeat};
use crate::value::{Flags, Hole, Kind, Map, Node, Path, Step};

/// Makes the rows of a view.
pub(super) fn rows<'s>(model: &Model<'s>, view: View) -> Rows<'s> {
    let mut out = Rows::default();
    let made = match view {
        View::File => file::made(model),
        _ => file::Made::new(),
    };
    let mut last: Option<(BlockKind, Arc<str>, bool)> = None;
    for (id, block) in model.stack().blocks.iter().enumerate() {
        // Blocks of one type stand together, so a type is looked up about once.
        let reads = match &last {
            Some((kind, name, reads)) if *kind == block.kind && *name == block.type_name => *reads,
            _ => {
                let reads = view.reads(block.kind, &block.type_name).is_some();
                last = Some((block.kind, block.type_name.clone(), reads));
                reads
            }
        };
        if !reads || block.repeat == Repeat::Times(0) {
            continue;
        }
        let mut maker = Maker {
            id,
            block,
            there: block.repeat != Repeat::Unresolved,
            out: &mut out,
        };
        let body = match model.body(id) {
            Ok(body) => body,
            Err(error) => {
                maker.malformed(Path::default(), error.to_string());
                continue;
            }
        };
        match view {
            View::IamStatement => iam::read(&mut maker, body),
            View::SecurityGroupRule => rule::read(&mut maker, body),
            View::Route => route::read(&mut maker, body),
            View::PhysicalName => name::read(&mut maker, body),
            View::State => state::read(&mut maker, body),
            View::File => file::read(&mut maker, body, &made),
        }
    }
    out
}

/// Writes the rows of one block.
pub(super) struct Maker<'o, 's> {
    id: BlockId,
    /// The block.
    pub(super) block: &'s Block,
    /// Whether the block is surely there.
    there: bool,
    out: &'o mut Rows<'s>,
}

/// A row that is being put together.
pub(super) struct Draft<'s> {
    /// Where it stands.
    origin: Path,
    /// Whether there may be members of which nothing is known.
    open: bool,
    members: Vec<(&'static str, Node<'s>)>,
    sources: Vec<(&'static str, Path)>,
    /// Whether it is surely there.
    pub(super) sure: bool,
    /// Whether somebody wrote it.
    pub(super) written: bool,
}

/// A member of an object, as far as it is known.
pub(super) enum At<'n, 's> {
    /// It is not written.
    Unset,
    /// It may be written, under a key that is not known.
    Unclear,
    /// It is this.
    Is(&'n Node<'s>),
}

impl<'s> Maker<'_, 's> {
    /// Says that there may be more rows than are listed.
    pub(super) fn open(
        &mut self,
        path: Path,
        doubt: Doubt,
        why: impl Into<String>,
        waits_for: Vec<String>,
    ) {
        self.out.open.push(OpenRows {
            block: self.id,
            path,
            doubt,
            why: why.into(),
            waits_for,
        });
    }

    /// Says that a place is written, and cannot be read.
    pub(super) fn malformed(&mut self, path: Path, why: impl Into<String>) {
        self.open(path, Doubt::Malformed, why, Vec::new());
    }

    /// Says that a place may be written, and that this is all there is to say.
    pub(super) fn unclear(&mut self, path: Path) {
        self.open(path, Doubt::Unknown, NOT_KNOWN, Vec::new());
    }

    /// Says that the value of a place is not known.
    pub(super) fn unknown(&mut self, path: &Path, node: &Node<'_>, hole: &Hole) {
        let waits_for = waits_for(hole);
        // Without `configuration` nothing says who wrote what.
        let unwritten = waits_for.is_empty()
            && node.flags.has(Flags::UNATTRIBUTED)
            && self.block.body.config.is_some();
        let doubt = if unwritten {
            Doubt::Unwritten
        } else {
            Doubt::Unknown
        };
        self.open(path.clone(), doubt, NOT_KNOWN, waits_for);
    }

    /// Says that a list may hold more than is listed, if so.
    pub(super) fn more(&mut self, path: &Path, node: &Node<'_>) {
        if node.is_open() {
            let why = "may hold more than is listed";
            let elements = node.as_list().unwrap_or_default().iter();
            let waits_for = elements.filter_map(|element| match &element.kind {
                Kind::Unknown(hole) => Some(waits_for(hole)),
                _ => None,
            });
            let waits_for = waits_for.flatten().collect();
            self.open(path.clone(), Doubt::Unknown, why, waits_for);
        }
    }

    /// Writes a row.
    pub(super) fn row(&mut self, draft: Draft<'s>) {
        let Draft {
            origin,
            open,
            members,
            sources,
            sure,
            written,
        } = draft;
        // A view writes each member once.
        let mut document = object(members);
        if open {
            document.flags.set(Flags::OPEN);
        }
        self.out.rows.push(Row {
            block: self.id,
            origin,
            document,
            sources,
            sure: sure && self.there,
            written,
        });
    }

    /// Gives each block at `name` to `each`, with its path; whatever is not known becomes open.
    /// Blocks that the provider filled in are left out.
    pub(super) fn blocks<'n>(
        &mut self,
        body: &'n Node<'s>,
        name: &str,
        each: &mut dyn FnMut(&mut Self, &'n Node<'s>, Path),
    ) {
        let path = child(&Path::default(), name);
        match member(body, name) {
            At::Unset => {}
            At::Unclear => self.unclear(path),
            At::Is(node) => self.elements(node, path, each),
        }
    }

    /// The elements of a list that should hold objects; one object stands for a list of one.
    pub(super) fn elements<'n>(
        &mut self,
        node: &'n Node<'s>,
        path: Path,
        each: &mut dyn FnMut(&mut Self, &'n Node<'s>, Path),
    ) {
        if node.flags.has(Flags::DEFAULTED) {
            return;
        }
        match &node.kind {
            Kind::Null => {}
            Kind::Unknown(hole) => self.unknown(&path, node, hole),
            Kind::Map(_) => each(self, node, path),
            Kind::List(list) => {
                for (index, element) in list.iter().enumerate() {
                    let at = index_of(&path, index);
                    match &element.kind {
                        Kind::Map(_) if element.flags.has(Flags::DEFAULTED) => {}
                        Kind::Map(_) => each(self, element, at),
                        Kind::Unknown(hole) => self.unknown(&at, element, hole),
                        Kind::Null => {}
                        _ => self.malformed(at, format!("is {}, not an object", element.noun())),
                    }
                }
                self.more(&path, node);
            }
            _ => self.malformed(path, format!("is {}, not a list of objects", node.noun())),
        }
    }

    /// Gives each value at a dotted path below the body to `each`, through lists of blocks.
    pub(super) fn values<'n>(
        &mut self,
        node: &'n Node<'s>,
        path: &Path,
        steps: &[&str],
        each: &mut dyn FnMut(&mut Self, &'n Node<'s>, Path),
    ) {
        let [name, rest @ ..] = steps else {
            each(self, node, path.clone());
            return;
        };
        let at = child(path, name);
        match member(node, name) {
            At::Unset => {}
            At::Unclear => self.unclear(at),
            At::Is(node) if rest.is_empty() => each(self, node, at),
            At::Is(node) => self.elements(node, at, &mut |maker, node, path| {
                maker.values(node, &path, rest, each);
            }),
        }
    }

    /// The id of the block itself: what the input says it is, else the expression that others
    /// write for it.
    pub(super) fn own(&self, body: &Node<'s>, attribute: &str) -> Node<'s> {
        if let Some(node) = body.get(attribute).filter(|node| !node.has_unknown()) {
            return node.clone();
        }
        let expression = format!("{}.{attribute}", self.block.address);
        Node::unknown(Hole {
            waits_for: vec![expression.clone().into()],
            non_null: true,
            is_text: true,
            pure: true,
            ..Hole::opaque(expression)
        })
    }
}

impl<'s> Draft<'s> {
    /// A row that comes from `node` at `origin`.
    pub(super) fn new(node: &Node<'s>, origin: Path) -> Self {
        Self {
            origin,
            open: node.is_open(),
            members: Vec::new(),
            sources: Vec::new(),
            sure: true,
            written: true,
        }
    }

    /// Writes a member that the view makes.
    pub(super) fn made(&mut self, name: &'static str, node: impl Into<Option<Node<'s>>>) {
        if let Some(node) = node.into().filter(|node| node.kind != Kind::Null) {
            self.members.push((name, node));
        }
    }

    /// Writes a member that comes from `path`.
    pub(super) fn take(
        &mut self,
        name: &'static str,
        node: impl Into<Option<Node<'s>>>,
        path: Path,
    ) {
        if let Some(node) = node.into().filter(|node| node.kind != Kind::Null) {
            self.members.push((name, node));
            self.sources.push((name, path));
        }
    }

    /// Marks every member as secret: what the view made of a secret is one.
    pub(super) fn hide(&mut self) {
        for (_, node) in &mut self.members {
            node.flag_all(Flags::SENSITIVE);
        }
    }

    /// Notes one more place that a member came from.
    pub(super) fn source(&mut self, name: &'static str, path: Path) {
        self.sources.push((name, path));
    }
}

/// Why a place is open.
pub(super) const NOT_KNOWN: &str = "is not known";

/// The member of an object.
pub(super) fn member<'n, 's>(node: &'n Node<'s>, name: &str) -> At<'n, 's> {
    match node.get(name) {
        Some(node) if node.kind != Kind::Null => At::Is(node),
        None if node.is_open() => At::Unclear,
        _ => At::Unset,
    }
}

/// The member of an object that is written, and written by the author.
pub(super) fn written<'n, 's>(node: &'n Node<'s>, name: &str) -> Option<&'n Node<'s>> {
    node.get(name)
        .filter(|node| node.kind != Kind::Null && !node.flags.has(Flags::DEFAULTED))
}

/// The same, where an empty text or list is how a plan writes "not set".
pub(super) fn filled<'n, 's>(node: &'n Node<'s>, name: &str) -> Option<&'n Node<'s>> {
    written(node, name).filter(|node| match &node.kind {
        Kind::Text(text) => text.as_known() != Some(""),
        Kind::List(list) => !list.is_empty() || node.is_open(),
        _ => true,
    })
}

/// A value as a list: a list is itself, anything else that is surely one value is a list of one.
/// A value of which not even that is known stays as it is.
pub(super) fn listed<'s>(node: &Node<'s>) -> Node<'s> {
    match &node.kind {
        Kind::List(_) => node.clone(),
        Kind::Unknown(hole) if !hole.is_text && hole.starts_with.is_none() => node.clone(),
        _ => {
            let mut list = Node::new(Kind::List(vec![node.clone()]));
            if node.flags.has(Flags::SENSITIVE) {
                list.flags.set(Flags::SENSITIVE);
            }
            list
        }
    }
}

/// What a hole waits for, as messages name it.
pub(super) fn waits_for(hole: &Hole) -> Vec<String> {
    if hole.waits_for.is_empty() && !hole.expression.is_empty() {
        return vec![hole.expression.to_string()];
    }
    hole.waits_for.iter().map(ToString::to_string).collect()
}

/// A path and one name more.
pub(super) fn child(path: &Path, name: &str) -> Path {
    let mut steps = path.0.clone();
    steps.push(Step::Name(name.to_owned()));
    Path(steps)
}

/// A path and one index more.
pub(super) fn index_of(path: &Path, index: usize) -> Path {
    let mut steps = path.0.clone();
    steps.push(Step::Index(index));
    Path(steps)
}

/// A list of these.
pub(super) fn list<'s>(nodes: Vec<Node<'s>>) -> Node<'s> {
    Node::new(Kind::List(nodes))
}

/// An object of these; their names are distinct.
pub(super) fn object<'s>(members: Vec<(&'static str, Node<'s>)>) -> Node<'s> {
    let members = members
        .into_iter()
        .map(|(name, node)| (Cow::Borrowed(name), node));
    Node::new(Kind::Map(Map::new(members.collect()).unwrap_or_default()))
}

/// A number.
pub(super) fn number<'s>(number: u32) -> Node<'s> {
    Node::new(Kind::Number(number.into()))
}
