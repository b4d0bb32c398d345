//! Assertions for ordinary `#[test]`s.
//!
//! ```no_run
//! use stackspec::expect::{Stack, at_least, equal};
//!
//! # fn main() -> Result<(), stackspec::load::LoadError> {
//! let stack = Stack::load("cdktf.out")?;
//! stack.resources("aws_db_instance").at("$.storage_encrypted").must(equal(true));
//! stack.resources("aws_sqs_queue").filter("@.fifo_queue == true").may_be_empty()
//!     .at("$.message_retention_seconds").optional().must(at_least(345_600));
//! # Ok(())
//! # }
//! ```
//!
//! An assertion is a spec: it is written as one, read by the reader of spec files, and judged by
//! the same engine. So a selection that is empty, a misspelt type and a misspelt attribute panic
//! here as they are red there, and a value that is not known before apply never passes.

mod matching;
mod written;

use std::path::{Path, PathBuf};

pub use matching::{
    Matching, absent, at_least, at_most, contain, empty, equal, greater_than, include, length,
    less_than, like, matches, not_contain, not_empty, not_equal, not_include, not_like,
    not_matches, not_one_of, one_of, parses, present,
};

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::load::{self, LoadError, LoadOptions};
use crate::run::Problems;
use crate::stack::{BlockKind, Stack as Model};
use written::Written;

/// The stacks of an input, to assert on.
#[derive(Debug, Clone)]
pub struct Stack {
    input: PathBuf,
    stacks: Vec<Model>,
}

/// Blocks of a stack: those of a kind whose type or name matches.
#[derive(Debug, Clone)]
#[must_use = "say what must hold of them: `.at(\"$.name\").must(equal(\"x\"))`"]
pub struct Selection<'s> {
    stack: &'s Stack,
    written: Written,
}

/// A place in each of the selected blocks.
#[derive(Debug, Clone)]
#[must_use = "say what must hold of it: `.must(equal(\"x\"))`"]
pub struct Place<'s> {
    stack: &'s Stack,
    written: Written,
}

impl Stack {
    /// Loads what is at `path`: a `cdktf.out` with all its stacks, a `*.tf.json` or its folder,
    /// the JSON of a plan or a state.
    ///
    /// # Errors
    /// See [`load::LoadErrorKind`].
    pub fn load(path: impl AsRef<Path>) -> Result<Stack, LoadError> {
        let path = path.as_ref();
        let stacks = load::load(path, &LoadOptions::default())?;
        Ok(Stack {
            input: path.to_owned(),
            stacks,
        })
    }

    /// Only the stack of this name.
    ///
    /// # Panics
    /// When there is none: an assertion about it would hold of nothing.
    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test")]
    pub fn only(&self, name: &str) -> Stack {
        let stacks: Vec<Model> = self
            .stacks
            .iter()
            .filter(|stack| stack.name == name)
            .cloned()
            .collect();
        if stacks.is_empty() {
            let names: Vec<&str> = self.names().collect();
            let error = Diagnostic::error(format!("there is no stack `{name}`")).note(format!(
                "{} holds {}",
                self.input.display(),
                names.join(", ")
            ));
            panic!("{}", error.render(false));
        }
        Stack {
            input: self.input.clone(),
            stacks,
        }
    }

    /// The names of the stacks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.stacks.iter().map(|stack| stack.name.as_str())
    }

    /// The managed resources whose type matches the glob.
    pub fn resources(&self, type_glob: &str) -> Selection<'_> {
        self.select(BlockKind::Resource, type_glob)
    }

    /// The data sources whose type matches the glob.
    pub fn data(&self, type_glob: &str) -> Selection<'_> {
        self.select(BlockKind::Data, type_glob)
    }

    /// The outputs whose name matches the glob.
    pub fn outputs(&self, name_glob: &str) -> Selection<'_> {
        self.select(BlockKind::Output, name_glob)
    }

    /// The variables whose name matches the glob.
    pub fn variables(&self, name_glob: &str) -> Selection<'_> {
        self.select(BlockKind::Variable, name_glob)
    }

    /// The provider configurations whose name matches the glob.
    pub fn providers(&self, name_glob: &str) -> Selection<'_> {
        self.select(BlockKind::Provider, name_glob)
    }

    fn select(&self, kind: BlockKind, glob: &str) -> Selection<'_> {
        Selection {
            stack: self,
            written: Written::new(kind, glob),
        }
    }
}

impl<'s> Selection<'s> {
    /// Only those of which this expression holds: `@.engine == 'postgres'`.
    pub fn filter(mut self, condition: &str) -> Self {
        self.written.filter = Some(condition.to_owned());
        self
    }

    /// Lets the selection be empty. A type that the provider does not have is still a panic.
    pub fn may_be_empty(mut self) -> Self {
        self.written.may_be_empty = true;
        self
    }

    /// Looks at what this path (RFC 9535) selects in each of them; `$` is the block.
    pub fn at(self, path: &str) -> Place<'s> {
        let mut written = self.written;
        written.at = path.to_owned();
        Place {
            stack: self.stack,
            written,
        }
    }
}

impl Place<'_> {
    /// Lets the value be unset; if it is there, it must satisfy the matcher.
    pub fn optional(mut self) -> Self {
        self.written.optional = true;
        self
    }

    /// At least one of the values must satisfy the matcher, rather than every one.
    pub fn some(mut self) -> Self {
        self.written.quantifier = Some("some");
        self
    }

    /// None of the values may satisfy the matcher.
    pub fn none(mut self) -> Self {
        self.written.quantifier = Some("none");
        self
    }

    /// Asserts.
    ///
    /// # Panics
    /// Unless every selected block of every stack was judged and holds: when a value does not
    /// satisfy the matcher, is missing or is not known before apply; when nothing is selected
    /// (unless [`Selection::may_be_empty`]); when a name is misspelt. The message is that of
    /// `stackspec check`.
    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test")]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "`must(equal(true))` reads like a sentence"
    )]
    pub fn must(&self, matching: Matching) -> &Self {
        let text = match self.written.judge(&self.stack.stacks, &matching) {
            Ok(()) => return self,
            Err(text) => text,
        };
        panic!("{}", text.trim_end());
    }
}

/// An assertion that is no spec: a path that does not parse, a glob that is none.
fn invalid(problems: Vec<Diagnostic>) -> String {
    Problems::of(Exit::Spec, problems).render(false)
}
