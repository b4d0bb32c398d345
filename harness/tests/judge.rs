//! Judgement, from the text of a spec and of a stack to a verdict: small inputs, one helper.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use std::path::Path;

use pretty_assertions::assert_eq;
use stackspec::check::{self, Run, Subject, Verdict};
use stackspec::diagnostic::SourceFile;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::spec::{self, SpecSet};
use stackspec::stack::{Model, Stack};

/// Every verdict of the specs in a file's text on a stack.
fn verdicts(specs: &str, stack: &Stack) -> Vec<Verdict> {
    let source = SourceFile {
        path: "t.toml".into(),
        text: specs.into(),
    };
    let file = match spec::parse(&source, "t") {
        Ok(file) => file,
        Err(errors) => panic!(
            "{}",
            errors.iter().map(|e| e.render(false)).collect::<String>()
        ),
    };
    let set = SpecSet::new(vec![file]).expect("one file");
    let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
    let model = Model::focused(stack, Facts::builtin(), check::focus(stack, &set));
    let stacks = vec![Subject {
        model,
        role: "app".into(),
    }];
    check::judge(&Run {
        stacks,
        specs: &set,
        params: &params,
    })
}

fn synth(body: &str) -> Stack {
    load_text("app", Path::new("cdk.tf.json"), body.to_owned()).expect("Terraform JSON")
}

/// A verdict in one line: outcome, then reason and help, then each finding.
fn line(verdict: &Verdict) -> String {
    let mut out = format!(
        "{} {}/{}",
        verdict.outcome, verdict.judged, verdict.selected
    );
    for text in [&verdict.reason, &verdict.help].into_iter().flatten() {
        out += &format!(" | {text}");
    }
    for finding in &verdict.findings {
        out += &format!(" | {}: {}", finding.address, finding.message);
        for note in &finding.notes {
            out += &format!(" ({note})");
        }
    }
    out
}

/// One spec, whose `must` is given, on resources `aws_sqs_queue.q` and so on.
#[track_caller]
fn judged(spec: &str, stack: &str, expected: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let lines: Vec<String> = verdicts(&specs, &synth(stack)).iter().map(line).collect();
    assert_eq!(lines.join("\n"), expected);
}

const QUEUES: &str = r#"{"resource": {"aws_sqs_queue": {
    "a": {"name": "orders-pr1", "delay_seconds": 5, "tags": {"Env": "dev"}},
    "b": {"name": "orders-${var.s}", "delay_seconds": "900", "kms_master_key_id": "${aws_kms_key.k.arn}"}
}, "aws_kms_key": {"k": {}}}}"#;

#[test]
fn every_value_and_at_least_one() {
    let queues = |must: &str| format!("resource = \"aws_sqs_queue\"\nmust = [{must}]");
    judged(
        &queues("{ at = '$.name', like = 'orders-*' }"),
        QUEUES,
        "pass 2/2",
    );
    judged(
        &queues("{ at = '$.delay_seconds', at_most = 100 }"),
        QUEUES,
        "fail 2/2 | aws_sqs_queue.b: `$.delay_seconds` is 900; the spec wants at_most 100",
    );
    judged(
        &queues("{ at = '$.name', contain = 'pr1' }"),
        QUEUES,
        "unknown 2/2 | aws_sqs_queue.b: `$.name` is \"orders-${var.s}\": hangs on what is not known \
         before apply; the spec wants contain \"pr1\" (waits for var.s)",
    );
    judged(
        &queues("{ at = '$.kms_master_key_id', not_equal = '*' }"),
        QUEUES,
        "fail 2/2 | aws_sqs_queue.a: `$.kms_master_key_id` is missing; the spec wants not_equal \"*\"",
    );
    judged(
        &queues("{ at = '$.kms_master_key_id', optional = true, not_equal = '*' }"),
        QUEUES,
        "pass 2/2",
    );
    judged(
        &queues("{ at = '$.delay_seconds', default = 0, at_least = 5 }"),
        QUEUES,
        "pass 2/2",
    );
    judged(
        &queues("{ at = '$.visibility_timeout_seconds', default = 30, at_least = 60 }"),
        QUEUES,
        "fail 2/2 | aws_sqs_queue.a: `$.visibility_timeout_seconds` is missing; the spec wants at_least 60 \
         | aws_sqs_queue.b: `$.visibility_timeout_seconds` is missing; the spec wants at_least 60",
    );
}

#[test]
fn a_typo_is_vacuous_and_says_what_was_meant() {
    judged(
        "resource = \"aws_sqs_que\"\nwhen_empty = \"skip\"\nmust = [{ at = '$.name', present = true }]",
        QUEUES,
        "vacuous 0/0 | no provider known here has a resource `aws_sqs_que`, and no stack of this run \
         has one | did you mean `aws_sqs_queue`?",
    );
    judged(
        "resource = \"aws_sqs_queue\"\nmust = [{ at = '$.nmae', absent = true }]",
        QUEUES,
        "vacuous 0/0 | nothing is called `nmae` at `$`: neither the provider facts nor any stack of \
         this run know that name | did you mean `name`?",
    );
    judged(
        "resource = \"aws_sqs_queue\"\nwhere = \"@.nmae == 'x'\"\nmust = [{ at = '$.name', present = true }]",
        QUEUES,
        "vacuous 0/0 | nothing is called `nmae` at `@`: neither the provider facts nor any stack of \
         this run know that name | did you mean `name`?",
    );
    judged(
        "resource = \"aws_sqs_queue\"\nwhere = \"@.name == 'x'\"\nmust = [{ at = '$.name', present = true }]",
        r#"{"resource": {"aws_sqs_queue": {"a": {"name": "y"}}}}"#,
        "vacuous 0/1 | `where` left 0 of 1 blocks of resource `aws_sqs_queue`; seen: .name = \"y\"",
    );
}

const GROUP: &str = r#"{"resource": {"aws_security_group": {"x": {"name": "n", "ingress": [
    {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]}}}}"#;

/// One spec on a stack is red before anything is judged, and says this.
#[track_caller]
fn refused(spec: &str, stack: &str, said: &[&str]) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let lines: Vec<String> = verdicts(&specs, &synth(stack)).iter().map(line).collect();
    let lines = lines.join("\n");
    for said in said {
        assert!(lines.contains(said), "{spec}\n{lines}\nlacks {said}");
    }
}

/// The name is there, at another depth: that is no witness for this one.
#[test]
fn a_name_at_the_wrong_level_is_vacuous() {
    for clause in [
        "must = [{ at = '$.cidr_blocks', absent = true }]",
        "must = [{ at = '$.cidr_blocks[*]', none = { equal = '0.0.0.0/0' } }]",
        "must = [{ at = '$.cidr_blocks[*]', optional = true, not_equal = '0.0.0.0/0' }]",
        "must = [{ at = '$.cidr_blocks[*]', count = 0 }]",
    ] {
        let said = [
            "vacuous 0/0",
            "`cidr_blocks` at `$`",
            "`$.ingress[*].cidr_blocks`",
        ];
        refused(
            &format!("resource = 'aws_security_group'\n{clause}"),
            GROUP,
            &said,
        );
    }
    refused(
        "resource = 'aws_security_group'\nwhere = '!@.cidr_blocks'\nmust = [{ at = '$.name', present = true }]",
        GROUP,
        &["vacuous 0/0", "`@.ingress[*].cidr_blocks`"],
    );
    refused(
        "resource = 'aws_s3_bucket_versioning'\n\
         must = [{ at = '$.status', optional = true, not_equal = 'Suspended' }]",
        r#"{"resource": {"aws_s3_bucket_versioning": {"v": {"bucket": "b",
            "versioning_configuration": {"status": "Suspended"}}}}}"#,
        &["vacuous 0/0", "`$.versioning_configuration[*].status`"],
    );
    judged(
        "resource = 'aws_security_group'\n\
         must = [{ at = '$.ingress[*].cidr_blocks[*]', none = { equal = '0.0.0.0/0' } }]",
        GROUP,
        "fail 1/1 | aws_security_group.x: `$.ingress[*].cidr_blocks[*]`: 1 of 1 values; the spec \
         wants no value: equal \"0.0.0.0/0\" (`$.ingress[0].cidr_blocks[0]` is \"0.0.0.0/0\")",
    );
}

