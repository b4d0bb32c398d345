//! `[[waiver]]`: a finding that is true, and that people live with for a while.

use super::coverage::name_glob;
use super::keys;
use super::pattern::NameGlob;
use super::target::{Target, day, target};
use crate::date::Date;
use crate::diagnostic::SourceFile;
use crate::spec::reader::{Entry, Keys, Reader, Table, names};

/// `[[waiver]]`: findings that fail no run until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Which findings. `{name}` in the address stands for the value of the param `name`.
    pub of: Target,
    /// The roles of the stacks that it is about; `None`: every stack.
    pub stack: Option<NameGlob>,
    /// Why people live with them.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it is followed up.
    pub issue: Option<String>,
    /// The last day on which it counts, in UTC.
    pub expires: Date,
    /// Whether it may cover several subjects of one stack.
    pub many: bool,
}

const WAIVER: &str = "`[[waiver]]`, each with `spec`, `reason` and `expires`";

/// Reads `[[waiver]]`.
pub(super) fn waivers(reader: &mut Reader<'_>, entry: Entry<'_>, file: &SourceFile) -> Vec<Waiver> {
    let tables = reader.tables(entry, WAIVER).into_iter();
    tables
        .filter_map(|table| waiver(reader, table, file))
        .collect()
}

fn waiver(reader: &mut Reader<'_>, table: Table<'_>, file: &SourceFile) -> Option<Waiver> {
    let before = reader.errors();
    let keys = Keys {
        of: "`[[waiver]]`",
        known: &names(keys::WAIVER),
        aliases: &[
            ("id", "spec"),
            ("rule", "spec"),
            ("resource", "address"),
            ("at", "address"),
            ("construct", "address"),
            ("construct_path", "address"),
            ("why", "reason"),
            ("justification", "reason"),
            ("until", "expires"),
            ("expiry", "expires"),
            ("ticket", "issue"),
            ("several", "many"),
        ],
        later: &[],
    };
    reader.check_keys(table, &keys);
    let of = target(reader, table, file, "`[[waiver]]`");
    let stack = table
        .get("stack")
        .and_then(|entry| name_glob(reader, entry));
    for (key, help) in [
        (
            "reason",
            "add `reason = \"...\"`: why you live with what it covers",
        ),
        (
            "expires",
            "add `expires = \"2027-01-31\"`: after that day it covers nothing",
        ),
    ] {
        if table.get(key).is_none() {
            let found = reader.error(table.head(), format!("this waiver has no `{key}`"), "");
            found.help.push(help.to_owned());
        }
    }
    let mut words = |key: &str| table.get(key).and_then(|entry| reader.words(entry));
    let (reason, owner, issue) = (words("reason"), words("owner"), words("issue"));
    let expires = table.get("expires").and_then(|entry| day(reader, entry));
    let many = table.get("many").and_then(|entry| reader.flag(entry));
    // What is partly wrong is not read as something wider.
    (reader.errors() == before).then_some(Waiver {
        of: of?,
        stack,
        reason: reason?,
        owner,
        issue,
        expires: expires?,
        many: many.unwrap_or(false),
    })
}
