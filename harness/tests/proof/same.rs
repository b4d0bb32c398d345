//! The same input gives the same proof, however it is written.

use std::fs;

use pretty_assertions::assert_eq;
use serde_json::Value;
use stackspec::proof::Scope;

use crate::judged::{Small, coverage, example, mutate, specs_of, states};

/// The same object with its members in another order, and no white space.
fn shuffled(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut members: Vec<String> = map
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), shuffled(value)))
                .collect();
            members.reverse();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(shuffled).collect();
            format!("[{}]", list.join(","))
        }
        value => value.to_string(),
    }
}

#[test]
fn two_runs_and_another_order() {
    let folder = example("payments/fixed/cdktf.out/stacks");
    let stack = fs::read_dir(folder)
        .expect("stacks")
        .next()
        .expect("one")
        .expect("a folder");
    let text = fs::read_to_string(stack.path().join("cdk.tf.json")).expect("a stack");
    let other = Small::new(&shuffled(&serde_json::from_str(&text).expect("JSON")));
    let same = Small::new(&text);
    let specs = || specs_of(&example("payments/specs"));
    let scope = Scope::default();
    let first = mutate(&same.path(), specs(), &scope);
    assert_eq!(first, mutate(&same.path(), specs(), &scope));
    assert_eq!(
        first.mutants,
        mutate(&other.path(), specs(), &scope).mutants
    );
    let held = coverage(&same.path(), specs());
    assert_eq!(held, coverage(&same.path(), specs()));
    assert_eq!(states(&held), states(&coverage(&other.path(), specs())));
}

/// A leaf that is covered makes its resource covered, as the gate of `check` has it.
#[test]
fn a_covered_leaf_covers_its_resource() {
    for (input, files) in [
        ("payments/fixed/cdktf.out", "payments/specs"),
        ("payments/broken/cdktf.out", "payments/specs"),
    ] {
        let found = coverage(&example(input), specs_of(&example(files)));
        for block in found.stacks.iter().flat_map(|stack| &stack.blocks) {
            let covered = block
                .leaves
                .iter()
                .find(|leaf| leaf.state.word() == "covered");
            if let (Some(leaf), stackspec::stack::BlockKind::Resource) = (covered, block.kind) {
                assert!(
                    !block.covered_by.is_empty(),
                    "{} {}",
                    block.address,
                    leaf.path
                );
            }
        }
    }
}
