//! Greens that meant nothing, and reds on code that is fine: each was once there.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

#[path = "common/judged.rs"]
mod run;

use pretty_assertions::assert_eq;
use run::{synth, verdicts};
use stackspec::diagnostic::SourceFile;
use stackspec::spec;

/// What comes of one spec on one stack: each outcome with what was judged, and in `expected` what the
/// verdict says besides, or a part of it.
#[track_caller]
fn judged(spec: &str, stack: &str, outcome: &str, part: &str) {
    let specs = format!("[[spec]]\nid = \"x\"\n{spec}\n");
    let stack = synth("app", &format!("{{{stack}}}"));
    let verdicts = verdicts(&specs, &[stack]);
    let [verdict] = verdicts.as_slice() else {
        panic!("one verdict, not {}", verdicts.len());
    };
    let (judged, selected) = (verdict.judged, verdict.selected);
    let said = format!("{} {judged}/{selected}", verdict.outcome);
    let mut texts: Vec<String> = verdict.reason.iter().cloned().collect();
    for finding in &verdict.findings {
        texts.push(finding.message.clone());
        texts.extend(finding.notes.iter().cloned());
    }
    let text = texts.join(" | ");
    assert_eq!(said, outcome, "{text}");
    assert!(text.contains(part), "`{part}` is not in: {text}");
}

// More instances than are told apart are not taken for as many as are.
#[test]
fn a_million_instances() {
    let functions = |count: u32| {
        format!(
            r#""resource": {{"aws_lambda_function": {{"f": {{"count": {count}, "memory_size": 1}}}}}}"#
        )
    };
    let clause =
        |says: &str| format!("resource = \"aws_lambda_function\"\nmust = [ {{ {says} }} ]");
    let counted = clause("together = 'stack', count = '<= 1000'");
    judged(&counted, &functions(1_000), "pass 1/1", "");
    judged(
        &counted,
        &functions(1_000_000),
        "unknown 1/1",
        "there are 1000000 of aws_lambda_function.f, and 1000 are told apart",
    );
    let sum = clause("together = 'stack', at = '$.memory_size', sum = '<= 1000'");
    judged(&sum, &functions(1_000), "pass 1/1", "");
    judged(&sum, &functions(1_000_000), "unknown 1/1", "1000000 of");
    let besides = clause("resource = 'aws_lambda_function', count = '<= 1000'");
    judged(&besides, &functions(1_000), "pass 1/1", "");
    judged(&besides, &functions(1_000_000), "unknown 1/1", "1000000 of");
}

// Two resources that adopt one thing have one id.
#[test]
fn two_resources_of_one_id() {
    let spec = r#"resource = "aws_subnet"
must = [ { together = "stack", per = "$.vpc_id", at = "$.cidr_block", disjoint = true } ]"#;
    let subnets = |kind: &str| {
        format!(
            r#""resource": {{"{kind}": {{"a": {{}}, "b": {{}}}}, "aws_subnet": {{
                "a": {{"vpc_id": "${{{kind}.a.id}}", "cidr_block": "10.0.0.0/24"}},
                "b": {{"vpc_id": "${{{kind}.b.id}}", "cidr_block": "10.0.0.0/24"}}}}}}"#
        )
    };
    judged(spec, &subnets("aws_vpc"), "pass 2/2", "");
    judged(
        spec,
        &subnets("aws_default_vpc"),
        "unknown 2/2",
        "not known whether",
    );
}

