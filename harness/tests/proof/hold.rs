//! Which clause holds which leaf.

use pretty_assertions::assert_eq;

use crate::judged::{Small, states, unproven};

const STACK: &str = r#"{
  "variable": { "suffix": { "default": "pr1" } },
  "resource": {
    "aws_sqs_queue": {
      "a": { "name": "a-pr1", "delay_seconds": 3, "tags": { "Team": "pay", "Tier": "x" },
             "policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"${aws_sns_topic.t.arn}\",\"Principal\":\"*\"}]}" },
      "b": { "name": "b-pr1", "depends_on": ["aws_sns_topic.t"] }
    },
    "aws_sns_topic": { "t": { "name": "t-${var.suffix}" } },
    "aws_sns_topic_subscription": {
      "s": { "topic_arn": "${aws_sns_topic.t.arn}", "protocol": "sqs", "endpoint": "${aws_sqs_queue.a.arn}" }
    }
  }
}"#;

/// One spec's `key = value` lines behind its id.
fn spec(rest: &str) -> String {
    format!("[[spec]]\nid = \"it\"\n{rest}\n")
}

#[track_caller]
fn holds(rest: &str, expected: &[&str]) {
    let found = Small::new(STACK).coverage(&spec(rest));
    assert_eq!(states(&found), expected, "{rest}");
    let open: Vec<String> = Vec::new();
    assert_eq!(unproven(&found), open, "{rest}");
}

#[test]
fn a_leaf_is_held_by_the_clause_that_would_fail() {
    holds(
        "resource = \"aws_sqs_queue\"\nmust = [ { at = \"$.name\", match = \"-pr1$\" } ]",
        &[
            "aws_sqs_queue.a $.name: covered",
            "aws_sqs_queue.b $.name: covered",
        ],
    );
    holds(
        "resource = \"aws_sqs_queue\"\nwhere = \"$.tags.Team == 'pay'\"\nmust = [ { at = \"$.delay_seconds\", count = \">= 1\" } ]",
        &[
            "aws_sqs_queue.a $.delay_seconds: present",
            "aws_sqs_queue.a $.tags.Team: consulted",
        ],
    );
}

#[test]
fn what_must_not_be_is_put_there() {
    holds(
        "resource = \"aws_sqs_queue\"\nwhere = \"$.delay_seconds\"\nmust = [ { at = \"$.tags.Tier\", not_equal = \"gold\" } ]",
        &[
            "aws_sqs_queue.a $.delay_seconds: consulted",
            "aws_sqs_queue.a $.tags.Tier: covered",
        ],
    );
    holds(
        "resource = \"aws_sqs_queue\"\nmust = [ { at = \"$.name\", not_match = \"^tmp-[a-z]+$\" } ]",
        &[
            "aws_sqs_queue.a $.name: covered",
            "aws_sqs_queue.b $.name: covered",
        ],
    );
    holds(
        "resource = \"aws_sqs_queue\"\nmust = [ { at = \"$.redrive_policy\", absent = true } ]",
        &[],
    );
}

#[test]
fn views_and_documents_lead_back_to_what_is_written() {
    holds(
        "view = \"iam_statement\"\nmust = [ { at = \"$.actions[*]\", not_equal = \"*\" } ]",
        &["aws_sqs_queue.a $.policy.Statement[0].Action: covered"],
    );
    holds(
        "resource = \"aws_sqs_queue\"\nwhere = \"$.policy\"\nmust = [ { at = \"$.policy.Statement[*].Effect\", equal = \"Allow\" } ]",
        &[
            "aws_sqs_queue.a $.policy.Statement[0].Action: consulted",
            "aws_sqs_queue.a $.policy.Statement[0].Effect: covered",
            "aws_sqs_queue.a $.policy.Statement[0].Principal: consulted",
            "aws_sqs_queue.a $.policy.Statement[0].Resource: consulted",
        ],
    );
}

#[test]
fn walks_hold_what_they_go_through_and_what_they_reach() {
    holds(
        "resource = \"aws_sns_topic_subscription\"\nmust = [ { follow = \"-[endpoint]-> aws_sqs_queue\", at = \"@.delay_seconds\", equal = 3 } ]",
        &[
            "aws_sqs_queue.a $.delay_seconds: covered",
            "aws_sns_topic_subscription.s $.endpoint: covered",
        ],
    );
}

#[test]
fn what_a_name_is_made_of_is_held_where_it_is_written() {
    holds(
        "resource = \"aws_sns_topic\"\nmust = [ { at = \"$.name\", equal = \"t-pr1\" } ]",
        &[
            "aws_sns_topic.t $.name: covered",
            "variable.suffix $.default: covered",
        ],
    );
}

#[test]
fn subjects_that_are_judged_together() {
    holds(
        "resource = \"aws_sqs_queue\"\nmust = [ { together = \"stack\", at = \"$.name\", unique = true } ]",
        &[
            "aws_sqs_queue.a $.name: present",
            "aws_sqs_queue.b $.name: present",
        ],
    );
}
