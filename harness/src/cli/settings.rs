//! The command line together with `stackspec.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::args::{NamesArgs, SpecsArgs};
use super::out;
use crate::config::{self, Config, CoverageConfig};
use crate::diagnostic::{Diagnostic, Severity};
use crate::exit::Exit;
use crate::proof::Skip;
use crate::run::{Problems, Request, Synthesis, configuration, environment};
use crate::spec::Given;
use crate::stack::VariableValue;

/// What a verb was asked for, and what the configuration says of coverage and mutants.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) request: Request,
    pub(super) coverage: CoverageConfig,
    /// The mutants that are not tried.
    pub(super) skips: Vec<Skip>,
    /// What makes the synth output, if the configuration says it.
    pub(super) synthesis: Option<Synthesis>,
}

/// What a verb cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// Specs.
    Specs,
    /// Inputs.
    Inputs,
}

/// Puts them together: what the command line says comes before the configuration.
///
/// What is wrong comes beside it, so that everything else is tried too: a configuration that cannot
/// be read or is wrong, a `--param` that is none.
pub(super) fn settings(
    inputs: &[PathBuf],
    specs: &SpecsArgs,
    names: Option<&NamesArgs>,
    wants: Wants,
) -> (Settings, Problems) {
    let mut problems = Problems::default();
    let (config, skips) = match find(specs.config.as_deref(), inputs) {
        Ok(found) => found,
        Err(found) => {
            problems = found;
            Default::default()
        }
    };
    let synthesis = Synthesis::of(&config, &environment);
    let mut params = Vec::new();
    for text in names.iter().flat_map(|names| &names.params) {
        match Given::flag(text) {
            Ok(given) => params.push(given),
            Err(error) => problems.0.push((Exit::Usage, *error)),
        }
    }
    params.extend(config.params);
    let vars = given_vars(names.map_or(&[], |names| &names.vars), &mut problems);
    let or = |given: &[PathBuf], config: Vec<PathBuf>| {
        if given.is_empty() {
            config
        } else {
            given.to_vec()
        }
    };
    // What is named on the command line stands for all that the configuration names.
    let named = !specs.library.is_empty();
    let request = Request {
        incomplete: !problems.0.is_empty(),
        inputs: or(inputs, config.inputs),
        specs: or(&specs.specs, if named { Vec::new() } else { config.specs }),
        library: match specs.library.is_empty() {
            true if specs.specs.is_empty() => config.library,
            _ => specs.library.clone(),
        },
        params,
        env: config.env,
        stack_name: names.and_then(|names| names.stack.clone()),
        root: None,
        levels: config.levels,
        vars: config.vars.into_iter().chain(vars).collect(),
        synth: names.and_then(|names| names.synth.clone()),
        waivers: config.waivers,
        today: None,
    };
    // `--specs a b` takes both: an input behind it is easily lost.
    if wants == Wants::Inputs && request.inputs.is_empty() && specs.specs.len() > 1 {
        let message = "no input is given, and `--specs` is given more than one path";
        let help = "`--specs` takes all paths behind it; write INPUT first: \
                    `stackspec check INPUT --specs PATH`";
        problems
            .0
            .push((Exit::Usage, Diagnostic::error(message).help(help)));
    }
    let settings = Settings {
        request,
        coverage: config.coverage,
        skips,
        synthesis,
    };
    (settings, problems)
}

impl Settings {
    /// Makes the synth output again where that is needed; `leave`: `--no-synth`.
    ///
    /// # Errors
    /// Why it could not be made: then what is there is not judged.
    pub(super) fn synthesize(&self, leave: bool) -> Result<(), Problems> {
        let Some(synthesis) = &self.synthesis else {
            return Ok(());
        };
        let synthesis = synthesis.clone().left_if(leave);
        for warning in synthesis.bring(&self.request.inputs, &out::note)? {
            out::diagnostic(&warning);
        }
        Ok(())
    }
}

/// The values of `--var`; the last one of a name counts, as Terraform has it.
pub(super) fn given_vars(
    texts: &[String],
    problems: &mut Problems,
) -> BTreeMap<String, VariableValue> {
    let mut vars = BTreeMap::new();
    for text in texts {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                let value = VariableValue::Text(value.to_owned());
                vars.insert(name.trim().to_owned(), value);
            }
            _ => {
                let message = format!("`--var {text}` gives no variable a value");
                let help = "write `--var NAME=VALUE`; VALUE is JSON, or text";
                problems
                    .0
                    .push((Exit::Usage, Diagnostic::error(message).help(help)));
            }
        }
    }
    vars
}

/// For verbs that have nothing else to try.
///
/// # Errors
/// What is wrong.
pub(super) fn strict((settings, problems): (Settings, Problems)) -> Result<Settings, Problems> {
    if problems.0.is_empty() {
        Ok(settings)
    } else {
        Err(problems)
    }
}

/// The configuration: the one that was named, else `./stackspec.toml` if there is one.
///
/// An input may come from anybody, so nothing under it is read as configuration unless it is
/// named.
fn find(named: Option<&Path>, inputs: &[PathBuf]) -> Result<(Config, Vec<Skip>), Problems> {
    let path = match named {
        Some(path) => path,
        None => {
            let path = Path::new(config::FILE_NAME);
            if !path.is_file() {
                return Ok(Default::default());
            }
            if let Some(input) = inputs.iter().find(|input| holds(input, path)) {
                let message = format!(
                    "`{}` lies in the input `{}` and is not read",
                    path.display(),
                    input.display()
                );
                let mut warning = Diagnostic::error(message)
                    .note("an input may come from anybody: it must not configure its own test")
                    .help("if it is yours, add `--config stackspec.toml`");
                warning.severity = Severity::Warning;
                out::diagnostic(&warning);
                return Ok(Default::default());
            }
            path
        }
    };
    configuration(path)
}

/// Whether a file lies in an input, as a folder.
fn holds(input: &Path, file: &Path) -> bool {
    match (fs::canonicalize(input), fs::canonicalize(file)) {
        (Ok(input), Ok(file)) => input.is_dir() && file.starts_with(input),
        _ => false,
    }
}
