//! `iam_statement`: a statement of a policy, whatever resource carries the policy.
//!
//! Source of the names and forms: "IAM JSON policy elements reference", AWS IAM User Guide.

mod managed;

use super::make::{At, Draft, Maker, child, list, listed, member, object, waits_for};
use super::{Doubt, Holds};
use crate::value::{Flags, InvalidDocument, Kind, Map, Node, ParseErrorKind, Path, Text};

/// What its rows hold.
pub(super) const MEMBERS: [&str; 11] = [
    "actions",
    "conditions",
    "effect",
    "kind",
    "not_actions",
    "not_principals",
    "not_resources",
    "policy_version",
    "principals",
    "resources",
    "sid",
];

/// What its members hold that are no scalars.
pub(super) fn lists(member: &str) -> Option<Holds> {
    match member {
        "actions" | "not_actions" | "resources" | "not_resources" => Some(Holds::List),
        "principals" | "not_principals" => Some(Holds::Objects(&["type", "value"])),
        "conditions" => Some(Holds::Objects(&["test", "values", "variable"])),
        _ => None,
    }
}

/// What a policy is attached to decides what its statements mean: `"Resource": "*"` in the policy
/// of a key means that key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It says what the principal that has it may do.
    Identity,
    /// It says who may use the resource that has it.
    Resource,
    /// It says who may assume the role.
    Trust,
    /// It names a policy of AWS's own, which says what the principal that has it may do.
    Managed,
}

use Role::{Identity, Managed, Resource, Trust};

