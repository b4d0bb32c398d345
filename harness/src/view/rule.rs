//! `security_group_rule`: a rule of a security group, inline or a resource of its own.
//!
//! Source: "`IpPermission`", Amazon EC2 API Reference: protocol `-1` is every protocol; with it, and
//! with a protocol other than TCP, UDP and ICMP, traffic on all ports is allowed whatever ports
//! are written; of ICMP the ports are type and code.

use super::make::{Draft, Maker, child, filled, list, listed, number, written};
use crate::value::{Flags, Hole, Kind, Node, Path};

/// What its rows hold.
pub(super) const MEMBERS: [&str; 14] = [
    "cidrs",
    "description",
    "direction",
    "from_port",
    "icmp_code",
    "icmp_type",
    "ipv4_cidrs",
    "ipv6_cidrs",
    "prefix_lists",
    "protocol",
    "security_group",
    "self",
    "source_security_groups",
    "to_port",
];

/// Those that hold lists.
pub(super) const LISTS: [&str; 5] = [
    "cidrs",
    "ipv4_cidrs",
    "ipv6_cidrs",
    "prefix_lists",
    "source_security_groups",
];

/// The types that hold rules, sorted.
pub(super) const TYPES: [&str; 5] = [
    "aws_default_security_group",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
];

/// How one kind of rule spells its members.
struct Spelling {
    protocol: &'static str,
    ipv4: &'static str,
    ipv6: &'static str,
    prefix_lists: &'static str,
    sources: &'static str,
}

const INLINE: Spelling = Spelling {
    protocol: "protocol",
    ipv4: "cidr_blocks",
    ipv6: "ipv6_cidr_blocks",
    prefix_lists: "prefix_list_ids",
    sources: "security_groups",
};

const RULE: Spelling = Spelling {
    sources: "source_security_group_id",
    ..INLINE
};

const VPC_RULE: Spelling = Spelling {
    protocol: "ip_protocol",
    ipv4: "cidr_ipv4",
    ipv6: "cidr_ipv6",
    prefix_lists: "prefix_list_id",
    sources: "referenced_security_group_id",
};

impl Spelling {
    /// The value of an attribute as a list; an attribute that holds one text is a list of one.
    fn list<'s>(&self, name: &str, node: &Node<'s>) -> Node<'s> {
        let single = self.protocol == VPC_RULE.protocol || name == RULE.sources;
        match &node.kind {
            Kind::Unknown(_) if single => list(vec![node.clone()]),
            _ => listed(node),
        }
    }
}

/// The members that the rows of a type are made of.
pub(super) fn reads(type_name: &str) -> Vec<&'static str> {
    match spelling(type_name) {
        Some(Holds::Rules) => vec!["egress", "id", "ingress"],
        Some(Holds::Rule(it)) => vec![
            it.protocol,
            it.ipv4,
            it.ipv6,
            it.prefix_lists,
            it.sources,
            "description",
            "from_port",
            "security_group_id",
            "self",
            "to_port",
            "type",
        ],
        None => Vec::new(),
    }
}

/// What a type holds.
enum Holds {
    /// Inline rules.
    Rules,
    /// It is a rule.
    Rule(&'static Spelling),
}

fn spelling(type_name: &str) -> Option<Holds> {
    match type_name {
        "aws_security_group" | "aws_default_security_group" => Some(Holds::Rules),
        "aws_security_group_rule" => Some(Holds::Rule(&RULE)),
        "aws_vpc_security_group_egress_rule" | "aws_vpc_security_group_ingress_rule" => {
            Some(Holds::Rule(&VPC_RULE))
        }
        _ => None,
    }
}

/// The rows of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>) {
    match spelling(&maker.block.type_name) {
        Some(Holds::Rules) => {
            let group = maker.own(body, "id");
            for direction in ["ingress", "egress"] {
                maker.blocks(body, direction, &mut |maker, rule, origin| {
                    let mut draft = row(rule, &origin, &INLINE);
                    draft.made("direction", Node::text(direction));
                    draft.made("security_group", group.clone());
                    maker.row(draft);
                });
            }
        }
        Some(Holds::Rule(spelling)) => {
            let mut draft = row(body, &Path::default(), spelling);
            match &*maker.block.type_name {
                "aws_vpc_security_group_egress_rule" => {
                    draft.made("direction", Node::text("egress"));
                }
                "aws_vpc_security_group_ingress_rule" => {
                    draft.made("direction", Node::text("ingress"));
                }
                _ => draft.take(
                    "direction",
                    body.get("type").cloned(),
                    at(&Path::default(), "type"),
                ),
            }
            let group = body.get("security_group_id").cloned();
            draft.take(
                "security_group",
                group,
                at(&Path::default(), "security_group_id"),
            );
            maker.row(draft);
        }
        None => {}
    }
}

fn at(origin: &Path, name: &str) -> Path {
    child(origin, name)
}

