//! Every direct dependency has a reason in `docs/dependencies.md`, and is used.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;
use std::path::Path;

use pretty_assertions::assert_eq;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The names in `[dependencies]` of a manifest.
fn direct(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let table = manifest["dependencies"].as_table().unwrap();
    table.keys().cloned().collect()
}

/// The names in the first column of the table under "The direct ones", each with its reason.
fn reasons(page: &str) -> Vec<(String, String)> {
    let (_, part) = page.split_once("\n## The direct ones\n").unwrap();
    let part = part.split("\n## ").next().unwrap();
    let rows = part.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (name, reason) = row.split_once("` | ").unwrap();
        (name.to_owned(), reason.trim_end_matches([' ', '|']).into())
    })
    .collect()
}

/// What is wrong with the table, for a manifest and the texts of the code.
fn faults(manifest: &str, page: &str, code: &[String]) -> Vec<String> {
    let (direct, reasons) = (direct(manifest), reasons(page));
    let mut faults = Vec::new();
    for name in &direct {
        if !reasons.iter().any(|(row, _)| row == name) {
            faults.push(format!("{name} has no reason"));
        }
        let krate = if name == "md-5" { "md5" } else { name.as_str() };
        let krate = krate.replace('-', "_");
        if !code.iter().any(|text| names(text, &krate)) {
            faults.push(format!("{name} is used nowhere"));
        }
    }
    for (at, (name, reason)) in reasons.iter().enumerate() {
        if !direct.contains(name) {
            faults.push(format!("{name} is no dependency"));
        }
        if reason.len() < 10 {
            faults.push(format!("the reason of {name} says nothing"));
        }
        if at > 0 && reasons[at - 1].0 >= *name {
            faults.push(format!("{name} is out of order"));
        }
    }
    faults
}

/// Whether a text names a crate: `name::`, not as the end of a longer word.
fn names(text: &str, krate: &str) -> bool {
    let path = format!("{krate}::");
    text.match_indices(&path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || before == '_' || before == ':')
    })
}

fn code(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_direct_dependency_has_a_reason_and_is_used() {
    let mut texts = Vec::new();
    code(&root().join("harness/src"), &mut texts);
    assert!(texts.len() > 100);
    let found = faults(&read("Cargo.toml"), &read("docs/dependencies.md"), &texts);
    assert_eq!(found, [""; 0]);
}

#[test]
fn what_is_missing_or_too_much_is_noticed() {
    const PAGE: &str = "# Dependencies\n\n## The direct ones\n\n| crate | why |\n|---|---|\n\
        | `alpha` | reads what is written |\n| `beta-two` | writes what is read |\n\n\
        ## More\n\n| `gamma` | not of this table |\n";
    const MANIFEST: &str = "[dependencies]\nalpha = \"1\"\nbeta-two = { version = \"2\" }\n";
    let code = ["use alpha::A;\nbeta_two::go()".to_owned()];
    #[track_caller]
    fn check(manifest: &str, page: &str, code: &[String], expected: &[&str]) {
        assert_eq!(faults(manifest, page, code), expected);
    }
    check(MANIFEST, PAGE, &code, &[]);
    let more = format!("{MANIFEST}gamma = \"3\"\n");
    check(
        &more,
        PAGE,
        &code,
        &["gamma has no reason", "gamma is used nowhere"],
    );
    let fewer = "[dependencies]\nalpha = \"1\"\n";
    check(fewer, PAGE, &code, &["beta-two is no dependency"]);
    let unused = ["use crate::alpha::A; use beta_two::B; my_alpha::f()".to_owned()];
    check(MANIFEST, PAGE, &unused, &["alpha is used nowhere"]);
    let idle = PAGE.replace("reads what is written", "x");
    let idle = idle.as_str();
    check(MANIFEST, idle, &code, &["the reason of alpha says nothing"]);
    let twice = PAGE.replace("`beta-two`", "`alpha`");
    let expected = ["beta-two has no reason", "alpha is out of order"];
    check(MANIFEST, &twice, &code, &expected);
}
