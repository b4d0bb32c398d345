//! Whether two values are the same, when either may be partly unknown.

use super::shape::{self, Glob, Unit};
use crate::facts::are_apart;
use crate::value::{
    Flags, Hole, Kind, Map, Node, Text, coerced_bool, coerced_number, compare_numbers,
};
use crate::verdict::Truth;

/// Whether `a` and `b` are the same value.
///
/// Numbers and booleans equal the texts that spell them. A text that holds a document equals an
/// object or list, or another text, that holds the same document. With `unordered`, lists compare
/// as sets.
pub fn same(a: &Node<'_>, b: &Node<'_>, unordered: bool) -> Truth {
    match (&a.kind, &b.kind) {
        (Kind::Unknown(a), Kind::Unknown(b)) => holes(a, b),
        (Kind::Unknown(hole), _) => hole_and_value(hole, b),
        (_, Kind::Unknown(hole)) => hole_and_value(hole, a),
        (Kind::Null, Kind::Null) => Truth::True,
        (Kind::Text(x), Kind::Text(y)) => texts(x, y, unordered),
        (Kind::Text(text), Kind::List(_) | Kind::Map(_)) => document(text, b, unordered),
        (Kind::List(_) | Kind::Map(_), Kind::Text(text)) => document(text, a, unordered),
        (Kind::List(x), Kind::List(y)) => {
            let open = a.is_open() || b.is_open();
            if unordered {
                sets(x, y, open)
            } else {
                lists(x, y, open)
            }
        }
        (Kind::Map(x), Kind::Map(y)) => maps(x, y, a.is_open(), b.is_open(), unordered),
        (Kind::Bool(_), _) | (_, Kind::Bool(_)) => match (coerced_bool(a), coerced_bool(b)) {
            (Some(a), Some(b)) => Truth::from(a == b),
            _ => scalar_and_holes(a, b),
        },
        (Kind::Number(_), _) | (_, Kind::Number(_)) => {
            match (coerced_number(a), coerced_number(b)) {
                (Some(a), Some(b)) => Truth::from(compare_numbers(&a, &b).is_eq()),
                _ => scalar_and_holes(a, b),
            }
        }
        (Kind::Null, _) | (_, Kind::Null) => Truth::False,
        (Kind::List(_), Kind::Map(_)) | (Kind::Map(_), Kind::List(_)) => Truth::False,
    }
}

/// Two holes are the same if they are one pure expression; only the ids of two resources are surely
/// apart.
fn holes(a: &Hole, b: &Hole) -> Truth {
    match a.pure && b.pure && !a.expression.is_empty() {
        true if a.expression == b.expression => Truth::True,
        true if are_apart(&a.expression, &b.expression) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn hole_and_value(hole: &Hole, value: &Node<'_>) -> Truth {
    match &value.kind {
        Kind::Null if hole.non_null => Truth::False,
        Kind::Text(text) => units_same(&units_of(hole), &shape::units(text)),
        Kind::Number(_) | Kind::Bool(_) | Kind::List(_) | Kind::Map(_)
            if hole.starts_with.is_some() =>
        {
            Truth::False
        }
        _ => Truth::Unknown,
    }
}

fn units_of(hole: &Hole) -> Vec<Unit> {
    let known = hole.starts_with.unwrap_or_default().chars().map(Unit::Char);
    known.chain([Unit::Hole]).collect()
}

/// A number or boolean and a text with holes: the text may yet spell it.
fn scalar_and_holes<'n>(a: &'n Node<'n>, b: &'n Node<'n>) -> Truth {
    let (text, scalar) = match (&a.kind, &b.kind) {
        (Kind::Text(text), _) => (text, b),
        (_, Kind::Text(text)) => (text, a),
        _ => return Truth::False,
    };
    if text.as_known().is_some() {
        return Truth::False;
    }
    let spelt: Vec<Unit> = scalar.render().chars().map(Unit::Char).collect();
    units_same(&shape::units(text), &spelt)
}

fn texts(a: &Text<'_>, b: &Text<'_>, unordered: bool) -> Truth {
    if let (Some(a), Some(b)) = (a.as_known(), b.as_known())
        && a == b
    {
        return Truth::True;
    }
    if let (Some(Ok(a)), Some(Ok(b))) = (a.document(), b.document()) {
        return same(a, b, unordered);
    }
    if a.as_known().is_some() && b.as_known().is_some() {
        return Truth::False;
    }
    let pure = |text: &Text<'_>| {
        text.holes()
            .all(|hole| hole.pure && !hole.expression.is_empty())
    };
    if pure(a) && pure(b) && a.iter().eq(b.iter()) {
        return Truth::True;
    }
    units_same(&shape::units(a), &shape::units(b))
}

