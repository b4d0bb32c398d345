import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import { Network } from "./network";
import { policyDocument, Statement, trust } from "./policy";
import { Names, Settings } from "./settings";

export interface ServiceFunctionProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly network: Network;
  readonly key: KmsKey;
  readonly artifactBucket: string;
  /** `api` becomes the function `payments-api-<suffix>` and the package `releases/<release>/api.zip`. */
  readonly part: string;
  readonly description: string;
  readonly timeout: number;
  readonly memorySize: number;
  readonly reservedConcurrentExecutions: number;
  readonly environment: Record<string, string>;
  readonly statements: Statement[];
}

/** A function in the private subnets with a role of its own and a log group that exists before its first line. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
  readonly networkPolicy: IamRolePolicyAttachment;
  readonly logs: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { settings, names, network, key, part } = props;

    this.role = new IamRole(this, "role", {
      name: names.of(part),
      description: `What the function ${part} may do`,
      assumeRolePolicy: trust("lambda.amazonaws.com"),
    });
    this.networkPolicy = new IamRolePolicyAttachment(this, "network-policy", {
      role: this.role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: names.of(part),
      role: this.role.id,
      policy: policyDocument(...props.statements),
    });
    this.logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/lambda/${names.of(part)}`,
      retentionInDays: 30,
      kmsKeyId: key.arn,
    });

    this.function = new LambdaFunction(this, "function", {
      functionName: names.of(part),
      description: props.description,
      role: this.role.arn,
      runtime: "nodejs20.x",
      architectures: ["arm64"],
      handler: "index.handler",
      s3Bucket: props.artifactBucket,
      s3Key: `releases/${settings.release}/${part}.zip`,
      timeout: props.timeout,
      memorySize: props.memorySize,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      kmsKeyArn: key.arn,
      environment: { variables: props.environment },
      vpcConfig: {
        subnetIds: network.privateSubnets.map((subnet) => subnet.id),
        securityGroupIds: [network.functionsGroup.id],
      },
      tracingConfig: { mode: "Active" },
      dependsOn: [this.networkPolicy, this.policy, this.logs],
    });
  }
}
