//! References and what follows them: attributes, indexes, splats.

use hcl_edit::Decorated;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};

use super::convert;
use super::hole;
use super::machine::Machine;
use super::outcome::{Outcome, Stop, error};
use super::references;
use super::{Part, Reference};
use crate::address::Key;
use crate::value::{Flags, Hole, Kind, Node};

/// An operator of a traversal with its index evaluated.
#[derive(Debug, Clone)]
pub(super) enum Hop {
    /// `.name`
    Name(Box<str>),
    /// `[0]`, `["k"]`, `[var.x]`
    Index(Node<'static>),
    /// `.*`: what follows it up to an index is done to each element.
    AttrSplat,
    /// `[*]`: all that follows is done to each element.
    FullSplat,
}

impl Hop {
    fn part(&self) -> Part {
        match self {
            Hop::Name(name) => Part::Name(name.clone()),
            Hop::AttrSplat | Hop::FullSplat => Part::Splat,
            Hop::Index(index) => {
                let number = match &index.kind {
                    Kind::Number(number) => number.as_u64(),
                    _ => None,
                };
                match (number, index.as_str()) {
                    _ if index.is_sensitive() => Part::UnknownKey(hole::written(index).into()),
                    (Some(number), _) => Part::Key(Key::Index(number)),
                    (_, Some(name)) => Part::Key(Key::Name(name.into())),
                    _ => Part::UnknownKey(hole::written(index).into()),
                }
            }
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Hop::Name(name) => {
                out.push('.');
                out.push_str(name);
            }
            Hop::AttrSplat => out.push_str(".*"),
            Hop::FullSplat => out.push_str("[*]"),
            Hop::Index(index) => {
                out.push('[');
                out.push_str(&hole::written(index));
                out.push(']');
            }
        }
    }

    fn index(&self) -> Option<&Node<'static>> {
        match self {
            Hop::Index(index) => Some(index),
            _ => None,
        }
    }
}

