//! Running the command.

use std::io;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, ExitStatus, Stdio};

use super::NO_SYNTH;

/// Why a command did not do what it should.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Why {
    /// What follows its name in a sentence.
    pub(super) says: String,
    pub(super) help: &'static str,
}

/// Runs a command in a folder. What it prints goes to standard error: standard output is for the report.
///
/// # Errors
/// It cannot be run, or does not end with 0.
pub(super) fn run(words: &[String], folder: &Path) -> Result<(), Why> {
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    if !folder.is_dir() {
        return Err(Why {
            says: format!("cannot be run: there is no folder `{}`", folder.display()),
            help: "mend `folder` in `[synth]`",
        });
    }
    match status(words, folder) {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Why {
            says: match status.code() {
                Some(code) => format!("failed: it ended with {code}"),
                None => format!("failed: {status}"),
            },
            help: "mend what it says above; `--no-synth` judges what is there",
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Why {
            says: "cannot be run: there is no such program".to_owned(),
            help: "install it, or mend `command` in `[synth]`; `--no-synth` judges what is there",
        }),
        Err(error) => Err(Why {
            says: format!("cannot be run: {error}"),
            help: "mend `command` in `[synth]`; `--no-synth` judges what is there",
        }),
    }
}

fn status(words: &[String], folder: &Path) -> io::Result<ExitStatus> {
    let program = words.first().map(String::as_str).unwrap_or_default();
    let arguments = words.get(1..).unwrap_or_default();
    let status = |program: &Path| {
        let mut command = Command::new(program);
        command.args(arguments);
        command.current_dir(folder);
        // A command that judges by itself would wait for this process for ever.
        command.env(NO_SYNTH, "1");
        command.stdin(Stdio::null());
        command.stdout(io::stderr());
        command.status()
    };
    let path = located(program, folder)?;
    match status(&path) {
        // `npx` is a script there, and only programs are looked for.
        Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::NotFound => {
            status(&PathBuf::from(format!("{}.cmd", path.display())))
        }
        ended => ended,
    }
}

/// A program that is named by a path lies below the folder, on every system alike.
fn located(program: &str, folder: &Path) -> io::Result<PathBuf> {
    let path = Path::new(program);
    if path.components().count() > 1 && path.is_relative() {
        return absolute(folder.join(path));
    }
    Ok(path.to_owned())
}
