//! Each rule of what refers to what, as a small stack and the edges that it has; and what a hostile
//! or hurried author can do to them.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

#[path = "graph/plans.rs"]
mod plans;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use plans::{entry, plan, with_graph};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use stackspec::graph::{Graph, Target, Vertex};
use stackspec::load::{LoadOptions, load};
use stackspec::stack::Stack;
use stackspec::value::Step;

/// Loads stacks by their names: a plan or state by its `format_version`, else Terraform JSON.
fn stacks(texts: &[(&str, Value)]) -> Vec<Stack> {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |(name, text): &(&str, Value)| {
        let file = match text.get("format_version") {
            Some(_) => "plan.json",
            None => "main.tf.json",
        };
        let path = folder.path().join(name).join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text.to_string()).expect("a file");
        let options = LoadOptions {
            stack_name: Some((*name).to_owned()),
        };
        load(&path, &options).expect("loads").remove(0)
    };
    texts.iter().map(load).collect()
}

fn at(graph: &Graph<'_, '_>, address: &str) -> Vertex {
    let blocks = &graph.model(0).stack().blocks;
    let block = blocks.iter().position(|block| &*block.address == address);
    Vertex {
        stack: 0,
        block: block.expect("a block"),
    }
}

fn target(graph: &Graph<'_, '_>, target: &Target) -> String {
    let all = |vertices: &[Vertex], between: &str| {
        let address = |it: &Vertex| match it.stack {
            0 => graph.block(*it).address.to_string(),
            stack => format!(
                "{}:{}",
                graph.model(stack).stack().name,
                graph.block(*it).address
            ),
        };
        vertices
            .iter()
            .map(address)
            .collect::<Vec<_>>()
            .join(between)
    };
    match target {
        Target::Blocks(blocks) => all(blocks, " & "),
        Target::OneOf(blocks) => format!("?{}", all(blocks, " | ")),
        Target::Undeclared(written) => format!("undeclared {written}"),
        Target::Outside(written) => format!("outside {written}"),
    }
}

/// Every edge of the first stack: `a.b $.path [label] -> c.d (attribute)`, the path only where it
/// says more than the label.
fn lines(graph: &Graph<'_, '_>) -> Vec<String> {
    let mut lines = Vec::new();
    for block in 0..graph.model(0).stack().blocks.len() {
        let from = Vertex { stack: 0, block };
        for edge in graph.out(from) {
            let path = edge.path.shorthand();
            let path = match path == format!("$.{}", edge.label) {
                true => String::new(),
                false => format!(" {path}"),
            };
            let arrow = if edge.order { "=>" } else { "->" };
            let attribute = edge.attribute.as_ref();
            lines.push(format!(
                "{}{path} [{}] {arrow} {}{}",
                graph.block(from).address,
                edge.label,
                target(graph, &edge.target),
                attribute.map_or_else(String::new, |name| format!(" ({name})")),
            ));
        }
    }
    lines
}

#[track_caller]
fn has(texts: &[(&str, Value)], expected: &[&str]) {
    let stacks = stacks(texts);
    assert_eq!(with_graph(&stacks, lines), expected);
}

