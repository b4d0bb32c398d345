//! The names in walks: types, views and labels, and whether a hop is possible at all.

use std::collections::BTreeSet;

use super::kinds::{self, Kind};
use super::{Objection, alternatives, facts, mode, unknown_type};
use crate::check::context::Context;
use crate::check::order;
use crate::diagnostic::nearest;
use crate::facts::{Member, Shape};
use crate::follow::{Direction, End, Hop, Label};
use crate::graph::{Target as To, Vertex};
use crate::matcher::Matcher;
use crate::spec::{Look, Over, Pattern, Quantifier, Spec, Walk, What};
use crate::stack::{Block, BlockKind};
use crate::view::View;

/// The first objection to the walks of a spec.
pub(super) fn object(cx: &Context<'_, '_>, spec: &Spec) -> Option<Objection> {
    let subjects = kinds::of_spec(spec);
    let selected = kinds::of_selection(&spec.selects);
    for (walk, first) in super::walks(spec) {
        let start = if first { &selected } else { &subjects };
        let objection = types(cx, walk).or_else(|| labels(cx, walk, start));
        if objection.is_some() {
            return objection;
        }
    }
    let looks = super::asked::looks(spec);
    looks.into_iter().find_map(|look| match &look.over {
        Over::Walk(walk) if holds_of_nothing(look) => impossible(cx, walk, &subjects),
        _ => None,
    })
}

/// Whether a clause is satisfied where nothing is reached: then a hop that never leads anywhere is
/// green for ever.
fn holds_of_nothing(look: &Look) -> bool {
    let absent = look.matchers.iter().any(|it| it.matcher == Matcher::Absent);
    look.optional
        || absent
        || match look.quantifier {
            Quantifier::None => true,
            Quantifier::Count(test) | Quantifier::Distinct(test) | Quantifier::Sum(test) => {
                test.holds(0)
            }
            _ => false,
        }
}

/// Types that nothing knows.
fn types(cx: &Context<'_, '_>, walk: &Walk) -> Option<Objection> {
    let ends = walk.follow.hops.iter().flat_map(|hop| &hop.ends);
    ends.filter(|end| !end.is_any()).find_map(|end| {
        let End::Type {
            kind,
            text,
            glob,
            span,
        } = end
        else {
            return None;
        };
        let is_glob = text.contains(['*', '?', '{', '[', '\\']);
        let pattern = Pattern {
            text: text.clone(),
            glob: is_glob.then(|| glob.clone()),
            span: walk.part(span),
        };
        let mut all = alternatives(&pattern).into_iter();
        all.find_map(|pattern| unknown_type(cx.run, *kind, &pattern))
    })
}

/// What stands before and behind each hop.
fn hops<'w>(walk: &'w Walk, start: &[Kind<'w>]) -> Vec<(&'w Hop, Vec<Kind<'w>>, Vec<Kind<'w>>)> {
    let mut from = start.to_vec();
    let mut all = Vec::new();
    for hop in &walk.follow.hops {
        let to = kinds::of_ends(&hop.ends);
        all.push((hop, from, to.clone()));
        from = to;
    }
    all
}

/// By what any block may refer to another, whatever its type. Source: "Meta-Arguments" and
/// "lifecycle", Terraform documentation.
const META_LABELS: [&str; 4] = ["count", "depends_on", "for_each", "replace_triggered_by"];

