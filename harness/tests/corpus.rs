//! The public corpus: real files, none of which is in this repository.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "common/corpus.rs"]
mod real;
#[path = "common/say.rs"]
mod say;
#[path = "real/templates.rs"]
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pretty_assertions::assert_eq;
use real::{corpus, say};
use stackspec::load::{LoadError, LoadOptions, load};
use stackspec::stack::{BlockKind, Stack};

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
    let (mut trees, mut stacks, mut resources, mut data) = (0, 0, 0, 0);
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
        data += found[2];
    }
    say(&format!(
        "cdktf: {trees} trees, {stacks} stacks, {resources} resources, {data} data sources"
    ));
    assert_eq!((trees, stacks, resources, data), (68, 72, 3177, 95));
}

/// Counts of (what the index calls the file, what came of it).
type Table = BTreeMap<(String, &'static str), usize>;

#[track_caller]
fn counted(table: &Table, expected: &[(&str, &str, usize)]) {
    let found: Vec<(&str, &str, usize)> = table
        .iter()
        .map(|((kind, outcome), count)| (kind.as_str(), *outcome, *count))
        .collect();
    for (kind, outcome, count) in &found {
        say(&format!("{count:>5} {kind:<28} {outcome}"));
    }
    assert_eq!(found, expected);
}

#[test]
fn plans_and_states() {
    let Some(corpus) = corpus() else { return };
    let (mut table, mut odd) = (Table::new(), BTreeSet::new());
    let (mut resources, mut data) = (0, 0);
    for row in rows(&corpus.join("plans/index.csv")) {
        let file = &row["file"];
        let outcome = match load_one(&corpus.join("plans").join(file)) {
            Ok(stack) => {
                let stacks = std::slice::from_ref(&stack);
                let found = (
                    count(stacks, BlockKind::Resource),
                    count(stacks, BlockKind::Data),
                );
                // The index counts what is planned or stored, resources and data sources alike; on
                // top come data sources of `prior_state` and of `resource_changes`.
                let index: usize = row["resources"].parse().unwrap();
                if index < found.0 || index > found.0 + found.1 {
                    odd.insert(file.rsplit('/').next().unwrap_or_default().to_owned());
                }
                resources += found.0;
                data += found.1;
                stack.form.word()
            }
            Err(error) => error.kind.word(),
        };
        *table.entry((row["kind"].clone(), outcome)).or_default() += 1;
    }
    counted(
        &table,
        &[
            ("functions", "functions-metadata", 1),
            ("plan", "plan", 236),
            // Two documents' worth of braces: half of it is left over.
            ("plan", "trailing-text", 1),
            ("plan-redacted-jsonformat", "redacted-plan", 2),
            ("schemas", "provider-schemas", 13),
            ("state", "state", 30),
            ("tfstate", "raw-state", 103),
            ("validate", "validate-report", 1),
        ],
    );
    // Edited by hand: `resource_changes` creates what `planned_values` does not list.
    let edited = [
        "testdata__aws__asg-plan.json",
        "test__fixtures__iac__terraform-plan__tf-plan-create.json",
    ];
    assert_eq!(odd.iter().map(String::as_str).collect::<Vec<_>>(), {
        let mut edited = edited.to_vec();
        edited.sort_unstable();
        edited
    });
    say(&format!("{resources} resources, {data} data sources"));
}

#[test]
fn wrong_inputs() {
    let Some(corpus) = corpus() else { return };
    let mut table = Table::new();
    for row in rows(&corpus.join("wrong-inputs/index.csv")) {
        let file = &row["file"];
        let outcome = match load_one(&corpus.join("wrong-inputs").join(file)) {
            Ok(stack) => {
                assert!(file.ends_with("plan_with_terraform_wrapper.json"), "{file}");
                assert!(stack.blocks_of(BlockKind::Resource).count() > 0);
                "loaded"
            }
            Err(error) => {
                let said = error.to_string();
                say(said.rsplit('/').next().unwrap_or_default());
                error.kind.word()
            }
        };
        let kind = row["kind"]
            .trim_start_matches('"')
            .split(':')
            .next()
            .unwrap_or_default();
        *table.entry((kind.to_owned(), outcome)).or_default() += 1;
    }
    counted(
        &table,
        &[
            ("binary-plan-zip", "binary-plan", 10),
            ("empty-file", "empty-file", 5),
            ("machine-readable-ui-jsonl", "ui-log", 47),
            ("not-json", "hcl", 3),
            ("not-json", "loaded", 1),
            ("not-json", "not-json", 4),
            ("not-json", "syntax", 4),
            ("not-json", "trailing-text", 3),
            ("not-json", "truncated", 2),
        ],
    );
}