/// A stack with two subnets and `aws_instance.i` with these members, and more beside.
#[track_caller]
fn instance(members: &Value, beside: &Value, expected: &[&str]) {
    let mut stack = json!({ "resource": {
        "aws_subnet": { "a": {}, "b": {} },
        "aws_instance": { "i": members },
    } });
    for (name, value) in beside.as_object().expect("an object") {
        match stack["resource"].as_object_mut() {
            Some(resources) if name.starts_with("aws_") => {
                resources.insert(name.clone(), value.clone());
            }
            _ => stack[name] = value.clone(),
        }
    }
    let expected: Vec<String> = expected
        .iter()
        .map(|line| format!("aws_instance.i{line}"))
        .collect();
    let stacks = stacks(&[("s", stack)]);
    let found = with_graph(&stacks, lines);
    let found: Vec<String> = found
        .into_iter()
        .filter(|line| line.starts_with("aws_instance.i"))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_way_to_write_a_reference() {
    for (written, expected) in [
        ("aws_subnet.a.id", "aws_subnet.a (id)"),
        ("aws_subnet.a[0].id", "aws_subnet.a (id)"),
        ("aws_subnet.a[\"k\"].id", "aws_subnet.a (id)"),
        ("aws_subnet.a[count.index].id", "aws_subnet.a (id)"),
        ("aws_subnet.a[each.key].id", "aws_subnet.a (id)"),
        ("one(aws_subnet.a[*].id)", "aws_subnet.a (id)"),
        ("one(aws_subnet.a.*.id)", "aws_subnet.a (id)"),
        ("resource.aws_subnet.a.id", "aws_subnet.a (id)"),
        ("aws_subnet.a", "aws_subnet.a"),
        ("aws_subnet.gone.id", "undeclared aws_subnet.gone"),
        ("data.aws_subnet.a.id", "undeclared data.aws_subnet.a"),
        ("var.gone", "undeclared var.gone"),
        ("local.gone", "undeclared local.gone"),
        ("module.gone.out", "undeclared module.gone.out"),
        ("HOME", "undeclared HOME"),
    ] {
        let members = json!({ "subnet_id": format!("${{{written}}}") });
        instance(
            &members,
            &json!({}),
            &[&format!(" [subnet_id] -> {expected}")],
        );
    }
    for nothing in [
        "each.key",
        "each.value",
        "count.index",
        "path.module",
        "terraform.workspace",
        "self.id",
        "[for s in [1] : s]",
    ] {
        instance(
            &json!({ "subnet_id": format!("${{{nothing}}}") }),
            &json!({}),
            &[],
        );
    }
}

#[test]
fn places_are_those_of_the_normal_form() {
    instance(
        &json!({
            "root_block_device": { "kms_key_id": "${aws_subnet.a.id}" },
            "ebs_block_device": [null, { "kms_key_id": "${aws_subnet.b.id}" }],
            "tags": { "deep": "${aws_subnet.a.id}" },
            "security_groups": ["x", "${aws_subnet.a.id}"],
            "user_data": "{\"a\":[\"${aws_subnet.a.arn}\"]}",
        }),
        &json!({}),
        &[
            " $.ebs_block_device[0].kms_key_id [ebs_block_device.kms_key_id] -> aws_subnet.b (id)",
            " $.root_block_device[0].kms_key_id [root_block_device.kms_key_id] -> aws_subnet.a (id)",
            " $.security_groups[1] [security_groups] -> aws_subnet.a (id)",
            " $.tags.deep [tags] -> aws_subnet.a (id)",
            " [user_data] -> aws_subnet.a (arn)",
        ],
    );
}

#[test]
fn what_orders_is_no_value() {
    instance(
        &json!({
            "depends_on": ["aws_subnet.a", "aws_subnet.gone", "module.m", "${aws_subnet.b}"],
            "lifecycle": {
                "replace_triggered_by": ["${aws_subnet.a.id}"],
                "ignore_changes": ["subnet_id"],
                "precondition": [{ "condition": "${aws_subnet.b.id != \"\"}" }],
            },
            "provider": "aws.eu",
        }),
        &json!({ "module": { "m": { "source": "./m" } } }),
        &[
            " $.depends_on[0] [depends_on] => aws_subnet.a",
            " $.depends_on[1] [depends_on] => undeclared aws_subnet.gone",
            " $.depends_on[2] [depends_on] => outside module.m",
            " $.depends_on[3] [depends_on] => aws_subnet.b",
            " $.lifecycle.precondition[0].condition [precondition] => aws_subnet.b (id)",
            " $.lifecycle.replace_triggered_by[0] [replace_triggered_by] => aws_subnet.a (id)",
        ],
    );
}

#[test]
fn names_of_a_dynamic_block_are_no_references() {
    let dynamic = json!({ "dynamic": { "ebs_block_device": {
        "for_each": "${aws_subnet.a}",
        "content": {
            "kms_key_id": "${ebs_block_device.value.id}",
            "snapshot_id": "${aws_subnet.b.id}",
        },
    } } });
    let expected = [
        " [ebs_block_device] -> aws_subnet.a",
        " $.ebs_block_device [ebs_block_device.snapshot_id] -> aws_subnet.b (id)",
    ];
    instance(&dynamic, &json!({}), &expected);
    // Another name binds, and the block's own then does not.
    let named = json!({ "dynamic": [{ "ebs_block_device": [{
        "for_each": "${[1]}", "iterator": "it",
        "content": [{ "kms_key_id": "${it.key}", "snapshot_id": "${ebs_block_device.value}" }],
    }] }] });
    let expected =
        [" $.ebs_block_device [ebs_block_device.snapshot_id] -> undeclared ebs_block_device.value"];
    instance(&named, &json!({}), &expected);
}

#[test]
fn names_stand_for_what_they_are_given() {
    let names = json!({
        "locals": {
            "ids": { "a": "${aws_subnet.a.id}", "b": ["${aws_subnet.b.id}", "subnet-0abc1234"] },
            "whole": "${aws_subnet.a}",
            "both": "${[aws_subnet.a.id, aws_subnet.b.id]}",
            "loop": "${local.pool}", "pool": "${local.loop}${aws_subnet.a.id}",
        },
        "variable": {
            "none": {}, "null": { "default": null }, "plain": { "default": "x" },
            "id": { "default": "subnet-0abc1234" },
        },
    });
    for (written, expected) in [
        ("local.ids.a", &["aws_subnet.a (id)"][..]),
        ("local.ids[\"a\"]", &["aws_subnet.a (id)"]),
        ("local.ids.b[0]", &["aws_subnet.b (id)"]),
        ("local.ids.b[1]", &["outside subnet-0abc1234"]),
        (
            "local.ids",
            &[
                "aws_subnet.a (id)",
                "aws_subnet.b (id)",
                "outside subnet-0abc1234",
            ],
        ),
        ("local.whole.arn", &["aws_subnet.a (arn)"]),
        ("local.both", &["aws_subnet.a (id)", "aws_subnet.b (id)"]),
        ("local.both[0]", &["?aws_subnet.a | aws_subnet.b (id)"]),
        ("local.loop", &["aws_subnet.a (id)"]),
        ("var.plain", &[]),
        ("var.id", &["outside subnet-0abc1234"]),
        ("var.none", &["outside var.none"]),
        ("var.null", &["outside var.null"]),
    ] {
        let members = json!({ "subnet_id": format!("${{{written}}}") });
        let expected: Vec<String> = expected
            .iter()
            .map(|line| format!(" [subnet_id] -> {line}"))
            .collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        instance(&members, &names, &expected);
    }
}

#[test]
fn elements_of_a_for_each_are_one_of_what_it_names() {
    instance(
        &json!({ "for_each": { "a": "${aws_subnet.a.id}", "b": "${aws_subnet.b.id}" }, "subnet_id": "${each.value}" }),
        &json!({}),
        &[
            " $.for_each.a [for_each] -> aws_subnet.a (id)",
            " $.for_each.b [for_each] -> aws_subnet.b (id)",
            " [subnet_id] -> ?aws_subnet.a | aws_subnet.b (id)",
        ],
    );
}

#[test]
fn literals_that_name_something_leave_the_stack() {
    instance(
        &json!({
            "subnet_id": "subnet-0abc12def",
            "iam_instance_profile": "arn:aws:iam::${var.account}:instance-profile/x",
            "user_data": "arn:aws:s3:::${aws_subnet.a.id}",
            "ami": "not-an-id",
        }),
        &json!({ "variable": { "account": { "default": "1" } } }),
        &[
            " [iam_instance_profile] -> outside arn:aws:iam::${var.account}:instance-profile/x",
            " [subnet_id] -> outside subnet-0abc12def",
            " [user_data] -> aws_subnet.a (id)",
        ],
    );
}

#[test]
fn outputs_of_other_stacks() {
    let reader = |name: &str, output: &str| {
        json!({
            "resource": { "aws_instance": { "i": { "subnet_id":
                format!("${{data.terraform_remote_state.{name}.outputs.{output}}}") } } },
            "data": { "terraform_remote_state": { name: { "backend": "local" } } },
        })
    };
    let net = json!({
        "resource": { "aws_subnet": { "a": {} } },
        "output": { "subnet": { "value": "${aws_subnet.a.id}" } },
    });
    let cdktf = "cross-stack-reference-input-net";
    let found = "aws_instance.i [subnet_id] -> net:aws_subnet.a (id)";
    has(
        &[("app", reader(cdktf, "subnet")), ("net", net.clone())],
        &[found],
    );
    // Twins of the same stack: whose it is cannot be told.
    let named = |name: &str| {
        format!(
            "aws_instance.i [subnet_id] -> outside data.terraform_remote_state.{name}.outputs.subnet"
        )
    };
    has(
        &[
            ("app", reader(cdktf, "subnet")),
            ("net", net.clone()),
            ("net", net.clone()),
        ],
        &[&named(cdktf)],
    );
    // Another stack with an output of that name is not the one that cdktf means.
    has(
        &[("app", reader(cdktf, "subnet")), ("other", net.clone())],
        &[&named(cdktf)],
    );
    has(
        &[("app", reader("mine", "subnet")), ("net", net.clone())],
        &["aws_instance.i [subnet_id] -> ?net:aws_subnet.a (id)"],
    );
    has(&[("app", reader("net", "subnet")), ("net", net)], &[found]);
    // Two stacks whose outputs are one another's.
    let circle = |name: &str| {
        json!({
            "data": { "terraform_remote_state": { name: { "backend": "local" } } },
            "output": { "x": { "value": format!("${{data.terraform_remote_state.{name}.outputs.x}}") } },
        })
    };
    has(&[("a", circle("b")), ("b", circle("a"))], &[]);
}

/// A plan with `aws_instance.i["x"]`, `aws_subnet.a["x"]` and `["y"]`, `aws_subnet.one`, and none
/// of `aws_subnet.none`; the instance's `subnet_id` lists these references.
#[track_caller]
fn planned(references: &[&str], expected: &[&str]) {
    let repeated = |name: &str| {
        let mut it = entry("aws_subnet", name, &json!({}));
        it["for_each_expression"] = json!({});
        it
    };
    let subnet = |address: &'static str, name: &'static str, key: Value| {
        (address, "", "aws_subnet", name, key)
    };
    let it = plan(
        &[
            ("aws_instance.i[\"x\"]", "", "aws_instance", "i", json!("x")),
            subnet("aws_subnet.a[\"x\"]", "a", json!("x")),
            subnet("aws_subnet.a[\"y\"]", "a", json!("y")),
            subnet("aws_subnet.one", "one", Value::Null),
        ],
        &json!({ "resources": [
            entry("aws_instance", "i", &json!({ "subnet_id": { "references": references } })),
            repeated("a"), repeated("none"), entry("aws_subnet", "one", &json!({})),
            entry("aws_subnet", "filtered", &json!({})),
        ] }),
    );
    let expected: Vec<String> = expected
        .iter()
        .map(|line| format!("aws_instance.i[\"x\"] [subnet_id] -> {line}"))
        .collect();
    let stacks = stacks(&[("s", it)]);
    assert_eq!(with_graph(&stacks, lines), expected);
}

#[test]
fn instances_of_a_plan() {
    let (x, y) = (r#"aws_subnet.a["x"]"#, r#"aws_subnet.a["y"]"#);
    let one_of = format!("?{x} | {y}");
    planned(
        &["aws_subnet.one.id", "aws_subnet.one"],
        &["aws_subnet.one (id)"],
    );
    planned(
        &[r#"aws_subnet.a["y"].id"#, y, "aws_subnet.a"],
        &[&format!("{y} (id)")],
    );
    planned(&["aws_subnet.a"], &[&format!("{x} & {y}")]);
    planned(&["aws_subnet.a", "each.key"], &[x]);
    planned(
        &["aws_subnet.a", "var.which"],
        &[&one_of, "outside var.which"],
    );
    planned(
        &["aws_subnet.a", "each.value.which", "each.value"],
        &[&one_of],
    );
    planned(
        &[
            "aws_subnet.none[0].id",
            "aws_subnet.none[0]",
            "aws_subnet.none",
        ],
        &[],
    );
    planned(
        &["aws_subnet.filtered.id", "aws_subnet.filtered"],
        &["outside aws_subnet.filtered.id"],
    );
    planned(
        &["aws_subnet.gone.id", "aws_subnet.gone"],
        &["outside aws_subnet.gone.id"],
    );
    planned(&["local.x"], &["outside local.x"]);
}

#[test]
fn modules_that_name_one_another_end() {
    // Each output takes two of the one before: 2^30 ways, and 60 names.
    let mut calls = serde_json::Map::new();
    for nth in 0..30 {
        let before = match nth {
            0 => json!(["aws_subnet.s.id", "aws_subnet.s"]),
            nth => json!([
                format!("module.m{}.a", nth - 1),
                format!("module.m{}.b", nth - 1)
            ]),
        };
        let output = json!({ "expression": { "references": ["var.x"] } });
        calls.insert(
            format!("m{nth}"),
            json!({ "expressions": { "x": { "references": before } }, "module": {
                "outputs": { "a": output, "b": output }, "variables": { "x": {} } } }),
        );
    }
    let it = plan(
        &[
            ("aws_instance.i", "", "aws_instance", "i", Value::Null),
            ("aws_subnet.s", "", "aws_subnet", "s", Value::Null),
        ],
        &json!({
            "resources": [
                entry("aws_instance", "i", &json!({ "subnet_id": { "references": ["module.m29.a"] } })),
                entry("aws_subnet", "s", &json!({})),
            ],
            "module_calls": calls,
        }),
    );
    let stacks = stacks(&[("s", it)]);
    let found = with_graph(&stacks, lines);
    let expected = "aws_instance.i [subnet_id] -> aws_subnet.s (id)";
    assert!(found.iter().any(|line| line == expected), "{found:?}");
}

#[test]
fn a_long_chain_of_locals_overflows_nothing() {
    let mut locals: serde_json::Map<String, Value> = (0..10_000)
        .map(|nth| (format!("l{nth}"), json!(format!("${{local.l{}}}", nth + 1))))
        .collect();
    locals.insert("l10000".into(), json!("${aws_subnet.a.id}"));
    instance(
        &json!({ "subnet_id": "${local.l0}" }),
        &json!({ "locals": locals }),
        &[" [subnet_id] -> aws_subnet.a (id)"],
    );
    // One that grows with every turn.
    instance(
        &json!({ "subnet_id": "${local.a}" }),
        &json!({ "locals": { "a": "${local.b.x}", "b": "${local.a.y}" } }),
        &[" [subnet_id] -> outside local.a"],
    );
}

#[test]
fn state_of_modules() {
    let resource = |address: &str, module: Value, depends_on: Value| {
        json!({ "address": address, "mode": "managed", "type": "aws_vpc", "name": "v",
        "index": module, "provider_name": "registry.terraform.io/hashicorp/aws", "values": {}, "depends_on": depends_on })
    };
    let it = json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": { "root_module": {
        "resources": [resource("aws_vpc.v", Value::Null, json!(["module.m.aws_vpc.v"]))],
        "child_modules": [{ "address": "module.m[0]", "resources": [resource("module.m[0].aws_vpc.v", Value::Null, json!([]))] }],
    } } });
    has(
        &[("s", it)],
        &["aws_vpc.v $.depends_on[0] [depends_on] => module.m[0].aws_vpc.v"],
    );
}

