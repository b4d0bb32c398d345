//! Walks a path along the shape that the provider facts give, and along what the stacks hold where
//! the facts end.

mod place;
mod seen;
mod tables;
mod unknown;

use self::place::{Place, Stepped, below, elements, is_mixed, name_step, step};
use self::seen::{Move, Seen};
use super::{Asked, Kind, Objection, mode};
use crate::check::Run;
use crate::select::{Anchor, Filter, Pick, Segment, Selector};
use crate::spec::What;
use crate::stack::{BlockId, BlockKind};

/// What the names of paths are held against that start on one kind of thing.
pub(super) struct Names<'r, 's> {
    roots: Vec<Place<'r>>,
    seen: Seen<'r, 's>,
}

/// What the names of one query are held against: by where it starts, and by what `$` is.
#[derive(Clone, Copy)]
pub(super) struct Held<'n, 'r, 's> {
    pub(super) start: &'n Names<'r, 's>,
    pub(super) subject: &'n Names<'r, 's>,
}

/// A walk along one query, and where it stands.
struct Walk<'w, 'r, 's> {
    /// What it started on.
    names: &'w Names<'r, 's>,
    asked: &'w Asked<'w>,
    /// The first byte of the query in the text: `$` or `@`.
    start: usize,
    places: Vec<Place<'r>>,
    /// The same way, for the stacks.
    path: Vec<Move<'w>>,
    /// Whether the places are of many kinds (`..`, `$.*`): one that takes every name, or that the
    /// step misfits, says nothing then.
    mixed: bool,
    /// Whether the path counts from an element and not from the subject.
    in_filter: bool,
}

impl<'r, 's> Names<'r, 's> {
    /// The names of the types that are there, and of those that are written out.
    pub(super) fn new(run: &'r Run<'s>, kinds: &[Kind<'_>]) -> Self {
        Self::of(run, kinds, false)
    }

    /// The names of every type that the globs mean, there or not.
    pub(super) fn wide(run: &'r Run<'s>, kinds: &[Kind<'_>]) -> Self {
        Self::of(run, kinds, true)
    }

    fn of(run: &'r Run<'s>, kinds: &[Kind<'_>], wide: bool) -> Self {
        let (mut roots, mut blocks) = (Vec::new(), Vec::new());
        for kind in kinds {
            match kind.what {
                Some(What::Blocks(of)) => {
                    roots.extend(of_blocks(run, kind, of, wide, &mut blocks));
                }
                Some(What::Rows(view)) => roots.push(Place::Listed(view.members())),
                None => roots.push(Place::Any),
            }
        }
        Names {
            roots,
            seen: Seen::new(run, blocks),
        }
    }
}

/// The places that blocks of a kind are. Those of the run are added to `blocks`.
fn of_blocks<'r>(
    run: &'r Run<'_>,
    kind: &Kind<'_>,
    of: BlockKind,
    wide: bool,
    blocks: &mut Vec<(usize, BlockId)>,
) -> Vec<Place<'r>> {
    let mut types: Vec<&'r str> = Vec::new();
    for (index, subject) in run.stacks.iter().enumerate() {
        for (type_name, ids) in subject.model.stack().runs_of(of) {
            if kind.matches(type_name) {
                types.push(type_name);
                blocks.extend(ids.map(|id| (index, id)));
            }
        }
    }
    let facts = super::facts(run);
    // A type that is written out lends its names also where only the other types are there; what a
    // glob may mean counts only where there is nothing else to hold a name against.
    if let Some(mode) = mode(of) {
        match wide || types.is_empty() {
            true => types.extend(kind.known(facts, mode)),
            false => types.extend(kind.names().filter_map(|name| facts.type_name(mode, name))),
        }
        types.sort_unstable();
        types.dedup();
    }
    let root = |name: &&'r str| match of {
        BlockKind::Resource | BlockKind::Data => {
            let mode = mode(of);
            mode.and_then(|m| facts.block(m, name))
                .map_or(Place::Seen, |s| Place::Root(s, mode, name))
        }
        BlockKind::Provider => facts
            .provider(name)
            .map_or(Place::Seen, |shape| Place::Root(shape, None, name)),
        BlockKind::Output => Place::Listed(&tables::OUTPUT),
        BlockKind::Variable => Place::Listed(&tables::VARIABLE),
        BlockKind::Module => Place::Listed(&tables::MODULE),
        BlockKind::Backend if *name == "s3" => Place::Listed(&tables::S3_BACKEND),
        BlockKind::Backend => Place::Seen,
        BlockKind::Document => Place::Top(facts),
    };
    types.iter().map(root).collect()
}

