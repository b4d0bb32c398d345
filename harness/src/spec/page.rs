//! The library as pages to read: one for each folder of `specs/`, and tables of groups.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{ALL, Level, Spec, SpecFile, example, explain, full_name, groups_of, library};
use crate::diagnostic::Diagnostic;

/// A page of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its path below `specs`: `aws/lambda/README.md`.
    pub path: String,
    /// Markdown.
    pub text: String,
}

/// A page for each folder of the library: what each of its specs finds, why that is bad, an example
/// and what to use instead, and its params. They stand in the repository; a test holds them to this.
///
/// # Errors
/// Whatever is wrong with the library, which its own tests rule out.
pub fn pages() -> Result<Vec<Page>, Vec<Diagnostic>> {
    let files = library(&[ALL.to_owned()])?;
    let mut folders: BTreeMap<String, Vec<&SpecFile>> = BTreeMap::new();
    for file in &files {
        folders.entry(folder(file)).or_default().push(file);
    }
    let page = |(folder, files): (&String, &Vec<&SpecFile>)| Page {
        path: format!("{folder}/README.md"),
        text: page(folder, files),
    };
    Ok(folders.iter().map(page).collect())
}

/// The specs of the library's groups as a Markdown table: the group, how many of its specs are
/// `deny`, `warn`, and off until a param is given; folders first (each with a link to its
/// page, if `linked`), then purposes.
///
/// # Errors
/// Whatever is wrong with the library.
pub fn group_table(linked: bool) -> Result<String, Vec<Diagnostic>> {
    let files = library(&[ALL.to_owned()])?;
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut folders = BTreeSet::new();
    for file in &files {
        folders.insert(folder(file));
        for spec in &file.specs {
            for group in groups_of(&file.name, spec) {
                counts.entry(group).or_default()[standing(file, spec) as usize] += 1;
            }
        }
    }
    let mut out = String::from(
        "| group | `deny` | `warn` | off until a param is given |\n|---|--:|--:|--:|\n",
    );
    let (paths, purposes): (Vec<_>, Vec<_>) = counts.iter().partition(|(group, _)| {
        let below = |folder: &String| folder == *group || folder.starts_with(&format!("{group}/"));
        folders.iter().any(below)
    });
    for (group, [deny, warn, asked]) in paths.into_iter().chain(purposes) {
        let name = match linked && folders.contains(group) {
            true => format!("[`{group}`]({group}/README.md)"),
            false => format!("`{group}`"),
        };
        _ = writeln!(out, "| {name} | {deny} | {warn} | {asked} |");
    }
    Ok(out)
}

/// The params that a spec uses and that have no default: it is off until they are given.
pub(crate) fn open_params<'f>(file: &'f SpecFile, spec: &Spec) -> Vec<&'f str> {
    let open = file.params.iter().filter(|param| param.default.is_none());
    let open = open.filter(|param| spec.uses.contains(&param.name));
    open.map(|param| param.name.as_str()).collect()
}

/// Whether a spec of the library is judged without being given anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It is, and red fails the run.
    Deny = 0,
    /// It is, and red is printed.
    Warn = 1,
    /// It waits for a param.
    Asks = 2,
}

/// How a spec stands before any configuration.
fn standing(file: &SpecFile, spec: &Spec) -> Standing {
    match spec.level {
        _ if !open_params(file, spec).is_empty() => Standing::Asks,
        Level::Deny => Standing::Deny,
        Level::Warn | Level::Off => Standing::Warn,
    }
}

/// `aws/lambda` of `aws::lambda::image-without-uri`.
fn folder(file: &SpecFile) -> String {
    let folders = file.name.rsplit_once("::").map(|(folders, _)| folders);
    folders.unwrap_or_default().replace("::", "/")
}

fn page(folder: &str, files: &[&SpecFile]) -> String {
    let mut out = format!(
        "<!-- Made by `spec::pages()`; to make it again: STACKSPEC_BLESS=1 cargo test --test \
         library -->\n# `{folder}`\n\n| spec | level | finds |\n|---|---|---|\n"
    );
    let specs = || {
        files
            .iter()
            .flat_map(|file| file.specs.iter().map(move |spec| (*file, spec)))
    };
    for (file, spec) in specs() {
        let title = spec.title.as_deref().unwrap_or_default();
        let (id, level) = (&spec.id, word(file, spec));
        _ = writeln!(
            out,
            "| [`{id}`](#{id}) | {level} | {} |",
            title.replace('|', "\\|")
        );
    }
    for (file, spec) in specs() {
        section(file, spec, &mut out);
    }
    out
}

fn word(file: &SpecFile, spec: &Spec) -> &'static str {
    match standing(file, spec) {
        Standing::Deny => "deny",
        Standing::Warn => "warn",
        Standing::Asks => "asks for a param",
    }
}

fn section(file: &SpecFile, spec: &Spec, out: &mut String) {
    let title = spec.title.as_deref().unwrap_or_default();
    _ = writeln!(
        out,
        "\n## `{}`\n\n**{}**: {title}.",
        spec.id,
        word(file, spec)
    );
    if let Some(why) = &spec.why {
        _ = writeln!(out, "\n**Why it is bad:** {}", sentence(why));
    }
    _ = writeln!(out, "\n**What it looks at:** {}", explain::selection(spec));
    if let Some(text) = example::faulty(spec) {
        _ = writeln!(out, "\n**Example:**\n\n{text}");
    }
    if let Some(fix) = &spec.fix {
        _ = writeln!(out, "\n**Use instead:** {}", sentence(fix));
    }
    if let Some(text) = example::sound(spec) {
        _ = writeln!(out, "\n{text}");
    }
    if let Some(params) = explain::params(spec, file) {
        _ = writeln!(out, "\n**Params:**\n\n{params}");
    }
    if let Some(source) = &spec.source {
        _ = writeln!(out, "\n**The rule:** {}", sentence(source));
    }
    let groups: Vec<_> = groups_of(&file.name, spec)
        .iter()
        .map(|it| format!("`{it}`"))
        .collect();
    _ = writeln!(
        out,
        "\nGroups: {}. As `{}`.",
        groups.join(", "),
        full_name(&file.name, &spec.id)
    );
}

/// A text as a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let address = text.trim_start().starts_with("http");
    let first = letters.next().map(|first| match address {
        true => first.to_string(),
        false => first.to_uppercase().to_string(),
    });
    let rest = letters.as_str();
    let stop = if rest.ends_with(['.', ')', '/', '`']) {
        ""
    } else {
        "."
    };
    format!("{}{rest}{stop}", first.unwrap_or_default())
}
