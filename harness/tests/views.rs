//! Views: one shape for what people write in several ways.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pretty_assertions::assert_eq;
use stackspec::facts::{Facts, Member, Mode, Type};
use stackspec::load::{LoadOptions, load, load_text};
use stackspec::stack::{BlockKind, Focus, Members, Model, Stack};
use stackspec::value::{Kind, Node};
use stackspec::view::{Doubt, Holds, Rows, View, Views};

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

/// Whether a member holds what the view says that it does.
fn fits(holds: Option<Holds>, node: &Node<'_>) -> bool {
    let object = |element: &Node<'_>, names: &[&str]| {
        let map = element.as_map();
        map.is_some_and(|map| map.iter().all(|(name, _)| names.contains(&name)))
    };
    match (holds, &node.kind) {
        (None, _) => false,
        (Some(Holds::Any), _) | (_, Kind::Unknown(_)) => true,
        (Some(Holds::Scalar), kind) => !matches!(kind, Kind::List(_) | Kind::Map(_)),
        (Some(Holds::List), Kind::List(list)) => list.iter().all(|it| it.as_map().is_none()),
        (Some(Holds::Objects(names)), Kind::List(list)) => list.iter().all(|it| object(it, names)),
        _ => false,
    }
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
            for (name, node) in members.iter() {
                assert!(fits(view.holds(name), node), "{name} {}", node.render());
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

mod state {
    use super::*;

    #[track_caller]
    fn states(definition: &str, expected: &[&str]) {
        let body = policy("definition", definition);
        rows(View::State, &one("aws_sfn_state_machine", &body), expected);
    }

    #[test]
    fn every_way_to_a_next_state() {
        states(
            r#"{"StartAt":"A","States":{
                "A":{"Type":"Task","Resource":"r","Next":"B","Catch":[{"ErrorEquals":["x"],"Next":"C"}],"Retry":[{"ErrorEquals":["x"]}]},
                "B":{"Type":"Choice","Choices":[{"Next":"A"},{"Next":"Gone"}],"Default":"C"},
                "C":{"Type":"Succeed"},
                "D":{"Type":"Pass","End":true}}}"#,
            &[
                r#"aws_sfn_state_machine.x $.definition.States.A {"catch":[{"ErrorEquals":["x"],"Next":"C"}],"end":false,"name":"A","next":["B","C"],"path":["A"],"reachable":true,"resource":"r","retry":[{"ErrorEquals":["x"]}],"siblings":["A","B","C","D"],"start":true,"type":"Task"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.B {"choices":[{"Next":"A"},{"Next":"Gone"}],"end":false,"name":"B","next":["C","A","Gone"],"path":["B"],"reachable":true,"siblings":["A","B","C","D"],"start":false,"type":"Choice"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.C {"end":false,"name":"C","path":["C"],"reachable":true,"siblings":["A","B","C","D"],"start":false,"type":"Succeed"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.D {"end":true,"name":"D","path":["D"],"reachable":false,"siblings":["A","B","C","D"],"start":false,"type":"Pass"}"#,
            ],
        );
    }

    #[test]
    fn states_inside_of_states() {
        states(
            r#"{"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}},
                "P":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"X","States":{"X":{"Type":"Pass","End":true}}}]}}}"#,
            &[
                r#"aws_sfn_state_machine.x $.definition.States.M {"end":true,"name":"M","path":["M"],"reachable":true,"siblings":["M","P"],"start":true,"type":"Map"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.M.ItemProcessor.States.I {"end":true,"name":"I","path":["M","I"],"reachable":true,"siblings":["I"],"start":true,"type":"Pass"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.P {"end":true,"name":"P","path":["P"],"reachable":false,"siblings":["M","P"],"start":false,"type":"Parallel"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.P.Branches[0].States.X {"end":true,"name":"X","path":["P","X"],"reachable":false,"siblings":["X"],"start":true,"type":"Pass"}"#,
            ],
        );
    }

    #[test]
    fn what_is_not_known_is_not_unreachable() {
        states(
            r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"${var.n}"},"B":{"Type":"Pass","End":true}}}"#,
            &[
                r#"aws_sfn_state_machine.x $.definition.States.A {"end":false,"name":"A","next":["${var.n}"],"path":["A"],"reachable":true,"siblings":["A","B"],"start":true,"type":"Pass"}"#,
                r#"aws_sfn_state_machine.x $.definition.States.B {"end":true,"name":"B","path":["B"],"reachable":(known after apply),"siblings":["A","B"],"start":false,"type":"Pass"}"#,
            ],
        );
        states(
            r#"{"StartAt":"A","States":{"A":${var.a},"${var.k}":{"Type":"Pass"}}}"#,
            &[
                "aws_sfn_state_machine.x $.definition.States Unknown: may hold more than is listed []",
                r#"aws_sfn_state_machine.x $.definition.States.A Unknown: is not known ["var.a"]"#,
            ],
        );
        states(
            "${var.d}",
            &[r#"aws_sfn_state_machine.x $.definition Unknown: is not known ["var.d"]"#],
        );
        states(
            "{",
            &[
                "aws_sfn_state_machine.x $.definition Malformed: does not parse as JSON: the file ends in the middle of a value []",
            ],
        );
        states(
            "{}",
            &[
                "aws_sfn_state_machine.x $.definition Malformed: is a state machine without `States` []",
            ],
        );
        states(
            "x",
            &[
                "aws_sfn_state_machine.x $.definition Malformed: does not parse as JSON: it is not an object []",
            ],
        );
    }
}

