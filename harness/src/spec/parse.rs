//! Reading a spec file: its params and specs.

use super::reader::{Entry, Keys, Reader, Table, Text, names};
use super::scope::Scope;
use super::{Level, Spec, SpecFile, UnknownPolicy, WhenEmpty, case, choose, clause, keys, param};
use crate::diagnostic::{Diagnostic, Severity, SourceFile};
use crate::stack::Form;

/// Reads and validates a spec file. `name` is its name in test cases.
///
/// # Errors
/// Everything that is wrong with the file, in the order of the file, warnings among it.
pub fn parse(file: &SourceFile, name: &str) -> Result<SpecFile, Vec<Diagnostic>> {
    let document = Reader::document(file)?;
    let mut reader = Reader::new(file);
    let root = Table::root(&document);
    let known = Keys {
        of: "a spec file",
        known: &names(keys::FILE),
        aliases: &[
            ("params", "param"),
            ("specs", "spec"),
            ("rule", "spec"),
            ("rules", "spec"),
        ],
        later: &[],
    };
    if let Some(waiver) = root.get("waiver") {
        let found = reader.error(waiver.key_span(), "waivers stand in stackspec.toml", "");
        let help = "move it there: what a team lives with is read in one place";
        found.help.push(help.to_owned());
    } else {
        reader.check_keys(root, &known);
    }
    let mut params = root
        .get("param")
        .map_or_else(Vec::new, |entry| param::read(&mut reader, entry));
    let mut scope = Scope::new(&params);
    let specs = root
        .get("spec")
        .map_or_else(Vec::new, |entry| read_specs(&mut reader, entry, &mut scope));
    for param in &mut params {
        scope.settle(&mut reader, param);
    }
    let found = reader.finish();
    if found.iter().any(|d| d.severity == Severity::Error) {
        return Err(found);
    }
    Ok(SpecFile {
        source: file.clone(),
        name: name.to_owned(),
        params,
        specs: specs.into_iter().flatten().collect(),
        warnings: found,
    })
}

/// `[[spec]]`, with the ids checked against one another.
fn read_specs(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &mut Scope) -> Vec<Option<Spec>> {
    let tables = reader.tables(entry, "`[[spec]]`, and below it the keys of the spec");
    let mut ids: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
    let mut specs = Vec::new();
    for table in tables {
        if let Some((entry, id)) = table
            .get("id")
            .and_then(|e| Some((e, e.value.get_ref().as_str()?)))
        {
            match ids.iter().find(|(other, _)| *other == id) {
                Some((_, first)) => {
                    let line = reader.line(first.start);
                    let message = format!("two specs of this file have the id `{id}`");
                    let found = reader.error(entry.span(), message, "this is the second");
                    found.notes.push(format!("the first is at line {line}"));
                    found.help.push("name each for the fault it finds".into());
                }
                None => ids.push((id, entry.span())),
            }
        }
        specs.push(read_spec(reader, table, scope));
    }
    specs
}

