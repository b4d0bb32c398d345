//! The `stackspec.toml` that is written.

use std::fmt::Write as _;
use std::path::Path;

use super::found::Found;
use crate::config;
use crate::diagnostic::{SourceFile, escape};
use crate::exit::Exit;
use crate::proof::draft::Drafts;
use crate::run::Problems;
use crate::spec::toml_text;
use crate::stack::BlockKind;

/// The groups of the library that fit what was found.
pub(super) fn groups(found: &Found) -> Vec<&'static str> {
    let has = |start: &str| {
        let mut blocks = found.stacks.iter().flat_map(|stack| {
            let kinds = [BlockKind::Resource, BlockKind::Data];
            kinds.into_iter().flat_map(|kind| stack.blocks_of(kind))
        });
        blocks.any(|(_, block)| block.type_name.starts_with(start))
    };
    let mut groups = vec!["terraform"];
    if has("aws_") {
        groups.push("aws");
    }
    if found.is_cdktf {
        groups.push("cdktf");
    }
    groups
}

/// The text of the file.
pub(super) fn text(found: &Found, drafts: &Drafts, has_specs: bool) -> String {
    let mut out = String::from(
        "# What `stackspec check` reads here when it is given no arguments. Written by `stackspec init`;\n\
         # `stackspec explain stackspec.toml` shows every key.\n\n",
    );
    _ = writeln!(out, "inputs  = [{}]", toml_text(&found.input));
    for also in &found.also {
        _ = writeln!(out, "# left out: {}", escape(also));
    }
    match drafts.specs > 0 || has_specs {
        true => out.push_str("specs   = [\"specs\"]\n"),
        false => out.push_str("# specs = [\"specs\"]  # a folder of spec files of your own\n"),
    }
    let groups: Vec<String> = groups(found).into_iter().map(toml_text).collect();
    _ = writeln!(
        out,
        "library = [{}]  # what ships with stackspec",
        groups.join(", ")
    );
    if let Some(suffix) = &drafts.suffix {
        _ = write!(
            out,
            "\n[params]\n\
             # {} of {} names end so. Other environments: `stackspec check --param suffix=...`\n\
             suffix = {}\n",
            suffix.has,
            suffix.of,
            toml_text(&suffix.value)
        );
    }
    if let Some(synth) = synth(found) {
        out.push_str(&synth);
    }
    out.push_str(
        "\n# Gates, once the specs are yours: `stackspec coverage` says what the figures are.\n\
         # [coverage]\n\
         # resources = 80       # percent that a clause examines which can fail\n\
         # clauses_proven = 100 # percent that a change was seen to break\n",
    );
    out
}

/// `[synth]`, if the input is what a project here writes and this version knows the table.
fn synth(found: &Found) -> Option<String> {
    let command = found.command.as_ref().filter(|_| found.is_cdktf)?;
    let words: Vec<String> = command.iter().map(|word| toml_text(word)).collect();
    let table = format!(
        "\n# Run before a check where a source is newer than the synth output.\n[synth]\ncommand = [{}]\n",
        words.join(", ")
    );
    let file = SourceFile {
        path: config::FILE_NAME.into(),
        text: format!("inputs = [\"cdktf.out\"]\n{table}").into(),
    };
    config::parse(&file).is_ok().then_some(table)
}

/// Reads the text as it will be read.
///
/// # Errors
/// It is wrong, which is a bug.
pub(super) fn check(folder: &Path, text: &str) -> Result<(), Problems> {
    let file = SourceFile {
        path: folder.join(config::FILE_NAME),
        text: text.into(),
    };
    let read = config::parse(&file).map_err(|found| Problems::of(Exit::Bug, found));
    read.map(|_| ())
}
