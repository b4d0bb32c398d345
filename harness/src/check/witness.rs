//! Every name has a witness.
//!
//! A type, attribute or member of a path that neither the provider facts nor any stack of the run
//! knows is taken for a misspelling: without this rule `absent`, `none`, `count = 0`, `optional`
//! and `when_empty = "skip"` are green on every typo. Along the way the path is held against the
//! shape that the facts give, so that a path that can never fit is an error before anything is
//! judged.

mod literal;
mod path;
mod references;

use super::Run;
use crate::facts::{Facts, Mode};
use crate::select::{Pick, Segment};
use crate::spec::{Clause, ClauseKind, Pattern, Right, Spec, Template, TemplatePiece};
use crate::stack::{BlockKind, META_MEMBERS};

/// Why a spec cannot be judged as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Objection {
    /// Nothing knows this name.
    Unknown {
        /// What is unknown, as a sentence.
        message: String,
        /// The spelling that was meant, if one is near.
        help: Option<String>,
        /// The bytes in the spec file.
        span: std::ops::Range<usize>,
    },
    /// A path that never fits the shape.
    Misfit {
        /// What does not fit, as a sentence.
        message: String,
        /// The right path.
        help: Option<String>,
        /// The bytes in the spec file.
        span: std::ops::Range<usize>,
    },
}

/// The first objection to a spec, in the order of the file.
pub(super) fn object(run: &Run<'_>, spec: &Spec) -> Option<Objection> {
    let types = spec
        .patterns
        .iter()
        .flat_map(alternatives)
        .find_map(|pattern| unknown_type(run, spec, &pattern));
    types.or_else(|| {
        let names = path::Names::new(run, spec);
        let written = queries(spec)
            .into_iter()
            .find_map(|query| names.object(&query));
        written
            .or_else(|| in_literals(&names, spec))
            .or_else(|| references::object(run, spec))
    })
}

/// What is wrong with the names in the objects on the right sides.
fn in_literals(names: &path::Names<'_, '_>, spec: &Spec) -> Option<Objection> {
    literal::paths(spec).iter().find_map(|(query, span)| {
        names.object(&Asked {
            segments: query.segments(),
            text: query.text(),
            span: span.clone(),
        })
    })
}

/// A query of a spec, and where it stands.
pub(super) struct Asked<'q> {
    pub(super) segments: &'q [Segment],
    /// The text that spans of the segments count in.
    pub(super) text: &'q str,
    /// The bytes of that text in the spec file.
    pub(super) span: std::ops::Range<usize>,
}

/// Whether any query of a spec asks for `$['//']`.
pub(super) fn asks_for_meta(spec: &Spec) -> bool {
    queries(spec).iter().any(|query| names_meta(query.segments))
}

fn names_meta(segments: &[Segment]) -> bool {
    let mut selectors = segments.iter().flat_map(|segment| &segment.selectors);
    selectors.any(|selector| match &selector.pick {
        Pick::Name(name) => &**name == "//",
        Pick::Filter(filter) => {
            let queries = filter.queries();
            queries.iter().any(|(_, segments)| names_meta(segments))
        }
        _ => false,
    })
}

/// Shows the segments of every path of a spec, also of those that the objects on its right sides
/// spell.
pub(super) fn each_query(spec: &Spec, see: &mut dyn FnMut(&[Segment])) {
    queries(spec).iter().for_each(|query| see(query.segments));
    literal::paths(spec)
        .iter()
        .for_each(|(query, _)| see(query.segments()));
}

/// Every query of a spec: of `where`, of the clauses, of their right sides.
fn queries(spec: &Spec) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    if let Some(filter) = &spec.filter {
        for (_, segments) in filter.condition.queries() {
            let text = filter.condition.text();
            all.push(Asked {
                segments,
                text,
                span: filter.span.clone(),
            });
        }
    }
    spec.must
        .iter()
        .for_each(|clause| of_clause(clause, &mut all));
    all
}

fn of_clause<'q>(clause: &'q Clause, all: &mut Vec<Asked<'q>>) {
    let look = match &clause.kind {
        ClauseKind::Any(clauses) => {
            return clauses.iter().for_each(|clause| of_clause(clause, all));
        }
        ClauseKind::Look(look) => look,
    };
    let mut push = |query: &'q crate::select::Query, span: &std::ops::Range<usize>| {
        all.push(Asked {
            segments: query.segments(),
            text: query.text(),
            span: span.clone(),
        });
    };
    push(&look.at, &look.at_span);
    for matcher in &look.matchers {
        match &matcher.right {
            Right::At(query) => push(query, &matcher.span),
            Right::Value(template) => {
                each_path(template, &mut |query| push(query, &matcher.span));
            }
            Right::Param(_) | Right::Regex(_) | Right::Count(_) => {}
        }
    }
}

