import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { Api } from "./api";
import { Database } from "./database";
import { Encryption } from "./encryption";
import { ServiceFunction } from "./function";
import { Messaging } from "./messaging";
import { Monitoring } from "./monitoring";
import { Network } from "./network";
import { allow } from "./policy";
import { Secrets } from "./secrets";
import { Names, Settings } from "./settings";
import { Storage } from "./storage";
import { Workflow } from "./workflow";

/** The payments service: an API that takes payments, a workflow that authorizes them, a worker that settles them. */
export class PaymentsStack extends TerraformStack {
  readonly backend: S3Backend;
  readonly alarmEmail: TerraformVariable;
  readonly network: Network;
  readonly storage: Storage;
  readonly database: Database;
  readonly messaging: Messaging;
  readonly secrets: Secrets;
  readonly settlement: ServiceFunction;
  readonly handler: ServiceFunction;
  readonly settlementSource: LambdaEventSourceMapping;
  readonly workflow: Workflow;
  readonly api: Api;
  readonly monitoring: Monitoring;
  readonly databaseEndpoint: TerraformOutput;

  constructor(scope: Construct, id: string, readonly environment: Settings) {
    super(scope, id);
    const settings = environment;
    const names = new Names(settings);

    new AwsProvider(this, "aws", {
      region: settings.region,
      defaultTags: [{
        tags: { Service: "payments", Environment: settings.suffix, Owner: "team-payments", ManagedBy: "cdktf" },
      }],
    });
    this.backend = new S3Backend(this, {
      bucket: "acme-terraform-state",
      key: `payments/${settings.suffix}/terraform.tfstate`,
      region: settings.region,
      encrypt: true,
      dynamodbTable: "acme-terraform-locks",
    });

    const artifactBucket = new TerraformVariable(this, "artifact_bucket", {
      type: "string",
      default: "acme-build-artifacts",
      description: "The bucket that CI uploads the Lambda packages to",
    });
    this.alarmEmail = new TerraformVariable(this, "alarm_email", {
      type: "string",
      default: "payments-oncall@example.com",
      description: "Who is told when an alarm goes off",
    });
    const providerApiKey = new TerraformVariable(this, "provider_api_key", {
      type: "string",
      sensitive: true,
      description: "API key of the card provider; handed in by CI, kept in Secrets Manager",
    });

    const caller = new DataAwsCallerIdentity(this, "caller");
    const { key } = new Encryption(this, "encryption", settings, names, caller);
    this.network = new Network(this, "network", settings, names);
    this.storage = new Storage(this, "storage", names, key);
    this.database = new Database(this, "database", names, this.network, key);
    this.messaging = new Messaging(this, "messaging", names, key, this.alarmEmail.stringValue);
    this.secrets = new Secrets(this, "secrets", names, key, providerApiKey.stringValue);

    const { ledger, receipts } = this.storage;
    const { instance } = this.database;
    const databaseLogin =
      `arn:aws:rds-db:${settings.region}:${caller.accountId}:dbuser:${instance.resourceId}/payments_app`;
    const shared = { settings, names, network: this.network, key, artifactBucket: artifactBucket.stringValue };

    this.settlement = new ServiceFunction(this, "settlement", {
      ...shared,
      part: "settlement",
      description: "Authorizes payments with the card provider and settles them",
      timeout: 60,
      memorySize: 512,
      reservedConcurrentExecutions: 20,
      environment: {
        LEDGER_TABLE: ledger.name,
        RECEIPTS_BUCKET: receipts.bucket,
        PROVIDER_KEY_SECRET: this.secrets.providerKey.arn,
        DATABASE_HOST: instance.address,
      },
      statements: [
        allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], [ledger.arn]),
        allow(["s3:PutObject"], [`${receipts.arn}/receipts/*`]),
        allow(["secretsmanager:GetSecretValue"], [this.secrets.providerKey.arn]),
        allow(
          ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          [this.messaging.settlements.arn],
        ),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], [key.arn]),
        allow(["rds-db:connect"], [databaseLogin]),
      ],
    });
    this.settlementSource = new LambdaEventSourceMapping(this, "settlement-source", {
      eventSourceArn: this.messaging.settlements.arn,
      functionName: this.settlement.function.arn,
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 10 },
    });

    this.workflow = new Workflow(this, "workflow", {
      names,
      key,
      settlement: this.settlement.function,
      ledger,
      settlements: this.messaging.settlements,
    });

    this.handler = new ServiceFunction(this, "handler", {
      ...shared,
      part: "api",
      description: "Answers the payments API",
      timeout: 20,
      memorySize: 256,
      reservedConcurrentExecutions: 30,
      environment: {
        LEDGER_TABLE: ledger.name,
        STATE_MACHINE_ARN: this.workflow.stateMachine.arn,
        DATABASE_HOST: instance.address,
      },
      statements: [
        allow(["states:StartExecution"], [this.workflow.stateMachine.arn]),
        allow(["dynamodb:GetItem", "dynamodb:Query"], [ledger.arn, `${ledger.arn}/index/*`]),
        allow(["kms:Decrypt"], [key.arn]),
        allow(["rds-db:connect"], [databaseLogin]),
      ],
    });
    this.api = new Api(this, "api", names, key, this.handler.function);

    this.monitoring = new Monitoring(this, "monitoring", {
      names,
      topic: this.messaging.alarms,
      restApi: this.api.restApi,
      stage: this.api.stage,
      database: instance,
      deadLetters: this.messaging.deadLetters,
      stateMachine: this.workflow.stateMachine,
    });

    new TerraformOutput(this, "api_url", {
      value: this.api.stage.invokeUrl,
      description: "Where merchants send their payments",
    });
    new TerraformOutput(this, "state_machine_arn", {
      value: this.workflow.stateMachine.arn,
      description: "The workflow that a payment runs through",
    });
    new TerraformOutput(this, "receipts_bucket", {
      value: receipts.bucket,
      description: "Where receipts are kept",
    });
    this.databaseEndpoint = new TerraformOutput(this, "database_endpoint", {
      value: instance.endpoint,
      description: "Host and port of the payments database",
      sensitive: true,
    });
  }
}
