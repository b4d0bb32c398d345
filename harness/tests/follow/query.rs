//! `stackspec query` with a walk.

use pretty_assertions::assert_eq;
use serde_json::json;

use crate::common::{Folder, run};

const FIXED: &str = "examples/payments/fixed/cdktf.out";
const TO_GATEWAY: &str = "-> aws_db_subnet_group -> aws_subnet \
    <-[subnet_id]- aws_route_table_association -> aws_route_table <- route -> aws_internet_gateway";

#[test]
fn hop_by_hop() {
    run(&["query", FIXED, "aws_db_instance", TO_GATEWAY]).is(
        4,
        &[
            "aws_db_instance.database_instance_D7FC2283  payments-pr1234/database/instance\n",
            "  <-[subnet_id]- aws_route_table_association\n",
            "    aws_db_subnet_group.database_subnets_53A37123  payments-pr1234/database/subnets  by db_subnet_group_name\n",
            "    route of aws_route.network_private-default_940223BF",
            "    refers to: aws_nat_gateway.network_nat_B2CD8D5F by nat_gateway_id",
            "reaches nothing",
        ],
    );
    let to_address = TO_GATEWAY.replace("internet", "nat");
    run(&[
        "query",
        FIXED,
        "aws_db_instance.database_instance_D7FC2283",
        &to_address,
    ])
    .is(0, &["    aws_nat_gateway.network_nat_B2CD8D5F"]);
    run(&[
        "query",
        FIXED,
        "payments-pr1234/database/instance",
        &to_address,
    ])
    .is(0, &["    aws_nat_gateway.network_nat_B2CD8D5F"]);
    run(&["query", FIXED, "-> aws_db_subnet_group"]).is(
        0,
        &["aws_db_instance.", "blocks lead nowhere by the first hop"],
    );
    run(&["query", FIXED, "-> aws_subnet", "--resource", "aws_db_*"])
        .is(0, &["aws_db_subnet_group."])
        .lacks(&["aws_lambda_function."]);
}

#[test]
fn where_it_breaks() {
    let stack = Folder::with(&[(
        "in/a.tf.json",
        r#"{ "resource": {
            "aws_subnet": { "a": { "vpc_id": "${aws_vpc.v.id}" }, "b": {} },
            "aws_vpc": { "v": {} },
            "aws_instance": { "i": { "subnet_id": "${aws_subnet.a.id}" },
                              "given": { "subnet_id": "${var.subnet}" } },
            "aws_route_table_association": { "r": { "subnet_id": "${aws_subnet.b.id}" } } },
            "variable": { "subnet": {} } }"#,
    )]);
    let walk = "-> aws_subnet <-[subnet_id]- aws_route_table_association -> aws_route_table";
    stack.run(&["query", "in", "aws_instance.i", walk]).is(
        4,
        &[
            "hop 2 `<-[subnet_id]- aws_route_table_association` reached nothing from aws_subnet.a: the walk breaks here",
            "aws_route_table_association in this stack: 1, which refer to aws_subnet.b by subnet_id",
        ],
    );
    stack.run(&["query", "in", "aws_instance.given", walk]).is(
        4,
        &[
            "open: `$.subnet_id` of aws_instance.given is `var.subnet`, which leaves the stack (waits for var.subnet)",
            "it is open: it may reach more than this input says",
        ],
    );
    let came = stack.run(&[
        "query",
        "in",
        "aws_instance.i",
        walk,
        "--message-format",
        "json",
    ]);
    assert_eq!(
        came.json(),
        [
            json!({
                "type": "hop", "stack": "in", "from": "aws_instance.i", "hop": 1,
                "text": "-> aws_subnet", "to_stack": "in", "address": "aws_subnet.a",
                "construct_path": null, "path": null, "through": "subnet_id", "sure": true,
            }),
            json!({
                "type": "walk", "stack": "in", "from": "aws_instance.i", "reached": 0,
                "broken_at": 2, "open": [],
            }),
        ],
    );
}

#[test]
fn mistakes() {
    run(&[
        "query",
        FIXED,
        "aws_lambda_function",
        "<-[function_name]- aws_lambda_permision",
    ])
    .is(
        4,
        &["neither the provider facts nor the input know; did you mean `aws_lambda_permission`?"],
    );
    run(&[
        "query",
        FIXED,
        "aws_lambda_function",
        "<-[function_nam]- aws_lambda_permission",
    ])
    .is(
        4,
        &["no `function_nam` is known of aws_lambda_permission; did you mean `function_name`?"],
    );
    run(&["query", FIXED, "aws_db_instnce", "-> aws_vpc"])
        .is(2, &["did you mean `aws_db_instance`?"]);
    run(&["query", FIXED, "=> aws_vpc"]).is(2, &["`=>` is no arrow", "FOLLOW:1:1"]);
    run(&["query", FIXED, "subnet_ids -> aws_subnet"]).is(2, &["`-[subnet_ids]-> aws_subnet`"]);
    run(&["query", FIXED, "-> aws_vpc", "--resource", "aws_xyz*"])
        .is(4, &["there is no `aws_xyz*` to walk from"]);
    run(&["query", "gone", "-> aws_vpc"]).is(102, &["gone"]);
    // An address goes before a path, too.
    run(&["query", FIXED, "aws_db_instance", "$.engine"]).is(0, &["$['engine'] = \"postgres\""]);
    run(&["query", FIXED, "aws_db_instnce", "$.engine"])
        .is(2, &["did you mean `aws_db_instance`?"]);
}
