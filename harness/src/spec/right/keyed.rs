//! The row of a table by key: `{ param = "engine_ports", key = "$.engine" }`.

use std::sync::Arc;

use serde_json::Value;

use super::Site;
use crate::matcher::{Accepts, MatcherInfo};
use crate::spec::query::{self, Start};
use crate::spec::reader::{Entry, Keys, Reader, Table, names};
use crate::spec::scope::Scope;
use crate::spec::{Keyed, ParamKind, Right, keys, param};

/// Whether `param = "..."` names a declared one: then no object is meant.
pub(super) fn names_param(entry: Entry<'_>, scope: &Scope) -> bool {
    let name = entry.value.get_ref().as_str();
    name.is_some_and(|name| scope.declared.contains_key(name))
}

/// `{ param = "engine_ports", key = "$.engine" }`
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    named: Entry<'_>,
    info: &MatcherInfo,
    (scope, site): (&mut Scope, Site),
) -> Option<Right> {
    let before = reader.errors();
    let known = Keys {
        of: "a right side from a param",
        known: &names(keys::KEYED),
        aliases: &[("at", "key"), ("row", "key"), ("by", "key")],
        later: &[],
    };
    reader.check_keys(table, &known);
    let entry = table.get("key")?;
    let path = reader.text(entry)?;
    scope.refuse_placeholders(reader, path, "key");
    let start = match site.hand {
        true => Start::Either,
        false => Start::Subject,
    };
    let key = query::query(reader, path, start);
    let name = reader.text(named)?;
    let Some(declared) = scope.declared.get(name.value) else {
        let help = param::undeclared(name.value, &scope.declared);
        let message = format!("no param is called `{}`", name.value);
        reader.error(name.span(), message, "").help.push(help);
        return None;
    };
    if let Some(kind) = declared.kind().filter(|kind| *kind != ParamKind::Keyed) {
        let message = format!(
            "`key` looks up a row, and the param `{}` is {}",
            name.value,
            kind.noun()
        );
        let found = reader.error(entry.span(), message, "");
        found.help.push("leave `key` out".into());
        found.notes.push(format!(
            "a table by key is declared as `[param.{}]` with `default = {{ postgres = [5432] }}` or with `table`",
            name.value
        ));
        return None;
    }
    if let Some((row, is)) = declared.default().and_then(|rows| unfit_row(rows, info)) {
        let wants = match info.accepts {
            Accepts::Number => "numbers",
            _ => "texts",
        };
        let message = format!(
            "`{}` compares {wants}, and the row `{row}` of `{}` holds {is}",
            info.name, name.value
        );
        reader.error(table.span(), message, "");
    }
    let place = (name.span(), "");
    scope.use_param(reader, name.value, &[ParamKind::Keyed], place);
    if reader.errors() > before {
        return None;
    }
    Some(Right::Keyed(Box::new(Keyed {
        param: name.value.to_owned(),
        key: Arc::new(key?),
        key_span: path.inner(),
    })))
}

/// A row with a value that the matcher cannot compare with, and what that is.
fn unfit_row<'v>(rows: &'v Value, info: &MatcherInfo) -> Option<(&'v str, &'static str)> {
    let fits = |value: &Value| match info.accepts {
        Accepts::Any | Accepts::List => true,
        Accepts::Number => value.is_number(),
        _ => value.is_string(),
    };
    rows.as_object()?.iter().find_map(|(key, row)| {
        let values = row
            .as_array()
            .map_or(std::slice::from_ref(row), Vec::as_slice);
        let unfit = values.iter().find(|value| !fits(value))?;
        Some((key.as_str(), ParamKind::of(unfit).noun()))
    })
}
