//! The evaluator: one expression, step by step, within its bounds.

use hcl_edit::Span;
use hcl_edit::expr::{Expression, Object, ObjectKey};

use super::convert;
use super::hole;
use super::operator;
use super::outcome::{Outcome, Stop};
use super::references::Collector;
use super::{Part, Reference, Scope};
use crate::value::{Flags, Hole, Kind, Map, Node, Number};
use hcl_edit::visit::Visit as _;
use std::borrow::Cow;

mod choice;
mod repeat;

/// How many steps one template may take: expressions evaluated, elements made, text copied.
const MAX_STEPS: usize = 100_000;

/// How many elements a list may have.
pub(super) const MAX_LIST: usize = 10_000;

/// How deep expressions may nest.
const MAX_DEPTH: usize = 64;

/// Evaluates the expressions of one template.
pub(super) struct Machine<'e> {
    pub(super) scope: &'e dyn Scope,
    /// The text that the spans of the expressions are in.
    pub(super) source: &'e str,
    /// The names that `for` bound, innermost last.
    pub(super) bound: Vec<(Box<str>, Node<'static>)>,
    /// How often something was met that is not known; `try` and `can` look at it.
    pub(super) unsure: usize,
    steps: usize,
    depth: usize,
}

impl<'e> Machine<'e> {
    pub(super) fn new(scope: &'e dyn Scope, source: &'e str) -> Self {
        Self {
            scope,
            source,
            bound: Vec::new(),
            unsure: 0,
            steps: 0,
            depth: 0,
        }
    }

    /// Takes steps.
    pub(super) fn spend(&mut self, steps: usize) -> Outcome<()> {
        self.steps = self.steps.saturating_add(steps);
        if self.steps > MAX_STEPS {
            return Err(Stop::Budget);
        }
        Ok(())
    }

    /// A copy of a value, paid for by its size.
    pub(super) fn copy(&mut self, node: &Node<'static>) -> Outcome {
        self.spend(size(node))?;
        Ok(node.clone())
    }

