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
use stackspec::check::{self, Run, Subject};
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load};
use stackspec::spec::{self, Given, SpecFile, SpecSet};
use stackspec::stack::Model;

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

    /// The outcomes of the spec that is to find it, on a platform where only this is wrong.
    #[track_caller]
    fn outcomes(&self, specs: SpecFile) -> Vec<&'static str> {
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
        judged(&folder.path("cdktf.out"), specs, &self.spec)
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

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/platform")
}

fn stack(name: &str) -> String {
    format!("stacks/{name}-prod/cdk.tf.json")
}

/// The params of `stackspec.toml` that a file declares, as they are given on the command line.
fn params(file: &SpecFile) -> Vec<Given> {
    #[derive(Deserialize)]
    struct Config {
        params: BTreeMap<String, Value>,
    }
    let text = fs::read_to_string(example().join("stackspec.toml")).unwrap();
    let config: Config = toml::from_str(&text).unwrap();
    let declared = config
        .params
        .iter()
        .filter(|(name, _)| file.params.iter().any(|it| it.name == **name));
    let flags = declared.map(|(name, value)| match value {
        Value::Array(list) => {
            let texts: Vec<_> = list.iter().filter_map(Value::as_str).collect();
            format!("{name}={}", texts.join(","))
        }
        Value::String(text) => format!("{name}={text}"),
        other => format!("{name}={other}"),
    });
    flags.map(|flag| Given::flag(&flag).unwrap()).collect()
}

/// The outcomes of one spec of a file on both stacks, if it fails a run.
fn judged(input: &Path, specs: SpecFile, id: &str) -> Vec<&'static str> {
    let given = params(&specs);
    let stacks = load(input, &LoadOptions::default()).unwrap();
    let mut set = SpecSet::new(vec![specs]).unwrap();
    let params = spec::resolve_params(&set, &given, &|_| None, &[]).unwrap();
    set.bind(&params).unwrap();
    let subject = |stack| Subject {
        model: Model::focused(stack, Facts::builtin(), check::focus(stack, &set)),
        role: "platform".into(),
    };
    let verdicts = check::judge(&Run {
        stacks: stacks.iter().map(subject).collect(),
        specs: &set,
        params: &params,
    });
    let deny = verdicts
        .iter()
        .filter(|it| it.spec == id && it.level == spec::Level::Deny);
    deny.map(|it| it.outcome.word()).collect()
}

/// Every spec file that is asked of the platform, by the ids in it.
fn asked() -> BTreeMap<String, SpecFile> {
    let own = spec::discover(&[example().join("specs")]).unwrap();
    let own = own
        .iter()
        .map(|(source, name)| spec::parse(source, name).unwrap());
    let library = spec::library(&[spec::ALL.to_owned()]).unwrap();
    let files = own.chain(library);
    let by_id = files.flat_map(|file| {
        let ids: Vec<_> = file.specs.iter().map(|it| it.id.clone()).collect();
        ids.into_iter().map(move |id| (id, file.clone()))
    });
    by_id.collect()
}

/// The specs that are red and fail a run, whatever kind of red it is.
#[track_caller]
fn red(came: &Came) -> BTreeSet<String> {
    let lines = came.json();
    let stacks = lines.iter().filter(|line| line["type"] == "stack");
    assert_eq!(stacks.count(), 2, "{came:?}");
    let verdicts = lines
        .iter()
        .filter(|line| line["type"] == "verdict" && line["level"] == "deny");
    let red = verdicts.filter(|it| it["outcome"] != "pass" && it["outcome"] != "skipped");
    red.map(|it| it["spec"].as_str().unwrap().to_owned())
        .collect()
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

/// The red twins of the quiet above: each spec is green on the platform as it is, and fails on the
/// platform as it should not be.
#[test]
fn whatever_is_broken_is_found() {
    let breaks: Breaks = toml::from_str(include_str!("platform/breaks.toml")).unwrap();
    let asked = asked();
    let missed = breaks.all.iter().filter(|it| {
        let specs = asked.get(&it.spec);
        let specs = specs.unwrap_or_else(|| panic!("there is no spec {}", it.spec));
        !it.outcomes(specs.clone()).contains(&"fail")
    });
    let missed: Vec<_> = missed.map(|it| (&it.spec, &it.put, &it.gone)).collect();
    assert_eq!(missed, []);
}
