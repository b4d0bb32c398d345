//! Which blocks and rows a spec selects, and which of them `where` lets through.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::reach;
use super::target::Target;
use crate::follow::{Stop, may_hide};
use crate::graph::Vertex;
use crate::select::{Document, Found};
use crate::spec::{Selection, Spec, What};
use crate::stack::{BlockId, Repeat, Stack};
use crate::verdict::Truth;
use crate::view::OpenRows;

/// The blocks whose type (or name, for outputs and the like) a selection's globs match, in the
/// order of their addresses. A block that a literal `count = 0` or an empty `for_each` takes away
/// is not there. Of a view it gives nothing.
pub(super) fn selected(stack: &Stack, selection: &Selection) -> impl Iterator<Item = BlockId> {
    let globs = &selection.patterns;
    let matches = |name: &str| globs.is_empty() || globs.iter().any(|it| it.matches(name));
    let runs = selection.what.kind().map(|kind| stack.runs_of(kind));
    let runs = runs.into_iter().flatten();
    let runs = runs.filter(move |(type_name, _)| matches(type_name));
    let blocks = runs.flat_map(|(_, run)| run);
    blocks.filter(|id| stack.blocks[*id].repeat != Repeat::Times(0))
}

/// A subject, and how certain it is.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// The block or row.
    pub(super) target: Target,
    /// Whether it surely is a subject; `waits_for` says what that hangs on if not.
    pub(super) sure: bool,
    /// What a maybe subject waits for.
    pub(super) waits_for: Vec<String>,
}

/// The subjects of a spec on a stack, and what stood in the way.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// How many blocks or rows the spec selects.
    pub(super) selected: usize,
    /// The subjects.
    pub(super) subjects: Vec<Chosen>,
    /// What `where` took away.
    pub(super) excluded: Vec<Target>,
    /// Why it could not be said of some whether they are subjects.
    pub(super) errors: Vec<(Target, String)>,
    /// Why there may be more subjects: from which block, a sentence, what it waits for.
    pub(super) open: Vec<(Option<Target>, String, Vec<String>)>,
    /// The blocks from which a walk ended early, and at which hop.
    pub(super) broken: Vec<(Target, usize)>,
}

impl Gathered {
    /// Asks `where` of a block or row.
    fn choose(&mut self, cx: &Context<'_, '_>, chosen: Chosen, spec: &Spec, meta: bool) {
        let target = chosen.target;
        match choose(cx, chosen, spec, meta) {
            Choice::Subject(chosen) => self.subjects.push(chosen),
            Choice::Excluded => self.excluded.push(target),
            Choice::Errors(errors) => self
                .errors
                .extend(errors.into_iter().map(|it| (target, it))),
        }
    }

    /// Whether there is no subject, for sure.
    pub(super) fn is_surely_empty(&self) -> bool {
        self.subjects.is_empty()
            && self.errors.is_empty()
            && self.open.is_empty()
            && self.broken.is_empty()
    }
}

/// What `where` says of a block or row.
pub(super) enum Choice {
    /// It is a subject, or may be.
    Subject(Chosen),
    /// It is none.
    Excluded,
    /// Why that could not be said.
    Errors(Vec<String>),
}

/// A block that a spec selects.
pub(super) fn start(cx: &Context<'_, '_>, target: Target, sure: bool) -> Chosen {
    let unresolved = target.of_block(cx).repeat == Repeat::Unresolved;
    let waits_for = unresolved.then(|| "its `count` or `for_each`".to_owned());
    Chosen {
        target,
        sure: sure && !unresolved,
        waits_for: waits_for.into_iter().collect(),
    }
}

/// Asks a spec's `where` of a block or row.
pub(super) fn choose(cx: &Context<'_, '_>, chosen: Chosen, spec: &Spec, meta: bool) -> Choice {
    match chosen.target.document(cx, meta) {
        Ok(document) => choose_on(&document, chosen, spec),
        Err(error) => Choice::Errors(vec![error]),
    }
}

/// Asks a spec's `where` of a block or row whose document is at hand.
pub(super) fn choose_on(document: &Document<'_, '_>, mut chosen: Chosen, spec: &Spec) -> Choice {
    let filtered = filter(spec, document);
    if !filtered.errors.is_empty() {
        let errors = filtered.errors.into_iter();
        return Choice::Errors(errors.map(|why| format!("in `where`, {why}")).collect());
    }
    if filtered.truth == Truth::False {
        return Choice::Excluded;
    }
    chosen.sure &= filtered.truth == Truth::True;
    // What `where` waits for is said first.
    let rest = std::mem::replace(&mut chosen.waits_for, filtered.waits_for);
    chosen.waits_for.extend(rest);
    Choice::Subject(chosen)
}

/// Gathers the subjects of a spec on a stack. `enough` ends it early: it is asked after each.
pub(super) fn gather(
    cx: &Context<'_, '_>,
    stack: usize,
    spec: &Spec,
    meta: bool,
    enough: &dyn Fn(&Gathered) -> bool,
) -> Gathered {
    let mut gathered = Gathered::default();
    let starts = starts(cx, stack, &spec.selects, &mut gathered);
    gathered.selected = starts.len();
    let candidates = match &spec.follow {
        None => starts,
        Some(walk) => walked(cx, walk, starts, &mut gathered),
    };
    for chosen in candidates {
        gathered.choose(cx, chosen, spec, meta);
        if enough(&gathered) {
            break;
        }
    }
    gathered
}

