//! Filters: logical expressions in Kleene's three values.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::ControlFlow;

use super::compare;
use super::found::{self, StepView};
use super::model::{Expr, Inner, Op, Operand};
use super::pattern::Pattern;
use super::walk::{At, Run};
use super::{Found, Mode};
use crate::value::{Hole, Kind, Node, Number, PieceRef};
use crate::verdict::Truth;

/// What an operand comes to.
enum Value<'v, 's> {
    /// There is none: RFC 9535's Nothing.
    Nothing,
    /// A node of the document; it may be, or hold, something unknown.
    Node(&'v Node<'s>),
    /// A literal of the query.
    Literal(&'v Node<'static>),
    /// A number of things, known within bounds.
    Between(u64, Option<u64>),
    /// Not known, whether it is there or what it is.
    Unknown,
}

impl<'d, 's> Run<'_, 'd, 's> {
    /// Whether the expression holds of `current`. What an unknown answer waits for is added to
    /// `waits`.
    pub(super) fn logical(
        &self,
        expr: &Expr,
        current: &'d Node<'s>,
        at: At<'_>,
        waits: &mut Vec<String>,
    ) -> Truth {
        let mark = waits.len();
        let truth = match expr {
            Expr::And(parts) => {
                // What is decided is not looked at further: `@.x && @.x.y` is a guard.
                let mut sum = Truth::True;
                for part in parts {
                    sum = sum.and(self.logical(part, current, at, waits));
                    if sum == Truth::False {
                        break;
                    }
                }
                sum
            }
            Expr::Or(parts) => {
                let mut sum = Truth::False;
                for part in parts {
                    sum = sum.or(self.logical(part, current, at, waits));
                    if sum == Truth::True {
                        break;
                    }
                }
                sum
            }
            Expr::Not(part) => !self.logical(part, current, at, waits),
            Expr::Exists(inner) => self.exists(inner, current, at, waits),
            Expr::Regex { text, pattern } => self.regex(text, pattern, current, at, waits),
            Expr::Compare {
                op, left, right, ..
            } => {
                let left = self.operand(left, current, at, waits);
                let right = self.operand(right, current, at, waits);
                let truth = self.compare(*op, &left, &right);
                if truth == Truth::Unknown {
                    left.wait(waits);
                    right.wait(waits);
                }
                truth
            }
        };
        if truth != Truth::Unknown {
            waits.truncate(mark);
        }
        truth
    }

    fn exists(
        &self,
        inner: &Inner,
        current: &'d Node<'s>,
        at: At<'_>,
        waits: &mut Vec<String>,
    ) -> Truth {
        let mut truth = Truth::False;
        let _ = self.inner(inner, current, at, &mut |found| {
            match found {
                Found::Node {
                    node, sure, doubts, ..
                } => {
                    let there = match &node.kind {
                        Kind::Unknown(hole) => non_null(hole),
                        _ => true,
                    };
                    if sure && there {
                        truth = Truth::True;
                        return ControlFlow::Break(());
                    }
                    truth = Truth::Unknown;
                    waits.extend(doubts.waits_for());
                    wait_for(node, waits);
                }
                Found::Open { reason, .. } => {
                    truth = Truth::Unknown;
                    waits.extend(reason.waits_for());
                }
                Found::Misfit(misfit) => self.note(misfit),
                Found::Missing { .. } | Found::OverBudget => {}
            }
            ControlFlow::Continue(())
        });
        truth
    }

    fn operand<'v>(
        &self,
        operand: &'v Operand,
        current: &'d Node<'s>,
        at: At<'_>,
        waits: &mut Vec<String>,
    ) -> Value<'v, 's>
    where
        'd: 'v,
    {
        match operand {
            Operand::Literal(node) => Value::Literal(node),
            Operand::Query(inner) | Operand::Value(inner) => self.single(inner, current, at, waits),
            Operand::Count(inner) => self.count(inner, current, at, waits),
            Operand::Length(operand) => {
                let value = self.operand(operand, current, at, waits);
                let length = value.length();
                if matches!(length, Value::Unknown)
                    || matches!(length, Value::Between(low, high) if Some(low) != high)
                {
                    value.wait(waits);
                }
                length
            }
        }
    }

    /// The one node that a query selects; nothing if there are several.
    fn single<'v>(
        &self,
        inner: &Inner,
        current: &'d Node<'s>,
        at: At<'_>,
        waits: &mut Vec<String>,
    ) -> Value<'v, 's>
    where
        'd: 'v,
    {
        let (mut sure_nodes, mut only, mut open) = (0_u32, None, false);
        let _ = self.inner(inner, current, at, &mut |found| {
            match found {
                Found::Node {
                    node, sure: true, ..
                } => {
                    sure_nodes += 1;
                    only = Some(node);
                }
                Found::Node { doubts, .. } => {
                    open = true;
                    waits.extend(doubts.waits_for());
                }
                Found::Open { reason, .. } => {
                    open = true;
                    waits.extend(reason.waits_for());
                }
                Found::Misfit(misfit) => self.note(misfit),
                Found::Missing { .. } | Found::OverBudget => {}
            }
            ControlFlow::Continue(())
        });
        match (sure_nodes, only, open) {
            (2.., _, _) => Value::Nothing,
            (_, _, true) => Value::Unknown,
            (_, Some(node), false) => Value::Node(node),
            (_, None, false) => Value::Nothing,
        }
    }

    fn count<'v>(
        &self,
        inner: &Inner,
        current: &'d Node<'s>,
        at: At<'_>,
        waits: &mut Vec<String>,
    ) -> Value<'v, 's> {
        let (mut low, mut maybe, mut open) = (0_u64, 0_u64, false);
        let _ = self.inner(inner, current, at, &mut |found| {
            match found {
                Found::Node {
                    path,
                    node,
                    sure,
                    doubts,
                } => {
                    // A member that may be null may be unset; an element is there all the same.
                    let is_member = matches!(path.steps_from_end().next(), Some(StepView::Name(_)));
                    let unset = match &node.kind {
                        Kind::Unknown(hole) => is_member && !non_null(hole),
                        _ => false,
                    };
                    if sure && !unset {
                        low += 1;
                    } else {
                        maybe += 1;
                        waits.extend(doubts.waits_for());
                        wait_for(node, waits);
                    }
                }
                Found::Open { reason, .. } => {
                    open = true;
                    waits.extend(reason.waits_for());
                }
                Found::Misfit(misfit) => self.note(misfit),
                Found::Missing { .. } | Found::OverBudget => {}
            }
            ControlFlow::Continue(())
        });
        Value::Between(low, (!open).then_some(low + maybe))
    }

    fn regex(
        &self,
        text: &Operand,
        pattern: &Pattern,
        current: &'d Node<'s>,
        at: At<'_>,
        waits: &mut Vec<String>,
    ) -> Truth {
        let text = self.operand(text, current, at, waits);
        let dynamic = match pattern {
            Pattern::Dynamic { operand, .. } => self.operand(operand, current, at, waits),
            _ => Value::Nothing,
        };
        // The type is decided first: what is no text never matches, whatever the other side is.
        let subject = text.spell(self.is_stack());
        let truth = match (subject, pattern) {
            (Spelt::Never, _) | (_, Pattern::Never) => Truth::False,
            (Spelt::Unknown, Pattern::Fixed(_)) => Truth::Unknown,
            (Spelt::Known(text), Pattern::Fixed(regex)) => regex.is_match(&text).into(),
            (subject, Pattern::Dynamic { whole, cache, .. }) => {
                match (subject, dynamic.spell(false)) {
                    (_, Spelt::Never) => Truth::False,
                    (Spelt::Known(text), Spelt::Known(pattern)) => {
                        let regex = cache.get(&pattern, *whole);
                        regex.is_some_and(|regex| regex.is_match(&text)).into()
                    }
                    _ => Truth::Unknown,
                }
            }
        };
        if truth == Truth::Unknown {
            text.wait(waits);
            dynamic.wait(waits);
        }
        truth
    }

    fn compare(&self, op: Op, left: &Value<'_, 's>, right: &Value<'_, 's>) -> Truth {
        let mode = self.on.mode;
        if let Some(truth) = bounded(op, left, right) {
            return truth;
        }
        let equal = || match (left, right) {
            (Value::Nothing, Value::Nothing) => Truth::True,
            (Value::Nothing, other) | (other, Value::Nothing) => other.may_be_nothing(),
            _ => pair(compare::equal, left, right, mode),
        };
        let less = |a: &Value<'_, 's>, b: &Value<'_, 's>| match (a, b) {
            (Value::Nothing, _) | (_, Value::Nothing) => Truth::False,
            _ => pair(compare::less, a, b, mode),
        };
        match op {
            Op::Equal => equal(),
            Op::NotEqual => !equal(),
            Op::Less => less(left, right),
            Op::Greater => less(right, left),
            Op::LessEqual => less(left, right).or(equal()),
            Op::GreaterEqual => less(right, left).or(equal()),
        }
    }
}