/// `..` does not enter documents: a name that is only in one is none that it finds.
#[test]
fn descent_enters_no_text() {
    let stack = r#"{"resource": {"aws_iam_role_policy": {"p": {"name": "n", "policy":
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"}]}"}}}}"#;
    for (clause, written) in [
        (
            "must = [{ at = '$.policy..Action', none = { equal = '*' } }]",
            "$",
        ),
        ("must = [{ at = '$..Action', none = { equal = '*' } }]", "$"),
        (
            "must = [{ at = '$..Action', optional = true, not_equal = '*' }]",
            "$",
        ),
        ("must = [{ at = '$..Statement', absent = true }]", "$"),
        (
            "must = [{ at = '$.policy..[?@.Action == \"*\"]', count = 0 }]",
            "$",
        ),
        (
            "where = '!@.policy..Action'\nmust = [{ at = '$.name', present = true }]",
            "@",
        ),
    ] {
        let name = if clause.contains("Action") {
            "Statement[*].Action"
        } else {
            "Statement"
        };
        let help = format!("write `{written}.policy.{name}");
        let said = [
            "error 0/0",
            "`..` does not enter the text at `policy`",
            &help,
        ];
        refused(
            &format!("resource = 'aws_iam_role_policy'\n{clause}"),
            stack,
            &said,
        );
    }
    // Inside of a document it goes on.
    judged(
        "resource = 'aws_iam_role_policy'\nmust = [{ at = '$.policy.Statement..Action', none = { equal = '*' } }]",
        stack,
        "fail 1/1 | aws_iam_role_policy.p: `$.policy.Statement..Action`: 1 of 1 values; the spec \
         wants no value: equal \"*\" (`$.policy.Statement[0].Action` is \"*\")",
    );
}

/// Without facts, each step is held against what the stacks have at that very path.
#[test]
fn unknown_types_are_checked_at_every_step() {
    let stack = r#"{"resource": {"kubernetes_deployment": {"x": {
        "metadata": [{"name": "n", "labels": {"app": "x"}}],
        "spec": [{"template": [{"spec": [{"container": [{"image": "x:latest", "name": "c"}]}]}]}]}}}}"#;
    for (at, said) in [
        (
            "$.spec[*].tmplate[*].spec[*].container[*].image",
            "`template`",
        ),
        (
            "$.spec[*].container[*].image",
            "`$.spec[*].template[*].spec[*].container`",
        ),
        ("$.app", "`$.metadata[*].labels.app`"),
    ] {
        for rest in ["absent = true", "none = { like = '*:latest' }", "count = 0"] {
            let spec =
                format!("resource = 'kubernetes_deployment'\nmust = [{{ at = '{at}', {rest} }}]");
            refused(&spec, stack, &["vacuous 0/0", said]);
        }
    }
    judged(
        "resource = 'kubernetes_deployment'\n\
         must = [{ at = '$.spec[*].template[*].spec[*].container[*].image', not_equal = 'x:latest' }]",
        stack,
        "fail 1/1 | kubernetes_deployment.x: `$.spec[0].template[0].spec[0].container[0].image` is \
         \"x:latest\"; the spec wants not_equal \"x:latest\"",
    );
}

/// What a plan writes as `null` or as not known is a witness too, at its path and nowhere else.
#[test]
fn a_null_of_a_plan_is_a_witness() {
    let stack = plan(
        "acme_thing",
        r#"{"a":null,"b":[{"c":null}]}"#,
        r#"{"id":true,"b":[{}]}"#,
        "{}",
    );
    let thing =
        |at: &str| format!("resource = 'acme_thing'\nmust = [{{ at = '{at}', absent = true }}]");
    judged_on(&stack, &thing("$.a"), "pass 1/1");
    judged_on(&stack, &thing("$.b[*].c"), "pass 1/1");
    judged_on(
        &stack,
        &thing("$.c"),
        "vacuous 0/0 | nothing is called `c` at `$`: neither the provider facts nor any stack of this \
         run know that name | did you mean `a` or `$.b[*].c`?",
    );
}

#[test]
fn names_are_checked_after_a_descent_and_a_wildcard() {
    let group = |at: &str, rest: &str| {
        format!("resource = 'aws_security_group'\nmust = [{{ at = '{at}', {rest} }}]")
    };
    let none = "none = { equal = '0.0.0.0/0' }";
    for (spec, said) in [
        (
            group("$..ingress[*].cidr_blcks[*]", none),
            "`cidr_blcks` at `$..ingress[*]`",
        ),
        (
            group("$.*[*].cidr_blcks[*]", none),
            "`cidr_blcks` at `$.*[*]`",
        ),
        (
            group("$..[?@.frm_port == 22]", "count = 0"),
            "`frm_port` anywhere below",
        ),
        (
            group("$[?@.frm_port == 22]", "count = 0"),
            "`frm_port` at `@`",
        ),
        (
            group("$..cidr_blcks", "absent = true"),
            "did you mean `cidr_blocks`?",
        ),
        (
            group("$..lifecycle.prevent_destory", "absent = true"),
            "prevent_destory",
        ),
        (
            group("$.lifecycle.prevent_destory", "absent = true"),
            "did you mean `prevent_destroy`?",
        ),
    ] {
        refused(&spec, GROUP, &["vacuous 0/0", said]);
    }
    // A name on a list, below `..`: nothing would ever be found.
    refused(
        &group("$..ingress.cidr_blocks", "absent = true"),
        GROUP,
        &["error 0/0", "write `[*].cidr_blocks`"],
    );
    for at in ["$..ingress[*].cidr_blocks[*]", "$..cidr_blocks[*]"] {
        refused(&group(at, none), GROUP, &["fail 1/1"]);
    }
    refused(
        &group("$..[?@.from_port == 22]", "count = 0"),
        GROUP,
        &["fail 1/1"],
    );
}

#[test]
fn names_of_documents_modules_and_backends_are_checked() {
    let stack = r#"{"module": {"net": {"source": "./net", "cidr": "10.0.0.0/8"}},
        "terraform": {"backend": {"gcs": {"bucket": "b"}}},
        "resource": {"aws_s3_bucket": {"a": {"bucket": "x", "acl": "public-read"}}}}"#;
    let document = "document = true\nmust = [{ at = '$.resource.";
    for (spec, said) in [
        (
            format!("{document}aws_s3_bukcet[*].acl', none = {{ equal = 'public-read' }} }}]"),
            "`aws_s3_bucket`",
        ),
        (
            format!("{document}aws_s3_bucket[*].alc', none = {{ equal = 'public-read' }} }}]"),
            "`acl`",
        ),
        (
            "module = '*'\nmust = [{ at = '$.sorce', optional = true, not_equal = 'x' }]".into(),
            "`source`",
        ),
        (
            "backend = '*'\nmust = [{ at = '$.bukcet', absent = true }]".into(),
            "`bucket`",
        ),
    ] {
        refused(&spec, stack, &["vacuous 0/0", said]);
    }
    for spec in [
        "document = true\nmust = [{ at = '$.resource.aws_s3_bucket[*].acl', none = { equal = 'public-read' } }]",
        "module = '*'\nmust = [{ at = '$.cidr', not_equal = '10.0.0.0/8' }]",
        "backend = '*'\nmust = [{ at = '$.bucket', not_equal = 'b' }]",
    ] {
        refused(spec, stack, &["fail 1/1"]);
    }
    // What a document may hold and does not is no misspelling.
    judged(
        "document = true\nmust = [{ at = '$.resource.aws_iam_user', absent = true }]",
        stack,
        "pass 1/1",
    );
}

