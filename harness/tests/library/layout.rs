//! How the library is laid out: one fault a file, and every file says the same things.

use std::collections::{BTreeMap, BTreeSet};

use pretty_assertions::assert_eq;
use stackspec::spec::{self, Expect, Level, UnknownPolicy, WhenEmpty};

/// What a spec may be for, beside the folders that it lies in.
const PURPOSES: [&str; 9] = [
    "cdktf",
    "cost",
    "deployment",
    "naming",
    "operations",
    "payments-seed",
    "reliability",
    "security",
    "tagging",
];

#[test]
fn one_fault_a_file_and_each_says_all_there_is_to_say() {
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for file in &spec::library(&[spec::ALL.to_owned()]).unwrap() {
        let path = file.source.path.display();
        let mut say = |what: &str| wrong.push(format!("{path}: {what}"));
        let [spec] = file.specs.as_slice() else {
            say("one spec a file");
            continue;
        };
        let stem = file.name.rsplit("::").next().unwrap();
        if stem != spec.id || file.name.split("::").count() != 3 {
            say("its path is specs/<provider>/<service>/<id>.toml");
        }
        if !ids.insert(spec.id.clone()) {
            say("another spec has this id");
        }
        for (key, text) in [
            ("title", &spec.title),
            ("why", &spec.why),
            ("fix", &spec.fix),
            ("source", &spec.source),
        ] {
            if text
                .as_ref()
                .is_none_or(|text| text.trim().chars().count() < 12)
            {
                say(&format!("`{key}` is missing, or says nothing"));
            }
        }
        if spec.groups.is_empty() || !spec.groups.iter().all(|it| PURPOSES.contains(&it.as_str())) {
            say("`groups` are some of the purposes");
        }
        // What is asked of nobody is no spec of the library: a policy waits for its param instead.
        if spec.level == Level::Off {
            say("level `off`");
        }
        if spec.when_empty != WhenEmpty::Skip || spec.unknown != UnknownPolicy::Warn {
            say("`when_empty = \"skip\"` and `unknown = \"warn\"`: no red where nothing is known");
        }
        let passes = spec
            .cases
            .iter()
            .filter(|case| case.expect == Expect::Pass)
            .count();
        if passes == 0 || passes == spec.cases.len() {
            say("a case that passes, and one that fails");
        }
        for warning in &file.warnings {
            say(&warning.render(false));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// A value given from outside applies to all params of that name, so they must mean the same.
#[test]
fn params_of_one_name_are_the_same_everywhere() {
    let files = spec::library(&[spec::ALL.to_owned()]).unwrap();
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for file in &files {
        for param in &file.params {
            let said = (
                &param.default,
                &param.description,
                &param.env,
                param.identity,
            );
            let first = seen.entry(&param.name).or_insert((said, &file.name));
            if first.0 != said {
                wrong.push(format!(
                    "{}: {} and {} differ",
                    param.name, first.1, file.name
                ));
            }
            if param.description.is_none() {
                wrong.push(format!("{}: {} has no description", param.name, file.name));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}
