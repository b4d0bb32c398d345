//! Subjects that are judged at once, and their groups.

use std::ops::ControlFlow;

use super::aggregate::{self, Item};
use super::context::Context;
use super::look::On;
use super::reach::{self, MAX_COPIES, Reached};
use super::subject::Gathered;
use super::target::Target;
use crate::select::Found;
use crate::spec::{Per, Spec, Together, What};
use crate::stack::{BlockKind, Form, Repeat};
use crate::value::{Held, Kind, Node};
use crate::verdict::Truth;

/// Subjects with the same value at `per`.
pub(super) struct Group<'d, 'r, 's> {
    /// Those that are in it, or may be.
    pub(super) members: Vec<(On<'d, 'r, 's>, Reached)>,
    /// Which group it is, as a note.
    pub(super) name: Option<String>,
    /// Whether there may be no such group.
    pub(super) maybe: bool,
}

/// Why there may be more: a sentence, and what it waits for.
type Opens = Vec<(String, Vec<String>)>;

/// The subjects of some stacks, and why there may be more of them.
pub(super) fn members(
    cx: &Context<'_, '_>,
    all: &[(usize, &Gathered)],
    spec: &Spec,
) -> (Vec<Reached>, Opens) {
    let (mut members, mut open) = (Vec::new(), Vec::new());
    for (stack, gathered) in all {
        for chosen in &gathered.subjects {
            let block = chosen.target.of_block(cx);
            let copies = match block.repeat {
                Repeat::Times(copies) => copies.clamp(1, MAX_COPIES),
                Repeat::Once | Repeat::Unresolved => 1,
            };
            if let Some(why) = reach::too_many(block) {
                open.push((why, Vec::new()));
            }
            if block.repeat == Repeat::Unresolved {
                let why = format!("how many {} there are is not known", block.address);
                open.push((why, chosen.waits_for.clone()));
            }
            members.push(Reached {
                target: chosen.target,
                sure: chosen.sure,
                waits_for: chosen.waits_for.clone(),
                copies,
            });
        }
        // What a module call of a synth output creates is not listed there.
        let hidden = match spec.selects.what {
            What::Blocks(kind) => matches!(kind, BlockKind::Resource | BlockKind::Data),
            What::Rows(_) => true,
        };
        let listed = cx.model(*stack).stack();
        if hidden && listed.form == Form::Synth {
            for (_, module) in listed.blocks_of(BlockKind::Module) {
                let address = module.address.to_string();
                let why = format!("{address} is not expanded in a synth output");
                open.push((why, vec![address]));
            }
        }
    }
    (members, open)
}

/// The value of `per` on one subject.
struct Key<'n> {
    item: Option<Item<'n>>,
    shown: String,
}

/// Groups subjects. One whose value is not known may be in every group, and may be one by itself.
///
/// # Errors
/// When `per` misfits a subject.
pub(super) fn groups<'d, 'r, 's>(
    together: &Together,
    members: Vec<(On<'d, 'r, 's>, Reached)>,
) -> Result<Vec<Group<'d, 'r, 's>>, (Target, String)> {
    let Some(per) = &together.per else {
        return Ok(vec![Group {
            members,
            name: None,
            maybe: false,
        }]);
    };
    if members.is_empty() {
        return Ok(vec![Group {
            members,
            name: None,
            maybe: false,
        }]);
    }
    let mut keys = Vec::new();
    for (on, _) in &members {
        keys.push(key(per, on).map_err(|why| (on.target, why))?);
    }
    // The first subject of each group, and whether the group surely is one of its own.
    let mut heads: Vec<(usize, bool)> = Vec::new();
    for at in 0..keys.len() {
        let to_heads: Vec<Truth> = heads
            .iter()
            .map(|(head, _)| same(&keys[at], &keys[*head], (&members[at].0, &members[*head].0)))
            .collect();
        if !to_heads.contains(&Truth::True) {
            heads.push((at, !to_heads.contains(&Truth::Unknown)));
        }
    }
    let mut groups = Vec::new();
    for (head, own) in &heads {
        let mut group = Vec::new();
        for (at, (on, reached)) in members.iter().enumerate() {
            let mut reached = reached.clone();
            match same(&keys[at], &keys[*head], (on, &members[*head].0)) {
                Truth::False => continue,
                Truth::True => {}
                Truth::Unknown => {
                    reached.sure = false;
                    reached.waits_for.push(keys[at].shown.clone());
                }
            }
            group.push((on.copy(), reached));
        }
        let (path, shown) = (per.at.text(), &keys[*head].shown);
        groups.push(Group {
            members: group,
            name: Some(format!("of those with `{path}` {shown}")),
            maybe: !own,
        });
    }
    Ok(groups)
}

/// The value that groups a subject.
fn key<'d>(per: &Per, on: &On<'d, '_, '_>) -> Result<Key<'d>, String> {
    let (mut found, mut open, mut error) = (None, None, None);
    let _ = per.at.visit(&on.document, &mut |at| {
        match at {
            Found::Node { node, .. } => found = Some(node),
            Found::Missing { .. } => {}
            Found::Open { path, .. } => open = Some(path.to_path().shorthand()),
            Found::Misfit(misfit) => error = Some(misfit.to_string()),
            Found::OverBudget => error = Some(super::right::OVER_BUDGET.to_owned()),
        }
        ControlFlow::Continue(())
    });
    let home = (on.target.stack(), on.target.of_block(on.cx).module.as_ref());
    let item = |node: Held<'d>| Item {
        node,
        sure: true,
        copies: 1,
        home,
    };
    match (error, found, open) {
        (Some(error), ..) => Err(format!("in `per`, {error}")),
        (None, Some(node), _) => Ok(Key {
            shown: node.render(),
            item: Some(item(Held::Ref(node))),
        }),
        (None, None, Some(path)) => Ok(Key {
            shown: format!("`{path}`"),
            item: Some(item(Held::Own(Node::unknown(crate::value::Hole::opaque(
                path,
            ))))),
        }),
        (None, None, None) => Ok(Key {
            shown: "not written".into(),
            item: None,
        }),
    }
}

/// Whether two subjects are in one group.
fn same(a: &Key<'_>, b: &Key<'_>, (x, y): (&On<'_, '_, '_>, &On<'_, '_, '_>)) -> Truth {
    if x.target == y.target {
        return Truth::True;
    }
    let (a, b) = match (&a.item, &b.item) {
        (None, None) => return Truth::True,
        (Some(item), None) | (None, Some(item)) => {
            return match &item.node.kind {
                Kind::Unknown(hole) if !hole.non_null && !hole.is_text => Truth::Unknown,
                _ => Truth::False,
            };
        }
        (Some(a), Some(b)) => (a, b),
    };
    match reach::strangeness(x.target, y.target, x.cx).is_some() {
        true => aggregate::same(&instance(a), &instance(b)),
        false => aggregate::same(a, b),
    }
}

/// The same value as another instance has it.
fn instance<'n>(item: &Item<'n>) -> Item<'n> {
    let node = reach::impure(&item.node, reach::Strange::Instance);
    Item {
        node: Held::Own(node),
        ..item.clone()
    }
}
