//! Which specs are not judged at all, and why: decided before anything is judged, because a test
//! case that turns ignored while it runs counts as passed.

use super::context::Context;
use super::subject::{self, Gathered};
use super::witness;
use crate::spec::{ClauseKind, Level, Look, Spec, SpecFile, TogetherScope, What, WhenEmpty};
use crate::stack::{BlockKind, Form};

/// Why a spec is not judged on a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip(
    /// The reason, as a sentence without a full stop.
    pub String,
);

/// Why a spec is not judged on a stack, if it is not: its level is off, a param has no value, it is
/// for another kind of input, it is judged over the whole run on another stack, or
/// `when_empty = "skip"` and the stack has no subject.
///
/// It reads bodies only for a spec that has `when_empty = "skip"` and a `where` or a `follow`.
pub fn skip_reason(
    cx: &Context<'_, '_>,
    stack: usize,
    file: &SpecFile,
    spec: &Spec,
) -> Option<Skip> {
    not_asked(cx, stack, file, spec).or_else(|| {
        let may = spec.when_empty == WhenEmpty::Skip && witness::object(cx, file, spec).is_none();
        may.then(|| without_subject(cx, stack, spec))?
    })
}

/// Why a spec is not asked on a stack, whatever is in it.
pub(super) fn not_asked(
    cx: &Context<'_, '_>,
    stack: usize,
    file: &SpecFile,
    spec: &Spec,
) -> Option<Skip> {
    let run = cx.run;
    let form = cx.model(stack).stack().form;
    if spec.level == Level::Off {
        return Some(Skip("its level is off".into()));
    }
    let params = run.params.of(&file.name);
    if let Some(unset) = spec.uses.iter().find(|name| params.get(name).is_none()) {
        let from = file.params.iter().find(|param| param.name == *unset);
        let env = from.and_then(|param| param.env.as_ref());
        let env = env
            .map(|name| format!(", or allow and set {name}"))
            .unwrap_or_default();
        return Some(Skip(format!(
            "the param `{unset}` has no value (give --param {unset}=VALUE{env})"
        )));
    }
    if !is_for(cx, stack, spec) {
        let wants: Vec<&str> = spec.inputs.iter().map(|form| form.word()).collect();
        let wants = wants.join(" or ");
        return Some(Skip(format!(
            "it is for {wants} input, and this is a {}",
            form.word()
        )));
    }
    if is_over_run(spec)
        && let Some(first) = spokesman(cx, spec)
        && first != stack
    {
        let role = &run.stacks[first].role;
        return Some(Skip(format!(
            "it is judged over the whole run, on the stack {role}"
        )));
    }
    None
}

/// Why there is nothing to judge for a spec to whose names nothing objects, if there surely is
/// nothing and it may be so.
pub(super) fn without_subject(cx: &Context<'_, '_>, stack: usize, spec: &Spec) -> Option<Skip> {
    if spec.when_empty != WhenEmpty::Skip || !witness::facts_know_types(cx, spec) {
        return None;
    }
    let all: Vec<usize> = match is_over_run(spec) {
        true => stacks(cx, spec).collect(),
        false => vec![stack],
    };
    let mut why = None;
    for stack in all {
        why = Some(no_subject(cx, stack, spec)?);
    }
    why.map(Skip)
}

/// Whether a spec is about all stacks of the run at once, and nothing else.
fn is_over_run(spec: &Spec) -> bool {
    spec.must.iter().all(|clause| match &clause.kind {
        ClauseKind::Look(look) => is_run(look),
        ClauseKind::Any(_) => false,
    })
}

fn is_run(look: &Look) -> bool {
    let together = look.together.as_ref();
    together.is_some_and(|together| together.scope == TogetherScope::Run)
}

/// The stacks of the run that a spec is judged on.
pub(super) fn stacks(cx: &Context<'_, '_>, spec: &Spec) -> impl Iterator<Item = usize> {
    (0..cx.run.stacks.len()).filter(move |stack| is_for(cx, *stack, spec))
}

/// Whether a spec is for this kind of input. With its synth output a plan's blocks have what either
/// carries; its document is its own.
fn is_for(cx: &Context<'_, '_>, stack: usize, spec: &Spec) -> bool {
    let stack = cx.model(stack).stack();
    let both = stack.companion.is_some()
        && spec.inputs.contains(&Form::Synth)
        && spec.selects.what != What::Blocks(BlockKind::Document);
    spec.inputs.is_empty() || spec.inputs.contains(&stack.form) || both
}

/// The stack on which it is said what holds over the whole run: the first that has something that
/// the spec selects, else the first.
pub(super) fn spokesman(cx: &Context<'_, '_>, spec: &Spec) -> Option<usize> {
    let has = |stack: &usize| match spec.selects.what {
        What::Blocks(_) => {
            let model = cx.model(*stack);
            subject::selected(model.stack(), &spec.selects)
                .next()
                .is_some()
        }
        What::Rows(view) => cx.rows(*stack, view).rows.iter().any(|row| row.written),
    };
    stacks(cx, spec)
        .find(has)
        .or_else(|| stacks(cx, spec).next())
}

/// Why a stack has no subject of a spec, if it surely has none.
fn no_subject(cx: &Context<'_, '_>, stack: usize, spec: &Spec) -> Option<String> {
    let meta = witness::asks_for_meta(spec);
    let one = |gathered: &Gathered| !gathered.subjects.is_empty() || !gathered.errors.is_empty();
    let gathered = subject::gather(cx, stack, spec, meta, &one);
    if !gathered.is_surely_empty() {
        return None;
    }
    Some(match (gathered.excluded.is_empty(), &spec.follow) {
        (false, _) => subject::why_excluded(cx, stack, spec, &gathered.excluded),
        (true, Some(walk)) if gathered.selected > 0 => {
            format!("`{}` reaches nothing in this stack", walk.follow.text)
        }
        (true, _) => match spec.selects.what {
            What::Blocks(kind) => format!("there is no such {} in this stack", kind.word()),
            What::Rows(view) => format!("there is no row of {} in this stack", view.word()),
        },
    })
}
