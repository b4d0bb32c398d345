//! What the stacks of a run hold at a path.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::check::Run;
use crate::select::{Pick, Segment};
use crate::stack::{BlockId, BlockKind, Form};
use crate::value::{Kind, Node, parse, shorthand};

/// One step of a path that is looked at.
#[derive(Clone, Copy)]
pub(super) enum Move<'q> {
    /// By a segment as it is written; a filter lets everything through.
    Segment(&'q Segment),
    /// To what a filter calls `@`: a child of what is here, or of anything below (`bool`).
    Child(bool),
}

/// The blocks that a spec selects in every stack of the run. They are read when they are asked.
pub(super) struct Seen<'r, 's> {
    run: &'r Run<'s>,
    /// The stack and the block.
    blocks: Vec<(usize, BlockId)>,
    /// What a plan writes besides the normal form: `null`, and what is known after apply (`bool`).
    raw: OnceCell<Vec<(Node<'s>, bool)>>,
}

/// Where a name is.
pub(super) struct Place {
    /// The path to it: `.ingress[*].cidr_blocks`.
    pub(super) path: String,
    /// The end of the path to the text that it is in, if `..` does not come to it.
    pub(super) text: Option<usize>,
}

impl<'r, 's> Seen<'r, 's> {
    pub(super) fn new(run: &'r Run<'s>, blocks: Vec<(usize, BlockId)>) -> Self {
        Self {
            run,
            blocks,
            raw: OnceCell::new(),
        }
    }

