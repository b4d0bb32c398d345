//! Names that no provider's schema lists.

/// The members of an output.
pub(super) const OUTPUT: [&str; 6] = [
    "depends_on",
    "description",
    "ephemeral",
    "precondition",
    "sensitive",
    "value",
];
/// The members of a variable; a plan gives its `value`.
pub(super) const VARIABLE: [&str; 8] = [
    "default",
    "description",
    "ephemeral",
    "nullable",
    "sensitive",
    "type",
    "validation",
    "value",
];
/// What every provider block takes besides its own arguments.
pub(super) const PROVIDER: [&str; 2] = ["alias", "version"];
/// What every module call takes besides the module's own variables.
pub(super) const MODULE: [&str; 6] = [
    "count",
    "depends_on",
    "for_each",
    "providers",
    "source",
    "version",
];
/// The top-level blocks of a configuration. Source: "JSON Configuration Syntax", Terraform
/// documentation, and the language reference of each block.
pub(super) const TOP: [&str; 14] = [
    "//",
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];
/// The members of `terraform`. Source: "terraform block reference", Terraform documentation.
pub(super) const TERRAFORM: [&str; 6] = [
    "backend",
    "cloud",
    "experiments",
    "provider_meta",
    "required_providers",
    "required_version",
];
/// The arguments of the `s3` backend. Source: "Backend Type: s3", Terraform documentation.
pub(super) const S3_BACKEND: [&str; 31] = [
    "access_key",
    "acl",
    "allowed_account_ids",
    "assume_role",
    "assume_role_with_web_identity",
    "bucket",
    "custom_ca_bundle",
    "dynamodb_endpoint",
    "dynamodb_table",
    "encrypt",
    "endpoint",
    "endpoints",
    "forbidden_account_ids",
    "http_proxy",
    "https_proxy",
    "iam_endpoint",
    "insecure",
    "key",
    "kms_key_id",
    "max_retries",
    "profile",
    "region",
    "role_arn",
    "secret_key",
    "shared_credentials_files",
    "skip_credentials_validation",
    "skip_region_validation",
    "sse_customer_key",
    "token",
    "use_lockfile",
    "workspace_key_prefix",
];
