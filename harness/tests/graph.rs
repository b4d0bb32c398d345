//! What refers to what, in synth outputs, plans and states.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

#[path = "graph/plans.rs"]
mod plans;

use std::path::Path;

use plans::{entry, plan, with_graph};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use stackspec::graph::{Graph, Target, Vertex};
use stackspec::load::{LoadOptions, load};
use stackspec::stack::Stack;
use tempfile::TempDir;

/// Loads stacks that are given as JSON, `plan.json` by their keys, else `main.tf.json`.
fn stacks(texts: &[Value]) -> Vec<Stack> {
    let folder = TempDir::new().expect("a folder");
    let load = |(nth, text): (usize, &Value)| {
        let name = match text.get("format_version") {
            Some(_) => format!("s{nth}/plan.json"),
            None => format!("s{nth}/main.tf.json"),
        };
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text.to_string()).expect("a file");
        load(&path, &LoadOptions::default())
            .expect("loads")
            .remove(0)
    };
    texts.iter().enumerate().map(load).collect()
}

fn address(graph: &Graph<'_, '_>, vertex: Vertex) -> String {
    match vertex.stack {
        0 => graph.block(vertex).address.to_string(),
        stack => format!("s{stack}:{}", graph.block(vertex).address),
    }
}

fn target(graph: &Graph<'_, '_>, target: &Target) -> String {
    let all = |vertices: &[Vertex], between: &str| {
        let all: Vec<String> = vertices.iter().map(|it| address(graph, *it)).collect();
        all.join(between)
    };
    match target {
        Target::Blocks(blocks) => all(blocks, " & "),
        Target::OneOf(blocks) => all(blocks, " | "),
        Target::Undeclared(written) => format!("undeclared {written}"),
        Target::Outside(written) => format!("outside {written}"),
    }
}

/// Every edge of the first stack as a line: `a.b -[label]-> c.d (attribute)`.
fn edges(graph: &Graph<'_, '_>) -> Vec<String> {
    let mut lines = Vec::new();
    for block in 0..graph.model(0).stack().blocks.len() {
        let from = Vertex { stack: 0, block };
        for edge in graph.out(from) {
            let arrow = if edge.order { "=>" } else { "->" };
            let attribute = edge.attribute.as_ref();
            lines.push(format!(
                "{} -[{}]{arrow} {}{}",
                address(graph, from),
                edge.label,
                target(graph, &edge.target),
                attribute.map_or_else(String::new, |name| format!(" ({name})")),
            ));
        }
    }
    lines
}

#[track_caller]
fn has(texts: &[Value], expected: &[&str]) {
    let stacks = stacks(texts);
    assert_eq!(with_graph(&stacks, edges), expected);
}

fn resources(resources: &Value) -> Value {
    json!({ "resource": resources })
}

#[test]
fn templates_refer() {
    has(
        &[resources(&json!({
            "aws_lambda_function": { "f": {
                "role": "${aws_iam_role.r.arn}",
                "vpc_config": { "subnet_ids": ["${aws_subnet.a[0].id}", "${join(\",\", aws_subnet.a[*].id)}"] },
                "environment": [{ "variables": { "T": "x-${aws_dynamodb_table.gone.name}-${var.unset}" } }],
                "depends_on": ["aws_iam_role.r"],
                "function_name": "plain",
                "kms_key_arn": "arn:aws:kms:eu-west-1:123456789012:key/k",
            } },
            "aws_iam_role": { "r": { "name": "${each.key}", "assume_role_policy": "{\"A\":\"${data.aws_caller_identity.me.account_id}\"}" } },
            "aws_subnet": { "a": { "count": "${var.n}", "vpc_id": "vpc-0abc1234d" } },
        }))
        .merged(json!({
            "data": { "aws_caller_identity": { "me": {} } },
            "variable": { "n": { "default": 2 }, "unset": {} },
        }))],
        &[
            "aws_iam_role.r -[assume_role_policy]-> data.aws_caller_identity.me (account_id)",
            "aws_lambda_function.f -[depends_on]=> aws_iam_role.r",
            "aws_lambda_function.f -[environment.variables]-> undeclared aws_dynamodb_table.gone",
            "aws_lambda_function.f -[environment.variables]-> outside var.unset",
            "aws_lambda_function.f -[kms_key_arn]-> outside arn:aws:kms:eu-west-1:123456789012:key/k",
            "aws_lambda_function.f -[role]-> aws_iam_role.r (arn)",
            "aws_lambda_function.f -[vpc_config.subnet_ids]-> aws_subnet.a (id)",
            "aws_lambda_function.f -[vpc_config.subnet_ids]-> aws_subnet.a (id)",
            "aws_subnet.a -[vpc_id]-> outside vpc-0abc1234d",
        ],
    );
}

