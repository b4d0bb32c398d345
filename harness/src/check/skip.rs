//! Which specs are not judged at all, and why: decided before anything is judged, because a test
//! case that turns ignored while it runs counts as passed.

use super::{Run, Subject, subject, witness};
use crate::spec::{Level, Spec, SpecFile, WhenEmpty};
use crate::stack::Model;
use crate::verdict::Truth;

/// Why a spec is not judged on a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip(
    /// The reason, as a sentence without a full stop.
    pub String,
);

/// Why a spec is not judged on a stack, if it is not: its level is off, a param has no value, it is
/// for another kind of input, or `when_empty = "skip"` and the stack has no subject.
///
/// It reads bodies only for a spec that has both `when_empty = "skip"` and a `where`.
pub fn skip_reason(run: &Run<'_>, on: &Subject<'_>, file: &SpecFile, spec: &Spec) -> Option<Skip> {
    let form = on.model.stack().form;
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
    if !spec.inputs.is_empty() && !spec.inputs.contains(&form) {
        let wants: Vec<&str> = spec.inputs.iter().map(|form| form.word()).collect();
        let wants = wants.join(" or ");
        return Some(Skip(format!(
            "it is for {wants} input, and this is a {}",
            form.word()
        )));
    }
    if spec.when_empty != WhenEmpty::Skip
        || !witness::facts_know_types(run, spec)
        || witness::object(run, spec).is_some()
    {
        return None;
    }
    no_subject(&on.model, spec).map(Skip)
}

/// Why a stack has no subject of a spec, if it surely has none.
fn no_subject(model: &Model<'_>, spec: &Spec) -> Option<String> {
    let meta = witness::asks_for_meta(spec);
    let mut excluded = Vec::new();
    for id in subject::selected(model.stack(), spec) {
        let omits = subject::omits(model.stack().form, model.block(id));
        let document = spec
            .filter
            .as_ref()
            .and_then(|_| subject::document(model, id, meta, &omits));
        // Without a `where` every block is a subject; one that cannot be read is an error to show.
        let filtered = subject::filter(spec, &document?);
        if filtered.truth != Truth::False || !filtered.errors.is_empty() {
            return None;
        }
        excluded.push(id);
    }
    Some(match excluded.is_empty() {
        true => format!("there is no such {} in this stack", spec.what.word()),
        false => subject::why_excluded(model, spec, &excluded),
    })
}
