//! Reads what is written: of the expressions, those that are asked for.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Expression, Expressions, Written};
use crate::value::Scan;

/// The entry as the plan has it.
#[derive(Deserialize)]
struct Entry<'s> {
    #[serde(borrow, default)]
    expressions: Option<&'s RawValue>,
    #[serde(borrow, default)]
    depends_on: Vec<Name<'s>>,
}

impl<'s> Written<'s> {
    /// Reads an entry; of its expressions, those for which `keep` holds.
    pub(in crate::stack) fn parse(
        text: &'s str,
        keep: &dyn Fn(&str) -> bool,
    ) -> Result<Self, serde_json::Error> {
        if let Some(written) = Self::plain(text, keep) {
            return Ok(written);
        }
        let entry: Entry<'s> = serde_json::from_str(text)?;
        let expressions = match entry.expressions {
            None => Expressions::default(),
            Some(raw) => {
                let mut reader = serde_json::Deserializer::from_str(raw.get());
                reader.deserialize_any(Reader(Some(keep)))?.into_block()
            }
        };
        let depends_on = entry.depends_on.into_iter().map(|name| name.0).collect();
        Ok(Written {
            expressions,
            depends_on,
        })
    }
}

impl<'s> Written<'s> {
    /// The same where all is plain.
    fn plain(text: &'s str, keep: &dyn Fn(&str) -> bool) -> Option<Self> {
        let mut written = Written::default();
        let mut scan = Scan::new(text);
        scan.object(&mut |scan, name| match name {
            "expressions" => scan.object(&mut |scan, name| {
                // With one of these it has the look of a value.
                if matches!(name, "references" | "constant_value") {
                    return None;
                }
                match keep(name) {
                    true => {
                        let expression = Expression::plain(scan)?;
                        written
                            .expressions
                            .0
                            .push((Cow::Borrowed(name), expression));
                    }
                    false => _ = scan.skip()?,
                }
                Some(())
            }),
            "depends_on" => {
                written.depends_on = texts(scan)?;
                Some(())
            }
            _ => scan.skip().map(drop),
        })?;
        scan.end()?;
        Some(written)
    }
}

/// A list of texts.
fn texts<'s>(scan: &mut Scan<'s>) -> Option<Vec<Cow<'s, str>>> {
    let mut texts = Vec::new();
    scan.items(&mut |scan| {
        texts.push(scan.text()?);
        Some(())
    })?;
    Some(texts)
}

impl<'de: 's, 's> Deserialize<'de> for Expressions<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(deserializer.deserialize_any(Reader(None))?.into_block())
    }
}

impl<'s> Expression<'s> {
    /// Reads an expression where all is plain.
    fn plain(scan: &mut Scan<'s>) -> Option<Self> {
        match scan.first()? {
            b'{' => {
                let (mut members, mut references, mut value) = (Vec::new(), Vec::new(), false);
                scan.object(&mut |scan, name| {
                    match name {
                        "references" => {
                            references = texts(scan)?;
                            value = true;
                        }
                        "constant_value" => {
                            scan.skip()?;
                            value = true;
                        }
                        _ => members.push((Cow::Borrowed(name), Self::plain(scan)?)),
                    }
                    Some(())
                })?;
                Some(match value || members.is_empty() {
                    true => Expression::Value(references),
                    false => Expression::Blocks(vec![Expressions(members)]),
                })
            }
            b'[' => {
                let mut blocks = Vec::new();
                scan.items(&mut |scan| {
                    blocks.push(Self::plain(scan)?.into_block());
                    Some(())
                })?;
                Some(Expression::Blocks(blocks))
            }
            // Of a later format, as below.
            b'"' | b't' | b'f' | b'n' => scan.skip().map(|_| Expression::Value(Vec::new())),
            _ => None,
        }
    }

    /// The expressions of the one block that this is.
    fn into_block(self) -> Expressions<'s> {
        match self {
            Expression::Blocks(mut blocks) if blocks.len() == 1 => blocks.pop().unwrap_or_default(),
            // `expressions` itself may have the look of a value: `{"references": ...}` cannot be
            // told from a block with an attribute of that name, and no resource has one.
            _ => Expressions::default(),
        }
    }
}

impl<'de: 's, 's> Deserialize<'de> for Expression<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader(None))
    }
}

/// Reads an expression; of an object, the members for which this holds.
struct Reader<'k>(Option<&'k dyn Fn(&str) -> bool>);

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Expression<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an expression, a block of expressions or a list of them")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut blocks = Vec::new();
        while let Some(block) = access.next_element()? {
            blocks.push(block);
        }
        Ok(Expression::Blocks(blocks))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let (mut members, mut references, mut value) = (Vec::new(), Vec::new(), false);
        let mut stepped_over = false;
        while let Some(name) = access.next_key::<Name<'de>>()? {
            match name.0.as_ref() {
                "references" => {
                    references = access.next_value::<Vec<Name<'de>>>()?;
                    value = true;
                }
                "constant_value" => {
                    access.next_value::<IgnoredAny>()?;
                    value = true;
                }
                // What is there and not asked for still tells a block from a value.
                other if self.0.is_some_and(|keep| !keep(other)) => {
                    access.next_value::<IgnoredAny>()?;
                    stepped_over = true;
                }
                _ => members.push((name.0, access.next_value()?)),
            }
        }
        if value || members.is_empty() && !stepped_over {
            Ok(Expression::Value(
                references.into_iter().map(|name| name.0).collect(),
            ))
        } else {
            Ok(Expression::Blocks(vec![Expressions(members)]))
        }
    }

    // Anything else is of a later format: an expression about which nothing is known.
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Expression::Value(Vec::new()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Expression::Value(Vec::new()))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Expression::Value(Vec::new()))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Expression::Value(Vec::new()))
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'s>(#[serde(borrow)] Cow<'s, str>);