impl Machine<'_> {
    /// The value of a path of names, `aws_x.y.arn`.
    pub(super) fn path(&mut self, path: &str) -> Outcome {
        let reference = references::named(path);
        let hops: Vec<Hop> = path
            .split('.')
            .skip(1)
            .map(|name| Hop::Name(name.into()))
            .collect();
        self.refer(&reference, &hops)
    }

    pub(super) fn traversal(&mut self, traversal: &Traversal) -> Outcome {
        let hops = self.hops(&traversal.operators)?;
        if let Expression::Variable(root) = &traversal.expr {
            let root = Part::Name(root.as_str().into());
            let parts = std::iter::once(root).chain(hops.iter().map(Hop::part));
            let reference = Reference {
                parts: parts.collect(),
            };
            return self.refer(&reference, &hops);
        }
        let node = self.eval(&traversal.expr)?;
        let label = hole::operand(&node);
        self.walk(node, &hops, &label, None)
    }

    fn hops(&mut self, operators: &[Decorated<TraversalOperator>]) -> Outcome<Vec<Hop>> {
        let mut hops = Vec::with_capacity(operators.len());
        for operator in operators {
            hops.push(match operator.value() {
                TraversalOperator::GetAttr(name) => Hop::Name(name.as_str().into()),
                TraversalOperator::LegacyIndex(index) => {
                    Hop::Index(Node::new(Kind::Number((*index.value()).into())))
                }
                TraversalOperator::AttrSplat(_) => Hop::AttrSplat,
                TraversalOperator::FullSplat(_) => Hop::FullSplat,
                TraversalOperator::Index(index) => Hop::Index(self.eval(index)?),
            });
        }
        Ok(hops)
    }

    /// The value of a reference whose parts behind the root are `hops`.
    pub(super) fn refer(&mut self, reference: &Reference, hops: &[Hop]) -> Outcome {
        let root = reference.name(0).unwrap_or_default();
        if let Some((_, node)) = self.bound.iter().rev().find(|(name, _)| **name == *root) {
            let node = node.clone();
            self.spend(super::machine::size(&node))?;
            let label = hole::operand(&node);
            return self.walk(node, hops, &label, None);
        }
        match self.scope.resolve(reference) {
            Some((node, taken)) => {
                self.spend(super::machine::size(&node))?;
                self.unsure += usize::from(node.has_unknown());
                let taken = taken.clamp(1, reference.parts.len());
                let label = written(root, &hops[..taken - 1]);
                self.walk(node, &hops[taken - 1..], &label, Some((reference, hops)))
            }
            None => {
                let node = self.unresolved(reference, hops);
                Ok(node)
            }
        }
    }

    fn unresolved(&mut self, reference: &Reference, hops: &[Hop]) -> Node<'static> {
        let root = reference.name(0).unwrap_or_default();
        let mut hole = hole::reference(reference, written(root, hops));
        for index in hops.iter().filter_map(Hop::index) {
            hole.pure &= hole::is_pure(index);
            hole::waits(index, &mut hole.waits_for);
        }
        let mut node = self.hole(hole);
        if hops.iter().filter_map(Hop::index).any(Node::is_sensitive) {
            node.flag_all(Flags::SENSITIVE);
        }
        node
    }

    /// Steps from a value. `label` is how the value is written; `origin` the whole reference, if
    /// the scope gave the value.
    fn walk(
        &mut self,
        mut node: Node<'static>,
        hops: &[Hop],
        label: &str,
        origin: Option<(&Reference, &[Hop])>,
    ) -> Outcome {
        let mut rest = hops;
        while let Some((hop, after)) = rest.split_first() {
            self.spend(1)?;
            if let Kind::Unknown(hole) = &node.kind {
                return self.beyond(hole, &node, rest);
            }
            let sensitive = node.flags.has(Flags::SENSITIVE);
            let done = &hops[..hops.len() - rest.len()];
            let outcome = match hop {
                Hop::Name(name) => member(&mut node, name),
                Hop::Index(index) => element(&mut node, index),
                Hop::AttrSplat | Hop::FullSplat => {
                    let until = match hop {
                        Hop::AttrSplat => after.iter().position(|hop| !matches!(hop, Hop::Name(_))),
                        _ => None,
                    };
                    let (each, later) = after.split_at(until.unwrap_or(after.len()));
                    let label = format!("{label}{}[*]", written("", done));
                    let splat = self.splat(node, each, &label)?;
                    return self.walk(splat, later, &label, None);
                }
            };
            node = match outcome {
                Ok(next) => next,
                Err(Stop::Unknown) => {
                    // A resource says only what is set in it; the rest is the provider's.
                    if let Some((reference, all)) = origin
                        && !sensitive
                    {
                        return Ok(self.unresolved(reference, all));
                    }
                    let hole = hole::computed(format!("{label}{}", written("", hops)), [&node]);
                    // The label is not the value: what it names stands for the same thing only if
                    // all of it is known.
                    let indexes = hops.iter().filter_map(Hop::index);
                    let mut hole = hole;
                    for index in indexes {
                        hole.pure &= hole::is_pure(index);
                        hole::waits(index, &mut hole.waits_for);
                    }
                    let secret = node.is_sensitive()
                        || hops.iter().filter_map(Hop::index).any(Node::is_sensitive);
                    let mut node = self.hole(hole);
                    if secret {
                        node.flag_all(Flags::SENSITIVE);
                    }
                    return Ok(node);
                }
                Err(stop) => return Err(stop),
            };
            let by_secret = hop.index().is_some_and(Node::is_sensitive);
            if sensitive || by_secret {
                node.flag_all(Flags::SENSITIVE);
            }
            rest = after;
        }
        Ok(node)
    }

    /// Steps from a value that is not known.
    fn beyond(&mut self, hole: &Hole, node: &Node<'static>, rest: &[Hop]) -> Outcome {
        let sensitive = node.flags.has(Flags::SENSITIVE)
            || rest.iter().filter_map(Hop::index).any(Node::is_sensitive);
        let path = format!("${{{}}}", hole.expression);
        // A name for a resource, or for a part of one, may be known further on.
        let mut found = match references::plain(&path) {
            Some(path) if hole.pure => {
                let mut reference = references::named(path);
                reference.parts.extend(rest.iter().map(Hop::part));
                self.unresolved(&reference, &[]).kind
            }
            _ => {
                let computed = hole::computed(String::new(), [node]);
                Kind::Unknown(Box::new(computed))
            }
        };
        if let Kind::Unknown(found) = &mut found {
            found.expression = written(&hole::operand(node), rest).into();
            for index in rest.iter().filter_map(Hop::index) {
                found.pure &= hole::is_pure(index);
                hole::waits(index, &mut found.waits_for);
            }
            found.pure &= hole.pure && !hole.expression.is_empty();
        }
        self.unsure += 1;
        let mut node = Node::new(found);
        if sensitive {
            node.flag_all(Flags::SENSITIVE);
        }
        Ok(node)
    }

    /// Does `each` to every element; a value that is no list is a list of itself, null is an empty
    /// one.
    fn splat(&mut self, node: Node<'static>, each: &[Hop], label: &str) -> Outcome {
        let flags = node.flags;
        let listed = matches!(node.kind, Kind::List(_));
        let list = match node.kind {
            Kind::Null => Vec::new(),
            Kind::List(list) => list,
            kind => vec![Node { kind, flags }],
        };
        let mut made = Vec::with_capacity(list.len());
        for (index, element) in list.into_iter().enumerate() {
            let label = label.replace("[*]", &format!("[{index}]"));
            made.push(self.walk(element, each, &label, None)?);
        }
        let mut node = Node::new(Kind::List(made));
        for flag in [Flags::OPEN, Flags::SET, Flags::SENSITIVE] {
            if listed && flags.has(flag) {
                node.flags.set(flag);
            }
        }
        if node.flags.has(Flags::SET) {
            // What the elements of a set are mapped to has an order that is not known.
            node.flags.clear(Flags::SET);
            node.flags.set(Flags::OPEN);
            self.unsure += 1;
        }
        Ok(node)
    }
}

