//! The shape of plans and states, as far as the index reads it. Unknown members are skipped.
//!
//! Source: "JSON Output Format" of Terraform, and the struct tags of `jsonplan`, `jsonstate` and
//! `jsonconfig`. What is a list or object there may be missing or null.

mod actions;
mod plain;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

pub(crate) use self::actions::Actions;
pub(super) use self::plain::Plain;
use super::pairs::{Members, Object, Pairs, Raw, Seen, Str};
use crate::address::Key;

/// The top level of a document: what plans and states have, read; the rest, not read.
#[derive(Default)]
pub(crate) struct Top<'a> {
    pub(crate) planned_values: Option<Object<Values<'a>>>,
    pub(crate) values: Option<Object<Values<'a>>>,
    pub(crate) prior_state: Option<Object<PriorState<'a>>>,
    pub(crate) resource_changes: Option<Vec<Object<Change<'a>>>>,
    pub(crate) output_changes: Option<Pairs<'a>>,
    pub(crate) variables: Option<Pairs<'a>>,
    pub(crate) configuration: Option<Object<Configuration<'a>>>,
    /// Everything else.
    pub(crate) rest: Pairs<'a>,
    /// Which of the members above were there, null or not.
    pub(crate) names: Vec<&'static str>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Values<'a> {
    #[serde(borrow, default)]
    pub(crate) root_module: Option<Object<Module<'a>>>,
    #[serde(borrow, default)]
    pub(crate) outputs: Option<Pairs<'a>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct PriorState<'a> {
    #[serde(borrow, default)]
    pub(crate) values: Option<Object<Values<'a>>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Module<'a> {
    #[serde(borrow, default)]
    pub(crate) address: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) resources: Option<Vec<Object<Resource<'a>>>>,
    #[serde(borrow, default)]
    pub(crate) child_modules: Option<Vec<Object<Module<'a>>>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Resource<'a> {
    #[serde(borrow)]
    pub(crate) address: Str<'a>,
    #[serde(borrow, default)]
    pub(crate) mode: Option<Str<'a>>,
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Str<'a>,
    #[serde(borrow)]
    pub(crate) name: Str<'a>,
    #[serde(default)]
    pub(crate) index: Option<Index>,
    #[serde(borrow, default)]
    pub(crate) provider_name: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) values: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(crate) sensitive_values: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(crate) depends_on: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(crate) deposed_key: Option<Raw<'a>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Change<'a> {
    #[serde(borrow)]
    pub(crate) address: Str<'a>,
    #[serde(borrow, default)]
    pub(crate) module_address: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) mode: Option<Str<'a>>,
    #[serde(borrow, rename = "type")]
    pub(crate) kind: Str<'a>,
    #[serde(borrow)]
    pub(crate) name: Str<'a>,
    #[serde(default)]
    pub(crate) index: Option<Index>,
    #[serde(borrow, default)]
    pub(crate) provider_name: Option<Str<'a>>,
    /// A key since Terraform 0.14, a boolean before.
    #[serde(borrow, default)]
    pub(crate) deposed: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(crate) change: Option<Object<Detail<'a>>>,
    /// Whether its address surely stands behind that of the change before it.
    #[serde(skip)]
    pub(crate) ordered: bool,
}

/// What a change of a resource or output comes to. `before` is skipped.
#[derive(Debug, PartialEq, Deserialize, Default)]
pub(crate) struct Detail<'a> {
    #[serde(borrow, default)]
    pub(crate) actions: Option<Actions<'a>>,
    #[serde(borrow, default)]
    pub(crate) after: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(crate) after_unknown: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(crate) after_sensitive: Option<Raw<'a>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Configuration<'a> {
    #[serde(borrow, default)]
    pub(crate) provider_config: Option<Pairs<'a>>,
    #[serde(borrow, default)]
    pub(crate) root_module: Option<Object<RootConfig<'a>>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct RootConfig<'a> {
    #[serde(borrow, default)]
    pub(crate) resources: Option<Vec<ConfigEntry<'a>>>,
    #[serde(borrow, default)]
    pub(crate) module_calls: Option<Pairs<'a>>,
    #[serde(borrow, default)]
    pub(crate) outputs: Option<Pairs<'a>>,
    #[serde(borrow, default)]
    pub(crate) variables: Option<Pairs<'a>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct ModuleConfig<'a> {
    #[serde(borrow, default)]
    pub(crate) resources: Option<Vec<ConfigEntry<'a>>>,
    #[serde(borrow, default)]
    pub(crate) module_calls: Option<Members<'a, Object<ModuleCall<'a>>>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct ModuleCall<'a> {
    #[serde(borrow, default)]
    pub(crate) module: Option<Object<ModuleConfig<'a>>>,
}

/// An entry of `configuration...resources`: its names, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConfigEntry<'a> {
    pub(crate) data: bool,
    pub(crate) kind: Cow<'a, str>,
    pub(crate) name: Cow<'a, str>,
    /// Its key in `provider_config`.
    pub(crate) provider: Option<Cow<'a, str>>,
    pub(crate) place: EntryPlace<'a>,
    /// Whether its names surely stand behind those of the entry before it.
    pub(crate) ordered: bool,
}

/// Where an entry stands.
///
/// The index needs the span of the entry *and* its names. Reading it raw first and its names then
/// would walk a quarter of a plan twice; serde lends only values, but from the first and the last
/// of them the braces are near.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum EntryPlace<'a> {
    /// The entry itself.
    Whole(Raw<'a>),
    /// Its first and its last value.
    Ends(Raw<'a>, Raw<'a>),
}

/// The names of an entry of `configuration.provider_config`.
#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct ProviderHead<'a> {
    #[serde(borrow, default)]
    pub(crate) name: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) full_name: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) alias: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) module_address: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(crate) version_constraint: Option<Str<'a>>,
}

