import { App, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";

const suffix = process.env.ENVIRONMENT_SUFFIX ?? "dev";

class OrdersStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AwsProvider(this, "aws", { region: "us-east-1" });
    new S3Backend(this, {
      bucket: "orders-terraform-state",
      key: `orders-${suffix}.tfstate`,
      region: "us-east-1",
      encrypt: true,
    });

    const queue = new SqsQueue(this, "incoming", {
      name: `orders-incoming-${suffix}`,
      visibilityTimeoutSeconds: 360,
    });

    const role = new IamRole(this, "worker-role", {
      name: `orders-worker-${suffix}`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
      }),
    });

    new IamRolePolicy(this, "worker-policy", {
      name: `orders-worker-${suffix}`,
      role: role.id,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], Resource: queue.arn },
          { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" },
        ],
      }),
    });

    const worker = new LambdaFunction(this, "worker", {
      functionName: `orders-worker-${suffix}`,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      s3Bucket: "orders-artifacts",
      s3Key: `worker-${process.env.RELEASE ?? "1"}.zip`,
      timeout: 60,
    });

    new CloudwatchLogGroup(this, "worker-logs", {
      name: `/aws/lambda/${worker.functionName}`,
      retentionInDays: 90,
    });

    new LambdaEventSourceMapping(this, "worker-source", {
      eventSourceArn: queue.arn,
      functionName: worker.arn,
      batchSize: 10,
    });

    new TerraformOutput(this, "queue-url", { value: queue.url });
  }
}

const app = new App();
new OrdersStack(app, "orders");
app.synth();
