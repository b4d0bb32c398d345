//! Reads the body of one block out of its source.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use super::declared;
use super::expressions::{Author, Expressions, Written, hole};
use super::normal::{Normal, Strings};
use super::policy_document;
use super::scope::StackScope;
use super::{Block, BlockKind, Body, Form, Members, Source, Span, secrets};
use crate::facts::{Facts, Mode, Shape, is_secret_name};
use crate::value::{Flags, Hole, Kind, Map, Mask, Node, ParseError, parse, parse_members};

/// A body that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyError {
    /// The address of the block.
    pub address: String,
    /// The file.
    pub path: std::path::PathBuf,
    /// The line in the file, from 1.
    pub line: usize,
    /// The column in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub error: ParseError,
}

impl std::fmt::Display for BodyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let BodyError {
            address,
            path,
            line,
            column,
            error,
        } = self;
        write!(
            f,
            "{}:{line}:{column}: `{address}` cannot be read: {error}",
            path.display()
        )
    }
}

/// What was read last, for whoever reads many blocks: those of one type follow one another, and most
/// of them have the same masks.
#[derive(Default)]
pub(crate) struct Latest<'m, 's> {
    shape: Option<(BlockKind, &'s str, Option<Shape<'s>>)>,
    unknown: LatestMask<'m, 's>,
    sensitive: LatestMask<'m, 's>,
}

/// The text of a mask, the members that were kept of it, and the mask.
type LatestMask<'m, 's> = RefCell<Option<(&'s str, &'m Members, Rc<Mask<'s>>)>>;

impl<'s> Latest<'_, 's> {
    /// What the facts say of a block's members.
    pub(crate) fn shape(&mut self, block: &'s Block, facts: &'s Facts) -> Option<Shape<'s>> {
        match self.shape {
            Some((kind, name, shape)) if kind == block.kind && *name == *block.type_name => shape,
            _ => {
                let shape = shape(block, facts);
                self.shape = Some((block.kind, &block.type_name, shape));
                shape
            }
        }
    }
}

/// The body of `block`, in its normal form, with the members that are asked for.
pub(super) fn read<'m, 's>(
    block: &'s Block,
    source: &'s Source,
    form: Form,
    facts: &'s Facts,
    members: &'m Members,
    scope: &StackScope<'_, 's>,
    latest: &mut Latest<'m, 's>,
) -> Result<Node<'s>, BodyError> {
    let shape = latest.shape(block, facts);
    let reader = Reader {
        block,
        source,
        members,
        latest,
        normal: Normal::new(match (form, block.kind) {
            (Form::Plan | Form::State, _) => Strings::Values,
            // A whole file shows what is written.
            (Form::Synth, BlockKind::Document) => Strings::Read,
            (Form::Synth, _) => Strings::Evaluated(scope),
        }),
    };
    let node = match (form, block.kind) {
        (_, BlockKind::Document) => reader.value(block.body.values)?,
        (Form::Synth, _) => reader.value(block.body.values)?,
        (Form::Plan, BlockKind::Resource | BlockKind::Data) => reader.planned(shape)?,
        (Form::State, BlockKind::Resource | BlockKind::Data) => reader.stored()?,
        (Form::Plan | Form::State, _) => reader.declared()?,
    };
    let Node { kind, mut flags } = node;
    if block.body.open {
        flags.set(Flags::OPEN);
    }
    let kind = match (kind, block.kind) {
        (kind, BlockKind::Document) => {
            let mut node = reader.normal.document(Node::new(kind));
            secrets::mark_shown(&mut node);
            node.kind
        }
        (Kind::Map(map), BlockKind::Variable | BlockKind::Output) => {
            let mut map = reader.normal.body(map, None);
            secrets::mark_sensitive(&mut map);
            if is_secret_name(&block.name) {
                secrets::mark_declared(&mut map);
            }
            Kind::Map(map)
        }
        (Kind::Map(map), _) => {
            let mut map = reader.normal.body(map, shape);
            if form == Form::Plan {
                let text_of = |address: &str| scope.policy_text(&block.module, address);
                policy_document::enter(&block.type_name, &mut map, shape, &text_of);
            }
            Kind::Map(map)
        }
        (kind, _) => kind,
    };
    Ok(Node { kind, flags })
}

/// What the facts say of a block's members.
pub(crate) fn shape<'f>(block: &Block, facts: &'f Facts) -> Option<Shape<'f>> {
    match block.kind {
        BlockKind::Resource => facts.block(Mode::Resource, &block.type_name),
        BlockKind::Data => facts.block(Mode::Data, &block.type_name),
        BlockKind::Provider => facts.provider(&block.type_name),
        _ => None,
    }
}

struct Reader<'b, 'm, 's> {
    block: &'b Block,
    source: &'s Source,
    members: &'m Members,
    latest: &'b Latest<'m, 's>,
    normal: Normal<'b>,
}

