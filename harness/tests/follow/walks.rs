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
fn check(stack: &str, from: &str, follow: &str, expected: &[&str]) {
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

const PERMISSIONS: &str = r#"{
  "resource": {
    "aws_lambda_function": {
      "a": { "function_name": "alpha", "role": "${aws_iam_role.r.arn}" },
      "b": { "function_name": "beta" },
      "c": { "function_name": "${var.name}" }
    },
    "aws_lambda_permission": {
      "a": { "function_name": "${aws_lambda_function.a.arn}", "source_arn": "${var.source}" },
      "named": { "function_name": "alpha" },
      "outside": { "function_name": "arn:aws:lambda:eu-west-1:123456789012:function:theirs" }
    },
    "aws_api_gateway_integration": {
      "in": { "uri": "${aws_lambda_function.a.invoke_arn}" },
      "out": { "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:x/invocations" },
      "topic": { "uri": "arn:aws:sns:eu-west-1:123456789012:topic" }
    },
    "aws_iam_role": { "r": { "assume_role_policy": "{\"Statement\":[{\"Action\":\"sts:AssumeRole\"}]}" } }
  },
  "variable": { "name": {}, "source": {} }
}"#;

#[test]
fn backward_from_a_function() {
    // The one that names `alpha` may mean this very function: that is not guessed.
    check(
        PERMISSIONS,
        "aws_lambda_function.a",
        "<-[function_name]- aws_lambda_permission",
        &[
            "aws_lambda_permission.a",
            "open: `$.function_name` of aws_lambda_permission.named is \"alpha\", which leaves the stack",
        ],
    );
    // Both names are another function's.
    check(
        PERMISSIONS,
        "aws_lambda_function.b",
        "<-[function_name]- aws_lambda_permission",
        &[],
    );
    // Its own name is not known, so either may be meant.
    check(
        PERMISSIONS,
        "aws_lambda_function.c",
        "<- aws_lambda_permission",
        &[
            "open: `$.source_arn` of aws_lambda_permission.a is `var.source`, which leaves the stack",
            "open: `$.function_name` of aws_lambda_permission.named is \"alpha\", which leaves the stack",
            "open: `$.function_name` of aws_lambda_permission.outside is \"arn:aws:lambda:eu-west-1:123456789012:function:theirs\", which leaves the stack",
        ],
    );
}

#[test]
fn arns_of_other_services() {
    check(
        PERMISSIONS,
        "aws_api_gateway_integration.in",
        "-[uri]-> aws_lambda_function",
        &["aws_lambda_function.a"],
    );
    check(
        PERMISSIONS,
        "aws_api_gateway_integration.topic",
        "-[uri]-> aws_lambda_function",
        &[],
    );
    check(
        PERMISSIONS,
        "aws_api_gateway_integration.topic",
        "-> aws_sns_topic",
        &[
            "open: `$.uri` of aws_api_gateway_integration.topic is \"arn:aws:sns:eu-west-1:123456789012:topic\", which leaves the stack",
        ],
    );
    check(
        PERMISSIONS,
        "aws_api_gateway_integration.out",
        "-[uri]-> aws_lambda_function <-[function_name]- aws_lambda_permission",
        &[
            "open: `$.uri` of aws_api_gateway_integration.out is \"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:x/invocations\", which leaves the stack",
        ],
    );
}

const COUNTED: &str = r#"{
  "resource": {
    "aws_vpc": { "v": { "cidr_block": "10.0.0.0/16" } },
    "aws_subnet": {
      "none": { "count": 0, "vpc_id": "${aws_vpc.v.id}" },
      "two": { "count": 2, "vpc_id": "${aws_vpc.v.id}" },
      "some": { "count": "${var.n}", "vpc_id": "${aws_vpc.v.id}" }
    },
    "aws_flow_log": { "some": { "for_each": "${var.n}", "subnet_id": "${aws_subnet.some.id}" } }
  },
  "variable": { "n": {} }
}"#;

#[test]
fn blocks_that_may_not_be_there() {
    check(
        COUNTED,
        "aws_vpc.v",
        "<- aws_subnet",
        &["? aws_subnet.some", "aws_subnet.two"],
    );
    check(
        COUNTED,
        "aws_flow_log.some",
        "-> aws_subnet -> aws_vpc",
        &["? aws_vpc.v"],
    );
    // Whether the first hop came to anything is not known, so that there is none says nothing.
    check(
        COUNTED,
        "aws_flow_log.some",
        "-> aws_subnet <- aws_nat_gateway",
        &["open: whether hop 1 `-> aws_subnet` reaches anything is not known"],
    );
    check(
        COUNTED,
        "aws_vpc.v",
        "<- aws_subnet <- aws_nat_gateway",
        &[],
    );
}

