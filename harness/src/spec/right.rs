//! Right sides of matchers.

mod keyed;
mod number;
mod words;

use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use serde_json::Value;
use toml::de::DeValue;

pub(super) use number::count;

use super::query::{self, Start};
use super::reader::{Entry, Reader, Slot, Table, Text, number};
use super::scope::{Scope, placeholders};
use super::{
    Elsewhere, FromParam, ParamKind, Right, Template, choose, keys, param, template, together,
};
use crate::matcher::{Accepts, Matcher, MatcherInfo};

/// How much memory a compiled regular expression may take, in bytes.
const REGEX_SIZE: usize = 1 << 20;

/// What a right side needs to know of where it stands.
#[derive(Clone, Copy)]
pub(super) struct Site {
    /// The value must not satisfy the matcher, or is only counted: a right side that can never
    /// meet anything would be green.
    pub(super) negative: bool,
    /// The clause looks at other things than the subject, so that `@` is one of them.
    pub(super) hand: bool,
}

/// Reads the right side of a matcher; `None` if it is wrong.
pub(super) fn read(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    info: &MatcherInfo,
    scope: &mut Scope,
    site: Site,
) -> Option<(Right, Option<FromParam>)> {
    if let Some(named) = whole_param(entry.value)
        && info.accepts == Accepts::Regex
    {
        let Some(Right::Param(name)) = param(reader, named, info, &PATTERNS, scope) else {
            return None;
        };
        return Some((Right::Regex(Vec::new()), Some(FromParam::new(&name))));
    }
    if info.accepts == Accepts::Count {
        let (test, from) = count(reader, entry, scope)?;
        return Some((Right::Count(test), from));
    }
    plain(reader, entry, info, scope, site).map(|right| (right, None))
}

/// What the expressions of a param may be.
const PATTERNS: [ParamKind; 2] = [ParamKind::Text, ParamKind::List];

