//! The evaluator: segments over nodes, depth first, in the order of RFC 9535.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;

use super::found::{Doubt, Link};
use super::model::{Anchor, Inner, Pick, Segment, Selector};
use super::{
    Document, Doubts, Filter, Found, Judged, MAX_VISITS, Misfit, Mode, Open, PathView, StepView,
};
use crate::value::{Kind, Node};
use crate::verdict::Truth;

/// Where what is found goes.
pub(super) type See<'c, 'd, 's> = &'c mut dyn FnMut(Found<'_, 'd, 's>) -> ControlFlow<()>;

/// How many misfits inside filters are kept.
const MAX_MISFITS: usize = 100;

/// One evaluation.
pub(super) struct Run<'r, 'd, 's> {
    /// What the query starts at.
    pub(super) on: &'r Document<'d, 's>,
    /// What `$` is in filters, where that is not what the query starts at.
    subject: &'r Document<'d, 's>,
    /// The whole text, for suggestions.
    pub(super) text: &'r str,
    visits: Cell<u32>,
    pub(super) over: Cell<bool>,
    /// Misfits inside filters, one a place, and how many of them were shown.
    misfits: RefCell<Vec<Misfit>>,
    shown: Cell<usize>,
}

/// The segments of a path, and what is to be told about it.
#[derive(Clone, Copy)]
pub(super) struct Plan<'p> {
    pub(super) segments: &'p [Segment],
    /// Whether this is the query itself and not one inside a filter.
    pub(super) outermost: bool,
    /// Whether the path is wanted singular.
    pub(super) single: bool,
}

/// Where the walk stands.
#[derive(Clone, Copy)]
pub(super) struct At<'p> {
    pub(super) link: Option<&'p Link<'p>>,
    pub(super) doubts: Option<&'p Doubt<'p>>,
    /// How many embedded documents it is in.
    pub(super) texts: u8,
    /// Whether it is below `..`, where no path misfits.
    pub(super) quiet: bool,
}

impl<'p> At<'p> {
    pub(super) const ROOT: At<'static> = At {
        link: None,
        doubts: None,
        texts: 0,
        quiet: false,
    };

    pub(super) fn path(&self) -> PathView<'p> {
        PathView(self.link)
    }

    pub(super) fn below(self, link: &'p Link<'p>) -> At<'p> {
        At {
            link: Some(link),
            ..self
        }
    }

    pub(super) fn doubting(self, doubt: &'p Doubt<'p>) -> At<'p> {
        At {
            doubts: Some(doubt),
            ..self
        }
    }

    /// A doubt on top of those there are.
    pub(super) fn doubt(&self, waits_for: Vec<String>) -> Doubt<'p> {
        Doubt {
            up: self.doubts,
            waits_for,
        }
    }

    pub(super) fn link(&self, step: StepView<'p>) -> Link<'p> {
        Link {
            up: self.link,
            step,
        }
    }

    pub(super) fn is_sure(&self) -> bool {
        self.doubts.is_none()
    }
}

/// Shows everything that the query finds.
pub(super) fn visit<'d, 's>(
    text: &str,
    segments: &[Segment],
    (on, subject): (&Document<'d, 's>, &Document<'d, 's>),
    see: See<'_, 'd, 's>,
) -> ControlFlow<()> {
    let run = Run::new(on, subject, text);
    let plan = Plan {
        segments,
        outermost: true,
        single: false,
    };
    let flow = run.walk(&plan, 0, on.root, At::ROOT, see);
    if run.over.get() {
        let _ = see(Found::OverBudget);
        return ControlFlow::Break(());
    }
    flow
}

/// Judges a condition.
pub(super) fn judge<'d, 's>(
    text: &str,
    filter: &Filter,
    (on, subject): (&Document<'d, 's>, &Document<'d, 's>),
    current: &'d Node<'s>,
) -> Judged {
    let run = Run::new(on, subject, text);
    let mut waits_for = Vec::new();
    let truth = run.logical(&filter.expr, current, At::ROOT, &mut waits_for);
    let over_budget = run.over.get();
    let truth = if over_budget { Truth::Unknown } else { truth };
    let mut seen: Vec<String> = Vec::new();
    if truth == Truth::Unknown {
        for name in waits_for {
            if !seen.contains(&name) {
                seen.push(name);
            }
        }
    }
    Judged {
        truth,
        waits_for: seen,
        misfits: run.misfits.into_inner(),
        over_budget,
    }
}

impl<'r, 'd, 's> Run<'r, 'd, 's> {
    fn new(on: &'r Document<'d, 's>, subject: &'r Document<'d, 's>, text: &'r str) -> Self {
        Self {
            on,
            subject,
            text,
            visits: Cell::new(0),
            over: Cell::new(false),
            misfits: RefCell::new(Vec::new()),
            shown: Cell::new(0),
        }
    }

    pub(super) fn is_stack(&self) -> bool {
        self.on.mode == Mode::Stack
    }

