//! `stackspec.toml`: what a repository always passes to the harness.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Place, SourceFile, nearest};
use crate::spec::reader::{Entry, Keys, Reader, Table, names};
use crate::spec::{self, Given, Level, Origin, is_env_name, read_param_value};
use crate::stack::VariableValue;

pub(crate) use coverage::name_glob;
pub use coverage::{CoverageConfig, Gates, Ignore, Ignored, Skip};
pub use pattern::{BlockName, Blocks, NameGlob, PathPattern};
pub use starter::starter;
pub use synth::{DEFAULT_SOURCES, SourceGlob, Synth};
pub use target::Target;
pub(crate) use target::{day, target};
pub use waiver::Waiver;

mod coverage;
pub(crate) mod keys;
mod pattern;
mod starter;
mod synth;
mod target;
mod waiver;

/// The name of the file.
pub const FILE_NAME: &str = "stackspec.toml";

/// A validated `stackspec.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The inputs, joined with the folder of the file.
    pub inputs: Vec<PathBuf>,
    /// Spec files, folders and globs, joined with the folder of the file.
    pub specs: Vec<PathBuf>,
    /// Groups of the library.
    pub library: Vec<String>,
    /// `[params]`.
    pub params: Vec<Given>,
    /// `[vars]`: what the variables of the stacks are given.
    pub vars: BTreeMap<String, VariableValue>,
    /// The environment variables that a param may read. Those that start with `STACKSPEC_` need
    /// no leave.
    pub env: Vec<String>,
    /// `[coverage]`
    pub coverage: CoverageConfig,
    /// `[[mutant.skip]]`, in the order of the file.
    pub skips: Vec<Skip>,
    /// `[levels]`: the levels of specs that ship with stackspec, built in or of the library, by id.
    pub levels: BTreeMap<String, Level>,
    /// `[synth]`
    pub synth: Option<Synth>,
    /// `[[waiver]]`, in the order of the file.
    pub waivers: Vec<Waiver>,
}

/// Reads and validates a `stackspec.toml`.
///
/// # Errors
/// Everything that is wrong with the file, in the order of the file.
pub fn parse(file: &SourceFile) -> Result<Config, Vec<Diagnostic>> {
    let document = Reader::document(file)?;
    let mut reader = Reader::new(file);
    let root = Table::root(&document);
    let keys = Keys {
        of: "stackspec.toml",
        known: &names(keys::CONFIG),
        aliases: &[
            ("environment", "env"),
            ("param", "params"),
            ("var", "vars"),
            ("variables", "vars"),
            ("builtin", "levels"),
            ("level", "levels"),
            ("mutants", "mutant"),
            ("mutation", "mutant"),
            ("waivers", "waiver"),
            ("waive", "waiver"),
            ("known", "waiver"),
        ],
        later: &["stack", "schema", "suite"],
    };
    reader.check_keys(root, &keys);
    let folder = file.path.parent().unwrap_or(Path::new(""));
    let config = Config {
        inputs: paths(&mut reader, root, "inputs", folder),
        specs: paths(&mut reader, root, "specs", folder),
        library: root.get("library").map_or_else(Vec::new, |entry| {
            let texts = reader.texts(entry).into_iter();
            texts.map(|text| text.value.to_owned()).collect()
        }),
        params: root
            .get("params")
            .map_or_else(Vec::new, |entry| params(&mut reader, entry, file)),
        vars: root
            .get("vars")
            .map_or_else(BTreeMap::new, |entry| vars(&mut reader, entry)),
        env: root
            .get("env")
            .map_or_else(Vec::new, |entry| env(&mut reader, entry)),
        coverage: root
            .get("coverage")
            .map(|entry| coverage::coverage(&mut reader, entry, file))
            .unwrap_or_default(),
        skips: root
            .get("mutant")
            .map(|entry| coverage::mutant(&mut reader, entry, file))
            .unwrap_or_default(),
        levels: root
            .get("levels")
            .map_or_else(BTreeMap::new, |entry| levels(&mut reader, entry)),
        synth: root
            .get("synth")
            .and_then(|entry| synth::synth(&mut reader, entry, file, folder)),
        waivers: root
            .get("waiver")
            .map_or_else(Vec::new, |entry| waiver::waivers(&mut reader, entry, file)),
    };
    let found = reader.finish();
    if found.is_empty() {
        Ok(config)
    } else {
        Err(found)
    }
}

