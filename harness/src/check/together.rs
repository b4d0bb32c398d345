//! Specs that select the same blocks are judged together, block by block: what one spec has read of
//! a block is near when the next asks for it. Many blocks are shared out to all cores.

use std::collections::BTreeMap;
use std::ops::Range;

use super::clause::Prepared;
use super::context::Context;
use super::rollup::{self, Judging};
use super::witness::{selections, walks};
use super::{Verdict, subject};
use crate::spec::{Spec, SpecFile, What};
use crate::stack::{BlockId, Latest, Model};
use crate::threads;
use crate::value::Held;

/// How many blocks a thread takes at once.
const PORTION: usize = 256;

/// How many bodies are looked at before they are read.
const FETCHED_AT_ONCE: usize = 32;

/// How many judgements (blocks, each by every spec that selects it) are worth another thread.
const WORTH_A_THREAD: usize = 2_000;

/// Specs that select the same blocks.
struct Group<'j, 'r, 's> {
    /// Each with the place of its verdict.
    specs: Vec<(usize, Judging<'j, 'r, 's>)>,
    blocks: Vec<BlockId>,
    /// Whether the bodies will be asked for again: by another group, or by a spec that may look at
    /// any block.
    shared: bool,
}

/// Judges a spec on a stack of the run.
pub(super) fn judge_one(
    cx: &Context<'_, '_>,
    stack: usize,
    file: &SpecFile,
    spec: &Spec,
) -> Verdict {
    match rollup::begin(cx, stack, file, spec) {
        Err(verdict) => *verdict,
        Ok(judging) => one(cx, stack, judging),
    }
}

/// The same of a spec of which it is known that it is not skipped, and its names are.
pub(super) fn judge_known(
    cx: &Context<'_, '_>,
    stack: usize,
    file: &SpecFile,
    spec: &Spec,
) -> Verdict {
    one(cx, stack, rollup::ready(cx, stack, file, spec))
}

fn one<'j, 'r, 's>(
    cx: &'j Context<'r, 's>,
    stack: usize,
    mut judging: Judging<'j, 'r, 's>,
) -> Verdict {
    if judging.is_by_block() {
        let model = cx.model(stack);
        let blocks = subject::selected(model.stack(), &judging.spec.selects).collect::<Vec<_>>();
        portion(model, &blocks, true, std::slice::from_mut(&mut judging));
    } else {
        judging.whole();
    }
    judging.conclude()
}

/// Judges specs on a stack of the run; their verdicts in their order.
pub(super) fn judge<'j, 'r, 's>(
    cx: &'j Context<'r, 's>,
    stack: usize,
    specs: &[(&'j SpecFile, &'j Spec)],
) -> Vec<Verdict> {
    let mut verdicts: Vec<Option<Verdict>> = specs.iter().map(|_| None).collect();
    let model = cx.model(stack);
    let groups = groups(cx, stack, specs, &mut verdicts);
    let judgements = groups
        .iter()
        .map(|group| group.blocks.len() * group.specs.len());
    let tasks: Vec<(usize, Range<usize>)> = if judgements.sum::<usize>() < WORTH_A_THREAD {
        let whole = groups.iter().enumerate();
        whole
            .map(|(number, group)| (number, 0..group.blocks.len()))
            .collect()
    } else {
        groups
            .iter()
            .enumerate()
            .flat_map(|(number, group)| portions(number, group))
            .collect()
    };
    let work = |task: usize| {
        let (number, range) = tasks.get(task)?;
        let group = groups.get(*number)?;
        let mut judgings: Vec<Judging<'_, '_, '_>> = group
            .specs
            .iter()
            .map(|(_, judging)| judging.clone())
            .collect();
        let blocks = group.blocks.get(range.clone())?;
        portion(model, blocks, group.shared, &mut judgings);
        Some(judgings)
    };
    let parts: Vec<_> = match tasks.len() == groups.len() {
        true => (0..tasks.len()).map(work).collect(),
        false => threads::each(tasks.len(), work),
    };
    // The portions of a group follow one another, in the order of its blocks.
    let mut parts = tasks.iter().zip(parts).peekable();
    for (number, group) in groups.iter().enumerate() {
        let mut whole: Vec<Judging<'_, '_, '_>> = group
            .specs
            .iter()
            .map(|(_, judging)| judging.clone())
            .collect();
        while let Some((_, part)) = parts.next_if(|((of, _), _)| *of == number) {
            for (judging, later) in whole.iter_mut().zip(part.into_iter().flatten()) {
                judging.add_later(later);
            }
        }
        for ((place, _), judging) in group.specs.iter().zip(whole) {
            if let Some(verdict) = verdicts.get_mut(*place) {
                *verdict = Some(judging.conclude());
            }
        }
    }
    verdicts.into_iter().flatten().collect()
}

