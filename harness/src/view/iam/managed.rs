//! The statements of the policies of AWS's own that the roles of functions, tasks and instances nearly
//! always have. Of a policy that is not here nothing is known but its name.

use super::super::make::{Draft, Maker, index_of, list};
use crate::value::{Kind, Node, Path};

/// A statement: what it allows, and on what.
type Allowed = (&'static [&'static str], &'static str);

const LOGS: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
];
const RDS_GROUPS: &str = "arn:aws:logs:*:*:log-group:RDS*";
const RDS_STREAMS: &str = "arn:aws:logs:*:*:log-group:RDS*:log-stream:*";

/// The policies, by what stands behind `policy/` in their ARN; each of them allows, and none denies.
///
/// Source: "AWS Managed Policy Reference", AWS, 2026-11-22; a page for each policy.
#[rustfmt::skip] // a table: one statement a line
const POLICIES: [(&str, &[Allowed]); 12] = [
    ("AWSXRayDaemonWriteAccess", &[(&["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"], "*")]),
    ("AmazonSSMManagedInstanceCore", &[
        (&["ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument", "ssm:DescribeDocument", "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations", "ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:PutComplianceItems", "ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus", "ssm:UpdateInstanceInformation"], "*"),
        (&["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], "*"),
        (&["ec2messages:AcknowledgeMessage", "ec2messages:DeleteMessage", "ec2messages:FailMessage", "ec2messages:GetEndpoint", "ec2messages:GetMessages", "ec2messages:SendReply"], "*"),
    ]),
    ("CloudWatchAgentServerPolicy", &[
        (&["cloudwatch:PutMetricData", "ec2:DescribeVolumes", "ec2:DescribeTags", "logs:PutLogEvents", "logs:PutRetentionPolicy", "logs:DescribeLogStreams", "logs:DescribeLogGroups", "logs:CreateLogStream", "logs:CreateLogGroup", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"], "*"),
        (&["ssm:GetParameter"], "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*"),
    ]),
    ("CloudWatchLambdaInsightsExecutionRolePolicy", &[
        (&["logs:CreateLogGroup"], "*"),
        (&["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:log-group:/aws/lambda-insights:*"),
    ]),
    ("service-role/AWSLambdaBasicExecutionRole", &[(LOGS, "*")]),
    ("service-role/AWSLambdaDynamoDBExecutionRole", &[(&["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "*")]),
    ("service-role/AWSLambdaKinesisExecutionRole", &[(&["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "*")]),
    ("service-role/AWSLambdaSQSQueueExecutionRole", &[(&["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "*")]),
    ("service-role/AWSLambdaVPCAccessExecutionRole", &[(&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"], "*")]),
    ("service-role/AmazonAPIGatewayPushToCloudWatchLogs", &[(&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents", "logs:GetLogEvents", "logs:FilterLogEvents"], "*")]),
    ("service-role/AmazonECSTaskExecutionRolePolicy", &[(&["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents"], "*")]),
    ("service-role/AmazonRDSEnhancedMonitoringRole", &[
        (&["logs:CreateLogGroup", "logs:PutRetentionPolicy"], RDS_GROUPS),
        (&["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"], RDS_STREAMS),
    ]),
];

/// The statements of the policy with this ARN.
pub(super) fn find(arn: &str) -> Option<&'static [Allowed]> {
    let mut parts = arn.splitn(6, ':');
    let is_arn = parts.next() == Some("arn");
    // The partition: `aws`, `aws-cn`, `aws-us-gov`.
    let of_aws = parts.next().is_some_and(|it| it.starts_with("aws"))
        && [parts.next(), parts.next(), parts.next()] == [Some("iam"), Some(""), Some("aws")];
    let name = parts.next()?.strip_prefix("policy/")?;
    let found = POLICIES.iter().find(|(known, _)| *known == name);
    found
        .filter(|_| is_arn && of_aws)
        .map(|(_, allowed)| *allowed)
}

/// The rows of an attribute that names policies by their ARNs.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, node: &Node<'s>, path: &Path) {
    match &node.kind {
        Kind::List(arns) => {
            for (index, arn) in arns.iter().enumerate() {
                one(maker, arn, &index_of(path, index));
            }
        }
        _ => one(maker, node, path),
    }
}

fn one<'s>(maker: &mut Maker<'_, 's>, arn: &Node<'s>, path: &Path) {
    let texts = |texts: &[&'static str]| list(texts.iter().map(|text| Node::text(*text)).collect());
    for (actions, resource) in arn.as_str().and_then(find).unwrap_or_default() {
        let mut draft = Draft::new(arn, path.clone());
        draft.made("kind", Node::text("managed"));
        draft.made("effect", Node::text("Allow"));
        draft.made("policy_version", Node::text("2012-10-17"));
        draft.made("actions", texts(actions));
        draft.made("resources", texts(&[*resource]));
        maker.row(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_found_by_its_arn_and_by_nothing_else() {
        let known = |arn: &str| find(arn).is_some();
        assert!(known(
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
        ));
        assert!(known("arn:aws-cn:iam::aws:policy/AWSXRayDaemonWriteAccess"));
        assert!(!known(
            "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"
        ));
        assert!(!known(
            "arn:aws:iam::123456789012:policy/AWSXRayDaemonWriteAccess"
        ));
        assert!(!known("arn:aws:iam::aws:policy/AdministratorAccess"));
        assert!(!known("AWSXRayDaemonWriteAccess"));
        assert!(POLICIES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
