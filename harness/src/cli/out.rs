//! What goes to the outside: standard output, standard error, files.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use crate::diagnostic::{Diagnostic, escape};
use crate::run::Problems;

/// Writes to standard output. Colours are taken out unless it is a terminal that shows them. A
/// reader that has gone away (`| head`) is no error.
pub(super) fn print(text: &[u8]) {
    finish(anstream::stdout().lock().write_all(text));
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

/// Whether standard error is a terminal.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Writes what clap says.
pub(super) fn clap(error: &clap::Error) {
    // Styled; clap takes the styles out where nobody sees them.
    _ = error.print();
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
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let write = || -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        file.write_all(text)?;
        readable_by_others(file.as_file())?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| {
        let shown = escape(&path.display().to_string());
        Diagnostic::error(format!("`{flag}{shown}` cannot be written: {error}"))
            .help("name a file in a folder that exists")
    })
}

/// A temporary file is its owner's alone; a report is like any other file.
#[cfg(unix)]
fn readable_by_others(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

fn say(text: &str) {
    _ = writeln!(anstream::stderr().lock(), "{text}");
}

fn finish(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        say(&format!(
            "error: standard output cannot be written to: {error}"
        ));
    }
}
