//! What the strings of a synth output stand for: variables, locals, attributes that the stack sets,
//! policy documents.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::stack::{BlockKind, Model, Stack, VariableValue};
use stackspec::value::{Kind, Node};

fn synth(body: &str) -> Stack {
    load_text("app", Path::new("cdk.tf.json"), body.to_owned()).expect("Terraform JSON")
}

/// A member of the body of the resource at an address, rendered; `(unset)` if there is none.
fn member(stack: &Stack, address: &str, name: &str) -> String {
    let model = Model::new(stack, Facts::builtin());
    shown(&model, address, name)
}

fn shown(model: &Model<'_>, address: &str, name: &str) -> String {
    let id = model.stack().find(BlockKind::Resource, address);
    let body = model.body(id.expect("an address")).expect("a body");
    body.get(name).map_or("(unset)".into(), Node::render)
}

/// The document in a text, rendered.
fn document(stack: &Stack, address: &str, name: &str) -> String {
    let model = Model::new(stack, Facts::builtin());
    let id = model.stack().find(BlockKind::Resource, address);
    let body = model.body(id.expect("an address")).expect("a body");
    match body.get(name).map(|node| &node.kind) {
        Some(Kind::Text(text)) => match text.document() {
            Some(Ok(document)) => document.render(),
            Some(Err(why)) => format!("invalid: {}", why.0),
            None => format!("no document: {}", text.source()),
        },
        Some(_) => "not a text".into(),
        None => "(unset)".into(),
    }
}

/// `value` as the name of a queue, beside `rest`.
#[track_caller]
fn evaluates(rest: &str, value: &str, expected: &str) {
    let stack = synth(&format!(
        r#"{{{rest},"output":{{"o":{{"value":1}}}},"resource":{{"aws_sqs_queue":{{
            "q":{{"name":"{value}","tags":{{"v":"{value}"}}}},
            "other":{{"name":"lit","fifo_queue":"true","delay_seconds":"30"}},
            "many":{{"count":2,"name":"m-${{count.index}}"}},
            "each":{{"for_each":["a"],"name":"${{each.key}}","policy":"${{each.value}}"}},
            "open":{{"count":"${{var.n}}","name":"x"}},
            "a":{{"name":"${{aws_sqs_queue.b.name}}"}},
            "b":{{"name":"${{aws_sqs_queue.a.name}}","policy":"p"}}
        }}}}}}"#
    ));
    assert_eq!(member(&stack, "aws_sqs_queue.q", "name"), expected);
}

const NONE: &str = r#""terraform":{}"#;