impl<'n, 'r, 's> Held<'n, 'r, 's> {
    /// What is wrong with the names of a query.
    pub(super) fn object(&self, asked: &Asked<'_>) -> Option<Objection> {
        // Without any block of that kind there is nothing to hold the names against, and the
        // selection is empty.
        if self.start.roots.is_empty() {
            return None;
        }
        self.walk(
            Walk {
                names: self.start,
                asked,
                start: start(asked.segments),
                places: self.start.roots.clone(),
                path: Vec::new(),
                mixed: false,
                in_filter: false,
            },
            asked.segments,
        )
    }

    fn walk<'w>(&self, mut walk: Walk<'w, 'r, 's>, segments: &'w [Segment]) -> Option<Objection>
    where
        'n: 'w,
    {
        for segment in segments {
            if let Some(objection) = self.filters(&walk, segment) {
                return Some(objection);
            }
            let stepped = match segment.descendant {
                true => self.descend(&walk, segment),
                false => self.steps(&walk, segment),
            };
            match stepped {
                Ok((places, mixed)) => (walk.places, walk.mixed) = (places, mixed),
                Err(objection) => return Some(objection),
            }
            walk.path.push(Move::Segment(segment));
        }
        None
    }

    /// The queries inside a segment's filters.
    fn filters<'w>(&self, walk: &Walk<'w, 'r, 's>, segment: &'w Segment) -> Option<Objection>
    where
        'n: 'w,
    {
        segment
            .selectors
            .iter()
            .find_map(|selector| match &selector.pick {
                Pick::Filter(filter) => self.filter(walk, filter, segment.descendant),
                _ => None,
            })
    }

