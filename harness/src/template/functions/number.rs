//! Functions of numbers.

use super::super::convert::{to_integer, to_list, to_number, to_str};
use super::super::machine::Machine;
use super::super::number;
use super::super::outcome::{Outcome, Stop, error};
use crate::value::{Flags, Kind, Node, Number, compare_numbers};

type Args<'a> = &'a [Node<'static>];

/// How many elements Terraform lets `range` make.
const MAX_RANGE: i64 = 1024;

fn integer(value: i64) -> Node<'static> {
    Node::new(Kind::Number(value.into()))
}

pub(super) fn abs(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let number = to_number(&args[0])?;
    if compare_numbers(&number, &Number::from(0)).is_lt() {
        number::negate(&number)
    } else {
        Ok(Node::new(Kind::Number(number)))
    }
}

pub(super) fn ceil(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    number::ceil(&to_number(&args[0])?)
}

pub(super) fn floor(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    number::floor(&to_number(&args[0])?)
}

pub(super) fn signum(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    Ok(integer(to_integer(&args[0])?.signum()))
}

pub(super) fn min(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    extreme(args, std::cmp::Ordering::is_lt)
}

pub(super) fn max(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    extreme(args, std::cmp::Ordering::is_gt)
}

fn extreme(args: Args<'_>, better: fn(std::cmp::Ordering) -> bool) -> Outcome {
    let mut best: Option<Number> = None;
    for number in all(args)? {
        if best
            .as_ref()
            .is_none_or(|best| better(compare_numbers(&number, best)))
        {
            best = Some(number);
        }
    }
    best.map_or(Err(Stop::Unknown), |best| Ok(Node::new(Kind::Number(best))))
}

/// The numbers; an error in one of them counts before one that is not known.
fn all(nodes: Args<'_>) -> Outcome<Vec<Number>> {
    let (mut numbers, mut unknown) = (Vec::with_capacity(nodes.len()), false);
    for node in nodes {
        match to_number(node) {
            Ok(number) => numbers.push(number),
            Err(Stop::Unknown) => unknown = true,
            Err(stop) => return Err(stop),
        }
    }
    if unknown {
        Err(Stop::Unknown)
    } else {
        Ok(numbers)
    }
}

pub(super) fn sum(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    // What is equal in a set counts once; a set that is one for sure is distinct already.
    let list = match args[0].flags.has(Flags::SET) {
        true if args[0].has_unknown() => return Err(Stop::Unknown),
        _ => to_list(&args[0])?,
    };
    let numbers = all(&list)?;
    let Some((first, rest)) = numbers.split_first() else {
        return error("there is no sum of nothing");
    };
    let mut sum = first.clone();
    for number in rest {
        match number::add(&sum, number)?.kind {
            Kind::Number(next) => sum = next,
            _ => return Err(Stop::Unknown),
        }
    }
    Ok(Node::new(Kind::Number(sum)))
}

pub(super) fn pow(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let (base, exponent) = (to_integer(&args[0])?, to_integer(&args[1])?);
    let exponent = u32::try_from(exponent).map_err(|_| Stop::Unknown)?;
    // Terraform goes through doubles: whole numbers are exact there up to 2^53.
    let power = base
        .checked_pow(exponent)
        .filter(|power| power.unsigned_abs() <= 1 << 53);
    power.map_or(Err(Stop::Unknown), |power| Ok(integer(power)))
}

pub(super) fn parseint(_: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    if matches!(args[0].kind, Kind::Bool(_)) {
        return error("parseint takes a string");
    }
    let (text, base) = (to_str(&args[0])?, to_integer(&args[1])?);
    if !(2..=62).contains(&base) {
        return error("a base is between 2 and 62");
    }
    let Some(base) = u32::try_from(base).ok().filter(|base| *base <= 36) else {
        return Err(Stop::Unknown);
    };
    match i64::from_str_radix(&text, base) {
        Ok(value) => Ok(integer(value)),
        Err(why) if *why.kind() == std::num::IntErrorKind::InvalidDigit && text.is_ascii() => {
            if text.contains('_') {
                Err(Stop::Unknown)
            } else {
                error("this is no number of that base")
            }
        }
        Err(_) => Err(Stop::Unknown),
    }
}

/// `range(limit)`, `range(start, limit)`, `range(start, limit, step)`.
pub(super) fn range(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let mut numbers = Vec::with_capacity(3);
    for number in all(args)? {
        match number.as_i64() {
            Some(value) if value.unsigned_abs() < 1 << 60 => numbers.push(value),
            _ => return Err(Stop::Unknown),
        }
    }
    let (start, limit, step) = match numbers.as_slice() {
        [limit] => (0, *limit, if *limit < 0 { -1 } else { 1 }),
        [start, limit] => (*start, *limit, if limit < start { -1 } else { 1 }),
        [start, limit, step] => (*start, *limit, *step),
        _ => return Err(Stop::Unknown),
    };
    if step == 0 || (step > 0 && start > limit) || (step < 0 && start < limit) {
        return error("the steps of a range lead away from its limit");
    }
    let count = (limit - start).abs().div_ceil_by(step.abs());
    if count > MAX_RANGE {
        return error("a range has at most 1024 elements");
    }
    machine.spend(usize::try_from(count).unwrap_or(usize::MAX))?;
    let list = (0..count).map(|index| integer(start + index * step));
    Ok(Node::new(Kind::List(list.collect())))
}

/// Division that rounds up, of two numbers that are not negative.
trait DivCeil {
    fn div_ceil_by(self, by: Self) -> Self;
}

impl DivCeil for i64 {
    fn div_ceil_by(self, by: Self) -> Self {
        self / by + i64::from(self % by != 0)
    }
}
