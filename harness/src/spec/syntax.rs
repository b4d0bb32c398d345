//! Files that are not TOML: every broken place, once.

use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, SourceFile};

/// Parses a file as TOML.
///
/// # Errors
/// What does not parse, in the order of the file. The parser goes on after an error and trips
/// over the same place again, so of the errors of one line, or of one list or inline table,
/// only the first is kept.
pub(super) fn document<'t>(file: &'t SourceFile) -> Result<Spanned<DeTable<'t>>, Vec<Diagnostic>> {
    let (document, mut errors) = DeTable::parse_recoverable(&file.text);
    if errors.is_empty() {
        return Ok(document);
    }
    let mut units = Vec::new();
    for value in document.get_ref().values() {
        inline_values(value, &file.text, &mut units);
    }
    let place = |error: &toml::de::Error| error.span().unwrap_or(0..0);
    errors.sort_by_key(|error| place(error).start);
    let (mut shown, mut last, mut header) = (Vec::new(), None, None);
    for error in errors {
        let span = place(&error);
        let start = span.start.min(file.text.len());
        let unit = units
            .iter()
            .find(|unit| unit.start <= start && start <= unit.end);
        let line = file.text.as_bytes()[..start]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        let key = (
            unit.map(|unit| unit.start),
            if unit.is_some() { 0 } else { line },
        );
        if last.replace(key) == Some(key) || repeats(&file.text, header, &error) {
            continue;
        }
        header = error.message().starts_with(DUPLICATE).then_some(start);
        shown.push(explained(file, span, error.message()));
    }
    Err(shown)
}

const DUPLICATE: &str = "duplicate key";

/// Whether an error only repeats that a whole table stands twice: a duplicate key in the table
/// whose header, at the byte `header`, was shown as one.
fn repeats(text: &str, header: Option<usize>, error: &toml::de::Error) -> bool {
    let (Some(header), Some(span)) = (header, error.span()) else {
        return false;
    };
    let line = text[..header].rfind('\n').map_or(0, |at| at + 1);
    error.message().starts_with(DUPLICATE)
        && text[line..].starts_with('[')
        && text
            .get(header..span.start)
            .is_some_and(|between| !between.contains("\n["))
}

/// The spans of the outermost lists and inline tables, which may go over several lines.
fn inline_values(value: &Spanned<DeValue<'_>>, text: &str, out: &mut Vec<Range<usize>>) {
    let written = text.get(value.span()).unwrap_or_default();
    let header = |value: &Spanned<DeValue<'_>>| {
        let written = text.get(value.span()).unwrap_or_default();
        value.get_ref().is_table() && !written.starts_with('{')
    };
    match value.get_ref() {
        DeValue::Table(table) if header(value) => {
            table
                .values()
                .for_each(|value| inline_values(value, text, out));
        }
        DeValue::Array(list) if !list.is_empty() && list.iter().all(header) => {
            list.iter()
                .for_each(|value| inline_values(value, text, out));
        }
        DeValue::Table(_) | DeValue::Array(_) if written.starts_with(['{', '[']) => {
            out.push(value.span());
        }
        _ => {}
    }
}

/// The parser's message, with what to do where people trip most.
fn explained(file: &SourceFile, span: Range<usize>, message: &str) -> Diagnostic {
    let blank = file
        .text
        .get(span.clone())
        .is_none_or(|text| text.trim().is_empty());
    if message.contains("must be quoted") && blank {
        let message = "this is not TOML: a key without a value";
        return Diagnostic::error(message).at(file, span, "a value must stand here");
    }
    let (what, expected) = match message.split_once(", expected ") {
        Some((what, expected)) => (what, format!("expected {expected}")),
        None => (message, String::new()),
    };
    let diagnostic =
        Diagnostic::error(format!("this is not TOML: {what}")).at(file, span, expected);
    let help = if message.starts_with("missing comma between array") {
        "a comma stands between the elements; or the `]` of this list is missing, lines above"
    } else if message.starts_with("unclosed array table") {
        "a header of a list ends with `]]`"
    } else if message.contains("must be quoted") {
        "put texts in quotes; single quotes hold JSONPath and regular expressions as they are"
    } else if message.contains("escape") {
        "in double quotes `\\` starts an escape; write the text in single quotes"
    } else if message.starts_with("unclosed array") {
        "close the list with `]`"
    } else if message.starts_with(DUPLICATE) {
        "a key stands once in a table; to say two things of one kind, write two clauses or two specs"
    } else {
        return diagnostic;
    };
    diagnostic.help(help)
}
