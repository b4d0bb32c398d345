//! A part of the stacks of a run: the blocks that matter to what is judged again, each as it stands.
//!
//! To judge ten thousand mutants of a stack of ten thousand blocks, nobody may look at all blocks for
//! each. So the blocks that a few judgements look at are taken out into small stacks of their own, and
//! judged there by the same code.

use std::collections::BTreeSet;

use super::written::Edited;
use crate::check::{Context, Run, Subject};
use crate::graph::{Configurations, Vertex};
use crate::stack::{Block, BlockId, BlockKind, Body, Model, Source, Span, Stack};

/// The parts of the stacks of a run.
pub(super) struct Slice {
    /// In the order of the run.
    stacks: Vec<Stack>,
}

/// What is done to a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit<'e> {
    /// Nothing.
    Nothing,
    /// This is said of it.
    Body(&'e Edited),
    /// It is left out.
    Remove,
    /// It is there twice, the second time under another name.
    Duplicate,
}

impl Slice {
    /// These blocks, and those that every block may hang on: variables, providers, modules.
    pub(super) fn of(run: &Run<'_>, blocks: &BTreeSet<Vertex>) -> Self {
        let part = |(at, subject): (usize, &Subject<'_>)| {
            let stack = subject.model.stack();
            let mut kept: Vec<BlockId> = Vec::new();
            for kind in BlockKind::ALL {
                if is_everywhere(kind) {
                    kept.extend(stack.blocks_of(kind).map(|(id, _)| id));
                }
            }
            let first = Vertex {
                stack: at,
                block: 0,
            };
            let here = blocks
                .range(first..)
                .take_while(|vertex| vertex.stack == at);
            kept.extend(here.map(|vertex| vertex.block));
            kept.sort_unstable();
            kept.dedup();
            part(
                stack,
                kept.into_iter()
                    .map(|id| stack.blocks[id].clone())
                    .collect(),
            )
        };
        let stacks = run.stacks.iter().enumerate().map(part).collect();
        Slice { stacks }
    }

    /// All blocks.
    pub(super) fn whole(run: &Run<'_>) -> Self {
        let whole = |subject: &Subject<'_>| subject.model.stack().clone();
        Slice {
            stacks: run.stacks.iter().map(whole).collect(),
        }
    }

    /// Shows the parts to `look` with one block changed, and puts it back.
    pub(super) fn with<T>(
        &mut self,
        run: &Run<'_>,
        known: &Configurations<'_>,
        (block, edit): (Vertex, Edit<'_>),
        look: impl FnOnce(&Context<'_, '_>) -> T,
    ) -> T {
        let undo = self.change(run, block, edit);
        let seen = {
            let subjects = self.stacks.iter().zip(&run.stacks);
            let part = Run {
                stacks: subjects.map(|(part, of)| subject(part, of)).collect(),
                specs: run.specs,
                params: run.params,
            };
            look(&Context::knowing(&part, known.clone()))
        };
        if let (Some(undo), Some(stack)) = (undo, self.stacks.get_mut(block.stack)) {
            match undo {
                Undo::Body(id, body) => {
                    stack.sources.pop();
                    stack.blocks[id].body = body;
                }
                Undo::Blocks(blocks) => {
                    stack.blocks = blocks;
                    stack.sort();
                }
            }
        }
        seen
    }

    fn change(&mut self, run: &Run<'_>, at: Vertex, edit: Edit<'_>) -> Option<Undo> {
        let block = run.stacks.get(at.stack)?.model.block(at.block);
        let stack = self.stacks.get_mut(at.stack)?;
        let id = stack.find(block.kind, &block.address)?;
        match edit {
            Edit::Nothing => None,
            Edit::Body(edited) => {
                let (source, body) = rewritten(stack, &stack.blocks[id], edited);
                stack.sources.push(source);
                Some(Undo::Body(
                    id,
                    std::mem::replace(&mut stack.blocks[id].body, body),
                ))
            }
            Edit::Remove => {
                let before = stack.blocks.clone();
                stack.blocks.remove(id);
                stack.sort();
                Some(Undo::Blocks(before))
            }
            Edit::Duplicate => {
                let before = stack.blocks.clone();
                let copy = twin(&stack.blocks[id]);
                stack.blocks.push(copy);
                stack.sort();
                Some(Undo::Blocks(before))
            }
        }
    }
}

/// A part of a stack, to be judged as the stack is.
fn subject<'x, 's: 'x>(part: &'x Stack, of: &Subject<'s>) -> Subject<'x> {
    let model = Model::new(part, of.model.facts());
    Subject {
        model: match of.model.all_files() {
            Some(files) => model.with_files(files),
            None => model,
        },
        role: of.role.clone(),
    }
}

/// How a change is taken back.
enum Undo {
    Body(BlockId, Body),
    Blocks(Vec<Block>),
}

/// The place of a block of the run in a part of its stack.
pub(super) fn find(cx: &Context<'_, '_>, run: &Run<'_>, at: Vertex) -> Option<BlockId> {
    let block = run.stacks.get(at.stack)?.model.block(at.block);
    let stack = cx.run.stacks.get(at.stack)?.model.stack();
    stack.find(block.kind, &block.address)
}

/// Whether every block may hang on blocks of a kind.
fn is_everywhere(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Resource | BlockKind::Data | BlockKind::Output => false,
        BlockKind::Variable
        | BlockKind::Provider
        | BlockKind::Backend
        | BlockKind::Module
        | BlockKind::Document => true,
    }
}

