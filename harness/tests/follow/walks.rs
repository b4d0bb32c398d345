//! Where walks come to: small stacks, a walk from a block, and what it reaches.
//!
//! What is expected is a line each: an address, `? address` if it is reached only maybe,
//! `view address path` for a row, `open: sentence`, `broken at N` with the number of the hop from 1.

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::facts::Facts;
use stackspec::follow::{Follow, Stop, walk};
use stackspec::graph::{Graph, Vertex};
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::stack::{Model, Stack};
use stackspec::view::Views;

fn synth(body: &str) -> Stack {
    load_text("app", Path::new("cdk.tf.json"), body.to_owned()).unwrap()
}

/// A walk from the first block whose address begins so.
fn walked(stacks: &[Stack], from: &str, follow: &str) -> Vec<String> {
    let models: Vec<Model<'_>> = stacks
        .iter()
        .map(|stack| Model::new(stack, Facts::builtin()))
        .collect();
    let views: Vec<Views<'_, '_>> = models.iter().map(Views::new).collect();
    let graph = Graph::new(models.iter().collect());
    let start = stacks.iter().enumerate().find_map(|(stack, it)| {
        let block = it
            .blocks
            .iter()
            .position(|block| block.address.starts_with(from))?;
        Some(Stop::Block(Vertex { stack, block }))
    });
    let follow = Follow::parse(follow).unwrap();
    let walked = walk(&follow, start.unwrap(), &graph, &views);
    let name = |stop: &Stop| match stop {
        Stop::Block(vertex) => graph.block(*vertex).address.to_string(),
        Stop::Row(stack, view, row) => {
            let row = &views[*stack].rows(*view).rows[*row];
            let block = &stacks[*stack].blocks[row.block];
            format!(
                "{} {} {}",
                view.word(),
                block.address,
                row.origin.shorthand()
            )
        }
    };
    let reached = walked.reached.iter().map(|(stop, sure)| {
        let maybe = if *sure { "" } else { "? " };
        format!("{maybe}{}", name(stop))
    });
    let open = walked
        .open
        .iter()
        .map(|(sentence, _)| format!("open: {sentence}"));
    let broken = walked.broken.map(|hop| format!("broken at {}", hop + 1));
    reached.chain(open).chain(broken).collect()
}

#[track_caller]
pub(crate) fn check(stack: &str, from: &str, follow: &str, expected: &[&str]) {
    assert_eq!(
        walked(&[synth(stack)], from, follow),
        expected,
        "{from} {follow}"
    );
}

const NETWORK: &str = r#"{
  "resource": {
    "aws_vpc": { "v": { "cidr_block": "10.0.0.0/16" } },
    "aws_subnet": {
      "public": { "vpc_id": "${aws_vpc.v.id}" },
      "private": { "vpc_id": "${aws_vpc.v.id}" },
      "lonely": { "vpc_id": "${aws_vpc.v.id}" }
    },
    "aws_internet_gateway": { "igw": { "vpc_id": "${aws_vpc.v.id}" } },
    "aws_nat_gateway": { "nat": { "subnet_id": "${aws_subnet.public.id}", "allocation_id": "eipalloc-0a1b" } },
    "aws_route_table": {
      "public": { "vpc_id": "${aws_vpc.v.id}" },
      "inline": { "vpc_id": "${aws_vpc.v.id}", "route": [ { "cidr_block": "0.0.0.0/0", "gateway_id": "${aws_internet_gateway.igw.id}" } ] },
      "private": { "vpc_id": "${aws_vpc.v.id}" },
      "empty": { "vpc_id": "${aws_vpc.v.id}" }
    },
    "aws_route": {
      "out": { "route_table_id": "${aws_route_table.public.id}", "gateway_id": "${aws_internet_gateway.igw.id}", "destination_cidr_block": "0.0.0.0/0" },
      "nat": { "route_table_id": "${aws_route_table.private.id}", "nat_gateway_id": "${aws_nat_gateway.nat.id}", "destination_cidr_block": "0.0.0.0/0" }
    },
    "aws_route_table_association": {
      "public": { "subnet_id": "${aws_subnet.public.id}", "route_table_id": "${aws_route_table.public.id}" },
      "private": { "subnet_id": "${aws_subnet.private.id}", "route_table_id": "${aws_route_table.private.id}" }
    },
    "aws_db_subnet_group": {
      "public": { "subnet_ids": ["${aws_subnet.public.id}", "${aws_subnet.private.id}"] },
      "private": { "subnet_ids": ["${aws_subnet.private.id}"] },
      "lonely": { "subnet_ids": ["${aws_subnet.lonely.id}"] }
    },
    "aws_db_instance": {
      "public": { "db_subnet_group_name": "${aws_db_subnet_group.public.name}", "depends_on": ["aws_route.out"] },
      "private": { "db_subnet_group_name": "${aws_db_subnet_group.private.name}" },
      "lonely": { "db_subnet_group_name": "${aws_db_subnet_group.lonely.name}" },
      "none": { "engine": "postgres" },
      "named": { "db_subnet_group_name": "theirs", "engine": "postgres" },
      "given": { "db_subnet_group_name": "${var.group}", "password": "${var.password}", "tags": { "a": "${var.tag}" } }
    }
  },
  "variable": { "group": {}, "password": {}, "tag": {} }
}"#;

