//! Packs the reviewed text once more, to prove that the embedded bytes are made from it.
//!
//! The generator packs in Python (`harness/tools/facts/encode.py`); this is written against the
//! description of the format in `table.rs`, not against that program.

use std::collections::{BTreeMap, BTreeSet};

use pretty_assertions::assert_eq;

use super::table::{ANY_NODE, FORMAT, MAGIC, RawKind, Table, TableError};

/// A block of the text: its members by name, or nothing known.
#[derive(Default)]
struct Block<'t> {
    members: BTreeMap<&'t str, Inside<'t>>,
    any: bool,
}

enum Inside<'t> {
    Attribute { flags: u16, code: u16 },
    Block { flags: u16, block: Block<'t> },
}

/// A top-level line's words and its block.
type Entry<'t> = (Vec<&'t str>, Block<'t>);

fn read(text: &str) -> Vec<Entry<'_>> {
    let mut lines = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let words = line.trim_start();
            (line.len() - words.len(), words.split(' ').collect())
        })
        .peekable();
    let mut entries = Vec::new();
    while let Some((0, words)) = lines.next_if(|line: &(usize, Vec<&str>)| line.0 == 0) {
        entries.push((words, read_block(&mut lines, 1)));
    }
    assert!(lines.next().is_none(), "a line is indented too deep");
    entries
}

fn read_block<'t>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, Vec<&'t str>)>>,
    depth: usize,
) -> Block<'t> {
    let mut block = Block::default();
    while let Some((_, words)) = lines.next_if(|line| line.0 == depth) {
        let [name, form, letters] = words[..] else {
            assert_eq!(words, ["*"]);
            block.any = true;
            continue;
        };
        let flags = letters.chars().map(flag).sum();
        let inside = match form.strip_prefix('{') {
            None => Inside::Attribute {
                flags,
                code: type_code(form),
            },
            Some(form) => Inside::Block {
                flags: flags | block_flags(form),
                block: read_block(lines, depth + 1),
            },
        };
        assert!(block.members.insert(name, inside).is_none(), "{name} twice");
    }
    block
}

fn flag(letter: char) -> u16 {
    match letter {
        'R' => RawKind::REQUIRED,
        'O' => RawKind::OPTIONAL,
        'C' => RawKind::COMPUTED,
        'S' => RawKind::SENSITIVE,
        'D' => RawKind::DEPRECATED,
        'W' => RawKind::WRITE_ONLY,
        '-' => 0,
        other => panic!("flag {other}"),
    }
}

fn block_flags(form: &str) -> u16 {
    let (form, attribute) = match form.strip_suffix('=') {
        Some(form) => (form, RawKind::ATTRIBUTE),
        None => (form, 0),
    };
    let (nesting, single) = match form {
        "list" => (0, 0),
        "list1" => (0, RawKind::SINGLE),
        "set" => (1, 0),
        "set1" => (1, RawKind::SINGLE),
        "map" => (2, 0),
        "single" => (3, RawKind::SINGLE),
        other => panic!("nesting {other}"),
    };
    RawKind::BLOCK | attribute | single | nesting << RawKind::NESTING_SHIFT
}

fn type_code(form: &str) -> u16 {
    if let Some((outer, inner)) = form.strip_suffix(')').and_then(|form| form.split_once('(')) {
        let outer = match outer {
            "list" => 5,
            "set" => 6,
            "map" => 7,
            other => panic!("type {other}"),
        };
        return outer | type_code(inner) << 3;
    }
    match form {
        "string" => 1,
        "number" => 2,
        "bool" => 3,
        "any" => 4,
        other => panic!("type {other}"),
    }
}

/// A node's rows: name and kind.
type Rows = Vec<(u16, (u16, u16))>;

#[derive(Default)]
struct Packer<'t> {
    ids: BTreeMap<&'t str, u16>,
    seen: BTreeMap<Rows, u16>,
    nodes: Vec<Rows>,
}

impl<'t> Packer<'t> {
    fn node(&mut self, block: &Block<'t>) -> u16 {
        if block.any {
            return ANY_NODE;
        }
        let mut rows = Rows::new();
        for (name, inside) in &block.members {
            let kind = match inside {
                Inside::Attribute { flags, code } => (*flags, *code),
                Inside::Block { flags, block } => (*flags, self.node(block)),
            };
            rows.push((self.ids[name], kind));
        }
        *self.seen.entry(rows).or_insert_with_key(|rows| {
            self.nodes.push(rows.clone());
            u16::try_from(self.nodes.len() - 1).expect("fewer than 65,536 nodes")
        })
    }
}

