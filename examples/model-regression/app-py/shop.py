"""What every prompt gives to begin with: the stack, its state, and a function with a role and a log group."""

import json
import os
from collections.abc import Callable

from cdktf import App, S3Backend, TerraformStack
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags

REGION = "eu-west-1"


def suffix() -> str:
    """The suffix of the environment. No default: nobody changes an environment that they did not name."""
    return os.environ["ENVIRONMENT_SUFFIX"]


def named(what: str) -> str:
    """The physical name of a thing of this environment."""
    return f"shop-{what}-{suffix()}"


def answer(component: str, build: Callable[[TerraformStack], None]) -> None:
    """Synthesizes one stack, which `build` fills."""
    app = App(outdir=os.environ.get("CDKTF_OUTDIR", "cdktf.out"))
    stack = TerraformStack(app, f"{component}-{suffix()}")
    tags = {"Service": component, "Environment": suffix()}
    AwsProvider(stack, "aws", region=REGION, default_tags=[AwsProviderDefaultTags(tags=tags)])
    S3Backend(
        stack,
        bucket="shop-terraform-state",
        key=f"{component}/{suffix()}/terraform.tfstate",
        region=REGION,
        encrypt=True,
        dynamodb_table="shop-terraform-locks",
    )
    build(stack)
    app.synth()


def allow(*pairs: tuple[list[str], list[str]]) -> str:
    """A policy that allows each pair of actions and resources."""
    statements = [{"Effect": "Allow", "Action": actions, "Resource": resources} for actions, resources in pairs]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def trust(service: str) -> str:
    """Who may assume a role."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def function(stack: TerraformStack, part: str, policy: str, **settings) -> LambdaFunction:
    """A function, the role it runs with, and the log group that it writes to."""
    name = settings.pop("function_name", named(part))
    role = IamRole(stack, f"{part}-role", name=named(part), assume_role_policy=trust("lambda.amazonaws.com"))
    logs = CloudwatchLogGroup(stack, f"{part}-logs", name=f"/aws/lambda/{name}", retention_in_days=30)
    document = json.loads(policy)
    document["Statement"].append(
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"{logs.arn}:*"],
        }
    )
    permissions = IamRolePolicy(
        stack, f"{part}-policy", name=named(part), role=role.id, policy=json.dumps(document)
    )
    arguments = {
        "runtime": "python3.13",
        "handler": "main.handler",
        "s3_bucket": "shop-build-artifacts",
        "s3_key": f"releases/{part}.zip",
        "timeout": 30,
        **settings,
    }
    return LambdaFunction(
        stack, part, function_name=name, role=role.arn, depends_on=[permissions, logs], **arguments
    )