/// A comparison that can never hold selects nothing: it is an error, not an empty answer.
#[test]
fn a_filter_of_impossible_kinds_is_an_error() {
    for (at, said) in [
        (
            "$.ingress[?@.cidr_blocks == \"0.0.0.0/0\"]",
            "`$.ingress[0].cidr_blocks` is a list, and `@.cidr_blocks == \"0.0.0.0/0\"` wants a single \
             value (where it may be either, write `value(@.cidr_blocks)`)",
        ),
        (
            "$.ingress[?@.from_port == \"ssh\"]",
            "`$.ingress[0].from_port` is a number, and `@.from_port == \"ssh\"` wants a text",
        ),
        (
            "$.ingress[?@.protocol == 6]",
            "is a string, and `@.protocol == 6` wants a number",
        ),
        (
            "$.ingress[?search(@.cidr_blocks, \"0.0.0.0\")]",
            "is a list, and `match or search of @.cidr_blocks` wants a text",
        ),
        (
            "$.ingress[?length(@.from_port) > 1]",
            "is a number, and `length(@.from_port)` wants a text, a list or an object",
        ),
    ] {
        let spec =
            format!("resource = 'aws_security_group'\nmust = [{{ at = '{at}', count = 0 }}]");
        refused(&spec, GROUP, &["error 1/1", said]);
    }
    refused(
        "resource = 'aws_security_group'\nwhere = '@.ingress == \"x\"'\nmust = [{ at = '$.name', present = true }]",
        GROUP,
        &["error", "`$.ingress` is a list"],
    );
    // Twins: the same filters, put right, find what is there.
    for at in [
        "$.ingress[?@.cidr_blocks[0] == \"0.0.0.0/0\"]",
        "$.ingress[?@.from_port == \"22\"]",
        "$.ingress[?@.description != \"x\"]",
        "$.ingress[?search(@.cidr_blocks[0], \"0.0.0.0\")]",
        "$.ingress[?length(@.cidr_blocks) >= 1]",
    ] {
        let spec =
            format!("resource = 'aws_security_group'\nmust = [{{ at = '{at}', count = 0 }}]");
        refused(&spec, GROUP, &["fail 1/1"]);
    }
    // One kind in one statement, another in the next: `value` says that this is meant.
    let stack = r#"{"resource": {"aws_iam_role_policy": {"p": {"name": "n", "policy":
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"*\"]},{\"Effect\":\"Allow\",\"Action\":\"*\"}]}"}}}}"#;
    let policy = |filter: &str| {
        format!(
            "resource = 'aws_iam_role_policy'\nmust = [{{ at = '$.policy.Statement[?{filter}]', count = 0 }}]"
        )
    };
    refused(
        &policy("@.Action == \"*\""),
        stack,
        &["error 1/1", "`value(@.Action)`"],
    );
    refused(&policy("value(@.Action) == \"*\""), stack, &["fail 1/1"]);
}

#[test]
fn each_alternative_of_a_glob_has_a_witness() {
    let on = |glob: &str| {
        format!("resource = 'aws_{glob}'\nmust = [{{ at = '$.name', like = 'orders-*' }}]")
    };
    refused(
        &on("{sqs_queue,sns_topc}"),
        QUEUES,
        &[
            "vacuous 0/0",
            "resource `aws_sns_topc`",
            "did you mean `aws_sns_topic`?",
        ],
    );
    refused(
        &on("{sqs_{queue,quue},s3_bucket}"),
        QUEUES,
        &["vacuous 0/0", "`aws_sqs_quue`"],
    );
    judged(&on("{sqs_queue,sns_topic}"), QUEUES, "pass 2/2");
}

/// `$['//']` has members that only some inputs know: not to know is not to have none.
#[test]
fn what_an_input_does_not_say_of_a_block_is_open() {
    let queue = |must: &str| format!("resource = 'aws_sqs_queue'\nmust = [{must}]");
    for must in [
        "{ at = \"$['//'].actions\", absent = true }",
        "{ at = \"$['//'].actions[*]\", none = { equal = 'delete' } }",
        "{ at = \"$['//'].construct_path\", absent = true }",
        "{ at = \"$['\\\\u002f/'].actions\", absent = true }",
    ] {
        refused(&queue(must), QUEUES, &["unknown 2/2", "never carries"]);
    }
    refused(
        &queue("{ at = \"$['\\\\u002f/'].address\", equal = 'x' }"),
        QUEUES,
        &["fail 2/2", "is \"aws_sqs_queue.a\""],
    );
    // A block without tags has none.
    judged(
        "resource = 'aws_kms_key'\nmust = [{ at = \"$['//'].tags\", absent = true }]",
        QUEUES,
        "pass 1/1",
    );
}

#[test]
fn a_path_that_misfits_is_an_error() {
    let stack =
        r#"{"resource": {"aws_lambda_function": {"f": {"vpc_config": {"subnet_ids": ["a"]}}}}}"#;
    judged(
        "resource = \"aws_lambda_function\"\nmust = [{ at = '$.vpc_config.subnet_ids', absent = true }]",
        stack,
        "error 0/0 | this is a list of blocks, and `.subnet_ids` wants one of them | write `[*].subnet_ids`",
    );
    judged(
        "resource = \"aws_lambda_function\"\nmust = [{ at = '$.vpc_config[*].subnet_ids', not_equal = 'a' }]",
        stack,
        "error 1/1 | aws_lambda_function.f: `$.vpc_config[0].subnet_ids` is [\"a\"]: `equal` wants a \
         comparison with a string, and this is a list",
    );
}

#[test]
fn quantifiers() {
    let stack = r#"{"resource": {"aws_dynamodb_table": {"t": {"hash_key": "pk", "range_key": "sk",
        "attribute": [{"name": "pk", "type": "S"}, {"name": "id", "type": "X"}]}}}}"#;
    let table = |must: &str| format!("resource = \"aws_dynamodb_table\"\nmust = [{must}]");
    judged(
        &table("{ at = '$.attribute[*].type', some = { equal = 'S' } }"),
        stack,
        "pass 1/1",
    );
    judged(
        &table("{ at = '$.attribute[*].type', none = { equal = 'X' } }"),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: `$.attribute[*].type`: 1 of 2 values; the spec wants no \
         value: equal \"X\" (`$.attribute[1].type` is \"X\")",
    );
    judged(
        &table("{ at = '$.attribute[*]', count = '>= 2' }"),
        stack,
        "pass 1/1",
    );
    judged(
        &table("{ at = '$.attribute[*].type', count = 2, one_of = ['S', 'N', 'B'] }"),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: `$.attribute[*].type`: 1 of 2 values; the spec wants exactly \
         2 values: one_of [\"S\",\"N\",\"B\"]",
    );
    judged(
        &table(
            "{ at = \"$['hash_key','range_key']\", optional = true, one_of = { at = '$.attribute[*].name' } }",
        ),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: `$.range_key` is \"sk\"; the spec wants one_of \
         $.attribute[*].name (here [\"pk\",\"id\"])",
    );
    judged(
        &table(
            "{ any = [{ at = '$.ttl[*].enabled', equal = true }, { at = '$.hash_key', equal = 'x' }] }",
        ),
        stack,
        "fail 1/1 | aws_dynamodb_table.t: none of 2 alternatives holds (alternative 1: \
         `$.ttl` is missing; the spec wants equal true) \
         (alternative 2: `$.hash_key` is \"pk\"; the spec wants equal \"x\")",
    );
    judged(
        &table(
            "{ any = [{ at = '$.ttl[*].enabled', equal = true }, { at = '$.hash_key', equal = 'pk' }] }",
        ),
        stack,
        "pass 1/1",
    );
}

/// An element that lacks the tail counts as missing.
#[test]
fn the_tail_is_judged_per_element() {
    let stack = r#"{"resource": {"aws_iam_policy": {"p": {"policy":
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Condition\":{}},{\"Effect\":\"Allow\"}]}"}}}}"#;
    judged(
        "resource = \"aws_iam_policy\"\nmust = [{ at = '$.policy.Statement[*].Condition', present = true }]",
        stack,
        "fail 1/1 | aws_iam_policy.p: `$.policy.Statement[1].Condition` is missing; the spec wants present",
    );
    judged(
        "resource = \"aws_iam_policy\"\nmust = [{ at = '$.policy.Statement[*].Conditon', absent = true }]",
        stack,
        "vacuous 0/0 | nothing is called `Conditon` at `$.policy.Statement[*]`: neither the provider \
         facts nor any stack of this run know that name | did you mean `Condition`?",
    );
}