/// A type, the dotted path of its policy, and what the policy is.
///
/// Source: the provider's documentation of each type. A data source gives no rows of its own: a
/// statement belongs to the resource that uses it.
#[rustfmt::skip] // a table: one row a line
const POLICIES: [(&str, &str, Role); 81] = [
    ("aws_acmpca_policy", "policy", Resource),
    ("aws_api_gateway_domain_name", "policy", Resource),
    ("aws_api_gateway_rest_api", "policy", Resource),
    ("aws_api_gateway_rest_api_policy", "policy", Resource),
    ("aws_backup_vault_policy", "policy", Resource),
    ("aws_cloudsearch_domain_service_access_policy", "access_policy", Resource),
    ("aws_cloudwatch_event_bus_policy", "policy", Resource),
    ("aws_cloudwatch_log_delivery_destination_policy", "delivery_destination_policy", Resource),
    ("aws_cloudwatch_log_destination_policy", "access_policy", Resource),
    ("aws_cloudwatch_log_resource_policy", "policy_document", Resource),
    ("aws_codeartifact_domain_permissions_policy", "policy_document", Resource),
    ("aws_codeartifact_repository_permissions_policy", "policy_document", Resource),
    ("aws_codebuild_resource_policy", "policy", Resource),
    ("aws_dynamodb_resource_policy", "policy", Resource),
    ("aws_ecr_registry_policy", "policy", Resource),
    ("aws_ecr_repository_creation_template", "repository_policy", Resource),
    ("aws_ecr_repository_policy", "policy", Resource),
    ("aws_ecrpublic_repository_policy", "policy", Resource),
    ("aws_efs_file_system_policy", "policy", Resource),
    ("aws_elasticsearch_domain", "access_policies", Resource),
    ("aws_elasticsearch_domain_policy", "access_policies", Resource),
    ("aws_fsx_s3_access_point_attachment", "s3_access_point.policy", Resource),
    ("aws_glacier_vault", "access_policy", Resource),
    ("aws_glacier_vault_lock", "policy", Resource),
    ("aws_glue_resource_policy", "policy", Resource),
    ("aws_iam_group_policy", "policy", Identity),
    ("aws_iam_group_policy_attachment", "policy_arn", Managed),
    ("aws_iam_policy", "policy", Identity),
    ("aws_iam_policy_attachment", "policy_arn", Managed),
    ("aws_iam_role", "assume_role_policy", Trust),
    ("aws_iam_role", "inline_policy.policy", Identity),
    ("aws_iam_role", "managed_policy_arns", Managed),
    ("aws_iam_role_policy", "policy", Identity),
    ("aws_iam_role_policy_attachment", "policy_arn", Managed),
    ("aws_iam_user_policy", "policy", Identity),
    ("aws_iam_user_policy_attachment", "policy_arn", Managed),
    ("aws_iot_policy", "policy", Identity),
    ("aws_kinesis_resource_policy", "policy", Resource),
    ("aws_kms_external_key", "policy", Resource),
    ("aws_kms_key", "policy", Resource),
    ("aws_kms_key_policy", "policy", Resource),
    ("aws_kms_replica_external_key", "policy", Resource),
    ("aws_kms_replica_key", "policy", Resource),
    ("aws_media_store_container_policy", "policy", Resource),
    ("aws_msk_cluster_policy", "policy", Resource),
    ("aws_networkfirewall_resource_policy", "policy", Resource),
    ("aws_oam_sink_policy", "policy", Resource),
    ("aws_odb_network", "s3_policy_document", Resource),
    ("aws_opensearch_domain", "access_policies", Resource),
    ("aws_opensearch_domain_policy", "access_policies", Resource),
    ("aws_organizations_resource_policy", "content", Resource),
    ("aws_prometheus_resource_policy", "policy_document", Resource),
    ("aws_redshift_resource_policy", "policy", Resource),
    ("aws_redshiftserverless_resource_policy", "policy", Resource),
    ("aws_s3_access_point", "policy", Resource),
    ("aws_s3_bucket", "policy", Resource),
    ("aws_s3_bucket_policy", "policy", Resource),
    ("aws_s3control_access_grants_instance_resource_policy", "policy", Resource),
    ("aws_s3control_access_point_policy", "policy", Resource),
    ("aws_s3control_bucket_policy", "policy", Resource),
    ("aws_s3control_multi_region_access_point_policy", "details.policy", Resource),
    ("aws_s3control_object_lambda_access_point_policy", "policy", Resource),
    ("aws_s3tables_table_bucket_policy", "resource_policy", Resource),
    ("aws_s3tables_table_policy", "resource_policy", Resource),
    ("aws_s3vectors_vector_bucket_policy", "policy", Resource),
    ("aws_sagemaker_model_package_group_policy", "resource_policy", Resource),
    ("aws_schemas_registry_policy", "policy", Resource),
    ("aws_secretsmanager_secret", "policy", Resource),
    ("aws_secretsmanager_secret_policy", "policy", Resource),
    ("aws_ses_identity_policy", "policy", Resource),
    ("aws_sesv2_email_identity_policy", "policy", Resource),
    ("aws_sns_topic", "policy", Resource),
    ("aws_sns_topic_policy", "policy", Resource),
    ("aws_sqs_queue", "policy", Resource),
    ("aws_sqs_queue_policy", "policy", Resource),
    ("aws_ssoadmin_permission_set_inline_policy", "inline_policy", Identity),
    ("aws_vpc_endpoint", "policy", Resource),
    ("aws_vpc_endpoint_policy", "policy", Resource),
    ("aws_vpclattice_auth_policy", "policy", Resource),
    ("aws_vpclattice_resource_policy", "policy", Resource),
    ("aws_xray_resource_policy", "policy_document", Resource),
];

/// Whether an ARN is that of a policy of AWS's own whose statements give rows.
pub(super) fn knows(arn: &str) -> bool {
    managed::find(arn).is_some()
}

/// The types that hold policies.
pub(super) fn types() -> Vec<&'static str> {
    POLICIES.iter().map(|(name, _, _)| *name).collect()
}

/// The members of a type that hold policies.
pub(super) fn reads(type_name: &str) -> Vec<&'static str> {
    of(type_name)
        .filter_map(|(_, path, _)| path.split('.').next())
        .collect()
}

fn of(type_name: &str) -> impl Iterator<Item = &'static (&'static str, &'static str, Role)> {
    let start = POLICIES.partition_point(|row| row.0 < type_name);
    POLICIES[start..]
        .iter()
        .take_while(move |row| row.0 == type_name)
}

/// The rows of a block.
pub(super) fn read<'s>(maker: &mut Maker<'_, 's>, body: &Node<'s>) {
    for (_, path, role) in of(&maker.block.type_name) {
        let steps: Vec<&str> = path.split('.').collect();
        maker.values(body, &Path::default(), &steps, &mut |maker, node, path| {
            if !node.flags.has(Flags::DEFAULTED) {
                policy(maker, node, path, *role);
            }
        });
    }
}

