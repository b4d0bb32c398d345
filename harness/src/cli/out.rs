//! What goes to the outside: standard output, standard error, files.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::place::{Place, put};
use super::screen::Screen;
use crate::diagnostic::{Diagnostic, escape};
use crate::exit::{Exit, decide};
use crate::run::Problems;

/// Whether standard output could not be written to.
static LOST: AtomicBool = AtomicBool::new(false);

/// Writes to standard output. Colours are taken out unless it is a terminal that shows them. A
/// reader that has gone away (`| head`) is no error.
pub(super) fn print(text: &[u8]) {
    let shown = Screen::of_stdout().map(|screen| screen.show(&String::from_utf8_lossy(text)));
    let text = shown.as_deref().map_or(text, str::as_bytes);
    finish(anstream::stdout().lock().write_all(text));
}

/// The same for a text that is copied: its lines stay whole.
pub(super) fn print_whole(text: &[u8]) {
    finish(anstream::stdout().lock().write_all(text));
}

/// Clears the terminal that standard output is; anything else is left as it is.
pub(super) fn clear() {
    if Screen::of_stdout().is_some() {
        print_whole(b"\x1b[H\x1b[2J");
    }
}

/// Writes to standard output as it is.
pub(super) fn print_raw(text: &[u8]) {
    finish(io::stdout().lock().write_all(text));
}

/// Writes a line to standard error, marked as an error. The text is safe already.
pub(super) fn error(text: &str) {
    say(&format!("error: {text}"));
}

/// Writes a line to standard error, marked as a note.
pub(super) fn note(text: &str) {
    say(&format!("note: {}", escape(text)));
}

/// Writes a diagnostic to standard error.
pub(super) fn diagnostic(diagnostic: &Diagnostic) {
    say(&format!("{}\n", diagnostic.render(true)));
}

/// Writes problems to standard error.
pub(super) fn problems(problems: &Problems) {
    say(&problems.render(true));
}

/// Writes to standard error as it is, without a line break.
pub(super) fn bare(text: &str) {
    _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes what clap says.
pub(super) fn clap(error: &clap::Error) {
    // Styled; clap takes the styles out where nobody sees them.
    finish(error.print());
}

/// How a process ends that comes to this: what nobody could read is no success.
pub(super) fn end(exit: Exit) -> Exit {
    // What stands in a line without an end is written only now.
    finish(io::stdout().flush());
    match LOST.load(Ordering::Relaxed) {
        true => decide([exit, Exit::Usage]),
        false => exit,
    }
}

/// Writes a file as a whole or not at all.
///
/// # Errors
/// The folder is not there or cannot be written to.
pub(super) fn file(path: &Path, text: &[u8]) -> Result<(), Diagnostic> {
    file_of("--output ", path, text)
}

/// The same for another flag, which stands right before the name of the file.
///
/// # Errors
/// As [`file`].
pub(super) fn file_of(flag: &str, path: &Path, text: &[u8]) -> Result<(), Diagnostic> {
    put(path, text).map_err(|error| unwritten(flag, path, &error))
}

/// A file that is written piece by piece, and is there as a whole or not at all.
pub(super) struct Pending {
    path: std::path::PathBuf,
    file: io::BufWriter<Place>,
    wrong: Option<io::Error>,
}

impl Pending {
    /// Begins one.
    ///
    /// # Errors
    /// As [`file`].
    pub(super) fn new(path: &Path) -> Result<Pending, Diagnostic> {
        match Place::begin(path) {
            Ok(place) => Ok(Pending {
                path: path.to_owned(),
                file: io::BufWriter::new(place),
                wrong: None,
            }),
            Err(error) => Err(unwritten("--output ", path, &error)),
        }
    }

    /// Writes a piece. What goes wrong is said at the end.
    pub(super) fn write(&mut self, text: &[u8]) {
        if self.wrong.is_none() {
            self.wrong = self.file.write_all(text).err();
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// As [`file`].
    pub(super) fn keep(self) -> Result<(), Diagnostic> {
        let Pending { path, file, wrong } = self;
        let keep = || -> io::Result<()> {
            if let Some(error) = wrong {
                return Err(error);
            }
            let place = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            place.keep()
        };
        keep().map_err(|error| unwritten("--output ", &path, &error))
    }
}

fn unwritten(flag: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let shown = escape(&path.display().to_string());
    Diagnostic::error(format!("`{flag}{shown}` cannot be written: {error}"))
        .help("name a file in a folder that exists")
}

fn say(text: &str) {
    let shown = Screen::of_stderr().map(|screen| screen.show(text));
    let text = shown.as_deref().unwrap_or(text);
    _ = writeln!(anstream::stderr().lock(), "{text}");
}

fn finish(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
        && !LOST.swap(true, Ordering::Relaxed)
    {
        say(&format!(
            "error: standard output cannot be written to: {error}"
        ));
    }
}
