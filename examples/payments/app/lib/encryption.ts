import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { policyDocument } from "./policy";
import { Names, Settings } from "./settings";

/** One key for everything at rest, logs and the alarm topic included. */
export class Encryption extends Construct {
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, settings: Settings, names: Names, caller: DataAwsCallerIdentity) {
    super(scope, id);
    this.key = new KmsKey(this, "key", {
      description: `Payments data at rest (${settings.suffix})`,
      enableKeyRotation: true,
      deletionWindowInDays: names.ephemeral ? 7 : 30,
      policy: policyDocument(
        {
          Sid: "Administration",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${caller.accountId}:root` },
          Action: ["kms:*"],
          Resource: ["*"],
        },
        {
          Sid: "Logs",
          Effect: "Allow",
          Principal: { Service: `logs.${settings.region}.amazonaws.com` },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: ["*"],
          Condition: {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${settings.region}:${caller.accountId}:*` },
          },
        },
        {
          Sid: "Alarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: ["*"],
          Condition: { StringEquals: { "aws:SourceAccount": caller.accountId } },
        },
      ),
    });
    new KmsAlias(this, "alias", { name: `alias/${names.of("data")}`, targetKeyId: this.key.keyId });
  }
}
