//! Walks over rules of security groups and statements of policies.

use crate::walks::check;

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
    // What the commonest policies of AWS say is known; what others say is not in the stack.
    check(
        ACCESS,
        "aws_iam_role.basic",
        "<- iam_statement",
        &["iam_statement aws_iam_role_policy_attachment.basic $.policy_arn"],
    );
    check(
        &ACCESS.replace("AWSLambdaBasicExecutionRole", "AWSLambdaRole"),
        "aws_iam_role.basic",
        "<- iam_statement",
        &[
            "open: aws_iam_role_policy_attachment.basic attaches `arn:aws:iam::aws:policy/service-role/AWSLambdaRole`, whose statements are not in the stack",
        ],
    );
    let inline = r#"{ "resource": { "aws_iam_role": { "r": { "name": "r", "managed_policy_arns": ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"] } } } }"#;
    check(
        inline,
        "aws_iam_role.r",
        "<- iam_statement",
        &["iam_statement aws_iam_role.r $.managed_policy_arns[0]"],
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
fn a_statement_that_spells_an_arn_out() {
    let stack = r#"{ "resource": {
        "aws_iam_role": { "r": {} },
        "aws_iam_role_policy": {
            "spelt": { "role": "${aws_iam_role.r.id}", "policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:dynamodb:eu-west-1:1:table/t\"}}" },
            "any": { "role": "${aws_iam_role.r.id}", "policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}" } } } }"#;
    let walk = "<- iam_statement -[resources]-> aws_dynamodb_table";
    let open = "open: `$.policy.Statement.Resource` of aws_iam_role_policy.spelt is \"arn:aws:dynamodb:eu-west-1:1:table/t\", which leaves the stack";
    check(stack, "aws_iam_role.r", walk, &[open]);
    check(
        stack,
        "aws_iam_role.r",
        &walk.replace("dynamodb_table", "sqs_queue"),
        &[],
    );
}