/// What a value is as the text that a regular expression is matched with.
enum Spelt<'v> {
    Known(Cow<'v, str>),
    /// A text that is not known.
    Unknown,
    /// No text: it never matches.
    Never,
}

impl<'v> Value<'v, '_> {
    fn length<'w, 't>(&self) -> Value<'w, 't> {
        let length = match self {
            Value::Nothing | Value::Between(..) => return Value::Nothing,
            Value::Unknown => return Value::Unknown,
            Value::Node(node) => length(node),
            Value::Literal(node) => length(node),
        };
        match length {
            Length::None => Value::Nothing,
            Length::Unknown => Value::Unknown,
            Length::AtLeast(low) => Value::Between(low, None),
            Length::Is(length) => Value::Between(length, Some(length)),
        }
    }

    /// Whether this may be Nothing after all.
    fn may_be_nothing(&self) -> Truth {
        match self {
            Value::Unknown => Truth::Unknown,
            Value::Node(Node {
                kind: Kind::Unknown(hole),
                ..
            }) if !non_null(hole) => Truth::Unknown,
            Value::Nothing => Truth::True,
            _ => Truth::False,
        }
    }

    /// In a stack (`convert`) numbers and booleans are spelt as Terraform spells them.
    fn spell(&self, convert: bool) -> Spelt<'v> {
        match self {
            Value::Node(node) => spell(node, convert),
            Value::Literal(node) => spell(node, convert),
            Value::Between(low, high) if convert && Some(*low) == *high => {
                Spelt::Known(low.to_string().into())
            }
            Value::Unknown => Spelt::Unknown,
            Value::Nothing | Value::Between(..) => Spelt::Never,
        }
    }

    fn wait(&self, waits: &mut Vec<String>) {
        if let Value::Node(node) = self {
            wait_for(node, waits);
        }
    }

    /// The least and the largest number that it may be, if it is one.
    fn bounds(&self) -> Option<(Number, Option<Number>)> {
        let number = match self {
            Value::Between(low, high) => return Some(((*low).into(), high.map(Number::from))),
            Value::Node(node) => match &node.kind {
                Kind::Number(number) => number,
                _ => return None,
            },
            Value::Literal(node) => match &node.kind {
                Kind::Number(number) => number,
                _ => return None,
            },
            Value::Nothing | Value::Unknown => return None,
        };
        Some((number.clone(), Some(number.clone())))
    }
}