#[test]
fn variables_have_their_defaults() {
    let vars = r#""variable":{"e":{"default":"prod"},"none":{"type":"string"},"s":{"default":"hunter22","sensitive":true},"db_password":{"default":"hunter33"},"n":{"default":"5","type":"number"},"t":{"default":5,"type":"string"}}"#;
    evaluates(vars, "${var.e}", r#""prod""#);
    evaluates(vars, "${var.none}", "${var.none}");
    evaluates(vars, "${var.undeclared}", "${var.undeclared}");
    evaluates(vars, "${var.s}", "(sensitive)");
    evaluates(vars, "${var.db_password}", "(sensitive)");
    evaluates(vars, "${var.t}", r#""5""#);
    evaluates(vars, "${terraform.workspace}", "${terraform.workspace}");
}

#[test]
fn locals_are_what_they_are_made_of() {
    let locals = r#""variable":{"e":{"default":"prod"}},"locals":{"a":"${var.e}","b":"${local.a}","loop":"${local.pool}","pool":"${local.loop}","me":"${local.me}","token":"hunter44"}"#;
    evaluates(locals, "${local.b}", r#""prod""#);
    evaluates(locals, "${local.loop}", "${local.loop}");
    evaluates(locals, "${local.me}", "${local.me}");
    evaluates(locals, "${local.none}", "${local.none}");
    evaluates(locals, "${local.token}", "(sensitive)");
    let twice = r#""locals":[{"a":"x"},{"a":"y"}]"#;
    evaluates(twice, "${local.a}", "${local.a}");
}

#[test]
fn attributes_that_the_stack_sets() {
    evaluates(NONE, "${aws_sqs_queue.other.name}", r#""lit""#);
    // What the provider computes, and what is not written.
    evaluates(
        NONE,
        "${aws_sqs_queue.other.arn}",
        "${aws_sqs_queue.other.arn}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.other.id}",
        "${aws_sqs_queue.other.id}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.other.kms_master_key_id}",
        "${aws_sqs_queue.other.kms_master_key_id}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.none.name}",
        "${aws_sqs_queue.none.name}",
    );
    evaluates(NONE, "${aws_sqs_queue.many[1].name}", "\"m-1\"");
    evaluates(
        NONE,
        "${aws_sqs_queue.many[2].name}",
        "${aws_sqs_queue.many[2].name}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.many.name}",
        "${aws_sqs_queue.many.name}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.other[0].name}",
        "${aws_sqs_queue.other[0].name}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.open[0].name}",
        "${aws_sqs_queue.open[0].name}",
    );
    evaluates(NONE, "${aws_sqs_queue.each[\\\"a\\\"].name}", "\"a\"");
    // What differs by instance is that of another instance here.
    evaluates(
        NONE,
        "${aws_sqs_queue.each[\\\"a\\\"].policy}",
        "${aws_sqs_queue.each[\"a\"].policy}",
    );
    evaluates(
        NONE,
        "${aws_sqs_queue.q.lifecycle}",
        "${aws_sqs_queue.q.lifecycle}",
    );
}

#[test]
fn cycles_and_what_hangs_on_them_stay_holes() {
    evaluates(NONE, "${aws_sqs_queue.a.name}", "${aws_sqs_queue.a.name}");
    evaluates(NONE, "${aws_sqs_queue.q.name}", "${aws_sqs_queue.q.name}");
    // Another member of a block in a cycle is in none.
    evaluates(NONE, "${aws_sqs_queue.b.policy}", r#""p""#);
}

/// A chain of locals of this length, read from its start, from every place first.
#[track_caller]
fn chain(length: usize, first: Option<usize>, expected: &str) {
    let mut locals: Vec<String> = (1..length)
        .map(|at| format!(r#""l{at}":"${{local.l{}}}""#, at + 1))
        .collect();
    locals.push(format!(r#""l{length}":"end""#));
    let first = first.unwrap_or(length);
    let stack = synth(&format!(
        r#"{{"locals":{{{}}},"resource":{{"aws_sqs_queue":{{"f":{{"name":"${{local.l{first}}}"}},"q":{{"name":"${{local.l1}}"}}}}}}}}"#,
        locals.join(",")
    ));
    let model = Model::new(&stack, Facts::builtin());
    _ = shown(&model, "aws_sqs_queue.f", "name");
    assert_eq!(
        shown(&model, "aws_sqs_queue.q", "name"),
        expected,
        "first {first}"
    );
}

#[test]
fn what_is_known_does_not_hang_on_what_was_asked_first() {
    for first in [None, Some(2), Some(10), Some(31), Some(32)] {
        chain(32, first, r#""end""#);
    }
    for first in [None, Some(2), Some(10), Some(31), Some(33)] {
        chain(33, first, "${local.l1}");
    }
}

#[test]
fn what_doubles_at_each_step_is_given_up() {
    let mut locals: Vec<String> = (1..30)
        .map(|at| {
            let next = at + 1;
            format!(r#""l{at}":["${{local.l{next}}}","${{local.l{next}}}"]"#)
        })
        .collect();
    locals.push(r#""l30":"end""#.into());
    let stack = synth(&format!(
        r#"{{"locals":{{{}}},"resource":{{"aws_sqs_queue":{{"q":{{"name":"${{local.l1}}"}}}}}}}}"#,
        locals.join(",")
    ));
    assert_eq!(member(&stack, "aws_sqs_queue.q", "name"), "${local.l1}");
}

/// What a variable is given comes before its default; the text of a flag is JSON if it parses.
#[track_caller]
fn given(declared: &str, value: &str, expected: &str) {
    let mut stack = synth(&format!(
        r#"{{"variable":{{"v":{declared}}},"resource":{{"aws_sqs_queue":{{"q":{{"tags":"${{var.v}}"}}}}}}}}"#
    ));
    stack
        .given
        .insert("v".into(), VariableValue::Text(value.into()));
    assert_eq!(member(&stack, "aws_sqs_queue.q", "tags"), expected);
}

#[test]
fn variables_are_given_values() {
    given("{}", "x", r#""x""#);
    given(r#"{"default":"y"}"#, "x", r#""x""#);
    given("{}", r#"{"a":"b"}"#, r#"{"a":"b"}"#);
    given("{}", "1.10", "1.1");
    given(r#"{"type":"string"}"#, "1.10", r#""1.10""#);
    given(r#"{"type":"number"}"#, "\"7\"", "7");
    given(r#"{"sensitive":true}"#, "hunter22", "(sensitive)");
}

#[test]
fn a_secret_that_a_variable_is_given_is_printed_nowhere() {
    let mut stack = synth(
        r#"{"variable":{"db_password":{}},"resource":{"aws_sqs_queue":{"q":{"name":"hunter22"}}}}"#,
    );
    stack
        .given
        .insert("db_password".into(), VariableValue::Text("hunter22".into()));
    let model = Model::new(&stack, Facts::builtin());
    assert_eq!(model.secrets(), ["hunter22"]);
}

#[test]
fn sets_have_no_order_and_blocks_may_have_more() {
    let stack = synth(
        r#"{"resource":{
            "aws_lambda_function":{"f":{"vpc_config":{"subnet_ids":["b","a"],"security_group_ids":["s"]}}},
            "aws_sqs_queue":{"q":{"tags":"${aws_lambda_function.f.vpc_config}","name":"${aws_lambda_function.f.vpc_config[0].vpc_id}","policy":"${aws_lambda_function.f.vpc_config[0].security_group_ids}"}}}}"#,
    );
    let q = "aws_sqs_queue.q";
    let config = r#"[{"security_group_ids":["s"],"subnet_ids":["b","a"],...}]"#;
    assert_eq!(member(&stack, q, "tags"), config);
    // Not written: the provider sets it.
    let hole = "${aws_lambda_function.f.vpc_config[0].vpc_id}";
    assert_eq!(member(&stack, q, "name"), hole);
    assert_eq!(member(&stack, q, "policy"), r#"["s"]"#);
}

#[track_caller]
fn policy(body: &str, expected: &str) {
    let stack = synth(&format!(
        r#"{{"data":{{"aws_iam_policy_document":{{
            "d":{body},
            "base":{{"statement":[{{"sid":"S","actions":["a:b"],"resources":["base"]}},{{"actions":["c:d"]}}]}},
            "loop":{{"source_policy_documents":["${{data.aws_iam_policy_document.loop.json}}"]}}
        }}}},
        "resource":{{"aws_iam_policy":{{"p":{{"policy":"${{data.aws_iam_policy_document.d.json}}"}}}}}}}}"#
    ));
    assert_eq!(document(&stack, "aws_iam_policy.p", "policy"), expected);
}

#[test]
fn policy_documents_are_documents() {
    policy(
        r#"{"statement":{"actions":["s3:*"],"resources":["${aws_s3_bucket.b.arn}","x"]}}"#,
        r#"{"Statement":[{"Action":"s3:*","Effect":"Allow","Resource":["${aws_s3_bucket.b.arn}","x"]}],"Version":"2012-10-17"}"#
            .replace(r#""${aws_s3_bucket.b.arn}""#, "${aws_s3_bucket.b.arn}")
            .as_str(),
    );
    policy(
        r#"{"version":"2008-10-17","policy_id":"i","statement":[{"sid":"a","effect":"Deny","not_actions":["a:1","b:2"],"not_resources":["*"],
            "principals":[{"type":"AWS","identifiers":["1","2"]},{"type":"Service","identifiers":["s"]}],
            "condition":[{"test":"StringEquals","variable":"aws:x","values":["&{aws:y}"]},{"test":"StringEquals","variable":"aws:z","values":["1","2"]}]}]}"#,
        r#"{"Id":"i","Statement":[{"Condition":{"StringEquals":{"aws:x":"${aws:y}","aws:z":["1","2"]}},"Effect":"Deny","NotAction":["b:2","a:1"],"NotResource":"*","Principal":{"AWS":["2","1"],"Service":"s"},"Sid":"a"}],"Version":"2008-10-17"}"#,
    );
    policy(
        r#"{"statement":[{"principals":{"type":"*","identifiers":["*"]},"not_principals":{"type":"AWS","identifiers":["*"]}}]}"#,
        r#"{"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"*"},"Principal":"*"}],"Version":"2012-10-17"}"#,
    );
}

#[test]
fn policy_documents_are_merged_as_far_as_they_are_known() {
    policy(
        r#"{"source_policy_documents":["${data.aws_iam_policy_document.base.json}"],"statement":{"sid":"S","actions":["x:y"]}}"#,
        r#"{"Statement":[{"Action":"x:y","Effect":"Allow","Sid":"S"},{"Action":"c:d","Effect":"Allow"}],"Version":"2012-10-17"}"#,
    );
    // What is not known may add statements, and override those with a `sid`.
    policy(
        r#"{"source_policy_documents":["${var.x}"],"statement":{"sid":"S","actions":["x:y"]}}"#,
        r#"{"Statement":[{"Action":"x:y","Effect":"Allow","Sid":"S"},...],"Version":"2012-10-17",...}"#,
    );
    policy(
        r#"{"override_policy_documents":["${var.x}"],"statement":[{"sid":"S","actions":["x:y"]},{"actions":["z:z"]}]}"#,
        r#"{"Statement":[{"Action":"z:z","Effect":"Allow"},...],...}"#,
    );
    policy(
        r#"{"dynamic":{"statement":{"for_each":"${var.x}","content":{}}}}"#,
        r#"{"Statement":[,...],"Version":"2012-10-17"}"#,
    );
    policy(
        r#"{"source_policy_documents":["${data.aws_iam_policy_document.d.json}"]}"#,
        "not a text",
    );
}

/// A plan whose policy is not known, and waits for these.
fn plan(references: &str, statement: &str) -> Stack {
    let policy =
        r#""address":"aws_iam_policy.p","mode":"managed","type":"aws_iam_policy","name":"p""#;
    let data = r#""address":"data.aws_iam_policy_document.d","mode":"data","type":"aws_iam_policy_document","name":"d""#;
    let text = format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{{{policy},"values":{{"name":"n"}}}}]}}}},
        "resource_changes":[
            {{{policy},"change":{{"actions":["create"],"before":null,"after":{{"name":"n"}},"after_unknown":{{"policy":true}},"after_sensitive":{{}}}}}},
            {{{data},"change":{{"actions":["read"],"before":null,"after":{{"statement":[{statement}]}},"after_unknown":{{"json":true,"id":true,"statement":[{{"resources":[true]}}]}},"after_sensitive":{{}}}}}}],
        "configuration":{{"root_module":{{"resources":[
            {{{policy},"expressions":{{"name":{{"constant_value":"n"}},"policy":{{"references":[{references}]}}}}}},
            {{{data},"expressions":{{"statement":[{{"actions":{{"constant_value":["s3:*"]}},"resources":{{"references":["aws_s3_bucket.b.arn","aws_s3_bucket.b"]}}}}]}}}}]}}}}}}"#
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    std::fs::write(&path, text).expect("written");
    load(&path, &LoadOptions::default())
        .unwrap_or_else(|error| panic!("{error:?}"))
        .remove(0)
}

#[test]
fn an_unknown_policy_of_a_plan_is_the_document_that_it_refers_to() {
    let statement = r#"{"sid":null,"effect":null,"actions":["s3:*"],"resources":[null]}"#;
    let one = r#""data.aws_iam_policy_document.d.json","data.aws_iam_policy_document.d""#;
    let stack = plan(one, statement);
    assert_eq!(
        document(&stack, "aws_iam_policy.p", "policy"),
        r#"{"Statement":[{"Action":"s3:*","Effect":"Allow","Resource":(known after apply)}],"Version":"2012-10-17"}"#
    );
    // With another reference it may be anything.
    let two = format!(r#"{one},"var.x""#);
    let stack = plan(&two, statement);
    assert_eq!(document(&stack, "aws_iam_policy.p", "policy"), "not a text");
}

#[test]
fn what_is_made_of_a_secret_is_one() {
    let vars = r#""variable":{"s":{"default":"hunter22","sensitive":true},"e":{"default":"prod"}}"#;
    evaluates(vars, "x-${var.s}", "(sensitive)");
    evaluates(vars, "${upper(var.s)}", "(sensitive)");
    evaluates(vars, "x-${var.e}-${upper(var.e)}", r#""x-prod-PROD""#);
}

#[test]
fn documents_with_holes() {
    let stack = synth(
        r#"{"variable":{"e":{"default":"prod"},"doc":{"default":"{\"Statement\":[]}"}},"resource":{"aws_iam_policy":{
            "encoded":{"policy":"${jsonencode({Statement=[{Effect=\"Allow\",Resource=[aws_sqs_queue.q.arn,\"*\"],Action=var.x}]})}"},
            "text":{"policy":"{\"Statement\":[{\"Resource\":\"${lookup(var.m, \"k\")}/*\",\"Sid\":\"${var.e}\",\"${var.k}\":1}]}"},
            "bare":{"policy":"{\"Statement\":[{\"Resource\":[${join(\",\", var.arns)}]}]}"},
            "whole":{"policy":"${var.doc}"},
            "hole":{"policy":"${var.x}{}"}
        }}}"#,
    );
    let read = |name: &str| document(&stack, &format!("aws_iam_policy.{name}"), "policy");
    let encoded = r#"{"Statement":[{"Action":${var.x},"Effect":"Allow","Resource":[${aws_sqs_queue.q.arn},"*"]}]}"#;
    assert_eq!(read("encoded"), encoded);
    let text = r#"{"Statement":[{"Resource":"${lookup(var.m, \"k\")}/*","Sid":"prod",...}]}"#;
    assert_eq!(read("text"), text);
    // As many elements as it likes.
    let bare = r#"{"Statement":[{"Resource":[${join(",", var.arns)},...]}]}"#;
    assert_eq!(read("bare"), bare);
    assert_eq!(read("whole"), r#"{"Statement":[]}"#);
    assert_eq!(read("hole"), "no document: ${var.x}{}");
}

/// How many of the templates of every synth output of the corpus are known, in part or not at all.
/// None of them may end the process.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the corpus is no part of the repository"
)]
fn the_corpus_is_evaluated() {
    let Ok(corpus) = std::env::var("STACKSPEC_CORPUS") else {
        say("skipped: STACKSPEC_CORPUS is not set");
        return;
    };
    let (mut written, mut partly, mut unknown) = (0, 0, 0);
    for path in glob::glob(&format!("{corpus}/cdktf/**/cdk.tf.json")).expect("a glob") {
        let Ok(stacks) = load(&path.expect("a path"), &LoadOptions::default()) else {
            continue;
        };
        for stack in &stacks {
            let model = Model::new(stack, Facts::builtin());
            for (id, block) in stack.blocks.iter().enumerate() {
                if !matches!(block.kind, BlockKind::Resource | BlockKind::Data) {
                    continue;
                }
                let raw = block
                    .body
                    .values
                    .map(|span| stack.text(block.body.source, span));
                let raw: serde_json::Value =
                    serde_json::from_str(raw.expect("a body")).expect("JSON");
                written += templates(&raw);
                let body = model.body(id).expect("a body");
                holes(body, &mut partly, &mut unknown);
            }
        }
    }
    say(&format!(
        "{written} templates: {partly} in part, {unknown} not known"
    ));
    assert!(written == 0 || partly + unknown < written);
}

