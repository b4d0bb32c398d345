//! Terraform JSON: `cdk.tf.json` and other `*.tf.json`.
//!
//! Source: "JSON Configuration Syntax". Every level of labels may be an object or a list of
//! objects, and so may a body.

use serde::Deserialize;

use super::error::{LoadError, LoadErrorKind as Kind};
use super::index::Builder;
use super::pairs::{Pairs, Raw, Str};
use super::text::Doc;
use super::trace;
use crate::address::join;
use crate::stack::{Block, BlockKind, Body, Extent, Repeat};

/// What is read of a body: the rest is not looked at.
#[derive(Deserialize, Default)]
struct Head<'a> {
    #[serde(borrow, default, rename = "//")]
    comment: Option<Raw<'a>>,
    #[serde(borrow, default)]
    count: Option<Raw<'a>>,
    #[serde(borrow, default)]
    for_each: Option<Raw<'a>>,
    #[serde(borrow, default)]
    provider: Option<Raw<'a>>,
    #[serde(borrow, default)]
    alias: Option<Raw<'a>>,
}

/// The comment that cdktf writes into each body.
#[derive(Deserialize)]
struct Comment<'a> {
    #[serde(borrow, default)]
    metadata: Option<Metadata<'a>>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow, default)]
    path: Option<Str<'a>>,
    #[serde(borrow, default, rename = "uniqueId")]
    unique_id: Option<Str<'a>>,
    #[serde(borrow, default, rename = "stackTrace")]
    trace: Option<Raw<'a>>,
}

#[derive(Deserialize)]
struct Requirement<'a> {
    #[serde(borrow, default)]
    source: Option<Str<'a>>,
    #[serde(borrow, default)]
    version: Option<Str<'a>>,
}

/// Adds the blocks of one file of Terraform JSON, which is source number `source`.
pub(crate) fn index<'a>(
    builder: &mut Builder,
    doc: &Doc<'a>,
    source: u16,
    members: &Pairs<'a>,
) -> Result<(), LoadError> {
    let mut indexer = Indexer {
        builder,
        doc,
        source,
    };
    for (name, raw) in &members.0 {
        indexer.member(name, *raw)?;
    }
    Ok(())
}

struct Indexer<'i, 'a> {
    builder: &'i mut Builder,
    doc: &'i Doc<'a>,
    source: u16,
}

