//! A look while it goes on: each thing at hand is visited, each value on it seen.

use std::ops::ControlFlow;

use super::ask::{Rights, all, all_and_differs, missing, rights};
use super::hand::Hand;
use super::rewrite::rewritten;
use super::words::{holes, unattributed, why_open};
use super::{On, Said};
use crate::check::canary::Proven;
use crate::check::finding;
use crate::check::order;
use crate::check::reach::Reach;
use crate::check::right::{self, OVER_BUDGET};
use crate::check::seen::{Seeing, Seen};
use crate::check::target::Target;
use crate::facts::{Member, Nesting, Shape, Type};
use crate::matcher::{Beside, Expected, Matcher};
use crate::select::{Doubts, Found, PathView, StepView};
use crate::spec::{Look, Match, Over};
use crate::stack::Origin;
use crate::value::{Flags, Held, Kind, Node, Path, Step};
use crate::verdict::{Outcome, Truth};

/// A look while it goes on.
pub(super) struct Looking<'l, 'p, 'r, 's> {
    look: &'l Look,
    pub(super) on: &'l On<'l, 'r, 's>,
    pub(super) rights: Rights<'l>,
    pub(super) seen: Seen<'l>,
    /// Whether the clause could have said something else of some value of the subject.
    could_differ: bool,
    covers: Vec<Target>,
    /// What is known of other values, from subject to subject.
    proven: Option<&'p Proven>,
    /// How many things were looked at, and of how many an optional clause says nothing.
    visited: usize,
    passed_over: usize,
    /// How many comparisons there were: a list against itself is the square of its length.
    compared: usize,
}

/// How many comparisons one clause may make on one subject.
const MAX_COMPARISONS: usize = 1_000_000;

