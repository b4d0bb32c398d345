//! Stepping into the document that a text holds.

use super::StepView;
use crate::value::{Hole, Node, ParseErrorKind, PieceRef, Text};

/// Attributes whose text is a JSON *list*, so that `[*]`, an index or a filter enters it. Any
/// other text is entered by a written name alone: `$.policy.Statement`.
///
/// Source: the provider documentation of `aws_ecs_task_definition` and `aws_emr_cluster`.
const LIST_DOCUMENTS: [&str; 2] = ["container_definitions", "configurations_json"];

/// What a text holds.
pub(super) enum Inside<'d, 's> {
    /// A document.
    Document(&'d Node<'s>),
    /// It may hold one: this is not known.
    Open(&'d Hole),
    /// No document, and why it is none if it looks like one.
    None(Option<String>),
}

/// Whether the member that was stepped to last is a list in a text.
pub(super) fn is_list(step: StepView<'_>) -> bool {
    matches!(step, StepView::Name(name) if LIST_DOCUMENTS.contains(&name))
}

/// Reads the document in a text.
pub(super) fn read<'d, 's>(text: &'d Text<'s>) -> Inside<'d, 's> {
    match text.document() {
        Some(Ok(document)) => Inside::Document(document),
        Some(Err(why)) => {
            let decided = matches!(
                why.0.kind,
                ParseErrorKind::DuplicateKey(_) | ParseErrorKind::TooDeep
            );
            // A hole may bring what the text lacks: `{"a":1 ${var.rest}}`.
            match text.holes().next() {
                Some(hole) if !decided => Inside::Open(hole),
                _ => Inside::None(Some(format!(
                    "the document in it does not parse: {}",
                    why.0
                ))),
            }
        }
        None => match first_hole(text) {
            Some(hole) => Inside::Open(hole),
            None => Inside::None(None),
        },
    }
}

/// The hole that a text starts with, if it may start a document.
fn first_hole<'d>(text: &'d Text<'_>) -> Option<&'d Hole> {
    for piece in text.iter() {
        match piece {
            PieceRef::Literal(literal) if literal.trim_start().is_empty() => {}
            PieceRef::Literal(_) => return None,
            PieceRef::Hole(hole) => {
                let start = hole.starts_with.unwrap_or_default().trim_start();
                return (start.is_empty() || start.starts_with(['{', '['])).then_some(hole);
            }
        }
    }
    None
}
