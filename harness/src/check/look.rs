//! One clause's look at one subject: what a path selects, what the matchers say of it, and what
//! the quantifier makes of that.

use std::ops::ControlFlow;

use super::canary;
use super::finding::{self, Raw};
use super::right::{self, OVER_BUDGET, Unresolved};
use crate::facts::{Member, Nesting, Shape, Type};
use crate::matcher::{Expected, Matcher, judge};
use crate::select::{Document, Found, Open};
use crate::spec::{Look, Match, ParamsOfFile, Quantifier};
use crate::value::{Kind, Node, Path, Step};
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

/// What was seen along the path.
#[derive(Default)]
struct Seen {
    /// By what the matchers say, and whether the node is surely selected.
    sure: Tally,
    maybe: Tally,
    /// Values about which there is something to say.
    values: Vec<Seeing>,
    missing: Vec<Seeing>,
    open: Vec<Seeing>,
    errors: Vec<Seeing>,
    could_differ: bool,
}

#[derive(Default)]
struct Tally {
    holds: u64,
    fails: u64,
    unknown: u64,
}

struct Seeing {
    path: Option<Path>,
    actual: String,
    said: Truth,
    sure: bool,
    waits_for: Vec<String>,
    message: String,
}

/// Looks.
pub(super) fn look<'d>(look: &'d Look, fixed: &'d [Option<Expected<'d>>], on: &'d On<'d>) -> Said {
    let resolved = resolve(look, fixed, on);
    let mut seen = Seen::default();
    let _ = look.at.visit(&on.document, &mut |found| {
        see(look, &resolved, on, found, &mut seen);
        ControlFlow::Continue(())
    });
    let views: Vec<Option<&Expected<'_>>> = resolved
        .iter()
        .map(|right| right.as_ref().ok().map(Wanted::get))
        .collect();
    let expected = || finding::expected(look, &views, on.params);
    Said {
        could_differ: seen.could_differ,
        ..decide(look, seen, &expected)
    }
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

fn see<'d>(
    look: &Look,
    resolved: &Resolved<'_>,
    on: &On<'d>,
    found: Found<'_, 'd, 'd>,
    seen: &mut Seen,
) {
    match found {
        Found::Node {
            path,
            node,
            sure,
            doubts,
        } => {
            let unordered =
                matches!(node.kind, Kind::List(_)) && is_set(on.shape, &path.to_path().0);
            let said = match all(look, resolved, node, unordered) {
                Ok(said) => said,
                Err(message) => {
                    let path = path.to_path();
                    let actual = finding::actual(on.document.root, &path, node);
                    let message = format!("`{}` is {actual}: {message}", path.shorthand());
                    seen.errors.push(Seeing::error(Some(path), actual, message));
                    return;
                }
            };
            if sure && on.canaries && !seen.could_differ {
                seen.could_differ = differs(look, resolved, node, unordered);
            }
            let tally = if sure {
                &mut seen.sure
            } else {
                &mut seen.maybe
            };
            tally.count(said);
            if worth_saying(look.quantifier, said, sure) {
                let path = path.to_path();
                let actual = finding::actual(on.document.root, &path, node);
                let mut waits_for = doubts.waits_for();
                waits_for.extend(holes(node));
                let message = String::new();
                seen.values.push(Seeing {
                    path: Some(path),
                    actual,
                    said,
                    sure,
                    waits_for,
                    message,
                });
            }
        }
        Found::Missing { path, sure, doubts } => {
            let said = missing(look, resolved);
            let (path, waits_for) = (Some(path.to_path()), doubts.waits_for());
            let actual = "missing".to_owned();
            seen.missing.push(Seeing {
                path,
                actual,
                said,
                sure,
                waits_for,
                message: String::new(),
            });
        }
        Found::Open { path, reason } => {
            let message = why_open(&reason);
            let path = Some(path.to_path());
            let waits_for = reason.waits_for();
            let actual = "not known".to_owned();
            let said = Truth::Unknown;
            seen.open.push(Seeing {
                path,
                actual,
                said,
                sure: false,
                waits_for,
                message,
            });
        }
        Found::Misfit(misfit) => {
            let message = misfit.to_string();
            seen.errors.push(Seeing::error(
                Some(misfit.path),
                misfit.at.to_owned(),
                message,
            ));
        }
        Found::OverBudget => {
            seen.errors
                .push(Seeing::error(None, String::new(), OVER_BUDGET.to_owned()));
        }
    }
}