#[test]
fn maybe_subjects_are_no_evidence() {
    let stack =
        r#"{"resource": {"aws_sqs_queue": {"a": {"name": "${var.n}", "delay_seconds": 1}}}}"#;
    let filtered = |must: &str| {
        format!("resource = \"aws_sqs_queue\"\nwhere = \"@.name == 'x'\"\nmust = [{must}]")
    };
    judged(
        &filtered("{ at = '$.delay_seconds', equal = 1 }"),
        stack,
        "vacuous 0/1 | whether any of the selected blocks is a subject is not known",
    );
    judged(
        &filtered("{ at = '$.delay_seconds', equal = 2 }"),
        stack,
        "unknown 0/1 | aws_sqs_queue.a: `$.delay_seconds` is 1; the spec wants equal 2 (whether this \
         is a subject at all is not known) (waits for var.n)",
    );
}

#[test]
fn secrets_are_never_printed() {
    let stack = r#"{"resource": {"aws_db_instance": {"d": {"password": "hunter2hunter2",
        "username": "x-hunter2hunter2"}}}}"#;
    judged(
        "resource = \"aws_db_instance\"\nmust = [{ at = \"$['password','username']\", equal = 'no' }]",
        stack,
        "fail 1/1 | aws_db_instance.d: `$.password` is (sensitive); the spec wants equal \"no\" \
         | aws_db_instance.d: `$.username` is \"x-(sensitive)\"; the spec wants equal \"no\"",
    );
}

/// A secret inside of an embedded document is one by its name, and by its value elsewhere.
#[test]
fn secrets_in_documents_are_never_printed() {
    let stack = r#"{"resource": {"aws_ssm_parameter": {"p": {"name": "n", "type": "String",
        "value": "{\"db_password\":\"hunter2hunter2\",\"pin\":\"x\"}",
        "description": "the password is hunter2hunter2"}}}}"#;
    judged(
        "resource = \"aws_ssm_parameter\"\nmust = [{ at = '$.value.db_password', equal = 'no' }, \
         { at = '$.description', equal = 'no' }]",
        stack,
        "fail 1/1 | aws_ssm_parameter.p: `$.description` is \"the password is (sensitive)\"; the spec \
         wants equal \"no\" | aws_ssm_parameter.p: `$.value.db_password` is (sensitive); the spec wants \
         equal \"no\"",
    );
}

const OPEN_TO_ALL: &str = r#"{"resource": {"aws_security_group": {"g": {"name": "n", "ingress": [
    {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]}}}}"#;

/// A right side that can never meet the value is no pass, whatever the matcher is called.
#[test]
fn right_sides_are_held_against_the_shape() {
    let starts = |must: &str, outcome: &str| {
        let specs =
            format!("[[spec]]\nid = \"x\"\nresource = \"aws_security_group\"\nmust = [{must}]\n");
        let said = line(&verdicts(&specs, &synth(OPEN_TO_ALL))[0]);
        assert!(said.starts_with(outcome), "{must}\n{said}");
    };
    // A list where an element is meant, an object against texts.
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_include = ['0.0.0.0/0'] }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', none = { include = ['0.0.0.0/0'] } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_include = { a = 1 } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_include = '0.0.0.0/0' }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_one_of = ['x', ['y']] }",
        "error 1/1",
    );
    // Misspelt members, scalars against lists, blocks against objects.
    starts(
        "{ at = '$.ingress[*]', not_contain = { frm_port = 22 } }",
        "vacuous 0/0",
    );
    starts(
        "{ at = '$.ingress[*]', not_contain = { cidr_blocks = '0.0.0.0/0' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*]', not_contain = { from_port = 22 } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$', not_contain = { ingress = { from_port = 22 } } }",
        "error 0/0",
    );
    // An object stands for any element that has its members.
    starts(
        "{ at = '$.ingress', not_include = { from_port = 22 } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.ingress', not_include = { frm_port = 22 } }",
        "vacuous 0/0",
    );
}

/// What a right side cannot be compared with proves nothing.
#[test]
fn a_right_side_that_selects_nothing_is_no_pass() {
    let stack =
        r#"{"resource": {"aws_iam_role": {"r": {"name": "bad", "max_session_duration": 1}}}}"#;
    let starts = |must: &str, outcome: &str| {
        let specs = format!("[[spec]]\nid = \"x\"\nresource = \"aws_iam_role\"\nmust = [{must}]\n");
        let said = line(&verdicts(&specs, &synth(stack))[0]);
        assert!(said.starts_with(outcome), "{must}\n{said}");
    };
    starts(
        "{ at = '$.name', none = { one_of = ['bad', '{$.name_prefix}'] } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.name', none = { equal = { at = '$.name_prefix' } } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.name', none = { contain = '{$.name_prefix}' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.name', count = 0, equal = { at = '$.name_prefix' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.name', equal = { at = '$.name_prefix' } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.name', not_equal = { at = '$.name_prefix' } }",
        "error 1/1",
    );
    // A default of the wrong type is an error, not a value that fails.
    starts(
        "{ at = '$.description', default = 'x', none = { at_least = 900 } }",
        "error 1/1",
    );
}

/// Values that can never be what they are compared with.
#[test]
fn other_scalars_are_errors() {
    let stack = r#"{"resource": {"aws_db_instance": {"d": {"publicly_accessible": true, "storage_encrypted": "True"}}}}"#;
    let starts = |must: &str, outcome: &str| {
        let specs =
            format!("[[spec]]\nid = \"x\"\nresource = \"aws_db_instance\"\nmust = [{must}]\n");
        let said = line(&verdicts(&specs, &synth(stack))[0]);
        assert!(said.starts_with(outcome), "{must}\n{said}");
    };
    starts(
        "{ at = '$.publicly_accessible', not_equal = 'yes' }",
        "error 1/1",
    );
    starts(
        "{ at = '$.publicly_accessible', not_equal = 1 }",
        "error 1/1",
    );
    starts(
        "{ at = '$.publicly_accessible', none = { equal = 'True' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.publicly_accessible', equal = 'true' }",
        "pass 1/1",
    );
    starts(
        "{ at = '$.storage_encrypted', not_equal = false }",
        "error 1/1",
    );
}

#[test]
fn skipped_with_a_reason() {
    judged(
        "resource = \"aws_vpc\"\nwhen_empty = \"skip\"\nmust = [{ at = '$.cidr_block', present = true }]",
        QUEUES,
        "skipped 0/0 | there is no such resource in this stack",
    );
    judged(
        "resource = \"aws_vpc\"\nmust = [{ at = '$.cidr_block', present = true }]",
        QUEUES,
        "vacuous 0/0 | this stack has no resource `aws_vpc` | if that is fine, say `when_empty = \
         \"skip\"` in the spec",
    );
    judged(
        "resource = \"aws_sqs_queue\"\ninput = \"plan\"\nmust = [{ at = '$.name', present = true }]",
        QUEUES,
        "skipped 0/0 | it is for plan input, and this is a synth",
    );
}

/// `when_empty = "skip"` is for a stack that has no such thing; `where` may say which. It is decided
/// before anything is judged.
#[test]
fn where_may_leave_nothing_to_skip() {
    let skip = |filter: &str| {
        format!(
            "resource = 'aws_sqs_queue'\nwhere = \"{filter}\"\nwhen_empty = 'skip'\n\
             must = [{{ at = '$.name', equal = 'x' }}]"
        )
    };
    judged(
        &skip("@.redrive_policy"),
        QUEUES,
        "skipped 0/0 | `where` left 0 of 2 blocks of resource `aws_sqs_queue`; seen: .redrive_policy \
         is not set",
    );
    judged(
        &skip("@.kms_master_key_id == 'x'"),
        QUEUES,
        "skipped 0/0 | `where` left 0 of 2 blocks of resource `aws_sqs_queue`; seen: \
         .kms_master_key_id = ${aws_kms_key.k.arn}, .kms_master_key_id is not set",
    );
    // What cannot be decided is no reason to skip.
    judged(
        &skip("@.name == 'orders-x'"),
        QUEUES,
        "unknown 0/2 | aws_sqs_queue.b: `$.name` is \"orders-${var.s}\"; the spec wants equal \"x\" \
         (whether this is a subject at all is not known) (waits for var.s)",
    );
}

