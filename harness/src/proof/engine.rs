//! The two questions, answered by one engine.

use std::collections::{BTreeSet, HashMap};

use super::clauses::Clauses;
use super::mutants::{self, Done};
use super::readers::Readers;
use super::{LeafCoverage, Mutation, Scope, cover, survivors};
use crate::check::{Context, Run, Verdict};
use crate::coverage::Coverage;
use crate::spec::Level;
use crate::verdict::Outcome;

/// What the specs of a run hold, leaf by leaf. `verdicts` must be the full judgement of `run`.
pub fn coverage(run: &Run<'_>, verdicts: &[Verdict]) -> LeafCoverage {
    let cx = Context::new(run);
    let clauses = Clauses::of(run, verdicts);
    let judged = |verdict: &Verdict| {
        matches!(
            verdict.outcome,
            Outcome::Pass | Outcome::Fail | Outcome::Waived
        )
    };
    let first = |file: &str, spec: &str| clauses.first(file, spec);
    let readers = Readers::new(&cx, verdicts, &first, &judged);
    let resources = Coverage::of(run, verdicts);
    let (mut stacks, mut proven) = (Vec::new(), BTreeSet::new());
    for (at, of) in resources.stacks.iter().enumerate() {
        let covered_by: HashMap<&str, &[String]> = of
            .resources
            .iter()
            .map(|resource| (resource.address.as_str(), resource.covered_by.as_slice()))
            .collect();
        let (stack, seen) = cover::stack(&readers, &clauses, at, &covered_by);
        stacks.push(stack);
        proven.extend(seen);
    }
    clauses.prove(&readers, &mut proven);
    let mut covers: HashMap<usize, usize> = HashMap::new();
    for leaf in stacks.iter().flat_map(super::StackLeaves::leaves) {
        for clause in &leaf.by {
            *covers.entry(*clause).or_default() += 1;
        }
    }
    LeafCoverage {
        stacks,
        clauses: clauses.proofs(&proven, &covers),
    }
}

/// Changes one thing at a time, and says which changes no spec minds. `verdicts` must be the full
/// judgement of `run`; `progress` is told how many mutants of how many are judged.
pub fn mutate(
    run: &Run<'_>,
    verdicts: &[Verdict],
    scope: &Scope,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Mutation {
    let cx = Context::new(run);
    let clauses = Clauses::of(run, verdicts);
    let green = |verdict: &Verdict| verdict.outcome == Outcome::Pass;
    let first = |file: &str, spec: &str| clauses.first(file, spec);
    let readers = Readers::new(&cx, verdicts, &first, &green);
    let Done {
        mutants,
        skipped,
        mut proven,
        possible,
    } = mutants::run(&readers, scope, progress);
    clauses.prove(&readers, &mut proven);
    let left_out = |verdict: &&Verdict| {
        let judged = verdict.level == Level::Deny && verdict.outcome != Outcome::Skipped;
        judged && !green(verdict) && clauses.first(&verdict.file, &verdict.spec).is_some()
    };
    let left_out = verdicts.iter().filter(left_out);
    let left_out = left_out
        .map(|verdict| (verdict.case(), verdict.outcome.word()))
        .collect();
    let survivors = survivors::of(run, &mutants);
    Mutation {
        survivors,
        mutants,
        skipped,
        left_out,
        clauses: clauses.proofs(&proven, &HashMap::new()),
        possible,
    }
}
