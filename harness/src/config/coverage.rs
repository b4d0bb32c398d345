//! `[coverage]` and `[[mutant.skip]]`: what is demanded, and what does not count, and why.

use std::fmt;

use super::keys;
use super::pattern::{Blocks, NameGlob, PathPattern};
use crate::diagnostic::{Place, SourceFile};
use crate::spec::reader::{Entry, Keys, Reader, Table, Text, names, number};

/// What must be reached, in percent, 0 to 100; each that is given is a test case of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gates {
    /// Of the resources, those that are covered.
    pub resources: Option<u8>,
    /// Of the leaves that are known, those that are covered.
    pub attributes: Option<u8>,
    /// Of the clauses, those that were seen to fail.
    pub clauses_proven: Option<u8>,
}

/// `[coverage]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverageConfig {
    /// What is demanded.
    pub gates: Gates,
    /// `[[coverage.ignore]]`, in the order of the file.
    pub ignore: Vec<Ignore>,
}

/// One entry of `[[coverage.ignore]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// What does not count.
    pub what: Ignored,
    /// Why.
    pub reason: String,
    /// Where the entry stands.
    pub place: Place,
}

/// What does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ignored {
    /// These blocks: neither they nor their leaves.
    Blocks(Blocks),
    /// Of these blocks, the leaves at these places and below.
    Leaves(Blocks, PathPattern),
    /// Clauses of the specs whose id or `<file>::<id>` is like this glob, all of them or this one, from 1.
    Clauses(NameGlob, Option<usize>),
}

/// One entry of `[[mutant.skip]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Which blocks.
    pub blocks: Blocks,
    /// Which places in them; `None`: everywhere, and the block as a whole too.
    pub path: Option<PathPattern>,
    /// The name of an operator, as it is written, and its bytes in the file; `None`: every one.
    pub operator: Option<(String, Place)>,
    /// Why.
    pub reason: String,
    /// Where the entry stands.
    pub place: Place,
}

impl Gates {
    /// Whether nothing is demanded.
    pub fn is_empty(&self) -> bool {
        *self == Gates::default()
    }

    /// Whether it takes more than resources to judge them: the leaves, and what each clause notices.
    pub fn ask_for_leaves(&self) -> bool {
        self.attributes.is_some() || self.clauses_proven.is_some()
    }

    /// These, and from `other` what these do not demand.
    #[must_use]
    pub fn or(self, other: Gates) -> Gates {
        Gates {
            resources: self.resources.or(other.resources),
            attributes: self.attributes.or(other.attributes),
            clauses_proven: self.clauses_proven.or(other.clauses_proven),
        }
    }
}

/// As in the file, without the reason.
impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ignored::Blocks(blocks) => write!(f, "{blocks}"),
            Ignored::Leaves(blocks, path) => write!(f, "{blocks}, path = \"{}\"", path.text()),
            Ignored::Clauses(spec, clause) => {
                write!(f, "spec = \"{}\"", spec.text())?;
                match clause {
                    Some(clause) => write!(f, ", clause = {clause}"),
                    None => Ok(()),
                }
            }
        }
    }
}

const IGNORE: &str =
    "`[[coverage.ignore]]`, each with `type`, `address`, `construct` or `spec`, and `reason`";

const SKIP: &str = "`[[mutant.skip]]`, each with `type`, `address` or `construct`, and `reason`";

/// Words that people may write for the keys of an entry; those of `spec` come last.
const ALIASES: [(&str, &str); 8] = [
    ("resource", "type"),
    ("types", "type"),
    ("addresses", "address"),
    ("construct_path", "construct"),
    ("at", "path"),
    ("why", "reason"),
    ("id", "spec"),
    ("specs", "spec"),
];