#[test]
fn a_duplicate_key_hides_nothing() {
    let stack = r#"{"resource": {"aws_sqs_queue": {"a": {"name": "bad", "name": "good"}}}}"#;
    judged(
        "resource = \"aws_sqs_queue\"\nmust = [{ at = '$.name', equal = 'good' }]",
        stack,
        "error 0/1 | aws_sqs_queue.a: cdk.tf.json:1:68: `aws_sqs_queue.a` cannot be read: the key \
         `name` occurs twice in one object, and only one would count",
    );
}

/// A plan that creates one resource: `values`, `after_unknown`, `expressions`.
fn plan(type_name: &str, values: &str, unknown: &str, expressions: &str) -> Stack {
    planned("create", type_name, values, unknown, expressions)
}

fn planned(action: &str, type_name: &str, values: &str, unknown: &str, expressions: &str) -> Stack {
    let address = format!("{type_name}.r");
    let named =
        format!(r#""address":"{address}","mode":"managed","type":"{type_name}","name":"r""#);
    let text = format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{{{named},"values":{values}}}]}}}},
        "resource_changes":[{{{named},"change":{{"actions":["{action}"],"before":null,"after":{values},"after_unknown":{unknown},"after_sensitive":{{}}}}}}],
        "configuration":{{"root_module":{{"resources":[{{{named},"expressions":{expressions}}}]}}}}}}"#
    );
    shown(&text)
}

/// What `terraform show -json` prints.
fn shown(text: &str) -> Stack {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    std::fs::write(&path, text).expect("written");
    load(&path, &LoadOptions::default())
        .expect("a plan")
        .remove(0)
}

#[track_caller]
fn judged_on(stack: &Stack, spec: &str, expected: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let lines: Vec<String> = verdicts(&specs, stack).iter().map(line).collect();
    assert_eq!(lines.join("\n"), expected);
}

#[test]
fn a_plan_says_what_is_unset_unknown_or_filled_in() {
    let stack = plan(
        "aws_sqs_queue",
        r#"{"name":"q","fifo_queue":false,"policy":null,"redrive_policy":""}"#,
        r#"{"arn":true,"kms_master_key_id":true,"policy":false}"#,
        r#"{"name":{"constant_value":"q"},"kms_master_key_id":{"references":["aws_kms_key.k.arn","aws_kms_key.k"]}}"#,
    );
    let queue = |must: &str| format!("resource = \"aws_sqs_queue\"\nmust = [{must}]");
    // The author wrote it: it is present, and its value waits for the key.
    judged_on(
        &stack,
        &queue("{ at = '$.kms_master_key_id', present = true }"),
        "pass 1/1",
    );
    judged_on(
        &stack,
        &queue("{ at = '$.kms_master_key_id', not_equal = '*' }"),
        "unknown 1/1 | aws_sqs_queue.r: `$.kms_master_key_id` is (known after apply): hangs on what is \
         not known before apply; the spec wants not_equal \"*\" (waits for aws_kms_key.k.arn)",
    );
    // The provider computes it, and nobody wrote it: it is unset.
    judged_on(
        &stack,
        &queue("{ at = '$.arn', present = true }"),
        "fail 1/1 | aws_sqs_queue.r: `$.arn` is missing; the spec wants present",
    );
    judged_on(
        &stack,
        &queue("{ at = '$.policy', absent = true }"),
        "pass 1/1",
    );
    // The provider filled it in: it has a value, and nobody wrote it.
    judged_on(
        &stack,
        &queue("{ at = '$.fifo_queue', equal = false }"),
        "pass 1/1",
    );
    judged_on(
        &stack,
        &queue("{ at = '$.fifo_queue', absent = true }"),
        "pass 1/1",
    );
    judged_on(
        &stack,
        &queue("{ at = '$.fifo_queue', present = true }"),
        "fail 1/1 | aws_sqs_queue.r: `$.fifo_queue` is false (filled in by the provider, not written); \
         the spec wants present",
    );
    // A plan carries no lifecycle: neither absent nor present.
    judged_on(
        &stack,
        &queue("{ at = '$.lifecycle.prevent_destroy', absent = true }"),
        "unknown 1/1 | aws_sqs_queue.r: `$.lifecycle` is not known: this kind of input never carries \
         `lifecycle`; say `input = \"synth\"` in the spec to judge it on a synth output only; the spec \
         wants absent",
    );
    judged_on(
        &stack,
        "backend = 's3'\nmust = [{ at = '$.encrypt', equal = true }]",
        "vacuous 0/0 | a plan never carries a backend | say `input = \"synth\"` in the spec to judge it \
         on a synth output only",
    );
}

#[test]
fn an_empty_block_list_of_a_plan_is_unset() {
    let stack = plan(
        "aws_lambda_function",
        r#"{"function_name":"f","dead_letter_config":[],"vpc_config":[{"subnet_ids":[]}]}"#,
        r#"{"vpc_config":[{"subnet_ids":[true]}]}"#,
        r#"{"function_name":{"constant_value":"f"},"vpc_config":[{"subnet_ids":{"references":["aws_subnet.a.id"]}}]}"#,
    );
    let function = |must: &str| format!("resource = \"aws_lambda_function\"\nmust = [{must}]");
    judged_on(
        &stack,
        &function("{ at = '$.dead_letter_config', present = true }"),
        "fail 1/1 | aws_lambda_function.r: `$.dead_letter_config` is missing; the spec wants present",
    );
    judged_on(
        &stack,
        &function("{ at = '$.vpc_config[*].subnet_ids', not_empty = true }"),
        "pass 1/1",
    );
    judged_on(
        &stack,
        &function("{ at = '$.vpc_config[*].subnet_ids', include = 'subnet-1' }"),
        "unknown 1/1 | aws_lambda_function.r: `$.vpc_config[0].subnet_ids` is [(known after apply)]: \
         hangs on what is not known before apply; the spec wants include \"subnet-1\" (waits for \
         aws_subnet.a.id)",
    );
}

#[test]
fn unknown_as_a_warning_takes_the_subject_out() {
    let must = "unknown = 'warn'\nmust = [{ at = '$.name', contain = 'pr1' }]";
    let specs = format!("[[spec]]\nid = \"x\"\nresource = \"aws_sqs_queue\"\n{must}\n");
    let verdicts = verdicts(&specs, &synth(QUEUES));
    assert_eq!(line(&verdicts[0]), "pass 1/2");
    assert_eq!(verdicts[0].notes.len(), 1, "{:?}", verdicts[0].notes);
    // Nothing is left: that is no pass.
    judged(
        &format!("resource = \"aws_sqs_queue\"\n{must}"),
        r#"{"resource": {"aws_sqs_queue": {"b": {"name": "${var.s}"}}}}"#,
        "vacuous 0/1 | every subject hangs on what is not known, and `unknown = \"warn\"` took it out",
    );
}

#[test]
fn every_kind_of_subject() {
    let stack = r#"{
        "data": {"aws_availability_zones": {"z": {"state": "available"}}},
        "output": {"url": {"value": "https://x", "description": "the address"}},
        "variable": {"size": {"type": "number", "default": 2}},
        "provider": {"aws": [{"region": "eu-west-1", "default_tags": [{"tags": {"Team": "pay"}}]}, {"alias": "us", "region": "us-east-1"}]},
        "terraform": {"backend": {"s3": {"bucket": "state", "encrypt": true}}},
        "resource": {"aws_sqs_queue": {"a": {"name": "q", "//": {"metadata": {"path": "app/queue", "uniqueId": "a"}}},
                                       "b": {"name": "p", "provider": "aws.us", "tags": {"Env": "x"}}}}
    }"#;
    for spec in [
        "data = 'aws_availability_zones'\nmust = [{ at = '$.state', equal = 'available' }]",
        "output = 'url'\nmust = [{ at = '$.description', not_empty = true }]",
        "variable = '*'\nmust = [{ at = '$.default', at_least = 2 }]",
        "provider = 'aws'\nwhere = '!@.alias'\nmust = [{ at = '$.region', equal = 'eu-west-1' }]",
        "backend = 's3'\nmust = [{ at = '$.encrypt', equal = true }]",
        "document = true\nmust = [{ at = '$.terraform.backend.s3.bucket', equal = 'state' }]",
        "resource = 'aws_sqs_queue'\nwhere = \"@.name == 'q'\"\nmust = [{ at = \"$['//'].construct_path\", equal = 'app/queue' }, \
         { at = \"$['//'].region\", equal = 'eu-west-1' }, { at = \"$['//'].tags.Team\", equal = 'pay' }]",
        "resource = 'aws_sqs_queue'\nwhere = \"@.name == 'p'\"\nmust = [{ at = \"$['//'].region\", equal = 'us-east-1' }, \
         { at = \"$['//'].tags\", length = 1 }, { at = \"$['//'].address\", equal = 'aws_sqs_queue.b' }]",
    ] {
        let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
        let lines: Vec<String> = verdicts(&specs, &synth(stack)).iter().map(line).collect();
        assert!(lines[0].starts_with("pass 1/"), "{spec}\n{lines:?}");
    }
    judged(
        "output = 'ulr'\nmust = [{ at = '$.value', present = true }]",
        stack,
        "vacuous 0/0 | no stack of this run has a output `ulr` | did you mean `url`?",
    );
    judged(
        "resource = 'aws_sqs_queue'\nmust = [{ at = \"$['//'].adress\", absent = true }]",
        stack,
        "vacuous 0/0 | nothing is called `adress` at `$['//']`: neither the provider facts nor any \
         stack of this run know that name | did you mean `address`?",
    );
}

