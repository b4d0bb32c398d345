//! Where a result is, as SARIF has it: a relative URI, a region, and the address.

use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use crate::check::{Finding, Verdict};
use crate::diagnostic::Place;
use crate::report::Report;
use crate::report::shown::shown;

/// What relative locations are relative to.
pub(super) const BASE: &str = "HERE";

/// What the places in a program are relative to: where its folder is on this machine, no synth output says.
pub(super) const PROGRAM: &str = "PROGRAM";

/// Where the program made something, from `lib/jobs.ts:10:19`; `None` of what is written otherwise.
pub(super) fn of_program(made: &str) -> Option<Value> {
    let (rest, column) = made.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    let (line, column): (u32, u32) = (line.parse().ok()?, column.parse().ok()?);
    Some(json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&cleaned(Path::new(file))), "uriBaseId": PROGRAM},
            "region": {"startLine": line.max(1), "startColumn": column.max(1)},
        },
        "message": {"text": "made here"},
    }))
}

/// Makes locations.
pub(super) struct Places<'h> {
    here: &'h Path,
    /// The inputs, by the roles of their stacks.
    inputs: Vec<(String, PathBuf)>,
}

impl<'h> Places<'h> {
    pub(super) fn new(report: &Report<'_, '_>, here: &'h Path) -> Self {
        let stacks = report.run.stacks.iter();
        let inputs = stacks.map(|it| (it.role.clone(), it.model.stack().input.clone()));
        Places {
            here,
            inputs: inputs.collect(),
        }
    }

    /// Where there was no run.
    pub(super) fn without_inputs(here: &'h Path) -> Self {
        Places {
            here,
            inputs: Vec::new(),
        }
    }

    /// Of a finding, or of a verdict as a whole: the value, else the spec, else the input. GitHub drops
    /// a result without a place.
    pub(super) fn of(&self, verdict: &Verdict, finding: Option<&Finding>) -> Value {
        let mut place = match finding.and_then(|it| it.source.as_ref()) {
            Some(source) => self.physical(&source.file, source.line, Some(source.column)),
            None if is_file(&verdict.place.file.path) => {
                self.physical(&verdict.place.file.path, verdict.place.line(), None)
            }
            None => {
                let input = self.inputs.iter().find(|(role, _)| *role == verdict.role);
                input.map_or_else(
                    || self.of_input(),
                    |(_, input)| self.physical(input, 1, None),
                )
            }
        };
        if let Some(finding) = finding.filter(|it| !it.address.is_empty()) {
            let name = shown(&finding.address);
            let mut logical = vec![json!({"fullyQualifiedName": name, "kind": "resource"})];
            if let Some(construct) = finding.construct_path.as_deref() {
                let name = shown(construct);
                logical.push(json!({"fullyQualifiedName": name, "kind": "object"}));
            }
            place["logicalLocations"] = logical.into();
        }
        place
    }

    /// Of a place in a file of the user's.
    pub(super) fn of_place(&self, place: &Place) -> Value {
        match is_file(&place.file.path) {
            true => self.physical(&place.file.path, place.line(), None),
            false => self.of_input(),
        }
    }

    /// Of the run as a whole.
    pub(super) fn of_input(&self) -> Value {
        let input = self.inputs.first().map(|(_, input)| input.as_path());
        self.physical(input.unwrap_or(Path::new(".")), 1, None)
    }

    fn physical(&self, file: &Path, line: usize, column: Option<usize>) -> Value {
        let mut region = json!({"startLine": line});
        if let Some(column) = column {
            region["startColumn"] = column.into();
        }
        json!({"physicalLocation": {"artifactLocation": self.artifact(file), "region": region}})
    }

    fn artifact(&self, file: &Path) -> Value {
        let whole = cleaned(&self.here.join(file));
        match whole.strip_prefix(cleaned(self.here)) {
            Ok(below) => json!({"uri": uri(below), "uriBaseId": BASE}),
            Err(_) => json!({"uri": format!("file://{}", uri(&whole))}),
        }
    }
}

/// Whether a spec lies in a file of the user's: those that ship with stackspec are in none.
fn is_file(path: &Path) -> bool {
    !path.to_string_lossy().starts_with('<')
}

/// Without `.` and `..`, as far as the text says.
fn cleaned(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// A path as a URI: with `/`, and every byte that is not unreserved in percent.
/// Source: RFC 3986, sections 2.3 and 3.3.
fn uri(path: &Path) -> String {
    let mut out = String::new();
    let text = path
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/");
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => _ = write!(out, "%{byte:02X}"),
        }
    }
    match out.is_empty() {
        true => ".".to_owned(),
        false => out,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn places_in_a_program() {
        let made = of_program("lib/a b.ts:10:19").unwrap();
        let place = &made["physicalLocation"];
        let file = json!({"uri": "lib/a%20b.ts", "uriBaseId": PROGRAM});
        assert_eq!(place["artifactLocation"], file);
        assert_eq!(place["region"], json!({"startLine": 10, "startColumn": 19}));
        for text in ["", "main.ts", "main.ts:4", "main.ts:x:1", "main.ts:1:-1"] {
            assert_eq!(of_program(text), None, "{text}");
        }
    }

    #[test]
    fn files_are_relative_where_they_can_be() {
        let places = Places {
            here: Path::new("/home/me/app"),
            inputs: Vec::new(),
        };
        let rows = [
            ("cdktf.out/a b.json", "cdktf.out/a%20b.json", true),
            ("./x/../plan.json", "plan.json", true),
            ("/home/me/app/plan.json", "plan.json", true),
            (
                "../other/plan.json",
                "file:///home/me/other/plan.json",
                false,
            ),
            ("a:b%?#.json", "a%3Ab%25%3F%23.json", true),
            (".", ".", true),
        ];
        for (file, expected, relative) in rows {
            let artifact = places.artifact(Path::new(file));
            assert_eq!(artifact["uri"], expected);
            assert_eq!(artifact["uriBaseId"] == BASE, relative, "{file}");
        }
    }
}
