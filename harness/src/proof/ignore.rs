//! `[[coverage.ignore]]`: what does not count.

use super::gate::Gate;
use super::leaf::{LeafCoverage, StackLeaves};
use crate::config::{BlockName, Ignore, Ignored};
use crate::coverage::{Coverage, ResourceCoverage};
use crate::spec::full_name;
use crate::stack::BlockKind;

/// What counts of a run's coverage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted {
    /// The resources that count.
    pub coverage: Coverage,
    /// The leaves that count, and every clause; `None` if nobody asked for them.
    pub leaves: Option<LeafCoverage>,
    /// How many resources were taken out of the count.
    pub ignored_resources: usize,
    /// The clauses that do not count, as places in [`LeafCoverage::clauses`], sorted.
    pub ignored_clauses: Vec<usize>,
    /// What each entry of `[[coverage.ignore]]` took away, in their order.
    pub ignores: Vec<IgnoreUse>,
}

/// What an entry of `[[coverage.ignore]]` took away. What two entries name is taken away by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreUse {
    /// The entry.
    pub ignore: Ignore,
    /// How many resources.
    pub resources: usize,
    /// How many leaves.
    pub leaves: usize,
    /// How many clauses.
    pub clauses: usize,
    /// Whether what it is about was looked at: leaves and clauses are not, unless somebody asks.
    pub asked: bool,
}

/// Takes out of the count what the entries name.
pub fn count(ignores: &[Ignore], coverage: Coverage, leaves: Option<LeafCoverage>) -> Counted {
    let uses = ignores.iter().map(|ignore| IgnoreUse {
        ignore: ignore.clone(),
        resources: 0,
        leaves: 0,
        clauses: 0,
        asked: leaves.is_some() || matches!(ignore.what, Ignored::Blocks(_)),
    });
    let mut counted = Counted {
        ignores: uses.collect(),
        coverage,
        leaves,
        ignored_resources: 0,
        ignored_clauses: Vec::new(),
    };
    let (before, _) = counted.coverage.resources();
    for stack in &mut counted.coverage.stacks {
        let ignores = &mut counted.ignores;
        stack.resources.retain(|resource| {
            let hits = of_blocks(ignores, of_resource(resource));
            hits.map(|it| it.resources += 1).count() == 0
        });
    }
    counted.ignored_resources = before - counted.coverage.resources().0;
    if let Some(leaves) = &mut counted.leaves {
        for stack in &mut leaves.stacks {
            take_leaves(&mut counted.ignores, stack);
        }
        for (at, clause) in leaves.clauses.iter().enumerate() {
            let name = full_name(&clause.file, &clause.spec);
            let mut hit = false;
            for it in &mut counted.ignores {
                if let Ignored::Clauses(spec, which) = &it.ignore.what
                    && (spec.has(&name) || spec.has(&clause.spec))
                    && which.is_none_or(|which| which == clause.clause + 1)
                {
                    it.clauses += 1;
                    hit = true;
                }
            }
            if hit {
                counted.ignored_clauses.push(at);
            }
        }
        recount(leaves);
    }
    counted
}

/// How many clauses there are, and how many of them are proven, those at the places of `ignored`,
/// which are sorted, left out.
pub(crate) fn proven(leaves: &LeafCoverage, ignored: &[usize]) -> (usize, usize) {
    let clauses = leaves.clauses.iter().enumerate();
    let count = clauses.filter(|(at, _)| ignored.binary_search(at).is_err());
    count.fold((0, 0), |(all, proven), (_, clause)| {
        (all + 1, proven + usize::from(clause.proven))
    })
}

impl IgnoreUse {
    /// Whether it takes nothing away, although somebody asked for what it is about.
    pub fn is_unused(&self) -> bool {
        self.asked && (self.resources, self.leaves, self.clauses) == (0, 0, 0)
    }

    /// The line of the entry, from 1.
    pub fn line(&self) -> usize {
        self.ignore.place.line()
    }
}

impl Counted {
    /// How many there are of what a gate counts, and how many of them are covered or proven.
    pub fn of(&self, gate: Gate) -> (usize, usize) {
        let leaves = self.leaves.as_ref();
        match gate {
            Gate::Resources => self.coverage.resources(),
            Gate::Attributes => leaves.map_or((0, 0), |leaves| {
                let tally = leaves.attributes();
                (tally.leaves, tally.covered)
            }),
            Gate::ClausesProven => {
                leaves.map_or((0, 0), |leaves| proven(leaves, &self.ignored_clauses))
            }
        }
    }
}

fn of_resource(resource: &ResourceCoverage) -> BlockName<'_> {
    BlockName {
        kind: BlockKind::Resource,
        type_name: &resource.type_name,
        address: &resource.address,
        construct_path: resource.construct_path.as_deref(),
    }
}

/// The entries that are about a block as a whole.
fn of_blocks<'i>(
    ignores: &'i mut [IgnoreUse],
    block: BlockName<'i>,
) -> impl Iterator<Item = &'i mut IgnoreUse> {
    ignores.iter_mut().filter(move |it| match &it.ignore.what {
        Ignored::Blocks(blocks) => blocks.has(block),
        _ => false,
    })
}

fn take_leaves(ignores: &mut [IgnoreUse], stack: &mut StackLeaves) {
    stack.blocks.retain_mut(|block| {
        let name = BlockName {
            kind: block.kind,
            type_name: &block.type_name,
            address: &block.address,
            construct_path: block.construct_path.as_deref(),
        };
        let mut whole = false;
        for it in of_blocks(ignores, name) {
            it.leaves += block.leaves.len();
            whole = true;
        }
        if whole {
            return false;
        }
        let mut at_places: Vec<_> = ignores
            .iter_mut()
            .filter_map(|it| match &it.ignore.what {
                Ignored::Leaves(blocks, path) if blocks.has(name) => Some((path, &mut it.leaves)),
                _ => None,
            })
            .collect();
        if !at_places.is_empty() {
            block.leaves.retain(|leaf| {
                let mut hit = false;
                for (place, count) in &mut at_places {
                    if place.has(&leaf.path) {
                        **count += 1;
                        hit = true;
                    }
                }
                !hit
            });
        }
        true
    });
}

/// Counts again how many leaves each clause covers.
fn recount(leaves: &mut LeafCoverage) {
    let mut covers = vec![0; leaves.clauses.len()];
    for leaf in leaves.stacks.iter().flat_map(StackLeaves::leaves) {
        for clause in &leaf.by {
            if let Some(count) = covers.get_mut(*clause) {
                *count += 1;
            }
        }
    }
    for (clause, covers) in leaves.clauses.iter_mut().zip(covers) {
        clause.covers = covers;
    }
}
