//! Arithmetic that is exact or not known.
//!
//! Terraform calculates with 512 bits and writes all digits out. Whole numbers, and fractions of at
//! most 20 binary places, come out the same here; anything else stays unknown.

use super::outcome::{Outcome, Stop, error};
use crate::value::{Kind, Node, Number};

/// Binary places behind the point.
const PLACES: u32 = 20;

/// A number as a count of 2^-20.
fn fixed(number: &Number) -> Outcome<i128> {
    let integer = number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from));
    if let Some(integer) = integer {
        return Ok(integer << PLACES);
    }
    let scaled = number.as_f64().unwrap_or(f64::NAN) * f64::from(1u32 << PLACES);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole and below 2^53"
    )]
    if scaled.fract() == 0.0 && scaled.abs() < 9e15 {
        return Ok(scaled as i128);
    }
    Err(Stop::Unknown)
}

/// The number that is a count of 2^-20.
fn unfixed(value: i128) -> Outcome {
    let whole = value >> PLACES;
    let number = if whole << PLACES == value {
        i64::try_from(whole)
            .map(Number::from)
            .or_else(|_| u64::try_from(whole).map(Number::from))
            .ok()
    } else if value.unsigned_abs() < 1 << 53 {
        #[expect(clippy::cast_precision_loss, reason = "it has at most 53 bits")]
        Number::from_f64(value as f64 / f64::from(1u32 << PLACES))
    } else {
        None
    };
    match number {
        Some(number) if super::convert::spelt(&number).is_ok() => {
            Ok(Node::new(Kind::Number(number)))
        }
        _ => Err(Stop::Unknown),
    }
}

fn checked(value: Option<i128>) -> Outcome {
    value.map_or(Err(Stop::Unknown), unfixed)
}

pub(super) fn negate(a: &Number) -> Outcome {
    if let Some(value) = a.as_f64().filter(|_| a.is_f64()) {
        let number = Number::from_f64(-value).map(super::convert::whole);
        return number.map_or(Err(Stop::Unknown), |n| Ok(Node::new(Kind::Number(n))));
    }
    checked(fixed(a)?.checked_neg())
}

pub(super) fn add(a: &Number, b: &Number) -> Outcome {
    checked(fixed(a)?.checked_add(fixed(b)?))
}

pub(super) fn subtract(a: &Number, b: &Number) -> Outcome {
    checked(fixed(a)?.checked_sub(fixed(b)?))
}

pub(super) fn multiply(a: &Number, b: &Number) -> Outcome {
    let product = fixed(a)?.checked_mul(fixed(b)?).ok_or(Stop::Unknown)?;
    if product & ((1 << PLACES) - 1) != 0 {
        return Err(Stop::Unknown);
    }
    unfixed(product >> PLACES)
}

/// A division by nothing is infinite in some versions of Terraform and an error in others.
pub(super) fn divide(a: &Number, b: &Number) -> Outcome {
    let (a, b) = (fixed(a)?, fixed(b)?);
    let scaled = a.checked_mul(1 << PLACES).ok_or(Stop::Unknown)?;
    if b == 0 || scaled % b != 0 {
        return Err(Stop::Unknown);
    }
    unfixed(scaled / b)
}

pub(super) fn remainder(a: &Number, b: &Number) -> Outcome {
    checked(fixed(a)?.checked_rem(fixed(b)?))
}

pub(super) fn floor(a: &Number) -> Outcome {
    rounded(a, f64::floor)
}

pub(super) fn ceil(a: &Number) -> Outcome {
    rounded(a, f64::ceil)
}

fn rounded(a: &Number, to: fn(f64) -> f64) -> Outcome {
    if !a.is_f64() {
        return Ok(Node::new(Kind::Number(a.clone())));
    }
    match a.as_f64().map(to).and_then(Number::from_f64) {
        Some(number) => Ok(Node::new(Kind::Number(super::convert::whole(number)))),
        None => error("this is no number"),
    }
}
