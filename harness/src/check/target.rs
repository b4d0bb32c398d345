//! What can be judged and looked at: a block of a stack, or a row of a view.

use super::context::Context;
use crate::facts::Shape;
use crate::follow::Stop;
use crate::graph::Vertex;
use crate::select::{Document, Mode};
use crate::stack::{Block, BlockId, BlockKind, Form, Model};
use crate::value::{Kind, Node, Path, Step};
use crate::view::Row;

/// A block, or a row of a view. Their order is that of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Target(pub(super) Stop);

impl Target {
    /// A block of a stack.
    pub(super) fn block(stack: usize, block: BlockId) -> Self {
        Target(Stop::Block(Vertex { stack, block }))
    }

    /// The stack that it is in.
    pub(super) fn stack(self) -> usize {
        match self.0 {
            Stop::Block(vertex) => vertex.stack,
            Stop::Row(stack, ..) => stack,
        }
    }

    /// The block that it is, or that it came from.
    pub(super) fn vertex(self, cx: &Context<'_, '_>) -> Vertex {
        match self.0 {
            Stop::Block(vertex) => vertex,
            Stop::Row(stack, view, row) => Vertex {
                stack,
                block: cx.rows(stack, view).rows[row].block,
            },
        }
    }

    /// The row, if it is one.
    fn row<'c, 's>(self, cx: &'c Context<'_, 's>) -> Option<&'c Row<'s>> {
        match self.0 {
            Stop::Block(_) => None,
            Stop::Row(stack, view, row) => Some(&cx.rows(stack, view).rows[row]),
        }
    }

    /// The model of its stack.
    pub(super) fn model<'r, 's>(self, cx: &Context<'r, 's>) -> &'r Model<'s> {
        cx.model(self.stack())
    }

    /// The block that it is, or that it came from.
    pub(super) fn of_block<'s>(self, cx: &Context<'_, 's>) -> &'s Block {
        self.model(cx).block(self.vertex(cx).block)
    }

    /// Its address; a row has that of its block.
    pub(super) fn address(self, cx: &Context<'_, '_>) -> String {
        self.of_block(cx).address.to_string()
    }

    /// Its name in a message about another subject: the address, and for a row which one it is.
    pub(super) fn name(self, cx: &Context<'_, '_>) -> String {
        let address = self.address(cx);
        match (self.0, self.row(cx)) {
            (Stop::Row(_, view, _), Some(row)) => {
                let origin = row.origin.shorthand();
                format!("the {} at `{origin}` of {address}", view.word())
            }
            _ => address,
        }
    }

    /// What `$` or `@` is if it is this.
    ///
    /// # Errors
    /// When the body of a block cannot be read.
    pub(super) fn root<'c, 's>(self, cx: &'c Context<'_, 's>) -> Result<&'c Node<'s>, String> {
        match (self.row(cx), self.0) {
            (Some(row), _) => Ok(&row.document),
            (None, _) => {
                let body = self.model(cx).body(self.vertex(cx).block);
                body.map_err(ToString::to_string)
            }
        }
    }

    /// Its document, with `$['//']` of its block if `meta` asks for it.
    ///
    /// # Errors
    /// As [`Target::root`].
    pub(super) fn document<'c>(
        self,
        cx: &'c Context<'_, '_>,
        meta: bool,
    ) -> Result<Document<'c, 'c>, String> {
        Ok(self.document_on(self.root(cx)?, cx, meta))
    }

    /// The same with another root in place of its own.
    pub(super) fn document_on<'x, 'c: 'x>(
        self,
        root: &'x Node<'c>,
        cx: &'c Context<'_, '_>,
        meta: bool,
    ) -> Document<'x, 'c> {
        let model = self.model(cx);
        let meta = meta.then(|| model.meta(self.vertex(cx).block));
        let omits = match self.0 {
            Stop::Block(_) => omits_of(model, self.of_block(cx)),
            Stop::Row(..) => None,
        };
        Document {
            root,
            meta,
            omits,
            mode: Mode::Stack,
        }
    }

    /// What the facts say of it; nothing of a row.
    pub(super) fn shape<'s>(self, cx: &Context<'_, 's>) -> Option<Shape<'s>> {
        match self.0 {
            Stop::Block(_) => self.model(cx).shape(self.of_block(cx)),
            Stop::Row(..) => None,
        }
    }

    /// Where a place of its document stands in the body of its block.
    pub(super) fn in_block(self, path: &Path, cx: &Context<'_, '_>) -> Path {
        let Some(row) = self.row(cx) else {
            return path.clone();
        };
        let Some((Step::Name(member), rest)) = path.0.split_first() else {
            return row.origin.clone();
        };
        if member == "//" {
            return path.clone();
        }
        let source = row.sources.iter().find(|(name, _)| name == member);
        let Some((_, source)) = source else {
            return row.origin.clone();
        };
        let body = self.model(cx).body(self.vertex(cx).block);
        let mut here = body.ok().and_then(|body| reach(body, &source.0));
        let mut steps = source.0.clone();
        // The view may have made a list of a single value: then the value is meant.
        for step in rest {
            here = here.and_then(|node| child(node, step));
            if here.is_none() {
                break;
            }
            steps.push(step.clone());
        }
        Path(steps)
    }
}

fn reach<'n, 's>(root: &'n Node<'s>, steps: &[Step]) -> Option<&'n Node<'s>> {
    steps.iter().try_fold(root, |node, step| child(node, step))
}

/// A member or element, also of the document in a text.
fn child<'n, 's>(node: &'n Node<'s>, step: &Step) -> Option<&'n Node<'s>> {
    let node = match &node.kind {
        Kind::Text(text) => text.document()?.as_ref().ok()?,
        _ => node,
    };
    match step {
        Step::Name(name) => node.get(name),
        Step::Index(index) => node.as_list()?.get(*index),
    }
}

/// Whether the input of a block never carries a member of its root. A synth output beside a plan
/// carries what the plan does not.
fn omits_of(model: &Model<'_>, block: &Block) -> Option<&'static dyn Fn(&str) -> bool> {
    omits(model.stack().form, block.kind).filter(|_| !model.has_counterpart(block))
}

/// Whether inputs of a form never carry a member of the root of blocks of a kind.
fn omits(form: Form, kind: BlockKind) -> Option<&'static dyn Fn(&str) -> bool> {
    use BlockKind::{Data, Output, Resource, Variable};
    match (form, kind) {
        (Form::Plan, Resource | Data) => Some(&|name| Form::Plan.omits(Resource, name)),
        (Form::Plan, Variable) => Some(&|name| Form::Plan.omits(Variable, name)),
        (Form::Plan, Output) => Some(&|name| Form::Plan.omits(Output, name)),
        (Form::State, Resource | Data) => Some(&|name| Form::State.omits(Resource, name)),
        (Form::State, Variable) => Some(&|name| Form::State.omits(Variable, name)),
        (Form::State, Output) => Some(&|name| Form::State.omits(Output, name)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table says of every form and kind what [`Form::omits`] says.
    #[test]
    fn what_inputs_omit() {
        let names = [
            "lifecycle",
            "provider",
            "count",
            "name",
            "validation",
            "nullable",
            "precondition",
            "ephemeral",
        ];
        for form in [Form::Synth, Form::Plan, Form::State] {
            for kind in BlockKind::ALL {
                for name in names {
                    let said = omits(form, kind).is_some_and(|omits| omits(name));
                    assert_eq!(said, form.omits(kind, name), "{form:?} {kind:?} {name}");
                }
            }
        }
    }
}
