//! A plan's `configuration`: which entry belongs to a resource.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::address::{join, modules};
use crate::load::error::{LoadError, LoadErrorKind as Kind};
use crate::load::pairs::Raw;
use crate::load::shape::{ConfigEntry, EntryPlace, ModuleCall, ModuleConfig, RootConfig};
use crate::load::text::Doc;
use crate::stack::Span;

/// The entries of all modules.
#[derive(Default)]
pub(super) struct ConfigIndex<'i, 'a> {
    modules: Vec<Module<'i, 'a>>,
    /// The modules by their paths, names only: `net.a`.
    by_path: HashMap<String, usize>,
}

/// The entries of one module.
struct Module<'i, 'a> {
    entries: Cow<'i, [ConfigEntry<'a>]>,
    /// Their order by names, where it is another than that of the file.
    sorted: Option<Vec<usize>>,
}

impl<'i, 'a> ConfigIndex<'i, 'a> {
    /// The entries of the root and of all modules that are called from there.
    ///
    /// # Errors
    /// When a module has another shape, or two entries for one resource.
    pub(super) fn of(doc: &Doc<'a>, root: &'i RootConfig<'a>) -> Result<Self, LoadError> {
        let mut index = Self::default();
        let entries = root.resources.as_deref().unwrap_or_default();
        index.add(doc, "", entries.into())?;
        for (name, raw) in root.module_calls.iter().flat_map(|calls| &calls.0) {
            let call: ModuleCall<'a> = doc.read_object(raw.get())?;
            if let Some(module) = call.module {
                index.add_module(doc, name, module.0)?;
            }
        }
        Ok(index)
    }

    fn add_module(
        &mut self,
        doc: &Doc<'a>,
        path: &str,
        module: ModuleConfig<'a>,
    ) -> Result<(), LoadError> {
        self.add(doc, path, module.resources.unwrap_or_default().into())?;
        for (name, call) in module.module_calls.map_or_else(Vec::new, |calls| calls.0) {
            if let Some(below) = call.0.module {
                self.add_module(doc, &format!("{path}.{name}"), below.0)?;
            }
        }
        Ok(())
    }

    /// Adds the entries of a module; `path` is the names of the calls that lead to it.
    fn add(
        &mut self,
        doc: &Doc<'a>,
        path: &str,
        entries: Cow<'i, [ConfigEntry<'a>]>,
    ) -> Result<(), LoadError> {
        let endless = entries.iter().find(|entry| span(doc, entry).is_none());
        if let Some(entry) = endless {
            let what = "an entry of `configuration` has no end";
            return Err(doc.error(Kind::Misshapen, what, first(entry).get()));
        }
        let mut sorted = None;
        if !entries.iter().skip(1).all(|entry| entry.ordered) {
            let numbers = sorted.insert(Vec::from_iter(0..entries.len()));
            let names = |number: &usize| entries.get(*number).map(names);
            let mut twice = false;
            numbers.sort_by(|a, b| {
                let order = names(a).cmp(&names(b));
                // Neighbours in the end are compared on the way.
                twice |= order.is_eq();
                order
            });
            if twice {
                let pairs = numbers.windows(2);
                let same = pairs.filter(|pair| names(&pair[0]) == names(&pair[1]));
                let second = same.map(|pair| pair[1]).min();
                if let Some(entry) = second.and_then(|number| entries.get(number)) {
                    return Err(doubled(doc, entry));
                }
            }
        }
        self.by_path.insert(path.to_owned(), self.modules.len());
        self.modules.push(Module { entries, sorted });
        Ok(())
    }
}

impl<'a> Module<'_, 'a> {
    /// The entry at a place in the order of names.
    fn get(&self, place: usize) -> Option<&ConfigEntry<'a>> {
        let number = match &self.sorted {
            Some(sorted) => *sorted.get(place)?,
            None => place,
        };
        self.entries.get(number)
    }

    fn search(&self, wanted: (bool, &str, &str)) -> Option<usize> {
        match &self.sorted {
            Some(sorted) => {
                let names = |number: &usize| self.entries.get(*number).map(names);
                sorted.binary_search_by(|number| names(number).cmp(&Some(wanted)))
            }
            None => self
                .entries
                .binary_search_by(|entry| names(entry).cmp(&wanted)),
        }
        .ok()
    }
}

/// Finds entries. Resources come in the order of the configuration, and the instances of one
/// resource together: what is asked for next is near what was found last.
pub(super) struct ConfigCursor<'i, 'a> {
    index: &'i ConfigIndex<'i, 'a>,
    /// The module instance that was asked for last, and its module.
    latest: Option<(String, Option<&'i Module<'i, 'a>>)>,
    /// The place of the entry that was found last in it.
    at: usize,
}

impl<'i, 'a> ConfigCursor<'i, 'a> {
    pub(super) fn new(index: &'i ConfigIndex<'i, 'a>) -> Self {
        Self {
            index,
            latest: None,
            at: 0,
        }
    }

    /// The entry of a resource. `module` is the path of its module instance:
    /// `module.net["a"].module.b`, or empty.
    pub(super) fn find(
        &mut self,
        module: &str,
        data: bool,
        kind: &str,
        name: &str,
    ) -> Option<&'i ConfigEntry<'a>> {
        let module = match &self.latest {
            Some((latest, found)) if latest == module => *found,
            _ => {
                let path = modules(module).join(".");
                let number = self.index.by_path.get(&path).copied();
                let found = number.and_then(|number| self.index.modules.get(number));
                (self.latest, self.at) = (Some((module.to_owned(), found)), 0);
                found
            }
        }?;
        let wanted = (data, kind, name);
        let is_it = |at: &usize| module.get(*at).is_some_and(|it| names(it) == wanted);
        let near = [self.at, self.at + 1].into_iter().find(is_it);
        self.at = match near {
            Some(at) => at,
            None => module.search(wanted)?,
        };
        module.get(self.at)
    }

    /// The entries behind the one that was found last, up to so many.
    pub(super) fn next(&self, count: usize) -> impl Iterator<Item = &'i ConfigEntry<'a>> {
        let module = self.latest.as_ref().and_then(|(_, module)| *module);
        let places = self.at..self.at.saturating_add(count);
        places.map_while(move |place| module?.get(place))
    }
}

/// Where an entry stands.
pub(super) fn span(doc: &Doc<'_>, entry: &ConfigEntry<'_>) -> Option<Span> {
    match entry.place {
        EntryPlace::Whole(raw) => Some(doc.span(raw.get())),
        EntryPlace::Ends(first, last) => doc.object_span(first.get(), last.get()),
    }
}

fn first<'a>(entry: &ConfigEntry<'a>) -> Raw<'a> {
    let (EntryPlace::Whole(raw) | EntryPlace::Ends(raw, _)) = entry.place;
    raw
}

fn names<'e>(entry: &'e ConfigEntry<'_>) -> (bool, &'e str, &'e str) {
    (entry.data, &entry.kind, &entry.name)
}

fn doubled(doc: &Doc<'_>, entry: &ConfigEntry<'_>) -> LoadError {
    let shown = join("", entry.data, &entry.kind, &entry.name, None);
    let what = format!("`configuration` has two entries for `{shown}` in one module");
    doc.error(Kind::DuplicateAddress, what, first(entry).get())
}
