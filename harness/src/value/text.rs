//! Text with holes, and the holes themselves.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::Node;
use super::document::{self, Embedded, InvalidDocument};

/// A string value: literal pieces and holes in their order.
///
/// Plain text, nearly all there is, costs no more than the `Cow` it borrows; only templates and
/// texts that may hold an embedded document carry the rest.
#[derive(Debug, Clone, PartialEq)]
pub enum Text<'s> {
    /// Known text that cannot be an embedded document.
    Plain(Cow<'s, str>),
    /// A template, or a text that may be an embedded document.
    Rich(Box<Rich<'s>>),
}

/// The pieces of a text, and the document that may be read out of it.
#[derive(Debug, Clone)]
pub struct Rich<'s> {
    pieces: Vec<Piece<'s>>,
    // Owns its text (`'static`), which keeps a node covariant: one borrowed for long may stand where
    // one borrowed for less is wanted.
    document: OnceLock<Embedded>,
}

/// A literal piece of a text, or a hole in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'s> {
    /// Text that stands there whatever happens.
    Literal(Cow<'s, str>),
    /// Text that is not known.
    Hole(Hole),
}

/// Something that is not known, and what is known about it all the same.
///
/// Holes are opaque: two holes are equal only if they are the same pure expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The expression as it is written, without `${` and `}`; empty for a value of a plan that is
    /// known after apply and has no single expression.
    pub expression: Box<str>,
    /// What a verdict that hangs on it waits for: references such as `aws_kms_key.main.arn`.
    pub waits_for: Vec<Box<str>>,
    /// A literal text that the value surely starts with (`arn:` for the `arn` of a managed
    /// resource).
    pub starts_with: Option<&'static str>,
    /// Whether the value surely is not null.
    pub non_null: bool,
    /// Whether the value surely is a text (a hole inside quotes, a directive).
    pub is_text: bool,
    /// Whether the same expression always gives the same value.
    pub pure: bool,
}

