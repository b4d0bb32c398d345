"""What the internet sees: a name, a certificate, a load balancer, and a firewall in front of it."""

from cdktf import TerraformVariable
from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from cdktf_cdktf_provider_aws.data_aws_route53_zone import DataAwsRoute53Zone
from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs
from cdktf_cdktf_provider_aws.lb_listener import (
    LbListener,
    LbListenerDefaultAction,
    LbListenerDefaultActionFixedResponse,
    LbListenerDefaultActionRedirect,
)
from cdktf_cdktf_provider_aws.lb_listener_rule import (
    LbListenerRule,
    LbListenerRuleAction,
    LbListenerRuleCondition,
    LbListenerRuleConditionHostHeader,
)
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup, LbTargetGroupHealthCheck
from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

from .common import PlatformStack, named
from .groups import SERVICE_PORT, Groups


class Edge:
    """The way in: HTTPS for one host name, and nothing else."""

    def __init__(self, stack: PlatformStack, groups: Groups, vpc_id: str, subnets: list[str], logs: S3Bucket) -> None:
        self.stack = stack
        domain = TerraformVariable(stack, "domain", type="string", description="The public zone of the shop")
        self.host = f"{named('api')}.{domain.string_value}"
        self.zone = DataAwsRoute53Zone(stack, "zone", name=domain.string_value, private_zone=False)
        certificate = self._certificate()
        self.balancer = Lb(
            stack,
            "balancer",
            name=named("balancer"),
            load_balancer_type="application",
            internal=False,
            subnets=subnets,
            security_groups=[groups.balancer.id],
            access_logs=LbAccessLogs(bucket=logs.id, prefix="alb", enabled=True),
            drop_invalid_header_fields=True,
            desync_mitigation_mode="strictest",
            enable_deletion_protection=True,
            idle_timeout=60,
        )
        self.targets = LbTargetGroup(
            stack,
            "targets",
            name=named("tasks"),
            vpc_id=vpc_id,
            target_type="ip",
            port=SERVICE_PORT,
            protocol="HTTP",
            deregistration_delay="30",
            health_check=LbTargetGroupHealthCheck(
                path="/health", matcher="200", interval=15, timeout=5, healthy_threshold=2, unhealthy_threshold=3
            ),
        )
        # Requests that do not name the host are a scanner's.
        self.https = LbListener(
            stack,
            "https",
            load_balancer_arn=self.balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            certificate_arn=certificate.certificate_arn,
            default_action=[
                LbListenerDefaultAction(
                    type="fixed-response",
                    fixed_response=LbListenerDefaultActionFixedResponse(
                        content_type="text/plain", message_body="Not found", status_code="404"
                    ),
                )
            ],
        )
        LbListener(
            stack,
            "http",
            load_balancer_arn=self.balancer.arn,
            port=80,
            protocol="HTTP",
            default_action=[
                LbListenerDefaultAction(
                    type="redirect",
                    redirect=LbListenerDefaultActionRedirect(port="443", protocol="HTTPS", status_code="HTTP_301"),
                )
            ],
        )
        self.rule = LbListenerRule(
            stack,
            "orders-rule",
            listener_arn=self.https.arn,
            priority=10,
            condition=[LbListenerRuleCondition(host_header=LbListenerRuleConditionHostHeader(values=[self.host]))],
            action=[LbListenerRuleAction(type="forward", target_group_arn=self.targets.arn)],
        )
        Route53Record(
            stack,
            "host",
            zone_id=self.zone.zone_id,
            name=self.host,
            type="A",
            alias=Route53RecordAlias(
                name=self.balancer.dns_name, zone_id=self.balancer.zone_id, evaluate_target_health=True
            ),
        )

    def _certificate(self) -> AcmCertificateValidation:
        certificate = AcmCertificate(
            self.stack,
            "certificate",
            domain_name=self.host,
            validation_method="DNS",
            lifecycle={"create_before_destroy": True},
        )
        asked = certificate.domain_validation_options.get(0)
        record = Route53Record(
            self.stack,
            "certificate-record",
            zone_id=self.zone.zone_id,
            name=asked.resource_record_name,
            type=asked.resource_record_type,
            records=[asked.resource_record_value],
            ttl=60,
            allow_overwrite=True,
        )
        return AcmCertificateValidation(
            self.stack,
            "certificate-validation",
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn],
        )