// A module that is not expanded, and is given a route table, may add a route to it.
#[test]
fn rows_of_a_view_in_a_module() {
    let spec = r#"resource = "aws_route_table"
must = [ { follow = "<- route", where = "@.target_kind == 'internet_gateway'", count = 0 } ]"#;
    let stack = |module: &str| {
        format!(
            r#""resource": {{"aws_route_table": {{"t": {{"vpc_id": "v"}}}}}}, "module": {{"m": {{"source": "./m"{module}}}}}"#
        )
    };
    judged(spec, &stack(""), "pass 1/1", "");
    judged(
        spec,
        &stack(r#", "table": "${aws_route_table.t.id}""#),
        "unknown 1/1",
        "module.m is given aws_route_table.t",
    );
}

// A word that a view never says leaves no row, ever.
#[test]
fn words_that_a_view_never_says() {
    let stack = r#""resource": {"aws_iam_role_policy": {"p": {"role": "r", "policy":
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}},
        "aws_route_table": {"t": {"vpc_id": "v", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}}}"#;
    let clause = |condition: &str| {
        format!(
            "resource = \"aws_iam_role_policy\"\nmust = [ {{ view = \"iam_statement\", where = \"{condition}\", count = 0 }} ]"
        )
    };
    judged(
        &clause("@.kind == 'identity'"),
        stack,
        "fail 1/1",
        "1 there",
    );
    judged(
        &clause("@.kind == 'idenity'"),
        stack,
        "vacuous 0/0",
        "`kind` of the view `iam_statement` is never 'idenity'",
    );
    judged(
        &clause("!('allow' != @.effect)"),
        stack,
        "vacuous 0/0",
        "is never 'allow'",
    );
    let subjects = "view = \"iam_statement\"\nwhen_empty = \"skip\"\nwhere = \"@.effect == 'ALLOW'\"\nmust = [ { at = \"$.resources[*]\", not_equal = \"*\" } ]";
    judged(subjects, stack, "vacuous 0/0", "is never 'ALLOW'");
    let right = "resource = \"aws_iam_role_policy\"\nmust = [ { at = \"$.role\", not_one_of = { view = \"route\", where = \"@.target_kind == 'igw'\", at = \"@.target\" } } ]";
    judged(
        right,
        stack,
        "vacuous 0/0",
        "`target_kind` of the view `route` is never 'igw'",
    );
    let walk = |kind: &str| {
        format!(
            "resource = \"aws_route_table\"\nmust = [ {{ follow = \"<- route\", where = \"@.target_kind == '{kind}'\", count = 0 }} ]"
        )
    };
    judged(&walk("internet_gateway"), stack, "fail 1/1", "1 there");
    judged(
        &walk("internet-gateway"),
        stack,
        "vacuous 0/0",
        "is never 'internet-gateway'",
    );
}

// An action without its service is covered by `*` alone, and `not_covers` holds of all else.
#[test]
fn an_action_without_its_service() {
    let spec = |right: &str| {
        format!(
            "[[spec]]\nid = \"x\"\nview = \"iam_statement\"\nmust = [ {{ at = \"$.actions[*]\", not_covers = \"{right}\" }} ]\n"
        )
    };
    let read = |right: &str| {
        let text = spec(right).into();
        let source = SourceFile {
            path: "t.toml".into(),
            text,
        };
        spec::parse(&source, "t").map_err(|errors| errors[0].render(false))
    };
    assert!(read("s3:GetObject").is_ok());
    for wrong in ["GetObject", "s3GetObject", "s3:", ":x"] {
        let said = read(wrong).expect_err("refused");
        assert!(said.contains("this names no service"), "{said}");
    }
}

