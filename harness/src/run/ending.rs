//! How a run ends.

use crate::check::Verdict;
use crate::exit::Exit;
use crate::proof::GateResult;

/// How a run ends whose verdicts are these. Under a filter they are those that were asked for; the
/// gates are of all specs.
pub(crate) fn exit_of(verdicts: &[Verdict], gates: &[GateResult]) -> Exit {
    let mut happened = vec![Exit::Ok];
    if verdicts.iter().any(Verdict::is_red) {
        happened.push(Exit::Failed);
    }
    if gates.iter().any(|gate| !gate.is_met()) {
        happened.push(Exit::Failed);
    }
    // Only these say anything about a stack. A run of nothing but red warnings has shown nothing,
    // nor has one of built-in specs: nobody has said what must hold.
    let judged = |verdict: &Verdict| !verdict.is_built_in() && verdict.outcome.is_verdict();
    if !verdicts.iter().any(judged) {
        happened.push(Exit::Nothing);
    }
    crate::exit::decide(happened)
}
