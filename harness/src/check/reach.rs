//! What a clause or a right side looks at besides the subject: what a walk reaches, and what a
//! stack has of a kind.

use super::context::Context;
use super::target::Target;
use crate::follow::{Stop, may_hide, walk};
use crate::graph::Vertex;
use crate::select::Document;
use crate::spec::{Filter, Over, Selection, Walk, What};
use crate::stack::{Block, BlockKind, Form, Repeat};
use crate::value::{Held, Hole, Kind, Map, Node, Piece, PieceRef, Text};
use crate::verdict::Truth;
use crate::view::OpenRows;

/// How many instances of one block are told apart.
pub(super) const MAX_COPIES: u64 = 1_000;

/// Why more instances of a block are there than are told apart: a clause that counts would take the
/// bound for their number.
pub(super) fn too_many(block: &Block) -> Option<String> {
    match block.repeat {
        Repeat::Times(copies) if copies > MAX_COPIES => Some(format!(
            "there are {copies} of {}, and {MAX_COPIES} are told apart",
            block.address
        )),
        _ => None,
    }
}

/// One of the things that are looked at.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    /// Which.
    pub(super) target: Target,
    /// Whether it surely is one of them.
    pub(super) sure: bool,
    /// What that waits for, if not.
    pub(super) waits_for: Vec<String>,
    /// How many of it there are: the instances of a block.
    pub(super) copies: u64,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// In the order of the run, each once.
    pub(super) nodes: Vec<Reached>,
    /// Why there may be more: a sentence, and what it waits for.
    pub(super) open: Vec<(String, Vec<String>)>,
    /// The hop at which the walk ended early.
    pub(super) broken: Option<usize>,
    /// Why something could not be said of some of them.
    pub(super) errors: Vec<(Target, String)>,
}

/// What there is to look at from a subject; nothing if that is the subject itself.
pub(super) fn over(over: &Over, from: Target, cx: &Context<'_, '_>) -> Reach {
    match over {
        Over::Subject => Reach::default(),
        Over::Walk(walk) => follow(walk, from, cx),
        Over::Stack(selection) => selected(selection, from.stack(), cx),
    }
}

/// What a walk reaches.
pub(super) fn follow(by: &Walk, from: Target, cx: &Context<'_, '_>) -> Reach {
    let walked = walk(&by.follow, from.0, cx.graph(), cx.views());
    let mut reach = Reach {
        open: walked.open,
        broken: walked.broken,
        ..Reach::default()
    };
    for (stop, sure) in walked.reached {
        reach.push(Target(stop), sure, false, cx);
    }
    reach
}

/// What a stack has of a kind. A block that a literal `count = 0` or an empty `for_each` takes away
/// is not there.
pub(super) fn selected(selection: &Selection, stack: usize, cx: &Context<'_, '_>) -> Reach {
    let mut reach = Reach::default();
    let model = cx.model(stack);
    match selection.what {
        What::Blocks(kind) => {
            for id in super::subject::selected(model.stack(), selection) {
                reach.push(Target::block(stack, id), true, true, cx);
            }
            let opaque = matches!(kind, BlockKind::Resource | BlockKind::Data);
            reach.modules(stack, cx, opaque);
        }
        What::Rows(view) => {
            let rows = cx.rows(stack, view);
            let written = rows.rows.iter().enumerate().filter(|(_, row)| row.written);
            for (at, row) in written {
                let target = Target(Stop::Row(stack, view, at));
                reach.push(target, row.sure, true, cx);
            }
            let hides = |open: &&OpenRows| {
                let block = open.block;
                may_hide(open, view, Vertex { stack, block }, cx.graph())
            };
            for open in rows.open.iter().filter(hides) {
                let address = &model.block(open.block).address;
                let at = open.path.shorthand();
                reach.open.push((
                    format!("`{at}` of {address} {}", open.why),
                    open.waits_for.clone(),
                ));
            }
            reach.modules(stack, cx, true);
        }
    }
    reach
}

impl Reach {
    /// Adds a thing. `all`: every instance of its block is meant, not just one of them.
    fn push(&mut self, target: Target, sure: bool, all: bool, cx: &Context<'_, '_>) {
        let mut next = Reached {
            target,
            sure,
            waits_for: Vec::new(),
            copies: 1,
        };
        let block = target.of_block(cx);
        if let Some(why) = too_many(block) {
            self.open.push((why, Vec::new()));
        }
        match block.repeat {
            Repeat::Once => {}
            Repeat::Times(0) => return,
            Repeat::Times(copies) if all => next.copies = copies.min(MAX_COPIES),
            // One of them for sure, and the others maybe.
            Repeat::Times(copies) => {
                self.nodes.push(next.clone());
                (next.sure, next.copies) = (false, copies.min(MAX_COPIES) - 1);
                if next.copies == 0 {
                    return;
                }
            }
            Repeat::Unresolved => {
                let waits = vec!["its `count` or `for_each`".to_owned()];
                let why = format!("how many {} there are is not known", block.address);
                next.sure = false;
                next.waits_for.clone_from(&waits);
                self.open.push((why, waits));
            }
        }
        self.nodes.push(next);
    }

