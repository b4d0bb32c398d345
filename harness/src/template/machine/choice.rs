//! `condition ? yes : no`, where any of the three may not be known.

use super::Machine;
use crate::template::outcome::{Outcome, Stop};
use crate::template::{convert, hole, operator};
use crate::value::{Flags, Hole, Kind, Node};
use hcl_edit::expr::Conditional;

impl Machine<'_> {
    pub(super) fn conditional(&mut self, it: &Conditional) -> Outcome {
        let condition = self.eval(&it.cond_expr)?;
        let known = match convert::to_bool(&condition) {
            Ok(known) => Some(known),
            Err(Stop::Unknown) => None,
            Err(stop) => return Err(stop),
        };
        // Both sides have a type, and the value is brought to the one that both have; a side that
        // is not taken may fail.
        let before = self.unsure;
        let sides = [self.eval(&it.true_expr), self.eval(&it.false_expr)];
        let [yes, no] = match (known, sides) {
            (_, [Err(Stop::Budget), _] | [_, Err(Stop::Budget)]) => return Err(Stop::Budget),
            (Some(true), [Err(stop), _]) | (Some(false), [_, Err(stop)]) => return Err(stop),
            (None, [Err(stop), Err(_)]) => return Err(stop),
            (_, sides) => {
                let side = |side: Outcome| side.unwrap_or_else(|_| Node::unknown(Hole::opaque("")));
                sides.map(side)
            }
        };
        self.unsure += usize::from(known.is_none());
        let parts = [&condition, &yes, &no];
        let outcome = match operator::choose(known, &yes, &no) {
            // A side that fails has any type, and one with holes may yet fail.
            Err(Stop::Error(_)) if self.unsure > before => Err(Stop::Unknown),
            outcome => outcome,
        };
        let hole = {
            let text = |node: &Node<'_>| match &node.kind {
                Kind::Text(_) => true,
                Kind::Unknown(hole) => hole.is_text,
                _ => false,
            };
            let written = || {
                let [condition, yes, no] = parts.map(hole::operand);
                format!("{condition} ? {yes} : {no}")
            };
            let taken: Vec<&Node<'_>> = match known {
                Some(true) => vec![&yes],
                Some(false) => vec![&no],
                None => vec![&yes, &no],
            };
            let hole = hole::computed(written(), parts);
            Hole {
                is_text: text(&yes) && text(&no),
                non_null: taken.iter().all(|node| operator::is_non_null(node)),
                ..hole
            }
        };
        let mut node = self.or_hole(outcome, || hole)?;
        if condition.is_sensitive() || known.is_none() && (yes.is_sensitive() || no.is_sensitive())
        {
            node.flag_all(Flags::SENSITIVE);
        }
        Ok(node)
    }
}