fn each_path<'q>(template: &'q Template, see: &mut dyn FnMut(&'q crate::select::Query)) {
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

/// Whether the provider facts know a type for each of a spec's globs: then a stack without any such
/// block is an honest "not here".
pub(super) fn facts_know_types(run: &Run<'_>, spec: &Spec) -> bool {
    let Some(mode) = mode(spec.what) else {
        // Outputs, variables and the like have no schema that could know their names.
        return spec.patterns.iter().all(|pattern| !pattern.literal);
    };
    spec.patterns
        .iter()
        .all(|pattern| known_to_facts(facts(run), mode, pattern))
}

fn facts<'r>(run: &'r Run<'_>) -> &'r Facts {
    match run.stacks.first() {
        Some(subject) => subject.model.facts(),
        None => Facts::builtin(),
    }
}

fn mode(kind: BlockKind) -> Option<Mode> {
    match kind {
        BlockKind::Resource => Some(Mode::Resource),
        BlockKind::Data => Some(Mode::Data),
        _ => None,
    }
}

fn known_to_facts(facts: &Facts, mode: Mode, pattern: &Pattern) -> bool {
    match pattern.literal {
        true => facts.block(mode, &pattern.text).is_some(),
        false => facts
            .type_names(mode)
            .any(|name| pattern.glob.is_match(name)),
    }
}

/// How many alternatives of a glob are told apart.
const MAX_ALTERNATIVES: usize = 256;

/// The alternatives of a glob: `a_{b,c}` is `a_b` and `a_c`, and each wants its own witness.
fn alternatives(pattern: &Pattern) -> Vec<Pattern> {
    let whole = || vec![pattern.clone()];
    if !pattern.text.contains('{') || pattern.text.contains(['[', '\\']) {
        return whole();
    }
    let mut texts = vec![pattern.text.clone()];
    while let Some(at) = texts.iter().position(|text| text.contains('{')) {
        let Some(split) = split(&texts[at]).filter(|_| texts.len() < MAX_ALTERNATIVES) else {
            return whole();
        };
        texts.splice(at..=at, split);
    }
    let each = texts.into_iter().map(|text| {
        let glob = globset::Glob::new(&text).ok()?.compile_matcher();
        Some(Pattern {
            literal: !text.contains(['*', '?']),
            glob,
            text,
            span: pattern.span.clone(),
        })
    });
    each.collect::<Option<Vec<_>>>().unwrap_or_else(whole)
}

/// A glob without its innermost braces, once for each of their alternatives.
fn split(text: &str) -> Option<Vec<String>> {
    let close = text.find('}')?;
    let open = text[..close].rfind('{')?;
    let (before, after) = (&text[..open], &text[close + 1..]);
    let inside = text[open + 1..close].split(',');
    Some(
        inside
            .map(|part| format!("{before}{part}{after}"))
            .collect(),
    )
}

fn unknown_type(run: &Run<'_>, spec: &Spec, pattern: &Pattern) -> Option<Objection> {
    let seen = run.stacks.iter().any(|subject| {
        let mut blocks = subject.model.stack().blocks_of(spec.what);
        blocks.any(|(_, block)| pattern.glob.is_match(&*block.type_name))
    });
    if seen {
        return None;
    }
    let word = spec.what.word();
    let (message, near) = match mode(spec.what) {
        Some(mode) => {
            let facts = facts(run);
            if known_to_facts(facts, mode, pattern) {
                return None;
            }
            let near = facts.suggest_type(mode, &pattern.text);
            let message = format!(
                "no provider known here has a {word} `{}`, and no stack of this run has one",
                pattern.text
            );
            (
                message,
                near.iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>(),
            )
        }
        None => {
            // A glob over names that nothing meets is an empty selection, not a misspelling; so is
            // the name of a kind that the inputs never carry.
            let carried = run.stacks.iter().any(|s| !s.model.omits_kind(spec.what));
            if !pattern.literal || !carried {
                return None;
            }
            let names = run.stacks.iter().flat_map(|subject| {
                let blocks = subject.model.stack().blocks_of(spec.what);
                blocks.map(|(_, block)| &*block.type_name)
            });
            let near = crate::diagnostic::nearest(&pattern.text, names);
            let message = format!("no stack of this run has a {word} `{}`", pattern.text);
            (
                message,
                near.iter().map(|name| format!("`{name}`")).collect(),
            )
        }
    };
    let help = (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")));
    Some(Objection::Unknown {
        message,
        help,
        span: pattern.span.clone(),
    })
}

/// The names under `$['//']`.
fn meta_names() -> impl Iterator<Item = &'static str> {
    META_MEMBERS.iter().copied().chain(["type"])
}
