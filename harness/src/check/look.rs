//! One clause's look at one subject: what a path selects, what the matchers say of it, and what
//! the quantifier makes of that.

use std::cell::OnceCell;
use std::ops::ControlFlow;

use super::canary;
use super::finding::{self, Raw};
use super::right::{self, OVER_BUDGET, Unresolved};
use super::seen::{Seeing, Seen};
use crate::facts::{Member, Nesting, Shape, Type};
use crate::files::FilesAt;
use crate::matcher::{Beside, Expected, Matcher, judge, judge_beside};
use crate::select::{Document, Doubts, Found, Open, PathView, StepView};
use crate::spec::{Look, Match, ParamsOfFile, Quantifier};
use crate::stack::{Authored, BlockId, Model, Origin, spells_secret};
use crate::value::{Flags, Kind, Node, Path, Step};
use crate::verdict::{Outcome, Truth};

/// The subject that is looked at.
pub(super) struct On<'d> {
    /// Its document.
    pub(super) document: Document<'d, 'd>,
    /// What the facts say of it.
    pub(super) shape: Option<Shape<'d>>,
    /// The params of the spec's file.
    pub(super) params: &'d ParamsOfFile,
    /// How its values are written, and which files they name; a row of a view knows it by where
    /// its members came from.
    pub(super) written: Option<&'d dyn Written>,
}

/// What is known of values besides the values.
pub(super) trait Written {
    /// How the value at a path of the document is written.
    fn origin(&self, path: &Path) -> Origin;
    /// The files that its values may name.
    fn files(&self) -> Option<FilesAt<'_>>;
}

/// The body of a block.
pub(super) struct InBody<'m, 's> {
    /// Its stack.
    pub(super) model: &'m Model<'s>,
    /// The block.
    pub(super) id: BlockId,
    /// What the author wrote in it; read only for a matcher that asks.
    pub(super) authored: OnceCell<Authored<'m, 's>>,
}

impl Written for InBody<'_, '_> {
    fn origin(&self, path: &Path) -> Origin {
        let read = || self.model.authored(self.id);
        self.authored.get_or_init(read).origin(path)
    }

    fn files(&self) -> Option<FilesAt<'_>> {
        self.model.files(self.model.block(self.id))
    }
}

impl On<'_> {
    /// Calls `ask` with what matchers may ask besides the value at a path. What the harness adds
    /// (`$['//']`) is written nowhere.
    fn beside<T>(&self, path: &Path, unordered: bool, ask: impl FnOnce(&Beside<'_>) -> T) -> T {
        let added = matches!(path.0.first(), Some(Step::Name(name)) if name == "//");
        let written = self.written.filter(|_| !added);
        let origin = || match written {
            Some(written) => written.origin(path),
            None => Origin::unknown(),
        };
        let known = written.is_some();
        ask(&Beside {
            unordered,
            negated: false,
            origin: known.then_some(&origin),
            files: written.and_then(Written::files),
        })
    }
}

/// What a clause came to on one subject.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// `pass`, `fail`, `unknown` or `error`.
    pub(super) outcome: Option<Outcome>,
    /// What is wrong.
    pub(super) findings: Vec<Raw>,
    /// Whether some other value would have made it say the opposite.
    pub(super) could_differ: bool,
}

/// A matcher with its right side, resolved.
type Resolved<'r> = Vec<Result<Wanted<'r>, Unresolved>>;

/// A right side: the same for every subject, or this subject's own.
enum Wanted<'r> {
    Fixed(&'r Expected<'r>),
    Own(Expected<'r>),
}

impl<'r> Wanted<'r> {
    /// How many values a right side has.
    fn count(right: &Result<Self, Unresolved>) -> usize {
        match right.as_ref().map(Wanted::get) {
            Ok(Expected::Values { nodes, .. }) => nodes.len(),
            _ => 1,
        }
    }

