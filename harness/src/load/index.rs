//! A stack under construction.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::error::{LoadError, LoadErrorKind as Kind};
use super::shared::{ActionLists, SharedNames};
use super::text::Doc;
use crate::stack::{Annotation, Block, BlockKind, Body, Extent, Form, Repeat, Source, Span, Stack};

/// Collects blocks; [`Builder::finish`] makes the stack of them.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) sources: Vec<Source>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) provider_versions: BTreeMap<String, String>,
    pub(crate) locals: Vec<Extent>,
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) other_blocks: BTreeSet<String>,
    /// Types, modules, providers: what many blocks have in common.
    pub(crate) names: SharedNames,
    /// Lists of actions.
    pub(crate) actions: ActionLists,
}

impl Builder {
    /// One copy of each type name.
    pub(crate) fn type_name(&mut self, name: &str) -> Arc<str> {
        self.names.get(name)
    }

    /// A block that is named by its kind and name: an output, a variable, a provider, ...
    pub(crate) fn named(&mut self, kind: BlockKind, name: &str, body: Body) -> Block {
        Block {
            kind,
            address: format!("{}.{name}", kind.word()).into(),
            type_name: self.type_name(name),
            name: name.into(),
            module: self.names.get(""),
            key: None,
            construct_path: None,
            made_at: None,
            unique_id: None,
            provider: None,
            provider_config: None,
            actions: self.actions.get(&[]),
            repeat: Repeat::Once,
            body,
        }
    }

    /// Adds what another has collected.
    pub(crate) fn absorb(&mut self, other: Builder) {
        match self.blocks.is_empty() {
            true => self.blocks = other.blocks,
            false => self.blocks.extend(other.blocks),
        }
        self.sources.extend(other.sources);
        self.provider_versions.extend(other.provider_versions);
        self.locals.extend(other.locals);
        self.annotations.extend(other.annotations);
        self.other_blocks.extend(other.other_blocks);
    }

    /// Adds the block of a whole document.
    pub(crate) fn document(&mut self, doc: &Doc<'_>, source: u16, span: Span) {
        let name = doc.path.file_name().unwrap_or_default().to_string_lossy();
        let body = Body {
            source,
            values: Some(span),
            ..Body::default()
        };
        let block = self.named(BlockKind::Document, &name, body);
        self.blocks.push(block);
    }

    /// The stack.
    ///
    /// # Errors
    /// When two blocks have one address.
    pub(crate) fn finish(self, name: &str, input: &Path, form: Form) -> Result<Stack, LoadError> {
        let mut stack = Stack {
            name: name.to_owned(),
            input: input.to_owned(),
            form,
            sources: self.sources,
            blocks: self.blocks,
            provider_versions: self.provider_versions,
            annotations: self.annotations,
            locals: self.locals,
            runs: Vec::new(),
            other_blocks: self.other_blocks.into_iter().collect(),
            given: BTreeMap::new(),
            companion: None,
        };
        if !stack.sort() {
            return Ok(stack);
        }
        let twice = stack
            .blocks
            .windows(2)
            .find(|pair| (pair[0].kind, &pair[0].address) == (pair[1].kind, &pair[1].address));
        let Some([_, second]) = twice else {
            return Ok(stack);
        };
        let what = format!(
            "two {}s have the address `{}`",
            second.kind.word(),
            second.address
        );
        let source = stack.sources.get(usize::from(second.body.source));
        let span = second.body.values.or(second.body.config);
        let place = source
            .zip(span)
            .map(|(source, span)| source.line_column(span.range().start));
        let path = source.map_or(input, |source| &source.path);
        Err(LoadError::new(path, Kind::DuplicateAddress, what).at(place))
    }
}