/// An instance key: `0` or `"a"`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Index(pub(crate) Key);

impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Index;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an instance key, a whole number or a string")
            }

            fn visit_u64<E>(self, index: u64) -> Result<Index, E> {
                Ok(Index(Key::Index(index)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Index, E> {
                Ok(Index(Key::Name(name.into())))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for ConfigEntry<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reader<'a> {
            type Value = ConfigEntry<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                const NAMES: [&str; 4] = ["mode", "type", "name", "provider_config_key"];
                let mut names: [Option<Cow<'a, str>>; 4] = [None, None, None, None];
                let mut ends: Option<(Raw<'a>, Raw<'a>)> = None;
                while let Some(Str(key)) = map.next_key::<Str<'a>>()? {
                    let raw: Raw<'a> = map.next_value()?;
                    ends = Some((ends.map_or(raw, |(first, _)| first), raw));
                    if let Some(at) = NAMES.iter().position(|name| *name == key) {
                        let Str(name) =
                            serde_json::from_str(raw.get()).map_err(A::Error::custom)?;
                        if names[at].replace(name).is_some() {
                            return Err(A::Error::duplicate_field(NAMES[at]));
                        }
                    }
                }
                let [mode, kind, name, provider] = names;
                let (first, last) = ends.ok_or_else(|| A::Error::missing_field("type"))?;
                Ok(ConfigEntry {
                    data: mode.is_some_and(|mode| mode == "data"),
                    kind: kind.ok_or_else(|| A::Error::missing_field("type"))?,
                    name: name.ok_or_else(|| A::Error::missing_field("name"))?,
                    provider,
                    place: EntryPlace::Ends(first, last),
                    ordered: false,
                })
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Top<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reader<'a> {
            type Value = Top<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Top<'a>, A::Error> {
                let (mut top, mut seen) = (Top::default(), Seen::new());
                macro_rules! read {
                    ($field:ident) => {{
                        top.names.push(stringify!($field));
                        top.$field = map.next_value()?;
                    }};
                }
                while let Some(Str(name)) = map.next_key::<Str<'a>>()? {
                    seen.admit(name.clone())?;
                    match name.as_ref() {
                        "planned_values" => read!(planned_values),
                        "values" => read!(values),
                        "prior_state" => read!(prior_state),
                        "resource_changes" => read!(resource_changes),
                        "output_changes" => read!(output_changes),
                        "variables" => read!(variables),
                        "configuration" => read!(configuration),
                        _ => top.rest.0.push((name, map.next_value()?)),
                    }
                }
                Ok(top)
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}
