//! The knowledge tables that ship with stackspec: what providers' documents say, as data.
//!
//! `harness/library/tables/<name>.toml`: a `title`, the `source` and the day that it was `checked`,
//! and either `values` or rows, each a `key` with its `values`. Rows without values are a list of
//! their keys, each with its note. `[param.x] table = "<name>"` takes the default from one.

mod derived;

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Map, Value};
use toml::de::DeValue;

use super::reader::{Entry, Keys, Reader, Table};
use crate::diagnostic::{Diagnostic, SourceFile, nearest};

/// The files: the name without `.toml`, and the text.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A knowledge table.
#[derive(Debug, Clone, PartialEq)]
pub struct KnowledgeTable {
    /// Its name: small letters, digits and `-`.
    pub name: String,
    /// What it says, as a sentence.
    pub title: String,
    /// The documents that it was read from.
    pub source: String,
    /// The day as of which it is right, as `2026-11-22`, to the best of our knowledge; none for a
    /// table that is made of what the program knows anyway.
    pub checked: Option<String>,
    /// Whether no spec takes it: it is for reading.
    pub reference: bool,
    /// A list, or an object of a list for each key: the default of a param.
    pub value: Value,
    /// What is said of single keys or values, in their order.
    pub notes: Vec<(String, String)>,
}

impl KnowledgeTable {
    /// How many rows or values it has.
    pub fn len(&self) -> usize {
        match &self.value {
            Value::Object(rows) => rows.len(),
            Value::Array(list) => list.len(),
            _ => 0,
        }
    }

    /// Whether there is nothing in it; such a file is refused.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it is looked up by a key.
    pub fn is_keyed(&self) -> bool {
        self.value.is_object()
    }
}

/// Every table, sorted by name.
pub fn tables() -> Vec<&'static KnowledgeTable> {
    let mut all: Vec<&KnowledgeTable> = files().iter().chain(derived::all()).collect();
    all.sort_by_key(|table| &table.name);
    all
}

/// The table of this name.
pub fn table(name: &str) -> Option<&'static KnowledgeTable> {
    let file = files().iter().find(|table| table.name == name);
    file.or_else(|| derived::find(name))
}

/// The tables that are files.
fn files() -> &'static [KnowledgeTable] {
    static TABLES: OnceLock<Vec<KnowledgeTable>> = OnceLock::new();
    TABLES.get_or_init(|| {
        // What is refused here fails `every_file_is_read` in the tests.
        let read = |(name, text): &(&str, &str)| parse(name, &source(name, text)).ok();
        FILES.iter().filter_map(read).collect()
    })
}

/// For a table that is not there: what to say.
pub(super) fn unknown(name: &str) -> String {
    let files = FILES.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = files.chain(derived::names()).collect();
    names.sort_unstable();
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("the tables are {}", names.join(", ")),
    }
}

fn source(name: &str, text: &str) -> SourceFile {
    SourceFile {
        path: Path::new("library/tables").join(format!("{name}.toml")),
        text: text.into(),
    }
}

/// Reads a table's file.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub(crate) fn parse(name: &str, file: &SourceFile) -> Result<KnowledgeTable, Vec<Diagnostic>> {
    let document = Reader::document(file)?;
    let mut reader = Reader::new(file);
    let root = Table::root(&document);
    let keys = Keys {
        of: "a knowledge table",
        known: &["title", "source", "checked", "reference", "values", "row"],
        aliases: &[("rows", "row"), ("date", "checked"), ("sources", "source")],
        later: &[],
    };
    reader.check_keys(root, &keys);
    let mut words = |key: &str| match root.get(key) {
        Some(entry) => reader.words(entry).unwrap_or_default(),
        None => {
            let message = format!("this table has no `{key}`");
            reader.error(root.head(), message, "");
            String::new()
        }
    };
    let (title, source, checked) = (words("title"), words("source"), words("checked"));
    if let Some(entry) = root.get("checked")
        && !checked.is_empty()
        && !is_day(&checked)
    {
        let message = "`checked` is a day, as \"2026-11-22\"";
        reader.error(entry.value_span(), message, "");
    }
    let reference = root.get("reference").is_some_and(|entry| {
        reader.only_true(entry, "leave `reference` out: the table is for a spec")
    });
    let mut notes = Vec::new();
    let value = match (root.get("values"), root.get("row")) {
        (Some(entry), None) => scalars(&mut reader, entry),
        (None, Some(entry)) => rows(&mut reader, entry, &mut notes),
        (Some(_), Some(entry)) => {
            let message = "`row` beside `values`: a table is a list or has rows";
            reader.error(entry.key_span(), message, "");
            None
        }
        (None, None) => {
            let found = reader.error(root.head(), "this table has nothing in it", "");
            found
                .help
                .push("write `values = [...]`, or `[[row]]` with `key` and `values`".into());
            None
        }
    };
    let found = reader.finish();
    match value {
        Some(value) if found.is_empty() => Ok(KnowledgeTable {
            name: name.to_owned(),
            title,
            source,
            checked: Some(checked),
            reference,
            value,
            notes,
        }),
        _ => Err(found),
    }
}

