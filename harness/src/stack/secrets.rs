//! Finds the texts of a stack that must not be printed.

use std::sync::OnceLock;

use regex::Regex;

use crate::facts::is_secret_name;
use crate::value::{Flags, Kind, Node};

/// Whether JSON text writes a text under a name that holds a secret, at any depth, also inside of
/// an embedded document, where the quotes are escaped. `sensitive` alone makes a variable or output
/// one.
pub(super) fn writes_secret(json: &str) -> bool {
    static KEY: OnceLock<Option<Regex>> = OnceLock::new();
    let key = KEY.get_or_init(|| {
        // The words that the names of secrets hold, up to the end of the name; `is_secret_name`
        // decides. It starts with literals, so that the text is searched and not walked.
        const WORDS: &str = "pass|pwd|secret|token|auth|cred|crypt|sensitive|connection|material|\
                             (?:access|api|application|customer|preshared|private|shared|signing)[-_ ]?key";
        Regex::new(&format!(r#"(?i)(?:{WORDS})[^"\\:]*\\?"\s*:\s*(?:\\?"|true)"#)).ok()
    });
    let Some(key) = key else { return true };
    key.find_iter(json).any(|found| {
        let start = json[..found.start()]
            .rfind('"')
            .map_or(0, |quote| quote + 1);
        let name = json[start..].split(['"', '\\']).next().unwrap_or_default();
        name == "sensitive" || is_secret_name(name)
    })
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
    match &node.kind {
        Kind::Text(text) => {
            let known = text
                .as_known()
                .filter(|known| secret && known.len() >= SHORTEST);
            found.extend(known.map(str::to_owned));
            if let Some(Ok(document)) = text.document() {
                below(document, secret, found);
            }
        }
        Kind::List(list) => list.iter().for_each(|node| below(node, secret, found)),
        Kind::Map(map) => {
            for (name, node) in map.iter() {
                let named = matches!(node.kind, Kind::Text(_)) && is_secret_name(name);
                below(node, secret || named, found);
            }
        }
        _ => {}
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
            (r#"{"name":"password"}"#, false),
            (r#"{"api_key":"x"}"#, true),
            (r#"{"db-password" : "x"}"#, true),
            (r#"{"token_policy":"x","secret_arn":"y"}"#, false),
        ] {
            assert_eq!(writes_secret(json), expected, "{json}");
        }
    }
}