/// What `count`, `for_each` and `dynamic` hide.
#[test]
fn repeated_and_open() {
    let stack = r#"{"resource": {"aws_security_group": {
        "gone": {"count": 0, "name": "bad"},
        "maybe": {"count": "${var.n}", "name": "x"},
        "open": {"name": "x", "ingress": [{"from_port": 1}], "dynamic": {"ingress": {"for_each": "${var.r}", "content": {}}}}
    }}}"#;
    let group = |must: &str| format!("resource = \"aws_security_group\"\nmust = [{must}]");
    judged(&group("{ at = '$.name', equal = 'x' }"), stack, "pass 1/2");
    judged(
        &group("{ at = '$.name', equal = 'y' }"),
        stack,
        "fail 1/2 | aws_security_group.maybe: `$.name` is \"x\"; the spec wants equal \"y\" (whether \
         this is a subject at all is not known) (waits for its `count` or `for_each`) \
         | aws_security_group.open: `$.name` is \"x\"; the spec wants equal \"y\"",
    );
    let stack = r#"{"resource": {"aws_security_group": {
        "open": {"name": "x", "ingress": [{"from_port": 1}], "dynamic": {"ingress": {"for_each": "${var.r}", "content": {}}}}
    }}}"#;
    judged(
        &group("{ at = '$.ingress[*].from_port', none = { equal = 22 } }"),
        stack,
        "unknown 1/1 | aws_security_group.open: `$.ingress[*].from_port`: 0 of 1 values, and more hangs \
         on what is not known; the spec wants no value: equal 22 (`$.ingress` is not known: it may \
         hold more than is listed (a `dynamic` block, or a name that is not known))",
    );
    judged(
        &group("{ at = '$.ingress[*].from_port', some = { equal = 1 } }"),
        stack,
        "pass 1/1",
    );
}

#[test]
fn coverage_counts_only_what_could_have_failed() {
    let covered = |must: &str| {
        let specs =
            format!("[[spec]]\nid = \"x\"\nresource = \"aws_sqs_queue\"\nmust = [{must}]\n");
        let verdicts = verdicts(&specs, &synth(QUEUES));
        (verdicts[0].outcome.word(), verdicts[0].covered.len())
    };
    assert_eq!(covered("{ at = '$.name', present = true }"), ("pass", 0));
    assert_eq!(covered("{ at = '$', not_empty = true }"), ("pass", 0));
    assert_eq!(
        covered("{ at = \"$['//'].type\", like = 'aws_*' }"),
        ("pass", 0)
    );
    assert_eq!(covered("{ at = '$.policy', present = true }"), ("fail", 0));
    assert_eq!(covered("{ at = '$.policy', equal = 'x' }"), ("fail", 2));
    assert_eq!(covered("{ at = '$..*', present = true }"), ("pass", 0));
    assert_eq!(covered("{ at = '$.*', count = '>= 1' }"), ("pass", 0));
    assert_eq!(covered("{ at = '$.policy', absent = true }"), ("pass", 0));
    assert_eq!(
        covered("{ at = '$.policy', optional = true, equal = 'x' }"),
        ("pass", 0)
    );
    assert_eq!(
        covered("{ at = '$.name', match = '^[ -~]*$' }"),
        ("unknown", 1)
    );
    assert_eq!(
        covered("{ at = '$.delay_seconds', at_most = 900 }"),
        ("pass", 2)
    );
    assert_eq!(
        covered("{ at = '$.delay_seconds', not_equal = 7 }"),
        ("pass", 2)
    );
    assert_eq!(covered("{ at = '$.name', like = 'orders-*' }"), ("pass", 2));
    assert_eq!(
        covered("{ at = '$.tags.Env', optional = true, equal = 'dev' }"),
        ("pass", 1)
    );
    assert_eq!(
        covered("{ any = [{ at = '$.name', present = true }, { at = '$.name', equal = 'x' }] }"),
        ("pass", 0)
    );
}

/// A warning stops nothing, so it covers nothing; a block that is not there needs no cover.
#[test]
fn coverage_of_what_counts() {
    let stack = synth(
        r#"{"resource": {"aws_sqs_queue": {"a": {"name": "x"}, "gone": {"count": 0, "name": "x"}}}}"#,
    );
    let counts = |level: &str| {
        let text = format!(
            "[[spec]]\nid = 'x'\nlevel = '{level}'\nresource = 'aws_sqs_queue'\n\
             must = [{{ at = '$.name', equal = 'x' }}]\n"
        );
        let source = SourceFile {
            path: "t.toml".into(),
            text: text.as_str().into(),
        };
        let set = SpecSet::new(vec![spec::parse(&source, "t").expect("a spec")]).expect("a set");
        let params = spec::resolve_params(&set, &[], &|_| None, &[]).expect("params");
        let model = Model::new(&stack, Facts::builtin());
        let stacks = vec![Subject {
            model,
            role: "app".into(),
        }];
        let run = Run {
            stacks,
            specs: &set,
            params: &params,
        };
        let coverage = stackspec::coverage::Coverage::of(&run, &check::judge(&run));
        (coverage.resources(), coverage.percent())
    };
    assert_eq!(counts("deny"), ((1, 1), Some(100)));
    assert_eq!(counts("warn"), ((1, 0), Some(0)));
}

/// One clause on the only resource: the outcome alone.
#[track_caller]
fn outcome(stack: &Stack, type_name: &str, clause: &str, expected: &str) {
    let specs =
        format!("[[spec]]\nid = \"x\"\nresource = \"{type_name}\"\nmust = [{{ {clause} }}]\n");
    let found: Vec<String> = verdicts(&specs, stack)
        .iter()
        .map(|verdict| verdict.outcome.to_string())
        .collect();
    assert_eq!(found.join(" "), expected, "{clause}");
}

const NAMED: &str = r#"{"name":{"constant_value":"x"}}"#;

