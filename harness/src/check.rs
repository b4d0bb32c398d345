//! Judgement: specs against stacks. Pure: data in, a sorted report out.
//!
//! [`judge`] judges every spec on every stack; [`judge_one`] one of them. A verdict is decided by
//! one table, [`Outcome::roll_up`](crate::verdict::Outcome::roll_up); whether it is vacuous is
//! decided once, at the end of it.

pub(crate) mod again;
mod aggregate;
mod builtin;
mod canary;
mod clause;
mod context;
mod finding;
mod focus;
mod groups;
mod look;
mod order;
mod reach;
mod right;
mod rollup;
mod seen;
mod skip;
mod subject;
mod tally;
mod target;
mod together;
mod waive;
mod witness;

use std::ops::Range;
use std::path::PathBuf;

pub use builtin::{BuiltIns, built_in_skip};
pub use context::Context;
#[cfg(feature = "cli")]
pub(crate) use finding::printable;
pub(crate) use finding::{printable_path, redacted};
pub use focus::focus;
pub use skip::{Skip, skip_reason};
pub use waive::{WaiverNote, WaiverState, WaiverUse, Waivers};

use crate::diagnostic::SourceFile;
use crate::spec::{Level, Params, Spec, SpecFile, SpecSet, full_name};
use crate::stack::{BlockId, Model};
use crate::value::Path;
use crate::verdict::Outcome;

/// How many findings of one spec on one stack are kept; the others are counted.
pub const MAX_FINDINGS: usize = 10_000;

/// A stack under judgement.
pub struct Subject<'s> {
    /// The stack, read as it is asked for.
    pub model: Model<'s>,
    /// Its name without the values of identity params: the same in every environment.
    pub role: String,
}

/// Everything that is judged together. Names have their witness in any stack of a run.
pub struct Run<'s> {
    /// The stacks.
    pub stacks: Vec<Subject<'s>>,
    /// The specs.
    pub specs: &'s SpecSet,
    /// The values of their params.
    pub params: &'s Params,
}

/// What came of one spec on one stack.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The stack's name.
    pub stack: String,
    /// The stack's role.
    pub role: String,
    /// The spec file's name, as in the test case.
    pub file: String,
    /// The spec's id.
    pub spec: String,
    /// The spec's title.
    pub title: Option<String>,
    /// How much red counts.
    pub level: Level,
    /// What it came to.
    pub outcome: Outcome,
    /// How many blocks the spec selects by type or name.
    pub selected: usize,
    /// How many of those `where` let through, or may have.
    pub subjects: usize,
    /// How many of those were judged with evidence.
    pub judged: usize,
    /// Why it is skipped or vacuous, as a sentence.
    pub reason: Option<String>,
    /// What to do about that.
    pub help: Option<String>,
    /// What else is worth saying: subjects taken out by `unknown = "warn"`, and the like.
    pub notes: Vec<String>,
    /// What is wrong, by address and path; at most [`MAX_FINDINGS`].
    pub findings: Vec<Finding>,
    /// How many findings there were.
    pub found: usize,
    /// The blocks that a clause examined which could have failed. Only verdicts `pass`, `fail` and
    /// `waived` cover anything.
    pub covered: Vec<BlockId>,
    /// Why it would be vacuous if all of its findings were waived: no subject was examined by itself.
    pub hollow: Option<String>,
    /// The spec's place in its file.
    pub place: SpecPlace,
}

/// Bytes of a spec file.
#[derive(Debug, Clone)]
pub struct SpecPlace {
    /// The file.
    pub file: SourceFile,
    /// The bytes.
    pub span: Range<usize>,
}

impl SpecPlace {
    /// The line that it starts in, from 1.
    pub fn line(&self) -> usize {
        let before = self.file.text.get(..self.span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}

/// One thing that is wrong, or hangs on what is not known.
#[derive(Debug, Clone)]
pub struct Finding {
    /// `fail`, `unknown`, `vacuous` or `error`.
    pub outcome: Outcome,
    /// The subject's address; empty if the finding is about no one subject.
    pub address: String,
    /// The subject's construct path.
    pub construct_path: Option<String>,
    /// The path that was reached.
    pub path: Option<Path>,
    /// What the clause wants of it, with the values of params that may be printed.
    pub expected: String,
    /// What is there; secrets are left out.
    pub actual: String,
    /// Where it stands in the synthesized file.
    pub source: Option<Location>,
    /// Where the program made the subject, if its synth says so: `main.ts:42:5`.
    pub made_at: Option<String>,
    /// The whole of it as one sentence.
    pub message: String,
    /// What explains it: what an unknown value waits for, the nearest candidate.
    pub notes: Vec<String>,
    /// The clause in the spec file.
    pub clause: Option<Range<usize>>,
    /// The waiver that covers it.
    pub waived: Option<WaiverNote>,
}

/// A place in a synthesized file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// Judges every spec on every stack: stacks in their order, specs in the order of their files.
pub fn judge(run: &Run<'_>) -> Vec<Verdict> {
    let cx = Context::new(run);
    let specs: Vec<(&SpecFile, &Spec)> = run.specs.iter().collect();
    (0..run.stacks.len())
        .flat_map(|stack| together::judge(&cx, stack, &specs))
        .collect()
}

/// Judges one spec on the stack at this index of the run.
///
/// # Panics
/// When the run has no such stack.
pub fn judge_one(cx: &Context<'_, '_>, stack: usize, file: &SpecFile, spec: &Spec) -> Verdict {
    together::judge_one(cx, stack, file, spec)
}

impl Verdict {
    /// The name of the test case: `<stack role>::<file>::<id>`.
    pub fn case(&self) -> String {
        format!("{}::{}", self.role, full_name(&self.file, &self.spec))
    }

    /// Whether it makes a run fail.
    pub fn is_red(&self) -> bool {
        self.level == Level::Deny && self.outcome.is_red()
    }
}