fn collect<'t>(block: &Block<'t>, names: &mut BTreeSet<&'t str>) {
    for (name, inside) in &block.members {
        names.insert(name);
        if let Inside::Block { block, .. } = inside {
            collect(block, names);
        }
    }
}

pub(super) fn pack(text: &str) -> Vec<u8> {
    let entries = read(text);
    let mut names = BTreeSet::new();
    for (words, block) in &entries {
        names.extend(&words[1..]);
        collect(block, &mut names);
    }
    let mut packer = Packer {
        ids: names.iter().copied().zip(0..).collect(),
        ..Packer::default()
    };
    // Types in the order of their names, each as a resource first, then the providers: so are the
    // nodes numbered.
    let mut blocks: BTreeMap<(&str, &str), &Block<'_>> = BTreeMap::new();
    let mut providers = BTreeMap::new();
    for (words, block) in &entries {
        match words[..] {
            ["provider", name, source, version] => {
                providers.insert(name, (source, version, block));
            }
            [mode @ ("resource" | "data"), name] => {
                assert!(blocks.insert((name, mode), block).is_none(), "{name} twice");
            }
            _ => panic!("{words:?}"),
        }
    }
    let type_names: BTreeSet<&str> = blocks.keys().map(|key| key.0).collect();
    let mut types = Vec::new();
    for name in type_names {
        types.push(packer.ids[name]);
        for mode in ["resource", "data"] {
            let block = blocks.get(&(name, mode));
            types.push(block.map_or(0xffff, |block| packer.node(block)));
        }
    }
    let mut provider_rows = Vec::new();
    for (name, (source, version, block)) in providers {
        provider_rows.extend([name, source, version].map(|text| packer.ids[text]));
        provider_rows.push(packer.node(block));
    }
    let kinds: BTreeSet<(u16, u16)> = packer.nodes.iter().flatten().map(|row| row.1).collect();
    let kind_ids: BTreeMap<_, u16> = kinds.iter().copied().zip(0..).collect();

    let string_ends = ends(names.iter().map(|name| name.len()));
    let node_ends = ends(packer.nodes.iter().map(Vec::len));
    let members = packer.nodes.iter().flatten();
    let members: Vec<u16> = members
        .flat_map(|(name, kind)| [*name, kind_ids[kind]])
        .collect();
    let text: String = names.into_iter().collect();
    let counts = [
        string_ends.len(),
        kinds.len(),
        node_ends.len(),
        members.len() / 2,
        types.len() / 3,
        provider_rows.len() / 4,
        text.len(),
    ];
    let counts = counts.map(|count| u32::try_from(count).expect("a small count"));

    let mut out = MAGIC.to_vec();
    let mut push = |bytes: &[u8]| out.extend_from_slice(bytes);
    push(&FORMAT.to_le_bytes());
    counts.iter().for_each(|count| push(&count.to_le_bytes()));
    string_ends.iter().for_each(|end| push(&end.to_le_bytes()));
    for (flags, reference) in kinds {
        push(&flags.to_le_bytes());
        push(&reference.to_le_bytes());
    }
    node_ends.iter().for_each(|end| push(&end.to_le_bytes()));
    for section in [members, types, provider_rows] {
        section.iter().for_each(|cell| push(&cell.to_le_bytes()));
    }
    push(text.as_bytes());
    out
}

fn ends(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    lengths
        .scan(0, |end, length| {
            *end += u32::try_from(length).expect("a short text");
            Some(*end)
        })
        .collect()
}

#[track_caller]
fn check_packed(text: &str, embedded: &[u8]) {
    let packed = pack(text);
    let first = packed.iter().zip(embedded).position(|(a, b)| a != b);
    assert_eq!(
        (packed.len(), first),
        (embedded.len(), None),
        "the table is not made from its text: run harness/tools/facts/make.sh --check"
    );
}

#[test]
fn the_embedded_tables_are_made_from_the_reviewed_text() {
    let [aws, small, terraform] = super::EMBEDDED;
    check_packed(include_str!("../../facts/aws.txt"), aws);
    check_packed(include_str!("../../facts/small.txt"), small);
    check_packed(include_str!("../../facts/terraform.txt"), terraform);
}

