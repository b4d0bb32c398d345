//! How a value is written: out, or by reference to something.
//!
//! It is read off the input once more, as it stands there: whatever was evaluated on the way to the
//! value, the expression is what the author wrote. A synth output has it; a plan says it in
//! `configuration`, of attributes as a whole; a state does not.

use serde_json::Value;

use super::{BlockId, Form, Model};
use crate::template;
use crate::value::{Hole, Kind, Node, Path, PieceRef, Step, Text, parse};
use crate::verdict::Truth;

mod plan;

use plan::plan;

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What it refers to: `aws_kms_key.main.arn`, `var.region`. Locals stand for what is in them.
    pub references: Vec<Box<str>>,
    /// Whether those are about this very value, not about one that it is a part of.
    pub exact: bool,
    /// Whether there are no others.
    pub complete: bool,
    /// Whether it is written out, without any reference.
    pub literal: Truth,
    /// Whether it stands in a module, where a variable is what the call of the module says.
    pub in_module: bool,
}

/// How many locals may stand in one another.
const MAX_LOCALS: usize = 16;

impl Origin {
    /// Of a value of which nobody knows how it is written.
    pub fn unknown() -> Origin {
        Origin {
            references: Vec::new(),
            exact: false,
            complete: false,
            literal: Truth::Unknown,
            in_module: false,
        }
    }

    /// Of a value in which no reference was found yet.
    fn written_out() -> Origin {
        Origin {
            references: Vec::new(),
            exact: true,
            complete: true,
            literal: Truth::True,
            in_module: false,
        }
    }
}

/// What the author wrote in a block, read once for all questions about its values.
pub struct Authored<'m, 's> {
    model: &'m Model<'s>,
    in_module: bool,
    text: Written<'s>,
}

enum Written<'s> {
    /// The body as it stands in the input.
    Body(Node<'s>),
    /// A plan's `expressions`.
    Expressions(Value),
    /// The input does not say.
    Nothing,
}

impl<'s> Model<'s> {
    /// What the author wrote in a block.
    pub fn authored(&self, id: BlockId) -> Authored<'_, 's> {
        let (stack, block) = (self.stack(), self.block(id));
        let source = block.body.source;
        let written = match stack.form {
            Form::Synth => block.body.values.and_then(|span| {
                let body = parse(stack.text(source, span)).ok()?;
                Some(Written::Body(body))
            }),
            Form::Plan => block.body.config.and_then(|span| {
                let text = stack.text(source, span);
                let mut config: Value = serde_json::from_str(text).ok()?;
                Some(Written::Expressions(config.get_mut("expressions")?.take()))
            }),
            Form::State => None,
        };
        Authored {
            model: self,
            in_module: !block.module.is_empty(),
            text: written.unwrap_or(Written::Nothing),
        }
    }
}

impl Authored<'_, '_> {
    /// How the value at a path of the block's body is written.
    pub fn origin(&self, path: &Path) -> Origin {
        let mut origin = Origin::written_out();
        origin.in_module = self.in_module;
        let found = match &self.text {
            Written::Body(body) => self.synth(&mut origin, body, &path.0),
            Written::Expressions(expressions) => plan(&mut origin, expressions, &path.0),
            Written::Nothing => None,
        };
        if found.is_none() {
            origin = Origin::unknown();
        }
        without_beginnings(&mut origin.references);
        origin
    }