    /// The document of which the node is the root, outside any embedded document.
    pub(super) fn document(&self, node: &Node<'s>, at: &At<'_>) -> Option<&'r Document<'d, 's>> {
        let mut both = [self.on, self.subject].into_iter();
        both.find(|document| at.texts == 0 && std::ptr::eq(node, document.root))
    }

    /// Whether the node is the root of a document.
    pub(super) fn is_root(&self, node: &Node<'s>, at: &At<'_>) -> bool {
        self.document(node, at).is_some()
    }

    /// Whether the node is what the harness knows about a subject besides its body.
    pub(super) fn is_meta(&self, node: &Node<'s>) -> bool {
        let mut metas = [self.on.meta, self.subject.meta].into_iter().flatten();
        metas.any(|meta| std::ptr::eq(node, meta))
    }

    /// Counts a visit; breaks when there were too many.
    pub(super) fn spend(&self) -> ControlFlow<()> {
        let visits = self.visits.get() + 1;
        self.visits.set(visits);
        if visits > MAX_VISITS {
            self.over.set(true);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Walks a query inside a filter.
    pub(super) fn inner(
        &self,
        inner: &Inner,
        current: &'d Node<'s>,
        at: At<'_>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()> {
        let plan = Plan {
            segments: &inner.segments,
            outermost: false,
            single: inner.single,
        };
        match inner.anchor {
            Anchor::Root => self.walk(&plan, 0, self.subject.root, At::ROOT, see),
            Anchor::Current => {
                // What is found is sure of this node, however unsure the node is.
                let at = At { doubts: None, ..at };
                self.walk(&plan, 0, current, at, see)
            }
        }
    }

    /// Walks on from segment `i`.
    pub(super) fn walk<'p>(
        &self,
        plan: &'p Plan<'p>,
        i: usize,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        self.spend()?;
        let Some(segment) = plan.segments.get(i) else {
            return see(Found::Node {
                path: at.path(),
                node,
                sure: at.is_sure(),
                doubts: Doubts(at.doubts),
            });
        };
        if segment.descendant {
            return self.descend(plan, i, node, At { quiet: true, ..at }, see);
        }
        for selector in &segment.selectors {
            self.pick(plan, i, selector, node, at, see)?;
        }
        ControlFlow::Continue(())
    }

    fn pick<'p>(
        &self,
        plan: &'p Plan<'p>,
        i: usize,
        selector: &'p Selector,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        match &selector.pick {
            Pick::Name(name) => self.by_name(plan, (i, selector), name, node, at, see),
            Pick::Index(index) => self.by_index(plan, (i, selector), *index, node, at, see),
            _ => self.by_all(plan, (i, selector), node, at, see),
        }
    }

    /// `..`: the node itself, then everything below it.
    fn descend<'p>(
        &self,
        plan: &'p Plan<'p>,
        i: usize,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        self.spend()?;
        match &node.kind {
            // Texts are never entered, and a hole that is one holds no members either.
            Kind::Unknown(hole) if self.is_stack() => {
                if hole.is_text || hole.starts_with.is_some() {
                    return ControlFlow::Continue(());
                }
                return see(Found::Open {
                    path: at.path(),
                    reason: Open::Unknown(hole),
                });
            }
            Kind::List(_) | Kind::Map(_) => {}
            _ => return ControlFlow::Continue(()),
        }
        if self.is_stack() && node.is_open() {
            see(Found::Open {
                path: at.path(),
                reason: Open::OpenContainer,
            })?;
        }
        for selector in &plan.segments[i].selectors {
            // `$..['//']` too: what the harness adds is entered by `$['//']` alone.
            let is_meta = matches!(&selector.pick, Pick::Name(name) if &**name == "//");
            if !(is_meta && self.is_stack() && self.is_root(node, &at)) {
                self.pick(plan, i, selector, node, at, see)?;
            }
        }
        match &node.kind {
            Kind::List(list) => {
                for (index, child) in list.iter().enumerate() {
                    let link = at.link(StepView::Index(index));
                    self.descend(plan, i, child, at.below(&link), see)?;
                }
            }
            Kind::Map(map) => {
                for (name, child) in map.iter() {
                    if self.enters(node, name, child, &at) {
                        let link = at.link(StepView::Name(name));
                        self.descend(plan, i, child, at.below(&link), see)?;
                    }
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// Shows what the path names and is not there: `at` is where the path ends, and segment `i`
    /// has the steps that follow, up to the next one that may select more than is written out.
    pub(super) fn missing<'p>(
        &self,
        plan: &'p Plan<'p>,
        (i, selector): (usize, &'p Selector),
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()> {
        if !plan.outermost || !self.is_stack() || plan.segments[i].is_multi() {
            return ControlFlow::Continue(());
        }
        self.spend()?;
        let step = match &selector.pick {
            Pick::Name(name) => StepView::Name(name),
            Pick::Index(index) => StepView::Index(usize::try_from(*index).unwrap_or(0)),
            _ => return ControlFlow::Continue(()),
        };
        let link = at.link(step);
        let at = at.below(&link);
        match plan.segments.get(i + 1) {
            Some(next) if !next.is_multi() => {
                for selector in &next.selectors {
                    self.missing(plan, (i + 1, selector), at, see)?;
                }
                ControlFlow::Continue(())
            }
            _ => see(Found::Missing {
                path: at.path(),
                sure: at.is_sure(),
                doubts: Doubts(at.doubts),
            }),
        }
    }

    /// Keeps a misfit inside a filter, once a place.
    pub(super) fn note(&self, misfit: Misfit) {
        let mut misfits = self.misfits.borrow_mut();
        let known = |old: &Misfit| old.span == misfit.span && old.path == misfit.path;
        if misfits.len() < MAX_MISFITS && !misfits.iter().any(known) {
            misfits.push(misfit);
        }
    }

    /// Shows the misfits inside filters that were not shown yet.
    pub(super) fn show_notes(&self, see: See<'_, 'd, 's>) -> ControlFlow<()> {
        loop {
            let at = self.shown.get();
            let Some(misfit) = self.misfits.borrow().get(at).cloned() else {
                return ControlFlow::Continue(());
            };
            self.shown.set(at + 1);
            see(Found::Misfit(misfit))?;
        }
    }
}
