//! What a clause's matchers say of one value, with their right sides resolved.

use super::On;
use super::rewrite::rewritten;
use crate::check::canary::{self, Proven};
use crate::check::right::{self, Unresolved, Unsettled};
use crate::matcher::{Beside, Expected, Matcher, judge, judge_beside};
use crate::spec::{Look, Match, Quantifier};
use crate::value::Node;
use crate::verdict::Truth;

/// A right side, resolved for one subject.
pub(super) type Resolved<'r> = Result<Expected<'r>, Unresolved<'r>>;

/// The right sides of a clause, by the numbers of its matchers.
pub(super) struct Rights<'r> {
    /// Those that are the same for every subject.
    fixed: &'r [Option<Expected<'r>>],
    /// This subject's own; nothing where there are none.
    own: Vec<Option<Resolved<'r>>>,
    /// Those of what is at hand, as many as there were.
    hand: Vec<Option<Resolved<'r>>>,
}

/// A right side, and whether it is the same for every subject.
type Right<'x, 'r> = (Result<&'x Expected<'r>, &'x Unresolved<'r>>, bool);

impl<'r> Rights<'r> {
    fn each(&self) -> impl Iterator<Item = Right<'_, 'r>> {
        let numbers = 0..self.fixed.len();
        numbers.filter_map(|at| match self.hand.get(at) {
            Some(Some(right)) => Some((right.as_ref(), false)),
            _ => self.of_subject(at),
        })
    }

    fn of_subject(&self, at: usize) -> Option<Right<'_, 'r>> {
        if let Some(Some(fixed)) = self.fixed.get(at) {
            return Some((Ok(fixed), true));
        }
        let own = self.own.get(at)?.as_ref()?;
        Some((own.as_ref(), false))
    }

    /// Those of the subject that could be resolved.
    pub(super) fn shown(&self) -> Vec<Option<&Expected<'r>>> {
        let numbers = 0..self.fixed.len();
        numbers.map(|at| self.of_subject(at)?.0.ok()).collect()
    }

    /// Sets the right side of a matcher to that of what is at hand.
    pub(super) fn set_hand(&mut self, at: usize, right: Resolved<'r>) {
        if self.hand.len() <= at {
            self.hand.resize_with(at + 1, || None);
        }
        self.hand[at] = Some(right);
    }

    /// Whether a table by key has no row for what is looked at.
    pub(super) fn lack_a_row(&self) -> bool {
        self.each()
            .any(|(right, _)| matches!(right, Err(Unresolved::NoRow(_))))
    }

    /// What they wait for, where they are not known.
    pub(super) fn waits(&self) -> Vec<String> {
        let of = |(right, _): Right<'_, 'r>| match right {
            Err(Unresolved::Unsettled(row)) => row.waits_for.clone(),
            _ => Vec::new(),
        };
        self.each().flat_map(of).collect()
    }

    /// How many values they have.
    pub(super) fn count(&self) -> usize {
        let of = |(right, _): Right<'_, '_>| match right {
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
    let own = |(matcher, fixed): (&'d Match, &Option<Expected<'d>>)| match fixed {
        Some(_) => None,
        None if right::is_at_hand(matcher) => None,
        None => Some(right::resolve(matcher, on.params, Some((on, &on.document)))),
    };
    let own = match fixed.iter().all(Option::is_some) {
        true => Vec::new(),
        false => look.matchers.iter().zip(fixed).map(own).collect(),
    };
    Rights {
        fixed,
        own,
        hand: Vec::new(),
    }
}

/// What all matchers say of one value.
pub(super) fn all(
    look: &Look,
    rights: &Rights<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    ask(look, rights, node, beside, &mut |_, _, _, _| ())
}

/// The same, and whether some other value would have made a matcher say the opposite. `proven`: what
/// is known of that, where the right sides are those of every subject.
pub(super) fn all_and_differs(
    look: &Look,
    rights: &Rights<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
    proven: Option<&Proven>,
) -> Result<(Truth, bool), String> {
    let mut differs = false;
    let truth = ask(
        look,
        rights,
        node,
        beside,
        &mut |at, matcher, right, said| {
            let (right, fixed) = right;
            differs = differs || {
                let proven = proven.filter(|_| fixed).map(|proven| (proven, at));
                let beside = of(matcher, beside);
                canary::could_differ(matcher.matcher, node, right, &beside, said, proven)
            };
        },
    )?;
    Ok((truth, differs))
}

/// Is shown a matcher by its place, its right side and whether that is fixed, and what it said.
type See<'s> = &'s mut dyn FnMut(usize, &Match, (&Expected<'_>, bool), Truth);

/// Asks each matcher in turn. `see` is shown what each one said of its right side, before it is
/// negated.
fn ask(
    look: &Look,
    rights: &Rights<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
    see: See<'_>,
) -> Result<Truth, String> {
    // A bare `count` counts what is written.
    let bare = look.matchers.is_empty() && look.default.is_none() && look.before.is_none();
    let mut truth = match bare {
        true => judge(Matcher::Present, node, &Expected::Nothing, false).unwrap_or(Truth::True),
        false => Truth::True,
    };
    for (at, (matcher, (right, fixed))) in look.matchers.iter().zip(rights.each()).enumerate() {
        let said = match right {
            Ok(right) => {
                let said = one(matcher, right, node, beside)?;
                see(at, matcher, (right, fixed), said);
                if matcher.negated { !said } else { said }
            }
            Err(why) => unresolved(look, matcher, why, node, beside)?,
        };
        truth = truth.and(said);
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

fn one(
    matcher: &Match,
    expected: &Expected<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    judge_beside(matcher.matcher, node, expected, &of(matcher, beside)).map_err(|wrong| {
        let name = matcher.matcher.info().name;
        format!("`{name}` wants {}, and this is {}", wrong.wants, wrong.is)
    })
}

/// What a matcher says whose right side could not be resolved.
fn unresolved(
    look: &Look,
    matcher: &Match,
    why: &Unresolved<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
) -> Result<Truth, String> {
    let wants_one = matches!(look.quantifier, Quantifier::Every | Quantifier::Some);
    let positive = wants_one && !matcher.negated;
    match why {
        Unresolved::Unsettled(row) => {
            let without = match look.optional {
                true if wants_one => Truth::True,
                false if positive => Truth::False,
                _ => return Ok(Truth::Unknown),
            };
            settled(matcher, row, without, node, beside)
        }
        // Nothing to compare with is the fault itself where one of the values is wanted; where none
        // of them is, it proves nothing.
        Unresolved::Nothing(_) | Unresolved::NoRow(_) if positive => Ok(Truth::False),
        Unresolved::Nothing(why) | Unresolved::NoRow(why) | Unresolved::Error(why) => {
            Err(why.clone())
        }
    }
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
        let said = one(matcher, expected, node, beside)?;
        if (if matcher.negated { !said } else { said }) != without {
            return Ok(Truth::Unknown);
        }
    }
    Ok(without)
}

/// What this matcher may ask.
fn of<'b>(matcher: &Match, beside: &Beside<'b>) -> Beside<'b> {
    Beside {
        negated: matcher.negated,
        ..*beside
    }
}
