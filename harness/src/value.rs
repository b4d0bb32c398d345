//! A JSON value as a stack holds it: what is known, and beside it what is not.
//!
//! [`Node`] is the one tree that everything above reads: queries walk it, matchers judge it,
//! reports print it. It differs from `serde_json::Value` in three ways that the product hangs on:
//!
//! * a value may be **unknown** ([`Kind::Unknown`]) and a text may hold unknown **holes**
//!   ([`Text`]); neither is a string that happens to look like a marker;
//! * every node carries [`Flags`]: sensitive, defaulted, open, unattributed;
//! * strings borrow from the document they were parsed from, members are sorted by name, and a
//!   duplicate key is an error instead of a silent "last one wins".

mod document;
mod held;
mod locate;
mod mask;
mod number;
mod owned;
mod parse;
mod path;
mod scan;
mod text;

pub use document::InvalidDocument;
pub use held::Held;
pub use locate::locate;
pub use mask::Mask;
pub use number::{coerced_bool, coerced_number, compare_numbers, spelt_number};
pub use parse::{MAX_DEPTH, ParseError, ParseErrorKind, parse, parse_members};
pub use path::{Path, Step, shorthand};
pub(crate) use scan::Scan;
pub use serde_json::Number;
pub use text::{Hole, Piece, PieceRef, Text};

use std::borrow::Cow;

/// A value and its flags.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    /// What the value is.
    pub kind: Kind<'s>,
    /// What is known about it besides.
    pub flags: Flags,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind<'s> {
    /// JSON `null`. At a member of a body or block null means "left out" and is dropped when the
    /// body is brought into its normal form; here it stays a value (a list element, an embedded
    /// document).
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, integers up to 64 bits exactly.
    Number(Number),
    /// Text, with holes where a template holds something that is not known.
    Text(Text<'s>),
    /// A list. Blocks are lists, on every input.
    List(Vec<Node<'s>>),
    /// An object or map.
    Map(Map<'s>),
    /// A value of unknown kind: known after apply, or an expression that was not evaluated.
    Unknown(Box<Hole>),
}

/// What is known about a value besides the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// Never to be printed.
    pub const SENSITIVE: Flags = Flags(1);
    /// In a plan: the provider filled it in, the author did not write it.
    pub const DEFAULTED: Flags = Flags(2);
    /// A list or map that may hold more than is listed (a `dynamic` block, an unknown key).
    pub const OPEN: Flags = Flags(4);
    /// It is there, and the input does not say who wrote it: the author or the provider.
    pub const UNATTRIBUTED: Flags = Flags(8);
    /// A list that surely is a set: its elements are distinct and have no positions.
    pub const SET: Flags = Flags(16);

    /// Whether all flags of `other` are set.
    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Takes the flags of `other` away.
    pub fn clear(&mut self, other: Flags) {
        self.0 &= !other.0;
    }

    /// Sets the flags of `other`.
    pub fn set(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// The members of an object, sorted by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map<'s>(Vec<(Cow<'s, str>, Node<'s>)>);

impl<'s> Map<'s> {
    /// Sorts `members` by name.
    ///
    /// # Errors
    /// Gives back the first name that occurs twice.
    pub fn new(mut members: Vec<(Cow<'s, str>, Node<'s>)>) -> Result<Self, String> {
        if members.is_sorted_by(|a, b| a.0 < b.0) {
            return Ok(Self(members));
        }
        members.sort_by(|a, b| a.0.cmp(&b.0));
        match members.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(pair[0].0.clone().into_owned()),
            None => Ok(Self(members)),
        }
    }

    /// The member called `name`.
    pub fn get(&self, name: &str) -> Option<&Node<'s>> {
        let at = self.find(name)?;
        Some(&self.0[at].1)
    }

    /// The member called `name`, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node<'s>> {
        let at = self.find(name)?;
        Some(&mut self.0[at].1)
    }

    /// Sets a member, replacing one of the same name.
    pub fn insert(&mut self, name: Cow<'s, str>, node: Node<'s>) {
        match self.position(&name) {
            Ok(at) => self.0[at].1 = node,
            Err(at) => self.0.insert(at, (name, node)),
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Node<'s>> {
        let at = self.find(name)?;
        Some(self.0.remove(at).1)
    }

    /// Keeps the members for which `keep` holds; it may change them.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Node<'s>) -> bool) {
        self.0.retain_mut(|(name, node)| keep(name, node));
    }

    /// The members in the order of their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node<'s>)> {
        self.0.iter().map(|(name, node)| (name.as_ref(), node))
    }

    /// The members in the order of their names, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Node<'s>)> {
        self.0.iter_mut().map(|(name, node)| {
            let name: &Cow<'_, str> = name;
            (name.as_ref(), node)
        })
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a member stands. Names of different lengths are told apart without a look at them, so
    /// that few members are looked through sooner than they are halved.
    fn find(&self, name: &str) -> Option<usize> {
        match self.0.len() {
            0..=16 => self.0.iter().position(|(key, _)| **key == *name),
            _ => self.position(name).ok(),
        }
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(key, _)| key.as_ref().cmp(name))
    }
}

