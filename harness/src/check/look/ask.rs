//! What a clause's matchers say of one value, with their right sides resolved.

use super::On;
use super::rewrite::rewritten;
use crate::check::canary;
use crate::check::right::{self, Unresolved, Unsettled};
use crate::matcher::{Beside, Expected, Matcher, judge, judge_beside};
use crate::spec::{Look, Match, Quantifier};
use crate::value::Node;
use crate::verdict::Truth;

/// A right side: the same for every subject, or this subject's own.
pub(super) enum Wanted<'r> {
    Fixed(&'r Expected<'r>),
    Own(Expected<'r>),
}

/// A right side, resolved.
pub(super) type Resolved<'r> = Result<Wanted<'r>, Unresolved<'r>>;

impl<'r> Wanted<'r> {
    pub(super) fn get(&self) -> &Expected<'r> {
        match self {
            Wanted::Fixed(expected) => expected,
            Wanted::Own(expected) => expected,
        }
    }
}

/// The right sides of a clause: those of the subject, and those of what is at hand.
pub(super) struct Rights<'r> {
    pub(super) subject: Vec<Option<Resolved<'r>>>,
    pub(super) hand: Vec<Option<Resolved<'r>>>,
}

impl<'r> Rights<'r> {
    fn each(&self) -> impl Iterator<Item = &Resolved<'r>> {
        let both = self.subject.iter().zip(&self.hand);
        both.filter_map(|(subject, hand)| hand.as_ref().or(subject.as_ref()))
    }

    /// Whether a table by key has no row for what is looked at.
    pub(super) fn lack_a_row(&self) -> bool {
        self.each()
            .any(|right| matches!(right, Err(Unresolved::NoRow(_))))
    }

    /// What they wait for, where they are not known.
    pub(super) fn waits(&self) -> Vec<String> {
        let of = |right: &Resolved<'r>| match right {
            Err(Unresolved::Unsettled(row)) => row.waits_for.clone(),
            _ => Vec::new(),
        };
        self.each().flat_map(of).collect()
    }

    /// How many values they have.
    pub(super) fn count(&self) -> usize {
        let of = |right: &Resolved<'r>| match right.as_ref().map(Wanted::get) {
            Ok(Expected::Values { nodes, .. }) => nodes.len(),
            Err(Unresolved::Unsettled(row)) => row.rows.len(),
            _ => 1,
        };
        self.each().map(of).sum()
    }
}

/// The right sides on a subject.
pub(super) fn rights<'d>(
    look: &'d Look,
    fixed: &'d [Option<Expected<'d>>],
    on: &'d On<'d, '_, '_>,
) -> Rights<'d> {
    let subject = look.matchers.iter().zip(fixed);
    let subject = subject.map(|(matcher, fixed)| match fixed {
        Some(fixed) => Some(Ok(Wanted::Fixed(fixed))),
        None if right::is_at_hand(matcher) => None,
        None => Some(right::resolve(matcher, on.params, Some((on, &on.document))).map(Wanted::Own)),
    });
    Rights {
        subject: subject.collect(),
        hand: look.matchers.iter().map(|_| None).collect(),
    }
}

/// What all matchers say of one value.
pub(super) fn all(
    look: &Look,
    rights: &Rights<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    // A bare `count` counts what is written.
    let bare = look.matchers.is_empty() && look.default.is_none() && look.before.is_none();
    let mut truth = match bare {
        true => judge(Matcher::Present, node, &Expected::Nothing, false).unwrap_or(Truth::True),
        false => Truth::True,
    };
    for (matcher, right) in look.matchers.iter().zip(rights.each()) {
        truth = truth.and(one(look, matcher, right, node, beside)?);
    }
    Ok(truth)
}

/// What the matchers say of a value that is not there. `absent` holds, `default` stands in, and
/// everything else fails: it should be there and is not.
pub(super) fn missing(look: &Look, rights: &Rights<'_>) -> Result<Truth, String> {
    if let Some(default) = &look.default {
        let default = Node::from(default);
        return match rewritten(look.rewrite.as_ref(), &default) {
            Ok(node) => all(look, rights, &node, &Beside::default()),
            Err(why) => Err(why),
        };
    }
    let absent = |matcher: &Match| matcher.matcher == Matcher::Absent;
    Ok(Truth::from(
        !look.matchers.is_empty() && look.matchers.iter().all(absent),
    ))
}

/// Whether some other value would have made a matcher say the opposite.
pub(super) fn differs(
    look: &Look,
    rights: &Rights<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> bool {
    look.matchers
        .iter()
        .zip(rights.each())
        .any(|(matcher, right)| {
            let Ok(expected) = right else { return false };
            let (expected, beside) = (expected.get(), of(matcher, beside));
            match judge_beside(matcher.matcher, node, expected, &beside) {
                Ok(said) => canary::could_differ(matcher.matcher, node, expected, &beside, said),
                Err(_) => false,
            }
        })
}

fn one(
    look: &Look,
    matcher: &Match,
    right: &Resolved<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    let wants_one = matches!(look.quantifier, Quantifier::Every | Quantifier::Some);
    let positive = wants_one && !matcher.negated;
    let expected = match right {
        Ok(expected) => expected.get(),
        Err(Unresolved::Unsettled(row)) => {
            let without = match look.optional {
                true if wants_one => Truth::True,
                false if positive => Truth::False,
                _ => return Ok(Truth::Unknown),
            };
            return settled(matcher, row, without, node, beside);
        }
        // Nothing to compare with is the fault itself where one of the values is wanted; where none
        // of them is, it proves nothing.
        Err(Unresolved::Nothing(_) | Unresolved::NoRow(_)) if positive => return Ok(Truth::False),
        Err(Unresolved::Nothing(why) | Unresolved::NoRow(why) | Unresolved::Error(why)) => {
            return Err(why.clone());
        }
    };
    compared(matcher, node, expected, beside)
}

/// What a matcher says whichever row is meant, and where none is (`without`).
fn settled(
    matcher: &Match,
    row: &Unsettled<'_>,
    without: Truth,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    for expected in &row.rows {
        if compared(matcher, node, expected, beside)? != without {
            return Ok(Truth::Unknown);
        }
    }
    Ok(without)
}

fn compared(
    matcher: &Match,
    node: &Node<'_>,
    expected: &Expected<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    let name = matcher.matcher.info().name;
    let said = judge_beside(matcher.matcher, node, expected, &of(matcher, beside))
        .map_err(|wrong| format!("`{name}` wants {}, and this is {}", wrong.wants, wrong.is))?;
    Ok(if matcher.negated { !said } else { said })
}

/// What this matcher may ask.
fn of<'b>(matcher: &Match, beside: &Beside<'b>) -> Beside<'b> {
    Beside {
        negated: matcher.negated,
        ..*beside
    }
}