    fn filter<'w>(
        &self,
        walk: &Walk<'w, 'r, 's>,
        filter: &'w Filter,
        descendant: bool,
    ) -> Option<Objection>
    where
        'n: 'w,
    {
        filter.queries().into_iter().find_map(|(anchor, segments)| {
            let mut inner = Walk {
                names: self.subject,
                asked: walk.asked,
                start: start(segments),
                places: self.subject.roots.clone(),
                path: Vec::new(),
                mixed: false,
                in_filter: true,
            };
            if anchor == Anchor::Current {
                inner.names = walk.names;
                inner.places = match descendant {
                    true => reached(&walk.places),
                    false => walk.places.iter().copied().flat_map(elements).collect(),
                };
                inner.mixed = descendant || walk.mixed || walk.places.iter().copied().any(is_mixed);
                inner.path.clone_from(&walk.path);
                inner.path.push(Move::Child(descendant));
            }
            self.walk(inner, segments)
        })
    }

    /// What a segment without `..` comes to, and whether that is of many kinds.
    fn steps<'w>(
        &self,
        walk: &Walk<'w, 'r, 's>,
        segment: &'w Segment,
    ) -> Result<(Vec<Place<'r>>, bool), Objection> {
        let (mut next, mut mixed) = (Vec::new(), false);
        for selector in &segment.selectors {
            if matches!(selector.pick, Pick::Wildcard | Pick::Filter(_)) {
                mixed |= walk.mixed || walk.places.iter().copied().any(is_mixed);
            }
            next.extend(self.step_all(walk, selector)?);
        }
        Ok((next, mixed))
    }

    fn step_all<'w>(
        &self,
        walk: &Walk<'w, 'r, 's>,
        selector: &'w Selector,
    ) -> Result<Vec<Place<'r>>, Objection> {
        let first = walk.path.is_empty();
        let (mut next, mut near, mut misfit) = (Vec::new(), Vec::new(), None);
        for place in &walk.places {
            match step(*place, selector, first) {
                Stepped::To(to) => match selector.pick {
                    Pick::Wildcard | Pick::Filter(_) => next.extend(elements(*place)),
                    _ => next.push(to),
                },
                Stepped::Free(_) if walk.mixed => {}
                Stepped::Free(to) => next.push(to),
                Stepped::NoName(names) => near.extend(names),
                Stepped::Misfit(message, help, knows) => {
                    if knows || !walk.mixed {
                        misfit = misfit.or(Some((message, help)));
                    }
                }
            }
        }
        if !next.is_empty() {
            return Ok(next);
        }
        match (&selector.pick, misfit) {
            (Pick::Name(name), _) if walk.names.seen.has(&walk.path, name) => Ok(vec![Place::Seen]),
            (_, Some((message, help))) => Err(Objection::Misfit {
                message,
                help,
                span: walk.span(selector),
            }),
            (Pick::Name(name), None) if matches!(walk.path.last(), Some(Move::Child(true))) => {
                Err(self.unknown_below(walk, selector, name, &walk.places))
            }
            (Pick::Name(name), None) => Err(self.unknown(walk, selector, name, near)),
            _ => Ok(vec![Place::Seen]),
        }
    }

    /// `..name`: the name must be known somewhere below, outside of any text.
    fn descend<'w>(
        &self,
        walk: &Walk<'w, 'r, 's>,
        segment: &'w Segment,
    ) -> Result<(Vec<Place<'r>>, bool), Objection> {
        let (mut next, mut mixed) = (Vec::new(), false);
        for selector in &segment.selectors {
            let Pick::Name(name) = &selector.pick else {
                mixed = true;
                next.extend(reached(&walk.places));
                next.push(Place::Seen);
                continue;
            };
            let before = next.len();
            for place in reached(&walk.places) {
                if let (Stepped::To(to), true) = (name_step(place, name, false), lists(place)) {
                    next.push(to);
                }
            }
            if next.len() > before {
                continue;
            }
            if walk.names.seen.has_below(&walk.path, name) {
                next.push(Place::Seen);
                continue;
            }
            return Err(self.unknown_below(walk, selector, name, &walk.places));
        }
        Ok((next, mixed))
    }
}

impl Walk<'_, '_, '_> {
    /// The query up to a selector: `$.policy`.
    fn before(&self, selector: &Selector) -> &str {
        let text = self.asked.text;
        let before = text.get(self.start..selector.span.start);
        before
            .unwrap_or_default()
            .trim_end_matches(['.', '[', '\'', '"', ',', ' '])
    }

    /// The bytes of a selector in the spec file. The text of a query stands there as it is, unless
    /// it is escaped; then the whole of it is shown.
    fn span(&self, selector: &Selector) -> std::ops::Range<usize> {
        let asked = self.asked;
        if asked.span.len() == asked.text.len() {
            asked.span.start + selector.span.start..asked.span.start + selector.span.end
        } else {
            asked.span.clone()
        }
    }
}

/// Where the `$` or `@` before the segments stands.
fn start(segments: &[Segment]) -> usize {
    let first = segments.first().map_or(1, |segment| segment.span.start);
    first.saturating_sub(1)
}

/// What `..` comes to from some places.
fn reached<'r>(places: &[Place<'r>]) -> Vec<Place<'r>> {
    let all = below(places).into_iter();
    all.filter(|below| below.text.is_none())
        .map(|below| below.place)
        .collect()
}

/// Whether a place lists its names, and `..` finds them there. A text is not entered.
fn lists(place: Place<'_>) -> bool {
    matches!(
        place,
        Place::Root(..)
            | Place::Block(..)
            | Place::Raw(..)
            | Place::Document(_)
            | Place::Listed(_)
            | Place::Top(_)
    )
}
