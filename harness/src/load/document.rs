//! From a text to a stack.

use std::path::Path;

use super::error::{LoadError, LoadErrorKind as Kind};
use super::index::Builder;
use super::recognise::{Recognised, recognise};
use super::{plan, synth, text};
use crate::stack::{Form, SharedText, Stack};

/// Makes a stack of the one document of a file: a plan, a state or Terraform JSON.
pub(crate) fn load_document(
    name: &str,
    input: &Path,
    path: &Path,
    text: &SharedText,
) -> Result<Stack, LoadError> {
    let mut builder = Builder::default();
    let form = add(&mut builder, path, text)?;
    builder.finish(name, input, form)
}

/// Makes a stack of a text that must be Terraform JSON.
pub(crate) fn load_terraform_json(
    name: &str,
    path: &Path,
    text: &SharedText,
) -> Result<Stack, LoadError> {
    let mut builder = Builder::default();
    add_terraform_json(&mut builder, path, text)?;
    builder.finish(name, path, Form::Synth)
}

/// Adds a file that must be Terraform JSON to a stack.
pub(crate) fn add_terraform_json(
    builder: &mut Builder,
    path: &Path,
    text: &SharedText,
) -> Result<(), LoadError> {
    match add(builder, path, text)? {
        Form::Synth => Ok(()),
        form => {
            let what = format!("this is a {}, where Terraform JSON belongs", form.word());
            Err(LoadError::new(path, Kind::Misshapen, what))
        }
    }
}

fn add(builder: &mut Builder, path: &Path, text: &SharedText) -> Result<Form, LoadError> {
    let too_many = || LoadError::new(path, Kind::TooLarge, "a stack of more than 65,535 files");
    let source = u16::try_from(builder.sources.len()).map_err(|_| too_many())?;
    builder.sources.push(text::source(path, text.clone()));
    let doc = text::find(path, text)?;
    let (recognised, span) = recognise(&doc)?;
    let form = match recognised {
        Recognised::Terraform(members) => {
            synth::index(builder, &doc, source, &members)?;
            Form::Synth
        }
        Recognised::Plan(top) => {
            plan::index_plan(builder, &doc, &top)?;
            Form::Plan
        }
        Recognised::State(top) => {
            if let Some(values) = &top.values {
                plan::index_state(builder, &doc, values);
            }
            Form::State
        }
    };
    // Last, where it stands in the order of blocks too.
    builder.document(&doc, source, span);
    Ok(form)
}
