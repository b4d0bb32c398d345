//! What lies in a folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, escape};
use crate::exit::Exit;
use crate::load::{self, LoadError, LoadErrorKind, LoadOptions};
use crate::run::Problems;
use crate::stack::{Form, Stack};

/// What was found, and is an input.
pub(super) struct Found {
    /// The input, as `stackspec.toml` names it.
    pub(super) input: String,
    /// Its stacks.
    pub(super) stacks: Vec<Stack>,
    /// What else lies there and is not taken, with what it is.
    pub(super) also: Vec<String>,
    /// Whether the input is what cdktf writes.
    pub(super) is_cdktf: bool,
    /// Whether it is a plan.
    pub(super) is_plan: bool,
    /// The command that writes the synth output, if there is a project of cdktf.
    pub(super) command: Option<Vec<&'static str>>,
}

/// The files of a project, and where it writes if it does not say.
const PROJECTS: [(&str, &str); 2] = [("cdktf.json", "cdktf.out"), ("cdktn.json", "cdktn.out")];

/// JSON that is no input and lies beside many.
const OTHERS: [&str; 12] = [
    "cdktf.json",
    "cdktn.json",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "jest.config.json",
    "tslint.json",
    "deno.json",
    "composer.json",
    "renovate.json",
    "nx.json",
    "turbo.json",
];

/// At most so many files are tried.
const MOST: usize = 64;

impl Found {
    /// Looks at a folder, not below it.
    ///
    /// # Errors
    /// There is no input; there is one, and it cannot be read.
    pub(super) fn look(folder: &Path) -> Result<Found, Problems> {
        let project = PROJECTS
            .iter()
            .find(|(file, _)| folder.join(file).is_file());
        let mut refused: Vec<(String, LoadError)> = Vec::new();
        let mut inputs: Vec<(String, Vec<Stack>)> = Vec::new();
        let (names, odd) = names(folder).map_err(|error| unread(folder, &error))?;
        for name in candidates(folder, project.copied(), &names) {
            match load::load(&at(folder, &name), &LoadOptions::default()) {
                Ok(stacks) => inputs.push((name, stacks)),
                Err(error) => refused.push((name, error)),
            }
        }
        // JSON of something else, and a folder without any, are no inputs that are broken.
        refused.retain(|(name, error)| {
            let json = name.ends_with(".json") && !name.ends_with(".tf.json");
            let other = [
                LoadErrorKind::Unrecognised,
                LoadErrorKind::NotAnObject,
                LoadErrorKind::EmptyFolder,
                LoadErrorKind::ProjectRoot,
                LoadErrorKind::EmptyDocument,
            ];
            let text = [LoadErrorKind::NotJson, LoadErrorKind::Syntax];
            !(other.contains(&error.kind) || json && text.contains(&error.kind))
        });
        // A state says least of what the author wrote.
        inputs.sort_by_key(|(_, stacks)| match stacks.first().map(|it| it.form) {
            Some(Form::Synth) => 0,
            Some(Form::Plan) => 1,
            Some(Form::State) | None => 2,
        });
        let mut inputs = inputs.into_iter();
        let Some((input, stacks)) = inputs.next() else {
            return Err(nothing(folder, project.copied(), refused, &odd));
        };
        let mut also = Vec::new();
        for (name, stacks) in inputs {
            also.push(format!("{name}, {}", super::form(&stacks)));
        }
        // What a plan was made from lies beside it: that is as it should be.
        refused.retain(|(_, error)| !is_raw(error.kind));
        also.extend(
            refused
                .iter()
                .map(|(name, error)| format!("{name}: {}", error.what)),
        );
        let form = stacks.first().map(|stack| stack.form);
        Ok(Found {
            is_cdktf: at(folder, &input).join("manifest.json").is_file(),
            is_plan: form == Some(Form::Plan),
            input,
            stacks,
            also,
            command: project.map(|(file, _)| command(folder, file)),
        })
    }
}

/// A name below a folder.
pub(super) fn at(folder: &Path, name: &str) -> PathBuf {
    match name {
        "." => folder.to_owned(),
        name => folder.join(name),
    }
}

/// The names in a folder, sorted; and those that are no Unicode, as far as they can be shown: nothing that
/// is written could name them.
fn names(folder: &Path) -> std::io::Result<(Vec<String>, Vec<String>)> {
    let (mut names, mut odd) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        match entry?.file_name().into_string() {
            Ok(name) => names.push(name),
            Err(name) => odd.push(name.to_string_lossy().into_owned()),
        }
    }
    names.sort();
    odd.sort();
    Ok((names, odd))
}

