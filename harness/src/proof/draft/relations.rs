//! What refers to what, how many there are, and outputs.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Seen;
use super::text::{id, list};
use super::{Draft, Topic, counted};
use crate::spec::toml_text;

/// How many types one count may list.
const MAX_COUNTED: usize = 20;

/// The types of which it matters how many there are, the first ones most: what keeps data, what costs, what
/// lets in.
const COUNTED: [&str; 40] = [
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_dynamodb_table",
    "aws_s3_bucket",
    "aws_efs_file_system",
    "aws_elasticache_replication_group",
    "aws_elasticache_cluster",
    "aws_redshift_cluster",
    "aws_opensearch_domain",
    "aws_kinesis_stream",
    "aws_kinesis_firehose_delivery_stream",
    "aws_kms_key",
    "aws_secretsmanager_secret",
    "aws_vpc",
    "aws_subnet",
    "aws_nat_gateway",
    "aws_internet_gateway",
    "aws_eip",
    "aws_lb",
    "aws_lb_listener",
    "aws_cloudfront_distribution",
    "aws_api_gateway_rest_api",
    "aws_apigatewayv2_api",
    "aws_security_group",
    "aws_iam_role",
    "aws_lambda_function",
    "aws_ecs_cluster",
    "aws_ecs_service",
    "aws_eks_cluster",
    "aws_instance",
    "aws_autoscaling_group",
    "aws_sqs_queue",
    "aws_sns_topic",
    "aws_sfn_state_machine",
    "aws_cloudtrail",
    "aws_cloudwatch_metric_alarm",
    "aws_wafv2_web_acl",
    "aws_route53_zone",
    "aws_lambda_permission",
];

/// The attributes whose references matter most.
const IMPORTANT: [&str; 24] = [
    "role",
    "role_arn",
    "execution_role_arn",
    "task_role_arn",
    "kms_key_id",
    "kms_key_arn",
    "kms_master_key_id",
    "kms_key",
    "vpc_id",
    "subnet_id",
    "subnet_ids",
    "subnets",
    "security_group_ids",
    "security_groups",
    "vpc_security_group_ids",
    "security_group_id",
    "bucket",
    "db_subnet_group_name",
    "function_name",
    "rest_api_id",
    "load_balancer_arn",
    "target_group_arn",
    "topic_arn",
    "cluster",
];

/// The drafts about them.
pub(super) fn drafts(seen: &Seen) -> Vec<Draft> {
    let mut all = references(seen);
    all.extend(counts(seen));
    all.extend(outputs(seen));
    all
}

/// An attribute that leads to the same type from all blocks of the types that have it.
fn references(seen: &Seen) -> Vec<Draft> {
    let mut found: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (type_name, blocks) in &seen.types {
        let first = blocks.first().into_iter().flat_map(|it| &it.edges);
        for edge in first.filter(|(class, _)| important(class).is_some()) {
            let (class, target) = edge;
            let others = |(of, to): &(String, String)| of == class && to != target;
            let leads = |block: &super::gather::Block| {
                block.edges.contains(edge) && !block.edges.iter().any(others)
            };
            if blocks.iter().all(leads) {
                found.entry((class, target)).or_default().push(type_name);
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|((class, _), types)| {
        (std::cmp::Reverse(seen.count(types)), important(class))
    });
    let draft = |((class, target), types): ((&str, &str), Vec<&str>)| {
        let mut head = vec![("resource", list(types.iter().copied()))];
        if seen.is_missing(&types) {
            head.push(("when_empty", toml_text("skip")));
        }
        let attribute = class.trim_start_matches("$.").replace("[*]", "");
        Draft {
            topic: Topic::References,
            id: id(&format!("{attribute}-without-{target}")),
            title: format!("`{attribute}` leads to no {target} of the stack"),
            from: of_types(seen, &types),
            head,
            clauses: vec![format!(
                "at = {}, reference = {}",
                toml_text(class),
                toml_text(target)
            )],
        }
    };
    found.into_iter().map(draft).collect()
}

/// `4 resources of 2 types`
fn of_types(seen: &Seen, types: &[&str]) -> String {
    let resources = counted(seen.count(types), "resource");
    format!("{resources} of {}", counted(types.len(), "type"))
}

/// Where the last name of a class stands among those that matter.
fn important(class: &str) -> Option<usize> {
    let name = class.trim_end_matches("[*]").rsplit('.').next()?;
    let plain = !class.contains(['\'', '"']) && !class.starts_with("$.policy");
    IMPORTANT.iter().position(|it| plain && *it == name)
}

/// How many there are of what matters, as one spec.
fn counts(seen: &Seen) -> Vec<Draft> {
    let types: Vec<&str> = COUNTED
        .into_iter()
        .filter(|it| seen.count(&[it]) > 0)
        .collect();
    let types = &types[..types.len().min(MAX_COUNTED)];
    if types.is_empty() {
        return Vec::new();
    }
    if seen.stacks == 1 {
        let clause = |it: &&str| {
            format!(
                "resource = {}, count = {}",
                toml_text(it),
                seen.count(&[it])
            )
        };
        return vec![Draft {
            topic: Topic::Counts,
            id: "more-or-fewer-than-before".to_owned(),
            title: "there are more or fewer of these than there were".to_owned(),
            from: of_types(seen, types),
            head: vec![("document", "true".to_owned())],
            clauses: types.iter().map(clause).collect(),
        }];
    }
    let of_run = |it: &&str| Draft {
        topic: Topic::Counts,
        id: id(&format!("{it}-more-or-fewer")),
        title: format!("there are more or fewer {it} than there were"),
        from: format!("{} {it} in {} stacks", seen.count(&[it]), seen.stacks),
        head: vec![
            ("resource", toml_text(it)),
            ("when_empty", toml_text("skip")),
        ],
        clauses: vec![format!("together = \"run\", count = {}", seen.count(&[it]))],
    };
    types.iter().map(of_run).collect()
}

/// Outputs: how many, and what they lead to.
fn outputs(seen: &Seen) -> Vec<Draft> {
    let count: usize = seen.outputs.iter().sum();
    if count == 0 {
        return Vec::new();
    }
    let mut clauses = Vec::new();
    let all: Option<Vec<&BTreeSet<String>>> =
        seen.output_types.iter().map(Option::as_ref).collect();
    let types: Option<BTreeSet<&str>> = all.map(|all| {
        let types = all.into_iter().flatten();
        types.map(String::as_str).collect()
    });
    match types {
        Some(types) if types.len() <= MAX_COUNTED => {
            clauses.push(format!("at = \"$.value\", reference = {}", list(types)));
        }
        _ => clauses.push("at = \"$.value\", present = true".to_owned()),
    }
    let over = if seen.stacks == 1 { "stack" } else { "run" };
    clauses.push(format!("together = \"{over}\", count = {count}"));
    let mut head = vec![("output", toml_text("*"))];
    if seen.outputs.contains(&0) {
        head.push(("when_empty", toml_text("skip")));
    }
    vec![Draft {
        topic: Topic::Outputs,
        id: "output-gone".to_owned(),
        title: "an output is gone, or leads elsewhere".to_owned(),
        from: counted(count, "output"),
        head,
        clauses,
    }]
}
