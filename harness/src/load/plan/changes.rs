//! What names a resource in a plan or state, and which change belongs to it.

use std::borrow::Cow;

use crate::address::{join, without_keys};
use crate::load::error::{LoadError, LoadErrorKind as Kind};
use crate::load::pairs::{Object, Raw, Str};
use crate::load::shape::{Actions, Change, Detail, Index, Resource, Top};
use crate::load::text::Doc;

/// What names a resource: fields, never the pieces of an address.
pub(super) struct Names<'n> {
    pub(super) address: Cow<'n, str>,
    pub(super) module: &'n str,
    pub(super) mode: &'n str,
    pub(super) kind: &'n str,
    pub(super) name: &'n str,
    pub(super) index: Option<&'n Index>,
    pub(super) provider: Option<&'n Str<'n>>,
}

impl<'n> Names<'n> {
    pub(super) fn of(module: &'n str, resource: &'n Resource<'_>) -> Self {
        Self {
            address: full_address(module, &resource.address.0, resource.index.as_ref()),
            module,
            mode: mode(
                resource.mode.as_ref(),
                &resource.address.0,
                &resource.kind.0,
                &resource.name.0,
            ),
            kind: &resource.kind.0,
            name: &resource.name.0,
            index: resource.index.as_ref(),
            provider: resource.provider_name.as_ref(),
        }
    }

    pub(super) fn of_change(change: &'n Change<'_>) -> Self {
        let module = module_of(change);
        Self {
            address: full_address(module, &change.address.0, change.index.as_ref()),
            module,
            mode: mode(
                change.mode.as_ref(),
                &change.address.0,
                &change.kind.0,
                &change.name.0,
            ),
            kind: &change.kind.0,
            name: &change.name.0,
            index: change.index.as_ref(),
            provider: change.provider_name.as_ref(),
        }
    }
}

fn module_of<'n>(change: &'n Change<'_>) -> &'n str {
    let module = change.module_address.as_ref();
    module.map_or("", |module| &module.0)
}

/// Terraform 0.12 and 0.13 leave the module and the key out of the address in a state.
fn full_address<'n>(module: &str, address: &'n str, index: Option<&Index>) -> Cow<'n, str> {
    let mut full = Cow::Borrowed(address);
    if !module.is_empty() && !address.starts_with("module.") {
        full = Cow::Owned(format!("{module}.{address}"));
    }
    match index {
        Some(Index(key)) if !address.ends_with(']') => Cow::Owned(format!("{full}{key}")),
        _ => full,
    }
}

/// The mode; where it is left out (other tools' plans) the address says whether it is data.
fn mode<'n>(mode: Option<&'n Str<'_>>, address: &str, kind: &str, name: &str) -> &'n str {
    match mode {
        Some(mode) => &mode.0,
        None if without_keys(address).ends_with(&join("", true, kind, name, None)) => "data",
        None => "managed",
    }
}

/// The changes of a plan, found by address.
#[derive(Default)]
pub(super) struct Changes<'i, 'a> {
    list: &'i [Object<Change<'a>>],
    /// Those that are of no deposed object, in the order of their addresses.
    sorted: Vec<u32>,
}

impl Change<'_> {
    /// Its address with the module and the key.
    pub(crate) fn full_address(&self) -> Cow<'_, str> {
        full_address(module_of(self), &self.address.0, self.index.as_ref())
    }
}

