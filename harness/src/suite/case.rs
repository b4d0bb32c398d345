//! `case.toml`: a stack of which it is known what is wrong with it.

use std::collections::BTreeMap;

use super::expectation::{Expect, Known, expects, knowns};
use super::keys;
use super::shared::identity;
use crate::config::{params, vars};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::spec::Given;
use crate::spec::reader::{Entry, Keys, Reader, Table, names, number};
use crate::stack::VariableValue;

/// The name of the file.
pub const CASE_FILE: &str = "case.toml";

/// A validated `case.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseFile {
    /// What the case is about, in words.
    pub title: Option<String>,
    /// Where its stack comes from.
    pub source: Option<String>,
    /// What wrote the stack: `cdktf-typescript`, `terraform`.
    pub platform: Option<String>,
    /// The model that wrote the program.
    pub model: Option<String>,
    /// What the model was asked, by a name; attempts at one thing have the same.
    pub prompt: Option<String>,
    /// In which run of the model.
    pub run: Option<String>,
    /// Which attempt, from 1.
    pub attempt: Option<u32>,
    /// The failure classes that it is about.
    pub classes: Vec<String>,
    /// The input, below the folder of the case.
    pub input: Option<String>,
    /// Of a plan: the synth output that it was made from, below the folder of the case.
    pub synth: Option<String>,
    /// The name of a stack that does not bring its own.
    pub stack: Option<String>,
    /// Values that differ from environment to environment, besides those of identity params.
    pub identity: Vec<String>,
    /// `[params]`
    pub params: Vec<Given>,
    /// `[vars]`: what the variables of the stacks are given.
    pub vars: BTreeMap<String, VariableValue>,
    /// `[[expect]]`, in the order of the file.
    pub expects: Vec<Expect>,
    /// `[[known]]`, in the order of the file.
    pub knowns: Vec<Known>,
}

/// Reads and validates a `case.toml`.
///
/// # Errors
/// Everything that is wrong with the file, in the order of the file.
pub fn parse_case(file: &SourceFile) -> Result<CaseFile, Vec<Diagnostic>> {
    let document = Reader::document(file)?;
    let mut reader = Reader::new(file);
    let root = Table::root(&document);
    let keys = Keys {
        of: "a case.toml",
        known: &names(keys::CASE),
        aliases: &[
            ("name", "title"),
            ("description", "title"),
            ("url", "source"),
            ("class", "classes"),
            ("inputs", "input"),
            ("plan", "input"),
            ("param", "params"),
            ("var", "vars"),
            ("variables", "vars"),
            ("expects", "expect"),
            ("expected", "expect"),
            ("waiver", "known"),
        ],
        later: &[],
    };
    reader.check_keys(root, &keys);
    let mut words = |key: &str| root.get(key).and_then(|entry| reader.words(entry));
    let mut case = CaseFile {
        title: words("title"),
        source: words("source"),
        platform: words("platform"),
        model: words("model"),
        prompt: words("prompt"),
        run: words("run"),
        stack: words("stack"),
        ..CaseFile::default()
    };
    case.attempt = root.get("attempt").and_then(|it| attempt(&mut reader, it));
    let mut below = |key: &str| root.get(key).and_then(|entry| below(&mut reader, entry));
    (case.input, case.synth) = (below("input"), below("synth"));
    case.classes = root
        .get("classes")
        .map_or_else(Vec::new, |entry| classes(&mut reader, entry));
    case.identity = identity(&mut reader, root);
    if let Some(entry) = root.get("params") {
        case.params = params(&mut reader, entry, file);
    }
    if let Some(entry) = root.get("vars") {
        case.vars = vars(&mut reader, entry);
    }
    if let Some(entry) = root.get("expect") {
        case.expects = expects(&mut reader, entry, file);
    }
    if let Some(entry) = root.get("known") {
        case.knowns = knowns(&mut reader, entry, file, false);
    }
    let found = reader.finish();
    if found.is_empty() {
        Ok(case)
    } else {
        Err(found)
    }
}

fn attempt(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<u32> {
    let attempt = number(entry.value.get_ref())
        .and_then(|number| number.as_u64())
        .and_then(|number| u32::try_from(number).ok())
        .filter(|attempt| *attempt > 0);
    if attempt.is_none() {
        reader.wrong(entry, "the number of an attempt, from 1");
    }
    attempt
}

/// A name below the folder of the case: a case comes from outside, and must not reach what is
/// beside it.
fn below(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<String> {
    let text = reader.text(entry)?;
    let leads_out = |part: &str| part == ".." || part.contains('\\') || part.contains(':');
    let out = text.value.starts_with('/') || text.value.split('/').any(leads_out);
    if text.value.is_empty() || out {
        let message = format!(
            "`{}` does not name something in the folder of the case",
            entry.key
        );
        let found = reader.error(text.span(), message, "");
        found.notes.push(
            "a case comes from anywhere: what it names lies in its own folder, with `/` between names"
                .into(),
        );
        found
            .help
            .push("move it there: `input = \"cdktf.out\"`".into());
        return None;
    }
    Some(text.value.to_owned())
}

fn classes(reader: &mut Reader<'_>, entry: Entry<'_>) -> Vec<String> {
    let mut classes: Vec<String> = Vec::new();
    for text in reader.texts(entry) {
        if text.value.trim().is_empty() || classes.iter().any(|class| class == text.value) {
            reader.error(text.span(), "a class is empty, or stands here twice", "");
            continue;
        }
        classes.push(text.value.to_owned());
    }
    classes
}
