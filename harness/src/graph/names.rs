//! The names of a stack's blocks, and what they stand for.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use serde_json::value::RawValue;

use super::Vertex;
use crate::address::{Key, join};
use crate::stack::{Block, BlockKind, Stack};
use crate::value::{Node, parse};

/// What the names of one stack stand for. What costs anything is made at the first call.
pub(super) struct Names<'s> {
    stack: &'s Stack,
    locals: OnceLock<HashMap<String, &'s str>>,
    modules: OnceLock<BTreeSet<&'s str>>,
    calls: OnceLock<HashMap<&'s str, Node<'s>>>,
}

impl<'s> Names<'s> {
    /// The names of a stack.
    pub(super) fn of(stack: &'s Stack) -> Self {
        Self {
            stack,
            locals: OnceLock::new(),
            modules: OnceLock::new(),
            calls: OnceLock::new(),
        }
    }

    /// The block of a kind at an address.
    pub(super) fn find(&self, kind: BlockKind, address: &str) -> Option<usize> {
        self.stack.find(kind, address)
    }

    /// Every block of a resource or data source in a module, whatever its instance key.
    pub(super) fn instances(&self, module: &str, data: bool, ty: &str, name: &str) -> Vec<usize> {
        let kind = if data {
            BlockKind::Data
        } else {
            BlockKind::Resource
        };
        let address = join(module, data, ty, name, None);
        let mut found: Vec<usize> = self.find(kind, &address).into_iter().collect();
        found.extend(self.starting(kind, &format!("{address}[")));
        found
    }

    /// Every resource and data source in a module and in those below it, whatever its instance.
    pub(super) fn in_module(&self, module: &str) -> Vec<usize> {
        let inside = |(_, block): &(usize, &Block)| {
            let rest = block.module.strip_prefix(module);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let kinds = [BlockKind::Resource, BlockKind::Data];
        let blocks = kinds
            .into_iter()
            .flat_map(|kind| self.stack.blocks_of(kind));
        blocks.filter(inside).map(|(id, _)| id).collect()
    }

    /// The blocks of a kind whose address starts with a text.
    pub(super) fn starting(&self, kind: BlockKind, prefix: &str) -> std::ops::Range<usize> {
        let blocks = &self.stack.blocks;
        let first = blocks.partition_point(|block| (block.kind, &*block.address) < (kind, prefix));
        let many = blocks[first..]
            .partition_point(|block| block.kind == kind && block.address.starts_with(prefix));
        first..first + many
    }

    /// The instances of a module call, as module paths: those below `module`, called `name`, with
    /// this key if one is named.
    pub(super) fn module_paths(&self, module: &str, name: &str, key: Option<&Key>) -> Vec<String> {
        let modules = self.modules.get_or_init(|| {
            let blocks = self.stack.blocks.iter();
            blocks.map(|block| &*block.module).collect()
        });
        let bare = match module {
            "" => format!("module.{name}"),
            module => format!("{module}.module.{name}"),
        };
        let wanted = key.map(|key| format!("{bare}{key}"));
        let mut found = BTreeSet::new();
        for path in modules {
            let Some(rest) = path.strip_prefix(&*bare) else {
                continue;
            };
            let end = match rest.as_bytes().first() {
                None | Some(b'.') => 0,
                Some(b'[') => key_end(rest),
                Some(_) => continue,
            };
            let path = format!("{bare}{}", &rest[..end]);
            if wanted.as_ref().is_none_or(|wanted| *wanted == path) {
                found.insert(path);
            }
        }
        found.into_iter().collect()
    }

    /// The text of a local, as JSON.
    pub(super) fn local(&self, name: &str) -> Option<&'s str> {
        let locals = self.locals.get_or_init(|| {
            let mut found = HashMap::new();
            for extent in &self.stack.locals {
                let text = self.stack.text(extent.source, extent.span);
                let read = serde_json::from_str::<HashMap<String, &RawValue>>(text);
                found.extend(
                    read.unwrap_or_default()
                        .into_iter()
                        .map(|(name, raw)| (name, raw.get())),
                );
            }
            found
        });
        locals.get(name).copied()
    }

    /// The configuration of a module call of a plan, by the names on the way to it.
    pub(super) fn call(&self, names: &[String]) -> Option<&Node<'s>> {
        let calls = self.calls.get_or_init(|| {
            let read = |(_, block): (usize, &'s Block)| {
                let text = self.stack.text(block.body.source, block.body.config?);
                Some((&*block.name, parse(text).ok()?))
            };
            let blocks = self.stack.blocks_of(BlockKind::Module);
            blocks.filter_map(read).collect()
        });
        let (first, rest) = names.split_first()?;
        let mut call = calls.get(first.as_str())?;
        for name in rest {
            call = call.get("module")?.get("module_calls")?.get(name)?;
        }
        Some(call)
    }
}

/// The end of `["k"]` at the start of a text; keys may hold brackets.
fn key_end(text: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Vertices of one stack.
pub(super) fn vertices(stack: usize, blocks: impl IntoIterator<Item = usize>) -> Vec<Vertex> {
    let vertex = |block| Vertex { stack, block };
    blocks.into_iter().map(vertex).collect()
}
