//! `stackspec coverage`, `mutate` and `merge`.

#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "common/committed.rs"]
mod committed;
mod common;
#[path = "cli_proof/coverage.rs"]
mod coverage;
#[path = "cli_proof/merge.rs"]
mod merge;
#[path = "cli_proof/mutate.rs"]
mod mutate;

use common::Folder;

/// A queue and a table; what nobody asks for stands beside what somebody does.
const STACK: &str = r#"{
  "resource": {
    "aws_sqs_queue": {
      "jobs": {
        "name": "jobs",
        "delay_seconds": 5,
        "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"
      }
    },
    "aws_dynamodb_table": {
      "orders": {
        "name": "orders",
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attribute": [{ "name": "id", "type": "S" }]
      }
    }
  }
}
"#;

const SPECS: &str = r#"
[[spec]]
id       = "queue-waits"
resource = "aws_sqs_queue"
must     = [ { at = "$.delay_seconds", equal = 5 } ]

[[spec]]
id       = "queue-has-a-name"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", present = true } ]

[[spec]]
id       = "table-on-demand"
resource = "aws_dynamodb_table"
must     = [ { at = "$.billing_mode", equal = "PAY_PER_REQUEST" } ]
"#;

/// One more, which fails.
const RED: &str = r#"
[[spec]]
id       = "table-is-red"
resource = "aws_dynamodb_table"
must     = [ { at = "$.billing_mode", equal = "PROVISIONED" } ]
"#;

fn folder() -> Folder {
    Folder::with(&[
        ("in/app.tf.json", STACK),
        ("specs/app.toml", SPECS),
        ("red/red.toml", RED),
    ])
}

/// A verb on the stack, with the specs of a folder.
fn words<'a>(verb: &'a str, specs: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec![verb, "in", "--specs", specs];
    words.extend(more);
    words
}
