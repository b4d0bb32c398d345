//! Which members of bodies the specs of a run will ask for.

use crate::select::{Anchor, Filter, Pick, Segment};
use crate::spec::{Clause, Selection, Spec, SpecSet, What};
use crate::stack::{BlockKind, Focus, Members, Names, Stack};

use super::witness::{each_query, queries_of, selections, walks};

/// What the specs will ask of the blocks of a stack: give it to
/// [`Model::focused`](crate::stack::Model::focused).
///
/// A walk and a view may read anything of any block: where a spec has one, all is read.
pub fn focus(stack: &Stack, specs: &SpecSet) -> Focus {
    let mut focus = Focus::default();
    let reads_all = |spec: &Spec| {
        let views = selections(spec)
            .iter()
            .any(|it| matches!(it.what, What::Rows(_)));
        views || !walks(spec).is_empty()
    };
    if specs.iter().any(|(_, spec)| reads_all(spec)) {
        return focus;
    }
    for (_, spec) in specs.iter() {
        for (at, selection) in selections(spec).into_iter().enumerate() {
            // What a clause looks at besides the subjects is read as a whole.
            let members = match at {
                0 => members(spec),
                _ => Members::All,
            };
            add(stack, selection, &members, &mut focus);
        }
    }
    focus
}

fn add(stack: &Stack, selection: &Selection, members: &Members, focus: &mut Focus) {
    let Some(kind @ (BlockKind::Resource | BlockKind::Data)) = selection.what.kind() else {
        return;
    };
    for (type_name, _) in stack.runs_of(kind) {
        if selection.patterns.iter().any(|it| it.matches(type_name)) {
            focus.add(kind, type_name, members);
        }
    }
}

/// The members that `$['//']` is made of.
const FOR_META: [&str; 3] = ["region", "tags", "tags_all"];

/// The members that a spec asks its subjects for.
pub(super) fn members(spec: &Spec) -> Members {
    let mut members = Members::Named(Names::default());
    each_query(spec, &mut |segments| top(segments, &mut members));
    members
}

/// The members that a clause asks its subject for.
pub(super) fn members_of(clause: &Clause) -> Members {
    let mut members = Members::Named(Names::default());
    for query in queries_of(clause) {
        top(query.segments, &mut members);
    }
    members
}

/// The names that a path from the root starts with, and those of the paths from the root in its
/// filters.
fn top(segments: &[Segment], members: &mut Members) {
    match segments.first() {
        None => *members = Members::All,
        Some(first) if first.descendant => *members = Members::All,
        Some(first) => {
            for selector in &first.selectors {
                match (&selector.pick, &mut *members) {
                    (Pick::Name(name), Members::Named(names)) if **name == *"//" => {
                        FOR_META.iter().for_each(|name| names.insert(name));
                    }
                    (Pick::Name(name), Members::Named(names)) => names.insert(name),
                    (Pick::Name(_), Members::All) => {}
                    _ => *members = Members::All,
                }
            }
        }
    }
    filters(segments, members);
}

fn filters(segments: &[Segment], members: &mut Members) {
    for selector in segments.iter().flat_map(|segment| &segment.selectors) {
        if let Pick::Filter(filter) = &selector.pick {
            in_filter(filter, members);
        }
    }
}

fn in_filter(filter: &Filter, members: &mut Members) {
    for (anchor, segments) in filter.queries() {
        match anchor {
            Anchor::Root => top(segments, members),
            Anchor::Current => filters(segments, members),
        }
    }
}
