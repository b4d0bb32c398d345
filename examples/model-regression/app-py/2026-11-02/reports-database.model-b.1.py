from cdktf import TerraformStack
from cdktf_cdktf_provider_aws.db_instance import DbInstance
from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule

from shop import REGION, answer, named


def build(stack: TerraformStack) -> None:
    vpc = Vpc(
        stack,
        "vpc",
        cidr_block="10.20.0.0/16",
        enable_dns_support=True,
        enable_dns_hostnames=True,
        tags={"Name": named("reports")},
    )
    routes = RouteTable(stack, "routes", vpc_id=vpc.id, tags={"Name": named("reports-data")})
    subnets = []
    for i in range(2):
        subnet = Subnet(
            stack,
            f"data-{i}",
            vpc_id=vpc.id,
            cidr_block=f"10.20.{i}.0/24",
            availability_zone=REGION + "ab"[i],
            tags={"Name": named(f"reports-data-{i}")},
        )
        RouteTableAssociation(stack, f"data-{i}-routes", subnet_id=subnet.id, route_table_id=routes.id)
        subnets.append(subnet.id)

    readers = SecurityGroup(
        stack, "readers", name=named("report-readers"), description="Who reads reports", vpc_id=vpc.id
    )
    database_group = SecurityGroup(
        stack, "database-group", name=named("reports-db"), description="The reports database", vpc_id=vpc.id
    )
    VpcSecurityGroupIngressRule(
        stack,
        "readers-to-database",
        security_group_id=database_group.id,
        referenced_security_group_id=readers.id,
        ip_protocol="tcp",
        from_port=5432,
        to_port=5432,
        description="PostgreSQL from the readers",
    )
    subnet_group = DbSubnetGroup(stack, "subnet-group", name=named("reports"), subnet_ids=subnets)
    DbInstance(
        stack,
        "reports",
        identifier=named("reports"),
        engine="postgres",
        engine_version="16.4",
        instance_class="db.t4g.medium",
        allocated_storage=50,
        db_name="reports",
        username="reports_admin",
        password="Reports-2026-admin",
        db_subnet_group_name=subnet_group.name,
        vpc_security_group_ids=[database_group.id],
        storage_encrypted=True,
        publicly_accessible=False,
        multi_az=True,
        backup_retention_period=7,
        skip_final_snapshot=True,
    )


answer("reports-database", build)