    /// An unknown value.
    pub(super) fn hole(&mut self, hole: Hole) -> Node<'static> {
        self.unsure += 1;
        Node::unknown(hole)
    }

    /// What an outcome gives, with a hole where it is not known.
    pub(super) fn or_hole(&mut self, outcome: Outcome, hole: impl FnOnce() -> Hole) -> Outcome {
        match outcome {
            Err(Stop::Unknown) => Ok(self.hole(hole())),
            outcome => outcome,
        }
    }

    /// Evaluates an expression. What is not known of it comes back as holes; the only ways to stop
    /// are an error and a budget that is spent.
    pub(super) fn eval(&mut self, expression: &Expression) -> Outcome {
        self.spend(1)?;
        if self.depth >= MAX_DEPTH {
            return Err(Stop::Budget);
        }
        self.depth += 1;
        let outcome = self.expression(expression);
        self.depth -= 1;
        self.or_hole(outcome, || Hole::opaque(""))
    }

    fn expression(&mut self, expression: &Expression) -> Outcome {
        match expression {
            Expression::Null(_) => Ok(Node::new(Kind::Null)),
            Expression::Bool(value) => Ok(Node::new(Kind::Bool(*value.value()))),
            Expression::Number(_) => {
                let number = self.number(expression);
                self.or_written(number, expression)
            }
            Expression::String(text) => convert::known(text.as_str().to_owned()),
            Expression::Array(list) => {
                let mut nodes = Vec::with_capacity(list.len());
                for element in list.iter() {
                    nodes.push(self.eval(element)?);
                }
                Ok(Node::new(Kind::List(nodes)))
            }
            Expression::Object(object) => self.object(object, expression),
            Expression::StringTemplate(template) => self.template(template.iter(), true),
            Expression::HeredocTemplate(heredoc) => self.template(heredoc.template.iter(), false),
            Expression::Parenthesis(inner) => self.eval(inner.inner()),
            Expression::Variable(name) => {
                let reference = Reference {
                    parts: vec![Part::Name(name.as_str().into())],
                };
                self.refer(&reference, &[])
            }
            Expression::Conditional(it) => self.conditional(it),
            Expression::FuncCall(call) => self.call(call, expression),
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::UnaryOp(op) => {
                let value = self.eval(&op.expr)?;
                let outcome = operator::unary(*op.operator.value(), &value);
                self.computed(outcome, &[&value], || {
                    format!("{}{}", op.operator.value(), hole::operand(&value))
                })
            }
            Expression::BinaryOp(op) => {
                let left = self.eval(&op.lhs_expr)?;
                let right = self.eval(&op.rhs_expr)?;
                let operator = *op.operator.value();
                let outcome = operator::binary(operator, &left, &right);
                self.computed(outcome, &[&left, &right], || {
                    let (left, right) = (hole::operand(&left), hole::operand(&right));
                    format!("{left} {operator} {right}")
                })
            }
            Expression::ForExpr(it) => {
                let outcome = self.for_expr(it);
                self.or_written(outcome, expression)
            }
        }
    }

    /// What is computed from parts: a hole where it is not known, sensitive where one of them is.
    pub(super) fn computed(
        &mut self,
        outcome: Outcome,
        parts: &[&Node<'static>],
        written: impl FnOnce() -> String,
    ) -> Outcome {
        // Whether two collections are equal hangs on types that are not written.
        let collection = |part: &&Node<'_>| matches!(part.kind, Kind::List(_) | Kind::Map(_));
        let typed = parts.iter().any(collection);
        let hole = || {
            let hole = hole::computed(written(), parts.iter().copied());
            let pure = hole.pure && !typed;
            Hole { pure, ..hole }
        };
        let mut node = self.or_hole(outcome, hole)?;
        if parts.iter().any(|part| part.is_sensitive()) {
            node.flag_all(Flags::SENSITIVE);
        }
        Ok(node)
    }

    /// What an outcome gives, with a hole that is the expression as it is written where it is not
    /// known. It is pure if all that it names is the same wherever it is written.
    pub(super) fn or_written(&mut self, outcome: Outcome, expression: &Expression) -> Outcome {
        match outcome {
            Err(Stop::Unknown) => {
                let hole = self.written(expression);
                Ok(self.hole(hole))
            }
            outcome => outcome,
        }
    }

    /// The hole of an expression as it is written.
    pub(super) fn written(&self, expression: &Expression) -> Hole {
        let mut collector = Collector::new(self.source);
        collector.visit_expr(expression);
        let text = expression
            .span()
            .and_then(|span| self.source.get(span))
            .unwrap_or_default();
        self.hole_of(text, &collector)
    }

    /// The hole of a written text whose references were collected.
    pub(super) fn hole_of(&self, written: &str, collector: &Collector<'_>) -> Hole {
        let stands = |reference: &Reference| {
            let bound = |name: &str| self.bound.iter().any(|(bound, _)| **bound == *name);
            hole::is_stable(reference) && !reference.name(0).is_some_and(bound)
        };
        let mut waits_for: Vec<Box<str>> = Vec::new();
        for reference in &collector.found {
            let name = hole::names(reference).into();
            if !waits_for.contains(&name) {
                waits_for.push(name);
            }
        }
        let pure = !collector.impure && collector.found.iter().all(stands);
        Hole {
            pure,
            waits_for,
            ..hole::computed(hole::normalised(written), [])
        }
    }

    /// A number, unless it has more digits than are kept of it.
    fn number(&self, expression: &Expression) -> Outcome {
        let Expression::Number(number) = expression else {
            return Err(Stop::Unknown);
        };
        let number = number.value();
        let integer = number
            .as_u64()
            .map(Number::from)
            .or_else(|| number.as_i64().map(Number::from));
        if let Some(integer) = integer {
            return Ok(Node::new(Kind::Number(integer)));
        }
        let digits = expression
            .span()
            .and_then(|span| self.source.get(span))
            .map_or(usize::MAX, |text| {
                text.bytes().filter(u8::is_ascii_digit).count()
            });
        let number = number.as_f64().and_then(Number::from_f64);
        let number = number.filter(|_| digits <= 18).map(convert::whole);
        let number = number.filter(|number| convert::spelt(number).is_ok());
        number.map_or(Err(Stop::Unknown), |number| {
            Ok(Node::new(Kind::Number(number)))
        })
    }

    fn object(&mut self, object: &Object, expression: &Expression) -> Outcome {
        let mut map = Map::default();
        let mut open = false;
        let mut sensitive = false;
        for (key, value) in object.iter() {
            let key = match key {
                ObjectKey::Ident(name) => Ok(Cow::Owned(name.as_str().to_owned())),
                ObjectKey::Expression(key) => {
                    let key = self.eval(key)?;
                    sensitive |= key.is_sensitive();
                    convert::to_str(&key).map(|key| Cow::Owned(key.into_owned()))
                }
            };
            let value = self.eval(value.expr())?;
            match key {
                Ok(key) => map.insert(key, value),
                // It may be any name, also one that stands before it.
                Err(Stop::Unknown) if map.is_empty() => open = true,
                Err(Stop::Unknown) => {
                    open = true;
                    let hole = self.written(expression);
                    self.blur(&mut map, &hole);
                }
                Err(stop) => return Err(stop),
            }
        }
        let mut node = Node::new(Kind::Map(map));
        if open {
            self.unsure += 1;
            node.flags.set(Flags::OPEN);
        }
        if sensitive {
            node.flag_all(Flags::SENSITIVE);
        }
        Ok(node)
    }

    /// Members that surely are there, and whose values may have been replaced: members of `whole`.
    pub(super) fn blur(&mut self, map: &mut Map<'static>, whole: &Hole) {
        for (name, node) in map.iter_mut() {
            let written = format!(
                "{}[{}]",
                whole.expression,
                hole::written(&Node::text(name.to_owned()))
            );
            let flags = node.flags;
            *node = self.hole(Hole {
                expression: written.into(),
                is_text: false,
                non_null: false,
                starts_with: None,
                ..whole.clone()
            });
            node.flags = flags;
        }
    }
}

/// What copying a value costs.
pub(super) fn size(node: &Node<'_>) -> usize {
    1 + match &node.kind {
        Kind::Text(text) => text
            .iter()
            .map(|piece| match piece {
                crate::value::PieceRef::Literal(text) => text.len() / 64,
                crate::value::PieceRef::Hole(hole) => 1 + hole.expression.len() / 64,
            })
            .sum(),
        Kind::Unknown(hole) => hole.expression.len() / 64,
        Kind::List(list) => list.iter().map(size).sum(),
        Kind::Map(map) => map.iter().map(|(_, node)| size(node)).sum(),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => 0,
    }
}
