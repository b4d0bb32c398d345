//! What can be changed at a leaf: other values of the same kind, and the mistakes that people make.

use serde_json::Value;

use super::edit::Change;
use super::operator::Operator;
use super::text::{Piece, Texts};
use super::written::{Place, RawStep, Scalar, member_of};

/// Other values of the same kind and length: if none of them makes a clause fail, the clause does not
/// hold the leaf.
pub(super) fn others(scalar: &Scalar) -> Vec<Change> {
    match scalar {
        Scalar::Unknown => Vec::new(),
        Scalar::Json(Value::Bool(value)) => vec![Change::Json((!value).into())],
        Scalar::Json(Value::Number(number)) => other_numbers(number),
        Scalar::Json(_) => vec![Change::Json("canary".into())],
        Scalar::Text(pieces) => {
            let text = joined(pieces);
            let mut found = vec![literal(&text, moved), literal(&text, |_| '_')];
            if text == "true" || text == "false" {
                found.push(Change::Text(vec![Piece::Literal(
                    (text == "false").to_string(),
                )]));
            }
            if text.parse::<f64>().is_ok() {
                let numbers = ["0", "-1000000000", "1000000000"];
                found.extend(numbers.map(|it| Change::Text(vec![Piece::Literal(it.into())])));
            }
            found
        }
    }
}

/// The changes that mutation makes of a leaf, a nested block or an object. `refer`: another block for
/// an expression to refer to.
pub(super) fn mistakes(
    place: &Place,
    refer: &dyn Fn(&str) -> Option<String>,
) -> Vec<(Operator, Change)> {
    let member = member_of(&place.path);
    // How many instances there are is not read from the body.
    if matches!(member, "count" | "for_each") {
        return Vec::new();
    }
    if member == "depends_on" {
        return Vec::new();
    }
    let Some(scalar) = &place.scalar else {
        return vec![(Operator::DropBlock, Change::Drop)];
    };
    let mut found = match scalar {
        Scalar::Unknown => return Vec::new(),
        _ => vec![(Operator::Drop, Change::Drop)],
    };
    let in_document = place.raw.contains(&RawStep::Document);
    match scalar {
        Scalar::Json(Value::Bool(value)) => {
            found.push((Operator::Flip, Change::Json((!value).into())));
        }
        Scalar::Json(Value::Number(number)) => {
            let other = other_numbers(number).into_iter().next();
            found.extend(other.map(|change| (Operator::Number, change)));
        }
        Scalar::Text(pieces) => texts(pieces, in_document, refer, &mut found),
        Scalar::Json(_) | Scalar::Unknown => {}
    }
    if in_document && *scalar != Scalar::Json(Value::Null) {
        found.push((Operator::Null, Change::Json(Value::Null)));
    }
    found
}

fn texts(
    pieces: &[Piece],
    in_document: bool,
    refer: &dyn Fn(&str) -> Option<String>,
    found: &mut Vec<(Operator, Change)>,
) {
    let text = joined(pieces);
    match text.as_str() {
        "true" | "false" => {
            let other = Piece::Literal((text == "false").to_string());
            found.push((Operator::Flip, Change::Text(vec![other])));
            return;
        }
        _ if text.parse::<f64>().is_ok() => {
            let more = text
                .parse::<i64>()
                .map_or(0, |number| number.saturating_add(1));
            let other = Piece::Literal(more.to_string());
            found.push((Operator::Number, Change::Text(vec![other])));
            return;
        }
        _ => {}
    }
    let other = match literal(&text, moved) {
        Change::Text(other) if joined(&other) == text => literal(&text, |_| 'x'),
        other => other,
    };
    found.push((Operator::Literal, other));
    if let Some(stripped) = stripped(pieces) {
        found.push((Operator::Strip, Change::Text(stripped)));
    }
    let names = |piece: &Piece| matches!(piece, Piece::Hole(it) if it.ends_with(".arn"));
    let is_policy = in_document && (text.contains(':') || pieces.iter().any(names));
    if is_policy && text != "*" {
        let star = Change::Text(vec![Piece::Literal("*".into())]);
        found.push((Operator::Star, star));
    }
    if let Some(anywhere) = anywhere(&text) {
        let anywhere = Change::Text(vec![Piece::Literal(anywhere.into())]);
        found.push((Operator::Anywhere, anywhere));
    }
    let refers = pieces
        .iter()
        .enumerate()
        .find_map(|(at, piece)| match piece {
            Piece::Hole(expression) => Some((at, refer(expression)?)),
            Piece::Literal(_) => None,
        });
    if let Some((at, expression)) = refers {
        let mut pieces = pieces.to_vec();
        pieces[at] = Piece::Hole(expression);
        found.push((Operator::Reference, Change::Text(pieces)));
    }
}

