//! What names, ids and ARNs tell of what they point to.

/// The beginnings of ids, and the types of what they name.
/// Source: "Resource IDs", Amazon EC2 User Guide; the ids of Amazon EFS.
pub(super) const IDS: [(&str, &str); 29] = [
    ("acl-", "aws_network_acl"),
    ("ami-", "aws_ami"),
    ("cgw-", "aws_customer_gateway"),
    ("dopt-", "aws_vpc_dhcp_options"),
    ("eigw-", "aws_egress_only_internet_gateway"),
    ("eipalloc-", "aws_eip"),
    ("eni-", "aws_network_interface"),
    ("fl-", "aws_flow_log"),
    ("fs-", "aws_efs_file_system"),
    ("fsap-", "aws_efs_access_point"),
    ("fsmt-", "aws_efs_mount_target"),
    ("i-", "aws_instance"),
    ("igw-", "aws_internet_gateway"),
    ("lt-", "aws_launch_template"),
    ("nat-", "aws_nat_gateway"),
    ("pcx-", "aws_vpc_peering_connection"),
    ("pl-", "aws_ec2_managed_prefix_list"),
    ("rtb-", "aws_route_table"),
    ("sg-", "aws_security_group"),
    ("sgr-", "aws_vpc_security_group_rule"),
    ("snap-", "aws_ebs_snapshot"),
    ("subnet-", "aws_subnet"),
    ("tgw-", "aws_ec2_transit_gateway"),
    ("tgw-attach-", "aws_ec2_transit_gateway_vpc_attachment"),
    ("vgw-", "aws_vpn_gateway"),
    ("vol-", "aws_ebs_volume"),
    ("vpc-", "aws_vpc"),
    ("vpce-", "aws_vpc_endpoint"),
    ("vpn-", "aws_vpn_connection"),
];

/// The services of ARNs, and how the types of what they name begin. A service that is not listed,
/// as `ec2`, says nothing.
/// Source: "Actions, resources, and condition keys for AWS services", Service Authorization
/// Reference.
pub(super) const SERVICES: [(&str, &[&str]); 37] = [
    ("acm", &["aws_acm"]),
    ("apigateway", &["aws_api_gateway", "aws_apigatewayv2"]),
    ("athena", &["aws_athena"]),
    ("autoscaling", &["aws_autoscaling", "aws_launch"]),
    ("backup", &["aws_backup"]),
    ("cloudfront", &["aws_cloudfront"]),
    ("cloudwatch", &["aws_cloudwatch"]),
    ("codebuild", &["aws_codebuild"]),
    ("codecommit", &["aws_codecommit"]),
    ("codepipeline", &["aws_codepipeline"]),
    ("cognito-idp", &["aws_cognito"]),
    ("dynamodb", &["aws_dynamodb"]),
    ("ecr", &["aws_ecr"]),
    ("ecs", &["aws_ecs"]),
    ("eks", &["aws_eks"]),
    ("elasticache", &["aws_elasticache"]),
    ("elasticfilesystem", &["aws_efs"]),
    (
        "elasticloadbalancing",
        &["aws_lb", "aws_alb", "aws_elb", "aws_load_balancer"],
    ),
    ("es", &["aws_elasticsearch", "aws_opensearch"]),
    ("events", &["aws_cloudwatch_event"]),
    ("execute-api", &["aws_api_gateway", "aws_apigatewayv2"]),
    ("firehose", &["aws_kinesis_firehose"]),
    ("glue", &["aws_glue"]),
    ("iam", &["aws_iam"]),
    ("kinesis", &["aws_kinesis"]),
    ("kms", &["aws_kms"]),
    ("lambda", &["aws_lambda"]),
    ("logs", &["aws_cloudwatch_log"]),
    ("rds", &["aws_db", "aws_rds"]),
    ("route53", &["aws_route53"]),
    ("s3", &["aws_s3"]),
    ("secretsmanager", &["aws_secretsmanager"]),
    ("sns", &["aws_sns"]),
    ("sqs", &["aws_sqs"]),
    ("ssm", &["aws_ssm"]),
    ("states", &["aws_sfn"]),
    ("wafv2", &["aws_wafv2"]),
];

/// Ends of the names of attributes whose value names or points to a resource.
pub(super) const POINTERS: [&str; 6] = [
    "_ids",
    "_id",
    "_arns",
    "_arn",
    "_identifiers",
    "_identifier",
];

/// Whole names, and ends of names, of attributes that point to nothing.
pub(super) const PLAIN: [&str; 32] = [
    "name",
    "prefix",
    "description",
    "comment",
    "region",
    "zone",
    "zones",
    "class",
    "size",
    "type",
    "version",
    "engine",
    "username",
    "password",
    "port",
    "cidr",
    "block",
    "blocks",
    "days",
    "period",
    "count",
    "mode",
    "runtime",
    "handler",
    "timeout",
    "enabled",
    "protocol",
    "threshold",
    "window",
    "capacity",
    "status",
    "tier",
];

/// Ends of types that say nothing on their own: a log group is no security group.
pub(super) const GENERIC: [&str; 6] = ["group", "key", "pool", "rule", "set", "table"];

/// Attributes of every block that point to nothing.
pub(super) const META: [&str; 7] = [
    "connection",
    "count",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
    "timeouts",
];

/// Attributes whose keys the author chose: a key that does not speak of a type points to nothing.
pub(super) const MAPS: [&str; 6] = [
    "tags",
    "tags_all",
    "environment",
    "labels",
    "metadata",
    "parameter",
];

/// Data sources that read whatever somebody stored.
pub(super) const STORES: [&str; 8] = [
    "aws_ssm_parameter",
    "aws_secretsmanager_secret_version",
    "aws_cloudformation_export",
    "aws_cloudformation_stack",
    "terraform_remote_state",
    "external",
    "http",
    "aws_s3_object",
];