fn written(root: &str, hops: &[Hop]) -> String {
    let mut out = root.to_owned();
    hops.iter().for_each(|hop| hop.write(&mut out));
    out
}

/// Takes a member out of a value that is done with.
fn member(node: &mut Node<'static>, name: &str) -> Outcome {
    let open = node.is_open();
    match &mut node.kind {
        Kind::Map(map) => match map.remove(name) {
            Some(member) => Ok(member),
            None if open => Err(Stop::Unknown),
            None => error(format!("there is no attribute {name:?}")),
        },
        Kind::Null => error(format!("null has no attribute {name:?}")),
        _ => error(format!("only objects have attributes such as {name:?}")),
    }
}

/// Takes an element out of a value that is done with.
fn element(node: &mut Node<'static>, index: &Node<'static>) -> Outcome {
    let open = node.is_open();
    let set = node.flags.has(Flags::SET);
    match &mut node.kind {
        Kind::Map(_) => {
            let name = convert::to_str(index)?.into_owned();
            match member(node, &name) {
                Err(Stop::Error(_)) if index.is_sensitive() => error("there is no such key"),
                outcome => outcome,
            }
        }
        Kind::List(_) if set => Err(Stop::Unknown),
        Kind::List(list) => {
            let at = convert::to_integer(index)?;
            match usize::try_from(at).ok().filter(|at| *at < list.len()) {
                _ if open => Err(Stop::Unknown),
                Some(at) => Ok(list.swap_remove(at)),
                None => error("the list has no such element"),
            }
        }
        Kind::Null => error("null has no elements"),
        _ => error("only lists and maps have elements"),
    }
}
