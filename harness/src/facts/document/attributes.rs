//! Which attributes hold a document.

use super::DocumentForm::{Array, Either, Object};
use super::{DocumentAttribute, DocumentForm, DocumentShape, ecs, shapes};

const IAM: Option<&DocumentShape> = Some(&shapes::IAM_POLICY);
const EVENT: Option<&DocumentShape> = Some(&shapes::EVENT_PATTERN);

/// Every attribute that is known to hold a document; the first row that fits decides. Attributes
/// that may hold any text (`secret_string`, `user_data`, `input` of a target), YAML (`body`,
/// `template_body`, `content`) or another language (`aws_verifiedaccess_group.policy_document`)
/// are left out on purpose: only a name written out should enter those.
#[rustfmt::skip] // a table: one row a line
pub static DOCUMENT_ATTRIBUTES: [DocumentAttribute; 61] = [
    row("aws_api_gateway_model", "schema", Object, None),
    row("aws_apigatewayv2_model", "schema", Object, None),
    row("aws_batch_job_definition", "container_properties", Object, None),
    row("aws_batch_job_definition", "ecs_properties", Object, None),
    row("aws_batch_job_definition", "node_properties", Object, None),
    row("aws_cloudsearch_domain_service_access_policy", "access_policy", Object, IAM),
    row("aws_cloudwatch_contributor_insight_rule", "rule_definition", Object, None),
    row("aws_cloudwatch_dashboard", "dashboard_body", Object, Some(&shapes::DASHBOARD)),
    row("aws_cloudwatch_event_archive", "event_pattern", Object, EVENT),
    row("aws_cloudwatch_event_rule", "event_pattern", Object, EVENT),
    row("aws_cloudwatch_log_account_policy", "policy_document", Object, None),
    row("aws_cloudwatch_log_data_protection_policy", "policy_document", Object, None),
    row("aws_cloudwatch_log_delivery_destination_policy", "delivery_destination_policy", Object, IAM),
    row("aws_cloudwatch_log_destination_policy", "access_policy", Object, IAM),
    row("aws_cloudwatch_log_index_policy", "policy_document", Object, None),
    row("aws_cloudwatch_log_resource_policy", "policy_document", Object, IAM),
    row("aws_codeartifact_*", "policy_document", Object, IAM),
    row("aws_dms_replication_task", "replication_task_settings", Object, None),
    row("aws_dms_replication_task", "table_mappings", Object, None),
    row("aws_ecr_lifecycle_policy", "policy", Object, Some(&shapes::ECR_LIFECYCLE)),
    row("aws_ecr_repository_creation_template", "lifecycle_policy", Object, Some(&shapes::ECR_LIFECYCLE)),
    row("aws_ecr_repository_creation_template", "repository_policy", Object, IAM),
    row("aws_ecs_task_definition", "container_definitions", Array, Some(&ecs::CONTAINER_DEFINITION)),
    row("aws_elasticsearch_domain*", "access_policies", Object, IAM),
    row("aws_emr_*", "configurations_json", Array, None),
    row("aws_emr_*", "autoscaling_policy", Object, None),
    row("aws_fms_policy", "managed_service_data", Object, None),
    row("aws_glacier_vault", "access_policy", Object, IAM),
    row("aws_lambda_event_source_mapping", "pattern", Object, None),
    row("aws_networkmanager_*", "base_policy_document", Object, None),
    row("aws_networkmanager_*", "policy_document", Object, None),
    row("aws_notifications_event_rule", "event_pattern", Object, EVENT),
    row("aws_opensearch_domain*", "access_policies", Object, IAM),
    row("aws_opensearchserverless_access_policy", "policy", Array, None),
    row("aws_opensearchserverless_lifecycle_policy", "policy", Object, None),
    // An object for encryption, an array for network.
    row("aws_opensearchserverless_security_policy", "policy", Either, None),
    row("aws_organizations_policy", "content", Object, None),
    row("aws_organizations_resource_policy", "content", Object, IAM),
    row("aws_pipes_pipe", "pattern", Object, None),
    row("aws_prometheus_resource_policy", "policy_document", Object, IAM),
    row("aws_rolesanywhere_profile", "session_policy", Object, IAM),
    row("aws_route53_traffic_policy", "document", Object, None),
    row("aws_s3tables_*", "resource_policy", Object, IAM),
    row("aws_sagemaker_model_package_group_policy", "resource_policy", Object, IAM),
    row("aws_sagemaker_pipeline", "pipeline_definition", Object, None),
    row("aws_sfn_state_machine", "definition", Object, Some(&shapes::STATE_MACHINE)),
    row("aws_sns_topic", "archive_policy", Object, None),
    row("aws_sns_topic*", "delivery_policy", Object, None),
    row("aws_sns_topic_data_protection_policy", "policy", Object, None),
    row("aws_sns_topic_subscription", "filter_policy", Object, None),
    row("aws_sns_topic_subscription", "redrive_policy", Object, Some(&shapes::SNS_REDRIVE)),
    row("aws_sns_topic_subscription", "replay_policy", Object, None),
    row("aws_sqs_*", "redrive_allow_policy", Object, Some(&shapes::SQS_REDRIVE_ALLOW)),
    row("aws_sqs_*", "redrive_policy", Object, Some(&shapes::SQS_REDRIVE)),
    row("aws_ssoadmin_permission_set_inline_policy", "inline_policy", Object, IAM),
    row("aws_wafv2_rule_group", "rules_json", Array, None),
    row("aws_wafv2_web_acl", "rule_json", Array, None),
    row("aws_workspacesweb_browser_settings", "browser_policy", Object, None),
    row("aws_xray_resource_policy", "policy_document", Object, IAM),
    row("aws_iam_role", "assume_role_policy", Object, IAM),
    row("aws_*", "policy", Object, IAM),
];

/// Attributes that a row with a `*` would take for a document.
pub(super) const NO_DOCUMENTS: [(&str, &str); 2] = [
    ("aws_iot_policy_attachment", "policy"), // the policy's name
    ("aws_ses_receipt_filter", "policy"),    // `Block` or `Allow`
];

const fn row(
    types: &'static str,
    attribute: &'static str,
    form: DocumentForm,
    shape: Option<&'static DocumentShape>,
) -> DocumentAttribute {
    DocumentAttribute {
        types,
        attribute,
        form,
        shape,
    }
}
