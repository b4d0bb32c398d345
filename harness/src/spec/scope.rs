//! The params that a file declares, and what its specs use them for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::reader::{Reader, Text};
use super::{Param, ParamKind};
use crate::diagnostic::nearest;

/// What the clauses of a file can refer to.
pub(super) struct Scope {
    pub(super) declared: BTreeMap<String, Declared>,
    spec: BTreeSet<String>,
}

/// A declared param.
pub(super) struct Declared {
    /// The kind of its default; without a default, the kind that its first use asks for.
    kind: Option<ParamKind>,
    /// It has a default.
    pub(super) has_default: bool,
    used: bool,
    /// It is used as a whole somewhere, whatever its kind.
    whole: bool,
    /// Its default.
    default: Option<Value>,
}

impl Declared {
    /// What its values are, if that is known by now.
    pub(super) fn kind(&self) -> Option<ParamKind> {
        self.kind
    }

    /// Its default.
    pub(super) fn default(&self) -> Option<&Value> {
        self.default.as_ref()
    }
}

impl Scope {
    pub(super) fn new(params: &[Param]) -> Self {
        let declared = params.iter().map(|param| {
            let declared = Declared {
                kind: param.default.as_ref().map(ParamKind::of),
                has_default: param.default.is_some(),
                used: false,
                whole: false,
                default: param.default.clone(),
            };
            (param.name.clone(), declared)
        });
        Self {
            declared: declared.collect(),
            spec: BTreeSet::new(),
        }
    }

    /// Forgets what the spec before used.
    pub(super) fn start_spec(&mut self) {
        self.spec.clear();
    }

    /// The params that the spec used, sorted.
    pub(super) fn used_by_spec(&self) -> Vec<String> {
        self.spec.iter().cloned().collect()
    }

    /// Notes that `name` is used where a value of one of `kinds` must stand. False if it is not
    /// declared. Without a default, the first of `kinds` becomes its kind; no kinds mean any.
    pub(super) fn use_param(
        &mut self,
        reader: &mut Reader<'_>,
        name: &str,
        kinds: &[ParamKind],
        place: (std::ops::Range<usize>, &str),
    ) -> bool {
        let Some(declared) = self.declared.get_mut(name) else {
            return false;
        };
        declared.used = true;
        self.spec.insert(name.to_owned());
        let keyed = kinds == [ParamKind::Keyed];
        if !keyed && declared.kind == Some(ParamKind::Keyed) {
            let message =
                format!("the param `{name}` is a table by key, and nothing says which row");
            let found = reader.error(place.0, message, "");
            found.help.push(format!(
                "write `{{ param = \"{name}\", key = \"$.engine\" }}` as the whole right side"
            ));
            return true;
        }
        if keyed && declared.kind.is_none() && declared.whole {
            let message =
                format!("the param `{name}` has no row: an earlier use takes it as a whole");
            let found = reader.error(place.0, message, "");
            found.help.push("write `key` in both, or in neither".into());
            return true;
        }
        declared.whole |= !keyed;
        match declared.kind {
            Some(kind) if !kinds.is_empty() && !kinds.contains(&kind) => {
                let (span, takes) = place;
                let message = format!("{takes}, and the param `{name}` is {}", kind.noun());
                let from = if declared.has_default {
                    "its default says so"
                } else {
                    "it has no default, and an earlier use makes it so"
                };
                reader.error(span, message, "").notes.push(from.into());
            }
            None => declared.kind = kinds.first().copied(),
            Some(_) => {}
        }
        true
    }

    /// Refuses `{param}` in a text where params are not replaced: it would stand for itself.
    pub(super) fn refuse_placeholders(&self, reader: &mut Reader<'_>, text: Text<'_>, key: &str) {
        for (part, name) in placeholders(text.value) {
            if self.declared.contains_key(name) {
                let message = format!("params are not replaced in `{key}`");
                let label = "this would stand for itself";
                let found = reader.error(text.part(part), message, label);
                found.help.push(format!(
                    "`\"{{{name}}}\"` is replaced on the right side of `equal`, `one_of`, `contain` and `include`"
                ));
            }
        }
    }

    /// The declared name that an undeclared one is near to.
    pub(super) fn near(&self, name: &str) -> Option<&str> {
        let names = self.declared.keys().map(String::as_str);
        if let Some(same) = names.clone().find(|known| known.eq_ignore_ascii_case(name)) {
            return Some(same);
        }
        if name.len() < 3 {
            return None;
        }
        nearest(name, names)
    }

    /// Fixes the kind of a param, and warns if nothing uses it.
    pub(super) fn settle(&self, reader: &mut Reader<'_>, param: &mut Param) {
        let Some(declared) = self.declared.get(&param.name) else {
            return;
        };
        param.kind = declared.kind.unwrap_or(ParamKind::Text);
        // With an error in the file the use may stand in what was not read.
        if !declared.used && reader.errors() == 0 {
            let message = format!("no spec uses the param `{}`", param.name);
            reader.warning(param.span.clone(), message, "declared here");
        }
    }
}

/// The `{name}` in a text: their bytes, braces included, and the names.
pub(super) fn placeholders(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('{') {
        let rest = &text[start + 1..];
        let name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let length = rest.find(|c| !name(c)).unwrap_or(rest.len());
        let starts = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if starts && rest[length..].starts_with('}') {
            found.push((start..start + length + 2, &rest[..length]));
        }
    }
    found
}