// What a module does with what it is given is not in the input: it may order, and may not.
#[test]
fn the_order_through_a_module() {
    let spec = r#"resource = "aws_api_gateway_deployment"
must = [ { follow = "-> aws_api_gateway_rest_api <- aws_api_gateway_method", ordered = "before" } ]"#;
    let stack = |given: &str, deployment: &str| {
        format!(
            r#""module": {{"x": {{"source": "./x", "given": "{given}"}}}}, "resource": {{
                "aws_api_gateway_rest_api": {{"a": {{"name": "a"}}}},
                "aws_api_gateway_method": {{"m": {{"rest_api_id": "${{aws_api_gateway_rest_api.a.id}}"}}}},
                "aws_api_gateway_deployment": {{"d": {{"rest_api_id": "${{aws_api_gateway_rest_api.a.id}}", {deployment}}}}}}}"#
        )
    };
    let (method, waits) = (
        "${aws_api_gateway_method.m.id}",
        r#""depends_on": ["module.x"]"#,
    );
    judged(spec, &stack(method, waits), "unknown 1/1", "");
    judged(
        spec,
        &stack(method, r#""triggers": {"r": "${module.x.out}"}"#),
        "unknown 1/1",
        "",
    );
    judged(
        spec,
        &stack("n", waits),
        "fail 1/1",
        "not created before the subject",
    );
    judged(
        spec,
        &stack(method, r#""description": "d""#),
        "fail 1/1",
        "not created before the subject",
    );
}

// Synthesizers lose keys inside of lists: a rule without protocol keeps its ports.
#[test]
fn a_rule_without_protocol() {
    let spec = r#"view = "security_group_rule"
where = "@.from_port <= 22 && @.to_port >= 22"
must = [ { at = "$.cidrs[*]", not_equal = "0.0.0.0/0" } ]"#;
    let stack = r#""resource": {"aws_security_group": {"g": {"ingress": [
        {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"]},
        {"from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}]}}}"#;
    judged(spec, stack, "fail 2/2", "`$.cidrs[0]` is \"0.0.0.0/0\"");
}

// A hop onto a view, or from one, that never leads anywhere is named: its label, and its direction.
#[test]
fn hops_of_views() {
    let stack = r#""resource": {
        "aws_route_table": {"t": {"vpc_id": "v", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "${aws_internet_gateway.g.id}"}]}},
        "aws_route": {"r": {"route_table_id": "${aws_route_table.t.id}", "destination_cidr_block": "::/0", "gateway_id": "${aws_internet_gateway.g.id}"}},
        "aws_internet_gateway": {"g": {"vpc_id": "v"}}}"#;
    let none = |walk: &str, outcome: &str, part: &str| {
        let spec = format!(
            "resource = \"aws_route_table\"\nmust = [ {{ follow = \"{walk}\", count = 0 }} ]"
        );
        judged(&spec, stack, outcome, part);
    };
    none("<- route", "fail 1/1", "2 there");
    none("<-[route_table]- route", "fail 1/1", "1 there");
    none("<-[route_table_id]- route", "fail 1/1", "there");
    none(
        "<- route -[target]-> aws_internet_gateway",
        "fail 1/1",
        "1 there",
    );
    none(
        "<-[route_tabel]- route",
        "vacuous 0/0",
        "is called `route_tabel`",
    );
    none(
        "<- route -[targte]-> aws_internet_gateway",
        "vacuous 0/0",
        "is called `targte`",
    );
    none(
        "<-[{route_table,route_tabel}]- route",
        "vacuous 0/0",
        "is called `route_tabel`",
    );
    none(
        "-> route",
        "vacuous 0/0",
        "the hop `-> route` never leads anywhere",
    );
    none(
        "<- route <- aws_internet_gateway",
        "vacuous 0/0",
        "never leads anywhere",
    );
    none(
        "<- route -> aws_subnet",
        "vacuous 0/0",
        "never leads anywhere",
    );
    none("<- route -> aws_nat_gateway", "pass 1/1", "");
    none(
        "-[{vpc_id,vpc_idd}]-> aws_vpc",
        "vacuous 0/0",
        "is called `vpc_idd`",
    );
}

// What nobody can know makes no spec red that takes it out and may have no subject. It is no pass.
#[test]
fn nothing_known_is_skipped_where_that_was_asked_for() {
    let stack =
        r#""variable": {"v": {}}, "resource": {"aws_sqs_queue": {"q": {"name": "${var.v}"}}}"#;
    let spec = |keys: &str| {
        format!("resource = 'aws_sqs_queue'\n{keys}\nmust = [ {{ at = '$.name', equal = 'a' }} ]")
    };
    let both = spec("unknown = 'warn'\nwhen_empty = 'skip'");
    judged(
        &both,
        stack,
        "skipped 0/1",
        "every subject hangs on what is not known",
    );
    judged(
        &spec("unknown = 'warn'"),
        stack,
        "vacuous 0/1",
        "took it out",
    );
    judged(&spec("when_empty = 'skip'"), stack, "unknown 1/1", "var.v");
    let known = r#""resource": {"aws_sqs_queue": {"q": {"name": "b"}}}"#;
    judged(&both, known, "fail 1/1", "is \"b\"");
}