/// Puts the members of another object beside those of this one.
trait Merged {
    fn merged(self, other: Value) -> Value;
}

impl Merged for Value {
    fn merged(mut self, other: Value) -> Value {
        if let (Some(map), Value::Object(other)) = (self.as_object_mut(), other) {
            map.extend(other);
        }
        self
    }
}

#[test]
fn locals_stand_for_what_they_refer_to() {
    has(
        &[resources(&json!({
            "aws_s3_bucket": { "b": { "bucket": "${local.name}", "tags": { "x": "${local.nobody}" } } },
            "aws_kms_key": { "k": {} },
        }))
        .merged(json!({
            "locals": { "name": "${local.other}-${aws_kms_key.k.key_id}", "other": "${local.name}" },
        }))],
        &[
            "aws_s3_bucket.b -[bucket]-> aws_kms_key.k (key_id)",
            "aws_s3_bucket.b -[tags]-> undeclared local.nobody",
        ],
    );
}

#[test]
fn other_stacks_are_reached_by_their_outputs() {
    let app = resources(&json!({
        "aws_instance": { "i": {
            "subnet_id": "${data.terraform_remote_state.net.outputs.subnet}",
            "ami": "${data.terraform_remote_state.net.outputs.nobody}",
        } },
    }))
    .merged(json!({ "data": { "terraform_remote_state": { "net": { "backend": "local" } } } }));
    let net = resources(&json!({ "aws_subnet": { "a": {} } }))
        .merged(json!({ "output": { "subnet": { "value": "${aws_subnet.a.id}" } } }));
    has(
        &[app, net],
        &[
            "aws_instance.i -[ami]-> outside data.terraform_remote_state.net.outputs.nobody",
            "aws_instance.i -[subnet_id]-> s1:aws_subnet.a (id)",
        ],
    );
}

#[test]
fn plans_list_references() {
    let configuration = json!({ "resources": [
        entry("aws_lambda_function", "f", &json!({
            "role": { "references": ["aws_iam_role.r.arn", "aws_iam_role.r"] },
            "vpc_config": [{ "subnet_ids": { "references": ["aws_subnet.a[1].id", "aws_subnet.a[1]", "aws_subnet.a"] } }],
            "kms_key_arn": { "constant_value": "arn:aws:kms:eu-west-1:123456789012:key/k" },
            "function_name": { "references": ["local.name"] },
        })).merged(json!({ "depends_on": ["aws_subnet.a"] })),
        entry("aws_iam_role", "r", &json!({ "name": { "constant_value": "r" } })),
        entry("aws_subnet", "a", &json!({})),
        entry("aws_route_table_association", "z", &json!({
            "subnet_id": { "references": ["aws_subnet.a", "count.index"] },
            "route_table_id": { "references": ["aws_subnet.a"] },
        })),
    ] });
    let none = Value::Null;
    has(
        &[plan(
            &[
                (
                    "aws_lambda_function.f",
                    "",
                    "aws_lambda_function",
                    "f",
                    none.clone(),
                ),
                ("aws_iam_role.r", "", "aws_iam_role", "r", none.clone()),
                ("aws_subnet.a[0]", "", "aws_subnet", "a", json!(0)),
                ("aws_subnet.a[1]", "", "aws_subnet", "a", json!(1)),
                (
                    "aws_route_table_association.z[1]",
                    "",
                    "aws_route_table_association",
                    "z",
                    json!(1),
                ),
                (
                    "aws_route_table_association.z[5]",
                    "",
                    "aws_route_table_association",
                    "z",
                    json!(5),
                ),
            ],
            &configuration,
        )],
        &[
            "aws_lambda_function.f -[depends_on]=> aws_subnet.a[0] & aws_subnet.a[1]",
            "aws_lambda_function.f -[function_name]-> outside local.name",
            "aws_lambda_function.f -[kms_key_arn]-> outside arn:aws:kms:eu-west-1:123456789012:key/k",
            "aws_lambda_function.f -[role]-> aws_iam_role.r (arn)",
            "aws_lambda_function.f -[vpc_config.subnet_ids]-> aws_subnet.a[1] (id)",
            "aws_route_table_association.z[1] -[route_table_id]-> aws_subnet.a[0] & aws_subnet.a[1]",
            "aws_route_table_association.z[1] -[subnet_id]-> aws_subnet.a[1]",
            "aws_route_table_association.z[5] -[route_table_id]-> aws_subnet.a[0] & aws_subnet.a[1]",
            "aws_route_table_association.z[5] -[subnet_id]-> aws_subnet.a[0] | aws_subnet.a[1]",
        ],
    );
}

