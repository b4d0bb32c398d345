from cdktf import TerraformStack
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_notification import (
    S3BucketNotification,
    S3BucketNotificationLambdaFunction,
)
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA as Encryption,
    S3BucketServerSideEncryptionConfigurationRuleA as Rule,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA as Default,
)

from shop import allow, answer, function, named


def bucket(stack: TerraformStack, what: str) -> S3Bucket:
    made = S3Bucket(stack, what, bucket=named(what))
    S3BucketPublicAccessBlock(
        stack,
        f"{what}-access",
        bucket=made.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    default = Default(sse_algorithm="AES256")
    Encryption(
        stack, f"{what}-encryption", bucket=made.id, rule=[Rule(apply_server_side_encryption_by_default=default)]
    )
    return made


def build(stack: TerraformStack) -> None:
    uploads = bucket(stack, "uploads")
    thumbnails = bucket(stack, "thumbnails")
    policy = allow((["s3:GetObject"], [f"{uploads.arn}/*"]), (["s3:PutObject"], [f"{thumbnails.arn}/*"]))
    resize = function(
        stack, "resize", policy, memory_size=1024, environment={"variables": {"THUMBNAILS_BUCKET": thumbnails.bucket}}
    )
    permission = LambdaPermission(
        stack,
        "uploads-may-call",
        action="lambda:InvokeFunction",
        function_name=resize.function_name,
        principal="s3.amazonaws.com",
        source_arn=uploads.arn,
    )
    S3BucketNotification(
        stack,
        "uploads-notification",
        bucket=uploads.id,
        lambda_function=[
            S3BucketNotificationLambdaFunction(
                lambda_function_arn=resize.arn, events=["s3:ObjectCreated:*"], filter_suffix=".jpg"
            )
        ],
        depends_on=[permission],
    )


answer("image-thumbnails", build)
