//! What names and tags have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Seen;
use super::text::{is_name, list};
use super::{Draft, Suffix, Topic};
use crate::spec::toml_text;

/// How many types may stand outside of a rule about names; more, and it is no rule.
const MAX_OUTSIDE: usize = 4;

/// Words that end names because they say what the thing is.
const KINDS: [&str; 30] = [
    "alarm",
    "alb",
    "api",
    "bucket",
    "cluster",
    "db",
    "distribution",
    "dlq",
    "errors",
    "function",
    "group",
    "handler",
    "instance",
    "key",
    "lambda",
    "logs",
    "policy",
    "pool",
    "processor",
    "profile",
    "queue",
    "role",
    "rule",
    "secret",
    "service",
    "sg",
    "stack",
    "table",
    "task",
    "topic",
];

/// What stands between the words of a name.
const BETWEEN: [char; 4] = ['-', '_', '.', '/'];

/// The ending that most names share: the last word of at least three names of two types, and of two thirds of all.
pub(super) fn suffix(seen: &Seen) -> Option<Suffix> {
    let mut found: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for name in &seen.names {
        if let Some((before, last)) = name.end.rsplit_once(BETWEEN)
            && (!before.is_empty() || !name.start.is_empty() || name.end.len() > last.len())
        {
            let (count, types) = found.entry(last).or_default();
            *count += 1;
            types.insert(&name.type_name);
        }
    }
    let (word, (has, types)) = found.into_iter().max_by_key(|(_, (count, _))| *count)?;
    let plain = |c: char| c.is_ascii_alphanumeric();
    let fits = word.len() >= 2 && word.chars().all(plain) && !KINDS.contains(&word);
    let enough = has >= 3 && types.len() >= 2 && has * 3 >= seen.names.len() * 2;
    (fits && enough).then(|| Suffix {
        value: word.to_owned(),
        has,
        of: seen.names.len(),
    })
}

/// The drafts about names and tags.
pub(super) fn drafts(seen: &Seen, suffix: Option<&str>) -> Vec<Draft> {
    let mut all = Vec::new();
    if let Some(suffix) = suffix {
        let has = |end: &str, _: &str| end.contains(suffix);
        all.extend(of_names(seen, &has, "name-without-suffix", || {
            (
                "a name lacks the suffix of the environment".to_owned(),
                "at = \"$.value\", contain = \"{suffix}\"".to_owned(),
            )
        }));
    }
    if let Some(prefix) = prefix(seen) {
        let has = |_: &str, start: &str| start.starts_with(&prefix);
        all.extend(of_names(seen, &has, "name-begins-otherwise", || {
            // Letters, digits, `-` and `_` mean themselves.
            let pattern = format!("^{prefix}");
            (
                format!("a name does not begin with `{prefix}` as the others do"),
                format!("at = \"$.value\", match = {}", toml_text(&pattern)),
            )
        }));
    }
    all.extend(tags(seen, suffix));
    all
}

/// A rule about all names, but those of the types in which one breaks it.
fn of_names(
    seen: &Seen,
    holds: &dyn Fn(&str, &str) -> bool,
    id: &str,
    said: impl FnOnce() -> (String, String),
) -> Option<Draft> {
    let broken = seen.names.iter().filter(|it| !holds(&it.end, &it.start));
    let outside: BTreeSet<&str> = broken.map(|it| it.type_name.as_str()).collect();
    let inside = |name: &&super::gather::Name| !outside.contains(name.type_name.as_str());
    let count = seen.names.iter().filter(inside).count();
    if count < 3 || outside.len() > MAX_OUTSIDE || !outside.iter().all(|it| is_name(it)) {
        return None;
    }
    let mut conditions = vec!["@.prefix == false".to_owned()];
    conditions.extend(outside.iter().map(|it| format!("@.type != '{it}'")));
    let (title, clause) = said();
    let mut head = vec![
        ("view", toml_text("physical_name")),
        ("where", toml_text(&conditions.join(" && "))),
    ];
    if seen.stacks > 1 {
        head.push(("when_empty", toml_text("skip")));
    }
    Some(Draft {
        topic: Topic::Names,
        id: id.to_owned(),
        title,
        from: format!("{count} of {} names", seen.names.len()),
        head,
        clauses: vec![clause],
    })
}

/// The first word that most names share.
fn prefix(seen: &Seen) -> Option<String> {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &seen.names {
        if let Some(at) = name.start.find(['-', '_']) {
            *found.entry(&name.start[..=at]).or_default() += 1;
        }
    }
    let (prefix, has) = found.into_iter().max_by_key(|(_, count)| *count)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let fits = prefix.len() >= 4 && prefix.chars().all(plain);
    (fits && has >= 3 && has * 3 >= seen.names.len() * 2).then(|| prefix.to_owned())
}

/// Tags that every resource with tags has, and the values that are the same everywhere.
fn tags(seen: &Seen, suffix: Option<&str>) -> Option<Draft> {
    let tagged = |blocks: &Vec<super::gather::Block>| blocks.iter().all(|it| !it.tags.is_empty());
    let types = seen.types.iter().filter(|(_, blocks)| tagged(blocks));
    let types: Vec<(&String, &Vec<_>)> = types.collect();
    let blocks: Vec<_> = types.iter().flat_map(|(_, blocks)| blocks.iter()).collect();
    let first = blocks.first()?;
    if blocks.len() < 3 {
        return None;
    }
    let everywhere = |name: &&String| blocks.iter().all(|it| it.tags.contains_key(*name));
    let names = first.tags.keys().filter(everywhere);
    // A brace could be read as a param.
    let names: Vec<&String> = names.filter(|name| !name.contains('{')).collect();
    let (mut clauses, mut others) = (Vec::new(), Vec::new());
    for name in names {
        let value = first.tags.get(name).and_then(Option::as_ref);
        let same = value.filter(|value| {
            blocks
                .iter()
                .all(|it| it.tags.get(name).and_then(Option::as_ref) == Some(*value))
        });
        match same.filter(|value| !value.contains('{')) {
            Some(value) => {
                let right = match suffix == Some(value.as_str()) {
                    true => toml_text("{suffix}"),
                    false => toml_text(value),
                };
                clauses.push(format!(
                    "at = \"$.tags\", contain = {{ {} = {right} }}",
                    toml_text(name)
                ));
            }
            None => others.push(name.as_str()),
        }
    }
    if !others.is_empty() {
        clauses.push(format!("at = \"$.tags\", keys = {}", list(others)));
    }
    let types: Vec<&str> = types.iter().map(|(name, _)| name.as_str()).collect();
    let mut head = vec![("resource", list(types.iter().copied()))];
    if seen.is_missing(&types) {
        head.push(("when_empty", toml_text("skip")));
    }
    (!clauses.is_empty()).then(|| Draft {
        topic: Topic::Tags,
        id: "tag-missing".to_owned(),
        title: "a resource lacks a tag that all others have".to_owned(),
        from: format!("{} resources with tags", blocks.len()),
        head,
        clauses,
    })
}
