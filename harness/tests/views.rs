//! Views: one shape for what people write in several ways.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::facts::Facts;
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::stack::{Focus, Model, Stack};
use stackspec::view::{Rows, View, Views};

/// Rows as lines: the address, `?` if the row is not sure, where it stands, what it says. Then what
/// is open: the address, where, why, what it waits for.
fn render(stack: &Stack, rows: &Rows<'_>) -> String {
    let mut out = String::new();
    for row in &rows.rows {
        let sure = if row.sure { "" } else { "?" };
        let address = &stack.blocks[row.block].address;
        let origin = row.origin.shorthand();
        writeln!(out, "{address}{sure} {origin} {}", row.document.render()).unwrap();
    }
    for open in &rows.open {
        let address = &stack.blocks[open.block].address;
        let path = open.path.shorthand();
        writeln!(
            out,
            "{address} {path} {:?}: {} {:?}",
            open.doubt, open.why, open.waits_for
        )
        .unwrap();
    }
    out
}

/// Holds the rows of a stack to lines, with a model that reads everything and with one that reads
/// only what the view asks for.
#[track_caller]
fn rows(view: View, stack: &str, expected: &[&str]) {
    let stack = load_text("s", Path::new("s.tf.json"), stack.to_owned()).unwrap();
    let expected: String = expected.iter().map(|line| format!("{line}\n")).collect();
    let mut focus = Focus::default();
    for block in &stack.blocks {
        if let Some(members) = view.reads(block.kind, &block.type_name) {
            focus.add(block.kind, &block.type_name, &members);
        }
    }
    for focus in [Focus::default(), focus] {
        let model = Model::focused(&stack, Facts::builtin(), focus);
        let views = Views::new(&model);
        let rows = views.rows(view);
        assert_eq!(render(&stack, rows), expected);
        for row in &rows.rows {
            let members = row.document.as_map().unwrap();
            for (name, _) in members.iter() {
                assert!(view.members().contains(&name), "{name}");
            }
            for (name, path) in &row.sources {
                assert!(members.get(name).is_some(), "{name}");
                assert!(!path.0.is_empty(), "{name}");
            }
        }
    }
}

