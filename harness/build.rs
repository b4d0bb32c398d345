//! Embeds the library: every `specs/**/*.toml`, by its path below `specs`, and every knowledge table
//! in `harness/library/tables`, by its name.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    embed(&root.join("specs"), &out.join("library.rs"), |name| name)?;
    let bare = |name: String| name.trim_end_matches(".toml").to_owned();
    embed(
        &root.join("harness/library/tables"),
        &out.join("tables.rs"),
        bare,
    )
}

/// Writes a list of all TOML files below a folder, each with its name and its text.
fn embed(folder: &Path, out: &Path, name: impl Fn(String) -> String) -> io::Result<()> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    let mut named: Vec<(String, PathBuf)> = Vec::new();
    for file in files {
        let below = file.strip_prefix(folder).unwrap_or(&file);
        let below = below.to_string_lossy().replace('\\', "/");
        named.push((name(below), file));
    }
    named.sort();
    let mut text = String::from("&[\n");
    for (name, file) in &named {
        let file = file.display().to_string();
        text.push_str(&format!("    ({name:?}, include_str!({file:?})),\n"));
    }
    text.push_str("]\n");
    fs::write(out, text)?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "cargo::rerun-if-changed={}", folder.display())
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where it is by the environment"
)]
fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    Ok(())
}