#[test]
fn modules_are_seen_through_both_ways() {
    let configuration = json!({
        "resources": [
            entry("aws_vpc", "main", &json!({})),
            entry("aws_instance", "i", &json!({ "subnet_id": { "references": ["module.net[\"a\"].subnet", "module.net[\"a\"]", "module.net"] } })),
        ],
        "module_calls": { "net": {
            "source": "./net",
            "expressions": { "vpc": { "references": ["aws_vpc.main.id", "aws_vpc.main"] } },
            "for_each_expression": {},
            "module": {
                "outputs": { "subnet": { "expression": { "references": ["aws_subnet.s.id", "aws_subnet.s"] } } },
                "resources": [entry("aws_subnet", "s", &json!({ "vpc_id": { "references": ["var.vpc"] }, "cidr_block": { "references": ["var.left_to_its_default"] } }))],
            },
        } },
    });
    let none = Value::Null;
    let (a, b) = (r#"module.net["a"]"#, r#"module.net["b"]"#);
    has(
        &[plan(
            &[
                ("aws_vpc.main", "", "aws_vpc", "main", none.clone()),
                ("aws_instance.i", "", "aws_instance", "i", none.clone()),
                (
                    &format!("{a}.aws_subnet.s"),
                    a,
                    "aws_subnet",
                    "s",
                    none.clone(),
                ),
                (&format!("{b}.aws_subnet.s"), b, "aws_subnet", "s", none),
            ],
            &configuration,
        )],
        &[
            r#"aws_instance.i -[subnet_id]-> module.net["a"].aws_subnet.s (id)"#,
            r#"module.net["a"].aws_subnet.s -[vpc_id]-> aws_vpc.main (id)"#,
            r#"module.net["b"].aws_subnet.s -[vpc_id]-> aws_vpc.main (id)"#,
            "module.net -[vpc]-> aws_vpc.main (id)",
        ],
    );
}

#[test]
fn a_state_keeps_what_waits_for_what() {
    let resource = |name: &str, depends_on: Value| {
        json!({ "address": format!("aws_vpc.{name}"), "mode": "managed", "type": "aws_vpc", "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": {}, "depends_on": depends_on })
    };
    let state = json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": { "root_module": { "resources": [
        resource("a", json!(["aws_vpc.b", "aws_vpc.gone"])), resource("b", json!([])),
    ] } } });
    has(
        &[state],
        &[
            "aws_vpc.a -[depends_on]=> aws_vpc.b",
            // What was there once leaves such a trace, and nobody wrote it.
            "aws_vpc.a -[depends_on]=> outside aws_vpc.gone",
        ],
    );
}

/// Cycles as addresses.
fn cycles(stack: Value) -> Vec<Vec<String>> {
    with_graph(&stacks(&[stack]), |graph| {
        let cycles = graph.cycles(0).into_iter();
        let names = |cycle: Vec<(Vertex, _)>| {
            let names = cycle.into_iter().map(|(vertex, _)| address(graph, vertex));
            names.collect()
        };
        cycles.map(names).collect()
    })
}

