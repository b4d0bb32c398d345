import json

from cdktf import TerraformStack
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.sfn_state_machine import SfnStateMachine

from shop import allow, answer, function, named, trust


def build(stack: TerraformStack) -> None:
    report = function(stack, "build-report", allow((["s3:GetObject"], ["arn:aws:s3:::shop-sales-archive/*"])), timeout=300)
    publish = function(stack, "publish-report", allow((["s3:PutObject"], ["arn:aws:s3:::shop-reports-archive/*"])))

    workflow_role = IamRole(
        stack, "workflow-role", name=named("workflow"), assume_role_policy=trust("states.amazonaws.com")
    )
    workflow_policy = IamRolePolicy(
        stack,
        "workflow-policy",
        name=named("workflow"),
        role=workflow_role.id,
        policy=allow((["lambda:InvokeFunction"], [report.arn, publish.arn])),
    )
    retry = [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 10, "MaxAttempts": 3}]
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Failure"}]
    definition = {
        "StartAt": "Build",
        "States": {
            "Build": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": report.arn, "Payload.$": "$"},
                "TimeoutSeconds": 300,
                "Retry": retry,
                "Catch": catch,
                "Next": "Publish",
            },
            "Publish": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": publish.arn, "Payload.$": "$"},
                "TimeoutSeconds": 60,
                "Retry": retry,
                "Catch": catch,
                "End": True,
            },
            "Failed": {"Type": "Fail", "Error": "NightlyReportFailed"},
        },
    }
    workflow = SfnStateMachine(
        stack,
        "workflow",
        name=named("nightly-report"),
        role_arn=workflow_role.arn,
        definition=json.dumps(definition),
        depends_on=[workflow_policy],
    )

    starter = IamRole(stack, "starter-role", name=named("starter"), assume_role_policy=trust("events.amazonaws.com"))
    IamRolePolicy(
        stack,
        "starter-policy",
        name=named("starter"),
        role=starter.id,
        policy=allow((["states:StartExecution"], [workflow.arn])),
    )
    rule = CloudwatchEventRule(stack, "nightly", name=named("nightly"), schedule_expression="cron(0 2 * * ? *)")
    CloudwatchEventTarget(stack, "start", rule=rule.name, arn=workflow.arn, role_arn=starter.arn)


answer("nightly-workflow", build)
