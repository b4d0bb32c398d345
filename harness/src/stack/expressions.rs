//! A plan's `configuration`: what the author wrote, as far as a plan tells.
//!
//! It says of each attribute only whether there is an expression and what that refers to; that is
//! enough to tell a value that the author wrote from one that the provider fills in.
//! Source: "JSON Output Format", expression representation and block expressions representation.

mod read;

use std::borrow::Cow;

use crate::facts::{Member, Nesting, Shape};
use crate::value::{Flags, Hole, Kind, Node};

/// A resource's entry in `configuration`.
#[derive(Debug, Default)]
pub(super) struct Written<'s> {
    /// The attributes and blocks that are written.
    pub(super) expressions: Expressions<'s>,
    /// `depends_on`, relative to the module.
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
    /// It cannot be told: a `dynamic` block may have.
    Unclear,
}

impl Expressions<'_> {
    /// Who set the unknown value at a path of names and indexes.
    ///
    /// `shape` is what the facts say of the block. A block that a `dynamic` makes has no
    /// expression, so that a missing one says "the provider" only of what is no block.
    pub(super) fn author(&self, path: &[String], shape: Option<Shape<'_>>) -> Author {
        author(&[self], path, shape)
    }

    /// Marks what has no expression: [`Flags::DEFAULTED`] where the provider filled it in,
    /// [`Flags::UNATTRIBUTED`] where a `dynamic` block may have. `fresh`: the resource is created
    /// by this plan, so that no value comes out of a state.
    pub(super) fn flag_defaults(&self, node: &mut Node<'_>, shape: Option<Shape<'_>>, fresh: bool) {
        flag(node, &[self], shape, fresh);
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

/// Who set the value at a path, where any one of `scope` may be the block that it stands in.
fn author(scope: &[&Expressions<'_>], path: &[String], shape: Option<Shape<'_>>) -> Author {
    let Some((name, below)) = path.split_first() else {
        return Author::Unclear;
    };
    let member = shape.and_then(|shape| shape.get(name));
    let mut found = scope.iter().filter_map(|block| block.get(name)).peekable();
    if found.peek().is_none() {
        return match (below, member) {
            ([], Some(Member::Block(block))) if block.required || block.optional => Author::Unclear,
            ([], Some(Member::Attribute(attribute))) if !attribute.computed => Author::Unclear,
            ([], _) => Author::Provider,
            _ => Author::Unclear,
        };
    }
    let (mut references, mut blocks) = (Vec::new(), Vec::new());
    let mut count = 0;
    for expression in found {
        count += 1;
        match expression {
            Expression::Value(names) => references.extend(named(names)),
            Expression::Blocks(list) => blocks.extend(list),
        }
    }
    if count < scope.len() {
        return Author::Unclear;
    }
    // A block of nesting "single" has no index.
    let (index, below) = match below.split_first() {
        Some((first, rest)) => match first.parse::<usize>() {
            Ok(index) => (Some(index), rest),
            Err(_) => (None, below),
        },
        None => (None, below),
    };
    if blocks.is_empty() || below.is_empty() && index.is_none() {
        references.extend(blocks.iter().flat_map(|block| block.references()));
        return Author::Written(references);
    }
    let (ordered, shape) = nested(member);
    if index.is_some_and(|index| index >= blocks.len()) {
        return Author::Unclear;
    }
    let scope = match index {
        Some(index) if ordered && scope.len() == 1 => blocks.get(index..=index),
        _ => None,
    };
    let scope = scope.unwrap_or(&blocks);
    if below.is_empty() {
        return Author::Written(scope.iter().flat_map(|block| block.references()).collect());
    }
    author(scope, below, shape)
}

/// Whether the facts say that blocks keep the order in which they are written, and what each
/// holds. A plan sorts a set.
fn nested<'f>(member: Option<Member<'f>>) -> (bool, Option<Shape<'f>>) {
    match member {
        Some(Member::Block(block)) => (block.nesting != Nesting::Set, Some(block.shape)),
        _ => (false, None),
    }
}

/// Marks the members of a block that one of `scope` wrote, nobody knows which.
fn flag(node: &mut Node<'_>, scope: &[&Expressions<'_>], shape: Option<Shape<'_>>, fresh: bool) {
    let Kind::Map(map) = &mut node.kind else {
        return;
    };
    for (name, member) in map.iter_mut() {
        let facts = || shape.and_then(|shape| shape.get(name));
        let mut found = scope.iter().filter_map(|block| block.get(name));
        let Some(first) = found.next() else {
            unwritten(member, facts(), fresh);
            continue;
        };
        if found.count() + 1 < scope.len() {
            member.flag_all(Flags::UNATTRIBUTED);
            continue;
        }
        let Expression::Blocks(blocks) = first else {
            continue;
        };
        let (ordered, shape) = nested(facts());
        match &mut member.kind {
            // More than is written: a `dynamic` of the same name made some, nobody knows which.
            Kind::List(list) if scope.len() == 1 && list.len() > blocks.len() => {
                list.iter_mut().for_each(|block| generated(block, shape));
            }
            Kind::List(list) if scope.len() == 1 && (ordered || blocks.len() == 1) => {
                for (block, node) in blocks.iter().zip(list) {
                    flag(node, &[block], shape, fresh);
                }
            }
            Kind::List(list) => {
                let any = every(scope, name);
                list.iter_mut()
                    .for_each(|node| flag(node, &any, shape, fresh));
            }
            Kind::Map(_) => flag(member, &every(scope, name), shape, fresh),
            _ => {}
        }
    }
}

