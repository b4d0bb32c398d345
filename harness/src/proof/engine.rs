//! The two questions, answered by one engine.

use super::{LeafCoverage, Mutation, Scope};
use crate::check::{Run, Verdict};

/// What the specs of a run hold, leaf by leaf. `verdicts` must be the full judgement of `run`.
pub fn coverage(_run: &Run<'_>, _verdicts: &[Verdict]) -> LeafCoverage {
    LeafCoverage::default()
}

/// Changes one thing at a time, and says which changes no spec minds. `verdicts` must be the full
/// judgement of `run`; `progress` is told how many mutants of how many are judged.
pub fn mutate(
    _run: &Run<'_>,
    _verdicts: &[Verdict],
    _scope: &Scope,
    _progress: &(dyn Fn(usize, usize) + Sync),
) -> Mutation {
    Mutation::default()
}
