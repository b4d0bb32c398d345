//! A plan together with the synth output that it was made from.
//!
//! A plan never carries `lifecycle`, a backend or the validation of a variable, and of a text that
//! holds something unknown it says nothing at all. The synth output has both. Whatever the plan
//! knows wins; resources of modules, which a synth output does not expand, stay as they are.

use std::collections::BTreeSet;

use super::{Block, BlockKind, Repeat, Stack, VariableValue};
use crate::address::without_keys;
use crate::facts::{Member, Nesting, Shape, Type};
use crate::value::{Flags, Kind, Map, Node};

/// Which managed resources of the root module two stacks do not have in common, by address without
/// keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// How many they have in common.
    pub common: usize,
    /// Those that only the plan has.
    pub plan: Vec<String>,
    /// Those that only the synth output has.
    pub synth: Vec<String>,
}

impl Difference {
    /// Whether the stacks do not belong together: fewer than half of the addresses of either are
    /// addresses of both.
    pub fn is_foreign(&self) -> bool {
        let most = self.plan.len().max(self.synth.len());
        self.common < most
    }
}

/// Compares a plan with a synth output.
pub fn difference(plan: &Stack, synth: &Stack) -> Difference {
    let resources = |stack: &Stack| -> BTreeSet<String> {
        let blocks = stack.blocks_of(BlockKind::Resource);
        let root =
            blocks.filter(|(_, block)| block.module.is_empty() && block.repeat != Repeat::Times(0));
        root.map(|(_, block)| without_keys(&block.address))
            .collect()
    };
    let (plan, synth) = (resources(plan), resources(synth));
    // An unresolved `count` may be 0.
    Difference {
        common: plan.intersection(&synth).count(),
        plan: plan.difference(&synth).cloned().collect(),
        synth: synth.difference(&plan).cloned().collect(),
    }
}

/// Gives a plan its synth output: the blocks that a plan never has become its own, and of the
/// others the [`Model`](super::Model) reads what the plan lacks. The variables of the synth output
/// have the values that the plan was made with.
pub fn pair(plan: &mut Stack, mut synth: Stack) {
    for (_, block) in plan.blocks_of(BlockKind::Variable) {
        let value = block.body.values.and_then(|span| {
            let text = plan.text(block.body.source, span);
            let mut listed: serde_json::Value = serde_json::from_str(text).ok()?;
            Some(listed.get_mut("value")?.take())
        });
        if let (Some(value), "") = (value, &*block.module) {
            let name = block.name.to_string();
            synth.given.insert(name, VariableValue::Json(value));
        }
    }
    let first = plan.sources.len();
    let carried = |kind| !plan.form.omits_kind(kind);
    let missing = synth.blocks.iter().filter(|block| !carried(block.kind));
    let mut missing: Vec<Block> = missing.cloned().collect();
    for block in &mut missing {
        let source = first + usize::from(block.body.source);
        // A plan is one file, and a stack of 65,535 more does not load.
        block.body.source = u16::try_from(source).unwrap_or(u16::MAX);
    }
    plan.sources.extend(synth.sources.iter().cloned());
    plan.blocks.extend(missing);
    plan.sort();
    plan.companion = Some(Box::new(synth));
}

/// Fills in what a plan's body lacks from the body of the same block in its synth output.
/// `omitted`: whether a plan never carries a member of this name; `one`: the blocks stand for one
/// instance each, so that they hold the same values.
pub(super) fn fill<'s>(
    plan: &mut Node<'s>,
    synth: Node<'s>,
    shape: Option<Shape<'_>>,
    omitted: &dyn Fn(&str) -> bool,
    one: bool,
) {
    let (Kind::Map(plan), Kind::Map(mut synth)) = (&mut plan.kind, synth.kind) else {
        return;
    };
    synth.retain(|name, node| {
        if omitted(name) {
            let node = std::mem::replace(node, Node::new(Kind::Null));
            plan.insert(name.to_owned().into(), node);
            return false;
        }
        true
    });
    if one {
        members(plan, synth, shape);
    }
}

fn members<'s>(plan: &mut Map<'s>, mut synth: Map<'s>, shape: Option<Shape<'_>>) {
    for (name, node) in plan.iter_mut() {
        if let Some(written) = synth.remove(name) {
            value(node, written, shape.and_then(|shape| shape.get(name)));
        }
    }
}

fn value<'s>(plan: &mut Node<'s>, synth: Node<'s>, facts: Option<Member<'_>>) {
    let (written, flags) = (synth.kind, synth.flags);
    match (&mut plan.kind, written) {
        // The only text with holes in a plan is a policy document that its references tell.
        (Kind::Text(text), written) if text.as_known().is_none() => {
            plan.kind = written;
            plan.flags.set(flags);
        }
        (Kind::Unknown(hole), written) => {
            let waits_for = std::mem::take(&mut hole.waits_for);
            plan.kind = written;
            if let Kind::Unknown(hole) = &mut plan.kind
                && hole.waits_for.is_empty()
            {
                hole.waits_for = waits_for;
            }
            plan.flags.set(flags);
            plan.flags.clear(Flags::DEFAULTED);
            plan.flags.clear(Flags::UNATTRIBUTED);
        }
        (Kind::Map(plan), Kind::Map(synth)) => {
            let shape = match facts {
                Some(Member::Block(block)) => Some(block.shape),
                _ => None,
            };
            members(plan, synth, shape);
        }
        (Kind::List(elements), Kind::List(written))
            if elements.len() == written.len()
                && !plan.flags.has(Flags::OPEN)
                && !flags.has(Flags::OPEN)
                && (elements.len() == 1 || is_ordered(facts)) =>
        {
            for (element, written) in elements.iter_mut().zip(written) {
                match (facts, &mut element.kind, written.kind) {
                    (Some(Member::Block(block)), Kind::Map(plan), Kind::Map(synth)) => {
                        members(plan, synth, Some(block.shape));
                    }
                    (_, _, kind) => {
                        let flags = written.flags;
                        value(element, Node { kind, flags }, None);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Whether the elements of a list keep the order in which they are written.
fn is_ordered(facts: Option<Member<'_>>) -> bool {
    match facts {
        Some(Member::Attribute(attribute)) => matches!(attribute.ty, Type::List(_)),
        Some(Member::Block(block)) => block.nesting == Nesting::List,
        None => false,
    }
}