/// Labels that no type on the side that refers has as an attribute.
fn labels(cx: &Context<'_, '_>, walk: &Walk, start: &[Kind<'_>]) -> Option<Objection> {
    for (hop, from, to) in hops(walk, start) {
        let referring = match hop.direction {
            Direction::To => &from,
            Direction::From => &to,
        };
        // Any number of hops may refer by anything, and every resource may name a file.
        let is_told = |kind: &Kind<'_>| kind.what.is_some() && kind.view() != Some(View::File);
        if hop.any_hops || hop.labels.is_empty() || !referring.iter().all(is_told) {
            continue;
        }
        // A row refers by what its view makes of a block, and by what the block itself has.
        let views = referring.iter().filter_map(Kind::view);
        let mut known: BTreeSet<String> = views
            .flat_map(View::members)
            .map(|&member| member.to_owned())
            .collect();
        let referring = holders(referring);
        let referring = referring.as_slice();
        known.extend(META_LABELS.map(str::to_owned));
        referring
            .iter()
            .for_each(|kind| attributes(cx, kind, &mut known));
        for label in &hop.labels.iter().flat_map(each_of).collect::<Vec<_>>() {
            if known.iter().any(|it| label.matches(it)) || seen(cx, referring, None, label) {
                continue;
            }
            let names = known.iter().filter_map(|it| it.rsplit('.').next());
            let near = nearest(&label.text, names).map(str::to_owned);
            let types = of(referring);
            return Some(Objection::Unknown {
                message: format!(
                    "no attribute of {types} is called `{}`: neither the provider facts nor any \
                     stack of this run know a reference by that name",
                    label.text
                ),
                help: near.map(|near| format!("did you mean `{near}`?")),
                span: walk.part(&label.span),
            });
        }
    }
    None
}

/// The alternatives of a label: `{role,arn}` is two, and each wants its own witness.
fn each_of(label: &Label) -> Vec<Label> {
    let pattern = Pattern {
        text: label.text.clone(),
        glob: None,
        span: label.span.clone(),
    };
    let each = alternatives(&pattern).into_iter().map(|pattern| {
        Some(Label {
            glob: globset::Glob::new(&pattern.text).ok()?.compile_matcher(),
            text: pattern.text,
            span: pattern.span,
        })
    });
    each.collect::<Option<Vec<_>>>()
        .unwrap_or_else(|| vec![label.clone()])
}

/// Whether it can be told of a view what its rows may refer to, or what may refer to their blocks: a
/// policy or a state machine refers to anything, and every resource may name a file.
fn is_told(kind: &Kind<'_>, refers: bool) -> bool {
    match (kind.what, kind.view()) {
        (None, _) | (_, Some(View::File)) => false,
        (_, Some(View::Route | View::SecurityGroupRule) | None) => true,
        (_, Some(_)) => !refers,
    }
}

/// Of rows the resources that may hold them.
fn holders<'q>(kinds: &[Kind<'q>]) -> Vec<Kind<'q>> {
    kinds.iter().map(Kind::holders).collect()
}

/// Whether a hop goes to rows that the blocks before it hold themselves: they are `<-`.
fn leads_to_own_rows(from: &[Kind<'_>], to: &[Kind<'_>], cx: &Context<'_, '_>) -> bool {
    let holds = |kind: &Kind<'_>, view: View| {
        let names = type_names(cx, kind);
        let mut names = names.iter();
        kind.what == Some(What::Blocks(BlockKind::Resource))
            && names.all(|(_, name)| view.reads(BlockKind::Resource, name).is_some())
    };
    to.iter().all(|kind| {
        let view = kind.view().filter(|view| *view != View::IamStatement);
        view.is_some_and(|view| from.iter().all(|kind| holds(kind, view)))
    })
}