#[test]
fn order_goes_through_one_of_several() {
    let it = plan(
        &[
            ("aws_instance.i", "", "aws_instance", "i", Value::Null),
            ("aws_subnet.a[0]", "", "aws_subnet", "a", json!(0)),
            ("aws_subnet.a[1]", "", "aws_subnet", "a", json!(1)),
            ("aws_vpc.v", "", "aws_vpc", "v", Value::Null),
        ],
        &json!({ "resources": [
            entry("aws_instance", "i", &json!({ "subnet_id": { "references": ["aws_subnet.a", "var.n"] } })),
            entry("aws_subnet", "a", &json!({ "vpc_id": { "references": ["aws_vpc.v.id", "aws_vpc.v"] } })),
            entry("aws_vpc", "v", &json!({})),
        ] }),
    );
    let stacks = stacks(&[("s", it)]);
    with_graph(&stacks, |graph| {
        let [i, a, v] = ["aws_instance.i", "aws_subnet.a[1]", "aws_vpc.v"].map(|it| at(graph, it));
        assert!(graph.before(a, i) && graph.before(v, i));
        assert!(!graph.before(i, v) && !graph.before(i, i));
    });
}

/// Edges as both inputs can have them: a plan tells of an attribute as a whole, and not of what
/// only orders beside `depends_on`.
fn shared(graph: &Graph<'_, '_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for block in 0..graph.model(0).stack().blocks.len() {
        let from = Vertex { stack: 0, block };
        for edge in graph.out(from) {
            let first = edge.path.0.first();
            let lifecycle = first == Some(&Step::Name("lifecycle".to_owned()));
            let left_out = matches!(&edge.target, Target::Outside(_));
            if !lifecycle && !left_out {
                found.insert(format!(
                    "{} [{}] {} -> {} {:?}",
                    graph.block(from).address,
                    edge.label,
                    edge.order,
                    target(graph, &edge.target),
                    edge.attribute
                ));
            }
        }
    }
    found
}

