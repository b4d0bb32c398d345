//! Tables by key: `{ param = "ports", key = "$.engine" }`, and params from knowledge tables.

use super::judged;

const PORTS: &str = "[param.ports]\ndefault = { mysql = 3306, postgres = [5432, 5433] }\n";

/// A clause on a database, with `PORTS`.
#[track_caller]
fn said(clause: &str, body: &str, expected: &str) {
    let spec = format!("resource = \"aws_db_instance\"\nmust = [ {clause} ]\n{PORTS}");
    let stack = format!(r#""resource": {{"aws_db_instance": {{"d": {{{body}}}}}}}"#);
    judged(&spec, &stack, expected);
}

const PORT: &str = "{ at = '$.port', one_of = { param = 'ports', key = '$.engine' } }";
const OPTIONAL: &str =
    "{ at = '$.port', optional = true, one_of = { param = 'ports', key = '$.engine' } }";
const NEITHER: &str = "{ at = '$.port', not_one_of = { param = 'ports', key = '$.engine' } }";

#[test]
fn the_row_of_the_key_decides() {
    said(PORT, r#""engine": "postgres", "port": 5433"#, "pass 1/1");
    said(
        PORT,
        r#""engine": "postgres", "port": 3306"#,
        "fail 1/1 | aws_db_instance.d $.port: `$.port` is 3306; the spec wants one_of the row of `ports` for `$.engine` (here [5432,5433])",
    );
    // One value stands for a list of one, and texts are numbers as everywhere.
    said(PORT, r#""engine": "mysql", "port": "3306""#, "pass 1/1");
    let equal = PORT.replace("one_of", "equal");
    said(&equal, r#""engine": "mysql", "port": 3306"#, "pass 1/1");
    said(
        &equal,
        r#""engine": "postgres", "port": 5432"#,
        "error 1/1 | aws_db_instance.d $.port: `$.port` is 5432: the row \"postgres\" of the param `ports` has 2 values, and `equal` compares with one (write `one_of` for any of them)",
    );
    said(NEITHER, r#""engine": "mysql", "port": 1"#, "pass 1/1");
    said(
        NEITHER,
        r#""engine": "mysql", "port": 3306"#,
        "fail 1/1 | aws_db_instance.d $.port: `$.port` is 3306; the spec wants not_one_of the row of `ports` for `$.engine` (here [3306])",
    );
}

#[test]
fn no_row_is_a_right_side_with_nothing_in_it() {
    said(
        PORT,
        r#""engine": "oracle-ee", "port": 1521"#,
        "fail 1/1 | aws_db_instance.d $.port: `$.port` is 1521; the spec wants one_of the row of `ports` for `$.engine`",
    );
    said(
        NEITHER,
        r#""engine": "oracle-ee", "port": 1521"#,
        "error 1/1 | aws_db_instance.d $.port: `$.port` is 1521: the param `ports` has no row for \"oracle-ee\", which `$.engine` is",
    );
    said(
        NEITHER,
        r#""port": 1521"#,
        "error 1/1 | aws_db_instance.d $.port: `$.port` is 1521: `$.engine` selects nothing to look up in the param `ports`",
    );
    // An optional clause says nothing of it, whatever it says of what it has a row for.
    said(
        OPTIONAL,
        r#""engine": "oracle-ee", "port": 1521"#,
        "pass 1/1",
    );
    said(OPTIONAL, r#""port": 1521"#, "pass 1/1");
    said(
        OPTIONAL,
        r#""engine": "mysql", "port": 1"#,
        "fail 1/1 | aws_db_instance.d $.port: `$.port` is 1; the spec wants one_of the row of `ports` for `$.engine` (here [3306])",
    );
    // Not even that there must be one.
    let some = "{ at = '$.vpc_security_group_ids[*]', optional = true, some = { equal = { param = 'ports', key = '$.engine' } } }";
    said(some, r#""engine": "oracle-ee""#, "pass 1/1");
    said(
        some,
        r#""engine": "mysql""#,
        "fail 1/1 | aws_db_instance.d: `$.vpc_security_group_ids[*]`: nothing; the spec wants some value: equal the row of `ports` for `$.engine` (here [3306])",
    );
}

#[test]
fn a_key_that_is_not_known() {
    // 3306 is right for some key, and wrong for others.
    said(
        PORT,
        r#""engine": "${var.e}", "port": 3306"#,
        "unknown 1/1 | aws_db_instance.d $.port: `$.port` is 3306: hangs on what is not known before apply; the spec wants one_of the row of `ports` for `$.engine` (waits for var.e)",
    );
    // 22 is wrong for every key, and for none.
    said(
        PORT,
        r#""engine": "${var.e}", "port": 22"#,
        "fail 1/1 | aws_db_instance.d $.port: `$.port` is 22; the spec wants one_of the row of `ports` for `$.engine`",
    );
    said(
        OPTIONAL,
        r#""engine": "${var.e}", "port": 22"#,
        "unknown 1/1 | aws_db_instance.d $.port: `$.port` is 22: hangs on what is not known before apply; the spec wants one_of the row of `ports` for `$.engine` (waits for var.e)",
    );
    said(
        NEITHER,
        r#""engine": "${var.e}", "port": 22"#,
        "unknown 1/1 | aws_db_instance.d $.port: `$.port` is 22: hangs on what is not known before apply; the spec wants not_one_of the row of `ports` for `$.engine` (waits for var.e)",
    );
    // No row starts like this.
    said(
        OPTIONAL,
        r#""engine": "oracle-${var.e}", "port": 22"#,
        "pass 1/1",
    );
    // Of the rows only one may be meant, or none.
    let not = OPTIONAL.replace("one_of", "not_one_of");
    said(&not, r#""engine": "my${var.e}", "port": 5432"#, "pass 1/1");
    said(
        &not,
        r#""engine": "my${var.e}", "port": 3306"#,
        "unknown 1/1 | aws_db_instance.d $.port: `$.port` is 3306: hangs on what is not known before apply; the spec wants not_one_of the row of `ports` for `$.engine` (waits for var.e)",
    );
}

#[test]
fn the_key_of_what_is_looked_at() {
    let clause = "{ resource = 'aws_db_instance', at = '@.port', optional = true, one_of = { param = 'ports', key = '@.engine' } }";
    let spec = format!("resource = \"aws_vpc\"\nmust = [ {clause} ]\n{PORTS}");
    let stack = |a: &str, b: &str| {
        format!(
            r#""resource": {{"aws_vpc": {{"v": {{}}}}, "aws_db_instance": {{"a": {a}, "b": {b}}}}}"#
        )
    };
    let (mysql, oracle) = (
        r#"{"engine": "mysql", "port": 3306}"#,
        r#"{"engine": "oracle-ee", "port": 1}"#,
    );
    judged(&spec, &stack(mysql, oracle), "pass 1/1");
    judged(&spec, &stack(oracle, oracle), "pass 1/1");
    judged(
        &spec,
        &stack(oracle, r#"{"engine": "mysql", "port": 1}"#),
        "fail 1/1 | aws_vpc.v: `@.port` of aws_db_instance.b is 1; the spec wants one_of the row of `ports` for `@.engine`",
    );
}

#[test]
fn a_misspelt_key_is_no_green() {
    said(
        "{ at = '$.port', optional = true, one_of = { param = 'ports', key = '$.engien' } }",
        r#""engine": "mysql", "port": 1"#,
        "vacuous 0/0 | nothing is called `engien` at `$`: neither the provider facts nor any stack of this run know that name | did you mean `engine`?",
    );
    said(
        "{ at = '$.port', one_of = { param = 'ports', key = '$.vpc_security_group_ids' } }",
        r#""vpc_security_group_ids": ["a"], "port": 1"#,
        "error 1/1 | aws_db_instance.d $.port: `$.port` is 1: on the right side, a row is looked up by a text, and `$.vpc_security_group_ids` is a list",
    );
}

#[test]
fn a_knowledge_table_is_a_default() {
    let spec = "resource = \"aws_db_instance\"\nmust = [ { at = '$.port', one_of = { param = 'ports', key = '$.engine' } } ]\n[param.ports]\ntable = \"engine-ports\"\n";
    let stack = |port: u32| {
        format!(
            r#""resource": {{"aws_db_instance": {{"d": {{"engine": "postgres", "port": {port}}}}}}}"#
        )
    };
    judged(spec, &stack(5432), "pass 1/1");
    judged(
        spec,
        &stack(3306),
        "fail 1/1 | aws_db_instance.d $.port: `$.port` is 3306; the spec wants one_of the row of `ports` for `$.engine` (here [5432])",
    );
}

#[test]
fn any_one_of_several_globs() {
    let spec = |globs: &str| {
        format!(
            "resource = \"aws_db_instance\"\nmust = [ {{ at = '$.engine', like = {globs} }} ]\n[param.engines]\ndefault = [\"aurora*\", \"my?ql\"]\n"
        )
    };
    let stack = |engine: &str| {
        format!(r#""resource": {{"aws_db_instance": {{"d": {{"engine": "{engine}"}}}}}}"#)
    };
    let globs = spec("{ param = 'engines' }");
    judged(&globs, &stack("mysql"), "pass 1/1");
    judged(&globs, &stack("aurora-${var.e}"), "pass 1/1");
    judged(
        &globs,
        &stack("postgres"),
        "fail 1/1 | aws_db_instance.d $.engine: `$.engine` is \"postgres\"; the spec wants like [\"aurora*\",\"my?ql\"]",
    );
    let globs = spec("[ 'aurora*', 'my?ql' ]")
        .replace("[param.engines]\ndefault = [\"aurora*\", \"my?ql\"]\n", "");
    judged(&globs, &stack("mysql"), "pass 1/1");
    judged(
        &globs,
        &stack("postgres"),
        "fail 1/1 | aws_db_instance.d $.engine: `$.engine` is \"postgres\"; the spec wants like [\"aurora*\",\"my?ql\"]",
    );
}
