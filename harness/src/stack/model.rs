//! A stack whose bodies are read as they are asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::body::{self, BodyError};
use super::normal::Normal;
use super::{Block, BlockId, BlockKind, Focus, Members, Stack, meta, secrets};
use crate::facts::{Facts, Member, Shape, is_secret_name};
use crate::threads;
use crate::value::{Held, Node, parse};

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
    sensitive_types: Mutex<BTreeMap<Arc<str>, bool>>,
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
            sensitive_types: Mutex::default(),
        }
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

    /// The body of a block in its normal form, read at the first call.
    ///
    /// # Errors
    /// When the body is no JSON, repeats a key in one object or nests too deep.
    pub fn body(&self, id: BlockId) -> Result<&Node<'s>, &BodyError> {
        let read = || {
            self.read(id, self.focus.of(self.block(id)))
                .map_err(Box::new)
        };
        let body = self.bodies[id].get_or_init(read).as_ref();
        body.map_err(|error| &**error)
    }

    /// The same for who asks once, and is the only one to ask: it is not kept.
    ///
    /// # Errors
    /// As [`Model::body`].
    pub fn body_once(&self, id: BlockId) -> Result<Held<'_>, BodyError> {
        match self.bodies[id].get() {
            Some(Ok(body)) => Ok(Held::Ref(body)),
            Some(Err(error)) => Err((**error).clone()),
            None => self.read(id, self.focus.of(self.block(id))).map(Held::Own),
        }
    }

    /// The body of a block with every member it has, whatever is asked for; read anew each time.
    ///
    /// # Errors
    /// As [`Model::body`].
    pub fn whole_body(&self, id: BlockId) -> Result<Node<'s>, BodyError> {
        self.read(id, &Members::All)
    }

    fn read(&self, id: BlockId, members: &Members) -> Result<Node<'s>, BodyError> {
        let block = self.block(id);
        let source = &self.stack.sources[usize::from(block.body.source)];
        body::read(block, source, self.stack.form, self.facts, members)
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
                let mut found = Vec::new();
                let blocks = self.stack.blocks.iter().enumerate();
                let start = portion * SEARCHED_AT_ONCE;
                for (id, block) in blocks.skip(start).take(SEARCHED_AT_ONCE) {
                    if block.kind != BlockKind::Document
                        && self.may_hold_secret(block)
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
                if secrets::writes_secret(text)
                    && let Ok(node) = parse(text)
                {
                    let node = Normal { templates: true }.document(node);
                    secrets::collect(&node, &mut found);
                }
            }
            found.sort_unstable_by(|a: &String, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            found.dedup();
            found
        })
    }

    /// Whether the facts mark an attribute of a block's type as sensitive; told once for each type.
    fn knows_secret(&self, block: &Block) -> bool {
        let sensitive = |shape: Shape<'_>| {
            let mut members = shape.members();
            members.any(|(_, member)| matches!(member, Member::Attribute(it) if it.sensitive))
        };
        let mut told = self
            .sensitive_types
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match told.get(&block.type_name) {
            Some(known) => *known,
            None => {
                let known = self.shape(block).is_some_and(sensitive);
                told.insert(block.type_name.clone(), known);
                known
            }
        }
    }

    /// Whether a block's text writes a text under a secret's name, or has a mask that marks
    /// something: cheaper than reading every body.
    fn may_hold_secret(&self, block: &Block) -> bool {
        let source = &self.stack.sources[usize::from(block.body.source)];
        let marked = |span| source.slice(span).contains("true");
        let named = |span| secrets::writes_secret(source.slice(span));
        // A secret by the facts, or by the name of the variable or output itself.
        let known = || match block.kind {
            BlockKind::Variable | BlockKind::Output => is_secret_name(&block.name),
            _ => self.knows_secret(block),
        };
        block.body.sensitive.is_some_and(marked)
            || known()
            || block.body.values.is_some_and(named)
            || block.kind != BlockKind::Resource && block.body.config.is_some_and(named)
    }
}
