//! Clauses: where to look, how many of the values, and what they must satisfy.

use std::sync::Arc;

use super::reader::{Entry, Keys, Reader, Table};
use super::right::{self, Site};
use super::scope::Scope;
use super::sure::{self, Sure};
use super::{Clause, ClauseKind, CountTest, Look, Match, Quantifier, Right, keys, query, written};
use crate::matcher::{Accepts, MATCHERS, Matcher, MatcherInfo};
use crate::select::Query;

/// Reads a member of `must`; `None` if something in it is wrong.
pub(super) fn read(reader: &mut Reader<'_>, table: Table<'_>, scope: &mut Scope) -> Option<Clause> {
    clause(reader, table, scope, false)
}

fn clause(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    scope: &mut Scope,
    inside_any: bool,
) -> Option<Clause> {
    let before = reader.errors();
    if table.entries().is_empty() {
        let found = reader.error(table.head(), "this clause is empty: it asserts nothing", "");
        found
            .help
            .push("write `{ at = \"$.encrypted\", equal = true }`".into());
        return None;
    }
    check_keys(reader, table, "a clause", true);
    let kind = match table.get("any") {
        Some(entry) => ClauseKind::Any(any(reader, table, entry, scope, inside_any)),
        None => ClauseKind::Look(look(reader, table, scope)?),
    };
    (reader.errors() == before).then(|| Clause {
        span: table.span(),
        written: written::table(reader, table),
        kind,
    })
}

/// Refuses unknown keys of a clause, or of the table of `some` and `none`.
fn check_keys(reader: &mut Reader<'_>, table: Table<'_>, of: &str, whole: bool) {
    let mut known: Vec<&str> = if whole {
        keys::names(keys::CLAUSE)
    } else {
        Vec::new()
    };
    known.extend(MATCHERS.iter().map(|info| info.name));
    let negated: Vec<String> = MATCHERS
        .iter()
        .filter(|info| info.negatable)
        .map(|info| format!("not_{}", info.name))
        .collect();
    known.extend(negated.iter().map(String::as_str));
    let keys = Keys {
        of,
        known: &known,
        aliases: keys::CLAUSE_ALIASES,
        later: keys::LATER,
    };
    reader.check_keys(table, &keys);
}

/// `any = [...]`, which stands alone.
fn any(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    entry: Entry<'_>,
    scope: &mut Scope,
    inside_any: bool,
) -> Vec<Clause> {
    if inside_any {
        let found = reader.error(entry.key_span(), "an `any` inside an `any`", "");
        found
            .help
            .push("put its clauses into the outer one: it says the same".into());
        return Vec::new();
    }
    for other in table.entries() {
        if other.key != "any" && (is_matcher(other.key) || is_clause_key(other.key)) {
            let message = format!("`{}` beside `any`: an `any` stands alone", other.key);
            let found = reader.error(other.span(), message, "");
            found
                .help
                .push("write it in each of its clauses, or in a clause of its own".into());
        }
    }
    let like = "`any = [ { at = ... }, { at = ... } ]`";
    let tables = reader.tables(entry, like);
    if entry
        .value
        .get_ref()
        .as_array()
        .is_some_and(|list| list.is_empty())
    {
        let found = reader.error(entry.span(), "an `any` without a clause can never hold", "");
        found.help.push(format!("write {like}"));
    }
    let clauses = tables
        .into_iter()
        .map(|table| clause(reader, table, scope, true));
    clauses.flatten().collect()
}

