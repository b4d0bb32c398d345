//! The reports of `check`: each says of every outcome what its readers have to know, none is green where
//! nothing was judged, and no value of a stack gets out of its place.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "reports/hostile.rs"]
mod hostile;
#[path = "reports/outcomes.rs"]
mod outcomes;
#[path = "reports/places.rs"]
mod places;
#[path = "reports/refused.rs"]
mod refused;
#[path = "common/say.rs"]
mod say;
#[path = "reports/validators.rs"]
mod validators;

mod common;

use common::{Came, Folder, run};
use serde_json::Value;
use validators::{sarif_is_valid, xml_is_valid};

/// What one run writes in every format.
struct Reports {
    came: Came,
    junit: String,
    sarif: Value,
    github: String,
    json: Vec<Value>,
}

/// Runs `check` with every report at once, and holds each against what others say of its format.
fn reports(folder: &Folder, args: &[&str]) -> Reports {
    let kinds = [
        "junit=o.xml",
        "sarif=o.sarif",
        "github=o.txt",
        "json=o.jsonl",
    ];
    let asked = kinds.iter().flat_map(|kind| ["--report", kind]);
    let args: Vec<&str> = ["check"]
        .into_iter()
        .chain(asked)
        .chain(args.iter().copied())
        .collect();
    let came = folder.run(&args);
    let read = |file: &str| std::fs::read_to_string(folder.path(file)).unwrap();
    xml_is_valid(&folder.path("o.xml"));
    sarif_is_valid(&folder.path("o.sarif"));
    Reports {
        came,
        junit: read("o.xml"),
        sarif: serde_json::from_str(&read("o.sarif")).unwrap(),
        github: read("o.txt"),
        json: read("o.jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    }
}

/// The element of a case, from its start to the start of the next.
#[track_caller]
fn case<'x>(xml: &'x str, name: &str) -> &'x str {
    let start = format!("<testcase name=\"{name}\"");
    let at = xml
        .find(&start)
        .unwrap_or_else(|| panic!("{name} is not in {xml}"));
    let rest = &xml[at + start.len()..];
    let end = rest
        .find("<testcase")
        .or_else(|| rest.find("</testsuite>"))
        .unwrap();
    &rest[..end]
}

#[test]
fn what_is_no_report_is_refused() {
    run(&["check", "--help"]).is(0, &["json, junit, sarif, markdown, html, github"]);
    let folder = Folder::with(&[("in/main.tf.json", "{}")]);
    let rows = [
        (
            "lcov=a",
            "`lcov` is no kind of report of check; the kinds are json, junit, sarif, markdown, html, github",
        ),
        ("junit", "write junit=FILE"),
        ("sarif=", "no file is named behind `=`"),
        (
            "junit=nowhere/a.xml",
            "`--report junit=nowhere/a.xml` cannot be written",
        ),
    ];
    for (report, says) in rows {
        folder
            .run(&["check", "in", "--library", "terraform", "--report", report])
            .is(2, &[says])
            .lacks(&["panicked"]);
    }
}
