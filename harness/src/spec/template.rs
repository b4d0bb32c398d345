//! Values whose texts may hold `{param}` and `{$.path}`.

use std::sync::Arc;

use serde_json::Value;
use toml::de::DeValue;

use super::reader::{Reader, Slot, Table, Text};
use super::right::{Site, is_elsewhere};
use super::scope::{Scope, placeholders};
use super::{ParamKind, Template, TemplatePiece, query};

/// Reads a value; `None` if something in it is wrong.
pub(super) fn read(
    reader: &mut Reader<'_>,
    value: Slot<'_>,
    scope: &mut Scope,
    site: Site,
) -> Option<Template> {
    match value.get_ref() {
        DeValue::String(_) => text(reader, reader.as_text(value)?, scope, site),
        DeValue::Array(list) => {
            let read: Vec<_> = list
                .iter()
                .map(|element| nested(reader, element, scope, site))
                .collect();
            let read: Vec<Template> = read.into_iter().collect::<Option<_>>()?;
            let plain = read.iter().map(plain).collect::<Option<Vec<Value>>>();
            Some(plain.map_or(Template::List(read), |list| {
                Template::Plain(Value::Array(list))
            }))
        }
        DeValue::Table(_) => {
            let entries = Table::of(value)?.entries();
            let read: Vec<_> = entries
                .iter()
                .map(|entry| {
                    Some((
                        entry.key.to_owned(),
                        nested(reader, entry.value, scope, site)?,
                    ))
                })
                .collect();
            let read: Vec<(String, Template)> = read.into_iter().collect::<Option<_>>()?;
            let members = read
                .iter()
                .map(|(key, value)| Some((key.clone(), plain(value)?)));
            let plain = members.collect::<Option<serde_json::Map<_, _>>>();
            Some(plain.map_or(Template::Map(read), |map| {
                Template::Plain(Value::Object(map))
            }))
        }
        _ => reader.json(value).map(Template::Plain),
    }
}

fn plain(template: &Template) -> Option<Value> {
    match template {
        Template::Plain(value) => Some(value.clone()),
        _ => None,
    }
}

/// A member or element. `{ param = ... }` stands for a whole right side only: inside a list or an
/// object it would be an object with the member `param`.
fn nested(
    reader: &mut Reader<'_>,
    value: Slot<'_>,
    scope: &mut Scope,
    site: Site,
) -> Option<Template> {
    if is_elsewhere(value) {
        let message = "`{ param = ... }` and `{ at = ... }` stand for a whole right side";
        let found = reader.error(value.span(), message, "not for a part of one");
        found
            .help
            .push("in a text, write \"{name}\" or \"{$.path}\"".into());
        return None;
    }
    read(reader, value, scope, site)
}

/// A text, cut at its placeholders.
fn text(
    reader: &mut Reader<'_>,
    text: Text<'_>,
    scope: &mut Scope,
    site: Site,
) -> Option<Template> {
    let before = reader.errors();
    let (mut pieces, mut literal_from) = (Vec::new(), 0);
    let named = placeholders(text.value);
    let mut from = 0;
    while let Some(start) = text.value[from..].find('{').map(|at| from + at) {
        from = start + 1;
        let found = if text.value[from..].starts_with('$') {
            path(reader, text, start)
        } else {
            let name = named.iter().find(|(range, _)| range.start == start);
            name.and_then(|(range, name)| {
                let piece = param(reader, text, range.clone(), name, scope, site)?;
                Some((range.end, piece))
            })
        };
        if let Some((end, piece)) = found {
            if literal_from < start {
                pieces.push(TemplatePiece::Literal(
                    text.value[literal_from..start].to_owned(),
                ));
            }
            pieces.push(piece);
            (literal_from, from) = (end, end);
        }
    }
    if reader.errors() > before {
        return None;
    }
    if pieces.is_empty() {
        return Some(Template::Plain(Value::from(text.value)));
    }
    if literal_from < text.value.len() {
        pieces.push(TemplatePiece::Literal(
            text.value[literal_from..].to_owned(),
        ));
    }
    Some(Template::Text(pieces))
}

/// `{name}`: a piece if `name` is declared, `None` if it stands for itself.
fn param(
    reader: &mut Reader<'_>,
    text: Text<'_>,
    range: std::ops::Range<usize>,
    name: &str,
    scope: &mut Scope,
    site: Site,
) -> Option<TemplatePiece> {
    let span = text.part(range.clone());
    let kinds = [ParamKind::Text, ParamKind::Number, ParamKind::Bool];
    let takes = "a text takes a text, a number or a boolean";
    let declared = scope.declared.contains_key(name);
    if declared && text.value[..range.start].ends_with('$') {
        let span = text.part(range.start - 1..range.end);
        let found = reader.error(
            span,
            format!("the `$` before `{{{name}}}` would stay in the text"),
            "",
        );
        found.help.push(format!("write \"{{{name}}}\""));
        return None;
    }
    if scope.use_param(reader, name, &kinds, (span.clone(), takes)) {
        return Some(TemplatePiece::Param(name.to_owned()));
    }
    let near = scope.near(name).map(str::to_owned);
    if let Some(near) = near {
        let found = reader.error(span, format!("no param is called `{name}`"), "");
        found.help.push(format!("did you mean \"{{{near}}}\"?"));
        found
            .notes
            .push("if the text is meant as it stands, give the param another name".into());
    } else if site.negative {
        let message = format!("`{{{name}}}` stands for itself: no param is called `{name}`");
        let label = "no value is likely to hold this text, so the clause may be green for nothing";
        reader.warning(span, message, label);
    }
    None
}

/// `{$.path}`: the byte behind it, and the query. The end is the first `}` outside quotes and
/// brackets.
fn path(reader: &mut Reader<'_>, text: Text<'_>, start: usize) -> Option<(usize, TemplatePiece)> {
    let (mut quote, mut escaped, mut depth) = (None, false, 0usize);
    for (offset, c) in text.value[start + 1..].char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, '}') if depth == 0 => {
                let end = start + 1 + offset;
                let query = query::part(reader, text, start + 1..end)?;
                return Some((end + 1, TemplatePiece::Path(Arc::new(query))));
            }
            _ => {}
        }
    }
    let span = text.part(start..text.value.len());
    let found = reader.error(span, "`{$` opens a path that no `}` closes", "");
    found.help.push("write \"{$.path}\"".into());
    None
}
