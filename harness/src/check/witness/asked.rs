//! What a spec names: selections, walks and queries, wherever they stand.

use std::ops::Range;

use crate::select::{Anchor, Query, Segment};
use crate::spec::{
    Clause, ClauseKind, Filter, Look, Over, Right, Selection, Spec, Template, TemplatePiece, Walk,
};

/// A query of a spec, and where it stands.
pub(in crate::check) struct Asked<'q> {
    pub(in crate::check) segments: &'q [Segment],
    /// The text that spans of the segments count in.
    pub(in crate::check) text: &'q str,
    /// The bytes of that text in the spec file.
    pub(in crate::check) span: Range<usize>,
    /// What it starts on, if not on the subject.
    pub(in crate::check) start: Option<&'q Over>,
}

/// Everything that a spec looks at besides its subjects: of clauses and right sides.
fn overs(spec: &Spec) -> Vec<&Over> {
    let mut all = Vec::new();
    for look in looks(spec) {
        all.push(&look.over);
        for matcher in &look.matchers {
            if let Right::Elsewhere(from) = &matcher.right {
                all.push(&from.over);
            }
        }
    }
    all
}

/// The clauses of a spec that look, those of an `any` too.
pub(in crate::check) fn looks(spec: &Spec) -> Vec<&Look> {
    spec.must.iter().flat_map(looks_of).collect()
}

/// A clause that looks, or those of an `any`.
pub(in crate::check) fn looks_of(clause: &Clause) -> Vec<&Look> {
    match &clause.kind {
        ClauseKind::Any(clauses) => clauses.iter().flat_map(looks_of).collect(),
        ClauseKind::Look(look) => vec![look],
    }
}

/// Every selection of a spec, its own first.
pub(in crate::check) fn selections(spec: &Spec) -> Vec<&Selection> {
    let mut all = vec![&spec.selects];
    all.extend(overs(spec).into_iter().filter_map(|over| match over {
        Over::Stack(selection) => Some(selection),
        _ => None,
    }));
    all
}

/// Every walk of a spec, its own first; whether it starts at what the spec selects (and not at the
/// subject).
pub(in crate::check) fn walks(spec: &Spec) -> Vec<(&Walk, bool)> {
    let mut all: Vec<(&Walk, bool)> = spec.follow.iter().map(|walk| (walk, true)).collect();
    all.extend(overs(spec).into_iter().filter_map(|over| match over {
        Over::Walk(walk) => Some((walk, false)),
        _ => None,
    }));
    all
}

/// Every query of a spec: of `where`, of the clauses, of their right sides.
pub(in crate::check) fn queries(spec: &Spec) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    of_filter(&spec.filter, None, &mut all);
    for look in looks(spec) {
        of_look(look, &mut all);
    }
    all
}

/// The queries of a clause that start at the subject.
pub(in crate::check) fn queries_of(clause: &Clause) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    for look in looks_of(clause) {
        of_look(look, &mut all);
    }
    all.retain(|query| query.start.is_none());
    all
}

fn of_filter<'q>(filter: &'q Option<Filter>, hand: Option<&'q Over>, all: &mut Vec<Asked<'q>>) {
    let Some(filter) = filter else { return };
    for (anchor, segments) in filter.condition.queries() {
        all.push(Asked {
            segments,
            text: filter.condition.text(),
            span: filter.span.clone(),
            start: hand.filter(|_| anchor == Anchor::Current),
        });
    }
}

fn of_look<'q>(look: &'q Look, all: &mut Vec<Asked<'q>>) {
    let hand = |over: &'q Over| over.has_nodes().then_some(over);
    let here = hand(&look.over);
    of_filter(&look.filter, here, all);
    if let Some(per) = look.together.as_ref().and_then(|it| it.per.as_ref()) {
        push(&per.at, &per.span, None, all);
    }
    push(&look.at, &look.at_span, here, all);
    for matcher in &look.matchers {
        match &matcher.right {
            Right::Elsewhere(from) => {
                let over = hand(&from.over);
                of_filter(&from.filter, over, all);
                push(&from.at, &from.at_span, over.or(here), all);
            }
            Right::Keyed(row) => push(&row.key, &row.key_span, here, all),
            Right::Value(template) => {
                each_path(template, &mut |query| push(query, &matcher.span, None, all));
            }
            Right::Param(_) | Right::Regex(_) | Right::Count(_) => {}
        }
    }
}

/// Adds a query. One that starts with `$` starts on the subject, whatever is at hand.
fn push<'q>(
    query: &'q Query,
    span: &Range<usize>,
    hand: Option<&'q Over>,
    all: &mut Vec<Asked<'q>>,
) {
    all.push(Asked {
        segments: query.segments(),
        text: query.text(),
        span: span.clone(),
        start: hand.filter(|_| query.anchor() == Anchor::Current),
    });
}

fn each_path<'q>(template: &'q Template, see: &mut dyn FnMut(&'q Query)) {
    match template {
        Template::Plain(_) => {}
        Template::Text(pieces) => {
            for piece in pieces {
                if let TemplatePiece::Path(query) = piece {
                    see(query);
                }
            }
        }
        Template::List(list) => list.iter().for_each(|template| each_path(template, see)),
        Template::Map(map) => map
            .iter()
            .for_each(|(_, template)| each_path(template, see)),
    }
}
