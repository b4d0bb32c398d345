//! `[[expect]]` and `[[known]]`: what is said of the findings of a case.

use super::keys;
use crate::config::{NameGlob, Target, day, name_glob, target};
use crate::date::Date;
use crate::diagnostic::SourceFile;
use crate::spec::reader::{Entry, Keys, Reader, Table, names, number};
use crate::verdict::Outcome;

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

const EXPECT: &str = "`[[expect]]`, each with `spec`";
const KNOWN: &str = "`[[known]]`, each with `spec`, `reason` and `expires`";

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
        known: &names(keys::EXPECT),
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
        known: &names(keys::KNOWN_IN_SUITE),
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
    let expires = table.get("expires").and_then(|entry| day(reader, entry));
    (reader.errors() == before).then_some(Known {
        of: of?,
        cases,
        reason: reason?,
        issue,
        expires: expires?,
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
