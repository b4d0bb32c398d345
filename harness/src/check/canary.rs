//! Whether a matcher could have said something else of a value.
//!
//! A clause that no change of a value could turn examined nothing, however green it is. So the
//! value is changed (same kind, same length; and into what the matcher compares with), and the
//! matcher asked again.

use std::cell::RefCell;

use crate::matcher::{Beside, Expected, Matcher, judge_beside};
use crate::value::{Kind, Map, Node, Number};
use crate::verdict::Truth;

/// What is known already of the matchers of a clause, each by its number: that of a value like this
/// one it said this, and that of another one it would have said the opposite. It holds as long as
/// the right side stays the same.
#[derive(Default)]
pub(super) struct Proven(RefCell<Vec<(usize, Truth, Alike)>>);

/// What values have in common for which the same other value is made up.
#[derive(Clone, Copy, PartialEq)]
enum Alike {
    /// Texts of so many bytes, all ASCII.
    Text(usize),
    /// This boolean.
    Bool(bool),
    /// This number.
    Number(f64),
}

/// How much is kept of what is known.
const KNOWN: usize = 8;

/// Whether some other value would make the matcher say the opposite. `proven`: what is known of the
/// matcher of that number, if its right side is that of every subject, and the value no set.
pub(super) fn could_differ<'e>(
    matcher: Matcher,
    actual: &Node<'_>,
    expected: &'e Expected<'e>,
    beside: &Beside<'_>,
    said: Truth,
    proven: Option<(&Proven, usize)>,
) -> bool {
    if matcher.info().presence {
        return false;
    }
    // How a value is written, and which files there are, is another question at each place.
    let placed = matches!(
        matcher,
        Matcher::Literal | Matcher::Reference | Matcher::File | Matcher::ZipEntry
    );
    let alike = alike(actual).filter(|_| !placed);
    let Some(((Proven(known), number), alike)) = proven.zip(alike) else {
        return differs(matcher, actual, expected, beside, said);
    };
    let this = (number, said, alike);
    if known.borrow().contains(&this) {
        return true;
    }
    // What is made up for one value must do for all that are like it.
    let made_up = match alike {
        Alike::Text(length) => Some(Node::text("_".repeat(length))),
        Alike::Bool(_) | Alike::Number(_) => None,
    };
    let turns = |node: &Node<'_>| match judge_beside(matcher, node, expected, beside) {
        Ok(Truth::Unknown) | Err(_) => false,
        Ok(truth) => truth != said,
    };
    let proves = match &made_up {
        Some(node) => turns(node),
        None => differs(matcher, actual, expected, beside, said),
    };
    if proves {
        let mut known = known.borrow_mut();
        if known.len() >= KNOWN {
            known.remove(0);
        }
        known.push(this);
    }
    proves || made_up.is_some() && differs(matcher, actual, expected, beside, said)
}

/// What a value has in common with others; nothing where it is no known scalar.
fn alike(actual: &Node<'_>) -> Option<Alike> {
    match &actual.kind {
        Kind::Text(text) => {
            let text = text.as_known()?;
            text.is_ascii().then_some(Alike::Text(text.len()))
        }
        Kind::Bool(value) => Some(Alike::Bool(*value)),
        Kind::Number(number) => number.as_f64().map(Alike::Number),
        _ => None,
    }
}

fn differs<'e>(
    matcher: Matcher,
    actual: &Node<'_>,
    expected: &'e Expected<'e>,
    beside: &Beside<'_>,
    said: Truth,
) -> bool {
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
