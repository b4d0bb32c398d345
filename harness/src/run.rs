//! From what a face was asked for to what is judged: the one way in for every face.
//!
//! Nothing here prints or exits. All stages are tried, so that a run says everything that is
//! wrong at once; each problem carries the exit that it asks for.

#[cfg(feature = "cli")]
mod base;
#[cfg(feature = "cli")]
pub(crate) mod case;
#[cfg(feature = "cli")]
mod chosen;
mod clock;
mod configuration;
mod demands;
#[cfg(feature = "cli")]
mod ending;
#[cfg(feature = "cli")]
pub(crate) mod needed;
mod stacks;
pub(crate) mod suite;
mod synth;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::check::{Run, Subject, Waivers, focus};
use crate::config::Waiver;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::facts::Facts;
use crate::load::Disk;
use crate::spec::{self, Given, Level, Params, SpecFile, SpecSet, built_in_at};
use crate::stack::{Model, Stack, VariableValue};
#[cfg(feature = "cli")]
pub(crate) use base::Base;
#[cfg(feature = "cli")]
pub(crate) use chosen::Chosen;
pub(crate) use clock::{today, under_ci};
pub(crate) use configuration::configuration;
pub(crate) use demands::count;
#[cfg(feature = "cli")]
pub(crate) use ending::exit_of;
pub(crate) use stacks::{complete, load_stacks};
pub(crate) use synth::Synthesis;

/// What to judge.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// The inputs.
    pub(crate) inputs: Vec<PathBuf>,
    /// Spec files, folders and globs.
    pub(crate) specs: Vec<PathBuf>,
    /// Groups of the library.
    pub(crate) library: Vec<String>,
    /// `--param` and `[params]`.
    pub(crate) params: Vec<Given>,
    /// The environment variables that params may read.
    pub(crate) env: Vec<String>,
    /// The name of a stack that does not bring its own.
    pub(crate) stack_name: Option<String>,
    /// The folder that no name of a file may lead out of.
    pub(crate) root: Option<PathBuf>,
    /// `[levels]`: the levels of specs that ship with stackspec.
    pub(crate) levels: BTreeMap<String, Level>,
    /// What the variables of the stacks are given.
    pub(crate) vars: BTreeMap<String, VariableValue>,
    /// The synth output of the plans.
    pub(crate) synth: Option<PathBuf>,
    /// What people live with.
    pub(crate) waivers: Vec<Waiver>,
    /// The day on which it is judged; `None`: today.
    pub(crate) today: Option<Date>,
    /// Whether there is a configuration that could not be read: what is missing here it may have
    /// named.
    pub(crate) incomplete: bool,
}

/// What stands in the way, and what each of it makes of the run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problems(pub(crate) Vec<(Exit, Diagnostic)>);

impl Problems {
    /// One problem.
    pub(crate) fn one(exit: Exit, diagnostic: Diagnostic) -> Self {
        Problems(vec![(exit, diagnostic)])
    }

    /// Several of one kind.
    pub(crate) fn of(exit: Exit, diagnostics: impl IntoIterator<Item = Diagnostic>) -> Self {
        let with_exit = |diagnostic| (exit, diagnostic);
        Problems(diagnostics.into_iter().map(with_exit).collect())
    }

    /// The exits that they ask for.
    #[cfg(feature = "cli")]
    pub(crate) fn exits(&self) -> impl Iterator<Item = Exit> {
        self.0.iter().map(|(exit, _)| *exit)
    }

    /// All of them as text.
    pub(crate) fn render(&self, colour: bool) -> String {
        let shown = self
            .0
            .iter()
            .map(|(_, diagnostic)| diagnostic.render(colour));
        shown.collect::<Vec<_>>().join("\n\n")
    }
}

/// What was read: everything that a [`Run`] borrows from.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) stacks: Vec<Stack>,
    /// The role of each stack.
    pub(crate) roles: Vec<String>,
    /// What answers about the files that each stack names, if it can be told under which root.
    disks: Vec<Option<Disk>>,
    pub(crate) specs: SpecSet,
    /// The built-in specs, at the levels that were asked for.
    pub(crate) built_in: SpecFile,
    pub(crate) params: Params,
    /// What people live with.
    pub(crate) waivers: Waivers,
    /// What is odd and stops nothing.
    pub(crate) warnings: Vec<Diagnostic>,
}

