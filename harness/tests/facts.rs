//! The provider facts, from outside: what the table says, what it suggests, and that real stacks
//! hold nothing that it does not know.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests, which Clippy takes for ordinary functions here"
)]

#[path = "facts/real_stacks.rs"]
mod real_stacks;
#[path = "facts/suggestions.rs"]
mod suggestions;

use pretty_assertions::assert_eq;
use stackspec::facts::{
    BlockShape, DocumentForm, Facts, Inside, Member, Mode, Nesting, Shape, document_attribute,
    document_shape, meta_arguments,
};

/// The member at a dotted path of a resource type.
#[track_caller]
fn member(path: &str) -> Member<'static> {
    let mut names = path.split('.');
    let mut shape = Facts::builtin()
        .resource(names.next().expect("a type"))
        .expect("a known type");
    let mut found = None;
    for name in names {
        let member = shape
            .get(name)
            .unwrap_or_else(|| panic!("no {name} in {path}"));
        if let Member::Block(block) = &member {
            shape = block.shape;
        }
        found = Some(member);
    }
    found.expect("a member")
}

#[track_caller]
fn block(path: &str) -> BlockShape<'static> {
    match member(path) {
        Member::Block(block) => block,
        Member::Attribute(_) => panic!("{path} is an attribute"),
    }
}

/// Checks an attribute's type and the letters of its flags.
#[track_caller]
fn check_attribute(path: &str, ty: &str, flags: &str) {
    let Member::Attribute(found) = member(path) else {
        panic!("{path} is a block");
    };
    let letters = [
        (found.required, 'R'),
        (found.optional, 'O'),
        (found.computed, 'C'),
    ];
    let letters: String = letters
        .iter()
        .filter(|row| row.0)
        .map(|row| row.1)
        .collect();
    assert_eq!(
        (found.ty.to_string().as_str(), letters.as_str()),
        (ty, flags),
        "{path}"
    );
}

/// Checks a block's nesting, whether there is one at most, and whether it is an attribute.
#[track_caller]
fn check_block(path: &str, nesting: Nesting, single: bool, attribute: bool) {
    let found = block(path);
    let found = (found.nesting, found.single, found.attribute);
    assert_eq!(found, (nesting, single, attribute), "{path}");
}

#[test]
fn attributes_are_as_the_provider_declares_them() {
    check_attribute("aws_s3_bucket.tags", "map(string)", "O");
    check_attribute("aws_s3_bucket.bucket", "string", "OC");
    check_attribute("aws_s3_bucket.arn", "string", "C");
    check_attribute("aws_lambda_function.function_name", "string", "R");
    check_attribute("aws_lambda_function.timeout", "number", "O");
    check_attribute("aws_lambda_function.layers", "list(string)", "O");
    check_attribute(
        "aws_lambda_function.vpc_config.subnet_ids",
        "set(string)",
        "R",
    );
    check_attribute(
        "aws_security_group.ingress.cidr_blocks",
        "list(string)",
        "OC",
    );
    check_attribute("aws_db_instance.storage_encrypted", "bool", "O");
    check_attribute(
        "aws_elasticache_replication_group.at_rest_encryption_enabled",
        "string",
        "OC",
    );
    check_attribute("aws_wafv2_web_acl.rule.statement", "any", "O");
    check_attribute("random_password.result", "string", "C");
    check_attribute("terraform_data.input", "any", "O");
}

#[test]
fn blocks_are_as_the_provider_declares_them() {
    use Nesting::{List, Map, Set, Single};
    check_block("aws_lambda_function.vpc_config", List, true, false);
    check_block("aws_security_group.ingress", Set, false, true);
    check_block("aws_route_table.route", Set, false, true);
    check_block("aws_db_instance.timeouts", Single, true, false);
    check_block(
        "aws_s3_bucket_versioning.versioning_configuration",
        List,
        true,
        false,
    );
    check_block("aws_dynamodb_table.attribute", Set, false, false);
    check_block("aws_ecs_service.load_balancer", Set, false, false);
    check_block("aws_route53_record.alias", List, true, false);
    check_block("aws_cloudfront_distribution.origin", Set, false, false);
    check_block(
        "aws_bedrockagentcore_agent_runtime.protocol_configuration",
        List,
        false,
        false,
    );
    assert!(block("aws_s3_bucket_versioning.versioning_configuration").required);
    let maps = types_with(Mode::Resource, &|block| block.nesting == Map);
    assert!(!maps.is_empty());
}

