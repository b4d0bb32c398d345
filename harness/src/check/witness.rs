//! Every name has a witness.
//!
//! A type, attribute or member of a path that neither the provider facts nor any stack of the run
//! knows is taken for a misspelling: without this rule `absent`, `none`, `count = 0`, `optional`
//! and `when_empty = "skip"` are green on every typo. Along the way the path is held against the
//! shape that the facts give, so that a path that can never fit is an error before anything is
//! judged.

mod asked;
mod kinds;
mod known;
mod literal;
mod path;
mod references;
mod shipped;
mod walk;
mod words;

use super::Run;
use super::context::Context;
use crate::facts::{Facts, Mode};
use crate::select::{Pick, Segment};
use crate::spec::{Over, Pattern, Spec, SpecFile, What, is_shipped};
use crate::stack::{BlockKind, META_MEMBERS};
pub(super) use asked::{Asked, looks, looks_of, queries, queries_of, selections, walks};
pub(super) use kinds::Kind;

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

/// The first objection to a spec: its types and walks, then the names in its paths.
///
/// A spec that ships with stackspec and to which nothing objects where no stack lends names is asked
/// once in a process: stacks only add names. Debug builds ask it each time.
pub(super) fn object(cx: &Context<'_, '_>, file: &SpecFile, spec: &Spec) -> Option<Objection> {
    if is_shipped(file) && shipped::is_clear(spec) {
        debug_assert_eq!(first(cx, spec), None, "{}", spec.id);
        return None;
    }
    first(cx, spec)
}

fn first(cx: &Context<'_, '_>, spec: &Spec) -> Option<Objection> {
    let run = cx.run;
    let types = asked::selections(spec)
        .into_iter()
        .find_map(|selection| match selection.what {
            What::Blocks(kind) => selection
                .patterns
                .iter()
                .flat_map(alternatives)
                .find_map(|pattern| unknown_type(run, kind, &pattern)),
            What::Rows(_) => None,
        });
    types
        .or_else(|| walk::object(cx, spec))
        .or_else(|| names(run, spec, false).filter(|_| names(run, spec, true).is_some()))
        .or_else(|| words::object(spec))
        .or_else(|| references::object(run, spec))
}

/// What is wrong with the names in a spec's paths, and in the objects on its right sides. A name is
/// known if a type that is there has it, or (`wide`) any that the spec's globs mean: no resource of
/// this run may happen to have `tags`.
fn names(run: &Run<'_>, spec: &Spec, wide: bool) -> Option<Objection> {
    let kinds = kinds::of_spec(spec);
    let subject = match wide {
        true => path::Names::wide(run, &kinds),
        false => path::Names::new(run, &kinds),
    };
    let object = |start: Option<&Over>, asked: &Asked<'_>| {
        let other = start.map(|over| path::Names::new(run, &kinds::of_over(over)));
        let held = path::Held {
            start: other.as_ref().unwrap_or(&subject),
            subject: &subject,
        };
        held.object(asked)
    };
    let written = queries(spec);
    let written = written.iter().find_map(|asked| object(asked.start, asked));
    written.or_else(|| {
        literal::paths(spec).iter().find_map(|(query, span, over)| {
            let asked = Asked {
                segments: query.segments(),
                text: query.text(),
                span: span.clone(),
                start: over.has_nodes().then_some(*over),
            };
            object(asked.start, &asked)
        })
    })
}

/// Whether any query of a spec asks for `$['//']`.
pub(super) fn asks_for_meta(spec: &Spec) -> bool {
    queries(spec).iter().any(|query| names_meta(query.segments))
}

/// Shows the segments of the paths that the objects on a spec's right sides spell.
pub(super) fn literal_queries(spec: &Spec, see: &mut dyn FnMut(&[Segment])) {
    let paths = literal::paths(spec);
    paths.iter().for_each(|(query, ..)| see(query.segments()));
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

/// Shows the segments of every path of a spec that starts at the subject, also of those that the
/// objects on its right sides spell.
pub(super) fn each_query(spec: &Spec, see: &mut dyn FnMut(&[Segment])) {
    let at_subject = queries(spec).into_iter().filter(|it| it.start.is_none());
    at_subject.for_each(|query| see(query.segments));
    literal::paths(spec)
        .iter()
        .filter(|(_, _, over)| !over.has_nodes())
        .for_each(|(query, ..)| see(query.segments()));
}

/// Whether the provider facts know a type for each of a spec's globs: then a stack without any such
/// block is an honest "not here". A view always knows its rows.
pub(super) fn facts_know_types(cx: &Context<'_, '_>, spec: &Spec) -> bool {
    let What::Blocks(kind) = spec.selects.what else {
        return true;
    };
    let patterns = &spec.selects.patterns;
    let Some(mode) = mode(kind) else {
        // Outputs, variables and the like have no schema that could know their names.
        let known = |pattern: &Pattern| known::is_known(cx.run, kind, pattern);
        return patterns
            .iter()
            .all(|pattern| pattern.glob.is_some() || known(pattern));
    };
    patterns
        .iter()
        .all(|pattern| known_to_facts(facts(cx.run), mode, pattern))
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
    match pattern.glob.is_none() {
        true => facts.block(mode, &pattern.text).is_some(),
        false => {
            let mut names = facts.types_like(mode, &pattern.text);
            names.any(|name| pattern.matches(name))
        }
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
        let glob = globset::Glob::new(&text).ok()?;
        Some(Pattern {
            glob: text.contains(['*', '?']).then(|| glob.compile_matcher()),
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

fn unknown_type(run: &Run<'_>, kind: BlockKind, pattern: &Pattern) -> Option<Objection> {
    let seen = run.stacks.iter().any(|subject| {
        let mut runs = subject.model.stack().runs_of(kind);
        runs.any(|(type_name, _)| pattern.matches(type_name))
    });
    if seen {
        return None;
    }
    let word = kind.word();
    let (message, near) = match mode(kind) {
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
            let carried = run.stacks.iter().any(|s| !s.model.omits_kind(kind));
            if pattern.glob.is_some() || !carried || known::is_known(run, kind, pattern) {
                return None;
            }
            let names = run.stacks.iter().flat_map(|subject| {
                let runs = subject.model.stack().runs_of(kind);
                runs.map(|(type_name, _)| &**type_name)
            });
            let names = names.chain(known::names(kind).iter().copied());
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
