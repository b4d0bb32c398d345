//! Values that leave the stack, and blocks that may not be there.

use crate::walks::check;

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
