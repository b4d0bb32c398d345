//! The one normal form of a body, whatever input it comes from.
//!
//! Blocks are lists; null, and `[]` at a block, are unset; scalars have the type that the provider
//! facts give them; in a synth output strings are read as templates. Where the facts know nothing,
//! a body keeps the form in which it was written.

use std::borrow::Cow;

use super::secrets;
use crate::facts::{self, BlockShape, Member, Nesting, Shape, Type};
use crate::template::{self, Scope};
use crate::value::{Flags, Kind, Map, Node, Text, coerced_bool, coerced_number};

/// How a body is brought into its normal form.
#[derive(Clone, Copy)]
pub(super) struct Normal<'e> {
    strings: Strings<'e>,
}

/// What the strings of a body are.
#[derive(Clone, Copy)]
pub(super) enum Strings<'e> {
    /// Values: a plan's.
    Values,
    /// Templates, of which nothing is evaluated.
    Read,
    /// Templates, whose names stand for this.
    Evaluated(&'e dyn Scope),
}

impl<'e> Normal<'e> {
    /// A normal form with such strings.
    pub(super) fn new(strings: Strings<'e>) -> Self {
        Self { strings }
    }

    /// The body of a block, in its normal form. Members that Terraform gives every block
    /// (`lifecycle`, `depends_on`) keep their own form.
    pub(super) fn body<'s>(self, mut map: Map<'s>, shape: Option<Shape<'_>>) -> Map<'s> {
        map.remove("//");
        let kept: Vec<(&str, Node<'s>)> = LITERAL_MEMBERS
            .iter()
            .filter_map(|name| Some((*name, map.remove(name)?)))
            .collect();
        let mut map = self.block(map, shape);
        for (name, node) in kept {
            if node.kind != Kind::Null {
                map.insert(Cow::Owned(name.to_owned()), one_lifecycle(name, node));
            }
        }
        map
    }

    /// A whole file as one document: nothing is dropped, nulls neither.
    pub(super) fn document(self, node: Node<'_>) -> Node<'_> {
        let Node { kind, flags } = node;
        let mut node = match kind {
            Kind::Text(text) => self.string(text),
            Kind::List(list) => {
                let list = list.into_iter().map(|node| self.document(node));
                Node::new(Kind::List(list.collect()))
            }
            Kind::Map(mut map) => {
                for (_, member) in map.iter_mut() {
                    let taken = std::mem::replace(member, Node::new(Kind::Null));
                    *member = self.document(taken);
                }
                secrets::mark_members(&mut map);
                Node::new(Kind::Map(map))
            }
            kind => Node::new(kind),
        };
        node.flags.set(flags);
        node
    }

    fn string<'s>(self, text: Text<'s>) -> Node<'s> {
        if let Strings::Values = self.strings {
            return Node::from(text);
        }
        match (self.strings, text.into_known()) {
            (_, Err(text)) => Node::from(text),
            (Strings::Evaluated(scope), Ok(known)) => template::evaluate(known, scope),
            (_, Ok(known)) => template::read(known),
        }
    }

    fn block<'s>(self, mut map: Map<'s>, shape: Option<Shape<'_>>) -> Map<'s> {
        let dynamic = match self.strings {
            Strings::Values => None,
            Strings::Read | Strings::Evaluated(_) => map.remove("dynamic"),
        };
        map.retain(|name, node| {
            if name == "//" && shape.is_some() {
                return false;
            }
            let taken = std::mem::replace(node, Node::new(Kind::Null));
            let member = shape.and_then(|shape| shape.get(name));
            let secret = match member {
                // A block called `secret` is no secret; what is in it may be.
                Some(Member::Block(block)) => block.attribute && facts::is_secret_name(name),
                Some(Member::Attribute(it)) => it.sensitive || facts::is_secret_name(name),
                None => facts::is_secret_name(name),
            };
            let put = match member {
                Some(Member::Block(block)) => self.nested(taken, block),
                Some(Member::Attribute(attribute)) => Some(self.value(taken, attribute.ty)),
                None => Some(self.value(taken, Type::Any)),
            };
            match put {
                Some(mut put) if put.kind != Kind::Null => {
                    if secret {
                        secrets::mark(&mut put);
                    }
                    *node = put;
                    true
                }
                _ => false,
            }
        });
        secrets::mark_pair(&mut map);
        if let Some(dynamic) = dynamic {
            open_dynamic(&mut map, &dynamic);
        }
        map
    }