impl<'l, 'p, 'r, 's> Looking<'l, 'p, 'r, 's> {
    pub(super) fn new(
        look: &'l Look,
        fixed: &'l [Option<Expected<'l>>],
        proven: Option<&'p Proven>,
        on: &'l On<'l, 'r, 's>,
    ) -> Self {
        Looking {
            look,
            on,
            rights: rights(look, fixed, on),
            seen: Seen::default(),
            could_differ: false,
            covers: Vec::new(),
            proven,
            visited: 0,
            passed_over: 0,
            compared: 0,
        }
    }

    /// Looks, and says what it comes to.
    pub(super) fn conclude(mut self, look: impl FnOnce(&mut Self)) -> Said {
        if let Some(said) = super::unbound(self.look) {
            return said;
        }
        look(&mut self);
        if self.passed_over > 0 && self.visited == 0 && self.seen.is_nothing() {
            return Said {
                outcome: Some(Outcome::Pass),
                ..Said::default()
            };
        }
        let (on, rights) = (self.on, &self.rights);
        let expected = || finding::expected(self.look, &rights.shown(), Some(on));
        let any_sure = self.seen.sure() > 0;
        let said = self.seen.decide(self.look, &expected);
        // What a walk reached was needed: cutting the edge would have changed the verdict.
        let cut = said.needed && any_sure && matches!(self.look.over, Over::Walk(_));
        Said {
            could_differ: self.could_differ || said.could_differ || cut,
            covers: self.covers,
            ..said
        }
    }

    /// What there is to say of what is reached besides the nodes themselves.
    pub(super) fn around(&mut self, reach: &Reach) {
        for (why, waits_for) in &reach.open {
            self.seen.open(None, waits_for.clone(), why.clone());
        }
        for (target, why) in &reach.errors {
            let message = format!("{}: {why}", target.name(self.on.cx));
            self.seen.error(None, String::new(), message);
        }
        if let (Some(hop), Over::Walk(walk)) = (reach.broken, &self.look.over) {
            let text = order::hop(walk, hop);
            self.seen.broken(format!(
                "the walk ends at hop {}, `{text}`: nothing is there",
                hop + 1
            ));
        }
    }

    /// Looks at one thing.
    pub(super) fn visit(&mut self, hand: &Hand<'l>) {
        let on = self.on;
        for (at, matcher) in self.look.matchers.iter().enumerate() {
            if right::is_at_hand(matcher) {
                let right = right::resolve(matcher, on.params, Some((on, &hand.document)));
                self.rights.set_hand(at, right);
            }
        }
        // Like a value that is not there: fine, and no evidence.
        if self.look.optional && self.rights.lack_a_row() {
            self.passed_over += 1;
            return;
        }
        self.visited += 1;
        let subject = on.document;
        let _ = self
            .look
            .at
            .visit_at(&hand.document, &subject, &mut |found| {
                if self.compared > MAX_COMPARISONS {
                    let why = "the clause compares more values than one evaluation may".to_owned();
                    self.seen.error(None, String::new(), why);
                    return ControlFlow::Break(());
                }
                self.see(hand, found);
                ControlFlow::Continue(())
            });
    }

    fn see(&mut self, hand: &Hand<'l>, found: Found<'_, 'l, 'l>) {
        if let Some(named) = &self.look.named
            && let Found::Node { path, .. } | Found::Missing { path, .. } = &found
            && !is_named(*path, named)
        {
            return;
        }
        match found {
            Found::Node {
                path,
                node,
                sure,
                doubts,
            } => self.node(hand, path, node, sure, doubts),
            Found::Missing { path, sure, doubts } => {
                let spot = hand.spot(path.to_path());
                let said = match missing(self.look, &self.rights) {
                    Ok(said) => said,
                    Err(why) => {
                        let message = format!("the `default` of {}: {why}", spot.name);
                        return self.seen.error(Some(spot), "missing".to_owned(), message);
                    }
                };
                let sure = sure && hand.sure;
                // A value that is missing and fails was looked for; that it is there says nothing of it.
                let presence = |matcher: &Match| matcher.matcher.info().presence;
                let fails = sure && said == Truth::False && !self.look.optional;
                if fails && !self.look.matchers.iter().all(presence) {
                    self.covers(hand);
                }
                if let (Some(default), true) =
                    (&self.look.default, self.look.quantifier.is_aggregate())
                {
                    let item = hand.item(Held::Own(Node::from(default)), sure);
                    return self.seen.item(item, Some(spot));
                }
                let seeing = Seeing {
                    spot: Some(spot),
                    actual: "missing".to_owned(),
                    said: said.and(hand.before),
                    sure,
                    waits_for: hand.waits(doubts),
                    message: String::new(),
                };
                self.seen.missing(self.look, seeing);
            }
            Found::Open { path, reason } => {
                let spot = hand.spot(path.to_path());
                let waits_for = reason.waits_for();
                self.seen.open(Some(spot), waits_for, why_open(&reason));
            }
            Found::Misfit(misfit) => {
                let message = match hand.target {
                    None => misfit.to_string(),
                    Some(_) => format!("{misfit} (of {})", hand.name),
                };
                let spot = hand.spot(misfit.path);
                self.seen.error(Some(spot), misfit.at.to_owned(), message);
            }
            Found::OverBudget => self.seen.error(None, String::new(), OVER_BUDGET.to_owned()),
        }
    }

    fn node(
        &mut self,
        hand: &Hand<'l>,
        path: PathView<'_>,
        found: &'l Node<'l>,
        sure: bool,
        doubts: Doubts<'_>,
    ) {
        let look = self.look;
        let sure = sure && hand.sure;
        let spot = |path: PathView<'_>| hand.spot(path.to_path());
        let shown = |path: &Path| finding::actual(hand.document.root, path, found);
        let node = match rewritten(look.rewrite.as_ref(), found) {
            Ok(node) => node,
            Err(why) => {
                let spot = spot(path);
                let actual = shown(&spot.path);
                let message = format!("{} is {actual}: {why}", spot.name);
                return self.seen.error(Some(spot), actual, message);
            }
        };
        if look.quantifier.is_aggregate() {
            if sure && is_in_body(path) {
                self.covers(hand);
            }
            return self.seen.item(hand.item(node, sure), Some(spot(path)));
        }
        let unordered = matches!(node.kind, Kind::List(_)) && is_set(hand.shape, &path.to_path().0);
        self.compared += self.rights.count();
        let asks = sure && is_in_body(path);
        let rights = &self.rights;
        let said = self.beside(hand, path, unordered, |beside| match asks {
            // What is known of one text holds of the next, unless it is a set of texts.
            true => {
                let proven = self.proven.filter(|_| !unordered);
                all_and_differs(look, rights, &node, beside, proven)
            }
            false => all(look, rights, &node, beside).map(|said| (said, false)),
        });
        if let Ok((_, true)) = said {
            self.covers(hand);
        }
        let said = match said {
            Ok((said, _)) => said.and(hand.before),
            Err(why) => {
                let spot = spot(path);
                let actual = shown(&spot.path);
                let message = format!("{} is {actual}: {why}", spot.name);
                return self.seen.error(Some(spot), actual, message);
            }
        };
        if look.before.is_some() && sure {
            // Without the edge that orders them it would have said something else.
            self.could_differ = true;
        }
        let name = look.rewrite.as_ref().map(|_| node.render());
        for _ in 0..hand.copies {
            self.seen.value(look.quantifier, said, sure, || {
                let spot = spot(path);
                let mut actual = shown(&spot.path);
                if let Some(made) = &name
                    && actual != finding::SENSITIVE
                {
                    actual = format!("{actual} (compared as {made})");
                }
                if look.before.is_some() && path.steps_from_end().next().is_none() {
                    actual = match hand.before {
                        Truth::True => "created before the subject".into(),
                        Truth::False => "not created before the subject".into(),
                        Truth::Unknown => "created in an order that is not known".into(),
                    };
                } else if path.steps_from_end().next().is_none() && hand.target.is_some() {
                    actual = "there".into();
                }
                let mut waits_for = hand.waits(doubts);
                waits_for.extend(holes(&node));
                waits_for.extend(self.rights.waits());
                let message = match said {
                    Truth::Unknown if node.flags.has(Flags::UNATTRIBUTED) => unattributed(look),
                    _ => String::new(),
                };
                Seeing {
                    spot: Some(spot),
                    actual,
                    said,
                    sure,
                    waits_for,
                    message,
                }
            });
        }
    }

    /// Calls `ask` with what matchers may ask besides the value at a path. What the harness adds
    /// (`$['//']`) is written nowhere.
    fn beside<T>(
        &self,
        hand: &Hand<'_>,
        path: PathView<'_>,
        unordered: bool,
        ask: impl FnOnce(&Beside<'_>) -> T,
    ) -> T {
        let cx = self.on.cx;
        let target = hand.target.unwrap_or(self.on.target);
        let first = path.steps_from_end().last();
        let added = matches!(first, Some(StepView::Name(name)) if name == "//");
        let model = target.model(cx);
        let origin = || {
            let place = target.in_block(&path.to_path(), cx);
            model.authored(target.vertex(cx).block).origin(&place)
        };
        let origin: &dyn Fn() -> Origin = &origin;
        ask(&Beside {
            unordered,
            negated: false,
            origin: (!added).then_some(origin),
            files: match self.asks_for_files() && !added {
                true => model.files(target.of_block(cx)),
                false => None,
            },
        })
    }

    /// Whether a matcher is about the files that a value names.
    fn asks_for_files(&self) -> bool {
        let mut matchers = self.look.matchers.iter();
        matchers.any(|it| matches!(it.matcher, Matcher::File | Matcher::ZipEntry))
    }

    /// Notes that another value of what is looked at would have made a difference.
    fn covers(&mut self, hand: &Hand<'_>) {
        match hand.target {
            None => self.could_differ = true,
            Some(target) if !self.covers.contains(&target) => self.covers.push(target),
            Some(_) => {}
        }
    }
}

/// Whether the last name of a path is like one of these.
fn is_named(path: PathView<'_>, named: &[regex::Regex]) -> bool {
    let name = path.steps_from_end().find_map(|step| match step {
        StepView::Name(name) => Some(name),
        StepView::Index(_) => None,
    });
    name.is_some_and(|name| named.iter().any(|regex| regex.is_match(name)))
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
