//! Stacks that other people wrote, graded; and copies of them under another suffix.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use stackspec::suite::Results;

use crate::common::{Folder, run};
use crate::corpus_place::corpus;

/// Every tree of the corpus is graded, and none is refused.
#[test]
fn every_tree_is_graded() {
    let Some(corpus) = corpus() else {
        return;
    };
    let trees = corpus.join("cdktf");
    let came = run(&[
        "suite",
        "run",
        trees.to_str().unwrap(),
        "--grade",
        "--library",
        "deny",
    ]);
    came.is(0, &["graded: 68 cases"])
        .lacks(&["refused", "nothing judged"]);
}

/// The findings of a stack have the same fingerprints under another suffix. (Both say that the environment
/// is short-lived: a spec asks for that.)
#[test]
fn fingerprints_are_the_same_under_another_suffix() {
    let Some(corpus) = corpus() else {
        return;
    };
    let out = Folder::with(&[]);
    for suffix in ["pr1234", "pr98765"] {
        for tree in fs::read_dir(corpus.join("cdktf"))
            .unwrap()
            .map(Result::unwrap)
        {
            if tree.path().is_dir() {
                let name = tree.file_name().into_string().unwrap();
                let to = out.path(&format!("{suffix}/{name}"));
                copied(&tree.path(), &to, suffix);
                fs::write(to.join("case.toml"), format!("identity = [\"{suffix}\"]\n")).unwrap();
            }
        }
    }
    let graded = |suffix: &str| {
        let came = out.run(&[
            "suite",
            "run",
            suffix,
            "--grade",
            "--library",
            "all",
            "--message-format",
            "json",
        ]);
        came.is(0, &[]);
        let results = Results::read(suffix, &came.out).unwrap();
        let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
        for finding in results.cases.iter().flat_map(|case| &case.findings) {
            *found
                .entry((finding.case.clone(), finding.fingerprint.clone()))
                .or_default() += 1;
        }
        found
    };
    let (one, other) = (graded("pr1234"), graded("pr98765"));
    assert!(one.len() > 500, "{}", one.len());
    let different: Vec<_> = one
        .iter()
        .filter(|(key, count)| other.get(*key) != Some(count))
        .collect();
    assert!(
        different.is_empty() && one.len() == other.len(),
        "{} of {}: {:?}",
        different.len(),
        one.len(),
        &different[..different.len().min(5)]
    );
}

/// A tree with another suffix in every text, as another environment would have it.
fn copied(from: &Path, to: &Path, suffix: &str) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry
            .file_name()
            .into_string()
            .unwrap()
            .replace("pr1234", suffix);
        let path = entry.path();
        if path.is_dir() {
            copied(&path, &to.join(name), suffix);
        } else if let Ok(text) = fs::read_to_string(&path) {
            fs::write(to.join(name), text.replace("pr1234", suffix)).unwrap();
        }
    }
}