/// The row of a rule.
fn row<'s>(rule: &Node<'s>, origin: &Path, spelling: &Spelling) -> Draft<'s> {
    let mut draft = Draft::new(rule, origin.clone());
    ports(&mut draft, rule, origin, spelling);
    let lists = [
        ("ipv4_cidrs", spelling.ipv4),
        ("ipv6_cidrs", spelling.ipv6),
        ("prefix_lists", spelling.prefix_lists),
        ("source_security_groups", spelling.sources),
    ];
    for (member, name) in lists {
        let value = filled(rule, name).map(|node| spelling.list(name, node));
        draft.take(member, value, at(origin, name));
    }
    both(&mut draft, rule, origin, spelling);
    match written(rule, "self") {
        Some(node) => draft.take("self", node.clone(), at(origin, "self")),
        None if rule.is_open() => {}
        None => draft.made("self", Node::new(Kind::Bool(false))),
    }
    draft.take(
        "description",
        filled(rule, "description").cloned(),
        at(origin, "description"),
    );
    draft
}

/// `cidrs`: the ranges of both families.
fn both<'s>(draft: &mut Draft<'s>, rule: &Node<'s>, origin: &Path, spelling: &Spelling) {
    let names = [spelling.ipv4, spelling.ipv6];
    let found: Vec<(&str, Node<'s>)> = names
        .into_iter()
        .filter_map(|name| Some((name, spelling.list(name, filled(rule, name)?))))
        .collect();
    let joined = match found.as_slice() {
        [] => return,
        [(_, only)] => only.clone(),
        several => {
            let mut joined = list(
                several
                    .iter()
                    .filter_map(|(_, node)| node.as_list())
                    .flatten()
                    .cloned()
                    .collect(),
            );
            if several
                .iter()
                .any(|(_, node)| node.is_open() || node.as_list().is_none())
            {
                joined.flags.set(Flags::OPEN);
            }
            joined
        }
    };
    for (index, (name, _)) in found.iter().enumerate() {
        match index {
            0 => draft.take("cidrs", joined.clone(), at(origin, name)),
            _ => draft.source("cidrs", at(origin, name)),
        }
    }
}

/// What a protocol does with the ports that are written beside it.
enum Ports {
    /// They count.
    Written,
    /// They do not: all ports are open.
    All,
    /// They are the type and the code of ICMP.
    Icmp,
    /// That is not known.
    Unknown(Hole),
}

/// Protocol and ports.
fn ports<'s>(draft: &mut Draft<'s>, rule: &Node<'s>, origin: &Path, spelling: &Spelling) {
    // A rule that lacks its protocol is invalid; its ports are what the author wrote all the same.
    let ports = match written(rule, spelling.protocol) {
        Some(protocol) => {
            let (protocol, ports) = read_protocol(protocol);
            draft.take("protocol", protocol, at(origin, spelling.protocol));
            ports
        }
        None => Ports::Written,
    };
    let (from, to) = (written(rule, "from_port"), written(rule, "to_port"));
    let (from_at, to_at) = (at(origin, "from_port"), at(origin, "to_port"));
    let every = |node: Option<&Node<'_>>| node.is_some_and(|node| node.render() == "-1");
    match ports {
        Ports::Icmp => {
            draft.take("icmp_type", from.cloned(), from_at);
            draft.take("icmp_code", to.cloned(), to_at);
        }
        Ports::Written if !every(from) && !every(to) => {
            draft.take("from_port", from.cloned(), from_at);
            draft.take("to_port", to.cloned(), to_at);
        }
        Ports::Written | Ports::All => {
            draft.take("from_port", number(0), at(origin, spelling.protocol));
            draft.take("to_port", number(65535), at(origin, spelling.protocol));
        }
        Ports::Unknown(hole) => {
            draft.take("from_port", Node::unknown(hole.clone()), from_at);
            draft.take("to_port", Node::unknown(hole), to_at);
        }
    }
}

/// A protocol by the one name that the view has for it.
/// Source: "Protocol Numbers", IANA: 1 ICMP, 6 TCP, 17 UDP, 58 IPv6-ICMP.
fn read_protocol<'s>(node: &Node<'s>) -> (Node<'s>, Ports) {
    let spelt = match &node.kind {
        Kind::Unknown(hole) => {
            let hole = Hole {
                is_text: false,
                starts_with: None,
                ..(**hole).clone()
            };
            return (node.clone(), Ports::Unknown(hole));
        }
        Kind::Text(text) => match text.as_known() {
            Some(known) => known.trim().to_ascii_lowercase(),
            None => {
                let waits_for = text
                    .holes()
                    .flat_map(|hole| hole.waits_for.clone())
                    .collect();
                let hole = Hole {
                    waits_for,
                    ..Hole::opaque(text.source().as_ref())
                };
                return (node.clone(), Ports::Unknown(hole));
            }
        },
        _ => node.render(),
    };
    let (name, ports) = match spelt.as_str() {
        "-1" | "all" => ("-1", Ports::All),
        "1" | "icmp" => ("icmp", Ports::Icmp),
        "6" | "tcp" => ("tcp", Ports::Written),
        "17" | "udp" => ("udp", Ports::Written),
        "58" | "icmpv6" => ("icmpv6", Ports::Icmp),
        other => (other, Ports::All),
    };
    let mut protocol = Node::text(name.to_owned());
    protocol.flags = node.flags;
    (protocol, ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_sorted_and_read() {
        assert!(TYPES.is_sorted());
        assert!(TYPES.iter().all(|name| !reads(name).is_empty()));
    }
}
