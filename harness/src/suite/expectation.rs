//! `[[expect]]` and `[[known]]`: what is said of the findings of a case.

use crate::config::{NameGlob, name_glob};
use crate::diagnostic::{Place, SourceFile};
use crate::spec::full_name;
use crate::spec::reader::{Entry, Keys, Reader, Table, number};
use crate::verdict::Outcome;

use super::date::Date;

/// `[[expect]]`: a fault that the stack has, and that must be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Which findings.
    pub of: Target,
    /// What they come to: `fail`, `unknown`, `vacuous` or `error`.
    pub outcome: Outcome,
    /// How many there are; `None`: one or more.
    pub exactly: Option<usize>,
}

/// `[[known]]`: what is said of a spec is not so, and that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which findings, or which expectations.
    pub of: Target,
    /// Which cases; `None`: the one that it stands in.
    pub cases: Option<NameGlob>,
    /// Why that is so.
    pub reason: String,
    /// Where it is followed up.
    pub issue: Option<String>,
    /// The last day on which it counts.
    pub expires: Date,
}

/// Which findings an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A spec: its id, or its name as reports have it, `<file>::<id>`.
    pub spec: String,
    /// The bytes of that text.
    pub spec_place: Place,
    /// The address or the construct path of the subject; `None`: any.
    pub address: Option<NameGlob>,
    /// Where the entry stands.
    pub place: Place,
}

const EXPECT: &str = "`[[expect]]`, each with `spec`";
const KNOWN: &str = "`[[known]]`, each with `spec`, `reason` and `expires`";

impl Target {
    /// Whether it names the spec of this id in the file of this name.
    pub fn names(&self, file: &str, spec: &str) -> bool {
        self.spec == spec || self.spec == full_name(file, spec)
    }

    /// Whether it is about this subject.
    pub fn covers(&self, address: &str, construct_path: Option<&str>) -> bool {
        self.address.as_ref().is_none_or(|glob| {
            glob.has_address(address) || construct_path.is_some_and(|path| glob.has(path))
        })
    }

    /// As it is written, on one line: `spec = "x", address = "y"`.
    pub fn written(&self) -> String {
        match &self.address {
            Some(glob) => format!("spec = \"{}\", address = \"{}\"", self.spec, glob.text()),
            None => format!("spec = \"{}\"", self.spec),
        }
    }
}

/// Reads `[[expect]]`.
pub(super) fn expects(reader: &mut Reader<'_>, entry: Entry<'_>, file: &SourceFile) -> Vec<Expect> {
    let tables = reader.tables(entry, EXPECT).into_iter();
    tables
        .filter_map(|table| expect(reader, table, file))
        .collect()
}

/// Reads `[[known]]`; in a suite.toml one may name cases.
pub(super) fn knowns(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    file: &SourceFile,
    with_cases: bool,
) -> Vec<Known> {
    let tables = reader.tables(entry, KNOWN).into_iter();
    tables
        .filter_map(|table| known(reader, table, file, with_cases))
        .collect()
}

fn expect(reader: &mut Reader<'_>, table: Table<'_>, file: &SourceFile) -> Option<Expect> {
    let before = reader.errors();
    let keys = Keys {
        of: "`[[expect]]`",
        known: &["spec", "address", "outcome", "exactly"],
        aliases: &[
            ("id", "spec"),
            ("at", "address"),
            ("construct", "address"),
            ("construct_path", "address"),
            ("count", "exactly"),
            ("expect", "outcome"),
        ],
        later: &[],
    };
    reader.check_keys(table, &keys);
    let of = target(reader, table, file, "`[[expect]]`");
    let outcomes = [
        ("fail", Outcome::Fail),
        ("unknown", Outcome::Unknown),
        ("vacuous", Outcome::Vacuous),
        ("error", Outcome::Error),
    ];
    let outcome = table.get("outcome").and_then(|entry| {
        let text = reader.text(entry)?;
        reader.choice(text, "outcome", &outcomes)
    });
    let exactly = table.get("exactly").and_then(|entry| count(reader, entry));
    // What is partly wrong is not read as something wider.
    (reader.errors() == before).then_some(Expect {
        of: of?,
        outcome: outcome.unwrap_or(Outcome::Fail),
        exactly,
    })
}

fn known(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    file: &SourceFile,
    with_cases: bool,
) -> Option<Known> {
    let before = reader.errors();
    let keys = Keys {
        of: "`[[known]]`",
        known: &["case", "spec", "address", "reason", "issue", "expires"],
        aliases: &[
            ("id", "spec"),
            ("at", "address"),
            ("why", "reason"),
            ("until", "expires"),
            ("expiry", "expires"),
        ],
        later: &[],
    };
    reader.check_keys(table, &keys);
    if let Some(entry) = table.get("case").filter(|_| !with_cases) {
        let found = reader.error(entry.key_span(), "a case.toml is about one case", "");
        found
            .help
            .push("leave `case` out; in suite.toml it says which cases".to_owned());
    }
    let of = target(reader, table, file, "`[[known]]`");
    let cases = table.get("case").and_then(|entry| name_glob(reader, entry));
    let mut wanted = |key: &str, help: &str| {
        if table.get(key).is_none() {
            let message = format!("this known failure has no `{key}`");
            let found = reader.error(table.head(), message, "");
            found.help.push(help.to_owned());
        }
    };
    wanted(
        "reason",
        "add `reason = \"...\"`: why the case is not as it should be",
    );
    wanted(
        "expires",
        "add `expires = \"2027-01-31\"`: from then on it is red again",
    );
    let reason = table.get("reason").and_then(|entry| reader.words(entry));
    let issue = table.get("issue").and_then(|entry| reader.words(entry));
    let expires = table.get("expires").and_then(|entry| date(reader, entry));
    (reader.errors() == before).then_some(Known {
        of: of?,
        cases,
        reason: reason?,
        issue,
        expires: expires?,
    })
}

fn target(
    reader: &mut Reader<'_>,
    table: Table<'_>,
    file: &SourceFile,
    of: &str,
) -> Option<Target> {
    let address = table
        .get("address")
        .and_then(|entry| name_glob(reader, entry));
    let Some(entry) = table.get("spec") else {
        let found = reader.error(table.head(), format!("this {of} names no spec"), "");
        found
            .help
            .push("add `spec = \"...\"`: the id of a spec, or <file>::<id>".to_owned());
        return None;
    };
    let spec = reader.words(entry)?;
    Some(Target {
        spec,
        spec_place: place(file, entry.value_span()),
        address,
        place: place(file, table.head()),
    })
}

fn count(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<usize> {
    let count = number(entry.value.get_ref())
        .and_then(|number| number.as_u64())
        .and_then(|number| usize::try_from(number).ok())
        .filter(|count| *count > 0);
    if count.is_none() {
        let found = reader.wrong(entry, "a whole number from 1");
        found
            .help
            .push("what is not there needs no entry: findings that nobody expects are red".into());
    }
    count
}

/// A day, in quotes or as TOML writes it.
fn date(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<Date> {
    let written = match reader.as_text(entry.value) {
        Some(text) => text.value,
        None => reader.slice(entry.value_span()),
    };
    let date = Date::read(written);
    if date.is_none() {
        reader.wrong(entry, "a day, as \"2027-01-31\"");
    }
    date
}

fn place(file: &SourceFile, span: std::ops::Range<usize>) -> Place {
    Place {
        file: file.clone(),
        span,
        label: String::new(),
    }
}
