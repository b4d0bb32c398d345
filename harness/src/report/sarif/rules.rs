//! The rules of a SARIF file: the specs, each once.

use serde_json::{Value, json};

use crate::check::Verdict;
use crate::report::shown::shown;
use crate::spec::{Level, Spec, full_name};

/// A rule, as a result names it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) index: usize,
}

/// All that were named.
#[derive(Debug, Default)]
pub(super) struct Rules {
    ids: Vec<String>,
    values: Vec<Value>,
}

impl Rules {
    /// The rule of a spec.
    pub(super) fn of_spec(&mut self, verdict: &Verdict, spec: Option<&Spec>) -> Rule {
        let id = shown(&full_name(&verdict.file, &verdict.spec));
        let level = match verdict.level {
            Level::Deny => "error",
            Level::Warn => "warning",
            Level::Off => "none",
        };
        let title = shown(verdict.title.as_deref().unwrap_or(&verdict.spec));
        self.rule(id, |id| {
            let mut rule = json!({
                "id": id,
                "name": shown(&verdict.spec),
                "shortDescription": { "text": title },
                "defaultConfiguration": { "level": level },
            });
            let Some(spec) = spec else { return rule };
            if let Some(why) = &spec.why {
                rule["fullDescription"] = json!({ "text": shown(why) });
            }
            let help: Vec<String> = [&spec.why, &spec.fix]
                .into_iter()
                .flatten()
                .map(|text| shown(text))
                .collect();
            if !help.is_empty() {
                rule["help"] = json!({ "text": help.join("\n\n") });
            }
            if !spec.groups.is_empty() {
                let tags: Vec<String> = spec.groups.iter().map(|group| shown(group)).collect();
                rule["properties"] = json!({ "tags": tags });
            }
            rule
        })
    }

    /// A rule of the run as a whole.
    pub(super) fn of_run(&mut self, id: &str, says: &str) -> Rule {
        self.rule(
            id.to_owned(),
            |id| json!({"id": id, "shortDescription": { "text": says }}),
        )
    }

    /// All of them, in the order of their indexes.
    pub(super) fn into_values(self) -> Vec<Value> {
        self.values
    }

    fn rule(&mut self, id: String, make: impl FnOnce(&str) -> Value) -> Rule {
        let index = match self.ids.iter().position(|it| *it == id) {
            Some(index) => index,
            None => {
                self.values.push(make(&id));
                self.ids.push(id.clone());
                self.ids.len() - 1
            }
        };
        Rule { id, index }
    }
}
