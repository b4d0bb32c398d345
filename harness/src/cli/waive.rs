//! `stackspec waive`

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::args::WaiveArgs;
use super::settings::{Wants, settings, strict};
use super::{judged, out};
use crate::check::{Context, Finding, Verdict, WaiverState, Waivers};
use crate::config::{self, FILE_NAME, Waiver};
use crate::diagnostic::{Diagnostic, SourceFile, nearest};
use crate::exit::{Exit, decide};
use crate::report::counted;
use crate::run::{Chosen, Inputs, Problems, environment, today};
use crate::spec::{Params, full_name, toml_text};
use crate::verdict::Outcome;

/// How many subjects a message names.
const NAMED: usize = 10;

pub(super) fn run(args: &WaiveArgs) -> Exit {
    match waive(args) {
        Ok(said) => {
            out::note(&said);
            Exit::Ok
        }
        Err(problems) => {
            out::problems(&problems);
            decide(problems.exits())
        }
    }
}

/// Writes the entry, and says what it covers.
fn waive(args: &WaiveArgs) -> Result<String, Problems> {
    let usage = |error: Diagnostic| Problems::one(Exit::Usage, error);
    let found = settings(&args.inputs, &args.specs, Some(&args.names), Wants::Inputs);
    let mut settings = strict(found)?;
    settings.request.today = args.today;
    let inputs = Inputs::read(&settings.request, &environment)?;
    let chosen = Chosen::new(
        &inputs.specs,
        Some(&inputs.built_in),
        std::slice::from_ref(&args.of),
    )?;
    let run = inputs.run();
    let mut verdicts = judged::judge(&Context::new(&run), &inputs, &chosen);
    for verdict in &mut verdicts {
        inputs.waivers.apply(verdict);
    }
    let address = match &args.address {
        Some(address) => Some(address.clone()),
        None => only_subject(args, &verdicts).map_err(usage)?,
    };
    let address = address.map(|text| with_names(text, &inputs.params));
    let path = match &args.specs.config {
        Some(path) => path.as_path(),
        None => Path::new(FILE_NAME),
    };
    let before = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", path.display());
            return Err(usage(Diagnostic::error(message)));
        }
    };
    let text = appended(&before, &entry(args, address.as_deref()));
    // It is read as any run reads it, and must do what was asked for.
    let waivers = read(path, &text)?;
    let day = args.today.unwrap_or_else(today);
    let waivers = Waivers::new(&waivers, &inputs.params, day)
        .map_err(|found| Problems::of(Exit::Usage, found))?;
    let open = unwaived(&verdicts);
    let mut after = verdicts.clone();
    after.iter_mut().for_each(|verdict| waivers.apply(verdict));
    let uses = waivers.uses(&after, false);
    let state = uses.last().map(|it| &it.state);
    let covers = match state {
        Some(WaiverState::Used(_)) => open.saturating_sub(unwaived(&after)),
        _ => 0,
    };
    if covers == 0 {
        return Err(usage(refusal(args, state, &verdicts)));
    }
    out::file_of("--config ", path, text.as_bytes()).map_err(usage)?;
    let what = counted(covers, "finding");
    Ok(format!(
        "wrote {}: {what} of {} waived until {}",
        path.display(),
        args.of,
        args.expires
    ))
}

/// What may be waived and is not.
fn open(verdicts: &[Verdict]) -> impl Iterator<Item = &Finding> {
    let findings = verdicts.iter().flat_map(|verdict| &verdict.findings);
    findings.filter(|it| {
        let waivable = matches!(it.outcome, Outcome::Fail | Outcome::Unknown);
        waivable && it.waived.is_none()
    })
}

fn unwaived(verdicts: &[Verdict]) -> usize {
    open(verdicts).count()
}

