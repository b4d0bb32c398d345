//! Values that may differ: each side has its own, and both become the same sign.

use super::doc::Doc;
use std::collections::BTreeMap;

/// What stands around the number of a pair. Unicode keeps it for private use: no text of a stack has it.
const SIGN: char = '\u{f8fe}';

/// The values of one side.
#[derive(Debug)]
pub(super) struct Values {
    /// Number of the pair, value; the longest first.
    values: Vec<(usize, String)>,
    /// How often each was found.
    pub(super) found: Vec<usize>,
}

impl Values {
    pub(super) fn new(values: impl Iterator<Item = String>) -> Self {
        let mut values: Vec<(usize, String)> = values.enumerate().collect();
        let found = vec![0; values.len()];
        values.retain(|(_, value)| !value.is_empty());
        values.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.cmp(b)));
        Values { values, found }
    }

    /// The document with signs for values.
    pub(super) fn hide(&mut self, doc: &Doc) -> Doc {
        match doc {
            Doc::Bare(bare) => Doc::Bare(bare.clone()),
            Doc::Text(text) => Doc::Text(self.hide_text(text)),
            Doc::List(list) => Doc::List(list.iter().map(|doc| self.hide(doc)).collect()),
            Doc::Map(map) => {
                let mut hidden = BTreeMap::new();
                for (name, doc) in map {
                    let mut name = self.hide_text(name);
                    // No member is lost.
                    while hidden.contains_key(&name) {
                        name.push_str(" (again)");
                    }
                    hidden.insert(name, self.hide(doc));
                }
                Doc::Map(hidden)
            }
        }
    }

    pub(super) fn hide_text(&mut self, text: &str) -> String {
        let (mut out, mut rest) = (String::new(), text);
        while let Some(c) = rest.chars().next() {
            let value = self.values.iter().find(|it| rest.starts_with(&it.1));
            if let Some((number, value)) = value {
                out.push_str(&format!("{SIGN}{number}{SIGN}"));
                self.found[*number] += 1;
                rest = &rest[value.len()..];
            } else {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        out
    }

    /// The text as it was.
    pub(super) fn show(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (number, value) in &self.values {
            text = text.replace(&format!("{SIGN}{number}{SIGN}"), value);
        }
        text
    }
}
