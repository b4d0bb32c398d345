//! The values of params: which of them wins, and whether it may be printed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::convert::{Wrong, convert};
use super::library::{ALL, is_shipped, library};
use super::{Case, Param, ParamKind, SpecFile, SpecSet};
use crate::diagnostic::{Diagnostic, Place, Severity, nearest};

/// Environment variables that need no leave: their names say whose they are.
const OWN_PREFIX: &str = "STACKSPEC_";

/// A value given from outside the spec files.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The param's name.
    pub name: String,
    /// The value; text is converted to the kind of the param.
    pub value: Value,
    /// [`Origin::Flag`] or [`Origin::Config`].
    pub origin: Origin,
    /// Where it is written, if that is a file.
    pub place: Option<Place>,
}

/// Where the value of a param comes from. The order is the order in which they win.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A `[[spec.case]]` gives it.
    Case,
    /// `--param NAME=VALUE`.
    Flag,
    /// `[params]` of `stackspec.toml`.
    Config,
    /// An environment variable.
    Environment,
    /// `default` in the spec file.
    Default,
}

/// A param that has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct ParamValue {
    /// The value, of the param's kind.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
    /// It differs by environment.
    pub identity: bool,
}

/// The params of one spec file, by name. One without a value is not there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParamsOfFile(BTreeMap<String, ParamValue>);

/// The params of all spec files.
#[derive(Debug, Clone, Default)]
pub struct Params {
    files: BTreeMap<String, ParamsOfFile>,
    /// What is worth knowing and no error: an environment variable that is set and may not be
    /// read, a name in the config that no file declares.
    pub warnings: Vec<Diagnostic>,
}

impl Given {
    /// Reads `NAME=VALUE`, the argument of `--param`.
    ///
    /// # Errors
    /// There is no `=`, or nothing before or behind it. The message never repeats the value.
    ///
    /// ```
    /// use stackspec::spec::Given;
    /// let given = Given::flag("suffix=pr=1").unwrap();
    /// assert_eq!((given.name.as_str(), given.value.as_str()), ("suffix", Some("pr=1")));
    /// assert!(Given::flag("suffix=").is_err());
    /// ```
    pub fn flag(text: &str) -> Result<Given, Box<Diagnostic>> {
        let help = "write `--param NAME=VALUE`, as `--param suffix=pr1234`";
        let Some((name, value)) = text.split_once('=') else {
            return Err(Diagnostic::error(format!("`--param {text}` has no `=`"))
                .help(help)
                .into());
        };
        if name.is_empty() || value.is_empty() {
            let which = if name.is_empty() { "name" } else { "value" };
            let message = format!("`--param {name}=...` has an empty {which}");
            return Err(Diagnostic::error(message).help(help).into());
        }
        Ok(Given {
            name: name.to_owned(),
            value: Value::from(value),
            origin: Origin::Flag,
            place: None,
        })
    }
}

impl Params {
    /// The params of one file alone: those of a case.
    pub fn only(file: &str, params: ParamsOfFile) -> Params {
        Params {
            files: BTreeMap::from([(file.to_owned(), params)]),
            warnings: Vec::new(),
        }
    }

    /// The params of the file of this name.
    pub fn of(&self, file: &str) -> &ParamsOfFile {
        static NONE: ParamsOfFile = ParamsOfFile(BTreeMap::new());
        self.files.get(file).unwrap_or(&NONE)
    }

    /// The value of the param of this name in the first file that has one.
    pub fn any(&self, name: &str) -> Option<&ParamValue> {
        self.files.values().find_map(|file| file.get(name))
    }

    /// The names and values of identity params as text, the longest value first.
    pub fn identity(&self) -> Vec<(String, String)> {
        let all = self.files.values().flat_map(|file| file.iter());
        let identity = all.filter(|(_, param)| param.identity);
        let mut pairs: Vec<(String, String)> = identity
            .map(|(name, param)| (name.to_owned(), text(&param.value)))
            .collect();
        pairs.sort_by(|(a, x), (b, y)| y.len().cmp(&x.len()).then(x.cmp(y)).then(a.cmp(b)));
        pairs.dedup();
        pairs
    }

    /// The values of identity params as text, longest first, each once: for
    /// [`role`](super::role()) and for the identity of findings.
    pub fn identity_values(&self) -> Vec<String> {
        let mut values: Vec<String> = self.identity().into_iter().map(|(_, it)| it).collect();
        values.dedup();
        values
    }
}

impl ParamsOfFile {
    /// The value of the param `name`, if it has one.
    pub fn get(&self, name: &str) -> Option<&ParamValue> {
        self.0.get(name)
    }

