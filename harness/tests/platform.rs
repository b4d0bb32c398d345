//! The second example is good code: nothing that is asked of it is red. And it is not quiet because
//! nobody looks: each break of it is found, by the spec that is meant to.

#![expect(clippy::unwrap_used, reason = "a test")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Came, Folder, run_in};
use pretty_assertions::assert_eq;
use serde_json::Value;

const FOUNDATION: &str = "stacks/foundation-prod/cdk.tf.json";
const ORDERS: &str = "stacks/orders-prod/cdk.tf.json";

/// A change that makes the platform worse: the file, where in it (a JSON pointer), what stands there
/// instead (JSON; nothing takes the member out), and the spec that finds it.
struct Break(
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
);

/// What the platform's own specs find.
const OWN: &[Break] = &[
    Break(
        FOUNDATION,
        "/resource/aws_subnet/private-subnet-1/tags/Tier",
        Some(r#""lab""#),
        "tier-unplanned",
    ),
    Break(
        FOUNDATION,
        "/resource/aws_subnet/private-subnet-1/cidr_block",
        Some(r#""${cidrsubnet(\"10.20.0.0/16\", 6, 40)}""#),
        "data-tier-outside-its-range",
    ),
    Break(
        FOUNDATION,
        "/resource/aws_route/private-default-0/route_table_id",
        Some(r#""${aws_route_table.data-routes.id}""#),
        "data-tier-has-a-way-out",
    ),
    Break(
        FOUNDATION,
        "/resource/aws_route/private-default-0/nat_gateway_id",
        Some(r#""${aws_nat_gateway.nat-1.id}""#),
        "zones-share-a-way-out",
    ),
    // The other stack's service runs images of it.
    Break(
        FOUNDATION,
        "/resource/aws_ecr_repository/images/image_tag_mutability",
        Some(r#""MUTABLE""#),
        "image-not-ours",
    ),
    Break(
        ORDERS,
        "/resource/aws_ecs_task_definition/task/container_definitions",
        Some(
            r#""[{\"name\":\"orders\",\"image\":\"orders:v1.0.0\",\"user\":\"0\",\"readonlyRootFilesystem\":true}]""#,
        ),
        "container-may-change-itself",
    ),
    Break(
        ORDERS,
        "/resource/aws_ecs_task_definition/task/task_role_arn",
        Some(r#""${aws_iam_role.execution-role.arn}""#),
        "roles-not-told-apart",
    ),
    Break(
        ORDERS,
        "/resource/aws_secretsmanager_secret_version",
        Some(
            r#"{"v":{"secret_id":"${aws_secretsmanager_secret.partner-secret.id}","secret_string":"x"}}"#,
        ),
        "secret-value-in-the-state",
    ),
    Break(
        ORDERS,
        "/resource/aws_wafv2_web_acl/firewall/rule/0/statement/rate_based_statement/limit",
        Some("20000"),
        "firewall-without-a-rule-set",
    ),
    Break(
        ORDERS,
        "/resource/aws_cloudwatch_metric_alarm/failed-messages-alarm/metric_name",
        Some(r#""NumberOfMessagesSent""#),
        "dead-letters-nobody-sees",
    ),
    Break(
        ORDERS,
        "/resource/aws_cloudwatch_metric_alarm/error-rate-alarm/alarm_actions/0",
        Some(r#""${aws_sns_topic.accepted.arn}""#),
        "alarm-that-wakes-nobody",
    ),
    Break(
        ORDERS,
        "/resource/aws_cloudwatch_log_group/firewall-logs/retention_in_days",
        Some("90"),
        "audit-log-forgotten-too-soon",
    ),
    Break(
        ORDERS,
        "/resource/aws_s3_bucket/documents-bucket/bucket",
        Some(r#""documents-${data.aws_caller_identity.current.account_id}""#),
        "name-not-of-the-platform",
    ),
];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/platform")
}

/// The specs that are red and fail a run, whatever kind of red it is.
fn red(came: &Came) -> BTreeSet<String> {
    let lines = came.json().into_iter();
    let verdicts = lines.filter(|line| line["type"] == "verdict" && line["level"] == "deny");
    let red = verdicts.filter(|it| it["outcome"] != "pass" && it["outcome"] != "skipped");
    red.map(|it| it["spec"].as_str().unwrap().to_owned())
        .collect()
}

/// Puts a value at a pointer, or takes out what stands there.
#[track_caller]
fn put(document: &mut Value, pointer: &str, value: Option<&str>) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent);
    let parent = parent.unwrap_or_else(|| panic!("nothing is at {pointer}"));
    match (parent, value) {
        (Value::Array(list), Some(value)) => {
            list[name.parse::<usize>().unwrap()] = serde_json::from_str(value).unwrap();
        }
        (Value::Array(list), None) => drop(list.remove(name.parse().unwrap())),
        (parent, Some(value)) => parent[name] = serde_json::from_str(value).unwrap(),
        (parent, None) => {
            let gone = parent.as_object_mut().unwrap().remove(name);
            assert!(gone.is_some(), "nothing is at {pointer}");
        }
    }
}

/// Breaks the platform in one place and judges it; what is red.
#[track_caller]
fn broken(Break(file, pointer, value, _): &Break) -> BTreeSet<String> {
    let folder = Folder::with(&[]);
    for name in ["manifest.json", FOUNDATION, ORDERS] {
        let text = fs::read_to_string(example().join("cdktf.out").join(name)).unwrap();
        let text = match name == *file {
            false => text,
            true => {
                let mut document = serde_json::from_str(&text).unwrap();
                put(&mut document, pointer, *value);
                document.to_string()
            }
        };
        folder.write(&format!("cdktf.out/{name}"), &text);
    }
    let input = folder.path("cdktf.out");
    let config = ["--config", "stackspec.toml", "--message-format", "json"];
    red(&run_in(
        &example(),
        &[&["check", input.to_str().unwrap()], &config[..]].concat(),
    ))
}

#[test]
fn nothing_is_red_on_good_code() {
    let came = run_in(&example(), &["check", "--message-format", "json"]);
    assert_eq!(red(&came), BTreeSet::new());
    run_in(&example(), &["check"]).is(0, &["8 built-in specs hold"]);
}

#[test]
fn the_specs_of_the_platform_are_proven_clause_by_clause() {
    let came = run_in(&example(), &["test", "specs", "--clauses"]);
    came.is(0, &["0 wrong"]).lacks(&["untested"]);
}

/// The red twins: each of its own specs finds what it is there for, in the real output.
#[test]
fn whatever_is_broken_is_found() {
    for it in OWN {
        let found = broken(it);
        assert!(found.contains(it.3), "{} at {}: {found:?}", it.3, it.1);
    }
}
