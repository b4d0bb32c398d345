"""What both stacks are made with: names, the provider, the state, and policies that are written often."""

import os

from cdktf import S3Backend, TerraformStack
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument,
    DataAwsIamPolicyDocumentStatement as Statement,
    DataAwsIamPolicyDocumentStatementCondition as Condition,
    DataAwsIamPolicyDocumentStatementPrincipals as Principals,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct

# No default: nobody changes an environment that they did not name.
SUFFIX = os.environ["ENVIRONMENT_SUFFIX"]
REGION = "eu-west-1"
ZONES = 3


def named(what: str) -> str:
    """The physical name of a thing of this environment."""
    return f"orders-{what}-{SUFFIX}"


class PlatformStack(TerraformStack):
    """A stack with the provider, tags and state that every stack of the platform has."""

    def __init__(self, scope: Construct, id_: str, component: str) -> None:
        super().__init__(scope, id_)
        tags = {
            "Project": "orders",
            "Component": component,
            "Environment": SUFFIX,
            "Owner": "orders-platform",
            "CostCenter": "4711",
            "ManagedBy": "cdktf",
        }
        AwsProvider(self, "aws", region=REGION, default_tags=[AwsProviderDefaultTags(tags=tags)])
        S3Backend(
            self,
            bucket="acme-terraform-state",
            key=f"orders/{SUFFIX}/{component}.tfstate",
            region=REGION,
            encrypt=True,
            kms_key_id="alias/acme-terraform-state",
        )
        # cdktf 0.21 has no property for either; both need Terraform 1.10.
        self.add_override("terraform.required_version", ">= 1.10.0")
        self.add_override("terraform.backend.s3.use_lockfile", True)
        self.account = DataAwsCallerIdentity(self, "current").account_id


def service(*names: str) -> list[Principals]:
    """The principals of AWS services."""
    return [Principals(type="Service", identifiers=list(names))]


def everyone() -> list[Principals]:
    """Whoever asks: only for what is denied, or held to our own account by conditions."""
    return [Principals(type="AWS", identifiers=["*"])]


def when(test: str, variable: str, *values: str) -> Condition:
    """A condition of a statement."""
    return Condition(test=test, variable=variable, values=list(values))


def without_tls(actions: str, *resources: str) -> Statement:
    """Refuses requests that do not come over TLS."""
    return Statement(
        sid="DenyWithoutTls",
        effect="Deny",
        principals=everyone(),
        actions=[actions],
        resources=list(resources),
        condition=[when("Bool", "aws:SecureTransport", "false")],
    )


def document(scope: Construct, id_: str, *statements: Statement) -> str:
    """The JSON of a policy."""
    return DataAwsIamPolicyDocument(scope, id_, statement=list(statements)).json


def role(scope: Construct, id_: str, name: str, principal: str, description: str, *conditions: Condition) -> IamRole:
    """A role for one service, which may assume it for us and for nobody else."""
    trust = Statement(
        sid="Trust",
        actions=["sts:AssumeRole"],
        principals=service(principal),
        condition=list(conditions) or None,
    )
    return IamRole(
        scope,
        id_,
        name=named(name),
        description=description,
        assume_role_policy=document(scope, f"{id_}-trust", trust),
    )
