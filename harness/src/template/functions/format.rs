//! `format` and `formatlist`.
//!
//! Source: "format Function", Terraform language. The verbs `%s`, `%v`, `%d`, `%f`, `%t`, `%q`,
//! `%x`, `%X`, `%b` and `%o` with their flags are evaluated; what is not known may stand for a plain
//! `%s` or `%v`.

use super::super::convert::{
    self, elements, pieces, spelt, to_bool, to_integer, to_list, to_number, to_str,
};
use super::super::machine::Machine;
use super::super::outcome::{Outcome, Stop, error};
use super::encode::jsonencode;
use crate::value::{Kind, Node, Piece};

type Args<'a> = &'a [Node<'static>];

pub(super) fn format(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let template = to_str(&args[0])?;
    convert::text(formatted(machine, &template, &args[1..])?)
}

pub(super) fn formatlist(machine: &mut Machine<'_>, args: Args<'_>) -> Outcome {
    let template = to_str(&args[0])?;
    let mut length = None;
    for arg in &args[1..] {
        match &arg.kind {
            Kind::List(_) => {
                let found = to_list(arg)?.len();
                if length.is_some_and(|length| length != found) {
                    return error("the lists have not the same length");
                }
                length = Some(found);
            }
            Kind::Unknown(hole) if !hole.is_text => return Err(Stop::Unknown),
            Kind::Map(_) => return Err(Stop::Unknown),
            _ => {}
        }
    }
    let length = length.unwrap_or(1);
    machine.spend(length * args.len())?;
    let mut made = Vec::with_capacity(length);
    for index in 0..length {
        let mut row = Vec::with_capacity(args.len());
        for arg in &args[1..] {
            row.push(match &arg.kind {
                Kind::List(_) => to_list(arg)?.get(index).cloned().ok_or(Stop::Unknown)?,
                _ => arg.clone(),
            });
        }
        machine.spend(elements_cost(args))?;
        made.push(convert::text(formatted(machine, &template, &row)?)?);
    }
    Ok(Node::new(Kind::List(made)))
}

/// Each row copies the lists that it takes its elements from.
fn elements_cost(args: Args<'_>) -> usize {
    args.iter()
        .filter_map(|arg| elements(arg).ok())
        .map(<[_]>::len)
        .sum()
}

/// One `%` sequence.
#[derive(Default)]
struct Verb {
    minus: bool,
    plus: bool,
    space: bool,
    zero: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
    argument: Option<usize>,
    letter: char,
}

impl Verb {
    fn is_plain(&self) -> bool {
        let flags = self.minus || self.plus || self.space || self.zero || self.sharp;
        !flags && self.width.is_none() && self.precision.is_none()
    }

    /// Reads what follows a `%`; gives the verb and the rest of the text.
    fn read(text: &str) -> Outcome<(Verb, &str)> {
        let mut verb = Verb::default();
        let mut rest = text;
        loop {
            let flag = match rest.as_bytes().first() {
                Some(b'-') => &mut verb.minus,
                Some(b'+') => &mut verb.plus,
                Some(b' ') => &mut verb.space,
                Some(b'0') => &mut verb.zero,
                Some(b'#') => &mut verb.sharp,
                _ => break,
            };
            *flag = true;
            rest = &rest[1..];
        }
        (verb.width, rest) = digits(rest)?;
        if let Some(after) = rest.strip_prefix('.') {
            (verb.precision, rest) = digits(after)?;
            verb.precision = verb.precision.or(Some(0));
        }
        if let Some(after) = rest.strip_prefix('[') {
            (verb.argument, rest) = digits(after)?;
            rest = rest.strip_prefix(']').ok_or(Stop::Unknown)?;
            if verb.argument.is_none() {
                return Err(Stop::Unknown);
            }
        }
        let mut chars = rest.chars();
        match chars.next() {
            Some(letter) if letter.is_ascii_alphabetic() => verb.letter = letter,
            Some(_) => return Err(Stop::Unknown),
            None => return error("a % at the end of a format says nothing"),
        }
        Ok((verb, chars.as_str()))
    }
}

fn digits(text: &str) -> Outcome<(Option<usize>, &str)> {
    let end = text
        .bytes()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return Ok((None, rest));
    }
    match digits.parse() {
        Ok(number) if number <= convert::MAX_TEXT => Ok((Some(number), rest)),
        _ => Err(Stop::Budget),
    }
}

