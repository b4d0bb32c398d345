//! JSON, exactly as it is written: no number is rounded, no member is lost.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// How deep a document is taken apart; what is deeper is compared as it is written.
const DEEPEST: usize = 200;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doc {
    /// `null`, `true`, a number: as it is written.
    Bare(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Doc>),
    /// An object. A name that stands there twice has ` (again)` behind it the second time.
    Map(BTreeMap<String, Doc>),
}

impl Doc {
    /// Reads a text.
    ///
    /// # Errors
    /// The text is no JSON.
    pub fn read(text: &str) -> serde_json::Result<Doc> {
        read(serde_json::from_str(text)?, 0)
    }

    /// The document that is embedded in a text: an object or a list.
    pub(super) fn embedded(text: &str) -> Option<Doc> {
        let document = text.trim_start().starts_with(['{', '[']);
        document.then(|| Doc::read(text).ok()).flatten()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Doc> {
        match self {
            Doc::Map(map) => map.get(name),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Doc::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self, Doc::Bare(bare) if bare == "true")
    }

    /// How many values it has at its ends.
    pub(super) fn leaves(&self) -> usize {
        match self {
            Doc::Bare(_) | Doc::Text(_) => 1,
            Doc::List(list) => list.iter().map(Doc::leaves).sum(),
            Doc::Map(map) => map.values().map(Doc::leaves).sum(),
        }
    }

    /// What is said of it: a value as it is, of anything larger how large it is.
    pub(super) fn shown(&self) -> String {
        let many = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        match self {
            Doc::Bare(bare) => bare.clone(),
            Doc::Text(text) => text.clone(),
            Doc::List(list) => format!("a list of {}", many(list.len(), "element", "elements")),
            Doc::Map(map) => format!("an object of {}", many(map.len(), "member", "members")),
        }
    }
}

/// Reads a value; members stay unread until it is their turn, so that numbers stay as written.
fn read(raw: &RawValue, depth: usize) -> serde_json::Result<Doc> {
    let text = raw.get();
    if depth > DEEPEST {
        return Ok(Doc::Bare(text.to_owned()));
    }
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text).map(Doc::Text),
        Some(b'[') => {
            let list: Vec<&RawValue> = serde_json::from_str(text)?;
            let list = list.into_iter().map(|raw| read(raw, depth + 1));
            list.collect::<Result<_, _>>().map(Doc::List)
        }
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text)?;
            let mut map = BTreeMap::new();
            for (mut name, raw) in members {
                while map.contains_key(&name) {
                    name.push_str(" (again)");
                }
                map.insert(name, read(raw, depth + 1)?);
            }
            Ok(Doc::Map(map))
        }
        _ => Ok(Doc::Bare(text.to_owned())),
    }
}

/// The members of an object, in their order, each as often as it stands there.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> serde::Deserialize<'de> for Members<'t> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> serde::de::Visitor<'de> for Visit {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        from.deserialize_map(Visit).map(Members)
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::{assert_eq, assert_ne};

    use super::*;

    #[track_caller]
    fn differ(a: &str, b: &str) {
        assert_ne!(Doc::read(a).unwrap(), Doc::read(b).unwrap());
        assert_eq!(Doc::read(a).unwrap(), Doc::read(a).unwrap());
    }

    fn deep(depth: usize, inner: u8) -> String {
        format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn nothing_is_rounded_or_lost() {
        differ("123456789012345678901", "123456789012345678902");
        differ("0.1000000000000000000001", "0.1");
        differ(r#"{"a": 1, "a": 2}"#, r#"{"a": 2}"#);
        differ(r#"{"a": 1, "a": 2}"#, r#"{"a": 2, "a": 1}"#);
        differ(r#""1""#, "1");
        differ(&deep(250, 1), &deep(250, 2));
    }
}
