//! The same shapes read by a quick walk, where all is plain.
//!
//! A plan is nearly all bodies, which the index steps over. Whatever is not as expected is `None`,
//! and serde reads it again: it may be right all the same, or is refused with its reason.

use std::borrow::Cow;

use super::{
    Actions, Change, ConfigEntry, Configuration, Detail, EntryPlace, Index, Members, Module,
    Object, Pairs, PriorState, Raw, Resource, RootConfig, Str, Values,
};
use crate::address::Key;
use crate::value::Scan;

/// What can be read by a quick walk.
pub(crate) trait Plain<'a>: Sized {
    /// Reads the value at a place, and leaves it behind.
    fn plain(scan: &mut Scan<'a>) -> Option<Self>;

    /// Looks at the element before it in a list, while both are near: memory is what a large plan
    /// costs.
    fn follow(&mut self, _before: &Self) {}
}

impl<'a, T: Plain<'a>> Plain<'a> for Option<T> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        match scan.null() {
            true => Some(None),
            false => T::plain(scan).map(Some),
        }
    }
}

impl<'a, T: Plain<'a>> Plain<'a> for Vec<T> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        let mut list = Vec::new();
        scan.items(&mut |scan| {
            let mut element = T::plain(scan)?;
            if let Some(before) = list.last() {
                element.follow(before);
            }
            list.push(element);
            Some(())
        })?;
        Some(list)
    }
}

impl<'a> Plain<'a> for Raw<'a> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        scan.skip().map(Raw)
    }
}

impl<'a> Plain<'a> for Str<'a> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        scan.text().map(Str)
    }
}

impl<'a> Plain<'a> for Index {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        match scan.text() {
            Some(name) => Some(Index(Key::Name(name.as_ref().into()))),
            None => Some(Index(Key::Index(scan.skip()?.parse().ok()?))),
        }
    }
}

impl<'a> Plain<'a> for Actions<'a> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        Vec::plain(scan).map(Actions::of)
    }
}

impl<'a> Plain<'a> for Pairs<'a> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        let mut members = Vec::new();
        scan.object(&mut |scan, name| {
            members.push((name.into(), Raw::plain(scan)?));
            Some(())
        })?;
        Some(Members(members))
    }
}

/// Makes a name that is the same as the one before that very one, which is nearer than its own bytes
/// when it is looked at again.
fn share<'a>(name: &mut Cow<'a, str>, before: Option<&'a str>) {
    if let (Cow::Borrowed(name), Some(before)) = (name, before)
        && *name == before
    {
        *name = before;
    }
}

/// The bytes of the file that a name is, if it is written there as it reads.
fn borrowed<'a>(name: &Cow<'a, str>) -> Option<&'a str> {
    match name {
        Cow::Borrowed(name) => Some(name),
        Cow::Owned(_) => None,
    }
}

fn share_some<'a>(name: &mut Option<Str<'a>>, before: &Option<Str<'a>>) {
    if let (Some(name), Some(before)) = (name, before) {
        share(&mut name.0, borrowed(&before.0));
    }
}

/// Reads a struct: each field from the member of its name, or of the name that is given. What is
/// behind `must` has to be there.
macro_rules! plain {
    ($shape:ident<$life:lifetime> { $($name:literal => $field:ident),* } must { $($needed:literal => $must:ident),* }) => {
        plain!($shape<$life> { $($name => $field),* } must { $($needed => $must),* } |_this, _before| {});
    };
    (
        $shape:ident<$life:lifetime> { $($name:literal => $field:ident),* } must { $($needed:literal => $must:ident),* $(; $own:ident = $value:expr)? }
        |$this:ident, $before:ident| $follow:block
    ) => {
        impl<$life> Plain<$life> for Object<$shape<$life>> {
            fn plain(scan: &mut Scan<$life>) -> Option<Self> {
                $(let mut $field = None;)*
                $(let mut $must = None;)*
                scan.object(&mut |scan, name| {
                    match name {
                        $($name => $field = Plain::plain(scan)?,)*
                        $($needed => $must = Some(Plain::plain(scan)?),)*
                        _ => _ = scan.skip()?,
                    }
                    Some(())
                })?;
                Some(Object($shape { $($field,)* $($must: $must?,)* $($own: $value)? }))
            }

            fn follow(&mut self, before: &Self) {
                let ($this, $before) = (&mut self.0, &before.0);
                $follow
            }
        }
    };
}

plain!(Values<'a> { "root_module" => root_module, "outputs" => outputs } must {});
plain!(PriorState<'a> { "values" => values } must {});
plain!(Module<'a> {
    "address" => address, "resources" => resources, "child_modules" => child_modules
} must {});
plain!(Resource<'a> {
    "mode" => mode, "index" => index, "provider_name" => provider_name, "values" => values,
    "sensitive_values" => sensitive_values, "depends_on" => depends_on,
    "deposed_key" => deposed_key
} must { "address" => address, "type" => kind, "name" => name } |this, before| {
    share(&mut this.kind.0, borrowed(&before.kind.0));
    share_some(&mut this.mode, &before.mode);
    share_some(&mut this.provider_name, &before.provider_name);
});
plain!(Change<'a> {
    "module_address" => module_address, "mode" => mode, "index" => index,
    "provider_name" => provider_name, "deposed" => deposed, "change" => change
} must { "address" => address, "type" => kind, "name" => name; ordered = false } |this, before| {
    share(&mut this.kind.0, borrowed(&before.kind.0));
    share_some(&mut this.mode, &before.mode);
    share_some(&mut this.provider_name, &before.provider_name);
    this.ordered = before.full_address() < this.full_address();
});
plain!(Detail<'a> {
    "actions" => actions, "after" => after, "after_unknown" => after_unknown,
    "after_sensitive" => after_sensitive
} must {});
plain!(Configuration<'a> { "provider_config" => provider_config, "root_module" => root_module } must {});
plain!(RootConfig<'a> {
    "resources" => resources, "module_calls" => module_calls, "outputs" => outputs,
    "variables" => variables
} must {});

