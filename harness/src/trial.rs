//! Specs as native test cases: the bridge to `libtest-mimic`.
//!
//! Three lines in `tests/infra.rs` (with `harness = false` in `Cargo.toml`):
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     stackspec::harness().input("cdktf.out").specs("specs").run()
//! }
//! ```
//!
//! Each spec is a case on each stack, `<stack role>::<file>::<id>`. It runs under `cargo test` and
//! `cargo nextest`, and ends as they expect: 0, or 101 if a case failed.

mod arguments;
mod cases;
mod suite;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::config::{CoverageConfig, Gates};
use crate::diagnostic::escape;
use crate::exit::Exit;
use crate::run::{Inputs, Problems, Request, Synthesis, configuration, environment};
use crate::spec::{Given, Origin};
use crate::stack::VariableValue;
use arguments::{Asked, Options};
pub use suite::{SuiteHarness, suite};

/// A harness, to be told what to judge.
pub fn harness() -> Harness {
    Harness::default()
}

/// What a test binary judges. See [`harness`].
///
/// Paths are relative to the working directory, which for a test is the folder of its
/// `Cargo.toml`.
#[derive(Debug, Clone, Default)]
#[must_use = "call `run`"]
pub struct Harness {
    request: Request,
    gates: Gates,
    config: Option<PathBuf>,
    no_synth: bool,
}

impl Harness {
    /// Judges this input too: a `cdktf.out`, a `*.tf.json` or its folder, the JSON of a plan or a
    /// state.
    pub fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.request.inputs.push(path.into());
        self
    }

    /// Judges it by these specs too: a file, a folder or a glob.
    pub fn specs(mut self, path: impl Into<PathBuf>) -> Self {
        self.request.specs.push(path.into());
        self
    }

    /// Judges it by this group of the library too: `all`, `aws`, `aws/lambda`, `security`, an id.
    pub fn library(mut self, group: impl Into<String>) -> Self {
        self.request.library.push(group.into());
        self
    }

    /// Gives a param a value, as `--param` does.
    pub fn param(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.request.params.push(Given {
            name: name.into(),
            value: value.into(),
            origin: Origin::Flag,
            place: None,
        });
        self
    }

    /// Gives a variable of the stacks a value, as `--var` does.
    pub fn var(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        let value = VariableValue::Json(value.into());
        self.request.vars.insert(name.into(), value);
        self
    }

    /// Reads what a plan does not carry from the synth output that it was made from.
    pub fn synth(mut self, path: impl Into<PathBuf>) -> Self {
        self.request.synth = Some(path.into());
        self
    }

    /// Lets params read this environment variable.
    pub fn env(mut self, name: impl Into<String>) -> Self {
        self.request.env.push(name.into());
        self
    }

    /// Names the stack of a plan, a state or a `*.tf.json`; without it the folder does.
    pub fn stack_name(mut self, name: impl Into<String>) -> Self {
        self.request.stack_name = Some(name.into());
        self
    }

    /// Looks for files that a stack names only under this folder; without it, under the repository
    /// that its input lies in.
    pub fn root(mut self, path: impl Into<PathBuf>) -> Self {
        self.request.root = Some(path.into());
        self
    }

    /// Demands that specs cover this many percent of the resources: a case of its own,
    /// `run::coverage::resources`.
    pub fn coverage(mut self, percent: u8) -> Self {
        self.gates.resources = Some(percent);
        self
    }

    /// Demands that specs cover this many percent of the attributes, those that are known: a case
    /// of its own, `run::coverage::attributes`. An attribute is covered if a clause would fail if
    /// it were otherwise.
    pub fn attribute_coverage(mut self, percent: u8) -> Self {
        self.gates.attributes = Some(percent);
        self
    }

    /// Demands that this many percent of the clauses are proven: a case of its own,
    /// `run::coverage::clauses_proven`. A clause is proven if a change of the stack was seen to make
    /// it fail.
    pub fn clauses_proven(mut self, percent: u8) -> Self {
        self.gates.clauses_proven = Some(percent);
        self
    }

    /// Takes what is not said here from this `stackspec.toml`: inputs, specs, params, the
    /// environment variables, the gates. What does not count for a gate (`[[coverage.ignore]]`) is
    /// said only there. Its `[synth]` is run if the output is older than a source. Without it no
    /// configuration is read, and no command is run.
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(path.into());
        self
    }

    /// Leaves the synth output as it is: the command of `[synth]` in the configuration is not run. The
    /// variable `STACKSPEC_NO_SYNTH=1` does so too.
    pub fn no_synth(mut self) -> Self {
        self.no_synth = true;
        self
    }

    /// Runs the cases that the arguments of this process ask for.
    ///
    /// Whatever is wrong with the inputs, the specs or the params is one failing case,
    /// `stackspec::inputs`, that no filter takes away.
    pub fn run(self) -> ExitCode {
        let options = match asked() {
            Ok(options) => options,
            Err(end) => return end,
        };
        match self.read() {
            Ok((inputs, demands)) => cases::run(inputs, demands, options),
            Err(problems) => broken(&problems, options),
        }
    }

    fn read(self) -> Result<(Inputs, CoverageConfig), Problems> {
        let mut request = self.request;
        let mut demands = CoverageConfig {
            gates: self.gates,
            ignore: Vec::new(),
        };
        if let Some(path) = self.config {
            let (config, _) = configuration(&path)?;
            let synthesis = Synthesis::of(&config, &environment);
            if request.inputs.is_empty() {
                request.inputs = config.inputs;
            }
            if let Some(synthesis) = synthesis {
                let synthesis = synthesis.left_if(self.no_synth);
                for warning in synthesis.bring(&request.inputs, &note)? {
                    say(&warning.render(false));
                }
            }
            if request.specs.is_empty() && request.library.is_empty() {
                request.specs = config.specs;
                request.library = config.library;
            }
            request.params.extend(config.params);
            request.env.extend(config.env);
            request.levels = config.levels;
            request.waivers = config.waivers;
            for (name, value) in config.vars {
                request.vars.entry(name).or_insert(value);
            }
            demands.gates = demands.gates.or(config.coverage.gates);
            demands.ignore = config.coverage.ignore;
        }
        Ok((Inputs::read(&request, &environment)?, demands))
    }
}