mod file {
    use super::*;

    #[test]
    fn attributes_and_functions() {
        let stack = r##"{"data":{"archive_file":{"z":{"source_dir":"src","output_path":"z.zip"}}},"resource":{
            "aws_lambda_function":{
                "a":{"filename":"a.zip","source_code_hash":"${filebase64sha256(\"a.zip\")}"},
                "b":{"filename":"${data.archive_file.z.output_path}"},
                "c":{"filename":"z.zip"}},
            "aws_instance":{"i":{"user_data":"#!/bin/sh\n${file(\"${path.module}/i.sh\")}\n${templatefile(var.t, {})}"}}},
            "provider":{"aws":[{"allowed_account_ids":["${file(\"id\")}"]}]}}"##;
        rows(
            View::File,
            stack,
            &[
                r#"aws_instance.i $.user_data {"attribute":"user_data","function":"file","path":"${path.module}/i.sh"}"#,
                r#"aws_instance.i $.user_data {"attribute":"user_data","function":"templatefile","path":${var.t}}"#,
                r#"aws_lambda_function.a $.filename {"attribute":"filename","path":"a.zip"}"#,
                r#"aws_lambda_function.a $.source_code_hash {"attribute":"source_code_hash","function":"filebase64sha256","path":"a.zip"}"#,
                r#"aws_lambda_function.b $.filename {"attribute":"filename","made_by":"data.archive_file.z","path":${data.archive_file.z.output_path}}"#,
                r#"aws_lambda_function.c $.filename {"attribute":"filename","made_by":"data.archive_file.z","path":"z.zip"}"#,
                r#"data.archive_file.z $.source_dir {"attribute":"source_dir","path":"src"}"#,
                r#"provider.aws $.allowed_account_ids[0] {"attribute":"allowed_account_ids","function":"file","path":"id"}"#,
            ],
        );
    }
}

/// Types that look as if they belonged in a view, and why they do not.
const OUT: [(&str, &str); 26] = [
    (
        "aws_cloudwatch_log_account_policy",
        "it says what to mask or where to send logs",
    ),
    (
        "aws_cloudwatch_log_data_protection_policy",
        "it says what to mask",
    ),
    ("aws_cloudwatch_log_index_policy", "it says what to index"),
    ("aws_ecr_lifecycle_policy", "it says what expires"),
    ("aws_emr_instance_group", "it says when to scale"),
    ("aws_iot_policy_attachment", "it holds a policy's name"),
    ("aws_networkmanager_core_network", "it describes a network"),
    (
        "aws_networkmanager_core_network_policy_attachment",
        "it describes a network",
    ),
    (
        "aws_opensearchserverless_access_policy",
        "it is a list of rules of another language",
    ),
    (
        "aws_opensearchserverless_lifecycle_policy",
        "it says what expires",
    ),
    (
        "aws_opensearchserverless_security_policy",
        "it is about keys or networks",
    ),
    (
        "aws_organizations_policy",
        "it says what the most is that policies may grant, it grants nothing",
    ),
    (
        "aws_rolesanywhere_profile",
        "a session policy takes away, it grants nothing",
    ),
    ("aws_ses_receipt_filter", "it is `Block` or `Allow`"),
    (
        "aws_sns_topic_data_protection_policy",
        "it says what to mask",
    ),
    (
        "aws_transfer_access",
        "a session policy takes away, it grants nothing",
    ),
    (
        "aws_transfer_user",
        "a session policy takes away, it grants nothing",
    ),
    ("aws_verifiedaccess_endpoint", "it is written in Cedar"),
    ("aws_verifiedaccess_group", "it is written in Cedar"),
    // Rules and routes of other things.
    ("aws_appmesh_gateway_route", "a route of a service mesh"),
    ("aws_appmesh_route", "a route of a service mesh"),
    ("aws_apigatewayv2_route", "a route of an API"),
    ("aws_ec2_client_vpn_route", "a route of a VPN's own table"),
    (
        "aws_ec2_local_gateway_route",
        "a route of a local gateway's own table",
    ),
    (
        "aws_ec2_transit_gateway_route",
        "a route of a transit gateway's own table",
    ),
    ("aws_vpn_connection_route", "a route of a VPN connection"),
];