/// A hop that never leads anywhere, as far as anything here knows.
fn impossible(cx: &Context<'_, '_>, walk: &Walk, start: &[Kind<'_>]) -> Option<Objection> {
    for (at, (hop, from, to)) in hops(walk, start).into_iter().enumerate() {
        let (referring, referred) = match hop.direction {
            Direction::To => (&from, &to),
            Direction::From => (&to, &from),
        };
        let told = referring.iter().all(|kind| is_told(kind, true))
            && referred.iter().all(|kind| is_told(kind, false));
        // A label that an attribute has was checked already.
        if hop.any_hops || !hop.labels.is_empty() || !told {
            continue;
        }
        let own_rows = hop.direction == Direction::To && leads_to_own_rows(&from, &to, cx);
        let (referring, referred) = (&holders(referring), &holders(referred));
        let mut known = BTreeSet::new();
        referring
            .iter()
            .for_each(|kind| attributes(cx, kind, &mut known));
        let words = words(cx, referred);
        let named = |label: &String| words.iter().any(|word| label.contains(word.as_str()));
        let any = globset::Glob::new("*")
            .ok()
            .map(|glob| crate::follow::Label {
                text: "*".into(),
                glob: glob.compile_matcher(),
                span: 0..0,
            });
        let met = any.is_some_and(|any| seen(cx, referring, Some(referred), &any));
        if known.iter().any(named) && !own_rows || met {
            continue;
        }
        let text = order::hop(walk, at);
        let (a, b) = (of(referring), of(referred));
        return Some(Objection::Unknown {
            message: format!(
                "the hop `{text}` never leads anywhere: no stack of this run has a reference from \
                 {a} to {b}, and no attribute of {a} is named for one"
            ),
            help: Some(
                "look at the direction of the arrow: `->` refers to, `<-` is referred to by".into(),
            ),
            span: walk.part(&hop.span),
        });
    }
    None
}

/// The types in the words of a message.
fn of(kinds: &[Kind<'_>]) -> String {
    let names: Vec<String> = kinds.iter().filter_map(Kind::text).collect();
    names.join(" or ")
}

/// The last words of the types: what an attribute that refers to one is named for.
fn words(cx: &Context<'_, '_>, kinds: &[Kind<'_>]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (_, name) in kinds.iter().flat_map(|kind| type_names(cx, kind)) {
        words.extend(name.rsplit('_').next().map(str::to_owned));
    }
    words
}

/// The types of a kind that the facts or the stacks know.
fn type_names(cx: &Context<'_, '_>, kind: &Kind<'_>) -> BTreeSet<(bool, String)> {
    let Some(What::Blocks(of)) = kind.what else {
        return BTreeSet::new();
    };
    let mut names = BTreeSet::new();
    for subject in &cx.run.stacks {
        let blocks = subject.model.stack().blocks_of(of);
        for (_, block) in blocks.filter(|(_, block)| kind.matches(&block.type_name)) {
            names.insert((true, block.type_name.to_string()));
        }
    }
    if let Some(mode) = mode(of) {
        let known = kind.known(facts(cx.run), mode).into_iter();
        names.extend(known.map(|name| (false, name.to_owned())));
    }
    names
}

/// The attributes that the facts list for types, as labels: `vpc_config.subnet_ids`.
fn attributes(cx: &Context<'_, '_>, kind: &Kind<'_>, all: &mut BTreeSet<String>) {
    let Some(mode) = kind.what.and_then(What::kind).and_then(mode) else {
        return;
    };
    let facts = facts(cx.run);
    for name in kind.known(facts, mode) {
        if let Some(shape) = facts.block(mode, name) {
            members(shape, "", &mut Vec::new(), all);
        }
    }
}

fn members(
    shape: Shape<'_>,
    before: &str,
    met: &mut Vec<(usize, usize)>,
    all: &mut BTreeSet<String>,
) {
    // Shapes hold themselves.
    if met.contains(&shape.identity()) || met.len() > 8 {
        return;
    }
    met.push(shape.identity());
    for (name, member) in shape.members() {
        let label = match before.is_empty() {
            true => name.to_owned(),
            false => format!("{before}.{name}"),
        };
        if let Member::Block(block) = member {
            members(block.shape, &label, met, all);
        }
        all.insert(label);
    }
    met.pop();
}

/// Whether some stack has an edge of this label from one of these (to one of those).
fn seen(
    cx: &Context<'_, '_>,
    from: &[Kind<'_>],
    to: Option<&[Kind<'_>]>,
    label: &crate::follow::Label,
) -> bool {
    let graph = cx.graph();
    let is = |kinds: &[Kind<'_>], block: &Block| {
        kinds.iter().any(|kind| {
            kind.what == Some(What::Blocks(block.kind)) && kind.matches(&block.type_name)
        })
    };
    let leads = |ends: &[Vertex]| match to {
        None => true,
        Some(to) => ends.iter().any(|end| is(to, graph.block(*end))),
    };
    (0..cx.run.stacks.len()).any(|stack| {
        let blocks = cx.model(stack).stack().blocks.iter().enumerate();
        let mut referring = blocks.filter(|(_, block)| is(from, block));
        referring.any(|(block, _)| {
            let edges = graph.out(Vertex { stack, block });
            edges.iter().any(|edge| {
                let ends = match &edge.target {
                    To::Blocks(ends) | To::OneOf(ends) => leads(ends),
                    To::Undeclared(_) | To::Outside(_) => to.is_none(),
                };
                !edge.order && label.matches(&edge.label) && ends
            })
        })
    })
}
