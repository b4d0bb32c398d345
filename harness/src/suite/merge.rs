//! Puts the shards of a suite together: what comes of it is what one run of all cases writes.
//!
//! Nothing may be there twice, and nothing may lack: a shard that nobody misses is a green that
//! means nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::fingerprint::digest;
use super::overall::{Overall, ends};
use super::record::{SpecLine, SuiteLine, SummaryLine};
use super::results::Results;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::spec::full_name;

/// How many of what lacks are named.
const NAMED: usize = 5;

/// The results of a whole suite from those of its shards, in any order.
///
/// # Errors
/// Results that are not of one run; a shard or a case that is there twice, or is not there.
pub fn merge(mut shards: Vec<Results>) -> Result<Results, Box<Diagnostic>> {
    let Some(of) = shards.first().map(|first| first.suite.shards) else {
        return refuse("there is no result to merge".to_owned(), "name a file");
    };
    for shard in &shards {
        if shard.suite.shard.is_none() {
            let message = format!("`{}` is no shard: it is of a whole run", shard.name);
            return refuse(
                message,
                "merge what `stackspec suite run DIR --shard I/N` wrote",
            );
        }
    }
    one_run(&shards)?;
    shards.sort_by_key(|shard| shard.suite.shard);
    no_overlap(&shards)?;
    no_gap(&shards, of.unwrap_or(0))?;
    together(shards)
}

/// Whether all of them are of one suite, judged alike.
fn one_run(shards: &[Results]) -> Result<(), Box<Diagnostic>> {
    let Some((first, others)) = shards.split_first() else {
        return Ok(());
    };
    for other in others {
        let Some((what, help)) = difference(first, other) else {
            continue;
        };
        let (one, two) = (&first.name, &other.name);
        return refuse(
            format!("`{one}` and `{two}` are not of one run: {what}"),
            help,
        );
    }
    Ok(())
}

/// In what two shards differ that should not.
fn difference(one: &Results, two: &Results) -> Option<(String, &'static str)> {
    const SAME: &str = "run all shards from one commit, with the same flags";
    let (a, b) = (&one.suite, &two.suite);
    if a.shards != b.shards {
        let of = |suite: &SuiteLine| suite.shards.unwrap_or(0).to_string();
        let what = format!("the one is of {} shards, the other of {}", of(a), of(b));
        return Some((what, "run all shards with the same N of `--shard I/N`"));
    }
    if a.mode != b.mode {
        let what = "only one of them expects anything (`--grade`)".to_owned();
        return Some((what, SAME));
    }
    if a.digest != b.digest || a.cases != b.cases {
        let what = "their suites have other cases".to_owned();
        return Some((what, SAME));
    }
    if one.specs != two.specs || a.specs != b.specs {
        let what = match odd(&one.specs, &two.specs) {
            Some(name) => format!("other specs judged them, of which `{name}` is one"),
            None => "their specs are in another order".to_owned(),
        };
        return Some((what, SAME));
    }
    if a.knowns != b.knowns {
        let what = "they have other known failures ([[known]] of suite.toml)".to_owned();
        return Some((what, SAME));
    }
    if a.title != b.title || a.whole != b.whole {
        return Some(("their suites are not the same".to_owned(), SAME));
    }
    None
}

/// A spec that is in one of two lists only, or not the same in both.
fn odd(one: &[SpecLine], two: &[SpecLine]) -> Option<String> {
    let lacks = |spec: &&SpecLine, others: &[SpecLine]| !others.contains(spec);
    let odd = one.iter().find(|spec| lacks(spec, two));
    let odd = odd.or_else(|| two.iter().find(|spec| lacks(spec, one)));
    odd.map(|spec| full_name(&spec.file, &spec.spec))
}