fn formatted(
    machine: &mut Machine<'_>,
    template: &str,
    args: Args<'_>,
) -> Outcome<Vec<Piece<'static>>> {
    let literal = |text: &str| Piece::Literal(text.to_owned().into());
    let (mut made, mut rest) = (Vec::new(), template);
    let (mut next, mut most, mut unknown) = (0usize, 0usize, false);
    while let Some(at) = rest.find('%') {
        machine.spend(1)?;
        made.push(literal(&rest[..at]));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            made.push(literal("%"));
            rest = after;
            continue;
        }
        let (verb, after) = Verb::read(rest)?;
        rest = after;
        let index = match verb.argument {
            Some(number) => number.checked_sub(1).ok_or(Stop::Unknown)?,
            None => next,
        };
        next = index + 1;
        most = most.max(next);
        let Some(arg) = args.get(index) else {
            return error("a format needs more arguments");
        };
        match one(machine, &verb, arg) {
            Ok(pieces) => made.extend(pieces),
            Err(Stop::Unknown) => unknown = true,
            Err(stop) => return Err(stop),
        }
    }
    if most < args.len() {
        return error("a format has more arguments than it uses");
    }
    if unknown {
        return Err(Stop::Unknown);
    }
    made.push(literal(rest));
    Ok(made)
}

fn one(
    machine: &mut Machine<'_>,
    verb: &Verb,
    arg: &Node<'static>,
) -> Outcome<Vec<Piece<'static>>> {
    if arg.kind == Kind::Null && verb.letter != 'v' {
        return error("null cannot be formatted");
    }
    let text = match verb.letter {
        's' if verb.is_plain() => return pieces(arg),
        's' => {
            let text = to_str(arg)?;
            match verb.precision {
                Some(most) if text.is_ascii() => text.chars().take(most).collect(),
                Some(_) => return Err(Stop::Unknown),
                None => text.into_owned(),
            }
        }
        'v' => match &arg.kind {
            // Numbers and texts are written as they are; what a hole will be is not known, and a
            // list would be written as JSON.
            Kind::Text(_) if verb.is_plain() => return pieces(arg),
            Kind::Unknown(hole) if verb.is_plain() && hole.is_text && hole.non_null => {
                return pieces(arg);
            }
            Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) if !verb.sharp => {
                if verb.precision.is_some() || verb.plus || verb.zero {
                    return Err(Stop::Unknown);
                }
                to_str(arg)?.into_owned()
            }
            Kind::Unknown(_) => return Err(Stop::Unknown),
            _ => {
                let json = jsonencode(machine, std::slice::from_ref(arg))?;
                to_str(&json)?.into_owned()
            }
        },
        't' => to_bool(arg)?.to_string(),
        'q' => {
            let text = to_str(arg)?;
            if text.chars().any(|c| !(' '..='~').contains(&c)) {
                return Err(Stop::Unknown);
            }
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        'd' => signed(verb, &to_integer(arg)?.to_string()),
        'x' | 'X' | 'b' | 'o' if !verb.sharp && verb.precision.is_none() => {
            let Kind::Number(_) = arg.kind else {
                return Err(Stop::Unknown);
            };
            let value = to_integer(arg)?;
            let digits = value.unsigned_abs();
            let digits = match verb.letter {
                'x' => format!("{digits:x}"),
                'X' => format!("{digits:X}"),
                'b' => format!("{digits:b}"),
                _ => format!("{digits:o}"),
            };
            signed(
                verb,
                &format!("{}{digits}", if value < 0 { "-" } else { "" }),
            )
        }
        'f' => {
            let number = to_number(arg)?;
            let places = verb.precision.unwrap_or(6);
            let exact = spelt(&number)?;
            let has = exact
                .split_once('.')
                .map_or(0, |(_, fraction)| fraction.len());
            let text = if has <= places {
                // The digits are the number's own, with noughts behind them.
                let point = if has == 0 && places > 0 { "." } else { "" };
                format!("{exact}{point}{}", "0".repeat(places - has))
            } else {
                format!("{:.places$}", number.as_f64().ok_or(Stop::Unknown)?)
            };
            signed(verb, &text)
        }
        _ => return Err(Stop::Unknown),
    };
    Ok(vec![Piece::Literal(padded(verb, text)?.into())])
}

fn signed(verb: &Verb, digits: &str) -> String {
    match (digits.starts_with('-'), verb.plus, verb.space) {
        (true, _, _) | (_, false, false) => digits.to_owned(),
        (false, true, _) => format!("+{digits}"),
        (false, false, true) => format!(" {digits}"),
    }
}

fn padded(verb: &Verb, text: String) -> Outcome<String> {
    let Some(width) = verb.width else {
        return Ok(text);
    };
    if !text.is_ascii() {
        return Err(Stop::Unknown);
    }
    let missing = width.saturating_sub(text.len());
    if missing == 0 {
        return Ok(text);
    }
    if verb.minus {
        return Ok(format!("{text}{}", " ".repeat(missing)));
    }
    if verb.zero {
        if matches!(verb.letter, 's' | 'q' | 'v' | 't') {
            return Err(Stop::Unknown);
        }
        let at = usize::from(text.starts_with(['-', '+', ' ']));
        let (sign, digits) = text.split_at(at);
        return Ok(format!("{sign}{}{digits}", "0".repeat(missing)));
    }
    Ok(format!("{}{text}", " ".repeat(missing)))
}
