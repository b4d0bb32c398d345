//! What speaks against holding two results side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::spec::{BUILT_IN, full_name};
use crate::suite::results::Results;

/// How many of what is different are named.
const NAMED: usize = 10;

/// The specs of level `deny` that a result was judged by.
pub(super) struct Asked<'r>(BTreeSet<(&'r str, &'r str)>);

impl Asked<'_> {
    /// Whether this spec is one of them. The built-in ones always are.
    pub(super) fn contains(&self, file: &str, spec: &str) -> bool {
        file == BUILT_IN || self.0.contains(&(file, spec))
    }
}

/// The specs of level `deny` of a result. Those of its cases are taken too: a level may be set for
/// one of them alone.
pub(super) fn asked(results: &Results) -> Asked<'_> {
    let specs = results.specs.iter().filter(|spec| spec.level == "deny");
    let specs = specs.map(|spec| (&*spec.file, &*spec.spec));
    let lines = results.cases.iter().flat_map(|record| &record.results);
    let lines = lines.filter(|line| line.level == "deny");
    let lines = lines.map(|line| (&*line.file, &*line.spec));
    Asked(specs.chain(lines).collect())
}

/// A warning for each thing that makes a comparison mean less than it seems to.
pub(super) fn warnings(before: &Results, after: &Results) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    warnings.extend(specs(before, after));
    for results in [before, after] {
        if let (Some(shard), Some(shards)) = (results.suite.shard, results.suite.shards) {
            let message = format!("`{}` is only shard {shard} of {shards}", results.name);
            let help = "put the shards together first: `stackspec merge FILE... --output FILE`";
            warnings.push(warning(message).help(help));
        }
    }
    warnings
}

/// Specs that only one of the two was judged by, or at another level.
fn specs(before: &Results, after: &Results) -> Option<Diagnostic> {
    let levels = |results: &'_ Results| -> BTreeMap<String, String> {
        let specs = results.specs.iter();
        specs
            .map(|spec| (full_name(&spec.file, &spec.spec), spec.level.clone()))
            .collect()
    };
    let (of_before, of_after) = (levels(before), levels(after));
    let names: BTreeSet<&String> = of_before.keys().chain(of_after.keys()).collect();
    let mut different = Vec::new();
    for name in names {
        different.push(match (of_before.get(name), of_after.get(name)) {
            (Some(one), Some(two)) if one == two => continue,
            (Some(one), Some(two)) => format!("`{name}` was `{one}`, and is `{two}`"),
            (Some(_), None) => {
                format!("`{name}` is only in `{}`: it is asked no more", before.name)
            }
            (None, _) => format!("`{name}` is only in `{}`: it is asked newly", after.name),
        });
    }
    if different.is_empty() {
        return None;
    }
    let message = format!(
        "`{}` and `{}` were judged by other specs",
        before.name, after.name
    );
    let more = different.len().saturating_sub(NAMED);
    let mut warning = warning(message);
    warning.notes.extend(different.into_iter().take(NAMED));
    if more > 0 {
        warning.notes.push(format!("and {more} more"));
    }
    Some(warning.help("judge the older cases by the specs of today, and compare with that"))
}

fn warning(message: String) -> Diagnostic {
    let mut warning = Diagnostic::error(message);
    warning.severity = Severity::Warning;
    warning
}
