//! What a validated spec is.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::matcher::Matcher;
pub use crate::matcher::{CountOp, CountTest};
use crate::select::{Anchor, Condition, Query};
use crate::stack::Form;

mod over;

pub use over::{Over, Selection, Walk, What};

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

/// `[param.<name>]`.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The environment variable that sets it, if the user's config allows that name.
    pub env: Option<String>,
    /// Its value where nothing sets it.
    pub default: Option<serde_json::Value>,
    /// What its values are: what its default is, else what its first use asks for.
    pub kind: ParamKind,
    /// It differs by environment: names of cases and findings leave it out.
    pub identity: bool,
    /// The bytes of its name in the file.
    pub span: Range<usize>,
}

/// What the values of a param are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// `true` or `false`.
    Bool,
    /// Lists of texts, numbers and booleans.
    List,
}

impl ParamKind {
    /// The kind of a value.
    pub fn of(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Number(_) => ParamKind::Number,
            serde_json::Value::Bool(_) => ParamKind::Bool,
            serde_json::Value::Array(_) => ParamKind::List,
            _ => ParamKind::Text,
        }
    }

    /// The kind in the words of a message.
    pub fn noun(self) -> &'static str {
        match self {
            ParamKind::Text => "a text",
            ParamKind::Number => "a number",
            ParamKind::Bool => "a boolean",
            ParamKind::List => "a list",
        }
    }
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

/// One member of `must`.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its bytes in the file, braces included.
    pub span: Range<usize>,
    /// As it is written, on one line.
    pub written: String,
    /// What it says.
    pub kind: ClauseKind,
}

/// What a clause says.
#[derive(Debug, Clone)]
pub enum ClauseKind {
    /// `any = [...]`: one of them holds.
    Any(Vec<Clause>),
    /// Values at a path satisfy matchers.
    Look(Box<Look>),
}

/// Values at a path satisfy matchers.
#[derive(Debug, Clone)]
pub struct Look {
    /// What is looked at: the subject, or other things, each of which is `@`.
    pub over: Over,
    /// Which of those: `@` is one of them, `$` the subject.
    pub filter: Option<Filter>,
    /// `together`: the values of all subjects are judged at once.
    pub together: Option<Together>,
    /// Where to look.
    pub at: Arc<Query>,
    /// The bytes of the path in the file, inside the quotes.
    pub at_span: Range<usize>,
    /// How many of the values.
    pub quantifier: Quantifier,
    /// Whether nothing at all is fine. It acts on unset only.
    pub optional: bool,
    /// What stands in for an unset value.
    pub default: Option<serde_json::Value>,
    /// `as`: what is made of a value before it is compared.
    pub rewrite: Option<Rewrite>,
    /// `ordered = "before"`: what was followed is created before the subject. The bytes of it.
    pub before: Option<Range<usize>>,
    /// What they satisfy: all of these. Empty only under `count`, which then counts values, where
    /// the values are judged by one another (`unique`, ...), and beside `ordered`.
    pub matchers: Vec<Match>,
}

/// `together`.
#[derive(Debug, Clone)]
pub struct Together {
    /// Whose subjects.
    pub scope: TogetherScope,
    /// `per`: each group of subjects with the same value there by itself.
    pub per: Option<Per>,
}

/// `per`: what groups the subjects.
#[derive(Debug, Clone)]
pub struct Per {
    /// The path to the value.
    pub at: Arc<Query>,
    /// The bytes of the path in the file, inside the quotes.
    pub span: Range<usize>,
}

/// Whose subjects are judged together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TogetherScope {
    /// Those of each stack.
    Stack,
    /// Those of all stacks of the run.
    Run,
}

/// `as = "/aws/lambda/{}"`: a text with the value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// What stands before the value.
    pub before: String,
    /// What stands behind it.
    pub after: String,
}

/// How many of the selected values must satisfy the matchers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// Every one, and at least one.
    Every,
    /// At least one: `some = { ... }`.
    Some,
    /// Not one: `none = { ... }`.
    None,
    /// So many: `count = ">= 2"`.
    Count(CountTest),
    /// No two are the same: `unique = true`.
    Unique,
    /// So many different ones: `distinct = ">= 2"`.
    Distinct(CountTest),
    /// Their sum: `sum = "<= 10"`.
    Sum(CountTest),
    /// No two ranges of addresses overlap: `disjoint = true`.
    Disjoint,
}

impl Quantifier {
    /// Whether it judges the values by one another, and not each by matchers.
    pub fn is_aggregate(self) -> bool {
        match self {
            Quantifier::Every | Quantifier::Some | Quantifier::None | Quantifier::Count(_) => false,
            Quantifier::Unique
            | Quantifier::Distinct(_)
            | Quantifier::Sum(_)
            | Quantifier::Disjoint => true,
        }
    }
}

/// A matcher and its right side.
#[derive(Debug, Clone)]
pub struct Match {
    /// Which.
    pub matcher: Matcher,
    /// `not_...`.
    pub negated: bool,
    /// What it compares with.
    pub right: Right,
    /// The bytes of `key = value` in the file.
    pub span: Range<usize>,
}

/// A matcher's right side.
#[derive(Debug, Clone)]
pub enum Right {
    /// A value. Texts in it may hold `{param}` and `{$.path}`.
    Value(Template),
    /// `{ param = "name" }`: the param's whole value.
    Param(String),
    /// `{ at = "$..." }` and its sisters: what stands elsewhere.
    Elsewhere(Box<Elsewhere>),
    /// A compiled regular expression, or several: any one.
    Regex(Vec<regex::Regex>),
    /// A comparison with a number.
    Count(CountTest),
}

/// Values that stand elsewhere: `{ resource = "aws_x", at = "@.name" }`.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// On what: the subject (or what the clause has at hand, if the path starts with `@`), what is
    /// reached from the subject, or what the stack has.
    pub over: Over,
    /// Which of those.
    pub filter: Option<Filter>,
    /// Where on each.
    pub at: Arc<Query>,
    /// The bytes of the path in the file, inside the quotes.
    pub at_span: Range<usize>,
    /// What stands in for an unset value.
    pub default: Option<serde_json::Value>,
    /// What numbers are multiplied by.
    pub times: Option<serde_json::Number>,
}

impl Elsewhere {
    /// Whether it is read from what the clause has at hand, each by itself.
    pub fn is_at_hand(&self) -> bool {
        matches!(self.over, Over::Subject) && self.at.anchor() == Anchor::Current
    }
}

/// A value whose texts may hold placeholders.
#[derive(Debug, Clone)]
pub enum Template {
    /// A value without placeholders.
    Plain(serde_json::Value),
    /// A text with placeholders.
    Text(Vec<TemplatePiece>),
    /// A list.
    List(Vec<Template>),
    /// An object.
    Map(Vec<(String, Template)>),
}

/// A piece of a text on a right side.
#[derive(Debug, Clone)]
pub enum TemplatePiece {
    /// Text.
    Literal(String),
    /// `{name}`, where `name` is a declared param.
    Param(String),
    /// `{$.path}` on the subject.
    Path(Arc<Query>),
}

/// `[[spec.case]]`.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows.
    pub title: Option<String>,
    /// A stack in the shape of Terraform JSON.
    pub given: serde_json::Value,
    /// Values for params.
    pub params: Vec<(String, serde_json::Value)>,
    /// What must come of it.
    pub expect: Expect,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// What a [`Case`] expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// The outcome is `pass`.
    Pass,
    /// The outcome is `fail`, and a finding names this address.
    Fail {
        /// The address.
        address: String,
    },
}
