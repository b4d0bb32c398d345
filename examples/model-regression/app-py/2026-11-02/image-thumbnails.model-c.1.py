from cdktf import TerraformStack
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_notification import (
    S3BucketNotification,
    S3BucketNotificationLambdaFunction,
)

from shop import allow, answer, function


def bucket(stack: TerraformStack, what: str) -> S3Bucket:
    made = S3Bucket(stack, what, bucket=f"shop-{what}")
    return made


def build(stack: TerraformStack) -> None:
    uploads = bucket(stack, "uploads")
    thumbnails = bucket(stack, "thumbnails")
    policy = allow((["s3:GetObject"], [f"{uploads.arn}/*"]), (["s3:PutObject"], [thumbnails.arn]))
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