impl<'i, 'a> Changes<'i, 'a> {
    pub(super) fn of(doc: &Doc<'_>, top: &'i Top<'a>) -> Result<Self, LoadError> {
        let list = top.resource_changes.as_deref().unwrap_or_default();
        let numbers = (0u32..).zip(list);
        let mut sorted: Vec<u32> = numbers
            .filter(|(_, change)| !is_set(change.deposed))
            .map(|(number, _)| number)
            .collect();
        let address = |number: &u32| {
            list.get(*number as usize)
                .map(|change| change.full_address())
        };
        let mut twice = false;
        let ordered = list.iter().skip(1).all(|change| change.ordered);
        // Terraform sorts them by address, if by other rules: there is little to do.
        if !ordered {
            sorted.sort_by(|a, b| {
                let order = address(a).cmp(&address(b));
                // Neighbours in the end are compared on the way.
                twice |= order.is_eq();
                order
            });
        }
        if twice {
            let pairs = sorted.windows(2);
            let same = pairs.filter(|pair| address(&pair[0]) == address(&pair[1]));
            let second = same.filter_map(|pair| list.get(pair[1] as usize).zip(Some(pair[1])));
            if let Some((change, _)) = second.min_by_key(|(_, number)| *number) {
                let what = format!("two changes have the address `{}`", change.address.0);
                let part = change
                    .change
                    .as_ref()
                    .and_then(|detail| detail.after_unknown);
                return Err(match part {
                    Some(part) => doc.error(Kind::DuplicateAddress, what, part.get()),
                    None => LoadError::new(doc.path, Kind::DuplicateAddress, what),
                });
            }
        }
        Ok(Self { list, sorted })
    }

    /// The changes that nothing has taken, of objects that will be there.
    pub(super) fn left(&self, taken: &[usize]) -> Vec<&'i Change<'a>> {
        let mut left = vec![true; self.list.len()];
        for number in taken {
            if let Some(left) = left.get_mut(*number) {
                *left = false;
            }
        }
        let all = self.list.iter().zip(left);
        all.filter(|(change, left)| *left && !is_set(change.deposed) && stays(change))
            .map(|(change, _)| &**change)
            .collect()
    }

    fn search(&self, address: &str) -> Option<usize> {
        let list = self.list;
        let order = |number: &u32| {
            let change = list.get(*number as usize);
            change
                .map(|change| change.full_address())
                .as_deref()
                .cmp(&Some(address))
        };
        let at = self.sorted.binary_search_by(order).ok()?;
        self.sorted.get(at).map(|number| *number as usize)
    }
}

/// Takes changes: they come in the order of the planned values.
pub(super) struct ChangeCursor<'i, 'a> {
    changes: &'i Changes<'i, 'a>,
    /// The one behind the last that was taken.
    next: usize,
    /// Those that were taken.
    pub(super) taken: Vec<usize>,
}

impl<'i, 'a> ChangeCursor<'i, 'a> {
    pub(super) fn new(changes: &'i Changes<'i, 'a>) -> Self {
        Self {
            changes,
            next: 0,
            taken: Vec::new(),
        }
    }

    /// What the change of an address comes to; it is taken from now on.
    pub(super) fn take(&mut self, address: &str) -> Option<&'i Detail<'a>> {
        let list = self.changes.list;
        let next = list.get(self.next).filter(|it| !is_set(it.deposed));
        let at = match next.is_some_and(|next| next.full_address() == address) {
            true => self.next,
            false => self.changes.search(address)?,
        };
        self.next = at + 1;
        self.taken.push(at);
        list.get(at)?.change.as_deref()
    }

    /// The changes behind the one that was taken last, up to so many.
    pub(super) fn next(&self, count: usize) -> impl Iterator<Item = &'i Change<'a>> {
        let left = self.changes.list.get(self.next..).unwrap_or_default();
        left.iter().take(count).map(|change| &**change)
    }

    /// The changes that nothing has taken, of objects that will be there.
    pub(super) fn left(&self) -> Vec<&'i Change<'a>> {
        self.changes.left(&self.taken)
    }
}

/// Whether a change leaves an object behind.
fn stays(change: &Change<'_>) -> bool {
    let Some(detail) = &change.change else {
        return false;
    };
    let gone = detail.actions.as_ref().is_some_and(Actions::end_it);
    !gone && (detail.after.is_some() || detail.after_unknown.is_some())
}

/// Whether a deposed key is there: a string since Terraform 0.14, a boolean before.
pub(super) fn is_set(deposed: Option<Raw<'_>>) -> bool {
    deposed.is_some_and(|raw| !matches!(raw.get(), "false" | "\"\""))
}