    fn get(&self) -> &Expected<'r> {
        match self {
            Wanted::Fixed(expected) => expected,
            Wanted::Own(expected) => expected,
        }
    }
}

/// Looks.
pub(super) fn look<'d>(look: &'d Look, fixed: &'d [Option<Expected<'d>>], on: &'d On<'d>) -> Said {
    let mut looking = Looking {
        look,
        on,
        resolved: resolve(look, fixed, on),
        seen: Seen::default(),
        could_differ: false,
        compared: 0,
    };
    let _ = look.at.visit(&on.document, &mut |found| {
        if looking.compared > MAX_COMPARISONS {
            let why = "the clause compares more values than one evaluation may".to_owned();
            looking.seen.error(None, String::new(), why);
            return ControlFlow::Break(());
        }
        looking.see(found);
        ControlFlow::Continue(())
    });
    let Looking {
        resolved,
        seen,
        could_differ,
        ..
    } = looking;
    let views: Vec<Option<&Expected<'_>>> = resolved
        .iter()
        .map(|right| right.as_ref().ok().map(Wanted::get))
        .collect();
    let expected = || finding::expected(look, &views, on.params, &on.document);
    Said {
        could_differ,
        ..seen.decide(look, &expected)
    }
}

/// A look while it goes on.
struct Looking<'d> {
    look: &'d Look,
    on: &'d On<'d>,
    resolved: Resolved<'d>,
    seen: Seen,
    /// Whether the clause could have said something else of some value.
    could_differ: bool,
    /// How many comparisons there were: a list against itself is the square of its length.
    compared: usize,
}

/// How many comparisons one clause may make on one subject.
const MAX_COMPARISONS: usize = 1_000_000;

fn resolve<'d>(look: &'d Look, fixed: &'d [Option<Expected<'d>>], on: &'d On<'d>) -> Resolved<'d> {
    look.matchers
        .iter()
        .zip(fixed)
        .map(|(matcher, fixed)| match fixed {
            Some(fixed) => Ok(Wanted::Fixed(fixed)),
            None => right::resolve(matcher, on.params, Some(&on.document)).map(Wanted::Own),
        })
        .collect()
}

impl<'d> Looking<'d> {
    fn see(&mut self, found: Found<'_, 'd, 'd>) {
        match found {
            Found::Node {
                path,
                node,
                sure,
                doubts,
            } => self.node(path, node, sure, doubts),
            Found::Missing { path, sure, doubts } => {
                let path = path.to_path();
                let said = match missing(self.look, &self.resolved) {
                    Ok(said) => said,
                    Err(why) => {
                        let message = format!("the `default` of `{}`: {why}", path.shorthand());
                        return self.seen.error(Some(path), "missing".to_owned(), message);
                    }
                };
                // A value that is missing and fails was looked for; that it is there says nothing of it.
                let presence = |matcher: &Match| matcher.matcher.info().presence;
                let fails = sure && said == Truth::False && !self.look.optional;
                self.could_differ |= fails && !self.look.matchers.iter().all(presence);
                let seeing = Seeing {
                    path: Some(path),
                    actual: "missing".to_owned(),
                    said,
                    sure,
                    waits_for: doubts.waits_for(),
                    message: String::new(),
                };
                self.seen.missing(self.look, seeing);
            }
            Found::Open { path, reason } => {
                self.seen
                    .open(Some(path.to_path()), reason.waits_for(), why_open(&reason));
            }
            Found::Misfit(misfit) => {
                let message = misfit.to_string();
                self.seen
                    .error(Some(misfit.path), misfit.at.to_owned(), message);
            }
            Found::OverBudget => self.seen.error(None, String::new(), OVER_BUDGET.to_owned()),
        }
    }

