//! The built-in specs: faults of a stack that nobody should have to ask for.
//!
//! They are judged on what the author wrote, so on synth outputs only; on a plan Terraform itself has
//! refused the rest. They say nothing about what a user demands: they never count as something that
//! was judged, and cover nothing.

mod annotation;
mod malformed;
mod references;
mod schema;
mod values;
mod written;

use std::sync::OnceLock;

use super::finding::{self, Raw};
use super::rollup::unjudged;
use super::{Finding, MAX_FINDINGS, Run, Skip, Verdict};
use crate::spec::{BUILT_IN, Level, Spec, SpecFile};
use crate::stack::{BlockId, Form, Stack};
use crate::value::Path;
use crate::verdict::Outcome;

/// The built-in specs of a run, and what they found so far: the blocks of a stack are walked once
/// for all of them.
#[derive(Debug)]
pub struct BuiltIns {
    schema: Box<[OnceLock<schema::Faults>]>,
    references: Box<[OnceLock<references::References>]>,
}

/// What is wrong at a place of a block.
#[derive(Debug, Clone)]
struct Fault {
    /// Which spec it is a fault of.
    spec: &'static str,
    block: BlockId,
    path: Path,
    expected: String,
    actual: String,
    /// The whole of it as a sentence.
    message: String,
    notes: Vec<String>,
}

/// What a built-in spec saw of a stack.
#[derive(Debug, Default)]
struct Seen {
    /// How many things it looked at.
    looked: usize,
    findings: Vec<Finding>,
    notes: Vec<String>,
}

impl BuiltIns {
    /// For a run of so many stacks. Nothing is looked at yet.
    pub fn new(stacks: usize) -> Self {
        Self {
            schema: std::iter::repeat_with(OnceLock::new).take(stacks).collect(),
            references: std::iter::repeat_with(OnceLock::new).take(stacks).collect(),
        }
    }

    /// Judges a built-in spec on the stack at this index of the run.
    pub fn judge(&self, run: &Run<'_>, stack: usize, file: &SpecFile, spec: &Spec) -> Verdict {
        let on = &run.stacks[stack];
        let of = on.model.stack();
        let mut verdict = unjudged(on, file, spec);
        if let Some(Skip(reason)) = built_in_skip(of, spec) {
            verdict.reason = Some(reason);
            return verdict;
        }
        let seen = match spec.id.as_str() {
            malformed::ID => malformed::judge(&on.model),
            annotation::ID => annotation::judge(&on.model),
            id @ (references::CYCLE | references::UNDECLARED) => {
                let read = || references::read(run, stack);
                self.references[stack].get_or_init(read).of(id)
            }
            id => {
                let faults = self.schema[stack].get_or_init(|| schema::faults(&on.model));
                faults.of(id, &on.model)
            }
        };
        verdict.selected = seen.looked;
        verdict.subjects = seen.looked;
        verdict.judged = seen.looked;
        verdict.notes = seen.notes;
        verdict.found = seen.findings.len();
        verdict.findings = seen.findings;
        verdict
            .findings
            .sort_by_cached_key(|it| (it.address.clone(), it.path.clone()));
        verdict.findings.truncate(MAX_FINDINGS);
        verdict.outcome = match (verdict.found, seen.looked) {
            (0, 0) => Outcome::Skipped,
            (0, _) => Outcome::Pass,
            _ => Outcome::Fail,
        };
        if verdict.outcome == Outcome::Skipped {
            verdict.reason = Some("this stack has nothing that it looks at".to_owned());
        }
        verdict
    }
}

/// Why a built-in spec is not judged on a stack, if that is known before.
pub fn built_in_skip(stack: &Stack, spec: &Spec) -> Option<Skip> {
    if spec.level == Level::Off {
        return Some(Skip("its level is off".to_owned()));
    }
    let why = match stack.form {
        Form::Synth => return None,
        Form::Plan => "it looks at what was written, and Terraform has read that to make the plan",
        Form::State => "it looks at what was written, and a state does not hold that",
    };
    Some(Skip(why.to_owned()))
}

impl Verdict {
    /// Whether it is of a built-in spec.
    pub fn is_built_in(&self) -> bool {
        self.file == BUILT_IN
    }
}

impl Fault {
    fn place(&self, model: &crate::stack::Model<'_>) -> Finding {
        let raw = Raw {
            target: None,
            outcome: Outcome::Fail,
            path: Some(self.path.clone()),
            expected: self.expected.clone(),
            actual: self.actual.clone(),
            message: self.message.clone(),
            notes: self.notes.clone(),
        };
        finding::on_block(raw, model, self.block, None)
    }
}
