//! What can be said only when all cases of a suite are there.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{CaseRecord, MismatchKind, MismatchLine, SuiteLine, SummaryLine};
use crate::exit::Exit;
use crate::spec::full_name;
use crate::verdict::Outcome;

/// What was seen of the cases so far.
#[derive(Debug, Clone, Default)]
pub struct Overall {
    /// Specs that were judged somewhere, and whether one of these judgements is not vacuous.
    specs: BTreeMap<(String, String), bool>,
    /// The `[[known]]` of the suite that a case needs.
    needed: BTreeSet<usize>,
}

impl Overall {
    /// Takes in a case.
    pub fn add(&mut self, record: &CaseRecord) {
        for line in &record.results {
            let key = (line.file.clone(), line.spec.clone());
            *self.specs.entry(key).or_default() |= line.outcome != Outcome::Vacuous;
        }
        self.needed.extend(&record.case.knowns);
    }

    /// What is wrong with the suite as a whole; nothing, if these are not all of its cases.
    pub fn mismatches(&self, suite: &SuiteLine) -> Vec<MismatchLine> {
        if !suite.whole || suite.shard.is_some() {
            return Vec::new();
        }
        let about = |kind, message: String| MismatchLine::new("", kind, message);
        let idle = self.specs.iter().filter(|(_, judges)| !**judges);
        let idle = idle.map(|((file, spec), _)| {
            let message = format!("`{}` judges nothing in any case", full_name(file, spec));
            let mut line = about(MismatchKind::IdleSpec, message);
            (line.file, line.spec) = (file.clone(), spec.clone());
            line.notes.push(
                "a spec without a subject is green for nothing: a name in it may be misspelt"
                    .into(),
            );
            let help = "correct it; or say `when_empty = \"skip\"`, if it is for cases to come";
            line.help.push(help.into());
            line
        });
        let unneeded = suite.knowns.iter().enumerate();
        let unneeded = unneeded.filter(|(at, _)| !self.needed.contains(at));
        let unneeded = unneeded.map(|(_, known)| {
            let message = format!("no case needs the known failure {}", known.written);
            let mut line = about(MismatchKind::UnexpectedPass, message);
            line.source = Some(known.source.clone());
            line.help
                .push("accept it: take this `[[known]]` out of the file".into());
            line
        });
        idle.chain(unneeded).collect()
    }
}

/// How a run with these figures ends, its problems aside.
pub fn ends(summary: &SummaryLine) -> Vec<Exit> {
    let mut exits = vec![Exit::Ok];
    if summary.mismatches > 0 {
        exits.push(Exit::Mismatch);
    }
    if summary.refused > 0 {
        exits.push(Exit::Load);
    }
    if summary.nothing_judged > 0 || summary.cases == 0 {
        exits.push(Exit::Nothing);
    }
    exits
}
