//! The types on the right side of `reference` need a witness too: `not_reference = "aws_iam_rol"` is
//! green for ever.

use serde_json::Value;

use super::{Objection, Run, facts};
use crate::facts::Mode;
use crate::matcher::Matcher;
use crate::spec::{Clause, ClauseKind, Match, Right, Spec, Template};
use crate::stack::BlockKind;

/// The first glob over references whose type, or whose attribute of a type, nothing knows.
pub(super) fn object(run: &Run<'_>, spec: &Spec) -> Option<Objection> {
    spec.must.iter().find_map(|clause| of_clause(run, clause))
}

fn of_clause(run: &Run<'_>, clause: &Clause) -> Option<Objection> {
    match &clause.kind {
        ClauseKind::Any(clauses) => clauses.iter().find_map(|clause| of_clause(run, clause)),
        ClauseKind::Look(look) => look.matchers.iter().find_map(|read| of_match(run, read)),
    }
}

fn of_match(run: &Run<'_>, read: &Match) -> Option<Objection> {
    let Right::Value(Template::Plain(Value::Array(globs))) = &read.right else {
        return None;
    };
    if read.matcher != Matcher::Reference {
        return None;
    }
    let globs = globs.iter().filter_map(Value::as_str);
    let (message, near) = globs.filter_map(|glob| unknown(run, glob)).next()?;
    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    Some(Objection::Unknown {
        message,
        help: (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or "))),
        span: read.span.clone(),
    })
}

/// What of a glob nothing knows, and what may have been meant.
fn unknown(run: &Run<'_>, glob: &str) -> Option<(String, Vec<String>)> {
    let parts: Vec<&str> = glob.split('.').collect();
    let (mode, kind, parts) = match parts.as_slice() {
        [
            "var" | "local" | "module" | "each" | "count" | "path" | "self" | "terraform",
            ..,
        ] => {
            return None;
        }
        ["data", rest @ ..] => (Mode::Data, BlockKind::Data, rest),
        rest => (Mode::Resource, BlockKind::Resource, rest),
    };
    let type_name = *parts.first()?;
    let compiled = globset::Glob::new(type_name).ok()?.compile_matcher();
    let facts = facts(run);
    let seen = run.stacks.iter().any(|subject| {
        let mut blocks = subject.model.stack().blocks_of(kind);
        blocks.any(|(_, block)| compiled.is_match(&*block.type_name))
    });
    let known = || {
        facts
            .types_like(mode, type_name)
            .any(|name| compiled.is_match(name))
    };
    if !seen && !known() {
        let word = kind.word();
        let message = format!(
            "`reference`: no provider known here has a {word} `{type_name}`, and no stack of this \
             run has one"
        );
        let near = facts.suggest_type(mode, type_name);
        return Some((message, near.into_iter().map(str::to_owned).collect()));
    }
    // `type.attribute`; with three parts the second is the name of a block.
    let [_, attribute] = parts else { return None };
    let shape = facts.block(mode, type_name)?;
    if attribute.contains(['*', '?']) || shape.get(attribute).is_some() {
        return None;
    }
    let message = format!("`reference`: `{type_name}` has no attribute `{attribute}`");
    let near = shape.suggest(attribute);
    Some((message, near.into_iter().map(str::to_owned).collect()))
}