#[test]
fn a_dynamic_block_of_a_plan_has_no_expression_and_is_no_default() {
    let group = "aws_security_group";
    let open =
        r#"{"name":"x","ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":1,"description":""}]}"#;
    let known = plan(group, open, "{}", NAMED);
    let none = "at = '$.ingress[*].cidr_blocks[*]', none = { equal = '0.0.0.0/0' }";
    outcome(&known, group, "at = '$.ingress', absent = true", "fail");
    outcome(&known, group, "at = '$.ingress', present = true", "pass");
    outcome(&known, group, none, "fail");
    outcome(
        &known,
        group,
        "at = '$.ingress[*].description', absent = true",
        "unknown",
    );
    let unknown = plan(
        group,
        r#"{"name":"x"}"#,
        r#"{"ingress":true,"arn":true}"#,
        NAMED,
    );
    outcome(
        &unknown,
        group,
        "at = '$.ingress', absent = true",
        "unknown",
    );
    outcome(
        &unknown,
        group,
        "at = '$.ingress', present = true",
        "unknown",
    );
    outcome(&unknown, group, none, "unknown");
    outcome(&unknown, group, "at = '$.arn', absent = true", "pass");
    // What stands in a state may be the provider's, or a `dynamic` block's.
    let kept = planned("no-op", group, open, "{}", NAMED);
    outcome(&kept, group, "at = '$.ingress', absent = true", "unknown");
    outcome(&kept, group, "at = '$.ingress', present = true", "unknown");
    outcome(&kept, group, none, "fail");

    let function = "aws_lambda_function";
    let name = r#"{"function_name":{"constant_value":"f"}}"#;
    let known = plan(
        function,
        r#"{"function_name":"f","environment":[{"variables":{"A":"b"}}],"timeout":3}"#,
        "{}",
        name,
    );
    outcome(
        &known,
        function,
        "at = '$.environment', absent = true",
        "fail",
    );
    outcome(
        &known,
        function,
        "at = '$.environment', present = true",
        "pass",
    );
    outcome(&known, function, "at = '$.timeout', present = true", "fail");
    let unknown = plan(
        function,
        r#"{"function_name":"f"}"#,
        r#"{"environment":true}"#,
        name,
    );
    outcome(
        &unknown,
        function,
        "at = '$.environment', absent = true",
        "unknown",
    );
    outcome(
        &unknown,
        function,
        "at = '$.environment[*].variables.A', optional = true, equal = 'b'",
        "unknown",
    );
}

#[test]
fn static_and_dynamic_blocks_of_one_name_cannot_be_told_apart() {
    let group = "aws_security_group";
    let stack = plan(
        group,
        r#"{"name":"x","ingress":[{"from_port":1,"description":"a"},{"from_port":2,"description":"b"}]}"#,
        "{}",
        r#"{"ingress":[{"from_port":{"constant_value":1}}]}"#,
    );
    outcome(
        &stack,
        group,
        "at = '$.ingress[*].description', absent = true",
        "unknown",
    );
    outcome(
        &stack,
        group,
        "at = '$.ingress[*].from_port', at_most = 1",
        "fail",
    );
}

#[test]
fn a_default_is_one_down_to_its_leaves() {
    let queue = "aws_sqs_queue";
    let values = r#"{"name":"x","tags_all":{"a":"b"}}"#;
    let stack = plan(queue, values, "{}", NAMED);
    outcome(&stack, queue, "at = '$.tags_all.a', present = true", "fail");
    outcome(&stack, queue, "at = '$.tags_all.a', absent = true", "pass");
    // What is in force has no author.
    outcome(
        &stack,
        queue,
        "at = \"$['//'].tags.a\", present = true",
        "pass",
    );
    let bucket = planned(
        "no-op",
        "aws_s3_bucket",
        r#"{"versioning":[{"enabled":false}]}"#,
        "{}",
        "{}",
    );
    outcome(
        &bucket,
        "aws_s3_bucket",
        "at = '$.versioning[*].enabled', present = true",
        "unknown",
    );
    let versioning = "at = '$.versioning', present = true";
    outcome(&bucket, "aws_s3_bucket", versioning, "unknown");
}

#[test]
fn blocks_of_a_set_are_not_told_apart_by_their_order() {
    // Written as `b`, then `a`; a plan sorts them.
    let values = |order: [&str; 2]| format!(r#"{{"name":"x","ingress":[{}]}}"#, order.join(","));
    let (a, b) = (
        r#"{"from_port":1,"description":"a"}"#,
        r#"{"from_port":2,"description":""}"#,
    );
    let differ = r#"{"name":{},"ingress":[{"from_port":{}},{"from_port":{},"description":{}}]}"#;
    let alike = r#"{"name":{},"ingress":[{"from_port":{}},{"from_port":{}}]}"#;
    let group = "aws_security_group";
    for order in [[a, b], [b, a]] {
        let stack = plan(group, &values(order), "{}", differ);
        outcome(
            &stack,
            group,
            "at = '$.ingress[*].description', present = true",
            "unknown",
        );
        outcome(
            &stack,
            group,
            "at = '$.ingress[*].description', absent = true",
            "unknown",
        );
        outcome(
            &stack,
            group,
            "at = '$.ingress[*].from_port', present = true",
            "pass",
        );
        let stack = plan(group, &values(order), "{}", alike);
        outcome(
            &stack,
            group,
            "at = '$.ingress[*].description', present = true",
            "fail",
        );
    }
}

#[test]
fn whole_blocks_are_compared_by_what_is_written() {
    let group = "aws_security_group";
    let stack = plan(
        group,
        r#"{"name":"x","ingress":[{"from_port":1,"to_port":2,"description":"","self":false}]}"#,
        "{}",
        r#"{"name":{},"ingress":[{"from_port":{},"to_port":{}}]}"#,
    );
    let written = synth(
        r#"{"resource":{"aws_security_group":{"r":{"name":"x","ingress":[{"from_port":1,"to_port":2}]}}}}"#,
    );
    for stack in [&stack, &written] {
        let block = |port: u8| format!("{{ from_port = {port}, to_port = 2 }}");
        let include = |block: String| format!("at = '$.ingress', include = {block}");
        outcome(stack, group, &include(block(1)), "pass");
        outcome(stack, group, &include(block(2)), "fail");
        // An object stands for any element that has its members.
        outcome(stack, group, &include("{ from_port = 1 }".into()), "pass");
        outcome(stack, group, &include("{ from_port = 3 }".into()), "fail");
        outcome(
            stack,
            group,
            &format!("at = '$.ingress[*]', equal = {}", block(1)),
            "pass",
        );
        let named = "{ from_port = 1, to_port = 2, description = 'x' }";
        outcome(stack, group, &include(named.into()), "fail");
    }
}

#[test]
fn what_the_provider_fills_in_does_not_exist_for_filters_and_counts() {
    let queue = "aws_sqs_queue";
    let stack = plan(queue, r#"{"name":"q","fifo_queue":false}"#, "{}", NAMED);
    let judged = |filter: &str, expected: &str| {
        let spec = format!(
            "resource = \"{queue}\"\nwhere = \"{filter}\"\nwhen_empty = 'fail'\nmust = [{{ at = '$.name', equal = 'q' }}]"
        );
        let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
        assert_eq!(
            verdicts(&specs, &stack)[0].judged.to_string(),
            expected,
            "{filter}"
        );
    };
    judged("@.fifo_queue", "0");
    judged("!@.fifo_queue", "1");
    judged("@.name", "1");
    judged("@.fifo_queue == false", "1");
    outcome(&stack, queue, "at = '$.fifo_queue', count = 0", "pass");
    outcome(&stack, queue, "at = '$.fifo_queue', count = 1", "fail");
    outcome(&stack, queue, "at = '$.name', count = 1", "pass");
}

#[test]
fn a_state_does_not_say_who_wrote_what() {
    let queue = "aws_sqs_queue";
    let resource = r#"{"address":"aws_sqs_queue.r","mode":"managed","type":"aws_sqs_queue","name":"r","values":{"name":"q","tags":{"a":"b"},"policy":null}}"#;
    let state = format!(
        r#"{{"format_version":"1.0","terraform_version":"1.9.0","values":{{"root_module":{{"resources":[{resource}]}}}}}}"#
    );
    let plan = format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{resource}]}}}},"resource_changes":[]}}"#
    );
    for stack in [shown(&state), shown(&plan)] {
        for at in ["name", "tags", "tags.a"] {
            outcome(
                &stack,
                queue,
                &format!("at = '$.{at}', present = true"),
                "unknown",
            );
            outcome(
                &stack,
                queue,
                &format!("at = '$.{at}', absent = true"),
                "unknown",
            );
        }
        outcome(&stack, queue, "at = '$.name', equal = 'q'", "pass");
        outcome(&stack, queue, "at = '$.name', count = 1", "unknown");
        outcome(
            &stack,
            queue,
            "at = \"$['//'].tags.a\", present = true",
            "pass",
        );
    }
    judged_on(
        &shown(&state),
        "resource = 'aws_sqs_queue'\nwhere = '@.tags'\nmust = [{ at = '$.name', present = true }]",
        "unknown 1/1 | aws_sqs_queue.r: `$.name` is \"q\": it is there, and this input does not say \
         whether the author wrote it or the provider filled it in; the spec wants present",
    );
}

