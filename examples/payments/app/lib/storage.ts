import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { policyDocument } from "./policy";
import { Names } from "./settings";

/** Receipts as objects, the ledger as a table. */
export class Storage extends Construct {
  readonly receipts: S3Bucket;
  readonly publicAccess: S3BucketPublicAccessBlock;
  readonly versioning: S3BucketVersioningA;
  readonly ledger: DynamodbTable;

  constructor(scope: Construct, id: string, names: Names, key: KmsKey) {
    super(scope, id);

    this.receipts = new S3Bucket(this, "receipts", {
      bucket: names.of("receipts"),
      forceDestroy: names.ephemeral,
    });
    this.publicAccess = new S3BucketPublicAccessBlock(this, "receipts-access", {
      bucket: this.receipts.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "receipts-encryption", {
      bucket: this.receipts.id,
      rule: [{
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
      }],
    });
    this.versioning = new S3BucketVersioningA(this, "receipts-versioning", {
      bucket: this.receipts.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "receipts-lifecycle", {
      bucket: this.receipts.id,
      rule: [{
        id: "archive-then-expire",
        status: "Enabled",
        filter: [{ prefix: "receipts/" }],
        transition: [{ days: 90, storageClass: "STANDARD_IA" }],
        expiration: [{ days: 2555 }],
        noncurrentVersionExpiration: [{ noncurrentDays: 90 }],
      }],
      dependsOn: [this.versioning],
    });
    new S3BucketPolicy(this, "receipts-policy", {
      bucket: this.receipts.id,
      policy: policyDocument({
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: [this.receipts.arn, `${this.receipts.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
      dependsOn: [this.publicAccess],
    });

    this.ledger = new DynamodbTable(this, "ledger", {
      name: names.of("ledger"),
      billingMode: "PAY_PER_REQUEST",
      hashKey: "payment_id",
      rangeKey: "entry",
      attribute: [
        { name: "payment_id", type: "S" },
        { name: "entry", type: "S" },
        { name: "merchant_id", type: "S" },
        { name: "created_at", type: "N" },
      ],
      globalSecondaryIndex: [{
        name: "by-merchant",
        hashKey: "merchant_id",
        rangeKey: "created_at",
        projectionType: "ALL",
      }],
      ttl: { attributeName: "expires_at", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: !names.ephemeral,
    });
  }
}