/// The blocks or rows that a spec selects by type or name.
fn starts(
    cx: &Context<'_, '_>,
    stack: usize,
    selection: &Selection,
    gathered: &mut Gathered,
) -> Vec<Chosen> {
    let model = cx.model(stack);
    let What::Rows(view) = selection.what else {
        return selected(model.stack(), selection)
            .map(|id| start(cx, Target::block(stack, id), true))
            .collect();
    };
    let rows = cx.rows(stack, view);
    let hides = |open: &&OpenRows| {
        let block = open.block;
        may_hide(open, view, Vertex { stack, block }, cx.graph())
    };
    for open in rows.open.iter().filter(hides) {
        let why = format!("`{}` {}", open.path.shorthand(), open.why);
        let target = Target::block(stack, open.block);
        gathered
            .open
            .push((Some(target), why, open.waits_for.clone()));
    }
    let there = |target: &Target| target.of_block(cx).repeat != Repeat::Times(0);
    rows.rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.written)
        .map(|(at, row)| (Target(Stop::Row(stack, view, at)), row.sure))
        .filter(|(target, _)| there(target))
        .map(|(target, sure)| start(cx, target, sure))
        .collect()
}

/// What is reached from the selected blocks, each once.
fn walked(
    cx: &Context<'_, '_>,
    walk: &crate::spec::Walk,
    starts: Vec<Chosen>,
    gathered: &mut Gathered,
) -> Vec<Chosen> {
    let mut reached: BTreeMap<Target, Chosen> = BTreeMap::new();
    for start in starts {
        let reach = reach::follow(walk, start.target, cx);
        if reach.nodes.is_empty() && reach.open.is_empty() {
            gathered
                .broken
                .extend(reach.broken.map(|hop| (start.target, hop)));
        }
        let open = reach.open.into_iter();
        gathered
            .open
            .extend(open.map(|(why, waits)| (Some(start.target), why, waits)));
        for node in reach.nodes {
            let sure = node.sure && start.sure;
            let mut waits_for = node.waits_for;
            if !sure {
                waits_for.extend(start.waits_for.iter().cloned());
            }
            let next = Chosen {
                target: node.target,
                sure,
                waits_for,
            };
            let known = reached.entry(node.target).or_insert_with(|| next.clone());
            if sure && !known.sure {
                *known = next;
            }
        }
    }
    reached.into_values().collect()
}

/// What `where` says of a subject.
struct Filtered {
    truth: Truth,
    waits_for: Vec<String>,
    errors: Vec<String>,
}

/// Asks a spec's `where` of a block or row.
fn filter(spec: &Spec, document: &Document<'_, '_>) -> Filtered {
    let mut filtered = Filtered {
        truth: Truth::True,
        waits_for: Vec::new(),
        errors: Vec::new(),
    };
    let Some(filter) = &spec.filter else {
        return filtered;
    };
    let judged = filter.condition.judge(document, document.root);
    filtered.errors = judged.misfits.iter().map(ToString::to_string).collect();
    if judged.over_budget {
        let why = "`where` visits more values than one evaluation may";
        filtered.errors.push(why.into());
    }
    filtered.truth = judged.truth;
    filtered.waits_for = judged.waits_for;
    filtered
}

/// Why `where` left nothing, with the values that its paths have on the blocks it took away.
pub(super) fn why_excluded(
    cx: &Context<'_, '_>,
    stack: usize,
    spec: &Spec,
    excluded: &[Target],
) -> String {
    let documents: Vec<Document<'_, '_>> = excluded
        .iter()
        .filter_map(|target| target.document(cx, true).ok())
        .collect();
    let seen = values_seen(spec, &documents).join(", ");
    let seen = if seen.is_empty() {
        seen
    } else {
        format!("; seen: {seen}")
    };
    let all = excluded.len();
    let of = match &spec.follow {
        Some(walk) => format!("things that `{}` reaches", walk.follow.text),
        None => noun(&spec.selects),
    };
    let said = format!("`where` left 0 of {all} {of}{seen}");
    super::finding::redacted(cx.model(stack), said)
}

/// What a selection chooses, in the plural.
pub(super) fn noun(selection: &Selection) -> String {
    match selection.what {
        What::Rows(view) => format!("rows of the view `{}`", view.word()),
        What::Blocks(kind) => format!("blocks of {} {}", kind.word(), selection.names()),
    }
}

/// The values that the paths of a `where` have on the blocks that it took away, as a person would
/// compare them: at most five, in the order of their text.
fn values_seen(spec: &Spec, documents: &[Document<'_, '_>]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let Some(filter) = &spec.filter else {
        return Vec::new();
    };
    for (_, segments) in filter.condition.queries() {
        let Some(text) = written(filter.condition.text(), segments) else {
            continue;
        };
        let Ok(query) = crate::select::Query::parse(&format!("${text}")) else {
            continue;
        };
        for document in documents {
            let mut found = false;
            let _ = query.visit(document, &mut |at| {
                if let Found::Node { node, .. } = at {
                    found = true;
                    seen.insert(format!("{text} = {}", node.render()));
                }
                std::ops::ControlFlow::Continue(())
            });
            if !found {
                seen.insert(format!("{text} is not set"));
            }
            if seen.len() > 5 {
                break;
            }
        }
    }
    seen.into_iter().take(5).collect()
}

/// The segments as they are written, without the `@` or `$`.
pub(super) fn written<'t>(text: &'t str, segments: &[crate::select::Segment]) -> Option<&'t str> {
    let (first, last) = (segments.first()?, segments.last()?);
    text.get(first.span.start..last.span.end)
}
