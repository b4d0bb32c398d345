//! What a plan's `configuration` says of how a value is written.

use serde_json::Value;

use super::Origin;
use crate::address::without_keys;
use crate::value::Step;
use crate::verdict::Truth;

/// What a plan's `configuration` says of the attribute at a path, or of that in which the path ends.
pub(super) fn plan(origin: &mut Origin, expressions: &Value, steps: &[Step]) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    let Step::Name(name) = step else {
        return None;
    };
    let expression = expressions.get(name)?;
    match expression {
        Value::Array(blocks) => blocks_of(origin, blocks, rest),
        Value::Object(block) if !is_expression(block) => {
            blocks_of(origin, std::slice::from_ref(expression), rest)
        }
        Value::Object(expression) => {
            of_expression(origin, expression);
            origin.exact = rest.is_empty() || origin.references.is_empty();
            if !rest.is_empty() && origin.literal == Truth::False {
                origin.literal = Truth::Unknown;
            }
            Some(())
        }
        _ => None,
    }
}

/// Nested blocks. Which of several a path means is told only by their order, which a set does not
/// keep: then what holds of all of them is known, and nothing else.
fn blocks_of(origin: &mut Origin, blocks: &[Value], steps: &[Step]) -> Option<()> {
    let rest = match steps.first() {
        Some(Step::Index(_)) => &steps[1..],
        _ => steps,
    };
    if rest.is_empty() {
        for block in blocks {
            everything(origin, block);
        }
        // The whole of several blocks, or one of several.
        origin.exact = steps.is_empty() || blocks.len() == 1 || origin.references.is_empty();
        if !origin.exact && origin.literal == Truth::False {
            origin.literal = Truth::Unknown;
        }
        return Some(());
    }
    let mut any = None;
    for block in blocks {
        let mut one = Origin {
            references: Vec::new(),
            ..origin.clone()
        };
        one.literal = Truth::True;
        // A block that lacks it has none to say.
        if plan(&mut one, block, rest).is_none() {
            continue;
        }
        any = Some(match any {
            None => one,
            Some(before) => merged(before, one),
        });
    }
    let found = any?;
    *origin = found;
    Some(())
}

/// What is known if either may be meant.
fn merged(mut a: Origin, b: Origin) -> Origin {
    let agree = a.references == b.references;
    a.exact &= b.exact && agree;
    a.literal = if a.literal == b.literal {
        a.literal
    } else {
        Truth::Unknown
    };
    a.references.extend(b.references);
    a
}

fn everything(origin: &mut Origin, value: &Value) {
    match value {
        Value::Object(map) if is_expression(map) => of_expression(origin, map),
        Value::Object(map) => map.values().for_each(|value| everything(origin, value)),
        Value::Array(list) => list.iter().for_each(|value| everything(origin, value)),
        _ => {}
    }
}

/// `{"constant_value": ...}`, `{"references": [...]}` or `{}`: an expression, not a block.
fn is_expression(map: &serde_json::Map<String, Value>) -> bool {
    let is_list = |value: &Value| value.is_array();
    map.is_empty()
        || map.contains_key("constant_value")
        || map.get("references").is_some_and(is_list)
}

fn of_expression(origin: &mut Origin, map: &serde_json::Map<String, Value>) {
    if map.contains_key("constant_value") {
        return;
    }
    let list = map.get("references").and_then(Value::as_array);
    let before = origin.references.len();
    for reference in list.into_iter().flatten().filter_map(Value::as_str) {
        // `aws_x.y["k"].arn[0]`: names alone, as everywhere.
        let plain = without_keys(reference).into_boxed_str();
        if !origin.references.contains(&plain) {
            origin.references.push(plain);
        }
    }
    // A function of literals, or of nothing that the plan names: it cannot be told which.
    if list.is_none_or(Vec::is_empty) {
        origin.literal = origin.literal.and(Truth::Unknown);
    } else if origin.references[before..]
        .iter()
        .all(|it| it.starts_with("local."))
    {
        // A plan does not say what a local is.
        origin.literal = origin.literal.and(Truth::Unknown);
    } else {
        origin.literal = Truth::False;
    }
}