    fn synth(&self, origin: &mut Origin, body: &Node<'_>, steps: &[Step]) -> Option<()> {
        let Some((step, rest)) = steps.split_first() else {
            self.of_node(origin, body, MAX_LOCALS);
            return Some(());
        };
        match (&body.kind, step) {
            (Kind::Map(map), Step::Name(name)) => self.synth(origin, map.get(name)?, rest),
            (Kind::List(list), Step::Index(index)) => self.synth(origin, list.get(*index)?, rest),
            // Blocks are lists in the normal form.
            (Kind::Map(_), Step::Index(0)) => self.synth(origin, body, rest),
            (Kind::Text(text), _) => {
                let read = template::read(text.source());
                if let Kind::Text(text) = &read.kind
                    && let Some(Ok(document)) = text.document()
                {
                    return self.document(origin, document, steps);
                }
                // An expression as a whole: what is below it may be any part of it.
                self.of_node(origin, &read, MAX_LOCALS);
                origin.exact = origin.references.is_empty();
                if origin.literal == Truth::False {
                    origin.literal = Truth::Unknown;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// In an embedded document, whose texts are templates already.
    fn document(&self, origin: &mut Origin, node: &Node<'_>, steps: &[Step]) -> Option<()> {
        let Some((step, rest)) = steps.split_first() else {
            self.of_node(origin, node, MAX_LOCALS);
            return Some(());
        };
        match (&node.kind, step) {
            (Kind::Map(map), Step::Name(name)) => self.document(origin, map.get(name)?, rest),
            (Kind::List(list), Step::Index(at)) => self.document(origin, list.get(*at)?, rest),
            (Kind::Text(text), _) => match text.document()? {
                Ok(document) => self.document(origin, document, steps),
                Err(_) => None,
            },
            _ => None,
        }
    }

    /// Collects what stands in a value. Texts that were not read as templates yet are.
    fn of_node(&self, origin: &mut Origin, node: &Node<'_>, depth: usize) {
        match &node.kind {
            Kind::Text(text) if text.as_known().is_some_and(|it| it.contains(['$', '%'])) => {
                let read = template::read(text.source());
                match &read.kind {
                    Kind::Text(text) => self.of_text(origin, text, depth),
                    Kind::Unknown(hole) => self.of_hole(origin, hole, depth),
                    _ => {}
                }
            }
            Kind::Text(text) => self.of_text(origin, text, depth),
            Kind::Unknown(hole) => self.of_hole(origin, hole, depth),
            Kind::List(list) => list.iter().for_each(|it| self.of_node(origin, it, depth)),
            Kind::Map(map) => map
                .iter()
                .for_each(|(_, it)| self.of_node(origin, it, depth)),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
        }
    }

    fn of_text(&self, origin: &mut Origin, text: &Text<'_>, depth: usize) {
        for piece in text.iter() {
            if let PieceRef::Hole(hole) = piece {
                self.of_hole(origin, hole, depth);
            }
        }
    }

    fn of_hole(&self, origin: &mut Origin, hole: &Hole, depth: usize) {
        // A function of literals is written out, unless what it says comes from elsewhere.
        if hole.waits_for.is_empty() && (!hole.pure || hole.expression.contains("file")) {
            origin.literal = Truth::False;
        }
        for reference in &hole.waits_for {
            let local = reference.strip_prefix("local.").filter(|_| depth > 0);
            let node = local.and_then(|rest| self.local(rest));
            match node {
                Some((node, exact)) => {
                    origin.exact &= exact;
                    self.of_node(origin, &node, depth - 1);
                }
                None => {
                    origin.literal = match local {
                        Some(_) => origin.literal.and(Truth::Unknown),
                        None => Truth::False,
                    };
                    if !origin.references.contains(reference) {
                        origin.references.push(reference.clone());
                    }
                }
            }
        }
    }

    /// The value of a local by its name and what follows it, as it is written; `false`: a larger one
    /// that it is a part of.
    fn local(&self, reference: &str) -> Option<(Node<'_>, bool)> {
        let stack = self.model.stack();
        let mut names = reference.split('.');
        let name = names.next()?;
        let mut objects = stack.locals.iter().filter_map(|extent| {
            let node = parse(stack.text(extent.source, extent.span)).ok()?;
            node.get(name).cloned()
        });
        let mut node = objects.next()?;
        for name in names {
            match node.get(name).cloned() {
                Some(below) => node = below,
                None => return Some((node, false)),
            }
        }
        Some((node, true))
    }
}

/// A plan lists `aws_x.y.arn` and `aws_x.y`, which is the beginning of it and says no more.
fn without_beginnings(references: &mut Vec<Box<str>>) {
    let all = references.clone();
    references.retain(|one| {
        !all.iter()
            .any(|other| other.len() > one.len() && other.starts_with(&format!("{one}.")))
    });
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[track_caller]
    fn planned(expressions: &str, path: &[Step], expected: (&[&str], bool, Truth)) {
        let mut origin = Origin::written_out();
        let value: Value = serde_json::from_str(expressions).unwrap();
        plan(&mut origin, &value, path).unwrap();
        without_beginnings(&mut origin.references);
        let references: Vec<&str> = origin.references.iter().map(|it| &**it).collect();
        assert_eq!((&*references, origin.exact, origin.literal), expected);
    }

    fn name(name: &str) -> Step {
        Step::Name(name.into())
    }

    #[test]
    fn a_plan_says_it_of_attributes_as_a_whole() {
        use Truth::{False, True, Unknown};
        let references = r#"{"a":{"references":["aws_x.y[0].arn","aws_x.y[0]","aws_x.y"]}}"#;
        planned(references, &[name("a")], (&["aws_x.y.arn"], true, False));
        let part = [name("a"), Step::Index(1)];
        planned(references, &part, (&["aws_x.y.arn"], false, Unknown));
        planned(
            r#"{"a":{"constant_value":["x"]}}"#,
            &part,
            (&[], true, True),
        );
        planned(r#"{"a":{}}"#, &[name("a")], (&[], true, Unknown));
        planned(
            r#"{"a":{"references":["local.x"]}}"#,
            &[name("a")],
            (&["local.x"], true, Unknown),
        );
        let block = r#"{"b":[{"a":{"constant_value":"x"}},{"a":{"references":["var.x"]}}]}"#;
        let path = [name("b"), Step::Index(0), name("a")];
        planned(block, &path, (&["var.x"], false, Unknown));
        planned(
            r#"{"b":[{"a":{"constant_value":"x"}}]}"#,
            &path,
            (&[], true, True),
        );
    }
}
