//! The packed form of the facts, read where it lies: nothing is decoded or allocated, a look-up
//! is a binary search.
//!
//! All numbers are little-endian. After the header come the sections, without padding:
//!
//! | section | a row | order |
//! |---|---|---|
//! | header | magic `SSF1`, `u32` format, then `u32` counts: strings, kinds, nodes, members, types, providers, bytes of text | |
//! | strings | `u32` end of the string in the text | by string |
//! | kinds | `u16` flags, `u16` reference (attribute: type code; block: node) | by both |
//! | nodes | `u32` end of the node's members | children before parents |
//! | members | `u16` name, `u16` kind | a node's, by name |
//! | types | `u16` name, `u16` node as a resource, `u16` node as a data source | by name |
//! | providers | `u16` local name, `u16` source address, `u16` version, `u16` node | by local name |
//! | text | every string, one after the other | by string |
//!
//! A node or kind that occurs several times is stored once. Node `0xffff` is "none" in a type,
//! node `0xfffe` is one whose content is not described.

mod found;

use std::borrow::Cow;
use std::fmt;

use super::{Mode, Nesting, ProviderVersion};
use found::Found;

/// A block's place in the table.
pub(super) type NodeId = u16;
/// The node whose content is not described.
pub(super) const ANY_NODE: NodeId = 0xfffe;
const NO_NODE: NodeId = 0xffff;

/// What a table begins with.
pub(super) const MAGIC: [u8; 4] = *b"SSF1";
/// The version of the layout; any other is refused.
pub(super) const FORMAT: u32 = 1;
const HEADER: usize = 4 + 4 + 7 * 4;

/// A provider's facts, or several providers'.
pub(super) struct Table {
    bytes: Cow<'static, [u8]>,
    strings: Section,
    kinds: Section,
    nodes: Section,
    members: Section,
    types: Section,
    providers: Section,
    text: usize,
    found: Found,
}

/// A run of rows of one size.
#[derive(Debug, Clone, Copy)]
struct Section {
    start: usize,
    rows: usize,
}

/// What a member is, as the table holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawKind {
    pub(super) flags: u16,
    pub(super) reference: u16,
}

/// Why bytes are no table of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableError {
    /// They do not begin with the magic.
    Magic,
    /// They are of another version of the format.
    Format(u32),
    /// They end too early or too late, or a row points nowhere; which section.
    Damaged(&'static str),
}

impl RawKind {
    pub(super) const REQUIRED: u16 = 1;
    pub(super) const OPTIONAL: u16 = 1 << 1;
    pub(super) const COMPUTED: u16 = 1 << 2;
    pub(super) const SENSITIVE: u16 = 1 << 3;
    pub(super) const DEPRECATED: u16 = 1 << 4;
    pub(super) const WRITE_ONLY: u16 = 1 << 5;
    pub(super) const BLOCK: u16 = 1 << 6;
    pub(super) const ATTRIBUTE: u16 = 1 << 7;
    pub(super) const SINGLE: u16 = 1 << 8;
    pub(super) const NESTING_SHIFT: u16 = 9;