const DATA: &str = r#"{
  "data": {
    "aws_subnets": { "all": { "filter": [] } },
    "aws_subnet": { "one": { "id": "subnet-0a1b" } },
    "aws_vpc": { "main": { "default": true } },
    "aws_iam_policy_document": { "doc": { "statement": [] } },
    "aws_ssm_parameter": { "p": { "name": "/subnet" } },
    "aws_caller_identity": { "me": {} }
  },
  "resource": {
    "aws_db_subnet_group": {
      "all": { "subnet_ids": "${data.aws_subnets.all.ids}" },
      "one": { "subnet_ids": ["${data.aws_subnet.one.id}"] },
      "vpc": { "name": "${data.aws_vpc.main.id}" },
      "doc": { "description": "${data.aws_iam_policy_document.doc.json}" },
      "stored": { "subnet_ids": ["${data.aws_ssm_parameter.p.value}"] },
      "me": { "name": "${data.aws_caller_identity.me.account_id}" }
    },
    "aws_route": { "r": { "route_table_id": "${data.aws_vpc.main.main_route_table_id}" } }
  }
}"#;

#[test]
fn data_sources_find_what_is_outside() {
    let open = |name: &str, path: &str, data: &str| {
        format!(
            "open: `{path}` of aws_db_subnet_group.{name} comes from {data}, and what that finds is outside of the stack"
        )
    };
    check(
        DATA,
        "aws_db_subnet_group.all",
        "-> aws_subnet <- aws_nat_gateway",
        &[&open("all", "$.subnet_ids", "data.aws_subnets.all")],
    );
    check(
        DATA,
        "aws_db_subnet_group.one",
        "-> aws_subnet",
        &[&open("one", "$.subnet_ids[0]", "data.aws_subnet.one")],
    );
    check(
        DATA,
        "aws_db_subnet_group.one",
        "-> data.aws_subnet",
        &["data.aws_subnet.one"],
    );
    check(
        DATA,
        "aws_db_subnet_group.one",
        "-> (aws_subnet|data.aws_subnet)",
        &["data.aws_subnet.one"],
    );
    check(DATA, "aws_db_subnet_group.vpc", "-> aws_subnet", &[]);
    check(DATA, "aws_db_subnet_group.doc", "-> aws_subnet", &[]);
    check(DATA, "aws_db_subnet_group.me", "-> aws_subnet", &[]);
    check(
        DATA,
        "aws_db_subnet_group.stored",
        "-> aws_subnet",
        &[&open(
            "stored",
            "$.subnet_ids[0]",
            "data.aws_ssm_parameter.p",
        )],
    );
    check(
        DATA,
        "aws_route.r",
        "-> aws_route_table",
        &[
            "open: `$.route_table_id` of aws_route.r comes from data.aws_vpc.main, and what that finds is outside of the stack",
        ],
    );
}