/// Reads `[coverage]`.
pub(super) fn coverage(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    file: &SourceFile,
) -> CoverageConfig {
    let Some(table) = reader.table(entry) else {
        return CoverageConfig::default();
    };
    let keys = Keys {
        of: "`[coverage]`",
        known: &names(keys::COVERAGE),
        aliases: &[
            ("resource", "resources"),
            ("attribute", "attributes"),
            ("leaves", "attributes"),
            ("clauses", "clauses_proven"),
            ("proven", "clauses_proven"),
        ],
        later: &[],
    };
    reader.check_keys(table, &keys);
    let mut gate = |key, of| table.get(key).and_then(|it| percent(reader, it, of));
    let gates = Gates {
        resources: gate("resources", "resources"),
        attributes: gate("attributes", "leaves that are known"),
        clauses_proven: gate("clauses_proven", "clauses"),
    };
    let entries = table
        .get("ignore")
        .map_or_else(Vec::new, |entry| reader.tables(entry, IGNORE));
    let ignore = entries.into_iter();
    let ignore = ignore.filter_map(|table| ignored(reader, table, file));
    CoverageConfig {
        gates,
        ignore: ignore.collect(),
    }
}

/// Reads `[mutant]`.
pub(super) fn mutant(reader: &mut Reader<'_>, entry: Entry<'_>, file: &SourceFile) -> Vec<Skip> {
    let Some(table) = reader.table(entry) else {
        return Vec::new();
    };
    let keys = Keys {
        of: "`[mutant]`",
        known: &names(keys::MUTANT),
        aliases: &[("ignore", "skip"), ("skips", "skip")],
        later: &[],
    };
    reader.check_keys(table, &keys);
    let entries = table
        .get("skip")
        .map_or_else(Vec::new, |entry| reader.tables(entry, SKIP));
    let skips = entries.into_iter();
    skips
        .filter_map(|table| skip(reader, table, file))
        .collect()
}

fn percent(reader: &mut Reader<'_>, entry: Entry<'_>, of: &str) -> Option<u8> {
    let percent = number(entry.value.get_ref())
        .and_then(|number| number.as_u64())
        .and_then(|number| u8::try_from(number).ok())
        .filter(|percent| *percent <= 100);
    if percent.is_none() {
        let expected = format!("a whole number from 0 to 100: percent of the {of}");
        reader.wrong(entry, &expected);
    }
    percent
}

fn ignored(reader: &mut Reader<'_>, table: Table<'_>, file: &SourceFile) -> Option<Ignore> {
    let keys = Keys {
        of: "`[[coverage.ignore]]`",
        known: &names(keys::IGNORE),
        aliases: &ALIASES,
        later: &[],
    };
    let before = reader.errors();
    reader.check_keys(table, &keys);
    let misspelt = reader.errors() > before;
    let blocks = blocks(reader, table);
    let (path, spec) = (path(reader, table), glob(reader, table, "spec"));
    let clause = table.get("clause").and_then(|entry| clause(reader, entry));
    let reason = reason(reader, table, "takes out of the count");
    match (table.get("spec"), table.get("clause")) {
        (Some(_), _) => {
            for key in ["type", "address", "construct", "path"] {
                if let Some(beside) = table.get(key) {
                    let message = format!("`{key}` beside `spec`");
                    let label = "an entry is about blocks, or about the clauses of specs";
                    let found = reader.error(beside.key_span(), message, label);
                    found.help.push("write an entry for each".into());
                }
            }
        }
        (None, Some(clause)) => {
            let message = "`clause` without `spec`";
            let found = reader.error(clause.key_span(), message, "a clause of which spec?");
            found.help.push("add `spec = \"<file>::<id>\"`".into());
        }
        (None, None) if misspelt => {}
        (None, None) => about(reader, table, "`type`, `address`, `construct` or `spec`"),
    }
    let what = match (spec, path) {
        (Some(spec), _) => Ignored::Clauses(spec, clause),
        (None, Some(path)) => Ignored::Leaves(blocks, path),
        (None, None) => Ignored::Blocks(blocks),
    };
    // What is partly wrong is not read as something wider.
    (reader.errors() == before).then(|| Ignore {
        what,
        reason: reason.unwrap_or_default(),
        place: place(table, file),
    })
}

