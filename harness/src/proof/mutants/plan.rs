//! Which mutants there are, and which of them are tried: of each class and operator the few whose
//! places have the lowest numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::{Glob, GlobMatcher};

use super::peers::Peers;
use crate::config::BlockName;
use crate::graph::Vertex;
use crate::proof::change;
use crate::proof::edit::Change;
use crate::proof::mutant::{Scope, SkippedMutant};
use crate::proof::operator::Operator;
use crate::proof::readers::Readers;
use crate::proof::written::{Place, Written, class_of, written};
use crate::stack::{BlockKind, Model, Repeat};
use crate::threads;

/// How many mutants of a class and operator are tried.
const STRATUM: usize = 3;

/// One mutant, before it is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Planned {
    pub(super) at: Vertex,
    /// Which of the block's, in the order of [`each`].
    pub(super) nth: u32,
    /// How many it stands for.
    pub(super) stands_for: usize,
}

/// What is to be tried, and what is not.
pub(super) struct Plan {
    pub(super) planned: Vec<Planned>,
    pub(super) skipped: Vec<SkippedMutant>,
}

/// Mutants that are alike: stack, kind and type of block, a number for the path without indexes,
/// operator.
type Stratum = (usize, BlockKind, Arc<str>, u64, Operator);

/// What is known of a mutant before any is chosen. There are millions of them.
struct Candidate {
    rank: u64,
    class: u64,
    nth: u32,
    operator: Operator,
}

/// The mutants to try, in the order of blocks, paths and operators.
pub(super) fn plan(readers: &Readers<'_, '_, '_>, scope: &Scope, peers: &Peers) -> Plan {
    let blocks = blocks(readers, scope);
    let found = threads::each(blocks.len(), |number| {
        let at = blocks[number];
        let subject = &readers.cx.run.stacks[at.stack];
        let block = subject.model.block(at.block);
        let address = &block.address;
        let name = BlockName {
            kind: block.kind,
            type_name: &block.type_name,
            address,
            construct_path: block.construct_path.as_deref(),
        };
        let (mut all, mut skipped) = (Vec::new(), Vec::new());
        let mut nth = 0;
        each(&subject.model, at, peers, &mut |place, operator, _, _| {
            let path = path_of(place, operator);
            if scope.has(&subject.role, address, &path) {
                let mut skips = scope.skips.iter();
                match skips.find(|skip| skip.has(name, &path, operator)) {
                    Some(skip) => skipped.push(SkippedMutant {
                        stack: subject.model.stack().name.clone(),
                        address: address.to_string(),
                        path: path.into(),
                        operator,
                        reason: skip.entry.reason.clone(),
                    }),
                    None => all.push(Candidate {
                        rank: crate::proof::rank(address, &path, operator.name()),
                        class: crate::proof::rank("", &class(place, operator), ""),
                        nth,
                        operator,
                    }),
                }
            }
            nth += 1;
        });
        (all.into_boxed_slice(), skipped)
    });
    let mut strata: BTreeMap<Stratum, (usize, Vec<(u64, Planned)>)> = BTreeMap::new();
    let mut skipped = Vec::new();
    for (at, (all, left)) in blocks.iter().zip(found) {
        skipped.extend(left);
        let block = readers.cx.run.stacks[at.stack].model.block(at.block);
        for one in &all {
            let key = (
                at.stack,
                block.kind,
                block.type_name.clone(),
                one.class,
                one.operator,
            );
            let planned = Planned {
                at: *at,
                nth: one.nth,
                stands_for: 1,
            };
            let (count, kept) = strata.entry(key).or_default();
            *count += 1;
            kept.push((one.rank, planned));
            if !scope.all && kept.len() > STRATUM {
                kept.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
                kept.truncate(STRATUM);
            }
        }
    }
    let mut planned: Vec<Planned> = Vec::new();
    for (count, kept) in strata.into_values() {
        let parts = kept.len();
        for (nth, (_, mut one)) in kept.into_iter().enumerate() {
            // What is left over after sharing out goes to the first.
            one.stands_for = count / parts + usize::from(nth < count % parts);
            planned.push(one);
        }
    }
    planned.sort();
    skipped.sort_by(|a: &SkippedMutant, b| {
        let [a, b] = [a, b].map(|it| (&it.stack, &it.address, &it.path, it.operator));
        a.cmp(&b)
    });
    Plan { planned, skipped }
}

/// The blocks that a scope asks for.
fn blocks(readers: &Readers<'_, '_, '_>, scope: &Scope) -> Vec<Vertex> {
    let globs: Vec<GlobMatcher> = scope
        .resources
        .iter()
        .filter_map(|glob| Some(Glob::new(glob).ok()?.compile_matcher()))
        .collect();
    readers
        .cx
        .run
        .stacks
        .iter()
        .enumerate()
        .flat_map(|(stack, subject)| {
            let count = subject.model.stack().blocks.len();
            (0..count).map(move |block| Vertex { stack, block })
        })
        .filter(|at| {
            let block = readers.cx.run.stacks[at.stack].model.block(at.block);
            let asked = globs.is_empty() || globs.iter().any(|it| it.is_match(&*block.address));
            block.kind != BlockKind::Document && block.repeat != Repeat::Times(0) && asked
        })
        .collect()
}

/// The path of a place; `$` of the block as a whole.
pub(super) fn path_of(place: Option<&Place>, operator: Operator) -> String {
    match (place, operator) {
        (Some(place), _) => place.path.shorthand(),
        (None, Operator::DropDependsOn) => "$.depends_on".to_owned(),
        (None, _) => "$".to_owned(),
    }
}

/// The path without indexes.
pub(super) fn class(place: Option<&Place>, operator: Operator) -> String {
    place.map_or_else(|| path_of(None, operator), |place| class_of(&place.path))
}

/// Sees a mutant: the place (none for the block as a whole), the operator, what is done, and what
/// the block says.
type Show<'s> = dyn FnMut(Option<&Place>, Operator, &Change, &Written) + 's;

/// Shows every mutant of a block, in an order that hangs on what is written alone.
pub(super) fn each(model: &Model<'_>, at: Vertex, peers: &Peers, show: &mut Show<'_>) {
    let block = model.block(at.block);
    let Some(written) = written(model, at.block) else {
        return;
    };
    let refer = |expression: &str| peers.other(at.stack, &block.address, expression);
    for place in written.leaves.iter().chain(&written.blocks) {
        for (operator, change) in change::mistakes(place, &refer) {
            show(Some(place), operator, &change, &written);
        }
    }
    if written.without_order().is_some() {
        show(None, Operator::DropDependsOn, &Change::Drop, &written);
    }
    if block.kind == BlockKind::Resource {
        show(None, Operator::Remove, &Change::Drop, &written);
        show(None, Operator::Duplicate, &Change::Drop, &written);
    }
}
