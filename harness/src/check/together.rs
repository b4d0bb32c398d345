//! Specs that select the same blocks are judged together, block by block: what one spec has read of
//! a block is near when the next asks for it. Many blocks are shared out to all cores.

use std::collections::BTreeMap;
use std::ops::Range;

use super::clause::Prepared;
use super::rollup::{self, AtHand, Judging};
use super::{Run, Subject, Verdict, subject};
use crate::facts::Shape;
use crate::spec::{Spec, SpecFile};
use crate::stack::{BlockId, BlockKind, Model};
use crate::threads;
use crate::value::Held;

/// How many blocks a thread takes at once.
const PORTION: usize = 256;

/// How many judgements (blocks, each by every spec that selects it) are worth another thread.
const WORTH_A_THREAD: usize = 2_000;

/// Specs that select the same blocks.
struct Group<'j, 's> {
    /// Each with the place of its verdict.
    specs: Vec<(usize, Judging<'j, 's>)>,
    blocks: Vec<BlockId>,
    /// Whether other groups have some of these blocks too.
    shared: bool,
}

/// Judges a spec on a stack of the run.
pub(super) fn judge_one<'s>(
    run: &Run<'s>,
    on: &Subject<'s>,
    file: &SpecFile,
    spec: &Spec,
) -> Verdict {
    match rollup::begin(run, on, file, spec) {
        Err(verdict) => *verdict,
        Ok(mut judging) => {
            let blocks: Vec<BlockId> = subject::selected(on.model.stack(), spec).collect();
            portion(&on.model, &blocks, true, std::slice::from_mut(&mut judging));
            judging.conclude()
        }
    }
}

/// Judges specs on a stack of the run; their verdicts in their order.
pub(super) fn judge<'j, 's>(
    run: &'j Run<'s>,
    on: &'j Subject<'s>,
    specs: &[(&'j SpecFile, &'j Spec)],
) -> Vec<Verdict> {
    let mut verdicts: Vec<Option<Verdict>> = specs.iter().map(|_| None).collect();
    let groups = groups(run, on, specs, &mut verdicts);
    let judgements = groups
        .iter()
        .map(|group| group.blocks.len() * group.specs.len());
    let few = judgements.sum::<usize>() < WORTH_A_THREAD;
    let numbered = groups.iter().enumerate();
    let tasks: Vec<(usize, Range<usize>)> = match few {
        true => numbered
            .map(|(number, group)| (number, 0..group.blocks.len()))
            .collect(),
        false => numbered
            .flat_map(|(number, group)| portions(number, group))
            .collect(),
    };
    let work = |task: usize| {
        let (number, range) = tasks.get(task)?;
        let group = groups.get(*number)?;
        let mut judgings: Vec<Judging<'_, '_>> = group
            .specs
            .iter()
            .map(|(_, judging)| judging.clone())
            .collect();
        let blocks = group.blocks.get(range.clone())?;
        portion(&on.model, blocks, group.shared, &mut judgings);
        Some(judgings)
    };
    let parts: Vec<_> = match few {
        true => (0..tasks.len()).map(work).collect(),
        false => threads::each(tasks.len(), work),
    };
    // The portions of a group follow one another, in the order of its blocks.
    let mut parts = tasks.iter().zip(parts).peekable();
    for (number, group) in groups.iter().enumerate() {
        let mut whole: Vec<Judging<'_, '_>> = group
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
/// are put in their places.
fn groups<'j, 's>(
    run: &'j Run<'s>,
    on: &'j Subject<'s>,
    specs: &[(&'j SpecFile, &'j Spec)],
    verdicts: &mut [Option<Verdict>],
) -> Vec<Group<'j, 's>> {
    let mut groups: Vec<Group<'j, 's>> = Vec::new();
    let mut known: BTreeMap<(BlockKind, Vec<&str>), usize> = BTreeMap::new();
    for (place, ((file, spec), verdict)) in specs.iter().zip(verdicts).enumerate() {
        let judging = match rollup::begin(run, on, file, spec) {
            Ok(judging) => judging,
            Err(said) => {
                *verdict = Some(*said);
                continue;
            }
        };
        let patterns = spec.patterns.iter().map(|pattern| pattern.text.as_str());
        let number = *known
            .entry((spec.what, patterns.collect()))
            .or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.specs.push((place, judging)),
            None => groups.push(Group {
                specs: vec![(place, judging)],
                blocks: subject::selected(on.model.stack(), spec).collect(),
                shared: false,
            }),
        }
    }
    let mut taken = vec![0_u8; on.model.stack().blocks.len()];
    for id in groups.iter().flat_map(|group| &group.blocks) {
        taken[*id] = taken[*id].saturating_add(1);
    }
    for group in &mut groups {
        group.shared = group.blocks.iter().any(|id| taken[*id] > 1);
    }
    groups
}

fn portions(
    number: usize,
    group: &Group<'_, '_>,
) -> impl Iterator<Item = (usize, Range<usize>)> + use<> {
    let count = group.blocks.len();
    let starts = (0..count.max(1)).step_by(PORTION);
    starts.map(move |start| (number, start..count.min(start + PORTION)))
}

/// Judges some blocks by specs that all select them. `keep`: others will ask for the bodies too.
fn portion(model: &Model<'_>, blocks: &[BlockId], keep: bool, judgings: &mut [Judging<'_, '_>]) {
    let prepared: Vec<Vec<Prepared<'_>>> = judgings.iter().map(Judging::prepare).collect();
    let keep = keep || judgings.iter().any(Judging::asks_for_meta);
    let mut latest: Option<(&str, Option<Shape<'_>>)> = None;
    for id in blocks {
        let block = model.block(*id);
        let shape = match latest {
            Some((type_name, shape)) if *type_name == *block.type_name => shape,
            _ => model.shape(block),
        };
        latest = Some((&block.type_name, shape));
        let body = match keep {
            true => model.body(*id).map(Held::Ref).map_err(Clone::clone),
            false => model.body_once(*id),
        };
        let at_hand = AtHand { body, shape };
        for (judging, must) in judgings.iter_mut().zip(&prepared) {
            judging.block(*id, &at_hand, must);
        }
    }
}
