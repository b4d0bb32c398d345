//! One clause's look at one subject: what a path selects, what the matchers say of it, and what
//! the quantifier makes of that.

use std::ops::ControlFlow;

use super::aggregate::Item;
use super::canary;
use super::context::Context;
use super::finding::{self, Raw};
use super::order;
use super::reach::{self, Reach, Reached};
use super::right::{self, OVER_BUDGET, Unresolved};
use super::seen::{Seeing, Seen, Spot};
use super::target::Target;
use crate::facts::{Member, Nesting, Shape, Type};
use crate::matcher::{Beside, Expected, Matcher, judge, judge_beside};
use crate::select::{Document, Doubts, Found, Open, PathView, StepView};
use crate::spec::{Look, Match, Over, ParamsOfFile, Quantifier, Rewrite};
use crate::stack::{Origin, spells_secret};
use crate::value::{Flags, Held, Hole, Kind, Node, Path, Piece, PieceRef, Step, Text};
use crate::verdict::{Outcome, Truth};

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

/// A right side: the same for every subject, or this subject's own.
enum Wanted<'r> {
    Fixed(&'r Expected<'r>),
    Own(Expected<'r>),
}

/// A right side, resolved.
type Resolved<'r> = Result<Wanted<'r>, Unresolved>;

impl<'r> Wanted<'r> {
    fn get(&self) -> &Expected<'r> {
        match self {
            Wanted::Fixed(expected) => expected,
            Wanted::Own(expected) => expected,
        }
    }
}

/// The right sides of a clause: those of the subject, and those of what is at hand.
struct Rights<'r> {
    subject: Vec<Option<Resolved<'r>>>,
    hand: Vec<Option<Resolved<'r>>>,
}

impl<'r> Rights<'r> {
    fn each(&self) -> impl Iterator<Item = &Resolved<'r>> {
        let both = self.subject.iter().zip(&self.hand);
        both.filter_map(|(subject, hand)| hand.as_ref().or(subject.as_ref()))
    }

    /// How many values they have.
    fn count(&self) -> usize {
        let of = |right: &Resolved<'r>| match right.as_ref().map(Wanted::get) {
            Ok(Expected::Values { nodes, .. }) => nodes.len(),
            _ => 1,
        };
        self.each().map(of).sum()
    }
}

/// What is looked at: the subject, or one of the things besides it.
pub(super) struct Hand<'h> {
    /// What it is, if not the subject.
    target: Option<Target>,
    /// Its address, in the words of a message.
    name: String,
    /// What the spec calls it: `$` or `@`.
    mark: char,
    pub(super) document: Document<'h, 'h>,
    shape: Option<Shape<'h>>,
    sure: bool,
    waits_for: Vec<String>,
    copies: u64,
    /// The stack and module that it is from.
    home: (usize, &'h str),
    /// Whether it is created before the subject.
    before: Truth,
}

/// Looks.
pub(super) fn look<'d>(
    look: &'d Look,
    fixed: &'d [Option<Expected<'d>>],
    on: &'d On<'d, '_, '_>,
) -> Said {
    if matches!(look.over, Over::Subject) {
        return Looking::new(look, fixed, on).conclude(|looking| looking.visit(&subject(on)));
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
    Looking::new(look, fixed, on).conclude(|looking| {
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
    let mut looking = Looking::new(look, fixed, first);
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
    let mut seen = Seen::default();
    for (why, waits_for) in open {
        seen.open(None, waits_for.clone(), why.clone());
    }
    let views: Vec<Option<&Expected<'_>>> = fixed.iter().map(Option::as_ref).collect();
    seen.decide(look, &|| finding::expected(look, &views, None))
}

/// The subject as what is looked at.
fn subject<'h>(on: &On<'h, '_, '_>) -> Hand<'h> {
    Hand {
        target: None,
        name: String::new(),
        mark: '$',
        document: on.document,
        shape: on.shape,
        sure: true,
        waits_for: Vec::new(),
        copies: 1,
        home: home(on.target, on.cx),
        before: Truth::True,
    }
}

/// One of the things besides the subject.
fn besides<'h>(
    node: &'h Reached,
    root: &'h Held<'h>,
    look: &Look,
    on: &On<'h, '_, '_>,
) -> Hand<'h> {
    let cx = on.cx;
    let before = match look.before {
        Some(_) => order::before(node.target.vertex(cx), on.target.vertex(cx), cx),
        None => Truth::True,
    };
    Hand {
        target: Some(node.target),
        name: node.target.name(cx),
        mark: '@',
        document: node.target.document_on(root, cx, on.meta),
        shape: node.target.shape(cx),
        sure: node.sure,
        waits_for: node.waits_for.clone(),
        copies: node.copies,
        home: home(node.target, cx),
        before,
    }
}

fn home<'h>(target: Target, cx: &'h Context<'_, '_>) -> (usize, &'h str) {
    (target.stack(), &target.of_block(cx).module)
}

/// The right sides on a subject.
fn rights<'d>(
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

/// A look while it goes on.
struct Looking<'l, 'r, 's> {
    look: &'l Look,
    on: &'l On<'l, 'r, 's>,
    rights: Rights<'l>,
    seen: Seen<'l>,
    /// Whether the clause could have said something else of some value of the subject.
    could_differ: bool,
    covers: Vec<Target>,
    /// How many comparisons there were: a list against itself is the square of its length.
    compared: usize,
}

