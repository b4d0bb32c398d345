//! What a JSON document is, told by its top-level keys.

use super::error::{LoadError, LoadErrorKind as Kind};
use super::pairs::{Pairs, Raw};
use super::parts;
use super::shape::Top;
use super::text::{Doc, check_rest};
use crate::stack::Span;

/// A document that can be loaded.
pub(crate) enum Recognised<'a> {
    /// The JSON of a plan.
    Plan(Box<Top<'a>>),
    /// The JSON of a state.
    State(Box<Top<'a>>),
    /// Terraform JSON: its top-level members.
    Terraform(Pairs<'a>),
}

/// The names of top-level blocks of Terraform JSON.
/// Source: "JSON Configuration Syntax" of Terraform.
pub(crate) const BLOCKS: [&str; 16] = [
    "resource",
    "data",
    "output",
    "variable",
    "locals",
    "provider",
    "terraform",
    "module",
    "moved",
    "removed",
    "import",
    "check",
    "ephemeral",
    "action",
    "list",
    "language",
];

/// Tells what the document is, and reads what is needed of it: its span comes with it.
///
/// # Errors
/// When it is not JSON, not one document, or not an input.
pub(crate) fn recognise<'a>(doc: &Doc<'a>) -> Result<(Recognised<'a>, Span), LoadError> {
    let (top, document) = match read_top(doc) {
        Ok(read) => read,
        Err(error) if error.kind == Kind::Misshapen => {
            // The document is JSON, but no plan or state: say what it is by its keys alone.
            let (members, document) = read_one::<Pairs<'a>>(doc)?;
            let names = names_of(&members, &[]);
            return match classify(doc, &names, &members, document)? {
                Class::Terraform => Ok((Recognised::Terraform(members), doc.span(document))),
                Class::Plan | Class::State => Err(error),
            };
        }
        Err(error) => return Err(error),
    };
    let names = names_of(&top.rest, &top.names);
    let span = doc.span(document);
    match classify(doc, &names, &top.rest, document)? {
        Class::Terraform => Ok((Recognised::Terraform(top.rest), span)),
        Class::Plan => {
            let root = top.planned_values.as_ref();
            if root.is_none_or(|values| values.root_module.is_none()) {
                return Err(cut_plan(doc, document));
            }
            Ok((Recognised::Plan(Box::new(top)), span))
        }
        Class::State => {
            let root = top.values.as_ref();
            if root.is_none_or(|values| values.root_module.is_none()) {
                let what = "this state has no `values.root_module`";
                return Err(doc.error(Kind::Misshapen, what, document));
            }
            Ok((Recognised::State(Box::new(top)), span))
        }
    }
}

enum Class {
    Plan,
    State,
    Terraform,
}

/// Reads the top level, in parts if it is large.
fn read_top<'a>(doc: &Doc<'a>) -> Result<(Top<'a>, &'a str), LoadError> {
    let rest = doc.rest();
    if let Some((top, document)) = parts::read(doc)
        && check_rest(
            doc,
            doc.span(document).range().end - (doc.text.len() - rest.len()),
        )
        .is_ok()
    {
        return Ok((top, document));
    }
    read_one::<Top<'a>>(doc)
}

/// Reads the one document of a text, and checks what follows it.
fn read_one<'a, T: serde::Deserialize<'a>>(doc: &Doc<'a>) -> Result<(T, &'a str), LoadError> {
    let rest = doc.rest();
    let mut documents = serde_json::Deserializer::from_str(rest).into_iter::<T>();
    let read = match documents.next() {
        Some(Ok(read)) => read,
        Some(Err(error)) => return Err(doc.json_error(rest, &error)),
        None => {
            return Err(LoadError::new(
                doc.path,
                Kind::EmptyFile,
                "the file is empty",
            ));
        }
    };
    let end = documents.byte_offset();
    let document = rest.get(..end).unwrap_or_default().trim_start();
    if let Err(error) = check_rest(doc, end) {
        // A UI log is one object a line: say that rather than "text follows".
        let first: Pairs<'a> = doc.read(document)?;
        return Err(ui_log(doc, &names_of(&first, &[]), document).unwrap_or(error));
    }
    Ok((read, document))
}

fn names_of<'n>(members: &'n Pairs<'_>, others: &[&'n str]) -> Vec<&'n str> {
    let members = members.0.iter().map(|(name, _)| name.as_ref());
    members.chain(others.iter().copied()).collect()
}

fn ui_log(doc: &Doc<'_>, names: &[&str], document: &str) -> Option<LoadError> {
    let found = names.contains(&"@level") || names.contains(&"@message");
    let what = "this is the message log of a command run with `-json` (one JSON object a line)";
    found.then(|| doc.error(Kind::UiLog, what, document))
}