/// A type that looks as if it belonged in a view is in it, or somebody has said why not.
#[test]
fn types_that_look_like_it_are_decided() {
    let facts = Facts::builtin();
    let mut undecided = Vec::new();
    let mut used = std::collections::BTreeSet::new();
    for name in facts.type_names(Mode::Resource) {
        let shape = facts.block(Mode::Resource, name).unwrap();
        let text = |attribute: &str| matches!(shape.get(attribute), Some(Member::Attribute(it)) if it.ty == Type::String && (it.required || it.optional));
        let policy = [
            "access_policies",
            "access_policy",
            "assume_role_policy",
            "inline_policy",
            "policy",
            "policy_document",
            "repository_policy",
            "resource_policy",
            "session_policy",
        ];
        let policy = policy.into_iter().any(text)
            || name.ends_with("_policy") && text("content")
            || text("base_policy_document")
            || text("autoscaling_policy");
        let looks = [
            (View::IamStatement, policy),
            (
                View::SecurityGroupRule,
                name.contains("security_group") && name.contains("rule"),
            ),
            (
                View::Route,
                name.ends_with("_route")
                    || name.ends_with("route_table") && shape.get("route").is_some(),
            ),
            (View::State, text("definition") && name.contains("sfn")),
        ];
        for (view, looks) in looks {
            let decided = view.types().contains(&name);
            assert_eq!(
                decided,
                view.reads(BlockKind::Resource, name).is_some(),
                "{name}"
            );
            let out = OUT.iter().any(|row| row.0 == name);
            if looks && !decided && !out {
                undecided.push((view.word(), name));
            }
            if looks && !decided && out {
                used.insert(name);
            }
        }
    }
    assert_eq!(undecided, []);
    let unused: Vec<&str> = OUT
        .iter()
        .map(|row| row.0)
        .filter(|name| !used.contains(name))
        .collect();
    assert_eq!(unused, Vec::<&str>::new(), "nothing looks like these");
}

/// What a view reads is an attribute of the type.
#[test]
fn what_is_read_is_in_the_schema() {
    let facts = Facts::builtin();
    for view in View::ALL.into_iter().filter(|view| *view != View::File) {
        assert!(view.members().is_sorted(), "{}", view.word());
        for name in view.types() {
            let shape = facts.block(Mode::Resource, name);
            assert!(shape.is_some(), "{} {name}", view.word());
            let Some(Members::Named(members)) = view.reads(BlockKind::Resource, name) else {
                panic!("{} {name} reads nothing", view.word());
            };
            let found = members
                .iter()
                .filter(|member| shape.unwrap().get(member).is_some());
            assert!(found.count() > 0, "{} {name} {members:?}", view.word());
        }
    }
}

/// Whether two values may be one: wherever one input does not know, the other may say anything.
fn agree(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Map(a), Kind::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b.iter())
                    .all(|((x, a), (y, b))| x == y && agree(a, b))
        }
        (Kind::List(a), Kind::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b))
        }
        _ => a.has_unknown() || b.has_unknown() || a.render() == b.render(),
    }
}

/// Rows that one stack has, and the other has not although nothing is open there.
fn lacks(a: (&Stack, &Rows<'_>), b: (&Stack, &Rows<'_>)) -> Vec<String> {
    let address = |stack: &Stack, block: usize| stack.blocks[block].address.clone();
    let mut lacks = Vec::new();
    for row in &a.1.rows {
        let of = address(a.0, row.block);
        let same = b.1.rows.iter().any(|other| {
            address(b.0, other.block) == of
                && other.origin == row.origin
                && agree(&row.document, &other.document)
        });
        let open =
            b.1.open.iter().any(|open| {
                address(b.0, open.block) == of && row.origin.0.starts_with(&open.path.0)
            });
        if !same && !open {
            lacks.push(format!(
                "{of} {} {}",
                row.origin.shorthand(),
                row.document.render()
            ));
        }
    }
    lacks
}

