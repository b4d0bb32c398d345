//! The members that a spec names anywhere: of no other can a change matter to it.

use std::collections::BTreeSet;

use crate::check::witness::{literal_queries, queries, selections, walks};
use crate::select::{Pick, Segment};
use crate::spec::{Spec, What};
use crate::stack::Block;
use crate::view::View;

/// The names that the paths of a spec start with, wherever they start.
pub(super) struct Mentions {
    /// `None` if a path may start with any name.
    names: Option<BTreeSet<String>>,
    /// The views whose rows it looks at.
    views: Vec<View>,
}

impl Mentions {
    pub(super) fn of(spec: &Spec) -> Self {
        let mut names = Some(BTreeSet::new());
        for query in queries(spec) {
            add(query.segments, &mut names);
        }
        literal_queries(spec, &mut |segments| add(segments, &mut names));
        let mut views: Vec<View> = Vec::new();
        for selection in selections(spec) {
            if let What::Rows(view) = selection.what {
                views.push(view);
            }
        }
        for (walk, _) in walks(spec) {
            views.extend(walk.follow.hops.iter().flat_map(crate::follow::Hop::views));
        }
        Mentions { names, views }
    }

    pub(super) fn has(&self, block: &Block, member: &str) -> bool {
        let named = self
            .names
            .as_ref()
            .is_none_or(|names| names.contains(member));
        let read = |view: &View| {
            let members = view.reads(block.kind, &block.type_name);
            members.is_some_and(|members| members.has(member))
        };
        named || self.views.iter().any(read)
    }
}

/// Adds the names that a path may start with; those of paths in its filters all.
fn add(segments: &[Segment], names: &mut Option<BTreeSet<String>>) {
    let Some(first) = segments.first().filter(|first| !first.descendant) else {
        *names = None;
        return;
    };
    for selector in &first.selectors {
        match &selector.pick {
            Pick::Name(name) => names
                .iter_mut()
                .for_each(|all| _ = all.insert(name.to_string())),
            _ => *names = None,
        }
    }
    for selector in segments.iter().flat_map(|segment| &segment.selectors) {
        if let Pick::Filter(filter) = &selector.pick {
            for (_, inner) in filter
                .queries()
                .into_iter()
                .filter(|(_, it)| !it.is_empty())
            {
                add(inner, names);
            }
        }
    }
}