fn no_overlap(shards: &[Results]) -> Result<(), Box<Diagnostic>> {
    for pair in shards.windows(2) {
        let [one, two] = pair else { continue };
        if one.suite.shard == two.suite.shard {
            let which = which(&one.suite);
            let message = format!("`{}` and `{}` are both shard {which}", one.name, two.name);
            return refuse(message, "name the results of each shard once");
        }
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for shard in shards {
        for record in &shard.cases {
            let case = record.case.case.as_str();
            if let Some(first) = seen.insert(case, &shard.name) {
                let second = &shard.name;
                let message = match first == second {
                    true => format!("the case `{case}` is twice in `{first}`"),
                    false => format!("the case `{case}` is in `{first}` and in `{second}`"),
                };
                return refuse(message, "name the results of each shard once");
            }
        }
    }
    Ok(())
}

fn no_gap(shards: &[Results], of: usize) -> Result<(), Box<Diagnostic>> {
    let here: BTreeSet<usize> = shards.iter().filter_map(|it| it.suite.shard).collect();
    if let Some(odd) = shards
        .iter()
        .find(|it| !it.suite.shard.is_some_and(|at| (1..=of).contains(&at)))
    {
        let message = format!("`{}` says it is shard {}", odd.name, which(&odd.suite));
        return refuse(message, "run this shard again");
    }
    // A file may say any number of shards, so nobody counts up to it.
    let missing = of - here.len();
    if missing > 0 {
        let named = (1..=of).filter(|at| !here.contains(at)).take(NAMED);
        let named: Vec<String> = named.map(|at| format!("{at}/{of}")).collect();
        let more = match missing.saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let noun = match missing {
            1 => "shard",
            _ => "shards",
        };
        let named = named.join(", ");
        let message = format!("the results of {noun} {named}{more} are missing");
        return refuse(message, "name the results of all shards");
    }
    let cases: usize = shards.iter().map(|shard| shard.cases.len()).sum();
    let all = shards.first().map_or(0, |shard| shard.suite.cases);
    if cases != all {
        let files: Vec<String> = shards.iter().map(|it| format!("`{}`", it.name)).collect();
        let message = format!(
            "the suite has {all} cases, and {cases} are in {}",
            files.join(", ")
        );
        return refuse(
            message,
            "run all shards from one commit, and merge what they wrote as it is",
        );
    }
    Ok(())
}

/// What one run would have written.
fn together(shards: Vec<Results>) -> Result<Results, Box<Diagnostic>> {
    let names: Vec<String> = shards
        .iter()
        .map(|shard| format!("`{}`", shard.name))
        .collect();
    let mut shards = shards.into_iter();
    let Some(mut merged) = shards.next() else {
        return refuse("there is no result to merge".to_owned(), "name a file");
    };
    for shard in shards {
        merged.cases.extend(shard.cases);
        merged.mismatches.extend(shard.mismatches);
    }
    (merged.suite.shard, merged.suite.shards) = (None, None);
    merged.cases.sort_by(|a, b| a.case.case.cmp(&b.case.case));
    let cases = merged.cases.iter().map(|record| record.case.case.as_str());
    if digest(cases) != merged.suite.digest {
        let message = format!(
            "{} have other cases than their suite says",
            names.join(", ")
        );
        return refuse(message, "merge what `stackspec suite run` wrote as it is");
    }
    let (mut overall, mut summary) = (Overall::default(), SummaryLine::default());
    let mut exits = Vec::new();
    for record in &merged.cases {
        overall.add(record);
        summary.add(record);
        let problems = record.problems.iter();
        exits.extend(problems.filter_map(|problem| Exit::of_code(problem.exit_code)));
    }
    merged.mismatches.extend(overall.mismatches(&merged.suite));
    summary.close(merged.specs.len(), merged.mismatches.len());
    exits.extend(ends(&summary));
    summary.exit_code = decide(exits).code();
    merged.summary = summary;
    Ok(merged)
}

/// `2/8`
fn which(suite: &SuiteLine) -> String {
    let number = |number: Option<usize>| number.map_or_else(String::new, |it| it.to_string());
    format!("{}/{}", number(suite.shard), number(suite.shards))
}

fn refuse<T>(message: String, help: &str) -> Result<T, Box<Diagnostic>> {
    Err(Box::new(Diagnostic::error(message).help(help)))
}