#[test]
fn cycles_are_shown_the_shortest_way() {
    let refers = |to: &str| json!({ "bucket": format!("${{aws_s3_bucket.{to}.id}}") });
    let chain = resources(
        &json!({ "aws_s3_bucket": { "a": refers("b"), "b": refers("c"), "c": { "depends_on": ["aws_s3_bucket.a"] }, "d": refers("a") } }),
    );
    assert_eq!(
        cycles(chain),
        [["aws_s3_bucket.a", "aws_s3_bucket.b", "aws_s3_bucket.c"]]
    );
    let itself = resources(
        &json!({ "aws_s3_bucket": { "a": refers("a"), "b": { "bucket": "${self.id}" } } }),
    );
    assert_eq!(cycles(itself), [["aws_s3_bucket.a"]]);
    let none = resources(&json!({ "aws_s3_bucket": { "a": refers("b"), "b": {} } }));
    assert_eq!(cycles(none), Vec::<Vec<String>>::new());
}

#[test]
fn a_long_chain_overflows_nothing() {
    let count = 20_000;
    let buckets = (0..count).map(|nth| {
        let next = (nth + 1) % count;
        (
            format!("b{nth}"),
            json!({ "bucket": format!("${{aws_s3_bucket.b{next}.id}}") }),
        )
    });
    let buckets: serde_json::Map<String, Value> = buckets.collect();
    let found = cycles(resources(&json!({ "aws_s3_bucket": buckets })));
    assert_eq!((found.len(), found[0].len()), (1, count));
}

#[test]
fn the_way_back_and_the_order() {
    let stacks = stacks(&[resources(&json!({
        "aws_lambda_function": { "f": {}, "g": {} },
        "aws_lambda_permission": {
            "p": { "function_name": "${aws_lambda_function.f.function_name}", "source_arn": "${aws_s3_bucket.b.arn}" },
        },
        "aws_lambda_alias": { "l": { "function_name": "${aws_lambda_function.f.arn}" } },
        "aws_s3_bucket": { "b": { "depends_on": ["aws_lambda_function.g"] } },
    }))]);
    with_graph(&stacks, |graph| {
        let at = |wanted: &str| {
            let blocks = &graph.model(0).stack().blocks;
            let block = blocks.iter().position(|block| &*block.address == wanted);
            Vertex {
                stack: 0,
                block: block.expect("a block"),
            }
        };
        let back = |wanted: &str| {
            let found = graph.into(at("aws_lambda_function.f"), &|block| {
                &*block.type_name == wanted
            });
            let found = found
                .iter()
                .map(|(vertex, edge)| (address(graph, *vertex), edge.label.to_string()));
            found.collect::<Vec<_>>()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            back("aws_lambda_permission"),
            [pair("aws_lambda_permission.p", "function_name")]
        );
        assert_eq!(back("aws_s3_bucket"), []);
        assert!(graph.before(at("aws_lambda_function.g"), at("aws_lambda_permission.p")));
        assert!(!graph.before(at("aws_lambda_permission.p"), at("aws_lambda_function.g")));
    });
}

/// Both inputs of the example say the same of its managed resources.
#[test]
fn a_synth_output_and_its_plan_have_the_same_edges() {
    let of = |input: &str| {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments/fixed");
        let stacks = load(&example.join(input), &LoadOptions::default()).expect("loads");
        let lines = with_graph(&stacks, edges);
        let of_resources = |line: &String| line.starts_with("aws_") && !line.contains("outside");
        let lines = lines.into_iter().filter(of_resources);
        // A plan lists the references of a map as a whole.
        let of_map = regex::Regex::new(
            r"-\[((?:[a-z_]+\.)*(?:triggers|dimensions|tags|variables))\.[^]]*\]",
        )
        .expect("a pattern");
        let lines = lines.map(|line| of_map.replace(&line, "-[$1]").into_owned());
        lines.collect::<std::collections::BTreeSet<String>>()
    };
    let (synth, plan) = (of("cdktf.out"), of("plan.json"));
    assert!(synth.len() > 100, "{}", synth.len());
    assert_eq!(synth, plan);
}
