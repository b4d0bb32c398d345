//! Filters: logical expressions in Kleene's three values.

use std::ops::ControlFlow;

use super::found::StepView;
use super::model::{Expr, Inner, Op, Operand};
use super::operand::{Spelt, Value, bounded, non_null, pair, wait_for};
use super::pattern::Pattern;
use super::walk::{At, Run};
use super::{Found, compare};
use crate::value::{Flags, Kind, Node};
use crate::verdict::Truth;

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
                op,
                left: a,
                right: b,
                span,
            } => {
                let left = self.operand(a, current, at, waits);
                let right = self.operand(b, current, at, waits);
                let truth = self.compare(*op, &left, &right);
                if self.is_stack() {
                    self.note_comparison(*op, ((a, &left), (b, &right)), span, current, at);
                }
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
                // What the provider filled in, nobody wrote.
                Found::Node { node, .. } if self.is_stack() && node.flags.has(Flags::DEFAULTED) => {
                }
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
                if self.is_stack() {
                    self.note_length((operand, &value), current, at);
                }
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
        let operand = text;
        let text = self.operand(operand, current, at, waits);
        let dynamic = match pattern {
            Pattern::Dynamic { operand, .. } => self.operand(operand, current, at, waits),
            _ => Value::Nothing,
        };
        if self.is_stack() {
            self.note_text((operand, &text), current, at);
            if let Pattern::Dynamic { operand, .. } = pattern {
                self.note_text((operand, &dynamic), current, at);
            }
        }
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
