//! A misspelt name in any of the new places is named, and never green.

use super::judged;

const STACK: &str = r#""resource": {"aws_lambda_function": {"f": {"function_name": "f", "role": "${aws_iam_role.r.arn}"}}, "aws_iam_role": {"r": {"name": "r"}}}"#;

#[track_caller]
fn said(must: &str, expected: &str) {
    judged(
        &format!("resource = \"aws_lambda_function\"\nmust = [ {must} ]"),
        STACK,
        expected,
    );
}

#[test]
fn walks() {
    said("{ follow = '-> aws_iam_rol', count = 0 }", "?");
    said("{ follow = '-[rol]-> aws_iam_role', count = 0 }", "?");
    said(
        "{ follow = '<-[function_nam]- aws_lambda_permission', count = 0 }",
        "?",
    );
    said("{ follow = '<- aws_lambda_permisson', count = 0 }", "?");
    said(
        "{ follow = '<- aws_lambda_{permission,permisson}', count = 0 }",
        "?",
    );
    // No table is named for a function, and no stack has such an edge.
    said("{ follow = '-> aws_route_table', count = 0 }", "?");
    said(
        "{ follow = '<- aws_lambda_permission', at = '@.princpal', none = { equal = \"*\" } }",
        "?",
    );
    said(
        "{ follow = '<- aws_lambda_permission', where = \"@.princpal == '*'\", count = 0 }",
        "?",
    );
    said(
        "{ follow = '<- aws_lambda_permission', where = \"@.principal == $.function_nam\", count = 0 }",
        "?",
    );
    said(
        "{ follow = '-[role]-> aws_iam_role <- iam_statement', at = '@.actionz[*]', none = { equal = \"*\" } }",
        "?",
    );
}

#[test]
fn right_sides() {
    said(
        "{ at = '$.function_name', not_one_of = { resource = 'aws_cloudwatch_log_grp', at = '@.name' } }",
        "?",
    );
    said(
        "{ at = '$.function_name', not_one_of = { resource = 'aws_cloudwatch_log_group', at = '@.nme' } }",
        "?",
    );
    said(
        "{ at = '$.role', not_equal = { follow = '-> aws_iam_rle', at = '@.name' } }",
        "?",
    );
    said("{ resource = 'aws_cloudwatch_log_grp', count = 0 }", "?");
    said("{ together = 'stack', per = '$.rol', count = 0 }", "?");
}