    /// A nested block: a list of objects, or one object where its nesting says so.
    fn nested<'s>(self, node: Node<'s>, block: BlockShape<'_>) -> Option<Node<'s>> {
        let Node { kind, flags } = node;
        let object = |map| Kind::Map(self.block(map, Some(block.shape)));
        let kind = match (block.nesting, kind) {
            (Nesting::List | Nesting::Set, Kind::Map(map)) => Kind::List(vec![Node {
                kind: object(map),
                flags,
            }]),
            (Nesting::List | Nesting::Set, Kind::List(list)) => {
                let elements: Vec<Node<'s>> = list
                    .into_iter()
                    .filter(|element| element.kind != Kind::Null)
                    .map(|element| match element.kind {
                        Kind::Map(map) => Node {
                            kind: object(map),
                            flags: element.flags,
                        },
                        _ => self.value(element, Type::Any),
                    })
                    .collect();
                // An empty list at a block is how a plan writes "no such block"; at an attribute
                // that takes objects the author may well have written it.
                if elements.is_empty() && !block.attribute && !flags.has(Flags::OPEN) {
                    return None;
                }
                Kind::List(elements)
            }
            (Nesting::Map, Kind::Map(mut map)) => {
                map.retain(
                    |_, element| match std::mem::replace(&mut element.kind, Kind::Null) {
                        Kind::Map(map) => {
                            element.kind = object(map);
                            true
                        }
                        Kind::Null => false,
                        kind => {
                            *element = self.value(
                                Node {
                                    kind,
                                    flags: element.flags,
                                },
                                Type::Any,
                            );
                            true
                        }
                    },
                );
                Kind::Map(map)
            }
            (Nesting::Single, Kind::Map(map)) => object(map),
            // Terraform JSON takes a list of one block wherever it takes the block.
            (Nesting::Single, Kind::List(mut list)) if list.len() == 1 => {
                return list.pop().and_then(|one| self.nested(one, block));
            }
            (_, kind) => return Some(self.value(Node { kind, flags }, Type::Any)),
        };
        Some(Node { kind, flags })
    }

    /// A value, brought to the type that the facts give it.
    fn value<'s>(self, node: Node<'s>, ty: Type) -> Node<'s> {
        let Node { kind, flags } = node;
        let element = match ty {
            Type::List(element) | Type::Set(element) | Type::Map(element) => element.get(),
            _ => Type::Any,
        };
        let mut node = match kind {
            Kind::Text(text) => self.string(text),
            Kind::List(list) => {
                let list = list
                    .into_iter()
                    .map(|node| self.value(node, element))
                    .collect();
                Node::new(Kind::List(list))
            }
            Kind::Map(mut map) => {
                map.retain(|_, member| {
                    let taken = std::mem::replace(member, Node::new(Kind::Null));
                    *member = self.value(taken, element);
                    member.kind != Kind::Null
                });
                secrets::mark_members(&mut map);
                Node::new(Kind::Map(map))
            }
            kind => Node::new(kind),
        };
        node.flags.set(flags);
        coerce(node, ty)
    }
}

/// `lifecycle`, which Terraform JSON takes as a block and as a list of that one block, as the block.
fn one_lifecycle<'s>(name: &str, mut node: Node<'s>) -> Node<'s> {
    match &mut node.kind {
        Kind::List(list) if name == "lifecycle" && list.len() == 1 => list.pop().unwrap_or(node),
        _ => node,
    }
}

/// Members of every resource whose texts are names, not templates.
const LITERAL_MEMBERS: [&str; 4] = ["depends_on", "lifecycle", "provider", "provisioner"];