impl Inputs {
    /// Reads everything that was asked for. `environment` reads a variable, and is asked only for
    /// names on the allow list.
    ///
    /// # Errors
    /// All that is wrong with the specs, the params and the inputs.
    pub(crate) fn read(
        request: &Request,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Inputs, Problems> {
        let mut problems = Problems::default();
        let no_specs = request.specs.is_empty() && request.library.is_empty();
        let specs = match request.incomplete && no_specs {
            true => None,
            false => keep(load_specs(request), &mut problems),
        };
        Inputs::with(specs, request, environment, problems)
    }

    /// [`Inputs::read`] with specs that are read already, if they could be, and what stands in the
    /// way already.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub(crate) fn with(
        mut specs: Option<SpecSet>,
        request: &Request,
        environment: &dyn Fn(&str) -> Option<String>,
        mut problems: Problems,
    ) -> Result<Inputs, Problems> {
        let mut stacks = match request.incomplete && request.inputs.is_empty() {
            true => None,
            false => keep(
                load_stacks(&request.inputs, request.stack_name.as_deref()),
                &mut problems,
            ),
        };
        let mut params = None;
        if let Some(specs) = &mut specs {
            let resolved = spec::resolve_params(specs, &request.params, environment, &request.env);
            let resolved = resolved.map_err(|found| Problems::of(Exit::Usage, found));
            let resolved = resolved.and_then(|params| match specs.bind(&params) {
                Ok(()) => Ok(params),
                Err(found) => Err(Problems::of(Exit::Usage, found)),
            });
            params = keep(resolved, &mut problems);
            if specs.declared() == 0 {
                problems.0.push((Exit::Nothing, no_spec()));
            }
        }
        let (mut roles, mut paired) = (Vec::new(), Vec::new());
        if let (Some(stacks), Some(params)) = (&mut stacks, &params) {
            let identity = params.identity_values();
            let completed = complete(stacks, &request.vars, request.synth.as_deref(), &identity);
            paired = keep(completed, &mut problems).unwrap_or_default();
            roles = stacks
                .iter()
                .map(|stack| spec::role(&stack.name, &identity))
                .collect();
            if let Some(clash) = stacks::clash(stacks, &roles) {
                problems.0.push((Exit::Usage, clash));
            }
        }
        let day = request.today.unwrap_or_else(today);
        let waivers = params
            .as_ref()
            .map(|params| Waivers::new(&request.waivers, params, day));
        let waivers = waivers.and_then(|waivers| {
            let waivers = waivers.map_err(|found| Problems::of(Exit::Usage, found));
            keep(waivers, &mut problems)
        });
        let disks = stacks
            .iter()
            .flatten()
            .map(|stack| disk(stack, request.root.as_deref()));
        let disks = disks.collect::<Result<Vec<_>, _>>();
        let disks = keep(
            disks.map_err(|found| Problems::one(Exit::Usage, *found)),
            &mut problems,
        );
        match (specs, stacks, params, waivers) {
            (Some(specs), Some(stacks), Some(params), Some(waivers)) if problems.0.is_empty() => {
                let mut warnings: Vec<Diagnostic> = specs.warnings().cloned().collect();
                warnings.extend(params.warnings.iter().cloned());
                warnings.extend(paired);
                Ok(Inputs {
                    stacks,
                    roles,
                    disks: disks.unwrap_or_default(),
                    specs,
                    built_in: built_in_at(&request.levels),
                    params,
                    waivers,
                    warnings,
                })
            }
            _ => Err(problems),
        }
    }

    /// What is judged.
    pub(crate) fn run(&self) -> Run<'_> {
        let stacks =
            self.stacks
                .iter()
                .zip(&self.roles)
                .zip(&self.disks)
                .map(|((stack, role), disk)| {
                    let focus = focus(stack, &self.specs);
                    let model = Model::focused(stack, Facts::builtin(), focus);
                    Subject {
                        model: match disk {
                            Some(disk) => model.with_files(disk),
                            None => model,
                        },
                        role: role.clone(),
                    }
                });
        Run {
            stacks: stacks.collect(),
            specs: &self.specs,
            params: &self.params,
        }
    }
}

/// The specs at the paths that were asked for, and those of the groups of the library, at the levels
/// that were asked for; all errors of all files at once.
///
/// # Errors
/// A path at which there is nothing, a group that names nothing (usage), and invalid files.
pub(crate) fn load_specs(request: &Request) -> Result<SpecSet, Problems> {
    if request.specs.is_empty() && request.library.is_empty() {
        let message = "no spec files are given";
        let help = "add `--specs PATH` or `--library GROUP`, or `specs = [\"specs\"]` to \
                    stackspec.toml";
        return Err(Problems::one(
            Exit::Usage,
            Diagnostic::error(message).help(help),
        ));
    }
    let found =
        spec::discover(&request.specs).map_err(|(exit, error)| Problems::one(exit, *error))?;
    let shipped = spec::library_at(&request.library, &request.levels);
    let mut files = shipped.map_err(|found| Problems::of(Exit::Usage, found))?;
    let mut errors = Vec::new();
    for (source, name) in found {
        match spec::parse(&source, &name) {
            Ok(file) => files.push(file),
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(Problems::of(Exit::Spec, errors));
    }
    SpecSet::new(files).map_err(|found| Problems::of(Exit::Spec, found))
}

/// The files of a stack, under this root or the one around its input.
fn disk(stack: &Stack, root: Option<&Path>) -> Result<Option<Disk>, Box<Diagnostic>> {
    match root {
        None => Ok(Disk::around(&stack.input).ok()),
        Some(root) => Disk::new(root).map(Some).map_err(|error| {
            let message = format!("`--root {}`: {}", root.display(), error.kind());
            let help = "name the folder that holds the files which the stacks name";
            Box::new(Diagnostic::error(message).help(help))
        }),
    }
}

fn keep<T>(result: Result<T, Problems>, problems: &mut Problems) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(found) => {
            problems.0.extend(found.0);
            None
        }
    }
}

/// What is said when the spec files hold no spec.
pub(crate) fn no_spec() -> Diagnostic {
    Diagnostic::error("nothing was judged: the spec files declare no spec")
        .help("write a `[[spec]]`; `stackspec check --help` shows one")
}

/// Reads an environment variable for a param. Whoever resolves the params asks only for names on
/// the allow list.
#[expect(
    clippy::disallowed_methods,
    reason = "the faces read the environment here, and params only names on the allow list"
)]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
