//! A look straight at one value: nearly all clauses name one scalar, and nearly all of them hold.
//!
//! What is not as simple as that, or does not hold, is looked at in the general way; in a debug
//! build everything is, and must come to the same.

use super::{On, Said};
use crate::check::canary::{self, Proven};
use crate::matcher::{Beside, Expected, Matcher, judge_beside};
use crate::select::{Pick, Segment};
use crate::spec::{Look, Over, Quantifier};
use crate::value::{Kind, Node};
use crate::verdict::{Outcome, Truth};

/// What a clause comes to if it names one known scalar of the subject, which is there and fulfils
/// it.
pub(super) fn straight<'d>(
    look: &'d Look,
    fixed: &'d [Option<Expected<'d>>],
    proven: &Proven,
    on: &On<'d, '_, '_>,
) -> Option<Said> {
    let plain = matches!(look.over, Over::Subject)
        && matches!(look.quantifier, Quantifier::Every | Quantifier::Some)
        && look.named.is_none()
        && look.rewrite.is_none()
        && look.before.is_none()
        && !look.matchers.is_empty()
        && look.unbound().is_none();
    if !plain {
        return None;
    }
    let segments = look.at.segments();
    let node = segments.iter().try_fold(on.document.root, member)?;
    let known = match &node.kind {
        Kind::Text(text) => text.as_known().is_some(),
        Kind::Bool(_) | Kind::Number(_) => true,
        _ => false,
    };
    if !known || segments.is_empty() {
        return None;
    }
    let mut could_differ = false;
    for (at, (matcher, fixed)) in look.matchers.iter().zip(fixed).enumerate() {
        let expected = fixed.as_ref()?;
        // How it is written, and which files there are, is asked in the general way.
        if matches!(
            matcher.matcher,
            Matcher::Literal | Matcher::Reference | Matcher::File | Matcher::ZipEntry
        ) {
            return None;
        }
        let beside = Beside {
            negated: matcher.negated,
            ..Beside::default()
        };
        let said = judge_beside(matcher.matcher, node, expected, &beside).ok()?;
        let holds = if matcher.negated { !said } else { said };
        if holds != Truth::True {
            return None;
        }
        could_differ = could_differ || {
            let proven = Some((proven, at));
            canary::could_differ(matcher.matcher, node, expected, &beside, said, proven)
        };
    }
    Some(Said {
        outcome: Some(Outcome::Pass),
        could_differ,
        ..Said::default()
    })
}

/// The member that a step names, if it names one and that is there.
fn member<'n, 's>(node: &'n Node<'s>, segment: &Segment) -> Option<&'n Node<'s>> {
    let [selector] = segment.selectors.as_slice() else {
        return None;
    };
    match &selector.pick {
        // What the harness adds is no member of the body.
        Pick::Name(name) if !segment.descendant && **name != *"//" => node.get(name),
        _ => None,
    }
}
