//! What a spec or a clause chooses: blocks, rows of a view, what is reached from the subject.

use std::ops::Range;
use std::sync::Arc;

use super::Pattern;
use crate::follow::{End, Follow};
use crate::stack::BlockKind;
use crate::view::View;

/// What there is to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Blocks of a kind.
    Blocks(BlockKind),
    /// Rows of a view.
    Rows(View),
}

/// `resource = "aws_*"`, `view = "iam_statement"` and their sisters.
#[derive(Debug, Clone)]
pub struct Selection {
    /// What it chooses from.
    pub what: What,
    /// Globs over the type (or the name, for outputs and the like), any one of them. Empty for a
    /// view, of which every row is chosen.
    pub patterns: Vec<Pattern>,
    /// The bytes of `key = value` in the file.
    pub span: Range<usize>,
}

/// `follow = "..."`.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Compiled.
    pub follow: Arc<Follow>,
    /// The bytes of the walk in the file, inside the quotes.
    pub span: Range<usize>,
}

/// What a clause looks at, or a right side is read from.
#[derive(Debug, Clone)]
pub enum Over {
    /// The subject.
    Subject,
    /// What is reached from the subject.
    Walk(Walk),
    /// What the subject's stack has of a kind.
    Stack(Selection),
}

impl What {
    /// The key that chooses it.
    pub fn word(self) -> &'static str {
        match self {
            What::Blocks(kind) => kind.word(),
            What::Rows(_) => "view",
        }
    }

    /// The kind of block, if it chooses blocks.
    pub fn kind(self) -> Option<BlockKind> {
        match self {
            What::Blocks(kind) => Some(kind),
            What::Rows(_) => None,
        }
    }
}

impl Selection {
    /// What it names, as a person would write it: `` `a`, `b` ``.
    pub fn names(&self) -> String {
        let names: Vec<String> = match self.what {
            What::Rows(view) => vec![format!("`{}`", view.word())],
            What::Blocks(_) => {
                let patterns = self.patterns.iter();
                patterns.map(|it| format!("`{}`", it.text)).collect()
            }
        };
        names.join(", ")
    }
}

impl Walk {
    /// What its last hop arrives at.
    pub fn ends(&self) -> &[End] {
        self.follow.hops.last().map_or(&[], |hop| &hop.ends)
    }

    /// The bytes of a part of the walk in the file, given in bytes of its text. The text stands
    /// there as it is, unless it is escaped; then the whole of it is meant.
    pub fn part(&self, part: &Range<usize>) -> Range<usize> {
        if self.span.len() == self.follow.text.len() {
            self.span.start + part.start..self.span.start + part.end
        } else {
            self.span.clone()
        }
    }
}

impl Over {
    /// Whether it has things at hand besides the subject, so that `@` is one of them.
    pub fn has_nodes(&self) -> bool {
        !matches!(self, Over::Subject)
    }
}