/// Which of the inputs it is, or the sentence that says what it is instead.
fn classify(
    doc: &Doc<'_>,
    names: &[&str],
    rest: &Pairs<'_>,
    document: &str,
) -> Result<Class, LoadError> {
    let has = |name: &str| names.contains(&name);
    let refuse = |kind, what: &str| Err(doc.error(kind, what, document));
    if let Some(error) = ui_log(doc, names, document) {
        return Err(error);
    }
    if has("plan_format_version") {
        return refuse(
            Kind::RedactedPlan,
            "this is a redacted plan, the form in which HCP Terraform stores what it shows",
        );
    }
    if has("planned_values") || has("format_version") && has("resource_changes") {
        check_version(doc, "plan", rest)?;
        check_finished(doc, rest)?;
        return if has("planned_values") {
            Ok(Class::Plan)
        } else {
            Err(cut_plan(doc, document))
        };
    }
    if has("provider_schemas") {
        return refuse(
            Kind::ProviderSchemas,
            "these are provider schemas (`terraform providers schema -json`)",
        );
    }
    if has("function_signatures") {
        return refuse(
            Kind::FunctionsMetadata,
            "these are the signatures of functions (`terraform metadata functions -json`)",
        );
    }
    if has("valid") && has("diagnostics") {
        return refuse(
            Kind::ValidateReport,
            "this is the report of `terraform validate -json`",
        );
    }
    let stored = has("lineage") || has("serial");
    // Source: `basedata` of OpenTofu's package `encryption`; a state keeps its serial and lineage.
    if has("encrypted_data") && has("encryption_version") {
        let noun = if stored { "state" } else { "plan" };
        let what = format!("this is a {noun} that OpenTofu encrypted");
        return refuse(Kind::Encrypted, &what);
    }
    if has("version")
        && (stored || has("terraform_version") && (has("resources") || has("modules")))
    {
        let version = rest.get("version").map_or("?", |raw| raw.get());
        let what = format!(
            "this is a raw state file (terraform.tfstate, version {})",
            version.chars().take(8).collect::<String>()
        );
        return refuse(Kind::RawState, &what);
    }
    if has("format_version") && has("values") {
        check_version(doc, "state", rest)?;
        return Ok(Class::State);
    }
    if has("format_version") {
        check_version(doc, "plan or state", rest)?;
        check_finished(doc, rest)?;
        if has("configuration") || has("prior_state") {
            return Err(cut_plan(doc, document));
        }
        let inside = ["format_version", "terraform_version", "timestamp", "checks"];
        if names.iter().all(|name| inside.contains(name)) {
            return refuse(
                Kind::NothingInside,
                "this is a plan or state with nothing in it, only its format version",
            );
        }
    }
    if has("stacks") && has("version") {
        let folder = doc
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map_or(".".into(), |folder| folder.display().to_string());
        let what = "this is the manifest of a cdktf output folder";
        return Err(doc
            .error(Kind::ManifestFile, what, document)
            .help(format!("give `{folder}`")));
    }
    classify_terraform(doc, names, rest, document)
}

/// Terraform JSON: block names at the top level, and nothing there that is no block.
fn classify_terraform(
    doc: &Doc<'_>,
    names: &[&str],
    rest: &Pairs<'_>,
    document: &str,
) -> Result<Class, LoadError> {
    if names.iter().all(|name| *name == "//") {
        return Err(doc.error(Kind::EmptyDocument, "the document is empty", document));
    }
    let is_block = |raw: Raw<'_>| raw.get().starts_with(['{', '[']);
    let blocks = rest.0.iter().filter(|(name, _)| name != "//");
    let terraform = names.len() == rest.0.len()
        && blocks.clone().all(|(_, raw)| is_block(*raw))
        && blocks
            .clone()
            .any(|(name, _)| BLOCKS.contains(&name.as_ref()));
    if terraform {
        return Ok(Class::Terraform);
    }
    if names.contains(&"Resources") || names.contains(&"AWSTemplateFormatVersion") {
        let what = "this is a CloudFormation template";
        return Err(doc.error(Kind::Unrecognised, what, document));
    }
    let (shown, more) = (names.len().min(5), names.len().saturating_sub(5));
    let shown: Vec<String> = names[..shown]
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let what = format!(
        "this is JSON, but neither a plan, a state nor Terraform JSON: its top-level keys are {}{more}",
        shown.join(", ")
    );
    Err(doc.error(Kind::Unrecognised, what, document))
}

fn cut_plan(doc: &Doc<'_>, document: &str) -> LoadError {
    let what = "this is a part of a plan: it has no `planned_values.root_module`";
    doc.error(Kind::Misshapen, what, document)
}

/// Any minor version; the majors 0 (Terraform 0.12 to 1.0) and 1. A plan that was cut may have no
/// version: its features are told by their keys.
fn check_version(doc: &Doc<'_>, noun: &str, rest: &Pairs<'_>) -> Result<(), LoadError> {
    let Some(raw) = rest.get("format_version") else {
        return Ok(());
    };
    let version: String = serde_json::from_str(raw.get()).unwrap_or_default();
    let major = version.split('.').next().unwrap_or_default();
    if matches!(major, "0" | "1") {
        return Ok(());
    }
    let shown: String = raw.get().chars().take(20).collect();
    let what = format!(
        "this is a {noun} of format version {shown}, which this version of stackspec does not know"
    );
    Err(doc.error(Kind::UnsupportedVersion, what, raw.get()))
}

/// A plan that failed or was deferred in part lists less than there will be.
fn check_finished(doc: &Doc<'_>, rest: &Pairs<'_>) -> Result<(), LoadError> {
    let is = |name: &str, word: &str| rest.get(name).filter(|raw| raw.get() == word);
    if let Some(raw) = is("errored", "true") {
        let what = "this plan failed (`errored` is true): what it lists is not all there would be";
        return Err(doc.error(Kind::ErroredPlan, what, raw.get()));
    }
    if let Some(raw) = is("complete", "false") {
        let what =
            "this plan is not complete (`complete` is false): something was deferred or left out";
        return Err(doc.error(Kind::IncompletePlan, what, raw.get()));
    }
    Ok(())
}