/// The statements of a policy.
fn policy<'s>(maker: &mut Maker<'_, 's>, node: &Node<'s>, path: Path, role: Role) {
    match &node.kind {
        _ if role == Managed => managed::read(maker, node, &path),
        Kind::Null => {}
        Kind::Unknown(hole) => maker.unknown(&path, node, hole),
        Kind::Map(_) => statements(maker, node, path, role),
        Kind::Text(text) => match text.document() {
            Some(Ok(document)) if node.flags.has(Flags::SENSITIVE) => {
                let mut secret = document.clone();
                secret.flag_all(Flags::SENSITIVE);
                statements(maker, &secret, path, role);
            }
            Some(Ok(document)) => statements(maker, document, path, role),
            Some(Err(why)) => unread(maker, text, why, path),
            // How a provider is told that there is none.
            None if text.as_known().is_some_and(|text| text.trim().is_empty()) => {}
            None => no_object(maker, text, path),
        },
        _ => maker.malformed(path, format!("is {}, not a policy", node.noun())),
    }
}

/// A text that begins like a document and is none.
fn unread(maker: &mut Maker<'_, '_>, text: &Text<'_>, why: &InvalidDocument, path: Path) {
    let decided = matches!(
        why.0.kind,
        ParseErrorKind::DuplicateKey(_) | ParseErrorKind::TooDeep
    );
    let holes: Vec<String> = text.holes().flat_map(waits_for).collect();
    let sentence = format!("does not parse as JSON: {}", why.0);
    // A hole may bring what the text lacks: `{"a":1 ${var.rest}}`.
    if decided || text.as_known().is_some() {
        maker.malformed(path, sentence);
    } else {
        maker.open(path, Doubt::Unknown, sentence, holes);
    }
}

/// A text that does not begin like an object.
fn no_object(maker: &mut Maker<'_, '_>, text: &Text<'_>, path: Path) {
    let waits_for: Vec<String> = text.holes().flat_map(waits_for).collect();
    if text.as_known().is_some() {
        maker.malformed(path, "does not parse as JSON: it is not an object");
    } else {
        let why = "is not known as a whole";
        maker.open(path, Doubt::Unknown, why, waits_for);
    }
}

fn statements<'s>(maker: &mut Maker<'_, 's>, document: &Node<'s>, path: Path, role: Role) {
    let Some(map) = document.as_map() else {
        let why = format!(
            "holds {}, not an object with a `Statement`",
            document.noun()
        );
        return maker.malformed(path, why);
    };
    if let Some(name) = twice(document) {
        return maker.malformed(path, format!("names `{name}` twice, in different letters"));
    }
    let (name, statement) = match element(document, "Statement") {
        (_, At::Unset) if map.is_empty() => return,
        (_, At::Unset) => return maker.malformed(path, "is a policy without `Statement`"),
        (name, At::Unclear) => return maker.unclear(child(&path, name)),
        (name, At::Is(node)) => (name, node),
    };
    let version = element(document, "Version");
    let at = child(&path, name);
    maker.elements(statement, at, &mut |maker, node, origin| {
        if let Some(name) = twice(node) {
            let why = format!("names `{name}` twice, in different letters");
            return maker.malformed(origin, why);
        }
        let mut draft = row(node, &origin, role);
        if let (name, At::Is(version)) = &version {
            draft.take("policy_version", (*version).clone(), child(&path, name));
        }
        maker.row(draft);
    });
}

/// An element that a policy names twice, `Resource` and `resource`: which of them a service takes is
/// not for us to say.
fn twice<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    let names: Vec<&str> = node
        .as_map()
        .into_iter()
        .flat_map(|map| map.iter().map(|(name, _)| name))
        .collect();
    let again = |(at, name): (usize, &&'n str)| {
        let same = |other: &&&str| other.eq_ignore_ascii_case(name);
        names[at + 1..].iter().find(same).map(|_| *name)
    };
    names.iter().enumerate().find_map(again)
}