impl<'a> Plain<'a> for ConfigEntry<'a> {
    fn plain(scan: &mut Scan<'a>) -> Option<Self> {
        let start = scan.offset();
        let (mut mode, mut kind, mut name, mut provider) = (None, None, None, None);
        scan.object(&mut |scan, member| {
            match member {
                "mode" => mode = Some(scan.text()?),
                "type" => kind = Some(scan.text()?),
                "name" => name = Some(scan.text()?),
                "provider_config_key" => provider = Some(scan.text()?),
                _ => _ = scan.skip()?,
            }
            Some(())
        })?;
        Some(ConfigEntry {
            data: mode.is_some_and(|mode| mode == "data"),
            kind: kind?,
            name: name?,
            provider,
            place: EntryPlace::Whole(Raw(scan.since(start)?)),
            ordered: false,
        })
    }

    fn follow(&mut self, before: &Self) {
        share(&mut self.kind, borrowed(&before.kind));
        self.ordered =
            (before.data, &before.kind, &before.name) < (self.data, &self.kind, &self.name);
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde::Deserialize;

    use super::*;

    /// The same as serde, or nothing.
    #[track_caller]
    fn reads<'a, T>(text: &'a str, plain: bool)
    where
        T: Plain<'a> + Deserialize<'a> + PartialEq + std::fmt::Debug,
    {
        let mut scan = Scan::new(text);
        let read = T::plain(&mut scan).filter(|_| scan.end().is_some());
        assert_eq!(read.is_some(), plain, "{text}");
        if let Some(read) = read {
            assert_eq!(read, serde_json::from_str(text).unwrap());
        }
    }

    #[test]
    fn reads_what_serde_reads() {
        let resource = r#"{"address":"a.b[\"x\"]","mode":"managed","type":"a","name":"b","index":"x",
            "provider_name":"p","values":{"a":[1,{}],"a":null},"sensitive_values":{},"depends_on":null,"more":[[]]}"#;
        reads::<Object<Resource<'_>>>(resource, true);
        reads::<Object<Resource<'_>>>(r#"{"address":"","type":"","name":"","index":3}"#, true);
        reads::<Object<Resource<'_>>>(r#"{"address":"","type":"","name":"","index":null}"#, true);
        let change = r#"{"address":"a.b","type":"a","name":"b","deposed":"k","change":{"actions":["delete","create"],
            "before":{},"after":null,"after_unknown":{"x":true},"after_sensitive":false}}"#;
        reads::<Object<Change<'_>>>(change, true);
        reads::<Object<Detail<'_>>>(r#"{"actions":["a","b","c"]}"#, true);
        let module =
            format!(r#"{{"resources":[{resource}],"child_modules":[{{"address":"module.m"}}]}}"#);
        reads::<Object<Values<'_>>>(
            &format!(r#"{{"root_module":{module},"outputs":{{"o":{{}}}}}}"#),
            true,
        );
        reads::<Object<PriorState<'_>>>(
            &format!(r#"{{"values":{{"root_module":{module}}}}}"#),
            true,
        );
        reads::<Object<PriorState<'_>>>("{}", true);
        reads::<Object<Configuration<'_>>>(
            r#"{"provider_config":{"aws":{"name":"aws"}},"root_module":{"module_calls":{"m":{}},"variables":null}}"#,
            true,
        );
    }

    #[test]
    fn leaves_the_rest_to_serde() {
        for text in [
            r#"{"type":"","name":""}"#,
            r#"{"address":null,"type":"","name":""}"#,
            r#"{"address":"","type":"","name":"","index":-1}"#,
            r#"{"address":"","type":"","name":"","index":1.0}"#,
            r#"{"address":"","type":"","name":"","index":true}"#,
            r#"{"address":"","address":"","type":"","name":""}"#,
            r#"{"addr\u0065ss":"","type":"","name":""}"#,
            r#"{"address":"","type":"","name":"","values":{"a":}}"#,
            r#"{"address":"","type":"","name":"","values":{"a":1]}"#,
            r#"{"address":"","type":"","name":""} x"#,
            "[]",
            "null",
        ] {
            reads::<Object<Resource<'_>>>(text, false);
        }
        reads::<Object<Detail<'_>>>(r#"{"actions":[1]}"#, false);
        reads::<Object<Values<'_>>>(r#"{"root_module":[]}"#, false);
        reads::<Pairs<'_>>(r#"{"a":1,"a":2}"#, false);
    }

    #[test]
    fn knows_where_an_entry_stands() {
        let text = r#" {"address":"a.b","mode":"data","type":"a","name":"b","provider_config_key":"p","expressions":{}} "#;
        let entry = ConfigEntry::plain(&mut Scan::new(text)).unwrap();
        assert_eq!(entry.place, EntryPlace::Whole(Raw(text.trim())));
        assert_eq!((entry.data, entry.provider.as_deref()), (true, Some("p")));
        for text in [
            r#"{"type":"a"}"#,
            r#"{"type":"a","name":"b","mode":null}"#,
            "{}",
        ] {
            assert_eq!(ConfigEntry::plain(&mut Scan::new(text)), None, "{text}");
        }
    }
}
