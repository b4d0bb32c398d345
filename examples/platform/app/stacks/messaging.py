"""Orders come in over an event bus and go out over a topic; what fails waits in a dead letter queue."""

import json

from cdktf import Fn
from cdktf_cdktf_provider_aws.cloudwatch_event_bus import CloudwatchEventBus
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import (
    CloudwatchEventTarget,
    CloudwatchEventTargetDeadLetterConfig,
    CloudwatchEventTargetRetryPolicy,
)
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from cdktf_cdktf_provider_aws.sqs_queue_redrive_allow_policy import SqsQueueRedriveAllowPolicy

from .common import REGION, PlatformStack, Statement, document, named, service, when, without_tls

DAY = 24 * 60 * 60


class Messaging:
    """Queues, topic and bus; all of them encrypted with the key of the messages."""

    def __init__(self, stack: PlatformStack, key: KmsKey) -> None:
        self.stack = stack
        self.key = key
        self.bus = CloudwatchEventBus(
            stack, "bus", name=named("bus"), description="Events of the shop", kms_key_identifier=key.arn
        )
        self.topic = SnsTopic(stack, "accepted", name=named("accepted"), kms_master_key_id=key.arn)
        SnsTopicPolicy(
            stack,
            "accepted-policy",
            arn=self.topic.arn,
            policy=document(stack, "accepted-topic-policy", without_tls("sns:Publish", self.topic.arn)),
        )
        self.undelivered = self._dead_letters("undelivered")
        self.failed = self._dead_letters("failed")
        self.intake = self._queue("intake")
        self.billing = self._queue("billing")
        self._orders_to_intake()
        self._accepted_to_billing()

    def _dead_letters(self, id_: str) -> SqsQueue:
        return SqsQueue(
            self.stack,
            id_,
            name=named(id_),
            message_retention_seconds=14 * DAY,
            kms_master_key_id=self.key.arn,
            kms_data_key_reuse_period_seconds=300,
        )

    def _queue(self, id_: str) -> SqsQueue:
        return SqsQueue(
            self.stack,
            id_,
            name=named(id_),
            visibility_timeout_seconds=180,
            receive_wait_time_seconds=20,
            message_retention_seconds=4 * DAY,
            kms_master_key_id=self.key.arn,
            kms_data_key_reuse_period_seconds=300,
            redrive_policy=Fn.jsonencode({"deadLetterTargetArn": self.failed.arn, "maxReceiveCount": 5}),
        )

    def _policy(self, id_: str, queue: SqsQueue, *statements: Statement) -> None:
        SqsQueuePolicy(
            self.stack,
            f"{id_}-policy",
            queue_url=queue.url,
            policy=document(self.stack, f"{id_}-queue-policy", without_tls("sqs:*", queue.arn), *statements),
        )

    def _sent_by(self, principal: str, queue: SqsQueue, source: str, test: str = "ArnEquals") -> Statement:
        return Statement(
            sid="AllowSend",
            principals=service(principal),
            actions=["sqs:SendMessage"],
            resources=[queue.arn],
            condition=[when(test, "aws:SourceArn", source)],
        )

    def _orders_to_intake(self) -> None:
        rule = CloudwatchEventRule(
            self.stack,
            "placed",
            name=named("placed"),
            description="Orders that customers place",
            event_bus_name=self.bus.name,
            event_pattern=json.dumps({"source": ["acme.shop"], "detail-type": ["Order Placed"]}),
        )
        CloudwatchEventTarget(
            self.stack,
            "placed-to-intake",
            rule=rule.name,
            event_bus_name=self.bus.name,
            target_id="intake",
            arn=self.intake.arn,
            retry_policy=CloudwatchEventTargetRetryPolicy(maximum_event_age_in_seconds=DAY, maximum_retry_attempts=185),
            dead_letter_config=CloudwatchEventTargetDeadLetterConfig(arn=self.undelivered.arn),
        )
        self._policy("intake", self.intake, self._sent_by("events.amazonaws.com", self.intake, rule.arn))
        rules = f"arn:aws:events:{REGION}:{self.stack.account}:rule/*"
        self._policy(
            "undelivered",
            self.undelivered,
            self._sent_by("events.amazonaws.com", self.undelivered, rules, "ArnLike"),
        )

    def _accepted_to_billing(self) -> None:
        SnsTopicSubscription(
            self.stack,
            "accepted-to-billing",
            topic_arn=self.topic.arn,
            protocol="sqs",
            endpoint=self.billing.arn,
            raw_message_delivery=True,
            redrive_policy=json.dumps({"deadLetterTargetArn": self.failed.arn}),
        )
        self._policy("billing", self.billing, self._sent_by("sns.amazonaws.com", self.billing, self.topic.arn))
        self._policy("failed", self.failed, self._sent_by("sns.amazonaws.com", self.failed, self.topic.arn))
        SqsQueueRedriveAllowPolicy(
            self.stack,
            "failed-redrive",
            queue_url=self.failed.url,
            redrive_allow_policy=json.dumps(
                {"redrivePermission": "byQueue", "sourceQueueArns": [self.intake.arn, self.billing.arn]}
            ),
        )
