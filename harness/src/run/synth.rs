//! `[synth]`: makes the synth output again where a source is newer, as cargo builds before it tests.
//!
//! The command comes from a `stackspec.toml` that was named or found in the working folder, and from
//! nowhere else: no suite, no case and nothing in an input can say one.

mod files;
mod lock;
mod process;

use std::path::{Path, PathBuf, absolute};

use super::Problems;
use crate::config::{Config, Synth};
use crate::diagnostic::{Diagnostic, Severity};
use crate::exit::Exit;
use files::{Files, Written};
use lock::Lock;

/// The environment variable that leaves the synth output as it is: for CI, where another step made it.
pub(crate) const NO_SYNTH: &str = "STACKSPEC_NO_SYNTH";

/// How often the command is run if the sources change while it runs.
const ATTEMPTS: usize = 2;

/// What makes the synth output of a configuration.
#[derive(Debug, Clone)]
pub(crate) struct Synthesis {
    synth: Synth,
    /// What the command writes.
    outputs: Vec<PathBuf>,
    /// The inputs of the configuration: no sources, though `sources` may match them.
    inputs: Vec<PathBuf>,
    /// Whether the output is left as it is.
    leave: bool,
}

/// Why the output is not up to date.
#[derive(Debug, PartialEq, Eq)]
enum Stale {
    Missing(PathBuf),
    /// A source, and an output that is not newer.
    Newer(PathBuf, PathBuf),
    /// A source is gone, or is another than the one that it was made from.
    Changed,
    /// The last run of the command failed, or was stopped, whatever it has written.
    Unfinished,
}

