//! What speaks against holding results side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::suite::results::Results;

/// How many of what is different are named.
const NAMED: usize = 5;

/// A warning for each thing that makes figures mean less than they seem to.
pub(super) fn warnings(results: &[Results]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    if let Some((first, others)) = results.split_first() {
        warnings.extend(others.iter().filter_map(|other| specs(first, other)));
    }
    warnings.extend(shards(results));
    warnings
}

/// The specs of a file that could be red, each with its level.
fn judged_by(results: &Results) -> BTreeMap<(&str, &str), &str> {
    let specs = results.specs.iter().filter(|spec| spec.level != "off");
    specs
        .map(|spec| ((&*spec.file, &*spec.spec), &*spec.level))
        .collect()
}

/// Cases that other specs judged pass for other reasons.
fn specs(first: &Results, other: &Results) -> Option<Diagnostic> {
    let (of_first, of_other) = (judged_by(first), judged_by(other));
    let mut different: Vec<String> = Vec::new();
    let keys: BTreeSet<_> = of_first.keys().chain(of_other.keys()).collect();
    for (file, spec) in keys {
        let key = (*file, *spec);
        let how = match (of_first.get(&key), of_other.get(&key)) {
            (Some(one), Some(two)) if one == two => continue,
            (Some(one), Some(two)) => format!("is `{one}` in the one, `{two}` in the other"),
            (Some(_), None) => format!("judged only those of `{}`", first.name),
            (None, _) => format!("judged only those of `{}`", other.name),
        };
        different.push(format!("`{file}::{spec}` {how}"));
    }
    if different.is_empty() {
        return None;
    }
    let message = format!(
        "not comparable: other specs judged the cases of `{}` and of `{}`",
        first.name, other.name
    );
    let more = different.len().saturating_sub(NAMED);
    let mut warning = warning(message);
    warning.notes.extend(different.into_iter().take(NAMED));
    if more > 0 {
        warning.notes.push(format!("and {more} more"));
    }
    Some(warning.help("judge both with the specs of today, or read their figures apart"))
}

/// A shard that is not there is not seen otherwise.
fn shards(results: &[Results]) -> Vec<Diagnostic> {
    let mut sets: BTreeMap<(&str, usize), BTreeMap<usize, usize>> = BTreeMap::new();
    for suite in results.iter().map(|results| &results.suite) {
        if let (Some(shard), Some(shards)) = (suite.shard, suite.shards) {
            let set = sets.entry((&suite.digest, shards)).or_default();
            *set.entry(shard).or_default() += 1;
        }
    }
    let mut warnings = Vec::new();
    for ((_, shards), set) in sets {
        let most = set.values().copied().max().unwrap_or(0);
        // A file may say any number of shards, so nobody counts up to it.
        let whole = |shard: &usize| set.get(shard).is_some_and(|times| *times == most);
        let here = set.keys().filter(|shard| (1..=shards).contains(*shard));
        let missing = shards.saturating_sub(here.filter(|shard| whole(shard)).count());
        if missing == 0 {
            continue;
        }
        let named = (1..=shards).filter(|shard| !whole(shard)).take(NAMED);
        let named: Vec<String> = named.map(|shard| shard.to_string()).collect();
        let more = match missing.saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "not all cases are here: of {shards} shards, {}{more} lack",
            named.join(", ")
        );
        warnings.push(warning(message).help("give the results of all shards"));
    }
    warnings
}

fn warning(message: String) -> Diagnostic {
    let mut warning = Diagnostic::error(message);
    warning.severity = Severity::Warning;
    warning
}