    fn node(&mut self, path: PathView<'_>, node: &'d Node<'d>, sure: bool, doubts: Doubts<'_>) {
        let (look, on) = (self.look, self.on);
        let unordered = matches!(node.kind, Kind::List(_)) && is_set(on.shape, &path.to_path().0);
        self.compared += self.resolved.iter().map(Wanted::count).sum::<usize>();
        let (said, could_differ) = on.beside(&path.to_path(), unordered, |beside| {
            let asks = sure && !self.could_differ && is_in_body(path);
            let said = all(look, &self.resolved, node, beside);
            let differs = asks && said.is_ok() && differs(look, &self.resolved, node, beside);
            (said, differs)
        });
        self.could_differ |= could_differ;
        let said = match said {
            Ok(said) => said,
            Err(why) => {
                let path = path.to_path();
                let actual = finding::actual(on.document.root, &path, node);
                let message = format!("`{}` is {actual}: {why}", path.shorthand());
                return self.seen.error(Some(path), actual, message);
            }
        };
        self.seen.value(look.quantifier, said, sure, || {
            let path = path.to_path();
            let actual = finding::actual(on.document.root, &path, node);
            let mut waits_for = doubts.waits_for();
            waits_for.extend(holes(node));
            let message = match said {
                Truth::Unknown if node.flags.has(Flags::UNATTRIBUTED) => unattributed(look),
                Truth::Unknown if !node.has_unknown() => not_said(look),
                _ => String::new(),
            };
            Seeing {
                path: Some(path),
                actual,
                said,
                sure,
                waits_for,
                message,
            }
        });
    }
}

/// Whether a path leads to something that the author wrote: not to the whole subject, of which
/// nothing in particular is asked, and not to `$['//']`, which the harness adds.
fn is_in_body(path: PathView<'_>) -> bool {
    match path.steps_from_end().last() {
        None => false,
        Some(StepView::Name(name)) => name != "//",
        Some(StepView::Index(_)) => true,
    }
}

/// Why it is not known whether a value is written.
fn unattributed(look: &Look) -> String {
    let presence = |matcher: &Match| matches!(matcher.matcher, Matcher::Present | Matcher::Absent);
    if look.matchers.iter().any(presence) {
        "it is there, and this input does not say whether the author wrote it or the provider \
         filled it in"
            .to_owned()
    } else {
        String::new()
    }
}

/// Why a matcher cannot tell of a value that is known.
fn not_said(look: &Look) -> String {
    let said = |matcher: &Match| match matcher.matcher {
        Matcher::Literal | Matcher::Reference => Some(
            "how it is written is not said by this input, or leads through a local, a module or \
             another state",
        ),
        Matcher::File | Matcher::ZipEntry => {
            Some("there is no such file here, and it may still be made, or lie elsewhere")
        }
        _ => None,
    };
    look.matchers
        .iter()
        .find_map(said)
        .unwrap_or_default()
        .to_owned()
}

fn why_open(reason: &Open<'_>) -> String {
    match reason {
        Open::Unknown(hole) => format!("it is {hole}"),
        Open::OpenContainer => {
            "it may hold more than is listed (a `dynamic` block, or a name that is not known)"
                .to_owned()
        }
        Open::NotCarried("actions") => {
            "this kind of input never carries `actions`; say `input = \"plan\"` in the spec to judge \
             it on a plan only"
                .to_owned()
        }
        Open::NotCarried(name @ ("construct_path" | "region")) => {
            format!("this input never carries its `{name}`")
        }
        Open::NotCarried(name) => format!(
            "this kind of input never carries `{name}`; say `input = \"synth\"` in the spec to \
             judge it on a synth output only"
        ),
        Open::TooDeep => "too many documents are nested in one another".to_owned(),
    }
}

/// What all matchers say of one value.
fn all(
    look: &Look,
    resolved: &Resolved<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    // A bare `count` counts what is written.
    let mut truth = match look.matchers.is_empty() && look.default.is_none() {
        true => judge(Matcher::Present, node, &Expected::Nothing, false).unwrap_or(Truth::True),
        false => Truth::True,
    };
    for (matcher, right) in look.matchers.iter().zip(resolved) {
        truth = truth.and(one(look.quantifier, matcher, right, node, beside)?);
    }
    Ok(truth)
}

