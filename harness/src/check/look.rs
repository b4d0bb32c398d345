//! One clause's look at one subject: what a path selects, what the matchers say of it, and what
//! the quantifier makes of that.

use super::canary::Proven;
use super::context::Context;
use super::finding::{self, Raw};
use super::reach::{self, Reached};
use super::seen::Seen;
use super::target::Target;
use crate::facts::Shape;
use crate::matcher::Expected;
use crate::select::Document;
use crate::spec::{Look, Over, ParamsOfFile};
use crate::value::Held;
use crate::verdict::Outcome;
use ask::rights;
use hand::{Hand, besides, subject};
use looking::Looking;
use straight::straight;

mod ask;
mod hand;
mod looking;
mod rewrite;
mod straight;
mod words;

pub(super) use words::holes;

/// The subject that is judged.
pub(super) struct On<'d, 'r, 's> {
    /// The run.
    pub(super) cx: &'d Context<'r, 's>,
    /// Which it is.
    pub(super) target: Target,
    /// Its document.
    pub(super) document: Document<'d, 'd>,
    /// What the facts say of it.
    pub(super) shape: Option<Shape<'d>>,
    /// The params of the spec's file.
    pub(super) params: &'d ParamsOfFile,
    /// Whether the spec asks for `$['//']` anywhere.
    pub(super) meta: bool,
}

impl<'d, 'r, 's> On<'d, 'r, 's> {
    /// The same subject, to be looked at again.
    pub(super) fn copy(&self) -> On<'d, 'r, 's> {
        On { ..*self }
    }
}

/// What a clause came to on one subject.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// `pass`, `fail`, `unknown`, `vacuous` or `error`.
    pub(super) outcome: Option<Outcome>,
    /// What is wrong.
    pub(super) findings: Vec<Raw>,
    /// Whether some other value would have made it say the opposite.
    pub(super) could_differ: bool,
    /// Whether it would have said something else if nothing had been there.
    pub(super) needed: bool,
    /// What else it looked at, and where another value would have made it say the opposite.
    pub(super) covers: Vec<Target>,
}

/// Looks.
pub(super) fn look<'d>(
    look: &'d Look,
    fixed: &'d [Option<Expected<'d>>],
    proven: &Proven,
    on: &'d On<'d, '_, '_>,
) -> Said {
    if let Some(said) = straight(look, fixed, proven, on) {
        debug_assert!(
            {
                let general = general(look, fixed, &Proven::default(), on);
                (general.outcome, general.could_differ) == (said.outcome, said.could_differ)
                    && general.findings.is_empty()
                    && general.covers.is_empty()
            },
            "`{}` of {} comes to something else",
            look.at.text(),
            on.target.name(on.cx)
        );
        return said;
    }
    general(look, fixed, proven, on)
}

/// The same in the general way.
fn general<'d>(
    look: &'d Look,
    fixed: &'d [Option<Expected<'d>>],
    proven: &Proven,
    on: &'d On<'d, '_, '_>,
) -> Said {
    if matches!(look.over, Over::Subject) {
        return Looking::new(look, fixed, Some(proven), on)
            .conclude(|looking| looking.visit(&subject(on)));
    }
    let cx = on.cx;
    let from = (on.target, &on.document);
    let reach = reach::over(&look.over, on.target, cx);
    let reach = reach.filtered(look.filter.as_ref(), from, cx, on.meta);
    let roots: Vec<Result<Held<'_>, String>> = reach
        .nodes
        .iter()
        .map(|node| reach::estranged(node.target, on.target, cx))
        .collect();
    let hands = reach.nodes.iter().zip(&roots);
    let hands = hands.map(|(node, root)| match root {
        Ok(root) => Ok(besides(node, root, look, on)),
        Err(why) => Err((node.target, why.clone())),
    });
    let hands: Vec<Result<Hand<'_>, (Target, String)>> = hands.collect();
    Looking::new(look, fixed, Some(proven), on).conclude(|looking| {
        looking.around(&reach);
        for hand in hands {
            match hand {
                Ok(hand) => looking.visit(&hand),
                Err((target, why)) => {
                    let name = target.name(cx);
                    looking
                        .seen
                        .error(None, String::new(), format!("{name}: {why}"));
                }
            }
        }
    })
}

/// Looks at the values of several subjects at once. `open`: there may be more of them.
pub(super) fn together<'d>(
    look: &'d Look,
    fixed: &'d [Option<Expected<'d>>],
    members: &'d [(On<'d, '_, '_>, Reached)],
    open: &[(String, Vec<String>)],
) -> Said {
    let Some((first, _)) = members.first() else {
        return nobody(look, fixed, open);
    };
    let mut looking = Looking::new(look, fixed, None, first);
    for (why, waits_for) in open {
        looking.seen.open(None, waits_for.clone(), why.clone());
    }
    for (on, reached) in members {
        looking.on = on;
        looking.rights = rights(look, fixed, on);
        let mut name = on.target.name(on.cx);
        if on.cx.run.stacks.len() > 1 {
            name = format!(
                "{name} in the stack {}",
                on.target.model(on.cx).stack().name
            );
        }
        let hand = Hand {
            target: Some(on.target),
            name,
            sure: reached.sure,
            waits_for: reached.waits_for.clone(),
            copies: reached.copies,
            ..subject(on)
        };
        looking.visit(&hand);
    }
    looking.conclude(|_| ())
}

/// Nothing at all, judged all the same: so many of them.
fn nobody(look: &Look, fixed: &[Option<Expected<'_>>], open: &[(String, Vec<String>)]) -> Said {
    if let Some(said) = unbound(look) {
        return said;
    }
    let mut seen = Seen::default();
    for (why, waits_for) in open {
        seen.open(None, waits_for.clone(), why.clone());
    }
    let views: Vec<Option<&Expected<'_>>> = fixed.iter().map(Option::as_ref).collect();
    seen.decide(look, &|| finding::expected(look, &views, None))
}

/// A clause in which the value of a param should stand, and nobody put it there.
fn unbound(look: &Look) -> Option<Said> {
    let name = look.unbound()?;
    let mut raw = Raw::new(Outcome::Error, String::new(), String::new());
    raw.message = format!("the param `{name}` has no value here");
    Some(Said {
        outcome: Some(Outcome::Error),
        findings: vec![raw],
        ..Said::default()
    })
}
