//! Drafts are judged on the stacks that they came from, and on changed ones.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::engine::mutate;
use super::super::{Mutation, Scope, Score};
use super::{Draft, FILE, MOST, Topic, run, text};
use crate::check::judge;
use crate::diagnostic::SourceFile;
use crate::spec::{self, Given, Origin, Params, SpecSet, full_name};
use crate::stack::Stack;
use crate::verdict::Outcome;

/// Drafts that hold and can fail, as the file that was judged.
#[derive(Default)]
pub(super) struct Proven {
    /// How many there are.
    pub(super) specs: usize,
    pub(super) text: String,
    pub(super) score: Score,
}

/// How often the file is judged anew after something was taken out of it. Each time takes something out, and
/// a file that does not come to rest is not written.
const ROUNDS: usize = 6;

/// A file of specs that was read, with the values of its params.
struct Read {
    set: SpecSet,
    params: Params,
    roles: Vec<String>,
}

/// The drafts that hold on all stacks with evidence, and of which each clause fails for a changed one.
pub(super) fn proven(
    stacks: &[Stack],
    drafts: Vec<Draft>,
    suffix: Option<&str>,
    origin: &str,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Proven {
    let mut drafts: Vec<(Draft, usize)> = drafts.into_iter().map(|it| (it, 0)).collect();
    drafts.retain_mut(|(draft, _)| {
        let whole = draft.clone();
        // A clause that cannot be read, or does not hold, must not take the others with it.
        draft.clauses.retain(|clause| {
            let alone = Draft {
                clauses: vec![clause.clone()],
                ..whole.clone()
            };
            holds(stacks, &alone, suffix)
        });
        !draft.clauses.is_empty() && holds(stacks, draft, suffix)
    });
    let mut seen = BTreeSet::new();
    drafts.retain(|(draft, _)| seen.insert(draft.id.clone()));
    let mut is_chosen = false;
    for _ in 0..ROUNDS {
        if drafts.is_empty() {
            return Proven::default();
        }
        let text = text::file(&drafts, suffix.is_some(), origin);
        let Some(read) = read(&text, suffix, stacks) else {
            return Proven::default();
        };
        let Some(mutation) = judged(stacks, &read, progress) else {
            return Proven::default();
        };
        let before = drafts.clone();
        keep(&mut drafts, &mutation);
        if !is_chosen {
            drafts = chosen(&drafts);
            is_chosen = true;
        }
        if drafts == before {
            return Proven {
                specs: drafts.len(),
                text,
                score: mutation.score(),
            };
        }
    }
    Proven::default()
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.clauses == other.clauses
    }
}

/// Takes out what no change made fail, and notes how many each draft kills.
fn keep(drafts: &mut Vec<(Draft, usize)>, mutation: &Mutation) {
    let mut kills: BTreeMap<&str, usize> = BTreeMap::new();
    for mutant in mutation
        .mutants
        .iter()
        .filter(|it| it.outcome == super::super::Outcome::Killed)
    {
        for name in &mutant.by {
            *kills.entry(name).or_default() += 1;
        }
    }
    let proven: BTreeSet<(&str, usize)> = mutation
        .clauses
        .iter()
        .filter(|clause| clause.proven)
        .map(|clause| (clause.spec.as_str(), clause.clause))
        .collect();
    drafts.retain_mut(|(draft, count)| {
        *count = kills
            .get(full_name(FILE, &draft.id).as_str())
            .copied()
            .unwrap_or(0);
        let mut at = 0;
        draft.clauses.retain(|_| {
            at += 1;
            proven.contains(&(draft.id.as_str(), at - 1))
        });
        *count > 0 && !draft.clauses.is_empty()
    });
}

/// The drafts that are worth reading: of each topic those that notice most, and so many in all.
fn chosen(drafts: &[(Draft, usize)]) -> Vec<(Draft, usize)> {
    let mut ranked = Vec::new();
    for topic in Topic::ALL {
        let mut of: Vec<_> = drafts
            .iter()
            .filter(|(draft, _)| draft.topic == topic)
            .collect();
        of.sort_by_key(|(_, kills)| std::cmp::Reverse(*kills));
        ranked.extend(of.into_iter().take(topic.most()).enumerate());
    }
    // The best of each topic come before the second best of any.
    ranked.sort_by_key(|(place, (draft, _))| (*place, draft.topic));
    ranked.truncate(MOST);
    ranked.sort_by_key(|(place, (draft, _))| (draft.topic, *place));
    ranked.into_iter().map(|(_, draft)| draft.clone()).collect()
}

/// Whether a draft alone can be read without a warning, and holds with evidence.
fn holds(stacks: &[Stack], draft: &Draft, suffix: Option<&str>) -> bool {
    let text = text::file(&[(draft.clone(), 1)], suffix.is_some(), "");
    let Some(read) = read(&text, suffix, stacks) else {
        return false;
    };
    let run = run(stacks, &read.roles, &read.set, &read.params);
    is_green(&judge(&run))
}

/// Reads a file of drafts the way that it will be read.
fn read(text: &str, suffix: Option<&str>, stacks: &[Stack]) -> Option<Read> {
    let source = SourceFile {
        path: format!("specs/{FILE}.toml").into(),
        text: text.into(),
    };
    let file = spec::parse(&source, FILE).ok()?;
    if !file.warnings.is_empty() {
        return None;
    }
    let given = suffix.filter(|_| file.params.iter().any(|it| it.name == "suffix"));
    let given: Vec<Given> = given
        .map(|value| Given {
            name: "suffix".to_owned(),
            value: Value::from(value),
            origin: Origin::Config,
            place: None,
        })
        .into_iter()
        .collect();
    let mut set = SpecSet::new(vec![file]).ok()?;
    let params = spec::resolve_params(&set, &given, &|_| None, &[]).ok()?;
    set.bind(&params).ok()?;
    let identity = params.identity_values();
    let roles = stacks
        .iter()
        .map(|it| spec::role(&it.name, &identity))
        .collect();
    Some(Read { set, params, roles })
}

/// Whether every verdict is a pass with evidence, or finds nothing in a stack of several; at least one each
/// must pass.
fn is_green(verdicts: &[crate::check::Verdict]) -> bool {
    let mut passed: BTreeMap<&str, bool> = BTreeMap::new();
    for verdict in verdicts {
        let green = verdict.outcome == Outcome::Pass;
        if !green && verdict.outcome != Outcome::Skipped {
            return false;
        }
        *passed.entry(&verdict.spec).or_default() |= green;
    }
    !passed.is_empty() && passed.values().all(|passed| *passed)
}

/// The mutants of the stacks, judged by the file; `None` if the file is not green as a whole.
fn judged(
    stacks: &[Stack],
    read: &Read,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Option<Mutation> {
    let run = run(stacks, &read.roles, &read.set, &read.params);
    let verdicts = judge(&run);
    is_green(&verdicts).then(|| mutate(&run, &verdicts, &Scope::default(), progress))
}
