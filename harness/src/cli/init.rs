//! `stackspec init`: from what lies in a folder to a configuration and a first spec file.

mod extras;
mod found;
mod settings;
mod write;

use std::fmt::Write as _;
use std::path::Path;

use super::args::InitArgs;
use super::out;
use super::progress::Progress;
use super::schemas::first_line;
use crate::config::FILE_NAME;
use crate::diagnostic::{Diagnostic, escape};
use crate::exit::{Exit, decide};
use crate::proof::draft::{Drafts, FILE, drafts};
use crate::report::counted;
use crate::run::Problems;
use crate::schema::Schema;
use crate::stack::{BlockKind, Form, Stack};
use found::Found;
use write::NewFile;

pub(super) fn run(args: &InitArgs) -> Exit {
    match init(args) {
        Ok(()) => Exit::Ok,
        Err(problems) => {
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

fn init(args: &InitArgs) -> Result<(), Problems> {
    if !args.folder.is_dir() {
        let shown = args.folder.display();
        let error = Diagnostic::error(format!("`{shown}` is no folder"))
            .help("name the folder that the cdktf.out or the plan lies in");
        return Err(Problems::one(Exit::Usage, error));
    }
    let found = Found::look(&args.folder)?;
    let progress = Progress::of("changed copies");
    let drafts = drafts(&found.stacks, &origin(&found), &|done, all| {
        progress.tell(done, all);
    });
    drop(progress);
    let has_specs = args.folder.join("specs").exists();
    // Where the schemas for editors lie, each file names its own.
    let first = |folder: &str, schema| first_line(&args.folder.join(folder), schema);
    let config = first("", Schema::Config) + &settings::text(&found, &drafts, has_specs);
    // What is written for somebody to start from must not be wrong.
    settings::check(&args.folder, &config)?;
    let mut files = vec![NewFile::new(FILE_NAME, config)];
    if drafts.specs > 0 {
        files.push(NewFile::new(
            format!("specs/{FILE}.toml"),
            first("specs", Schema::Spec) + &drafts.text,
        ));
    }
    let mut said = Vec::new();
    if args.rust {
        files.push(NewFile::new("tests/infra.rs", extras::TEST));
        match args.folder.join("Cargo.toml").exists() {
            true => said.push(extras::ADD),
            false => files.push(NewFile::new("Cargo.toml", extras::CARGO)),
        }
    }
    if let Some(service) = args.ci {
        files.push(extras::workflow(service, &found));
    }
    write::all(&args.folder, &files)?;
    let mut text = report(&args.folder, &found, &drafts, &files);
    for more in said {
        _ = write!(text, "\n{more}");
    }
    out::print(text.as_bytes());
    Ok(())
}

/// What the drafts are drafted from.
fn origin(found: &Found) -> String {
    format!("{} ({})", found.input, size(&found.stacks))
}

fn size(stacks: &[Stack]) -> String {
    let resources = stacks
        .iter()
        .map(|it| it.blocks_of(BlockKind::Resource).count());
    format!(
        "{}, {}",
        counted(stacks.len(), "stack"),
        counted(resources.sum(), "resource")
    )
}

fn form(stacks: &[Stack]) -> &'static str {
    match stacks.first().map(|stack| stack.form) {
        Some(Form::Plan) => "a plan",
        Some(Form::State) => "a state",
        Some(Form::Synth) | None => "a synth output",
    }
}

/// What was done, and what to do next.
fn report(folder: &Path, found: &Found, drafts: &Drafts, files: &[NewFile]) -> String {
    let mut out = String::new();
    let (input, stacks) = (escape(&found.input), &found.stacks);
    _ = writeln!(out, "found {input}: {}, {}", form(stacks), size(stacks));
    for also in &found.also {
        _ = writeln!(out, "    left out: {}", escape(also));
    }
    if let Some(suffix) = &drafts.suffix {
        let value = escape(&suffix.value);
        let (has, of) = (suffix.has, suffix.of);
        _ = writeln!(out, "    suffix `{value}`: {has} of {of} names end so");
    }
    for file in files {
        let lines = counted(file.text.lines().count(), "line");
        _ = writeln!(out, "wrote {} ({lines})", escape(&file.path));
    }
    let specs = counted(drafts.specs, "draft");
    let score = drafts.score;
    match score.percent().filter(|_| drafts.specs > 0) {
        Some(percent) => {
            _ = writeln!(
                out,
                "    {specs}: all hold, and fail for {} of {} changed copies; mutation score {percent} %",
                score.killed,
                score.killed + score.survived,
            );
        }
        None => {
            _ = writeln!(
                out,
                "    no draft: nothing was found here that holds of all and could fail"
            );
        }
    }
    out.push_str("\nnext:\n");
    if folder != Path::new(".") {
        let path = folder.display().to_string();
        _ = writeln!(out, "  cd {}", shell_word(&path));
    }
    let library = settings::groups(found).join(", ");
    let next = |command: &str, says: &str| (command.to_owned(), says.to_owned());
    let mut next = match drafts.specs {
        0 => vec![
            next(
                "stackspec check",
                &format!(
                    "judges it by the library ({library}), and ends with 4 where that has nothing to say of it"
                ),
            ),
            (
                format!("stackspec query {} '$'", shell_word(&found.input)),
                "shows what a spec of your own, `specs/NAME.toml`, can look at".to_owned(),
            ),
            next("stackspec explain matchers", "and what it can say of that"),
        ],
        _ => vec![
            next(
                "stackspec check",
                &format!("judges it by the drafts and the library ({library})"),
            ),
            next(
                "stackspec mutate --specs specs",
                "lists what the drafts would not notice, with specs to paste",
            ),
        ],
    };
    next.push((
        "stackspec explain stackspec.toml".to_owned(),
        "shows every setting".to_owned(),
    ));
    let width = next
        .iter()
        .map(|(command, _)| command.chars().count())
        .max();
    for (command, says) in next {
        _ = writeln!(
            out,
            "  {command:width$}  # {says}",
            width = width.unwrap_or(0)
        );
    }
    out
}

/// A path as a word of a shell.
fn shell_word(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    match path.chars().all(plain) && !path.is_empty() && !path.starts_with('-') {
        true => path.to_owned(),
        // What must not be printed cannot be copied either.
        false if escape(path) != path => "INPUT".to_owned(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}
