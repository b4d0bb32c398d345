import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { allow, answer, lambda, named } from "../lib";

answer("public-api", (stack) => {
  const table = new DynamodbTable(stack, "products", {
    name: named("products"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "product_id",
    attribute: [{ name: "product_id", type: "S" }],
    pointInTimeRecovery: { enabled: true },
  });
  const handler = lambda(stack, "products-api", allow([["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"], [table.arn]]), {
    environment: { variables: { PRODUCTS_TABLE: table.name, WEBHOOK_SECRET: named("webhook") } },
  });

  const api = new ApiGatewayRestApi(stack, "api", { name: named("api"), endpointConfiguration: { types: ["REGIONAL"] } });
  const products = new ApiGatewayResource(stack, "products-path", {
    restApiId: api.id,
    parentId: api.rootResourceId,
    pathPart: "products",
  });
  const method = new ApiGatewayMethod(stack, "list-products", {
    restApiId: api.id,
    resourceId: products.id,
    httpMethod: "GET",
    authorization: "AWS_IAM",
  });
  const integration = new ApiGatewayIntegration(stack, "list-products-integration", {
    restApiId: api.id,
    resourceId: products.id,
    httpMethod: method.httpMethod,
    type: "AWS_PROXY",
    integrationHttpMethod: "POST",
    uri: handler.invokeArn,
  });
  new LambdaPermission(stack, "api-may-call", {
    action: "lambda:InvokeFunction",
    functionName: handler.functionName,
    principal: "apigateway.amazonaws.com",
    sourceArn: `${api.executionArn}/*/*`,
  });
  const create = new ApiGatewayMethod(stack, "create-product", {
    restApiId: api.id,
    resourceId: products.id,
    httpMethod: "POST",
    authorization: "AWS_IAM",
  });
  new ApiGatewayIntegration(stack, "create-product-integration", {
    restApiId: api.id,
    resourceId: products.id,
    httpMethod: create.httpMethod,
    type: "AWS_PROXY",
    integrationHttpMethod: "POST",
    uri: handler.invokeArn,
  });
  const deployment = new ApiGatewayDeployment(stack, "deployment", {
    restApiId: api.id,
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [method, integration],
  });
  const logs = new CloudwatchLogGroup(stack, "access-logs", {
    name: `/aws/apigateway/${named("api")}`,
    retentionInDays: 30,
  });
  new ApiGatewayStage(stack, "live", {
    restApiId: api.id,
    deploymentId: deployment.id,
    stageName: "live",
    accessLogSettings: { destinationArn: logs.arn, format: "$context.requestId $context.status" },
  });
});
