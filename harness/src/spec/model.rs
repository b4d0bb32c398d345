//! What a validated spec is.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile};
pub use crate::matcher::{CountOp, CountTest};
use crate::select::Condition;
use crate::stack::Form;

mod clause;
mod over;
mod param;
mod right;

pub use clause::{Clause, ClauseKind, Look, Per, Quantifier, Rewrite, Together, TogetherScope};
pub use over::{Over, Selection, Walk, What};
pub use param::{FromParam, Param, ParamKind};
pub use right::{Elsewhere, Keyed, Match, Right, Template, TemplatePiece};

/// All specs of a run.
#[derive(Debug, Clone, Default)]
pub struct SpecSet {
    /// The files, in the order of their names.
    pub files: Vec<SpecFile>,
}

/// One spec file.
#[derive(Debug, Clone)]
pub struct SpecFile {
    /// The file, for messages that point into it.
    pub source: SourceFile,
    /// Its name in test cases: the path below the spec folder without extension, with `::` for
    /// `/`.
    pub name: String,
    /// Its params.
    pub params: Vec<Param>,
    /// Its specs, in the order of the file.
    pub specs: Vec<Spec>,
    /// What is odd in the file and wrong in none of its specs: a param that nothing uses.
    pub warnings: Vec<Diagnostic>,
}

/// How much a spec's red counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// Red fails the run.
    #[default]
    Deny,
    /// Red is printed, and fails nothing.
    Warn,
    /// It is not judged.
    Off,
}

impl Level {
    /// The word for it in spec files, configurations and reports.
    pub fn word(self) -> &'static str {
        match self {
            Level::Deny => "deny",
            Level::Warn => "warn",
            Level::Off => "off",
        }
    }
}

/// What no subject means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenEmpty {
    /// The spec is vacuous: red.
    #[default]
    Fail,
    /// The spec is skipped, if the provider facts know its types.
    Skip,
}

/// What a subject that hangs on unknown values means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownPolicy {
    /// The outcome is `unknown`: red.
    #[default]
    Fail,
    /// The subject is reported and taken out; it leaves no evidence.
    Warn,
}

/// `[[spec]]`.
#[derive(Debug, Clone)]
pub struct Spec {
    /// Named for the fault; `[a-z0-9][a-z0-9-]*`, unique in its file.
    pub id: String,
    /// The fault as a sentence.
    pub title: Option<String>,
    /// Why it is bad.
    pub why: Option<String>,
    /// What to write instead.
    pub fix: Option<String>,
    /// Where the rule comes from, row ids, links.
    pub refs: Vec<String>,
    /// What the rule rests on: a document of the provider, an API's rule.
    pub source: Option<String>,
    /// Purposes that it serves: `security`, `naming`.
    pub groups: Vec<String>,
    /// How much its red counts.
    pub level: Level,
    /// What it selects.
    pub selects: Selection,
    /// `follow`: the subjects are what is reached from there.
    pub follow: Option<Walk>,
    /// Which of those are subjects.
    pub filter: Option<Filter>,
    /// What must hold of each.
    pub must: Vec<Clause>,
    /// What no subject means.
    pub when_empty: WhenEmpty,
    /// What unknown subjects mean.
    pub unknown: UnknownPolicy,
    /// The only inputs that it is judged on; empty: all.
    pub inputs: Vec<Form>,
    /// The params that its right sides use, sorted. If one of them has no value, the spec is
    /// skipped: "not asked".
    pub uses: Vec<String>,
    /// Its examples.
    pub cases: Vec<Case>,
    /// The bytes of `id = "..."` in the file.
    pub span: Range<usize>,
}

/// A glob over types or names, as written.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it is written.
    pub text: String,
    /// Compiled; `None` if it is a plain name, without `*`, `?`, `{` or `[`.
    pub glob: Option<globset::GlobMatcher>,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl Pattern {
    /// Whether a type or name meets it.
    pub fn matches(&self, name: &str) -> bool {
        match &self.glob {
            Some(glob) => glob.is_match(name),
            None => self.text == name,
        }
    }
}

/// `where`.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Compiled.
    pub condition: Arc<Condition>,
    /// The bytes of the expression in the file, inside the quotes.
    pub span: Range<usize>,
}

/// `[[spec.case]]`.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows.
    pub title: Option<String>,
    /// Stacks in the shape of Terraform JSON, at least one.
    pub given: Vec<serde_json::Value>,
    /// The files that the stacks may name, if the case says so; without, no one can tell.
    pub files: Option<CaseFiles>,
    /// Values for params.
    pub params: Vec<(String, serde_json::Value)>,
    /// What must come of it.
    pub expect: Expect,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// The files of a [`Case`], by their names as a stack spells them, and what a zip archive among them
/// lists. A folder ends with `/`.
pub type CaseFiles = BTreeMap<String, Option<Vec<String>>>;

/// What a [`Case`] expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// The outcome is `pass`.
    Pass,
    /// Nothing is a subject: the spec is skipped.
    Skip,
    /// The outcome is `fail`, and a finding names this address.
    Fail {
        /// The address.
        address: String,
    },
}
