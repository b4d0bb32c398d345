"""The stack that changes seldom: network, audit, and the registry of images."""

import json

from cdktf import TerraformOutput
from cdktf_cdktf_provider_aws.ecr_lifecycle_policy import EcrLifecyclePolicy
from cdktf_cdktf_provider_aws.ecr_repository import (
    EcrRepository,
    EcrRepositoryEncryptionConfiguration,
    EcrRepositoryImageScanningConfiguration,
)
from constructs import Construct

from .audit import Audit
from .common import PlatformStack, named
from .network import Network

# What became of images: unfinished builds go within days, releases stay for a year of deployments.
IMAGES = {
    "rules": [
        {
            "rulePriority": 1,
            "description": "Layers that no tag names",
            "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7},
            "action": {"type": "expire"},
        },
        {
            "rulePriority": 2,
            "description": "All but the last hundred releases",
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 100},
            "action": {"type": "expire"},
        },
    ]
}


class FoundationStack(PlatformStack):
    """What all of the platform stands on."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_, "foundation")
        self.network = Network(self)
        self.audit = Audit(self, self.network)
        self.repository = EcrRepository(
            self,
            "images",
            name=named("service"),
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=EcrRepositoryImageScanningConfiguration(scan_on_push=True),
            encryption_configuration=[
                EcrRepositoryEncryptionConfiguration(encryption_type="KMS", kms_key=self.audit.key.arn)
            ],
        )
        EcrLifecyclePolicy(self, "images-lifecycle", repository=self.repository.name, policy=json.dumps(IMAGES))
        TerraformOutput(self, "vpc_id", value=self.network.vpc.id, description="The VPC of the platform")
        TerraformOutput(
            self,
            "repository_url",
            value=self.repository.repository_url,
            description="Where images of the service are pushed to",
        )
        TerraformOutput(
            self, "alarm_topic_arn", value=self.audit.topic.arn, description="The topic that alarms are sent to"
        )
