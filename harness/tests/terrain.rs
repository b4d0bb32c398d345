//! CDK Terrain and OpenTofu, the forks of cdktf and Terraform: one program and one plan, told by
//! either, are judged alike. `fixtures/terrain` has them.

#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "each test binary uses a part of it")]
mod common;

use common::{Came, Folder, run};
use pretty_assertions::{assert_eq, assert_ne};
use stackspec::facts::Facts;

const CDKTF: &str = "fixtures/terrain/cdktf/cdktf.out";
const CDKTN: &str = "fixtures/terrain/cdktn/cdktf.out";
const TERRAFORM: &str = "fixtures/terrain/terraform-plan.json";
const TOFU: &str = "fixtures/terrain/tofu-plan.json";

/// The file of a repository's fixture.
fn text(path: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join(path)).unwrap()
}

/// What a run printed, with the input's name left out.
fn without(came: &Came, input: &str) -> String {
    came.out.replace(input, "INPUT")
}

/// The names of the specs of level `deny` that fail, in the order of the report.
fn failing(came: &Came) -> Vec<&str> {
    let lines = came.out.lines();
    let lines = lines.filter_map(|line| line.strip_prefix("FAIL "));
    lines
        .filter_map(|line| line.split_once(" (").map(|(name, _)| name))
        .collect()
}

/// Both are listed and judged alike; what `check` says of the second is handed back.
#[track_caller]
fn alike(one: &str, other: &str) -> Came {
    for args in [["list", "resources"].as_slice(), &["graph"]] {
        same(one, other, args);
    }
    same(one, other, &["check", "--library", "all"])
}

#[track_caller]
fn same(one: &str, other: &str, args: &[&str]) -> Came {
    let (left, right) = (
        run(&[args, &[one]].concat()),
        run(&[args, &[other]].concat()),
    );
    assert_eq!(left.code, right.code, "{args:?}: {}", right.err);
    assert_eq!(without(&left, one), without(&right, other), "{args:?}");
    assert!(right.out.lines().count() > 1, "{args:?}: {}", right.err);
    right
}

#[test]
fn one_program_is_judged_alike_by_both_kits() {
    same(CDKTF, CDKTN, &["list", "stacks"]);
    let came = alike(CDKTF, CDKTN);
    let sentences = [
        "service-pr1234/queue)",
        "storage-pr1234/receipts-access)",
        "10 of 10 resources covered",
    ];
    came.is(100, &sentences);
    assert_eq!(
        failing(&came),
        [
            "service-pr1234::aws::iam::iam-wildcard-resource",
            "service-pr1234::aws::sqs::queue-encryption-off",
            "service-pr1234::aws::sqs::queue-visibility-below-timeout",
            "storage-pr1234::aws::s3::bucket-may-become-public",
        ]
    );
}

#[test]
fn a_fault_more_or_less_makes_a_difference() {
    let folder = Folder::with(&[
        (
            "out/manifest.json",
            &text(&format!("{CDKTN}/manifest.json")),
        ),
        (
            "out/stacks/storage-pr1234/cdk.tf.json",
            &text(&format!("{CDKTN}/stacks/storage-pr1234/cdk.tf.json")),
        ),
    ]);
    let service = text(&format!("{CDKTN}/stacks/service-pr1234/cdk.tf.json"));
    let (off, on) = (
        r#""sqs_managed_sse_enabled": false"#,
        r#""sqs_managed_sse_enabled": true"#,
    );
    assert_eq!(service.matches(off).count(), 1);
    let mended = service.replace(off, on);
    folder.write("out/stacks/service-pr1234/cdk.tf.json", &mended);
    let came = folder.run(&["check", "out", "--library", "aws/sqs"]);
    assert_eq!(failing(&came).len(), 1);
    let original = run(&["check", CDKTF, "--library", "aws/sqs"]);
    assert_eq!(failing(&original).len(), 2);
    assert_ne!(without(&came, "out"), without(&original, CDKTF));
}

#[test]
fn a_plan_of_opentofu_is_judged_as_one_of_terraform() {
    let came = alike(TERRAFORM, TOFU);
    assert_eq!(
        failing(&came),
        ["terrain::aws::s3::bucket-may-become-public"]
    );
}

#[test]
fn what_is_mended_is_mended_for_both_and_what_is_missing_is_missed() {
    for plan in [TERRAFORM, TOFU] {
        let mended = text(plan)
            .replace(
                r#""block_public_policy": false"#,
                r#""block_public_policy": true"#,
            )
            .replace(
                r#""restrict_public_buckets": false"#,
                r#""restrict_public_buckets": true"#,
            );
        let folder = Folder::with(&[("plan.json", &mended)]);
        let came = folder.run(&["check", "plan.json", "--library", "aws/s3"]);
        assert_eq!(failing(&came), [""; 0], "{plan}");
        came.is(0, &[]);
    }
}

/// The provider's block is found for both, so its region and tags hold for its resources.
#[test]
fn the_provider_of_a_resource_is_found_whatever_its_registry_is_called() {
    for (plan, registry) in [
        (TERRAFORM, "registry.terraform.io"),
        (TOFU, "registry.opentofu.org"),
    ] {
        let table = |path: &str| {
            let came = run(&["query", plan, path, "--resource", "aws_dynamodb_table"]);
            came.is(0, &[]);
            came.out
        };
        let provider = table("$['//'].provider");
        assert!(provider.contains(&format!("{registry}/hashicorp/aws")));
        assert!(table("$['//'].region").contains("eu-central-1"));
        assert!(table("$['//'].tags").contains("orders"));
    }
}

#[test]
fn source_addresses_of_either_registry_mean_one_provider() {
    let facts = Facts::builtin();
    let aws = facts.versions().find(|known| known.name == "aws").unwrap();
    for source in [
        "aws",
        "hashicorp/aws",
        "registry.terraform.io/hashicorp/aws",
        "registry.opentofu.org/hashicorp/aws",
    ] {
        assert!(aws.answers_to(source), "{source}");
    }
    for source in [
        "",
        "awscc",
        "hashicorp/awscc",
        "acme/aws",
        "example.com/hashicorp/aws",
        "registry.opentofu.org/acme/aws",
        "registry.opentofu.org/",
        "registry.opentofu.org/registry.terraform.io/hashicorp/aws",
    ] {
        assert!(!aws.answers_to(source), "{source}");
    }
}

/// The facts are of version 6: of a stack that asks for version 5 they say nothing, however it
/// spells the provider.
#[test]
fn another_major_version_is_noticed_under_either_registry() {
    for source in [
        "aws",
        "hashicorp/aws",
        "registry.terraform.io/hashicorp/aws",
        "registry.opentofu.org/hashicorp/aws",
    ] {
        let found = |version: &str| {
            let stack = format!(
                r#"{{"terraform":{{"required_providers":{{"aws":{{"source":"{source}","version":"{version}"}}}}}},
                "resource":{{"aws_sqs_queue":{{"q":{{"name":"a","no_such_attribute":true}}}}}}}}"#
            );
            let folder = Folder::with(&[("main.tf.json", &stack)]);
            folder.run(&["check", "main.tf.json", "--library", "aws/sqs"])
        };
        let known = found("~> 6.0");
        known.is(4, &["no_such_attribute"]);
        let other = found("~> 5.0");
        other.is(4, &["it is ~> 5.0, the facts are of 6."]);
        other.lacks(&["no_such_attribute"]);
    }
}
