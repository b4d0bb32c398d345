//! What a clause's matchers say of one value, with their right sides resolved.

use super::On;
use super::rewrite::rewritten;
use crate::check::canary::{self, Proven};
use crate::check::right::{self, Unresolved};
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
pub(super) type Resolved<'r> = Result<Wanted<'r>, Unresolved>;

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
    hand: Vec<Option<Resolved<'r>>>,
}

impl<'r> Rights<'r> {
    fn each(&self) -> impl Iterator<Item = &Resolved<'r>> {
        let all = self.subject.iter().enumerate();
        all.filter_map(|(at, subject)| {
            let hand = self.hand.get(at).and_then(Option::as_ref);
            hand.or(subject.as_ref())
        })
    }

    /// Sets the right side of a matcher to that of what is at hand.
    pub(super) fn set_hand(&mut self, at: usize, right: Resolved<'r>) {
        if self.hand.len() <= at {
            self.hand.resize_with(at + 1, || None);
        }
        self.hand[at] = Some(right);
    }

    /// How many values they have.
    pub(super) fn count(&self) -> usize {
        let of = |right: &Resolved<'r>| match right.as_ref().map(Wanted::get) {
            Ok(Expected::Values { nodes, .. }) => nodes.len(),
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
            let fixed = matches!(right, Wanted::Fixed(_));
            differs = differs || {
                let proven = proven.filter(|_| fixed).map(|proven| (proven, at));
                let beside = of(matcher, beside);
                canary::could_differ(matcher.matcher, node, right.get(), &beside, said, proven)
            };
        },
    )?;
    Ok((truth, differs))
}

/// Asks each matcher in turn. `see` is shown what each one said of its right side, before it is
/// negated.
fn ask(
    look: &Look,
    rights: &Rights<'_>,
    node: &Node<'_>,
    beside: &Beside<'_>,
    see: &mut dyn FnMut(usize, &Match, &Wanted<'_>, Truth),
) -> Result<Truth, String> {
    // A bare `count` counts what is written.
    let bare = look.matchers.is_empty() && look.default.is_none() && look.before.is_none();
    let mut truth = match bare {
        true => judge(Matcher::Present, node, &Expected::Nothing, false).unwrap_or(Truth::True),
        false => Truth::True,
    };
    for (at, (matcher, right)) in look.matchers.iter().zip(rights.each()).enumerate() {
        let wants_one = matches!(look.quantifier, Quantifier::Every | Quantifier::Some);
        let said = match right {
            Ok(right) => {
                let said = one(matcher, right.get(), node, beside)?;
                see(at, matcher, right, said);
                if matcher.negated { !said } else { said }
            }
            // Nothing to compare with is the fault itself where one of the values is wanted; where
            // none of them is, it proves nothing.
            Err(Unresolved::Nothing(_)) if wants_one && !matcher.negated => Truth::False,
            Err(Unresolved::Nothing(why) | Unresolved::Error(why)) => return Err(why.clone()),
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

/// What this matcher may ask.
fn of<'b>(matcher: &Match, beside: &Beside<'b>) -> Beside<'b> {
    Beside {
        negated: matcher.negated,
        ..*beside
    }
}