fn skip(reader: &mut Reader<'_>, table: Table<'_>, file: &SourceFile) -> Option<Skip> {
    let keys = Keys {
        of: "`[[mutant.skip]]`",
        known: &names(keys::SKIP),
        aliases: &ALIASES[..6],
        later: &[],
    };
    let before = reader.errors();
    reader.check_keys(table, &keys);
    let misspelt = reader.errors() > before;
    let blocks = blocks(reader, table);
    let path = path(reader, table);
    let operator = table.get("operator").and_then(|entry| {
        let text = reader.text(entry)?;
        Some((text.value.to_owned(), at(text.span(), file)))
    });
    let reason = reason(reader, table, "leaves untried");
    if !misspelt {
        about(reader, table, "`type`, `address` or `construct`");
    }
    (reader.errors() == before).then(|| Skip {
        blocks,
        path,
        operator,
        reason: reason.unwrap_or_default(),
        place: place(table, file),
    })
}

/// Says so if an entry says nothing of what it is about.
fn about(reader: &mut Reader<'_>, table: Table<'_>, keys: &str) {
    let named = ["type", "address", "construct"];
    if named.iter().any(|key| table.get(key).is_some()) {
        return;
    }
    let found = reader.error(table.head(), "this entry does not say what it is about", "");
    found.help.push(format!("add {keys}"));
    if table.get("path").is_some() {
        let everywhere = "`type = \"*\"` is every resource and data source";
        found.help.push(everywhere.to_owned());
    }
}

fn reason(reader: &mut Reader<'_>, table: Table<'_>, does: &str) -> Option<String> {
    match table.get("reason") {
        Some(entry) => reader.words(entry),
        None => {
            let found = reader.error(table.head(), "this entry gives no reason", "");
            let help = format!("add `reason = \"...\"`: why what it {does} need not be held");
            found.help.push(help);
            None
        }
    }
}

fn blocks(reader: &mut Reader<'_>, table: Table<'_>) -> Blocks {
    Blocks {
        type_name: glob(reader, table, "type"),
        address: glob(reader, table, "address"),
        construct: glob(reader, table, "construct"),
    }
}

fn glob(reader: &mut Reader<'_>, table: Table<'_>, key: &str) -> Option<NameGlob> {
    name_glob(reader, table.get(key)?)
}

/// Reads a glob over names.
pub(crate) fn name_glob(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<NameGlob> {
    reader.words(entry)?;
    let text = reader.text(entry)?;
    match NameGlob::new(text.value) {
        Ok(glob) => Some(glob),
        Err(why) => {
            reader.error(text.span(), format!("this is no glob: {why}"), "");
            None
        }
    }
}

fn path(reader: &mut Reader<'_>, table: Table<'_>) -> Option<PathPattern> {
    let text: Text<'_> = reader.text(table.get("path")?)?;
    match PathPattern::new(text.value) {
        Ok(pattern) => Some(pattern),
        Err(error) => {
            let span = text.part(error.column..error.column + error.length.max(1));
            let found = reader.error(span, "this is no pattern of a path", error.message);
            found.help.extend(error.help);
            found.notes.push(
                "a pattern is `$.tags.*` or `$.ingress[*].cidr_blocks`: names, indexes and `*`"
                    .into(),
            );
            None
        }
    }
}

fn clause(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<usize> {
    let clause = number(entry.value.get_ref())
        .and_then(|number| number.as_u64())
        .and_then(|number| usize::try_from(number).ok())
        .filter(|clause| *clause > 0);
    if clause.is_none() {
        reader.wrong(entry, "the number of a clause, from 1");
    }
    clause
}

fn place(table: Table<'_>, file: &SourceFile) -> Place {
    at(table.head(), file)
}

fn at(span: std::ops::Range<usize>, file: &SourceFile) -> Place {
    Place {
        file: file.clone(),
        span,
        label: String::new(),
    }
}
