//! Whether a matcher could have said something else of a value.
//!
//! A clause that no change of a value could turn examined nothing, however green it is. So the
//! value is changed (same kind, same length; and into what the matcher compares with), and the
//! matcher asked again.

use crate::matcher::{Beside, Expected, Matcher, judge_beside};
use crate::value::{Held, Kind, Map, Node, Number};
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
        || others(actual).iter().any(differs)
        || wanted(expected).iter().any(|node| differs(node))
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

/// Other values of the same kind.
fn others(actual: &Node<'_>) -> Vec<Node<'static>> {
    match &actual.kind {
        Kind::Bool(value) => vec![Node::new(Kind::Bool(!value))],
        Kind::Number(number) => {
            let value = number.as_f64().unwrap_or_default();
            let other = |value: f64| Number::from_f64(value).map(|n| Node::new(Kind::Number(n)));
            [value + 1.0, value - 1.0, value + 1e9, value - 1e9]
                .into_iter()
                .filter_map(other)
                .collect()
        }
        Kind::Text(text) => text_like(&text.source()),
        Kind::Unknown(_) => text_like("canary"),
        Kind::List(_) => vec![
            Node::new(Kind::List(Vec::new())),
            Node::new(Kind::List(vec![Node::text("canary")])),
        ],
        Kind::Map(_) => vec![Node::new(Kind::Map(Map::default()))],
        Kind::Null => Vec::new(),
    }
}

/// Texts of the same length: each character moved on by one within its class, and all the same.
fn text_like(text: &str) -> Vec<Node<'static>> {
    let moved = |c: char| match c {
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        c if c.is_ascii_alphanumeric() => ((c as u8) + 1) as char,
        _ => '_',
    };
    let spelt = text.parse::<f64>().is_ok();
    let mut all = vec![
        Node::text(text.chars().map(moved).collect::<String>()),
        Node::text(text.chars().map(|_| '_').collect::<String>()),
    ];
    if spelt {
        all.extend(["0", "-1000000000", "1000000000"].map(|number| Node::text(number.to_owned())));
    }
    if text == "true" || text == "false" {
        all.push(Node::new(Kind::Bool(text == "false")));
    }
    all
}

/// The values that the matcher compares with, and texts and lists made of them.
fn wanted<'e>(expected: &'e Expected<'e>) -> Vec<Held<'e>> {
    let nodes: Vec<&Node<'e>> = match expected {
        Expected::Value(node) => vec![&**node],
        Expected::Values { nodes, .. } => nodes.iter().map(|node| &**node).collect(),
        Expected::Count(test) => {
            let filled = |n: u64| vec![Node::text("x"); n.min(64) as usize];
            return [
                test.number,
                test.number.saturating_add(1),
                test.number.saturating_sub(1),
            ]
            .into_iter()
            .flat_map(|n| {
                [
                    Held::Own(Node::new(Kind::List(filled(n)))),
                    Held::Own(Node::text("x".repeat(n.min(64) as usize))),
                ]
            })
            .collect();
        }
        Expected::Regex(_) | Expected::Nothing => Vec::new(),
    };
    let mut all = Vec::new();
    for node in nodes {
        if let Some(text) = node.as_str() {
            // A glob that is taken as text fits itself.
            all.push(Held::Own(Node::text(text.replace(['*', '?'], "x"))));
        }
        all.push(Held::Own(Node::new(Kind::List(vec![node.clone()]))));
        all.push(Held::Ref(node));
    }
    all
}
