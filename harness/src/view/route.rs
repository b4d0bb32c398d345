//! `route`: a route of a route table, inline or a resource of its own.

use super::make::{Draft, Maker, child, filled};
use crate::value::{Hole, Kind, Node, Path};

/// What its rows hold.
pub(super) const MEMBERS: [&str; 5] = [
    "destination",
    "destination_kind",
    "route_table",
    "target",
    "target_kind",
];

/// The types that hold routes, sorted.
pub(super) const TYPES: [&str; 3] = ["aws_default_route_table", "aws_route", "aws_route_table"];

/// How a destination is spelt, and its kind: inline, then in `aws_route`.
const DESTINATIONS: [(&str, &str, &str); 3] = [
    ("cidr_block", "destination_cidr_block", "ipv4"),
    ("ipv6_cidr_block", "destination_ipv6_cidr_block", "ipv6"),
    (
        "destination_prefix_list_id",
        "destination_prefix_list_id",
        "prefix_list",
    ),
];

/// What a target is called, and its kind. A `gateway_id` may be of several kinds.
/// Source: `aws_route` and `aws_route_table` in the documentation of the AWS provider.
const TARGETS: [(&str, &str); 12] = [
    ("gateway_id", ""),
    ("nat_gateway_id", "nat_gateway"),
    ("transit_gateway_id", "transit_gateway"),
    ("vpc_peering_connection_id", "vpc_peering_connection"),
    ("vpc_endpoint_id", "vpc_endpoint"),
    ("egress_only_gateway_id", "egress_only_internet_gateway"),
    ("local_gateway_id", "local_gateway"),
    ("carrier_gateway_id", "carrier_gateway"),
    ("core_network_arn", "core_network"),
    ("odb_network_arn", "odb_network"),
    ("network_interface_id", "network_interface"),
    ("instance_id", "instance"),
];

/// What a `gateway_id` starts with, the type that makes such ids, and the kind of target.
/// Source: "Route table concepts", Amazon VPC User Guide.
const GATEWAYS: [(&str, &str, &str); 4] = [
    ("igw-", "aws_internet_gateway", "internet_gateway"),
    ("vgw-", "aws_vpn_gateway", "vpn_gateway"),
    ("nat-", "aws_nat_gateway", "nat_gateway"),
    ("vpce-", "aws_vpc_endpoint", "vpc_endpoint"),
];

/// Every kind of target that a row says.
pub(super) fn target_kinds() -> Vec<&'static str> {
    let by_name = TARGETS.iter().map(|(_, kind)| *kind);
    let by_id = GATEWAYS.iter().map(|(_, _, kind)| *kind);
    by_name
        .chain(by_id)
        .chain(["local", "gateway"])
        .filter(|kind| !kind.is_empty())
        .collect()
}

/// The members that the rows of a type are made of.
pub(super) fn reads(type_name: &str) -> Vec<&'static str> {
    match type_name {
        "aws_default_route_table" | "aws_route_table" => vec!["id", "route"],
        "aws_route" => {
            let destinations = DESTINATIONS.iter().map(|(_, name, _)| *name);
            let targets = TARGETS.iter().map(|(name, _)| *name);
            destinations
                .chain(targets)
                .chain(["route_table_id"])
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The rows of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>) {
    if *maker.block.type_name == *"aws_route" {
        let mut draft = row(body, &Path::default(), false);
        let path = child(&Path::default(), "route_table_id");
        draft.take("route_table", body.get("route_table_id").cloned(), path);
        maker.row(draft);
        return;
    }
    let table = maker.own(body, "id");
    maker.blocks(body, "route", &mut |maker, route, origin| {
        let mut draft = row(route, &origin, true);
        draft.made("route_table", table.clone());
        maker.row(draft);
    });
}

/// The row of a route.
fn row<'s>(route: &Node<'s>, origin: &Path, inline: bool) -> Draft<'s> {
    let mut draft = Draft::new(route, origin.clone());
    let spelt = DESTINATIONS.iter().map(|(short, long, kind)| {
        let name = if inline { *short } else { *long };
        (name, Node::text(*kind))
    });
    choose(
        &mut draft,
        route,
        origin,
        spelt,
        ["destination", "destination_kind"],
    );
    let spelt = TARGETS.iter().map(|(name, kind)| {
        let kind = match route.get(name) {
            Some(node) if kind.is_empty() => gateway(node),
            _ => Node::text(*kind),
        };
        (*name, kind)
    });
    choose(&mut draft, route, origin, spelt, ["target", "target_kind"]);
    draft
}

