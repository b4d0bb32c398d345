import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { Names } from "./settings";

export interface MonitoringProps {
  readonly names: Names;
  readonly topic: SnsTopic;
  readonly restApi: ApiGatewayRestApi;
  readonly stage: ApiGatewayStage;
  readonly database: DbInstance;
  readonly deadLetters: SqsQueue;
  readonly stateMachine: SfnStateMachine;
}

/** What wakes someone up. */
export class Monitoring extends Construct {
  readonly apiErrors: CloudwatchMetricAlarm;
  readonly apiLatency: CloudwatchMetricAlarm;
  readonly deadLetters: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, topic } = props;
    const notify = { alarmActions: [topic.arn], okActions: [topic.arn], treatMissingData: "notBreaching" };
    const api = { ApiName: props.restApi.name, Stage: props.stage.stageName };

    this.apiErrors = new CloudwatchMetricAlarm(this, "api-errors", {
      alarmName: names.of("api-errors"),
      alarmDescription: "The payments API answers with server errors",
      namespace: "AWS/ApiGateway",
      metricName: "5XXError",
      dimensions: api,
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 5,
      threshold: 5,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      ...notify,
    });
    this.apiLatency = new CloudwatchMetricAlarm(this, "api-latency", {
      alarmName: names.of("api-latency"),
      alarmDescription: "The slowest payments take more than two seconds",
      namespace: "AWS/ApiGateway",
      metricName: "Latency",
      dimensions: api,
      extendedStatistic: "p99",
      period: 60,
      evaluationPeriods: 10,
      threshold: 2000,
      comparisonOperator: "GreaterThanThreshold",
      ...notify,
    });
    this.deadLetters = new CloudwatchMetricAlarm(this, "dead-letters", {
      alarmName: names.of("dead-letters"),
      alarmDescription: "A payment could not be settled",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: props.deadLetters.name },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      ...notify,
    });
    new CloudwatchMetricAlarm(this, "workflow-failures", {
      alarmName: names.of("workflow-failures"),
      alarmDescription: "Payment workflows fail",
      namespace: "AWS/States",
      metricName: "ExecutionsFailed",
      dimensions: { StateMachineArn: props.stateMachine.arn },
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      ...notify,
    });
    new CloudwatchMetricAlarm(this, "database-storage", {
      alarmName: names.of("database-storage"),
      alarmDescription: "Less than 10 GiB left on the payments database",
      namespace: "AWS/RDS",
      metricName: "FreeStorageSpace",
      dimensions: { DBInstanceIdentifier: props.database.identifier },
      statistic: "Minimum",
      period: 300,
      evaluationPeriods: 3,
      threshold: 10 * 1024 ** 3,
      comparisonOperator: "LessThanThreshold",
      ...notify,
    });
  }
}