/// A `dynamic` block makes as many blocks as its `for_each` has elements: the list of them is open.
fn open_dynamic(map: &mut Map<'_>, dynamic: &Node<'_>) {
    let names: Vec<String> = match &dynamic.kind {
        Kind::Map(blocks) => blocks.iter().map(|(name, _)| name.to_owned()).collect(),
        Kind::List(list) => list
            .iter()
            .filter_map(Node::as_map)
            .flat_map(|blocks| blocks.iter().map(|(name, _)| name.to_owned()))
            .collect(),
        _ => Vec::new(),
    };
    for name in names {
        match map.get_mut(&name) {
            Some(node) => node.flags.set(Flags::OPEN),
            None => {
                let mut node = Node::new(Kind::List(Vec::new()));
                node.flags.set(Flags::OPEN);
                map.insert(Cow::Owned(name), node);
            }
        }
    }
}

/// Terraform converts scalars to the type that the schema gives them, so `"300"` at a number is the
/// number 300.
fn coerce<'s>(node: Node<'s>, ty: Type) -> Node<'s> {
    let kind = match (ty, &node.kind) {
        (Type::Number, Kind::Text(_)) => coerced_number(&node).map(Kind::Number),
        (Type::Bool, Kind::Text(_)) => coerced_bool(&node).map(Kind::Bool),
        (Type::String, Kind::Number(_) | Kind::Bool(_)) => Some(Node::text(node.render()).kind),
        _ => None,
    };
    Node {
        kind: kind.unwrap_or(node.kind),
        flags: node.flags,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::facts::Facts;
    use crate::value::parse;

    #[track_caller]
    fn normal(type_name: &str, templates: bool, body: &str, expected: &str) {
        let Kind::Map(map) = parse(body).unwrap().kind else {
            panic!("not an object")
        };
        let strings = if templates {
            Strings::Read
        } else {
            Strings::Values
        };
        let map = Normal::new(strings).body(map, Facts::builtin().resource(type_name));
        assert_eq!(Node::new(Kind::Map(map)).render(), expected);
    }

    #[test]
    fn both_inputs_have_one_form() {
        let function = r#"{"vpc_config":[{"subnet_ids":["a"]}]}"#;
        normal(
            "aws_lambda_function",
            true,
            r#"{"vpc_config":{"subnet_ids":["a"]}}"#,
            function,
        );
        normal(
            "aws_lambda_function",
            false,
            r#"{"vpc_config":[{"subnet_ids":["a"],"ipv6_allowed_for_dual_stack":null}],"dead_letter_config":[],"layers":null}"#,
            function,
        );
    }

    #[test]
    fn blocks_maps_and_single_blocks() {
        let body = r#"{"tags":{"a":"b","c":null},"timeouts":{"create":"5m"},"route":[],"lifecycle":[{"prevent_destroy":true}]}"#;
        let expected = r#"{"lifecycle":{"prevent_destroy":true},"route":[],"tags":{"a":"b"},"timeouts":{"create":"5m"}}"#;
        normal("aws_route_table", true, body, expected);
        normal(
            "aws_wafv2_web_acl",
            true,
            r#"{"default_action":{"allow":{}}}"#,
            r#"{"default_action":[{"allow":[{}]}]}"#,
        );
    }

    #[test]
    fn scalars_have_the_type_of_the_schema() {
        normal(
            "aws_cloudwatch_metric_alarm",
            true,
            r#"{"threshold":"80","actions_enabled":"true","alarm_name":5,"period":"${var.p}"}"#,
            r#"{"actions_enabled":true,"alarm_name":"5","period":${var.p},"threshold":80}"#,
        );
    }

    #[test]
    fn unknown_types_keep_what_is_written() {
        normal(
            "acme_thing",
            true,
            r#"{"block":{"a":1,"//":"x"},"n":null,"//":{}}"#,
            r#"{"block":{"//":"x","a":1}}"#,
        );
    }

    #[test]
    fn dynamic_blocks_leave_the_list_open() {
        let body = r#"{"ingress":{"from_port":1},"dynamic":{"ingress":{"for_each":"${var.x}","content":{}}}}"#;
        normal(
            "aws_security_group",
            true,
            body,
            r#"{"ingress":[{"from_port":1},...]}"#,
        );
        let body = r#"{"dynamic":{"setting":{"for_each":[],"content":{}}}}"#;
        normal(
            "aws_elastic_beanstalk_environment",
            true,
            body,
            r#"{"setting":[,...]}"#,
        );
    }
}