fn paths(reader: &mut Reader<'_>, root: Table<'_>, key: &str, folder: &Path) -> Vec<PathBuf> {
    let texts = root
        .get(key)
        .map_or_else(Vec::new, |entry| reader.texts(entry));
    let mut paths = Vec::new();
    for text in texts {
        if text.value.is_empty() {
            let found = reader.error(text.span(), format!("a path in `{key}` is empty"), "");
            found
                .help
                .push("write \".\" for the folder of this file".into());
        }
        paths.push(folder.join(text.value));
    }
    paths
}

/// Reads `[params]`.
pub(crate) fn params(reader: &mut Reader<'_>, entry: Entry<'_>, file: &SourceFile) -> Vec<Given> {
    let entries = reader.table(entry).map(Table::entries).unwrap_or_default();
    let mut params = Vec::new();
    for entry in entries {
        if let Some(value) = read_param_value(reader, entry) {
            params.push(Given {
                name: entry.key.to_owned(),
                value,
                origin: Origin::Config,
                place: Some(Place {
                    file: file.clone(),
                    span: entry.span(),
                    label: String::new(),
                }),
            });
        }
    }
    params
}

/// Reads `[vars]`.
pub(crate) fn vars(reader: &mut Reader<'_>, entry: Entry<'_>) -> BTreeMap<String, VariableValue> {
    let entries = reader.table(entry).map(Table::entries).unwrap_or_default();
    let mut vars = BTreeMap::new();
    for entry in entries {
        if let Some(value) = reader.json(entry.value) {
            vars.insert(entry.key.to_owned(), VariableValue::Json(value));
        }
    }
    vars
}

fn env(reader: &mut Reader<'_>, entry: Entry<'_>) -> Vec<String> {
    let texts = reader.texts(entry);
    let mut names = Vec::new();
    for text in texts {
        if is_env_name(text.value) {
            names.push(text.value.to_owned());
            continue;
        }
        let message = "this is no name of an environment variable";
        let found = reader.error(
            text.span(),
            message,
            "letters, digits and `_`, no digit first",
        );
        if text.value.contains('*') {
            found
                .help
                .push("name each variable that a param may read: there are no globs here".into());
        }
    }
    names
}

/// Reads `[levels]`: `reference-cycle = "off"`.
pub(crate) fn levels(reader: &mut Reader<'_>, entry: Entry<'_>) -> BTreeMap<String, Level> {
    let Some(table) = reader.table(entry) else {
        return BTreeMap::new();
    };
    let file = spec::built_in();
    let built_in = file.specs.iter().map(|spec| spec.id.as_str());
    let known: Vec<&str> = built_in.chain(spec::library_ids()).collect();
    let levels = [
        ("deny", Level::Deny),
        ("warn", Level::Warn),
        ("off", Level::Off),
    ];
    let mut found = BTreeMap::new();
    for entry in table.entries() {
        if !known.contains(&entry.key) {
            let message = format!(
                "no spec that ships with stackspec is called `{}`",
                entry.key
            );
            let found = reader.error(entry.key_span(), message, "");
            let near = nearest(entry.key, known.iter().copied());
            found.help.push(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "specs of your own say `level` themselves; `stackspec list specs --library \
                         all` lists those of the library"
                        .to_owned()
                }
            });
        } else if let Some(text) = reader.text(entry)
            && let Some(level) = reader.choice(text, entry.key, &levels)
        {
            found.insert(entry.key.to_owned(), level);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile {
            path: "app/stackspec.toml".into(),
            text: text.into(),
        }
    }

    #[test]
    fn reads_everything() {
        let text = "inputs = ['cdktf.out']\nspecs = 'specs'\nenv = ['ENVIRONMENT_SUFFIX']\n\
                    [params]\nsuffix = 'pr1'\nregions = ['a']\n[coverage]\nresources = 100\n";
        let config = parse(&file(text)).unwrap();
        assert_eq!(config.inputs, [PathBuf::from("app/cdktf.out")]);
        assert_eq!(config.specs, [PathBuf::from("app/specs")]);
        assert_eq!(config.env, ["ENVIRONMENT_SUFFIX"]);
        assert_eq!(config.coverage.gates.resources, Some(100));
        let params: Vec<_> = config
            .params
            .iter()
            .map(|p| (p.name.as_str(), p.value.clone()))
            .collect();
        let expected = [
            ("regions", serde_json::json!(["a"])),
            ("suffix", serde_json::json!("pr1")),
        ];
        let mut params = params;
        params.sort_by_key(|(name, _)| *name);
        assert_eq!(params, expected);
        assert_eq!(parse(&file("")), Ok(Config::default()));
    }
}