impl<'m, 's> Reader<'_, 'm, 's> {
    /// A plan's resource: the value, what is unknown or sensitive in it, who wrote what.
    fn planned(&self, shape: Option<Shape<'_>>) -> Result<Node<'s>, BodyError> {
        let Body {
            values,
            unknown,
            sensitive,
            config,
            ..
        } = self.block.body;
        let mut node = self.value(values)?;
        self.mask(sensitive, &self.latest.sensitive)?
            .flag(&mut node, Flags::SENSITIVE);
        let written = self.written(config)?;
        let expressions = written.as_ref().map(|written| &written.expressions);
        self.mask(unknown, &self.latest.unknown)?.make_unknown(
            &mut node,
            &mut Vec::new(),
            &mut |path| unknown_value(expressions, path, shape),
        );
        if let Some(expressions) = expressions {
            let fresh = self
                .block
                .actions
                .iter()
                .any(|action| **action == *"create");
            expressions.flag_defaults(&mut node, shape, fresh);
        } else {
            unattributed(&mut node);
        }
        let depends_on = written
            .map(|written| written.depends_on)
            .unwrap_or_default();
        Ok(with_depends_on(node, depends_on))
    }

    /// A state's resource.
    fn stored(&self) -> Result<Node<'s>, BodyError> {
        let mut node = self.value(self.block.body.values)?;
        self.mask(self.block.body.sensitive, &self.latest.sensitive)?
            .flag(&mut node, Flags::SENSITIVE);
        unattributed(&mut node);
        let depends_on: Option<Vec<Cow<'s, str>>> = self.typed(self.block.body.config)?;
        Ok(with_depends_on(node, depends_on.unwrap_or_default()))
    }

    /// An output, variable or provider of a plan or state.
    fn declared(&self) -> Result<Node<'s>, BodyError> {
        let Body {
            values,
            unknown,
            sensitive,
            config,
            ..
        } = self.block.body;
        Ok(declared::members(
            self.value(values)?,
            self.value(config)?,
            &*self.mask(unknown, &self.latest.unknown)?,
            &*self.mask(sensitive, &self.latest.sensitive)?,
        ))
    }

    /// The JSON value at a span; an empty object where the input has none.
    fn value(&self, span: Option<Span>) -> Result<Node<'s>, BodyError> {
        let Some(span) = span else {
            return Ok(Node::new(Kind::Map(Map::default())));
        };
        let text = self.source.slice(span);
        let node = match self.members {
            Members::All => parse(text),
            // A `dynamic` block says of another member that it may hold more.
            some => parse_members(text, &|name| some.has(name) || name == "dynamic"),
        };
        node.map_err(|error| self.error(span, error))
    }

    fn mask(
        &self,
        span: Option<Span>,
        latest: &LatestMask<'m, 's>,
    ) -> Result<Rc<Mask<'s>>, BodyError> {
        let Some(span) = span else {
            return Ok(Rc::default());
        };
        let text = self.source.slice(span);
        let mut latest = latest.borrow_mut();
        if let Some((before, members, mask)) = &*latest
            && *before == text
            && std::ptr::eq(*members, self.members)
        {
            return Ok(Rc::clone(mask));
        }
        let mask = Mask::parse_members(text, &|name| self.members.has(name))
            .map_err(|error| self.error(span, error))?;
        let mask = Rc::new(mask);
        *latest = Some((text, self.members, Rc::clone(&mask)));
        Ok(mask)
    }

    fn written(&self, span: Option<Span>) -> Result<Option<Written<'s>>, BodyError> {
        let Some(span) = span else { return Ok(None) };
        Written::parse(self.source.slice(span), &|name| self.members.has(name))
            .map(Some)
            .map_err(|error| self.error(span, ParseError::from_json(&error)))
    }

    fn typed<T: serde::Deserialize<'s>>(&self, span: Option<Span>) -> Result<Option<T>, BodyError> {
        let Some(span) = span else { return Ok(None) };
        serde_json::from_str(self.source.slice(span))
            .map(Some)
            .map_err(|error| self.error(span, ParseError::from_json(&error)))
    }

    fn error(&self, span: Span, error: ParseError) -> BodyError {
        let (line, column) = self.source.line_column(span.start as usize);
        let (line, column) = match error.line {
            0 | 1 => (line, column + error.column.saturating_sub(1)),
            below => (line + below - 1, error.column),
        };
        let address = self.block.address.to_string();
        BodyError {
            address,
            path: self.source.path.clone(),
            line,
            column,
            error,
        }
    }
}

/// What an unknown value of a plan is: nothing if the provider computes it, else a hole that waits
/// for what its expression refers to.
fn unknown_value(
    expressions: Option<&Expressions<'_>>,
    path: &[String],
    shape: Option<Shape<'_>>,
) -> Option<Hole> {
    match expressions.map(|expressions| expressions.author(path, shape)) {
        Some(Author::Provider) => None,
        Some(Author::Written(references)) => Some(hole(references)),
        Some(Author::Unclear) | None => Some(hole(Vec::new())),
    }
}

/// Without `configuration` nothing tells what the author wrote.
fn unattributed(body: &mut Node<'_>) {
    if let Kind::Map(map) = &mut body.kind {
        for (_, member) in map.iter_mut() {
            member.flag_all(Flags::UNATTRIBUTED);
        }
    }
}

fn with_depends_on<'s>(mut node: Node<'s>, addresses: Vec<Cow<'s, str>>) -> Node<'s> {
    if let (Kind::Map(map), false) = (&mut node.kind, addresses.is_empty()) {
        let list = addresses.into_iter().map(Node::text).collect();
        map.insert(Cow::Borrowed("depends_on"), Node::new(Kind::List(list)));
    }
    node
}
