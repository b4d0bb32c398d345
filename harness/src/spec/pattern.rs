//! Globs over types and names.

use super::Pattern;
use super::reader::{Entry, Reader, Text};
use crate::stack::BlockKind;

/// Reads the globs of `resource = ...` and its sisters.
pub(super) fn read(reader: &mut Reader<'_>, entry: Entry<'_>, kind: BlockKind) -> Vec<Pattern> {
    if kind == BlockKind::Document {
        let instead = "write `document = true`: there is one document in a stack";
        if !reader.only_true(entry, instead) {
            return Vec::new();
        }
        let glob = globset::Glob::new("*").map(|glob| glob.compile_matcher());
        let pattern = glob.map(|glob| Pattern {
            text: "*".to_owned(),
            glob: Some(glob),
            span: entry.value_span(),
        });
        return pattern.into_iter().collect();
    }
    let texts = reader.texts(entry);
    texts
        .into_iter()
        .filter_map(|text| one(reader, text, kind))
        .collect()
}

fn one(reader: &mut Reader<'_>, text: Text<'_>, kind: BlockKind) -> Option<Pattern> {
    let written = text.value;
    let typed = matches!(
        kind,
        BlockKind::Resource | BlockKind::Data | BlockKind::Backend
    );
    let noun = if typed { "type" } else { "name" };
    if written.is_empty() {
        let message = format!("`{}` is an empty text", kind.word());
        let found = reader.error(text.span(), message, "it would match nothing");
        found
            .help
            .push(format!("write \"*\" to select every {}", kind.word()));
        return None;
    }
    if let Some(at) = written.find(char::is_whitespace) {
        let message = format!("no {noun} holds a blank, so this selects nothing");
        let found = reader.error(text.part(at..at + 1), message, "");
        if written.contains(',') {
            found
                .help
                .push("for several, write a list: [\"a\", \"b\"]".into());
        }
        return None;
    }
    if typed && let Some(at) = written.find(|c: char| c.is_uppercase()) {
        let message = format!("types of {} are written in small letters", plural(kind));
        let found = reader.error(text.part(at..at + 1), message, "");
        found.help.push(format!("write \"{}\"", snake(written)));
        return None;
    }
    if typed && let Some(at) = written.find('.') {
        let message = "a type holds no `.`: this selects nothing";
        let found = reader.error(text.part(at..at + 1), message, "");
        let kind = written.split('.').next().unwrap_or_default();
        found.help.push(format!(
            "select by type, \"{kind}\", and by name with `where = \"@['//'].name == '...'\"`"
        ));
        return None;
    }
    match globset::Glob::new(written) {
        Ok(glob) => Some(Pattern {
            text: written.to_owned(),
            glob: (written.contains(['*', '?', '{', '[', '\\'])).then(|| glob.compile_matcher()),
            span: text.inner(),
        }),
        Err(error) => {
            let label = error.kind().to_string();
            reader.error(text.span(), "this is no glob", label);
            None
        }
    }
}

fn plural(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Data => "data sources",
        BlockKind::Backend => "backends",
        _ => "resources",
    }
}

/// `AwsS3Bucket` as `aws_s3_bucket`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for c in name.chars() {
        if c.is_uppercase() && small {
            out.push('_');
        }
        small = c.is_lowercase() || c.is_ascii_digit();
        out.extend(c.to_lowercase());
    }
    out
}
