//! Paths: a file, a folder of Terraform JSON, or a cdktf output folder with its manifest.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::LoadOptions;
use super::document::{add_terraform_json, load_document};
use super::error::{LoadError, LoadErrorKind as Kind};
use super::index::Builder;
use super::pairs::{Pairs, Raw, Str};
use super::read;
use super::text::{self, Doc};
use super::trace;
use crate::stack::{Annotation, Form, Stack};

/// The folders that `cdktf synth` and its successor write.
const OUTPUT_FOLDERS: [&str; 2] = ["cdktf.out", "cdktn.out"];

/// What to do where a stack was synthesized as HCL.
const JSON_PLEASE: &str = "`cdktf synth` and `cdktn synth` write JSON without `--hcl`, \
     and without `hclOutput` and `SYNTH_HCL_OUTPUT`";

/// Loads what is at a path.
pub(crate) fn load(path: &Path, options: &LoadOptions) -> Result<Vec<Stack>, LoadError> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => read::missing(path),
        _ => LoadError::new(
            path,
            Kind::Unreadable,
            format!("it cannot be read: {error}"),
        ),
    })?;
    if metadata.is_dir() {
        return load_folder(path, options);
    }
    let text = read::read(path)?;
    let name = match &options.stack_name {
        Some(name) => name.clone(),
        None => folder_name(path.parent().unwrap_or(path), path),
    };
    load_document(&name, path, path, &text).map(|stack| vec![stack])
}

/// The name of a folder, which may be given as `.` or `..`; else the stem of the file.
fn folder_name(folder: &Path, file: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = folder
        .file_name()
        .or(file.file_stem())
        .unwrap_or(OsStr::new("stack"));
    name.to_string_lossy().into_owned()
}

fn load_folder(folder: &Path, options: &LoadOptions) -> Result<Vec<Stack>, LoadError> {
    let listing = Listing::read(folder)?;
    let refuse = |kind, what: &str| Err(LoadError::new(folder, kind, what));
    if listing.manifest {
        return load_manifest(folder);
    }
    if let Some(inside) = &listing.output_folder {
        let what =
            format!("this is the folder of a project; its synthesized stacks are in `{inside}`");
        return Err(LoadError::new(folder, Kind::ProjectRoot, what)
            .help(format!("give `{}`", folder.join(inside).display())));
    }
    let is_output = folder
        .file_name()
        .is_some_and(|name| OUTPUT_FOLDERS.iter().any(|out| name == *out));
    if is_output || listing.stacks && listing.json.is_empty() {
        return refuse(
            Kind::NoManifest,
            "this cdktf output folder has no `manifest.json`",
        );
    }
    if let Some(name) = listing.json.iter().find(|name| is_override(name)) {
        let what = format!("`{name}` overrides parts of other files, and only Terraform merges it");
        return refuse(Kind::OverrideFile, &what);
    }
    match (listing.json.is_empty(), listing.hcl.first()) {
        (true, Some(_)) => refuse(Kind::HclFolder, "this is a folder of HCL (`*.tf`)"),
        (false, Some(hcl)) => {
            let what = format!(
                "this folder holds HCL (`{hcl}`) beside Terraform JSON, and only part of it would be judged"
            );
            refuse(Kind::MixedFolder, &what)
        }
        (true, None) if listing.cdktf_json => refuse(
            Kind::ProjectRoot,
            "this is the folder of a cdktf project that has not been synthesized",
        ),
        (true, None) => Err(empty_folder(folder, &listing)),
        (false, None) => load_files(folder, &listing.json, options),
    }
}

/// A folder without input may stand beside or above one.
fn empty_folder(folder: &Path, listing: &Listing) -> LoadError {
    let error = LoadError::new(folder, Kind::EmptyFolder, "this folder holds no input");
    let above = folder
        .parent()
        .filter(|above| above.join("manifest.json").is_file());
    match (above, &listing.other_json) {
        (Some(above), _) => error.help(format!("give `{}`", above.display())),
        (None, Some(name)) => {
            error.help(format!("give the file, `{}`", folder.join(name).display()))
        }
        (None, None) => error,
    }
}