/// A stack of one resource.
fn one(type_name: &str, body: &str) -> String {
    format!(r#"{{"resource":{{"{type_name}":{{"x":{body}}}}}}}"#)
}

/// A body whose `policy` is this document as text.
fn policy(attribute: &str, document: &str) -> String {
    format!("{{\"{attribute}\":{}}}", serde_json::Value::from(document))
}

mod iam {
    use super::*;

    #[track_caller]
    fn statements(document: &str, expected: &[&str]) {
        let body = policy("policy", document);
        rows(View::IamStatement, &one("aws_iam_policy", &body), expected);
    }

    #[test]
    fn lists_are_lists_and_effect_is_allow() {
        statements(
            r#"{"Version":"2012-10-17","Statement":{"Sid":"a","Action":"s3:*","Resource":["*","${aws_s3_bucket.b.arn}/*"]}}"#,
            &[
                r#"aws_iam_policy.x $.policy.Statement {"actions":["s3:*"],"effect":"Allow","kind":"identity","policy_version":"2012-10-17","resources":["*","${aws_s3_bucket.b.arn}/*"],"sid":"a"}"#,
            ],
        );
        statements(
            r#"{"Statement":[{"Effect":"Deny","NotAction":["a:b"],"NotResource":"*"},{"Effect":"Allow"}]}"#,
            &[
                r#"aws_iam_policy.x $.policy.Statement[0] {"effect":"Deny","kind":"identity","not_actions":["a:b"],"not_resources":["*"]}"#,
                r#"aws_iam_policy.x $.policy.Statement[1] {"effect":"Allow","kind":"identity"}"#,
            ],
        );
    }

    #[test]
    fn names_in_any_case_hide_nothing() {
        statements(
            r#"{"statement":[{"effect":"Allow","action":"*","resource":"*"}]}"#,
            &[
                r#"aws_iam_policy.x $.policy.statement[0] {"actions":["*"],"effect":"Allow","kind":"identity","resources":["*"]}"#,
            ],
        );
    }

    #[test]
    fn principals_and_conditions_are_flat() {
        let document = r#"{"Statement":[
            {"Principal":"*","Action":"sts:AssumeRole"},
            {"Principal":{"AWS":["a","${var.b}"],"Service":"lambda.amazonaws.com"},
             "Condition":{"StringEquals":{"aws:SourceAccount":"1","aws:x":["y","z"]}}}]}"#;
        let body = policy("assume_role_policy", document);
        rows(
            View::IamStatement,
            &one("aws_iam_role", &body),
            &[
                r#"aws_iam_role.x $.assume_role_policy.Statement[0] {"actions":["sts:AssumeRole"],"effect":"Allow","kind":"trust","principals":[{"type":"*","value":"*"}]}"#,
                r#"aws_iam_role.x $.assume_role_policy.Statement[1] {"conditions":[{"test":"StringEquals","values":["1"],"variable":"aws:SourceAccount"},{"test":"StringEquals","values":["y","z"],"variable":"aws:x"}],"effect":"Allow","kind":"trust","principals":[{"type":"AWS","value":"a"},{"type":"AWS","value":"${var.b}"},{"type":"Service","value":"lambda.amazonaws.com"}]}"#,
            ],
        );
    }

    #[test]
    fn holes_are_not_guessed() {
        // Outside quotes it may be one text or a list of them.
        statements(
            r#"{"Statement":[{"Action":${var.a},"Resource":"${var.r}","Principal":{"AWS":${var.p}}}]}"#,
            &[
                r#"aws_iam_policy.x $.policy.Statement[0] {"actions":${var.a},"effect":"Allow","kind":"identity","principals":[{"type":"AWS","value":${var.p}},...],"resources":["${var.r}"]}"#,
            ],
        );
        statements(
            r#"{"Statement":[{"${var.k}":"Deny","Action":"*"}]}"#,
            &[r#"aws_iam_policy.x $.policy.Statement[0] {"actions":["*"],"kind":"identity",...}"#],
        );
        statements(
            r#"{"Statement":[${var.s},{"Action":"*"}]}"#,
            &[
                r#"aws_iam_policy.x $.policy.Statement[1] {"actions":["*"],"effect":"Allow","kind":"identity"}"#,
                r#"aws_iam_policy.x $.policy.Statement[0] Unknown: is not known ["var.s"]"#,
            ],
        );
        statements(
            r#"{"Statement":${var.s}}"#,
            &[r#"aws_iam_policy.x $.policy.Statement Unknown: is not known ["var.s"]"#],
        );
        statements(
            r#"{"${var.s}":[]}"#,
            &[r#"aws_iam_policy.x $.policy.Statement Unknown: is not known []"#],
        );
        statements(
            "${var.p}",
            &[r#"aws_iam_policy.x $.policy Unknown: is not known ["var.p"]"#],
        );
        statements(
            "${var.p}{}",
            &[r#"aws_iam_policy.x $.policy Unknown: is not known as a whole ["var.p"]"#],
        );
    }

    #[test]
    fn what_cannot_be_read_is_never_silent() {
        statements(
            r#"{"Statement":[}"#,
            &[r#"aws_iam_policy.x $.policy Malformed: does not parse as JSON: expected value []"#],
        );
        statements(
            "arn:aws:iam::aws:policy/ReadOnly",
            &[
                r#"aws_iam_policy.x $.policy Malformed: does not parse as JSON: it is not an object []"#,
            ],
        );
        statements(
            r#"{"Statements":[]}"#,
            &[r#"aws_iam_policy.x $.policy Malformed: is a policy without `Statement` []"#],
        );
        statements(
            r#"{"Statement":["x"]}"#,
            &[r#"aws_iam_policy.x $.policy.Statement[0] Malformed: is a string, not an object []"#],
        );
        statements(
            "[]",
            &[
                r#"aws_iam_policy.x $.policy Malformed: holds a list, not an object with a `Statement` []"#,
            ],
        );
        // How a provider is told that there is none.
        for none in ["", "{}", r#"{"Statement":[]}"#] {
            statements(none, &[]);
        }
    }

    #[test]
    fn policies_stand_in_blocks_too() {
        let inline = policy("policy", r#"{"Statement":[{"Action":"a"}]}"#);
        let body = format!(r#"{{"inline_policy":[{inline},{{"name":"n"}}]}}"#);
        rows(
            View::IamStatement,
            &one("aws_iam_role", &body),
            &[
                r#"aws_iam_role.x $.inline_policy[0].policy.Statement[0] {"actions":["a"],"effect":"Allow","kind":"identity"}"#,
            ],
        );
        let body = policy("policy", r#"{"Statement":[{"Action":"a"}]}"#);
        let details = format!(r#"{{"details":{body}}}"#);
        rows(
            View::IamStatement,
            &one("aws_s3control_multi_region_access_point_policy", &details),
            &[
                r#"aws_s3control_multi_region_access_point_policy.x $.details[0].policy.Statement[0] {"actions":["a"],"effect":"Allow","kind":"resource"}"#,
            ],
        );
        rows(
            View::IamStatement,
            &one(
                "aws_iam_role",
                r#"{"dynamic":{"inline_policy":{"for_each":"${var.p}","content":{}}}}"#,
            ),
            &["aws_iam_role.x $.inline_policy Unknown: may hold more than is listed []"],
        );
    }

    #[test]
    fn blocks_that_may_not_be_there_give_rows_that_may_not() {
        let stack = r#"{"resource":{"aws_iam_policy":{
            "none":{"count":0,"policy":"{\"Statement\":{\"Action\":\"a\"}}"},
            "some":{"count":"${var.n}","policy":"{\"Statement\":{\"Action\":\"a\"}}"}}}}"#;
        rows(
            View::IamStatement,
            stack,
            &[
                r#"aws_iam_policy.some? $.policy.Statement {"actions":["a"],"effect":"Allow","kind":"identity"}"#,
            ],
        );
    }
}

mod rule {
    use super::*;

    #[track_caller]
    fn inline(rule: &str, expected: &str) {
        let body = format!(r#"{{"ingress":[{rule}]}}"#);
        let line = format!("aws_security_group.x $.ingress[0] {expected}");
        rows(
            View::SecurityGroupRule,
            &one("aws_security_group", &body),
            &[&line],
        );
    }

    #[test]
    fn three_spellings_of_one_rule() {
        let said = r#""cidrs":["10.0.0.0/8"],"description":"d","direction":"ingress","from_port":443,"ipv4_cidrs":["10.0.0.0/8"],"protocol":"tcp","security_group":${aws_security_group.x.id},"self":false,"to_port":443"#;
        inline(
            r#"{"protocol":"TCP","from_port":443,"to_port":"443","cidr_blocks":["10.0.0.0/8"],"ipv6_cidr_blocks":[],"security_groups":null,"description":"d"}"#,
            &format!("{{{said}}}"),
        );
        rows(
            View::SecurityGroupRule,
            &one(
                "aws_security_group_rule",
                r#"{"type":"ingress","protocol":"6","from_port":443,"to_port":443,"cidr_blocks":["10.0.0.0/8"],"description":"d","security_group_id":"${aws_security_group.x.id}"}"#,
            ),
            &[&format!("aws_security_group_rule.x $ {{{said}}}")],
        );
        rows(
            View::SecurityGroupRule,
            &one(
                "aws_vpc_security_group_ingress_rule",
                r#"{"ip_protocol":"tcp","from_port":443,"to_port":443,"cidr_ipv4":"10.0.0.0/8","description":"d","security_group_id":"${aws_security_group.x.id}"}"#,
            ),
            &[&format!(
                "aws_vpc_security_group_ingress_rule.x $ {{{said}}}"
            )],
        );
    }

    #[test]
    fn protocols_say_what_the_ports_mean() {
        let rest = r#""security_group":${aws_security_group.x.id},"self":false"#;
        for all in ["-1", "all", "50"] {
            inline(
                &format!(r#"{{"protocol":"{all}","from_port":0,"to_port":0}}"#),
                &format!(
                    r#"{{"direction":"ingress","from_port":0,"protocol":"{}",{rest},"to_port":65535}}"#,
                    if all == "50" { "50" } else { "-1" }
                ),
            );
        }
        inline(
            r#"{"protocol":"tcp","from_port":-1,"to_port":-1}"#,
            &format!(
                r#"{{"direction":"ingress","from_port":0,"protocol":"tcp",{rest},"to_port":65535}}"#
            ),
        );
        inline(
            r#"{"protocol":"icmp","from_port":-1,"to_port":-1}"#,
            &format!(
                r#"{{"direction":"ingress","icmp_code":-1,"icmp_type":-1,"protocol":"icmp",{rest}}}"#
            ),
        );
        // What the ports mean hangs on the protocol.
        inline(
            r#"{"protocol":"${var.p}","from_port":443,"to_port":443}"#,
            &format!(
                r#"{{"direction":"ingress","from_port":${{var.p}},"protocol":${{var.p}},{rest},"to_port":${{var.p}}}}"#
            ),
        );
    }

    #[test]
    fn sources_of_every_kind() {
        inline(
            r#"{"protocol":"tcp","from_port":1,"to_port":2,"self":true,"cidr_blocks":["${var.a}"],"ipv6_cidr_blocks":["::/0"],"prefix_list_ids":["pl-1"],"security_groups":["${aws_security_group.y.id}"]}"#,
            r#"{"cidrs":[${var.a},"::/0"],"direction":"ingress","from_port":1,"ipv4_cidrs":[${var.a}],"ipv6_cidrs":["::/0"],"prefix_lists":["pl-1"],"protocol":"tcp","security_group":${aws_security_group.x.id},"self":true,"source_security_groups":[${aws_security_group.y.id}],"to_port":2}"#,
        );
        // Not the one range only, and not nothing.
        inline(
            r#"{"protocol":"tcp","cidr_blocks":"${var.a}","ipv6_cidr_blocks":["::/0"]}"#,
            r#"{"cidrs":["::/0",...],"direction":"ingress","ipv4_cidrs":${var.a},"ipv6_cidrs":["::/0"],"protocol":"tcp","security_group":${aws_security_group.x.id},"self":false}"#,
        );
    }

    #[test]
    fn what_is_not_known_is_open() {
        rows(
            View::SecurityGroupRule,
            &one(
                "aws_security_group",
                r#"{"ingress":"${var.rules}","egress":[]}"#,
            ),
            &[r#"aws_security_group.x $.ingress Unknown: is not known ["var.rules"]"#],
        );
        rows(
            View::SecurityGroupRule,
            &one(
                "aws_default_security_group",
                r#"{"dynamic":{"egress":{"for_each":"${var.p}","content":{}}}}"#,
            ),
            &["aws_default_security_group.x $.egress Unknown: may hold more than is listed []"],
        );
        rows(
            View::SecurityGroupRule,
            &one(
                "aws_security_group_rule",
                r#"{"type":"${var.t}","protocol":"-1","security_group_id":"sg-1"}"#,
            ),
            &[
                r#"aws_security_group_rule.x $ {"direction":${var.t},"from_port":0,"protocol":"-1","security_group":"sg-1","self":false,"to_port":65535}"#,
            ],
        );
    }
}

mod route {
    use super::*;

    #[track_caller]
    fn inline(route: &str, expected: &str) {
        let body = format!(r#"{{"route":[{route}]}}"#);
        let line = format!("aws_route_table.x $.route[0] {expected}");
        rows(View::Route, &one("aws_route_table", &body), &[&line]);
    }

    #[test]
    fn two_spellings_of_one_route() {
        let said = r#"{"destination":"0.0.0.0/0","destination_kind":"ipv4","route_table":${aws_route_table.x.id},"target":${aws_nat_gateway.n.id},"target_kind":"nat_gateway"}"#;
        inline(
            r#"{"cidr_block":"0.0.0.0/0","ipv6_cidr_block":"","nat_gateway_id":"${aws_nat_gateway.n.id}","gateway_id":null}"#,
            said,
        );
        rows(
            View::Route,
            &one(
                "aws_route",
                r#"{"destination_cidr_block":"0.0.0.0/0","nat_gateway_id":"${aws_nat_gateway.n.id}","route_table_id":"${aws_route_table.x.id}"}"#,
            ),
            &[&format!("aws_route.x $ {said}")],
        );
    }

    #[test]
    fn a_gateway_is_known_by_what_it_refers_to() {
        let kind = |gateway: &str, target: &str, kind: &str| {
            inline(
                &format!(r#"{{"ipv6_cidr_block":"::/0","gateway_id":"{gateway}"}}"#),
                &format!(
                    r#"{{"destination":"::/0","destination_kind":"ipv6","route_table":${{aws_route_table.x.id}},"target":{target},"target_kind":{kind}}}"#
                ),
            );
        };
        let internet = "\"internet_gateway\"";
        kind("igw-1", "\"igw-1\"", internet);
        kind("local", "\"local\"", "\"local\"");
        kind(
            "${aws_internet_gateway.g.id}",
            "${aws_internet_gateway.g.id}",
            internet,
        );
        kind(
            "${aws_internet_gateway.g[0].id}",
            "${aws_internet_gateway.g[0].id}",
            internet,
        );
        kind(
            "${data.aws_internet_gateway.g.id}",
            "${data.aws_internet_gateway.g.id}",
            internet,
        );
        kind(
            "${aws_vpn_gateway.g.id}",
            "${aws_vpn_gateway.g.id}",
            "\"vpn_gateway\"",
        );
        kind("${var.g}", "${var.g}", "${var.g}");
        let either = "${var.a ? aws_internet_gateway.g.id : aws_vpn_gateway.g.id}";
        kind(either, either, either);
    }

    #[test]
    fn one_of_several_targets() {
        // One of them is null, and which one is not known.
        inline(
            r#"{"cidr_block":"0.0.0.0/0","gateway_id":"${var.a}","nat_gateway_id":"${var.b}"}"#,
            r#"{"destination":"0.0.0.0/0","destination_kind":"ipv4","route_table":${aws_route_table.x.id},"target":(known after apply),"target_kind":(known after apply)}"#,
        );
        rows(
            View::Route,
            &one("aws_default_route_table", r#"{"route":"${var.r}"}"#),
            &[r#"aws_default_route_table.x $.route Unknown: is not known ["var.r"]"#],
        );
    }
}

mod name {
    use super::*;

    #[test]
    fn of_what_is_named() {
        let stack = r#"{"resource":{
            "aws_s3_bucket":{"a":{"bucket":"b-${var.s}"},"made_up":{},"prefixed":{"bucket_prefix":"p-"},
                             "of_another":{"bucket":"${aws_s3_bucket.a.id}"},"pet":{"bucket":"${random_pet.p.id}"}},
            "aws_s3_bucket_policy":{"a":{"bucket":"b","policy":"{}"}},
            "aws_lambda_permission":{"a":{"function_name":"f"}},
            "aws_route53_record":{"a":{"name":"www"}},
            "aws_sqs_queue":{"a":{"name":""},"b":{"name":"${var.a ? aws_sqs_queue.x.name : aws_sqs_queue.y.name}"}}}}"#;
        rows(
            View::PhysicalName,
            stack,
            &[
                r#"aws_s3_bucket.a $.bucket {"attribute":"bucket","prefix":false,"scope":"global","type":"aws_s3_bucket","value":"b-${var.s}"}"#,
                r#"aws_s3_bucket.pet $.bucket {"attribute":"bucket","prefix":false,"scope":"global","type":"aws_s3_bucket","value":${random_pet.p.id}}"#,
                r#"aws_s3_bucket.prefixed $.bucket_prefix {"attribute":"bucket_prefix","prefix":true,"scope":"global","type":"aws_s3_bucket","value":"p-"}"#,
                r#"aws_sqs_queue.b $.name {"attribute":"name","prefix":false,"scope":"account","type":"aws_sqs_queue","value":${var.a ? aws_sqs_queue.x.name : aws_sqs_queue.y.name}}"#,
            ],
        );
    }
}

/// The rows of a view of what is at a path, one line each, without what the inputs cannot both say.
fn of(path: &Path, view: View) -> Vec<String> {
    let mut lines = Vec::new();
    for stack in load(path, &LoadOptions::default()).unwrap() {
        let model = Model::new(&stack, Facts::builtin());
        let views = Views::new(&model);
        lines.extend(render(&stack, views.rows(view)).lines().map(str::to_owned));
    }
    lines
}

#[test]
fn both_inputs_give_the_same_rows() {
    let payments = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments/fixed");
    for view in View::ALL {
        let [synth, plan] = ["cdktf.out", "plan.json"].map(|input| of(&payments.join(input), view));
        say(&format!(
            "{}: {} synth, {} plan",
            view.word(),
            synth.len(),
            plan.len()
        ));
        for line in synth.iter() {
            say(&format!("S {line}"));
        }
        for line in plan.iter() {
            say(&format!("P {line}"));
        }
    }
}

#[expect(clippy::print_stderr, reason = "a test says what it counted")]
fn say(line: &str) {
    eprintln!("{line}");
}
