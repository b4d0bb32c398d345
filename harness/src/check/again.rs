//! A spec judged again on a few blocks of a stack that was changed in one place.
//!
//! What [`judge`](super::judge) decides for a whole run is asked here clause by clause, of subjects
//! that are named: whoever changes one block asks only for those that may look at it.

mod example;
mod mentions;
mod wanted;

use std::ops::{ControlFlow, Range};

use super::clause::{self, Prepared};
use super::context::Context;
use super::focus;
use super::look::On;
use super::subject::{self, Choice};
use super::target::Target;
use super::witness::{self, looks, selections, walks};
use super::{Verdict, together};
use crate::follow::{Stop, walk_showing};
use crate::graph::Vertex;
use crate::select::{Found, Query};
use crate::spec::{Over, ParamsOfFile, Spec, SpecFile, What};
use crate::stack::{Block, BlockId, Members};
use crate::value::Path;
use crate::verdict::Outcome;
use mentions::Mentions;

/// What a spec must be judged on again if one block changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// The block alone, if the spec selects it.
    Block,
    /// Every subject from which a walk reaches it.
    Walk,
    /// Everything: subjects are judged together, or held against what the whole stack has.
    Whole,
}

/// A spec, made ready to be judged again many times. Of one thread.
pub(crate) struct Again<'c> {
    spec: &'c Spec,
    params: &'c ParamsOfFile,
    meta: bool,
    must: Vec<Prepared<'c>>,
    members: Members,
    of_clauses: Vec<Members>,
    mentions: Mentions,
}

/// What each clause comes to on what comes from one block; empty if that is no subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// By clause, the worst of its subjects.
    pub(crate) clauses: Vec<Outcome>,
    /// How many subjects come from it.
    pub(crate) subjects: usize,
    /// Whether `where` could not be asked, or a body not be read.
    pub(crate) error: bool,
}

/// How far a spec sees.
pub(crate) fn sight(spec: &Spec) -> Sight {
    let together = looks(spec).iter().any(|look| look.together.is_some());
    if together || spec.follow.is_some() || selections(spec).len() > 1 {
        return Sight::Whole;
    }
    match walks(spec).is_empty() {
        true => Sight::Block,
        false => Sight::Walk,
    }
}

/// Whether a spec follows nothing.
pub(crate) fn is_without_walks(spec: &Spec) -> bool {
    walks(spec).is_empty()
}

/// Whether a spec chooses a block by its type, as a subject or to hold subjects against.
pub(crate) fn chooses(spec: &Spec, block: &Block) -> bool {
    selections(spec)
        .into_iter()
        .any(|selection| match selection.what {
            What::Blocks(kind) => {
                kind == block.kind
                    && (selection.patterns.is_empty()
                        || selection
                            .patterns
                            .iter()
                            .any(|it| it.matches(&block.type_name)))
            }
            What::Rows(view) => view.reads(block.kind, &block.type_name).is_some(),
        })
}

/// The blocks that a spec selects, or from which the rows come that it selects.
pub(crate) fn starts(cx: &Context<'_, '_>, stack: usize, spec: &Spec) -> Vec<BlockId> {
    match spec.selects.what {
        What::Blocks(_) => {
            let all = subject::selected(cx.model(stack).stack(), &spec.selects);
            all.collect()
        }
        What::Rows(view) => {
            let rows = cx.rows(stack, view).rows.iter().filter(|row| row.written);
            let mut blocks: Vec<BlockId> = rows.map(|row| row.block).collect();
            blocks.dedup();
            blocks
        }
    }
}

