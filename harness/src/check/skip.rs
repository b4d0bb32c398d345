//! Which specs are not judged at all, and why: decided before anything is judged, because a test
//! case that turns ignored while it runs counts as passed.

use super::Run;
use crate::spec::{Level, Spec, SpecFile, WhenEmpty};
use crate::stack::Stack;

/// Why a spec is not judged on a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip(
    /// The reason, as a sentence without a full stop.
    pub String,
);

/// Why a spec is not judged on a stack, if it is not: its level is off, a param has no value, it is
/// for another kind of input, or `when_empty = "skip"` and the stack has no such block.
///
/// It reads no bodies.
pub fn skip_reason(run: &Run<'_>, stack: &Stack, file: &SpecFile, spec: &Spec) -> Option<Skip> {
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
    if !spec.inputs.is_empty() && !spec.inputs.contains(&stack.form) {
        let wants: Vec<&str> = spec.inputs.iter().map(|form| form.word()).collect();
        let wants = wants.join(" or ");
        return Some(Skip(format!(
            "it is for {wants} input, and this is a {}",
            stack.form.word()
        )));
    }
    let empty = spec.when_empty == WhenEmpty::Skip
        && super::subject::selected(stack, spec).next().is_none()
        && super::witness::facts_know_types(run, spec);
    empty.then(|| {
        Skip(format!(
            "there is no such {} in this stack",
            spec.what.word()
        ))
    })
}