/// What may be an input, the likeliest first.
fn candidates(folder: &Path, project: Option<(&str, &str)>, names: &[String]) -> Vec<String> {
    let is_file = |name: &str| folder.join(name).is_file();
    let mut all: Vec<String> = Vec::new();
    if let Some((file, output)) = project {
        all.push(match Output::of(&folder.join(file)) {
            Output::Below(name) => name,
            _ => output.to_owned(),
        });
    }
    all.extend(PROJECTS.iter().map(|(_, output)| (*output).to_owned()));
    all.retain(|name| folder.join(name).is_dir());
    let mut seen = Vec::new();
    all.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    let here = |name: &String| name.ends_with(".tf") || name.ends_with(".tf.json");
    let plain = names.iter().filter(|it| is_file(it));
    if is_file("manifest.json") || plain.clone().any(here) {
        all.push(".".to_owned());
    }
    let may_be = |name: &&String| {
        let json = name.ends_with(".json") && !name.ends_with(".tf.json");
        let plan = name.contains("plan") && !name.contains('.') || name.ends_with(".tfplan");
        let state = name.ends_with(".tfstate");
        let known = OTHERS.contains(&name.as_str()) || name.starts_with('.');
        (json && name.as_str() != "manifest.json" || plan || state) && !known
    };
    all.extend(plain.filter(may_be).take(MOST).cloned());
    all
}

/// Where a project says that it writes.
enum Output {
    /// It does not say.
    Unsaid,
    /// To a folder below it.
    Below(String),
    /// To another.
    Elsewhere(String),
    /// The file cannot be read, and why.
    Broken(String),
}

impl Output {
    fn of(file: &Path) -> Output {
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => return Output::Broken(error.to_string()),
        };
        let json: serde_json::Value = match serde_json::from_str(&text) {
            Ok(json) => json,
            Err(error) => return Output::Broken(error.to_string()),
        };
        let output = json.get("output").and_then(|it| it.as_str());
        let Some(output) = output.filter(|output| !output.is_empty()) else {
            return Output::Unsaid;
        };
        let below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        match Path::new(output).components().all(below) {
            true => Output::Below(output.trim_end_matches('/').to_owned()),
            false => Output::Elsewhere(output.to_owned()),
        }
    }
}

/// The command that synthesizes.
fn command(folder: &Path, project: &str) -> Vec<&'static str> {
    let tool = if project == "cdktn.json" {
        "cdktn"
    } else {
        "cdktf"
    };
    match folder.join("package.json").is_file() {
        true => vec!["npx", tool, "synth"],
        false => vec![tool, "synth"],
    }
}

/// Whether it is what an input is made from.
fn is_raw(kind: LoadErrorKind) -> bool {
    matches!(
        kind,
        LoadErrorKind::BinaryPlan
            | LoadErrorKind::HclFolder
            | LoadErrorKind::MixedFolder
            | LoadErrorKind::RawState
            | LoadErrorKind::Hcl
            | LoadErrorKind::PlanText
    )
}

/// There is nothing to start from: what makes something.
fn nothing(
    path: &Path,
    project: Option<(&str, &str)>,
    refused: Vec<(String, LoadError)>,
    odd: &[String],
) -> Problems {
    let folder = path.display();
    let mut problems = Problems::default();
    for (_, error) in refused {
        let exit = match is_raw(error.kind) {
            true => Exit::Nothing,
            false => Exit::Load,
        };
        problems.0.push((exit, error.to_diagnostic()));
    }
    if problems.0.is_empty() {
        let error = Diagnostic::error(format!("there is nothing to test in `{folder}`"))
            .note("looked for a cdktf.out, the JSON of a plan or a state, *.tf.json, *.tf");
        let error = odd.iter().fold(error, |error, name| {
            error.note(format!(
                "`{}` was not looked at: its name is no Unicode, and no file could name it",
                escape(name)
            ))
        });
        let error = match project {
            Some((file, _)) => {
                let command = command(path, file).join(" ");
                match Output::of(&path.join(file)) {
                    Output::Elsewhere(output) => error
                        .note(format!(
                            "{file} has it written to `{}`, which is not below `{folder}`",
                            escape(&output)
                        ))
                        .help("let `output` in it name a folder below, or write stackspec.toml yourself: `inputs` may lead anywhere"),
                    Output::Broken(why) => error
                        .note(format!("there is a {file}, and it cannot be read: {}", escape(&why)))
                        .help(format!("mend it, then `{command}`, then `stackspec init` again")),
                    Output::Below(_) | Output::Unsaid => error
                        .help(format!("there is a {file}: `{command}` writes what is tested"))
                        .help("then `stackspec init` again"),
                }
            }
            None => error
                .help("for cdktf: `cdktf synth`, in the folder of cdktf.json")
                .help(
                    "for Terraform: `terraform plan -out tfplan && terraform show -json tfplan > plan.json`",
                ),
        };
        return Problems::one(Exit::Nothing, error);
    }
    problems
}

fn unread(folder: &Path, error: &std::io::Error) -> Problems {
    let message = format!("`{}` cannot be read: {error}", folder.display());
    Problems::one(Exit::Usage, Diagnostic::error(message))
}
