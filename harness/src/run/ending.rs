//! How a run ends.

use crate::check::{Verdict, WaiverUse};
use crate::exit::Exit;
use crate::proof::GateResult;

/// How a run ends whose verdicts are these. Under a filter they are those that were asked for; the
/// gates are of all specs. Where it is `locked`, nobody is there to read that a waiver is stale.
pub(crate) fn exit_of(
    verdicts: &[Verdict],
    gates: &[GateResult],
    waivers: &[WaiverUse],
    locked: bool,
) -> Exit {
    let mut happened = vec![Exit::Ok];
    if verdicts.iter().any(Verdict::is_red) {
        happened.push(Exit::Failed);
    }
    if gates.iter().any(|gate| !gate.is_met()) {
        happened.push(Exit::Failed);
    }
    if locked && waivers.iter().any(|it| it.state.is_stale()) {
        happened.push(Exit::Mismatch);
    }
    // Only these say anything about a stack. A run of nothing but red warnings has shown nothing,
    // nor has one of built-in specs: nobody has said what must hold.
    let judged = |verdict: &Verdict| !verdict.is_built_in() && verdict.outcome.is_verdict();
    if !verdicts.iter().any(judged) {
        happened.push(Exit::Nothing);
    }
    crate::exit::decide(happened)
}