/// Everything that is said of a spec that fails; `hunter2222` is in none of it.
#[track_caller]
fn keeps_secret(stack: &Stack, spec: &str, says: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let found: Vec<Verdict> = verdicts(&specs, stack);
    let lines: Vec<String> = found.iter().map(line).collect();
    let all = format!("{} {found:?}", lines.join("\n"));
    assert!(!all.contains("hunter2222"), "{all}");
    assert!(all.contains(says), "{says} in {all}");
}

#[test]
fn secrets_of_every_shape_are_never_printed() {
    let on = |type_name: &str, body: &str, at: &str| {
        let stack = synth(&format!(
            r#"{{"resource":{{"{type_name}":{{"r":{body}}}}}}}"#
        ));
        let spec = format!("resource = \"{type_name}\"\nmust = [{{ at = \"{at}\", equal = 'x' }}]");
        keeps_secret(&stack, &spec, "(sensitive)");
        let text =
            format!("resource = \"{type_name}\"\nmust = [{{ at = \"{at}\", absent = true }}]");
        keeps_secret(&stack, &text, "(sensitive)");
    };
    on(
        "aws_elasticache_user",
        r#"{"passwords":["hunter2222"]}"#,
        "$.passwords",
    );
    on(
        "acme_thing",
        r#"{"credentials_map":{"a":"hunter2222"}}"#,
        "$.credentials_map",
    );
    on(
        "acme_thing",
        r#"{"password":"hunter2222-${var.x}"}"#,
        "$.password",
    );
    on(
        "acme_thing",
        r#"{"password":"${format(\"%s\",\"hunter2222\")}"}"#,
        "$.password",
    );
    on(
        "acme_thing",
        r#"{"secret_string":"${jsonencode({\"password\"=\"hunter2222\"})}"}"#,
        "$.secret_string",
    );
    on(
        "aws_ecs_task_definition",
        r#"{"container_definitions":"[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2222\"}]}]"}"#,
        "$.container_definitions",
    );
    on(
        "aws_ecs_task_definition",
        r#"{"container_definitions":"[{\"environment\":[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2222\"}]}]"}"#,
        "$.container_definitions[0].environment[0].value",
    );
    // Under a plain name, but written under a secret's.
    on(
        "acme_thing",
        r#"{"config":"${jsonencode({\"password\" = \"hunter2222\"})}"}"#,
        "$.config",
    );
    on(
        "acme_thing",
        r#"{"note":"a-hunter2222","password":"hunter2222-${var.x}"}"#,
        "$.note",
    );
    // Where it is written a second time, under a plain name.
    on(
        "acme_thing",
        r#"{"note":"it is hunter2222","passwords":["hunter2222"]}"#,
        "$.note",
    );
    // A plain reference is no secret, and is what a verdict waits for.
    judged(
        "resource = \"acme_thing\"\nmust = [{ at = '$.password', equal = 'a' }]",
        r#"{"resource":{"acme_thing":{"r":{"password":"${var.p}"}}}}"#,
        "unknown 1/1 | acme_thing.r: `$.password` is ${var.p}: hangs on what is not known before \
         apply; the spec wants equal \"a\" (waits for var.p)",
    );
}

#[test]
fn secrets_of_declarations_are_never_printed() {
    for (stack, kind, at) in [
        (
            r#"{"variable":{"v":{"sensitive":true,"default":"hunter2222"}}}"#,
            "variable",
            "default",
        ),
        (
            r#"{"variable":{"db_password":{"default":"hunter2222"}}}"#,
            "variable",
            "default",
        ),
        (
            r#"{"output":{"o":{"sensitive":true,"value":"hunter2222"}}}"#,
            "output",
            "value",
        ),
        (
            r#"{"output":{"db_password":{"value":"hunter2222"}}}"#,
            "output",
            "value",
        ),
    ] {
        let spec = format!("{kind} = \"*\"\nmust = [{{ at = '$.{at}', equal = 'x' }}]");
        keeps_secret(&synth(stack), &spec, "(sensitive)");
    }
    let locals = r#"{"locals":{"api_key":"hunter2222"},"resource":{"acme_thing":{"r":{"note":"hunter2222"}}}}"#;
    let spec = "resource = 'acme_thing'\nmust = [{ at = '$.note', equal = 'x' }]";
    keeps_secret(&synth(locals), spec, "(sensitive)");
}

#[test]
fn secrets_on_the_right_side_are_never_printed() {
    let stack = synth(
        r#"{"resource":{"acme_thing":{"r":{"password":"abc12","name":"n","list":["abc12"]}}}}"#,
    );
    for right in ["'{$.password}'", "{ at = '$.password' }"] {
        let specs = format!(
            "[[spec]]\nid = \"x\"\nresource = 'acme_thing'\nmust = [{{ at = '$.name', equal = {right} }}]\n"
        );
        let all = format!("{:?}", verdicts(&specs, &stack));
        assert!(
            all.contains("(here (sensitive))") && !all.contains("abc12"),
            "{all}"
        );
    }
}

#[test]
fn a_document_is_read_as_its_form_is_and_keeps_its_secrets() {
    let stack = synth(
        r#"{"resource":{"acme_thing":{"r":{"password":"hunter2222","name":"x-${var.n}","none":null}}}}"#,
    );
    let document = |must: &str| format!("document = true\nmust = [{{ {must} }}]");
    let name = "at = '$.resource.acme_thing.r.name'";
    judged_on(
        &stack,
        &document(&format!("{name}, equal = 'x-prod'")),
        "unknown 1/1 | document.cdk.tf.json: `$.resource.acme_thing.r.name` is \"x-${var.n}\": hangs on \
         what is not known before apply; the spec wants equal \"x-prod\" (waits for var.n)",
    );
    keeps_secret(
        &stack,
        &document("at = '$.resource.acme_thing.r', equal = 'x'"),
        r#""none":null"#,
    );
    keeps_secret(
        &stack,
        &document("at = '$.resource', equal = 'x'"),
        "(sensitive)",
    );
    let plan = shown(
        r#"{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[
        {"address":"acme_thing.r","mode":"managed","type":"acme_thing","name":"r","change":{"actions":["delete"],
        "before":{"note":"hunter2222"},"before_sensitive":{"note":true},"after":null}}]}"#,
    );
    let before = "at = '$.resource_changes[0].change.before', equal = 'x'";
    keeps_secret(&plan, &document(before), "(sensitive)");
    let note = "at = '$.resource_changes[0].change.before.note', equal = 'x'";
    keeps_secret(&plan, &document(note), "(sensitive)");
}

#[test]
fn a_region_is_the_one_of_the_provider_that_is_used() {
    let plan = |body: &str, key: &str| {
        let named =
            r#""address":"aws_sqs_queue.r","mode":"managed","type":"aws_sqs_queue","name":"r""#;
        shown(&format!(
            r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{{{named},"values":{body}}}]}}}},
            "resource_changes":[{{{named},"change":{{"actions":["create"],"after":{body},"after_unknown":{{}}}}}}],
            "configuration":{{"provider_config":{{
                "aws":{{"name":"aws","expressions":{{"region":{{"constant_value":"eu-west-1"}}}}}},
                "aws.us":{{"name":"aws","alias":"us","expressions":{{"region":{{"constant_value":"us-east-1"}}}}}}}},
            "root_module":{{"resources":[{{{named},"provider_config_key":"{key}","expressions":{{}}}}]}}}}}}"#
        ))
    };
    let region = |region: &str| format!("at = \"$['//'].region\", equal = '{region}'");
    let queue = "aws_sqs_queue";
    for (key, expected) in [
        ("aws", "eu-west-1"),
        ("aws.us", "us-east-1"),
        ("net:aws.us", "us-east-1"),
    ] {
        outcome(&plan("{}", key), queue, &region(expected), "pass");
        outcome(&plan("{}", key), queue, &region("ap-south-1"), "fail");
    }
    outcome(
        &plan(r#"{"region":"ap-south-1"}"#, "aws.us"),
        queue,
        &region("ap-south-1"),
        "pass",
    );
}
