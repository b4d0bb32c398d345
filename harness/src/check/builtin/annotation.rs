//! `synth-annotation-error`: what cdktf noted in its manifest.

use super::Seen;
use super::finding::{self, Raw};
use crate::check::Finding;
use crate::stack::{Annotation, Model};
use crate::verdict::Outcome;

pub(super) const ID: &str = "synth-annotation-error";

/// Only cdktf writes a manifest: what it synthesized names the construct of each block.
pub(super) fn judge(model: &Model<'_>) -> Seen {
    let stack = model.stack();
    let notes = &stack.annotations;
    let from_cdktf = stack
        .blocks
        .iter()
        .any(|block| block.construct_path.is_some());
    let errors = notes.iter().filter(|note| is_error(&note.level));
    Seen {
        looked: notes.len().max(usize::from(from_cdktf)),
        findings: errors.map(|note| found(model, note)).collect(),
        notes: Vec::new(),
    }
}

/// `@cdktf/error`, as cdktf writes it.
fn is_error(level: &str) -> bool {
    level.rsplit('/').next() == Some("error")
}

fn found(model: &Model<'_>, note: &Annotation) -> Finding {
    let message = format!("cdktf noted an error: {}", note.message);
    let raw = Raw {
        target: None,
        outcome: Outcome::Fail,
        path: None,
        expected: "no annotation of level error".to_owned(),
        actual: note.message.clone(),
        message,
        notes: Vec::new(),
    };
    let mut blocks = model.stack().blocks.iter();
    let named = |path: &str| path == note.construct_path;
    match blocks.position(|block| block.construct_path.as_deref().is_some_and(named)) {
        Some(id) => {
            let found = finding::on_block(raw, model, id, None);
            // Where the note was made says more than where its subject was.
            Finding {
                made_at: note.made_at.clone().or(found.made_at),
                ..found
            }
        }
        None => Finding {
            outcome: raw.outcome,
            address: String::new(),
            construct_path: Some(note.construct_path.clone()),
            made_at: note.made_at.clone(),
            path: None,
            expected: raw.expected,
            actual: finding::redacted(model, raw.actual),
            source: None,
            message: finding::redacted(model, raw.message),
            notes: raw.notes,
            clause: None,
            waived: None,
        },
    }
}