/// A provider with something of every kind.
const TOY: &str = "\
# a comment
provider toy acme/toy 1.2
 region string O
resource toy_box
 deep {map= OC
  *
 name string RS
 old number OD
 single {single O
  create string O
 size map(list(number)) OC
 some {set1 R
  a bool -
 wo string OW
data toy_box
 id string C
";

#[track_caller]
fn check_refused(bytes: Vec<u8>, expected: &TableError) {
    let error = Table::read(bytes.into()).expect_err("refused");
    assert_eq!(&error, expected);
}

#[test]
fn every_kind_of_member_is_read_back() {
    use super::{Facts, Member, Mode, Nesting};
    let table = Table::read(pack(TOY).into()).expect("a table");
    let facts = Facts {
        tables: vec![table],
    };
    let toy = facts.resource("toy_box").expect("toy_box");
    let Some(Member::Attribute(name)) = toy.get("name") else {
        panic!("name");
    };
    assert!(name.sensitive && name.required && !name.optional && !name.deprecated);
    let Some(Member::Attribute(old)) = toy.get("old") else {
        panic!("old");
    };
    assert!(old.deprecated && !old.sensitive && !old.write_only);
    let Some(Member::Attribute(size)) = toy.get("size") else {
        panic!("size");
    };
    assert_eq!(size.ty.to_string(), "map(list(number))");
    let Some(Member::Attribute(write_only)) = toy.get("wo") else {
        panic!("wo");
    };
    assert!(write_only.write_only);
    let Some(Member::Block(some)) = toy.get("some") else {
        panic!("some");
    };
    assert!(some.single && some.required && !some.attribute && some.nesting == Nesting::Set);
    assert!(!some.shape.is_any() && some.shape.get("a").is_some());
    let Some(Member::Block(deep)) = toy.get("deep") else {
        panic!("deep");
    };
    assert!(deep.attribute && !deep.single && deep.nesting == Nesting::Map);
    assert!(deep.shape.is_any() && deep.shape.get("x").is_none());
    assert!(toy.get("id").is_none() && toy.get("nam").is_none() && toy.get("").is_none());
    assert_eq!(
        facts.data("toy_box").map(|shape| shape.members().count()),
        Some(1)
    );
    assert!(facts.provider("toy").expect("toy").get("region").is_some());
    assert!(facts.knows_provider_of("toy_car") && !facts.knows_provider_of("toybox"));
    assert_eq!(
        facts.type_names(Mode::Data).collect::<Vec<_>>(),
        ["toy_box"]
    );
}

#[test]
fn bytes_that_are_no_table_are_refused() {
    let good = pack(TOY);
    assert!(Table::read(good.clone().into()).is_ok());
    check_refused(Vec::new(), &TableError::Magic);
    check_refused(b"SSF".to_vec(), &TableError::Magic);
    check_refused(b"{\"format_version\":\"1.0\"}".to_vec(), &TableError::Magic);
    check_refused(b"SSF1".to_vec(), &TableError::Damaged("header"));
    let mut other = good.clone();
    other[4] = 2;
    check_refused(other, &TableError::Format(2));
    let mut long = good.clone();
    long.push(b'x');
    check_refused(long, &TableError::Damaged("length"));
}

/// Whatever byte is changed: it is refused, or what is read of it stays within the table.
#[test]
fn no_damage_makes_it_panic() {
    use super::{Facts, Mode};
    let good = pack(TOY);
    let mut refused = 0;
    for cut in 0..good.len() {
        assert!(
            Table::read(good[..cut].to_vec().into()).is_err(),
            "cut at {cut}"
        );
    }
    for at in 0..good.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut bytes = good.clone();
            bytes[at] = value;
            let Ok(table) = Table::read(bytes.into()) else {
                refused += 1;
                continue;
            };
            let facts = Facts {
                tables: vec![table],
            };
            for mode in [Mode::Resource, Mode::Data] {
                for name in facts.type_names(mode) {
                    let shape = facts.block(mode, name);
                    assert!(name == "*" || shape.is_some(), "{name}");
                    shape
                        .into_iter()
                        .for_each(|shape| drop(format!("{shape:?}")));
                }
            }
        }
    }
    assert!(
        refused > good.len(),
        "{refused} of {} refused",
        4 * good.len()
    );
}
