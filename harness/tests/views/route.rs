//! Routes.

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