fn part(stack: &Stack, blocks: Vec<Block>) -> Stack {
    let companion = stack.companion.as_ref().map(|synth| {
        let bare = |block: &Block| crate::address::without_keys(&block.address);
        let wanted: BTreeSet<(BlockKind, String)> = blocks
            .iter()
            .map(|block| (block.kind, bare(block)))
            .collect();
        let beside = synth.blocks.iter().filter(|block| {
            is_everywhere(block.kind) || wanted.contains(&(block.kind, bare(block)))
        });
        Box::new(part(synth, beside.cloned().collect()))
    });
    let mut part = Stack {
        name: stack.name.clone(),
        input: stack.input.clone(),
        form: stack.form,
        sources: stack.sources.clone(),
        blocks,
        provider_versions: stack.provider_versions.clone(),
        annotations: Vec::new(),
        locals: stack.locals.clone(),
        runs: Vec::new(),
        other_blocks: Vec::new(),
        given: stack.given.clone(),
        companion,
    };
    part.sort();
    part
}

/// A source of its own for a block with other values: whatever else is said of it stands there too.
fn rewritten(stack: &Stack, block: &Block, edited: &Edited) -> (Source, Body) {
    let old = &block.body;
    let mut text = edited.values.clone();
    let mut add = |kept: &str| {
        let start = text.len() + 1;
        text.push('\n');
        text.push_str(kept);
        Span {
            start: start as u32,
            end: text.len() as u32,
        }
    };
    let old_text = |span: Span| stack.text(old.source, span);
    let unknown = old.unknown.map(|span| add(old_text(span)));
    let sensitive = old.sensitive.map(|span| add(old_text(span)));
    let config = old.config.map(|span| match &edited.config {
        Some(config) => add(config),
        None => add(old_text(span)),
    });
    let body = Body {
        source: u16::try_from(stack.sources.len()).unwrap_or(u16::MAX),
        values: Some(Span {
            start: 0,
            end: edited.values.len() as u32,
        }),
        unknown,
        sensitive,
        config,
        open: old.open,
    };
    let path = stack.sources.get(usize::from(old.source));
    let source = Source {
        path: path.map(|source| source.path.clone()).unwrap_or_default(),
        text: text.into(),
    };
    (source, body)
}

/// The same block under another name.
fn twin(block: &Block) -> Block {
    let name = format!("{}_twin", block.name);
    let address = match block.address.rfind(&*block.name) {
        Some(at) => format!(
            "{}{name}{}",
            &block.address[..at],
            &block.address[at + block.name.len()..]
        ),
        None => format!("{}_twin", block.address),
    };
    Block {
        address: address.into(),
        name: name.into(),
        ..block.clone()
    }
}
