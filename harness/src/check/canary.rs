//! Whether a matcher could have said something else of a value.
//!
//! A clause that no change of a value could turn examined nothing, however green it is. So the
//! value is changed (same kind, same length; and into what the matcher compares with), and the
//! matcher asked again.

use crate::matcher::{Beside, Expected, Matcher, judge_beside};
use crate::value::{Kind, Map, Node, Number};
use crate::verdict::Truth;

/// Whether some other value would make the matcher say the opposite.
pub(super) fn could_differ<'e>(
    matcher: Matcher,
    actual: &Node<'_>,
    expected: &'e Expected<'e>,
    beside: &Beside<'_>,
    said: Truth,
) -> bool {
    if matcher.info().presence {
        return false;
    }
    let differs = |node: &Node<'_>| match judge_beside(matcher, node, expected, beside) {
        Ok(Truth::Unknown) | Err(_) => false,
        Ok(truth) => truth != said,
    };
    // No value can be made up that a regular expression surely finds; that it did not find this one
    // is evidence enough. How a value is written, and which files there are, can only be otherwise.
    let asked = match matcher {
        Matcher::Match => said == Truth::False,
        Matcher::Literal | Matcher::Reference | Matcher::File | Matcher::ZipEntry => {
            said != Truth::Unknown
        }
        _ => false,
    };
    asked
        || other(actual, &mut |node| differs(node))
        || wanted(expected, &mut |node| differs(node))
        || of_matcher(matcher, expected).iter().any(differs)
}

/// Values that this matcher tells from one another, whatever is on its right.
fn of_matcher(matcher: Matcher, expected: &Expected<'_>) -> Vec<Node<'static>> {
    let texts: &[&'static str] = match matcher {
        Matcher::Covers => &["*", "canary"],
        Matcher::Within | Matcher::Disjoint => {
            &["0.0.0.0/0", "::/0", "192.0.2.1", "198.51.100.1", "::1"]
        }
        Matcher::Version => &["0.0.0", "999999.0.0"],
        Matcher::Keys => return vec![with_keys(expected)],
        Matcher::Names => {
            let mut map = Map::default();
            map.insert("canary".to_owned().into(), Node::text("x"));
            return vec![Node::new(Kind::Map(map))];
        }
        _ => &[],
    };
    texts.iter().map(|text| Node::text(*text)).collect()
}

/// An object that has the members that are asked for.
fn with_keys(expected: &Expected<'_>) -> Node<'static> {
    let nodes: Vec<&Node<'_>> = match expected {
        Expected::Value(node) => vec![node],
        Expected::Values { nodes, .. } => nodes.iter().map(|node| &**node).collect(),
        _ => Vec::new(),
    };
    let mut map = Map::default();
    for name in nodes.into_iter().filter_map(Node::as_str) {
        map.insert(name.to_owned().into(), Node::text("x"));
    }
    Node::new(Kind::Map(map))
}

/// Whether any other value of the same kind will do. They are made one by one: the first nearly
/// always will.
fn other(actual: &Node<'_>, will_do: &mut dyn FnMut(&Node<'_>) -> bool) -> bool {
    match &actual.kind {
        Kind::Bool(value) => will_do(&Node::new(Kind::Bool(!value))),
        Kind::Number(number) => {
            let value = number.as_f64().unwrap_or_default();
            let other = |value: f64| Number::from_f64(value).map(|n| Node::new(Kind::Number(n)));
            [value + 1.0, value - 1.0, value + 1e9, value - 1e9]
                .into_iter()
                .filter_map(other)
                .any(|node| will_do(&node))
        }
        Kind::Text(text) => text_like(&text.source(), will_do),
        Kind::Unknown(_) => text_like("canary", will_do),
        Kind::List(_) => {
            will_do(&Node::new(Kind::List(Vec::new())))
                || will_do(&Node::new(Kind::List(vec![Node::text("canary")])))
        }
        Kind::Map(_) => will_do(&Node::new(Kind::Map(crate::value::Map::default()))),
        Kind::Null => false,
    }
}

/// Texts of the same length: each character moved on by one within its class, and all the same.
fn text_like(text: &str, will_do: &mut dyn FnMut(&Node<'_>) -> bool) -> bool {
    if will_do(&like(text, moved)) || will_do(&like(text, |_| '_')) {
        return true;
    }
    let numbers = ["0", "-1000000000", "1000000000"];
    if text.parse::<f64>().is_ok() && numbers.into_iter().any(|it| will_do(&Node::text(it))) {
        return true;
    }
    (text == "true" || text == "false") && will_do(&Node::new(Kind::Bool(text == "false")))
}

fn like(text: &str, other: fn(char) -> char) -> Node<'static> {
    let ascii = || {
        text.bytes()
            .map(|byte| other(char::from(byte)) as u8)
            .collect()
    };
    Node::text(match text.is_ascii() {
        true => String::from_utf8(ascii()).unwrap_or_default(),
        false => text.chars().map(other).collect(),
    })
}

fn moved(c: char) -> char {
    match c {
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        c if c.is_ascii_alphanumeric() => ((c as u8) + 1) as char,
        _ => '_',
    }
}

/// Whether any of the values that the matcher compares with will do, or a text or list made of one.
fn wanted(expected: &Expected<'_>, will_do: &mut dyn FnMut(&Node<'_>) -> bool) -> bool {
    let mut like = |node: &Node<'_>| {
        // A glob that is taken as text fits itself.
        let text = node
            .as_str()
            .map(|text| Node::text(text.replace(['*', '?'], "x")));
        text.is_some_and(|text| will_do(&text))
            || will_do(&Node::new(Kind::List(vec![node.clone()])))
            || will_do(node)
    };
    match expected {
        Expected::Value(node) => like(node),
        Expected::Values { nodes, .. } => nodes.iter().any(|node| like(node)),
        Expected::Count(test) => {
            let number = test.number;
            let mut long = |n: u64| {
                let long = n.min(64) as usize;
                will_do(&Node::new(Kind::List(vec![Node::text("x"); long])))
                    || will_do(&Node::text("x".repeat(long)))
            };
            long(number) || long(number.saturating_add(1)) || long(number.saturating_sub(1))
        }
        Expected::Regex(_) | Expected::Nothing => false,
    }
}