#[test]
fn synth_and_plan_have_the_same_edges() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments");
    for folder in ["fixed", "broken"] {
        let edges = ["cdktf.out", "plan.json"].map(|input| {
            let path = root.join(folder).join(input);
            let stacks = load(&path, &LoadOptions::default()).expect("loads");
            with_graph(&stacks, shared)
        });
        let [synth, plan] = edges;
        assert_eq!(synth, plan, "{folder}");
        assert!(synth.len() > 150, "{}", synth.len());
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the corpus is not in the repository"
)]
fn corpus() -> Option<PathBuf> {
    std::env::var_os("STACKSPEC_CORPUS").map(PathBuf::from)
}

#[expect(clippy::print_stderr, reason = "a test says what it counted")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[test]
fn corpus_is_walked() {
    let Some(corpus) = corpus() else {
        return say("skipped: STACKSPEC_CORPUS is not set");
    };
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let folders = ["cdktf", "plans"].map(|folder| corpus.join(folder));
    let entries = folders.iter().flat_map(|folder| {
        let files = std::fs::read_dir(folder).expect("a folder");
        let mut paths: Vec<PathBuf> = files.map(|it| it.expect("an entry").path()).collect();
        paths.sort();
        paths
    });
    let mut inputs: Vec<PathBuf> = Vec::new();
    for path in entries {
        match (path.join("cdktf.out").is_dir(), path.is_dir()) {
            (true, _) => inputs.push(path.join("cdktf.out")),
            (_, true) => {
                let files = std::fs::read_dir(&path).expect("a folder");
                inputs.extend(files.map(|it| it.expect("an entry").path()));
            }
            _ => {}
        }
    }
    inputs.sort();
    for input in inputs {
        let Ok(stacks) = load(&input, &LoadOptions::default()) else {
            continue;
        };
        with_graph(&stacks, |graph| {
            for stack in 0..graph.stacks() {
                let form = graph.model(stack).stack().form.word();
                *counts.entry((form, "stacks")).or_default() += 1;
                *counts.entry((form, "cycles")).or_default() += graph.cycles(stack).len();
                for block in 0..graph.model(stack).stack().blocks.len() {
                    let from = Vertex { stack, block };
                    for edge in graph.out(from) {
                        let kind = match &edge.target {
                            _ if edge.order => "order",
                            Target::Blocks(_) => "blocks",
                            Target::OneOf(_) => "one of",
                            Target::Undeclared(_) => "undeclared",
                            Target::Outside(_) => "outside",
                        };
                        *counts.entry((form, kind)).or_default() += 1;
                        if let Target::Undeclared(written) = &edge.target {
                            say(&format!(
                                "undeclared: {} {} {} {written}",
                                input.display(),
                                graph.block(from).address,
                                edge.path.shorthand()
                            ));
                        }
                    }
                }
            }
        });
    }
    say(&format!("{counts:#?}"));
    assert!(counts[&("synth", "blocks")] > 5_000);
}
