//! Which blocks a query is asked of.

use globset::{Glob, GlobMatcher};

use super::what;
use crate::address::without_keys;
use crate::cli::args::QueryArgs;
use crate::diagnostic::{Diagnostic, escape, nearest};
use crate::stack::{Block, BlockKind, Stack};

/// The blocks that the command line names.
pub(super) enum Chosen {
    /// Those of a kind whose type matches.
    Kind(BlockKind, GlobMatcher),
    /// Those of this address, this construct path, or this type, which may be a glob.
    Named(String, GlobMatcher),
}

impl Chosen {
    /// What the command line names.
    ///
    /// # Errors
    /// A glob that is none.
    pub(super) fn read(args: &QueryArgs) -> Result<Self, Diagnostic> {
        let (kind, types) = what(args);
        let written = args.address().unwrap_or(types);
        // An address may hold brackets, and is no glob then.
        let glob = match Glob::new(written) {
            Ok(glob) => glob.compile_matcher(),
            Err(_) if args.address().is_some() => Glob::new("")
                .map(|glob| glob.compile_matcher())
                .map_err(|_| no_glob(written, ""))?,
            Err(error) => return Err(no_glob(written, &error.kind().to_string())),
        };
        Ok(match args.address() {
            Some(address) => Chosen::Named(address.to_owned(), glob),
            None => Chosen::Kind(kind, glob),
        })
    }

    /// Whether a block is one of them.
    pub(super) fn has(&self, block: &Block) -> bool {
        match self {
            Chosen::Kind(BlockKind::Document, _) => block.kind == BlockKind::Document,
            Chosen::Kind(kind, glob) => {
                block.kind == *kind && glob.is_match(block.type_name.as_ref())
            }
            Chosen::Named(name, glob) => {
                *block.address == **name
                    || block.construct_path.as_deref() == Some(name)
                    || block.kind == BlockKind::Resource && glob.is_match(block.type_name.as_ref())
                    || without_keys(&block.address) == *name
            }
        }
    }

    /// What to say if a name is the name of nothing.
    pub(super) fn nothing(&self, stacks: &[Stack]) -> Option<Diagnostic> {
        let Chosen::Named(name, _) = self else {
            return None;
        };
        let blocks = || stacks.iter().flat_map(|stack| &stack.blocks);
        if blocks().any(|block| self.has(block)) {
            return None;
        }
        let message = format!(
            "`{}` is no address, construct path or type of this input",
            escape(name)
        );
        let addresses = blocks().map(|block| &*block.address);
        let types = blocks().map(|block| &*block.type_name);
        let begins = || {
            blocks()
                .map(|block| &*block.address)
                .find(|it| it.starts_with(name.as_str()))
        };
        let near = nearest(name, addresses.chain(types)).or_else(begins);
        let help = near.map_or_else(
            || "`stackspec list resources` lists what there is".to_owned(),
            |near| format!("did you mean `{}`?", escape(near)),
        );
        Some(Diagnostic::error(message).help(help))
    }
}

fn no_glob(written: &str, why: &str) -> Diagnostic {
    Diagnostic::error(format!("`{written}` is no glob: {why}"))
}
