"""The network: three tiers in three zones."""

from cdktf import Fn
from cdktf_cdktf_provider_aws.data_aws_availability_zones import (
    DataAwsAvailabilityZones,
    DataAwsAvailabilityZonesFilter,
)
from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule

from .common import REGION, ZONES, PlatformStack, Statement, document, everyone, named, when

CIDR = "10.20.0.0/16"
# Where the ranges of a tier begin, in blocks of /22.
TIERS = {"public": 0, "private": 16, "data": 32}


class Network:
    """Public subnets hold load balancers and NAT, private ones tasks, data ones databases that reach nothing."""

    def __init__(self, stack: PlatformStack) -> None:
        self.stack = stack
        self.vpc = Vpc(
            stack,
            "vpc",
            cidr_block=CIDR,
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": named("vpc")},
        )
        # Without rules: what forgets to name a group of its own reaches nothing.
        DefaultSecurityGroup(stack, "default-group", vpc_id=self.vpc.id, tags={"Name": named("default-unused")})
        zones = DataAwsAvailabilityZones(
            stack,
            "zones",
            state="available",
            filter=[DataAwsAvailabilityZonesFilter(name="opt-in-status", values=["opt-in-not-required"])],
        )
        self.subnets = {
            tier: [self._subnet(tier, first, index, Fn.element(zones.names, index)) for index in range(ZONES)]
            for tier, first in TIERS.items()
        }
        self._public_routes()
        self._private_routes()
        self._data_routes()
        self._gateway_endpoints()
        self._interface_endpoints()

    def ids(self, tier: str) -> list[str]:
        """The ids of the subnets of a tier."""
        return [subnet.id for subnet in self.subnets[tier]]

    def _subnet(self, tier: str, first: int, index: int, zone: str) -> Subnet:
        return Subnet(
            self.stack,
            f"{tier}-subnet-{index}",
            vpc_id=self.vpc.id,
            cidr_block=Fn.cidrsubnet(CIDR, 6, first + index),
            availability_zone=zone,
            map_public_ip_on_launch=False,
            tags={"Name": named(f"{tier}-{index}"), "Tier": tier},
        )

    def _table(self, id_: str) -> RouteTable:
        return RouteTable(self.stack, f"{id_}-routes", vpc_id=self.vpc.id, tags={"Name": named(id_)})

    def _associate(self, tier: str, index: int, table: RouteTable) -> None:
        RouteTableAssociation(
            self.stack,
            f"{tier}-association-{index}",
            subnet_id=self.subnets[tier][index].id,
            route_table_id=table.id,
        )

    def _public_routes(self) -> None:
        self.gateway = InternetGateway(self.stack, "gateway", vpc_id=self.vpc.id, tags={"Name": named("gateway")})
        table = self._table("public")
        Route(
            self.stack,
            "public-default",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=self.gateway.id,
        )
        for index in range(ZONES):
            self._associate("public", index, table)

    def _private_routes(self) -> None:
        """A NAT gateway in each zone: the loss of a zone takes nobody else's way out."""
        self.private_tables = []
        for index in range(ZONES):
            address = Eip(
                self.stack,
                f"nat-address-{index}",
                domain="vpc",
                tags={"Name": named(f"nat-{index}")},
                depends_on=[self.gateway],
            )
            nat = NatGateway(
                self.stack,
                f"nat-{index}",
                allocation_id=address.allocation_id,
                subnet_id=self.subnets["public"][index].id,
                tags={"Name": named(f"nat-{index}")},
                depends_on=[self.gateway],
            )
            table = self._table(f"private-{index}")
            Route(
                self.stack,
                f"private-default-{index}",
                route_table_id=table.id,
                destination_cidr_block="0.0.0.0/0",
                nat_gateway_id=nat.id,
            )
            self._associate("private", index, table)
            self.private_tables.append(table)

    def _data_routes(self) -> None:
        self.data_table = self._table("data")
        for index in range(ZONES):
            self._associate("data", index, self.data_table)

    def _gateway_endpoints(self) -> None:
        """S3 and DynamoDB without NAT, and the tables of DynamoDB only those of our account."""
        tables = [table.id for table in self.private_tables]
        own = Statement(
            sid="TablesOfThisAccount",
            principals=everyone(),
            actions=["dynamodb:*"],
            resources=["*"],
            condition=[
                when("StringEquals", "aws:ResourceAccount", self.stack.account),
                when("StringEquals", "aws:PrincipalAccount", self.stack.account),
            ],
        )
        policies = {"s3": None, "dynamodb": document(self.stack, "dynamodb-endpoint-policy", own)}
        for service, policy in policies.items():
            VpcEndpoint(
                self.stack,
                f"{service}-endpoint",
                vpc_id=self.vpc.id,
                service_name=f"com.amazonaws.{REGION}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=tables,
                policy=policy,
                tags={"Name": named(f"{service}-endpoint")},
            )

    def _interface_endpoints(self) -> None:
        """Secrets and images do not leave the VPC."""
        group = SecurityGroup(
            self.stack,
            "endpoints-group",
            name=named("endpoints"),
            description="Interface endpoints of AWS services",
            vpc_id=self.vpc.id,
            revoke_rules_on_delete=True,
            tags={"Name": named("endpoints")},
        )
        for index, subnet in enumerate(self.subnets["private"]):
            VpcSecurityGroupIngressRule(
                self.stack,
                f"endpoints-from-private-{index}",
                security_group_id=group.id,
                description="HTTPS from the private tier",
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                cidr_ipv4=subnet.cidr_block,
                tags={"Name": named(f"endpoints-from-private-{index}")},
            )
        for service in ("secretsmanager", "ecr.api", "ecr.dkr"):
            VpcEndpoint(
                self.stack,
                f"{service.replace('.', '-')}-endpoint",
                vpc_id=self.vpc.id,
                service_name=f"com.amazonaws.{REGION}.{service}",
                vpc_endpoint_type="Interface",
                private_dns_enabled=True,
                subnet_ids=self.ids("private"),
                security_group_ids=[group.id],
                tags={"Name": named(f"{service.replace('.', '-')}-endpoint")},
            )