/// An element of a policy, and how its name is spelt. Services take the names in any case.
fn element<'n, 's>(node: &'n Node<'s>, name: &'n str) -> (&'n str, At<'n, 's>) {
    match member(node, name) {
        At::Is(found) => (name, At::Is(found)),
        other => {
            let mut members = node.as_map().into_iter().flat_map(Map::iter);
            let found = members
                .find(|(key, node)| key.eq_ignore_ascii_case(name) && node.kind != Kind::Null);
            found.map_or((name, other), |(key, node)| (key, At::Is(node)))
        }
    }
}

/// The row of a statement.
fn row<'s>(statement: &Node<'s>, origin: &Path, role: Role) -> Draft<'s> {
    const LISTS: [(&str, &str); 4] = [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    let mut draft = Draft::new(statement, origin.clone());
    draft.made("kind", Node::text(role.word()));
    match element(statement, "Effect") {
        (name, At::Is(node)) => draft.take("effect", node.clone(), child(origin, name)),
        (_, At::Unset) => draft.made("effect", Node::text("Allow")),
        (_, At::Unclear) => {}
    }
    for (member, written) in LISTS {
        if let (name, At::Is(node)) = element(statement, written) {
            draft.take(member, listed(node), child(origin, name));
        }
    }
    for (member, written) in [
        ("principals", "Principal"),
        ("not_principals", "NotPrincipal"),
    ] {
        if let (name, At::Is(node)) = element(statement, written) {
            draft.take(member, principals(node), child(origin, name));
        }
    }
    if let (name, At::Is(node)) = element(statement, "Condition") {
        draft.take("conditions", conditions(node), child(origin, name));
    }
    if let (name, At::Is(node)) = element(statement, "Sid") {
        draft.take("sid", node.clone(), child(origin, name));
    }
    draft
}

/// `{"AWS": ["a", "b"]}` as a list of `{type, value}`; `"*"` is of type `*`.
fn principals<'s>(node: &Node<'s>) -> Node<'s> {
    let one = |kind: &str, value: &Node<'s>| {
        object(vec![
            ("type", Node::text(kind.to_owned())),
            ("value", value.clone()),
        ])
    };
    let Some(map) = node.as_map() else {
        return match &node.kind {
            Kind::Unknown(_) => node.clone(),
            Kind::List(values) => list(values.iter().map(|value| one("*", value)).collect()),
            _ => list(vec![one("*", node)]),
        };
    };
    let (mut rows, mut open) = (Vec::new(), node.is_open());
    for (kind, values) in map.iter() {
        let values = listed(values);
        match &values.kind {
            Kind::List(list) => {
                open |= values.is_open();
                rows.extend(list.iter().map(|value| one(kind, value)));
            }
            Kind::Null => {}
            // One, or several.
            _ => {
                open = true;
                rows.push(one(kind, &values));
            }
        }
    }
    closed(rows, open, node)
}

/// `{"StringEquals": {"aws:SourceAccount": "1"}}` as a list of `{test, variable, values}`.
fn conditions<'s>(node: &Node<'s>) -> Node<'s> {
    let Some(map) = node.as_map() else {
        return node.clone();
    };
    let (mut rows, mut open) = (Vec::new(), node.is_open());
    for (test, variables) in map.iter() {
        let Some(inside) = variables.as_map() else {
            open |= matches!(variables.kind, Kind::Unknown(_));
            continue;
        };
        open |= variables.is_open();
        rows.extend(inside.iter().map(|(variable, values)| {
            object(vec![
                ("test", Node::text(test.to_owned())),
                ("variable", Node::text(variable.to_owned())),
                ("values", listed(values)),
            ])
        }));
    }
    closed(rows, open, node)
}

/// A list that may hold more if `open`, and that is as secret as what it was made of.
fn closed<'s>(rows: Vec<Node<'s>>, open: bool, of: &Node<'s>) -> Node<'s> {
    let mut node = list(rows);
    if open {
        node.flags.set(Flags::OPEN);
    }
    if of.flags.has(Flags::SENSITIVE) {
        node.flag_all(Flags::SENSITIVE);
    }
    node
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Identity => "identity",
            Resource => "resource",
            Trust => "trust",
            Managed => "managed",
        }
    }
}
