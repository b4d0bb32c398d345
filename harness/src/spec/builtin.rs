//! The built-in specs: what they are called and say. What they look at is judged in
//! `check::builtin`.
//!
//! Each is a [`Spec`] without clauses in a file called [`BUILT_IN`], so that lists, reports and
//! `explain` need no second kind of spec.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::{Level, Spec, SpecFile};
use crate::diagnostic::SourceFile;
use crate::stack::Form;

/// The name of their file in test cases: `<stack role>::stackspec::<id>`. No other file has it.
pub const BUILT_IN: &str = "stackspec";

const TEXT: &str = include_str!("builtin.toml");

#[derive(Deserialize)]
struct Raw {
    builtin: Vec<Spanned<RawSpec>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpec {
    id: Spanned<String>,
    title: String,
    level: String,
    looks: String,
    why: String,
    fix: String,
}

/// The built-in specs, each at the level that it has unless a configuration sets another.
pub fn built_in() -> &'static SpecFile {
    static FILE: OnceLock<SpecFile> = OnceLock::new();
    // What cannot be read fails a test below.
    FILE.get_or_init(|| {
        read().unwrap_or_else(|| SpecFile {
            source: source(),
            name: BUILT_IN.to_owned(),
            params: Vec::new(),
            specs: Vec::new(),
            warnings: Vec::new(),
        })
    })
}

/// The built-in specs at these levels.
pub fn built_in_at(levels: &BTreeMap<String, Level>) -> SpecFile {
    let mut file = built_in().clone();
    for spec in &mut file.specs {
        if let Some(level) = levels.get(&spec.id) {
            spec.level = *level;
        }
    }
    file
}

/// What a built-in spec looks at, in words.
pub fn looks_at(id: &str) -> Option<&'static str> {
    static LOOKS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let looks = LOOKS.get_or_init(|| {
        let all = raw().into_iter().flat_map(|raw| raw.builtin);
        let each = all
            .map(Spanned::into_inner)
            .map(|it| (it.id.into_inner(), it.looks));
        each.collect()
    });
    looks.get(id).map(String::as_str)
}

fn source() -> SourceFile {
    SourceFile {
        path: PathBuf::from("<built into stackspec>"),
        text: TEXT.into(),
    }
}

fn raw() -> Option<Raw> {
    toml::from_str(TEXT).ok()
}

fn read() -> Option<SpecFile> {
    let pattern = SourceFile {
        path: PathBuf::new(),
        text: "[[spec]]\nid = \"x\"\ndocument = true\nmust = [ { at = '$.x', present = true } ]"
            .into(),
    };
    let mut file = super::parse(&pattern, BUILT_IN).ok()?;
    let pattern = file.specs.pop()?;
    let specs = raw()?.builtin.into_iter().map(|spanned| {
        let raw = spanned.into_inner();
        let (start, end) = (raw.id.span().start, raw.id.span().end);
        Some(Spec {
            id: raw.id.into_inner(),
            title: Some(raw.title),
            why: Some(raw.why),
            fix: Some(raw.fix),
            level: match raw.level.as_str() {
                "deny" => Level::Deny,
                "warn" => Level::Warn,
                _ => return None,
            },
            inputs: vec![Form::Synth],
            must: Vec::new(),
            // From `id = "` on.
            span: start.saturating_sub("id    = ".len())..end,
            ..pattern.clone()
        })
    });
    let specs = specs.collect::<Option<Vec<Spec>>>()?;
    Some(SpecFile {
        source: source(),
        specs,
        ..file
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        let file = built_in();
        assert_eq!(file.specs.len(), TEXT.matches("[[builtin]]").count());
        for spec in &file.specs {
            let written = &TEXT[spec.span.clone()];
            assert_eq!(written, format!("id    = \"{}\"", spec.id));
            assert!(looks_at(&spec.id).is_some(), "{}", spec.id);
            assert!(
                spec.must.is_empty()
                    && spec.selects.what
                        == crate::spec::What::Blocks(crate::stack::BlockKind::Document)
            );
        }
    }
}
