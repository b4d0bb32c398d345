import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { Names } from "./settings";

/** `POST /payments` and `GET /payments/{payment_id}`, both signed with IAM, both answered by one function. */
export class Api extends Construct {
  readonly restApi: ApiGatewayRestApi;
  readonly create: Endpoint;
  readonly read: Endpoint;
  readonly permission: LambdaPermission;
  readonly deployment: ApiGatewayDeployment;
  readonly stage: ApiGatewayStage;
  readonly settings: ApiGatewayMethodSettings;
  readonly accessLogs: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, names: Names, key: KmsKey, handler: LambdaFunction) {
    super(scope, id);

    this.restApi = new ApiGatewayRestApi(this, "rest-api", {
      name: names.of("api"),
      description: "Takes payments and tells how they went",
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    const validator = new ApiGatewayRequestValidator(this, "validator", {
      restApiId: this.restApi.id,
      name: names.of("request"),
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const payments = new ApiGatewayResource(this, "payments", {
      restApiId: this.restApi.id,
      parentId: this.restApi.rootResourceId,
      pathPart: "payments",
    });
    const payment = new ApiGatewayResource(this, "payment", {
      restApiId: this.restApi.id,
      parentId: payments.id,
      pathPart: "{payment_id}",
    });
    this.create = new Endpoint(this, "create", this.restApi, payments, validator, handler, "POST");
    this.read = new Endpoint(this, "read", this.restApi, payment, validator, handler, "GET", {
      "method.request.path.payment_id": true,
    });

    this.permission = new LambdaPermission(this, "permission", {
      statementId: "AllowPaymentsApi",
      action: "lambda:InvokeFunction",
      functionName: handler.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.restApi.executionArn}/*/*`,
    });

    const endpoints = [this.create, this.read];
    this.deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId: this.restApi.id,
      description: "Redeployed whenever a method or an integration changes",
      triggers: {
        redeployment: Fn.sha1(Fn.jsonencode(endpoints.flatMap((endpoint) => [
          endpoint.method.id,
          endpoint.method.authorization,
          endpoint.integration.id,
          endpoint.integration.uri,
        ]))),
      },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: endpoints.flatMap((endpoint) => [endpoint.method, endpoint.integration]),
    });

    this.accessLogs = new CloudwatchLogGroup(this, "access-logs", {
      name: `/aws/apigateway/${names.of("api")}`,
      retentionInDays: 30,
      kmsKeyId: key.arn,
    });
    this.stage = new ApiGatewayStage(this, "stage", {
      restApiId: this.restApi.id,
      deploymentId: this.deployment.id,
      stageName: "v1",
      description: "The version that merchants call",
      xrayTracingEnabled: true,
      accessLogSettings: {
        destinationArn: this.accessLogs.arn,
        format: JSON.stringify({
          requestId: "$context.requestId",
          ip: "$context.identity.sourceIp",
          method: "$context.httpMethod",
          path: "$context.resourcePath",
          status: "$context.status",
          latency: "$context.responseLatency",
        }),
      },
    });
    this.settings = new ApiGatewayMethodSettings(this, "settings", {
      restApiId: this.restApi.id,
      stageName: this.stage.stageName,
      methodPath: "*/*",
      settings: {
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        throttlingBurstLimit: 200,
        throttlingRateLimit: 100,
      },
    });
  }
}

/** One method and the integration behind it. */
export class Endpoint extends Construct {
  readonly method: ApiGatewayMethod;
  readonly integration: ApiGatewayIntegration;

  constructor(
    scope: Construct,
    id: string,
    restApi: ApiGatewayRestApi,
    resource: ApiGatewayResource,
    validator: ApiGatewayRequestValidator,
    handler: LambdaFunction,
    httpMethod: "GET" | "POST",
    requestParameters?: Record<string, boolean>,
  ) {
    super(scope, id);
    this.method = new ApiGatewayMethod(this, "method", {
      restApiId: restApi.id,
      resourceId: resource.id,
      httpMethod,
      authorization: "AWS_IAM",
      requestValidatorId: validator.id,
      requestParameters,
    });
    this.integration = new ApiGatewayIntegration(this, "integration", {
      restApiId: restApi.id,
      resourceId: resource.id,
      httpMethod: this.method.httpMethod,
      type: "AWS_PROXY",
      // Lambda is always invoked with POST, whatever the caller used.
      integrationHttpMethod: "POST",
      uri: handler.invokeArn,
      timeoutMilliseconds: 29000,
    });
  }
}