const ACCESS: &str = r#"{
  "resource": {
    "aws_security_group": {
      "web": { "ingress": [ { "from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"] } ] },
      "db": { "name": "db" }
    },
    "aws_security_group_rule": {
      "in": { "type": "ingress", "from_port": 5432, "to_port": 5432, "protocol": "tcp", "security_group_id": "${aws_security_group.db.id}", "source_security_group_id": "${aws_security_group.web.id}" }
    },
    "aws_dynamodb_table": { "t": { "name": "t" } },
    "aws_s3_bucket": { "b": { "bucket": "b" } },
    "aws_s3_bucket_policy": { "p": { "bucket": "${aws_s3_bucket.b.id}", "policy": "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"${aws_s3_bucket.b.arn}\",\"Principal\":\"*\"}]}" } },
    "aws_iam_role": {
      "r": { "assume_role_policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}" },
      "basic": { "name": "basic" },
      "bare": { "name": "bare" }
    },
    "aws_iam_role_policy": {
      "inline": { "role": "${aws_iam_role.r.id}", "policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":[\"${aws_dynamodb_table.t.arn}\"]},{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"${aws_s3_bucket.b.arn}/*\"}]}" }
    },
    "aws_iam_policy": { "managed": { "policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"}]}" } },
    "aws_iam_role_policy_attachment": {
      "managed": { "role": "${aws_iam_role.r.name}", "policy_arn": "${aws_iam_policy.managed.arn}" },
      "basic": { "role": "${aws_iam_role.basic.name}", "policy_arn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" }
    }
  }
}"#;

#[test]
fn rules_of_a_group() {
    // The rule of the database's group names the web's group as its source, and is not its rule.
    check(
        ACCESS,
        "aws_security_group.web",
        "<- security_group_rule",
        &["security_group_rule aws_security_group.web $.ingress[0]"],
    );
    check(
        ACCESS,
        "aws_security_group.db",
        "<- security_group_rule",
        &["security_group_rule aws_security_group_rule.in $"],
    );
    check(
        ACCESS,
        "aws_security_group.web",
        "<-[source_security_group_id]- security_group_rule",
        &["security_group_rule aws_security_group_rule.in $"],
    );
    check(
        ACCESS,
        "aws_security_group.db",
        "<-[security_group_id]- security_group_rule",
        &["security_group_rule aws_security_group_rule.in $"],
    );
}

#[test]
fn statements() {
    check(
        ACCESS,
        "aws_iam_role.r",
        "<- iam_statement",
        &[
            "iam_statement aws_iam_policy.managed $.policy.Statement[0]",
            "iam_statement aws_iam_role.r $.assume_role_policy.Statement[0]",
            "iam_statement aws_iam_role_policy.inline $.policy.Statement[0]",
            "iam_statement aws_iam_role_policy.inline $.policy.Statement[1]",
        ],
    );
    check(
        ACCESS,
        "aws_iam_role.r",
        "<- iam_statement -> aws_dynamodb_table",
        &["aws_dynamodb_table.t"],
    );
    check(
        ACCESS,
        "aws_iam_role.r",
        "<- iam_statement -[resources]-> aws_s3_bucket",
        &["aws_s3_bucket.b"],
    );
    check(
        ACCESS,
        "aws_dynamodb_table.t",
        "<- iam_statement -> aws_iam_role",
        &["aws_iam_role.r"],
    );
    check(
        ACCESS,
        "aws_s3_bucket.b",
        "<- iam_statement",
        &[
            "iam_statement aws_iam_role_policy.inline $.policy.Statement[1]",
            "iam_statement aws_s3_bucket_policy.p $.policy.Statement[0]",
        ],
    );
    check(
        ACCESS,
        "aws_s3_bucket.b",
        "<-[bucket]- iam_statement",
        &["iam_statement aws_s3_bucket_policy.p $.policy.Statement[0]"],
    );
    check(
        ACCESS,
        "aws_iam_policy.managed",
        "<- iam_statement",
        &["iam_statement aws_iam_policy.managed $.policy.Statement[0]"],
    );
    check(
        ACCESS,
        "aws_iam_role_policy_attachment.managed",
        "-> iam_statement",
        &[
            "iam_statement aws_iam_policy.managed $.policy.Statement[0]",
            "iam_statement aws_iam_role.r $.assume_role_policy.Statement[0]",
        ],
    );
    check(
        ACCESS,
        "aws_iam_role.bare",
        "<- iam_statement -> aws_dynamodb_table",
        &[],
    );
    // What a policy of AWS says is not in the stack.
    check(
        ACCESS,
        "aws_iam_role.basic",
        "<- iam_statement",
        &[
            "open: aws_iam_role_policy_attachment.basic attaches `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`, whose statements are not in the stack",
        ],
    );
}

#[test]
fn a_policy_that_is_not_known() {
    let stack = r#"{ "resource": {
        "aws_iam_role": { "r": { "name": "r" } },
        "aws_iam_role_policy": { "p": { "role": "${aws_iam_role.r.id}", "policy": "${var.policy}" } } },
        "variable": { "policy": {} } }"#;
    check(
        stack,
        "aws_iam_role.r",
        "<- iam_statement",
        &["open: `$.policy` of aws_iam_role_policy.p is not known: it may hold another statement"],
    );
}

#[test]
fn modules_that_are_not_expanded() {
    let stack = r#"{
        "module": { "net": { "source": "./net", "subnet": "${aws_subnet.a.id}" } },
        "resource": {
            "aws_subnet": { "a": {}, "b": {} },
            "aws_instance": { "i": { "subnet_id": "${module.net.subnet_id}" } } } }"#;
    check(
        stack,
        "aws_subnet.a",
        "<- aws_route_table_association",
        &["open: module.net is given aws_subnet.a, and what it declares is not in this input"],
    );
    check(stack, "aws_subnet.b", "<- aws_route_table_association", &[]);
    check(
        stack,
        "aws_instance.i",
        "-> aws_subnet",
        &[
            "open: `$.subnet_id` of aws_instance.i is `module.net.subnet_id`, which leaves the stack",
        ],
    );
    check(stack, "aws_instance.i", "-> aws_iam_role", &[]);
}

#[test]
fn a_policy_for_a_role_that_is_named() {
    let stack = r#"{ "resource": {
        "aws_iam_role": { "mine": { "name": "mine" }, "given": { "name": "${var.role}" } },
        "aws_iam_role_policy": { "p": { "role": "theirs", "policy":
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}" } } },
        "variable": { "role": {} } }"#;
    check(stack, "aws_iam_role.mine", "<- iam_statement", &[]);
    check(
        stack,
        "aws_iam_role.given",
        "<- iam_statement",
        &["open: `$.role` of aws_iam_role_policy.p is \"theirs\", which leaves the stack"],
    );
}

#[test]
fn payments() {
    let fixed = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments/fixed/cdktf.out");
    let stacks = load(&fixed, &LoadOptions::default()).unwrap();
    assert_eq!(walked(&stacks, "aws_db_instance", TO_GATEWAY), [""; 0]);
}
