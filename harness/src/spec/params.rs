//! The values of params: which of them wins, and whether it may be printed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Case, SpecFile, SpecSet};
use crate::diagnostic::{Diagnostic, Place};

/// A value given from outside the spec files.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The param's name.
    pub name: String,
    /// The value; text is converted to the type of the param's default.
    pub value: Value,
    /// [`Origin::Flag`] or [`Origin::Config`].
    pub origin: Origin,
    /// Where it is written, if that is a file.
    pub place: Option<Place>,
}

/// Where the value of a param comes from; the first that has one wins.
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
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
    /// It differs by environment.
    pub identity: bool,
}

/// The params of one spec file, by name. One without a value is not listed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParamsOfFile(BTreeMap<String, ParamValue>);

/// The params of all spec files.
#[derive(Debug, Clone, Default)]
pub struct Params {
    files: BTreeMap<String, ParamsOfFile>,
    /// What is worth knowing and no error: names that are not on the allow list, names in the
    /// config that no file declares.
    pub warnings: Vec<Diagnostic>,
}

impl Given {
    /// Reads `NAME=VALUE`.
    ///
    /// # Errors
    /// There is no `=`, or nothing before or behind it.
    pub fn flag(text: &str) -> Result<Given, Diagnostic> {
        Err(Diagnostic::error(text))
    }
}

impl Params {
    /// The params of the file of this name.
    pub fn of(&self, file: &str) -> &ParamsOfFile {
        static NONE: ParamsOfFile = ParamsOfFile(BTreeMap::new());
        self.files.get(file).unwrap_or(&NONE)
    }

    /// The values of identity params, as text, longest first, each once. For [`role`](super::role)
    /// and for the identity of findings.
    pub fn identity_values(&self) -> Vec<String> {
        Vec::new()
    }
}

impl ParamsOfFile {
    /// The value of the param `name`, if it has one.
    pub fn get(&self, name: &str) -> Option<&ParamValue> {
        self.0.get(name)
    }
}

impl ParamValue {
    /// Whether it may be printed: what comes from the environment never is.
    pub fn may_print(&self) -> bool {
        self.origin != Origin::Environment
    }
}

/// Gives every param of `set` its value: `given` (flags before config), then the environment, then
/// the default. A param without any is left out.
///
/// `environment` reads a variable; it is asked only for names in `allowed`, and for those that
/// start with `STACKSPEC_`.
///
/// # Errors
/// Flags that no file declares, empty values, values of the wrong type.
pub fn resolve_params(
    set: &SpecSet,
    given: &[Given],
    environment: &dyn Fn(&str) -> Option<String>,
    allowed: &[String],
) -> Result<Params, Vec<Diagnostic>> {
    let _ = (set, given, environment, allowed);
    Ok(Params::default())
}

/// The params of a case: what it gives, else the defaults. Nothing from outside, so that a case
/// comes out the same everywhere.
pub fn case_params(file: &SpecFile, case: &Case) -> ParamsOfFile {
    let _ = (file, case);
    ParamsOfFile::default()
}
