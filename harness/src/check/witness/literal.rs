//! The names in an object on a right side need a witness too: `not_contain = { frm_port = 22 }` is
//! green for ever.

use std::ops::Range;

use serde_json::Value;

use crate::matcher::Matcher;
use crate::select::Query;
use crate::spec::{Clause, ClauseKind, Match, Over, Right, Spec, Template};
use crate::value::shorthand;

/// The paths that the objects on a spec's right sides spell, as if they were written out, each with
/// the bytes of its matcher in the spec file, and what it starts on.
pub(super) fn paths(spec: &Spec) -> Vec<(Query, Range<usize>, &Over)> {
    let mut found = Vec::new();
    spec.must
        .iter()
        .for_each(|clause| of_clause(clause, &mut found));
    found
}

fn of_clause<'q>(clause: &'q Clause, found: &mut Vec<(Query, Range<usize>, &'q Over)>) {
    let look = match &clause.kind {
        ClauseKind::Any(clauses) => {
            return clauses.iter().for_each(|clause| of_clause(clause, found));
        }
        ClauseKind::Look(look) => look,
    };
    for matcher in &look.matchers {
        let mut texts = Vec::new();
        // `at` may end at a list for `include`; then the members are those of its elements.
        let at = match matcher.matcher {
            Matcher::Include => format!("{}[*]", look.at.text()),
            _ => look.at.text().to_owned(),
        };
        of_right(matcher, &at, &mut texts);
        let compiled = texts.iter().filter_map(|text| Query::parse_at(text).ok());
        found.extend(compiled.map(|query| (query, matcher.span.clone(), &look.over)));
    }
}

fn of_right(matcher: &Match, at: &str, texts: &mut Vec<String>) {
    let Right::Value(template) = &matcher.right else {
        return;
    };
    match (matcher.matcher, template) {
        (Matcher::Contain | Matcher::Include | Matcher::Equal, template) => {
            of_template(template, at, texts);
        }
        (Matcher::OneOf, Template::Plain(Value::Array(list))) => {
            list.iter().for_each(|value| of_value(value, at, texts));
        }
        (Matcher::OneOf, Template::List(list)) => {
            list.iter()
                .for_each(|template| of_template(template, at, texts));
        }
        _ => {}
    }
}

fn of_template(template: &Template, at: &str, texts: &mut Vec<String>) {
    match template {
        Template::Plain(value) => of_value(value, at, texts),
        Template::Map(map) => {
            for (name, template) in map {
                let below = format!("{at}{}", shorthand(name));
                texts.push(below.clone());
                of_template(template, &below, texts);
            }
        }
        Template::List(list) => {
            let below = format!("{at}[*]");
            list.iter()
                .for_each(|template| of_template(template, &below, texts));
        }
        Template::Text(_) => {}
    }
}

fn of_value(value: &Value, at: &str, texts: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let below = format!("{at}{}", shorthand(name));
                texts.push(below.clone());
                of_value(value, &below, texts);
            }
        }
        Value::Array(list) => {
            let below = format!("{at}[*]");
            list.iter().for_each(|value| of_value(value, &below, texts));
        }
        _ => {}
    }
}