const TO_GATEWAY: &str = "-> aws_db_subnet_group -> aws_subnet \
    <-[subnet_id]- aws_route_table_association -> aws_route_table <- route -> aws_internet_gateway";

#[test]
fn one_hop() {
    check(
        NETWORK,
        "aws_db_subnet_group.public",
        "-> aws_subnet",
        &["aws_subnet.private", "aws_subnet.public"],
    );
    check(
        NETWORK,
        "aws_db_subnet_group.public",
        "-[subnet_ids]-> aws_*",
        &["aws_subnet.private", "aws_subnet.public"],
    );
    check(
        NETWORK,
        "aws_db_subnet_group.public",
        "-[name]-> aws_subnet",
        &[],
    );
    check(NETWORK, "aws_db_subnet_group.public", "-> aws_vpc", &[]);
    check(
        NETWORK,
        "aws_subnet.public",
        "<- aws_route_table_association",
        &["aws_route_table_association.public"],
    );
    check(
        NETWORK,
        "aws_subnet.public",
        "<- aws_{nat_gateway,db_subnet_group}",
        &["aws_db_subnet_group.public", "aws_nat_gateway.nat"],
    );
    check(
        NETWORK,
        "aws_subnet.public",
        "<- (aws_nat_gateway|aws_db_subnet_group)",
        &["aws_db_subnet_group.public", "aws_nat_gateway.nat"],
    );
    check(
        NETWORK,
        "aws_subnet.public",
        "<-[subnet_id]- *",
        &["aws_nat_gateway.nat", "aws_route_table_association.public"],
    );
    check(
        NETWORK,
        "aws_subnet.lonely",
        "<- aws_route_table_association",
        &[],
    );
}

#[test]
fn an_order_is_no_value() {
    check(NETWORK, "aws_db_instance.public", "-> aws_route", &[]);
    check(
        NETWORK,
        "aws_db_instance.public",
        "-[depends_on]-> aws_route",
        &["aws_route.out"],
    );
    check(NETWORK, "aws_route.out", "<- aws_db_instance", &[]);
    check(
        NETWORK,
        "aws_route.out",
        "<-[depends_on]- aws_db_instance",
        &["aws_db_instance.public"],
    );
    check(NETWORK, "aws_route.out", "<-[*]- aws_db_instance", &[]);
}

#[test]
fn many_hops() {
    check(
        NETWORK,
        "aws_db_instance.public",
        TO_GATEWAY,
        &["aws_internet_gateway.igw"],
    );
    // The table of its subnet has routes, and none leads to a gateway.
    check(NETWORK, "aws_db_instance.private", TO_GATEWAY, &[]);
    // Its subnet has no table: that it is private is not shown.
    check(
        NETWORK,
        "aws_db_instance.lonely",
        TO_GATEWAY,
        &["broken at 3"],
    );
    check(
        NETWORK,
        "aws_db_instance.none",
        TO_GATEWAY,
        &["broken at 1"],
    );
    // The last hop may be empty.
    check(
        NETWORK,
        "aws_db_instance.none",
        "-> aws_db_subnet_group",
        &[],
    );
}

#[test]
fn values_that_leave_the_stack() {
    let named = "open: `$.db_subnet_group_name` of aws_db_instance.named is \"theirs\", which leaves the stack";
    check(NETWORK, "aws_db_instance.named", TO_GATEWAY, &[named]);
    check(
        NETWORK,
        "aws_db_instance.named",
        "-> aws_db_subnet_group",
        &[named],
    );
    check(
        NETWORK,
        "aws_db_instance.named",
        "-[db_subnet_group_name]-> aws_db_subnet_group",
        &[named],
    );
    let engine =
        "open: `$.engine` of aws_db_instance.named is \"postgres\", which leaves the stack";
    check(
        NETWORK,
        "aws_db_instance.named",
        "-[engine]-> aws_db_subnet_group",
        &[engine],
    );
    check(
        NETWORK,
        "aws_db_instance.named",
        "-> aws_security_group",
        &[],
    );
    let given = "open: `$.db_subnet_group_name` of aws_db_instance.given is `var.group`, which leaves the stack";
    check(NETWORK, "aws_db_instance.given", TO_GATEWAY, &[given]);
    // A password is no group, and neither is a tag.
    check(
        NETWORK,
        "aws_db_instance.given",
        "-> aws_security_group",
        &[],
    );
    // The id of an address is no VPC.
    check(NETWORK, "aws_nat_gateway.nat", "-> aws_vpc", &[]);
    check(
        NETWORK,
        "aws_nat_gateway.nat",
        "-> aws_eip",
        &[
            "open: `$.allocation_id` of aws_nat_gateway.nat is \"eipalloc-0a1b\", which leaves the stack",
        ],
    );
}

