//! Outputs, variables and providers of a plan or state, as Terraform JSON spells them.
//!
//! A plan says of an output `{"sensitive", "value"}` in one place and `{"description",
//! "expression"}` in another; a spec asks for `$.value` and `$.description` on either input.

use std::borrow::Cow;

use super::expressions::hole;
use crate::value::{Flags, Kind, Map, Mask, Node};

/// The members of a block out of what a plan lists of it (`listed`) and its entry in
/// `configuration` (`written`).
pub(super) fn members<'s>(
    listed: Node<'s>,
    written: Node<'s>,
    unknown: &Mask<'s>,
    sensitive: &Mask<'_>,
) -> Node<'s> {
    let mut map = match listed.kind {
        Kind::Map(map) => map,
        _ => Map::default(),
    };
    map.remove("type");
    if unknown != &Mask::Clear {
        let mut value = map.remove("value").unwrap_or(Node::new(Kind::Null));
        let waits_for = references(written.get("expression"));
        unknown.make_unknown(&mut value, &mut Vec::new(), &mut |_| {
            Some(hole(waits_for.clone()))
        });
        map.insert(Cow::Borrowed("value"), value);
    }
    let mut config = match written.kind {
        Kind::Map(map) => map,
        _ => Map::default(),
    };
    if let Some(expressions) = config.remove("expressions") {
        merge(&mut map, evaluated(expressions));
    }
    for name in ["expression", "name", "full_name", "module_address"] {
        config.remove(name);
    }
    if let Some(version) = config.remove("version_constraint") {
        map.insert(Cow::Borrowed("version"), version);
    }
    merge(&mut map, Node::new(Kind::Map(config)));
    let declared_sensitive = matches!(
        map.get("sensitive").map(|node| &node.kind),
        Some(Kind::Bool(true))
    );
    for name in ["value", "default"] {
        if let (true, Some(node)) = (declared_sensitive, map.get_mut(name)) {
            node.flags.set(Flags::SENSITIVE);
        }
    }
    if let Some(value) = map.get_mut("value") {
        sensitive.flag(value, Flags::SENSITIVE);
    }
    Node::new(Kind::Map(map))
}

/// What an expression refers to.
fn references(expression: Option<&Node<'_>>) -> Vec<Box<str>> {
    let list = expression.and_then(|node| node.get("references")?.as_list());
    let names = list.unwrap_or_default().iter().filter_map(Node::as_str);
    names.map(Into::into).collect()
}

fn merge<'s>(into: &mut Map<'s>, from: Node<'s>) {
    let Kind::Map(mut from) = from.kind else {
        return;
    };
    from.retain(|name, node| {
        if into.get(name).is_none() {
            let node = std::mem::replace(node, Node::new(Kind::Null));
            into.insert(Cow::Owned(name.to_owned()), node);
        }
        false
    });
}

/// The expressions of a `configuration` as values: constants are known, everything else is not.
fn evaluated(node: Node<'_>) -> Node<'_> {
    let kind = match node.kind {
        Kind::Map(mut map) => {
            if let Some(constant) = map.remove("constant_value") {
                return constant;
            }
            if map.is_empty() || map.get("references").is_some() {
                return Node::unknown(hole(references(Some(&Node::new(Kind::Map(map))))));
            }
            map.retain(|_, member| {
                *member = evaluated(std::mem::replace(member, Node::new(Kind::Null)));
                true
            });
            Kind::Map(map)
        }
        Kind::List(list) => Kind::List(list.into_iter().map(evaluated).collect()),
        kind => kind,
    };
    Node {
        kind,
        flags: node.flags,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::value::parse;

    #[track_caller]
    fn spells(listed: &str, written: &str, unknown: bool, expected: &str) {
        let mask = if unknown { Mask::Whole } else { Mask::Clear };
        let (listed, written) = (parse(listed).unwrap(), parse(written).unwrap());
        let node = members(listed, written, &mask, &Mask::Clear);
        assert_eq!(node.render(), expected);
    }

    #[test]
    fn outputs_variables_and_providers() {
        spells(
            r#"{"sensitive":false,"type":"string","value":"x"}"#,
            r#"{"description":"d","expression":{"references":["a"]}}"#,
            false,
            r#"{"description":"d","sensitive":false,"value":"x"}"#,
        );
        spells(
            "{}",
            r#"{"expression":{}}"#,
            true,
            r#"{"value":(known after apply)}"#,
        );
        spells(
            r#"{"value":"hunter22","sensitive":true}"#,
            "{}",
            false,
            r#"{"sensitive":true,"value":(sensitive)}"#,
        );
        spells(
            "{}",
            r#"{"name":"aws","version_constraint":"6.1","expressions":{"region":{"constant_value":"eu"},"default_tags":[{"tags":{"references":["var.t"]}}]}}"#,
            false,
            r#"{"default_tags":[{"tags":(known after apply)}],"region":"eu","version":"6.1"}"#,
        );
    }
}
