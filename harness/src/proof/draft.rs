//! Specs drafted from stacks: what holds of all blocks of a type, as somebody may have meant it.
//!
//! A draft says what is, not what should be. None is given back that was not proven: it is read as the file
//! that will be written, passes on every stack with evidence, and each of its clauses fails for a changed
//! stack. What could not fail would be a green that means nothing.

mod gather;
mod names;
mod prove;
mod relations;
mod settings;
mod statements;
mod text;

use std::collections::BTreeSet;

use super::Score;
use crate::check::{Run, Subject, redacted};
use crate::facts::Facts;
use crate::graph::Graph;
use crate::spec::{self, Params, SpecSet};
use crate::stack::{Model, Stack};
use gather::Seen;

/// The name of the file that drafts are written into, without `.toml`.
pub(crate) const FILE: &str = "draft";

/// At most so many specs: a person is to read them.
const MOST: usize = 25;

/// What was drafted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drafts {
    /// The spec file; empty if nothing could be proven.
    pub(crate) text: String,
    /// The ending that most names share.
    pub(crate) suffix: Option<Suffix>,
    /// How many specs the file has.
    pub(crate) specs: usize,
    /// What the specs of the file make of changed stacks.
    pub(crate) score: Score,
}

/// The ending that most names share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suffix {
    /// It, without what stands before it.
    pub(crate) value: String,
    /// How many names end so.
    pub(crate) has: usize,
    /// How many names there are.
    pub(crate) of: usize,
}

/// What a draft is about. The order is that of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    Names,
    Tags,
    Iam,
    Exposure,
    Encryption,
    Safety,
    References,
    Counts,
    Outputs,
    Settings,
}

impl Topic {
    const ALL: [Topic; 10] = [
        Topic::Names,
        Topic::Tags,
        Topic::Iam,
        Topic::Exposure,
        Topic::Encryption,
        Topic::Safety,
        Topic::References,
        Topic::Counts,
        Topic::Outputs,
        Topic::Settings,
    ];

    /// How many drafts of it are written at most.
    fn most(self) -> usize {
        match self {
            Topic::Names | Topic::Tags | Topic::Counts | Topic::Outputs => 2,
            Topic::Iam | Topic::Exposure => 3,
            Topic::Encryption | Topic::Safety => 4,
            Topic::References | Topic::Settings => 6,
        }
    }

    /// The line above its drafts.
    fn heading(self) -> &'static str {
        match self {
            Topic::Names => "Names",
            Topic::Tags => "Tags",
            Topic::Iam => "Who may do what",
            Topic::Exposure => "What is reachable from outside",
            Topic::Encryption => "Encryption",
            Topic::Safety => "What keeps data from being lost",
            Topic::References => "What refers to what",
            Topic::Counts => "How many there are",
            Topic::Outputs => "Outputs",
            Topic::Settings => "Settings",
        }
    }
}

/// A spec that may hold.
#[derive(Debug, Clone)]
struct Draft {
    topic: Topic,
    id: String,
    title: String,
    /// What it was drafted from: `4 aws_s3_bucket`.
    from: String,
    /// The lines between the title and `must`.
    head: Vec<(&'static str, String)>,
    /// The clauses, as TOML.
    clauses: Vec<String>,
}

/// Drafts specs from stacks. `origin` is what the file says that they were drafted from; `progress` is told
/// how many mutants of how many are judged.
pub(crate) fn drafts(
    stacks: &[Stack],
    origin: &str,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Drafts {
    let models: Vec<Model<'_>> = stacks
        .iter()
        .map(|stack| Model::new(stack, Facts::builtin()))
        .collect();
    let graph = Graph::new(models.iter().collect());
    let seen = Seen::of(&models, &graph);
    let suffix = names::suffix(&seen)
        .filter(|suffix| is_shown(&models, &suffix.value) && are_told_apart(stacks, &suffix.value));
    let word = suffix.as_ref().map(|suffix| suffix.value.as_str());
    let mut all = names::drafts(&seen, word);
    all.extend(statements::drafts(&models, &seen));
    all.extend(settings::drafts(&seen));
    all.extend(relations::drafts(&seen));
    for draft in &mut all {
        draft.clauses.retain(|clause| is_shown(&models, clause));
    }
    all.retain(|draft| {
        let said = format!(
            "{} {} {} {:?}",
            draft.id, draft.title, draft.from, draft.head
        );
        !draft.clauses.is_empty() && is_shown(&models, &said)
    });
    let proven = prove::proven(stacks, all, word, origin, progress);
    Drafts {
        specs: proven.specs,
        text: proven.text,
        score: proven.score,
        suffix,
    }
}

/// Whether a text holds no secret of any stack.
fn is_shown(models: &[Model<'_>], text: &str) -> bool {
    models
        .iter()
        .all(|model| redacted(model, text.to_owned()) == text)
}

/// Whether the stacks still have roles of their own once a value is taken out of their names.
fn are_told_apart(stacks: &[Stack], value: &str) -> bool {
    let role = |stack: &Stack| spec::role(&stack.name, &[value.to_owned()]);
    let roles: BTreeSet<String> = stacks.iter().map(role).collect();
    roles.len() == stacks.len()
}

/// `1 name`, `2 names`
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Stacks as they are judged.
fn run<'s>(
    stacks: &'s [Stack],
    roles: &[String],
    specs: &'s SpecSet,
    params: &'s Params,
) -> Run<'s> {
    let subject = |(stack, role): (&'s Stack, &String)| Subject {
        model: Model::focused(stack, Facts::builtin(), crate::check::focus(stack, specs)),
        role: role.clone(),
    };
    Run {
        stacks: stacks.iter().zip(roles).map(subject).collect(),
        specs,
        params,
    }
}
