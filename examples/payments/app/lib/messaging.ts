import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { Names } from "./settings";

/** The queue of payments to settle, where those go that cannot be settled, and the topic people listen to. */
export class Messaging extends Construct {
  readonly settlements: SqsQueue;
  readonly deadLetters: SqsQueue;
  readonly alarms: SnsTopic;

  constructor(scope: Construct, id: string, names: Names, key: KmsKey, alarmEmail: string) {
    super(scope, id);

    this.deadLetters = new SqsQueue(this, "dead-letters", {
      name: names.of("settlements-dlq"),
      messageRetentionSeconds: 14 * 24 * 3600,
      kmsMasterKeyId: key.arn,
    });
    this.settlements = new SqsQueue(this, "settlements", {
      name: names.of("settlements"),
      messageRetentionSeconds: 4 * 24 * 3600,
      // Six times the timeout of the function that reads it, so that no message is handed out twice.
      visibilityTimeoutSeconds: 360,
      kmsMasterKeyId: key.arn,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: this.deadLetters.arn, maxReceiveCount: 5 }),
    });

    this.alarms = new SnsTopic(this, "alarms", {
      name: names.of("alarms"),
      kmsMasterKeyId: key.arn,
    });
    new SnsTopicSubscription(this, "alarms-by-mail", {
      topicArn: this.alarms.arn,
      protocol: "email",
      endpoint: alarmEmail,
    });
  }
}