    /// All that have a value, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ParamValue)> {
        self.0.iter().map(|(name, param)| (name.as_str(), param))
    }
}

impl ParamValue {
    /// Whether it may be printed: what comes from the environment never is.
    pub fn may_print(&self) -> bool {
        self.origin != Origin::Environment
    }

    /// The value as a message shows it: `{name}` if it must not be printed.
    pub fn shown(&self, name: &str) -> String {
        if self.may_print() {
            self.value.to_string()
        } else {
            format!("{{{name}}}")
        }
    }
}

/// A scalar as it stands in a text.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Gives every param of `set` its value: a flag, else the config, else the environment, else the
/// default. A param without any is left out, and the specs that use it are skipped. A value from
/// outside applies to every file that declares the name; a default to its own file.
///
/// `environment` reads a variable. It is asked only for names in `allowed` and those that start
/// with `STACKSPEC_`: a spec file may come from somebody else, and must not read what it likes.
///
/// # Errors
/// Flags that no file declares or that are given twice, empty values, values of the wrong kind.
/// No message repeats a value.
pub fn resolve_params(
    set: &SpecSet,
    given: &[Given],
    environment: &dyn Fn(&str) -> Option<String>,
    allowed: &[String],
) -> Result<Params, Vec<Diagnostic>> {
    let mut errors = undeclared(set, given);
    errors.extend(twice(given));
    let mut params = Params::default();
    for given in given.iter().filter(|given| given.origin == Origin::Config) {
        if !declares(set, &given.name) {
            let mut warning = about(
                given,
                format!("no spec file declares the param `{}`", given.name),
            );
            warning.severity = Severity::Warning;
            params
                .warnings
                .push(with_nearest(warning, set, &given.name));
        }
    }
    let mut sources = Sources {
        given,
        environment,
        allowed,
        warnings: Vec::new(),
    };
    for file in &set.files {
        let mut values = ParamsOfFile::default();
        for param in &file.params {
            match sources.value(param, file) {
                Ok(Some((value, origin))) => {
                    let identity = identity(set, &param.name);
                    let value = ParamValue {
                        value,
                        origin,
                        identity,
                    };
                    values.0.insert(param.name.clone(), value);
                }
                Ok(None) => {}
                Err(error) if errors.contains(&error) => {}
                Err(error) => errors.push(*error),
            }
        }
        params.files.insert(file.name.clone(), values);
    }
    params.warnings.append(&mut sources.warnings);
    if errors.is_empty() {
        Ok(params)
    } else {
        Err(errors)
    }
}

/// The params of a case: what it gives, else the defaults. Nothing from outside, so that a case
/// comes out the same everywhere.
pub fn case_params(file: &SpecFile, case: &Case) -> ParamsOfFile {
    let value = |param: &Param| {
        let given = case.params.iter().find(|(name, _)| *name == param.name);
        let (value, origin) = match given {
            Some((_, value)) => (value.clone(), Origin::Case),
            None => (param.default.clone()?, Origin::Default),
        };
        let identity = param.identity;
        Some((
            param.name.clone(),
            ParamValue {
                value,
                origin,
                identity,
            },
        ))
    };
    ParamsOfFile(file.params.iter().filter_map(value).collect())
}

/// A param is identity everywhere if one file says so: names must leave it out everywhere.
fn identity(set: &SpecSet, name: &str) -> bool {
    let params = set.files.iter().flat_map(|file| &file.params);
    params
        .filter(|param| param.name == name)
        .any(|param| param.identity)
}

fn declares(set: &SpecSet, name: &str) -> bool {
    let mut params = set.files.iter().flat_map(|file| &file.params);
    params.any(|param| param.name == name)
}

/// A flag that no file declares is a typo, and the specs it was meant for would be skipped.
fn undeclared(set: &SpecSet, given: &[Given]) -> Vec<Diagnostic> {
    let flags = given.iter().filter(|given| given.origin != Origin::Config);
    let unknown = flags.filter(|given| !declares(set, &given.name));
    // One command line serves whatever groups of the library it names.
    let shipped = set.files.iter().any(is_shipped);
    let unknown = unknown.filter(|given| !(shipped && declared_by_library(&given.name)));
    unknown
        .map(|given| {
            let message = format!("`--param {}`: no spec file declares this param", given.name);
            with_nearest(Diagnostic::error(message), set, &given.name)
        })
        .collect()
}

