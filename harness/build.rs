//! Embeds the library: every `specs/**/*.toml`, by its path below `specs`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let specs = root.join("specs");
    let mut files = Vec::new();
    walk(&specs, &mut files)?;
    files.sort();
    let out = PathBuf::from(variable("OUT_DIR")?).join("library.rs");
    let mut text = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&specs).unwrap_or(file);
        let name = name.to_string_lossy().replace('\\', "/");
        text.push_str(&format!(
            "    ({name:?}, include_str!({:?})),\n",
            file.display().to_string()
        ));
    }
    text.push_str("]\n");
    fs::write(out, text)?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "cargo::rerun-if-changed={}", specs.display())
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
