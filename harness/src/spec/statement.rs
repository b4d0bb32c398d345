//! What a clause says of the values: how many of them, and what they must satisfy.

use toml::de::DeValue;

use super::reader::{Entry, Reader, Table};
use super::right::{self, Site};
use super::scope::Scope;
use super::sure::{self, Sure};
use super::{CountTest, FromParam, Match, Quantifier, clause};
use crate::matcher::{Accepts, MATCHERS, Matcher, MatcherInfo};

/// The keys that say how many, or judge the values by one another: one to a clause.
const QUANTIFIERS: [&str; 7] = [
    "some", "none", "count", "unique", "distinct", "sum", "disjoint",
];

/// How many values, the param that the number is, and what they must satisfy.
pub(super) type Statement = (Quantifier, Option<FromParam>, Vec<Match>);

/// The quantifier of a clause, and its matchers, wherever they stand. `hand`: it looks at other
/// things than the subject.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    scope: &mut Scope,
    hand: bool,
) -> Statement {
    let quantifiers = QUANTIFIERS
        .into_iter()
        .filter_map(|key| table.get(key))
        .filter(|entry| !is_matcher(entry.key) || is_flag(*entry));
    let mut quantifiers: Vec<_> = quantifiers.collect();
    quantifiers.sort_by_key(|entry| entry.span().start);
    for extra in quantifiers.iter().skip(1) {
        let message = format!(
            "`{}` beside `{}`: one clause, one quantifier",
            extra.key, quantifiers[0].key
        );
        let found = reader.error(extra.key_span(), message, "");
        found.help.push("write two clauses".into());
    }
    let Some(entry) = quantifiers.first() else {
        let matchers = matchers(reader, table, scope, (Place::Every, hand));
        if matchers.is_none() && table.get("ordered").is_none() {
            let found = reader.error(table.span(), "this clause says nothing about the value", "");
            found
                .help
                .push("add a matcher, as `equal = true` or `present = true`".into());
        }
        return (Quantifier::Every, None, matchers.unwrap_or_default());
    };
    if entry.key == "count" {
        let (test, number) = count(reader, *entry, scope);
        let matchers = matchers(reader, table, scope, (Place::Count, hand));
        return (
            Quantifier::Count(test),
            number,
            matchers.unwrap_or_default(),
        );
    }
    if let Some((aggregate, number)) = aggregate(reader, *entry, scope) {
        for beside in table.entries() {
            if is_matcher(beside.key) && beside.key != entry.key || beside.key == "ordered" {
                let message = format!(
                    "`{}` beside `{}`: one judges each value, the other all of them",
                    beside.key, entry.key
                );
                let found = reader.error(beside.span(), message, "");
                found.help.push("write two clauses".into());
            }
        }
        return (aggregate, number, Vec::new());
    }
    for beside in table.entries() {
        if is_matcher(beside.key) {
            let message = format!("`{}` beside `{}`", beside.key, entry.key);
            let found = reader.error(beside.span(), message, "");
            found.help.push(match beside.key.starts_with("not_") {
                true => "write two clauses".to_owned(),
                false => format!(
                    "put it into the braces, `{} = {{ {} = ... }}`, or write two clauses",
                    entry.key, beside.key
                ),
            });
        }
    }
    let (quantifier, place) = match entry.key {
        "some" => (Quantifier::Some, Place::Some),
        _ => (Quantifier::None, Place::None),
    };
    let Some(inner) = Table::of(entry.value) else {
        let example = format!("a table of matchers: `{} = {{ equal = \"x\" }}`", entry.key);
        reader.wrong(*entry, &example);
        return (quantifier, None, Vec::new());
    };
    clause::check_keys(reader, inner, "a table of matchers", false);
    let read = matchers(reader, inner, scope, (place, hand));
    if read.is_none() && inner.entries().is_empty() {
        let message = format!("`{}` has no matcher: it says nothing", entry.key);
        let found = reader.error(entry.span(), message, "");
        found
            .help
            .push(format!("write `{} = {{ equal = \"x\" }}`", entry.key));
    }
    (quantifier, None, read.unwrap_or_default())
}

fn count(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &mut Scope,
) -> (CountTest, Option<FromParam>) {
    let test = match right::count(reader, entry, scope) {
        // What its number comes to is held against this when it is known.
        Some((test, Some(from))) => return (test, Some(from)),
        Some((test, None)) => test,
        None => {
            let (op, number) = (super::CountOp::Equal, 0);
            return (CountTest { op, number }, None);
        }
    };
    match sure::count(test) {
        Some(Sure::Always) => {
            let message = "this count can never fail: there is no number below 0";
            let found = reader.error(entry.span(), message, "");
            found
                .help
                .push("write the least number that must be there, as `count = \">= 1\"`".into());
        }
        Some(Sure::Never) => {
            let message = "this count can never hold: there is no number below 0";
            reader.error(entry.span(), message, "");
        }
        None => {}
    }
    (test, None)
}

