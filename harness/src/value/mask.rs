//! The masks that a plan lays beside a value: `after_unknown`, `after_sensitive`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::parse::{Key, KeySeed};
use super::{Flags, Hole, Kind, Node, ParseError, Scan};

/// Which parts of a value are marked. Parts that are not are left out, so the mask of an ordinary
/// resource is a handful of entries.
///
/// Source: "JSON Output Format", `after_unknown` and `after_sensitive`: an object or list that
/// mirrors the value, with `true` at the marked leaves; either may be a bare boolean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mask<'s> {
    /// Nothing here is marked.
    #[default]
    Clear,
    /// All of it is marked.
    Whole,
    /// Members that are marked, in part or as a whole.
    Members(Vec<(Cow<'s, str>, Mask<'s>)>),
    /// Elements that are marked, by index.
    Elements(Vec<(usize, Mask<'s>)>),
}

impl<'s> Mask<'s> {
    /// Reads a mask.
    ///
    /// # Errors
    /// When the text is no JSON, or nests too deep.
    pub fn parse(text: &'s str) -> Result<Self, ParseError> {
        serde_json::from_str(text).map_err(|error| ParseError::from_json(&error))
    }

    /// Reads a mask; of an object, only the members for which `keep` holds.
    ///
    /// # Errors
    /// As [`Mask::parse`].
    pub fn parse_members(text: &'s str, keep: &dyn Fn(&str) -> bool) -> Result<Self, ParseError> {
        // Most resources have nothing sensitive.
        if matches!(text, "{}" | "false") {
            return Ok(Mask::Clear);
        }
        if let Some(mask) = Self::plain_members(text, keep) {
            return Ok(mask);
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        MaskVisitor(keep)
            .deserialize(&mut reader)
            .map_err(|error| ParseError::from_json(&error))
    }

    /// The same where all is plain.
    fn plain_members(text: &'s str, keep: &dyn Fn(&str) -> bool) -> Option<Self> {
        let mut scan = Scan::new(text);
        let mut members = Vec::new();
        scan.object(&mut |scan, name| {
            let value = scan.value()?;
            let marks = |value: &str| !matches!(value, "false" | "{}" | "[]" | "null");
            if keep(name) && marks(value) {
                let mask = Self::parse(value).ok()?;
                if mask != Mask::Clear {
                    members.push((Cow::Borrowed(name), mask));
                }
            }
            Some(())
        })?;
        scan.end()?;
        Some(match members.is_empty() {
            true => Mask::Clear,
            false => Mask::Members(members),
        })
    }

    /// Sets `flag` on what is marked.
    pub fn flag(&self, node: &mut Node<'_>, flag: Flags) {
        match (self, &mut node.kind) {
            (Mask::Whole, _) => node.flags.set(flag),
            (Mask::Members(members), Kind::Map(map)) => {
                for (name, mask) in members {
                    if let Some(member) = map.get_mut(name) {
                        mask.flag(member, flag);
                    }
                }
            }
            (Mask::Elements(elements), Kind::List(list)) => {
                for (index, mask) in elements {
                    if let Some(element) = list.get_mut(*index) {
                        mask.flag(element, flag);
                    }
                }
            }
            // A mask of another shape than its value marks more than it says rather than less.
            (Mask::Members(_) | Mask::Elements(_), _) => node.flags.set(flag),
            (Mask::Clear, _) => {}
        }
    }

    /// Makes what is marked unknown. `hole` is asked what the unknown value at a path of member
    /// names waits for.
    ///
    /// Terraform before 1.3 dropped unknown elements from a list: a marked index past the end adds
    /// an unknown element there.
    pub fn make_unknown<'n>(
        &self,
        node: &mut Node<'n>,
        path: &mut Vec<String>,
        hole: &mut dyn FnMut(&[String]) -> Option<Hole>,
    ) -> bool
    where
        's: 'n,
    {
        match (self, &mut node.kind) {
            (Mask::Clear, _) => true,
            (Mask::Whole, _) => match hole(path) {
                Some(hole) => {
                    node.kind = Kind::Unknown(Box::new(hole));
                    true
                }
                None => false,
            },
            (Mask::Members(members), Kind::Map(map)) => {
                for (name, mask) in members {
                    path.push(name.to_string());
                    let mut member = map.remove(name).unwrap_or(Node::new(Kind::Null));
                    if matches!(member.kind, Kind::Null) && !matches!(mask, Mask::Whole) {
                        member.kind = mask.skeleton();
                    }
                    if mask.make_unknown(&mut member, path, hole) {
                        map.insert(name.clone(), member);
                    }
                    path.pop();
                }
                true
            }
            (Mask::Elements(elements), Kind::List(list)) => {
                for (index, mask) in elements {
                    path.push(index.to_string());
                    if *index >= list.len() {
                        list.resize_with(*index + 1, || Node::new(Kind::Null));
                        list[*index].kind = mask.skeleton();
                    }
                    mask.make_unknown(&mut list[*index], path, hole);
                    path.pop();
                }
                true
            }
            // Another shape than the value's: nothing of it is certain.
            (Mask::Members(_) | Mask::Elements(_), _) => {
                node.kind = Kind::Unknown(Box::new(Hole::opaque("")));
                true
            }
        }
    }

    fn skeleton<'n>(&self) -> Kind<'n> {
        match self {
            Mask::Members(_) => Kind::Map(super::Map::default()),
            Mask::Elements(_) => Kind::List(Vec::new()),
            Mask::Clear | Mask::Whole => Kind::Null,
        }
    }
}

impl<'de: 's, 's> Deserialize<'de> for Mask<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        MaskVisitor(&|_| true).deserialize(deserializer)
    }
}