/// What the arguments of this process ask for; an error is how it ends without any case.
fn asked() -> Result<Options, ExitCode> {
    match arguments::parse(std::env::args().skip(1)) {
        Ok(Asked::Run(options)) => Ok(*options),
        Ok(Asked::Help) => {
            say_out(arguments::HELP);
            Err(ExitCode::SUCCESS)
        }
        Err(sentence) => {
            say(&format!("error: {sentence}"));
            Err(ExitCode::from(Exit::Usage.code()))
        }
    }
}

/// One failing case that says what is wrong. Nothing takes it away: a filter, a name from before
/// the inputs broke, `--ignored`.
fn broken(problems: &Problems, mut options: Options) -> ExitCode {
    let text = problems.render(options.may_colour());
    let trial = libtest_mimic::Trial::test("stackspec::inputs", move || Err(text.into()));
    options.filters.clear();
    options.args.skip.clear();
    // `--list --ignored` asks which cases are ignored: this one is not.
    options.args.ignored &= options.args.list;
    options.run(vec![trial])
}

/// What a case is called: text from outside, at the start of lines that are not ours.
fn case_name(name: &str) -> String {
    let name = escape(name);
    if name.starts_with(':') || name.starts_with('#') || name.starts_with(' ') {
        format!("_{name}")
    } else {
        name
    }
}

/// Writes to standard error: standard output belongs to the protocol of the test runner.
#[expect(
    clippy::print_stderr,
    reason = "a face: beside the report of the test runner"
)]
fn say(text: &str) {
    eprintln!("{text}");
}

/// Says what is done before anything is judged.
fn note(text: &str) {
    say(&format!("note: {}", escape(text)));
}

#[expect(clippy::print_stdout, reason = "a face: `--help`")]
fn say_out(text: &str) {
    println!("{text}");
}
