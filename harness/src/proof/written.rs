//! What the author wrote in a block, leaf by leaf: where each stands in the normal form, and where in
//! the text of the input.

use serde_json::Value;

use super::edit::{Change, configured, edited};
use super::text::{Marked, Piece, Texts};
use crate::stack::{Block, BlockId, BlockKind, Form, Model};
use crate::value::{Flags, Kind, Node, Path, Step};

/// A step to a place in the text of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RawStep {
    /// To the member of this name.
    Name(String),
    /// To the element at this index.
    Index(usize),
    /// Into the document in a text.
    Document,
}

/// What stands at a leaf.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar {
    /// A text.
    Text(Vec<Piece>),
    /// A number, a boolean, or null.
    Json(Value),
    /// Something that the input says will be known after apply.
    Unknown,
}

/// A leaf, or a nested block or object.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// In the normal form.
    pub(super) path: Path,
    /// In the text of the input.
    pub(super) raw: Vec<RawStep>,
    /// What stands there; `None` at a block or object.
    pub(super) scalar: Option<Scalar>,
    /// Whether it must never be printed.
    pub(super) secret: bool,
}

/// What the author wrote in one block.
#[derive(Debug)]
pub(super) struct Written {
    /// The body, as JSON.
    pub(super) json: Value,
    /// What a plan's `configuration` says of it.
    config: Option<Value>,
    /// How its texts are written.
    texts: Texts,
    /// The leaves, in the order of their paths.
    pub(super) leaves: Vec<Place>,
    /// The nested blocks and objects, in the order of their paths.
    pub(super) blocks: Vec<Place>,
}

/// What the input says of a block that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edited {
    /// The body.
    pub(super) values: String,
    /// A plan's `configuration` of it, if that is changed too.
    pub(super) config: Option<String>,
}

impl Written {
    /// The block with one of its places changed; `None` if the change changes nothing.
    pub(super) fn edited(&self, place: &Place, change: &Change) -> Option<Edited> {
        let values = edited(&self.json, self.texts, &place.raw, change)?;
        let config = self.config.as_ref();
        Some(Edited {
            values,
            config: config.and_then(|config| configured(config, &place.path, change)),
        })
    }

    /// The block with something at a place of its body, whether there was anything or not.
    pub(super) fn with(&self, raw: &[RawStep], change: &Change) -> Option<Edited> {
        let values = edited(&self.json, self.texts, raw, change)?;
        Some(Edited {
            values,
            config: None,
        })
    }

    /// The block without its `depends_on`; `None` if it has none.
    pub(super) fn without_order(&self) -> Option<Edited> {
        const MEMBER: &str = "depends_on";
        let mut config = self.config.clone();
        let named = config.as_mut().and_then(Value::as_object_mut);
        if named.is_some_and(|config| config.remove(MEMBER).is_some()) {
            return Some(Edited {
                values: self.json.to_string(),
                config: config.map(|config| config.to_string()),
            });
        }
        self.with(&[RawStep::Name(MEMBER.to_owned())], &Change::Drop)
    }
}

/// How deep bodies are looked into; deeper ones are refused when they are read.
const DEEPEST: usize = 200;

/// What the author wrote in a block; nothing if the input has no body of it, or it cannot be read.
/// What the provider filled in is not among it, nor what cdktf adds under `//`.
pub(super) fn written(model: &Model<'_>, id: BlockId) -> Option<Written> {
    let (stack, block) = (model.stack(), model.block(id));
    if !is_listed(stack.form, block) {
        return None;
    }
    let text = stack.text(block.body.source, block.body.values?);
    let json: Value = serde_json::from_str(text).ok()?;
    let body = model.whole_body(id).ok()?;
    let texts = match stack.form {
        Form::Synth => Texts::Templates,
        Form::Plan | Form::State => Texts::Values,
    };
    let mut walk = Walk {
        texts,
        path: Vec::new(),
        raw: Vec::new(),
        leaves: Vec::new(),
        blocks: Vec::new(),
    };
    walk.value(&body, &json, None, false);
    let Walk { leaves, blocks, .. } = walk;
    let config = block.body.config.filter(|_| stack.form == Form::Plan);
    let config = config.map(|span| stack.text(block.body.source, span));
    Some(Written {
        json,
        config: config.and_then(|text| serde_json::from_str(text).ok()),
        texts,
        leaves,
        blocks,
    })
}

/// Whether what a block of an input says is what its author wrote.
fn is_listed(form: Form, block: &Block) -> bool {
    match (form, block.kind) {
        (_, BlockKind::Document) => false,
        (Form::Synth, _) => true,
        (Form::Plan | Form::State, kind) => matches!(kind, BlockKind::Resource | BlockKind::Data),
    }
}