/// Two texts with holes: the same if both are known and equal, not the same if what is known at
/// either end contradicts, else unknown.
fn units_same(a: &[Unit], b: &[Unit]) -> Truth {
    if !b.contains(&Unit::Hole) {
        return shape::matches(&literal(b), a);
    }
    if !a.contains(&Unit::Hole) {
        return shape::matches(&literal(a), b);
    }
    let contradicts = |mut pairs: Box<dyn Iterator<Item = (&Unit, &Unit)> + '_>| {
        pairs.find_map(|pair| match pair {
            (Unit::Char(a), Unit::Char(b)) if a == b => None,
            (Unit::Char(_), Unit::Char(_)) => Some(true),
            _ => Some(false),
        }) == Some(true)
    };
    let differ = contradicts(Box::new(a.iter().zip(b)))
        || contradicts(Box::new(a.iter().rev().zip(b.iter().rev())));
    if differ { Truth::False } else { Truth::Unknown }
}

fn literal(units: &[Unit]) -> Vec<Glob> {
    let item = |unit: &Unit| match unit {
        Unit::Char(c) => Glob::Char(*c),
        Unit::Hole => Glob::Any,
    };
    units.iter().map(item).collect()
}

fn document(text: &Text<'_>, value: &Node<'_>, unordered: bool) -> Truth {
    match text.document() {
        Some(Ok(document)) => same(document, value, unordered),
        Some(Err(_)) | None if text.as_known().is_some() => Truth::False,
        _ => Truth::Unknown,
    }
}

fn lists(a: &[Node<'_>], b: &[Node<'_>], open: bool) -> Truth {
    if a.len() != b.len() {
        return if open { Truth::Unknown } else { Truth::False };
    }
    let all = a
        .iter()
        .zip(b)
        .map(|(a, b)| same(a, b, false))
        .fold(Truth::True, Truth::and);
    if open { all.and(Truth::Unknown) } else { all }
}

/// Sets are the same if each element of one is in the other. With unknown elements that is proved
/// only pairwise, so anything short of it stays unknown rather than false, unless a known element
/// can have no partner.
fn sets(a: &[Node<'_>], b: &[Node<'_>], open: bool) -> Truth {
    let within = |one: &[Node<'_>], other: &[Node<'_>]| {
        one.iter().fold(Truth::True, |so_far, element| {
            let found = other
                .iter()
                .map(|o| same(element, o, true))
                .fold(Truth::False, Truth::or);
            so_far.and(if open {
                found.or(Truth::Unknown)
            } else {
                found
            })
        })
    };
    within(a, b).and(within(b, a))
}

