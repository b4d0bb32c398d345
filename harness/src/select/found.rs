//! What a query is asked of, and what it answers.

use std::fmt;
use std::ops::Range;

use crate::value::{Hole, Node, Path, Step};
use crate::verdict::Truth;

/// What a query is asked of.
#[derive(Clone, Copy)]
pub struct Document<'d, 's> {
    /// What `$` is.
    pub root: &'d Node<'s>,
    /// What `$['//']` is: what the harness knows about the subject besides its body. Wildcards
    /// and `..` never enter it.
    pub meta: Option<&'d Node<'s>>,
    /// Whether inputs of this kind never carry the root's member of that name, so that its
    /// absence means nothing.
    pub omits: Option<&'d dyn Fn(&str) -> bool>,
    /// By which rules.
    pub mode: Mode,
}

/// By which rules a query is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// RFC 9535 to the letter; only [`Found::Node`] and [`Found::OverBudget`] are shown.
    Strict,
    /// The rules of a stack: three-valued filters, coercion, embedded documents, and everything
    /// in [`Found`].
    Stack,
}

/// What a query found.
#[derive(Debug)]
pub enum Found<'p, 'd, 's> {
    /// A node.
    Node {
        /// Where it stands.
        path: PathView<'p>,
        /// The node.
        node: &'d Node<'s>,
        /// Whether it is surely selected; if not, `doubts` say what that hangs on.
        sure: bool,
        /// What the filters that could not be decided wait for; empty if `sure`.
        doubts: Doubts<'p>,
    },
    /// A member that the path names and that an element (or the root) lacks.
    ///
    /// Every step that is written out counts, wherever it stands: in `$.States[*].Retry[*].Max` a
    /// state without `Retry` is missing it, else one state that has it would speak for all. Each
    /// member of a union counts. The path goes on to the last step before the next wildcard,
    /// slice, filter or `..`. A negative index that is not there is shown as index 0.
    Missing {
        /// Where the last step written would stand.
        path: PathView<'p>,
        /// Whether the element that lacks it is surely selected.
        sure: bool,
        /// As in [`Found::Node`].
        doubts: Doubts<'p>,
    },
    /// The path leads into what is not known: there may be more nodes than are shown.
    Open {
        /// Where.
        path: PathView<'p>,
        /// Why.
        reason: Open<'p>,
    },
    /// The path misfits the shape of the document.
    Misfit(Misfit),
    /// More than [`MAX_VISITS`](super::MAX_VISITS) nodes were visited; the evaluation ends here,
    /// without an answer.
    OverBudget,
}

/// Why there may be more nodes than are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open<'p> {
    /// The value is not known.
    Unknown(&'p Hole),
    /// A list or map that may hold more than is listed.
    OpenContainer,
    /// Inputs of this kind never carry this member.
    NotCarried(&'p str),
    /// More than [`MAX_TEXTS`](super::MAX_TEXTS) documents are embedded in one another.
    TooDeep,
}

impl Open<'_> {
    /// What a verdict that hangs on it waits for, if that has names.
    pub fn waits_for(&self) -> Vec<String> {
        match self {
            Open::Unknown(hole) => waits_for(hole),
            _ => Vec::new(),
        }
    }
}

/// The names of what a hole waits for: its references, else its expression.
pub(super) fn waits_for(hole: &Hole) -> Vec<String> {
    if hole.waits_for.is_empty() && !hole.expression.is_empty() {
        return vec![hole.expression.to_string()];
    }
    hole.waits_for.iter().map(ToString::to_string).collect()
}

/// A path that misfits the shape of the document: a name on a list, `[*]` on a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where the value stands that the step misfits.
    pub path: Path,
    /// What stands there: `a list`.
    pub at: &'static str,
    /// The step as it is written: `.subnet_ids`.
    pub step: String,
    /// What the step wanted: `an object`.
    pub wanted: &'static str,
    /// More about why, such as the error of an embedded document that does not parse.
    pub detail: Option<String>,
    /// The text with the right path in it.
    pub suggestion: Option<String>,
    /// The bytes of the step in the text of the query or condition.
    pub span: Range<usize>,
}

impl fmt::Display for Misfit {
    /// What stands there, what the step wants, why, and what to write.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, step) = (self.path.shorthand(), &self.step);
        write!(
            f,
            "`{path}` is {}, and `{step}` wants {}",
            self.at, self.wanted
        )?;
        if let Some(detail) = &self.detail {
            write!(f, " ({detail})")?;
        }
        match &self.suggestion {
            Some(suggestion) => write!(f, "; write `{suggestion}`"),
            None => Ok(()),
        }
    }
}

/// What a condition came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether it holds.
    pub truth: Truth,
    /// What it waits for; empty unless `truth` is unknown.
    pub waits_for: Vec<String>,
    /// The paths in it that misfit the shape; `truth` treats them as finding nothing.
    pub misfits: Vec<Misfit>,
    /// More than [`MAX_VISITS`](super::MAX_VISITS) nodes were visited; `truth` is unknown then.
    pub over_budget: bool,
}

/// A path that lives while it is shown, and costs nothing until it is asked for.
#[derive(Clone, Copy)]
pub struct PathView<'p>(pub(super) Option<&'p Link<'p>>);

/// One step of a [`PathView`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepView<'p> {
    /// To the member of this name.
    Name(&'p str),
    /// To the element at this index.
    Index(usize),
}

/// A step, and the way to it: the recursion's own stack is the path.
pub(super) struct Link<'p> {
    pub(super) up: Option<&'p Link<'p>>,
    pub(super) step: StepView<'p>,
}

impl<'p> PathView<'p> {
    /// The steps, last one first.
    pub fn steps_from_end(self) -> impl Iterator<Item = StepView<'p>> {
        std::iter::successors(self.0, |link| link.up).map(|link| link.step)
    }

    /// The path, to keep.
    pub fn to_path(self) -> Path {
        let mut steps: Vec<Step> = self
            .steps_from_end()
            .map(|step| match step {
                StepView::Name(name) => Step::Name(name.to_owned()),
                StepView::Index(index) => Step::Index(index),
            })
            .collect();
        steps.reverse();
        Path(steps)
    }
}

impl fmt::Debug for PathView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_path().shorthand())
    }
}

/// What undecided filters wait for.
#[derive(Clone, Copy)]
pub struct Doubts<'p>(pub(super) Option<&'p Doubt<'p>>);

/// What one undecided filter waits for, and the doubts before it.
pub(super) struct Doubt<'p> {
    pub(super) up: Option<&'p Doubt<'p>>,
    pub(super) waits_for: Vec<String>,
}

impl Doubts<'_> {
    /// The references and expressions, without repeats, in the order of the path.
    pub fn waits_for(self) -> Vec<String> {
        let mut all: Vec<&Vec<String>> = std::iter::successors(self.0, |doubt| doubt.up)
            .map(|doubt| &doubt.waits_for)
            .collect();
        all.reverse();
        let mut names: Vec<String> = Vec::new();
        for name in all.into_iter().flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

impl fmt::Debug for Doubts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.waits_for()).finish()
    }
}