/// The blocks called `name` in any of `scope`.
fn every<'e>(scope: &[&'e Expressions<'e>], name: &str) -> Vec<&'e Expressions<'e>> {
    let blocks = scope.iter().filter_map(|block| match block.get(name) {
        Some(Expression::Blocks(blocks)) => Some(blocks),
        _ => None,
    });
    blocks.flatten().collect()
}

/// Marks a member that has no expression.
fn unwritten(node: &mut Node<'_>, facts: Option<Member<'_>>, fresh: bool) {
    let there = match &node.kind {
        Kind::Unknown(_) => return node.flags.set(Flags::UNATTRIBUTED),
        Kind::List(list) => !list.is_empty(),
        Kind::Map(map) => !map.is_empty(),
        _ => false,
    };
    match facts {
        Some(Member::Block(block)) if there && (block.required || block.optional) => {
            // What a state holds may be the provider's; of what is created only now, the provider's
            // would not be known. (A schema does not say which blocks the provider may set.)
            if !fresh {
                node.flag_all(Flags::UNATTRIBUTED);
                return;
            }
            match &mut node.kind {
                Kind::List(list) => {
                    for element in list {
                        generated(element, Some(block.shape));
                    }
                }
                _ => generated(node, Some(block.shape)),
            }
        }
        _ => node.flag_all(Flags::DEFAULTED),
    }
}

/// Marks the members of a block that a `dynamic` made: what must be written is, what only the
/// provider sets is not, and of the rest nothing is known.
fn generated(node: &mut Node<'_>, shape: Option<Shape<'_>>) {
    let Kind::Map(map) = &mut node.kind else {
        return;
    };
    for (name, member) in map.iter_mut() {
        match shape.and_then(|shape| shape.get(name)) {
            Some(facts) if facts.is_required() => {
                if let (Member::Block(block), Kind::List(list)) = (facts, &mut member.kind) {
                    for element in list {
                        generated(element, Some(block.shape));
                    }
                }
            }
            Some(facts) if !facts.is_settable() => member.flag_all(Flags::DEFAULTED),
            _ => member.flag_all(Flags::UNATTRIBUTED),
        }
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
        let written: Written<'_> = Written::parse(WRITTEN, &|_| true).unwrap();
        let path: Vec<String> = path.split('/').map(str::to_owned).collect();
        assert_eq!(&written.expressions.author(&path, None), expected);
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
        let written: Written<'_> = Written::parse(WRITTEN, &|_| true).unwrap();
        let mut node =
            parse(r#"{"name":"x","size":1,"vpc_config":[{"subnet_ids":[],"v":1}]}"#).unwrap();
        written.expressions.flag_defaults(&mut node, None, true);
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