/// The pieces without the last part of the text: what stands behind its last separator, or its last
/// piece.
fn stripped(pieces: &[Piece]) -> Option<Vec<Piece>> {
    const SEPARATORS: [char; 5] = ['-', '_', '/', '.', ':'];
    let (last, before) = pieces.split_last()?;
    if let Piece::Literal(text) = last {
        let at = text.rfind(SEPARATORS).filter(|at| at + 1 < text.len());
        match at {
            Some(at) if at > 0 || !before.is_empty() => {
                let mut kept = before.to_vec();
                if at > 0 {
                    kept.push(Piece::Literal(text[..at].to_owned()));
                }
                return Some(kept);
            }
            _ => {}
        }
    }
    let mut kept = before.to_vec();
    if let Some(Piece::Literal(text)) = kept.last_mut() {
        let trimmed = text.trim_end_matches(SEPARATORS).len();
        text.truncate(trimmed);
    }
    let is_empty = kept
        .iter()
        .all(|it| matches!(it, Piece::Literal(text) if text.is_empty()));
    (!is_empty).then_some(kept)
}

/// All addresses, for a range of some.
fn anywhere(text: &str) -> Option<&'static str> {
    let (address, bits) = text.split_once('/')?;
    let bits: u8 = bits.parse().ok()?;
    match address.parse::<std::net::IpAddr>().ok()? {
        std::net::IpAddr::V4(_) => (bits > 0).then_some("0.0.0.0/0"),
        std::net::IpAddr::V6(_) => (bits > 0).then_some("::/0"),
    }
}

fn other_numbers(number: &serde_json::Number) -> Vec<Change> {
    let whole = number.as_i64();
    let next = |by: i64| whole.and_then(|it| it.checked_add(by)).map(Value::from);
    let float = |by: f64| {
        let value = number.as_f64().unwrap_or_default() + by;
        serde_json::Number::from_f64(value).map(Value::Number)
    };
    let other = |by: i64| next(by).or_else(|| float(by as f64));
    let all = [1, -1, 1_000_000_000, -1_000_000_000];
    all.into_iter()
        .filter_map(other)
        .map(Change::Json)
        .collect()
}

/// The text that pieces spell; holes are written as they are.
pub(super) fn joined(pieces: &[Piece]) -> String {
    Texts::Values.text(pieces)
}

/// A text of the same length without any hole.
fn literal(text: &str, other: fn(char) -> char) -> Change {
    Change::Text(vec![Piece::Literal(text.chars().map(other).collect())])
}

fn moved(c: char) -> char {
    match c {
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        c if c.is_ascii_alphanumeric() => char::from(c as u8 + 1),
        '$' | '{' | '}' | '%' => '_',
        '-' | '/' | ':' | '.' | '*' => c,
        _ => '_',
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::value::{Path, Step};

    /// The mistakes made of a text of a template, as `operator text`.
    #[track_caller]
    fn made(text: &str, in_document: bool, expected: &[&str]) {
        let raw = if in_document {
            vec![RawStep::Document]
        } else {
            Vec::new()
        };
        let place = Place {
            path: Path(vec![Step::Name("a".into())]),
            raw,
            scalar: Some(Scalar::Text(Texts::Templates.pieces(text))),
            secret: false,
        };
        let other = |expression: &str| {
            expression
                .starts_with("aws_x.")
                .then(|| expression.replace("aws_x.a", "aws_x.b"))
        };
        let shown = mistakes(&place, &other)
            .into_iter()
            .map(|(operator, change)| match change {
                Change::Drop => operator.name().to_owned(),
                Change::Text(pieces) => {
                    format!("{} {}", operator.name(), Texts::Templates.text(&pieces))
                }
                Change::Json(value) => format!("{} {value}", operator.name()),
            });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn texts_go_wrong_in_known_ways() {
        made("api-pr1", false, &["drop", "literal bqj-qs2", "strip api"]);
        made("true", false, &["drop", "flip false"]);
        made("300", false, &["drop", "number 301"]);
        made(
            "10.0.0.0/16",
            false,
            &[
                "drop",
                "literal 21.1.1.1/27",
                "strip 10.0.0.0",
                "anywhere 0.0.0.0/0",
            ],
        );
        made(
            "${aws_x.a.arn}",
            false,
            &["drop", "literal __bxt_y.b.bso_", "reference ${aws_x.b.arn}"],
        );
        made(
            "p-${var.s}",
            false,
            &["drop", "literal q-__wbs.t_", "strip p"],
        );
        made(
            "s3:GetObject",
            true,
            &[
                "drop",
                "literal t4:HfuPckfdu",
                "strip s3",
                "star *",
                "null null",
            ],
        );
        made("**", true, &["drop", "literal xx", "null null"]);
    }

    #[test]
    fn other_values_are_of_the_same_kind() {
        let json = |text: &str| Scalar::Json(serde_json::from_str(text).unwrap());
        let all = |scalar: Scalar| others(&scalar).len();
        assert_eq!(all(json("true")), 1);
        assert_eq!(all(json("3")), 4);
        assert_eq!(all(json("1.5")), 4);
        assert_eq!(all(Scalar::Text(Texts::Templates.pieces("abc"))), 2);
        assert_eq!(all(Scalar::Text(Texts::Templates.pieces("30"))), 5);
        assert_eq!(all(Scalar::Unknown), 0);
    }
}
