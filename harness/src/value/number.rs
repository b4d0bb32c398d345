//! Numbers and booleans, also where they are written as text.
//!
//! Source: "Type Conversion", Terraform language: a string that spells a number or a boolean
//! becomes one where one is wanted.

use std::cmp::Ordering;

use super::{Kind, Node, Number};

/// The number that a value is or spells.
pub fn coerced_number(node: &Node<'_>) -> Option<Number> {
    match &node.kind {
        Kind::Number(number) => Some(number.clone()),
        Kind::Text(text) => spelt(text.as_known()?),
        _ => None,
    }
}

/// The boolean that a value is or spells.
pub fn coerced_bool(node: &Node<'_>) -> Option<bool> {
    match &node.kind {
        Kind::Bool(value) => Some(*value),
        Kind::Text(text) => match text.as_known()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The number that a text spells, in JSON's grammar (no `+1`, no `0x10`, no blanks).
fn spelt(text: &str) -> Option<Number> {
    let first = text.as_bytes().first()?;
    if !(first.is_ascii_digit() || *first == b'-') || text.ends_with(char::is_whitespace) {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Compares two numbers exactly: integers as integers, anything else as doubles.
pub fn compare_numbers(a: &Number, b: &Number) -> Option<Ordering> {
    let integer = |n: &Number| n.as_i64().map(i128::from).or(n.as_u64().map(i128::from));
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_spells_a_number() {
        let number =
            |text: &str| coerced_number(&Node::text(text.to_owned())).map(|n| n.to_string());
        assert_eq!(number("300").as_deref(), Some("300"));
        assert_eq!(number("-1.5").as_deref(), Some("-1.5"));
        for not in ["", " 3", "3 ", "+3", "0x10", "012", "three", "NaN"] {
            assert_eq!(number(not), None, "{not:?}");
        }
    }

    #[test]
    fn integers_compare_exactly() {
        let large = |n: u64| Number::from(n);
        let order = compare_numbers(&large(9_007_199_254_740_993), &large(9_007_199_254_740_992));
        assert_eq!(order, Some(Ordering::Greater));
        assert_eq!(
            compare_numbers(&1.into(), &Number::from_f64(1.0).unwrap()),
            Some(Ordering::Equal)
        );
    }
}
