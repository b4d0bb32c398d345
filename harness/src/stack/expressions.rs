//! A plan's `configuration`: what the author wrote, as far as a plan tells.
//!
//! It says of each attribute only whether there is an expression and what that refers to; that is
//! enough to tell a value that the author wrote from one that the provider fills in.
//! Source: "JSON Output Format", expression representation and block expressions representation.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::value::{Flags, Hole, Kind, Node};

/// A resource's entry in `configuration`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Written<'s> {
    /// The attributes and blocks that are written.
    #[serde(borrow, default)]
    pub(super) expressions: Expressions<'s>,
    /// `depends_on`, relative to the module.
    #[serde(borrow, default)]
    pub(super) depends_on: Vec<Cow<'s, str>>,
}

/// The expressions of one block, by name.
#[derive(Debug, Default)]
pub(super) struct Expressions<'s>(Vec<(Cow<'s, str>, Expression<'s>)>);

/// What stands at a name.
#[derive(Debug)]
enum Expression<'s> {
    /// One expression, and what it refers to.
    Value(Vec<Cow<'s, str>>),
    /// Nested blocks.
    Blocks(Vec<Expressions<'s>>),
}

/// Who set the value at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// The author, by an expression that refers to these.
    Written(Vec<Box<str>>),
    /// The provider: nobody wrote it.
    Provider,
    /// It cannot be told: inside of a `dynamic` block.
    Unclear,
}

impl Expressions<'_> {
    /// Who set the value at a path of names and indexes.
    pub(super) fn author(&self, path: &[String]) -> Author {
        let Some((name, below)) = path.split_first() else {
            return Author::Unclear;
        };
        match (self.get(name), below) {
            (None, []) => Author::Provider,
            (None, _) => Author::Unclear,
            (Some(Expression::Value(references)), _) => Author::Written(named(references)),
            (Some(Expression::Blocks(blocks)), []) => {
                Author::Written(blocks.iter().flat_map(Expressions::references).collect())
            }
            (Some(Expression::Blocks(blocks)), below) => {
                // A block of nesting "single" has no index.
                let (index, below) = match below.split_first() {
                    Some((first, rest)) => match first.parse::<usize>() {
                        Ok(index) => (index, rest),
                        Err(_) => (0, below),
                    },
                    None => (0, below),
                };
                match blocks.get(index) {
                    Some(block) if !below.is_empty() => block.author(below),
                    Some(block) => Author::Written(block.references()),
                    None => Author::Unclear,
                }
            }
        }
    }

    /// Marks every member of `node` that has no expression as filled in by the provider.
    pub(super) fn flag_defaults(&self, node: &mut Node<'_>) {
        let Kind::Map(map) = &mut node.kind else {
            return;
        };
        for (name, member) in map.iter_mut() {
            match (self.get(name), &mut member.kind) {
                (None, _) => member.flags.set(Flags::DEFAULTED),
                (Some(Expression::Blocks(blocks)), Kind::List(list)) => {
                    blocks
                        .iter()
                        .zip(list)
                        .for_each(|(block, node)| block.flag_defaults(node));
                }
                (Some(Expression::Blocks(blocks)), Kind::Map(_)) => {
                    blocks
                        .iter()
                        .take(1)
                        .for_each(|block| block.flag_defaults(member));
                }
                _ => {}
            }
        }
    }

    fn get(&self, name: &str) -> Option<&Expression<'_>> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, expression)| expression)
    }

    fn references(&self) -> Vec<Box<str>> {
        let below = |expression: &Expression<'_>| match expression {
            Expression::Value(references) => named(references),
            Expression::Blocks(blocks) => blocks.iter().flat_map(Expressions::references).collect(),
        };
        self.0
            .iter()
            .flat_map(|(_, expression)| below(expression))
            .collect()
    }
}

/// A plan lists `aws_x.y.arn` and `aws_x.y` for one reference; the longer one says it all.
fn named(references: &[Cow<'_, str>]) -> Vec<Box<str>> {
    let covered = |short: &str| {
        references.iter().any(|long| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    };
    references
        .iter()
        .filter(|r| !covered(r))
        .map(|r| r.as_ref().into())
        .collect()
}

/// The hole of an unknown value in a plan.
pub(super) fn hole(waits_for: Vec<Box<str>>) -> Hole {
    Hole {
        waits_for,
        ..Hole::opaque("")
    }
}

impl<'de: 's, 's> Deserialize<'de> for Expressions<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Reader)? {
            Expression::Blocks(mut blocks) if blocks.len() == 1 => {
                Ok(blocks.pop().unwrap_or_default())
            }
            // `expressions` itself may have the look of a value: `{"references": ...}` cannot be
            // told from a block with an attribute of that name, and no resource has one.
            _ => Ok(Expressions::default()),
        }
    }
}

impl<'de: 's, 's> Deserialize<'de> for Expression<'s> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
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
                _ => members.push((name.0, access.next_value()?)),
            }
        }
        if value || members.is_empty() {
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

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::value::parse;

    const WRITTEN: &str = r#"{
        "expressions": {
            "name": {"constant_value": "x"},
            "policy": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k", "var.x"]},
            "vpc_config": [{"subnet_ids": {"references": ["aws_subnet.a.id", "aws_subnet.a"]}}],
            "timeouts": {"create": {"constant_value": "5m"}}
        },
        "depends_on": ["aws_x.y"]
    }"#;

    #[track_caller]
    fn author(path: &str, expected: &Author) {
        let written: Written<'_> = serde_json::from_str(WRITTEN).unwrap();
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        assert_eq!(&written.expressions.author(&path), expected);
    }

    #[test]
    fn tells_the_author_from_the_provider() {
        let written = |names: &[&str]| Author::Written(names.iter().map(|n| (*n).into()).collect());
        author("name", &written(&[]));
        author("policy", &written(&["aws_kms_key.k.arn", "var.x"]));
        author("arn", &Author::Provider);
        author("vpc_config/0/subnet_ids", &written(&["aws_subnet.a.id"]));
        author("vpc_config/0/vpc_id", &Author::Provider);
        author("vpc_config/1/subnet_ids", &Author::Unclear);
        author("ingress/0/port", &Author::Unclear);
        author("timeouts/create", &written(&[]));
        author("timeouts/delete", &Author::Provider);
    }

    #[test]
    fn flags_what_the_provider_fills_in() {
        let written: Written<'_> = serde_json::from_str(WRITTEN).unwrap();
        let mut node =
            parse(r#"{"name":"x","size":1,"vpc_config":[{"subnet_ids":[],"v":1}]}"#).unwrap();
        written.expressions.flag_defaults(&mut node);
        let flagged = |node: Option<&Node<'_>>| node.unwrap().flags.has(Flags::DEFAULTED);
        assert_eq!(
            [flagged(node.get("name")), flagged(node.get("size"))],
            [false, true]
        );
        let block = &node.get("vpc_config").unwrap().as_list().unwrap()[0];
        assert_eq!(
            [flagged(block.get("subnet_ids")), flagged(block.get("v"))],
            [false, true]
        );
        assert_eq!(written.depends_on, ["aws_x.y"]);
    }
}