/// Writes the one of several attributes that is set, and its kind. Where several are written, all
/// but one turn out to be null, and which one is not known.
fn choose<'s>(
    draft: &mut Draft<'s>,
    route: &Node<'s>,
    origin: &Path,
    spelt: impl Iterator<Item = (&'static str, Node<'s>)>,
    [value, kind]: [&'static str; 2],
) {
    let set: Vec<(&str, &Node<'s>, Node<'s>)> = spelt
        .filter_map(|(name, kind)| Some((name, filled(route, name)?, kind)))
        .collect();
    // What is known is set, whatever becomes of the others.
    let known = set.iter().find(|(_, node, _)| is_set(node));
    if let Some((name, node, of)) = known.or(match set.as_slice() {
        [only] => Some(only),
        _ => None,
    }) {
        draft.take(value, (*node).clone(), child(origin, name));
        draft.take(kind, of.clone(), child(origin, name));
        return;
    }
    if set.is_empty() {
        return;
    }
    let holes = set.iter().filter_map(|(_, node, _)| match &node.kind {
        Kind::Unknown(hole) => Some(hole),
        _ => None,
    });
    let mut hole = Hole::opaque("");
    for of in holes {
        hole.waits_for.extend(of.waits_for.iter().cloned());
    }
    for (index, (name, _, _)) in set.iter().enumerate() {
        let path = child(origin, name);
        if index == 0 {
            draft.take(value, Node::unknown(hole.clone()), path.clone());
            draft.take(kind, Node::unknown(hole.clone()), path);
        } else {
            draft.source(value, path.clone());
            draft.source(kind, path);
        }
    }
}

/// Whether a value is surely not null.
fn is_set(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Unknown(hole) => hole.non_null,
        _ => true,
    }
}

/// The kind of target that a `gateway_id` is: by its literal id, or by the one resource it refers
/// to.
fn gateway<'s>(node: &Node<'s>) -> Node<'s> {
    let found = match &node.kind {
        Kind::Unknown(hole) => {
            let written: Vec<&str> = match hole.waits_for.as_slice() {
                [] => vec![&*hole.expression],
                all => all.iter().map(|name| &**name).collect(),
            };
            let of = |written: &str| {
                let written = written.strip_prefix("data.").unwrap_or(written);
                // In a plan `module.net.aws_x.y` does not occur: references do not reach into modules.
                GATEWAYS.iter().find(|(_, type_name, _)| {
                    written
                        .strip_prefix(type_name)
                        .is_some_and(|rest| rest.starts_with('.'))
                })
            };
            let simple = hole.expression.is_empty() || !hole.expression.contains(['?', '(']);
            match written.as_slice() {
                [only] if simple => of(only),
                _ => None,
            }
        }
        _ => match node.as_str() {
            Some("local") => return Node::text("local"),
            Some(id) => GATEWAYS.iter().find(|(start, _, _)| id.starts_with(start)),
            None => None,
        },
    };
    match (found, &node.kind) {
        (Some((_, _, kind)), _) => Node::text(*kind),
        (None, Kind::Unknown(hole)) => Node::unknown(Hole {
            non_null: false,
            is_text: false,
            pure: false,
            starts_with: None,
            ..(**hole).clone()
        }),
        (None, Kind::Text(text)) if text.as_known().is_none() => {
            let waits_for = text
                .holes()
                .flat_map(|hole| hole.waits_for.clone())
                .collect();
            Node::unknown(Hole {
                waits_for,
                ..Hole::opaque("")
            })
        }
        // An id of a form that is not known here.
        (None, _) => Node::text("gateway"),
    }
}