    /// Whether any of the blocks has a member of this name where the path leads, or may have: then
    /// the verdict says what is not known.
    pub(super) fn has(&self, path: &[Move<'_>], name: &str) -> bool {
        self.each(|root, mask| {
            let mut reached = reach(root, mask, path);
            reached.by_name(name);
            (reached.open || !reached.nodes.is_empty()).then_some(())
        })
        .is_some()
    }

    /// The same for anything below the end of the path: `..` enters no text.
    pub(super) fn has_below(&self, path: &[Move<'_>], name: &str) -> bool {
        self.each(|root, mask| {
            let mut reached = reach(root, mask, path);
            reached.descend();
            reached.by_name(name);
            (reached.open || !reached.nodes.is_empty()).then_some(())
        })
        .is_some()
    }

    /// The names that the blocks have where the path leads.
    pub(super) fn names(&self, path: &[Move<'_>]) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.each(|root, mask| {
            for node in reach(root, mask, path).nodes {
                if let Some(map) = inside(node).as_map() {
                    names.extend(map.iter().map(|(name, _)| name.to_owned()));
                }
            }
            None::<()>
        });
        names
    }

    /// The nearest place of this name at or below the end of a path.
    pub(super) fn find(&self, path: &[Move<'_>], name: &str) -> Option<Place> {
        self.each(|root, mask| search(reach(root, mask, path).nodes, name))
    }

    /// Asks the blocks in their normal form, then as they are written, until there is an answer.
    fn each<T>(&self, mut ask: impl FnMut(&Node<'s>, bool) -> Option<T>) -> Option<T> {
        let bodies = self.blocks.iter().find_map(|(stack, block)| {
            let body = self.run.stacks[*stack].model.body(*block);
            ask(body.ok()?, false)
        });
        bodies.or_else(|| {
            let raw = self.raw.get_or_init(|| self.read());
            raw.iter().find_map(|(root, mask)| ask(root, *mask))
        })
    }

    fn read(&self) -> Vec<(Node<'s>, bool)> {
        let mut raw = Vec::new();
        for (stack, block) in &self.blocks {
            let stack = self.run.stacks[*stack].model.stack();
            let block = &stack.blocks[*block];
            let typed = matches!(block.kind, BlockKind::Resource | BlockKind::Data);
            if stack.form == Form::Synth || !typed {
                continue;
            }
            let spans = [(block.body.values, false), (block.body.unknown, true)];
            for (span, mask) in spans {
                let text = span.map(|span| stack.text(block.body.source, span));
                if let Some(Ok(node)) = text.map(parse) {
                    raw.push((node, mask));
                }
            }
        }
        raw
    }
}

/// What a path comes to in one block.
struct Reached<'n, 's> {
    nodes: Vec<&'n Node<'s>>,
    /// It leads into what is not known.
    open: bool,
    /// Whether `true` means "known after apply".
    mask: bool,
}

fn reach<'n, 's>(root: &'n Node<'s>, mask: bool, path: &[Move<'_>]) -> Reached<'n, 's> {
    let mut reached = Reached {
        nodes: vec![root],
        open: false,
        mask,
    };
    for step in path {
        match step {
            Move::Child(deep) => {
                if *deep {
                    reached.descend();
                }
                reached.by_all();
            }
            Move::Segment(segment) => {
                if segment.descendant {
                    reached.descend();
                }
                let from = std::mem::take(&mut reached.nodes);
                let mut to = Vec::new();
                for selector in &segment.selectors {
                    reached.nodes.clone_from(&from);
                    match &selector.pick {
                        Pick::Name(name) => reached.by_name(name),
                        _ => reached.by_all(),
                    }
                    to.append(&mut reached.nodes);
                }
                reached.nodes = to;
            }
        }
        let mut met = HashSet::new();
        reached
            .nodes
            .retain(|node| met.insert(std::ptr::from_ref(*node)));
    }
    reached
}

impl<'n, 's> Reached<'n, 's> {
    fn by_name(&mut self, name: &str) {
        for node in std::mem::take(&mut self.nodes) {
            match inside(node).as_map() {
                Some(map) => match map.get(name) {
                    Some(child) => self.nodes.push(child),
                    None => self.open |= node.is_open(),
                },
                None => self.open |= is_unknown(node, self.mask),
            }
        }
    }

    fn by_all(&mut self) {
        for node in std::mem::take(&mut self.nodes) {
            match (&inside(node).kind, &node.kind) {
                // Only a list in a text is entered by its elements.
                (Kind::List(list), _) => self.nodes.extend(list),
                (_, Kind::Map(map)) => self.nodes.extend(map.iter().map(|(_, child)| child)),
                _ => self.open |= is_unknown(node, self.mask),
            }
        }
    }

    /// Every object and list at and below the nodes; texts are not entered.
    fn descend(&mut self) {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at).copied() {
            match &node.kind {
                Kind::List(list) => self.nodes.extend(list),
                Kind::Map(map) => self.nodes.extend(map.iter().map(|(_, child)| child)),
                _ => {}
            }
            at += 1;
        }
        self.nodes.retain(|node| match &node.kind {
            Kind::List(_) | Kind::Map(_) => true,
            Kind::Text(_) => false,
            _ => is_unknown(node, self.mask),
        });
    }
}

/// The document in a text, else the node itself.
fn inside<'n, 's>(node: &'n Node<'s>) -> &'n Node<'s> {
    match &node.kind {
        Kind::Text(text) => match text.document() {
            Some(Ok(document)) => document,
            _ => node,
        },
        _ => node,
    }
}

fn is_unknown(node: &Node<'_>, mask: bool) -> bool {
    match &node.kind {
        Kind::Unknown(_) => true,
        Kind::Text(text) => text.holes().next().is_some(),
        Kind::Bool(value) => mask && *value,
        _ => false,
    }
}

fn search(nodes: Vec<&Node<'_>>, name: &str) -> Option<Place> {
    let mut queue: VecDeque<(&Node<'_>, Place)> = nodes
        .into_iter()
        .map(|node| {
            let (path, text) = (String::new(), None);
            (node, Place { path, text })
        })
        .collect();
    while let Some((node, at)) = queue.pop_front() {
        let document = inside(node);
        let text = at
            .text
            .or_else(|| (!std::ptr::eq(document, node)).then_some(at.path.len()));
        let below = |step: &str| Place {
            path: format!("{}{step}", at.path),
            text,
        };
        match &document.kind {
            Kind::Map(map) if map.get(name).is_some() => return Some(below(&shorthand(name))),
            Kind::Map(map) => {
                for (name, child) in map.iter().filter(|(name, _)| *name != "//") {
                    queue.push_back((child, below(&shorthand(name))));
                }
            }
            Kind::List(list) => {
                for child in list {
                    queue.push_back((child, below("[*]")));
                }
            }
            _ => {}
        }
    }
    None
}