    /// A module call of a synth output hides what is in it.
    fn modules(&mut self, stack: usize, cx: &Context<'_, '_>, opaque: bool) {
        let model = cx.model(stack);
        if !opaque || model.stack().form != Form::Synth {
            return;
        }
        for (_, module) in model.stack().blocks_of(BlockKind::Module) {
            let address = &module.address;
            self.open.push((
                format!("{address} is not expanded in a synth output"),
                vec![address.to_string()],
            ));
        }
    }

    /// Keeps what a `where` lets through: `@` is one of the nodes, `$` the subject.
    pub(super) fn filtered(
        mut self,
        filter: Option<&Filter>,
        subject: (Target, &Document<'_, '_>),
        cx: &Context<'_, '_>,
        meta: bool,
    ) -> Reach {
        let Some(filter) = filter else { return self };
        let mut kept = Vec::with_capacity(self.nodes.len());
        for mut node in std::mem::take(&mut self.nodes) {
            let root = match estranged(node.target, subject.0, cx) {
                Ok(root) => root,
                Err(why) => {
                    self.errors.push((node.target, why));
                    continue;
                }
            };
            let document = node.target.document_on(&root, cx, meta);
            let judged = filter.condition.judge_at(&document, subject.1);
            for misfit in &judged.misfits {
                let why = format!("in `where`, {misfit}");
                self.errors.push((node.target, why));
            }
            if judged.over_budget {
                let why = "`where` visits more values than one evaluation may".to_owned();
                self.errors.push((node.target, why));
            }
            match judged.truth {
                Truth::False => continue,
                Truth::True => {}
                Truth::Unknown => {
                    node.sure = false;
                    node.waits_for.extend(judged.waits_for);
                }
            }
            kept.push(node);
        }
        self.nodes = kept;
        self
    }
}

/// What `@` is if it is this, seen from another subject. The same expression in another stack or
/// module, or in another instance, need not be the same value: its holes are no longer pure.
///
/// # Errors
/// When the body of its block cannot be read.
pub(super) fn estranged<'c>(
    target: Target,
    from: Target,
    cx: &'c Context<'_, '_>,
) -> Result<Held<'c>, String> {
    let root = target.root(cx)?;
    Ok(match strangeness(target, from, cx) {
        None => Held::Ref(root),
        Some(_) if !root.has_unknown() => Held::Ref(root),
        Some(which) => Held::Own(impure(root, which)),
    })
}

/// Which expressions of one place mean something else at another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strange {
    /// Those that name the instance: `each.key`, `count.index`, `self.x`.
    Instance,
    /// All of them.
    All,
}

/// Which expressions of one mean something else on the other.
pub(super) fn strangeness(a: Target, b: Target, cx: &Context<'_, '_>) -> Option<Strange> {
    let (one, other) = (a.vertex(cx), b.vertex(cx));
    if one == other {
        return None;
    }
    let (a, b) = (a.of_block(cx), b.of_block(cx));
    if one.stack != other.stack || a.module != b.module {
        return Some(Strange::All);
    }
    let repeated =
        |block: &crate::stack::Block| block.repeat != Repeat::Once || block.key.is_some();
    (repeated(a) || repeated(b)).then_some(Strange::Instance)
}

/// A copy whose strange holes are equal to nothing.
pub(super) fn impure<'n>(node: &Node<'n>, which: Strange) -> Node<'n> {
    let hole = |hole: &Hole| {
        let names = |word: &str| {
            let mut found = hole.expression.match_indices(word);
            found.any(|(at, _)| {
                let before = hole.expression[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.' || c == '-')
            })
        };
        let strange = which == Strange::All || ["each.", "count.", "self."].into_iter().any(names);
        Hole {
            pure: hole.pure && !strange,
            ..hole.clone()
        }
    };
    let kind = match &node.kind {
        Kind::Unknown(it) => Kind::Unknown(Box::new(hole(it))),
        Kind::Text(text) if text.as_known().is_none() => {
            let piece = |piece: PieceRef<'_>| match piece {
                PieceRef::Literal(text) => Piece::Literal(text.to_owned().into()),
                PieceRef::Hole(it) => Piece::Hole(hole(it)),
            };
            Kind::Text(Text::pieces(text.iter().map(piece).collect()))
        }
        Kind::List(list) => Kind::List(list.iter().map(|it| impure(it, which)).collect()),
        Kind::Map(map) => {
            let members = map
                .iter()
                .map(|(name, it)| (name.to_owned().into(), impure(it, which)));
            // The names of a map, each once.
            Kind::Map(Map::new(members.collect()).unwrap_or_default())
        }
        kind => kind.clone(),
    };
    Node {
        kind,
        flags: node.flags,
    }
}
