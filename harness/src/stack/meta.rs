//! What the harness knows of a block besides its body: the object at `$['//']`.

use std::borrow::Cow;

use super::{BlockId, BlockKind, Form, Model};
use crate::value::{Flags, Kind, Map, Node};

/// The names of the members of `$['//']`, for the documentation and for "did you mean".
pub const META_MEMBERS: [&str; 10] = [
    "actions",
    "address",
    "construct_path",
    "kind",
    "module",
    "name",
    "provider",
    "region",
    "stack",
    "tags",
];

/// Builds `$['//']` of a block. `type` is there too, beside [`META_MEMBERS`].
pub(super) fn of<'s>(model: &Model<'s>, id: BlockId) -> Node<'s> {
    let (stack, block) = (model.stack(), model.block(id));
    let mut members: Vec<(Cow<'s, str>, Node<'s>)> = Vec::new();
    let mut put = |name: &'static str, node: Node<'s>| members.push((name.into(), node));
    put("address", Node::text(block.address.as_ref()));
    put("kind", Node::text(block.kind.word()));
    put("type", Node::text(block.type_name.as_ref()));
    put("name", Node::text(block.name.as_ref()));
    put("module", Node::text(block.module.as_ref()));
    put("stack", Node::text(stack.name.as_str()));
    if let Some(path) = &block.construct_path {
        put("construct_path", Node::text(path.as_ref()));
    }
    if let Some(provider) = &block.provider {
        put("provider", Node::text(provider.as_ref()));
    }
    if !block.actions.is_empty() {
        let actions = block
            .actions
            .iter()
            .map(|action| Node::text(action.as_ref()))
            .collect();
        put("actions", Node::new(Kind::List(actions)));
    }
    if matches!(block.kind, BlockKind::Resource | BlockKind::Data) {
        let provider = provider_body(model, id);
        if let Some(region) = provider.and_then(|provider| provider.get("region")) {
            put("region", region.clone());
        }
        if let Some(tags) = tags(model, id, provider) {
            put("tags", tags);
        }
    }
    // The names are written out above, each once.
    Node::new(Kind::Map(Map::new(members).unwrap_or_default()))
}

/// The configuration of the provider that a resource uses: the one its `provider` names, else the
/// one without alias whose name its type begins with.
fn provider_body<'m, 's>(model: &'m Model<'s>, id: BlockId) -> Option<&'m Node<'s>> {
    let block = model.block(id);
    let local = block.type_name.split('_').next().unwrap_or_default();
    let named = match model.stack().form {
        Form::Synth => block.provider.as_deref().unwrap_or(local),
        Form::Plan | Form::State => local,
    };
    let address = format!("provider.{named}");
    let mut providers = model.stack().blocks_of(BlockKind::Provider);
    let (found, _) = providers.find(|(_, block)| *block.address == *address)?;
    model.body(found).ok()
}

/// A copy of a value that holds whoever wrote it.
fn effective<'s>(node: &Node<'s>) -> Node<'s> {
    let mut node = node.clone();
    attribute(&mut node);
    node
}

fn attribute(node: &mut Node<'_>) {
    node.flags.clear(Flags::DEFAULTED);
    node.flags.clear(Flags::UNATTRIBUTED);
    match &mut node.kind {
        Kind::List(list) => list.iter_mut().for_each(attribute),
        Kind::Map(map) => map.iter_mut().for_each(|(_, node)| attribute(node)),
        _ => {}
    }
}

/// A resource's tags with the provider's `default_tags`: a plan's `tags_all`, else the union.
fn tags<'s>(model: &Model<'s>, id: BlockId, provider: Option<&Node<'s>>) -> Option<Node<'s>> {
    let body = model.body(id).ok()?;
    if let Some(all) = body.get("tags_all") {
        return Some(effective(all));
    }
    let own = body.get("tags");
    let default = provider
        .and_then(|provider| provider.get("default_tags"))
        .and_then(|blocks| blocks.as_list()?.first()?.get("tags"));
    let own = own.map(effective);
    match (default, own.as_ref()) {
        (None, own) => own.cloned(),
        (Some(default), None) => Some(default.clone()),
        (Some(default), Some(own)) => match (&default.kind, &own.kind) {
            (Kind::Map(default), Kind::Map(map)) => {
                let mut union = default.clone();
                for (name, node) in map.iter() {
                    union.insert(Cow::Owned(name.to_owned()), node.clone());
                }
                Some(Node {
                    kind: Kind::Map(union),
                    flags: own.flags,
                })
            }
            (_, Kind::Unknown(_)) => Some(own.clone()),
            _ => Some(default.clone()),
        },
    }
}
