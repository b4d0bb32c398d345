//! Right sides: what they are compared with, and what proves nothing.

use super::{line, synth, verdicts};

const OPEN_TO_ALL: &str = r#"{"resource": {"aws_security_group": {"g": {"name": "n", "ingress": [
    {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}]}}}}"#;

/// A right side that can never meet the value is no pass, whatever the matcher is called.
#[test]
fn right_sides_are_held_against_the_shape() {
    let starts = |must: &str, outcome: &str| {
        let specs =
            format!("[[spec]]\nid = \"x\"\nresource = \"aws_security_group\"\nmust = [{must}]\n");
        let said = line(&verdicts(&specs, &synth(OPEN_TO_ALL))[0]);
        assert!(said.starts_with(outcome), "{must}\n{said}");
    };
    // A list where an element is meant, an object against texts.
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_include = ['0.0.0.0/0'] }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', none = { include = ['0.0.0.0/0'] } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_include = { a = 1 } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_include = '0.0.0.0/0' }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.ingress[*].cidr_blocks', not_one_of = ['x', ['y']] }",
        "error 1/1",
    );
    // Misspelt members, scalars against lists, blocks against objects.
    starts(
        "{ at = '$.ingress[*]', not_contain = { frm_port = 22 } }",
        "vacuous 0/0",
    );
    starts(
        "{ at = '$.ingress[*]', not_contain = { cidr_blocks = '0.0.0.0/0' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.ingress[*]', not_contain = { from_port = 22 } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$', not_contain = { ingress = { from_port = 22 } } }",
        "error 0/0",
    );
    // An object stands for any element that has its members.
    starts(
        "{ at = '$.ingress', not_include = { from_port = 22 } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.ingress', not_include = { frm_port = 22 } }",
        "vacuous 0/0",
    );
}

/// What a right side cannot be compared with proves nothing.
#[test]
fn a_right_side_that_selects_nothing_is_no_pass() {
    let stack =
        r#"{"resource": {"aws_iam_role": {"r": {"name": "bad", "max_session_duration": 1}}}}"#;
    let starts = |must: &str, outcome: &str| {
        let specs = format!("[[spec]]\nid = \"x\"\nresource = \"aws_iam_role\"\nmust = [{must}]\n");
        let said = line(&verdicts(&specs, &synth(stack))[0]);
        assert!(said.starts_with(outcome), "{must}\n{said}");
    };
    starts(
        "{ at = '$.name', none = { one_of = ['bad', '{$.name_prefix}'] } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.name', none = { equal = { at = '$.name_prefix' } } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.name', none = { contain = '{$.name_prefix}' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.name', count = 0, equal = { at = '$.name_prefix' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.name', equal = { at = '$.name_prefix' } }",
        "fail 1/1",
    );
    starts(
        "{ at = '$.name', not_equal = { at = '$.name_prefix' } }",
        "error 1/1",
    );
    // A default of the wrong type is an error, not a value that fails.
    starts(
        "{ at = '$.description', default = 'x', none = { at_least = 900 } }",
        "error 1/1",
    );
}

/// Values that can never be what they are compared with.
#[test]
fn other_scalars_are_errors() {
    let stack = r#"{"resource": {"aws_db_instance": {"d": {"publicly_accessible": true, "storage_encrypted": "True"}}}}"#;
    let starts = |must: &str, outcome: &str| {
        let specs =
            format!("[[spec]]\nid = \"x\"\nresource = \"aws_db_instance\"\nmust = [{must}]\n");
        let said = line(&verdicts(&specs, &synth(stack))[0]);
        assert!(said.starts_with(outcome), "{must}\n{said}");
    };
    starts(
        "{ at = '$.publicly_accessible', not_equal = 'yes' }",
        "error 1/1",
    );
    starts(
        "{ at = '$.publicly_accessible', not_equal = 1 }",
        "error 1/1",
    );
    starts(
        "{ at = '$.publicly_accessible', none = { equal = 'True' } }",
        "error 1/1",
    );
    starts(
        "{ at = '$.publicly_accessible', equal = 'true' }",
        "pass 1/1",
    );
    starts(
        "{ at = '$.storage_encrypted', not_equal = false }",
        "error 1/1",
    );
}
