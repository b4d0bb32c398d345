//! Stacks that other people wrote: nothing of them panics, and each has leaves and mutants.

use std::fs;
use std::path::{Path, PathBuf};

use stackspec::proof::{self, Scope};

use crate::corpus::{corpus, say};
use crate::judged::{example, judged, specs_of};

/// The synth outputs, and the plans.
fn inputs(corpus: &Path) -> Vec<PathBuf> {
    let list = |folder: &str| {
        let entries = fs::read_dir(corpus.join(folder)).expect("a folder");
        let mut paths: Vec<PathBuf> = entries.map(|it| it.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let synths = list("cdktf").into_iter().map(|it| it.join("cdktf.out"));
    let plans = list("plans")
        .into_iter()
        .filter(|it| it.extension().is_some_and(|it| it == "json"));
    synths
        .chain(plans.take(40))
        .filter(|it| it.exists())
        .collect()
}

#[test]
fn proof_of_what_others_wrote() {
    let Some(corpus) = corpus() else { return };
    let (mut leaves, mut mutants, mut read) = (0, 0, 0);
    for input in inputs(&corpus) {
        // What is no input is refused elsewhere.
        if stackspec::load::load(&input, &stackspec::load::LoadOptions::default()).is_err() {
            continue;
        }
        let mut specs = specs_of(&example("payments/specs"));
        specs.retain(|file| !file.name.contains("terraform"));
        let (covered, changed) = judged(&input, specs, &|run, verdicts| {
            let found = proof::coverage(run, verdicts);
            let changed = proof::mutate(run, verdicts, &Scope::default(), &|_, _| ());
            (found.attributes(), changed.score())
        });
        assert_eq!(
            covered.leaves == 0,
            changed.mutants == 0,
            "{}",
            input.display()
        );
        assert_eq!(
            changed.mutants,
            changed.killed + changed.survived + changed.noticed
        );
        leaves += covered.leaves;
        mutants += changed.mutants;
        read += 1;
    }
    say(&format!(
        "{leaves} leaves and {mutants} mutants of {read} inputs"
    ));
    assert!(leaves > 10_000 && mutants > 10_000, "{leaves} {mutants}");
}
