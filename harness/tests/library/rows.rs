//! Every failure that the library answers for has its answer, and every answer its failure.
//!
//! `harness/library/rows/*.toml` says what the failures are; the specs that answer them name them
//! under `refs`. `specs/ROWS.md` is made of both.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pretty_assertions::assert_eq;
use serde::Deserialize;
use stackspec::spec;

use crate::committed::committed;

/// How many failures there are.
const ROWS: usize = 221;

/// What of stackspec, other than a spec, may answer.
const BY: [&str; 4] = ["coverage", "mutation", "params", "suites"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    says: String,
    #[serde(default)]
    builtin: Vec<String>,
    #[serde(default)]
    by: Vec<String>,
    before: Option<String>,
    after: Option<String>,
}

/// What answers a row, in the order in which it is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Specs,
    BuiltIn,
    Other,
    Sentence,
}

impl Kind {
    const ALL: [(Kind, &'static str); 4] = [
        (Kind::Specs, "one or more specs of the library"),
        (Kind::BuiltIn, "built-in specs alone"),
        (Kind::Other, "coverage, mutation, params or suites"),
        (Kind::Sentence, "a sentence: no synth output can show it"),
    ];
}

fn rows() -> Vec<Row> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/harness/library/rows");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let read: Result<File, _> = toml::from_str(&text);
        read.map_err(|error| format!("{}: {error}", path.display()))
            .unwrap()
    };
    let mut rows: Vec<Row> = files.iter().flat_map(|path| read(path).row).collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// Row to ids of specs, each with the page that shows it.
fn answers() -> BTreeMap<String, Vec<(String, String)>> {
    let mut answers: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in &spec::library(&[spec::ALL.to_owned()]).unwrap() {
        let folder = file.name.rsplit_once("::").unwrap().0.replace("::", "/");
        for spec in &file.specs {
            for row in &spec.refs {
                let link = format!("{folder}/README.md#{}", spec.id);
                let specs = answers.entry(row.clone()).or_default();
                specs.push((spec.id.clone(), link));
            }
        }
    }
    answers
}

fn kind(row: &Row, specs: Option<&Vec<(String, String)>>) -> Kind {
    match row {
        _ if specs.is_some() => Kind::Specs,
        _ if !row.builtin.is_empty() => Kind::BuiltIn,
        _ if !row.by.is_empty() => Kind::Other,
        _ => Kind::Sentence,
    }
}

#[test]
fn every_row_has_an_answer_and_every_answer_a_row() {
    let (rows, answers) = (rows(), answers());
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(
        (rows.len(), ids.len()),
        (ROWS, ROWS),
        "rows, different rows"
    );
    let strangers: Vec<_> = answers
        .keys()
        .filter(|row| !ids.contains(row.as_str()))
        .collect();
    assert_eq!(
        strangers,
        [] as [&String; 0],
        "specs name rows that there are not"
    );
    let built_in: Vec<&str> = spec::built_in()
        .specs
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let kind = kind(row, answers.get(&row.id));
        let mut say = |what: &str| wrong.push(format!("{}: {what}", row.id));
        if row.says.is_empty() || row.says.chars().count() > 110 {
            say("`says` is a line");
        }
        if !row.builtin.iter().all(|id| built_in.contains(&id.as_str())) {
            say("no such built-in spec");
        }
        if !row.by.iter().all(|by| BY.contains(&by.as_str())) {
            say("`by` is one of coverage, mutation, params, suites");
        }
        if kind >= Kind::Other && row.before.is_none() {
            say("`before` says what is asserted before deployment");
        }
        if kind == Kind::Sentence && row.after.is_none() {
            say("`after` says what is not");
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn the_table_of_rows_is_made_from_them() {
    let (rows, answers) = (rows(), answers());
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut table = String::new();
    for row in &rows {
        let specs = answers.get(&row.id);
        *counts.entry(kind(row, specs)).or_default() += 1;
        let specs = specs
            .into_iter()
            .flatten()
            .map(|(id, link)| format!("[`{id}`]({link})"));
        let built_in = row.builtin.iter().map(|id| format!("built in: `{id}`"));
        let answer: Vec<_> = specs
            .chain(built_in)
            .chain(row.by.iter().cloned())
            .collect();
        let mut words: Vec<String> = row.before.iter().cloned().collect();
        words.extend(
            row.after
                .iter()
                .map(|after| format!("*Not before deployment:* {after}")),
        );
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
        let answer = if answer.is_empty() {
            "-".to_owned()
        } else {
            answer.join(", ")
        };
        _ = writeln!(
            table,
            "| {} | {} | {answer} | {} |",
            row.id,
            cell(&row.says),
            cell(words.join(" ").trim())
        );
    }
    let mut text = format!(
        "<!-- Made of `harness/library/rows` and the `refs` of the specs; to make it again: \
         STACKSPEC_BLESS=1 cargo test --test library -->\n# What the library answers\n\n{ROWS} \
         failures that were met in infrastructure code which looked fine, each with what finds it \
         before deployment.\n\n| answered by | rows |\n|---|--:|\n"
    );
    for (kind, says) in Kind::ALL {
        _ = writeln!(
            text,
            "| {says} | {} |",
            counts.get(&kind).copied().unwrap_or_default()
        );
    }
    _ = write!(
        text,
        "\n| row | the failure | answered by | what is asserted, and what is not |\n|---|---|---|---|\n{table}"
    );
    committed("specs/ROWS.md", &text);
}
