//! An assertion, written down as a spec file and judged like one.

use super::invalid;
use super::matching::Matching;
use crate::check::{Run, Subject, Verdict, judge};
use crate::diagnostic::SourceFile;
use crate::facts::Facts;
use crate::load::Disk;
use crate::report::human;
use crate::spec::{self, SpecSet, toml_text, toml_value};
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
        let mut text = format!(
            "[[spec]]\nid = \"must\"\n{} = {}",
            self.kind.word(),
            toml_text(&self.glob)
        );
        if let Some(filter) = &self.filter {
            text.push_str(&format!("\nwhere = {}", toml_text(filter)));
        }
        if self.may_be_empty {
            text.push_str("\nwhen_empty = \"skip\"");
        }
        text.push_str(&format!("\nmust = [ {{ at = {}", toml_text(&self.at)));
        if self.optional {
            text.push_str(", optional = true");
        }
        let (key, right) = (matching.key, toml_value(&matching.right));
        text.push_str(&match self.quantifier {
            Some(quantifier) => format!(", {quantifier} = {{ {key} = {right} }}"),
            None => format!(", {key} = {right}"),
        });
        text.push_str(" } ]\n");
        text
    }
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
