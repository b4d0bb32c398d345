"""Customer managed keys of KMS: one for each kind of data, so that losing one does not open the others."""

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey

from .common import REGION, PlatformStack, Principals, Statement, document, named, service, when

USE = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]


def use_by_service(account: str, sid: str, *principals: str) -> Statement:
    """Services may use the key for what belongs to this account."""
    return Statement(
        sid=sid,
        principals=service(*principals),
        actions=USE,
        resources=["*"],
        condition=[when("StringEquals", "aws:SourceAccount", account)],
    )


def use_by_logs(account: str) -> Statement:
    """CloudWatch Logs may use the key for log groups of this account."""
    groups = f"arn:aws:logs:{REGION}:{account}:log-group:*"
    return Statement(
        sid="AllowCloudWatchLogs",
        principals=service(f"logs.{REGION}.amazonaws.com"),
        actions=["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        resources=["*"],
        condition=[when("ArnLike", "kms:EncryptionContext:aws:logs:arn", groups)],
    )


def use_by_trail(account: str, trail_arn: str) -> list[Statement]:
    """CloudTrail may look at the key, and encrypt the files of one trail with it."""
    of_the_trail = when("StringEquals", "aws:SourceArn", trail_arn)
    context = f"arn:aws:cloudtrail:*:{account}:trail/*"
    # A request that only describes the key has no encryption context: one statement for both would refuse it.
    return [
        Statement(
            sid="AllowTrailToDescribe",
            principals=service("cloudtrail.amazonaws.com"),
            actions=["kms:DescribeKey"],
            resources=["*"],
            condition=[of_the_trail],
        ),
        Statement(
            sid="AllowTrailToEncrypt",
            principals=service("cloudtrail.amazonaws.com"),
            actions=["kms:GenerateDataKey*"],
            resources=["*"],
            condition=[of_the_trail, when("StringLike", "kms:EncryptionContext:aws:cloudtrail:arn", context)],
        ),
    ]


def key(stack: PlatformStack, id_: str, description: str, *statements: Statement) -> KmsKey:
    """A key that is rotated, and its alias. In a key's policy `*` is the key itself."""
    account = stack.account
    root = Statement(
        sid="AccountAdministersTheKey",
        principals=[Principals(type="AWS", identifiers=[f"arn:aws:iam::{account}:root"])],
        actions=["kms:*"],
        resources=["*"],
    )
    made = KmsKey(
        stack,
        f"{id_}-key",
        description=description,
        enable_key_rotation=True,
        rotation_period_in_days=365,
        deletion_window_in_days=30,
        policy=document(stack, f"{id_}-key-policy", root, *statements),
    )
    KmsAlias(stack, f"{id_}-key-alias", name=f"alias/{named(id_)}", target_key_id=made.key_id)
    return made
