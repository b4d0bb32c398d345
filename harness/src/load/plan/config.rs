//! A plan's `configuration`: which entry belongs to a resource.

use std::collections::HashMap;
use std::sync::Arc;

use crate::address::{join, modules};
use crate::load::error::{LoadError, LoadErrorKind as Kind};
use crate::load::shape::{ConfigEntry, EntryPlace};
use crate::load::shared::SharedNames;
use crate::load::text::Doc;
use crate::stack::Span;

/// The entries of all modules.
#[derive(Default)]
pub(super) struct ConfigIndex<'a> {
    modules: Vec<Module<'a>>,
    /// The modules by their paths, names only: `net.a`.
    by_path: HashMap<String, usize>,
    /// The module instance that was asked for last, and its module.
    latest: Option<(String, Option<usize>)>,
}

/// The entries of one module.
struct Module<'a> {
    entries: Vec<Known<'a>>,
    /// The entry that was found last. Resources come in the order of the configuration, and the
    /// instances of one resource together.
    at: usize,
}

/// An entry, and what the index keeps of it.
struct Known<'a> {
    names: (bool, std::borrow::Cow<'a, str>, std::borrow::Cow<'a, str>),
    place: ConfigPlace,
}

/// Where an entry of `configuration` stands, and its key in `provider_config`.
#[derive(Clone)]
pub(super) struct ConfigPlace {
    pub(super) span: Span,
    pub(super) provider: Option<Arc<str>>,
}

impl<'a> ConfigIndex<'a> {
    /// Adds the entries of a module; `path` is the names of the calls that lead to it.
    ///
    /// # Errors
    /// When a module has two entries for one resource.
    pub(super) fn add(
        &mut self,
        doc: &Doc<'a>,
        names: &mut SharedNames,
        path: &str,
        entries: &[ConfigEntry<'a>],
    ) -> Result<(), LoadError> {
        let mut known = Vec::with_capacity(entries.len());
        for (number, entry) in entries.iter().enumerate() {
            let span = match entry.place {
                EntryPlace::Whole(raw) => doc.span(raw.get()),
                EntryPlace::Ends(first, last) => {
                    let span = doc.object_span(first.get(), last.get());
                    let what = "an entry of `configuration` has no end";
                    span.ok_or_else(|| doc.error(Kind::Misshapen, what, first.get()))?
                }
            };
            let provider = entry.provider.as_deref().map(|key| names.get(key));
            let place = ConfigPlace { span, provider };
            let key = (entry.data, entry.kind.clone(), entry.name.clone());
            known.push((Known { names: key, place }, number));
        }
        let mut twice = false;
        if !entries.iter().skip(1).all(|entry| entry.ordered) {
            known.sort_by(|(a, _), (b, _)| {
                let order = a.names.cmp(&b.names);
                // Neighbours in the end are compared on the way.
                twice |= order.is_eq();
                order
            });
        }
        if twice {
            let pairs = known.windows(2);
            let same = pairs.filter(|pair| pair[0].0.names == pair[1].0.names);
            let second = same.map(|pair| pair[1].1).min();
            if let Some(entry) = second.and_then(|number| entries.get(number)) {
                let shown = join("", entry.data, &entry.kind, &entry.name, None);
                let what = format!("`configuration` has two entries for `{shown}` in one module");
                let (EntryPlace::Whole(raw) | EntryPlace::Ends(raw, _)) = entry.place;
                return Err(doc.error(Kind::DuplicateAddress, what, raw.get()));
            }
        }
        let entries = known.into_iter().map(|(known, _)| known).collect();
        self.by_path.insert(path.to_owned(), self.modules.len());
        self.modules.push(Module { entries, at: 0 });
        Ok(())
    }

    /// The entry of a resource. `module` is the path of its module instance:
    /// `module.net["a"].module.b`, or empty.
    pub(super) fn find(
        &mut self,
        module: &str,
        data: bool,
        kind: &str,
        name: &str,
    ) -> Option<ConfigPlace> {
        let number = match &self.latest {
            Some((latest, number)) if latest == module => *number,
            _ => {
                let path = modules(module).join(".");
                let number = self.by_path.get(&path).copied();
                self.latest = Some((module.to_owned(), number));
                number
            }
        };
        let module = self.modules.get_mut(number?)?;
        let wanted = (data, kind, name);
        let names = |known: &Known<'_>| {
            let (data, kind, name) = &known.names;
            (*data, &**kind, &**name).cmp(&wanted)
        };
        let near = module.at..module.entries.len().min(module.at + 2);
        let near = near.into_iter().find(|at| {
            let known = module.entries.get(*at);
            known.is_some_and(|known| names(known).is_eq())
        });
        module.at = match near {
            Some(at) => at,
            None => module.entries.binary_search_by(names).ok()?,
        };
        module
            .entries
            .get(module.at)
            .map(|known| known.place.clone())
    }
}
