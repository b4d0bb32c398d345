//! `[[spec.case]]`: examples of a spec.

use serde_json::Value;
use toml::de::DeValue;

use super::convert::convert;
use super::reader::{Entry, Keys, Reader, Slot, Table, names};
use super::scope::Scope;
use super::{Case, CaseFiles, Expect, ParamKind, keys, param};
use crate::diagnostic::nearest;

/// The top-level blocks of Terraform JSON.
/// Source: "JSON Configuration Syntax" and the block types of the language's documentation.
pub(crate) const BLOCKS: [&str; 15] = [
    "//",
    "action",
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// Reads the cases of a spec, whose clauses have been read: what they use is in `scope`.
pub(super) fn read(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) -> Vec<Case> {
    let tables = reader.tables(entry, "`[[spec.case]]`, and below it the keys of the case");
    let cases = tables.into_iter().map(|table| one(reader, table, scope));
    cases.flatten().collect()
}

fn one(reader: &mut Reader<'_>, table: Table<'_>, scope: &Scope) -> Option<Case> {
    let before = reader.errors();
    let known = Keys {
        of: "a case",
        known: &names(keys::CASE),
        aliases: &[
            ("name", "title"),
            ("input", "given"),
            ("param", "params"),
            ("outcome", "expect"),
            ("file", "files"),
        ],
        later: &[],
    };
    reader.check_keys(table, &known);
    let title = table.get("title").and_then(|entry| reader.words(entry));
    let given = match table.get("given") {
        Some(entry) => stacks(reader, entry),
        None => {
            let found = reader.error(table.head(), "this case has no `given`", "");
            found.help.push(
                "add a stack in the shape of Terraform JSON: `given.resource.aws_vpc.main = {}`"
                    .into(),
            );
            None
        }
    };
    let params = params(reader, table, scope);
    let files = table.get("files").map(|entry| files(reader, entry));
    let expect = expect(reader, table);
    if reader.errors() > before {
        return None;
    }
    Some(Case {
        title,
        given: given?,
        files: files.flatten(),
        params,
        expect: expect?,
        span: table.span(),
    })
}

/// A stack, or several of them.
fn stacks(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<Vec<Value>> {
    let DeValue::Array(list) = entry.value.get_ref() else {
        return Some(vec![given(reader, entry, entry.value)?]);
    };
    if list.is_empty() {
        let found = reader.error(entry.value_span(), "a case of no stack at all", "");
        found
            .help
            .push("write `given = {}` for a stack with nothing in it".into());
        return None;
    }
    let read: Vec<_> = list
        .iter()
        .map(|element| given(reader, entry, element))
        .collect();
    read.into_iter().collect()
}

/// The files that the stacks may name: their names, or each with what is in it.
fn files(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<CaseFiles> {
    let before = reader.errors();
    let mut files = CaseFiles::new();
    match entry.value.get_ref() {
        DeValue::Array(list) if list.is_empty() => {}
        DeValue::Array(_) | DeValue::String(_) => {
            let names = reader.texts(entry).into_iter();
            files.extend(names.map(|text| (text.value.to_owned(), None)));
        }
        DeValue::Table(_) => {
            let named = reader.table(entry).map(Table::entries).unwrap_or_default();
            for file in named {
                let entries = match file.value.get_ref() {
                    DeValue::Boolean(_) => {
                        reader.only_true(file, "leave out what is not there");
                        None
                    }
                    DeValue::Array(list) if list.is_empty() => Some(Vec::new()),
                    _ => {
                        let names = reader.texts(file).into_iter();
                        Some(names.map(|text| text.value.to_owned()).collect())
                    }
                };
                files.insert(file.key.to_owned(), entries);
            }
        }
        _ => {
            reader.wrong(entry, "a list of names, or a table of them");
        }
    }
    (reader.errors() == before).then_some(files)
}

/// A stack, as a table or as JSON in a text.
fn given(reader: &mut Reader<'_>, entry: Entry<'_>, value: Slot<'_>) -> Option<Value> {
    if let Some(text) = reader.as_text(value) {
        if let Err(error) = crate::value::parse(text.value) {
            let start: usize = text
                .value
                .split_inclusive('\n')
                .take(error.line.saturating_sub(1))
                .map(str::len)
                .sum();
            let at = start + error.column.saturating_sub(1);
            let label = error.to_string();
            reader.error(text.part(at..at + 1), "this text is no JSON", label);
            return None;
        }
        let value: Value = serde_json::from_str(text.value).ok()?;
        let Some(map) = value.as_object() else {
            reader.error(text.span(), "a stack is a JSON object", "");
            return None;
        };
        for name in map.keys().filter(|name| !BLOCKS.contains(&name.as_str())) {
            let found = reader.error(
                text.span(),
                format!("Terraform JSON has no block `{name}`"),
                "",
            );
            found
                .help
                .extend(nearest(name, BLOCKS).map(|near| format!("did you mean `{near}`?")));
        }
        return Some(value);
    }
    let Some(table) = Table::of(value) else {
        reader.wrong(entry, "a table, a text with JSON, or a list of tables");
        return None;
    };
    for block in table.entries() {
        if !BLOCKS.contains(&block.key) {
            let message = format!("Terraform JSON has no block `{}`", block.key);
            let found = reader.error(block.key_span(), message, "");
            let kind = block
                .key
                .contains('_')
                .then(|| format!("write `given.resource.{}.name = {{ ... }}`", block.key));
            let near = nearest(block.key, BLOCKS).map(|near| format!("did you mean `{near}`?"));
            found.help.extend(near.or(kind));
        }
    }
    reader.json(value)
}

/// The case's params, and an error for each that the spec needs and nothing gives.
fn params(reader: &mut Reader<'_>, table: Table<'_>, scope: &Scope) -> Vec<(String, Value)> {
    let given = table.get("params").and_then(|entry| reader.table(entry));
    let mut params = Vec::new();
    for entry in given.map(Table::entries).unwrap_or_default() {
        let Some(declared) = scope.declared.get(entry.key) else {
            let help = param::undeclared(entry.key, &scope.declared);
            let message = format!("no param is called `{}`", entry.key);
            reader.error(entry.key_span(), message, "").help.push(help);
            continue;
        };
        let Some(value) = param::read_default(reader, entry) else {
            continue;
        };
        let kind = ParamKind::of(&value);
        match declared.kind() {
            // As from outside: one text, or several between commas, make a list.
            Some(ParamKind::List) if kind == ParamKind::Text => {
                let value = convert(&value, ParamKind::List).unwrap_or(value);
                params.push((entry.key.to_owned(), value));
            }
            Some(wanted) if wanted != kind => {
                let message = format!("the param `{}` is {}", entry.key, wanted.noun());
                reader.error(
                    entry.value_span(),
                    message,
                    format!("this is {}", kind.noun()),
                );
            }
            _ => params.push((entry.key.to_owned(), value)),
        }
    }
    let named = given.map(Table::entries).unwrap_or_default();
    for name in scope.used_by_spec() {
        let has_default = scope
            .declared
            .get(&name)
            .is_some_and(|declared| declared.has_default);
        if !has_default && !named.iter().any(|entry| entry.key == name) {
            let message = format!("this case gives no value for the param `{name}`");
            let found = reader.error(table.head(), message, "");
            found.notes.push(
                "the spec uses it and it has no default: the case could not be judged".into(),
            );
            found
                .help
                .push(format!("add `params = {{ {name} = \"...\" }}`"));
        }
    }
    params
}

fn expect(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Expect> {
    let Some(entry) = table.get("expect") else {
        let found = reader.error(
            table.head(),
            "this case does not say what must come of it",
            "",
        );
        found.help.push(
            "add `expect = \"pass\"`, or `expect = \"fail\"` and the `address` at fault".into(),
        );
        return None;
    };
    let text = reader.text(entry)?;
    let choices = [("pass", Some(false)), ("fail", Some(true)), ("skip", None)];
    let fails = reader.choice(text, "expect", &choices)?;
    match (fails == Some(true), table.get("address")) {
        (false, None) if fails.is_none() => Some(Expect::Skip),
        (false, None) => Some(Expect::Pass),
        (false, Some(address)) => {
            let message = "a case that does not fail has no address at fault";
            let found = reader.error(address.span(), message, "");
            found
                .help
                .push("leave `address` out, or write `expect = \"fail\"`".into());
            None
        }
        (true, None) => {
            let message = "a case that fails names the address at fault";
            let found = reader.error(entry.span(), message, "");
            found.help.push(
                "add `address = \"aws_vpc.main\"`; without it, a fail elsewhere would do".into(),
            );
            None
        }
        (true, Some(address)) => {
            let address = reader.words(address)?;
            Some(Expect::Fail { address })
        }
    }
}
