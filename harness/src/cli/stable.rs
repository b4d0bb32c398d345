//! `stackspec stable`: two synths of one program are the same, or it is said where they are not.

use std::path::Path;

use super::args::{Format, StableArgs};
use super::{deliver, out};
use crate::check::redacted;
use crate::diagnostic::Diagnostic;
use crate::exit::{Exit, decide};
use crate::facts::Facts;
use crate::load::{self, LoadOptions};
use crate::report::human::{self, Options};
use crate::report::json;
use crate::run::Problems;
use crate::stack::{Form, Model, Stack};
use crate::suite::{Doc, Stability, Tree, stable};

pub(super) fn run(args: &StableArgs) -> Exit {
    let (came, exit) = match compare(args) {
        Ok(came) => came,
        Err(problems) => {
            out::problems(&problems);
            let exit = decide(problems.exits());
            if args.message_format == Format::Json {
                let mut text = Vec::new();
                // Writing to memory does not fail.
                _ = json::write_stable_problems(&problems.0, exit, &mut text);
                return write(args, &text, None, exit);
            }
            return exit;
        }
    };
    for (a, b) in &came.unused {
        out::note(&format!(
            "`--identity {a}={b}` does nothing: one of the inputs does not have its value"
        ));
    }
    let short = human::stable(&came, exit, deliver::terminal(args.verbose));
    let whole = match args.message_format {
        Format::Json => {
            let mut text = Vec::new();
            _ = json::write_stable(&came, exit, &mut text);
            text
        }
        Format::Human => human::stable(&came, exit, Options::whole()).into_bytes(),
    };
    write(args, &whole, Some(&short), exit)
}

/// Writes the whole report to where it was asked for, and the short one to people.
fn write(args: &StableArgs, whole: &[u8], short: Option<&str>, exit: Exit) -> Exit {
    let mut exits = vec![exit];
    match &args.output {
        Some(path) => {
            if let Err(error) = out::file(path, whole) {
                out::diagnostic(&error);
                exits.push(Exit::Usage);
            }
        }
        None if args.message_format == Format::Json => {
            out::print_raw(whole);
            return decide(exits);
        }
        None => {}
    }
    if let Some(short) = short {
        out::print(short.as_bytes());
    }
    decide(exits)
}

/// Reads both inputs and compares them.
fn compare(args: &StableArgs) -> Result<(Stability, Exit), Problems> {
    let mut problems = Problems::default();
    let mut read = |path: &Path| match load::load(path, &LoadOptions::default()) {
        Ok(stacks) => stacks,
        Err(error) => {
            problems.0.push((Exit::Load, error.to_diagnostic()));
            Vec::new()
        }
    };
    let sides = [read(&args.a), read(&args.b)];
    if !problems.0.is_empty() {
        return Err(problems);
    }
    let forms = sides
        .each_ref()
        .map(|stacks| stacks.first().map(|stack| stack.form));
    if let [Some(a), Some(b)] = forms
        && a != b
    {
        let error = Diagnostic::error(format!(
            "the first input is {}, the second {}",
            what(a),
            what(b)
        ))
        .note("two inputs of different kinds differ everywhere")
        .help("compare two synths, or the plans of both");
        return Err(Problems::one(Exit::Usage, error));
    }
    let trees = [
        tree(&args.a, &sides[0], None),
        tree(&args.b, &sides[1], Some(&args.a)),
    ];
    let [a, b] = match trees {
        [Ok(a), Ok(b)] => [a, b],
        trees => {
            let found = trees
                .into_iter()
                .filter_map(Result::err)
                .map(|error| *error);
            return Err(Problems::of(Exit::Load, found));
        }
    };
    let models = sides.iter().flatten();
    let models: Vec<Model<'_>> = models
        .map(|stack| Model::new(stack, Facts::builtin()))
        .collect();
    let redact = |text: String| {
        models
            .iter()
            .fold(text, |text, model| redacted(model, text))
    };
    let came = stable(&a, &b, &args.identity, &redact);
    let exit = match (came.red().next(), came.values) {
        (Some(_), _) => Exit::Mismatch,
        (None, 0) => Exit::Nothing,
        _ => Exit::Ok,
    };
    Ok((came, exit))
}

fn what(form: Form) -> &'static str {
    match form {
        Form::Synth => "a synth",
        Form::Plan => "a plan",
        Form::State => "a state",
    }
}

/// The documents of an input. Of two inputs that are files it does not matter what they are called:
/// `named` is the other one.
fn tree(input: &Path, stacks: &[Stack], named: Option<&Path>) -> Result<Tree, Box<Diagnostic>> {
    let mut tree = Tree::default();
    let name = |path: &Path| match path.strip_prefix(input) {
        Ok(inner) if !inner.as_os_str().is_empty() => inner.to_string_lossy().replace('\\', "/"),
        _ => {
            let named = named.filter(|named| named.is_file()).unwrap_or(path);
            named
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        }
    };
    let mut add = |path: &Path, stack: Option<&Stack>, text: &str| {
        let broken = |error: serde_json::Error| {
            let shown = path.display();
            Box::new(Diagnostic::error(format!(
                "{shown}: this cannot be compared: {error}"
            )))
        };
        let doc = Doc::read(text).map_err(broken)?;
        tree.files
            .insert(name(path), (stack.map(|it| it.name.clone()), doc));
        Ok::<(), Box<Diagnostic>>(())
    };
    for stack in stacks {
        for source in &stack.sources {
            add(&source.path, Some(stack), json_of(&source.text))?;
        }
    }
    let manifest = input.join("manifest.json");
    if input.is_dir()
        && let Ok(text) = std::fs::read_to_string(&manifest)
    {
        add(&manifest, None, text.trim_start_matches('\u{feff}'))?;
    }
    Ok(tree)
}

/// The document in a text: the lines that a wrapper of a CI service writes around a plan are none of
/// it.
fn json_of(text: &str) -> &str {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return text;
    }
    let starts = text.match_indices('{').map(|found| found.0);
    let mut starts = starts.filter(|at| *at == 0 || text[..*at].ends_with('\n'));
    let document = starts.find_map(|at| {
        let mut values =
            serde_json::Deserializer::from_str(&text[at..]).into_iter::<serde::de::IgnoredAny>();
        let read = values.next().is_some_and(|value| value.is_ok());
        read.then(|| &text[at..at + values.byte_offset()])
    });
    document.unwrap_or(text)
}