#[test]
fn views() {
    check(
        NETWORK,
        "aws_route_table.public",
        "<- route",
        &["route aws_route.out $"],
    );
    check(
        NETWORK,
        "aws_route_table.inline",
        "<- route",
        &["route aws_route_table.inline $.route[0]"],
    );
    check(
        NETWORK,
        "aws_route_table.inline",
        "<- route -> aws_internet_gateway",
        &["aws_internet_gateway.igw"],
    );
    check(
        NETWORK,
        "aws_route_table.inline",
        "<-[route_table_id]- route",
        &["route aws_route_table.inline $.route[0]"],
    );
    check(
        NETWORK,
        "aws_route_table.inline",
        "<-[gateway_id]- route",
        &[],
    );
    // Closed and empty, with more to come: no route is an answer.
    check(
        NETWORK,
        "aws_route_table.empty",
        "<- route -> aws_internet_gateway",
        &[],
    );
    check(
        NETWORK,
        "aws_internet_gateway.igw",
        "<- route",
        &[
            "route aws_route.out $",
            "route aws_route_table.inline $.route[0]",
        ],
    );
    check(
        NETWORK,
        "aws_nat_gateway.nat",
        "<- route -> aws_route_table",
        &["aws_route_table.private"],
    );
}

#[test]
fn any_number_of_hops() {
    check(
        NETWORK,
        "aws_db_instance.public",
        "->> aws_vpc",
        &["aws_vpc.v"],
    );
    check(
        NETWORK,
        "aws_db_instance.public",
        "->> aws_subnet",
        &["aws_subnet.private", "aws_subnet.public"],
    );
    check(NETWORK, "aws_db_instance.public", "->> aws_route", &[]);
    check(
        NETWORK,
        "aws_db_instance.lonely",
        "->> *",
        &[
            "aws_db_subnet_group.lonely",
            "aws_subnet.lonely",
            "aws_vpc.v",
        ],
    );
    check(
        NETWORK,
        "aws_vpc.v",
        "<<- aws_db_instance",
        &[
            "aws_db_instance.lonely",
            "aws_db_instance.private",
            "aws_db_instance.public",
            // Either may mean a group whose subnets are in the VPC.
            "open: `$.db_subnet_group_name` of aws_db_instance.given is `var.group`, which leaves the stack",
            "open: `$.db_subnet_group_name` of aws_db_instance.named is \"theirs\", which leaves the stack",
        ],
    );
    let cycle = r#"{ "resource": { "aws_a_x": {
        "a": { "b": "${aws_a_x.b.id}" }, "b": { "c": "${aws_a_x.a.id}" }, "c": { "d": "${aws_a_x.a.id}" } } } }"#;
    check(
        cycle,
        "aws_a_x.a",
        "->> aws_a_x",
        &["aws_a_x.a", "aws_a_x.b"],
    );
    check(
        cycle,
        "aws_a_x.c",
        "->> aws_a_x",
        &["aws_a_x.a", "aws_a_x.b"],
    );
}

#[test]
fn payments() {
    let fixed = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments/fixed/cdktf.out");
    let stacks = load(&fixed, &LoadOptions::default()).unwrap();
    assert_eq!(walked(&stacks, "aws_db_instance", TO_GATEWAY), [""; 0]);
}

/// Every block refers to every other, over and over.
#[test]
fn a_walk_that_never_ends() {
    let all: Vec<String> = (0..100)
        .map(|at| format!("\"${{aws_a_x.b{at}.id}}\""))
        .collect();
    let block = |at| format!("\"b{at}\": {{ \"all\": [{}] }}", all.join(","));
    let blocks: Vec<String> = (0..100).map(block).collect();
    let stack = format!(
        "{{ \"resource\": {{ \"aws_a_x\": {{ {} }} }} }}",
        blocks.join(",")
    );
    let walk = "-> aws_a_x ".repeat(103);
    let walked = walked(&[synth(&stack)], "aws_a_x.b0", &walk);
    let over: Vec<&String> = walked
        .iter()
        .filter(|line| line.starts_with("open"))
        .collect();
    assert_eq!(
        over,
        ["open: the walk looks at more than 1000000 references"]
    );
}