/// `override.tf.json` and `*_override.tf.json`, which Terraform merges into the other files.
fn is_override(name: &str) -> bool {
    let stem = name.split(".t").next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

/// What is in a folder, by name.
#[derive(Default)]
struct Listing {
    manifest: bool,
    cdktf_json: bool,
    stacks: bool,
    other_json: Option<String>,
    output_folder: Option<&'static str>,
    json: Vec<String>,
    hcl: Vec<String>,
}

impl Listing {
    fn read(folder: &Path) -> Result<Self, LoadError> {
        let unreadable = |error: std::io::Error| {
            LoadError::new(
                folder,
                Kind::Unreadable,
                format!("it cannot be read: {error}"),
            )
        };
        let mut listing = Self::default();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.path().is_dir();
            let output = OUTPUT_FOLDERS.iter().find(|out| **out == name);
            match name.as_str() {
                "stacks" if is_folder => listing.stacks = true,
                _ if is_folder && output.is_some() => listing.output_folder = output.copied(),
                _ if is_folder || name.starts_with('.') => {}
                "manifest.json" => listing.manifest = true,
                "cdktf.json" => listing.cdktf_json = true,
                other if other.ends_with(".tf.json") || other.ends_with(".tofu.json") => {
                    listing.json.push(name);
                }
                other if other.ends_with(".tf") || other.ends_with(".tofu") => {
                    listing.hcl.push(name);
                }
                other if other.ends_with(".json") => {
                    listing.other_json = listing.other_json.take().max(Some(name));
                }
                _ => {}
            }
        }
        listing.json.sort();
        listing.hcl.sort();
        Ok(listing)
    }
}

/// Several files of Terraform JSON in one folder are one stack.
fn load_files(
    folder: &Path,
    names: &[String],
    options: &LoadOptions,
) -> Result<Vec<Stack>, LoadError> {
    let mut builder = Builder::default();
    for name in names {
        let path = folder.join(name);
        let text = read::read(&path)?;
        add_terraform_json(&mut builder, &path, &text)?;
    }
    let name = match &options.stack_name {
        Some(name) => name.clone(),
        None => folder_name(folder, folder),
    };
    Ok(vec![builder.finish(&name, folder, Form::Synth)?])
}

#[derive(Deserialize)]
struct Manifest<'a> {
    #[serde(borrow, default)]
    stacks: Option<Raw<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default)]
    name: Option<Str<'a>>,
    #[serde(borrow, default, rename = "synthesizedStackPath")]
    path: Option<Str<'a>>,
    #[serde(borrow, default)]
    annotations: Option<Vec<Note<'a>>>,
}

#[derive(Deserialize)]
struct Note<'a> {
    #[serde(borrow, default)]
    level: Option<Str<'a>>,
    #[serde(borrow, default)]
    message: Option<Str<'a>>,
    #[serde(borrow, default, rename = "constructPath")]
    construct_path: Option<Str<'a>>,
    #[serde(borrow, default)]
    stacktrace: Option<Raw<'a>>,
}

