"""The web application firewall in front of the load balancer."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.wafv2_web_acl import Wafv2WebAcl
from cdktf_cdktf_provider_aws.wafv2_web_acl_association import Wafv2WebAclAssociation
from cdktf_cdktf_provider_aws.wafv2_web_acl_logging_configuration import Wafv2WebAclLoggingConfiguration

from .common import PlatformStack, named
from .edge import Edge

MANAGED = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
]
# Requests of one address in five minutes.
RATE = 2000


def _visible(metric: str) -> dict:
    return {"cloudwatch_metrics_enabled": True, "metric_name": metric, "sampled_requests_enabled": True}


def _rules() -> list[dict]:
    """The typed classes of a rule nest too deep for anyone to read: blocks as Terraform spells them."""
    rate = {
        "name": "rate",
        "priority": 0,
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": RATE, "aggregate_key_type": "IP"}},
        "visibility_config": _visible("rate"),
    }
    managed = [
        {
            "name": name,
            "priority": priority,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": {"name": name, "vendor_name": "AWS"}},
            "visibility_config": _visible(name),
        }
        for priority, name in enumerate(MANAGED, start=1)
    ]
    return [rate, *managed]


class Firewall:
    """What it lets through is counted, what it blocks is logged."""

    def __init__(self, stack: PlatformStack, edge: Edge, key: KmsKey) -> None:
        self.acl = Wafv2WebAcl(
            stack,
            "firewall",
            name=named("firewall"),
            description="In front of the orders service",
            scope="REGIONAL",
            default_action={"allow": {}},
            visibility_config={
                "cloudwatch_metrics_enabled": True,
                "metric_name": named("firewall"),
                "sampled_requests_enabled": True,
            },
        )
        self.acl.add_override("rule", _rules())
        Wafv2WebAclAssociation(
            stack, "firewall-association", resource_arn=edge.balancer.arn, web_acl_arn=self.acl.arn
        )
        # WAF demands that the name begins so.
        group = CloudwatchLogGroup(
            stack,
            "firewall-logs",
            name=f"aws-waf-logs-{named('firewall')}",
            retention_in_days=365,
            kms_key_id=key.arn,
        )
        logging = Wafv2WebAclLoggingConfiguration(
            stack, "firewall-logging", resource_arn=self.acl.arn, log_destination_configs=[group.arn]
        )
        logging.add_override("redacted_fields", [{"single_header": {"name": "authorization"}}])
