//! Regular expressions over text that is only partly known.
//!
//! A text with holes stands for every text that some filling of the holes gives. The automaton of the
//! expression goes through it with all the states that it may be in: a hole takes it to every state
//! that any text leads to. It is found in every filling if all of the states at the end accept, in
//! none if none does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use regex::Regex;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::{Anchored, Input};

use crate::matcher::shape::Unit;
use crate::verdict::Truth;

/// How large an automaton may be, and what is needed to make it, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// How much all automata that are kept may take, in bytes: those of every spec that ships with
/// stackspec together are a tenth of it.
const MAX_KEPT: usize = 64 << 20;

type Dfa = dense::DFA<Vec<u32>>;

/// Whether a pattern is found in a partly known text.
pub(super) fn found(pattern: &Regex, text: &[Unit]) -> Truth {
    let Some(dfa) = kept(pattern.as_str()) else {
        return Truth::Unknown;
    };
    through(&dfa, text).unwrap_or(Truth::Unknown)
}

/// The automaton of a pattern; `None` if it is too large, or the pattern looks around in a way that
/// no automaton can.
fn kept(pattern: &str) -> Option<Arc<Dfa>> {
    static KEPT: Mutex<Kept> = Mutex::new(Kept {
        automata: BTreeMap::new(),
        size: 0,
    });
    let locked = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(dfa) = locked().automata.get(pattern) {
        return dfa.clone();
    }
    // Nobody waits while it is made; two threads may make the same.
    let dfa = automaton(pattern).map(Arc::new);
    let size = dfa.as_ref().map_or(0, |dfa| dfa.memory_usage());
    let mut kept = locked();
    if kept.size + size > MAX_KEPT {
        *kept = Kept::default();
    }
    kept.size += size;
    kept.automata.insert(pattern.to_owned(), dfa.clone());
    dfa
}

/// The automata that were made.
#[derive(Default)]
struct Kept {
    /// By their patterns; `None` where there can be none.
    automata: BTreeMap<String, Option<Arc<Dfa>>>,
    /// How many bytes they take.
    size: usize,
}

/// An automaton that reads a whole text, and accepts it if the pattern is found anywhere in it.
fn automaton(pattern: &str) -> Option<Dfa> {
    let config = dense::Config::new()
        .start_kind(StartKind::Anchored)
        .dfa_size_limit(Some(MAX_SIZE))
        .determinize_size_limit(Some(MAX_SIZE));
    let whole = format!(r"\A(?s:.)*(?:{pattern})(?s:.)*\z");
    dense::Builder::new().configure(config).build(&whole).ok()
}

fn through(dfa: &Dfa, text: &[Unit]) -> Option<Truth> {
    let input = Input::new("").anchored(Anchored::Yes);
    let start = dfa.start_state_forward(&input).ok()?;
    let mut states = BTreeSet::from([start]);
    let mut bytes = [0; 4];
    for unit in text {
        states = match unit {
            Unit::Char(c) => {
                let word = c.encode_utf8(&mut bytes).as_bytes();
                let after = |state| {
                    word.iter()
                        .fold(state, |at, byte| dfa.next_state(at, *byte))
                };
                states.into_iter().map(after).collect()
            }
            Unit::Hole => anywhere(dfa, &states),
        };
    }
    let accepts = |state: &StateID| dfa.is_match_state(dfa.next_eoi_state(*state));
    Some(match states.iter().filter(|state| accepts(state)).count() {
        0 => Truth::False,
        all if all == states.len() => Truth::True,
        _ => Truth::Unknown,
    })
}

/// Every state that some text leads to from these.
fn anywhere(dfa: &Dfa, from: &BTreeSet<StateID>) -> BTreeSet<StateID> {
    let mut seen: BTreeSet<(StateID, u8)> = from.iter().map(|state| (*state, 0)).collect();
    let mut left: Vec<(StateID, u8)> = seen.iter().copied().collect();
    while let Some((state, within)) = left.pop() {
        for byte in 0..=u8::MAX {
            if let Some(within) = utf8(within, byte) {
                let next = (dfa.next_state(state, byte), within);
                if seen.insert(next) {
                    left.push(next);
                }
            }
        }
    }
    // Only between two characters does a text end.
    let whole = seen.into_iter().filter(|(_, within)| *within == 0);
    whole.map(|(state, _)| state).collect()
}