/// How many comparisons one clause may make on one subject.
const MAX_COMPARISONS: usize = 1_000_000;

impl<'l, 'r, 's> Looking<'l, 'r, 's> {
    fn new(look: &'l Look, fixed: &'l [Option<Expected<'l>>], on: &'l On<'l, 'r, 's>) -> Self {
        Looking {
            look,
            on,
            rights: rights(look, fixed, on),
            seen: Seen::default(),
            could_differ: false,
            covers: Vec::new(),
            compared: 0,
        }
    }

    /// Looks, and says what it comes to.
    fn conclude(mut self, look: impl FnOnce(&mut Self)) -> Said {
        look(&mut self);
        let (on, rights) = (self.on, &self.rights.subject);
        let expected = || {
            let views: Vec<Option<&Expected<'_>>> = rights
                .iter()
                .map(|right| Some(right.as_ref()?.as_ref().ok()?.get()))
                .collect();
            finding::expected(self.look, &views, Some(on))
        };
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
    fn around(&mut self, reach: &Reach) {
        for (why, waits_for) in &reach.open {
            self.seen.open(None, waits_for.clone(), why.clone());
        }
        for (target, why) in &reach.errors {
            let message = format!("{}: {why}", target.name(self.on.cx));
            self.seen.error(None, String::new(), message);
        }
        if let (Some(hop), Over::Walk(walk)) = (reach.broken, &self.look.over) {
            let text = super::order::hop(walk, hop);
            self.seen.broken(format!(
                "the walk ends at hop {}, `{text}`: nothing is there",
                hop + 1
            ));
        }
    }

    /// Looks at one thing.
    fn visit(&mut self, hand: &Hand<'l>) {
        let on = self.on;
        for (at, matcher) in self.look.matchers.iter().enumerate() {
            if right::is_at_hand(matcher) {
                let right = right::resolve(matcher, on.params, Some((on, &hand.document)));
                self.rights.hand[at] = Some(right.map(Wanted::Own));
            }
        }
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
        let (said, differs) = self.beside(hand, path, unordered, |beside| {
            let said = all(look, rights, &node, beside);
            let differs = asks && said.is_ok() && differs(look, rights, &node, beside);
            (said, differs)
        });
        if differs {
            self.covers(hand);
        }
        let said = match said {
            Ok(said) => said.and(hand.before),
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
            files: match added {
                true => None,
                false => model.files(target.of_block(cx)),
            },
        })
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

impl<'h> Hand<'h> {
    /// A place on it.
    fn spot(&self, path: Path) -> Spot {
        let at = path.shorthand();
        let name = match self.target {
            None => format!("`{at}`"),
            Some(_) if path.0.is_empty() => self.name.clone(),
            Some(_) => format!("`{}{}` of {}", self.mark, &at[1..], self.name),
        };
        Spot {
            target: self.target,
            path,
            name,
        }
    }

    fn item(&self, node: Held<'h>, sure: bool) -> Item<'h> {
        Item {
            node,
            sure,
            copies: self.copies,
            home: self.home,
        }
    }

    fn waits(&self, doubts: Doubts<'_>) -> Vec<String> {
        let mut all = self.waits_for.clone();
        all.extend(doubts.waits_for());
        all
    }
}

/// What `as` makes of a value.
fn rewritten<'n>(rewrite: Option<&'n Rewrite>, node: &'n Node<'n>) -> Result<Held<'n>, String> {
    let Some(Rewrite { before, after }) = rewrite else {
        return Ok(Held::Ref(node));
    };
    let mut pieces = vec![Piece::Literal(before.as_str().into())];
    match &node.kind {
        Kind::Text(text) => pieces.extend(text.iter().map(|piece| match piece {
            PieceRef::Literal(text) => Piece::Literal(text.into()),
            PieceRef::Hole(hole) => Piece::Hole(hole.clone()),
        })),
        Kind::Number(_) | Kind::Bool(_) => pieces.push(Piece::Literal(node.render().into())),
        Kind::Unknown(hole) => pieces.push(Piece::Hole(Hole {
            is_text: true,
            non_null: true,
            ..(**hole).clone()
        })),
        Kind::Null | Kind::List(_) | Kind::Map(_) => {
            return Err(format!(
                "`as` wants a single value, and this is {}",
                node.noun()
            ));
        }
    }
    pieces.push(Piece::Literal(after.as_str().into()));
    let text = match Text::pieces(pieces).into_known() {
        Ok(known) => Text::plain(known),
        Err(text) => text,
    };
    Ok(Held::Own(Node {
        kind: Kind::Text(text),
        flags: node.flags,
    }))
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
        truth = truth.and(one(look.quantifier, matcher, right, node, beside)?);
    }
    Ok(truth)
}

fn one(
    quantifier: Quantifier,
    matcher: &Match,
    right: &Resolved<'_>,
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
fn missing(look: &Look, rights: &Rights<'_>) -> Result<Truth, String> {
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
fn differs(look: &Look, rights: &Rights<'_>, node: &Node<'_>, beside: &Beside<'_>) -> bool {
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

/// What this matcher may ask.
fn of<'b>(matcher: &Match, beside: &Beside<'b>) -> Beside<'b> {
    Beside {
        negated: matcher.negated,
        ..*beside
    }
}

/// What the holes of a value wait for.
pub(super) fn holes(node: &Node<'_>) -> Vec<String> {
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