fn why_open(reason: &Open<'_>) -> String {
    match reason {
        Open::Unknown(hole) => format!("it is {hole}"),
        Open::OpenContainer => {
            "it may hold more than is listed (a `dynamic` block, or a name that \
                                is not known)"
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
    let mut truth = Truth::True;
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

/// Whether a value may have to be named in a finding.
fn worth_saying(quantifier: Quantifier, said: Truth, sure: bool) -> bool {
    match quantifier {
        Quantifier::Every | Quantifier::Some => said != Truth::True || !sure,
        Quantifier::None => said != Truth::False || !sure,
        Quantifier::Count(_) => said == Truth::Unknown || !sure,
    }
}

impl Tally {
    fn count(&mut self, said: Truth) {
        match said {
            Truth::True => self.holds += 1,
            Truth::False => self.fails += 1,
            Truth::Unknown => self.unknown += 1,
        }
    }

    fn all(&self) -> u64 {
        self.holds + self.fails + self.unknown
    }
}

impl Seeing {
    fn error(path: Option<Path>, actual: String, message: String) -> Self {
        let (said, waits_for) = (Truth::Unknown, Vec::new());
        Seeing {
            path,
            actual,
            said,
            sure: true,
            waits_for,
            message,
        }
    }
}

/// The quantifier's table. Errors come first; then what is proved; what hangs on something unknown
/// is unknown.
fn decide(look: &Look, mut seen: Seen, expected: &dyn Fn() -> String) -> Said {
    if !seen.errors.is_empty() {
        let error = |seeing: Seeing| seeing.raw(Outcome::Error, expected(), None);
        let findings = seen.errors.into_iter().map(error).collect();
        return Said {
            outcome: Some(Outcome::Error),
            findings,
            could_differ: false,
        };
    }
    // A default stands for a value; without one, `optional` lets go of what is not there.
    let absent_counts = look.default.is_some()
        || look.matchers.iter().all(|m| m.matcher == Matcher::Absent) && !look.matchers.is_empty();
    if absent_counts {
        for seeing in std::mem::take(&mut seen.missing) {
            let tally = if seeing.sure {
                &mut seen.sure
            } else {
                &mut seen.maybe
            };
            tally.count(seeing.said);
            if worth_saying(look.quantifier, seeing.said, seeing.sure) {
                seen.values.push(seeing);
            }
        }
    }
    match look.quantifier {
        Quantifier::Every => every(look, seen, expected),
        Quantifier::Some => {
            let doubt = seen.sure.unknown + seen.maybe.holds + seen.maybe.unknown > 0
                || !seen.open.is_empty();
            let truth = match (seen.sure.holds, doubt) {
                (1.., _) => Truth::True,
                (0, true) => Truth::Unknown,
                (0, false) => Truth::False,
            };
            whole(look, seen, truth, expected)
        }
        Quantifier::None => {
            let doubt = seen.sure.unknown + seen.maybe.holds + seen.maybe.unknown > 0
                || !seen.open.is_empty();
            let truth = match (seen.sure.holds, doubt) {
                (1.., _) => Truth::False,
                (0, true) => Truth::Unknown,
                (0, false) => Truth::True,
            };
            whole(look, seen, truth, expected)
        }
        Quantifier::Count(test) => {
            let low = seen.sure.holds;
            let high = low + seen.sure.unknown + seen.maybe.holds + seen.maybe.unknown;
            let truth = test.within(low, seen.open.is_empty().then_some(high));
            whole(look, seen, truth, expected)
        }
    }
}

/// Every value, and at least one: each that does not hold is a finding of its own.
fn every(look: &Look, seen: Seen, expected: &dyn Fn() -> String) -> Said {
    let (mut findings, mut unknown) = (Vec::new(), Vec::new());
    let selected = seen.sure.all() + seen.maybe.all();
    for seeing in seen.values {
        match (seeing.said, seeing.sure) {
            (Truth::False, true) => findings.push(seeing.raw(Outcome::Fail, expected(), None)),
            (Truth::True, true) => {}
            (Truth::True, false) => {}
            (Truth::Unknown, _) | (Truth::False, false) => {
                unknown.push(seeing.raw(Outcome::Unknown, expected(), None));
            }
        }
    }
    // Nothing that is surely there, but something that may be: no evidence that it holds.
    let nothing_sure = seen.sure.all() == 0 && selected > 0 && unknown.is_empty();
    let absent_too = seen.missing.len();
    if !look.optional {
        for seeing in seen.missing {
            match seeing.sure {
                true => findings.push(seeing.raw(Outcome::Fail, expected(), None)),
                false => unknown.push(seeing.raw(Outcome::Unknown, expected(), None)),
            }
        }
    }
    for seeing in seen.open {
        unknown.push(seeing.raw(Outcome::Unknown, expected(), None));
    }
    let nothing = selected == 0 && absent_too == 0 && unknown.is_empty();
    let absence_holds =
        !look.matchers.is_empty() && look.matchers.iter().all(|m| m.matcher == Matcher::Absent);
    if nothing && findings.is_empty() && !look.optional && !absence_holds {
        let message = format!("`{}` selects nothing", look.at.text());
        let raw = Raw {
            outcome: Outcome::Fail,
            path: None,
            expected: expected(),
            actual: "nothing".into(),
            message: format!(
                "{message}; the spec wants at least one value: {}",
                expected()
            ),
            notes: Vec::new(),
        };
        findings.push(raw);
    }
    if nothing_sure && findings.is_empty() && !look.optional {
        let raw = Raw {
            outcome: Outcome::Unknown,
            path: None,
            expected: expected(),
            actual: "not known".into(),
            message: format!("whether `{}` selects anything is not known", look.at.text()),
            notes: Vec::new(),
        };
        unknown.push(raw);
    }
    let outcome = match (findings.is_empty(), unknown.is_empty()) {
        (false, _) => Outcome::Fail,
        (true, false) => Outcome::Unknown,
        (true, true) => Outcome::Pass,
    };
    findings.extend(unknown);
    Said {
        outcome: Some(outcome),
        findings,
        could_differ: false,
    }
}

/// A quantifier over the whole selection: one finding, which names what was seen.
fn whole(look: &Look, seen: Seen, truth: Truth, expected: &dyn Fn() -> String) -> Said {
    let outcome = match truth {
        Truth::True => {
            return Said {
                outcome: Some(Outcome::Pass),
                ..Said::default()
            };
        }
        Truth::False => Outcome::Fail,
        Truth::Unknown => Outcome::Unknown,
    };
    let (holds, all) = (seen.sure.holds, seen.sure.all() + seen.maybe.all());
    let actual = match look.quantifier {
        _ if all == 0 && seen.open.is_empty() => "nothing".to_owned(),
        Quantifier::Count(_) if look.matchers.is_empty() => format!("{all} values"),
        _ => format!("{holds} of {all} values"),
    };
    let mut waits_for: Vec<String> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    let mut path = None;
    for seeing in seen.values.into_iter().chain(seen.open) {
        let at = seeing
            .path
            .as_ref()
            .map(Path::shorthand)
            .unwrap_or_default();
        if notes.len() < 3 {
            let open = if seeing.message.is_empty() {
                String::new()
            } else {
                format!(": {}", seeing.message)
            };
            notes.push(format!("`{at}` is {}{open}", seeing.actual));
        }
        waits_for.extend(seeing.waits_for);
        path = path.or(seeing.path);
    }
    let hangs = if truth == Truth::Unknown {
        ", and more hangs on what is not known"
    } else {
        ""
    };
    let expected = expected();
    let message = format!(
        "`{}`: {actual}{hangs}; the spec wants {expected}",
        look.at.text()
    );
    notes.extend(waiting(waits_for));
    let raw = Raw {
        outcome,
        path,
        expected,
        actual,
        message,
        notes,
    };
    Said {
        outcome: Some(outcome),
        findings: vec![raw],
        could_differ: false,
    }
}

impl Seeing {
    fn raw(self, outcome: Outcome, expected: String, note: Option<String>) -> Raw {
        let at = self.path.as_ref().map(Path::shorthand).unwrap_or_default();
        let message = match outcome {
            Outcome::Error => self.message.clone(),
            Outcome::Unknown => {
                let why = if self.message.is_empty() {
                    "hangs on what is not known before apply".to_owned()
                } else {
                    self.message.clone()
                };
                format!(
                    "`{at}` is {}: {why}; the spec wants {expected}",
                    self.actual
                )
            }
            _ => format!("`{at}` is {}; the spec wants {expected}", self.actual),
        };
        let mut notes: Vec<String> = note.into_iter().collect();
        if outcome == Outcome::Unknown {
            notes.extend(waiting(self.waits_for));
        }
        Raw {
            outcome,
            path: self.path,
            expected,
            actual: self.actual,
            message,
            notes,
        }
    }
}

/// What a verdict waits for, as a note.
pub(super) fn waiting(mut names: Vec<String>) -> Option<String> {
    let mut once = Vec::new();
    for name in names.drain(..) {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    (!once.is_empty()).then(|| format!("waits for {}", once.join(", ")))
}

/// What the holes of a value wait for.
fn holes(node: &Node<'_>) -> Vec<String> {
    let of = |hole: &crate::value::Hole| match hole.waits_for.is_empty() {
        true if hole.expression.is_empty() => Vec::new(),
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