/// Where in a character of UTF-8 a text is after a byte; `None` if no text goes on so. 0 is between
/// two characters, 1 to 3 wait for so many bytes, the others for a byte within narrower bounds.
/// Source: "Well-Formed UTF-8 Byte Sequences", The Unicode Standard, table 3-7.
fn utf8(within: u8, byte: u8) -> Option<u8> {
    Some(match (within, byte) {
        (0, 0x00..=0x7f) => 0,
        (0, 0xc2..=0xdf) => 1,
        (0, 0xe0) => 4,
        (0, 0xed) => 5,
        (0, 0xe1..=0xef) => 2,
        (0, 0xf0) => 6,
        (0, 0xf1..=0xf3) => 3,
        (0, 0xf4) => 7,
        (1, 0x80..=0xbf) => 0,
        (2, 0x80..=0xbf) | (4, 0xa0..=0xbf) | (5, 0x80..=0x9f) => 1,
        (3, 0x80..=0xbf) | (6, 0x90..=0xbf) | (7, 0x80..=0x8f) => 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `~` is a hole.
    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Truth) {
        let unit = |c| if c == '~' { Unit::Hole } else { Unit::Char(c) };
        let text: Vec<_> = text.chars().map(unit).collect();
        let pattern = Regex::new(pattern).expect("a pattern");
        assert_eq!(found(&pattern, &text), expected, "{pattern} {text:?}");
    }

    #[test]
    fn what_is_literal_decides() {
        use Truth::{False, True, Unknown};
        for (pattern, text, expected) in [
            ("^[^/]*$", "~/*", False),
            ("^[^/]*$", "~", Unknown),
            (r":\*$", "~:*", True),
            (r":\*$", "~:", False),
            (r":\*$", "~", Unknown),
            ("/", "arn:~/x", True),
            ("/", "arn:~", Unknown),
            ("^arn:", "arn:~", True),
            ("^arn:", "b~", False),
            ("^[a-z]+-pr1$", "pay~-pr1", Unknown),
            ("^[a-z]+-pr1$", "pay~-pr2", False),
            ("^pay.*-pr1$", "pay~-pr1", Unknown),
            ("(?s)^pay.*-pr1$", "pay~-pr1", True),
            ("b", "a~c", Unknown),
            ("a.*c", "a~c", Unknown),
            ("(?s)a.*c", "a~c", True),
            ("(?i)ABC", "xabc~", True),
            ("ä", "~ä", True),
            ("^.{3}$", "abcd~", False),
            ("", "~", True),
        ] {
            check(pattern, text, expected);
        }
    }

    /// Against brute force: every filling from a small alphabet, with text that is known.
    #[test]
    fn it_never_contradicts_a_filling() {
        let patterns = [
            "^a*$",
            "ab",
            "^(a|b/)+$",
            "[^/]$",
            "^$",
            "b$|^a",
            r"a\b",
            "é",
        ];
        let fillings = ["", "a", "b", "ab", "/", "é", "a/b"];
        for pattern in patterns.map(|it| Regex::new(it).expect("a pattern")) {
            for text in ["~", "a~", "~b", "a~b", "~/~", "é~"] {
                let units: Vec<Unit> = text
                    .chars()
                    .map(|c| if c == '~' { Unit::Hole } else { Unit::Char(c) })
                    .collect();
                let said = found(&pattern, &units);
                for filling in fillings {
                    let held = Truth::from(pattern.is_match(&text.replace('~', filling)));
                    let agrees = said == Truth::Unknown || said == held;
                    assert!(agrees, "{pattern} on {text} with {filling}: {said:?}");
                }
            }
        }
    }
}
