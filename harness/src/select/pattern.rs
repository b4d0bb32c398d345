//! Regular expressions of `match` and `search`: I-Regexp (RFC 9485) on the `regex` crate.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use regex::{Regex, RegexBuilder};

use super::model::Operand;

/// How large a compiled expression may be, in bytes: refused when the spec loads.
const SIZE_LIMIT: usize = 1 << 20;

/// How deep an expression may nest.
const NEST_LIMIT: u32 = 64;

/// How many expressions that come from a document are kept compiled per call in a query.
const CACHED: usize = 64;

/// The second argument of `match` or `search`.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    /// Written in the query, and compiled with it.
    Fixed(Regex),
    /// Not a string: it never matches.
    Never,
    /// Taken from the document.
    Dynamic {
        operand: Box<Operand>,
        whole: bool,
        cache: Cache,
    },
}

/// Compiled expressions by their text; `None` for those that do not compile.
#[derive(Debug, Clone, Default)]
pub(super) struct Cache(Arc<Mutex<HashMap<String, Option<Regex>>>>);

impl Cache {
    /// The compiled expression, or `None` if it does not compile.
    pub(super) fn get(&self, pattern: &str, whole: bool) -> Option<Regex> {
        // A poisoned cache only holds compiled expressions: it is as good as before.
        let mut cache = match self.0.lock() {
            Ok(cache) => cache,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(found) = cache.get(pattern) {
            return found.clone();
        }
        if cache.len() >= CACHED {
            cache.clear();
        }
        let compiled = compile(pattern, whole).ok();
        cache.insert(pattern.to_owned(), compiled.clone());
        compiled
    }
}

/// Compiles an I-Regexp; `whole` anchors it at both ends, as `match` does.
///
/// A superset is accepted: what the `regex` crate knows besides (`\d`, `(?i)`) keeps its meaning,
/// and `^` and `$` are anchors, as in every other implementation of RFC 9535.
pub(super) fn compile(pattern: &str, whole: bool) -> Result<Regex, String> {
    let translated = translate(pattern);
    // Compiled without the envelope first, so that `a)|(b` cannot break out of it and so that an
    // error speaks of what the author wrote.
    build(&translated).map_err(|error| reason(&error))?;
    if !whole {
        return build(&translated).map_err(|error| reason(&error));
    }
    build(&format!(r"\A(?:{translated})\z")).map_err(|error| reason(&error))
}

fn build(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
}

fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(limit) => {
            format!("compiled it takes more than {limit} bytes")
        }
        error => {
            let said = error.to_string();
            let last = said.lines().last().unwrap_or_default();
            last.trim().trim_start_matches("error: ").to_owned()
        }
    }
}

/// Rewrites what I-Regexp and the `regex` crate read differently: `.` leaves out `\r` too, and
/// `&&`, `~~`, `--` and `[` are no operators inside a character class.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let (mut in_class, mut at_start) = (false, false);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let starts = std::mem::take(&mut at_start);
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '.' if !in_class => out.push_str(r"[^\n\r]"),
            '[' if !in_class => {
                (in_class, at_start) = (true, true);
                out.push(c);
            }
            '^' if in_class && starts => {
                at_start = true;
                out.push(c);
            }
            ']' if in_class && !starts => {
                in_class = false;
                out.push(c);
            }
            '[' | '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn reads_i_regexp() {
        let cases = [
            ("a.c", "abc", true),
            ("a.c", "a\nc", false),
            ("a.c", "a\rc", false),
            ("a.c", "a\u{2028}c", true),
            (r"a\.c", "abc", false),
            ("a[.]c", "abc", false),
            ("[a&&b]", "&", true),
            ("[^&&]", "&", false),
            ("[]a]", "]", true),
            ("a|ab", "ab", true),
            ("ab", "xab", false),
        ];
        for (pattern, text, expected) in cases {
            let regex = compile(pattern, true).unwrap();
            assert_eq!(regex.is_match(text), expected, "{pattern} on {text:?}");
        }
        assert!(compile("b", false).unwrap().is_match("abc"));
    }

    #[test]
    fn refuses_what_does_not_compile_or_is_too_large() {
        for pattern in ["a(", "a)|(b", "[z-a]", "*", "(a{500}){500}{9}"] {
            assert!(compile(pattern, true).is_err(), "{pattern}");
        }
        let deep = format!("{}a{}", "(".repeat(200), ")".repeat(200));
        assert!(compile(&deep, true).is_err());
    }

    #[test]
    fn keeps_what_was_compiled() {
        let cache = Cache::default();
        assert!(cache.get("a+", true).unwrap().is_match("aa"));
        assert!(cache.get("a+", true).unwrap().is_match("aa"));
        assert!(cache.get("(", true).is_none());
    }
}
