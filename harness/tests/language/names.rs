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
    said(
        "{ follow = '-> aws_iam_rol', count = 0 }",
        "vacuous 0/0 | no provider known here has a resource `aws_iam_rol`, and no stack of this run has one | did you mean `aws_iam_role`?",
    );
    said(
        "{ follow = '-[rol]-> aws_iam_role', count = 0 }",
        "vacuous 0/0 | no attribute of `aws_lambda_function` is called `rol`: neither the provider facts nor any stack of this run know a reference by that name | did you mean `role`?",
    );
    said(
        "{ follow = '<-[function_nam]- aws_lambda_permission', count = 0 }",
        "vacuous 0/0 | no attribute of `aws_lambda_permission` is called `function_nam`: neither the provider facts nor any stack of this run know a reference by that name | did you mean `function_name`?",
    );
    said(
        "{ follow = '<- aws_lambda_permisson', count = 0 }",
        "vacuous 0/0 | no provider known here has a resource `aws_lambda_permisson`, and no stack of this run has one | did you mean `aws_lambda_permission` or `aws_acmpca_permission`?",
    );
    said(
        "{ follow = '<- aws_lambda_{permission,permisson}', count = 0 }",
        "vacuous 0/0 | no provider known here has a resource `aws_lambda_permisson`, and no stack of this run has one | did you mean `aws_lambda_permission` or `aws_acmpca_permission`?",
    );
    // No table is named for a function, and no stack has such an edge.
    said(
        "{ follow = '-> aws_route_table', count = 0 }",
        "vacuous 0/0 | the hop `-> aws_route_table` never leads anywhere: no stack of this run has a reference from `aws_lambda_function` to `aws_route_table`, and no attribute of `aws_lambda_function` is named for one | look at the direction of the arrow: `->` refers to, `<-` is referred to by",
    );
    said(
        "{ follow = '<- aws_lambda_permission', at = '@.princpal', none = { equal = \"*\" } }",
        "vacuous 0/0 | nothing is called `princpal` at `@`: neither the provider facts nor any stack of this run know that name | did you mean `principal`?",
    );
    said(
        "{ follow = '<- aws_lambda_permission', where = \"@.princpal == '*'\", count = 0 }",
        "vacuous 0/0 | nothing is called `princpal` at `@`: neither the provider facts nor any stack of this run know that name | did you mean `principal`?",
    );
    said(
        "{ follow = '<- aws_lambda_permission', where = \"@.principal == $.function_nam\", count = 0 }",
        "vacuous 0/0 | nothing is called `function_nam` at `$`: neither the provider facts nor any stack of this run know that name | did you mean `function_name`?",
    );
    said(
        "{ follow = '-[role]-> aws_iam_role <- iam_statement', at = '@.actionz[*]', none = { equal = \"*\" } }",
        "vacuous 0/0 | nothing is called `actionz` at `@`: neither the provider facts nor any stack of this run know that name | did you mean `actions`?",
    );
}

#[test]
fn right_sides() {
    said(
        "{ at = '$.function_name', not_one_of = { resource = 'aws_cloudwatch_log_grp', at = '@.name' } }",
        "vacuous 0/0 | no provider known here has a resource `aws_cloudwatch_log_grp`, and no stack of this run has one | did you mean `aws_cloudwatch_log_group` or `aws_cloudwatch_log_stream`?",
    );
    said(
        "{ at = '$.function_name', not_one_of = { resource = 'aws_cloudwatch_log_group', at = '@.nme' } }",
        "vacuous 0/0 | nothing is called `nme` at `@`: neither the provider facts nor any stack of this run know that name | did you mean `name`?",
    );
    said(
        "{ at = '$.role', not_equal = { follow = '-> aws_iam_rle', at = '@.name' } }",
        "vacuous 0/0 | no provider known here has a resource `aws_iam_rle`, and no stack of this run has one | did you mean `aws_iam_role`?",
    );
    said(
        "{ resource = 'aws_cloudwatch_log_grp', count = 0 }",
        "vacuous 0/0 | no provider known here has a resource `aws_cloudwatch_log_grp`, and no stack of this run has one | did you mean `aws_cloudwatch_log_group` or `aws_cloudwatch_log_stream`?",
    );
    said(
        "{ together = 'stack', per = '$.rol', count = 0 }",
        "vacuous 0/0 | nothing is called `rol` at `$`: neither the provider facts nor any stack of this run know that name | did you mean `role`?",
    );
}