/// Builds a mask of the members for which this holds; below them of all.
struct MaskVisitor<'k>(&'k dyn Fn(&str) -> bool);

impl<'de> DeserializeSeed<'de> for MaskVisitor<'_> {
    type Value = Mask<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MaskVisitor<'_> {
    type Value = Mask<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mask: true, false, or an object or list of masks")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Mask::Clear)
    }

    fn visit_bool<E>(self, marked: bool) -> Result<Self::Value, E> {
        Ok(if marked { Mask::Whole } else { Mask::Clear })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let (mut elements, mut index) = (Vec::new(), 0);
        while let Some(mask) = access.next_element()? {
            if mask != Mask::Clear {
                elements.push((index, mask));
            }
            index += 1;
        }
        Ok(if elements.is_empty() {
            Mask::Clear
        } else {
            Mask::Elements(elements)
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Key(name)) = access.next_key_seed(KeySeed)? {
            if !(self.0)(&name) {
                access.next_value::<IgnoredAny>()?;
                continue;
            }
            let mask = access.next_value()?;
            if mask != Mask::Clear {
                members.push((name, mask));
            }
        }
        Ok(if members.is_empty() {
            Mask::Clear
        } else {
            Mask::Members(members)
        })
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::value::parse;

    #[track_caller]
    fn unknown(value: &str, mask: &str, expected: &str) {
        let mut node = parse(value).unwrap();
        let mask = Mask::parse(mask).unwrap();
        mask.make_unknown(&mut node, &mut Vec::new(), &mut |path| {
            Some(Hole::opaque(path.join("/")))
        });
        assert_eq!(node.render(), expected);
    }

    #[test]
    fn lays_unknowns_over_a_value() {
        unknown(
            r#"{"a":1}"#,
            r#"{"a":false,"arn":true}"#,
            r#"{"a":1,"arn":${arn}}"#,
        );
        unknown(
            r#"{"a":[{"b":1}]}"#,
            r#"{"a":[{"c":true}]}"#,
            r#"{"a":[{"b":1,"c":${a/0/c}}]}"#,
        );
        unknown(
            r#"{"cidr_blocks":[]}"#,
            r#"{"cidr_blocks":[true]}"#,
            r#"{"cidr_blocks":[${cidr_blocks/0}]}"#,
        );
        unknown("null", "true", "(known after apply)");
        unknown(
            r#"{"a":"x"}"#,
            r#"{"a":{"b":true}}"#,
            r#"{"a":(known after apply)}"#,
        );
    }

    #[test]
    fn flags_what_is_sensitive() {
        let mut node = parse(r#"{"a":"x","b":[{"c":"y"}],"d":1}"#).unwrap();
        Mask::parse(r#"{"a":true,"b":[{"c":true}]}"#)
            .unwrap()
            .flag(&mut node, Flags::SENSITIVE);
        assert_eq!(
            node.render(),
            r#"{"a":(sensitive),"b":[{"c":(sensitive)}],"d":1}"#
        );
        Mask::parse("true")
            .unwrap()
            .flag(&mut node, Flags::SENSITIVE);
        assert_eq!(node.render(), "(sensitive)");
    }
}
