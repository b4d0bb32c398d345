//! JSON text to [`Node`]: borrowed strings, no duplicate keys, bounded depth.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Kind, Map, Node, Scan, Text};

/// How many levels of lists and objects a parsed value may have. Terraform's own documents stay
/// below 30; `serde_json` refuses at 128 by itself, without our sentence.
pub const MAX_DEPTH: usize = 120;

/// Why a JSON text is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong.
    pub kind: ParseErrorKind,
    /// The line in the text, from 1.
    pub line: usize,
    /// The column in the line, from 1.
    pub column: usize,
}

/// What is wrong with a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseErrorKind {
    /// One object has this key twice.
    DuplicateKey(String),
    /// More than [`MAX_DEPTH`] levels of lists and objects.
    TooDeep,
    /// The text ends before the value does.
    Truncated,
    /// It is not JSON, in `serde_json`'s words.
    Syntax(String),
}

/// Reads one JSON value.
///
/// # Errors
/// When the text is no JSON, ends early, repeats a key in one object or nests too deep.
///
/// ```
/// use stackspec::value::{ParseErrorKind, parse};
/// assert_eq!(parse(r#"{"a":[1,true]}"#).unwrap().render(), r#"{"a":[1,true]}"#);
/// let twice = parse(r#"{"a":1,"a":2}"#).unwrap_err();
/// assert_eq!(twice.kind, ParseErrorKind::DuplicateKey("a".into()));
/// ```
pub fn parse(text: &str) -> Result<Node<'_>, ParseError> {
    if let Some(node) = plain(text) {
        return Ok(node);
    }
    parse_properly(text)
}

/// The same by the parser proper, which says what is wrong.
pub(super) fn parse_properly(text: &str) -> Result<Node<'_>, ParseError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let node = Seed(0)
        .deserialize(&mut reader)
        .map_err(|error| ParseError::from_json(&error))?;
    reader
        .end()
        .map_err(|error| ParseError::from_json(&error))?;
    Ok(node)
}

/// Reads one JSON value; of an object, only the members for which `keep` holds. The others are
/// stepped over: their names are checked for duplicates, their values for being JSON.
///
/// # Errors
/// As [`parse`], for what is kept.
pub fn parse_members<'t>(
    text: &'t str,
    keep: &dyn Fn(&str) -> bool,
) -> Result<Node<'t>, ParseError> {
    if !text.trim_start().starts_with('{') {
        return parse(text);
    }
    if let Some(node) = plain_members(text, keep) {
        return Ok(node);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let node = Partial(keep)
        .deserialize(&mut reader)
        .map_err(|error| ParseError::from_json(&error))?;
    reader
        .end()
        .map_err(|error| ParseError::from_json(&error))?;
    Ok(node)
}

/// The value of a text where all is plain.
fn plain(text: &str) -> Option<Node<'_>> {
    let mut scan = Scan::new(text);
    let node = scan.node()?;
    scan.end()?;
    Some(node)
}

/// The same of some members.
fn plain_members<'t>(text: &'t str, keep: &dyn Fn(&str) -> bool) -> Option<Node<'t>> {
    let mut scan = Scan::new(text);
    let mut members = Vec::new();
    scan.object(&mut |scan, name| {
        match keep(name) {
            true => members.push((Cow::Borrowed(name), scan.node()?)),
            false => _ = scan.value()?,
        }
        Some(())
    })?;
    scan.end()?;
    Some(Node::new(Kind::Map(Map::new(members).ok()?)))
}