/// The address of the only subject; none, if what is found is about no one subject.
fn only_subject(args: &WaiveArgs, verdicts: &[Verdict]) -> Result<Option<String>, Diagnostic> {
    let subjects: BTreeSet<&str> = open(verdicts).map(|it| it.address.as_str()).collect();
    let mut each = subjects.iter();
    match (each.next(), each.next()) {
        (Some(&""), None) => Ok(None),
        (Some(only), None) => Ok(Some((*only).to_owned())),
        (None, _) => Err(refusal(args, None, verdicts)),
        (Some(_), Some(_)) => {
            let message = format!(
                "`{}` finds fault with {}: say which is waived",
                args.of,
                counted(subjects.len(), "subject")
            );
            let names: Vec<&str> = subjects.iter().take(NAMED).copied().collect();
            let help = "add `--address ADDRESS`, or a glob and `--many`";
            Err(Diagnostic::error(message)
                .note(format!("they are {}", names.join(", ")))
                .help(help))
        }
    }
}

/// Why nothing was written.
fn refusal(args: &WaiveArgs, state: Option<&WaiverState>, verdicts: &[Verdict]) -> Diagnostic {
    match state {
        Some(WaiverState::Expired(_)) => {
            let message = format!("{} is over: it would waive nothing", args.expires);
            return Diagnostic::error(message).help("give a day that is to come");
        }
        Some(WaiverState::TooBroad(subjects)) => {
            let message = format!("this is like {subjects} subjects of one stack");
            return Diagnostic::error(message).help("name one of them, or add `--many`");
        }
        Some(WaiverState::Used(_)) => {
            let message = "what this is like is waived already";
            return Diagnostic::error(message).help("`stackspec check` lists it with its waiver");
        }
        Some(WaiverState::Unused(_) | WaiverState::NotAsked) | None => {}
    }
    let what = match &args.address {
        Some(address) => format!("`{}` finds no fault with `{address}`", args.of),
        None => format!("`{}` finds no fault that could be waived", args.of),
    };
    let mut error = Diagnostic::error(what);
    for verdict in verdicts.iter().filter(|it| it.outcome.is_red()) {
        if !matches!(verdict.outcome, Outcome::Fail | Outcome::Unknown) {
            let why = verdict.reason.as_deref().unwrap_or("see `stackspec check`");
            let name = full_name(&verdict.file, &verdict.spec);
            error = error.note(format!(
                "{name} is {}, which no waiver covers: {why}",
                verdict.outcome
            ));
        }
    }
    let addresses: BTreeSet<&str> = open(verdicts).map(|it| it.address.as_str()).collect();
    let constructs = open(verdicts).filter_map(|it| it.construct_path.as_deref());
    let wanted = args.address.as_deref().unwrap_or_default();
    if let Some(near) = nearest(wanted, addresses.iter().copied().chain(constructs)) {
        error = error.help(format!("did you mean `{near}`?"));
    } else if !addresses.is_empty() {
        let names: Vec<&str> = addresses.into_iter().take(NAMED).collect();
        error = error.note(format!("it finds fault with {}", names.join(", ")));
    }
    error
}

/// The address with the names of identity params in the place of their values.
fn with_names(address: String, params: &Params) -> String {
    let named = params.identity().into_iter();
    named.fold(address, |address, (name, value)| {
        address.replace(&value, &format!("{{{name}}}"))
    })
}

/// The entry, as it is written.
fn entry(args: &WaiveArgs, address: Option<&str>) -> String {
    let expires = args.expires.to_string();
    let pairs = [
        ("spec", Some(args.of.as_str())),
        ("address", address),
        ("stack", args.only_stack.as_deref()),
        ("reason", Some(args.reason.as_str())),
        ("owner", args.owner.as_deref()),
        ("issue", args.issue.as_deref()),
        ("expires", Some(expires.as_str())),
    ];
    let mut text = String::from("[[waiver]]\n");
    for (key, value) in pairs {
        if let Some(value) = value {
            text.push_str(&format!("{key} = {}\n", toml_text(value)));
        }
    }
    if args.many {
        text.push_str("many = true\n");
    }
    text
}

fn appended(before: &str, entry: &str) -> String {
    let before = before.trim_end();
    match before.is_empty() {
        true => entry.to_owned(),
        false => format!("{before}\n\n{entry}"),
    }
}

/// The waivers of the file as it would be.
fn read(path: &Path, text: &str) -> Result<Vec<Waiver>, Problems> {
    let file = SourceFile {
        path: path.to_owned(),
        text: text.into(),
    };
    let config = config::parse(&file).map_err(|found| Problems::of(Exit::Usage, found))?;
    Ok(config.waivers)
}
