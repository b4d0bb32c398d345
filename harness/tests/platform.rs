//! The second example is good code: nothing that the library or its own specs ask of it is red. And
//! it is not quiet because nobody looks: whatever is broken in it is found by the spec that is meant
//! to find it (`platform/breaks.toml`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

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
        let folder = tempfile::tempdir().unwrap();
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
            let path = folder.path().join(&name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        judged(folder.path(), specs, &self.spec)
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

/// The outcomes on both stacks of one spec of a file, if its red fails a run.
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
    // Advice counts too: it is found, whatever that means for a run.
    let found = verdicts.iter().filter(|it| it.spec == id);
    found.map(|it| it.outcome.word()).collect()
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

/// Runs the binary in the example's folder.
fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stackspec"))
        .args(args)
        .current_dir(example())
        .env_remove("ENVIRONMENT_SUFFIX")
        .output()
        .unwrap()
}

/// The specs that are red and fail a run, whatever kind of red it is.
#[track_caller]
fn red(json: &str) -> BTreeSet<String> {
    let lines: Vec<Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let stacks = lines.iter().filter(|line| line["type"] == "stack");
    assert_eq!(stacks.count(), 2, "{json}");
    let verdicts = lines
        .iter()
        .filter(|line| line["type"] == "verdict" && line["level"] == "deny");
    let red = verdicts.filter(|it| it["outcome"] != "pass" && it["outcome"] != "skipped");
    red.map(|it| it["spec"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn nothing_is_red_on_good_code() {
    let came = run(&["check", "--message-format", "json"]);
    assert_eq!(
        red(&String::from_utf8(came.stdout).unwrap()),
        BTreeSet::new()
    );
    assert_eq!(came.status.code(), Some(0));
}

#[test]
fn the_specs_of_the_platform_are_proven_clause_by_clause() {
    let came = run(&["test", "specs", "--clauses"]);
    let said = String::from_utf8(came.stdout).unwrap();
    assert_eq!(came.status.code(), Some(0), "{said}");
    assert!(!said.contains("untested"), "{said}");
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
        let outcomes = it.outcomes(specs.clone());
        // What the platform's own specs cannot know fails a run too; the library's never does.
        !outcomes.iter().any(|it| matches!(*it, "fail" | "unknown"))
    });
    let missed: Vec<_> = missed.map(|it| (&it.spec, &it.put, &it.gone)).collect();
    assert_eq!(missed, []);
}
