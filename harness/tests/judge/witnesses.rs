//! Names that nothing has: each step of a path is held against the facts and the stacks.

use super::{QUEUES, judged, judged_on, plan, refused};

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
