//! Values from outside, brought to the kind that a param has.

use serde_json::Value;

use super::{ParamKind, param};

/// Why a value does not fit. The value itself is never repeated: it may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// There is nothing in it, or in an element of it.
    Empty,
    /// It is of another kind.
    Kind,
}

impl Wrong {
    /// The sentence of a message; `source` names the value.
    pub(super) fn sentence(self, source: &str, kind: ParamKind) -> String {
        match self {
            Wrong::Empty if matches!(kind, ParamKind::List | ParamKind::Keyed) => {
                format!("{source} is empty, or has an empty element")
            }
            Wrong::Empty => format!("{source} is empty"),
            Wrong::Kind => format!("{source} is not {}", kind.noun()),
        }
    }
}

/// The value as one of `kind`. A text becomes a number, a boolean, or a list of the texts between
/// its commas.
pub(super) fn convert(value: &Value, kind: ParamKind) -> Result<Value, Wrong> {
    let converted = match (value, kind) {
        (Value::String(text), _) if text.is_empty() => return Err(Wrong::Empty),
        (Value::String(text), ParamKind::Number) => Value::Number(number(text).ok_or(Wrong::Kind)?),
        (Value::String(text), ParamKind::Bool) => match text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return Err(Wrong::Kind),
        },
        (Value::String(text), ParamKind::List) => list(text)?,
        // A suffix that is all digits needs no quotes in TOML either.
        (Value::Number(number), ParamKind::Text) => Value::from(number.to_string()),
        // What a matcher compares is what a text spells: `equal = { param = "protected" }`.
        (Value::Bool(flag), ParamKind::Text) => Value::from(flag.to_string()),
        (value, kind) if ParamKind::of(value) == kind => value.clone(),
        _ => return Err(Wrong::Kind),
    };
    match param::unfit(&converted) {
        Some((why, _)) if why != param::EMPTY => Err(Wrong::Kind),
        Some(_) => Err(Wrong::Empty),
        None => Ok(converted),
    }
}

/// The texts between commas; or a list as JSON, and TOML, spell one.
fn list(text: &str) -> Result<Value, Wrong> {
    if text.trim_start().starts_with('[') {
        let list: Result<Vec<Value>, _> = serde_json::from_str(text);
        return list.map(Value::from).map_err(|_| Wrong::Kind);
    }
    let elements = text.split(',').map(|element| Value::from(element.trim()));
    Ok(elements.collect())
}

/// A number as JSON spells it.
fn number(text: &str) -> Option<serde_json::Number> {
    match serde_json::from_str(text.trim()).ok()? {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::json;

    use super::*;

    #[track_caller]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "lines of data read best as values"
    )]
    fn check(value: Value, kind: ParamKind, expected: Result<Value, Wrong>) {
        assert_eq!(convert(&value, kind), expected);
    }

    #[test]
    fn text_becomes_what_the_param_is() {
        check(json!("pr1"), ParamKind::Text, Ok(json!("pr1")));
        check(json!("30"), ParamKind::Number, Ok(json!(30)));
        check(json!("1.5"), ParamKind::Number, Ok(json!(1.5)));
        check(json!("false"), ParamKind::Bool, Ok(json!(false)));
        check(json!("a, b"), ParamKind::List, Ok(json!(["a", "b"])));
        check(json!("a"), ParamKind::List, Ok(json!(["a"])));
        check(json!("[\"a\", 1]"), ParamKind::List, Ok(json!(["a", 1])));
        check(json!("[a, b]"), ParamKind::List, Err(Wrong::Kind));
        check(json!("[]"), ParamKind::List, Err(Wrong::Empty));
        check(json!(1234), ParamKind::Text, Ok(json!("1234")));
        check(json!([1, "a"]), ParamKind::List, Ok(json!([1, "a"])));
        let rows = json!({"postgres": [5432], "mysql": 3306});
        check(rows.clone(), ParamKind::Keyed, Ok(rows));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        check(json!(""), ParamKind::Text, Err(Wrong::Empty));
        check(json!([]), ParamKind::List, Err(Wrong::Empty));
        check(json!("a,,b"), ParamKind::List, Err(Wrong::Empty));
        check(json!(","), ParamKind::List, Err(Wrong::Empty));
        check(json!("thirty"), ParamKind::Number, Err(Wrong::Kind));
        check(json!("NaN"), ParamKind::Number, Err(Wrong::Kind));
        check(json!("True"), ParamKind::Bool, Err(Wrong::Kind));
        check(json!(["a"]), ParamKind::Text, Err(Wrong::Kind));
        check(json!(true), ParamKind::Text, Ok(json!("true")));
        check(json!({"a": 1}), ParamKind::Text, Err(Wrong::Kind));
        check(json!(1), ParamKind::List, Err(Wrong::Kind));
        check(json!("a=1"), ParamKind::Keyed, Err(Wrong::Kind));
        check(json!(["a"]), ParamKind::Keyed, Err(Wrong::Kind));
        check(json!({}), ParamKind::Keyed, Err(Wrong::Empty));
        check(json!({"a": []}), ParamKind::Keyed, Err(Wrong::Empty));
        check(json!({"a": {"b": 1}}), ParamKind::Keyed, Err(Wrong::Kind));
    }
}
