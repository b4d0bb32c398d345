//! Subjects: which blocks are judged, which only may be, and what skips a spec.

use pretty_assertions::assert_eq;

use super::{QUEUES, judged, line, outcome, refused, shown, synth, verdicts};

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
