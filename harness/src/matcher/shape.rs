//! Globs over text that is only partly known.
//!
//! A text with holes stands for every text that some filling of the holes gives. A glob *surely*
//! matches it if it matches whatever the holes hold, and *possibly* if some filling makes it match.

use std::str::Chars;

use crate::value::{Hole, Kind, Node, PieceRef, Text};
use crate::verdict::Truth;

/// One character of a text, or any text at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// This character.
    Char(char),
    /// A hole: any text, also none.
    Hole,
}

/// One item of a glob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glob {
    /// This character.
    Char(char),
    /// `?`: any one character.
    One,
    /// `*`: any text, also none.
    Any,
}

/// The characters and holes of a text.
pub(super) fn units(text: &Text<'_>) -> Vec<Unit> {
    let mut units = Vec::new();
    for piece in text.iter() {
        match piece {
            PieceRef::Literal(literal) => units.extend(literal.chars().map(Unit::Char)),
            PieceRef::Hole(hole) => units.extend(hole_units(hole)),
        }
    }
    units
}

/// The units of a text, or of an unknown value that surely is one.
pub(super) fn units_of(node: &Node<'_>) -> Option<Vec<Unit>> {
    match &node.kind {
        Kind::Text(text) => Some(units(text)),
        Kind::Unknown(hole) => Some(hole_units(hole).collect()),
        _ => None,
    }
}

fn hole_units(hole: &Hole) -> impl Iterator<Item = Unit> + use<> {
    hole.starts_with
        .unwrap_or_default()
        .chars()
        .map(Unit::Char)
        .chain([Unit::Hole])
}

/// A glob out of its text: `*` and `?`, everything else stands for itself.
pub(super) fn glob(text: &str) -> Vec<Glob> {
    let item = |c| match c {
        '*' => Glob::Any,
        '?' => Glob::One,
        c => Glob::Char(c),
    };
    text.chars().map(item).collect()
}

/// Whether a glob matches a partly known text.
pub(super) fn matches(pattern: &[Glob], text: &[Unit]) -> Truth {
    if run(pattern, text, false) {
        Truth::True
    } else if text.contains(&Unit::Hole) && run(pattern, text, true) {
        Truth::Unknown
    } else {
        Truth::False
    }
}

/// Whether a glob matches a text that is known.
pub(super) fn matches_known(pattern: &str, text: &str) -> bool {
    let (mut glob, mut rest) = (pattern.chars(), text.chars());
    // Behind the last `*`, and what it has not taken so far: it takes one character more where what
    // follows does not match. What an earlier one took need not change.
    let mut star: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let matched = match glob.next() {
            Some('*') => {
                star = Some((glob.clone(), rest.clone()));
                continue;
            }
            Some('?') => rest.next().is_some(),
            Some(c) => rest.next() == Some(c),
            None if rest.as_str().is_empty() => return true,
            None => false,
        };
        if !matched {
            let Some((behind, left)) = &mut star else {
                return false;
            };
            if left.next().is_none() {
                return false;
            }
            (glob, rest) = (behind.clone(), left.clone());
        }
    }
}

/// Walks pattern and text together, one row of reachable places at a time.
///
/// With `generous` a hole may stand for whatever the pattern wants, so the answer is "possibly";
/// without it only `*` takes a hole, so the answer is "surely".
fn run(pattern: &[Glob], text: &[Unit], generous: bool) -> bool {
    // reach[p] says that the text up to here can be matched by the first p items.
    let mut reach = vec![false; pattern.len() + 1];
    reach[0] = true;
    skip_stars(pattern, &mut reach);
    let mut next = vec![false; pattern.len() + 1];
    for unit in text {
        next.fill(false);
        for (p, item) in pattern.iter().enumerate().filter(|(p, _)| reach[*p]) {
            match (item, unit) {
                (Glob::Any, _) => next[p] = true,
                (Glob::One, Unit::Char(_)) => next[p + 1] = true,
                (Glob::Char(a), Unit::Char(b)) if a == b => next[p + 1] = true,
                _ => {}
            }
        }
        if *unit == Unit::Hole && generous {
            // The hole takes any number of items from wherever the walk stands.
            let first = reach.iter().position(|reached| *reached);
            for place in first.into_iter().flat_map(|first| first..=pattern.len()) {
                next[place] = true;
            }
        }
        skip_stars(pattern, &mut next);
        std::mem::swap(&mut reach, &mut next);
        // Nothing brings back what is lost: two long texts that differ early are told apart early.
        if !reach.contains(&true) {
            return false;
        }
    }
    reach[pattern.len()]
}

/// A `*` may take nothing.
fn skip_stars(pattern: &[Glob], reach: &mut [bool]) {
    for (p, item) in pattern.iter().enumerate() {
        if reach[p] && *item == Glob::Any {
            reach[p + 1] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `~` is a hole.
    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Truth) {
        let unit = |c| if c == '~' { Unit::Hole } else { Unit::Char(c) };
        let text: Vec<_> = text.chars().map(unit).collect();
        assert_eq!(matches(&glob(pattern), &text), expected);
    }

    proptest! {
        #[test]
        fn known_texts_match_by_the_same_rules(pattern in "[ab\u{e9}*?]{0,8}", text in "[ab\u{e9}]{0,8}") {
            let units: Vec<Unit> = text.chars().map(Unit::Char).collect();
            let said = Truth::from(matches_known(&pattern, &text));
            prop_assert_eq!(said, matches(&glob(&pattern), &units), "{} {}", pattern, text);
        }
    }

    #[test]
    fn proves_and_refutes() {
        use Truth::{False, True, Unknown};
        for (pattern, text, expected) in [
            ("arn:*", "arn:~", True),
            ("arn:*", "~", Unknown),
            ("arn:*", "a~", Unknown),
            ("arn:*", "b~", False),
            ("*-pr1", "x~-pr1", True),
            ("*-pr1", "x~-pr2", False),
            ("*-pr1", "x-pr1~", Unknown),
            ("abc", "abc", True),
            ("abc", "a~c", Unknown),
            ("abc", "a~d", False),
            ("abc", "ab~bc", False),
            ("a?c", "abc", True),
            ("a?c", "a~c", Unknown),
            ("", "", True),
            ("", "~", Unknown),
            ("*", "~", True),
            ("*", "", True),
            ("**a", "bba", True),
            ("a*b*c", "a~b~c", True),
            ("a*b*c", "a~c", Unknown),
        ] {
            check(pattern, text, expected);
        }
    }
}
