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
        Kind::Text(text) => spelt_number(text.as_known()?),
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

/// The number that a text spells, as JSON spells numbers and nothing around it.
pub fn spelt_number(text: &str) -> Option<Number> {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let starts = digit(bytes.first()) || (text.starts_with('-') && digit(bytes.get(1)));
    if !starts || !digit(bytes.last()) {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Two numbers, exactly: no rounding between integers and fractions.
pub fn compare_numbers(a: &Number, b: &Number) -> Ordering {
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(a), None) => integer_float(a, float(b)),
        (None, Some(b)) => integer_float(b, float(a)).reverse(),
        (None, None) => float(a).partial_cmp(&float(b)).unwrap_or(Ordering::Equal),
    }
}

fn integer(number: &Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or(0.0)
}

fn integer_float(a: i128, b: f64) -> Ordering {
    // Integers have 64 bits: a float outside of 100 bits is decided by its sign, and one inside
    // has a whole part that an i128 holds exactly.
    if b.abs() >= 2_f64.powi(100) {
        return if b > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        };
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was checked above"
    )]
    let whole = b.floor() as i128;
    a.cmp(&whole).then(if b.fract() == 0.0 {
        Ordering::Equal
    } else {
        Ordering::Less
    })
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

    /// An integer that no double holds is not the double next to it.
    #[test]
    fn integers_and_fractions_compare_without_rounding() {
        let double = |value: f64| Number::from_f64(value).unwrap();
        let order = |integer: u64, value| compare_numbers(&integer.into(), &double(value));
        assert_eq!(
            order(9_007_199_254_740_993, 9_007_199_254_740_992.0),
            Ordering::Greater
        );
        assert_eq!(
            order(9_007_199_254_740_992, 9_007_199_254_740_992.0),
            Ordering::Equal
        );
        assert_eq!(order(1, 1.5), Ordering::Less);
        assert_eq!(
            compare_numbers(&double(-1.5), &Number::from(-1)),
            Ordering::Less
        );
        assert_eq!(order(u64::MAX, 1e300), Ordering::Less);
    }

    #[test]
    fn integers_compare_exactly() {
        let large = |n: u64| Number::from(n);
        let order = compare_numbers(&large(9_007_199_254_740_993), &large(9_007_199_254_740_992));
        assert_eq!(order, Ordering::Greater);
        assert_eq!(
            compare_numbers(&1.into(), &Number::from_f64(1.0).unwrap()),
            Ordering::Equal
        );
    }
}