fn one(
    quantifier: Quantifier,
    matcher: &Match,
    right: &Result<Wanted<'_>, Unresolved>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    let name = matcher.matcher.info().name;
    let wants_one = matches!(quantifier, Quantifier::Every | Quantifier::Some);
    let expected = match right {
        Ok(expected) => expected.get(),
        // Nothing to compare with is the fault itself where one of the values is wanted; where none
        // of them is, it proves nothing.
        Err(Unresolved::Nothing(_)) if wants_one && !matcher.negated => return Ok(Truth::False),
        Err(Unresolved::Nothing(why) | Unresolved::Error(why)) => return Err(why.clone()),
    };
    let said = judge_beside(matcher.matcher, node, expected, &of(matcher, beside))
        .map_err(|wrong| format!("`{name}` wants {}, and this is {}", wrong.wants, wrong.is))?;
    Ok(if matcher.negated { !said } else { said })
}

/// What the matchers say of a value that is not there. `absent` holds, `default` stands in, and
/// everything else fails: it should be there and is not.
fn missing(look: &Look, resolved: &Resolved<'_>) -> Result<Truth, String> {
    if let Some(default) = &look.default {
        return all(look, resolved, &Node::from(default), &Beside::default());
    }
    let absent = |matcher: &Match| matcher.matcher == Matcher::Absent;
    Ok(Truth::from(
        !look.matchers.is_empty() && look.matchers.iter().all(absent),
    ))
}

/// Whether some other value would have made a matcher say the opposite.
fn differs(look: &Look, resolved: &Resolved<'_>, node: &Node<'_>, beside: &Beside<'_>) -> bool {
    look.matchers.iter().zip(resolved).any(|(matcher, right)| {
        let Ok(expected) = right else { return false };
        let (expected, beside) = (expected.get(), of(matcher, beside));
        match judge_beside(matcher.matcher, node, expected, &beside) {
            Ok(said) => canary::could_differ(matcher.matcher, node, expected, &beside, said),
            Err(_) => false,
        }
    })
}

/// What this matcher may ask.
fn of<'b>(matcher: &Match, beside: &Beside<'b>) -> Beside<'b> {
    Beside {
        negated: matcher.negated,
        ..*beside
    }
}

/// What the holes of a value wait for.
fn holes(node: &Node<'_>) -> Vec<String> {
    let of = |hole: &crate::value::Hole| match hole.waits_for.is_empty() {
        true if spells_secret(&hole.expression) => Vec::new(),
        true if hole.expression.is_empty() || node.flags.has(Flags::SENSITIVE) => Vec::new(),
        true => vec![hole.expression.to_string()],
        false => hole.waits_for.iter().map(ToString::to_string).collect(),
    };
    match &node.kind {
        Kind::Unknown(hole) => of(hole),
        Kind::Text(text) => text.holes().flat_map(of).collect(),
        Kind::List(list) => list.iter().flat_map(holes).collect(),
        Kind::Map(map) => map.iter().flat_map(|(_, node)| holes(node)).collect(),
        _ => Vec::new(),
    }
}

/// Whether the facts say that the list at a path is a set.
fn is_set(shape: Option<Shape<'_>>, steps: &[Step]) -> bool {
    let Some(mut shape) = shape else { return false };
    let mut steps = steps.iter().filter_map(|step| match step {
        Step::Name(name) => Some(name),
        Step::Index(_) => None,
    });
    while let Some(name) = steps.next() {
        match shape.get(name) {
            Some(Member::Block(block)) => {
                if steps.clone().next().is_none() {
                    return block.nesting == Nesting::Set;
                }
                shape = block.shape;
            }
            Some(Member::Attribute(attribute)) => {
                return matches!(attribute.ty, Type::Set(_)) && steps.next().is_none();
            }
            None => return false,
        }
    }
    false
}
