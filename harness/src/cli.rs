//! The command line.
//!
//! Each verb is a function from its arguments to an [`Exit`]. Reports go to standard output,
//! problems to standard error; only [`main`] ends the process.

mod apart;
mod args;
mod check;
mod compare;
mod coverage;
mod deliver;
mod explain;
mod graph;
mod init;
mod judged;
mod list;
mod merge;
mod mutate;
mod new;
mod out;
mod place;
mod progress;
mod query;
mod schemas;
mod scoreboard;
mod screen;
mod settings;
mod shell;
mod stable;
mod suite;
mod test;
mod waive;
mod watch;

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::exit::Exit;
use args::{Cli, Verb};

/// Runs the command line of this process. `cargo stackspec ...` works like `stackspec ...`.
pub fn main() -> ExitCode {
    let exit = guard(|| out::end(run(std::env::args_os().collect())));
    ExitCode::from(exit.code())
}

/// Runs `body`; a panic in it becomes a sentence and [`Exit::Bug`].
fn guard(body: impl FnOnce() -> Exit + panic::UnwindSafe) -> Exit {
    // The message is ours to print: once, and as what it is.
    panic::set_hook(Box::new(|info| {
        let said = info.payload_as_str().unwrap_or("no message");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        out::error(&format!(
            "stackspec broke: {} ({place})\n  = note: this is a bug of stackspec and says nothing \
             about your stacks\n  = help: please report it, with this line and the command",
            crate::diagnostic::escape(said)
        ));
    }));
    panic::catch_unwind(body).unwrap_or(Exit::Bug)
}

/// Runs the command line given by these words, the name of the program first.
fn run(mut words: Vec<OsString>) -> Exit {
    // `cargo stackspec check` runs `cargo-stackspec stackspec check`.
    if words.get(1).is_some_and(|word| word == "stackspec") {
        words.remove(1);
    }
    // What is wrong with the arguments is coloured as they ask, too.
    args::Colour::of(&words).hold();
    let read = Cli::command().color(args::Colour::of(&words).of_clap());
    let read = read.try_get_matches_from(words);
    let cli = match read.and_then(|read| Cli::from_arg_matches(&read)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and the version are asked for: they go to standard output and end well.
            let asked = !error.use_stderr();
            out::clap(&error);
            return if asked { Exit::Ok } else { Exit::Usage };
        }
    };
    if let Some(error) = apart::wrong(&cli.verb) {
        out::diagnostic(&error);
        return Exit::Usage;
    }
    match cli.verb {
        Verb::Init(args) => init::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Test(args) => test::run(&args),
        Verb::Coverage(args) => coverage::run(&args),
        Verb::Mutate(args) => mutate::run(&args),
        Verb::Merge(args) => merge::run(&args),
        Verb::Compare(args) => compare::run(&args),
        Verb::Scoreboard(args) => scoreboard::run(&args),
        Verb::Suite(args) => suite::run(&args),
        Verb::Stable(args) => stable::run(&args),
        Verb::New(args) => new::run(&args),
        Verb::Waive(args) => waive::run(&args),
        Verb::List(args) => list::run(&args),
        Verb::Query(args) => query::run(&args),
        Verb::Graph(args) => graph::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Completions(args) => shell::completions(&args),
        Verb::Man(args) => shell::man(&args),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_panic_is_a_bug_and_no_verdict() {
        assert_eq!(guard(|| panic!("a\u{1b}[31m")), Exit::Bug);
        assert_eq!(guard(|| Exit::Failed), Exit::Failed);
        _ = panic::take_hook();
    }
}
