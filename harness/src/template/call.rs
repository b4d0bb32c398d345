//! Function calls: a closed list of pure functions; all others stay holes.

use hcl_edit::expr::{Expression, FuncCall};

use super::convert;
use super::functions;
use super::hole;
use super::machine::Machine;
use super::outcome::{Outcome, Stop, error};
use crate::value::{Flags, Hole, Node};

/// A function: its arguments are evaluated, and may be or hold holes.
pub(super) type Function = fn(&mut Machine<'_>, &[Node<'static>]) -> Outcome;

/// What surely holds of the value of a function, also where the value is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    /// A text.
    Text,
    /// A text, or null if it is given null.
    MaybeText,
    /// A value that is not null.
    Value,
    /// Anything.
    Any,
}

/// A row of the table of functions.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) function: Function,
    /// How few and how many arguments it takes.
    pub(super) arity: (usize, usize),
    pub(super) gives: Gives,
}

impl Machine<'_> {
    pub(super) fn call(&mut self, call: &FuncCall, expression: &Expression) -> Outcome {
        let name = call.name.name.as_str();
        if !call.name.is_namespaced() && !call.args.expand_final() {
            match name {
                "try" => return self.try_each(call, expression),
                "can" => return self.can(call, expression),
                _ => {}
            }
        }
        let Some(args) = self.arguments(call)? else {
            return self.or_written(Err(Stop::Unknown), expression);
        };
        let row = (!call.name.is_namespaced())
            .then(|| functions::find(name))
            .flatten();
        let outcome = match &row {
            Some(row) if args.len() < row.arity.0 || args.len() > row.arity.1 => {
                error(format!("{name} does not take {} arguments", args.len()))
            }
            Some(row) => {
                self.spend(args.iter().map(super::machine::size).sum())?;
                let outcome = (row.function)(self, &args);
                bounded(self, outcome)
            }
            None => Err(Stop::Unknown),
        };
        let mut node = match outcome {
            Err(Stop::Unknown) => {
                let hole = call_hole(call, &args, row.map_or(Gives::Any, |row| row.gives));
                self.hole(hole)
            }
            outcome => outcome?,
        };
        if args.iter().any(Node::is_sensitive) {
            node.flag_all(Flags::SENSITIVE);
        }
        Ok(node)
    }

    /// The arguments with `...` spread out; `None` if what it spreads is not known.
    fn arguments(&mut self, call: &FuncCall) -> Outcome<Option<Vec<Node<'static>>>> {
        let mut args = Vec::with_capacity(call.args.len());
        for arg in call.args.iter() {
            args.push(self.eval(arg)?);
        }
        if call.args.expand_final() {
            let Some(last) = args.pop() else {
                return Ok(Some(args));
            };
            match convert::to_list(&last) {
                Ok(mut list) => {
                    if last.flags.has(Flags::SENSITIVE) {
                        list.iter_mut()
                            .for_each(|node| node.flag_all(Flags::SENSITIVE));
                    }
                    args.extend(list);
                }
                Err(Stop::Unknown) => return Ok(None),
                Err(stop) => return Err(stop),
            }
        }
        Ok(Some(args))
    }

    /// The first argument that surely does not fail. One that may fail, because something in it is
    /// not known, makes the whole unknown.
    fn try_each(&mut self, call: &FuncCall, expression: &Expression) -> Outcome {
        for arg in call.args.iter() {
            let before = self.unsure;
            match self.eval(arg) {
                Ok(node) if self.unsure == before => return Ok(node),
                Ok(node) => {
                    let mut hole = self.or_written(Err(Stop::Unknown), expression)?;
                    if node.is_sensitive() {
                        hole.flag_all(Flags::SENSITIVE);
                    }
                    return Ok(hole);
                }
                Err(Stop::Budget) => return Err(Stop::Budget),
                Err(_) if self.unsure == before => {}
                Err(_) => return self.or_written(Err(Stop::Unknown), expression),
            }
        }
        error("none of the arguments of try succeeds")
    }

    fn can(&mut self, call: &FuncCall, expression: &Expression) -> Outcome {
        let Some(arg) = call.args.get(0).filter(|_| call.args.len() == 1) else {
            return error("can takes one argument");
        };
        let before = self.unsure;
        let outcome = self.eval(arg);
        match outcome {
            Err(Stop::Budget) => Err(Stop::Budget),
            outcome if self.unsure == before => Ok(super::operator::bool_node(outcome.is_ok())),
            _ => self.or_written(Err(Stop::Unknown), expression),
        }
    }
}

/// Refuses a value that is too large.
fn bounded(machine: &mut Machine<'_>, outcome: Outcome) -> Outcome {
    let node = outcome?;
    machine.spend(super::machine::size(&node))?;
    match node.as_list() {
        Some(list) if list.len() > super::machine::MAX_LIST => Err(Stop::Budget),
        _ => Ok(node),
    }
}

/// The hole of a call, written with what its arguments came to.
fn call_hole(call: &FuncCall, args: &[Node<'static>], gives: Gives) -> Hole {
    let mut written = String::new();
    for part in &call.name.namespace {
        written.push_str(part.as_str());
        written.push_str("::");
    }
    let name = call.name.name.as_str();
    written.push_str(name);
    written.push('(');
    for (index, arg) in args.iter().enumerate() {
        written.push_str(if index == 0 { "" } else { ", " });
        written.push_str(&hole::written(arg));
    }
    written.push(')');
    let hole = hole::computed(written, args);
    let non_null = match gives {
        Gives::Text | Gives::Value => true,
        Gives::MaybeText => args.iter().all(super::operator::is_non_null),
        Gives::Any => false,
    };
    Hole {
        is_text: matches!(gives, Gives::Text | Gives::MaybeText),
        non_null,
        pure: hole.pure && !hole::IMPURE.contains(&name),
        ..hole
    }
}