fn is_clause_key(key: &str) -> bool {
    keys::CLAUSE.iter().any(|known| known.name == key)
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

fn is_matcher(key: &str) -> bool {
    matcher(key).is_some()
}

/// What a clause without `any` says.
fn look(reader: &mut Reader<'_>, table: Table<'_>, scope: &mut Scope) -> Option<Look> {
    let before = reader.errors();
    let at = table.get("at").and_then(|entry| {
        let text = reader.text(entry)?;
        scope.refuse_placeholders(reader, text, "at");
        Some((query::query(reader, text)?, text))
    });
    let aliased = |entry: &Entry<'_>| keys::CLAUSE_ALIASES.contains(&(entry.key, "at"));
    if table.get("at").is_none() && !table.entries().iter().any(aliased) {
        let found = reader.error(table.head(), "this clause does not say where to look", "");
        found
            .help
            .push("add `at = \"$.name\"`, an RFC 9535 query on the subject".into());
    }
    let optional = table.get("optional").is_some_and(|entry| {
        reader.only_true(
            entry,
            "leave `optional` out: a value that is missing is then a fail",
        )
    });
    let default = table.get("default").and_then(|entry| {
        refuse_in_default(reader, entry, scope);
        reader.json(entry.value)
    });
    let (quantifier, matchers) = statement(reader, table, scope);
    if reader.errors() == before {
        let text = at.as_ref().map(|(_, text)| text.value.trim());
        sure::refuse_look(reader, table, text == Some("$"), quantifier, &matchers);
        if let Some((query, _)) = &at {
            refuse_itself(reader, query, &matchers);
        }
    }
    let (query, text) = at?;
    Some(Look {
        at: Arc::new(query),
        at_span: text.inner(),
        quantifier,
        optional,
        default,
        matchers,
    })
}

/// A default is a value: what looks like a param or a path in it would stand for itself.
fn refuse_in_default(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) {
    let right = |key: &str| ["param", "at"].contains(&key);
    let is_right = |table: Table<'_>| table.entries().iter().all(|entry| right(entry.key));
    if let Some(text) = reader.as_text(entry.value) {
        scope.refuse_placeholders(reader, text, "default");
        if text.value.contains("{$") {
            let found = reader.error(
                entry.value.span(),
                "paths are not replaced in `default`",
                "",
            );
            found
                .help
                .push("write the value that stands in for an unset one".into());
        }
    } else if Table::of(entry.value).is_some_and(|it| !it.entries().is_empty() && is_right(it)) {
        let message = "`default` takes a value, not a param or a path";
        let found = reader.error(entry.value.span(), message, "");
        found
            .help
            .push("write the value that stands in for an unset one".into());
    }
}

/// A value compared with itself can never fail.
fn refuse_itself(reader: &mut Reader<'_>, at: &Query, matchers: &[Match]) {
    for matcher in matchers {
        if matches!(&matcher.right, Right::At(right) if right.text() == at.text()) {
            let message = "this compares the value with itself";
            let found = reader.error(matcher.span.clone(), message, "the same path as `at`");
            found
                .help
                .push("compare with another path, a param or a value".into());
        }
    }
}

/// The quantifier of a clause, and its matchers, wherever they stand.
fn statement(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    scope: &mut Scope,
) -> (Quantifier, Vec<Match>) {
    let quantifiers = ["some", "none", "count"]
        .into_iter()
        .filter_map(|key| table.get(key));
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
        let matchers = matchers(reader, table, scope, Place::Every);
        if matchers.is_none() {
            let found = reader.error(table.span(), "this clause says nothing about the value", "");
            found
                .help
                .push("add a matcher, as `equal = true` or `present = true`".into());
        }
        return (Quantifier::Every, matchers.unwrap_or_default());
    };
    if entry.key == "count" {
        let test = count(reader, *entry);
        let matchers = matchers(reader, table, scope, Place::Count);
        return (Quantifier::Count(test), matchers.unwrap_or_default());
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
        return (quantifier, Vec::new());
    };
    check_keys(reader, inner, "a table of matchers", false);
    let read = matchers(reader, inner, scope, place);
    if read.is_none() && inner.entries().is_empty() {
        let message = format!("`{}` has no matcher: it says nothing", entry.key);
        let found = reader.error(entry.span(), message, "");
        found
            .help
            .push(format!("write `{} = {{ equal = \"x\" }}`", entry.key));
    }
    (quantifier, read.unwrap_or_default())
}

fn count(reader: &mut Reader<'_>, entry: Entry<'_>) -> CountTest {
    let Some(test) = right::count(reader, entry) else {
        return CountTest {
            op: super::CountOp::Equal,
            number: 0,
        };
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
    test
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
    place: Place,
) -> Option<Vec<Match>> {
    let entries = table.entries();
    let named: Vec<_> = entries
        .iter()
        .filter_map(|entry| matcher(entry.key).map(|(info, negated)| (*entry, info, negated)))
        .collect();
    if named.is_empty() {
        // A key that was refused may have been meant for a matcher.
        let refused = entries.iter().any(|entry| !is_clause_key(entry.key));
        return refused.then(Vec::new);
    }
    let read = named.into_iter().map(|(entry, info, negated)| {
        if !may_stand(reader, entry, info, negated, place) {
            return None;
        }
        let site = Site {
            negative: negated || matches!(place, Place::None | Place::Count),
        };
        let right = right::read(reader, entry, info, scope, site)?;
        let read = Match {
            matcher: info.matcher,
            negated,
            right,
            span: entry.span(),
        };
        sure::refuse_match(reader, entry, &read, place);
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
