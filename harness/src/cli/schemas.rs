//! `stackspec new schemas`, and the first line of files that name a schema.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::SchemasArgs;
use super::out;
use super::place::put;
use crate::config::{self, FILE_NAME};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::exit::Exit;
use crate::run::Problems;
use crate::schema::Schema;

/// The folder that schemas lie in.
const FOLDER: &str = ".stackspec";

/// The names that Taplo looks for, the first before the second.
const TAPLO: [&str; 2] = [".taplo.toml", "taplo.toml"];

pub(super) fn run(args: &SchemasArgs) -> Result<(), Problems> {
    let folder = &args.folder;
    let specs = specs(folder)?;
    let written = write(folder, &specs).map_err(|(path, error)| {
        let shown = path.display();
        let help = match path.ends_with(FOLDER) {
            true => "the schemas go into a folder of this name: move what is there away",
            false => "make the folder writable",
        };
        let error = Diagnostic::error(format!("`{shown}` cannot be written: {error}"));
        Problems::one(Exit::Usage, error.help(help))
    })?;
    for path in &written.files {
        out::note(&format!("wrote {}", path.display()));
    }
    if let Some((path, rules)) = written.open {
        out::note(&format!("{} is there already: add to it", path.display()));
        out::print(rules.as_bytes());
    }
    Ok(())
}

/// What came of writing schemas.
pub(super) struct Written {
    /// The files that were written.
    pub(super) files: Vec<PathBuf>,
    /// The configuration of Taplo that was there, and what it lacks.
    pub(super) open: Option<(PathBuf, String)>,
}

/// Writes the schemas, and a configuration of Taplo where there is none. `specs` are globs over spec
/// files, from `folder`, with `/` between names.
///
/// # Errors
/// The file that could not be written, and why.
pub(super) fn write(folder: &Path, specs: &[String]) -> Result<Written, (PathBuf, io::Error)> {
    let at = |path: &Path, done: io::Result<()>| done.map_err(|error| (path.to_owned(), error));
    let into = folder.join(FOLDER);
    at(&into, fs::create_dir_all(&into))?;
    let mut files = Vec::new();
    for schema in Schema::ALL {
        let path = into.join(schema.file_name());
        at(&path, put(&path, schema.text().as_bytes()))?;
        files.push(path);
    }
    let rules = rules(specs);
    let there = TAPLO.map(|name| folder.join(name));
    let Some(there) = there.into_iter().find(|path| path.exists()) else {
        let path = folder.join(TAPLO[0]);
        let head = "# For editors and `taplo lint`. Made by `stackspec new schemas`.\n";
        at(&path, put(&path, format!("{head}{rules}").as_bytes()))?;
        files.push(path);
        return Ok(Written { files, open: None });
    };
    let text = match fs::read_to_string(&there) {
        Ok(text) => text,
        Err(error) => return Err((there, error)),
    };
    let named = |schema: &Schema| text.contains(&below(*schema));
    let open = (!Schema::ALL.iter().all(named)).then_some((there, rules));
    Ok(Written { files, open })
}

/// The path of a schema in the folder.
fn below(schema: Schema) -> String {
    format!("{FOLDER}/{}", schema.file_name())
}

/// Which files have which schema.
fn rules(specs: &[String]) -> String {
    let mut text = String::new();
    for schema in Schema::ALL {
        let include = match schema {
            Schema::Spec => specs.to_vec(),
            Schema::Case => vec!["**/case.toml".to_owned()],
            Schema::Suite => vec!["**/suite.toml".to_owned()],
            Schema::Config => vec![format!("**/{FILE_NAME}")],
        };
        let include = toml::Value::from(include);
        let path = toml::Value::from(below(schema));
        text.push_str(&format!(
            "\n[[rule]]\ninclude = {include}\n[rule.schema]\npath = {path}\n"
        ));
    }
    text
}

/// Globs over the spec files that `stackspec.toml` of the folder names.
fn specs(folder: &Path) -> Result<Vec<String>, Problems> {
    let path = folder.join(FILE_NAME);
    let named = match fs::read_to_string(&path) {
        Ok(text) => {
            let text = text.into();
            let file = SourceFile { path, text };
            let read = config::parse(&file);
            read.map_err(|found| Problems::of(Exit::Spec, found))?.specs
        }
        Err(_) => Vec::new(),
    };
    let globs = named.iter().map(|path| {
        let below = path.strip_prefix(folder).unwrap_or(path);
        let text = below.to_string_lossy().replace('\\', "/");
        let text = text.trim_start_matches("./").trim_end_matches('/');
        match text {
            "" | "." => "**/*.toml".to_owned(),
            text if text.ends_with(".toml") => text.to_owned(),
            text => format!("{text}/**/*.toml"),
        }
    });
    let globs: Vec<String> = globs.collect();
    Ok(match globs.is_empty() {
        true => vec!["specs/**/*.toml".to_owned()],
        false => globs,
    })
}

/// The line that names the schema of a file in `folder`, if the schema lies there or in a folder
/// above: a line that leads nowhere would be an error in every editor.
pub(super) fn first_line(folder: &Path, schema: Schema) -> String {
    let name = below(schema);
    let Ok(folder) = std::path::absolute(folder) else {
        return String::new();
    };
    let above = folder.ancestors().take_while(|it| it.parent().is_some());
    let depth = above.into_iter().position(|it| it.join(&name).is_file());
    match depth {
        Some(depth) => format!("#:schema {}{name}\n", "../".repeat(depth)),
        None => String::new(),
    }
}
