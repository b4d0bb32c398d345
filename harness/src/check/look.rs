//! One clause's look at one subject: what a path selects, what the matchers say of it, and what
//! the quantifier makes of that.

use std::ops::ControlFlow;

use super::canary;
use super::finding::{self, Raw};
use super::right::{self, OVER_BUDGET, Unresolved};
use super::seen::{Seeing, Seen};
use crate::facts::{Member, Nesting, Shape, Type};
use crate::matcher::{Expected, Matcher, judge};
use crate::select::{Document, Doubts, Found, Open, PathView};
use crate::spec::{Look, Match, ParamsOfFile};
use crate::stack::spells_secret;
use crate::value::{Flags, Kind, Node, Step};
use crate::verdict::{Outcome, Truth};

/// The subject that is looked at.
pub(super) struct On<'d> {
    /// Its document.
    pub(super) document: Document<'d, 'd>,
    /// What the facts say of it.
    pub(super) shape: Option<Shape<'d>>,
    /// The params of the spec's file.
    pub(super) params: &'d ParamsOfFile,
    /// Whether to find out if the clause could have failed.
    pub(super) canaries: bool,
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
    };
    let _ = look.at.visit(&on.document, &mut |found| {
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
}

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
                let seeing = Seeing {
                    path: Some(path.to_path()),
                    actual: "missing".to_owned(),
                    said: missing(self.look, &self.resolved),
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
        let said = match all(look, &self.resolved, node, unordered) {
            Ok(said) => said,
            Err(why) => {
                let path = path.to_path();
                let actual = finding::actual(on.document.root, &path, node);
                let message = format!("`{}` is {actual}: {why}", path.shorthand());
                return self.seen.error(Some(path), actual, message);
            }
        };
        if sure && on.canaries && !self.could_differ {
            self.could_differ = differs(look, &self.resolved, node, unordered);
        }
        self.seen.value(look.quantifier, said, sure, || {
            let path = path.to_path();
            let actual = finding::actual(on.document.root, &path, node);
            let mut waits_for = doubts.waits_for();
            waits_for.extend(holes(node));
            let message = match said {
                Truth::Unknown if node.flags.has(Flags::UNATTRIBUTED) => unattributed(look),
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

fn why_open(reason: &Open<'_>) -> String {
    match reason {
        Open::Unknown(hole) => format!("it is {hole}"),
        Open::OpenContainer => {
            "it may hold more than is listed (a `dynamic` block, or a name that is not known)"
                .to_owned()
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
    unordered: bool,
) -> Result<Truth, String> {
    // A bare `count` counts what is written.
    let mut truth = match look.matchers.is_empty() && look.default.is_none() {
        true => judge(Matcher::Present, node, &Expected::Nothing, unordered).unwrap_or(Truth::True),
        false => Truth::True,
    };
    for (matcher, right) in look.matchers.iter().zip(resolved) {
        truth = truth.and(one(matcher, right, node, unordered)?);
    }
    Ok(truth)
}

fn one(
    matcher: &Match,
    right: &Result<Wanted<'_>, Unresolved>,
    node: &Node<'_>,
    unordered: bool,
) -> Result<Truth, String> {
    let name = matcher.matcher.info().name;
    let expected = match right {
        Ok(expected) => expected.get(),
        // Nothing to compare with is the fault itself where one of the values is wanted; where none
        // of them is, it proves nothing.
        Err(Unresolved::Nothing(_)) if !matcher.negated => return Ok(Truth::False),
        Err(Unresolved::Nothing(why) | Unresolved::Error(why)) => return Err(why.clone()),
    };
    let said = judge(matcher.matcher, node, expected, unordered)
        .map_err(|wrong| format!("`{name}` wants {}, and this is {}", wrong.wants, wrong.is))?;
    Ok(if matcher.negated { !said } else { said })
}

/// What the matchers say of a value that is not there. `absent` holds, `default` stands in, and
/// everything else fails: it should be there and is not.
fn missing(look: &Look, resolved: &Resolved<'_>) -> Truth {
    if let Some(default) = &look.default {
        return all(look, resolved, &Node::from(default), false).unwrap_or(Truth::False);
    }
    let absent = |matcher: &Match| matcher.matcher == Matcher::Absent;
    Truth::from(!look.matchers.is_empty() && look.matchers.iter().all(absent))
}

/// Whether some other value would have made a matcher say the opposite.
fn differs(look: &Look, resolved: &Resolved<'_>, node: &Node<'_>, unordered: bool) -> bool {
    look.matchers.iter().zip(resolved).any(|(matcher, right)| {
        let Ok(expected) = right else { return false };
        let expected = expected.get();
        match judge(matcher.matcher, node, expected, unordered) {
            Ok(said) => canary::could_differ(matcher.matcher, node, expected, unordered, said),
            Err(_) => false,
        }
    })
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