/// The types that have a block, at any depth, for which `holds`.
fn types_with(mode: Mode, holds: &dyn Fn(&BlockShape<'_>) -> bool) -> Vec<&'static str> {
    fn has(shape: Shape<'_>, holds: &dyn Fn(&BlockShape<'_>) -> bool) -> bool {
        shape.members().any(|(_, member)| match member {
            Member::Attribute(_) => false,
            Member::Block(block) => holds(&block) || has(block.shape, holds),
        })
    }
    let facts = Facts::builtin();
    facts
        .type_names(mode)
        .filter(|name| {
            facts
                .block(mode, name)
                .is_some_and(|shape| has(shape, holds))
        })
        .collect()
}

#[test]
fn names_that_are_not_there_are_not_found() {
    let facts = Facts::builtin();
    for name in [
        "aws_s3_buckt",
        "aws_rds_instance",
        "",
        "*",
        "aws",
        "//",
        "aws_s3_bucket ",
    ] {
        assert!(facts.resource(name).is_none(), "{name:?}");
        assert!(facts.data(name).is_none(), "{name:?}");
        assert!(Facts::none().resource(name).is_none(), "{name:?}");
    }
    assert!(Facts::none().resource("aws_s3_bucket").is_none());
    assert!(facts.resource("aws_caller_identity").is_none());
    assert!(facts.data("aws_caller_identity").is_some());
    let bucket = facts.resource("aws_s3_bucket").expect("aws_s3_bucket");
    for name in ["", "buckett", "Bucket", "count", "lifecycle", "//"] {
        assert!(bucket.get(name).is_none(), "{name:?}");
    }
}

#[test]
fn meta_arguments_are_members_of_every_block() {
    let names: Vec<_> = meta_arguments(Mode::Resource).collect();
    let expected = [
        "//",
        "connection",
        "count",
        "depends_on",
        "for_each",
        "lifecycle",
        "provider",
        "provisioner",
    ];
    assert_eq!(names, expected);
    assert!(meta_arguments(Mode::Data).all(|name| name != "provisioner" && name != "connection"));
    let meta = Facts::builtin()
        .meta_arguments(Mode::Resource)
        .expect("meta-arguments");
    let Some(Member::Block(lifecycle)) = meta.get("lifecycle") else {
        panic!("no lifecycle");
    };
    assert_eq!(lifecycle.nesting, Nesting::Single);
    assert!(lifecycle.shape.get("create_before_destroy").is_some());
    assert_eq!(
        lifecycle.shape.suggest("prevent_destory"),
        ["prevent_destroy"]
    );
}

#[test]
fn providers_are_known_by_name() {
    let facts = Facts::builtin();
    let known = [
        "aws_new_thing",
        "random_x",
        "null_resource",
        "external",
        "terraform_data",
    ];
    for name in known {
        assert!(facts.knows_provider_of(name), "{name}");
    }
    for name in [
        "google_x",
        "awscc_bucket",
        "",
        "_",
        "aw",
        "kubernetes_service",
    ] {
        assert!(!facts.knows_provider_of(name), "{name}");
    }
    let aws = facts.provider("aws").expect("aws");
    for name in ["region", "default_tags", "assume_role", "alias"] {
        assert!(aws.get(name).is_some(), "{name}");
    }
    assert!(facts.provider("google").is_none());
    let versions: Vec<_> = facts
        .versions()
        .map(|row| (row.source, row.version))
        .collect();
    assert!(
        versions.contains(&("hashicorp/aws", "6.25.0")),
        "{versions:?}"
    );
}

/// What one table of a provider declares, counted through the public interface.
fn count(facts: &Facts, provider: &str) -> [i64; 4] {
    fn members(shape: Shape<'_>, counts: &mut [i64; 4]) {
        for (_, member) in shape.members() {
            match member {
                Member::Attribute(_) => counts[2] += 1,
                Member::Block(block) => {
                    counts[3] += 1;
                    members(block.shape, counts);
                }
            }
        }
    }
    let mut counts = [0; 4];
    for (index, mode) in [Mode::Resource, Mode::Data].into_iter().enumerate() {
        for name in facts.type_names(mode) {
            if name.split('_').next() == Some(provider) {
                counts[index] += 1;
                members(facts.block(mode, name).expect("a listed type"), &mut counts);
            }
        }
    }
    members(facts.provider(provider).expect("a provider"), &mut counts);
    counts
}

#[test]
fn counts_agree_with_the_provenance() {
    let provenance: toml::Table = include_str!("../facts/PROVENANCE.toml")
        .parse()
        .expect("TOML");
    let facts = Facts::builtin();
    let packages = provenance["package"].as_array().expect("packages");
    assert_eq!(
        packages.len() + 1,
        facts.versions().count(),
        "one more is written by hand"
    );
    for package in packages {
        let text = |key: &str| package[key].as_str().unwrap_or_else(|| panic!("{key}"));
        let counted = ["resources", "data_sources", "attributes", "blocks"]
            .map(|key| package[key].as_integer().unwrap_or_else(|| panic!("{key}")));
        let version = facts
            .versions()
            .find(|row| row.source == text("provider"))
            .unwrap_or_else(|| panic!("{}", text("provider")));
        assert_eq!(version.version, text("provider_version"));
        assert_eq!(count(facts, version.name), counted, "{}", text("provider"));
        assert_eq!(text("licence"), "MPL-2.0");
        assert!(text("integrity").starts_with("sha512-"));
    }
}

#[test]
fn documents_are_known_by_type_and_attribute() {
    let form = |type_name, attribute| document_attribute(type_name, attribute).map(|row| row.form);
    assert_eq!(form("aws_iam_policy", "policy"), Some(DocumentForm::Object));
    assert_eq!(
        form("aws_ecs_task_definition", "container_definitions"),
        Some(DocumentForm::Array)
    );
    assert_eq!(form("aws_ses_receipt_filter", "policy"), None);
    assert_eq!(
        form("aws_secretsmanager_secret_version", "secret_string"),
        None
    );
    assert_eq!(form("aws_iam_policy", "name"), None);
    assert!(document_shape("aws_sns_topic_data_protection_policy", "policy").is_none());
    let machine = document_shape("aws_sfn_state_machine", "definition").expect("a shape");
    let Some(Inside::ByKey(state)) = machine.get("States") else {
        panic!("states are by name");
    };
    assert_eq!(state.suggest("Rerty"), ["Retry"]);
    assert!(matches!(state.get("Branches"), Some(Inside::Object(inner)) if inner.closed));
}