impl<'s> Node<'s> {
    /// A node without flags.
    pub fn new(kind: Kind<'s>) -> Self {
        Self {
            kind,
            flags: Flags::default(),
        }
    }

    /// A text without holes.
    pub fn text(text: impl Into<Cow<'s, str>>) -> Self {
        Self::new(Kind::Text(Text::plain(text.into())))
    }

    /// An unknown value.
    pub fn unknown(hole: Hole) -> Self {
        Self::new(Kind::Unknown(Box::new(hole)))
    }

    /// The member called `name`, if this is a map that has it.
    pub fn get(&self, name: &str) -> Option<&Node<'s>> {
        self.as_map()?.get(name)
    }

    /// The map, if this is one.
    pub fn as_map(&self) -> Option<&Map<'s>> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The elements, if this is a list.
    pub fn as_list(&self) -> Option<&[Node<'s>]> {
        match &self.kind {
            Kind::List(list) => Some(list),
            _ => None,
        }
    }

    /// The whole text, if this is a text without holes.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => text.as_known(),
            _ => None,
        }
    }

    /// Whether the value, or any part of it, is not known.
    pub fn has_unknown(&self) -> bool {
        match &self.kind {
            Kind::Unknown(_) => true,
            Kind::Text(text) => text.as_known().is_none(),
            Kind::List(list) => self.is_open() || list.iter().any(Node::has_unknown),
            Kind::Map(map) => self.is_open() || map.iter().any(|(_, node)| node.has_unknown()),
            _ => false,
        }
    }

    /// Whether a list or map may hold more than is listed.
    pub fn is_open(&self) -> bool {
        self.flags.has(Flags::OPEN)
    }

    /// Whether the value must never be printed: it is sensitive, or holds something that is.
    pub fn is_sensitive(&self) -> bool {
        self.flags.has(Flags::SENSITIVE)
            || match &self.kind {
                Kind::List(list) => list.iter().any(Node::is_sensitive),
                Kind::Map(map) => map.iter().any(|(_, node)| node.is_sensitive()),
                _ => false,
            }
    }

    /// Sets a flag on a value and on everything in it.
    pub fn flag_all(&mut self, flag: Flags) {
        self.flags.set(flag);
        match &mut self.kind {
            Kind::List(list) => list.iter_mut().for_each(|node| node.flag_all(flag)),
            Kind::Map(map) => map.iter_mut().for_each(|(_, node)| node.flag_all(flag)),
            _ => {}
        }
    }

    /// The kind of value in the words of a message: `a string`, `a list`, `unknown`.
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a string",
            Kind::List(_) => "a list",
            Kind::Map(_) => "an object",
            Kind::Unknown(_) => "not known before apply",
        }
    }

    /// The value as compact JSON; holes are written as `${...}`, unknown values as
    /// `(known after apply)`, and whatever is sensitive as `(sensitive)`.
    pub fn render(&self) -> String {
        let mut out = String::new();
        self.render_into(&mut out);
        out
    }

    fn render_into(&self, out: &mut String) {
        if self.flags.has(Flags::SENSITIVE) {
            out.push_str("(sensitive)");
            return;
        }
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Kind::Number(number) => out.push_str(&number.to_string()),
            Kind::Text(text) => out.push_str(&serde_json::Value::from(text.source()).to_string()),
            Kind::Unknown(hole) => out.push_str(&hole.to_string()),
            Kind::List(list) => {
                out.push('[');
                for (index, node) in list.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    node.render_into(out);
                }
                out.push_str(if self.is_open() { ",...]" } else { "]" });
            }
            Kind::Map(map) => {
                out.push('{');
                for (index, (name, node)) in map.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    out.push_str(&serde_json::Value::from(name).to_string());
                    out.push(':');
                    node.render_into(out);
                }
                out.push_str(if self.is_open() { ",...}" } else { "}" });
            }
        }
    }
}

impl<'s> From<&'s serde_json::Value> for Node<'s> {
    fn from(value: &'s serde_json::Value) -> Self {
        use serde_json::Value;
        Node::new(match value {
            Value::Null => Kind::Null,
            Value::Bool(value) => Kind::Bool(*value),
            Value::Number(number) => Kind::Number(number.clone()),
            Value::String(text) => Kind::Text(Text::plain(text.as_str().into())),
            Value::Array(list) => Kind::List(list.iter().map(Node::from).collect()),
            Value::Object(map) => {
                // serde_json's own map is sorted and free of duplicates.
                let members = map.iter().map(|(k, v)| (k.as_str().into(), v.into()));
                Kind::Map(Map::new(members.collect()).unwrap_or_default())
            }
        })
    }
}