/// `{ param = "name" }` and nothing else.
fn whole_param(value: Slot<'_>) -> Option<Entry<'_>> {
    match Table::of(value)?.entries().as_slice() {
        [only] if only.key == "param" => Some(*only),
        _ => None,
    }
}

/// A right side that stands there as it is read.
fn plain(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    info: &MatcherInfo,
    scope: &mut Scope,
    site: Site,
) -> Option<Right> {
    if let Some(table) = Table::of(entry.value)
        && let Some(elsewhere) = elsewhere(reader, entry, table, info, (scope, site))
    {
        return elsewhere;
    }
    match info.accepts {
        Accepts::Any => value(reader, entry, scope, site),
        Accepts::List => match entry.value.get_ref() {
            DeValue::Array(_) => value(reader, entry, scope, site),
            _ => {
                let found = reader.wrong(
                    entry,
                    "a list, `{ param = \"name\" }` or `{ at = \"$.path\" }`",
                );
                found.help.push("for one value, write `equal`".into());
                None
            }
        },
        Accepts::Text | Accepts::TextOrObject => match entry.value.get_ref() {
            DeValue::String(_) => value(reader, entry, scope, site),
            DeValue::Table(_) if info.accepts == Accepts::TextOrObject => {
                value(reader, entry, scope, site)
            }
            _ => {
                let found = reader.wrong(entry, "a text, or an object");
                if info.matcher == Matcher::Contain {
                    found
                        .help
                        .push("for an element of a list, write `include`".into());
                }
                None
            }
        },
        Accepts::Glob => globs(reader, entry, scope),
        Accepts::Regex => regexes(reader, entry, scope).map(Right::Regex),
        Accepts::Number => match number(entry.value.get_ref()) {
            Some(number) => Some(Right::Value(Template::Plain(Value::Number(number)))),
            None => {
                let text = entry.value.get_ref().as_str();
                let digits = text.and_then(|text| text.trim().parse::<f64>().ok());
                let found = reader.wrong(entry, "a number");
                if digits.is_some() {
                    let digits = text.unwrap_or_default().trim();
                    found
                        .help
                        .push(format!("write `{} = {digits}`, without quotes", entry.key));
                }
                None
            }
        },
        Accepts::True => {
            let instead = match (info.matcher, entry.key) {
                (Matcher::Present, _) => "write `absent = true`",
                (Matcher::Absent, _) => "write `present = true`",
                (_, "not_empty") => "write `empty = true`",
                _ => "write `not_empty = true`",
            };
            let right = Right::Value(Template::Plain(Value::Bool(true)));
            reader.only_true(entry, instead).then_some(right)
        }
        Accepts::Count => None,
        Accepts::Format => {
            let text = reader.text(entry)?;
            reader.choice(text, entry.key, &[("json", ())])?;
            Some(Right::Value(Template::Plain(Value::from("json"))))
        }
        Accepts::Texts | Accepts::Actions | Accepts::Networks => {
            words::texts(reader, entry, info, scope, site)
        }
        Accepts::References => words::references(reader, entry, scope),
        Accepts::Constraint => words::constraint(reader, entry, scope, site),
    }
}

/// `{ param = "name" }`, and `{ at = "$.path" }` with what it is read from. The outer `None`: this
/// is neither.
fn elsewhere(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    table: Table<'_>,
    info: &MatcherInfo,
    (scope, site): (&mut Scope, Site),
) -> Option<Option<Right>> {
    let named = match table.get("param") {
        Some(named) if is_elsewhere(entry.value) || keyed::names_param(named, scope) => Some(named),
        None if is_elsewhere(entry.value) => None,
        _ => return None,
    };
    let kinds: &[ParamKind] = match info.accepts {
        Accepts::Any => &[],
        Accepts::List => &[ParamKind::List],
        Accepts::Text | Accepts::TextOrObject | Accepts::Constraint => &[ParamKind::Text],
        // The first is what a param without a default is: one text makes a list too.
        Accepts::Texts | Accepts::Actions | Accepts::Networks => {
            &[ParamKind::List, ParamKind::Text]
        }
        // Globs of a param are globs; what stands on a resource is a text, whatever is in it.
        Accepts::Glob if named.is_some() => &[ParamKind::Text, ParamKind::List],
        Accepts::Number => &[ParamKind::Number],
        _ => {
            let message = format!("`{}` takes what is written here", info.name);
            let label = "a value from elsewhere cannot be checked when the file is read";
            reader.error(entry.value_span(), message, label);
            return Some(None);
        }
    };
    Some(match named {
        Some(named) if table.entries().len() > 1 => {
            keyed::read(reader, table, named, info, (scope, site))
        }
        Some(named) => param(reader, named, info, kinds, scope),
        None => from(reader, table, info, (scope, site))
            .map(|elsewhere| Right::Elsewhere(Box::new(elsewhere))),
    })
}

/// `{ resource = "aws_x", at = "@.name" }` and its sisters.
fn from(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    info: &MatcherInfo,
    (scope, site): (&Scope, Site),
) -> Option<Elsewhere> {
    let before = reader.errors();
    let over = choose::over(reader, table, scope)?;
    let filter = choose::filter_of(reader, table, &over, scope);
    let Some(entry) = table.get("at") else {
        let message = "this right side does not say which value it means";
        let found = reader.error(table.span(), message, "");
        found.help.push("add `at = \"@.name\"`".into());
        return None;
    };
    let text = reader.text(entry)?;
    scope.refuse_placeholders(reader, text, "at");
    let start = match (over.has_nodes(), site.hand) {
        (true, _) => Start::Hand,
        (false, true) => Start::Either,
        (false, false) => Start::Subject,
    };
    let at = query::query(reader, text, start)?;
    let default = table.get("default").and_then(|it| reader.json(it.value));
    let times = table.get("times").and_then(|it| times(reader, it, info));
    let rewrite = table
        .get("as")
        .and_then(|it| together::rewrite(reader, it, scope));
    let before_last = table.get("before_last").and_then(|it| reader.words(it));
    let makes_text = table.get("as").or_else(|| table.get("before_last"));
    if let (Some(made), true) = (makes_text, info.accepts == Accepts::Number) {
        let message = format!(
            "`{}` makes a text, and `{}` compares numbers",
            made.key, info.name
        );
        reader.error(made.span(), message, "");
    }
    (reader.errors() == before).then(|| Elsewhere {
        over,
        filter,
        at: Arc::new(at),
        at_span: text.inner(),
        default,
        before_last,
        rewrite,
        times,
    })
}

/// `times = 6`.
fn times(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    info: &MatcherInfo,
) -> Option<serde_json::Number> {
    if info.accepts != Accepts::Number {
        let message = format!(
            "`times` multiplies a number, and `{}` compares other values",
            info.name
        );
        let found = reader.error(entry.span(), message, "");
        found
            .help
            .push("it stands beside `at_least`, `at_most`, `less_than` and `greater_than`".into());
        return None;
    }
    let number = number(entry.value.get_ref());
    if number.is_none() {
        reader.wrong(entry, "a number");
    }
    number
}

fn param(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    info: &MatcherInfo,
    kinds: &[ParamKind],
    scope: &mut Scope,
) -> Option<Right> {
    let text = reader.text(entry)?;
    let takes = format!(
        "`{}` takes {}",
        info.name,
        kinds.first().map_or("a value", |kind| kind.noun())
    );
    if !scope.use_param(reader, text.value, kinds, (text.span(), &takes)) {
        let help = param::undeclared(text.value, &scope.declared);
        let message = format!("no param is called `{}`", text.value);
        reader.error(text.span(), message, "").help.push(help);
        return None;
    }
    Some(Right::Param(text.value.to_owned()))
}

pub(super) fn value(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &mut Scope,
    site: Site,
) -> Option<Right> {
    template::read(reader, entry.value, scope, site).map(Right::Value)
}

/// A glob, or a list of them. What is read is a list, unless it is one.
fn globs(reader: &mut Reader<'_>, entry: Entry<'_>, scope: &Scope) -> Option<Right> {
    let before = reader.errors();
    let texts = reader.texts(entry);
    for text in &texts {
        scope.refuse_placeholders(reader, *text, entry.key);
        if text.value.is_empty() {
            let message = "an empty glob is like the empty text alone";
            let found = reader.error(text.span(), message, "");
            found.help.push("write `empty = true`".into());
        }
    }
    if reader.errors() > before {
        return None;
    }
    let mut globs: Vec<Value> = texts.iter().map(|text| Value::from(text.value)).collect();
    let value = match globs.len() {
        1 => globs.remove(0),
        _ => Value::Array(globs),
    };
    Some(Right::Value(Template::Plain(value)))
}

/// A regular expression, or a list of them.
pub(super) fn regexes(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: &Scope,
) -> Option<Vec<Regex>> {
    let texts = reader.texts(entry);
    let read: Vec<_> = texts
        .into_iter()
        .map(|text| regex(reader, text, entry.key, scope))
        .collect();
    let regexes: Vec<Regex> = read.into_iter().collect::<Option<_>>()?;
    (!regexes.is_empty()).then_some(regexes)
}

/// Compiles an expression that a param is.
pub(super) fn compiled(text: &str) -> Option<Regex> {
    RegexBuilder::new(text).size_limit(REGEX_SIZE).build().ok()
}

fn regex(reader: &mut Reader<'_>, text: Text<'_>, key: &str, scope: &Scope) -> Option<Regex> {
    let declared = |(_, name): &(_, &str)| scope.declared.contains_key(*name);
    if placeholders(text.value).iter().any(declared) {
        scope.refuse_placeholders(reader, text, key);
        return None;
    }
    match RegexBuilder::new(text.value).size_limit(REGEX_SIZE).build() {
        Ok(regex) => Some(regex),
        Err(regex::Error::CompiledTooBig(_)) => {
            let label = "smaller repetitions make it smaller";
            let message = "this regular expression takes more than 1 MiB when compiled";
            reader.error(text.span(), message, label);
            None
        }
        Err(error) => {
            let shown = error.to_string();
            let why = shown.lines().find_map(|line| line.strip_prefix("error: "));
            // The engine draws the expression indented by four, and carets below it.
            let carets = shown
                .lines()
                .find(|line| line.contains('^') && line.chars().all(|c| c == '^' || c == ' '));
            let part = carets.filter(|_| !text.value.contains('\n')).map(|line| {
                let column = |end: usize| {
                    let offset = text.value.char_indices().nth(end.saturating_sub(4));
                    offset.map_or(text.value.len(), |(offset, _)| offset)
                };
                column(line.find('^').unwrap_or(4))..column(line.len())
            });
            let span = part.map_or(text.span(), |part| text.part(part));
            let label = why.unwrap_or("it does not parse").to_owned();
            reader.error(span, "this is no regular expression", label);
            None
        }
    }
}

/// Whether a table is no object, but says where a value stands. `{ resource = "x" }` is an object;
/// a walk is none.
pub(super) fn is_elsewhere(value: Slot<'_>) -> bool {
    let entries = Table::of(value).map(Table::entries).unwrap_or_default();
    let of_param = |entry: &Entry<'_>| keys::KEYED.iter().any(|known| known.name == entry.key);
    if entries.iter().any(|entry| entry.key == "param") && entries.iter().all(of_param) {
        return true;
    }
    let known = |key: &str| {
        keys::ELSEWHERE.iter().any(|known| known.name == key) || choose::is_selection(key)
    };
    let has = |key: &str| entries.iter().any(|entry| entry.key == key);
    (has("at") || has("follow")) && entries.iter().all(|entry| known(entry.key))
}
