import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { allow, policyDocument, trust } from "./policy";
import { Names } from "./settings";

const RETRY = [{
  ErrorEquals: ["Lambda.TooManyRequestsException", "States.TaskFailed"],
  IntervalSeconds: 2,
  MaxAttempts: 3,
  BackoffRate: 2,
}];
const CATCH = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "PaymentFailed" }];

export interface WorkflowProps {
  readonly names: Names;
  readonly key: KmsKey;
  readonly settlement: LambdaFunction;
  readonly ledger: DynamodbTable;
  readonly settlements: SqsQueue;
}

/** Authorize, write the ledger, queue the settlement. */
export class Workflow extends Construct {
  readonly stateMachine: SfnStateMachine;
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { names, key, settlement, ledger, settlements } = props;

    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/vendedlogs/states/${names.of("workflow")}`,
      retentionInDays: 90,
      kmsKeyId: key.arn,
    });
    this.role = new IamRole(this, "role", {
      name: names.of("workflow"),
      description: "What the payment workflow may do",
      assumeRolePolicy: trust("states.amazonaws.com"),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name: names.of("workflow"),
      role: this.role.id,
      policy: policyDocument(
        allow(["lambda:InvokeFunction"], [settlement.arn, `${settlement.arn}:*`]),
        allow(["dynamodb:PutItem"], [ledger.arn]),
        allow(["sqs:SendMessage"], [settlements.arn]),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], [key.arn]),
      ),
    });
    // Log delivery has no resource level: AWS wants "*" for these actions, so they live in a policy of their own.
    const logDelivery = new IamRolePolicy(this, "log-delivery-policy", {
      name: names.of("workflow-log-delivery"),
      role: this.role.id,
      policy: policyDocument(allow([
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
      ], ["*"])),
    });

    this.stateMachine = new SfnStateMachine(this, "state-machine", {
      name: names.of("workflow"),
      roleArn: this.role.arn,
      type: "STANDARD",
      definition: JSON.stringify(this.definition(props)),
      loggingConfiguration: {
        level: "ERROR",
        includeExecutionData: false,
        logDestination: `${logs.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      dependsOn: [policy, logDelivery],
    });
  }

  private definition({ settlement, ledger, settlements }: WorkflowProps) {
    return {
      Comment: "Takes a payment from authorization to the settlement queue",
      StartAt: "AuthorizePayment",
      TimeoutSeconds: 300,
      States: {
        AuthorizePayment: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: settlement.arn, Payload: { "operation": "authorize", "payment.$": "$" } },
          ResultSelector: { "approved.$": "$.Payload.approved" },
          ResultPath: "$.authorization",
          TimeoutSeconds: 60,
          Retry: RETRY,
          Catch: CATCH,
          Next: "Approved?",
        },
        "Approved?": {
          Type: "Choice",
          Choices: [{ Variable: "$.authorization.approved", BooleanEquals: true, Next: "WriteLedger" }],
          Default: "PaymentDeclined",
        },
        WriteLedger: {
          Type: "Task",
          Resource: "arn:aws:states:::dynamodb:putItem",
          Parameters: {
            TableName: ledger.name,
            Item: {
              payment_id: { "S.$": "$.payment_id" },
              entry: { S: "authorized" },
              merchant_id: { "S.$": "$.merchant_id" },
              created_at: { "N.$": "$.created_at" },
            },
          },
          ResultPath: null,
          TimeoutSeconds: 15,
          Retry: RETRY,
          Catch: CATCH,
          Next: "QueueSettlement",
        },
        QueueSettlement: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Parameters: { QueueUrl: settlements.url, "MessageBody.$": "$" },
          TimeoutSeconds: 15,
          Retry: RETRY,
          Catch: CATCH,
          End: true,
        },
        PaymentDeclined: { Type: "Succeed" },
        PaymentFailed: { Type: "Fail", Error: "PaymentFailed", Cause: "A step failed after its retries" },
      },
    };
  }
}
