import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction, LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, S3Backend, TerraformStack } from "cdktf";

/** What every prompt gives to begin with: the stack, its state, and a function with a role and a log group. */

function environmentSuffix(): string {
  const suffix = process.env.ENVIRONMENT_SUFFIX;
  if (!suffix) throw new Error("set ENVIRONMENT_SUFFIX: every physical name carries it");
  return suffix;
}

export const suffix = environmentSuffix();
export const region = "eu-west-1";

/** The physical name of a thing of this environment. */
export function named(what: string): string {
  return `shop-${what}-${suffix}`;
}

/** Synthesizes one stack, which `build` fills. */
export function answer(component: string, build: (stack: TerraformStack) => void): void {
  const app = new App();
  const stack = new TerraformStack(app, `${component}-${suffix}`);
  new AwsProvider(stack, "aws", {
    region,
    defaultTags: [{ tags: { Service: component, Environment: suffix } }],
  });
  new S3Backend(stack, {
    bucket: "shop-terraform-state",
    key: `${component}/${suffix}/terraform.tfstate`,
    region,
    encrypt: true,
    dynamodbTable: "shop-terraform-locks",
  });
  build(stack);
  app.synth();
}

/** A policy that allows each pair of actions and resources. */
export function allow(...pairs: [actions: string[], resources: string[]][]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: pairs.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource })),
  });
}

export function trust(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
}

/** A function, the role it runs with, and the log group that it writes to. */
export function lambda(
  stack: TerraformStack,
  part: string,
  policy: string,
  settings: Partial<LambdaFunctionConfig> = {},
): LambdaFunction {
  const role = new IamRole(stack, `${part}-role`, {
    name: named(part),
    assumeRolePolicy: trust("lambda.amazonaws.com"),
  });
  const logs = new CloudwatchLogGroup(stack, `${part}-logs`, {
    name: `/aws/lambda/${settings.functionName ?? named(part)}`,
    retentionInDays: 30,
  });
  const statements = JSON.parse(policy).Statement;
  const permissions = new IamRolePolicy(stack, `${part}-policy`, {
    name: named(part),
    role: role.id,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        ...statements,
        { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: [`${logs.arn}:*`] },
      ],
    }),
  });
  return new LambdaFunction(stack, part, {
    functionName: named(part),
    role: role.arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    s3Bucket: "shop-build-artifacts",
    s3Key: `releases/${part}.zip`,
    timeout: 30,
    ...settings,
    dependsOn: [permissions, logs],
  });
}