// A backend that a stack does not have is no misspelling, and a misspelt one is.
#[test]
fn backends_and_providers_have_names() {
    let stack = r#""resource": {"aws_sqs_queue": {"q": {"name": "a"}}}"#;
    for (spec, outcome, part) in [
        (
            "backend = 's3'\nwhen_empty = 'skip'",
            "skipped 0/0",
            "there is no such backend",
        ),
        (
            "backend = 's33'\nwhen_empty = 'skip'",
            "vacuous 0/0",
            "no stack of this run has a backend `s33`",
        ),
        ("backend = 's3'", "vacuous 0/0", "this stack has no backend"),
        (
            "provider = 'azurerm'\nwhen_empty = 'skip'",
            "skipped 0/0",
            "there is no such provider",
        ),
        (
            "provider = 'azurrm'\nwhen_empty = 'skip'",
            "vacuous 0/0",
            "no stack of this run has a provider `azurrm`",
        ),
    ] {
        let spec = format!("{spec}\nmust = [ {{ at = '$.region', present = true }} ]");
        judged(&spec, stack, outcome, part);
    }
}

// A name that one of the types has is known also where only the others are there.
#[test]
fn any_type_that_is_written_out_lends_its_names() {
    let stack = r#""resource": {"aws_ecs_service": {"s": {"name": "a"}}}"#;
    let spec = |types: &str, name: &str| {
        format!("resource = {types}\nmust = [ {{ at = '$.{name}', absent = true }} ]")
    };
    let both = "['aws_ecs_service', 'aws_lambda_function']";
    judged(&spec(both, "vpc_config"), stack, "pass 1/1", "");
    judged(&spec(both, "vpc_confg"), stack, "vacuous 0/0", "vpc_confg");
    judged(
        &spec("'aws_ecs_service'", "vpc_config"),
        stack,
        "vacuous 0/0",
        "vpc_config",
    );
    // So does any type that a glob means.
    let globs = "['aws_ecs_service', 'aws_lambda_*']";
    judged(&spec(globs, "vpc_config"), stack, "pass 1/1", "");
    judged(&spec(globs, "vpc_confg"), stack, "vacuous 0/0", "vpc_confg");
    judged(
        &spec(globs, "engine_version"),
        stack,
        "vacuous 0/0",
        "engine_version",
    );
}

