import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { dependable } from "cdktf";
import { PaymentsStack } from "./lib/payments-stack";
import { allow, policyDocument, trust } from "./lib/policy";

/** A mistake that people and models make, applied to a stack that is fine. */
export interface Fault {
  /** The row of the failure catalogue that FAULTS.md refers to. */
  readonly row: string;
  readonly what: string;
  readonly plant: (stack: PaymentsStack) => void;
}

/** Every fault of the broken variant. FAULTS.md says which spec finds which. */
export const faults: Fault[] = [
  // ---- names ----
  {
    // S3-13
    row: "S3-13",
    what: "the function's name is the same in every environment",
    plant: ({ handler }) => { handler.function.functionName = "payments-api"; },
  },
  {
    // S3-09
    row: "S3-09",
    what: "the bucket's name is the same in every environment, and buckets are global",
    plant: ({ storage }) => { storage.receipts.bucket = "payments-receipts"; },
  },
  {
    // S3-03
    row: "S3-03",
    what: "the secret's name is the same in every environment",
    plant: ({ secrets }) => { secrets.providerKey.name = "payments-provider-key"; },
  },

  // ---- iam ----
  {
    // S0-04
    row: "S0-04",
    what: "the worker may read every secret of the account",
    plant: ({ settlement, storage, messaging }) => {
      settlement.policy.policy = policyDocument(
        allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], [storage.ledger.arn]),
        allow(["s3:PutObject"], [`${storage.receipts.arn}/receipts/*`]),
        allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], [messaging.settlements.arn]),
        allow(["secretsmanager:GetSecretValue"], ["*"]),
      );
    },
  },
  {
    // S0-05
    row: "S0-05",
    what: "the API function may do anything to any table",
    plant: ({ handler }) => {
      new IamRolePolicyAttachment(handler, "table-policy", {
        role: handler.role.name,
        policyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
      });
    },
  },
  {
    // S0-33
    row: "S0-33",
    what: "the workflow's role trusts Lambda, not Step Functions",
    plant: ({ workflow }) => { workflow.role.assumeRolePolicy = trust("lambda.amazonaws.com"); },
  },

  // ---- database ----
  {
    // S3-08
    row: "S3-08",
    what: "the database is not encrypted",
    plant: ({ database }) => {
      database.instance.storageEncrypted = false;
      database.instance.resetKmsKeyId();
    },
  },
  {
    // S3-07
    row: "S3-07",
    what: "the database has a public address",
    plant: ({ database }) => { database.instance.publiclyAccessible = true; },
  },
  {
    // S2-27
    row: "S2-27",
    what: "the master password stands in the code",
    plant: ({ database }) => {
      database.instance.resetManageMasterUserPassword();
      database.instance.password = "Example-Passw0rd!";
    },
  },
  {
    // S2-20
    row: "S2-20",
    what: "a pull-request environment cannot be destroyed",
    plant: ({ database }) => { database.instance.deletionProtection = true; },
  },
  {
    // S2-21
    row: "S2-21",
    what: "no backups",
    plant: ({ database }) => { database.instance.backupRetentionPeriod = 0; },
  },
  {
    // S3-06
    row: "S3-06",
    what: "whether there is a standby is left to the provider's default, which is no",
    plant: ({ database }) => { database.instance.resetMultiAz(); },
  },

  // ---- network ----
  {
    // S2-05
    row: "S2-05",
    what: "PostgreSQL is open to the internet",
    plant: ({ network }) => {
      network.databaseIngress.resetReferencedSecurityGroupId();
      network.databaseIngress.cidrIpv4 = "0.0.0.0/0";
    },
  },
  {
    // S1-27
    row: "S1-27",
    what: "a security group says \"Managed by Terraform\"",
    plant: ({ network }) => { network.functionsGroup.resetDescription(); },
  },
  {
    // S1-09
    row: "S1-09",
    what: "the Secrets Manager endpoint is left to the default type, Gateway, which that service has not",
    plant: ({ network }) => { network.secretsEndpoint.resetVpcEndpointType(); },
  },

  // ---- functions ----
  {
    // S1-01
    row: "S1-01",
    what: "one function reserves half of the account's concurrency",
    plant: ({ settlement }) => { settlement.function.reservedConcurrentExecutions = 500; },
  },
  {
    // S1-02
    row: "S1-02",
    what: "the package is an absolute path of one build machine",
    plant: ({ settlement }) => {
      settlement.function.resetS3Bucket();
      settlement.function.resetS3Key();
      settlement.function.filename = "/opt/build/settlement.zip";
    },
  },
  {
    // S2-15
    row: "S2-15",
    what: "the API function's logs are kept for ever",
    plant: ({ handler }) => { handler.logs.resetRetentionInDays(); },
  },

  // ---- api ----
  {
    // S3-21
    row: "S3-21",
    what: "a changed method is never deployed",
    plant: ({ api }) => { api.deployment.resetTriggers(); },
  },
  {
    // S0-27
    row: "S0-27",
    what: "a new deployment first deletes the one that is being used",
    plant: ({ api }) => { api.deployment.lifecycle = undefined; },
  },
  {
    // S0-25
    row: "S0-25",
    what: "no throttling",
    plant: ({ api }) => {
      api.settings.putSettings({ metricsEnabled: true, loggingLevel: "ERROR", dataTraceEnabled: false });
    },
  },
  {
    // S0-21
    row: "S0-21",
    what: "any API of any account may invoke the function",
    plant: ({ api }) => { api.permission.resetSourceArn(); },
  },
  {
    // S0-22
    row: "S0-22",
    what: "Lambda is invoked with GET and answers 500",
    plant: ({ api }) => { api.read.integration.integrationHttpMethod = "GET"; },
  },

  // ---- storage ----
  {
    // S4-28
    row: "S4-28",
    what: "a bucket policy may make receipts public",
    plant: ({ storage }) => { storage.publicAccess.blockPublicPolicy = false; },
  },
  {
    // S0-37
    row: "S0-37",
    what: "the table's hash key is not among its attributes",
    plant: ({ storage }) => { storage.ledger.hashKey = "transaction_id"; },
  },

  // ---- messaging ----
  {
    // S0-36
    row: "S0-36",
    what: "a payment that cannot be settled is tried for ever",
    plant: ({ messaging }) => { messaging.settlements.resetRedrivePolicy(); },
  },
  {
    // S0-35
    row: "S0-35",
    what: "messages are handed out again while the function still works on them",
    plant: ({ messaging }) => { messaging.settlements.visibilityTimeoutSeconds = 30; },
  },

  // ---- workflow ----
  {
    // S0-30
    row: "S0-30",
    what: "the state machine starts at a state that does not exist",
    plant: ({ workflow }) => {
      const definition = JSON.parse(workflow.stateMachine.definitionInput!);
      definition.StartAt = "Authorize";
      workflow.stateMachine.definition = JSON.stringify(definition);
    },
  },
  {
    // S1-16
    row: "S1-16",
    what: "one throttled call fails the payment: a task without Retry",
    plant: ({ workflow }) => {
      const definition = JSON.parse(workflow.stateMachine.definitionInput!);
      delete definition.States.WriteLedger.Retry;
      workflow.stateMachine.definition = JSON.stringify(definition);
    },
  },

  // ---- monitoring ----
  {
    // S4-08
    row: "S4-08",
    what: "a percentile is no statistic",
    plant: ({ monitoring }) => {
      monitoring.apiLatency.resetExtendedStatistic();
      monitoring.apiLatency.statistic = "p99";
    },
  },
  {
    // S4-12
    row: "S4-12",
    what: "an alarm that nobody hears",
    plant: ({ monitoring }) => {
      monitoring.deadLetters.resetAlarmActions();
      monitoring.deadLetters.resetOkActions();
    },
  },

  // ---- stack ----
  {
    // S4-21
    row: "S4-21",
    what: "the state, with its secrets, is stored as it is",
    plant: (stack) => { stack.addOverride("terraform.backend.s3.encrypt", false); },
  },
  {
    // S3-01
    row: "S3-01",
    what: "every environment writes the same state",
    plant: (stack) => { stack.addOverride("terraform.backend.s3.key", "payments/terraform.tfstate"); },
  },
  {
    // S0-54
    row: "S0-54",
    what: "a variable that nobody explains",
    plant: ({ alarmEmail }) => { alarmEmail.addOverride("description", ""); },
  },
  {
    // S0-55
    row: "S0-55",
    what: "an output that nobody explains",
    plant: ({ databaseEndpoint }) => { databaseEndpoint.description = undefined; },
  },

  // ---- joins: what these break is a relation between resources ----
  {
    // S0-12
    row: "S0-12",
    what: "a zone is named, not looked up",
    plant: ({ network }) => { network.privateSubnets[1].availabilityZone = "us-east-1b"; },
  },
  {
    // S0-13
    row: "S0-13",
    what: "two private subnets overlap",
    plant: ({ network }) => { network.privateSubnets[1].cidrBlock = "10.40.18.0/23"; },
  },
  {
    // S0-14
    row: "S0-14",
    what: "a private subnet has no route table, so nothing in it reaches AWS",
    plant: ({ network }) => { network.node.tryRemoveChild("private-association-1"); },
  },
  {
    // S0-24
    row: "S0-24",
    what: "the deployment does not wait for one of the integrations",
    plant: ({ api: { create, read, deployment } }) => {
      deployment.dependsOn = [create.method, create.integration, read.method].map(dependable);
    },
  },
];