/// The stacks that the manifest names, and no others. All versions have `stacks` with
/// `synthesizedStackPath`; what else they hold differs.
fn load_manifest(folder: &Path) -> Result<Vec<Stack>, LoadError> {
    let path = folder.join("manifest.json");
    let text = read::read(&path)?;
    let doc = text::find(&path, &text)?;
    let bad = |error: LoadError| match error.kind {
        Kind::Misshapen => LoadError::new(&path, Kind::BadManifest, error.what).at(error.place),
        _ => error,
    };
    let manifest: Manifest<'_> = doc.read_object(doc.rest()).map_err(bad)?;
    let Some(stacks) = manifest.stacks else {
        let what = "this manifest has no `stacks`: it is not one of cdktf";
        return Err(LoadError::new(&path, Kind::BadManifest, what));
    };
    let entries = entries(&doc, stacks).map_err(bad)?;
    if entries.is_empty() {
        return Err(LoadError::new(
            &path,
            Kind::NoStacks,
            "the manifest lists no stack",
        ));
    }
    let root = fs::canonicalize(folder).map_err(|_| read::missing(folder))?;
    let mut loaded: Vec<Stack> = Vec::new();
    for (key, raw) in entries {
        let entry: Entry<'_> = doc.read_object(raw.get()).map_err(bad)?;
        let Some(name) = entry
            .name
            .as_ref()
            .map(|name| name.0.as_ref())
            .or(key.as_deref())
        else {
            let what = "a stack of the manifest has no name";
            return Err(doc.error(Kind::BadManifest, what, raw.get()));
        };
        if loaded.iter().any(|stack| stack.name == name) {
            let what = format!("the manifest lists two stacks called `{name}`");
            return Err(doc.error(Kind::BadManifest, what, raw.get()));
        }
        let Some(file) = &entry.path else {
            let what = format!("the stack `{name}` has no `synthesizedStackPath`");
            return Err(doc.error(Kind::BadManifest, what, raw.get()));
        };
        let file = stack_file(&doc, folder, &root, name, &file.0, raw)?;
        let mut builder = Builder {
            annotations: annotations(&entry),
            ..Builder::default()
        };
        add_terraform_json(&mut builder, &file, &read::read(&file)?).map_err(
            |error| match error.kind {
                Kind::Hcl => error.help(JSON_PLEASE.to_owned()),
                _ => error,
            },
        )?;
        loaded.push(builder.finish(name, folder, Form::Synth)?);
    }
    loaded.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(loaded)
}

type Entries<'a> = Vec<(Option<String>, Raw<'a>)>;

/// `stacks` is an object by name; a list of entries with names says the same.
fn entries<'a>(doc: &Doc<'a>, stacks: Raw<'a>) -> Result<Entries<'a>, LoadError> {
    if stacks.get().starts_with('[') {
        let list: Vec<Raw<'a>> = doc.read(stacks.get())?;
        return Ok(list.into_iter().map(|raw| (None, raw)).collect());
    }
    let members: Pairs<'a> = doc.read(stacks.get())?;
    Ok(members
        .0
        .into_iter()
        .map(|(name, raw)| (Some(name.into_owned()), raw))
        .collect())
}

/// The file of a stack: under the manifest's folder, whatever links say.
fn stack_file(
    doc: &Doc<'_>,
    folder: &Path,
    root: &Path,
    name: &str,
    relative: &str,
    raw: Raw<'_>,
) -> Result<PathBuf, LoadError> {
    let path = folder.join(relative);
    let missing = || {
        let what = format!("the file of the stack `{name}`, `{relative}`, is not there");
        doc.error(Kind::StackFileMissing, what, raw.get())
    };
    let real = fs::canonicalize(&path).map_err(|_| missing())?;
    if !real.starts_with(root) {
        let what =
            format!("the file of the stack `{name}`, `{relative}`, lies outside of this folder");
        return Err(doc.error(Kind::OutsideRoot, what, raw.get()));
    }
    if !real.is_file() {
        return Err(missing());
    }
    Ok(path)
}

fn annotations(entry: &Entry<'_>) -> Vec<Annotation> {
    let text = |text: &Option<Str<'_>>| match text {
        Some(text) => text.0.clone().into_owned(),
        None => String::new(),
    };
    let notes = entry.annotations.iter().flatten();
    let notes = notes.map(|note| Annotation {
        level: text(&note.level),
        message: text(&note.message),
        construct_path: text(&note.construct_path),
        made_at: note.stacktrace.and_then(trace::place),
    });
    notes.collect()
}
