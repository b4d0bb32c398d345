//! Plans: what is unset, not known, or filled in by the provider.

use pretty_assertions::assert_eq;

use super::{judged_on, outcome, plan, planned, shown, synth, verdicts};

const NAMED: &str = r#"{"name":{"constant_value":"x"}}"#;

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
