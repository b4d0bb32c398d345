//! What a look has at hand: the subject, or one of the things besides it.

use super::On;
use crate::check::aggregate::Item;
use crate::check::context::Context;
use crate::check::reach::Reached;
use crate::check::seen::Spot;
use crate::check::target::Target;
use crate::check::{order, printable_path};
use crate::facts::Shape;
use crate::select::{Document, Doubts};
use crate::spec::Look;
use crate::value::{Held, Path};
use crate::verdict::Truth;

/// What is looked at: the subject, or one of the things besides it.
pub(super) struct Hand<'h> {
    /// What it is, if not the subject.
    pub(super) target: Option<Target>,
    /// Its address, in the words of a message.
    pub(super) name: String,
    /// What the spec calls it: `$` or `@`.
    pub(super) mark: char,
    pub(super) document: Document<'h, 'h>,
    pub(super) shape: Option<Shape<'h>>,
    pub(super) sure: bool,
    pub(super) waits_for: Vec<String>,
    pub(super) copies: u64,
    /// The stack and module that it is from.
    pub(super) home: (usize, &'h str),
    /// Whether it is created before the subject.
    pub(super) before: Truth,
}

/// The subject as what is looked at.
pub(super) fn subject<'h>(on: &On<'h, '_, '_>) -> Hand<'h> {
    Hand {
        target: None,
        name: String::new(),
        mark: '$',
        document: on.document,
        shape: on.shape,
        sure: true,
        waits_for: Vec::new(),
        copies: 1,
        home: home(on.target, on.cx),
        before: Truth::True,
    }
}

/// One of the things besides the subject.
pub(super) fn besides<'h>(
    node: &'h Reached,
    root: &'h Held<'h>,
    look: &Look,
    on: &On<'h, '_, '_>,
) -> Hand<'h> {
    let cx = on.cx;
    let before = match look.before {
        Some(_) => order::before(node.target.vertex(cx), on.target.vertex(cx), cx),
        None => Truth::True,
    };
    Hand {
        target: Some(node.target),
        name: node.target.name(cx),
        mark: '@',
        document: node.target.document_on(root, cx, on.meta),
        shape: node.target.shape(cx),
        sure: node.sure,
        waits_for: node.waits_for.clone(),
        copies: node.copies,
        home: home(node.target, cx),
        before,
    }
}

impl<'h> Hand<'h> {
    /// A place on it.
    pub(super) fn spot(&self, path: Path) -> Spot {
        let at = printable_path(self.document.root, &path).shorthand();
        let name = match self.target {
            None => format!("`{at}`"),
            Some(_) if path.0.is_empty() => self.name.clone(),
            Some(_) => format!("`{}{}` of {}", self.mark, &at[1..], self.name),
        };
        Spot {
            target: self.target,
            path,
            name,
        }
    }

    pub(super) fn item(&self, node: Held<'h>, sure: bool) -> Item<'h> {
        Item {
            node,
            sure,
            copies: self.copies,
            home: self.home,
        }
    }

    pub(super) fn waits(&self, doubts: Doubts<'_>) -> Vec<String> {
        let mut all = self.waits_for.clone();
        all.extend(doubts.waits_for());
        all
    }
}

fn home<'h>(target: Target, cx: &'h Context<'_, '_>) -> (usize, &'h str) {
    (target.stack(), &target.of_block(cx).module)
}
