//! What the gates are judged by.

use crate::check::{Run, Verdict};
use crate::config::CoverageConfig;
use crate::coverage::Coverage;
use crate::proof::{self, Counted};

/// What counts of the coverage of a run, as far as the gates ask for it. `verdicts` are those of all
/// specs, whatever is shown; those of built-in specs cover nothing and may be left out.
pub(crate) fn count(run: &Run<'_>, verdicts: &[Verdict], demands: &CoverageConfig) -> Counted {
    let coverage = Coverage::of(run, verdicts);
    // Every leaf is changed to see who minds: that is not done unless somebody waits for it.
    let leaves = demands.gates.ask_for_leaves().then(|| {
        let own = verdicts.iter().filter(|verdict| !verdict.is_built_in());
        proof::coverage(run, &own.cloned().collect::<Vec<_>>())
    });
    proof::count(&demands.ignore, coverage, leaves)
}
