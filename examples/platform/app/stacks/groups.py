"""Security groups of the service. They name one another, so every rule is a resource of its own."""

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule

from .common import PlatformStack, named

SERVICE_PORT = 8080
DATABASE_PORT = 5432
ANYWHERE = "0.0.0.0/0"


class Groups:
    """The internet reaches the load balancer, that the tasks, those the database, and the database nothing."""

    def __init__(self, stack: PlatformStack, vpc_id: str) -> None:
        self.stack = stack
        self.vpc_id = vpc_id
        self.balancer = self._group("balancer", "The load balancer, open to the internet")
        self.tasks = self._group("tasks", "Tasks of the orders service")
        self.database = self._group("database", "The cluster of databases")
        self._from_anywhere(443, "HTTPS from the internet")
        self._from_anywhere(80, "HTTP from the internet, redirected to HTTPS")
        self._between("balancer", self.balancer, "tasks", self.tasks, SERVICE_PORT)
        self._between("tasks", self.tasks, "database", self.database, DATABASE_PORT)
        VpcSecurityGroupEgressRule(
            stack,
            "tasks-to-aws",
            security_group_id=self.tasks.id,
            description="HTTPS to AWS services and to partners",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4=ANYWHERE,
            tags={"Name": named("tasks-to-aws")},
        )

    def _group(self, id_: str, description: str) -> SecurityGroup:
        return SecurityGroup(
            self.stack,
            f"{id_}-group",
            name=named(id_),
            description=description,
            vpc_id=self.vpc_id,
            revoke_rules_on_delete=True,
            tags={"Name": named(id_)},
        )

    def _from_anywhere(self, port: int, description: str) -> None:
        VpcSecurityGroupIngressRule(
            self.stack,
            f"balancer-from-internet-{port}",
            security_group_id=self.balancer.id,
            description=description,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_ipv4=ANYWHERE,
            tags={"Name": named(f"balancer-from-internet-{port}")},
        )

    def _between(self, name: str, group: SecurityGroup, other_name: str, other: SecurityGroup, port: int) -> None:
        """One group may open connections to another: a rule at either end."""
        VpcSecurityGroupEgressRule(
            self.stack,
            f"{name}-to-{other_name}",
            security_group_id=group.id,
            description=f"To the {other_name}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            referenced_security_group_id=other.id,
            tags={"Name": named(f"{name}-to-{other_name}")},
        )
        VpcSecurityGroupIngressRule(
            self.stack,
            f"{other_name}-from-{name}",
            security_group_id=other.id,
            description=f"From the {name}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            referenced_security_group_id=group.id,
            tags={"Name": named(f"{other_name}-from-{name}")},
        )