impl<'s> Text<'s> {
    /// Known text. It may be an embedded document if it starts with `{` or `[`.
    pub fn plain(text: Cow<'s, str>) -> Self {
        match text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => Text::pieces(vec![Piece::Literal(text)]),
            _ => Text::Plain(text),
        }
    }

    /// A text of pieces; neighbouring literals are joined.
    pub fn pieces(pieces: Vec<Piece<'s>>) -> Self {
        let mut joined: Vec<Piece<'s>> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match (joined.last_mut(), piece) {
                (_, Piece::Literal(text)) if text.is_empty() => {}
                (Some(Piece::Literal(last)), Piece::Literal(text)) => last.to_mut().push_str(&text),
                (_, piece) => joined.push(piece),
            }
        }
        Text::Rich(Box::new(Rich {
            pieces: joined,
            document: OnceLock::new(),
        }))
    }

    /// A text that is not known, of which only this is: it spells `document`, in whatever order and
    /// with whatever white space.
    pub fn of_document(hole: Hole, document: Node<'static>) -> Self {
        let hole = Hole {
            is_text: true,
            non_null: true,
            ..hole
        };
        Text::Rich(Box::new(Rich {
            pieces: vec![Piece::Hole(hole)],
            document: OnceLock::from(Embedded::Document(Box::new(document))),
        }))
    }

    /// A text of pieces that is the document `node`, as `jsonencode` writes it. The document is not
    /// read out of the pieces again: it knows more than they do.
    pub(crate) fn encoded(pieces: Vec<Piece<'s>>, node: Node<'static>) -> Self {
        let text = Text::pieces(pieces);
        if let Text::Rich(rich) = &text {
            // It is new, so nothing was read yet.
            _ = rich.document.set(Embedded::Document(Box::new(node)));
        }
        text
    }

    /// The whole text, if it has no holes.
    pub fn as_known(&self) -> Option<&str> {
        match self {
            Text::Plain(text) => Some(text),
            Text::Rich(rich) => match rich.pieces.as_slice() {
                [] => Some(""),
                [Piece::Literal(text)] => Some(text),
                _ => None,
            },
        }
    }

    /// The whole text, to keep; the text itself if it has holes.
    ///
    /// # Errors
    /// A text with holes is given back as it is.
    pub fn into_known(self) -> Result<Cow<'s, str>, Self> {
        match self {
            Text::Plain(text) => Ok(text),
            Text::Rich(mut rich) => match rich.pieces.as_slice() {
                [] => Ok(Cow::Borrowed("")),
                [Piece::Literal(_)] => match rich.pieces.pop() {
                    Some(Piece::Literal(text)) => Ok(text),
                    _ => Ok(Cow::Borrowed("")),
                },
                _ => Err(Text::Rich(rich)),
            },
        }
    }

    /// The literal pieces and holes in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = PieceRef<'_>> {
        let (plain, pieces) = match self {
            Text::Plain(text) => (Some(PieceRef::Literal(text)), [].as_slice()),
            Text::Rich(rich) => (None, rich.pieces.as_slice()),
        };
        plain
            .into_iter()
            .chain(pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => PieceRef::Literal(text),
                Piece::Hole(hole) => PieceRef::Hole(hole),
            }))
    }

    /// The text that every value of it starts with.
    pub fn prefix(&self) -> String {
        let mut start = String::new();
        for piece in self.iter() {
            match piece {
                PieceRef::Literal(literal) => start.push_str(literal),
                PieceRef::Hole(hole) => {
                    start.push_str(hole.starts_with.unwrap_or_default());
                    break;
                }
            }
        }
        start
    }

    /// The text that every value of it ends with, as far as it is literal.
    pub fn suffix(&self) -> &str {
        match self.iter().next_back() {
            Some(PieceRef::Literal(literal)) => literal,
            _ => "",
        }
    }

    /// The holes in their order.
    pub fn holes(&self) -> impl Iterator<Item = &Hole> {
        self.iter().filter_map(|piece| match piece {
            PieceRef::Hole(hole) => Some(hole),
            PieceRef::Literal(_) => None,
        })
    }

    /// The text with each hole written as `${expression}`.
    pub fn source(&self) -> Cow<'_, str> {
        if let Some(known) = self.as_known() {
            return Cow::Borrowed(known);
        }
        let written = self.iter().map(|piece| match piece {
            PieceRef::Literal(text) => text.to_string(),
            PieceRef::Hole(hole) => hole.to_string(),
        });
        Cow::Owned(written.collect())
    }

    /// The document that this text holds, read at the first call; `None` if the text does not
    /// start like an object or a list.
    pub fn document(&self) -> Option<Result<&Node<'s>, &InvalidDocument>> {
        let Text::Rich(rich) = self else { return None };
        match rich.document.get_or_init(|| document::read(&rich.pieces)) {
            Embedded::None => None,
            Embedded::Document(node) => Some(Ok(node)),
            Embedded::Invalid(why) => Some(Err(why)),
        }
    }
}

/// A piece of a text, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PieceRef<'t> {
    /// Text that stands there whatever happens.
    Literal(&'t str),
    /// Text that is not known.
    Hole(&'t Hole),
}

impl Hole {
    /// A hole about which nothing is known but its expression.
    pub fn opaque(expression: impl Into<Box<str>>) -> Self {
        Self {
            expression: expression.into(),
            waits_for: Vec::new(),
            starts_with: None,
            non_null: false,
            is_text: false,
            pure: false,
        }
    }
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.expression.is_empty() {
            f.write_str("(known after apply)")
        } else {
            write!(f, "${{{}}}", self.expression)
        }
    }
}

impl Rich<'_> {
    pub(super) fn into_static(self) -> Rich<'static> {
        let owned = |piece| match piece {
            Piece::Literal(text) => Piece::Literal(Cow::Owned(Cow::into_owned(text))),
            Piece::Hole(hole) => Piece::Hole(hole),
        };
        Rich {
            pieces: self.pieces.into_iter().map(owned).collect(),
            document: self.document,
        }
    }
}

impl PartialEq for Rich<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.pieces == other.pieces
    }
}

impl<'s> From<Text<'s>> for Node<'s> {
    fn from(text: Text<'s>) -> Self {
        Node::new(super::Kind::Text(text))
    }
}
