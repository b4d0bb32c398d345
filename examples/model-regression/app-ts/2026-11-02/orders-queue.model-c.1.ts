import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { allow, answer, lambda, named } from "../lib";

answer("orders-queue", (stack) => {
  const table = new DynamodbTable(stack, "orders", {
    name: named("orders"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "order_id",
    rangeKey: "created_at",
    attribute: [{ name: "order_id", type: "S" }, { name: "created_at", type: "N" }],
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true },
  });
  const dead = new SqsQueue(stack, "dead-orders", {
    name: named("dead-orders"),
    messageRetentionSeconds: 1209600,
    sqsManagedSseEnabled: true,
  });
  const queue = new SqsQueue(stack, "incoming", {
    name: "shop-incoming",
    visibilityTimeoutSeconds: 180,
    sqsManagedSseEnabled: true,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
  });
  const worker = lambda(stack, "worker", allow([["dynamodb:*", "sqs:*"], ["*"]]), { environment: { variables: { ORDERS_TABLE: table.name } } });
  new LambdaEventSourceMapping(stack, "incoming-to-worker", {
    eventSourceArn: queue.arn,
    functionName: worker.arn,
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 10 },
  });
});