impl Synthesis {
    /// Of this configuration, if it has a `[synth]`. The environment may say that the output is left as it is.
    pub(crate) fn of(
        config: &Config,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Synthesis> {
        let synth = config.synth.clone()?;
        let leave =
            environment(NO_SYNTH).is_some_and(|it| !matches!(it.as_str(), "" | "0" | "false"));
        let outputs = match synth.output.is_empty() {
            true => config.inputs.clone(),
            false => synth.output.clone(),
        };
        Some(Synthesis {
            synth,
            outputs,
            inputs: config.inputs.clone(),
            leave,
        })
    }

    /// Leaves the output as it is if `leave` (`--no-synth`) says so.
    #[must_use]
    pub(crate) fn left_if(mut self, leave: bool) -> Synthesis {
        self.leave |= leave;
        self
    }

    /// Makes the output again if it is one of `inputs` and is not up to date. `say` is told what is
    /// run, and why. What is odd comes back.
    ///
    /// # Errors
    /// A glob of `sources` that matches nothing; a command that cannot be run, fails, or does not
    /// write its output.
    pub(crate) fn bring(
        &self,
        inputs: &[PathBuf],
        say: &dyn Fn(&str),
    ) -> Result<Vec<Diagnostic>, Problems> {
        if self.outputs.is_empty() {
            let error = self.at("`[synth]` does not say what it writes", "");
            let help = "add `output = [\"cdktf.out\"]` to it, or `inputs` to the file";
            return Err(Problems::one(Exit::Usage, error.help(help)));
        }
        if !inputs.iter().any(|input| self.writes(input)) {
            return Ok(self.unread(inputs).into_iter().collect());
        }
        if self.leave {
            return Ok(self.left()?.into_iter().collect());
        }
        // Of many processes one synthesizes, and the others wait for it.
        let mut lock = Lock::take(&self.key(), &|| {
            say("another process makes the synth output: waiting for it");
        });
        let mut warnings = Vec::new();
        for attempt in 1..=ATTEMPTS {
            let sources = self.sources()?;
            let before = self.written();
            let Some(stale) = self.stale(&sources, &before, &lock) else {
                break;
            };
            say(&format!("{}: {}", stale.says(), self.command()));
            lock.begin();
            self.run(&stale)?;
            let after = self.written();
            self.judge_written(&before, &after)?;
            let now = self.sources()?;
            let other = now.differs_from(&sources);
            if other.is_none() || attempt == ATTEMPTS {
                lock.remember(&self.stamp(&now), &Written::stamp(&after));
                warnings.extend(other.map(|path| self.restless(&path)));
                break;
            }
        }
        Ok(warnings)
    }

    /// The files that the command reads, for whoever watches them. What is wrong with `sources` is said
    /// when they are judged.
    #[cfg(feature = "cli")]
    pub(crate) fn watched(&self) -> Vec<PathBuf> {
        let sources = self.sources();
        sources.map_or_else(|_| Vec::new(), |files| files.paths().cloned().collect())
    }

    /// Whether it makes the output, and does not leave it as it is.
    #[cfg(feature = "cli")]
    pub(crate) fn makes(&self) -> bool {
        !self.leave
    }

    /// Whether this input is what the command writes, a part of it, or has it in it.
    pub(crate) fn writes(&self, input: &Path) -> bool {
        let input = real(input);
        self.outputs.iter().any(|output| {
            let output = real(output);
            input.starts_with(&output) || output.starts_with(&input)
        })
    }

    fn sources(&self) -> Result<Files, Problems> {
        let outputs = self.outputs.iter().chain(&self.inputs);
        let outputs: Vec<PathBuf> = outputs.map(|path| real(path)).collect();
        files::sources(&self.synth, &outputs).map_err(|(exit, found)| Problems::one(exit, *found))
    }

    fn written(&self) -> Vec<Written> {
        let outputs = self.outputs.iter();
        outputs.map(|output| Written::of(output)).collect()
    }

    fn stale(&self, sources: &Files, written: &[Written], lock: &Lock) -> Option<Stale> {
        if let Some(gone) = written.iter().find(|output| output.time().is_none()) {
            return Some(Stale::Missing(gone.path.clone()));
        }
        if lock.is_unfinished() {
            return newer(sources, written).or(Some(Stale::Unfinished));
        }
        // Of this very output it is known what it was made from; times say nothing more.
        if lock.output() == Some(&Written::stamp(written)) {
            let same = lock.sources() == Some(&self.stamp(sources));
            let newer = || newer(sources, written);
            return (!same).then(|| newer().unwrap_or(Stale::Changed));
        }
        newer(sources, written)
    }

    /// What `--no-synth` leaves, if it is not up to date.
    fn left(&self) -> Result<Option<Diagnostic>, Problems> {
        let written = self.written();
        if written.iter().any(|output| output.time().is_none()) {
            // The input that is missing says so itself.
            return Ok(None);
        }
        let unfinished = Lock::was_left_unfinished(&self.key());
        let stale = match unfinished {
            true => Some(Stale::Unfinished),
            false => newer(&self.sources()?, &written),
        };
        Ok(stale.map(|stale| {
            let message = format!("{}, and is judged as it is", stale.says());
            let help = format!(
                "run `{}`, or leave `--no-synth` and {NO_SYNTH} away",
                self.command()
            );
            let mut warning = Diagnostic::error(message).help(help);
            warning.severity = Severity::Warning;
            warning
        }))
    }

    fn run(&self, stale: &Stale) -> Result<(), Problems> {
        process::run(&self.synth.command, &self.synth.folder).map_err(|why| {
            let error = self
                .at(format!("`{}` {}", self.command(), why.says), "this command")
                .note(stale.says())
                .note("what an older run left is not judged");
            Problems::one(Exit::Load, error.help(why.help))
        })
    }

    /// Holds the command to what it should have written.
    fn judge_written(&self, before: &[Written], after: &[Written]) -> Result<(), Problems> {
        for (before, after) in before.iter().zip(after) {
            let path = after.path.display();
            let (message, helps) = if after.time().is_none() {
                let message = format!("`{}` ended well, and `{path}` is not there", self.command());
                (
                    message,
                    vec!["if it writes to another place, say so: `output` in `[synth]`"],
                )
            } else if before.is_same(after) && !self.synth.keeps_unchanged {
                let message = format!(
                    "`{}` ended well, and left `{path}` as it was",
                    self.command()
                );
                let helps = vec![
                    "if it writes to another place, say so: `output` in `[synth]`",
                    "if it leaves alone what would be the same, say so: `keeps_unchanged = true`",
                ];
                (message, helps)
            } else {
                continue;
            };
            let mut error = self.at(message, "this command");
            error.help.extend(helps.into_iter().map(str::to_owned));
            return Err(Problems::one(Exit::Load, error));
        }
        Ok(())
    }

    /// `[synth]` writes what no input of the file lies in: it would never run, and nobody would know.
    /// Inputs that the command line names are another matter: they are what was asked for.
    fn unread(&self, inputs: &[PathBuf]) -> Option<Diagnostic> {
        let configured = self.inputs.iter().any(|input| inputs.contains(input));
        let read = self.inputs.iter().any(|input| self.writes(input));
        (configured && !read).then(|| {
            let first = self.outputs.first().map(|it| it.display().to_string());
            let message = format!(
                "`[synth]` is not run: no input is in `{}`, which it writes",
                first.unwrap_or_default()
            );
            let help = "`output` in `[synth]` and `inputs` name one place: mend one of them";
            let mut warning = self.at(message, "").help(help);
            warning.severity = Severity::Warning;
            warning
        })
    }

    /// The sources change while the command runs, twice.
    fn restless(&self, path: &Path) -> Diagnostic {
        let message = format!(
            "`{}` changed while `{}` ran",
            path.display(),
            self.command()
        );
        let help = "if the command writes it, it is no source: name the others with `sources` in `[synth]`";
        let mut warning = Diagnostic::error(message).help(help);
        warning.severity = Severity::Warning;
        warning
    }

    fn at(&self, message: impl Into<String>, label: &str) -> Diagnostic {
        let place = &self.synth.place;
        Diagnostic::error(message).at(&place.file, place.span.clone(), label)
    }

    fn command(&self) -> String {
        self.synth.command.join(" ")
    }

    /// What a lock is about: this configuration.
    fn key(&self) -> String {
        let mut key = real(&self.synth.place.file.path).display().to_string();
        for output in &self.outputs {
            key.push('\0');
            key.push_str(&real(output).display().to_string());
        }
        key
    }

    /// What the output is made from.
    fn stamp(&self, sources: &Files) -> String {
        files::hash(&format!(
            "{}\0{}\0{}",
            self.synth.command.join("\0"),
            self.synth.folder.display(),
            sources.text()
        ))
    }
}

impl Stale {
    fn says(&self) -> String {
        match self {
            Stale::Missing(output) => format!("`{}` is not there", output.display()),
            Stale::Newer(source, output) => {
                format!(
                    "`{}` is not newer than `{}`",
                    output.display(),
                    source.display()
                )
            }
            Stale::Changed => {
                "the sources are not those that the synth output was made from".to_owned()
            }
            Stale::Unfinished => "the last run of the command has not ended well".to_owned(),
        }
    }
}

/// The newest source that is not older than an output. What is as old may be newer by less than the
/// file system tells.
fn newer(sources: &Files, written: &[Written]) -> Option<Stale> {
    let (source, changed) = sources.newest()?;
    let old = written
        .iter()
        .find(|output| output.time().is_some_and(|time| changed >= time))?;
    Some(Stale::Newer(source.clone(), old.path.clone()))
}

/// A path by which the same place is the same, whether it is there or not.
fn real(path: &Path) -> PathBuf {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (
        path.parent().and_then(|it| it.canonicalize().ok()),
        path.file_name(),
    ) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path,
    }
}
