//! A small suite, made for a test.

use std::process::Command;

use crate::common::{Came, Folder};

/// Two queues, of which one has no suffix, and a bucket without versions.
pub(crate) const STACK: &str = r#"{
  "resource": {
    "aws_sqs_queue": {
      "orders_0A1B2C3D": { "name": "orders" },
      "mails": { "name": "mails-pr1234" }
    },
    "aws_s3_bucket": { "files": { "bucket": "files-pr1234" } }
  }
}
"#;

/// A spec that finds the queue, and one that finds nothing.
pub(crate) const SPECS: &str = r#"
[param.suffix]
identity = true

[[spec]]
id       = "queue-without-suffix"
title    = "a queue's name lacks the suffix"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", contain = "{suffix}" } ]

[[spec]]
id       = "bucket-without-suffix"
resource = "aws_s3_bucket"
must     = [ { at = "$.bucket", contain = "{suffix}" } ]

[[spec]]
id       = "queue-too-long"
level    = "warn"
resource = "aws_sqs_queue"
must     = [ { at = "$.name", length = "<= 6" } ]
"#;

/// What is said of a case of that stack, as it should be.
pub(crate) const CASE: &str = r#"title = "a queue without the suffix"
model = "model-a"
prompt = "orders"
classes = ["env-suffix"]
[params]
suffix = "pr1234"
[[expect]]
spec = "queue-without-suffix"
address = "aws_sqs_queue.orders_*"
"#;

/// A suite of one case, `orders`, which says this of itself.
pub(crate) fn suite(case: &str) -> Folder {
    Folder::with(&[
        ("suite/suite.toml", "specs = '../specs'\n"),
        ("specs/names.toml", SPECS),
        ("suite/orders/case.toml", case),
        ("suite/orders/cdktf.out/manifest.json", MANIFEST),
        ("suite/orders/cdktf.out/stacks/orders/cdk.tf.json", STACK),
    ])
}

/// The manifest of one stack.
pub(crate) const MANIFEST: &str = r#"{"version":"0.21.0","stacks":{"orders":{"name":"orders",
    "constructPath":"orders","synthesizedStackPath":"stacks/orders/cdk.tf.json","workingDirectory":"stacks/orders",
    "annotations":[],"dependencies":[]}}}"#;

/// What CI services say of themselves.
const CI_VARIABLES: [&str; 5] = [
    "CI",
    "CI_NODE_INDEX",
    "CIRCLE_NODE_INDEX",
    "BUILDKITE_PARALLEL_JOB",
    "JOB_COMPLETION_INDEX",
];

/// Runs the binary in a folder with these variables, and without those that CI services set.
pub(crate) fn run_with(folder: &Folder, args: &[&str], variables: &[(&str, &str)]) -> Came {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackspec"));
    for name in CI_VARIABLES {
        command.env_remove(name);
    }
    command.current_dir(folder.0.path()).args(args);
    let output = command.envs(variables.iter().copied()).output().unwrap();
    Came {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
