//! States of state machines.

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
        &["aws_sfn_state_machine.x $.definition Malformed: is a state machine without `States` []"],
    );
    states(
        "x",
        &[
            "aws_sfn_state_machine.x $.definition Malformed: does not parse as JSON: it is not an object []",
        ],
    );
}