/// How long a value is.
enum Length {
    Is(u64),
    AtLeast(u64),
    Unknown,
    None,
}

fn length(node: &Node<'_>) -> Length {
    let many = |count: usize| count as u64;
    let counted = |count: usize| match node.is_open() {
        true => Length::AtLeast(many(count)),
        false => Length::Is(many(count)),
    };
    match &node.kind {
        Kind::List(list) => counted(list.len()),
        Kind::Map(map) => counted(map.len()),
        Kind::Unknown(_) => Length::Unknown,
        Kind::Text(text) => match text.as_known() {
            Some(known) => Length::Is(many(known.chars().count())),
            None => Length::AtLeast(
                text.iter()
                    .map(|piece| match piece {
                        PieceRef::Literal(literal) => many(literal.chars().count()),
                        PieceRef::Hole(hole) => {
                            many(hole.starts_with.unwrap_or_default().chars().count())
                        }
                    })
                    .sum(),
            ),
        },
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => Length::None,
    }
}

fn spell<'v>(node: &'v Node<'_>, convert: bool) -> Spelt<'v> {
    match &node.kind {
        Kind::Text(text) => match text.as_known() {
            Some(known) => Spelt::Known(known.into()),
            None => Spelt::Unknown,
        },
        Kind::Unknown(_) => Spelt::Unknown,
        Kind::Number(number) if convert => Spelt::Known(number.to_string().into()),
        Kind::Bool(value) if convert => Spelt::Known(if *value { "true" } else { "false" }.into()),
        _ => Spelt::Never,
    }
}