/// `2026-11-22`
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.into_iter().all(digits)
}

/// A list of scalars, sorted, each once.
fn scalars(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<Value> {
    let DeValue::Array(list) = entry.value.get_ref() else {
        reader.wrong(entry, "a list");
        return None;
    };
    let before = reader.errors();
    if list.is_empty() {
        reader.error(entry.value_span(), "this list is empty", "");
    }
    let mut values: Vec<Value> = Vec::new();
    for element in list.iter() {
        let Some(value) = reader.json(element) else {
            continue;
        };
        if value.is_array() || value.is_object() || value.as_str() == Some("") {
            reader.error(
                element.span(),
                "a value is a text, a number or a boolean",
                "",
            );
        }
        if values.contains(&value) {
            reader.error(element.span(), "this value stands here twice", "");
        } else if values.last().is_some_and(|last| !in_order(last, &value)) {
            reader.error(element.span(), "this value is out of order", "sort them");
        }
        values.push(value);
    }
    (reader.errors() == before).then_some(Value::Array(values))
}

fn in_order(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a < b,
        (Value::Number(a), Value::Number(b)) => a.as_f64() < b.as_f64(),
        _ => true,
    }
}

/// `[[row]]`, sorted by key, each key once. Rows without values are a list of their keys.
fn rows(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    notes: &mut Vec<(String, String)>,
) -> Option<Value> {
    let before = reader.errors();
    let tables = reader.tables(entry, "`[[row]]`, and below it `key` and `values`");
    let keys = Keys {
        of: "a row",
        known: &["key", "values", "note", "source"],
        aliases: &[("value", "values"), ("notes", "note"), ("name", "key")],
        later: &[],
    };
    let (mut keyed, mut list) = (Map::new(), Vec::new());
    let mut last: Option<String> = None;
    for table in tables {
        reader.check_keys(table, &keys);
        let Some(key) = table.get("key") else {
            reader.error(table.head(), "this row has no `key`", "");
            continue;
        };
        let Some(name) = reader.words(key) else {
            continue;
        };
        match &last {
            Some(last) if *last == name => {
                reader.error(
                    key.value_span(),
                    format!("two rows have the key `{name}`"),
                    "",
                );
            }
            Some(last) if *last > name => {
                let message = format!("the row `{name}` is out of order");
                reader.error(key.value_span(), message, "sort them by key");
            }
            _ => {}
        }
        last = Some(name.clone());
        for word in ["note", "source"] {
            if let Some(said) = table.get(word).and_then(|entry| reader.words(entry))
                && word == "note"
            {
                notes.push((name.clone(), said));
            }
        }
        match table.get("values") {
            Some(entry) => {
                keyed.extend(scalars(reader, entry).map(|values| (name, values)));
            }
            None => list.push(Value::from(name)),
        }
    }
    if !keyed.is_empty() && !list.is_empty() {
        let message = "some rows have `values` and some have none";
        reader.error(entry.span(), message, "");
    }
    if keyed.is_empty() && list.is_empty() && reader.errors() == before {
        reader.error(entry.span(), "this table has no row", "");
    }
    if reader.errors() > before {
        return None;
    }
    Some(match keyed.is_empty() {
        true => Value::Array(list),
        false => Value::Object(keyed),
    })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    const HEAD: &str = "title = 't'\nsource = 's'\nchecked = '2026-11-22'\n";

    #[test]
    fn every_file_is_read() {
        let wrong: Vec<String> = FILES
            .iter()
            .filter_map(|(name, text)| parse(name, &source(name, text)).err())
            .flatten()
            .map(|found| found.render(false))
            .collect();
        assert_eq!(wrong, [] as [String; 0]);
        assert_eq!(files().len(), FILES.len());
        assert!(tables().iter().all(|table| !table.is_empty()));
        assert!(tables().is_sorted_by(|a, b| a.name < b.name));
    }

    /// The types and attributes that tables name are those of the provider.
    #[test]
    fn tables_name_types_and_attributes_of_the_schema() {
        let facts = crate::facts::Facts::builtin();
        for table in tables() {
            for (key, row) in table.value.as_object().into_iter().flatten() {
                if !key.starts_with("aws_") {
                    continue;
                }
                let shape = facts.resource(key);
                assert!(shape.is_some(), "{}: no type `{key}`", table.name);
                let of_attributes = ["encryption-by-type", "physical-names"];
                if of_attributes.contains(&table.name.as_str()) {
                    let known = |name: &Value| shape?.get(name.as_str()?);
                    let all = row.as_array().unwrap();
                    assert!(all.iter().all(|it| known(it).is_some()), "{key}: {row}");
                }
            }
        }
    }

    #[test]
    fn a_table_is_a_list_or_has_rows() {
        let read = |text: &str| parse("t", &source("t", &format!("{HEAD}{text}"))).unwrap();
        let list = read("values = ['a', 'b']\n");
        assert_eq!((list.len(), list.is_keyed()), (2, false));
        let rows =
            read("[[row]]\nkey = 'pg'\nvalues = [5432]\n[[row]]\nkey = 'x'\nvalues = [1, 2]\n");
        assert_eq!(rows.value, serde_json::json!({"pg": [5432], "x": [1, 2]}));
        // Rows without values are the list of their keys.
        let noted = read("[[row]]\nkey = 'a'\nnote = 'until 2027'\n[[row]]\nkey = 'b'\n");
        assert_eq!(noted.value, serde_json::json!(["a", "b"]));
        assert_eq!(noted.notes, [("a".to_owned(), "until 2027".to_owned())]);
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        let found = parse("t", &source("t", text)).unwrap_err();
        let shown: Vec<String> = found.iter().map(|found| found.render(false)).collect();
        assert!(shown.iter().any(|it| it.contains(message)), "{shown:?}");
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said() {
        refused("values = [1]\n", "this table has no `source`");
        refused(&format!("{HEAD}values = []\n"), "this list is empty");
        refused(
            &format!("{HEAD}values = [[1]]\n"),
            "a text, a number or a boolean",
        );
        refused(&format!("{HEAD}values = ['b', 'a']\n"), "out of order");
        refused(&format!("{HEAD}values = ['a', 'a']\n"), "stands here twice");
        refused(HEAD, "nothing in it");
        refused(&format!("{HEAD}row = []\n"), "no row");
        refused(
            &format!("{HEAD}[[row]]\nvalues = [1]\n"),
            "this row has no `key`",
        );
        let row = |key: &str| format!("[[row]]\nkey = '{key}'\nvalues = [1]\n");
        refused(&format!("{HEAD}{}{}", row("b"), row("a")), "out of order");
        refused(
            &format!("{HEAD}{}{}", row("a"), row("a")),
            "two rows have the key",
        );
        refused(
            &format!("{HEAD}{}[[row]]\nkey = 'b'\n", row("a")),
            "some have none",
        );
        refused(&format!("{HEAD}valeus = [1]\n"), "did you mean `values`?");
        let dated = HEAD.replace("2026-11-22", "soon");
        refused(&format!("{dated}values = [1]\n"), "`checked` is a day");
    }
}
