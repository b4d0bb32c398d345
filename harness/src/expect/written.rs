//! An assertion, written down as a spec file and judged like one.

use serde_json::Value;

use super::invalid;
use super::matching::Matching;
use crate::check::{Run, Subject, Verdict, judge};
use crate::diagnostic::SourceFile;
use crate::facts::Facts;
use crate::load::Disk;
use crate::report::human;
use crate::spec::{self, SpecSet};
use crate::stack::{BlockKind, Model, Stack};
use crate::verdict::Outcome;

/// What an assertion says so far.
#[derive(Debug, Clone)]
pub(super) struct Written {
    kind: BlockKind,
    glob: String,
    pub(super) filter: Option<String>,
    pub(super) may_be_empty: bool,
    pub(super) at: String,
    pub(super) optional: bool,
    pub(super) quantifier: Option<&'static str>,
}

impl Written {
    pub(super) fn new(kind: BlockKind, glob: &str) -> Self {
        Self {
            kind,
            glob: glob.to_owned(),
            filter: None,
            may_be_empty: false,
            at: String::new(),
            optional: false,
            quantifier: None,
        }
    }

    /// Judges it on these stacks; an error is the whole message.
    pub(super) fn judge(&self, stacks: &[Stack], matching: &Matching) -> Result<(), String> {
        let source = SourceFile {
            path: "assertion".into(),
            text: self.to_toml(matching).into(),
        };
        let file = spec::parse(&source, "assertion").map_err(invalid)?;
        let mut set = SpecSet::new(vec![file]).map_err(invalid)?;
        let params = spec::resolve_params(&set, &[], &|_| None, &[]).map_err(invalid)?;
        set.bind(&params).map_err(invalid)?;
        let disks: Vec<Option<Disk>> = stacks
            .iter()
            .map(|stack| Disk::around(&stack.input).ok())
            .collect();
        let run = Run {
            stacks: stacks
                .iter()
                .zip(&disks)
                .map(|(stack, disk)| subject(stack, disk.as_ref()))
                .collect(),
            specs: &set,
            params: &params,
        };
        let verdicts = judge(&run);
        // Of several stacks, those that have no such block are not meant, if any has one.
        let selects = |verdict: &Verdict| verdict.subjects > 0;
        let meant = |verdict: &&Verdict| {
            verdict.outcome != Outcome::Vacuous || selects(verdict) || !verdicts.iter().any(selects)
        };
        let red = verdicts
            .iter()
            .filter(|verdict| verdict.is_red())
            .filter(meant);
        let mut shown: Vec<String> = red
            .map(|verdict| {
                let mut verdict = verdict.clone();
                verdict.role.clone_from(&verdict.stack);
                human::verdict(&verdict, None, false)
            })
            .collect();
        if stacks.is_empty() {
            shown.push("there is no stack to assert on".to_owned());
        }
        if shown.is_empty() {
            Ok(())
        } else {
            Err(shown.join("\n"))
        }
    }

    /// The spec file. Its lines are what a failure shows.
    fn to_toml(&self, matching: &Matching) -> String {
        let mut text = format!("[[spec]]\nid = \"must\"\n{} = ", self.kind.word());
        toml_text(&self.glob, &mut text);
        if let Some(filter) = &self.filter {
            text.push_str("\nwhere = ");
            toml_text(filter, &mut text);
        }
        if self.may_be_empty {
            text.push_str("\nwhen_empty = \"skip\"");
        }
        text.push_str("\nmust = [ { at = ");
        toml_text(&self.at, &mut text);
        if self.optional {
            text.push_str(", optional = true");
        }
        match self.quantifier {
            Some(quantifier) => {
                text.push_str(&format!(", {quantifier} = {{ {} = ", matching.key));
                toml_value(&matching.right, &mut text);
                text.push_str(" }");
            }
            None => {
                text.push_str(&format!(", {} = ", matching.key));
                toml_value(&matching.right, &mut text);
            }
        }
        text.push_str(" } ]\n");
        text
    }
}

/// A value as TOML spells it in one line. TOML has no null: the reader says so.
fn toml_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => toml_text(text, out),
        Value::Array(list) => {
            out.push('[');
            for (index, element) in list.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                toml_value(element, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            out.push_str("{ ");
            for (index, (name, member)) in map.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                toml_text(name, out);
                out.push_str(" = ");
                toml_value(member, out);
            }
            out.push_str(" }");
        }
    }
}

/// A text as a literal string where that can hold it, because that is how paths and regular
/// expressions are read best; else as a basic string.
/// Source: TOML 1.0, "String".
fn toml_text(text: &str, out: &mut String) {
    let plain = |c: char| !c.is_control() && c != '\'';
    if text.contains(['"', '\\']) && text.chars().all(plain) {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn subject<'s>(stack: &'s Stack, disk: Option<&'s Disk>) -> Subject<'s> {
    let model = Model::new(stack, Facts::builtin());
    Subject {
        model: match disk {
            Some(disk) => model.with_files(disk),
            None => model,
        },
        role: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    fn written(value: &Value) -> String {
        let mut out = String::from("x = ");
        toml_value(value, &mut out);
        out
    }

    #[test]
    fn values_are_spelt_as_toml() {
        #[track_caller]
        fn check(value: impl Into<Value>, expected: &str) {
            assert_eq!(written(&value.into()), expected);
        }
        check("a", r#"x = "a""#);
        check(r"^\d$", r"x = '^\d$'");
        check("it's \"\n", r#"x = "it's \"\u000A""#);
        check(
            serde_json::json!({"a b": [1, true, 1.5]}),
            r#"x = { "a b" = [1, true, 1.5] }"#,
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(1),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn texts_survive(text in any::<String>()) {
            let document: toml::Table = toml::from_str(&written(&text.clone().into())).unwrap();
            prop_assert_eq!(document["x"].as_str(), Some(text.as_str()));
        }
    }
}