impl ParseError {
    /// An error in the words of this module for one of `serde_json`.
    pub fn from_json(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let kind = if let Some(key) = said.strip_prefix(DUPLICATE) {
            let key = key.rsplit_once(" at line ").map_or(key, |(key, _)| key);
            ParseErrorKind::DuplicateKey(key.to_owned())
        } else if said.starts_with(TOO_DEEP) || said.starts_with("recursion limit exceeded") {
            ParseErrorKind::TooDeep
        } else if error.is_eof() {
            ParseErrorKind::Truncated
        } else {
            let said = said
                .rsplit_once(" at line ")
                .map_or(said.as_str(), |(said, _)| said);
            ParseErrorKind::Syntax(said.to_owned())
        };
        ParseError {
            kind,
            line: error.line(),
            column: error.column(),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ParseErrorKind::DuplicateKey(key) => {
                write!(
                    f,
                    "the key `{key}` occurs twice in one object, and only one would count"
                )
            }
            ParseErrorKind::TooDeep => {
                write!(
                    f,
                    "lists and objects nest more than {MAX_DEPTH} levels deep"
                )
            }
            ParseErrorKind::Truncated => f.write_str("the file ends in the middle of a value"),
            ParseErrorKind::Syntax(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for ParseError {}

const DUPLICATE: &str = "duplicate key ";
const TOO_DEEP: &str = "nested too deep";

/// Builds a node at a depth.
struct Seed(usize);

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::new(Kind::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Node::new(Kind::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Node::new(Kind::Number(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Node::new(Kind::Number(value.into())))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        let number = super::Number::from_f64(value).ok_or_else(|| E::custom("number out of range"));
        Ok(Node::new(Kind::Number(number?)))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::new(Kind::Text(Text::plain(text.into()))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Node::new(Kind::Text(Text::plain(text.to_owned().into()))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = access.next_element_seed(self.deeper()?)? {
            list.push(node);
        }
        Ok(Node::new(Kind::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Key(name)) = access.next_key_seed(KeySeed)? {
            members.push((name, access.next_value_seed(self.deeper()?)?));
        }
        let map = Map::new(members)
            .map_err(|key| serde::de::Error::custom(format_args!("{DUPLICATE}{key}")))?;
        Ok(Node::new(Kind::Map(map)))
    }
}

/// Steps over a value that nobody asks for. What it holds is made all the same where it holds more
/// than one value: a duplicate key or ten thousand levels are refused wherever a body is read.
fn step_over<E: serde::de::Error>(raw: &RawValue) -> Result<(), E> {
    if !raw.get().starts_with(['{', '[']) {
        return Ok(());
    }
    let mut reader = serde_json::Deserializer::from_str(raw.get());
    match Seed(1).deserialize(&mut reader) {
        Ok(_) => Ok(()),
        Err(error) => Err(E::custom(match ParseError::from_json(&error).kind {
            ParseErrorKind::DuplicateKey(key) => format!("{DUPLICATE}{key}"),
            ParseErrorKind::TooDeep => TOO_DEEP.to_owned(),
            kind => format!("{kind:?}"),
        })),
    }
}

/// Builds a node of some members of an object.
struct Partial<'k>(&'k dyn Fn(&str) -> bool);

impl<'de> DeserializeSeed<'de> for Partial<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Partial<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let (mut members, mut names) = (Vec::new(), Vec::with_capacity(32));
        while let Some(Key(name)) = access.next_key_seed(KeySeed)? {
            if (self.0)(&name) {
                members.push((name.clone(), access.next_value_seed(Seed(1))?));
            } else {
                step_over(access.next_value()?)?;
            }
            names.push(name);
        }
        // Terraform writes names in order; only where somebody did not is there anything to sort.
        if !names.is_sorted_by(|a, b| a < b) {
            names.sort_unstable();
            if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(serde::de::Error::custom(format_args!(
                    "{DUPLICATE}{}",
                    twice[0]
                )));
            }
        }
        // None of them occurs twice.
        Ok(Node::new(Kind::Map(Map::new(members).unwrap_or_default())))
    }
}

impl Seed {
    fn deeper<E: serde::de::Error>(&self) -> Result<Seed, E> {
        if self.0 >= MAX_DEPTH {
            Err(E::custom(TOO_DEEP))
        } else {
            Ok(Seed(self.0 + 1))
        }
    }
}

/// A member's name, borrowed where it holds no escape.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

/// Reads a [`Key`].
pub(super) struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Key(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Key(text.to_owned().into()))
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn refused(text: &str, kind: ParseErrorKind) {
        assert_eq!(
            parse(text)
                .map(|node| node.render())
                .map_err(|error| error.kind),
            Err(kind)
        );
    }

    #[test]
    fn refuses_what_would_hide_something() {
        refused(
            r#"{"a":{"b":1,"c":2,"b":3}}"#,
            ParseErrorKind::DuplicateKey("b".into()),
        );
        refused(
            r#"{"\u0061":1,"a":2}"#,
            ParseErrorKind::DuplicateKey("a".into()),
        );
        refused(
            &format!("{}{}", "[".repeat(121), "]".repeat(121)),
            ParseErrorKind::TooDeep,
        );
        refused(&"[".repeat(10_000), ParseErrorKind::TooDeep);
        refused(r#"{"a":"#, ParseErrorKind::Truncated);
        refused("", ParseErrorKind::Truncated);
        refused("{} x", ParseErrorKind::Syntax("trailing characters".into()));
    }

    #[test]
    fn members_that_are_not_asked_for_are_stepped_over() {
        let some = |text: &'static str| {
            let node = parse_members(text, &|name| name == "b");
            node.map(|node| node.render()).map_err(|error| error.kind)
        };
        assert_eq!(
            some(r#"{"a":{"x":[1]},"b":2,"c":"3"}"#),
            Ok(r#"{"b":2}"#.into())
        );
        assert_eq!(some("[1]"), Ok("[1]".into()));
        let twice = |name: &str| Err(ParseErrorKind::DuplicateKey(name.into()));
        assert_eq!(some(r#"{"b":1,"b":2}"#), twice("b"));
        assert_eq!(some(r#"{"z":1,"a":2,"z":3}"#), twice("z"));
        assert_eq!(some(r#"{"a":{"z":1,"z":2},"b":1}"#), twice("z"));
        let deep = format!("{{\"a\":{}1{},\"b\":1}}", "[".repeat(200), "]".repeat(200));
        let kind = parse_members(&deep, &|name| name == "b").map_err(|error| error.kind);
        assert_eq!(kind, Err(ParseErrorKind::TooDeep));
        assert_eq!(some(r#"{"a":{"#), Err(ParseErrorKind::Truncated));
        assert!(some(r#"{"a":nul}"#).is_err());
    }

    #[test]
    fn keeps_large_numbers_exactly() {
        let text = "[9007199254740993,-1,1.5,18446744073709551615]";
        assert_eq!(parse(text).unwrap().render(), text);
    }
}
