//! Which cases there are.
//!
//! A folder with a `case.toml` is a case, whatever lies below it. In a run that grades, an input is a
//! case too. Nothing below a case is read but its `case.toml` and its input.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::case::CASE_FILE;

/// A case, before anything of it is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// Its name: the path of its folder below the suite, with `/`; of a suite that is one case, the
    /// name of the folder.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it has a `case.toml`.
    pub declared: bool,
    /// The input where the case declares none.
    pub input: Option<PathBuf>,
}

/// Folders that synthesizing writes.
const OUTPUTS: [&str; 2] = ["cdktf.out", "cdktn.out"];

/// Names that the JSON of a plan or a state has.
const PLANS: [&str; 4] = [
    "plan.json",
    "tfplan.json",
    "state.json",
    "terraform.tfstate",
];

/// How deep cases may lie below their suite.
const DEEPEST: usize = 32;

/// The cases below a folder, sorted by name.
///
/// Links to folders are not followed: they may lead anywhere, or in a circle.
///
/// # Errors
/// A folder that cannot be read.
pub fn discover(suite: &Path) -> io::Result<Vec<Located>> {
    let mut cases = Vec::new();
    walk(suite, "", 0, &mut cases)?;
    if let [only] = cases.as_mut_slice()
        && only.name.is_empty()
    {
        let folder = fs::canonicalize(suite)?;
        let name = folder.file_name().unwrap_or(folder.as_os_str());
        only.name = name.to_string_lossy().into_owned();
    }
    cases.sort();
    Ok(cases)
}

fn walk(folder: &Path, name: &str, depth: usize, cases: &mut Vec<Located>) -> io::Result<()> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        entries.push((name, entry.file_type()?));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let has = |wanted: &str| entries.iter().any(|(name, _)| name == wanted);
    let declared = has(CASE_FILE);
    let input = own_input(folder, &entries);
    if declared || input.is_some() {
        cases.push(Located {
            name: name.to_owned(),
            folder: folder.to_owned(),
            declared,
            input,
        });
        return Ok(());
    }
    if depth == DEEPEST {
        let message = format!("it lies more than {DEEPEST} folders deep");
        return Err(io::Error::other(message));
    }
    for (entry, kind) in entries {
        let hidden = entry.starts_with('.') || entry == "node_modules";
        if kind.is_dir() && !hidden {
            let below = match name {
                "" => entry.clone(),
                name => format!("{name}/{entry}"),
            };
            walk(&folder.join(&entry), &below, depth + 1, cases)?;
        }
    }
    Ok(())
}

/// The input of a folder: the output of a synth, else a plan, else the folder itself.
fn own_input(folder: &Path, entries: &[(String, fs::FileType)]) -> Option<PathBuf> {
    let is_folder = |name: &str| entries.iter().any(|(it, kind)| it == name && kind.is_dir());
    let output = OUTPUTS.iter().find(|name| is_folder(name));
    let is_file = |name: &str| {
        entries
            .iter()
            .any(|(it, kind)| it == name && kind.is_file())
    };
    let plan = || PLANS.iter().find(|name| is_file(name));
    if let Some(name) = output.or_else(plan) {
        return Some(folder.join(name));
    }
    let manifest = is_file("manifest.json") && is_folder("stacks");
    let terraform = entries
        .iter()
        .any(|(name, kind)| kind.is_file() && name.ends_with(".tf.json"));
    (manifest || terraform).then(|| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn found(files: &[&str], expected: &[(&str, bool, Option<&str>)]) {
        let suite = tempfile::tempdir().unwrap();
        for file in files {
            let path = suite.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let cases = discover(suite.path()).unwrap();
        let read: Vec<_> = cases
            .iter()
            .map(|case| {
                let input = case.input.as_ref().map(|input| {
                    let below = input.strip_prefix(&case.folder).unwrap();
                    below.to_str().unwrap()
                });
                (case.name.as_str(), case.declared, input)
            })
            .collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn cases_are_folders() {
        found(&[], &[]);
        found(&["notes.txt", "a/notes.txt", ".git/case.toml"], &[]);
        found(
            &[
                "b/case.toml",
                "a/x/case.toml",
                "a/x/cdktf.out/manifest.json",
            ],
            &[("a/x", true, Some("cdktf.out")), ("b", true, None)],
        );
        // What lies in a case is its input, never another case.
        found(
            &["a/case.toml", "a/plan.json", "a/cdktf.out/case.toml"],
            &[("a", true, Some("cdktf.out"))],
        );
    }

    #[test]
    fn inputs_without_a_case_are_found() {
        found(
            &[
                "a/plan.json",
                "b/cdk.tf.json",
                "c/manifest.json",
                "c/stacks/s/cdk.tf.json",
                "d/package.json",
            ],
            &[
                ("a", false, Some("plan.json")),
                ("b", false, Some("")),
                ("c", false, Some("")),
            ],
        );
    }

    #[test]
    fn a_folder_may_be_one_case() {
        let suite = tempfile::tempdir().unwrap();
        let case = suite.path().join("orders");
        fs::create_dir(&case).unwrap();
        fs::write(case.join(CASE_FILE), "").unwrap();
        let cases = discover(&case).unwrap();
        assert_eq!(cases[0].name, "orders");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let suite = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(suite.path(), suite.path().join("loop")).unwrap();
        assert_eq!(discover(suite.path()).unwrap(), []);
    }
}