/// `unique`, `distinct`, `sum`, `disjoint`.
fn aggregate(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &mut Scope,
) -> Option<(Quantifier, Option<FromParam>)> {
    let flag = |reader: &mut Reader<'_>| {
        reader.only_true(entry, "leave it out, or say `distinct = ...`");
    };
    Some(match entry.key {
        "unique" => {
            flag(reader);
            (Quantifier::Unique, None)
        }
        "disjoint" => {
            flag(reader);
            (Quantifier::Disjoint, None)
        }
        "distinct" => {
            let (test, number) = count(reader, entry, scope);
            (Quantifier::Distinct(test), number)
        }
        "sum" => {
            let (test, number) = count(reader, entry, scope);
            (Quantifier::Sum(test), number)
        }
        _ => return None,
    })
}

/// Whether a value is `true` or `false`: a word that is a quantifier and a matcher is the first
/// then.
fn is_flag(entry: Entry<'_>) -> bool {
    matches!(entry.value.get_ref(), DeValue::Boolean(_))
}

/// Where a matcher stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Every,
    Some,
    None,
    Count,
}

/// The matchers of a table; `None` if it has none, not even a wrong one.
fn matchers(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    scope: &mut Scope,
    (place, hand): (Place, bool),
) -> Option<Vec<Match>> {
    let entries = table.entries();
    let named: Vec<_> = entries
        .iter()
        .filter_map(|entry| matcher(entry.key).map(|(info, negated)| (*entry, info, negated)))
        .collect();
    if named.is_empty() {
        // A key that was refused may have been meant for a matcher.
        let refused = entries
            .iter()
            .any(|entry| !clause::is_clause_key(entry.key));
        return refused.then(Vec::new);
    }
    let read = named.into_iter().map(|(entry, info, negated)| {
        if !may_stand(reader, entry, info, negated, place) {
            return None;
        }
        let site = Site {
            negative: negated || matches!(place, Place::None | Place::Count),
            hand,
        };
        let (right, from) = right::read(reader, entry, info, scope, site)?;
        let read = Match {
            matcher: info.matcher,
            negated,
            right,
            from,
            span: entry.span(),
        };
        if read.from.is_none() {
            sure::refuse_match(reader, entry, &read, place);
        }
        Some(read)
    });
    Some(read.flatten().collect())
}

/// Refuses `not_*` and `absent` where their reading would be a riddle.
fn may_stand(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    info: &MatcherInfo,
    negated: bool,
    place: Place,
) -> bool {
    let quantifier = match place {
        Place::Every => return true,
        Place::Some => "some",
        Place::None => "none",
        Place::Count => "count",
    };
    if negated {
        let message = format!("`{}` under `{quantifier}`", entry.key);
        let found = reader.error(entry.key_span(), message, "");
        found.notes.push(format!(
            "`{}` already speaks of every value: not one of them may satisfy `{}`",
            entry.key, info.name
        ));
        found.help.push(match place {
            Place::None => format!(
                "write `{} = ...` under `some`, or `not_{} = ...` alone",
                info.name, info.name
            ),
            _ => format!(
                "write `{} = ...` under `none`, or `not_{} = ...` alone",
                info.name, info.name
            ),
        });
        return false;
    }
    let nothing_there = info.matcher == Matcher::Absent
        || (info.matcher == Matcher::Present && place == Place::None);
    if info.accepts == Accepts::True && nothing_there {
        let message = format!("`{}` under `{quantifier}`", info.name);
        let found = reader.error(entry.key_span(), message, "");
        found.help.push(
            "for \"nothing is written there\" write `absent = true` without a quantifier".into(),
        );
        return false;
    }
    true
}

/// Where a matcher of this name stands in the table, and whether the name negates it.
fn matcher(key: &str) -> Option<(&'static MatcherInfo, bool)> {
    let plain = MATCHERS.iter().find(|info| info.name == key);
    plain.map(|info| (info, false)).or_else(|| {
        let name = key.strip_prefix("not_")?;
        let info = MATCHERS
            .iter()
            .find(|info| info.name == name && info.negatable)?;
        Some((info, true))
    })
}

/// Whether a key is a matcher.
pub(super) fn is_matcher(key: &str) -> bool {
    matcher(key).is_some()
}
