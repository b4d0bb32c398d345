//! Values, tables and texts with their bytes in the file.

use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its bytes.
pub(crate) type Slot<'t> = &'t Spanned<DeValue<'t>>;

/// A table with the bytes to point at when something is missing in it.
#[derive(Clone, Copy)]
pub(crate) struct Table<'t> {
    entries: &'t DeTable<'t>,
    /// Where it starts and ends: a header, or an inline table.
    head: (usize, usize),
}

/// A member of a table.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'t> {
    /// Its name.
    pub(crate) key: &'t str,
    /// The bytes of its name.
    key_span: (usize, usize),
    /// Its value.
    pub(crate) value: Slot<'t>,
}

/// A text and its bytes in the file.
#[derive(Clone, Copy)]
pub(crate) struct Text<'t> {
    /// What it says.
    pub(crate) value: &'t str,
    /// Its bytes, quotes included.
    pub(super) outer: (usize, usize),
    /// Where its first byte stands in the file, if the file spells it byte for byte.
    pub(super) start: Option<usize>,
}

impl<'t> Table<'t> {
    /// The whole document.
    pub(crate) fn root(document: &'t Spanned<DeTable<'t>>) -> Self {
        Self {
            entries: document.get_ref(),
            head: (0, 0),
        }
    }

    /// The table that a value is.
    pub(crate) fn of(value: Slot<'t>) -> Option<Self> {
        let span = value.span();
        Some(Self {
            entries: value.get_ref().as_table()?,
            head: (span.start, span.end),
        })
    }

    /// The entry of this name.
    pub(crate) fn get(self, key: &str) -> Option<Entry<'t>> {
        let (key, value) = self.entries.get_key_value(key)?;
        Some(Entry {
            key: key.get_ref(),
            key_span: (key.span().start, key.span().end),
            value,
        })
    }

    /// The entries in the order of the file.
    pub(crate) fn entries(self) -> Vec<Entry<'t>> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_span: (key.span().start, key.span().end),
                value,
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    /// The bytes of its header or its braces.
    pub(crate) fn head(self) -> Range<usize> {
        self.head.0..self.head.1
    }

    /// All its bytes, from the header to the last value.
    pub(crate) fn span(self) -> Range<usize> {
        let ends = self
            .entries()
            .into_iter()
            .map(|entry| match Table::of(entry.value) {
                Some(table) => table.span().end,
                None => entry.value.span().end,
            });
        self.head.0..ends.fold(self.head.1, usize::max)
    }
}

impl Entry<'_> {
    /// The bytes of its name.
    pub(crate) fn key_span(self) -> Range<usize> {
        self.key_span.0..self.key_span.1
    }

    /// The bytes of its value.
    pub(crate) fn value_span(self) -> Range<usize> {
        self.value.span()
    }

    /// The bytes of `key = value`.
    pub(crate) fn span(self) -> Range<usize> {
        let value = self.value.span();
        self.key_span.0.min(value.start)..self.key_span.1.max(value.end)
    }
}

impl<'t> Text<'t> {
    /// Its bytes, quotes included.
    pub(crate) fn span(self) -> Range<usize> {
        self.outer.0..self.outer.1
    }

    /// Its bytes inside the quotes; with the quotes where the file spells it with escapes.
    pub(crate) fn inner(self) -> Range<usize> {
        match self.start {
            Some(start) => start..start + self.value.len(),
            None => self.span(),
        }
    }

    /// The bytes of a part of it, given in bytes of its value and widened to whole characters.
    /// With escapes in the file, all of it.
    pub(crate) fn part(self, part: Range<usize>) -> Range<usize> {
        match self.start {
            Some(start) => {
                let from = self.value.floor_char_boundary(part.start);
                let to = self.value.ceil_char_boundary(part.end.max(from));
                start + from..start + to
            }
            None => self.span(),
        }
    }
}
