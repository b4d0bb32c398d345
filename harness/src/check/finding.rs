//! Findings: what is said of a broken clause, and what must not be said.

use crate::follow::Stop;
use crate::stack::{BlockId, Latest, Model};
use crate::value::{Path, Step, locate};
use crate::verdict::Outcome;

use super::context::Context;
use super::target::Target;
use super::{Finding, Location};

mod expected;
mod secret;

pub(super) use expected::expected;
#[cfg(feature = "cli")]
pub(crate) use secret::printable;
pub(crate) use secret::printable_path;
pub(super) use secret::{SENSITIVE, actual, is_secret};

/// A finding of one clause on one subject, before it knows its subject.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub(super) outcome: Outcome,
    /// On what the path stands, if not on the subject.
    pub(super) target: Option<Target>,
    pub(super) path: Option<Path>,
    pub(super) expected: String,
    pub(super) actual: String,
    pub(super) message: String,
    pub(super) notes: Vec<String>,
}

impl Raw {
    /// A finding without a place.
    pub(super) fn new(outcome: Outcome, expected: String, actual: String) -> Self {
        Raw {
            outcome,
            target: None,
            path: None,
            expected,
            actual,
            message: String::new(),
            notes: Vec::new(),
        }
    }
}

/// Puts a finding at its subject: address, construct path, and the place of the value in the
/// synthesized file, which may be another resource's. A row is where its block writes it. Texts that
/// are secret anywhere in the stack are taken out.
pub(super) fn place(
    raw: Raw,
    cx: &Context<'_, '_>,
    subject: Target,
    clause: Option<std::ops::Range<usize>>,
) -> Finding {
    let block = subject.of_block(cx);
    let (on, model) = (raw.target.unwrap_or(subject), subject.model(cx));
    let path = raw.path.as_ref().map(|path| on.in_block(path, cx));
    // Of a row as a whole there is a place too.
    let path = path.or_else(|| match on.0 {
        Stop::Row(..) => Some(on.in_block(&Path::default(), cx)),
        Stop::Block(_) => None,
    });
    let source = location(on.model(cx), on.vertex(cx).block, path.as_ref());
    let path = path.map(|path| unveiled(on.model(cx), on.vertex(cx).block, path));
    let mut finding = Finding {
        address: block.address.to_string(),
        construct_path: block.construct_path.as_deref().map(str::to_owned),
        made_at: block.made_at.as_deref().map(str::to_owned),
        source,
        // A path on another resource would be read as one on the subject.
        path: path.filter(|_| on.vertex(cx) == subject.vertex(cx)),
        ..of_stack(raw, model, clause)
    };
    if on.stack() != subject.stack() {
        redact(&mut finding, on.model(cx));
    }
    finding
}

/// Puts a finding at a block of a stack.
pub(super) fn on_block(
    raw: Raw,
    model: &Model<'_>,
    id: BlockId,
    clause: Option<std::ops::Range<usize>>,
) -> Finding {
    let block = model.block(id);
    Finding {
        address: block.address.to_string(),
        construct_path: block.construct_path.as_deref().map(str::to_owned),
        made_at: block.made_at.as_deref().map(str::to_owned),
        source: location(model, id, raw.path.as_ref()),
        path: raw.path.clone().map(|path| unveiled(model, id, path)),
        ..of_stack(raw, model, clause)
    }
}

/// Puts a finding about no one subject.
pub(super) fn of_stack(
    raw: Raw,
    model: &Model<'_>,
    clause: Option<std::ops::Range<usize>>,
) -> Finding {
    let mut finding = Finding {
        outcome: raw.outcome,
        address: String::new(),
        construct_path: None,
        made_at: None,
        source: None,
        path: None,
        expected: raw.expected,
        actual: raw.actual,
        message: raw.message,
        notes: raw.notes,
        clause,
        waived: None,
    };
    redact(&mut finding, model);
    finding
}

fn redact(finding: &mut Finding, model: &Model<'_>) {
    let texts = [
        &mut finding.expected,
        &mut finding.actual,
        &mut finding.message,
    ];
    for text in texts.into_iter().chain(finding.notes.iter_mut()) {
        *text = redacted(model, std::mem::take(text));
    }
}

/// A path into a block, without names that must not be printed.
fn unveiled(model: &Model<'_>, id: BlockId, path: Path) -> Path {
    // The names of attributes are everybody's; only a plan says that a whole map is sensitive.
    let mask = model.block(id).body.sensitive;
    if mask.is_none() || path.0.len() < 2 {
        return path;
    }
    match model.body_once(id, &mut Latest::default()) {
        Ok(root) => printable_path(&root, &path).into_owned(),
        Err(_) => path,
    }
}

/// A text without any value that is secret somewhere in the stack: neither as it is, nor as JSON
/// spells it (a private key has line breaks).
pub(crate) fn redacted(model: &Model<'_>, mut text: String) -> String {
    for secret in model.secrets() {
        let json = serde_json::Value::from(secret.as_str()).to_string();
        for spelling in [secret.as_str(), &json[1..json.len() - 1]] {
            if text.contains(spelling) {
                text = text.replace(spelling, SENSITIVE);
            }
        }
    }
    text
}

/// The place of a value, or of the nearest one above it that is written.
fn location(model: &Model<'_>, id: BlockId, path: Option<&Path>) -> Option<Location> {
    let steps = match path.map(|path| path.0.as_slice()) {
        Some([Step::Name(name), ..]) if name == "//" => &[],
        Some(steps) => steps,
        None => &[],
    };
    let member = match steps.first() {
        Some(Step::Name(name)) => Some(name.as_ref()),
        _ => None,
    };
    let (source, span) = model.place(id, member)?;
    let offset = span.range().start + locate(source.slice(span), steps);
    let (line, column) = source.line_column(offset);
    Some(Location {
        file: source.path.clone(),
        line,
        column,
    })
}