impl<'a> Indexer<'_, 'a> {
    fn member(&mut self, name: &str, raw: Raw<'a>) -> Result<(), LoadError> {
        match name {
            "//" => Ok(()),
            "resource" => self.resources(BlockKind::Resource, raw),
            "data" => self.resources(BlockKind::Data, raw),
            "output" => self.named(BlockKind::Output, raw),
            "variable" => self.named(BlockKind::Variable, raw),
            "module" => self.named(BlockKind::Module, raw),
            "provider" => self.named(BlockKind::Provider, raw),
            "terraform" => {
                for raw in self.objects("terraform", raw)? {
                    self.terraform(raw)?;
                }
                Ok(())
            }
            "locals" => {
                for raw in self.objects("locals", raw)? {
                    self.builder.locals.push(Extent {
                        source: self.source,
                        span: self.doc.span(raw.get()),
                    });
                }
                Ok(())
            }
            other => {
                self.builder.other_blocks.insert(other.to_owned());
                Ok(())
            }
        }
    }

    /// An object, or each object of a list of them; null is left out.
    fn objects(&self, what: &str, raw: Raw<'a>) -> Result<Vec<Raw<'a>>, LoadError> {
        let text = raw.get();
        let found = match text.as_bytes().first() {
            Some(b'{') => return Ok(vec![raw]),
            Some(b'n') => return Ok(Vec::new()),
            Some(b'[') => {
                let elements: Vec<Raw<'a>> = self.doc.read(text)?;
                match elements.iter().find(|raw| !raw.get().starts_with('{')) {
                    None => return Ok(elements),
                    Some(other) => *other,
                }
            }
            _ => raw,
        };
        let noun = match found.get().as_bytes().first() {
            Some(b'"') => "a string",
            Some(b'[') => "a list",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => "a number",
        };
        let what = format!("`{what}` must be an object or a list of objects, and this is {noun}");
        Err(self.doc.error(Kind::Misshapen, what, found.get()))
    }

    fn resources(&mut self, kind: BlockKind, raw: Raw<'a>) -> Result<(), LoadError> {
        for types in self.objects(kind.word(), raw)? {
            for (type_name, raw) in self.doc.read::<Pairs<'a>>(types.get())?.0 {
                for names in self.objects(&format!("{}.{type_name}", kind.word()), raw)? {
                    for (name, raw) in self.doc.read::<Pairs<'a>>(names.get())?.0 {
                        let address = join("", kind == BlockKind::Data, &type_name, &name, None);
                        for body in self.objects(&address, raw)? {
                            self.resource(kind, &type_name, &name, &address, body)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn resource(
        &mut self,
        kind: BlockKind,
        type_name: &str,
        name: &str,
        address: &str,
        raw: Raw<'a>,
    ) -> Result<(), LoadError> {
        let head: Head<'a> = self.doc.read_object(raw.get())?;
        // Without a `provider` it is the one that the type's first word names.
        let implied = type_name.split('_').next().unwrap_or(type_name);
        let provider = head.provider.and_then(text_of);
        let mut block = self.block(kind, name, raw, &head)?;
        block.address = address.into();
        block.type_name = self.builder.type_name(type_name);
        let provider = provider.as_deref().unwrap_or(implied);
        block.provider = Some(self.builder.names.get(provider));
        self.builder.blocks.push(block);
        Ok(())
    }

    fn named(&mut self, kind: BlockKind, raw: Raw<'a>) -> Result<(), LoadError> {
        for names in self.objects(kind.word(), raw)? {
            for (name, raw) in self.doc.read::<Pairs<'a>>(names.get())?.0 {
                for body in self.objects(&format!("{}.{name}", kind.word()), raw)? {
                    let head: Head<'a> = self.doc.read_object(body.get())?;
                    let mut block = self.block(kind, &name, body, &head)?;
                    if kind == BlockKind::Provider {
                        let alias = head.alias.and_then(text_of);
                        let alias = alias.map(|alias| format!(".{alias}")).unwrap_or_default();
                        block.address = format!("{}{alias}", block.address).into();
                        block.provider = Some(format!("{name}{alias}").into());
                    }
                    self.builder.blocks.push(block);
                }
            }
        }
        Ok(())
    }

    fn block(
        &mut self,
        kind: BlockKind,
        name: &str,
        raw: Raw<'a>,
        head: &Head<'a>,
    ) -> Result<Block, LoadError> {
        let body = Body {
            source: self.source,
            values: Some(self.doc.span(raw.get())),
            ..Body::default()
        };
        let mut block = self.builder.named(kind, name, body);
        block.repeat = self.repeat(head)?;
        // A comment is anything in Terraform JSON; only cdktf's has this shape.
        let comment = head
            .comment
            .and_then(|raw| serde_json::from_str::<Comment<'_>>(raw.get()).ok());
        if let Some(metadata) = comment.and_then(|comment| comment.metadata) {
            block.construct_path = metadata.path.map(|path| path.0.into());
            block.made_at = metadata.trace.and_then(trace::place).map(Into::into);
            block.unique_id = metadata.unique_id.map(|id| id.0.into());
        }
        Ok(block)
    }

    /// A literal `count` or `for_each` counts; anything with an expression in it does not.
    fn repeat(&self, head: &Head<'a>) -> Result<Repeat, LoadError> {
        let Some(raw) = head.count.or(head.for_each) else {
            return Ok(Repeat::Once);
        };
        let text = raw.get();
        if head.count.is_some() {
            // Terraform takes "2" for 2.
            let times = text.trim_matches('"').parse();
            return Ok(times.map_or(Repeat::Unresolved, Repeat::Times));
        }
        let expression = |text: &str| text.contains("${") || text.contains("%{");
        match text.as_bytes().first() {
            Some(b'{') => {
                let members: Pairs<'a> = self.doc.read(text)?;
                let open = members.0.iter().any(|(name, _)| expression(name));
                Ok(times(members.0.len(), open))
            }
            Some(b'[') => {
                let elements: Vec<Raw<'a>> = self.doc.read(text)?;
                Ok(times(elements.len(), expression(text)))
            }
            _ => Ok(Repeat::Unresolved),
        }
    }

    fn terraform(&mut self, raw: Raw<'a>) -> Result<(), LoadError> {
        for (name, raw) in self.doc.read::<Pairs<'a>>(raw.get())?.0 {
            match name.as_ref() {
                "backend" => self.named(BlockKind::Backend, raw)?,
                "required_providers" => {
                    for raw in self.objects("terraform.required_providers", raw)? {
                        self.required_providers(raw)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn required_providers(&mut self, raw: Raw<'a>) -> Result<(), LoadError> {
        for (name, raw) in self.doc.read::<Pairs<'a>>(raw.get())?.0 {
            let (source, version) = if raw.get().starts_with('{') {
                let found: Requirement<'a> = self.doc.read_object(raw.get())?;
                (
                    found.source,
                    found.version.map(|version| version.0.into_owned()),
                )
            } else {
                // Terraform 0.12: the version alone.
                (None, text_of(raw))
            };
            let source = source.map_or(name, |source| source.0);
            if let Some(version) = version {
                self.builder
                    .provider_versions
                    .insert(source.into_owned(), version);
            }
        }
        Ok(())
    }
}

fn times(len: usize, open: bool) -> Repeat {
    if open {
        Repeat::Unresolved
    } else {
        Repeat::Times(len as u64)
    }
}

/// The text of a JSON string.
fn text_of(raw: Raw<'_>) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}
