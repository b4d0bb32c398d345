//! Texts of an input as they are written: literal pieces and `${...}`, and the documents in them.
//!
//! A document is edited as JSON in which every hole is a numbered mark, so that what stands in a key,
//! or outside any quotes, stays where it is.

use serde_json::Value;

use crate::template;
use crate::value::{Kind, PieceRef};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// What stands there whatever happens.
    Literal(String),
    /// An expression, without `${` and `}`.
    Hole(String),
}

/// How the texts of an input are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// As templates: Terraform JSON.
    Templates,
    /// As what they came to: plans and states.
    Values,
}

/// The JSON of a document, its holes as marks.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The document.
    pub(super) json: Value,
    /// The expressions, and whether each stands in quotes.
    holes: Vec<(String, bool)>,
}

/// Opens and closes the number of a hole. Both are for private use; a text that holds one of them is
/// not taken for a document.
const OPEN: char = '\u{F5502}';
const CLOSE: char = '\u{F5503}';

impl Piece {
    /// Whether it is an expression.
    pub(super) fn is_hole(&self) -> bool {
        matches!(self, Piece::Hole(_))
    }
}

impl Texts {
    /// The pieces of a text of the input.
    pub(super) fn pieces(self, text: &str) -> Vec<Piece> {
        let literal = || vec![Piece::Literal(text.to_owned())];
        if self == Texts::Values || !text.contains("${") && !text.contains("%{") {
            return literal();
        }
        match &template::read(text.into()).kind {
            Kind::Text(text) => text
                .iter()
                .map(|piece| match piece {
                    PieceRef::Literal(text) => Piece::Literal(text.to_owned()),
                    PieceRef::Hole(hole) => Piece::Hole(hole.expression.to_string()),
                })
                .collect(),
            _ => {
                let whole = text.strip_prefix("${").and_then(|it| it.strip_suffix('}'));
                match whole {
                    Some(expression) => vec![Piece::Hole(expression.to_owned())],
                    None => literal(),
                }
            }
        }
    }

    /// The text of the input that has these pieces.
    pub(super) fn text(self, pieces: &[Piece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match (piece, self) {
                (Piece::Literal(literal), Texts::Values) => text.push_str(literal),
                (Piece::Literal(literal), Texts::Templates) => {
                    text.push_str(&literal.replace("${", "$${").replace("%{", "%%{"));
                }
                (Piece::Hole(expression), _) => {
                    text.push_str("${");
                    text.push_str(expression);
                    text.push('}');
                }
            }
        }
        text
    }
}

impl Marked {
    /// The document that the pieces spell; `None` if they spell none.
    pub(super) fn read(pieces: &[Piece]) -> Option<Self> {
        let Some(Piece::Literal(first)) = pieces.first() else {
            return None;
        };
        if !first.trim_start().starts_with(['{', '[']) {
            return None;
        }
        let mut marked = Marked::default();
        let (mut text, mut quoted, mut escaped) = (String::new(), false, false);
        for piece in pieces {
            match piece {
                Piece::Literal(literal) => {
                    if literal.contains([OPEN, CLOSE]) {
                        return None;
                    }
                    for c in literal.chars() {
                        match c {
                            _ if escaped => escaped = false,
                            '\\' => escaped = quoted,
                            '"' => quoted = !quoted,
                            _ => {}
                        }
                    }
                    text.push_str(literal);
                }
                Piece::Hole(expression) => {
                    let mark = marked.mark(expression, quoted);
                    match quoted {
                        true => text.push_str(&mark),
                        false => text.push_str(&format!("\"{mark}\"")),
                    }
                }
            }
        }
        marked.json = serde_json::from_str(&text).ok()?;
        Some(marked)
    }

    /// The pieces of a string in the document.
    pub(super) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.split(text, &mut pieces);
        pieces
    }

    /// The string in the document that has these pieces.
    pub(super) fn string(&mut self, pieces: &[Piece]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Hole(expression) => text.push_str(&self.mark(expression, true)),
            }
        }
        text
    }

    /// The pieces of the text that holds the document.
    pub(super) fn written(&self) -> Vec<Piece> {
        let mut text = self.json.to_string();
        for (number, (_, quoted)) in self.holes.iter().enumerate() {
            if !quoted {
                let mark = format!("{OPEN}{number}{CLOSE}");
                text = text.replace(&format!("\"{mark}\""), &mark);
            }
        }
        let mut pieces = Vec::new();
        self.split(&text, &mut pieces);
        pieces
    }

    fn mark(&mut self, expression: &str, quoted: bool) -> String {
        self.holes.push((expression.to_owned(), quoted));
        format!("{OPEN}{}{CLOSE}", self.holes.len() - 1)
    }

    fn split(&self, text: &str, out: &mut Vec<Piece>) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (number, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            if !before.is_empty() {
                out.push(Piece::Literal(before.to_owned()));
            }
            let hole = number.parse().ok().and_then(|at: usize| self.holes.get(at));
            out.extend(hole.map(|(expression, _)| Piece::Hole(expression.clone())));
            rest = after;
        }
        if !rest.is_empty() || out.is_empty() {
            out.push(Piece::Literal(rest.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// Read and written again, a document in a template is what it was, members sorted.
    #[track_caller]
    fn stays(text: &str) {
        let pieces = Texts::Templates.pieces(text);
        let marked = Marked::read(&pieces).unwrap();
        assert_eq!(Texts::Templates.text(&marked.written()), text);
    }

    #[test]
    fn documents_keep_their_holes() {
        stays(r#"{"a":"x-${aws_x.y.arn}","b":[1,null]}"#);
        stays(r#"{"a":${aws_x.y.json},"${var.n}:aud":"z"}"#);
        stays(r#"{"a":"$${not}","b":"${lookup(var.m, "k")}"}"#);
        stays(r#"{"inner":"{\"c\":\"${aws_x.y.id}\"}"}"#);
        // What encodes a document spells one.
        let encoded = Texts::Templates.pieces(r#"${jsonencode({a = aws_x.y.id})}"#);
        let marked = Marked::read(&encoded).unwrap();
        let text = Texts::Templates.text(&marked.written());
        assert_eq!(text, r#"{"a":"${aws_x.y.id}"}"#);
        assert!(Marked::read(&Texts::Values.pieces("{no")).is_none());
    }

    #[test]
    fn texts_are_templates_or_not() {
        let both = |texts: Texts, text: &str| texts.text(&texts.pieces(text));
        for text in ["a", "${a.b}", "a-${a.b}-$${c}", "%{ if a }x%{ endif }"] {
            assert_eq!(both(Texts::Values, text), text);
        }
        assert_eq!(both(Texts::Templates, "a-${a.b}-$${c}"), "a-${a.b}-$${c}");
        assert_eq!(
            Texts::Templates.pieces("${a.b}"),
            [Piece::Hole("a.b".into())]
        );
    }
}
