//! The provider facts, from outside: what the table says, what it suggests, and that real stacks
//! hold nothing that it does not know.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests, which Clippy takes for ordinary functions here"
)]

use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::facts::{
    BlockShape, DocumentForm, DocumentShape, Facts, Inside, Member, Mode, Nesting, Shape,
    document_attribute, document_shape, is_presence_marker, meta_arguments,
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

/// A misspelling of `word` by one edit, chosen by `seed`; never the word itself.
fn misspell(word: &str, seed: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    // After the provider's prefix, which people get right.
    let first = word.find('_').map_or(0, |at| at + 1).min(letters.len() - 1);
    let at = first + (seed * 7) % (letters.len() - first);
    match seed % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, 'q'),
        2 => letters[at] = if letters[at] == 'x' { 'z' } else { 'x' },
        _ if at + 1 < letters.len() && letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        _ => letters.insert(at, 'j'),
    }
    letters.into_iter().collect()
}

/// How many of the misspelt names are found, are suggested first, are suggested at all, and which
/// are not first.
#[derive(Debug, Default)]
struct Quality {
    tried: usize,
    first: usize,
    missed: Vec<String>,
}

impl Quality {
    fn record(&mut self, wrong: &str, right: &str, suggested: &[&str]) {
        self.tried += 1;
        if suggested.first() == Some(&right) {
            self.first += 1;
        } else {
            self.missed
                .push(format!("{wrong} -> {suggested:?}, not {right}"));
        }
    }

    #[track_caller]
    fn check(&self, least: usize) {
        assert!(self.tried >= least, "only {} names tried", self.tried);
        let enough = self.first * 100 >= self.tried * 99;
        assert!(
            enough,
            "{} of {} first\n{}",
            self.first,
            self.tried,
            self.missed.join("\n")
        );
    }
}

#[test]
fn a_misspelt_type_is_suggested_right() {
    let facts = Facts::builtin();
    let mut quality = Quality::default();
    for mode in [Mode::Resource, Mode::Data] {
        for (seed, right) in facts.type_names(mode).enumerate().step_by(20) {
            let wrong = misspell(right, seed / 20);
            if facts.block(mode, &wrong).is_none() {
                quality.record(&wrong, right, &facts.suggest_type(mode, &wrong));
            }
        }
    }
    quality.check(110);
}

#[test]
fn a_misspelt_attribute_is_suggested_right() {
    let facts = Facts::builtin();
    let mut quality = Quality::default();
    let names = facts
        .type_names(Mode::Resource)
        .filter_map(|name| facts.resource(name))
        .flat_map(|shape| shape.members().map(move |(name, _)| (shape, name)));
    for (seed, (shape, right)) in names.enumerate().step_by(20) {
        let wrong = misspell(right, seed / 20);
        if shape.get(&wrong).is_none() {
            quality.record(&wrong, right, &shape.suggest(&wrong));
        }
    }
    quality.check(800);
}

#[track_caller]
fn check_suggested(mode: Mode, word: &str, expected: &str) {
    let suggested = Facts::builtin().suggest_type(mode, word);
    assert_eq!(suggested.first(), Some(&expected), "{word}: {suggested:?}");
    assert!(suggested.len() <= 3);
}

#[test]
fn what_people_really_write() {
    check_suggested(Mode::Resource, "aws_rds_instance", "aws_db_instance");
    check_suggested(Mode::Resource, "aws_lamda_function", "aws_lambda_function");
    check_suggested(Mode::Resource, "aws_s3_buckt", "aws_s3_bucket");
    check_suggested(
        Mode::Resource,
        "aws_lambda_functions",
        "aws_lambda_function",
    );
    check_suggested(Mode::Resource, "aws_securitygroup", "aws_security_group");
    check_suggested(Mode::Resource, "AwsS3Bucket", "aws_s3_bucket");
    check_suggested(
        Mode::Resource,
        "aws_iam_roles_policy",
        "aws_iam_role_policy",
    );
    check_suggested(
        Mode::Data,
        "aws_iam_policy_documnet",
        "aws_iam_policy_document",
    );
    assert_eq!(
        Facts::builtin().suggest_type(Mode::Resource, "aws_qqqqqqqqqq"),
        [""; 0]
    );
    assert_eq!(Facts::builtin().suggest_type(Mode::Resource, ""), [""; 0]);
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

/// The stacks of the corpus, if there is one on this machine.
fn corpus() -> Vec<(PathBuf, serde_json::Value)> {
    #[expect(
        clippy::disallowed_methods,
        reason = "where the corpus lies, for tests only"
    )]
    let Ok(root) = std::env::var("STACKSPEC_CORPUS") else {
        eprintln!("skipped: STACKSPEC_CORPUS is not set");
        return Vec::new();
    };
    let pattern = format!("{root}/cdktf/**/cdk.tf.json");
    let stacks: Vec<_> = glob::glob(&pattern)
        .expect("a pattern")
        .filter_map(Result::ok)
        .filter_map(|path| {
            let bytes = std::fs::read(&path).ok()?;
            Some((path, serde_json::from_slice(&bytes).ok()?))
        })
        .collect();
    assert!(
        stacks.len() >= 60,
        "only {} stacks under {pattern}",
        stacks.len()
    );
    stacks
}