#[test]
fn both_inputs_give_the_same_rows() {
    let payments = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/payments");
    let mut compared = BTreeMap::new();
    for (program, view) in ["fixed", "broken"]
        .into_iter()
        .flat_map(|p| View::ALL.map(|v| (p, v)))
    {
        let [synth, plan] = ["cdktf.out", "plan.json"].map(|input| {
            load(&payments.join(program).join(input), &LoadOptions::default())
                .unwrap()
                .remove(0)
        });
        let models = [&synth, &plan].map(|stack| Model::new(stack, Facts::builtin()));
        let [a, b] = [Views::new(&models[0]), Views::new(&models[1])];
        let (a, b) = ((&synth, a.rows(view)), (&plan, b.rows(view)));
        // A plan does not hold the calls of functions.
        if view != View::File {
            assert_eq!(
                lacks(a, b),
                Vec::<String>::new(),
                "{program} {} plan",
                view.word()
            );
        }
        assert_eq!(
            lacks(b, a),
            Vec::<String>::new(),
            "{program} {} synth",
            view.word()
        );
        if program == "fixed" {
            compared.insert(view.word(), (a.1.rows.len(), b.1.rows.len()));
        }
    }
    // As many as the program writes: nothing was compared with nothing.
    let expected = [
        ("file", (0, 0)),
        ("iam_statement", (23, 8)),
        ("physical_name", (30, 30)),
        ("route", (2, 2)),
        ("security_group_rule", (4, 4)),
        ("state", (6, 0)),
    ];
    assert_eq!(compared, BTreeMap::from(expected));
}

#[expect(
    clippy::disallowed_methods,
    reason = "the corpus is not in the repository"
)]
fn corpus() -> Option<PathBuf> {
    let found = std::env::var_os("STACKSPEC_CORPUS").map(PathBuf::from);
    if found.is_none() {
        say("skipped: STACKSPEC_CORPUS is not set");
    }
    found
}

#[expect(clippy::print_stderr, reason = "a test says what it counted")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// The inputs below a folder: a `cdktf.out` as a whole, and files of JSON.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("cdktf.out") || path.extension().is_some_and(|it| it == "json") {
            found.push(path);
        } else if path.is_dir() {
            collect(&path, found);
        }
    }
}

/// Every view of every stack is made, and holds rows. Names that hold the environment's suffix and
/// are in no view are listed.
#[test]
fn rows_of_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let mut inputs: Vec<PathBuf> = Vec::new();
    collect(&corpus.join("cdktf"), &mut inputs);
    collect(&corpus.join("plans"), &mut inputs);
    inputs.sort();
    let mut counted: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    let mut stacks = 0;
    let mut add = |form, view: View, what: &str| {
        *counted
            .entry((form, view.word(), what.to_owned()))
            .or_default() += 1;
    };
    for input in &inputs {
        let Ok(loaded) = load(input, &LoadOptions::default()) else {
            continue;
        };
        for stack in &loaded {
            stacks += 1;
            let model = Model::new(stack, Facts::builtin());
            let views = Views::new(&model);
            for view in View::ALL {
                let rows = views.rows(view);
                for row in &rows.rows {
                    add(
                        stack.form.word(),
                        view,
                        if row.sure { "row" } else { "maybe" },
                    );
                }
                for open in &rows.open {
                    add(stack.form.word(), view, &format!("{:?}", open.doubt));
                    if open.doubt == Doubt::Malformed {
                        let of = &stack.blocks[open.block].address;
                        say(&format!(
                            "{}: {of} {} {}",
                            input.display(),
                            open.path.shorthand(),
                            open.why
                        ));
                    }
                }
            }
        }
    }
    for ((form, view, what), count) in &counted {
        say(&format!("{form} {view} {what} {count}"));
    }
    say(&format!("{stacks} stacks"));
    for view in View::ALL {
        assert!(
            counted.contains_key(&("synth", view.word(), "row".into())),
            "{}",
            view.word()
        );
    }
}

/// What is secret stays so in every shape.
#[test]
fn secrets_stay_secret() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[
        {"address":"aws_sfn_state_machine.m","mode":"managed","type":"aws_sfn_state_machine","name":"m","values":{"definition":"{\"StartAt\":\"Hidden\",\"States\":{\"Hidden\":{\"Type\":\"Pass\",\"End\":true}}}","name":"m"}},
        {"address":"aws_iam_policy.p","mode":"managed","type":"aws_iam_policy","name":"p","values":{"policy":"{\"Statement\":{\"Action\":\"hidden:x\",\"Principal\":\"hidden\"}}","name":"hidden"}}]}},
        "resource_changes":[
        {"address":"aws_sfn_state_machine.m","mode":"managed","type":"aws_sfn_state_machine","name":"m","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{},"after_sensitive":{"definition":true}}},
        {"address":"aws_iam_policy.p","mode":"managed","type":"aws_iam_policy","name":"p","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{},"after_sensitive":{"policy":true,"name":true}}}]}"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.json");
    std::fs::write(&path, plan).unwrap();
    let stack = load(&path, &LoadOptions::default()).unwrap().remove(0);
    let model = Model::new(&stack, Facts::builtin());
    let views = Views::new(&model);
    for (view, count) in [
        (View::State, 1),
        (View::IamStatement, 1),
        (View::PhysicalName, 2),
    ] {
        let rows = views.rows(view);
        assert_eq!(rows.rows.len(), count, "{}", view.word());
        for row in &rows.rows {
            let document = row.document.render().to_lowercase();
            assert!(!document.contains("hidden"), "{document}");
        }
    }
}
