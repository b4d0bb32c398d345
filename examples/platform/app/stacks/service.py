"""The orders service: tasks on Fargate, the roles they have, and how many of them run."""

import json

from cdktf import TerraformResourceLifecycle, TerraformVariable, TerraformVariableValidationConfig
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration as TargetTracking,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as Predefined,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecr_repository import EcrRepository
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_service import (
    EcsService,
    EcsServiceDeploymentCircuitBreaker,
    EcsServiceLoadBalancer,
    EcsServiceNetworkConfiguration,
)
from cdktf_cdktf_provider_aws.ecs_task_definition import (
    EcsTaskDefinition,
    EcsTaskDefinitionRuntimePlatform,
    EcsTaskDefinitionVolume,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret

from .common import REGION, PlatformStack, Statement, document, named, role, when
from .data import Data
from .edge import Edge
from .groups import SERVICE_PORT, Groups
from .messaging import Messaging

CONTAINER = "orders"
LEAST, MOST = 3, 12


class Service:
    """What starts the tasks has one role, what runs in them another."""

    def __init__(
        self,
        stack: PlatformStack,
        data: Data,
        messaging: Messaging,
        edge: Edge,
        groups: Groups,
        subnets: list[str],
        repository: EcrRepository,
    ) -> None:
        self.stack = stack
        self.data = data
        self.messaging = messaging
        self.repository = repository
        self.name = named("service")
        # Its value is put there by hand and rotated by the partner: it never stands in the state.
        self.partner = SecretsmanagerSecret(
            stack,
            "partner-secret",
            name=named("partner-api-key"),
            description="The key for the API of the shipping partner",
            kms_key_id=data.key.arn,
            recovery_window_in_days=30,
        )
        self.logs = CloudwatchLogGroup(
            stack, "service-logs", name=f"/ecs/{self.name}", retention_in_days=90, kms_key_id=data.key.arn
        )
        self.cluster = EcsCluster(
            stack,
            "cluster",
            name=named("cluster"),
            setting=[EcsClusterSetting(name="containerInsights", value="enabled")],
        )
        task = self._task()
        self.service = EcsService(
            stack,
            "service",
            name=self.name,
            cluster=self.cluster.id,
            task_definition=task.arn,
            launch_type="FARGATE",
            platform_version="1.4.0",
            desired_count=LEAST,
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            availability_zone_rebalancing="ENABLED",
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker=EcsServiceDeploymentCircuitBreaker(enable=True, rollback=True),
            health_check_grace_period_seconds=60,
            network_configuration=EcsServiceNetworkConfiguration(
                subnets=subnets, security_groups=[groups.tasks.id], assign_public_ip=False
            ),
            load_balancer=[
                EcsServiceLoadBalancer(
                    target_group_arn=edge.targets.arn, container_name=CONTAINER, container_port=SERVICE_PORT
                )
            ],
            # Autoscaling moves it.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["desired_count"]),
            depends_on=[edge.rule, *self.grants],
        )
        self._autoscaling(edge)

    def _role(self, id_: str, description: str) -> IamRole:
        account = self.stack.account
        return role(
            self.stack,
            f"{id_}-role",
            id_,
            "ecs-tasks.amazonaws.com",
            description,
            when("StringEquals", "aws:SourceAccount", account),
            when("ArnLike", "aws:SourceArn", f"arn:aws:ecs:{REGION}:{account}:*"),
        )

    def _task(self) -> EcsTaskDefinition:
        execution = self._role("execution", "Lets ECS pull the image, write logs and read secrets")
        own = self._role("task", "What the orders service itself may do")
        self.grants = [
            IamRolePolicy(
                self.stack,
                "execution-policy",
                name=named("execution"),
                role=execution.id,
                policy=document(self.stack, "execution-grants", *self._execution_grants()),
            ),
            IamRolePolicy(
                self.stack,
                "task-policy",
                name=named("task"),
                role=own.id,
                policy=json.dumps({"Version": "2012-10-17", "Statement": self._task_grants()}),
            ),
        ]
        return EcsTaskDefinition(
            self.stack,
            "task",
            family=self.name,
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu="512",
            memory="1024",
            execution_role_arn=execution.arn,
            task_role_arn=own.arn,
            runtime_platform=EcsTaskDefinitionRuntimePlatform(
                operating_system_family="LINUX", cpu_architecture="ARM64"
            ),
            volume=[EcsTaskDefinitionVolume(name="tmp")],
            container_definitions=json.dumps([self._container()]),
        )

    def _container(self) -> dict:
        tag = TerraformVariable(
            self.stack,
            "image_tag",
            type="string",
            description="The release of the service, a tag of its repository",
            validation=[
                TerraformVariableValidationConfig(
                    condition='${can(regex("^v[0-9]+[.][0-9]+[.][0-9]+$", var.image_tag))}',
                    error_message="image_tag must be a release like v1.2.3.",
                )
            ],
        )
        environment = {
            "BUS_NAME": self.messaging.bus.name,
            "CARTS_TABLE": self.data.table.name,
            "DATABASE_HOST": self.data.cluster.endpoint,
            "DATABASE_NAME": "orders",
            "DATABASE_USER": "orders_app",
            "DOCUMENTS_BUCKET": self.data.documents.bucket,
            "INTAKE_URL": self.messaging.intake.url,
            "ACCEPTED_TOPIC": self.messaging.topic.arn,
        }
        return {
            "name": CONTAINER,
            "image": f"{self.repository.repository_url}:{tag.string_value}",
            "essential": True,
            "user": "10001",
            "readonlyRootFilesystem": True,
            "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
            "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],
            "portMappings": [{"containerPort": SERVICE_PORT, "protocol": "tcp"}],
            "healthCheck": {
                "command": ["CMD", "/app/orders", "health"],
                "interval": 15,
                "timeout": 5,
                "retries": 3,
                "startPeriod": 30,
            },
            "environment": [{"name": name, "value": value} for name, value in environment.items()],
            "secrets": [{"name": "PARTNER_API_KEY", "valueFrom": self.partner.arn}],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": self.logs.name,
                    "awslogs-region": REGION,
                    "awslogs-stream-prefix": CONTAINER,
                },
            },
        }

    def _execution_grants(self) -> list[Statement]:
        return [
            # It has no resource level.
            Statement(sid="LogIn", actions=["ecr:GetAuthorizationToken"], resources=["*"]),
            Statement(
                sid="Pull",
                actions=["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                resources=[self.repository.arn],
            ),
            Statement(
                sid="WriteLogs",
                actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                resources=[f"{self.logs.arn}:*"],
            ),
            Statement(sid="ReadSecret", actions=["secretsmanager:GetSecretValue"], resources=[self.partner.arn]),
            Statement(
                sid="DecryptSecret",
                actions=["kms:Decrypt"],
                resources=[self.data.key.arn],
                condition=[when("StringEquals", "kms:ViaService", f"secretsmanager.{REGION}.amazonaws.com")],
            ),
        ]

    def _task_grants(self) -> list[dict]:
        data, messaging = self.data, self.messaging
        user = f"arn:aws:rds-db:{REGION}:{self.stack.account}:dbuser:{data.cluster.cluster_resource_id}/orders_app"
        grants = {
            "Carts": (
                ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"],
                [data.table.arn, f"{data.table.arn}/index/*"],
            ),
            "Documents": (["s3:GetObject", "s3:PutObject"], [f"{data.documents.arn}/*"]),
            "ListDocuments": (["s3:ListBucket"], [data.documents.arn]),
            "Database": (["rds-db:connect"], [user]),
            "Intake": (
                ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
                [messaging.intake.arn, messaging.billing.arn],
            ),
            "Accepted": (["sns:Publish"], [messaging.topic.arn]),
            "Events": (["events:PutEvents"], [messaging.bus.arn]),
            "Keys": (["kms:Decrypt", "kms:GenerateDataKey"], [data.key.arn, messaging.key.arn]),
        }
        return [
            {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
            for sid, (actions, resources) in grants.items()
        ]

    def _autoscaling(self, edge: Edge) -> None:
        target = AppautoscalingTarget(
            self.stack,
            "scaling",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=f"service/{self.cluster.name}/{self.service.name}",
            min_capacity=LEAST,
            max_capacity=MOST,
        )
        requests = f"{edge.balancer.arn_suffix}/{edge.targets.arn_suffix}"
        metrics = {
            "cpu": (60, Predefined(predefined_metric_type="ECSServiceAverageCPUUtilization")),
            "requests": (
                500,
                Predefined(predefined_metric_type="ALBRequestCountPerTarget", resource_label=requests),
            ),
        }
        for id_, (value, metric) in metrics.items():
            AppautoscalingPolicy(
                self.stack,
                f"scale-by-{id_}",
                name=named(f"scale-by-{id_}"),
                policy_type="TargetTrackingScaling",
                service_namespace=target.service_namespace,
                scalable_dimension=target.scalable_dimension,
                resource_id=target.resource_id,
                target_tracking_scaling_policy_configuration=TargetTracking(
                    target_value=value,
                    predefined_metric_specification=metric,
                    scale_in_cooldown=300,
                    scale_out_cooldown=60,
                ),
            )
