//! Clauses that can never fail, or never hold: refused when the file is read.
//!
//! A clause that cannot fail is a green that means nothing; one that cannot hold hides what its
//! author meant.

use serde_json::Value;

use super::reader::{Entry, Reader, Table};
use super::statement::Place;
use super::{CountTest, Match, Quantifier, Right, Template};
use crate::matcher::Matcher;

/// What is known of a statement whatever the value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    Always,
    Never,
}

/// Whether a comparison of a number of things is decided before counting.
pub(super) fn count(test: CountTest) -> Option<Sure> {
    match (test.is_always_true(), test.is_never_true()) {
        (true, _) => Some(Sure::Always),
        (_, true) => Some(Sure::Never),
        _ => None,
    }
}

/// Refuses a matcher that says the same of every value.
pub(super) fn refuse_match(reader: &mut Reader<'_>, entry: Entry<'_>, read: &Match, place: Place) {
    let Some((sure, why)) = decided(read) else {
        return;
    };
    let flipped = read.negated != (place == Place::None);
    let message = match (sure, flipped) {
        _ if place == Place::Count => format!("this matcher tells no value from another: {why}"),
        (Sure::Always, false) | (Sure::Never, true) => format!("this can never fail: {why}"),
        _ => format!("this can never hold: {why}"),
    };
    let found = reader.error(entry.span(), message, "");
    found.help.push(
        match read.matcher {
            Matcher::OneOf => "list the values",
            Matcher::Length => "write a length that a value may miss, as `length = \">= 1\"`",
            Matcher::Match => "to ask that it is written, `present = true`; else write what tells good from bad, anchored with ^ and $",
            _ => "to ask that it is written, `present = true`; that it has something in it, `not_empty = true`",
        }
        .into(),
    );
}

/// What a matcher says of every value, if it says the same of all, and why.
pub(super) fn decided(read: &Match) -> Option<(Sure, &'static str)> {
    let plain = match &read.right {
        Right::Value(Template::Plain(value)) => Some(value),
        _ => None,
    };
    match (read.matcher, plain, &read.right) {
        (Matcher::Contain, Some(Value::String(text)), _) if text.is_empty() => {
            Some((Sure::Always, "every text contains the empty text"))
        }
        (Matcher::Contain, Some(Value::Object(map)), _) if map.is_empty() => {
            Some((Sure::Always, "every object has all of no members"))
        }
        (Matcher::OneOf, Some(Value::Array(list)), _) if list.is_empty() => {
            Some((Sure::Never, "nothing is one of an empty list"))
        }
        (Matcher::Like, Some(glob), _) if is_any_text(glob) => {
            Some((Sure::Always, "every text is like `*`"))
        }
        (Matcher::Match, _, Right::Regex(list)) if list.iter().any(matches_everything) => {
            Some((Sure::Always, "this expression is found in every text"))
        }
        (Matcher::Length, _, Right::Count(test)) => {
            count(*test).map(|sure| (sure, "no length is below 0"))
        }
        _ => None,
    }
}

/// Whether a glob, or one of several, is like every text.
fn is_any_text(globs: &Value) -> bool {
    match globs {
        Value::String(glob) => !glob.is_empty() && glob.chars().all(|c| c == '*'),
        Value::Array(list) => list.iter().any(is_any_text),
        _ => false,
    }
}

/// Whether an expression is found in every text. It must be found in the empty text, in a long
/// one, in many kinds of characters and in each character that its own source names: an
/// expression that can miss a text names what it misses.
fn matches_everything(regex: &regex::Regex) -> bool {
    if !regex.is_match("") {
        return false;
    }
    let printable: String = (' '..='~').collect();
    let long = "a".repeat(100_000);
    let probes = [
        printable.as_str(),
        &long,
        "a",
        "Z",
        "0",
        "-",
        " ",
        "\t",
        "é",
        "λ",
        "Ж",
        "漢",
        "🦀",
        "\u{0}",
    ];
    let own = regex.as_str();
    probes.iter().all(|probe| regex.is_match(probe))
        && regex.is_match(&own.replace('\n', " "))
        && own
            .chars()
            .filter(|c| *c != '\n')
            .all(|c| regex.is_match(c.encode_utf8(&mut [0; 4])))
}

/// Refuses what a clause as a whole can never miss, and what its words make meaningless together.
pub(super) fn refuse_look(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    at_root: bool,
    quantifier: Quantifier,
    matchers: &[Match],
) {
    let has = |wanted: Matcher| matchers.iter().find(|read| read.matcher == wanted);
    let (present, absent) = (has(Matcher::Present), has(Matcher::Absent));
    let bare_count = matches!(quantifier, Quantifier::Count(_)) && matchers.is_empty();
    let mut refuse = |key: &str, message: &str, help: &str| {
        if let Some(entry) = table.get(key) {
            let found = reader.error(entry.span(), message, "");
            found.help.push(help.to_owned());
        }
    };
    if present.is_some() {
        refuse(
            "optional",
            "`optional` beside `present`: this can never fail",
            "leave one of them out",
        );
        refuse(
            "default",
            "`default` beside `present`: this can never fail",
            "leave one of them out",
        );
    }
    if absent.is_some() {
        refuse(
            "optional",
            "`optional` beside `absent` says nothing",
            "leave `optional` out: `absent` asks that nothing is there",
        );
        refuse(
            "default",
            "`default` beside `absent`: the value would always be there",
            "leave `default` out",
        );
        if matchers.len() > 1 {
            let help =
                "write `absent` and the other in two clauses of an `any`, or use `optional = true`";
            refuse(
                "absent",
                "`absent` beside another matcher: this can never hold",
                help,
            );
        }
    }
    if matches!(quantifier, Quantifier::None) {
        refuse(
            "optional",
            "`optional` beside `none` says nothing",
            "leave `optional` out: `none` holds where nothing is there",
        );
    }
    if bare_count {
        refuse(
            "default",
            "`default` beside a bare `count`: it would be counted",
            "leave `default` out",
        );
        refuse(
            "optional",
            "`optional` beside a bare `count`",
            "say it in the number: `count = \">= 2\"` fails where nothing is there, `count = \"<= 2\"` does not",
        );
    }
    if table.get("default").is_some() {
        refuse(
            "optional",
            "`optional` beside `default`: nothing is left for it, the default fills in",
            "leave one of them out",
        );
    }
    if at_root && (present.is_some() || absent.is_some() || bare_count) {
        let help = "name something in it, as `$.name`";
        refuse(
            "at",
            "`$` is the subject itself, which is always there",
            help,
        );
    }
}
