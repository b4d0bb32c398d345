//! What must hold: a member of `must`.

use std::ops::Range;
use std::sync::Arc;

use super::{Filter, FromParam, Match, Over};
use crate::matcher::CountTest;
use crate::select::Query;

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
    /// The param that the number of the quantifier is.
    pub number: Option<FromParam>,
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

impl Look {
    /// A param whose value should stand in it, and does not yet.
    pub fn unbound(&self) -> Option<&str> {
        let of_matchers = self.matchers.iter().map(|matcher| &matcher.from);
        let mut all = of_matchers.chain([&self.number]).flatten();
        all.find(|from| !from.bound).map(|from| from.name.as_str())
    }
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
