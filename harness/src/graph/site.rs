//! Where a body refers to something, before it is known to what.

use crate::template::{Part, Reference};
use crate::value::Path;

/// A place that refers to something, or names something outside.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// In the normal form of the body.
    pub(super) path: Path,
    /// See [`Edge::label`](super::Edge::label).
    pub(super) label: Box<str>,
    /// It orders, and carries no value.
    pub(super) order: bool,
    /// What stands there.
    pub(super) what: What,
}

/// What stands at a [`Site`].
#[derive(Debug, Clone)]
pub(super) enum What {
    /// An expression that refers to these.
    Refers(Vec<Mention>),
    /// As above, and its text begins as an ARN does: it names something, and if not by one of
    /// these, then something outside.
    Arn(Vec<Mention>, Box<str>),
    /// A literal id or ARN.
    Literal(Box<str>),
    /// An address of a `depends_on`.
    Address(Box<str>),
}

/// A reference in an expression.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// What is referred to.
    pub(super) reference: Reference,
    /// What else in the same expression may be an index of it. A plan lists `aws_x.y` and
    /// `each.key`, and does not say that one is the index of the other.
    pub(super) beside: Beside,
    /// The expression is this reference and nothing else.
    pub(super) whole: bool,
}

/// What may be the index of a reference whose index is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Nothing: what is written is all there is.
    Nothing,
    /// `each.key` or `count.index`.
    Own,
    /// Something that may have any value.
    Anything,
}

/// The references of a text that is a template.
pub(super) fn of_template(text: &str) -> Vec<Mention> {
    let found = crate::template::references(text);
    let single = found.len() == 1;
    let mention = |reference: Reference| Mention {
        whole: single && is_whole(text, &reference),
        beside: Beside::Nothing,
        reference,
    };
    found.into_iter().map(mention).collect()
}

fn is_whole(text: &str, reference: &Reference) -> bool {
    let inner = text.trim().strip_prefix("${");
    let inner = inner.and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| inner.trim() == reference.to_string())
}

/// The references that a plan lists for one expression. It lists `aws_x.y.arn` and `aws_x.y` for
/// one; the longest says it all.
pub(super) fn of_list<'a>(listed: impl Iterator<Item = &'a str> + Clone) -> Vec<Mention> {
    let mut covered = std::collections::HashSet::new();
    let mut beside = Beside::Nothing;
    for text in listed.clone() {
        let ends = text.match_indices(['.', '[']).map(|(at, _)| &text[..at]);
        covered.extend(ends);
        beside = match text.split(['.', '[']).next() {
            Some("each") if text == "each.key" && beside == Beside::Nothing => Beside::Own,
            Some("count") if beside == Beside::Nothing => Beside::Own,
            Some("each") if text != "each.key" && text != "each" => Beside::Anything,
            Some("var" | "local") => Beside::Anything,
            _ => beside,
        };
    }
    let longest = listed.filter(|text| !covered.contains(text));
    let mut found: Vec<Mention> = longest
        .filter_map(Reference::parse)
        .map(|reference| Mention {
            whole: false,
            beside,
            reference,
        })
        .collect();
    // An index is none of itself.
    if let [only] = found.as_mut_slice() {
        only.beside = Beside::Nothing;
    }
    found
}

impl Mention {
    /// A reference that stands for itself.
    pub(super) fn plain(reference: Reference) -> Self {
        Mention {
            reference,
            beside: Beside::Nothing,
            whole: true,
        }
    }
}

/// Which instances of a block a reference means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chosen<'r> {
    /// Every one: nothing is chosen, or a splat.
    All,
    /// The one with this key.
    Key(&'r crate::address::Key),
    /// The one with the key of the block that refers to it.
    Own,
    /// One, and it is not known which.
    Some,
}

impl Mention {
    /// Which instances are meant by what stands at `at`, and at which part the reference goes on.
    pub(super) fn chosen(&self, at: usize) -> (Chosen<'_>, usize) {
        match self.reference.parts.get(at) {
            Some(Part::Key(key)) => (Chosen::Key(key), at + 1),
            Some(Part::Splat) => (Chosen::All, at + 1),
            Some(Part::UnknownKey(written)) => match written.as_ref() {
                "each.key" | "count.index" => (Chosen::Own, at + 1),
                _ => (Chosen::Some, at + 1),
            },
            Some(Part::Name(_)) | None => match self.beside {
                // `aws_x.y.arn` is listed with its attribute, so no index is left out.
                _ if self.reference.parts.len() > at => (Chosen::All, at),
                Beside::Nothing => (Chosen::All, at),
                Beside::Own => (Chosen::Own, at),
                Beside::Anything => (Chosen::Some, at),
            },
        }
    }
}
