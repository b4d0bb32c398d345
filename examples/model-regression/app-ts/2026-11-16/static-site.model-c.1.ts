import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { answer, named, suffix } from "../lib";

const domain = `${suffix}.shop.example.com`;

answer("static-site", (stack) => {
  const northVirginia = new AwsProvider(stack, "us-east-1", { region: "us-east-1", alias: "us-east-1" });
  const certificate = new AcmCertificate(stack, "certificate", {
    provider: northVirginia,
    domainName: domain,
    validationMethod: "DNS",
    lifecycle: { createBeforeDestroy: true },
  });

  const bucket = new S3Bucket(stack, "pages", { bucket: named("pages") });
  new S3BucketPublicAccessBlock(stack, "pages-access", {
    bucket: bucket.id,
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
  });
  const access = new CloudfrontOriginAccessControl(stack, "pages-origin", {
    name: named("pages"),
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  new CloudfrontDistribution(stack, "site", {
    enabled: true,
    aliases: [domain],
    defaultRootObject: "index.html",
    origin: [{ originId: "pages", domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.id }],
    defaultCacheBehavior: {
      targetOriginId: "pages",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: certificate.arn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  });
  new S3BucketPolicy(stack, "pages-policy", {
    bucket: bucket.id,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
        Resource: [bucket.arn, `${bucket.arn}/*`],
      }],
    }),
  });
});
