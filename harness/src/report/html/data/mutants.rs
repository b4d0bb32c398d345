//! The mutants of the page. Those that some spec kills are only counted: they are most of them, and
//! there is nothing to do about them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Data, kind, place_in};
use crate::proof::{Mutant, Mutation, OPERATORS, Operator, Outcome, Survivors};
use crate::report::html::text::{self, Text};

/// Block, path, operator, what stood there, what was put there, whether it survived, how many
/// it stands for, and the specs that noticed it.
#[derive(Debug, Serialize)]
pub(super) struct Row(usize, usize, usize, Text, Text, bool, usize, Vec<usize>);

/// Stack, kind, type and path of the survivors, the survivors, the spec that would kill them, and
/// why it cannot be pasted as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Group(
    usize,
    usize,
    usize,
    usize,
    Vec<usize>,
    Option<String>,
    Option<&'static str>,
);

/// Adds what became of the mutants.
pub(super) fn add(data: &mut Data, mutation: &Mutation) {
    // The place of each mutant among the rows, if it has one.
    let mut rows = vec![None; mutation.mutants.len()];
    let mut killed = BTreeMap::new();
    for (at, mutant) in mutation.mutants.iter().enumerate() {
        let block = data.block(
            &mutant.stack,
            mutant.kind,
            &mutant.type_name,
            &mutant.address,
        );
        let path = data.paths.put(Text::of(&mutant.path));
        if mutant.outcome == Outcome::Killed {
            *killed.entry((block, path)).or_insert(0) += 1;
        } else {
            rows[at] = Some(data.mutants.len());
            let row = row(data, mutant, block, path);
            data.mutants.push(row);
        }
    }
    data.killed = killed
        .into_iter()
        .map(|((block, path), n)| (block, path, n))
        .collect();
    for survivors in &mutation.survivors {
        let group = group(data, survivors, &rows);
        data.groups.push(group);
    }
    for skipped in &mutation.skipped {
        // Of what kind a block without leaves is, a skipped mutant does not say.
        let kind = crate::stack::BlockKind::Resource;
        let block = data.block(&skipped.stack, kind, "", &skipped.address);
        let path = data.paths.put(Text::of(&skipped.path));
        let reason = Text::of(&skipped.reason);
        data.skipped
            .push((block, path, operator(skipped.operator), reason));
    }
    let left_out = mutation.left_out.iter();
    data.left_out = left_out
        .map(|(case, word)| (Text::of(case), *word))
        .collect();
}

fn row(data: &mut Data, mutant: &Mutant, block: usize, path: usize) -> Row {
    let by = mutant.by.iter();
    Row(
        block,
        path,
        operator(mutant.operator),
        Text::of(&mutant.before),
        Text::of(&mutant.after),
        mutant.outcome == Outcome::Survived,
        mutant.stands_for,
        by.map(|spec| data.specs.put(Text::of(spec))).collect(),
    )
}

fn group(data: &mut Data, survivors: &Survivors, rows: &[Option<usize>]) -> Group {
    let of = survivors.mutants.iter();
    let spec = survivors.spec.as_deref().map(text::lines);
    let why_not = spec.as_ref().and_then(|(_, why)| *why);
    Group(
        data.stack(&survivors.stack, &survivors.stack),
        kind(survivors.kind),
        data.types.put(Text::of(&survivors.type_name)),
        data.paths.put(Text::of(&survivors.class)),
        of.filter_map(|at| rows.get(*at).copied().flatten())
            .collect(),
        spec.map(|(text, _)| text),
        why_not,
    )
}

fn operator(operator: Operator) -> usize {
    place_in(&OPERATORS.map(|info| info.operator), &operator)
}
