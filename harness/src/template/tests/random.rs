//! The one rule: whatever the holes come to, the value is one that the result stands for.
//!
//! Random expressions are evaluated twice: once with all variables known, once with some of them
//! unknown. The value of the first must be a possible value of the second.

mod draw;

use std::collections::HashMap;

use proptest::prelude::*;

use super::super::*;
use super::is_failure;
use crate::value::{Flags, Node, PieceRef, parse};
use draw::{Draw, VALUES};

/// Knows all variables, or only some.
struct Drawn {
    values: Vec<(&'static str, Node<'static>)>,
}

impl Scope for Drawn {
    fn resolve(&self, reference: &Reference) -> Option<(Node<'static>, usize)> {
        let name = reference.name(1)?;
        let row = self.values.iter().find(|(row, _)| *row == name)?;
        Some((row.1.clone(), 2))
    }
}

/// Whether `value` is one that `symbolic` stands for.
fn stands_for(symbolic: &Node<'_>, value: &Node<'_>) -> bool {
    match (&symbolic.kind, &value.kind) {
        // What is not evaluated may be anything.
        (_, Kind::Unknown(_)) => true,
        (Kind::Unknown(hole), found) => {
            let text = matches!(found, Kind::Text(_));
            let starts = hole
                .starts_with
                .is_none_or(|start| value.as_str().is_some_and(|text| text.starts_with(start)));
            starts
                && (!hole.non_null || *found != Kind::Null)
                && (!hole.is_text || text || *found == Kind::Null)
        }
        (Kind::Text(pieces), Kind::Text(text)) => {
            let Some(text) = text.as_known() else {
                return true;
            };
            let mut pattern = String::from("(?s)^");
            for piece in pieces.iter() {
                match piece {
                    PieceRef::Literal(literal) => pattern.push_str(&regex::escape(literal)),
                    PieceRef::Hole(hole) => {
                        pattern.push_str(&regex::escape(hole.starts_with.unwrap_or_default()));
                        pattern.push_str(".*");
                    }
                }
            }
            pattern.push('$');
            let matches = regex::Regex::new(&pattern).unwrap().is_match(text);
            let documents = match (
                pieces.document(),
                serde_json::from_str::<serde_json::Value>(text),
            ) {
                (Some(Ok(document)), Ok(value)) => stands_for(document, &Node::from(&value)),
                _ => true,
            };
            matches && documents
        }
        (Kind::List(some), Kind::List(all)) => {
            if symbolic.is_open() && !value.is_open() {
                return some
                    .iter()
                    .all(|node| all.iter().any(|found| stands_for(node, found)));
            }
            value.is_open()
                || some.len() == all.len()
                    && some
                        .iter()
                        .zip(all)
                        .all(|(node, found)| stands_for(node, found))
        }
        (Kind::Map(some), Kind::Map(all)) => {
            let members = some.iter().all(|(name, node)| match all.get(name) {
                Some(found) => stands_for(node, found),
                None => value.is_open(),
            });
            members && (symbolic.is_open() || value.is_open() || some.len() == all.len())
        }
        (a, b) => a == b,
    }
}

fn scope_of(choices: &[u8], known: impl Fn(usize) -> bool) -> Drawn {
    let draw = |(index, (name, row)): (usize, &(&'static str, &[&'static str]))| {
        let text = row[usize::from(choices[index]) % row.len()];
        known(index).then(|| (*name, parse(text).expect("JSON")))
    };
    Drawn {
        values: VALUES.iter().enumerate().filter_map(draw).collect(),
    }
}

/// Whether everything in a template is evaluated.
fn is_sure(template: &str, scope: &Drawn) -> bool {
    let parsed: hcl_edit::template::Template = template.parse().expect("a template");
    let mut machine = super::super::machine::Machine::new(scope, template);
    machine.template(parsed.iter(), false).is_ok() && machine.unsure == 0
}

fn fails(node: &Node<'_>) -> bool {
    matches!(&node.kind, Kind::Unknown(hole) if is_failure(hole))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_value_is_a_possible_one(
        bytes in proptest::collection::vec(any::<u8>(), 1..160),
        choices in any::<[u8; 8]>(),
        known in any::<u8>(),
    ) {
        let mut draw = Draw { bytes: &bytes, depth: 0 };
        let all = scope_of(&choices, |_| true);
        let some = scope_of(&choices, |index| known & (1 << index) != 0);
        let mut pure: HashMap<Box<str>, Node<'static>> = HashMap::new();
        while !draw.bytes.is_empty() {
            let expression = draw.any();
            let template = format!("${{{expression}}}");
            let symbolic = evaluate(template.clone().into(), &some);
            let value = evaluate(template.clone().into(), &all);
            if fails(&value) {
                continue;
            }
            // What only Terraform evaluates may be an error there too.
            prop_assert!(
                !fails(&symbolic) || !is_sure(&template, &all),
                "{expression}: fails, and gives {}", value.render()
            );
            prop_assert!(
                stands_for(&symbolic, &value),
                "{expression}: {} does not stand for {}; known: {:?}",
                symbolic.render(), value.render(), some.values.iter().map(|(name, _)| *name).collect::<Vec<_>>()
            );
            // Equal pure expressions are equal values.
            if let Kind::Unknown(hole) = &symbolic.kind
                && hole.pure
                && !value.has_unknown()
            {
                let mut value: Node<'static> = evaluate(template.into(), &all).clone_owned();
                value.flags.clear(Flags::SET);
                if let Some(other) = pure.insert(hole.expression.clone(), value.clone()) {
                    prop_assert_eq!(other.render(), value.render(), "{}", hole.expression);
                }
            }
        }
    }
}