#[expect(clippy::print_stderr, reason = "a test says what it counted")]
fn say(line: &str) {
    eprintln!("{line}");
}

fn templates(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::String(text) => usize::from(text.contains("${")),
        serde_json::Value::Array(list) => list.iter().map(templates).sum(),
        serde_json::Value::Object(map) => {
            let meta = ["//", "depends_on", "lifecycle", "provider", "provisioner"];
            let members = map
                .iter()
                .filter(|(name, _)| !meta.contains(&name.as_str()));
            members.map(|(_, value)| templates(value)).sum()
        }
        _ => 0,
    }
}

fn holes(node: &Node<'_>, partly: &mut usize, unknown: &mut usize) {
    match &node.kind {
        Kind::Unknown(_) => *unknown += 1,
        Kind::Text(text) => *partly += usize::from(text.as_known().is_none()),
        Kind::List(list) => list.iter().for_each(|node| holes(node, partly, unknown)),
        Kind::Map(map) => map
            .iter()
            .for_each(|(_, node)| holes(node, partly, unknown)),
        _ => {}
    }
}

/// A chain of locals, each of which holds the next one in a list of this depth.
#[track_caller]
fn deep(written: &str, expected: &str) {
    let (open, close) = ("[".repeat(110), "]".repeat(110));
    let mut locals: Vec<String> = (1..31)
        .map(|at| {
            let next = written.replace("NEXT", &format!("local.l{}", at + 1));
            format!(r#""l{at}":{open}"{next}"{close}"#)
        })
        .collect();
    locals.push(r#""l31":"end""#.into());
    let stack = synth(&format!(
        r#"{{"locals":{{{}}},"resource":{{"aws_sqs_queue":{{"q":{{"tags":"${{local.l1}}"}}}}}}}}"#,
        locals.join(",")
    ));
    let shown = member(&stack, "aws_sqs_queue.q", "tags");
    assert!(shown.starts_with(expected), "{shown}");
}

/// Deep values behind deep expressions behind deep chains: nothing overflows a stack.
#[test]
fn depth_is_bounded() {
    let (left, right) = ("(".repeat(50), ")".repeat(50));
    deep(&format!("x${{{left}try(NEXT, 1){right}}}"), "[[[[");
    deep("${NEXT}", "[[[[");
}
