//! A typed reader over TOML that collects every error of a file.
//!
//! What it reads keeps its bytes, unknown keys are refused with the nearest known one, and a
//! wrong value costs only itself: the rest of the file is still read.

use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) use key::{Key, Takes, key, names, needed};
pub(crate) use place::{Entry, Slot, Table, Text};

use super::syntax;
use crate::diagnostic::{Diagnostic, Severity, SourceFile, nearest};

mod key;
mod place;

/// Reads one file.
pub(crate) struct Reader<'f> {
    file: &'f SourceFile,
    found: Vec<Diagnostic>,
}

/// The keys that a kind of table may have.
pub(crate) struct Keys<'k> {
    /// What the table is: `a spec`.
    pub(crate) of: &'k str,
    /// The keys.
    pub(crate) known: &'k [&'k str],
    /// Words that other tools use for them: the word, and ours.
    pub(crate) aliases: &'k [(&'k str, &'k str)],
    /// Keys of the design that are not read yet.
    pub(crate) later: &'k [&'k str],
}

impl<'f> Reader<'f> {
    pub(crate) fn new(file: &'f SourceFile) -> Self {
        Self {
            file,
            found: Vec::new(),
        }
    }

    /// Parses the file as TOML. What does not parse ends the reading: nothing that follows from a
    /// broken line is worth showing.
    pub(crate) fn document<'t>(
        file: &'t SourceFile,
    ) -> Result<Spanned<DeTable<'t>>, Vec<Diagnostic>> {
        syntax::document(file)
    }

    /// Notes an error at `span`.
    pub(crate) fn error(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Diagnostic::error(message).at(self.file, span, label))
    }

    /// Notes a warning at `span`.
    pub(crate) fn warning(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> &mut Diagnostic {
        let mut warning = Diagnostic::error(message).at(self.file, span, label);
        warning.severity = Severity::Warning;
        self.push(warning)
    }

    /// The file's text at `span`.
    pub(crate) fn slice(&self, span: Range<usize>) -> &str {
        self.file.text.get(span).unwrap_or_default()
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let before = &self.file.text.as_bytes()[..offset.min(self.file.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let at = self.found.len();
        self.found.push(diagnostic);
        &mut self.found[at]
    }

    /// How many errors there are so far.
    pub(crate) fn errors(&self) -> usize {
        let errors = self.found.iter();
        errors.filter(|d| d.severity == Severity::Error).count()
    }

    /// What was found, in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.found
            .sort_by_key(|d| d.place.as_ref().map_or(0, |place| place.span.start));
        self.found
    }

    /// Refuses the keys of `table` that are not in `keys`.
    pub(crate) fn check_keys(&mut self, table: Table<'_>, keys: &Keys<'_>) {
        for entry in table.entries() {
            let key = entry.key;
            if keys.known.contains(&key) {
                continue;
            }
            if keys.later.contains(&key) {
                self.error(
                    entry.key_span(),
                    format!("`{key}` is not supported yet"),
                    "a word of the language that this version does not read",
                )
                .notes
                .push(
                    "it is refused rather than ignored: what is ignored is green for nothing"
                        .into(),
                );
                continue;
            }
            let alias = keys.aliases.iter().find(|(word, _)| *word == key);
            let meant = match alias {
                Some((_, ours)) => Some(*ours),
                None => nearest(key, keys.known.iter().copied()).or_else(|| {
                    let near = nearest(key, keys.aliases.iter().map(|(word, _)| *word))?;
                    let alias = keys.aliases.iter().find(|(word, _)| *word == near);
                    alias.map(|(_, ours)| *ours)
                }),
            };
            let found = self.error(
                entry.key_span(),
                format!("unknown key `{key}`"),
                format!("not a key of {}", keys.of),
            );
            match meant {
                Some(meant) => found.help.push(format!("did you mean `{meant}`?")),
                None => found.notes.push(format!(
                    "the keys of {} are {}",
                    keys.of,
                    listed(keys.known)
                )),
            }
        }
    }

    /// The text of an entry.
    pub(crate) fn text<'t>(&mut self, entry: Entry<'t>) -> Option<Text<'t>> {
        match self.as_text(entry.value) {
            Some(text) => Some(text),
            None => {
                self.wrong(entry, "a text in quotes");
                None
            }
        }
    }

    /// A text that is not blank.
    pub(crate) fn words(&mut self, entry: Entry<'_>) -> Option<String> {
        let text = self.text(entry)?;
        if text.value.trim().is_empty() {
            let message = format!("`{}` is empty", entry.key);
            self.error(
                text.span(),
                message,
                "write something here, or leave the key out",
            );
            return None;
        }
        Some(text.value.to_owned())
    }

    /// A list of texts, or one text.
    pub(crate) fn texts<'t>(&mut self, entry: Entry<'t>) -> Vec<Text<'t>> {
        if let Some(text) = self.as_text(entry.value) {
            return vec![text];
        }
        let DeValue::Array(list) = entry.value.get_ref() else {
            self.wrong(entry, "a text in quotes, or a list of texts");
            return Vec::new();
        };
        if list.is_empty() {
            let message = format!("`{}` is an empty list", entry.key);
            self.error(entry.value.span(), message, "there must be something in it");
        }
        let mut texts = Vec::new();
        for element in list.iter() {
            match self.as_text(element) {
                Some(text) => texts.push(text),
                None => {
                    let message = format!("`{}` holds something that is not a text", entry.key);
                    let label =
                        format!("this is {}, not a text in quotes", noun(element.get_ref()));
                    self.error(element.span(), message, label);
                }
            }
        }
        texts
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, entry: Entry<'_>) -> Option<bool> {
        let flag = entry.value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(entry, "true or false");
        }
        flag
    }

    /// `true`, the only value that makes sense. `instead` says how to say the opposite.
    pub(crate) fn only_true(&mut self, entry: Entry<'_>, instead: &str) -> bool {
        if entry.value.get_ref().as_bool() == Some(true) {
            return true;
        }
        let message = format!("`{}` takes `true` and nothing else", entry.key);
        let label = format!("this is {}", described(entry.value.get_ref()));
        let found = self.error(entry.value.span(), message, label);
        found.help.push(instead.to_owned());
        false
    }

    /// One of the words of `choices`.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        text: Text<'_>,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words: Vec<_> = choices
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect();
            let meant = nearest(text.value, choices.iter().map(|(word, _)| *word));
            let found = self.error(
                text.span(),
                format!("`{key}` takes {}", either(&words)),
                "this is none of them",
            );
            found
                .help
                .extend(meant.map(|word| format!("did you mean \"{word}\"?")));
        }
        found.map(|(_, value)| *value)
    }

    /// The table of an entry.
    pub(crate) fn table<'t>(&mut self, entry: Entry<'t>) -> Option<Table<'t>> {
        let table = Table::of(entry.value);
        if table.is_none() {
            self.wrong(entry, "a table");
        }
        table
    }

    /// The tables of an entry that is a list of tables; `like` shows how to write one.
    pub(crate) fn tables<'t>(&mut self, entry: Entry<'t>, like: &str) -> Vec<Table<'t>> {
        let DeValue::Array(list) = entry.value.get_ref() else {
            self.wrong(entry, &format!("a list of tables: {like}"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for element in list.iter() {
            match Table::of(element) {
                Some(table) => tables.push(table),
                None => {
                    let message = format!("`{}` holds something that is not a table", entry.key);
                    let label = format!("this is {}", noun(element.get_ref()));
                    let found = self.error(element.span(), message, label);
                    found.help.push(format!("write {like}"));
                }
            }
        }
        tables
    }

    /// A value as JSON. Dates and `inf` have no JSON form.
    pub(crate) fn json(&mut self, value: Slot<'_>) -> Option<serde_json::Value> {
        use serde_json::Value;
        Some(match value.get_ref() {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Boolean(flag) => Value::from(*flag),
            DeValue::Array(list) => {
                let read: Vec<_> = list.iter().map(|element| self.json(element)).collect();
                Value::Array(read.into_iter().collect::<Option<_>>()?)
            }
            DeValue::Table(table) => {
                let read: Vec<_> = table
                    .iter()
                    .map(|(key, value)| Some((key.get_ref().to_string(), self.json(value)?)))
                    .collect();
                Value::Object(read.into_iter().collect::<Option<_>>()?)
            }
            DeValue::Integer(_) | DeValue::Float(_) => match number(value.get_ref()) {
                Some(number) => Value::Number(number),
                None => {
                    let label = "JSON has no such number";
                    self.error(value.span(), "this number is out of range", label);
                    return None;
                }
            },
            DeValue::Datetime(_) => {
                let found = self.error(
                    value.span(),
                    "a date has no JSON form",
                    "this is a TOML date",
                );
                found.help.push("put it in quotes".into());
                return None;
            }
        })
    }

    /// Notes that an entry has the wrong type.
    pub(crate) fn wrong(&mut self, entry: Entry<'_>, expected: &str) -> &mut Diagnostic {
        self.error(
            entry.value_span(),
            format!("`{}` takes {expected}", entry.key),
            format!("this is {}", noun(entry.value.get_ref())),
        )
    }

    /// A value as a text, if it is one.
    pub(crate) fn as_text<'t>(&self, value: Slot<'t>) -> Option<Text<'t>> {
        let text = value.get_ref().as_str()?;
        let span = value.span();
        let raw = self.file.text.get(span.clone()).unwrap_or_default();
        let start = ["'''", "\"\"\"", "'", "\""].iter().find_map(|quote| {
            let inside = raw.strip_prefix(quote)?.strip_suffix(quote)?;
            // TOML drops a line break right behind three quotes.
            let offset = inside.len().checked_sub(text.len())?;
            let dropped = &inside[..inside.len().min(offset)];
            (inside.ends_with(text) && ["", "\n", "\r\n"].contains(&dropped))
                .then_some(span.start + quote.len() + offset)
        });
        Some(Text {
            value: text,
            outer: (span.start, span.end),
            start,
        })
    }
}

/// A TOML number as JSON.
pub(crate) fn number(value: &DeValue<'_>) -> Option<serde_json::Number> {
    match value {
        DeValue::Integer(written) => {
            let (digits, radix) = (written.as_str(), written.radix());
            let signed = i64::from_str_radix(digits, radix).map(Into::into);
            signed
                .or_else(|_| u64::from_str_radix(digits, radix).map(Into::into))
                .ok()
        }
        DeValue::Float(written) => serde_json::Number::from_f64(written.as_str().parse().ok()?),
        _ => None,
    }
}

/// The kind of a value in the words of a message.
pub(crate) fn noun(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A boolean as it is written, else its [`noun`].
fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::Boolean(true) => "`true`",
        DeValue::Boolean(false) => "`false`",
        value => noun(value),
    }
}

/// "`a`, `b` and `c`".
pub(crate) fn listed(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// "a, b or c".
fn either(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
