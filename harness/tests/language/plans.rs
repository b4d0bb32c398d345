//! What a plan does not say of rules and routes.

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use super::verdicts;
use stackspec::load::{LoadOptions, load};

/// A plan of resources as `(type, name, known, unknown, expressions)`.
fn plan(resources: &[(&str, &str, Value, Value, Value)]) -> String {
    let planned = resources.iter().map(|(ty, name, known, ..)| {
        json!({ "address": format!("{ty}.{name}"), "mode": "managed", "type": ty, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": known })
    });
    let changes = resources.iter().map(|(ty, name, known, unknown, _)| {
        json!({ "address": format!("{ty}.{name}"), "mode": "managed", "type": ty, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": { "actions": ["create"], "before": null, "after": known, "after_unknown": unknown } })
    });
    let written = resources.iter().map(|(ty, name, _, _, expressions)| {
        json!({ "address": format!("{ty}.{name}"), "mode": "managed", "type": ty, "name": name,
            "provider_config_key": "aws", "expressions": expressions })
    });
    json!({
        "format_version": "1.2",
        "planned_values": { "root_module": { "resources": planned.collect::<Value>() } },
        "resource_changes": changes.collect::<Value>(),
        "configuration": { "root_module": { "resources": written.collect::<Value>() } },
    })
    .to_string()
}

#[track_caller]
fn comes_to(spec: &str, resources: &[(&str, &str, Value, Value, Value)], expected: &str) {
    let text = plan(resources);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    std::fs::write(&path, text).expect("a file");
    let stacks = load(&path, &LoadOptions::default()).expect("a plan");
    let found = verdicts(spec, &stacks);
    let found: Vec<&str> = found.iter().map(|verdict| verdict.outcome.word()).collect();
    assert_eq!(found, [expected]);
}

const SSH: &str = r#"
[[spec]]
id         = "ssh-from-anywhere"
view       = "security_group_rule"
where      = "@.direction == 'ingress' && @.from_port <= 22 && @.to_port >= 22"
when_empty = "skip"
must       = [ { at = "$.cidrs[*]", not_equal = "0.0.0.0/0" } ]
"#;

/// A group whose rules a plan does not tell: `ingress {}` with the id of another group in it, or
/// none at all.
fn group() -> (&'static str, &'static str, Value, Value, Value) {
    let unknown = json!({ "id": true, "ingress": true, "egress": true });
    (
        "aws_security_group",
        "g",
        json!({ "name": "g" }),
        unknown,
        json!({ "name": { "constant_value": "g" } }),
    )
}

/// A rule of its own of that group.
fn rule(from: &str) -> (&'static str, &'static str, Value, Value, Value) {
    let known = json!({ "cidr_ipv4": from, "from_port": 22, "to_port": 22, "ip_protocol": "tcp" });
    let unknown = json!({ "id": true, "security_group_id": true });
    let written = json!({
        "security_group_id": { "references": ["aws_security_group.g.id", "aws_security_group.g"] },
        "cidr_ipv4": { "constant_value": from }, "ip_protocol": { "constant_value": "tcp" },
        "from_port": { "constant_value": 22 }, "to_port": { "constant_value": 22 },
    });
    (
        "aws_vpc_security_group_ingress_rule",
        "r",
        known,
        unknown,
        written,
    )
}

#[test]
fn rules_that_a_plan_does_not_tell_are_not_taken_for_none() {
    comes_to(SSH, &[group()], "unknown");
    // A rule of another group says nothing of this one's.
    let mut other = group();
    other.1 = "h";
    comes_to(SSH, &[group(), other, rule("10.0.0.0/8")], "unknown");
}

#[test]
fn a_group_with_rules_of_their_own_has_none_inside() {
    comes_to(SSH, &[group(), rule("10.0.0.0/8")], "pass");
    comes_to(SSH, &[group(), rule("0.0.0.0/0")], "fail");
}

const ROUTES: &str = r#"
[[spec]]
id       = "table-reaches-the-internet"
resource = "aws_route_table"
must     = [ { follow = "<- route -> aws_internet_gateway", count = 0 } ]
"#;

#[test]
fn routes_that_a_plan_does_not_tell_are_not_taken_for_none() {
    let gateway = (
        "aws_internet_gateway",
        "i",
        json!({}),
        json!({ "id": true }),
        json!({}),
    );
    let table = (
        "aws_route_table",
        "t",
        json!({ "vpc_id": "vpc-12345678" }),
        json!({ "id": true, "route": true }),
        json!({ "vpc_id": { "constant_value": "vpc-12345678" } }),
    );
    comes_to(ROUTES, &[gateway.clone(), table.clone()], "unknown");
    let nat = (
        "aws_nat_gateway",
        "n",
        json!({}),
        json!({ "id": true }),
        json!({}),
    );
    let route = |attribute: &str, to: &str| {
        (
            "aws_route",
            "r",
            json!({ "destination_cidr_block": "0.0.0.0/0" }),
            json!({ "id": true, "route_table_id": true, attribute: true }),
            json!({
                "route_table_id": { "references": ["aws_route_table.t.id", "aws_route_table.t"] },
                "destination_cidr_block": { "constant_value": "0.0.0.0/0" },
                attribute: { "references": [format!("{to}.id"), to] },
            }),
        )
    };
    let to_nat = route("nat_gateway_id", "aws_nat_gateway.n");
    comes_to(
        ROUTES,
        &[gateway.clone(), nat, table.clone(), to_nat],
        "pass",
    );
    let out = route("gateway_id", "aws_internet_gateway.i");
    comes_to(ROUTES, &[gateway, table, out], "fail");
}
