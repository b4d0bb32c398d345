//! What the tables of the views hold, and what they leave out.

use stackspec::facts::{Member, Mode, Type};
use stackspec::stack::{BlockKind, Members};

use pretty_assertions::assert_eq;

use super::*;

/// Types that look as if they belonged in a view, and why they do not.
const OUT: [(&str, &str); 26] = [
    (
        "aws_cloudwatch_log_account_policy",
        "it says what to mask or where to send logs",
    ),
    (
        "aws_cloudwatch_log_data_protection_policy",
        "it says what to mask",
    ),
    ("aws_cloudwatch_log_index_policy", "it says what to index"),
    ("aws_ecr_lifecycle_policy", "it says what expires"),
    ("aws_emr_instance_group", "it says when to scale"),
    ("aws_iot_policy_attachment", "it holds a policy's name"),
    ("aws_networkmanager_core_network", "it describes a network"),
    (
        "aws_networkmanager_core_network_policy_attachment",
        "it describes a network",
    ),
    (
        "aws_opensearchserverless_access_policy",
        "it is a list of rules of another language",
    ),
    (
        "aws_opensearchserverless_lifecycle_policy",
        "it says what expires",
    ),
    (
        "aws_opensearchserverless_security_policy",
        "it is about keys or networks",
    ),
    (
        "aws_organizations_policy",
        "it says what the most is that policies may grant, it grants nothing",
    ),
    (
        "aws_rolesanywhere_profile",
        "a session policy takes away, it grants nothing",
    ),
    ("aws_ses_receipt_filter", "it is `Block` or `Allow`"),
    (
        "aws_sns_topic_data_protection_policy",
        "it says what to mask",
    ),
    (
        "aws_transfer_access",
        "a session policy takes away, it grants nothing",
    ),
    (
        "aws_transfer_user",
        "a session policy takes away, it grants nothing",
    ),
    ("aws_verifiedaccess_endpoint", "it is written in Cedar"),
    ("aws_verifiedaccess_group", "it is written in Cedar"),
    // Rules and routes of other things.
    ("aws_appmesh_gateway_route", "a route of a service mesh"),
    ("aws_appmesh_route", "a route of a service mesh"),
    ("aws_apigatewayv2_route", "a route of an API"),
    ("aws_ec2_client_vpn_route", "a route of a VPN's own table"),
    (
        "aws_ec2_local_gateway_route",
        "a route of a local gateway's own table",
    ),
    (
        "aws_ec2_transit_gateway_route",
        "a route of a transit gateway's own table",
    ),
    ("aws_vpn_connection_route", "a route of a VPN connection"),
];

/// A type that looks as if it belonged in a view is in it, or somebody has said why not.
#[test]
fn types_that_look_like_it_are_decided() {
    let facts = Facts::builtin();
    let mut undecided = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for name in facts.type_names(Mode::Resource) {
        let shape = facts.block(Mode::Resource, name).unwrap();
        let text = |attribute: &str| matches!(shape.get(attribute), Some(Member::Attribute(it)) if it.ty == Type::String && (it.required || it.optional));
        let policy = [
            "access_policies",
            "access_policy",
            "assume_role_policy",
            "inline_policy",
            "policy",
            "policy_document",
            "repository_policy",
            "resource_policy",
            "session_policy",
        ];
        let policy = policy.into_iter().any(text)
            || name.ends_with("_policy") && text("content")
            || text("base_policy_document")
            || text("autoscaling_policy");
        let looks = [
            (View::IamStatement, policy),
            (
                View::SecurityGroupRule,
                name.contains("security_group") && name.contains("rule"),
            ),
            (
                View::Route,
                name.ends_with("_route")
                    || name.ends_with("route_table") && shape.get("route").is_some(),
            ),
            (View::State, text("definition") && name.contains("sfn")),
        ];
        for (view, looks) in looks {
            let decided = view.types().contains(&name);
            assert_eq!(
                decided,
                view.reads(BlockKind::Resource, name).is_some(),
                "{name}"
            );
            let out = OUT.iter().any(|row| row.0 == name);
            if looks && !decided && !out {
                undecided.push((view.word(), name));
            }
            if looks && !decided && out {
                used.insert(name);
            }
        }
    }
    assert_eq!(undecided, []);
    let unused: Vec<&str> = OUT
        .iter()
        .map(|row| row.0)
        .filter(|name| !used.contains(name))
        .collect();
    assert_eq!(unused, Vec::<&str>::new(), "nothing looks like these");
}

/// What a view reads is an attribute of the type.
#[test]
fn what_is_read_is_in_the_schema() {
    let facts = Facts::builtin();
    for view in View::ALL.into_iter().filter(|view| *view != View::File) {
        assert!(view.members().is_sorted(), "{}", view.word());
        for name in view.types() {
            let shape = facts.block(Mode::Resource, name);
            assert!(shape.is_some(), "{} {name}", view.word());
            let Some(Members::Named(members)) = view.reads(BlockKind::Resource, name) else {
                panic!("{} {name} reads nothing", view.word());
            };
            let found = members
                .iter()
                .filter(|member| shape.unwrap().get(member).is_some());
            assert!(found.count() > 0, "{} {name} {members:?}", view.word());
        }
    }
}