/// One spec; `None` if something in it is wrong.
fn read_spec(reader: &mut Reader<'_>, table: Table<'_>, scope: &mut Scope) -> Option<Spec> {
    let before = reader.errors();
    let mut known = names(keys::SPEC);
    let of_clauses = |key: &str| keys::CLAUSE.iter().any(|known| known.name == key);
    for entry in table.entries() {
        if of_clauses(entry.key) && !known.contains(&entry.key) {
            let message = format!("`{}` is a key of a clause, and this is a spec", entry.key);
            let found = reader.error(entry.key_span(), message, "");
            let help = format!(
                "write it inside of `must`: `must = [ {{ {} = ... }} ]`",
                entry.key
            );
            found.help.push(help);
            known.push(entry.key);
        }
    }
    let known = Keys {
        of: "a spec",
        known: &known,
        aliases: keys::SPEC_ALIASES,
        later: keys::LATER,
    };
    reader.check_keys(table, &known);
    scope.start_spec();
    let id = read_id(reader, table);
    let words = |reader: &mut Reader<'_>, key: &str| table.get(key).and_then(|e| reader.words(e));
    let (title, why, fix) = (
        words(reader, "title"),
        words(reader, "why"),
        words(reader, "fix"),
    );
    let refs = table
        .get("refs")
        .map_or_else(Vec::new, |entry| reader.texts(entry));
    let source = words(reader, "source");
    let groups = table
        .get("groups")
        .map_or_else(Vec::new, |entry| reader.texts(entry));
    let level = [
        ("deny", Level::Deny),
        ("warn", Level::Warn),
        ("off", Level::Off),
    ];
    let level = choice(reader, table, "level", &level);
    let when_empty = [("fail", WhenEmpty::Fail), ("skip", WhenEmpty::Skip)];
    let when_empty = choice(reader, table, "when_empty", &when_empty);
    let unknown = [("fail", UnknownPolicy::Fail), ("warn", UnknownPolicy::Warn)];
    let unknown = choice(reader, table, "unknown", &unknown);
    let selected = choose::subjects(reader, table);
    let follow = table
        .get("follow")
        .and_then(|entry| choose::walk(reader, entry, scope));
    let filter = table
        .get("where")
        .and_then(|entry| choose::filter(reader, entry, scope));
    let must = read_must(reader, table, scope);
    let inputs = read_inputs(reader, table);
    let cases = match table.get("case") {
        Some(entry) => case::read(reader, entry, scope),
        None => Vec::new(),
    };
    if reader.errors() > before {
        return None;
    }
    let selects = selected?;
    let (id, span) = id?;
    Some(Spec {
        id,
        title,
        why,
        fix,
        refs: refs.into_iter().map(|text| text.value.to_owned()).collect(),
        source,
        groups: groups
            .into_iter()
            .map(|text| text.value.to_owned())
            .collect(),
        level,
        selects,
        follow,
        filter,
        must,
        when_empty,
        unknown,
        inputs,
        uses: scope.used_by_spec(),
        cases,
        span,
    })
}

fn read_id(reader: &mut Reader<'_>, table: Table<'_>) -> Option<(String, std::ops::Range<usize>)> {
    let Some(entry) = table.get("id") else {
        let found = reader.error(table.head(), "this spec has no `id`", "");
        found
            .help
            .push("name it for the fault it finds: `id = \"bucket-without-encryption\"`".into());
        return None;
    };
    let id = reader.text(entry)?;
    let starts = id
        .value
        .starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !starts || !id.value.chars().all(allowed) {
        let message = "an id is small letters, digits and `-`, and starts with a letter or digit";
        let found = reader.error(id.span(), message, "");
        let proposal = kebab(id.value);
        if !proposal.is_empty() {
            found.help.push(format!("write `id = \"{proposal}\"`"));
        }
        return None;
    }
    Some((id.value.to_owned(), entry.span()))
}

/// What comes nearest to an id.
fn kebab(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

fn choice<T: Copy + Default>(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    key: &str,
    choices: &[(&str, T)],
) -> T {
    let chosen = table.get(key).and_then(|entry| {
        let text = reader.text(entry)?;
        reader.choice(text, key, choices)
    });
    chosen.unwrap_or_default()
}

fn read_must(reader: &mut Reader<'_>, table: Table<'_>, scope: &mut Scope) -> Vec<super::Clause> {
    let example = "`must = [ { at = \"$.encrypted\", equal = true } ]`";
    let Some(entry) = table.get("must") else {
        // `assert = [...]` was refused already, with its help.
        let meant = |entry: &Entry<'_>| {
            keys::SPEC_ALIASES.contains(&(entry.key, "must")) || entry.key == "musts"
        };
        if !table.entries().iter().any(meant) {
            let found = reader.error(
                table.head(),
                "this spec has no `must`: it asserts nothing",
                "",
            );
            found.help.push(format!("add {example}"));
        }
        return Vec::new();
    };
    let tables = reader.tables(entry, example);
    if entry
        .value
        .get_ref()
        .as_array()
        .is_some_and(|list| list.is_empty())
    {
        let found = reader.error(
            entry.span(),
            "`must` is empty: this spec asserts nothing",
            "",
        );
        found.help.push(format!("write {example}"));
    }
    let clauses = tables
        .into_iter()
        .map(|table| clause::read(reader, table, scope));
    clauses.flatten().collect()
}

fn read_inputs(reader: &mut Reader<'_>, table: Table<'_>) -> Vec<Form> {
    let Some(entry) = table.get("input") else {
        return Vec::new();
    };
    let forms = [Form::Synth, Form::Plan, Form::State].map(|form| (form.word(), form));
    let texts: Vec<Text<'_>> = reader.texts(entry);
    let read = texts
        .into_iter()
        .map(|text| reader.choice(text, "input", &forms));
    let mut inputs: Vec<Form> = read.flatten().collect();
    inputs.sort();
    inputs.dedup();
    inputs
}
