//! The blocks of each type, for references to lead elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use crate::proof::readers::Readers;
use crate::stack::{BlockId, BlockKind, Stack};
use crate::template::Reference;

/// The addresses of the blocks of each type of a stack, in their order.
type OfStack = HashMap<(BlockKind, Arc<str>), Vec<String>>;

/// The blocks that a reference could lead to instead, by stack.
pub(super) struct Peers(Vec<OfStack>);

impl Peers {
    /// Those of a run.
    pub(super) fn of(readers: &Readers<'_, '_, '_>) -> Self {
        let of_stack = |stack: &Stack| {
            let mut peers = OfStack::new();
            for block in &stack.blocks {
                let whole = block.module.is_empty() && block.key.is_none();
                if whole && matches!(block.kind, BlockKind::Resource | BlockKind::Data) {
                    let key = (block.kind, block.type_name.clone());
                    peers
                        .entry(key)
                        .or_default()
                        .push(block.address.to_string());
                }
            }
            peers
        };
        let stacks = readers.cx.run.stacks.iter();
        Peers(
            stacks
                .map(|subject| of_stack(subject.model.stack()))
                .collect(),
        )
    }

    /// The expression with another block of the same type in it: the next one, never `own`.
    pub(super) fn other(&self, stack: usize, own: &str, expression: &str) -> Option<String> {
        let (kind, ty, address) = named(expression)?;
        let peers = self.0.get(stack)?.get(&(kind, ty.as_str().into()))?;
        let at = peers.iter().position(|peer| *peer == address)?;
        let others = peers.iter().cycle().skip(at + 1).take(peers.len() - 1);
        let other = others.into_iter().find(|peer| *peer != own)?;
        let rest = expression.strip_prefix(&address)?;
        Some(format!("{other}{rest}"))
    }
}

/// The block that an expression refers to.
pub(super) fn block_of(stack: &Stack, expression: &str) -> Option<BlockId> {
    let (kind, _, address) = named(expression)?;
    stack.find(kind, &address)
}

/// The kind, type and address of the block that an expression names.
fn named(expression: &str) -> Option<(BlockKind, String, String)> {
    let reference = Reference::parse(expression)?;
    let (kind, ty, name) = match reference.name(0)? {
        "data" => (BlockKind::Data, reference.name(1)?, reference.name(2)?),
        ty => (BlockKind::Resource, ty, reference.name(1)?),
    };
    let prefix = if kind == BlockKind::Data { "data." } else { "" };
    Some((kind, ty.to_owned(), format!("{prefix}{ty}.{name}")))
}