/// Puts specs that select the same blocks together. The verdicts of those that are not to be judged
/// are put in their places, and so are those that are not judged block by block.
fn groups<'j, 'r, 's>(
    cx: &'j Context<'r, 's>,
    stack: usize,
    specs: &[(&'j SpecFile, &'j Spec)],
    verdicts: &mut [Option<Verdict>],
) -> Vec<Group<'j, 'r, 's>> {
    let mut groups: Vec<Group<'j, 'r, 's>> = Vec::new();
    let mut known: BTreeMap<(What, Vec<&str>), usize> = BTreeMap::new();
    for (place, ((file, spec), verdict)) in specs.iter().zip(verdicts).enumerate() {
        let judging = match rollup::begin(cx, stack, file, spec) {
            Ok(mut judging) if !judging.is_by_block() => {
                judging.whole();
                *verdict = Some(judging.conclude());
                continue;
            }
            Ok(judging) => judging,
            Err(said) => {
                *verdict = Some(*said);
                continue;
            }
        };
        let patterns = spec
            .selects
            .patterns
            .iter()
            .map(|pattern| pattern.text.as_str());
        let number = *known
            .entry((spec.selects.what, patterns.collect()))
            .or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.specs.push((place, judging)),
            None => groups.push(Group {
                specs: vec![(place, judging)],
                blocks: subject::selected(cx.model(stack).stack(), &spec.selects).collect(),
                shared: false,
            }),
        }
    }
    // What another stack's spec may look at is kept, too.
    let far = cx.run.stacks.len() > 1 || specs.iter().any(|(_, spec)| !looks_at_subjects(spec));
    let mut taken = vec![0_u8; cx.model(stack).stack().blocks.len()];
    for id in groups.iter().flat_map(|group| &group.blocks) {
        taken[*id] = taken[*id].saturating_add(1);
    }
    for group in &mut groups {
        group.shared = far || group.blocks.iter().any(|id| taken[*id] > 1);
    }
    groups
}

fn portions(
    number: usize,
    group: &Group<'_, '_, '_>,
) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
    let count = group.blocks.len();
    let starts = (0..count.max(1)).step_by(PORTION);
    starts.map(move |start| (number, start..count.min(start + PORTION)))
}

/// Whether a spec asks for the bodies of its subjects only, each by itself.
fn looks_at_subjects(spec: &Spec) -> bool {
    let kinds = selections(spec);
    kinds.len() == 1 && spec.selects.what.kind().is_some() && walks(spec).is_empty()
}

/// Judges some blocks by specs that all select them. `keep`: others will ask for the bodies too.
fn portion<'j, 's: 'j>(
    model: &'j Model<'s>,
    blocks: &[BlockId],
    keep: bool,
    judgings: &mut [Judging<'j, '_, '_>],
) {
    let prepared: Vec<Vec<Prepared<'_>>> = judgings.iter().map(Judging::prepare).collect();
    let keep = keep || judgings.iter().any(Judging::asks_for_meta);
    let mut read = Latest::default();
    for (nth, id) in blocks.iter().enumerate() {
        if nth % FETCHED_AT_ONCE == 0 {
            model.fetch(blocks.iter().skip(nth).take(FETCHED_AT_ONCE));
        }
        let block = model.block(*id);
        let shape = read.shape(block, model.facts());
        let body = match keep {
            true => model
                .body_after(*id, &mut read)
                .map(Held::Ref)
                .map_err(Clone::clone),
            false => model.body_once(*id, &mut read),
        };
        let body = body.as_deref();
        for (judging, must) in judgings.iter_mut().zip(&prepared) {
            judging.block(*id, body, shape, must);
        }
    }
}
