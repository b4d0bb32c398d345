//! What the names of one stack stand for: its blocks, module instances, variables and locals.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::config::Module;
use crate::address::{join, without_keys};
use crate::stack::{BlockId, BlockKind, Form, Model, Stack, VariableValue};
use crate::template::{Part, Reference};
use crate::value::{Map, Node, parse};

/// The names of one stack, read as they are asked for.
#[derive(Default)]
pub(super) struct Names<'s> {
    /// The configuration, if another graph has read it.
    known: Option<&'s Module<'s>>,
    config: OnceLock<Option<Module<'s>>>,
    modules: OnceLock<BTreeMap<String, BTreeSet<String>>>,
    values: OnceLock<Values<'s>>,
    bare: OnceLock<HashMap<String, Vec<BlockId>>>,
}

/// The values of variables and locals, as they are written.
#[derive(Default)]
pub(super) struct Values<'s> {
    /// Locals of a synth output.
    pub(super) locals: HashMap<String, Node<'s>>,
    /// Variables: `None` if there is no value.
    pub(super) variables: HashMap<String, Option<Node<'s>>>,
}

impl<'s> Names<'s> {
    /// Names of a stack whose configuration has been read.
    pub(super) fn knowing(known: Option<&'s Module<'s>>) -> Self {
        Names {
            known,
            ..Names::default()
        }
    }

    /// The configuration of a plan.
    pub(super) fn config(&self, stack: &'s Stack) -> Option<&Module<'s>> {
        match self.known {
            Some(known) => Some(known),
            None => self.config.get_or_init(|| Module::root(stack)).as_ref(),
        }
    }

    /// The variables and locals.
    pub(super) fn values(&self, model: &Model<'s>) -> &Values<'s> {
        self.values.get_or_init(|| Values::of(model.stack()))
    }

    /// The instances of the module `name` that the module instance `parent` calls.
    pub(super) fn instances(&self, stack: &Stack, parent: &str, name: &str) -> Vec<&str> {
        let modules = self.modules.get_or_init(|| {
            let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            let paths: BTreeSet<&str> = stack.blocks.iter().map(|block| &*block.module).collect();
            for mut path in paths {
                while let Some((parent, _)) = last(path) {
                    let bare = call_path(path);
                    if !found.entry(bare).or_default().insert(path.to_owned()) {
                        break;
                    }
                    path = parent;
                }
            }
            found
        });
        let call = below(parent, name);
        modules
            .get(&call)
            .map(|found| found.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// The blocks that an address without instance keys stands for.
    pub(super) fn bare(&self, stack: &Stack, address: &str) -> &[BlockId] {
        let index = self.bare.get_or_init(|| {
            let mut index: HashMap<String, Vec<BlockId>> = HashMap::new();
            for (id, block) in stack.blocks.iter().enumerate() {
                if matches!(block.kind, BlockKind::Resource | BlockKind::Data) {
                    index
                        .entry(without_keys(&block.address))
                        .or_default()
                        .push(id);
                }
            }
            index
        });
        index.get(address).map_or(&[], Vec::as_slice)
    }
}

impl<'s> Values<'s> {
    fn of(stack: &'s Stack) -> Self {
        let mut values = Values::default();
        for extent in &stack.locals {
            let Ok(node) = parse(stack.text(extent.source, extent.span)) else {
                continue;
            };
            for (name, node) in node.as_map().into_iter().flat_map(Map::iter) {
                values.locals.insert(name.to_owned(), node.clone());
            }
        }
        for (_, block) in stack.blocks_of(BlockKind::Variable) {
            let member = |span, name: &str| {
                let node: Node<'s> = parse(stack.text(block.body.source, span?)).ok()?;
                let found = node.get(name)?.clone();
                (found.kind != crate::value::Kind::Null).then_some(found)
            };
            let value = match (stack.form, stack.given.get(&*block.name)) {
                (_, Some(VariableValue::Json(value))) => Some(Node::from(value)),
                (_, Some(VariableValue::Text(text))) => {
                    Some(parse(text).unwrap_or_else(|_| Node::text(text.as_str())))
                }
                (Form::Synth, None) => member(block.body.values, "default"),
                _ => member(block.body.values, "value")
                    .or_else(|| member(block.body.config, "default")),
            };
            values.variables.insert(block.name.to_string(), value);
        }
        values
    }
}

/// The blocks of a name in a module instance: the one without key, or every instance.
pub(super) fn blocks(
    stack: &Stack,
    module: &str,
    data: bool,
    kind: &str,
    name: &str,
) -> std::ops::Range<BlockId> {
    let block_kind = if data {
        BlockKind::Data
    } else {
        BlockKind::Resource
    };
    let address = join(module, data, kind, name, None);
    let place = |address: &str| {
        stack
            .blocks
            .partition_point(|block| (block.kind, &*block.address) < (block_kind, address))
    };
    let at = place(&address);
    let same = |block: &crate::stack::Block| block.kind == block_kind && *block.address == *address;
    if stack.blocks.get(at).is_some_and(same) {
        return at..at + 1;
    }
    // `\` is what comes behind `[`.
    place(&format!("{address}["))..place(&format!("{address}\\"))
}

/// The resources and data sources in an instance of a module, those of modules in it as well.
pub(super) fn within(stack: &Stack, module: &str) -> Vec<BlockId> {
    let mut found = Vec::new();
    for kind in [BlockKind::Resource, BlockKind::Data] {
        let place = |address: &str| {
            stack
                .blocks
                .partition_point(|block| (block.kind, &*block.address) < (kind, address))
        };
        // `/` is what comes behind `.`.
        found.extend(place(&format!("{module}."))..place(&format!("{module}/")));
    }
    found
}

/// The path of a module that another calls.
pub(super) fn below(parent: &str, name: &str) -> String {
    match parent {
        "" => format!("module.{name}"),
        parent => format!("{parent}.module.{name}"),
    }
}

/// The module instance around a module instance, and the last segment: `module.a["x"]` and
/// `module.b[0]` of `module.a["x"].module.b[0]`.
pub(super) fn last(path: &str) -> Option<(&str, &str)> {
    let (mut quoted, mut escaped, mut start) = (false, false, 0);
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'.' if !quoted && path[at..].starts_with(".module.") => start = at + 1,
            _ => {}
        }
    }
    let parent = path.get(..start.saturating_sub(1))?;
    path.get(start..)
        .filter(|last| !last.is_empty())
        .map(|last| (parent, last))
}

/// The path of a module instance without its own key.
pub(super) fn call_path(path: &str) -> String {
    match last(path) {
        None => String::new(),
        Some((parent, segment)) => {
            let end = segment.find('[').unwrap_or(segment.len());
            match parent {
                "" => segment[..end].to_owned(),
                parent => format!("{parent}.{}", &segment[..end]),
            }
        }
    }
}

/// The key of a module instance.
pub(super) fn key(path: &str) -> Option<crate::address::Key> {
    let (_, segment) = last(path)?;
    match Reference::parse(segment)?.parts.pop()? {
        Part::Key(key) => Some(key),
        _ => None,
    }
}

/// Whether a block of this address is declared.
pub(super) fn declares(stack: &Stack, kind: BlockKind, address: &str) -> bool {
    let same = |block: &crate::stack::Block| (block.kind, &*block.address).cmp(&(kind, address));
    stack.blocks.binary_search_by(same).is_ok()
}