/// A comparison of a number of things that is known within bounds; `None` if neither side is one
/// or the other side is no number.
fn bounded(op: Op, left: &Value<'_, '_>, right: &Value<'_, '_>) -> Option<Truth> {
    if !matches!(left, Value::Between(..)) && !matches!(right, Value::Between(..)) {
        return None;
    }
    let ((left_low, left_high), (right_low, right_high)) = (left.bounds()?, right.bounds()?);
    // Whether a number is surely below another one; a bound that is missing is infinity.
    let below = |a: &Option<Number>, b: &Number, or_equal: bool| {
        a.as_ref().is_some_and(|a| match compare::order(a, b) {
            Ordering::Less => true,
            Ordering::Equal => or_equal,
            Ordering::Greater => false,
        })
    };
    let decide = |holds: bool, fails: bool| match (holds, fails) {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        _ => Truth::Unknown,
    };
    let apart = below(&left_high, &right_low, false) || below(&right_high, &left_low, false);
    let same = below(&left_high, &right_low, true) && below(&right_high, &left_low, true);
    Some(match op {
        Op::Equal => decide(same, apart),
        Op::NotEqual => decide(apart, same),
        Op::Less => decide(
            below(&left_high, &right_low, false),
            below(&right_high, &left_low, true),
        ),
        Op::LessEqual => decide(
            below(&left_high, &right_low, true),
            below(&right_high, &left_low, false),
        ),
        Op::Greater => decide(
            below(&right_high, &left_low, false),
            below(&left_high, &right_low, true),
        ),
        Op::GreaterEqual => decide(
            below(&right_high, &left_low, true),
            below(&left_high, &right_low, false),
        ),
    })
}

/// Compares two values that are there.
fn pair(
    compare: fn(&Node<'_>, &Node<'_>, Mode) -> Truth,
    left: &Value<'_, '_>,
    right: &Value<'_, '_>,
    mode: Mode,
) -> Truth {
    match (left, right) {
        (Value::Node(a), Value::Node(b)) => compare(a, b, mode),
        (Value::Node(a), Value::Literal(b)) => compare(a, b, mode),
        (Value::Literal(a), Value::Node(b)) => compare(a, b, mode),
        (Value::Literal(a), Value::Literal(b)) => compare(a, b, mode),
        (Value::Between(low, high), other) if Some(*low) == *high => {
            let number = Node::new(Kind::Number((*low).into()));
            pair(compare, &Value::Node(&number), other, mode)
        }
        (other, Value::Between(low, high)) if Some(*low) == *high => {
            let number = Node::new(Kind::Number((*low).into()));
            pair(compare, other, &Value::Node(&number), mode)
        }
        _ => Truth::Unknown,
    }
}

fn non_null(hole: &Hole) -> bool {
    hole.non_null || hole.is_text || hole.starts_with.is_some()
}

/// Adds what the unknown parts of a value wait for.
fn wait_for(node: &Node<'_>, waits: &mut Vec<String>) {
    match &node.kind {
        Kind::Unknown(hole) => waits.extend(found::waits_for(hole)),
        Kind::Text(text) => text
            .holes()
            .for_each(|hole| waits.extend(found::waits_for(hole))),
        Kind::List(list) => list.iter().for_each(|node| wait_for(node, waits)),
        Kind::Map(map) => map.iter().for_each(|(_, node)| wait_for(node, waits)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
    }
}
