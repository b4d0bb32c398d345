"""Alarms on what customers feel, and on what will be felt soon."""

import json
from typing import Optional

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget, CloudwatchEventTargetDeadLetterConfig
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import (
    CloudwatchMetricAlarm,
    CloudwatchMetricAlarmMetricQuery,
    CloudwatchMetricAlarmMetricQueryMetric,
)

from .common import REGION, PlatformStack, named
from .data import Data
from .edge import Edge
from .messaging import Messaging
from .service import Service

MINUTE = 60


class Alarms:
    """Every alarm speaks on the same topic, and says when it is over."""

    def __init__(
        self, stack: PlatformStack, topic: str, edge: Edge, service: Service, data: Data, messaging: Messaging
    ) -> None:
        self.stack = stack
        self.topic = topic
        self._of_edge(edge)
        self._of_service(service, messaging.undelivered.arn)
        self._of_data(data)
        self._of_messaging(messaging)

    def _alarm(
        self,
        id_: str,
        description: str,
        namespace: str,
        metric: str,
        dimensions: dict[str, str],
        threshold: float,
        *,
        statistic: Optional[str] = "Average",
        percentile: Optional[str] = None,
        below: bool = False,
        periods: int = 3,
        missing: str = "notBreaching",
    ) -> None:
        CloudwatchMetricAlarm(
            self.stack,
            f"{id_}-alarm",
            alarm_name=named(id_),
            alarm_description=description,
            namespace=namespace,
            metric_name=metric,
            dimensions=dimensions,
            statistic=None if percentile else statistic,
            extended_statistic=percentile,
            period=5 * MINUTE,
            evaluation_periods=periods,
            datapoints_to_alarm=periods,
            threshold=threshold,
            comparison_operator="LessThanThreshold" if below else "GreaterThanThreshold",
            treat_missing_data=missing,
            alarm_actions=[self.topic],
            ok_actions=[self.topic],
        )

    def _of_edge(self, edge: Edge) -> None:
        balancer = {"LoadBalancer": edge.balancer.arn_suffix}
        targets = {**balancer, "TargetGroup": edge.targets.arn_suffix}
        self._alarm(
            "slow-responses",
            "One request in a hundred takes more than two seconds",
            "AWS/ApplicationELB",
            "TargetResponseTime",
            targets,
            2,
            percentile="p99",
        )
        self._alarm(
            "unhealthy-tasks",
            "The load balancer sees tasks that do not answer",
            "AWS/ApplicationELB",
            "UnHealthyHostCount",
            targets,
            0,
            statistic="Maximum",
        )
        counted = {
            name: CloudwatchMetricAlarmMetricQuery(
                id=name,
                return_data=False,
                metric=CloudwatchMetricAlarmMetricQueryMetric(
                    namespace="AWS/ApplicationELB",
                    metric_name=metric,
                    dimensions=balancer,
                    period=5 * MINUTE,
                    stat="Sum",
                ),
            )
            for name, metric in {"errors": "HTTPCode_Target_5XX_Count", "requests": "RequestCount"}.items()
        }
        rate = CloudwatchMetricAlarmMetricQuery(
            id="rate", expression="100 * FILL(errors, 0) / requests", label="Errors in percent", return_data=True
        )
        CloudwatchMetricAlarm(
            self.stack,
            "error-rate-alarm",
            alarm_name=named("error-rate"),
            alarm_description="More than one request in a hundred fails",
            metric_query=[rate, *counted.values()],
            evaluation_periods=3,
            datapoints_to_alarm=2,
            threshold=1,
            comparison_operator="GreaterThanThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[self.topic],
            ok_actions=[self.topic],
        )

    def _of_service(self, service: Service, undelivered: str) -> None:
        dimensions = {"ClusterName": service.cluster.name, "ServiceName": service.service.name}
        for metric in ("CPUUtilization", "MemoryUtilization"):
            self._alarm(
                f"service-{metric.removesuffix('Utilization').lower()}",
                f"{metric} of the service is high although it scales",
                "AWS/ECS",
                metric,
                dimensions,
                85,
                missing="breaching",
            )
        # A deployment that the circuit breaker rolled back.
        rule = CloudwatchEventRule(
            self.stack,
            "deployment-failed",
            name=named("deployment-failed"),
            description="A deployment of the orders service failed",
            event_pattern=json.dumps(
                {
                    "source": ["aws.ecs"],
                    "detail-type": ["ECS Deployment State Change"],
                    "resources": [service.service.id],
                    "detail": {"eventName": ["SERVICE_DEPLOYMENT_FAILED"]},
                }
            ),
        )
        CloudwatchEventTarget(
            self.stack,
            "deployment-failed-to-alarms",
            rule=rule.name,
            target_id="alarms",
            arn=self.topic,
            dead_letter_config=CloudwatchEventTargetDeadLetterConfig(arn=undelivered),
        )

    def _of_data(self, data: Data) -> None:
        cluster = {"DBClusterIdentifier": data.cluster.cluster_identifier}
        self._alarm("database-cpu", "The database is busy", "AWS/RDS", "CPUUtilization", cluster, 80, missing="breaching")
        self._alarm(
            "database-memory",
            "The database has less than 1 GiB of memory left",
            "AWS/RDS",
            "FreeableMemory",
            cluster,
            1024**3,
            statistic="Minimum",
            below=True,
        )
        self._alarm(
            "carts-throttled",
            "Reads of the table of carts are throttled",
            "AWS/DynamoDB",
            "ReadThrottleEvents",
            {"TableName": data.table.name},
            0,
            statistic="Sum",
        )

    def _of_messaging(self, messaging: Messaging) -> None:
        for id_, queue in {"failed": messaging.failed, "undelivered": messaging.undelivered}.items():
            self._alarm(
                f"{id_}-messages",
                f"Messages wait in the dead letter queue {id_}",
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                {"QueueName": queue.name},
                0,
                statistic="Maximum",
                periods=1,
            )
        self._alarm(
            "intake-age",
            f"Orders wait for more than ten minutes in {REGION}",
            "AWS/SQS",
            "ApproximateAgeOfOldestMessage",
            {"QueueName": messaging.intake.name},
            10 * MINUTE,
            statistic="Maximum",
        )
