//! One step: what a selector finds at a node, and what it means that it finds nothing.

use std::ops::ControlFlow;

use super::embedded::{self, Inside};
use super::found::Link;
use super::model::{Pick, Selector, Slice};
use super::walk::{At, Plan, Run, See};
use super::{Found, MAX_TEXTS, Misfit, Open, PathView, StepView};
use crate::stack::META_MEMBERS;
use crate::value::{Kind, Map, Node};
use crate::verdict::Truth;

/// A selector and the number of its segment.
type Here<'p> = (usize, &'p Selector);

/// What a step wants, in the words of a message.
const OBJECT: &str = "an object";
const LIST: &str = "a list";
const EITHER: &str = "a list or an object";

impl<'d, 's> Run<'_, 'd, 's> {
    /// A member of a map.
    fn member(&self, map: &'d Map<'s>, name: &str, at: &At<'_>) -> Option<&'d Node<'s>> {
        let node = map.get(name)?;
        // Null is unset, except in an embedded document, where it is a value.
        let unset = matches!(node.kind, Kind::Null) && self.is_stack() && at.texts == 0;
        (!unset).then_some(node)
    }

    /// Whether the node is what the harness knows about the subject, and has such a member on
    /// other inputs: not to know it is not to have none. Tags are known of every block.
    fn is_unsaid(&self, node: &Node<'s>, name: &str) -> bool {
        self.is_meta(node) && name != "tags" && META_MEMBERS.contains(&name)
    }

    /// Whether wildcards and `..` enter the member.
    pub(super) fn enters(
        &self,
        parent: &Node<'s>,
        name: &str,
        child: &Node<'s>,
        at: &At<'_>,
    ) -> bool {
        if !self.is_stack() || at.texts > 0 {
            return true;
        }
        let is_meta = name == "//" && self.is_root(parent, at);
        !is_meta && !matches!(child.kind, Kind::Null)
    }

    pub(super) fn by_name<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        name: &'p str,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        match &node.kind {
            Kind::Map(map) => {
                let root = self.document(node, &at).filter(|_| self.is_stack());
                let meta = root.and_then(|root| root.meta).filter(|_| name == "//");
                let link = at.link(StepView::Name(name));
                if let Some(child) = meta.or_else(|| self.member(map, name, &at)) {
                    return self.walk(plan, here.0 + 1, child, at.below(&link), see);
                }
                if !self.is_stack() {
                    return ControlFlow::Continue(());
                }
                let omits = root.and_then(|root| root.omits);
                let omitted = omits.is_some_and(|omits| omits(name));
                let reason = if omitted || self.is_unsaid(node, name) {
                    Open::NotCarried(name)
                } else if node.is_open() {
                    Open::OpenContainer
                } else {
                    return self.missing(plan, here, at, see);
                };
                let path = PathView(Some(&link));
                see(Found::Open { path, reason })
            }
            _ if !self.is_stack() => ControlFlow::Continue(()),
            Kind::Text(_) => match self.inside(plan, here, node, OBJECT, at, see) {
                Ok((document, at)) => self.by_name(plan, here, name, document, at, see),
                Err(flow) => flow,
            },
            _ => self.elsewhere(plan, here, node, OBJECT, at, see),
        }
    }

    pub(super) fn by_index<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        index: i64,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        let Kind::List(list) = &node.kind else {
            if !self.is_stack() {
                return ControlFlow::Continue(());
            }
            if let Kind::Text(_) = node.kind {
                return match self.inside(plan, here, node, LIST, at, see) {
                    Ok((document, at)) => self.by_index(plan, here, index, document, at, see),
                    Err(flow) => flow,
                };
            }
            return self.elsewhere(plan, here, node, LIST, at, see);
        };
        let position = usize::try_from(index).ok().or_else(|| {
            let back = usize::try_from(index.unsigned_abs()).ok()?;
            list.len().checked_sub(back)
        });
        let found = position.and_then(|position| Some((position, list.get(position)?)));
        if self.is_stack() && node.is_open() {
            // What is not listed may stand before it: the element may be another one.
            see(Found::Open {
                path: at.path(),
                reason: Open::OpenContainer,
            })?;
            let Some((position, child)) = found else {
                return ControlFlow::Continue(());
            };
            let doubt = at.doubt(Vec::new());
            let link = at.link(StepView::Index(position));
            let at = at.below(&link).doubting(&doubt);
            return self.walk(plan, here.0 + 1, child, at, see);
        }
        match found {
            Some((position, child)) => {
                let link = at.link(StepView::Index(position));
                self.walk(plan, here.0 + 1, child, at.below(&link), see)
            }
            None => self.missing(plan, here, at, see),
        }
    }

    /// A wildcard, a slice or a filter.
    pub(super) fn by_all<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        match (&here.1.pick, &node.kind) {
            (Pick::Slice(slice), Kind::List(list)) => {
                // As with an index: what a slice of an open list leaves out is not known.
                let all = Slice {
                    start: None,
                    end: None,
                    step: 1,
                };
                let doubt = at.doubt(Vec::new());
                let unsure = self.is_stack() && node.is_open() && *slice != all;
                let at = if unsure { at.doubting(&doubt) } else { at };
                for index in slice.indexes(list.len()) {
                    let link = at.link(StepView::Index(index));
                    self.child(plan, here, &list[index], at.below(&link), see)?;
                }
            }
            (Pick::Wildcard | Pick::Filter(_), Kind::List(list)) => {
                for (index, child) in list.iter().enumerate() {
                    let link = at.link(StepView::Index(index));
                    self.child(plan, here, child, at.below(&link), see)?;
                }
            }
            (Pick::Wildcard | Pick::Filter(_), Kind::Map(map)) => {
                for (name, child) in map.iter() {
                    if self.enters(node, name, child, &at) {
                        let link = at.link(StepView::Name(name));
                        self.child(plan, here, child, at.below(&link), see)?;
                    }
                }
            }
            _ if !self.is_stack() => return ControlFlow::Continue(()),
            (pick, kind) => {
                let wanted = match pick {
                    Pick::Slice(_) => LIST,
                    _ => EITHER,
                };
                return match kind {
                    Kind::Text(_) => match self.inside(plan, here, node, wanted, at, see) {
                        Ok((document, at)) => self.by_all(plan, here, document, at, see),
                        Err(flow) => flow,
                    },
                    _ => self.elsewhere(plan, here, node, wanted, at, see),
                };
            }
        }
        if self.is_stack() && node.is_open() && !at.quiet {
            return see(Found::Open {
                path: at.path(),
                reason: Open::OpenContainer,
            });
        }
        ControlFlow::Continue(())
    }

    /// A child that a wildcard, slice or filter comes by.
    fn child<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        node: &'d Node<'s>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        let Pick::Filter(filter) = &here.1.pick else {
            return self.walk(plan, here.0 + 1, node, at, see);
        };
        self.spend()?;
        let mut waits_for = Vec::new();
        let truth = self.logical(&filter.expr, node, at, &mut waits_for);
        if self.over.get() {
            return ControlFlow::Break(());
        }
        if plan.outermost {
            self.show_notes(see)?;
        }
        match truth {
            Truth::True => self.walk(plan, here.0 + 1, node, at, see),
            Truth::False => ControlFlow::Continue(()),
            Truth::Unknown => {
                let doubt = at.doubt(waits_for);
                self.walk(plan, here.0 + 1, node, at.doubting(&doubt), see)
            }
        }
    }

    /// The document in a text, if this step may enter it; else what that means was shown.
    fn inside<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        node: &'d Node<'s>,
        wanted: &'static str,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> Result<(&'d Node<'s>, At<'p>), ControlFlow<()>>
    where
        'd: 'p,
    {
        let Kind::Text(text) = &node.kind else {
            return Err(ControlFlow::Continue(()));
        };
        let by_name = matches!(here.1.pick, Pick::Name(_));
        if !by_name
            && !at
                .link
                .is_some_and(|link: &Link<'_>| embedded::is_list(link.step))
        {
            return Err(self.misfit(plan, here, node, wanted, None, at, see));
        }
        let reason = match embedded::read(text) {
            Inside::Document(document) if at.texts < MAX_TEXTS => {
                let texts = at.texts + 1;
                return Ok((document, At { texts, ..at }));
            }
            Inside::Document(_) => Open::TooDeep,
            Inside::Open(hole) => Open::Unknown(hole),
            Inside::None(detail) => {
                let detail = detail.unwrap_or_else(|| "the text holds no JSON document".into());
                return Err(self.misfit(plan, here, node, wanted, Some(detail), at, see));
            }
        };
        let path = at.path();
        Err(see(Found::Open { path, reason }))
    }

    /// A step at a value that it cannot be taken from.
    fn elsewhere<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        node: &'d Node<'s>,
        wanted: &'static str,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        match &node.kind {
            Kind::Unknown(hole) => see(Found::Open {
                path: at.path(),
                reason: Open::Unknown(hole),
            }),
            Kind::Null => self.missing(plan, here, at, see),
            _ => self.misfit(plan, here, node, wanted, None, at, see),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a step, and what is wrong with it"
    )]
    fn misfit<'p>(
        &self,
        plan: &'p Plan<'p>,
        here: Here<'p>,
        node: &'d Node<'s>,
        wanted: &'static str,
        detail: Option<String>,
        at: At<'p>,
        see: See<'_, 'd, 's>,
    ) -> ControlFlow<()>
    where
        'd: 'p,
    {
        if at.quiet {
            return self.missing(plan, here, at, see);
        }
        let segment = &plan.segments[here.0];
        see(Found::Misfit(Misfit {
            path: at.path().to_path(),
            at: node.noun(),
            step: self.text[segment.span.clone()].to_owned(),
            wanted,
            detail,
            suggestion: self.suggestion(plan, here, node),
            span: segment.span.clone(),
        }))
    }

    /// The text with the path put right, where there is one obvious way.
    fn suggestion(&self, plan: &Plan<'_>, here: Here<'_>, node: &Node<'s>) -> Option<String> {
        let span = &plan.segments[here.0].span;
        let is_last = here.0 + 1 == plan.segments.len();
        let (before, after) = (&self.text[..span.start], &self.text[span.end..]);
        match (&here.1.pick, &node.kind) {
            // In a filter the first of several is no stand-in for all of them, `@` is what the
            // filter comes by, and a step less asks something else.
            (Pick::Name(_), Kind::List(list))
                if !plan.outermost && (here.0 == 0 || plan.single && list.len() > 1) =>
            {
                None
            }
            (Pick::Index(_) | Pick::Slice(_) | Pick::Wildcard | Pick::Filter(_), _)
                if !plan.outermost =>
            {
                None
            }
            (Pick::Name(_), Kind::List(_)) => {
                let into = if plan.single { "[0]" } else { "[*]" };
                Some(format!("{before}{into}{}", &self.text[span.start..]))
            }
            // A block that is none, or an element of what is single.
            (Pick::Index(_) | Pick::Slice(_), Kind::Map(_)) => Some(format!("{before}{after}")),
            (Pick::Name(_), _) | (_, Kind::Map(_)) => None,
            _ if is_last => Some(format!("{before}{after}")),
            _ => None,
        }
    }
}
