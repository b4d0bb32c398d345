//! Which blocks a spec selects, and which of them `where` lets through.

use std::collections::BTreeSet;

use crate::select::{Document, Found, Mode};
use crate::spec::Spec;
use crate::stack::{Block, BlockId, Form, Model, Repeat, Stack};
use crate::value::Node;
use crate::verdict::Truth;

/// The blocks whose type (or name, for outputs and the like) a spec's globs match, in the order
/// of their addresses. A block that a literal `count = 0` or an empty `for_each` takes away is not
/// there.
pub(super) fn selected(stack: &Stack, spec: &Spec) -> impl Iterator<Item = BlockId> {
    let globs = &spec.patterns;
    let matches = |name: &str| globs.is_empty() || globs.iter().any(|it| it.matches(name));
    let runs = stack.runs_of(spec.what);
    let runs = runs.filter(move |(type_name, _)| matches(type_name));
    let blocks = runs.flat_map(|(_, run)| run);
    blocks.filter(|id| stack.blocks[*id].repeat != Repeat::Times(0))
}

/// A subject, and how certain it is.
pub(super) struct Chosen {
    /// The block.
    pub(super) id: BlockId,
    /// Whether it surely is a subject; `waits_for` says what that hangs on if not.
    pub(super) sure: bool,
    /// What a maybe subject waits for.
    pub(super) waits_for: Vec<String>,
}

/// Whether the document of a block never carries a member of its root.
pub(super) fn omits(form: Form, block: &Block) -> impl Fn(&str) -> bool {
    let kind = block.kind;
    move |name| form.omits(kind, name)
}

/// The document of a block, with `$['//']` if `meta` asks for it.
pub(super) fn document<'d, 's>(
    model: &'d Model<'s>,
    id: BlockId,
    meta: bool,
    omits: &'d dyn Fn(&str) -> bool,
) -> Option<Document<'d, 's>> {
    let root = model.body(id).ok()?;
    Some(with_root(root, meta.then(|| model.meta(id)), omits))
}

/// The document of a block whose body is at hand.
pub(super) fn with_root<'d, 's>(
    root: &'d Node<'s>,
    meta: Option<&'d Node<'s>>,
    omits: &'d dyn Fn(&str) -> bool,
) -> Document<'d, 's> {
    Document {
        root,
        meta,
        omits: Some(omits),
        mode: Mode::Stack,
    }
}

/// What `where` says of a block.
pub(super) struct Filtered {
    /// Whether it is a subject.
    pub(super) truth: Truth,
    /// What that waits for.
    pub(super) waits_for: Vec<String>,
    /// Why it could not be said.
    pub(super) errors: Vec<String>,
}

/// Asks a spec's `where` of a block.
pub(super) fn filter(spec: &Spec, document: &Document<'_, '_>) -> Filtered {
    let Some(filter) = &spec.filter else {
        return Filtered {
            truth: Truth::True,
            waits_for: Vec::new(),
            errors: Vec::new(),
        };
    };
    let judged = filter.condition.judge(document, document.root);
    let mut errors: Vec<String> = judged.misfits.iter().map(ToString::to_string).collect();
    if judged.over_budget {
        errors.push("`where` visits more values than one evaluation may".into());
    }
    Filtered {
        truth: judged.truth,
        waits_for: judged.waits_for,
        errors,
    }
}

/// Why `where` left nothing, with the values that its paths have on the blocks it took away.
pub(super) fn why_excluded(model: &Model<'_>, spec: &Spec, excluded: &[BlockId]) -> String {
    let omits = |_: &str| false;
    let documents: Vec<Document<'_, '_>> = excluded
        .iter()
        .filter_map(|id| document(model, *id, true, &omits))
        .collect();
    let seen = values_seen(spec, &documents).join(", ");
    let seen = if seen.is_empty() {
        seen
    } else {
        format!("; seen: {seen}")
    };
    let wanted: Vec<&str> = spec
        .patterns
        .iter()
        .map(|pattern| pattern.text.as_str())
        .collect();
    let (word, wanted) = (spec.what.word(), wanted.join("`, `"));
    let all = excluded.len();
    let said = format!("`where` left 0 of {all} blocks of {word} `{wanted}`{seen}");
    super::finding::redacted(model, said)
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
fn written<'t>(text: &'t str, segments: &[crate::select::Segment]) -> Option<&'t str> {
    let (first, last) = (segments.first()?, segments.last()?);
    text.get(first.span.start..last.span.end)
}
