//! The examples of the design that no other file has.

use super::judged;

const PUBLIC: &str = r#"resource = ["aws_db_instance", "aws_rds_cluster"]
must = [ { follow = "-> aws_db_subnet_group -> aws_subnet <-[subnet_id]- aws_route_table_association -> aws_route_table <- route -> aws_internet_gateway", count = 0 } ]"#;

fn network(association: &str, route: &str) -> String {
    format!(
        r#""resource": {{
        "aws_db_instance": {{"d": {{"db_subnet_group_name": "${{aws_db_subnet_group.g.name}}"}}}},
        "aws_db_subnet_group": {{"g": {{"subnet_ids": ["${{aws_subnet.s.id}}"]}}}},
        "aws_subnet": {{"s": {{"vpc_id": "v"}}}},
        "aws_route_table": {{"t": {{"vpc_id": "v"}}}},
        "aws_internet_gateway": {{"i": {{"vpc_id": "v"}}}}{association}{route}}}"#
    )
}

#[test]
fn a_database_in_a_public_subnet() {
    let association = r#", "aws_route_table_association": {"a": {"subnet_id": "${aws_subnet.s.id}", "route_table_id": "${aws_route_table.t.id}"}}"#;
    let route = |to: &str| {
        format!(
            r#", "aws_route": {{"r": {{"route_table_id": "${{aws_route_table.t.id}}", "destination_cidr_block": "0.0.0.0/0", {to}}}}}"#
        )
    };
    let public = route(r#""gateway_id": "${aws_internet_gateway.i.id}""#);
    judged(
        PUBLIC,
        &network(association, &public),
        "fail 1/1 | aws_db_instance.d: what `-> aws_db_subnet_group -> aws_subnet <-[subnet_id]- aws_route_table_association -> aws_route_table <- route -> aws_internet_gateway` reaches: 1 there; the spec wants exactly 0 values",
    );
    let private = route(r#""nat_gateway_id": "${aws_nat_gateway.n.id}""#);
    judged(PUBLIC, &network(association, &private), "pass 1/1");
    // A table without any route leads nowhere, and that is fine.
    judged(PUBLIC, &network(association, ""), "pass 1/1");
    // The walk breaks before it comes to a route table: that it finds no gateway means nothing.
    judged(
        PUBLIC,
        &network("", &public),
        "vacuous 1/1 | aws_db_instance.d: the walk ends at hop 3, `<-[subnet_id]- aws_route_table_association`: nothing is there; nothing was examined, and the spec wants exactly 0 values | aws_db_instance.d: the walk ends at hop 3, `<-[subnet_id]- aws_route_table_association`: nothing is there; nothing was examined, and the spec wants exactly 0 values",
    );
}