/// The path without indexes: what leaves of one class have in common.
pub(super) fn class_of(path: &Path) -> String {
    let text = path.shorthand();
    let mut class = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let index = after.split(']').next().unwrap_or_default();
        class.push_str(before);
        match !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()) {
            true => {
                class.push_str("[*]");
                rest = &after[index.len() + 1..];
            }
            false => {
                class.push('[');
                rest = after;
            }
        }
    }
    class.push_str(rest);
    class
}

/// The member of the body that a path starts with.
pub(super) fn member_of(path: &Path) -> &str {
    match path.0.first() {
        Some(Step::Name(name)) => name,
        _ => "",
    }
}

struct Walk {
    texts: Texts,
    path: Vec<Step>,
    raw: Vec<RawStep>,
    leaves: Vec<Place>,
    blocks: Vec<Place>,
}

impl Walk {
    /// Goes through the normal form and what is written side by side. `document`: the one that this
    /// stands in.
    fn value(&mut self, node: &Node<'_>, raw: &Value, document: Option<&Marked>, secret: bool) {
        let secret = secret || node.flags.has(Flags::SENSITIVE);
        if node.flags.has(Flags::DEFAULTED) || self.path.len() > DEEPEST {
            return;
        }
        match (&node.kind, raw) {
            (Kind::Map(map), Value::Object(members)) => {
                self.block(secret);
                for (name, node) in map.iter() {
                    let raw = members.get(name);
                    self.within(Step::Name(name.to_owned()), |walk| match raw {
                        Some(raw) => walk.at(RawStep::Name(name.to_owned()), |walk| {
                            walk.value(node, raw, document, secret);
                        }),
                        None => walk.unknown(node, secret),
                    });
                }
            }
            // Terraform JSON takes a list of one block wherever it takes the block.
            (Kind::Map(_), Value::Array(list)) if list.len() == 1 => {
                self.at(RawStep::Index(0), |walk| {
                    walk.value(node, &list[0], document, secret);
                });
            }
            (Kind::List(list), Value::Object(_)) if list.len() == 1 => {
                self.within(Step::Index(0), |walk| {
                    walk.value(&list[0], raw, document, secret);
                });
            }
            (Kind::List(list), Value::Array(elements)) => {
                let there = |(_, raw): &(usize, &Value)| !raw.is_null();
                let all: Vec<(usize, &Value)> = match list.len() == elements.len() {
                    true => elements.iter().enumerate().collect(),
                    // A block that is null is none.
                    false => elements.iter().enumerate().filter(there).collect(),
                };
                for (index, (node, (at, raw))) in list.iter().zip(all).enumerate() {
                    self.within(Step::Index(index), |walk| {
                        walk.at(RawStep::Index(at), |walk| {
                            walk.value(node, raw, document, secret);
                        });
                    });
                }
            }
            (_, Value::String(text)) => self.text(node, text, document, secret),
            (_, Value::Object(_) | Value::Array(_)) => {}
            (_, scalar) => self.leaf(Scalar::Json(scalar.clone()), secret),
        }
    }

    fn text(&mut self, node: &Node<'_>, text: &str, document: Option<&Marked>, secret: bool) {
        let pieces = match document {
            Some(document) => document.pieces(text),
            None => self.texts.pieces(text),
        };
        let inner = match &node.kind {
            Kind::Text(known) => known.document().and_then(Result::ok),
            _ => None,
        };
        let marked = inner.and_then(|inner| Some((inner, Marked::read(&pieces)?)));
        match marked {
            Some((inner, marked)) => self.at(RawStep::Document, |walk| {
                walk.value(inner, &marked.json, Some(&marked), secret);
            }),
            None => self.leaf(Scalar::Text(pieces), secret),
        }
    }

    /// What a plan does not list with a value.
    fn unknown(&mut self, node: &Node<'_>, secret: bool) {
        if matches!(node.kind, Kind::Unknown(_)) && !node.flags.has(Flags::DEFAULTED) {
            self.leaf(Scalar::Unknown, secret);
        }
    }

    fn leaf(&mut self, scalar: Scalar, secret: bool) {
        let place = self.place(Some(scalar), secret);
        self.leaves.push(place);
    }

    fn block(&mut self, secret: bool) {
        if !self.path.is_empty() {
            let place = self.place(None, secret);
            self.blocks.push(place);
        }
    }

    fn place(&self, scalar: Option<Scalar>, secret: bool) -> Place {
        Place {
            path: Path(self.path.clone()),
            raw: self.raw.clone(),
            scalar,
            secret,
        }
    }

    fn within(&mut self, step: Step, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    fn at(&mut self, step: RawStep, visit: impl FnOnce(&mut Self)) {
        self.raw.push(step);
        visit(self);
        self.raw.pop();
    }
}
