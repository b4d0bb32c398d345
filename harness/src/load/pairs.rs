//! Objects as the index reads them: members in order, never two of one name.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A string that borrows where it can. (`Option<Cow<str>>` never borrows in serde.)
#[derive(serde::Deserialize, Debug, Clone, PartialEq, Eq, Hash)]
#[serde(transparent)]
pub(crate) struct Str<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// A JSON value that is not read: its text, a slice of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw<'a>(pub(crate) &'a str);

impl<'a> Raw<'a> {
    /// The text.
    pub(crate) fn get(self) -> &'a str {
        self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'a RawValue>::deserialize(deserializer)?;
        Ok(Raw(raw.get()))
    }
}

/// The members of an object in the order of the file. A name that occurs twice is an error.
#[derive(Debug, PartialEq)]
pub(crate) struct Members<'a, T>(pub(crate) Vec<(Cow<'a, str>, T)>);

/// Members whose values are not read.
pub(crate) type Pairs<'a> = Members<'a, Raw<'a>>;

/// A struct that is read from an object only: by itself serde takes a list for one, field by
/// field, and `"root_module": []` would be a module without resources.
#[derive(Debug, PartialEq)]
pub(crate) struct Object<T>(pub(crate) T);

impl<T> std::ops::Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

/// The start of the message of a duplicate key; `value::ParseError` knows it too.
pub(crate) const DUPLICATE: &str = "duplicate key ";

impl<T> Default for Members<'_, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'a, T> Members<'a, T> {
    /// The member called `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        let found = self.0.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }
}

/// Refuses a second member of one name.
pub(crate) struct Seen<'a>(HashSet<Cow<'a, str>>);

impl<'a> Seen<'a> {
    pub(crate) fn new() -> Self {
        Self(HashSet::new())
    }

    /// Notes a name; an error if it was there.
    pub(crate) fn admit<E: Error>(&mut self, name: Cow<'a, str>) -> Result<(), E> {
        match self.0.replace(name) {
            None => Ok(()),
            Some(name) => Err(E::custom(format_args!("{DUPLICATE}{name}"))),
        }
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Members<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a, T>(PhantomData<(&'a (), T)>);
        impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for Reader<'a, T> {
            type Value = Members<'a, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let (mut members, mut seen) = (Vec::new(), Seen::new());
                while let Some(Str(name)) = map.next_key::<Str<'a>>()? {
                    seen.admit(name.clone())?;
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}