/// Every block at which a walk of the spec stops that starts at what comes from this block.
pub(crate) fn passes(
    cx: &Context<'_, '_>,
    stack: usize,
    spec: &Spec,
    start: BlockId,
) -> Vec<Vertex> {
    let mut found = Vec::new();
    for target in targets(cx, stack, spec, start) {
        for (walk, _) in walks(spec) {
            let (walked, way) = walk_showing(&walk.follow, target.0, cx.graph(), cx.views());
            let stops = way.into_iter().flatten().map(|arrival| arrival.stop);
            let reached = walked.reached.into_iter().map(|(stop, _)| stop);
            found.extend(
                stops
                    .chain(reached)
                    .map(|stop: Stop| Target(stop).vertex(cx)),
            );
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What comes from a block: itself, or its rows of the view.
fn targets(cx: &Context<'_, '_>, stack: usize, spec: &Spec, start: BlockId) -> Vec<Target> {
    match spec.selects.what {
        What::Blocks(_) => vec![Target::block(stack, start)],
        What::Rows(view) => {
            let rows = &cx.rows(stack, view).rows;
            let from = rows.partition_point(|row| row.block < start);
            let of_block = rows[from..].iter().take_while(|row| row.block == start);
            let numbered = of_block.enumerate().filter(|(_, row)| row.written);
            numbered
                .map(|(at, _)| Target(Stop::Row(stack, view, from + at)))
                .collect()
        }
    }
}

impl<'c> Again<'c> {
    /// Makes a spec ready.
    pub(crate) fn new(spec: &'c Spec, params: &'c ParamsOfFile) -> Self {
        Self {
            spec,
            params,
            meta: witness::asks_for_meta(spec),
            must: spec
                .must
                .iter()
                .map(|it| clause::prepare(it, params))
                .collect(),
            members: focus::members(spec),
            of_clauses: spec.must.iter().map(focus::members_of).collect(),
            mentions: Mentions::of(spec),
        }
    }

    /// Whether the spec asks a block that it selects for a member.
    pub(crate) fn asks_for(&self, block: &Block, member: &str) -> bool {
        match self.spec.selects.what {
            What::Blocks(_) => self.members.has(member) || self.meta,
            What::Rows(view) => {
                let reads = view.reads(block.kind, &block.type_name);
                reads.is_some_and(|members| members.has(member))
            }
        }
    }

    /// Whether the spec may ask any block for a member, whatever leads there: references apart.
    pub(crate) fn mentions(&self, block: &Block, member: &str) -> bool {
        self.meta || self.mentions.has(block, member)
    }

    /// Whether a clause may ask a block for a member: of what a view or a walk leads to it is not
    /// known which.
    pub(crate) fn clause_asks_for(&self, clause: usize, member: &str, itself: bool) -> bool {
        let by_name = itself && self.spec.selects.what.kind().is_some();
        let members = self.of_clauses.get(clause);
        !by_name || self.meta || members.is_some_and(|members| members.has(member))
    }

    /// Whether a clause follows references: to cut one is to change what it looks at.
    pub(crate) fn clause_walks(&self, clause: usize) -> bool {
        let looks = self.spec.must.get(clause).map(witness::looks_of);
        let walks = |look: &&crate::spec::Look| matches!(look.over, Over::Walk(_));
        looks.is_some_and(|looks| looks.iter().any(walks))
    }

    /// Where `where` looks on what comes from a block, if that is the block itself.
    pub(crate) fn consulted(
        &self,
        cx: &Context<'_, '_>,
        stack: usize,
        start: BlockId,
    ) -> Vec<Path> {
        let (Some(filter), Some(_)) = (&self.spec.filter, self.spec.selects.what.kind()) else {
            return Vec::new();
        };
        let Ok(document) = Target::block(stack, start).document(cx, self.meta) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (_, segments) in filter.condition.queries() {
            let written = subject::written(filter.condition.text(), segments);
            let query = written.and_then(|text| Query::parse(&format!("${text}")).ok());
            let Some(query) = query else { continue };
            _ = query.visit(&document, &mut |at| {
                if let Found::Node { path, .. } = at {
                    found.push(path.to_path());
                }
                ControlFlow::Continue(())
            });
        }
        found
    }

    /// Judges what comes from a block of a stack of the run.
    pub(crate) fn on(&self, cx: &Context<'_, '_>, stack: usize, start: BlockId) -> Told {
        let mut told = Told::default();
        for target in targets(cx, stack, self.spec, start) {
            let chosen = subject::start(cx, target, self.is_sure(target, cx));
            let chosen = match subject::choose(cx, chosen, self.spec, self.meta) {
                Choice::Subject(chosen) => chosen,
                Choice::Excluded => continue,
                Choice::Errors(_) => {
                    told.error = true;
                    continue;
                }
            };
            let Ok(document) = target.document(cx, self.meta) else {
                told.error = true;
                continue;
            };
            let on = On {
                cx,
                target,
                document,
                shape: target.shape(cx),
                params: self.params,
                meta: self.meta,
            };
            told.subjects += 1;
            told.clauses.resize(self.must.len(), Outcome::Skipped);
            for (clause, worst) in self.must.iter().zip(&mut told.clauses) {
                let said = clause::judge(clause, &on).outcome.unwrap_or(Outcome::Pass);
                // What may be no subject at all fails nothing.
                let said = match (said, chosen.sure) {
                    (Outcome::Fail | Outcome::Vacuous, false) => Outcome::Unknown,
                    (said, _) => said,
                };
                *worst = (*worst).max(said);
            }
        }
        told
    }

    fn is_sure(&self, target: Target, cx: &Context<'_, '_>) -> bool {
        match target.0 {
            Stop::Block(_) => true,
            Stop::Row(stack, view, row) => cx.rows(stack, view).rows[row].sure,
        }
    }

    /// Values that each clause tells from others: what somebody would have to write for it to say
    /// something else. By clause.
    pub(crate) fn wanted(&self) -> Vec<Vec<serde_json::Value>> {
        self.must.iter().map(wanted::of).collect()
    }

    /// The members and elements that each clause asks for by name, from the root of the subject: a
    /// clause that asks that something be absent fails only where it is put. By clause.
    pub(crate) fn asked_paths(&self) -> Vec<Vec<Vec<String>>> {
        let named = |over: &Over| matches!(over, Over::Subject);
        let clauses = self.spec.must.iter();
        clauses
            .map(|clause| {
                let looks = witness::looks_of(clause).into_iter();
                let own = looks.filter(|look| named(&look.over));
                own.filter_map(|look| wanted::names(look.at.segments()))
                    .collect()
            })
            .collect()
    }
}

/// Judges a spec that was judged on the stack before, on all of it.
pub(crate) fn whole(cx: &Context<'_, '_>, stack: usize, file: &SpecFile, spec: &Spec) -> Verdict {
    together::judge_known(cx, stack, file, spec)
}

/// The clause that a finding of a verdict is about.
pub(crate) fn clause_at(spec: &Spec, span: &Range<usize>) -> Option<usize> {
    spec.must.iter().position(|clause| clause.span == *span)
}
