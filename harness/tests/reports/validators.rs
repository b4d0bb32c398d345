//! What others say of the formats: schemas and validators that `.ci/validators` lays into `target`.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::say::say;

/// How a file is held against the XSD, and against the JSON Schema.
const XML: &str = "import sys, xmlschema; xmlschema.XMLSchema10(sys.argv[1]).validate(sys.argv[2])";
const SARIF: &str = "import json, sys, jsonschema\n\
                     schema, it = (json.load(open(name)) for name in sys.argv[1:3])\n\
                     jsonschema.validate(it, schema)";

/// Holds a file against the XSD of the Jenkins xUnit plugin, as pytest carries it.
#[track_caller]
pub(super) fn xml_is_valid(file: &Path) {
    validate(XML, "junit-10.xsd", file);
}

/// Holds a file against the JSON Schema of OASIS, as the crate `serde-sarif` carries it.
#[track_caller]
pub(super) fn sarif_is_valid(file: &Path) {
    validate(SARIF, "sarif-2.1.0.json", file);
}

/// The red twin: neither takes everything.
#[test]
fn validators_refuse() {
    let folder = super::Folder::with(&[
        ("a.xml", "<testsuites><testcase name='a'/></testsuites>"),
        ("a.sarif", "{\"version\": \"2.0.0\", \"runs\": []}"),
    ]);
    let rows = [
        (XML, "junit-10.xsd", "a.xml"),
        (SARIF, "sarif-2.1.0.json", "a.sarif"),
    ];
    for (script, schema, file) in rows {
        if let Some((valid, said)) = validated(script, schema, &folder.path(file)) {
            assert!(!valid && said.contains("rror"), "{file}: {said}");
        }
    }
}

#[track_caller]
fn validate(script: &str, schema: &str, file: &Path) {
    if let Some((valid, said)) = validated(script, schema, file) {
        assert!(valid, "{}: {said}", file.display());
    }
}

/// Whether a file is as a schema has it, and what the validator says; `None` where there is none.
fn validated(script: &str, schema: &str, file: &Path) -> Option<(bool, String)> {
    let Some(folder) = folder() else {
        say("skipped: there is no target/validators here (`.ci/validators` makes it)");
        return None;
    };
    let output = Command::new(folder.join("venv/bin/python"))
        .args(["-c", script])
        .arg(folder.join(schema))
        .arg(file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success(), said))
}

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/validators");
    folder.join("complete").is_file().then_some(folder)
}
