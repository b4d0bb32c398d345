"""Buckets: private, versioned, encrypted, over TLS only, and emptied in time."""

from typing import Callable, Optional

from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleExpiration,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
    S3BucketLifecycleConfigurationRuleTransition,
)
from cdktf_cdktf_provider_aws.s3_bucket_logging import S3BucketLoggingA
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA as ByDefault,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import S3BucketVersioningA, S3BucketVersioningVersioningConfiguration

from .common import PlatformStack, Statement, document, named, without_tls


class Bucket:
    """A bucket, all that belongs to it, and its policy: `statements` are made of the bucket's ARN."""

    def __init__(
        self,
        stack: PlatformStack,
        id_: str,
        *,
        days: int,
        key: Optional[KmsKey],
        logs: Optional[S3Bucket],
        statements: Callable[[str], list[Statement]] = lambda arn: [],
        archive_after: Optional[int] = None,
    ) -> None:
        # Names of buckets are unique in the world: the account's number makes ours so.
        self.bucket = S3Bucket(stack, f"{id_}-bucket", bucket=f"{named(id_)}-{stack.account}")
        blocked = S3BucketPublicAccessBlock(
            stack,
            f"{id_}-public-access",
            bucket=self.bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        S3BucketOwnershipControls(
            stack,
            f"{id_}-ownership",
            bucket=self.bucket.id,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        versioning = S3BucketVersioningA(
            stack,
            f"{id_}-versioning",
            bucket=self.bucket.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        by_default = ByDefault(sse_algorithm="aws:kms", kms_master_key_id=key.arn) if key else ByDefault(sse_algorithm="AES256")
        S3BucketServerSideEncryptionConfigurationA(
            stack,
            f"{id_}-encryption",
            bucket=self.bucket.id,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    apply_server_side_encryption_by_default=by_default, bucket_key_enabled=True if key else None
                )
            ],
        )
        transition = S3BucketLifecycleConfigurationRuleTransition(days=archive_after, storage_class="STANDARD_IA")
        S3BucketLifecycleConfiguration(
            stack,
            f"{id_}-lifecycle",
            bucket=self.bucket.id,
            rule=[
                S3BucketLifecycleConfigurationRule(
                    id="expire",
                    status="Enabled",
                    filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
                    expiration=[S3BucketLifecycleConfigurationRuleExpiration(days=days)],
                    noncurrent_version_expiration=[
                        S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=90)
                    ],
                    abort_incomplete_multipart_upload=[
                        S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=7)
                    ],
                    transition=[transition] if archive_after else None,
                )
            ],
            depends_on=[versioning],
        )
        if logs:
            S3BucketLoggingA(
                stack, f"{id_}-logging", bucket=self.bucket.id, target_bucket=logs.id, target_prefix=f"s3/{id_}/"
            )
        arn = self.bucket.arn
        self.policy = S3BucketPolicy(
            stack,
            f"{id_}-policy",
            bucket=self.bucket.id,
            policy=document(stack, f"{id_}-bucket-policy", without_tls("s3:*", arn, f"{arn}/*"), *statements(arn)),
            depends_on=[blocked],
        )
