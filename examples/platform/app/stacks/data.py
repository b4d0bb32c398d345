"""Where orders are kept: an Aurora cluster, a table, and a bucket of documents."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from cdktf_cdktf_provider_aws.dynamodb_table import (
    DynamodbTable,
    DynamodbTableAttribute,
    DynamodbTableGlobalSecondaryIndex,
    DynamodbTablePointInTimeRecovery,
    DynamodbTableServerSideEncryption,
    DynamodbTableTtl,
)
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from cdktf_cdktf_provider_aws.rds_cluster_parameter_group import (
    RdsClusterParameterGroup,
    RdsClusterParameterGroupParameter,
)
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

from .buckets import Bucket
from .common import PlatformStack, named, role, when
from .groups import DATABASE_PORT, Groups

# One writes, one reads and takes over.
INSTANCES = 2


class Data:
    """The stores, all of them encrypted with the key of the data."""

    def __init__(self, stack: PlatformStack, key: KmsKey, groups: Groups, subnets: list[str], logs: S3Bucket) -> None:
        self.stack = stack
        self.key = key
        self._cluster(groups, subnets)
        self._table()
        self.documents = Bucket(stack, "documents", days=3650, key=key, logs=logs, archive_after=180).bucket

    def _cluster(self, groups: Groups, subnets: list[str]) -> None:
        identifier = named("database")
        placed = DbSubnetGroup(
            self.stack,
            "database-subnets",
            name=identifier,
            description="The data tier",
            subnet_ids=subnets,
        )
        parameters = RdsClusterParameterGroup(
            self.stack,
            "database-parameters",
            name=identifier,
            family="aurora-postgresql16",
            description="TLS only, and slow statements are logged",
            parameter=[
                RdsClusterParameterGroupParameter(name="rds.force_ssl", value="1"),
                RdsClusterParameterGroupParameter(name="log_min_duration_statement", value="1000"),
            ],
        )
        # Made here and not by RDS, which would keep the logs for ever.
        log_group = CloudwatchLogGroup(
            self.stack,
            "database-logs",
            name=f"/aws/rds/cluster/{identifier}/postgresql",
            retention_in_days=90,
            kms_key_id=self.key.arn,
        )
        self.cluster = RdsCluster(
            self.stack,
            "database",
            cluster_identifier=identifier,
            engine="aurora-postgresql",
            engine_version="16.6",
            database_name="orders",
            port=DATABASE_PORT,
            master_username="orders_admin",
            manage_master_user_password=True,
            master_user_secret_kms_key_id=self.key.key_id,
            iam_database_authentication_enabled=True,
            storage_encrypted=True,
            kms_key_id=self.key.arn,
            db_subnet_group_name=placed.name,
            db_cluster_parameter_group_name=parameters.name,
            vpc_security_group_ids=[groups.database.id],
            backup_retention_period=35,
            preferred_backup_window="02:00-03:00",
            preferred_maintenance_window="sun:03:30-sun:04:30",
            copy_tags_to_snapshot=True,
            deletion_protection=True,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{identifier}-final",
            enabled_cloudwatch_logs_exports=["postgresql"],
            apply_immediately=False,
            depends_on=[log_group],
        )
        watcher = role(
            self.stack,
            "database-monitoring-role",
            "database-monitoring",
            "monitoring.rds.amazonaws.com",
            "Lets RDS publish metrics of the operating system",
            when("StringEquals", "aws:SourceAccount", self.stack.account),
        )
        watching = IamRolePolicyAttachment(
            self.stack,
            "database-monitoring-policy",
            role=watcher.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
        )
        for index in range(INSTANCES):
            RdsClusterInstance(
                self.stack,
                f"database-{index}",
                identifier=named(f"database-{index}"),
                cluster_identifier=self.cluster.id,
                engine=self.cluster.engine,
                engine_version=self.cluster.engine_version,
                instance_class="db.r6g.large",
                db_subnet_group_name=placed.name,
                publicly_accessible=False,
                promotion_tier=index,
                auto_minor_version_upgrade=True,
                ca_cert_identifier="rds-ca-rsa2048-g1",
                copy_tags_to_snapshot=True,
                monitoring_interval=60,
                monitoring_role_arn=watcher.arn,
                performance_insights_enabled=True,
                performance_insights_kms_key_id=self.key.arn,
                performance_insights_retention_period=7,
                depends_on=[watching],
            )

    def _table(self) -> None:
        self.table = DynamodbTable(
            self.stack,
            "carts",
            name=named("carts"),
            billing_mode="PAY_PER_REQUEST",
            hash_key="customer",
            range_key="cart",
            attribute=[
                DynamodbTableAttribute(name="customer", type="S"),
                DynamodbTableAttribute(name="cart", type="S"),
                DynamodbTableAttribute(name="touched", type="N"),
            ],
            global_secondary_index=[
                DynamodbTableGlobalSecondaryIndex(
                    name="by-touched", hash_key="cart", range_key="touched", projection_type="KEYS_ONLY"
                )
            ],
            ttl=DynamodbTableTtl(attribute_name="expires", enabled=True),
            point_in_time_recovery=DynamodbTablePointInTimeRecovery(enabled=True),
            server_side_encryption=DynamodbTableServerSideEncryption(enabled=True, kms_key_arn=self.key.arn),
            deletion_protection_enabled=True,
        )
