//! Matchers and right sides in words.

use std::fmt::Write as _;

use super::nodes;
use crate::matcher::Accepts;
use crate::spec::{
    CountOp, CountTest, Elsewhere, FromParam, Match, Right, Template, TemplatePiece,
};

/// A matcher with its right side, and what it says.
pub(super) fn said(read: &Match) -> String {
    let info = read.matcher.info();
    let right = match &read.right {
        Right::Value(_) if info.accepts == Accepts::True => String::new(),
        Right::Value(template) => format!(" `{}`", shown(template)),
        Right::Param(name) => format!(" the param `{name}`"),
        Right::Keyed(it) => format!(
            " the row of the param `{}` for what stands at `{}`",
            it.param,
            it.key.text()
        ),
        Right::Elsewhere(it) => format!(" {}", elsewhere(it)),
        Right::Regex(_) if read.from.is_some() => {
            let name = read.from.as_ref().map_or("", |from| &from.name);
            format!(" the param `{name}`")
        }
        Right::Regex(list) => {
            let list: Vec<_> = list
                .iter()
                .map(|regex| format!("`{}`", regex.as_str()))
                .collect();
            format!(" {}", list.join(" or "))
        }
        Right::Count(test) => format!(" {}", comparison(*test, read.from.as_ref())),
    };
    let (not, never) = if read.negated {
        ("not_", "it is not so that it ")
    } else {
        ("", "")
    };
    format!("`{not}{}`{right}: {never}{}", info.name, info.says)
}

/// What a right side from elsewhere is.
fn elsewhere(it: &Elsewhere) -> String {
    let times = it.times.as_ref().map(|times| format!("{times} times "));
    let mut out = format!(
        "{}what stands at `{}`",
        times.unwrap_or_default(),
        it.at.text()
    );
    if let Some(nodes) = nodes(&it.over, &it.filter) {
        _ = write!(out, " of {nodes}");
    }
    if let Some(default) = &it.default {
        _ = write!(out, " (`{default}` where nothing is written)");
    }
    if let Some(mark) = &it.before_last {
        _ = write!(out, ", of that what stands before the last `{mark}`");
    }
    if let Some(rewrite) = &it.rewrite {
        let (before, after) = (&rewrite.before, &rewrite.after);
        _ = write!(out, ", made `{before}{{}}{after}`");
    }
    out
}

pub(super) fn comparison(test: CountTest, from: Option<&FromParam>) -> String {
    let number = match from {
        Some(from) => format!("the param `{}`", from.name),
        None => test.number.to_string(),
    };
    let op = match test.op {
        CountOp::Equal => return number,
        CountOp::NotEqual => "not ",
        CountOp::Less => "below ",
        CountOp::AtMost => "at most ",
        CountOp::Greater => "above ",
        CountOp::AtLeast => "at least ",
    };
    format!("{op}{number}")
}

/// A right side as JSON, with its placeholders as they are written.
fn shown(template: &Template) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match template {
        Template::Plain(value) => value.to_string(),
        Template::Text(pieces) => quoted(&pieces.iter().map(piece).collect::<String>()),
        Template::List(list) => {
            let list: Vec<_> = list.iter().map(shown).collect();
            format!("[{}]", list.join(","))
        }
        Template::Map(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("{}:{}", quoted(name), shown(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn piece(piece: &TemplatePiece) -> String {
    match piece {
        TemplatePiece::Literal(text) => text.clone(),
        TemplatePiece::Param(name) => format!("{{{name}}}"),
        TemplatePiece::Path(query) => format!("{{{}}}", query.text()),
    }
}
