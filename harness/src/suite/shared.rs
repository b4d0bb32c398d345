//! `suite.toml`: what the cases of a suite share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::expectation::{Known, knowns};
use super::keys;
use crate::config::{levels, params, vars};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::spec::reader::{Keys, Reader, Table, names};
use crate::spec::{Given, Level};
use crate::stack::VariableValue;

/// The name of the file.
pub const SUITE_FILE: &str = "suite.toml";

/// A validated `suite.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SuiteFile {
    /// What the suite is about, in words.
    pub title: Option<String>,
    /// Spec files, folders and globs, joined with the folder of the file.
    pub specs: Vec<PathBuf>,
    /// Groups of the library.
    pub library: Vec<String>,
    /// Values that differ from environment to environment, besides those of identity params.
    pub identity: Vec<String>,
    /// `[params]`
    pub params: Vec<Given>,
    /// `[vars]`: what the variables of the stacks are given.
    pub vars: BTreeMap<String, VariableValue>,
    /// `[levels]`: the levels of specs that ship with stackspec, by id.
    pub levels: BTreeMap<String, Level>,
    /// `[[known]]`, in the order of the file.
    pub knowns: Vec<Known>,
}

/// Reads and validates a `suite.toml`.
///
/// # Errors
/// Everything that is wrong with the file, in the order of the file.
pub fn parse_suite(file: &SourceFile) -> Result<SuiteFile, Vec<Diagnostic>> {
    let document = Reader::document(file)?;
    let mut reader = Reader::new(file);
    let root = Table::root(&document);
    let keys = Keys {
        of: "a suite.toml",
        known: &names(keys::SUITE),
        aliases: &[
            ("name", "title"),
            ("spec", "specs"),
            ("groups", "library"),
            ("param", "params"),
            ("var", "vars"),
            ("variables", "vars"),
            ("level", "levels"),
            ("waiver", "known"),
        ],
        later: &[],
    };
    reader.check_keys(root, &keys);
    let folder = file.path.parent().unwrap_or(Path::new(""));
    let mut texts = |key: &str| {
        let read = root.get(key).map(|entry| reader.texts(entry));
        let texts = read.unwrap_or_default().into_iter();
        texts
            .map(|text| text.value.to_owned())
            .collect::<Vec<String>>()
    };
    let specs = texts("specs").into_iter().map(|path| folder.join(path));
    let suite = SuiteFile {
        specs: specs.collect(),
        library: texts("library"),
        title: root.get("title").and_then(|entry| reader.words(entry)),
        identity: identity(&mut reader, root),
        params: root
            .get("params")
            .map_or_else(Vec::new, |entry| params(&mut reader, entry, file)),
        vars: root
            .get("vars")
            .map_or_else(BTreeMap::new, |entry| vars(&mut reader, entry)),
        levels: root
            .get("levels")
            .map_or_else(BTreeMap::new, |entry| levels(&mut reader, entry)),
        knowns: root
            .get("known")
            .map_or_else(Vec::new, |entry| knowns(&mut reader, entry, file, true)),
    };
    let found = reader.finish();
    if found.is_empty() {
        Ok(suite)
    } else {
        Err(found)
    }
}

/// `identity`: values that are taken out of names.
pub(super) fn identity(reader: &mut Reader<'_>, root: Table<'_>) -> Vec<String> {
    let Some(entry) = root.get("identity") else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for text in reader.texts(entry) {
        if text.value.chars().any(char::is_alphanumeric) {
            values.push(text.value.to_owned());
        } else {
            reader.error(text.span(), "this value has no letter and no digit", "");
        }
    }
    values
}
