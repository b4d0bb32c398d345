//! The second example is good code: nothing that the library or its own specs ask of it is red. And
//! it is not quiet because nobody looks: whatever is broken in it is found by the spec that is meant
//! to find it (`platform/breaks.toml`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{Came, Folder, run_in};
use pretty_assertions::assert_eq;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Breaks {
    #[serde(rename = "break")]
    all: Vec<Break>,
}

/// A change that makes the platform worse. Keys are JSON pointers into the stack's cdk.tf.json.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    /// The spec that finds it.
    spec: String,
    stack: String,
    #[serde(default)]
    put: BTreeMap<String, Value>,
    #[serde(default)]
    gone: Vec<String>,
    #[serde(default)]
    replace: BTreeMap<String, (String, String)>,
}

fn breaks() -> Vec<Break> {
    let breaks: Breaks = toml::from_str(include_str!("platform/breaks.toml")).unwrap();
    breaks.all
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/platform")
}

fn stack(name: &str) -> String {
    format!("stacks/{name}-prod/cdk.tf.json")
}

/// The specs that are red and fail a run, whatever kind of red it is.
#[track_caller]
fn red(came: &Came) -> BTreeSet<String> {
    let lines = came.json();
    let summary = lines.iter().find(|line| line["type"] == "summary");
    assert!(
        summary.is_some_and(|it| it["stacks"] == 2),
        "nothing was judged: {came:?}"
    );
    let verdicts = lines
        .iter()
        .filter(|line| line["type"] == "verdict" && line["level"] == "deny");
    let red = verdicts.filter(|it| it["outcome"] != "pass" && it["outcome"] != "skipped");
    red.map(|it| it["spec"].as_str().unwrap().to_owned())
        .collect()
}

impl Break {
    /// Applies it to the output of a stack.
    #[track_caller]
    fn apply(&self, document: &mut Value) {
        for (pointer, (old, new)) in &self.replace {
            let place = at(document, pointer);
            let text = place.as_str().unwrap();
            assert!(text.contains(old), "`{old}` is not at {pointer}: {text}");
            *place = text.replace(old, new).into();
        }
        for (pointer, value) in &self.put {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            match at(document, parent) {
                Value::Array(list) => list[name.parse::<usize>().unwrap()] = value.clone(),
                parent => parent[name] = value.clone(),
            }
        }
        for pointer in &self.gone {
            at(document, pointer);
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            match at(document, parent) {
                Value::Array(list) => drop(list.remove(name.parse().unwrap())),
                parent => drop(parent.as_object_mut().unwrap().remove(name)),
            }
        }
    }

    /// The specs that are red where only this is wrong, judged by the one that is to find it.
    #[track_caller]
    fn found_by(&self) -> BTreeSet<String> {
        let folder = Folder::with(&[]);
        let names = [
            "manifest.json".to_owned(),
            stack("foundation"),
            stack("orders"),
        ];
        for name in names {
            let mut text = fs::read_to_string(example().join("cdktf.out").join(&name)).unwrap();
            if name == stack(&self.stack) {
                let mut document = serde_json::from_str(&text).unwrap();
                self.apply(&mut document);
                text = document.to_string();
            }
            folder.write(&format!("cdktf.out/{name}"), &text);
        }
        let input = folder.path("cdktf.out");
        let input = input.to_str().unwrap();
        let args = ["check", input, "--config", "stackspec.toml", "--spec"];
        let format = ["--message-format", "json"];
        red(&run_in(
            &example(),
            &[&args[..], &[&*self.spec], &format].concat(),
        ))
    }
}

/// What stands at a pointer.
#[track_caller]
fn at<'d>(document: &'d mut Value, pointer: &str) -> &'d mut Value {
    match document.pointer_mut(pointer) {
        Some(value) => value,
        None => panic!("nothing is at {pointer}"),
    }
}

#[test]
fn nothing_is_red_on_good_code() {
    let came = run_in(&example(), &["check", "--message-format", "json"]);
    assert_eq!(red(&came), BTreeSet::new());
    run_in(&example(), &["check"]).is(0, &["8 built-in specs hold"]);
}

#[test]
fn the_specs_of_the_platform_are_proven_clause_by_clause() {
    let came = run_in(&example(), &["test", "specs", "--clauses"]);
    came.is(0, &["0 wrong"]).lacks(&["untested"]);
}

/// The red twins of the quiet above.
#[test]
fn whatever_is_broken_is_found() {
    let missed = breaks().into_iter().filter(|it| {
        let found = it.found_by();
        !found.contains(&it.spec)
    });
    let missed: Vec<_> = missed.map(|it| (it.spec, it.put, it.gone)).collect();
    assert_eq!(missed, []);
}
