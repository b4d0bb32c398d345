//! Clauses: where to look, how many of the values, and what they must satisfy.

use std::sync::Arc;

use super::query::Start;
use super::reader::{Entry, Keys, Reader, Table, names};
use super::scope::Scope;
use super::statement::{self, is_matcher};
use super::{
    Clause, ClauseKind, Look, Match, Quantifier, Right, Template, TemplatePiece, Together, choose,
    keys, query, right, sure, together, written,
};
use crate::matcher::{MATCHERS, Matcher};
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
        None => ClauseKind::Look(Box::new(look(reader, table, scope, inside_any)?)),
    };
    (reader.errors() == before).then(|| Clause {
        span: table.span(),
        written: written::table(reader, table),
        kind,
    })
}

/// Refuses unknown keys of a clause, or of the table of `some` and `none`.
pub(super) fn check_keys(reader: &mut Reader<'_>, table: Table<'_>, of: &str, whole: bool) {
    let mut known: Vec<&str> = if whole {
        names(keys::CLAUSE)
    } else {
        Vec::new()
    };
    let universal = ["every", "each", "all"].into_iter();
    for every in universal.filter_map(|key| table.get(key).filter(|_| whole)) {
        known.push(every.key);
        let message = format!(
            "`{}` is what a clause says without any quantifier",
            every.key
        );
        let found = reader.error(every.key_span(), message, "");
        found.help.push(
            "leave it out, and write the matchers into the clause itself: `{ at = \"$.x[*]\", equal = 1 }`"
                .into(),
        );
    }
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

/// Whether a key is one of a clause, and no matcher.
pub(super) fn is_clause_key(key: &str) -> bool {
    keys::CLAUSE.iter().any(|known| known.name == key)
}

/// What a clause without `any` says.
fn look(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    scope: &mut Scope,
    inside_any: bool,
) -> Option<Look> {
    let before = reader.errors();
    let over = choose::over(reader, table, scope)?;
    let filter = choose::filter_of(reader, table, &over, scope);
    let hand = over.has_nodes();
    let together = together::read(reader, table, hand, inside_any);
    let at = table.get("at").and_then(|entry| {
        let text = reader.text(entry)?;
        scope.refuse_placeholders(reader, text, "at");
        let start = if hand { Start::Hand } else { Start::Subject };
        Some((query::query(reader, text, start)?, text.inner()))
    });
    // Without a path it is the whole of what is at hand.
    let whole = || {
        let (text, span) = match (hand, &together) {
            (true, _) => ("@", table.head()),
            (false, Some(_)) => ("$", table.head()),
            (false, None) => return None,
        };
        Some((Query::parse_at(text).ok()?, span))
    };
    let at = match table.get("at") {
        Some(_) => at,
        None => whole(),
    };
    let aliased = |entry: &Entry<'_>| keys::CLAUSE_ALIASES.contains(&(entry.key, "at"));
    let meant = table.get("together").is_some() || table.entries().iter().any(aliased);
    if at.is_none() && table.get("at").is_none() && !meant {
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
    let rewrite = table
        .get("as")
        .and_then(|entry| together::rewrite(reader, entry, scope));
    let named = table
        .get("named")
        .and_then(|entry| right::regexes(reader, entry, scope));
    if let (Some(named), Some(entry)) = (&named, table.get("named"))
        && named.iter().any(sure::matches_everything)
    {
        let found = reader.error(entry.span(), "every name is like this", "");
        found.help.push("leave `named` out".into());
    }
    let ordered = together::ordered(reader, table, &over);
    let (quantifier, number, matchers) = statement::read(reader, table, scope, hand);
    if reader.errors() == before {
        let whole = at.as_ref().map(|(query, _)| query.segments().is_empty());
        let at_root = !hand && together.is_none() && whole == Some(true);
        sure::refuse_look(reader, table, at_root, quantifier, &matchers);
        refuse_unsaid(reader, table, &together, quantifier, &matchers);
        if let Some((query, _)) = &at {
            refuse_itself(reader, query, &matchers);
        }
    }
    let (query, at_span) = at?;
    Some(Look {
        over,
        filter,
        together,
        at: Arc::new(query),
        at_span,
        named,
        quantifier,
        number,
        optional,
        default,
        rewrite,
        before: ordered,
        matchers,
    })
}

/// Refuses matchers that a clause with `together`, `as` or an aggregate cannot have.
fn refuse_unsaid(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    together: &Option<Together>,
    quantifier: Quantifier,
    matchers: &[Match],
) {
    let counts = matches!(quantifier, Quantifier::Count(_));
    if let (Some(_), Some(entry), false) = (
        together,
        table.get("together"),
        counts || quantifier.is_aggregate(),
    ) {
        let message = "`together` judges the values of all subjects at once, and this says nothing of them together";
        let found = reader.error(entry.span(), message, "");
        found.help.push(
            "say `count`, `unique`, `distinct`, `sum` or `disjoint`; what holds of each alone needs no `together`"
                .into(),
        );
    }
    let presence = |matcher: &Match| matcher.matcher.info().presence;
    if let Some(entry) = table.get("as")
        && (matchers.is_empty() && !quantifier.is_aggregate() || matchers.iter().any(presence))
    {
        let message = "`as` changes a value before it is compared, and nothing is compared here";
        let found = reader.error(entry.span(), message, "");
        found
            .help
            .push("leave `as` out, or add a matcher such as `one_of`".into());
    }
    if let (true, Some(entry)) = (table.get("ordered").is_some(), table.get("as")) {
        let message = "`as` beside `ordered`: two clauses in one";
        reader
            .error(entry.span(), message, "")
            .help
            .push("write two clauses".into());
    }
    let absent = matchers.iter().any(|it| it.matcher == Matcher::Absent);
    if let (true, Some(entry)) = (absent, table.get("ordered")) {
        let message = "`ordered` beside `absent`: nothing that is not there has an order";
        reader
            .error(entry.span(), message, "")
            .help
            .push("write two clauses".into());
    }
}

/// A default is a value: what looks like a param or a path in it would stand for itself.
fn refuse_in_default(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) {
    let right = |key: &str| ["param", "key", "at"].contains(&key);
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
        let same = |right: &Right| match right {
            Right::Elsewhere(it) => {
                !it.over.has_nodes()
                    && it.times.is_none()
                    && it.rewrite.is_none()
                    && it.before_last.is_none()
                    && it.at.text() == at.text()
            }
            Right::Value(Template::Text(pieces)) => match pieces.as_slice() {
                [TemplatePiece::Path(path)] => path.text() == at.text(),
                _ => false,
            },
            _ => false,
        };
        if same(&matcher.right) {
            let message = "this compares the value with itself";
            let found = reader.error(matcher.span.clone(), message, "the same path as `at`");
            found
                .help
                .push("compare with another path, a param or a value".into());
        }
    }
}