fn maps(a: &Map<'_>, b: &Map<'_>, a_open: bool, b_open: bool, unordered: bool) -> Truth {
    let names = a
        .iter()
        .map(|(name, _)| name)
        .chain(b.iter().map(|(name, _)| name));
    let mut truth = Truth::True;
    for name in names {
        truth = truth.and(match (a.get(name), b.get(name)) {
            (Some(a), Some(b)) => same(a, b, unordered),
            // What the provider filled in on one side is not written there either.
            (Some(only), None) | (None, Some(only)) if only.flags.has(Flags::DEFAULTED) => {
                Truth::True
            }
            (Some(only), None) | (None, Some(only)) if only.flags.has(Flags::UNATTRIBUTED) => {
                Truth::Unknown
            }
            (None, _) if a_open => Truth::Unknown,
            (_, None) if b_open => Truth::Unknown,
            _ => Truth::False,
        });
    }
    if a_open || b_open {
        truth.and(Truth::Unknown)
    } else {
        truth
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template;
    use crate::value::parse;

    /// JSON; every string in it is read as a template.
    fn node(text: &'static str) -> Node<'static> {
        fn holes(node: Node<'static>) -> Node<'static> {
            match node.kind {
                Kind::Text(text) => template::read(text.source().into_owned().into()),
                Kind::List(list) => Node::new(Kind::List(list.into_iter().map(holes).collect())),
                Kind::Map(mut map) => {
                    map.iter_mut()
                        .for_each(|(_, member)| *member = holes(member.clone()));
                    Node::new(Kind::Map(map))
                }
                kind => Node::new(kind),
            }
        }
        holes(parse(text).unwrap())
    }

    #[track_caller]
    fn check(a: &'static str, b: &'static str, expected: Truth) {
        assert_eq!(same(&node(a), &node(b), false), expected, "{a} and {b}");
        assert_eq!(same(&node(b), &node(a), false), expected, "{b} and {a}");
    }

    #[test]
    fn values_and_holes() {
        use Truth::{False, True, Unknown};
        for (a, b, expected) in [
            ("1", "1.0", True),
            ("1", "\"1\"", True),
            ("1", "\"one\"", False),
            ("true", "\"true\"", True),
            ("true", "1", False),
            ("null", "null", True),
            ("null", "\"\"", False),
            (r#""a""#, r#""a""#, True),
            (r#""${var.x}""#, r#""a""#, Unknown),
            (r#""${var.x}""#, r#""${var.x}""#, True),
            (r#""${uuid()}""#, r#""${uuid()}""#, Unknown),
            (r#""${aws_x.y.arn}""#, r#""*""#, False),
            (r#""${aws_x.y.id}""#, r#""${aws_x.z.id}""#, False),
            (r#""${aws_x.y.id}""#, r#""${aws_x.z.name}""#, Unknown),
            (r#""${aws_x.y.name}""#, r#""${aws_x.z.name}""#, Unknown),
            (r#""${aws_x.y[0].id}""#, r#""${aws_x.z[0].id}""#, Unknown),
            (r#""${aws_x.y.id}""#, r#""${data.aws_x.y.id}""#, Unknown),
            (
                r#""${aws_x_policy.y.id}""#,
                r#""${aws_x_policy.z.id}""#,
                Unknown,
            ),
            (r#""${aws_x.y.arn}""#, "null", False),
            (r#""${aws_x.y.arn}""#, "[]", False),
            (r#""${var.x}""#, "null", Unknown),
            (r#""${var.x}""#, "[]", Unknown),
            (r#""a-${var.x}""#, r#""a-${var.x}""#, True),
            (r#""a-${var.x}""#, r#""a-${var.y}""#, Unknown),
            (r#""a-${var.x}""#, r#""b-${var.x}""#, False),
            (r#""a-${var.x}""#, r#""b""#, False),
            (r#""${var.x}-b""#, r#""x-${var.y}c""#, False),
            (r#""${var.x}0""#, "10", Unknown),
            (r#""${var.x}a""#, "10", False),
            ("[1,2]", "[2,1]", False),
            (r#"[1,"${var.x}"]"#, "[1,2]", Unknown),
            (r#"[1,"${var.x}"]"#, "[2,2]", False),
            (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, False),
            (r#"{"a":1}"#, r#"[1]"#, False),
            (r#""{\"a\": 1}""#, r#"{"a":1}"#, True),
            (r#""{\"a\": 1}""#, r#""{ \"a\":1 }""#, True),
            (r#""{\"a\": \"${var.x}\"}""#, r#"{"a":"b"}"#, Unknown),
            (r#""{\"a\": \"${var.x}\"}""#, r#"{"a":"b","c":1}"#, False),
        ] {
            check(a, b, expected);
        }
    }

    #[test]
    fn sets_have_no_order() {
        let same = |a, b| same(&node(a), &node(b), true);
        assert_eq!(same("[1,2]", "[2,1]"), Truth::True);
        assert_eq!(same("[1,2]", "[2,3]"), Truth::False);
        assert_eq!(same(r#"[1,"${var.x}"]"#, "[1,3]"), Truth::Unknown);
        assert_eq!(same(r#"[1,"${var.x}"]"#, "[2,3]"), Truth::False);
    }
}
