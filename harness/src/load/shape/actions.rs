//! What a plan does to one object.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::load::pairs::Str;

/// A list of actions. Nearly all are one of a handful of lists, which cost nothing to keep.
#[derive(Debug, PartialEq)]
pub(crate) enum Actions<'a> {
    /// One of [`USUAL`].
    Usual(&'static [&'static str]),
    /// Any other.
    Other(Vec<Str<'a>>),
}

/// Source: "JSON Output Format", change representation.
const USUAL: [&[&str]; 9] = [
    &["create"],
    &["no-op"],
    &["update"],
    &["read"],
    &["delete", "create"],
    &["create", "delete"],
    &["delete"],
    &["forget"],
    &["create", "forget"],
];

impl<'a> Actions<'a> {
    /// The list of these.
    pub(super) fn of(names: Vec<Str<'a>>) -> Self {
        let same = |usual: &&&[&str]| {
            let mut pairs = usual.iter().zip(&names);
            usual.len() == names.len() && pairs.all(|(usual, name)| **usual == *name.0)
        };
        match USUAL.iter().find(same) {
            Some(usual) => Actions::Usual(usual),
            None => Actions::Other(names),
        }
    }

    /// The actions in their order.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Actions::Usual(names) => names.to_vec(),
            Actions::Other(names) => names.iter().map(|name| name.0.as_ref()).collect(),
        }
    }

    /// Whether nothing is left of the object: there is an action, and each takes it away.
    pub(crate) fn end_it(&self) -> bool {
        let names = self.names();
        !names.is_empty()
            && names
                .iter()
                .all(|name| matches!(*name, "delete" | "forget"))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Actions<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reader<'a> {
            type Value = Actions<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Actions<'a>, A::Error> {
                let first: Option<Str<'a>> = list.next_element()?;
                let second: Option<Str<'a>> = match first {
                    Some(_) => list.next_element()?,
                    None => None,
                };
                let third: Option<Str<'a>> = match second {
                    Some(_) => list.next_element()?,
                    None => None,
                };
                let is = |name: &Option<Str<'_>>, wanted: Option<&&str>| {
                    name.as_ref().map(|name| name.0.as_ref()) == wanted.copied()
                };
                let same =
                    |usual: &&&[&str]| is(&first, usual.first()) && is(&second, usual.get(1));
                if third.is_none()
                    && let Some(usual) = USUAL.iter().find(same)
                {
                    return Ok(Actions::Usual(usual));
                }
                let mut names: Vec<Str<'a>> =
                    [first, second, third].into_iter().flatten().collect();
                if names.len() == 3 {
                    while let Some(name) = list.next_element()? {
                        names.push(name);
                    }
                }
                Ok(Actions::Other(names))
            }
        }
        deserializer.deserialize_seq(Reader(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(json: &str, expected: &[&str], ends: bool) {
        let actions: Actions<'_> = serde_json::from_str(json).unwrap();
        assert_eq!(actions.names(), expected);
        assert_eq!(actions.end_it(), ends);
    }

    #[test]
    fn reads_any_list() {
        for usual in USUAL {
            let json = serde_json::to_string(usual).unwrap();
            reads(&json, usual, matches!(usual, ["delete"] | ["forget"]));
        }
        reads("[]", &[], false);
        reads(r#"["re\u0061d"]"#, &["read"], false);
        reads(r#"["delete","forget"]"#, &["delete", "forget"], true);
        reads(r#"["a","b","c","d"]"#, &["a", "b", "c", "d"], false);
        reads(r#"["create","create"]"#, &["create", "create"], false);
        assert!(serde_json::from_str::<Actions<'_>>(r#"["create",1]"#).is_err());
        assert!(serde_json::from_str::<Actions<'_>>(r#"{}"#).is_err());
    }
}
