//! The public corpus: real files, none of which is in this repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::load::{LoadError, LoadOptions, load};
use stackspec::stack::{BlockKind, Form, Stack};

#[expect(
    clippy::disallowed_methods,
    reason = "the corpus is not in the repository"
)]
fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("STACKSPEC_CORPUS").map(PathBuf::from);
    if found.is_none() {
        say("skipped: STACKSPEC_CORPUS is not set");
    }
    found
}

#[expect(clippy::print_stderr, reason = "a test says what it counted")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// The rows of an index by column. Only the last columns of the files may hold quotes or commas.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let cells = columns.iter().zip(line.split(','));
            cells
                .map(|(name, cell)| ((*name).to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

fn load_one(path: &Path) -> Result<Stack, LoadError> {
    load(path, &LoadOptions::default()).map(|mut stacks| stacks.remove(0))
}

fn count(stacks: &[Stack], kind: BlockKind) -> usize {
    stacks
        .iter()
        .map(|stack| stack.blocks_of(kind).count())
        .sum()
}

#[test]
fn cdktf_trees() {
    let Some(corpus) = corpus() else { return };
    let (mut trees, mut stacks, mut resources) = (0, 0, 0);
    for row in rows(&corpus.join("cdktf/index.csv")) {
        let path = corpus.join("cdktf").join(&row["case"]).join("cdktf.out");
        let loaded = load(&path, &LoadOptions::default()).unwrap();
        let found = [
            loaded.len(),
            count(&loaded, BlockKind::Resource),
            count(&loaded, BlockKind::Data),
        ];
        let expected: [usize; 3] =
            ["stacks", "resources", "data_sources"].map(|name| row[name].parse().unwrap());
        assert_eq!(found, expected, "{}", row["case"]);
        for stack in &loaded {
            for (_, block) in stack.blocks_of(BlockKind::Resource) {
                assert!(block.construct_path.is_some(), "{}", block.address);
                assert!(block.unique_id.is_some(), "{}", block.address);
            }
        }
        trees += 1;
        stacks += loaded.len();
        resources += found[1];
    }
    say(&format!(
        "cdktf: {trees} trees, {stacks} stacks, {resources} resources"
    ));
    assert_eq!((trees, stacks), (68, 72));
}

#[test]
fn plans_and_states() {
    let Some(corpus) = corpus() else { return };
    let mut table: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows(&corpus.join("plans/index.csv")) {
        let file = &row["file"];
        let outcome = match load_one(&corpus.join("plans").join(file)) {
            Ok(stack) => {
                let counted = [
                    count(std::slice::from_ref(&stack), BlockKind::Resource),
                    count(std::slice::from_ref(&stack), BlockKind::Data),
                ];
                say(&format!(
                    "LOADED {} {file} index={} changes={} ours={counted:?}",
                    row["kind"], row["resources"], row["resource_changes"]
                ));
                stack.form.word()
            }
            Err(error) => {
                say(&format!("REFUSED {} {error}", row["kind"]));
                error.kind.word()
            }
        };
        *table
            .entry((row["kind"].clone(), outcome.to_owned()))
            .or_default() += 1;
    }
    for ((kind, outcome), count) in &table {
        say(&format!("{count:>5} {kind:<28} {outcome}"));
    }
    _ = Form::Plan;
}

#[test]
fn wrong_inputs() {
    let Some(corpus) = corpus() else { return };
    let mut table: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows(&corpus.join("wrong-inputs/index.csv")) {
        let file = &row["file"];
        let outcome = match load_one(&corpus.join("wrong-inputs").join(file)) {
            Ok(_) => "loaded",
            Err(error) => {
                say(&format!("REFUSED {} {error}", row["kind"]));
                error.kind.word()
            }
        };
        *table
            .entry((
                row["kind"].split(':').next().unwrap().to_owned(),
                outcome.to_owned(),
            ))
            .or_default() += 1;
    }
    for ((kind, outcome), count) in &table {
        say(&format!("{count:>5} {kind:<28} {outcome}"));
    }
}