    pub(super) fn is(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// How a block is held; `None` for an attribute.
    pub(super) fn nesting(self) -> Option<Nesting> {
        self.is(Self::BLOCK)
            .then_some(match (self.flags >> Self::NESTING_SHIFT) & 3 {
                0 => Nesting::List,
                1 => Nesting::Set,
                2 => Nesting::Map,
                _ => Nesting::Single,
            })
    }
}

impl Table {
    /// Reads a table: checks every row once, so that look-ups need not.
    ///
    /// # Errors
    /// The bytes are no table, one of another format, or damaged.
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<Table, TableError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(TableError::Magic);
        }
        if bytes.len() < HEADER {
            return Err(TableError::Damaged("header"));
        }
        let format = u32_at(&bytes, 4);
        if format != FORMAT {
            return Err(TableError::Format(format));
        }
        let mut at = HEADER;
        let mut section = |index: usize, size: usize| {
            let rows = u32_at(&bytes, 8 + 4 * index) as usize;
            let start = at;
            at = at.saturating_add(rows.saturating_mul(size));
            Section { start, rows }
        };
        let table = Table {
            strings: section(0, 4),
            kinds: section(1, 4),
            nodes: section(2, 4),
            members: section(3, 4),
            types: section(4, 6),
            providers: section(5, 8),
            text: section(6, 1).start,
            bytes: Cow::Borrowed(&[]),
            found: Found::default(),
        };
        if at != bytes.len() {
            return Err(TableError::Damaged("length"));
        }
        let table = Table { bytes, ..table };
        table.check()?;
        Ok(table)
    }

    /// The node of a type.
    pub(super) fn find_type(&self, name: &str, mode: Mode) -> Option<NodeId> {
        self.type_node(self.find_type_row(name)?, mode)
    }

    /// The name of a type that exists in this mode, as the table has it.
    pub(super) fn find_name(&self, name: &str, mode: Mode) -> Option<&str> {
        let row = self.find_type_row(name)?;
        self.type_node(row, mode)?;
        Some(self.string(self.type_row(row)[0]))
    }

    fn find_type_row(&self, name: &str) -> Option<usize> {
        search(0, self.types.rows, |row| {
            self.string_bytes(self.type_row(row)[0])
                .cmp(name.as_bytes())
        })
    }

    /// The types that exist in this mode, by name.
    pub(super) fn type_names(&self, mode: Mode) -> impl Iterator<Item = &str> + Clone {
        self.type_names_from("", mode)
    }

    /// Those that begin with this.
    pub(super) fn type_names_from<'t>(
        &'t self,
        start: &str,
        mode: Mode,
    ) -> impl Iterator<Item = &'t str> + Clone + use<'t> {
        let start = start.as_bytes();
        let name = |row: usize| self.string_bytes(self.type_row(row)[0]);
        // They are sorted: those that begin alike stand together.
        let first = below(self.types.rows, |row| name(row) < start);
        let end = below(self.types.rows, |row| {
            name(row) < start || name(row).starts_with(start)
        });
        (first..end)
            .filter(move |row| self.type_node(*row, mode).is_some())
            .map(|row| self.string(self.type_row(row)[0]))
    }

    /// The providers and the nodes of their configuration blocks.
    pub(super) fn providers(&self) -> impl Iterator<Item = (ProviderVersion<'_>, NodeId)> {
        (0..self.providers.rows).map(|row| {
            let [name, source, version, node] = self.provider_row(row);
            let provider = ProviderVersion {
                name: self.string(name),
                source: self.string(source),
                version: self.string(version),
            };
            (provider, node)
        })
    }

    /// What the member of a node is.
    pub(super) fn find_member(&self, node: NodeId, name: &str) -> Option<RawKind> {
        let (start, end) = self.member_range(node);
        if let Some(row) = self.found.get(node, name.as_bytes())
            && (start..end).contains(&row)
        {
            let [known, kind] = self.member_row(row);
            if self.string_bytes(known) == name.as_bytes() {
                return Some(self.kind(kind));
            }
        }
        let row = search(start, end, |row| {
            self.string_bytes(self.member_row(row)[0])
                .cmp(name.as_bytes())
        })?;
        self.found.set(node, name.as_bytes(), row);
        Some(self.kind(self.member_row(row)[1]))
    }

    /// The members of a node, by name.
    pub(super) fn members(&self, node: NodeId) -> impl Iterator<Item = (&str, RawKind)> + Clone {
        let (start, end) = self.member_range(node);
        (start..end).map(|row| {
            let [name, kind] = self.member_row(row);
            (self.string(name), self.kind(kind))
        })
    }

    fn type_node(&self, row: usize, mode: Mode) -> Option<NodeId> {
        let [_, resource, data] = self.type_row(row);
        let node = match mode {
            Mode::Resource => resource,
            Mode::Data => data,
        };
        (node != NO_NODE).then_some(node)
    }

    fn member_range(&self, node: NodeId) -> (usize, usize) {
        if node == ANY_NODE {
            return (0, 0);
        }
        let end = |node: usize| u32_at(&self.bytes, self.nodes.start + 4 * node) as usize;
        let node = usize::from(node);
        (node.checked_sub(1).map_or(0, end), end(node))
    }

    fn string(&self, id: u16) -> &str {
        // The text is checked to be ASCII once, so this never falls back.
        std::str::from_utf8(self.string_bytes(id)).unwrap_or_default()
    }

    fn string_bytes(&self, id: u16) -> &[u8] {
        let end = |id: usize| u32_at(&self.bytes, self.strings.start + 4 * id) as usize;
        let id = usize::from(id);
        let range = self.text + id.checked_sub(1).map_or(0, end)..self.text + end(id);
        self.bytes.get(range).unwrap_or_default()
    }

    fn kind(&self, id: u16) -> RawKind {
        let [flags, reference] = self.row(self.kinds, id.into());
        RawKind { flags, reference }
    }

    fn member_row(&self, row: usize) -> [u16; 2] {
        self.row(self.members, row)
    }

    fn type_row(&self, row: usize) -> [u16; 3] {
        self.row(self.types, row)
    }

    fn provider_row(&self, row: usize) -> [u16; 4] {
        self.row(self.providers, row)
    }

    fn row<const N: usize>(&self, section: Section, row: usize) -> [u16; N] {
        let start = section.start + 2 * N * row;
        std::array::from_fn(|column| u16_at(&self.bytes, start + 2 * column))
    }

    /// Whether every row points at something, and what is searched is sorted.
    fn check(&self) -> Result<(), TableError> {
        let damaged = |section| Err(TableError::Damaged(section));
        let text = self.bytes.get(self.text..).unwrap_or_default();
        let ends = |section: Section| {
            (0..section.rows).map(move |row| u32_at(&self.bytes, section.start + 4 * row) as usize)
        };
        if !text.is_ascii() {
            return damaged("text");
        }
        if !ends(self.strings).is_sorted()
            || ends(self.strings).next_back().unwrap_or(0) != text.len()
        {
            return damaged("strings");
        }
        let string = |row: usize| self.string(u16::try_from(row).unwrap_or_default());
        if !(0..self.strings.rows).is_sorted_by(|a, b| string(*a) < string(*b)) {
            return damaged("order of strings");
        }
        if !ends(self.nodes).is_sorted()
            || ends(self.nodes).next_back().unwrap_or(0) != self.members.rows
        {
            return damaged("nodes");
        }
        let name = |id: u16| usize::from(id) < self.strings.rows;
        let node = |id: NodeId| id == ANY_NODE || usize::from(id) < self.nodes.rows;
        let kind_holds =
            |[flags, reference]: [u16; 2]| flags & RawKind::BLOCK == 0 || node(reference);
        if !(0..self.kinds.rows).all(|row| kind_holds(self.row(self.kinds, row))) {
            return damaged("kinds");
        }
        let sorted_names = |(start, end): (usize, usize)| {
            (start..end).is_sorted_by_key(|row| self.member_row(row)[0])
        };
        let member_holds =
            |[member, kind]: [u16; 2]| name(member) && usize::from(kind) < self.kinds.rows;
        if !(0..self.members.rows).all(|row| member_holds(self.member_row(row)))
            || !(0..self.nodes.rows).all(|row| {
                sorted_names(self.member_range(NodeId::try_from(row).unwrap_or(NO_NODE)))
            })
        {
            return damaged("members");
        }
        let type_holds = |[type_name, resource, data]: [u16; 3]| {
            name(type_name)
                && [resource, data]
                    .into_iter()
                    .all(|id| id == NO_NODE || node(id))
        };
        if !(0..self.types.rows).all(|row| type_holds(self.type_row(row)))
            || !(0..self.types.rows).is_sorted_by_key(|row| self.type_row(row)[0])
        {
            return damaged("types");
        }
        let provider_holds = |[a, b, c, id]: [u16; 4]| name(a) && name(b) && name(c) && node(id);
        if !(0..self.providers.rows).all(|row| provider_holds(self.provider_row(row))) {
            return damaged("providers");
        }
        Ok(())
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let providers = self.providers().map(|provider| provider.0);
        f.debug_list().entries(providers).finish()
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableError::Magic => f.write_str(
                "this is no table of provider facts: one begins with the four bytes `SSF1`",
            ),
            TableError::Format(format) => write!(
                f,
                "this table of provider facts has format {format}, and this version of stackspec \
                 reads format {FORMAT} only: make it again with harness/tools/facts/make.sh"
            ),
            TableError::Damaged(section) => write!(
                f,
                "this table of provider facts is damaged ({section}): make it again with \
                 harness/tools/facts/make.sh"
            ),
        }
    }
}

impl std::error::Error for TableError {}

/// How many of the first of `rows` rows are so; none behind them is.
fn below(rows: usize, is: impl Fn(usize) -> bool) -> usize {
    let (mut start, mut end) = (0, rows);
    while start < end {
        let middle = start + (end - start) / 2;
        match is(middle) {
            true => start = middle + 1,
            false => end = middle,
        }
    }
    start
}

/// Binary search over rows `start..end`.
fn search(
    start: usize,
    end: usize,
    compare: impl Fn(usize) -> std::cmp::Ordering,
) -> Option<usize> {
    let (mut start, mut end) = (start, end);
    while start < end {
        let middle = start + (end - start) / 2;
        match compare(middle) {
            std::cmp::Ordering::Less => start = middle + 1,
            std::cmp::Ordering::Greater => end = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// Zero outside of the bytes, which [`Table::read`] rules out.
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..) {
        Some([a, b, ..]) => u16::from_le_bytes([*a, *b]),
        _ => 0,
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..) {
        Some([a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => 0,
    }
}
