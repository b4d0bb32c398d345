//! Blocks that are meant to be empty: being there is all that they say.
//!
//! A block that is written and holds nothing, though its type has settings, is mostly a loss: a
//! Python dictionary inside a list loses its snake_case keys in cdktf without a word. These are
//! the exceptions.

/// A block that says what it says by being there.
#[derive(Debug, Clone, Copy)]
pub struct PresenceMarker {
    /// The type, or `*` at its end for every type that begins so.
    pub types: &'static str,
    /// The block's name; it may stand at any depth.
    pub block: &'static str,
    /// What it says when it is empty.
    pub reason: &'static str,
}

/// Every marker.
pub const PRESENCE_MARKERS: [PresenceMarker; 16] = [
    marker(
        "aws_wafv2_*",
        "allow",
        "the action of a rule; its settings only add headers",
    ),
    marker(
        "aws_wafv2_*",
        "block",
        "the action of a rule; its settings only shape the response",
    ),
    marker(
        "aws_wafv2_*",
        "count",
        "the action of a rule; its settings only add headers",
    ),
    marker(
        "aws_wafv2_*",
        "captcha",
        "the action of a rule; its settings only add headers",
    ),
    marker(
        "aws_wafv2_*",
        "challenge",
        "the action of a rule; its settings only add headers",
    ),
    marker("aws_wafv2_*", "none", "keep the rule group's own actions"),
    marker(
        "aws_s3_bucket_lifecycle_configuration",
        "filter",
        "the rule holds for every object",
    ),
    marker(
        "aws_s3_bucket_replication_configuration",
        "filter",
        "the rule holds for every object",
    ),
    marker(
        "aws_s3_bucket_intelligent_tiering_configuration",
        "filter",
        "every object",
    ),
    marker("aws_s3_bucket_metric", "filter", "every object"),
    marker(
        "aws_s3_bucket_notification",
        "eventbridge",
        "send every event to EventBridge",
    ),
    marker(
        "aws_ses_receipt_rule",
        "stop_action",
        "stop after this rule",
    ),
    marker("aws_appmesh_*", "match", "every request"),
    marker(
        "aws_bedrockagentcore_gateway_target",
        "gateway_iam_role",
        "use the gateway's role",
    ),
    marker(
        "aws_lakeformation_permissions",
        "catalog_resource",
        "the whole catalogue",
    ),
    marker("aws_imagebuilder_*", "latest", "the latest version"),
];

/// Whether a block may be there and empty.
///
/// ```
/// use stackspec::facts::is_presence_marker;
/// assert!(is_presence_marker("aws_wafv2_web_acl", "allow"));
/// assert!(!is_presence_marker("aws_s3_bucket_server_side_encryption_configuration", "rule"));
/// ```
pub fn is_presence_marker(type_name: &str, block: &str) -> bool {
    PRESENCE_MARKERS.iter().any(|marker| {
        let holds = match marker.types.strip_suffix('*') {
            Some(start) => type_name.starts_with(start),
            None => type_name == marker.types,
        };
        holds && marker.block == block
    })
}

const fn marker(types: &'static str, block: &'static str, reason: &'static str) -> PresenceMarker {
    PresenceMarker {
        types,
        block,
        reason,
    }
}
