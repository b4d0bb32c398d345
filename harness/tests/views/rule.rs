//! Rules of security groups.

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
