//! `stackspec new`

use std::fs;
use std::io;
use std::path::{Component, Path};

use super::args::{CaseArgs, NewArgs, NewVerb};
use super::settings::{Wants, settings};
use super::{out, schemas};
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::load::{self, LoadOptions};
use crate::run::suite::{Suite, SuiteRequest};
use crate::run::{Problems, today};
use crate::schema::Schema;
use crate::suite::{CASE_FILE, Draft, Met, draft};

pub(super) fn run(args: &NewArgs) -> Exit {
    match &args.verb {
        NewVerb::Case(args) => ended(case(args)),
        NewVerb::Schemas(args) => ended(schemas::run(args)),
    }
}

fn ended(came: Result<(), Problems>) -> Exit {
    match came {
        Ok(()) => Exit::Ok,
        Err(problems) => {
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

/// Makes the case beside its place, and moves it there when it is whole.
fn case(args: &CaseArgs) -> Result<(), Problems> {
    let usage = |error: Diagnostic| Problems::one(Exit::Usage, error);
    let place = args.suite.join(&args.name);
    if !is_name(&args.name) {
        let error = Diagnostic::error(format!("`--name {}` is no name of a case", args.name));
        let help = "write a name of a folder below that of the suite, as `orders/model-a.1`";
        return Err(usage(error.help(help)));
    }
    if place.exists() {
        let error = Diagnostic::error(format!("`{}` is there already", place.display()));
        return Err(usage(
            error.help("give the case another `--name`, or take that one away"),
        ));
    }
    // What is no input is said before anything is written.
    load::load(&args.input, &LoadOptions::default())
        .map_err(|error| Problems::one(Exit::Load, error.to_diagnostic()))?;
    let unwritten = |error: io::Error| {
        let shown = place.display();
        usage(Diagnostic::error(format!(
            "`{shown}` cannot be written: {error}"
        )))
    };
    let parent = place.parent().unwrap_or(&args.suite);
    fs::create_dir_all(parent).map_err(unwritten)?;
    let made = tempfile::Builder::new()
        .prefix(".new-case-")
        .tempdir_in(parent)
        .map_err(unwritten)?;
    let input = copied_as(&args.input);
    copy(&args.input, &made.path().join(&input)).map_err(unwritten)?;
    let mut of = drafted(args)?;
    if !["cdktf.out", "plan.json"].contains(&input.as_str()) {
        of.words.push(("input", input));
    }
    let found = judged(args, made.path(), &of)?;
    let first = schemas::first_line(&place, Schema::Case);
    let text = first + &draft(&of, &found.case, &found.findings);
    fs::write(made.path().join(CASE_FILE), text).map_err(unwritten)?;
    fs::rename(made.path(), &place).map_err(unwritten)?;
    // It is not there any more, and nothing is to be taken away.
    _ = made.keep();
    let shown = place.join(CASE_FILE);
    let read = found.findings.iter().filter(|it| it.met != Met::Warned);
    let read = crate::report::counted(read.count(), "finding");
    out::note(&format!("wrote {}: {} to read", shown.display(), read));
    Ok(())
}

/// Whether a name is one of a folder below another.
fn is_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let plain = parts.all(|part| matches!(part, Component::Normal(_)));
    plain && !name.is_empty() && !name.starts_with('.') && !name.ends_with('/')
}

/// What the copy of an input is called.
fn copied_as(input: &Path) -> String {
    let is_file = input.is_file();
    if !is_file && input.join("manifest.json").is_file() {
        return "cdktf.out".to_owned();
    }
    let name = input.canonicalize().ok();
    let name = name.as_deref().and_then(Path::file_name);
    let name = name.map(|name| name.to_string_lossy().into_owned());
    match (is_file, name) {
        (true, Some(name)) => name,
        _ => "input".to_owned(),
    }
}

/// Copies a file or a folder: files and folders only, links left out.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::metadata(from)?.is_file() {
        fs::copy(from, to)?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&from, &to)?;
        } else if kind.is_file() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

fn drafted(args: &CaseArgs) -> Result<Draft, Problems> {
    let words = [
        ("title", &args.title),
        ("source", &args.source),
        ("platform", &args.platform),
        ("model", &args.model),
        ("prompt", &args.prompt),
        ("run", &args.run),
    ];
    let words = words.into_iter();
    let mut params = Vec::new();
    for text in &args.params {
        let given = crate::spec::Given::flag(text);
        let given = given.map_err(|error| Problems::one(Exit::Usage, *error))?;
        let value = given.value.as_str().unwrap_or_default().to_owned();
        params.push((given.name, value));
    }
    Ok(Draft {
        words: words
            .filter_map(|(key, value)| Some((key, value.clone()?)))
            .collect(),
        classes: args.classes.clone(),
        identity: args.identity.clone(),
        params,
    })
}

/// What is found in the case, judged as `suite run` would judge it.
fn judged(
    args: &CaseArgs,
    folder: &Path,
    of: &Draft,
) -> Result<crate::suite::CaseRecord, Problems> {
    let (mut settings, problems) = settings(&[], &args.specs, None, Wants::Specs);
    if !problems.0.is_empty() {
        return Err(problems);
    }
    settings.request.inputs.clear();
    let nothing = crate::suite::CaseLine::named(&args.name);
    let unwritten = |error: io::Error| {
        Problems::one(
            Exit::Usage,
            Diagnostic::error(format!("the case cannot be written: {error}")),
        )
    };
    fs::write(folder.join(CASE_FILE), draft(of, &nothing, &[])).map_err(unwritten)?;
    let suite = Suite::read(&SuiteRequest {
        folders: vec![folder.to_owned()],
        grade: false,
        base: settings.request,
        named: !args.specs.specs.is_empty() || !args.specs.library.is_empty(),
        baseline: None,
        shard: None,
        today: today(),
        run: None,
    })?;
    let Some(case) = suite.cases.first() else {
        return Err(Problems::one(
            Exit::Nothing,
            Diagnostic::error("there is no case"),
        ));
    };
    let record = suite.judge(case).record;
    let problems = record.problems.iter().map(|problem| {
        let exit = Exit::of_code(problem.exit_code).unwrap_or(Exit::Load);
        let mut error = Diagnostic::error(problem.message.clone());
        error.notes.clone_from(&problem.notes);
        error.help.clone_from(&problem.help);
        (exit, error)
    });
    let problems = Problems(problems.collect());
    match problems.0.is_empty() {
        true => Ok(record),
        false => Err(problems),
    }
}
