//! Queries and conditions in a spec file: compiled here, their errors shown at the column.

use super::reader::{Reader, Text};
use crate::diagnostic::Diagnostic;
use crate::select::{Condition, Query, QueryError};

/// Compiles the query in `text`, which must start at the subject.
pub(super) fn query(reader: &mut Reader<'_>, text: Text<'_>) -> Option<Query> {
    part(reader, text, 0..text.value.len())
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
        return None;
    }
    match Query::parse(written) {
        Ok(query) => Some(query),
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
                let length = text.value[at..].find("null").map_or(1, |null| null + 4);
                let span = text.part(at..at + length);
                let found = reader.error(
                    span,
                    "`null` and \"not written\" are the same here",
                    "compares with null",
                );
                found
                    .help
                    .push("write `!@.x` for \"not written\", `@.x` for \"written\"".into());
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

fn show(reader: &mut Reader<'_>, text: Text<'_>, offset: usize, what: &str, error: QueryError) {
    let start = offset + error.column;
    let span = text.part(start..start + error.length.max(1));
    let found: &mut Diagnostic = reader.error(span, what, error.message);
    found.help.extend(error.help);
}
