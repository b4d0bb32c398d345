//! `stackspec explain`

use super::args::ExplainArgs;
use super::out;
use super::settings::{Wants, settings, strict};
use crate::config;
use crate::diagnostic::{Diagnostic, nearest};
use crate::exit::{self, Exit, decide};
use crate::matcher::MATCHERS;
use crate::report::json;
use crate::run::{Problems, load_specs};
use crate::schema::Schema;
use crate::spec::{self, SpecSet};

/// A name, and what makes its text.
type Topic = (&'static str, fn() -> String);

/// What can be explained without any spec file.
const TOPICS: [Topic; 10] = [
    ("matchers", matchers),
    ("exit-codes", exit::table),
    ("json-lines", json::reference),
    ("library", groups),
    ("tables", spec::list_tables),
    ("stackspec.toml", config::starter),
    (Schema::Spec.file_name(), || Schema::Spec.text()),
    (Schema::Case.file_name(), || Schema::Case.text()),
    (Schema::Suite.file_name(), || Schema::Suite.text()),
    (Schema::Config.file_name(), || Schema::Config.text()),
];

pub(super) fn run(args: &ExplainArgs) -> Exit {
    let mut specs: Option<Result<SpecSet, Problems>> = None;
    let mut shipped: Option<Result<SpecSet, Problems>> = None;
    let mut happened = vec![Exit::Ok];
    for (index, topic) in args.topics.iter().enumerate() {
        let text = match without_files(topic) {
            Some(text) => Ok(text),
            None => {
                let own = specs.get_or_insert_with(|| read(args));
                match shipped.get_or_insert_with(library) {
                    Ok(shipped) => of_spec(args, own, shipped, topic),
                    Err(problems) => Err(problems.clone()),
                }
            }
        };
        match text {
            Ok(text) => {
                let between = if index > 0 { "\n" } else { "" };
                out::print_whole(format!("{between}{}\n", text.trim_end()).as_bytes());
            }
            Err(problems) => {
                out::problems(&problems);
                happened.extend(problems.exits());
            }
        }
    }
    decide(happened)
}

/// What can be said without reading any spec file.
fn without_files(topic: &str) -> Option<String> {
    let general = TOPICS.iter().find(|(name, _)| *name == topic);
    general
        .map(|(_, text)| text())
        .or_else(|| spec::table(topic).map(spec::explain_table))
        .or_else(|| built_in(topic))
}

/// A built-in spec in words: no spec file is needed for that.
fn built_in(topic: &str) -> Option<String> {
    let file = spec::built_in();
    let mut specs = file.specs.iter();
    let named = |spec: &&spec::Spec| {
        topic == spec.id || topic.strip_prefix("stackspec::") == Some(spec.id.as_str())
    };
    specs.find(named).map(|spec| spec::explain(spec, file))
}

fn read(args: &ExplainArgs) -> Result<SpecSet, Problems> {
    let settings = strict(settings(&[], &args.specs, None, Wants::Specs))?;
    load_specs(&settings.request)
}

/// Every spec of the library.
fn library() -> Result<SpecSet, Problems> {
    let files = spec::library(&[spec::ALL.to_owned()]);
    let files = files.map_err(|found| Problems::of(Exit::Usage, found))?;
    Ok(SpecSet { files })
}

/// The specs of that name, the user's own before those of the library.
fn of_spec(
    args: &ExplainArgs,
    own: &Result<SpecSet, Problems>,
    shipped: &SpecSet,
    topic: &str,
) -> Result<String, Problems> {
    let own_files = own.as_ref().ok();
    for set in own_files.into_iter().chain([shipped]) {
        let found: Vec<String> = set
            .iter()
            .filter(|(file, spec)| {
                spec.id == topic || spec::full_name(&file.name, &spec.id) == topic
            })
            .map(|(file, spec)| spec::explain(spec, file))
            .collect();
        if !found.is_empty() {
            return Ok(found.join("\n"));
        }
    }
    // That no spec files are given is no fault of who asks for one of the library.
    let asked = !args.specs.specs.is_empty() || !args.specs.library.is_empty();
    if let Err(problems) = own
        && (asked || problems.exits().any(|exit| exit != Exit::Usage))
    {
        return Err(problems.clone());
    }
    if let Some(text) = spec::explain_group(topic) {
        return Ok(text);
    }
    let sets = own_files.into_iter().chain([shipped]);
    let ids = sets
        .flat_map(SpecSet::iter)
        .map(|(_, spec)| spec.id.as_str());
    let built_in = spec::built_in().specs.iter().map(|spec| spec.id.as_str());
    let tables = spec::tables().into_iter().map(|table| table.name.as_str());
    let topics = TOPICS
        .iter()
        .map(|(name, _)| *name)
        .chain(built_in)
        .chain(tables);
    let error = Diagnostic::error(format!("no spec is called `{topic}`"));
    let error = match nearest(topic, ids.chain(topics)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(
            "`stackspec list specs --library all` lists those of the library, `--specs PATH` adds \
             your own",
        ),
    };
    Err(Problems::one(Exit::Usage, error))
}

/// The groups of the library.
fn groups() -> String {
    spec::group_table(false).unwrap_or_default()
}

fn matchers() -> String {
    let mut text = String::from(
        "A matcher stands in a clause: must = [ { at = \"$.engine\", equal = \"postgres\" } ]\n\n",
    );
    for row in MATCHERS {
        text.push_str(&format!("{:<14}{}\n", row.name, row.says));
        if !row.judges.is_empty() {
            text.push_str(&format!(
                "{:<14}of {}; anything else is an error\n",
                "", row.judges
            ));
        }
        let not = if row.negatable {
            format!(", not_{} = ...", row.name)
        } else {
            String::new()
        };
        text.push_str(&format!("{:<14}{} = {}{not}\n", "", row.name, row.example));
    }
    text
}
