//! Values that a clause tells from others.

use serde_json::Value;

use super::example;
use crate::check::clause::Prepared;
use crate::matcher::{Expected, Matcher};
use crate::select::{Pick, Segment};
use crate::value::Node;

/// How many values of one clause are tried.
const MAX: usize = 8;

/// Values that somebody would write for the clause to say something else: what its matchers compare
/// with, and texts that its expressions find.
pub(super) fn of(prepared: &Prepared<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    add(prepared, &mut found);
    found.dedup();
    found.truncate(MAX);
    found
}

fn add(prepared: &Prepared<'_>, found: &mut Vec<Value>) {
    let (look, fixed) = match prepared {
        Prepared::Any(clauses) => return clauses.iter().for_each(|clause| add(clause, found)),
        Prepared::Look(look, fixed, _) | Prepared::Together(look, fixed) => (look, fixed),
    };
    for (matcher, expected) in look.matchers.iter().zip(fixed) {
        match expected {
            Some(Expected::Value(node)) => value(node, found),
            Some(Expected::Values { nodes, .. }) => nodes.iter().for_each(|it| value(it, found)),
            Some(Expected::Regex(regexes)) => {
                let texts = regexes.iter().filter_map(|it| example::of(it.as_str()));
                found.extend(texts.map(Value::from));
            }
            Some(Expected::Count(_) | Expected::Nothing) | None => {}
        }
        let texts: &[&str] = match matcher.matcher {
            Matcher::Covers => &["*"],
            Matcher::Within | Matcher::Disjoint => &["0.0.0.0/0", "::/0", "192.0.2.1/32"],
            Matcher::Version => &["0.0.0", "999999.0.0"],
            _ => &[],
        };
        found.extend(texts.iter().map(|text| Value::from(*text)));
    }
}

/// A value, and what is in it if it is a list. A glob that is taken as text fits itself.
fn value(node: &Node<'_>, found: &mut Vec<Value>) {
    if node.is_sensitive() || node.has_unknown() {
        return;
    }
    match serde_json::from_str::<Value>(&node.render()) {
        Ok(Value::String(text)) => found.push(text.replace(['*', '?'], "x").into()),
        Ok(Value::Array(list)) => found.extend(list),
        Ok(value) => found.push(value),
        Err(_) => {}
    }
    if let Some(text) = node.as_str().filter(|text| text.contains(['*', '?'])) {
        found.push(text.into());
    }
}

/// The names that a path consists of; `None` if it has anything else but the first or every element.
pub(super) fn names(segments: &[Segment]) -> Option<Vec<String>> {
    let name = |segment: &Segment| match segment.selectors.as_slice() {
        [only] if !segment.descendant => match &only.pick {
            Pick::Name(name) if **name != *"//" => Some(Some(name.to_string())),
            Pick::Wildcard | Pick::Index(_) => Some(None),
            _ => None,
        },
        _ => None,
    };
    let names: Option<Vec<Option<String>>> = segments.iter().map(name).collect();
    let names: Vec<String> = names?.into_iter().flatten().collect();
    (!names.is_empty()).then_some(names)
}
