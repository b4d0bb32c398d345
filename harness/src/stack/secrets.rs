//! Finds the texts of a stack that must not be printed.

use std::sync::{LazyLock, OnceLock};

use memchr::memchr_iter;
use regex::Regex;

use crate::facts::is_secret_name;
use crate::value::{Flags, Kind, Map, Node, ParseErrorKind, PieceRef};

/// The words that the names of secrets hold, up to the end of the name; `is_secret_name` decides.
/// They are in lower case, as the text is when it is searched, and nothing but words: so few literals
/// are looked for many bytes at a time.
static WORDS: LazyLock<String> = LazyLock::new(|| {
    let plain = "pass|pwd|secret|token|auth|cred|crypt|sensitive|connection|material";
    let keys = [
        "access",
        "api",
        "application",
        "customer",
        "private",
        "shared",
        "signing",
    ];
    let keys = keys
        .into_iter()
        .flat_map(|of| ["", "-", "_", " "].map(|it| format!("|{of}{it}key")));
    std::iter::once(plain.to_owned()).chain(keys).collect()
});

/// Whether JSON text writes a text under a name that holds a secret, at any depth, also inside of
/// an embedded document, where the quotes are escaped. `sensitive` alone makes a variable or output
/// one. `lower` is room to work in.
pub(super) fn writes_secret(json: &str, lower: &mut String) -> bool {
    static WORD: OnceLock<Option<Regex>> = OnceLock::new();
    static ASSIGNED: OnceLock<Option<Regex>> = OnceLock::new();
    // Nothing but the words: those are found many bytes at a time, and what follows is looked at here.
    let word = WORD.get_or_init(|| Regex::new(&WORDS).ok());
    // In an expression: `${jsonencode({password = "x"})}`.
    let assigned =
        ASSIGNED.get_or_init(|| Regex::new(&format!(r#"(?:{})[\w-]*\\*"?\s*="#, *WORDS)).ok());
    // Each byte stays where it is; names are read from the text as it is written.
    lower.clear();
    lower.push_str(json);
    lower.make_ascii_lowercase();
    let bytes = json.as_bytes();
    if memchr_iter(b'$', bytes).any(|at| bytes.get(at + 1) == Some(&b'{')) {
        let Some(assigned) = assigned else {
            return true;
        };
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let secret = |found: regex::Match<'_>| {
            let before = json[..found.start()].trim_end_matches(plain).len();
            is_secret_name(json[before..found.end()].trim_end_matches(['=', ' ', '"', '\\']))
        };
        if assigned.find_iter(lower).any(secret) {
            return true;
        }
    }
    let Some(word) = word else { return true };
    word.find_iter(lower).any(|found| {
        if !names_something(&bytes[found.end()..]) {
            return false;
        }
        let start = json[..found.start()]
            .rfind('"')
            .map_or(0, |quote| quote + 1);
        let name = json[start..].split(['"', '\\']).next().unwrap_or_default();
        name == "sensitive" || is_secret_name(name)
    })
}

/// Whether what follows a word is the end of a name with something under it, or of one that is itself
/// a value: `{"name": "DB_PASSWORD"}`. The quotes may be escaped.
fn names_something(rest: &[u8]) -> bool {
    let Some(end) = rest.iter().position(|it| matches!(it, b'"' | b'\\' | b':')) else {
        return false;
    };
    let Some((b'"', rest)) = after(&rest[end..], |it| it == b'\\').split_first() else {
        return false;
    };
    let blank = |it: u8| it.is_ascii_whitespace();
    match after(rest, blank).split_first() {
        Some((b',' | b'}', _)) => true,
        Some((b':', under)) => {
            let under = after(under, blank);
            let text = after(under, |it| it == b'\\').first() == Some(&b'"');
            let other = |it: &u8| matches!(it, b'[' | b'{' | b'-') || it.is_ascii_digit();
            text || under.starts_with(b"true") || under.first().is_some_and(other)
        }
        _ => false,
    }
}

/// What stands behind the first bytes of a kind.
fn after(bytes: &[u8], such: impl Fn(u8) -> bool) -> &[u8] {
    let count = bytes.iter().take_while(|byte| such(**byte)).count();
    &bytes[count..]
}

/// Marks a value that is a secret, down to its leaves. An expression is none if it only refers to
/// something else; one that computes may have the secret written in it.
pub(crate) fn mark(node: &mut Node<'_>) {
    match &mut node.kind {
        Kind::Text(_) | Kind::Number(_) => node.flags.set(Flags::SENSITIVE),
        Kind::Unknown(hole) if !is_reference(&hole.expression) => {
            node.flags.set(Flags::SENSITIVE);
        }
        Kind::List(list) => list.iter_mut().for_each(mark),
        Kind::Map(map) => map.iter_mut().for_each(|(_, node)| mark(node)),
        Kind::Null | Kind::Bool(_) | Kind::Unknown(_) => {}
    }
}

/// Marks the members of an object whose names say that they are secrets.
pub(super) fn mark_members(map: &mut Map<'_>) {
    for (name, node) in map.iter_mut() {
        if is_secret_name(name) {
            mark(node);
        }
    }
    mark_pair(map);
}

/// Marks the value of a pair: `{"name": "DB_PASSWORD", "value": "..."}`.
pub(super) fn mark_pair(map: &mut Map<'_>) {
    for value in ["value", "Value"] {
        if map.get(value).is_some()
            && is_secret_pair(map)
            && let Some(node) = map.get_mut(value)
        {
            mark(node);
        }
    }
}

/// Marks every secret in a value by its name.
pub(crate) fn mark_names(node: &mut Node<'_>) {
    match &mut node.kind {
        Kind::List(list) => list.iter_mut().for_each(mark_names),
        Kind::Map(map) => {
            map.iter_mut().for_each(|(_, node)| mark_names(node));
            mark_members(map);
        }
        Kind::Unknown(hole) if spells_secret(&hole.expression) => {
            node.flags.set(Flags::SENSITIVE);
        }
        _ => {}
    }
}

/// Whether an expression writes a text under a secret's name: `jsonencode({password = "x"})`.
pub(crate) fn spells_secret(expression: &str) -> bool {
    static PAIR: OnceLock<Option<Regex>> = OnceLock::new();
    let pair = PAIR.get_or_init(|| Regex::new(r#"([\w-]+)\\*"?\s*[=:]\s*\\*""#).ok());
    let Some(pair) = pair else { return true };
    pair.captures_iter(expression).any(|found| {
        found
            .get(1)
            .is_some_and(|name| is_secret_name(name.as_str()))
    })
}

/// Whether the member `name` of an object holds a secret by its name.
pub(crate) fn is_secret_member(map: &Map<'_>, name: &str) -> bool {
    is_secret_name(name) || matches!(name, "value" | "Value") && is_secret_pair(map)
}

fn is_secret_pair(map: &Map<'_>) -> bool {
    let named = |key| map.get(key).and_then(Node::as_str);
    ["name", "Name", "key", "Key"]
        .into_iter()
        .filter_map(named)
        .any(is_secret_name)
}

/// Whether an expression only names something: `var.password`, `aws_x.y["a"].secret`. A value of a
/// plan has none.
pub(crate) fn is_reference(expression: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]*\"".contains(c);
    expression.chars().all(plain) && !expression.starts_with(['"', '['])
}

/// Marks what a plan or state marks inside of itself: `before` by `before_sensitive`, `after` by
/// `after_sensitive`, `values` by `sensitive_values`, and the `value` of what is `sensitive`.
pub(super) fn mark_shown(node: &mut Node<'_>) {
    const MASKS: [(&str, &str); 3] = [
        ("before", "before_sensitive"),
        ("after", "after_sensitive"),
        ("values", "sensitive_values"),
    ];
    match &mut node.kind {
        Kind::List(list) => list.iter_mut().for_each(mark_shown),
        Kind::Map(map) => {
            for (value, mask) in MASKS {
                let mask = map.get(mask).cloned();
                if let (Some(mask), Some(value)) = (mask, map.get_mut(value)) {
                    mark_by(&mask, value);
                }
            }
            mark_sensitive(map);
            map.iter_mut().for_each(|(_, node)| mark_shown(node));
        }
        _ => {}
    }
}

/// Marks the `value` or `default` of a variable or output that says it is `sensitive`.
pub(super) fn mark_sensitive(map: &mut Map<'_>) {
    if matches!(
        map.get("sensitive").map(|it| &it.kind),
        Some(Kind::Bool(true))
    ) {
        mark_declared(map);
    }
}

/// Marks the `value` or `default` of a variable or output.
pub(super) fn mark_declared(map: &mut Map<'_>) {
    for name in ["value", "default"] {
        if let Some(node) = map.get_mut(name) {
            mark(node);
        }
    }
}

fn mark_by(mask: &Node<'_>, node: &mut Node<'_>) {
    match (&mask.kind, &mut node.kind) {
        (Kind::Bool(true), _) => node.flags.set(Flags::SENSITIVE),
        (Kind::Map(mask), Kind::Map(map)) => {
            for (name, mask) in mask.iter() {
                if let Some(node) = map.get_mut(name) {
                    mark_by(mask, node);
                }
            }
        }
        (Kind::List(mask), Kind::List(list)) => {
            for (mask, node) in mask.iter().zip(list) {
                mark_by(mask, node);
            }
        }
        _ => {}
    }
}

/// Shorter texts recur by chance: hiding every `true` or `admin` would hide the report.
const SHORTEST: usize = 6;

/// Adds every text that is marked as sensitive, or stands under a secret's name in an embedded
/// document, and is long enough to be looked for elsewhere.
pub(super) fn collect(node: &Node<'_>, found: &mut Vec<String>) {
    below(node, false, found);
}

fn below(node: &Node<'_>, inherited: bool, found: &mut Vec<String>) {
    let secret = inherited || node.flags.has(Flags::SENSITIVE);
    let mut keep = |text: &str| {
        if secret && text.len() >= SHORTEST {
            found.push(text.to_owned());
        }
    };
    match &node.kind {
        Kind::Text(text) => {
            let whole = text.as_known().is_some();
            for piece in text.iter() {
                match piece {
                    PieceRef::Literal(literal) if whole => keep(literal),
                    // What joins it to the rest is not the secret's.
                    PieceRef::Literal(literal) => {
                        keep(literal.trim_matches(|c: char| !c.is_alphanumeric()));
                    }
                    PieceRef::Hole(hole) if !is_reference(&hole.expression) => {
                        keep(&hole.expression);
                    }
                    PieceRef::Hole(_) => {}
                }
            }
            match text.document() {
                Some(Ok(document)) => below(document, secret, found),
                // The message about it names the key.
                Some(Err(why)) => {
                    if let ParseErrorKind::DuplicateKey(key) = &why.0.kind {
                        keep(key);
                    }
                }
                None => {}
            }
        }
        Kind::Number(number) => keep(&number.to_string()),
        Kind::Unknown(hole) if !is_reference(&hole.expression) => keep(&hole.expression),
        Kind::List(list) => list.iter().for_each(|node| below(node, secret, found)),
        Kind::Map(map) => {
            for (name, node) in map.iter() {
                let named = !matches!(node.kind, Kind::List(_) | Kind::Map(_));
                let named = secret || named && is_secret_member(map, name);
                below(node, named, found);
            }
        }
        _ => {}
    }
}

/// Whether a value holds a secret that is too short to be taken out of a text.
pub(crate) fn has_short(node: &Node<'_>) -> bool {
    let secret = node.flags.has(Flags::SENSITIVE);
    match &node.kind {
        Kind::Text(text) => secret && text.source().len() < SHORTEST,
        Kind::Number(number) => secret && number.to_string().len() < SHORTEST,
        Kind::List(list) => list.iter().any(has_short),
        Kind::Map(map) => map.iter().any(|(_, node)| has_short(node)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_secrets_that_are_written() {
        for (json, expected) in [
            (r#"{"password": "x"}"#, true),
            (r#"{"a":{"DB_PASSWORD":"x"}}"#, true),
            (r#"{"env":"{\"auth_token\": \"x\"}"}"#, true),
            (r#"{"sensitive":true,"value":"x"}"#, true),
            (r#"{"password":null,"kms_key_id":"x"}"#, false),
            (r#"{"manage_master_user_password":true}"#, false),
            (r#"{"name":"password"}"#, true),
            (r#"{"passwords":["x"]}"#, true),
            (r#"{"name":"key_name"}"#, false),
            (r#"{"api_key":"x"}"#, true),
            (r#"{"db-password" : "x"}"#, true),
            (r#"{"token_policy":"x","secret_arn":"y"}"#, false),
            (r#"{"a":"${jsonencode({password = \"x\"})}"}"#, true),
            (r#"{"a":"${jsonencode({db_token=local.x})}"}"#, true),
            (r#"{"a":"${jsonencode({\"api_key\" = 1})}"}"#, true),
            (r#"{"a":"${var.password == null}"}"#, true),
            (r#"{"a":"${jsonencode({name = \"key_name\"})}"}"#, false),
        ] {
            assert_eq!(writes_secret(json, &mut String::new()), expected, "{json}");
        }
    }
}
