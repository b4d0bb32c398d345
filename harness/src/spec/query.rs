//! Queries and conditions in a spec file: compiled here, their errors shown at the column.

use super::reader::{Reader, Text};
use crate::diagnostic::Diagnostic;
use crate::select::{Condition, Query, QueryError};

/// What a query may start at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// `$`, the subject: there is nothing else.
    Subject,
    /// `@`, what is looked at or followed.
    Hand,
    /// Either of them.
    Either,
}

/// Compiles the query in `text`.
pub(super) fn query(reader: &mut Reader<'_>, text: Text<'_>, start: Start) -> Option<Query> {
    match (start, text.value.as_bytes().first()) {
        (Start::Hand | Start::Either, Some(b'@')) => compile(reader, text, 0..text.value.len()),
        (Start::Hand, _) => {
            let rest = text.value.trim_start_matches(['$', '.']);
            let message = "this path starts at `@`, one of the things that are looked at";
            let found = reader.error(text.span(), message, "");
            found.notes.push("`$` is the spec's subject".into());
            if rest.is_empty() {
                found.help.push("write `@`".into());
            } else if rest.starts_with('[') {
                found.help.push(format!("write `@{rest}`"));
            } else {
                found.help.push(format!("write `@.{rest}`"));
            }
            None
        }
        _ => part(reader, text, 0..text.value.len()),
    }
}

/// Compiles the query in a part of `text`.
pub(super) fn part(
    reader: &mut Reader<'_>,
    text: Text<'_>,
    range: std::ops::Range<usize>,
) -> Option<Query> {
    let written = &text.value[range.clone()];
    if !written.starts_with('$') {
        let rest = written.trim_start_matches(['@', '.']);
        let found = reader.error(text.part(range), "a query starts with `$`, the subject", "");
        if !rest.is_empty() && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            found.help.push(format!("write `$.{rest}`"));
        } else if rest.starts_with('[') {
            found.help.push(format!("write `${rest}`"));
        }
        if written.starts_with('@') {
            found
                .notes
                .push("`@` is what a `follow` reaches or what is looked at besides the subject, and here is neither".into());
        }
        return None;
    }
    compile(reader, text, range)
}

fn compile(
    reader: &mut Reader<'_>,
    text: Text<'_>,
    range: std::ops::Range<usize>,
) -> Option<Query> {
    let written = &text.value[range.clone()];
    match Query::parse_at(written) {
        Ok(query) => match (query.null_comparison(), query.never_selects()) {
            (Some(at), _) => {
                null(reader, text, range.start + at);
                None
            }
            (None, Some(at)) => {
                never(reader, text, range.start + at);
                None
            }
            (None, None) => Some(query),
        },
        Err(error) => {
            show(
                reader,
                text,
                range.start,
                "this is no JSONPath query (RFC 9535)",
                error,
            );
            None
        }
    }
}

/// Compiles the condition in `text`.
pub(super) fn condition(reader: &mut Reader<'_>, text: Text<'_>) -> Option<Condition> {
    match Condition::parse(text.value) {
        Ok(condition) => {
            if let Some(at) = condition.null_comparison() {
                null(reader, text, at);
                return None;
            }
            if let Some(at) = condition.never_selects() {
                never(reader, text, at);
                return None;
            }
            Some(condition)
        }
        Err(error) => {
            show(
                reader,
                text,
                0,
                "this is no condition (an RFC 9535 filter expression)",
                error,
            );
            None
        }
    }
}

/// Refuses a comparison with null: on a body null is unset, and nothing is equal to it.
fn null(reader: &mut Reader<'_>, text: Text<'_>, at: usize) {
    let length = text.value[at..].find("null").map_or(1, |null| null + 4);
    let message = "nothing is equal to `null`: on every input it means \"not written\"";
    let found = reader.error(text.part(at..at + length), message, "");
    found
        .help
        .push("write `!@.x` for \"not written\", `@.x` for \"written\"".into());
}

/// Refuses a slice that selects nothing of any list.
fn never(reader: &mut Reader<'_>, text: Text<'_>, at: usize) {
    let length = text.value[at..].find([']', ',']).unwrap_or(1);
    let message = "this slice selects nothing, whatever the list holds";
    let found = reader.error(text.part(at..at + length), message, "");
    found
        .help
        .push("a slice is `[start:end:step]`, and the end is not part of it: `[0:2]`".into());
}

fn show(reader: &mut Reader<'_>, text: Text<'_>, offset: usize, what: &str, error: QueryError) {
    let start = offset + error.column;
    let span = text.part(start..start + error.length.max(1));
    let found: &mut Diagnostic = reader.error(span, what, error.message);
    found.help.extend(error.help);
}
