//! A `case.toml` to be looked at, written from what was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::record::{CaseLine, FindingLine, Met};
use crate::diagnostic::escape;
use crate::spec::{toml_key, toml_text};
use crate::verdict::Outcome;

/// What a `case.toml` says besides its expectations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Keys that are written as they are given, with their values: `title`, `model` and the like.
    pub words: Vec<(&'static str, String)>,
    /// The failure classes.
    pub classes: Vec<String>,
    /// Values that differ from environment to environment.
    pub identity: Vec<String>,
    /// `[params]`: a name, and a value as text.
    pub params: Vec<(String, String)>,
}

/// How long a comment gets, in characters.
const COMMENT: usize = 150;

/// The text of a `case.toml` that expects these findings, those of specs of level `warn` left out.
pub fn draft(of: &Draft, case: &CaseLine, findings: &[FindingLine]) -> String {
    let mut text = String::from(
        "# Written from what was found. Read each [[expect]]: a fault that the stack has stays; what is none is a\n\
         # fault of the spec: mend that, or write [[known]]. What the stack has besides and no spec found, add.\n",
    );
    for (key, value) in &of.words {
        _ = writeln!(text, "{key} = {}", toml_text(value));
    }
    let lists = [("classes", &of.classes), ("identity", &of.identity)];
    for (key, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        let values: Vec<String> = values.iter().map(|value| toml_text(value)).collect();
        _ = writeln!(text, "{key} = [{}]", values.join(", "));
    }
    if !of.params.is_empty() {
        text.push_str("\n[params]\n");
        for (name, value) in &of.params {
            _ = writeln!(text, "{} = {}", toml_key(name), toml_text(value));
        }
    }
    let mut groups: BTreeMap<(&str, &str, &str, Outcome), Vec<&FindingLine>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.met != Met::Warned) {
        let key = (
            finding.file.as_str(),
            finding.spec.as_str(),
            finding.address.as_str(),
            finding.outcome,
        );
        groups.entry(key).or_default().push(finding);
    }
    for ((file, spec, address, outcome), found) in &groups {
        text.push('\n');
        for finding in found {
            let said: String = escape(&finding.message).chars().take(COMMENT).collect();
            _ = writeln!(text, "# {said}");
        }
        text.push_str("[[expect]]\n");
        let full = crate::spec::full_name(file, spec);
        _ = writeln!(text, "spec = {}", toml_text(&full));
        if !address.is_empty() {
            _ = writeln!(text, "address = {}", toml_text(address));
        }
        if *outcome != Outcome::Fail {
            _ = writeln!(text, "outcome = {}", toml_text(outcome.word()));
        }
        if found.len() > 1 {
            _ = writeln!(text, "exactly = {}", found.len());
        }
    }
    if groups.is_empty() {
        _ = writeln!(
            text,
            "\n# Nothing was found: the case is {}.",
            case.state.word()
        );
    }
    text
}
