//! Reading `stackspec.toml`.

use std::path::Path;
use std::{fs, io};

use super::Problems;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::exit::Exit;
use crate::proof::{self, Skip};

/// The configuration at this path, and the mutants that it leaves untried.
///
/// # Errors
/// It cannot be read; everything that is wrong with it.
pub(crate) fn configuration(path: &Path) -> Result<(Config, Vec<Skip>), Problems> {
    let text = fs::read_to_string(path).map_err(|error| {
        let message = format!("`{}` cannot be read: {error}", path.display());
        let help = match error.kind() {
            io::ErrorKind::InvalidData => "it must be a text file in UTF-8",
            _ => "name a stackspec.toml",
        };
        Problems::one(Exit::Usage, Diagnostic::error(message).help(help))
    })?;
    let file = SourceFile {
        path: path.to_owned(),
        text: text.into(),
    };
    let config = config::parse(&file).map_err(|found| Problems::of(Exit::Usage, found))?;
    let skips = proof::skips(&config.skips).map_err(|found| Problems::of(Exit::Usage, found))?;
    Ok((config, skips))
}
