//! What a clause wants, in the words of the spec file.

use super::secret::{SENSITIVE, takes_secret};
use crate::check::look::On;
use crate::check::right;
use crate::matcher::{Accepts, Expected};
use crate::spec::{
    CountTest, Elsewhere, FromParam, Look, Match, Over, ParamValue, ParamsOfFile, Quantifier,
    Right, Template, TemplatePiece,
};
use crate::value::Node;

/// What a clause wants, in the words of the spec file: `not_equal "*"`.
pub(in crate::check) fn expected(
    look: &Look,
    resolved: &[Option<&Expected<'_>>],
    on: Option<&On<'_, '_, '_>>,
) -> String {
    let mut matchers: Vec<String> = look
        .matchers
        .iter()
        .enumerate()
        .map(|(index, matcher)| one(matcher, resolved.get(index).copied().flatten(), on))
        .collect();
    if look.before.is_some() {
        matchers.push("created before the subject".into());
    }
    let matchers = matchers.join(" and ");
    let so_many = |test: CountTest| counted(test, look.number.as_ref(), on);
    match look.quantifier {
        Quantifier::Every => matchers,
        Quantifier::Some => format!("some value: {matchers}"),
        Quantifier::None => format!("no value: {matchers}"),
        Quantifier::Count(test) if matchers.is_empty() => format!("{} values", so_many(test)),
        Quantifier::Count(test) => format!("{} values: {matchers}", so_many(test)),
        Quantifier::Unique => "no two values the same".into(),
        Quantifier::Distinct(test) => format!("{} different values", so_many(test)),
        Quantifier::Sum(test) => format!("a sum of {}", so_many(test)),
        Quantifier::Disjoint => "no two ranges of addresses that overlap".into(),
    }
}

fn one(matcher: &Match, resolved: Option<&Expected<'_>>, on: Option<&On<'_, '_, '_>>) -> String {
    let not = if matcher.negated { "not_" } else { "" };
    let name = format!("{not}{}", matcher.matcher.info().name);
    let right = match &matcher.right {
        _ if matcher.matcher.info().accepts == Accepts::True => return name,
        Right::Regex(_) if is_hidden(matcher.from.as_ref(), on) => {
            format!(
                "{{{}}}",
                matcher.from.as_ref().map_or("", |from| &from.name)
            )
        }
        Right::Regex(patterns) => {
            let texts: Vec<String> = patterns.iter().map(|p| format!("'{p}'")).collect();
            texts.join(" or ")
        }
        Right::Count(test) => counted(*test, matcher.from.as_ref(), on),
        Right::Param(param) => match on.and_then(|on| on.params.get(param)) {
            Some(value) if value.may_print() => values(&value.value),
            _ => format!("{{{param}}}"),
        },
        Right::Value(template) if on.is_some_and(|on| takes_secret(template, &on.document)) => {
            format!("{} (here {SENSITIVE})", written(template))
        }
        Right::Value(template) if on.is_none_or(|on| printable(template, on.params)) => {
            match resolved {
                Some(Expected::Value(node)) => node.render(),
                Some(Expected::Values { nodes, .. }) => list(nodes.iter().map(|node| &**node)),
                _ => written(template),
            }
        }
        Right::Value(template) => written(template),
        Right::Keyed(row) => {
            let from = format!("the row of `{}` for `{}`", row.param, row.key.text());
            match resolved {
                Some(Expected::Values { nodes, .. }) => {
                    format!("{from} (here {})", list(nodes.iter().map(|node| &**node)))
                }
                _ => from,
            }
        }
        Right::Elsewhere(from) => match resolved {
            Some(Expected::Values { nodes, .. }) if nodes.iter().any(|it| it.is_sensitive()) => {
                format!("{} (here {SENSITIVE})", elsewhere(from))
            }
            Some(Expected::Values { nodes, open }) => {
                let more = if *open {
                    ", and more that is not known"
                } else {
                    ""
                };
                let values = list(nodes.iter().map(|node| &**node));
                format!("{} (here {values}{more})", elsewhere(from))
            }
            _ => elsewhere(from),
        },
    };
    format!("{name} {right}")
}

/// Whether a value is of a param that must not be printed.
fn is_hidden(from: Option<&FromParam>, on: Option<&On<'_, '_, '_>>) -> bool {
    let Some(from) = from else { return false };
    let value = on.and_then(|on| on.params.get(&from.name));
    !value.is_some_and(ParamValue::may_print)
}

/// A comparison with a number, which may be that of a param.
fn counted(test: CountTest, from: Option<&FromParam>, on: Option<&On<'_, '_, '_>>) -> String {
    match from {
        Some(from) if is_hidden(Some(from), on) => {
            let said = test.to_string();
            let words = said.rsplit_once(' ').map_or("", |(words, _)| words);
            format!("{words} {{{}}}", from.name)
        }
        _ => test.to_string(),
    }
}

/// A right side as a person would say it; one on the subject is its path.
fn elsewhere(from: &Elsewhere) -> String {
    match (&from.over, &from.times) {
        (Over::Subject, None) if from.rewrite.is_none() && from.before_last.is_none() => {
            from.at.text().to_owned()
        }
        _ => right::written(from),
    }
}

/// How many values of a right side are listed.
const MAX_LISTED: usize = 10;

fn list<'n>(nodes: impl Iterator<Item = &'n Node<'n>>) -> String {
    shortened(nodes.map(Node::render).collect())
}

/// The value of a param: of a list, or a table by key, only its beginning.
fn values(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(list) => shortened(list.iter().map(ToString::to_string).collect()),
        value => value.to_string(),
    }
}

fn shortened(mut all: Vec<String>) -> String {
    if all.len() > MAX_LISTED {
        let more = all.len() - MAX_LISTED;
        all.truncate(MAX_LISTED);
        all.push(format!("and {more} more"));
    }
    format!("[{}]", all.join(","))
}

/// Whether every param in a right side may be printed.
fn printable(template: &Template, params: &ParamsOfFile) -> bool {
    match template {
        Template::Plain(_) => true,
        Template::Text(pieces) => pieces.iter().all(|piece| match piece {
            TemplatePiece::Param(name) => params.get(name).is_none_or(ParamValue::may_print),
            TemplatePiece::Literal(_) | TemplatePiece::Path(_) => true,
        }),
        Template::List(list) => list.iter().all(|template| printable(template, params)),
        Template::Map(map) => map.iter().all(|(_, template)| printable(template, params)),
    }
}

/// A right side as the spec file has it.
fn written(template: &Template) -> String {
    match template {
        Template::Plain(value) => value.to_string(),
        Template::Text(pieces) => {
            let piece = |piece: &TemplatePiece| match piece {
                TemplatePiece::Literal(text) => text.clone(),
                TemplatePiece::Param(name) => format!("{{{name}}}"),
                TemplatePiece::Path(query) => format!("{{{}}}", query.text()),
            };
            serde_json::Value::from(pieces.iter().map(piece).collect::<String>()).to_string()
        }
        Template::List(list) => {
            format!(
                "[{}]",
                list.iter().map(written).collect::<Vec<_>>().join(",")
            )
        }
        Template::Map(map) => {
            let member = |(name, value): &(String, Template)| format!("{name}: {}", written(value));
            format!(
                "{{{}}}",
                map.iter().map(member).collect::<Vec<_>>().join(", ")
            )
        }
    }
}