fn with_nearest(diagnostic: Diagnostic, set: &SpecSet, name: &str) -> Diagnostic {
    let params = set.files.iter().flat_map(|file| &file.params);
    let mut names: Vec<&str> = params.map(|param| param.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match nearest(name, names.iter().copied()) {
        _ if declared_by_library(name) => diagnostic.help(format!(
            "specs of the library ask for `{name}`, and none of those was chosen: `stackspec explain \
             stackspec.toml` names them"
        )),
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None if names.is_empty() => diagnostic.note("no spec file declares any param"),
        None => diagnostic.note(format!("declared are {}", super::reader::listed(&names))),
    }
}

/// Whether any spec of the library asks for a param of that name, chosen or not.
pub(crate) fn declared_by_library(name: &str) -> bool {
    let files = library(&[ALL.to_owned()]).unwrap_or_default();
    let mut params = files.iter().flat_map(|file| &file.params);
    params.any(|param| param.name == name)
}

/// Flags that are given twice with different values.
fn twice(given: &[Given]) -> Vec<Diagnostic> {
    let flags: Vec<_> = given
        .iter()
        .filter(|given| given.origin == Origin::Flag)
        .collect();
    let repeated = flags.iter().enumerate().filter(|(at, flag)| {
        flags[..*at]
            .iter()
            .any(|first| first.name == flag.name && first.value != flag.value)
    });
    repeated
        .map(|(_, flag)| {
            Diagnostic::error(format!(
                "`--param {}` is given twice, with different values",
                flag.name
            ))
        })
        .collect()
}

fn about(given: &Given, message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(message);
    diagnostic.place = given.place.clone().map(Box::new);
    diagnostic
}

/// Where values come from.
struct Sources<'a> {
    given: &'a [Given],
    environment: &'a dyn Fn(&str) -> Option<String>,
    allowed: &'a [String],
    warnings: Vec<Diagnostic>,
}

impl Sources<'_> {
    fn value(
        &mut self,
        param: &Param,
        file: &SpecFile,
    ) -> Result<Option<(Value, Origin)>, Box<Diagnostic>> {
        let named = self.given.iter().filter(|given| given.name == param.name);
        if let Some(given) = named.min_by_key(|given| given.origin) {
            let value = convert(&given.value, param.kind).map_err(|wrong| {
                let source = match given.origin {
                    Origin::Config => format!("the value of `{}`", param.name),
                    _ => format!("the value of `--param {}`", param.name),
                };
                Box::new(explain(
                    about(given, wrong.sentence(&source, param.kind)),
                    param,
                    wrong,
                ))
            })?;
            return Ok(Some((value, given.origin)));
        }
        if let Some(name) = &param.env
            && let Some(read) = self.read(name, param, file)
        {
            let value = convert(&Value::from(read), param.kind).map_err(|wrong| {
                let source = format!("the environment variable `{name}`");
                let message = wrong.sentence(&source, param.kind);
                let label = format!("sets the param `{}`", param.name);
                let error = Diagnostic::error(message).at(&file.source, param.span.clone(), label);
                Box::new(explain(error, param, wrong))
            })?;
            return Ok(Some((value, Origin::Environment)));
        }
        Ok(param.default.clone().map(|value| (value, Origin::Default)))
    }

    /// An environment variable, if it may be read. That it may not is worth a word: the specs
    /// that wait for it are skipped.
    fn read(&mut self, name: &str, param: &Param, file: &SpecFile) -> Option<String> {
        if name.starts_with(OWN_PREFIX) || self.allowed.iter().any(|allowed| allowed == name) {
            return (self.environment)(name);
        }
        // Of the library nobody asked for the variable.
        if is_shipped(file) {
            return None;
        }
        let message = format!(
            "the environment variable `{name}` is not on the allow list, so it is not read"
        );
        let label = format!("the param `{}` asks for it", param.name);
        let mut warning = Diagnostic::error(message)
            .at(&file.source, param.span.clone(), label)
            .help(format!("allow it in stackspec.toml: `env = [\"{name}\"]`"));
        warning.severity = Severity::Warning;
        self.warnings.push(warning);
        None
    }
}

fn explain(error: Diagnostic, param: &Param, wrong: Wrong) -> Diagnostic {
    match wrong {
        Wrong::Empty => error,
        Wrong::Kind if param.kind == ParamKind::Keyed => error
            .note(format!(
                "`{}` has a list of values for each key",
                param.name
            ))
            .help(format!(
                "write it in stackspec.toml: `[params.{}]`, and below it `key = [value]`",
                param.name
            )),
        Wrong::Kind if param.default.is_some() => error.note(format!(
            "the default of `{}` is {}",
            param.name,
            param.kind.noun()
        )),
        Wrong::Kind => error.note(format!(
            "the specs use `{}` as {}",
            param.name,
            param.kind.noun()
        )),
    }
}