// Terraform JSON takes `lifecycle` as a block, and as a list of one.
#[test]
fn lifecycle_is_one_block() {
    let spec = "resource = 'aws_sqs_queue'\nmust = [ { at = '$.lifecycle.prevent_destroy', equal = true } ]";
    for (lifecycle, outcome) in [
        (r#"{"prevent_destroy": true}"#, "pass 1/1"),
        (r#"[{"prevent_destroy": true}]"#, "pass 1/1"),
        (r#"[{"prevent_destroy": false}]"#, "fail 1/1"),
    ] {
        let stack =
            format!(r#""resource": {{"aws_sqs_queue": {{"q": {{"lifecycle": {lifecycle}}}}}}}"#);
        judged(spec, &stack, outcome, "");
    }
}

// The ids of two resources of one type are two ids, in a condition and beside a matcher.
#[test]
fn ids_of_two_resources_differ() {
    let stack = r#""resource": {"aws_vpc": {"a": {}, "b": {}},
        "aws_subnet": {"s": {"vpc_id": "${aws_vpc.a.id}"}},
        "aws_security_group": {"g": {"vpc_id": "${aws_vpc.b.id}"}}}"#;
    let spec = |clause: &str| format!("resource = 'aws_subnet'\nmust = [ {{ {clause} }} ]");
    let joined =
        spec("resource = 'aws_security_group', where = '@.vpc_id == $.vpc_id', count = '>= 1'");
    judged(&joined, stack, "fail 1/1", "");
    judged(
        &joined,
        &stack.replace("vpc.b.id", "vpc.a.id"),
        "pass 1/1",
        "",
    );
    judged(
        &joined,
        &stack.replace("vpc.b.id", "vpc.b.ipv6_association_id"),
        "unknown 1/1",
        "",
    );
    let beside =
        spec("at = '$.vpc_id', one_of = { resource = 'aws_security_group', at = '@.vpc_id' }");
    judged(&beside, stack, "fail 1/1", "");
}

// A resource of AWS always has an id: whether it is written is known.
#[test]
fn an_id_is_there() {
    let spec = "resource = 'aws_subnet'\nwhere = '@.vpc_id'\nmust = [ { at = '$.cidr_block', equal = 'x' } ]";
    let stack = |vpc: &str| {
        format!(
            r#""variable": {{"v": {{}}}}, "resource": {{"aws_vpc": {{"a": {{}}}}, "aws_subnet": {{"s": {{"vpc_id": "{vpc}", "cidr_block": "x"}}}}}}"#
        )
    };
    judged(spec, &stack("${aws_vpc.a.id}"), "pass 1/1", "");
    judged(spec, &stack("${var.v}"), "vacuous 0/1", "");
}

// `depends_on` is an attribute of every block, also where no block has one.
#[test]
fn depends_on_is_a_label_everywhere() {
    let stack = r#""resource": {"aws_sqs_queue": {"q": {}}, "aws_lambda_function": {"f": {}}}"#;
    let spec = |label: &str| {
        format!(
            "resource = 'aws_lambda_function'\nmust = [ {{ follow = '-[{label}]-> aws_sqs_queue', count = 0 }} ]"
        )
    };
    judged(&spec("depends_on"), stack, "pass 1/1", "");
    judged(&spec("depend_on"), stack, "vacuous 0/0", "depend_on");
    let stack = stack.replace(r#""f": {}"#, r#""f": {"depends_on": ["aws_sqs_queue.q"]}"#);
    judged(&spec("depends_on"), &stack, "fail 1/1", "");
}

// The ARN of a service is nothing of another one, whether anybody listed that service or not.
#[test]
fn an_arn_names_nothing_of_another_service() {
    let stack = |arn: &str| {
        format!(
            r#""resource": {{"aws_sqs_queue": {{"q": {{}}}}, "aws_lambda_function": {{"f": {{}}}},
            "aws_sns_topic_subscription": {{"s": {{"topic_arn": "t", "protocol": "x", "endpoint": "{arn}"}}}}}}"#
        )
    };
    let spec = "resource = 'aws_sqs_queue'\nmust = [ { follow = '<-[endpoint]- aws_sns_topic_subscription', count = 0 } ]";
    for (arn, outcome) in [
        ("arn:aws:cloudtrail:eu-west-1:1:trail/t", "pass 1/1"),
        ("arn:aws:nobody-knows:eu-west-1:1:x/t", "pass 1/1"),
        ("arn:aws:sqs:eu-west-1:1:q", "unknown 1/1"),
        ("arn:aws:${lower(\"sqs\")}:eu-west-1:1:q", "unknown 1/1"),
    ] {
        judged(spec, &stack(&arn.replace('"', "\\\"")), outcome, "");
    }
    // Of a type whose service nobody listed an unknown service may be the one.
    let stack = r#""resource": {"aws_quicksight_user": {"u": {}},
        "aws_sns_topic_subscription": {"s": {"endpoint": "arn:aws:nobody-knows:eu-west-1:1:x/t"}}}"#;
    judged(
        &spec.replace("aws_sqs_queue", "aws_quicksight_user"),
        stack,
        "unknown 1/1",
        "",
    );
}

// `replace_triggered_by` orders as `depends_on` does, and a walk that names it goes there.
#[test]
fn replace_triggered_by_is_walked() {
    let spec = "resource = 'aws_lambda_function'\nmust = [ { follow = '-[replace_triggered_by]-> aws_sqs_queue', count = 1 } ]";
    let stack = |by: &str| {
        format!(
            r#""resource": {{"aws_sqs_queue": {{"q": {{}}}}, "aws_lambda_function": {{"f": {{"lifecycle": {{{by}}}}}}}}}"#
        )
    };
    judged(
        spec,
        &stack(r#""replace_triggered_by": ["aws_sqs_queue.q"]"#),
        "pass 1/1",
        "",
    );
    judged(spec, &stack(""), "fail 1/1", "");
}
