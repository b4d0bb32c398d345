//! A stack whose bodies are read as they are asked for.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::body::{self, BodyError, Latest};
use super::normal::{Normal, Strings};
use super::scope::{Memo, StackScope};
use super::{
    Block, BlockId, BlockKind, Focus, Form, Members, Repeat, Source, Span, Stack, companion, meta,
    secrets,
};
use crate::address::without_keys;
use crate::facts::{Facts, Member, Shape, is_secret_name};
use crate::files::{Files, FilesAt};
use crate::threads;
use crate::value::{Held, Kind, Node, parse, parse_members};

/// A body that was read.
type Read<'s> = Result<Node<'s>, Box<BodyError>>;

/// How many blocks a thread searches for secrets at once.
const SEARCHED_AT_ONCE: usize = 512;

/// A stack and what has been read of it so far. Each body becomes a value at most once, however
/// many specs select it, and threads may share a model.
pub struct Model<'s> {
    stack: &'s Stack,
    facts: &'s Facts,
    focus: Focus,
    bodies: Box<[OnceLock<Read<'s>>]>,
    metas: Box<[OnceLock<Node<'s>>]>,
    secrets: OnceLock<Vec<String>>,
    files: Option<&'s dyn Files>,
    memo: Memo<'s>,
    companion: Option<Box<Model<'s>>>,
}

impl<'s> Model<'s> {
    /// A model of a stack; nothing is read yet.
    pub fn new(stack: &'s Stack, facts: &'s Facts) -> Self {
        Self::focused(stack, facts, Focus::default())
    }

    /// A model of which only some members of the bodies will be asked for: a body has no others.
    pub fn focused(stack: &'s Stack, facts: &'s Facts, focus: Focus) -> Self {
        let count = stack.blocks.len();
        Self {
            stack,
            facts,
            focus,
            bodies: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            metas: std::iter::repeat_with(OnceLock::new).take(count).collect(),
            secrets: OnceLock::new(),
            files: None,
            memo: Memo::default(),
            companion: stack
                .companion
                .as_deref()
                .map(|synth| Box::new(Model::new(synth, facts))),
        }
    }

    /// The same, with what answers about the files that the stack names. Without it, whether one
    /// is there is not known.
    #[must_use]
    pub fn with_files(mut self, files: &'s dyn Files) -> Self {
        self.files = Some(files);
        self
    }

    /// What answers about the files that the stack names.
    pub(crate) fn all_files(&self) -> Option<&'s dyn Files> {
        self.files
    }

    /// The files that a block may name, seen from the folder of its input.
    pub fn files(&self, block: &Block) -> Option<FilesAt<'s>> {
        let source = self.stack.sources.get(usize::from(block.body.source))?;
        Some(FilesAt {
            files: self.files?,
            folder: source.path.parent()?,
            elsewhere: self.stack.form != Form::Synth,
        })
    }

    /// The stack.
    pub fn stack(&self) -> &'s Stack {
        self.stack
    }

    /// The provider facts that it is read by.
    pub fn facts(&self) -> &'s Facts {
        self.facts
    }

    /// A block.
    pub fn block(&self, id: BlockId) -> &'s Block {
        &self.stack.blocks[id]
    }

    /// Looks at where the bodies of blocks start, one after the other: each stands at several places
    /// of a text that is larger than any cache, and to wait for all of them together costs about as much
    /// as to wait for one.
    pub(crate) fn fetch<'i>(&self, ids: impl Iterator<Item = &'i BlockId>) {
        let first = |id: &BlockId| {
            let body = &self.block(*id).body;
            let text = self.stack.sources.get(usize::from(body.source));
            let spans = [body.values, body.unknown, body.sensitive, body.config];
            let spans = spans.into_iter().flatten();
            let bytes = spans.filter_map(|span| text?.text.as_bytes().get(span.start as usize));
            bytes.map(|byte| usize::from(*byte)).sum::<usize>()
        };
        std::hint::black_box(ids.map(first).sum::<usize>());
    }

    /// The body of a block in its normal form, read at the first call.
    ///
    /// # Errors
    /// When the body is no JSON, repeats a key in one object or nests too deep.
    pub fn body(&self, id: BlockId) -> Result<&Node<'s>, &BodyError> {
        self.body_after(id, &mut Latest::default())
    }

    /// The same for who reads many.
    ///
    /// # Errors
    /// As [`Model::body`].
    pub(crate) fn body_after<'m>(
        &'m self,
        id: BlockId,
        latest: &mut Latest<'m, 's>,
    ) -> Result<&'m Node<'s>, &'m BodyError> {
        let read = || {
            self.read(id, self.focus.of(self.block(id)), latest)
                .map_err(Box::new)
        };
        let body = self.bodies[id].get_or_init(read).as_ref();
        body.map_err(|error| &**error)
    }

    /// The same for who asks once, and is the only one to ask: it is not kept.
    ///
    /// # Errors
    /// As [`Model::body`].
    pub(crate) fn body_once<'m>(
        &'m self,
        id: BlockId,
        latest: &mut Latest<'m, 's>,
    ) -> Result<Held<'m>, BodyError> {
        match self.bodies[id].get() {
            Some(Ok(body)) => Ok(Held::Ref(body)),
            Some(Err(error)) => Err((**error).clone()),
            None => {
                let members = self.focus.of(self.block(id));
                self.read(id, members, latest).map(Held::Own)
            }
        }
    }

    /// The body of a block with every member it has, whatever is asked for; read anew each time.
    ///
    /// # Errors
    /// As [`Model::body`].
    pub fn whole_body(&self, id: BlockId) -> Result<Node<'s>, BodyError> {
        self.read(id, &Members::All, &mut Latest::default())
    }

    /// The body of a block with every member it has, read anew only if not all were asked for.
    ///
    /// # Errors
    /// As [`Model::body`].
    pub fn full_body(&self, id: BlockId) -> Result<Cow<'_, Node<'s>>, BodyError> {
        match self.focus.of(self.block(id)) {
            Members::All => self.body(id).map(Cow::Borrowed).map_err(Clone::clone),
            Members::Named(_) => self.whole_body(id).map(Cow::Owned),
        }
    }

    fn read<'m>(
        &self,
        id: BlockId,
        members: &'m Members,
        latest: &mut Latest<'m, 's>,
    ) -> Result<Node<'s>, BodyError> {
        let block = self.block(id);
        let source = &self.stack.sources[usize::from(block.body.source)];
        let scope = StackScope::new(self.stack, self.facts, &self.memo);
        // A plan has a backend only from its synth output.
        let form = match block.kind {
            BlockKind::Backend => Form::Synth,
            _ => self.stack.form,
        };
        let mut body = body::read(block, source, form, self.facts, members, &scope, latest)?;
        if let Some((synth, id)) = self.counterpart(block) {
            let written = synth.read(id, members, &mut Latest::default())?;
            let one = block.key.is_none() && synth.block(id).repeat == Repeat::Once;
            let omitted = |name: &str| form.omits(block.kind, name);
            companion::fill(&mut body, written, self.shape(block), &omitted, one);
        }
        Ok(body)
    }

    /// The same block in the synth output that a plan came with.
    fn counterpart(&self, block: &Block) -> Option<(&Model<'s>, BlockId)> {
        let synth = self.companion.as_deref()?;
        if !block.module.is_empty() || block.kind == BlockKind::Document {
            return None;
        }
        let id = synth
            .stack
            .find(block.kind, &without_keys(&block.address))?;
        Some((synth, id))
    }

    /// Whether a synth output beside the plan has the block too.
    pub(crate) fn has_counterpart(&self, block: &Block) -> bool {
        self.counterpart(block).is_some()
    }

    /// Whether the input never carries the member `name` of a block: it is neither absent nor
    /// unknown.
    pub fn omits(&self, block: &Block, name: &str) -> bool {
        self.stack.form.omits(block.kind, name) && self.counterpart(block).is_none()
    }

    /// Whether the input never carries blocks of this kind.
    pub fn omits_kind(&self, kind: BlockKind) -> bool {
        self.stack.form.omits_kind(kind) && self.companion.is_none()
    }

    /// Where a member of a block stands, or the block as a whole: the source, and the bytes of the
    /// body that holds it. What a plan does not say stands in its synth output.
    pub fn place(&self, id: BlockId, member: Option<&str>) -> Option<(&'s Source, Span)> {
        let block = self.block(id);
        if let (Some(name), Some((synth, id))) = (member, self.counterpart(block))
            && !self.is_listed(block, name)
        {
            return synth.place(id, member);
        }
        let body = &block.body;
        let source = &self.stack.sources[usize::from(body.source)];
        Some((source, body.values.or(body.config)?))
    }

    /// Whether a plan lists a member with a value.
    fn is_listed(&self, block: &Block, name: &str) -> bool {
        let text = block
            .body
            .values
            .map_or("", |span| self.stack.text(block.body.source, span));
        let listed = parse_members(text, &|it| it == name).ok();
        let member = listed.as_ref().and_then(|node| node.get(name));
        member.is_some_and(|member| member.kind != Kind::Null)
    }

    /// What the harness knows of a block besides its body: `$['//']`.
    pub fn meta(&self, id: BlockId) -> &Node<'s> {
        self.metas[id].get_or_init(|| meta::of(self, id))
    }

    /// What the facts say of a block's members; `None` if they do not know its type.
    pub fn shape(&self, block: &Block) -> Option<Shape<'s>> {
        body::shape(block, self.facts)
    }

    /// Every text of at least 6 characters that this stack marks as sensitive anywhere: by a
    /// plan's masks, or by a name such as `password`. A value that is secret in one place is not
    /// printed from another. Reads the bodies that may hold one.
    pub fn secrets(&self) -> &[String] {
        self.secrets.get_or_init(|| {
            let portions = self.stack.blocks.len().div_ceil(SEARCHED_AT_ONCE);
            let found = threads::each(portions, |portion| {
                let (mut found, mut lower) = (Vec::new(), String::new());
                // Blocks come type by type: what the facts say of a type is asked once in a row.
                let mut latest: Option<(BlockKind, &str, bool)> = None;
                let blocks = self.stack.blocks.iter().enumerate();
                let start = portion * SEARCHED_AT_ONCE;
                for (id, block) in blocks.skip(start).take(SEARCHED_AT_ONCE) {
                    let known = match latest {
                        Some((kind, name, known))
                            if (kind, name) == (block.kind, &*block.type_name) =>
                        {
                            known
                        }
                        _ => self.knows_secret(block),
                    };
                    latest = Some((block.kind, &block.type_name, known));
                    if block.kind != BlockKind::Document
                        && self.may_hold_secret(block, known, &mut lower)
                        && let Ok(body) = self.whole_body(id)
                    {
                        secrets::collect(&body, &mut found);
                    }
                }
                found
            });
            let mut found = found.concat();
            for locals in &self.stack.locals {
                let text = self.stack.text(locals.source, locals.span);
                if secrets::writes_secret(text, &mut String::new())
                    && let Ok(node) = parse(text)
                {
                    let node = Normal::new(Strings::Read).document(node);
                    secrets::collect(&node, &mut found);
                }
            }
            // What a variable is given is no text of any file.
            for (_, block) in self.stack.blocks_of(BlockKind::Variable) {
                if self.stack.given.contains_key(&*block.name) {
                    let scope = StackScope::new(self.stack, self.facts, &self.memo);
                    if let Some(value) = scope.variable_of(&block.name) {
                        secrets::collect(&value, &mut found);
                    }
                }
            }
            found.extend(
                self.companion
                    .iter()
                    .flat_map(|synth| synth.secrets())
                    .cloned(),
            );
            found.sort_unstable_by(|a: &String, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            found.dedup();
            found
        })
    }

    /// Whether the facts mark an attribute of a block's type as sensitive.
    fn knows_secret(&self, block: &Block) -> bool {
        let sensitive = |shape: Shape<'_>| {
            let mut members = shape.members();
            members.any(|(_, member)| matches!(member, Member::Attribute(it) if it.sensitive))
        };
        self.shape(block).is_some_and(sensitive)
    }

    /// Whether a block's text writes a text under a secret's name, or has a mask that marks
    /// something: cheaper than reading every body. `known`: the facts mark an attribute of its type.
    /// `lower` is room to work in.
    fn may_hold_secret(&self, block: &Block, known: bool, lower: &mut String) -> bool {
        let source = &self.stack.sources[usize::from(block.body.source)];
        let marked = |span| source.slice(span).contains("true");
        let mut named = |span| secrets::writes_secret(source.slice(span), lower);
        // A secret by the facts, or by the name of the variable or output itself.
        let known = match block.kind {
            BlockKind::Variable | BlockKind::Output => is_secret_name(&block.name),
            _ => known,
        };
        block.body.sensitive.is_some_and(marked)
            || known
            || block.body.values.is_some_and(&mut named)
            || block.kind != BlockKind::Resource && block.body.config.is_some_and(named)
    }
}
