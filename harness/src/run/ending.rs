//! How a run ends.

use crate::check::Verdict;
use crate::coverage::Coverage;
use crate::exit::Exit;
use crate::report::gate_is_met;

/// How a run ends whose verdicts are these.
pub(crate) fn exit_of(verdicts: &[Verdict], coverage: Option<&Coverage>, gate: Option<u8>) -> Exit {
    let mut happened = vec![Exit::Ok];
    if verdicts.iter().any(Verdict::is_red) {
        happened.push(Exit::Failed);
    }
    if let (Some(coverage), Some(gate)) = (coverage, gate)
        && !gate_is_met(coverage, gate)
    {
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
