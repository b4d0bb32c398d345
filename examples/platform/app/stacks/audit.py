"""Who did what: flow logs, a trail, the alarm topic, and alarms on what nobody should do."""

from cdktf import TerraformVariable, TerraformVariableValidationConfig
from cdktf_cdktf_provider_aws.cloudtrail import Cloudtrail, CloudtrailAdvancedEventSelector
from cdktf_cdktf_provider_aws.cloudtrail import CloudtrailAdvancedEventSelectorFieldSelector as Field
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_metric_filter import (
    CloudwatchLogMetricFilter,
    CloudwatchLogMetricFilterMetricTransformation,
)
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription

from .buckets import Bucket
from .common import REGION, SUFFIX, PlatformStack, Statement, document, named, role, service, when, without_tls
from .keys import key, use_by_logs, use_by_service, use_by_trail
from .network import Network

TRAIL = named("trail")
# The namespace of what is counted in the trail.
METRICS = f"Orders/Audit/{SUFFIX}"
# Actions of the API that make a log stream and write to it.
WRITE_LOGS = ["logs:CreateLogStream", "logs:PutLogEvents"]


class Audit:
    """The key, the buckets and the topic that the other stack uses too."""

    def __init__(self, stack: PlatformStack, network: Network) -> None:
        self.stack = stack
        self.trail_arn = f"arn:aws:cloudtrail:{REGION}:{stack.account}:trail/{TRAIL}"
        self.key = key(
            stack,
            "audit",
            "Logs, the trail and alarms of the orders platform",
            use_by_logs(stack.account),
            *use_by_trail(stack.account, self.trail_arn),
            use_by_service(stack.account, "AllowAlarms", "cloudwatch.amazonaws.com", "events.amazonaws.com"),
        )
        self._access_logs()
        self._topic()
        self._flow_logs(network)
        self._trail()
        self._root_alarm()

    def log_group(self, id_: str, name: str) -> CloudwatchLogGroup:
        """A log group that is encrypted and kept for a year."""
        return CloudwatchLogGroup(self.stack, id_, name=name, retention_in_days=365, kms_key_id=self.key.arn)

    def _access_logs(self) -> None:
        """Load balancers write only to buckets that S3 itself encrypts: no key of ours here."""
        account = self.stack.account
        self.access_logs = Bucket(
            self.stack,
            "access-logs",
            days=365,
            key=None,
            logs=None,
            statements=lambda arn: [
                Statement(
                    sid="AllowBucketLogs",
                    principals=service("logging.s3.amazonaws.com"),
                    actions=["s3:PutObject"],
                    resources=[f"{arn}/s3/*"],
                    condition=[when("StringEquals", "aws:SourceAccount", account)],
                ),
                Statement(
                    sid="AllowLoadBalancerLogs",
                    principals=service("logdelivery.elasticloadbalancing.amazonaws.com"),
                    actions=["s3:PutObject"],
                    resources=[f"{arn}/alb/AWSLogs/{account}/*"],
                    condition=[
                        when(
                            "ArnLike",
                            "aws:SourceArn",
                            f"arn:aws:elasticloadbalancing:{REGION}:{account}:loadbalancer/*",
                        )
                    ],
                ),
            ],
        )

    def _topic(self) -> None:
        self.topic = SnsTopic(
            self.stack,
            "alarms",
            name=named("alarms"),
            display_name="Alarms of the orders platform",
            kms_master_key_id=self.key.arn,
        )
        account = self.stack.account
        SnsTopicPolicy(
            self.stack,
            "alarms-policy",
            arn=self.topic.arn,
            policy=document(
                self.stack,
                "alarms-topic-policy",
                Statement(
                    sid="AllowAlarmsAndEvents",
                    principals=service("cloudwatch.amazonaws.com", "events.amazonaws.com"),
                    actions=["sns:Publish"],
                    resources=[self.topic.arn],
                    condition=[when("StringEquals", "aws:SourceAccount", account)],
                ),
                without_tls("sns:Publish", self.topic.arn),
            ),
        )
        address = TerraformVariable(
            self.stack,
            "alarm_email",
            type="string",
            description="Where alarms are sent to",
            validation=[
                TerraformVariableValidationConfig(
                    condition='${can(regex("^[^@ ]+@[^@ ]+$", var.alarm_email))}',
                    error_message="alarm_email must be an e-mail address.",
                )
            ],
        )
        SnsTopicSubscription(
            self.stack, "alarms-email", topic_arn=self.topic.arn, protocol="email", endpoint=address.string_value
        )

    def _flow_logs(self, network: Network) -> None:
        account = self.stack.account
        group = self.log_group("flow-logs", f"/aws/vpc/{named('flow-logs')}")
        writer = role(
            self.stack,
            "flow-logs-role",
            "flow-logs",
            "vpc-flow-logs.amazonaws.com",
            "Lets VPC flow logs write to their log group",
            when("StringEquals", "aws:SourceAccount", account),
            when("ArnLike", "aws:SourceArn", f"arn:aws:ec2:{REGION}:{account}:vpc-flow-log/*"),
        )
        IamRolePolicy(
            self.stack,
            "flow-logs-role-policy",
            name=named("flow-logs-write"),
            role=writer.id,
            policy=document(
                self.stack,
                "flow-logs-write",
                Statement(sid="Write", actions=[*WRITE_LOGS, "logs:DescribeLogStreams"], resources=[f"{group.arn}:*"]),
                Statement(
                    sid="Look",
                    actions=["logs:DescribeLogGroups"],
                    resources=[f"arn:aws:logs:{REGION}:{account}:log-group:*"],
                ),
            ),
        )
        FlowLog(
            self.stack,
            "vpc-flow-log",
            vpc_id=network.vpc.id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=writer.arn,
            max_aggregation_interval=60,
            tags={"Name": named("flow-log")},
        )

    def _trail(self) -> None:
        account = self.stack.account
        of_the_trail = when("StringEquals", "aws:SourceArn", self.trail_arn)
        bucket = Bucket(
            self.stack,
            "trail",
            days=2555,
            key=self.key,
            logs=self.access_logs.bucket,
            archive_after=90,
            statements=lambda arn: [
                Statement(
                    sid="AllowTrailToCheck",
                    principals=service("cloudtrail.amazonaws.com"),
                    actions=["s3:GetBucketAcl"],
                    resources=[arn],
                    condition=[of_the_trail],
                ),
                Statement(
                    sid="AllowTrailToWrite",
                    principals=service("cloudtrail.amazonaws.com"),
                    actions=["s3:PutObject"],
                    resources=[f"{arn}/AWSLogs/{account}/*"],
                    condition=[of_the_trail, when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")],
                ),
            ],
        )
        self.trail_group = self.log_group("trail-logs", f"/aws/cloudtrail/{named('trail')}")
        writer = role(
            self.stack,
            "trail-role",
            "trail",
            "cloudtrail.amazonaws.com",
            "Lets CloudTrail write to its log group",
            of_the_trail,
        )
        written = IamRolePolicy(
            self.stack,
            "trail-role-policy",
            name=named("trail-write"),
            role=writer.id,
            policy=document(
                self.stack,
                "trail-write",
                Statement(sid="Write", actions=WRITE_LOGS, resources=[f"{self.trail_group.arn}:log-stream:*"]),
            ),
        )
        Cloudtrail(
            self.stack,
            "trail",
            name=TRAIL,
            s3_bucket_name=bucket.bucket.id,
            kms_key_id=self.key.arn,
            enable_logging=True,
            enable_log_file_validation=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            cloud_watch_logs_group_arn=f"{self.trail_group.arn}:*",
            cloud_watch_logs_role_arn=writer.arn,
            advanced_event_selector=[
                CloudtrailAdvancedEventSelector(
                    name="Management events", field_selector=[Field(field="eventCategory", equal_to=["Management"])]
                )
            ],
            depends_on=[bucket.policy, written],
        )

    def _root_alarm(self) -> None:
        CloudwatchLogMetricFilter(
            self.stack,
            "root-use",
            name=named("root-use"),
            log_group_name=self.trail_group.name,
            pattern='{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
            metric_transformation=CloudwatchLogMetricFilterMetricTransformation(
                name="RootUse", namespace=METRICS, value="1", default_value="0"
            ),
        )
        CloudwatchMetricAlarm(
            self.stack,
            "root-use-alarm",
            alarm_name=named("root-use"),
            alarm_description="Somebody used the account's root user",
            namespace=METRICS,
            metric_name="RootUse",
            statistic="Sum",
            period=300,
            evaluation_periods=1,
            threshold=0,
            comparison_operator="GreaterThanThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[self.topic.arn],
        )