/// What a walk over a body found that the facts do not know.
struct Walk<'w> {
    file: &'w Path,
    type_name: &'w str,
    findings: Vec<String>,
}

impl Walk<'_> {
    fn body(&mut self, shape: Shape<'_>, body: &serde_json::Value, depth: usize) {
        for (name, value) in body.as_object().into_iter().flatten() {
            let meta = depth == 0 && meta_arguments(Mode::Resource).any(|meta| meta == name);
            match shape.get(name) {
                None if meta || shape.is_any() || name == "dynamic" => {}
                None => self.report(&format!("{name} is unknown")),
                Some(Member::Attribute(_)) => self.document(name, value),
                Some(Member::Block(block)) => {
                    for each in elements(value).filter(|value| value.is_object()) {
                        let empty = each.as_object().is_some_and(serde_json::Map::is_empty);
                        let settable = block.shape.members().any(|(_, it)| it.is_settable());
                        if empty && settable && !is_presence_marker(self.type_name, name) {
                            self.report(&format!("{name} is empty"));
                        }
                        self.body(block.shape, each, depth + 1);
                    }
                }
            }
        }
    }

    fn document(&mut self, attribute: &str, value: &serde_json::Value) {
        let Some(row) = document_attribute(self.type_name, attribute) else {
            return;
        };
        let Some(Ok(document)) = value.as_str().map(serde_json::from_str) else {
            return;
        };
        let document: serde_json::Value = document;
        if document.is_array() != (row.form == DocumentForm::Array)
            && row.form != DocumentForm::Either
        {
            self.report(&format!("{attribute} is no {:?}", row.form));
        }
        if let Some(shape) = row.shape {
            self.shape(shape, &document);
        }
    }

    fn shape(&mut self, shape: &DocumentShape, value: &serde_json::Value) {
        let objects = elements(value).filter_map(serde_json::Value::as_object);
        for (name, value) in objects.flatten() {
            match shape.get(name) {
                None if shape.closed => self.report(&format!("{name} is not in {}", shape.source)),
                None | Some(Inside::Value) => {}
                Some(Inside::Object(inner)) => self.shape(inner, value),
                Some(Inside::ByKey(inner)) => {
                    for (_, value) in value.as_object().into_iter().flatten() {
                        self.shape(inner, value);
                    }
                }
            }
        }
    }

    fn report(&mut self, what: &str) {
        let file = self.file.display();
        self.findings
            .push(format!("{file}: {}: {what}", self.type_name));
    }
}

/// A list's elements, or the value itself.
fn elements(value: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    match value.as_array() {
        Some(list) => list.iter(),
        None => std::slice::from_ref(value).iter(),
    }
}

#[test]
fn what_is_not_known_is_reported() {
    let body = serde_json::json!({
        "name": "a",
        "polcy": "{}",
        "policy": r#"{"Statement": [{"Efect": "Allow", "Principal": {"Aws": "*"}}]}"#,
        "count": 2,
    });
    let mut walk = Walk {
        file: Path::new("cdk.tf.json"),
        type_name: "aws_iam_policy",
        findings: Vec::new(),
    };
    walk.body(
        Facts::builtin().resource("aws_iam_policy").expect("a type"),
        &body,
        0,
    );
    let grammar = "AWS Identity and Access Management: Grammar of the IAM JSON policy language";
    let principal = "AWS Identity and Access Management: AWS JSON policy elements: Principal";
    let expected = [
        "cdk.tf.json: aws_iam_policy: polcy is unknown".to_owned(),
        format!("cdk.tf.json: aws_iam_policy: Efect is not in {grammar}"),
        format!("cdk.tf.json: aws_iam_policy: Aws is not in {principal}"),
    ];
    assert_eq!(walk.findings, expected);

    let body = serde_json::json!({ "rule": [{}, { "bucket_key_enabled": true, "count": 1 }] });
    walk.type_name = "aws_s3_bucket_server_side_encryption_configuration";
    walk.findings.clear();
    walk.body(
        Facts::builtin().resource(walk.type_name).expect("a type"),
        &body,
        0,
    );
    let found: Vec<_> = walk
        .findings
        .iter()
        .map(|row| row.rsplit(": ").next())
        .collect();
    assert_eq!(found, [Some("rule is empty"), Some("count is unknown")]);
}

/// Real stacks hold no type, attribute, block or document name that the facts do not know, and no
/// block that is empty without being a marker, but for the one kind of fault that is known to be
/// in them.
#[test]
fn real_stacks_hold_nothing_that_is_not_known() {
    let facts = Facts::builtin();
    let mut findings = Vec::new();
    for (file, stack) in corpus() {
        let types = stack["resource"].as_object();
        for (type_name, resources) in types.into_iter().flatten() {
            let mut walk = Walk {
                file: &file,
                type_name,
                findings: Vec::new(),
            };
            match facts.resource(type_name) {
                None if facts.knows_provider_of(type_name) => walk.report("is unknown"),
                None => {}
                Some(shape) => {
                    for (_, bodies) in resources.as_object().into_iter().flatten() {
                        elements(bodies).for_each(|body| walk.body(shape, body, 0));
                    }
                }
            }
            findings.extend(walk.findings);
        }
    }
    findings.retain(|finding| {
        !finding.ends_with("aws_s3_bucket_server_side_encryption_configuration: rule is empty")
    });
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
